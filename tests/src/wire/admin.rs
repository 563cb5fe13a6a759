//! The admin socket, by stock `virt-admin`: what it shows and changes, and that limits hold.

use std::io::{ErrorKind, Read as _};
use std::process::Command;
use std::time::Duration;

use crate::harness::case::{Case, Outcome, Problem, require, require_equal, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::rpc::{Client, DomainRef, answer, procedure};
use crate::harness::wait;
use crate::harness::xdr::{Reader, Writer};

pub const CASES: &[Case] = &[
    Case {
        name: "virt_admin_manages_the_daemon",
        run: virt_admin,
    },
    Case {
        name: "virt_admin_turns_a_client_out",
        run: disconnect,
    },
    Case {
        name: "clients_beyond_the_limit_wait",
        run: beyond_the_limit,
    },
    Case {
        name: "calls_beyond_the_workers_wait",
        run: beyond_the_workers,
    },
    Case {
        name: "virt_admin_shows_of_ours_what_it_shows_of_a_stock_daemon",
        run: beside_a_stock_daemon,
    },
];

const LIMIT: Duration = Duration::from_secs(20);

/// Runs `virt-admin` on a daemon.
pub fn admin(daemon: &Daemon, arguments: &[&str]) -> Outcome<command::Finished> {
    let mut virt_admin = Command::new("/usr/bin/virt-admin");
    let uri = format!(
        "libvirtd+unix:///system?socket={}",
        daemon.file("run/libvirt-admin-sock").display()
    );
    virt_admin.args(["-c", &uri]).args(arguments).env("LC_ALL", "C");
    command::run_command(virt_admin, b"", LIMIT)
}

/// The number of the only client that is left once the harness's own look at the socket is gone.
fn only_client(daemon: &Daemon) -> Outcome<String> {
    wait::until("a single client", LIMIT, || {
        let list = admin(daemon, &["client-list", "libvirtd"]).ok()?.ok().ok()?;
        let mut clients = list.lines().filter(|line| line.contains("unix"));
        let number = clients.next()?.split_whitespace().next()?.to_owned();
        clients.next().is_none().then_some(number)
    })
}

fn virt_admin() -> Outcome {
    let daemon = Daemon::start()?;
    let _client = daemon.client("test:///default")?;
    let ok = |arguments: &[&str]| -> Outcome<String> { admin(&daemon, arguments)?.ok() };
    require_text(&ok(&["srv-list"])?, "libvirtd")?;
    require_text(&ok(&["srv-clients-info", "libvirtd"])?, "nclients            : 1")?;
    let number = only_client(&daemon)?;
    require_text(
        &ok(&["client-info", "libvirtd", &number])?,
        "unix_user_name : root",
    )?;
    ok(&["srv-clients-set", "libvirtd", "--max-clients", "77"])?;
    require_text(
        &ok(&["srv-clients-info", "libvirtd"])?,
        "nclients_max        : 77",
    )?;
    ok(&["srv-threadpool-set", "libvirtd", "--max-workers", "30"])?;
    require_text(&ok(&["srv-threadpool-info", "libvirtd"])?, "maxWorkers     : 30")?;
    let log = daemon.scratch().join("other.log");
    let output = format!("1:file:{}", log.display());
    ok(&["daemon-log-outputs", &output])?;
    ok(&["daemon-log-filters", "1:ferrovirt 4:tokio"])?;
    require_text(&ok(&["daemon-log-filters"])?, "1:*ferrovirt* 4:*tokio*")?;
    require_text(&ok(&["daemon-log-outputs"])?, &output)?;
    drop(daemon.client("test:///default")?);
    wait::until_true("debug messages in the other log", LIMIT, || {
        std::fs::read_to_string(&log).is_ok_and(|text| text.contains("debug"))
    })?;
    for refused in [
        &["srv-threadpool-info", "nosuch"][..],
        &["client-info", "libvirtd", "99"],
        &["daemon-log-filters", "bogus"],
        &["srv-update-tls", "libvirtd"],
    ] {
        require(admin(&daemon, refused)?.refused().is_ok(), || {
            format!("{refused:?} was not refused")
        })?;
    }
    Ok(())
}

fn disconnect() -> Outcome {
    let daemon = Daemon::start()?;
    let mut client = daemon.client("test:///default")?;
    let number = only_client(&daemon)?;
    admin(&daemon, &["client-disconnect", "libvirtd", &number])?.ok()?;
    require(client.list(0).is_err(), || {
        "a client that was turned out is still served".to_owned()
    })?;
    let list = admin(&daemon, &["client-list", "libvirtd"])?.ok()?;
    require(!list.contains("unix"), || format!("it is still listed:\n{list}"))
}

/// Two may connect: a third is served as soon as one of them leaves, or when the limit is raised.
fn beyond_the_limit() -> Outcome {
    let mut daemon = Daemon::prepare(&[])?;
    std::fs::create_dir_all(daemon.file("etc"))?;
    let settings = "max_clients = 2\nmax_anonymous_clients = 1\n";
    std::fs::write(daemon.file("etc/libvirtd.conf"), settings)?;
    daemon.launch()?;
    let first = daemon.client("test:///default")?;
    let mut second = daemon.client("test:///default")?;
    let mut third = Client::connect(&daemon.socket())?;
    third.stream.set_nonblocking(true)?;
    require(second.list(0)?.len() == 1, || {
        "the second is not served".to_owned()
    })?;
    let clients = admin(&daemon, &["srv-clients-info", "libvirtd"])?.ok()?;
    require_text(&clients, "nclients            : 2")?;
    let mut byte = [0];
    require(
        matches!(third.stream.read(&mut byte), Err(error) if error.kind() == ErrorKind::WouldBlock),
        || "the third was turned away or answered".to_owned(),
    )?;
    third.stream.set_nonblocking(false)?;
    drop(first);
    third.open("test:///default", 0)?;
    require_equal("domains of the third", third.list(0)?.len(), 1)?;
    let mut fourth = Client::connect(&daemon.socket())?;
    admin(&daemon, &["srv-clients-set", "libvirtd", "--max-clients", "3"])?.ok()?;
    fourth.open("test:///default", 0)?;
    require_equal("domains of the fourth", fourth.list(0)?.len(), 1)
}

/// One may be at work, and it hangs: the next one waits until the limit is raised, and what never waits for others
/// passes.
fn beyond_the_workers() -> Outcome {
    const SUSPEND: u32 = 34;
    let daemon = Daemon::start()?;
    let set = |most| {
        let words = [
            "srv-threadpool-set",
            "libvirtd",
            "--min-workers",
            "1",
            "--max-workers",
            most,
        ];
        admin(&daemon, &words)?.ok()
    };
    let shows = |figure: &str| {
        wait::until_true(figure, LIMIT, || {
            let info = admin(&daemon, &["srv-threadpool-info", "libvirtd"]);
            info.and_then(command::Finished::ok)
                .is_ok_and(|info| info.contains(figure))
        })
    };
    set("1")?;
    let suspend = |uri: &str| -> Outcome<Client> {
        let mut client = daemon.client(uri)?;
        let name = Writer::new().string("test").bytes;
        let reply = client.call(procedure::DOMAIN_LOOKUP_BY_NAME, &name)?;
        let domain = DomainRef::read(&mut Reader::new(&reply)).ok_or("no domain `test`")?;
        client.send_call(SUSPEND, &domain.write(Writer::new()).bytes)?;
        Ok(client)
    };
    let _hangs = suspend("test:///default?full&fault=virDomainSuspend:hang")?;
    shows("freeWorkers    : 0")?;
    let mut waits = suspend("test:///default")?;
    shows("jobQueueDepth  : 1")?;
    let mut passes = daemon.client("test:///default")?;
    require_equal("domains of who only lists", passes.list(0)?.len(), 1)?;
    set("2")?;
    let reply = waits.receive()?;
    require(answer(reply).is_ok(), || "the call that waited failed".to_owned())?;
    shows("jobQueueDepth  : 0")
}

/// What both are asked. Places of clients and times are made the same, and of errors only the kind is compared.
const ASKED: &[&[&str]] = &[
    &["srv-list"],
    &["version"],
    &["srv-threadpool-info", "libvirtd"],
    &["srv-threadpool-info", "admin"],
    &["srv-threadpool-info", "nosuch"],
    &[
        "srv-threadpool-set",
        "libvirtd",
        "--min-workers",
        "2",
        "--max-workers",
        "10",
        "--priority-workers",
        "3",
    ],
    &["srv-threadpool-set", "libvirtd", "--max-workers", "0"],
    &["srv-threadpool-set", "libvirtd", "--min-workers", "20"],
    &["srv-threadpool-set", "nosuch", "--max-workers", "3"],
    &["srv-threadpool-info", "libvirtd"],
    &["client-list", "libvirtd"],
    &["client-list", "admin"],
    &["client-list", "nosuch"],
    &["client-info", "libvirtd", "CLIENT"],
    &["client-info", "libvirtd", "99999"],
    &["client-info", "nosuch", "1"],
    &["srv-clients-info", "libvirtd"],
    &["srv-clients-info", "nosuch"],
    &["srv-clients-set", "libvirtd", "--max-clients", "3"],
    &[
        "srv-clients-set",
        "libvirtd",
        "--max-clients",
        "50",
        "--max-unauth-clients",
        "4",
    ],
    &["srv-clients-set", "libvirtd", "--max-unauth-clients", "100"],
    &["srv-clients-set", "nosuch", "--max-clients", "3"],
    &["srv-clients-info", "libvirtd"],
    &["daemon-log-filters", "1:qemu 3:remote"],
    &["daemon-log-filters"],
    &["daemon-log-filters", "1:"],
    &["daemon-log-filters", "9:qemu"],
    &["daemon-log-filters", "bogus"],
    &["daemon-log-filters"],
    &["daemon-log-filters", ""],
    &["daemon-log-outputs", "1:file:FOLDER/other.log"],
    &["daemon-log-outputs"],
    &["daemon-log-outputs", "1:nosuch"],
    &["daemon-log-outputs", "7:stderr"],
    &["daemon-log-outputs", "1:stderr:word"],
    &["daemon-log-outputs"],
    &["srv-update-tls", "libvirtd"],
    &["srv-update-tls", "nosuch"],
    &["daemon-timeout", "0"],
    &["daemon-timeout", "many"],
    &["client-disconnect", "libvirtd", "99999"],
    &["client-disconnect", "nosuch", "1"],
    &["client-disconnect", "libvirtd", "CLIENT"],
];

fn beside_a_stock_daemon() -> Outcome {
    const STOCK: &str = "/usr/sbin/libvirtd";
    if !std::path::Path::new(STOCK).exists() {
        return Err(Problem::Skipped(format!("there is no {STOCK} to compare with")));
    }
    let mut stock = Daemon::prepare_stock()?;
    stock.launch()?;
    let ours = Daemon::start()?;
    let sides = [ours, stock];
    let _clients = [
        sides[0].client("test:///default")?,
        sides[1].client("test:///default")?,
    ];
    let clients = [only_client(&sides[0])?, only_client(&sides[1])?];
    let mut wrong = String::new();
    for asked in ASKED {
        let answer = |daemon: &Daemon, client: &str| -> Outcome<String> {
            let folder = daemon.scratch().join("").display().to_string();
            let words: Vec<String> = asked
                .iter()
                .map(|word| word.replace("CLIENT", client).replace("FOLDER/", &folder))
                .collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let shown = normal(&admin(daemon, &words)?).replace(&folder, "FOLDER/");
            Ok(if words == ["srv-list"] {
                unordered(&shown)
            } else {
                shown
            })
        };
        let (ours, stock) = (answer(&sides[0], &clients[0])?, answer(&sides[1], &clients[1])?);
        if ours != stock {
            wrong.push_str(&format!("{asked:?}\nours:\n{ours}\nstock:\n{stock}\n"));
        }
    }
    require(wrong.is_empty(), || wrong)
}

/// The lines without their numbers, in one order: a stock daemon lists its servers in another one at each start.
fn unordered(shown: &str) -> String {
    let mut lines: Vec<&str> = shown
        .lines()
        .map(|line| line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()))
        .collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// An answer of `virt-admin` without what differs by nature: numbers and times of clients, how many threads a pool
/// has at the moment, and the words of errors after their kind.
fn normal(answer: &command::Finished) -> String {
    const BY_NATURE: &[&str] = &[
        " unix ",
        "id  ",
        "connection_time",
        "unix_process_id",
        "nWorkers",
        "freeWorkers",
    ];
    let shown = answer.stdout.lines().map(|line| {
        let line = line.trim_end();
        if BY_NATURE.iter().any(|word| line.contains(word)) {
            let without = line.replace(|c: char| c.is_ascii_digit(), "");
            without.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            line.to_owned()
        }
    });
    let kinds = answer.stderr.lines().filter(|line| line.starts_with("error: "));
    let kinds = kinds.map(|line| line.splitn(3, ':').take(2).collect::<Vec<_>>().join(":"));
    let lines: Vec<String> = shown.chain(kinds).collect();
    format!("{}\nstatus {:?}", lines.join("\n").trim(), answer.code)
}
