//! Arguments that are nearly right: the shapes that calls really have, bent in one or two places.
//!
//! A round is decided by its seed alone. The seeds in `tests/fuzz-seeds.txt` are run in the lane; `cargo
//! xtask fuzz` goes on with new ones for as long as it is told, and names a seed that found something.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::harness::case::{Case, Outcome, require};
use crate::harness::daemon::Daemon;
use crate::harness::random::Random;
use crate::harness::rpc::{
    self, Client, DomainRef, QEMU_PROGRAM, REMOTE_PROGRAM, TYPE_CALL, TYPE_REPLY, frame,
};
use crate::harness::xdr::Writer;

pub const CASES: &[Case] = &[Case {
    name: "seeds_that_are_kept",
    run: kept_seeds,
}];

/// One seed a line; `#` begins a remark.
const SEEDS: &str = include_str!("../../fuzz-seeds.txt");
/// Past the last procedure that any version has.
const REMOTE_LAST: u64 = 470;
const LXC_PROGRAM: u32 = 0x0006_8000;
const ADMIN_PROGRAM: u32 = 0x0669_0690;
/// Calls of one seed.
const CALLS: u32 = 1500;
/// How long one call may take; a long one on a busy machine is no hang.
const LIMIT: Duration = Duration::from_secs(20);
/// What the daemon may grow to.
const RESIDENT_KIB: u64 = 300 << 10;

fn kept_seeds() -> Outcome {
    let mut daemon = Daemon::start()?;
    for seed in SEEDS
        .lines()
        .filter_map(|line| line.split('#').next().unwrap_or_default().trim().parse().ok())
    {
        round(&mut daemon, seed)?;
    }
    Ok(())
}

/// Runs the kept seeds, then new ones until the time is over; answers how many rounds there were.
pub fn fuzz(duration: Duration, first: Option<u64>) -> Outcome<u32> {
    let end = Instant::now() + duration;
    if first.is_none() {
        kept_seeds()?;
    }
    let mut daemon = Daemon::start()?;
    let mut seeds = Random::seeded("new seeds");
    let mut rounds = 0;
    let mut next = first;
    while Instant::now() < end {
        let seed = next.take().unwrap_or_else(|| seeds.word());
        round(&mut daemon, seed)
            .map_err(|problem| format!("seed {seed} (keep it in tests/fuzz-seeds.txt): {problem}"))?;
        rounds += 1;
    }
    Ok(rounds)
}

