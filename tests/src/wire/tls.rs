//! TLS: stock clients with libvirt's own TLS library against our daemon.

use std::path::Path;
use std::time::Duration;

use nix::sys::signal::Signal;

use super::admin::admin;
use super::python::script;
use crate::harness::case::{Case, Outcome, require, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::domain::{Console, Guest};
use crate::harness::faults::put;
use crate::harness::pki::{Pki, Wish};
use crate::harness::virsh::Virsh;
use crate::harness::wait;

pub const CASES: &[Case] = &[
    Case {
        name: "tls_carries_calls_events_and_streams",
        run: carries,
    },
    Case {
        name: "tls_carries_a_console_and_keepalive",
        run: console_and_keepalive,
    },
    Case {
        name: "tls_clients_that_may_not_come_in",
        run: refuses,
    },
    Case {
        name: "tls_certificates_are_read_anew",
        run: read_anew,
    },
    Case {
        name: "tls_files_that_cannot_be_used",
        run: unusable,
    },
];

const LIMIT: Duration = Duration::from_secs(20);
/// For a guest to boot under TCG on a loaded machine.
const BOOT_LIMIT: Duration = Duration::from_secs(240);
/// The lane has a network of its own.
const PORT: u16 = 26_514;

/// A daemon that listens with TLS, not started yet, and its authority.
fn prepared(more: &str) -> Outcome<(Daemon, Pki)> {
    furnished(Daemon::prepare(&["--listen"])?, more)
}

fn furnished(daemon: Daemon, more: &str) -> Outcome<(Daemon, Pki)> {
    let pki = Pki::new(daemon.scratch().join("pki"))?;
    std::fs::create_dir_all(daemon.file("etc"))?;
    settings(&daemon, &pki, more)?;
    Ok((daemon, pki))
}

fn settings(daemon: &Daemon, pki: &Pki, more: &str) -> Outcome {
    std::fs::write(
        daemon.file("etc/libvirtd.conf"),
        format!("{}{more}", pki.settings(PORT)),
    )?;
    Ok(())
}

fn virsh(driver: &str, pki: &Path) -> Virsh {
    Virsh::new(format!(
        "{driver}+tls://localhost:{PORT}/{}?no_sanity=1&pkipath={}",
        if driver == "test" { "default" } else { "system" },
        pki.display()
    ))
}

fn carries() -> Outcome {
    let (mut daemon, pki) = prepared("")?;
    daemon.launch()?;
    require_text(&virsh("test", pki.folder()).ok(&["list"])?, "test")?;
    let qemu = virsh("qemu", pki.folder());
    let target = daemon.scratch().join("pool");
    std::fs::create_dir(&target)?;
    qemu.ok(&[
        "pool-create-as",
        "p",
        "dir",
        "--target",
        &target.display().to_string(),
    ])?;
    let data: Vec<u8> = (0..5_000_000_u32)
        .map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let file = daemon.scratch().write("data", &data)?;
    qemu.ok(&["vol-create-as", "p", "v.img", "5000000", "--format", "raw"])?;
    qemu.ok(&["vol-upload", "v.img", &file, "--pool", "p"])?;
    let back = daemon.scratch().join("back");
    qemu.ok(&[
        "vol-download",
        "v.img",
        &back.display().to_string(),
        "--pool",
        "p",
    ])?;
    require(std::fs::read(&back)? == data, || {
        "what came back is not what went".to_owned()
    })?;
    // It listens to events for as long as it lives, so it is there to be looked at.
    let mut listener = virsh("test", pki.folder()).spawn(&["event", "--event", "lifecycle"])?;
    // Clients of before may be on their way out: one that is shown is looked at.
    let shown = wait::until("a client with TLS", LIMIT, || {
        let number = tls_client(&daemon)?;
        admin(&daemon, &["client-info", "libvirtd", &number])
            .ok()?
            .ok()
            .ok()
    });
    let shown = shown.and_then(|text| {
        require_text(&text, "transport      : tls")?;
        require_text(&text, "tls_x509_dname : O=Example,CN=client")
    });
    let told = shown.and_then(|()| {
        // The event is told when the client has registered, which shows in nothing else.
        wait::until_true("the event", LIMIT, || {
            let local = daemon.test_virsh();
            let _ = local.run(&["suspend", "test"]);
            let _ = local.run(&["resume", "test"]);
            !matches!(listener.try_wait(), Ok(None))
        })
    });
    let _ = listener.kill();
    listener.wait()?;
    told
}

/// A guest's console is read and typed at, and both sides hear of each other while a call takes long.
fn console_and_keepalive() -> Outcome {
    let keepalive = "keepalive_interval = 1\nkeepalive_count = 3\n";
    let (mut daemon, pki) = furnished(Daemon::prepare_before_programs(&["--listen"])?, keepalive)?;
    let (scratch, guest) = (
        daemon.scratch(),
        Guest {
            name: "guest",
            console: Console::Terminal,
            disk: None,
            network: None,
        },
    );
    let (reached, go, pool) = (scratch.join("reached"), scratch.join("go"), scratch.join("pool"));
    std::fs::create_dir(&pool)?;
    let guest = scratch.write("d.xml", guest.xml()?)?;
    // The step that takes long does so until it is let go.
    let step = format!(
        "#!/bin/sh\n: >{}\nuntil [ -e {} ]; do sleep 0.1; done\nexec /usr/bin/qemu-img \"$@\"\n",
        reached.display(),
        go.display()
    );
    put(&daemon, "qemu-img", &step)?;
    daemon.launch()?;
    let mut python = script("tls.py");
    python
        .env("TLS_URI", virsh("qemu", pki.folder()).uri())
        .env("GUEST", guest)
        .env("POOL", pool)
        .env("REACHED", reached)
        .env("GO", go);
    command::run_command(python, b"", BOOT_LIMIT)?.ok().map(|_| ())
}

/// The number of a client that came by TLS.
fn tls_client(daemon: &Daemon) -> Option<String> {
    let list = admin(daemon, &["client-list", "libvirtd"]).ok()?.ok().ok()?;
    let line = list.lines().find(|line| line.contains(" tls "))?;
    Some(line.split_whitespace().next()?.to_owned())
}

/// The client is refused, and the daemon says why.
fn refused(daemon: &Daemon, pki: &Path, why: &str) -> Outcome {
    let said = virsh("test", pki).refused(&["list"])?;
    wait::until_true(why, LIMIT, || daemon.log_tail().contains(why))
        .map_err(|problem| format!("{problem}\nthe client: {said}\n{}", daemon.log_tail()).into())
}

fn refuses() -> Outcome {
    let (mut daemon, pki) =
        prepared("tls_allowed_dn_list = [\n \"O=Other,*\", # nobody\n \"O=Example,CN=client*\"\n]\n")?;
    let revoked = Wish {
        serial: 99,
        ..Wish::default()
    };
    let revoked = pki.another_client("revoked", &revoked)?;
    pki.revoke(99)?;
    let list = format!("crl_file = \"{}\"\n", pki.file("cacrl.pem").display());
    let now = std::fs::read_to_string(daemon.file("etc/libvirtd.conf"))?;
    std::fs::write(daemon.file("etc/libvirtd.conf"), now + &list)?;
    daemon.launch()?;
    virsh("test", pki.folder()).ok(&["list"])?;
    refused(&daemon, &revoked, "has been revoked")?;
    let expired = Wish {
        expired: true,
        ..Wish::default()
    };
    let expired = pki.another_client("expired", &expired)?;
    refused(&daemon, &expired, "has expired on 2021-01-01")?;
    let stranger = Wish {
        common_name: "stranger",
        ..Wish::default()
    };
    let stranger = pki.another_client("stranger", &stranger)?;
    refused(
        &daemon,
        &stranger,
        "'O=Example,CN=stranger' is not in tls_allowed_dn_list",
    )?;
    let without = pki.another_client("without", &Wish::default())?;
    std::fs::remove_file(without.join("clientkey.pem"))?;
    refused(&daemon, &without, "it sent no certificate")?;
    let foreign = Pki::new(pki.file("foreign"))?;
    std::fs::copy(pki.file("cacert.pem"), foreign.file("cacert.pem"))?;
    refused(
        &daemon,
        foreign.folder(),
        "not signed by a CA that is trusted here",
    )?;
    virsh("test", pki.folder()).ok(&["list"])?;
    // Who asks for another host than the certificate is for goes by itself.
    let host = format!(
        "test+tls://127.0.0.2:{PORT}/default?pkipath={}",
        pki.folder().display()
    );
    Virsh::new(host).refused(&["list"])?;
    daemon.require_alive()
}

fn read_anew() -> Outcome {
    let (mut daemon, pki) = prepared("")?;
    daemon.launch()?;
    let mut stays = virsh("test", pki.folder()).spawn(&["event", "--event", "lifecycle", "--loop"])?;
    let renewed = renewed(&daemon, &pki);
    let _ = stays.kill();
    stays.wait()?;
    renewed
}

fn renewed(daemon: &Daemon, pki: &Pki) -> Outcome {
    let before = wait::until("a client with TLS", LIMIT, || tls_client(daemon))?;
    // Another authority altogether, at the same places: who has its certificates comes in once they are read anew.
    let newer = Pki::new(daemon.scratch().join("newer"))?;
    for name in ["cacert.pem", "servercert.pem", "serverkey.pem"] {
        std::fs::copy(newer.file(name), pki.file(name))?;
    }
    virsh("test", newer.folder()).refused(&["list"])?;
    admin(daemon, &["server-update-tls", "libvirtd"])?.ok()?;
    virsh("test", newer.folder()).ok(&["list"])?;
    let after = tls_client(daemon);
    require(after.as_ref() == Some(&before), || {
        format!("the client that was there is {after:?} now, and was {before}")
    })?;
    // What cannot be used changes nothing, by either way.
    std::fs::write(pki.file("serverkey.pem"), "no key")?;
    let said = admin(daemon, &["server-update-tls", "libvirtd"])?.refused()?;
    require_text(&said, "serverkey.pem")?;
    virsh("test", newer.folder()).ok(&["list"])?;
    daemon.signal(Signal::SIGHUP)?;
    let kept = "the settings in force stay as they are: the private key of the server";
    wait::until_true(kept, LIMIT, || daemon.log_tail().contains(kept))?;
    virsh("test", newer.folder()).ok(&["list"])?;
    // A signal reads settings as well.
    std::fs::copy(newer.file("serverkey.pem"), pki.file("serverkey.pem"))?;
    settings(daemon, pki, "tls_allowed_dn_list = []\n")?;
    daemon.signal(Signal::SIGHUP)?;
    let read = "settings read anew";
    wait::until_true(read, LIMIT, || daemon.log_tail().contains(read))?;
    refused(daemon, newer.folder(), "is not in tls_allowed_dn_list")
}

fn unusable() -> Outcome {
    let (mut daemon, pki) = prepared("")?;
    let refused = |daemon: &mut Daemon, why: &str| -> Outcome {
        let problem = match daemon.launch() {
            Ok(()) => return Err(format!("it started though {why}").into()),
            Err(problem) => problem.to_string(),
        };
        require_text(&problem, why)?;
        require(!daemon.socket().exists(), || "it left a socket".to_owned())
    };
    pki.server(&Wish {
        expired: true,
        ..Wish::default()
    })?;
    refused(&mut daemon, "servercert.pem' has expired on 2021-01-01")?;
    pki.server(&Wish::default())?;
    std::fs::copy(pki.file("clientkey.pem"), pki.file("serverkey.pem"))?;
    refused(&mut daemon, "does not belong to the certificate")?;
    std::fs::copy(pki.file("clientcert.pem"), pki.file("servercert.pem"))?;
    refused(&mut daemon, "is not for a TLS server")?;
    pki.server(&Wish::default())?;
    settings(&daemon, &pki, "tls_priority = \"@SYSTEM\"\n")?;
    refused(&mut daemon, "`@SYSTEM` cannot be honoured")?;
    settings(&daemon, &pki, "auth_tls = \"sasl\"\n")?;
    refused(&mut daemon, "auth_tls must be \"none\"")?;
    // Without settings it is libvirt's default to listen with TLS, by the certificates at libvirt's places.
    let usual = format!("listen_addr = \"127.0.0.1\"\ntls_port = \"{PORT}\"\n");
    std::fs::write(daemon.file("etc/libvirtd.conf"), usual)?;
    refused(&mut daemon, "etc/pki/CA/cacert.pem'")?;
    for (name, place) in [
        ("cacert.pem", "CA/cacert.pem"),
        ("servercert.pem", "libvirt/servercert.pem"),
        ("serverkey.pem", "libvirt/private/serverkey.pem"),
    ] {
        let place = daemon.file("etc/pki").join(place);
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::copy(pki.file(name), place)?;
    }
    daemon.launch()?;
    virsh("test", pki.folder()).ok(&["list"]).map(|_| ())
}
