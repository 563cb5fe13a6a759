//! Frames that are wrong in every way a frame can be.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use crate::harness::case::{Case, Outcome, require, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::random::Random;
use crate::harness::rpc::{self, Client, KEEPALIVE_PROGRAM, QEMU_PROGRAM, REMOTE_PROGRAM, TYPE_CALL, frame};
use crate::harness::xdr::Writer;

pub const CASES: &[Case] = &[
    Case {
        name: "random_bodies_to_every_procedure",
        run: random_bodies,
    },
    Case {
        name: "negative_array_lengths",
        run: negative_lengths,
    },
    Case {
        name: "truncated_frames",
        run: truncated,
    },
    Case {
        name: "wrong_frame_lengths",
        run: wrong_lengths,
    },
    Case {
        name: "unknown_programs_and_procedures",
        run: unknown,
    },
    Case {
        name: "random_bytes",
        run: random_bytes,
    },
    Case {
        name: "streams_that_were_never_opened",
        run: stray_streams,
    },
];

/// Past the last procedure that any version has.
const PROCEDURES: u32 = 470;
const LXC_PROGRAM: u32 = 0x0006_8000;
const ADMIN_PROGRAM: u32 = 0x0669_0690;

/// Whether the daemon still serves somebody else.
fn still_serves(daemon: &mut Daemon) -> Outcome {
    daemon.require_alive()?;
    let mut client = daemon.client("test:///default")?;
    let domains = client.list(0)?;
    require(domains.iter().any(|domain| domain.name == "test"), || {
        format!("the list is {domains:?}")
    })
}

/// Sends a call and waits for an answer or for the connection's end; a silence is a failure.
fn poke(client: &mut Client, program: u32, procedure: u32, serial: u32, body: &[u8]) -> Outcome<bool> {
    if client
        .stream
        .write_all(&frame(program, procedure, TYPE_CALL, serial, body))
        .is_err()
    {
        return Ok(false);
    }
    loop {
        match client.receive() {
            Ok(answer) if answer.kind == rpc::TYPE_REPLY && answer.serial == serial => return Ok(true),
            Ok(_) => {}
            Err(problem) if problem.to_string().contains("temporarily unavailable") => {
                return Err(format!("program {program:#x} procedure {procedure} was not answered").into());
            }
            Err(_) => return Ok(false),
        }
    }
}

/// Sends one body made by `make` to every procedure of every program.
fn sweep(daemon: &mut Daemon, driver: &str, mut make: impl FnMut() -> Vec<u8>) -> Outcome {
    let connect = |daemon: &Daemon| -> Outcome<Client> {
        let client = daemon.client(driver)?;
        client.stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(client)
    };
    let mut client = connect(daemon)?;
    let mut serial = 1000;
    for (program, last) in [
        (REMOTE_PROGRAM, PROCEDURES),
        (QEMU_PROGRAM, 10),
        (LXC_PROGRAM, 3),
        (ADMIN_PROGRAM, 25),
    ] {
        for procedure in 0..=last {
            // Closing the connection is what this call is for.
            if program == REMOTE_PROGRAM && procedure == rpc::procedure::CONNECT_CLOSE {
                continue;
            }
            serial += 1;
            if !poke(&mut client, program, procedure, serial, &make())? {
                daemon.require_alive()?;
                client = connect(daemon)?;
            }
        }
    }
    still_serves(daemon)
}

fn random_bodies() -> Outcome {
    let mut random = Random::seeded("random bodies");
    for driver in ["test:///default", "qemu:///system"] {
        let mut daemon = Daemon::start()?;
        sweep(&mut daemon, driver, || {
            let length = random.below(16) * 4;
            random.bytes(usize::try_from(length).unwrap_or_default())
        })?;
        // The same, of words that look like small counts and lengths.
        sweep(&mut daemon, driver, || {
            (0..random.below(24))
                .fold(Writer::new(), |writer, _| {
                    writer.u32(random.word().to_be_bytes()[7].into())
                })
                .bytes
        })?;
    }
    Ok(())
}

fn negative_lengths() -> Outcome {
    let mut daemon = Daemon::start()?;
    for body in [
        vec![0xff; 64],
        vec![0xff; 4],
        vec![0x7f; 64],
        vec![0; 64],
        Vec::new(),
    ] {
        sweep(&mut daemon, "test:///default", || body.clone())?;
    }
    let resident = daemon.resident_kib()?;
    require(resident < 200 << 10, || {
        format!("the daemon grew to {resident} KiB")
    })
}