/// What a client of the round is allowed.
#[derive(Clone, Copy)]
enum Door {
    Full(&'static str),
    ReadOnly(&'static str),
    /// Before anything was opened.
    Unopened,
    Admin,
}

fn connect(daemon: &Daemon, door: Door) -> Outcome<Client> {
    let mut client = match door {
        Door::Full(_) | Door::Unopened => Client::connect(&daemon.socket())?,
        Door::ReadOnly(_) => Client::connect(&daemon.read_only_socket())?,
        Door::Admin => Client::connect(&daemon.file("run/libvirt-admin-sock"))?,
    };
    client.stream.set_read_timeout(Some(LIMIT))?;
    match door {
        Door::Full(uri) | Door::ReadOnly(uri) => client.open(uri, 0)?,
        Door::Admin => {
            client
                .stream
                .write_all(&frame(ADMIN_PROGRAM, 1, TYPE_CALL, 1, &[0; 4]))?;
            client.receive()?;
        }
        Door::Unopened => {}
    }
    Ok(client)
}

fn round(daemon: &mut Daemon, seed: u64) -> Outcome {
    let mut random = Random::from_seed(seed);
    let doors = [
        Door::Full("test:///default"),
        Door::Full("qemu:///system"),
        Door::ReadOnly("test:///default"),
        Door::Unopened,
        Door::Admin,
    ];
    let door = doors[usize::try_from(random.below(doors.len() as u64)).unwrap_or_default()];
    let mut client = connect(daemon, door)?;
    for serial in 100..100 + CALLS {
        let (program, procedure) = target(&mut random, door);
        if ends_the_daemon(program, procedure) {
            continue;
        }
        let mut body = plausible(&mut random);
        bend(&mut random, &mut body);
        if !answered(&mut client, program, procedure, serial, &body)? {
            daemon.require_alive()?;
            client = connect(daemon, door)?;
        }
    }
    daemon.require_alive()?;
    let resident = daemon.resident_kib()?;
    require(resident < RESIDENT_KIB, || {
        format!("the daemon grew to {resident} KiB")
    })?;
    let mut other = daemon.client("test:///default")?;
    other.call(rpc::procedure::CONNECT_GET_HOSTNAME, &[])?;
    Ok(())
}

fn target(random: &mut Random, door: Door) -> (u32, u32) {
    let below = |random: &mut Random, limit| u32::try_from(random.below(limit)).unwrap_or_default();
    if matches!(door, Door::Admin) {
        return (ADMIN_PROGRAM, below(random, 22));
    }
    match random.below(20) {
        0 => (QEMU_PROGRAM, below(random, 9)),
        1 => (LXC_PROGRAM, below(random, 3)),
        _ => (REMOTE_PROGRAM, below(random, REMOTE_LAST)),
    }
}

/// What is meant to end the daemon, or the host.
fn ends_the_daemon(program: u32, procedure: u32) -> bool {
    const NODE_SUSPEND: u32 = 250;
    match program {
        ADMIN_PROGRAM => procedure >= 19,
        REMOTE_PROGRAM => procedure == NODE_SUSPEND,
        _ => false,
    }
}

/// Arguments of one of the shapes that most calls have.
fn plausible(random: &mut Random) -> Vec<u8> {
    let names = ["test", "default", "default-pool", "nosuch", "vda", "x", ""];
    let name = names[usize::try_from(random.below(names.len() as u64)).unwrap_or_default()];
    let documents = [
        "<domain type='test'><name>fuzz</name><memory>1024</memory><os><type>hvm</type></os></domain>",
        "<network><name>fuzz</name></network>",
        "<volume><name>fuzz</name><capacity>4096</capacity></volume>",
        "<disk type='file' device='disk'><source file='/x'/><target dev='vdb'/></disk>",
        "<domainsnapshot><name>s</name></domainsnapshot>",
    ];
    let document = documents[usize::try_from(random.below(documents.len() as u64)).unwrap_or_default()];
    let mut uuid = [0; 16];
    uuid.copy_from_slice(&random.bytes(16));
    let domain = DomainRef {
        name: name.to_owned(),
        uuid: if random.below(2) == 0 { TEST_UUID } else { uuid },
        id: i32::from(random.below(2) == 0),
    };
    let writer = match random.below(6) {
        0 => domain.write(Writer::new()),
        1 => domain.write(Writer::new()).string(document),
        2 => Writer::new().string(document),
        3 => Writer::new().string(name).fixed(&uuid),
        4 => Writer::new().string("default-pool").string(name).string(name),
        _ => Writer::new(),
    };
    let words = random.below(8);
    (0..words)
        .fold(writer, |writer, _| match random.below(6) {
            0 => writer.string(name),
            1 => writer.some_string(name),
            2 => writer.u32(u32::MAX),
            _ => writer.u32(u32::try_from(random.below(20)).unwrap_or_default()),
        })
        .bytes
}

/// The running guest of the test driver's default host.
const TEST_UUID: [u8; 16] = [
    0x66, 0x95, 0xeb, 0x01, 0xf6, 0xa4, 0x83, 0x04, 0x79, 0xaa, 0x97, 0xf2, 0x50, 0x2e, 0x19, 0x3f,
];

/// Up to three changes of the kinds that break readers.
fn bend(random: &mut Random, body: &mut Vec<u8>) {
    for _ in 0..random.below(4) {
        let at = usize::try_from(random.below(body.len() as u64 + 1)).unwrap_or_default();
        match random.below(5) {
            0 => body.truncate(at),
            1 => {
                if let Some(byte) = body.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            2 => {
                let word = at & !3;
                if let Some(length) = body.get_mut(word..word + 4) {
                    let lengths = [0_u32, 1, 0x7fff_ffff, u32::MAX, 1 << 22, 1 << 16];
                    let index = usize::try_from(random.below(lengths.len() as u64)).unwrap_or_default();
                    length.copy_from_slice(&lengths[index].to_be_bytes());
                }
            }
            3 => {
                let count = usize::try_from(random.below(64)).unwrap_or_default();
                let extra = random.bytes(count);
                body.extend(extra);
            }
            // Oversized: a long run of one byte.
            _ if random.below(20) == 0 => body.resize(body.len() + (1 << 20), 0x41),
            _ => body.rotate_left(at),
        }
    }
}

/// Whether the call was answered; otherwise the connection ended. Silence is a failure.
fn answered(client: &mut Client, program: u32, procedure: u32, serial: u32, body: &[u8]) -> Outcome<bool> {
    if client
        .stream
        .write_all(&frame(program, procedure, TYPE_CALL, serial, body))
        .is_err()
    {
        return Ok(false);
    }
    loop {
        match client.receive() {
            Ok(answer) if answer.kind == TYPE_REPLY && answer.serial == serial => return Ok(true),
            Ok(_) => {}
            Err(problem) if problem.to_string().contains("temporarily unavailable") => {
                return Err(format!("program {program:#x} procedure {procedure} was not answered").into());
            }
            Err(_) => return Ok(false),
        }
    }
}
