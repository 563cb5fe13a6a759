//! Peers that do not read what they asked for.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::harness::case::{Case, Outcome, require};
use crate::harness::daemon::Daemon;
use crate::harness::domain;
use crate::harness::rpc::{REMOTE_PROGRAM, TYPE_CALL, frame, procedure};
use crate::harness::xdr::Writer;

pub const CASES: &[Case] = &[
    Case {
        name: "clients_that_do_not_read_their_events",
        run: events,
    },
    Case {
        name: "clients_that_do_not_read_their_replies",
        run: replies,
    },
];

const SLOW: u32 = 30;
/// What the daemon may keep for one client that does not read: some MiB of replies, and its calls.
const KEPT_KIB: u64 = 3 << 10;

/// A name as long as names may be, to make events large.
fn long_name(index: usize) -> String {
    format!("{index:03}-{}", "n".repeat(180))
}

fn events() -> Outcome {
    let mut daemon = Daemon::start()?;
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        let mut client = daemon.client("qemu:///system")?;
        // Lifecycle events of every domain.
        client.call(
            procedure::DOMAIN_EVENT_REGISTER,
            &Writer::new().i32(0).u32(0).bytes,
        )?;
        slow.push(client);
    }
    let mut busy = daemon.client("qemu:///system")?;
    let resident = daemon.resident_kib()?;
    let mut longest = Duration::ZERO;
    for index in 0..1500 {
        let start = Instant::now();
        let defined = busy.define(&domain::idle(&long_name(index % 10)))?;
        busy.undefine(&defined)?;
        longest = longest.max(start.elapsed());
    }
    let grown = daemon.resident_kib()?.saturating_sub(resident);
    require(grown < 64 << 10, || {
        format!("unread events made the daemon grow by {grown} KiB")
    })?;
    require(longest < Duration::from_secs(2), || {
        format!("a change waited {longest:?} for slow readers")
    })?;
    daemon.require_alive()
}

fn replies() -> Outcome {
    let mut daemon = Daemon::start()?;
    let mut busy = daemon.client("qemu:///system")?;
    let devices = "<input type='tablet' bus='usb'/>".repeat(20);
    let large = domain::idle("large").replace("</devices>", &format!("{devices}</devices>"));
    let defined = busy.define(&large)?;
    let resident = daemon.resident_kib()?;
    let mut slow = Vec::new();
    let arguments = defined.write(Writer::new()).u32(0).bytes;
    for _ in 0..SLOW {
        let mut client = daemon.client("qemu:///system")?;
        client
            .stream
            .set_write_timeout(Some(Duration::from_millis(300)))?;
        for serial in 100..2000 {
            // When nothing more is taken, back-pressure has done its work.
            let bytes = frame(
                REMOTE_PROGRAM,
                procedure::DOMAIN_GET_XML_DESC,
                TYPE_CALL,
                serial,
                &arguments,
            );
            if client.stream.write_all(&bytes).is_err() {
                break;
            }
        }
        slow.push(client);
    }
    let start = Instant::now();
    busy.domain_xml(&defined, 0)?;
    let elapsed = start.elapsed();
    let grown = daemon.resident_kib()?.saturating_sub(resident);
    require(elapsed < Duration::from_millis(500), || {
        format!("a call took {elapsed:?}")
    })?;
    require(grown < u64::from(SLOW) * KEPT_KIB, || {
        format!("unread replies made the daemon grow by {grown} KiB")
    })?;
    daemon.require_alive()
}
