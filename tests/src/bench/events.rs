//! One change, many listeners.

use std::io::Read as _;
use std::time::Instant;

use super::side::Side;
use crate::harness::case::{Outcome, Problem};
use crate::harness::rpc::{Client, TYPE_MESSAGE, procedure};
use crate::harness::xdr::{Reader, Writer};

const LISTENERS: usize = 50;
const CHANGES: u32 = 400;
const DOMAIN_RESUME: u32 = 28;
const DOMAIN_SUSPEND: u32 = 34;

/// Events delivered a second, with the changes sent without waiting.
pub fn burst(side: &mut Side) -> Outcome<f64> {
    let daemon = side.plain()?;
    let mut changer = daemon.client("test:///default")?;
    let mut listeners = Vec::new();
    for _ in 0..LISTENERS {
        let mut client = daemon.client("test:///default")?;
        client.call(
            procedure::DOMAIN_EVENT_REGISTER,
            &Writer::new().i32(0).u32(0).bytes,
        )?;
        listeners.push(client);
    }
    let reply = changer.call(
        procedure::DOMAIN_LOOKUP_BY_NAME,
        &Writer::new().string("test").bytes,
    )?;
    let domain = crate::harness::rpc::DomainRef::read(&mut Reader::new(&reply)).ok_or("no domain `test`")?;
    let arguments = domain.write(Writer::new()).bytes;
    let start = Instant::now();
    // A few readers for all listeners: a thread each would measure the scheduler.
    let share = LISTENERS.div_ceil(2);
    let readers: Vec<_> = std::iter::from_fn(|| {
        let rest = listeners.split_off(listeners.len().saturating_sub(share));
        (!rest.is_empty()).then_some(rest)
    })
    .map(|mut clients| std::thread::spawn(move || clients.iter_mut().try_for_each(read_all)))
    .collect();
    for number in 0..CHANGES {
        let verb = if number % 2 == 0 {
            DOMAIN_SUSPEND
        } else {
            DOMAIN_RESUME
        };
        changer.call(verb, &arguments)?;
    }
    for reader in readers {
        reader
            .join()
            .map_err(|_| Problem::from("a listener panicked"))??;
    }
    let count = f64::from(CHANGES) * LISTENERS as f64;
    Ok(count / start.elapsed().as_secs_f64())
}

/// Reads all events of a client, many at a time: what a frame costs the client is no figure of the daemon.
fn read_all(client: &mut Client) -> Outcome {
    const HEAD: usize = 28;
    let mut buffer = vec![0; 64 << 10];
    let (mut filled, mut seen) = (0, 0);
    while seen < CHANGES {
        let count = client.stream.read(&mut buffer[filled..])?;
        if count == 0 {
            return Err("the daemon closed a listener's connection".into());
        }
        filled += count;
        let mut begin = 0;
        while filled - begin >= HEAD {
            let mut words = Reader::new(&buffer[begin..begin + HEAD]);
            let length = words.u32().unwrap_or_default() as usize;
            // Behind program, version and procedure.
            let kind = (0..4).filter_map(|_| words.u32()).last();
            if !(HEAD..=buffer.len()).contains(&length) {
                return Err(format!("an event of {length} bytes was announced").into());
            }
            if filled - begin < length {
                break;
            }
            seen += u32::from(kind == Some(TYPE_MESSAGE));
            begin += length;
        }
        buffer.copy_within(begin..filled, 0);
        filled -= begin;
    }
    Ok(())
}
