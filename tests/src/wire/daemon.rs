//! The daemon as the service manager meets it: settings that are read anew, sockets that are passed, readiness that
//! is told.

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
use crate::wire::admin::admin;

pub const CASES: &[Case] = &[
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
    std::fs::write(&settings, "listen_tls = 0\nlisten_tcp = 1\n")?;
    require(daemon.launch().is_err(), || {
        "TCP was opened to everybody without saying so".to_owned()
    })?;
    let mut file = std::fs::File::create(&settings)?;
    file.write_all(
        b"listen_tls = 0\nlisten_tcp = 1\nauth_tcp = \"none\"\nlisten_addr = \"127.0.0.1\"\ntcp_port = \"26509\"\n",
    )?;
    daemon.launch()?;
    let mut virsh = Command::new("/usr/bin/virsh");
    virsh.args(["-c", "test+tcp://127.0.0.1:26509/default", "list", "--name"]);
    require_text(&command::run_command(virsh, b"", LIMIT)?.ok()?, "test")
}
