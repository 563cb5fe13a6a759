//! Many peers at once.

use std::io::Write;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use crate::harness::case::{Case, Outcome, require};
use crate::harness::daemon::Daemon;
use crate::harness::rpc::procedure;
use crate::harness::wait;

pub const CASES: &[Case] = &[
    Case {
        name: "thousand_idle_connections",
        run: idle,
    },
    Case {
        name: "thousand_large_announcements",
        run: announcements,
    },
    Case {
        name: "clients_that_vanish_in_mid_call",
        run: vanishing,
    },
    Case {
        name: "thousand_calls_at_once_on_one_connection",
        run: pipelined,
    },
];

const PEERS: usize = 1000;

/// A call on a connection that is already there, timed.
fn timed_call(client: &mut crate::harness::rpc::Client) -> Outcome<Duration> {
    let start = Instant::now();
    client.call(procedure::CONNECT_GET_HOSTNAME, &[])?;
    Ok(start.elapsed())
}

fn descriptors(daemon: &Daemon) -> Outcome<usize> {
    Ok(std::fs::read_dir(format!("/proc/{}/fd", daemon.pid()?))?.count())
}

/// The same once the daemon has come to rest after its start and its first client.
fn descriptors_at_rest(daemon: &Daemon) -> Outcome<usize> {
    daemon.client("test:///default")?.list(0)?;
    std::thread::sleep(Duration::from_secs(1));
    descriptors(daemon)
}

fn idle() -> Outcome {
    let mut daemon = Daemon::start()?;
    let before = descriptors_at_rest(&daemon)?;
    let mut served = daemon.client("test:///default")?;
    let mut peers = Vec::new();
    for _ in 0..PEERS {
        peers.push(UnixStream::connect(daemon.socket())?);
    }
    let elapsed = timed_call(&mut served)?;
    require(elapsed < Duration::from_millis(500), || {
        format!("a call took {elapsed:?}")
    })?;
    let resident = daemon.resident_kib()?;
    require(resident < 100 << 10, || {
        format!("the daemon grew to {resident} KiB")
    })?;
    drop(peers);
    wait::until_true("a new client after the flood", Duration::from_secs(3), || {
        daemon.client("test:///default").is_ok()
    })?;
    drop(served);
    wait::until_true("the release of what they held", Duration::from_secs(3), || {
        descriptors(&daemon).is_ok_and(|count| count <= before + 2)
    })?;
    daemon.require_alive()
}

/// Each announces the largest frame, sends 4 KiB of it and stays.
fn announcements() -> Outcome {
    let mut daemon = Daemon::start()?;
    let mut served = daemon.client("test:///default")?;
    let resident = daemon.resident_kib()?;
    let mut bytes = (32_u32 << 20).to_be_bytes().to_vec();
    bytes.extend_from_slice(&[0x20, 0, 0x80, 0x86, 0, 0, 0, 1, 0, 0, 0, 1]);
    bytes.resize(4096, 0);
    let mut peers = Vec::new();
    for _ in 0..PEERS {
        let mut stream = UnixStream::connect(daemon.socket())?;
        // One that is refused is as good as one that is kept.
        let _ = stream.write_all(&bytes);
        peers.push(stream);
    }
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        longest = longest.max(timed_call(&mut served)?);
    }
    let grown = daemon.resident_kib()?.saturating_sub(resident);
    drop(peers);
    longest = longest.max(timed_call(&mut served)?);
    require(longest < Duration::from_secs(1), || {
        format!("a call took {longest:?}")
    })?;
    require(grown < 100 << 10, || format!("the daemon grew by {grown} KiB"))?;
    daemon.require_alive()
}

fn vanishing() -> Outcome {
    let mut daemon = Daemon::start()?;
    let before = descriptors_at_rest(&daemon)?;
    for turn in 0..300 {
        let mut client = daemon.client("test:///default")?;
        for _ in 0..turn % 7 {
            client.send_call(procedure::CONNECT_LIST_ALL_DOMAINS, &[0, 0, 0, 1, 0, 0, 0, 0])?;
        }
    }
    wait::until_true("the release of what they held", Duration::from_secs(2), || {
        descriptors(&daemon).is_ok_and(|count| count <= before + 2)
    })?;
    daemon.require_alive()
}

/// More than any limit of concurrent calls: the rest waits, nothing is lost, each is answered once.
fn pipelined() -> Outcome {
    let daemon = Daemon::start()?;
    let mut client = daemon.client("test:///default")?;
    let mut open: std::collections::BTreeSet<u32> = std::collections::BTreeSet::new();
    for _ in 0..PEERS {
        open.insert(client.send_call(procedure::CONNECT_GET_HOSTNAME, &[])?);
    }
    while !open.is_empty() {
        let frame = client.receive()?;
        require(open.remove(&frame.serial), || {
            format!("{frame:?} answers no call")
        })?;
    }
    Ok(())
}