fn truncated() -> Outcome {
    let mut daemon = Daemon::start()?;
    let body = Writer::new()
        .string("<domain type='test'><name>x</name></domain>")
        .bytes;
    let whole = frame(
        REMOTE_PROGRAM,
        rpc::procedure::DOMAIN_DEFINE_XML,
        TYPE_CALL,
        9,
        &body,
    );
    for length in 0..whole.len() {
        let mut client = daemon.client("test:///default")?;
        client.stream.write_all(&whole[..length])?;
    }
    // A frame whose XDR ends early while the frame itself is complete.
    let mut client = daemon.client("test:///default")?;
    for length in (0..body.len()).step_by(4) {
        let serial = u32::try_from(length).unwrap_or_default() + 100;
        require(
            poke(
                &mut client,
                REMOTE_PROGRAM,
                rpc::procedure::DOMAIN_DEFINE_XML,
                serial,
                &body[..length],
            )?,
            || format!("a body cut to {length} bytes ended the connection"),
        )?;
    }
    still_serves(&mut daemon)
}

fn wrong_lengths() -> Outcome {
    let mut daemon = Daemon::start()?;
    for length in [0_u32, 1, 3, 4, 27, (32 << 20) + 5, 0x7fff_ffff, 0xffff_ffff] {
        let mut stream = UnixStream::connect(daemon.socket())?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(&length.to_be_bytes())?;
        // It may be gone before it has taken all of this.
        let _ = stream.write_all(&[0; 64]);
        let mut rest = Vec::new();
        let ended = stream.read_to_end(&mut rest);
        let ended = match ended {
            Ok(_) => true,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        };
        require(ended, || {
            format!("a frame of {length} bytes did not end the connection")
        })?;
    }
    still_serves(&mut daemon)
}

fn unknown() -> Outcome {
    let mut daemon = Daemon::start()?;
    let mut client = daemon.client("test:///default")?;
    let refusal = client
        .try_call(9999, &[])?
        .err()
        .ok_or("an unknown procedure was answered")?;
    require_text(&refusal.message, "unknown procedure")?;
    client
        .stream
        .write_all(&frame(0x1234_5678, 1, TYPE_CALL, 77, &[]))?;
    let answer = client.receive()?;
    require(answer.serial == 77 && answer.status != 0, || {
        format!("an unknown program was answered {answer:?}")
    })?;
    for kind in [1, 2, 3, 4, 5, 6, 99] {
        let mut client = daemon.client("test:///default")?;
        client
            .stream
            .write_all(&frame(REMOTE_PROGRAM, 1, kind, 78, &[0; 32]))?;
        daemon.require_alive()?;
    }
    // A keepalive answer that was never asked for, and a ping.
    let mut client = daemon.client("test:///default")?;
    client
        .stream
        .write_all(&frame(KEEPALIVE_PROGRAM, 2, rpc::TYPE_MESSAGE, 0, &[]))?;
    client
        .stream
        .write_all(&frame(KEEPALIVE_PROGRAM, 1, rpc::TYPE_MESSAGE, 0, &[]))?;
    let pong = client.receive()?;
    require(pong.program == KEEPALIVE_PROGRAM && pong.procedure == 2, || {
        format!("a ping was answered {pong:?}")
    })?;
    still_serves(&mut daemon)
}

fn random_bytes() -> Outcome {
    let mut daemon = Daemon::start()?;
    let mut random = Random::seeded("random bytes");
    for _ in 0..300 {
        let mut stream = UnixStream::connect(daemon.socket())?;
        let length = usize::try_from(random.below(200)).unwrap_or_default();
        let mut bytes = random.bytes(length);
        if random.below(2) == 0 && length >= 4 {
            let honest = u32::try_from(length).unwrap_or_default();
            bytes[..4].copy_from_slice(&honest.to_be_bytes());
        }
        // It may be gone before it has taken all of this.
        let _ = stream.write_all(&bytes);
    }
    still_serves(&mut daemon)
}

fn stray_streams() -> Outcome {
    let mut daemon = Daemon::start()?;
    const STREAM: u32 = 3;
    for status in [0, 1, 2, 3] {
        let mut client = daemon.client("test:///default")?;
        let mut bytes = frame(REMOTE_PROGRAM, 208, STREAM, 555, &[1; 1000]);
        bytes[24..28].copy_from_slice(&u32::to_be_bytes(status));
        for _ in 0..100 {
            if client.stream.write_all(&bytes).is_err() {
                break;
            }
        }
    }
    still_serves(&mut daemon)
}
