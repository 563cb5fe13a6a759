//! Many connections, many listeners, many changes: every listener hears of every change once and in order.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::harness::case::{Case, Outcome, Problem, require, require_equal};
use crate::harness::daemon::Daemon;
use crate::harness::rpc::{Client, DomainRef, TYPE_MESSAGE, procedure};
use crate::harness::wait;
use crate::harness::xdr::{Reader, Writer};

pub const CASES: &[Case] = &[Case {
    name: "thousand_connections_and_two_thousand_changes_a_second",
    run: load,
}];

const CONNECTIONS: usize = 1000;
const LISTENERS: usize = 200;
const READERS: usize = 2;
/// Lifecycle changes a second.
const RATE: u32 = 2000;
/// How many events each listener is registered for: every kind that a domain has in this interface.
const KINDS: i32 = 26;
const SECONDS: u64 = 5;
const REGISTER: u32 = 316;
const LIFECYCLE: u32 = 318;
const SUSPEND: u32 = 34;
const RESUME: u32 = 28;
/// What the daemon may keep of it all when it is over.
const LEFT_KIB: u64 = 24 << 10;

/// How long it goes on: a minute is asked for by `FERROVIRT_LOAD_SECONDS=60`.
fn seconds() -> u64 {
    std::env::var("FERROVIRT_LOAD_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(SECONDS)
}

fn load() -> Outcome {
    let mut daemon = Daemon::start()?;
    let mut changer = daemon.client("test:///default")?;
    let reply = changer.call(
        procedure::DOMAIN_LOOKUP_BY_NAME,
        &Writer::new().string("test").bytes,
    )?;
    let domain = DomainRef::read(&mut Reader::new(&reply)).ok_or("no domain `test`")?;
    let before = daemon.resident_kib()?;
    let idle: Vec<Client> = (0..CONNECTIONS - LISTENERS)
        .map(|_| daemon.client("test:///default"))
        .collect::<Outcome<_>>()?;
    let mut listeners = Vec::new();
    for _ in 0..LISTENERS {
        let mut client = daemon.client("test:///default")?;
        client.stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        for kind in 0..KINDS {
            // Any domain: no reference.
            client.call(REGISTER, &Writer::new().i32(kind).u32(0).bytes)?;
        }
        listeners.push(client);
    }
    let changes = u32::try_from(seconds()).unwrap_or(u32::MAX).saturating_mul(RATE) & !1;
    let share = LISTENERS / READERS;
    let readers: Vec<_> = std::iter::from_fn(|| {
        let group = listeners.split_off(listeners.len().saturating_sub(share));
        (!group.is_empty()).then_some(group)
    })
    .map(|group| std::thread::spawn(move || listen(group, changes)))
    .collect();
    let registered = daemon.resident_kib()?;
    let elapsed = change(&mut changer, &domain, changes)?;
    let mut groups = Vec::new();
    for reader in readers {
        groups.push(
            reader
                .join()
                .map_err(|_| Problem::from("a listener panicked"))??,
        );
    }
    let busy = daemon.resident_kib()?;
    println!(
        "    {CONNECTIONS} connections, {LISTENERS} of them registered for {KINDS} kinds of events each\n    {changes} changes \
         in {elapsed:.1?}: {:.0} a second of {RATE} asked for\n    {} events delivered, each once and in order",
        f64::from(changes) / elapsed.as_secs_f64(),
        u64::from(changes) * LISTENERS as u64,
    );
    drop((groups, idle));
    let mut after = busy;
    let back = wait::until_true("the memory back", Duration::from_secs(10), || {
        after = daemon.resident_kib().unwrap_or(after);
        after < before + LEFT_KIB
    });
    println!(
        "    memory of the daemon: {before} KiB before, {registered} KiB with all clients, {busy} KiB after the last change, \
         {after} KiB when they had left"
    );
    back?;
    daemon.require_alive()
}

/// Suspends and resumes in turn, at the rate and no faster.
fn change(changer: &mut Client, domain: &DomainRef, changes: u32) -> Outcome<Duration> {
    let arguments = domain.write(Writer::new()).bytes;
    let start = Instant::now();
    for number in 0..changes {
        let due = start + Duration::from_secs(1) * number / RATE;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let verb = if number % 2 == 0 { SUSPEND } else { RESUME };
        changer.call(verb, &arguments)?;
    }
    changer.stream.flush()?;
    Ok(start.elapsed())
}

/// Reads all events of a group of listeners. A change is one event, and they come in turn: suspended, resumed.
fn listen(mut group: Vec<Client>, changes: u32) -> Outcome<Vec<Client>> {
    const SUSPENDED: i32 = 3;
    const RESUMED: i32 = 4;
    for number in 0..changes {
        let expected = if number % 2 == 0 { SUSPENDED } else { RESUMED };
        for client in &mut group {
            let frame = client.receive()?;
            require(frame.kind == TYPE_MESSAGE && frame.procedure == LIFECYCLE, || {
                format!("instead of event {number} came {frame:?}")
            })?;
            let mut reader = Reader::new(&frame.body);
            let _callback = reader.i32();
            DomainRef::read(&mut reader).ok_or("an event without a domain")?;
            require_equal(&format!("event {number}"), reader.i32(), Some(expected))?;
        }
    }
    Ok(group)
}
