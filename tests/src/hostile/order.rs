//! Identify, authorise, then parse: what a peer may not ask for is refused before it is looked at.

use std::time::{Duration, Instant};

use crate::harness::case::{Case, Outcome, require};
use crate::harness::daemon::Daemon;
use crate::harness::rpc::{Client, procedure};
use crate::harness::xdr::Writer;

pub const CASES: &[Case] = &[
    Case {
        name: "calls_before_the_connection_is_opened",
        run: before_open,
    },
    Case {
        name: "read_only_change_is_refused_unparsed",
        run: unparsed,
    },
];

fn before_open() -> Outcome {
    let mut daemon = Daemon::start()?;
    for number in 3..470 {
        if matches!(number, 66..=69) {
            continue;
        }
        let mut client = Client::connect(&daemon.socket())?;
        client.stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        // An error or the connection's end are both a refusal; a result is not.
        if let Ok(Ok(reply)) = client.try_call(number, &[0; 48])
            && !matches!(number, FEATURE | EVENT_CONNECTION_CLOSED)
        {
            return Err(format!(
                "procedure {number} was answered before the open: {} bytes",
                reply.len()
            )
            .into());
        }
    }
    daemon.require_alive()
}

/// Whether a feature is supported may be asked at any time.
const FEATURE: u32 = 60;
const EVENT_CONNECTION_CLOSED: u32 = 360;

/// CVE-2025-12748: the document is megabytes of nesting, and nobody reads it.
fn unparsed() -> Outcome {
    let mut daemon = Daemon::start()?;
    let document = "<a>".repeat(1_300_000);
    let arguments = Writer::new().string(&document).bytes;
    let mut client = Client::connect(&daemon.read_only_socket())?;
    client.open("qemu:///system", 1)?;
    let resident = daemon.resident_kib()?;
    let start = Instant::now();
    let refusal = client.try_call(procedure::DOMAIN_DEFINE_XML, &arguments)?;
    let elapsed = start.elapsed();
    require(refusal.is_err(), || "a read-only client could define".to_owned())?;
    require(elapsed < Duration::from_millis(500), || {
        format!("the refusal took {elapsed:?}")
    })?;
    let grown = daemon.resident_kib()?.saturating_sub(resident);
    require(grown < 64 << 10, || format!("the daemon grew by {grown} KiB"))?;
    daemon.require_alive()
}
