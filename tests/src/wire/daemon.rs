//! The daemon as its administrator and the service manager meet it: the admin socket, settings that are read
//! anew, sockets that are passed, readiness that is told.

use std::io::Write as _;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::signal::Signal;

use crate::harness::case::{Case, Outcome, Problem, require, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::environment;
use crate::harness::rpc::Client;
use crate::harness::wait;

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
        name: "settings_are_read_anew",
        run: reload,
    },
    Case {
        name: "sockets_of_the_service_manager",
        run: activation,
    },
    Case {
        name: "options_of_the_daemon",
        run: options,
    },
    Case {
        name: "one_daemon_to_a_root",
        run: alone,
    },
    Case {
        name: "settings_of_tcp",
        run: tcp,
    },
];

const LIMIT: Duration = Duration::from_secs(20);

fn admin(daemon: &Daemon, arguments: &[&str]) -> Outcome<command::Finished> {
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

fn reload() -> Outcome {
    let daemon = Daemon::start()?;
    let settings = daemon.file("etc/libvirtd.conf");
    std::fs::create_dir_all(daemon.file("etc"))?;
    let limits = || admin(&daemon, &["srv-clients-info", "libvirtd"])?.ok();
    std::fs::write(&settings, "max_clients = 123\nlog_filters = \"1:rpc\"\n")?;
    daemon.signal(Signal::SIGHUP)?;
    wait::until_true("the new limit", LIMIT, || {
        limits().is_ok_and(|text| text.contains("nclients_max        : 123"))
    })?;
    require_text(&admin(&daemon, &["daemon-log-filters"])?.ok()?, "1:*rpc*")?;
    // What cannot be read changes nothing, and the daemon stays.
    std::fs::write(&settings, "max_clients = \"many\"\n")?;
    daemon.signal(Signal::SIGHUP)?;
    wait::until_true("a word about it in the log", LIMIT, || {
        daemon.log_tail().contains("max_clients must be a number")
    })?;
    require_text(&limits()?, "nclients_max        : 123")
}

/// Sockets are passed by systemd's own program for trying that, and readiness goes to a socket of ours.
fn activation() -> Outcome {
    const ACTIVATE: &str = "/usr/bin/systemd-socket-activate";
    if !std::path::Path::new(ACTIVATE).exists() {
        return Err(Problem::Skipped(
            "optional: no systemd-socket-activate".to_owned(),
        ));
    }
    let daemon = Daemon::prepare(&[])?;
    let folder = daemon.scratch().join("passed");
    std::fs::create_dir_all(&folder)?;
    let notify = UnixDatagram::bind(folder.join("notify"))?;
    notify.set_read_timeout(Some(LIMIT))?;
    let names = ["libvirt-sock", "libvirt-sock-ro", "libvirt-admin-sock"];
    let mut activate = Command::new(ACTIVATE);
    for name in names {
        activate.arg("-l").arg(folder.join(name));
    }
    let mut child = activate
        .arg("-E")
        .arg(format!("NOTIFY_SOCKET={}", folder.join("notify").display()))
        .arg(environment::programs().join("ferrovirtd"))
        .arg("--root")
        .arg(daemon.root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let outcome = activated(&folder, &notify);
    // Fails only when it is gone already.
    let _ = child.kill();
    child.wait()?;
    outcome
}

fn activated(folder: &std::path::Path, notify: &UnixDatagram) -> Outcome {
    let connect = |name: &str| {
        wait::until("a passed socket", LIMIT, || {
            Client::connect(&folder.join(name)).ok()
        })
    };
    let mut client = connect("libvirt-sock")?;
    client.open("test:///default", 0)?;
    require(!client.list(0)?.is_empty(), || "the list is empty".to_owned())?;
    let mut buffer = [0; 256];
    let length = notify.recv(&mut buffer)?;
    require_text(&String::from_utf8_lossy(&buffer[..length]), "READY=1")?;
    let mut reader = connect("libvirt-sock-ro")?;
    reader.open("test:///default", 0)?;
    let domain = reader.list(0)?.pop().ok_or("no domain")?;
    require(reader.undefine(&domain).is_err(), || {
        "the passed read-only socket lets changes through".to_owned()
    })?;
    let mut virt_admin = Command::new("/usr/bin/virt-admin");
    let uri = format!(
        "libvirtd+unix:///system?socket={}",
        folder.join("libvirt-admin-sock").display()
    );
    virt_admin.args(["-c", &uri, "srv-list"]);
    require_text(&command::run_command(virt_admin, b"", LIMIT)?.ok()?, "admin")
}

/// A start that cannot be: what it says.
fn refused_start(daemon: &Daemon, arguments: &[&str]) -> Outcome<String> {
    let mut command = Command::new(environment::programs().join("ferrovirtd"));
    command.arg("--root").arg(daemon.root()).args(arguments);
    command::run_command(command, b"", LIMIT)?.refused()
}

fn options() -> Outcome {
    let prepared = Daemon::prepare(&[])?;
    let place = |name: &str| prepared.scratch().join(name).display().to_string();
    let (settings, process, log) = (place("my.conf"), place("pid"), place("my.log"));
    std::fs::write(&settings, "max_clients = \n")?;
    let wrong = refused_start(&prepared, &["--config", &settings])?;
    require_text(&wrong, &format!("{settings}:1"))?;
    let missing = place("nonesuch.conf");
    require_text(&refused_start(&prepared, &["--config", &missing])?, &missing)?;
    let nowhere = place("nonesuch/pid");
    require_text(&refused_start(&prepared, &["--pid-file", &nowhere])?, &nowhere)?;
    require(!prepared.socket().exists(), || {
        "a start that failed left a socket".to_owned()
    })?;
    std::fs::write(
        &settings,
        format!("max_clients = 77\nlog_outputs = \"1:file:{log}\"\n"),
    )?;
    let mut daemon = Daemon::start_with(&["--config", &settings, "--pid-file", &process, "--verbose"])?;
    let written = std::fs::read_to_string(&process)?;
    require(written.trim() == daemon.pid()?.to_string(), || {
        format!("the pid file says {written}")
    })?;
    let limits = admin(&daemon, &["srv-clients-info", "libvirtd"])?.ok()?;
    require_text(&limits, "nclients_max        : 77")?;
    require_text(&std::fs::read_to_string(&log)?, "ready")?;
    daemon.stop()?;
    require(!std::path::Path::new(&process).exists(), || {
        "an orderly stop left the pid file".to_owned()
    })?;
    require(!daemon.socket().exists(), || {
        "an orderly stop left the socket".to_owned()
    })?;
    // Nobody comes: it ends by itself.
    let mut command = Command::new(environment::programs().join("ferrovirtd"));
    command.arg("--root").arg(daemon.root()).args(["--timeout", "1"]);
    command::run_command(command, b"", LIMIT)?.ok().map(|_| ())
}

fn alone() -> Outcome {
    let mut daemon = Daemon::start()?;
    let refused = refused_start(&daemon, &[])?;
    require_text(&refused, &format!("process {} manages", daemon.pid()?))?;
    daemon.require_alive()?;
    daemon.client("test:///default").map(|_| ())
}

fn tcp() -> Outcome {
    let mut daemon = Daemon::prepare(&["--listen"])?;
    std::fs::create_dir_all(daemon.file("etc"))?;
    let settings = daemon.file("etc/libvirtd.conf");
    std::fs::write(&settings, "listen_tcp = 1\n")?;
    require(daemon.launch().is_err(), || {
        "TCP was opened to everybody without saying so".to_owned()
    })?;
    let mut file = std::fs::File::create(&settings)?;
    file.write_all(
        b"listen_tcp = 1\nauth_tcp = \"none\"\nlisten_addr = \"127.0.0.1\"\ntcp_port = \"26509\"\n",
    )?;
    daemon.launch()?;
    let mut virsh = Command::new("/usr/bin/virsh");
    virsh.args(["-c", "test+tcp://127.0.0.1:26509/default", "list", "--name"]);
    require_text(&command::run_command(virsh, b"", LIMIT)?.ok()?, "test")
}
