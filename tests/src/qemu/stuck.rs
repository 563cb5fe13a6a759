//! A guest whose QEMU does not answer: its last known state is told at once, and it can be ended.

use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::rpc::{Client, DomainRef, procedure};
use crate::harness::xdr::Writer;
use crate::harness::{domain, processes};

pub const CASES: &[Case] = &[
    Case {
        name: "stuck_reads_answer_from_the_snapshot",
        run: reads,
    },
    Case {
        name: "stuck_destroy",
        run: destroy,
    },
    Case {
        name: "stuck_others_notice_nothing",
        run: others,
    },
];

const READ_LIMIT: Duration = Duration::from_millis(50);
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT`.
const NOWAIT: u32 = 1 << 29;

/// A guest `stuck` that has been stopped, and one that has not.
fn two_guests(daemon: &Daemon) -> Outcome<(Client, DomainRef, DomainRef)> {
    let mut client = daemon.client("qemu:///system")?;
    let mut start = |name: &str| -> Outcome<DomainRef> {
        let defined = client.define(&domain::idle(name))?;
        client.call(procedure::DOMAIN_CREATE, &defined.write(Writer::new()).bytes)?;
        Ok(defined)
    };
    let stuck = start("stuck")?;
    let guests = processes::guests(&daemon.root());
    guests
        .first()
        .ok_or("the guest has no process")?
        .signal(Signal::SIGSTOP);
    let healthy = start("healthy")?;
    Ok((client, stuck, healthy))
}

fn timed<T>(what: &str, limit: Duration, call: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let start = Instant::now();
    let answer = call()?;
    let elapsed = start.elapsed();
    require(elapsed < limit, || format!("{what} took {elapsed:?}"))?;
    Ok(answer)
}

/// The best of three attempts counts: what is shown is that nothing waits for the guest, and a busy machine
/// may hold up any call for a moment.
fn quick<T>(what: &str, mut call: impl FnMut() -> Outcome<T>) -> Outcome<T> {
    let mut result = timed(what, READ_LIMIT, &mut call);
    for _ in 0..2 {
        if result.is_err() {
            result = timed(what, READ_LIMIT, &mut call);
        }
    }
    result
}

fn read_everything(client: &mut Client, domain: &DomainRef) -> Outcome {
    let reference = domain.write(Writer::new());
    quick("list", || client.list(0))?;
    quick("dumpxml", || client.domain_xml(domain, 0))?;
    quick("dominfo", || client.call(DOMAIN_GET_INFO, &reference.bytes))?;
    quick("domstate", || {
        client.call(DOMAIN_GET_STATE, &reference.clone().u32(0).bytes)
    })?;
    let arguments = Writer::new().u32(0).u32(0).u32(NOWAIT).bytes;
    quick("domstats --nowait", || {
        client.call(procedure::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)
    })?;
    let arguments = Writer::new().u32(0).u32(0).u32(0).bytes;
    quick("domstats", || {
        client.call(procedure::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)
    })?;
    Ok(())
}

const DOMAIN_GET_INFO: u32 = 16;
const DOMAIN_GET_STATE: u32 = 212;

fn reads() -> Outcome {
    let daemon = Daemon::start()?;
    let (mut client, stuck, _) = two_guests(&daemon)?;
    for _ in 0..5 {
        read_everything(&mut client, &stuck)?;
    }
    Ok(())
}

fn destroy() -> Outcome {
    let daemon = Daemon::start()?;
    let (mut client, stuck, _) = two_guests(&daemon)?;
    timed("destroy of a stopped QEMU", Duration::from_secs(2), || {
        client.call(procedure::DOMAIN_DESTROY, &stuck.write(Writer::new()).bytes)
    })?;
    require_text(&daemon.virsh().ok(&["domstate", "stuck"])?, "shut off")?;
    require_equal("guests left", processes::guests(&daemon.root()).len(), 1)
}

/// Many callers wait for the stuck guest; the healthy one is served as ever.
fn others() -> Outcome {
    let daemon = Daemon::start()?;
    let (mut client, stuck, healthy) = two_guests(&daemon)?;
    let mut waiting = daemon.client("qemu:///system")?;
    for _ in 0..40 {
        waiting.send_call(DOMAIN_SUSPEND, &stuck.write(Writer::new()).bytes)?;
    }
    for _ in 0..5 {
        read_everything(&mut client, &healthy)?;
    }
    timed("suspend of the healthy guest", Duration::from_millis(500), || {
        client.call(DOMAIN_SUSPEND, &healthy.write(Writer::new()).bytes)
    })?;
    timed("destroy of the stopped QEMU", Duration::from_secs(2), || {
        client.call(procedure::DOMAIN_DESTROY, &stuck.write(Writer::new()).bytes)
    })?;
    Ok(())
}

const DOMAIN_SUSPEND: u32 = 34;
