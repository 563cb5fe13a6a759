//! Calls that start nothing: what the daemon itself costs.

use std::process::Command;
use std::time::Duration;

use super::document;
use super::meter::{cpu_each, cpu_nanoseconds, time_each};
use super::side::{MANY, Side, client};
use crate::harness::case::{Outcome, require_equal};
use crate::harness::command;
use crate::harness::rpc::{Client, procedure};
use crate::harness::xdr::{Reader, Writer};

const CALLS: u32 = 10_000;

pub fn ping_cpu(side: &mut Side) -> Outcome<f64> {
    let daemon = side.plain()?;
    let mut client = client(daemon)?;
    cpu_each(daemon.pid()?, CALLS, || {
        client.call(procedure::CONNECT_GET_LIB_VERSION, &[]).map(|_| ())
    })
}

pub fn ping_latency(side: &mut Side) -> Outcome<f64> {
    let mut client = client(side.plain()?)?;
    time_each(CALLS, || {
        client.call(procedure::CONNECT_GET_LIB_VERSION, &[]).map(|_| ())
    })
}

/// Calls on one connection with some always on their way.
pub fn pipelined_cpu(side: &mut Side) -> Outcome<f64> {
    const IN_FLIGHT: u32 = 64;
    // A stock daemon takes five at once and lets the rest wait in the socket.
    let daemon = side.plain()?;
    let mut client = client(daemon)?;
    let before = cpu_nanoseconds(daemon.pid()?)?;
    for number in 0..CALLS + IN_FLIGHT {
        if number < CALLS {
            client.send_call(procedure::CONNECT_GET_LIB_VERSION, &[])?;
        }
        if number >= IN_FLIGHT {
            client.receive()?;
        }
    }
    let spent = cpu_nanoseconds(daemon.pid()?)?.saturating_sub(before);
    Ok(spent as f64 / 1e3 / f64::from(CALLS))
}

/// The bindings' own program prints the median of its calls.
pub fn library_latency(side: &mut Side) -> Outcome<f64> {
    let daemon = side.plain()?;
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("python/latency.py");
    let mut python = Command::new("/usr/bin/python3");
    python.arg(script).env("QEMU_URI", daemon.qemu_uri());
    let text = command::run_command(python, b"", Duration::from_secs(60))?.ok()?;
    text.trim()
        .parse()
        .map_err(|_| format!("not a figure: {text:?}").into())
}

pub fn connect_cpu(side: &mut Side) -> Outcome<f64> {
    let daemon = side.plain()?;
    cpu_each(daemon.pid()?, 300, || {
        let mut client = client(daemon)?;
        client.call(procedure::CONNECT_CLOSE, &[]).map(|_| ())
    })
}

pub fn list(side: &mut Side) -> Outcome<f64> {
    let mut client = client(side.furnished()?)?;
    time_each(100, || all_domains(&mut client))
}

pub fn list_cpu(side: &mut Side) -> Outcome<f64> {
    let daemon = side.furnished()?;
    let mut client = client(daemon)?;
    cpu_each(daemon.pid()?, 100, || all_domains(&mut client))
}

fn all_domains(client: &mut Client) -> Outcome {
    let arguments = Writer::new().i32(1).u32(0).bytes;
    let reply = client.call(procedure::CONNECT_LIST_ALL_DOMAINS, &arguments)?;
    require_equal("the length of the list", Reader::new(&reply).u32(), Some(MANY))
}

pub fn statistics(side: &mut Side) -> Outcome<f64> {
    let mut client = client(side.furnished()?)?;
    time_each(20, || all_statistics(&mut client, MANY))
}

pub fn statistics_cpu(side: &mut Side) -> Outcome<f64> {
    let daemon = side.furnished()?;
    let mut client = client(daemon)?;
    cpu_each(daemon.pid()?, 20, || all_statistics(&mut client, MANY))
}

/// Asks for all there is of all domains, which must be so many.
pub fn all_statistics(client: &mut Client, count: u32) -> Outcome {
    let arguments = Writer::new().u32(0).u32(0).u32(0).bytes;
    let reply = client.call(procedure::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)?;
    require_equal("the length of the list", Reader::new(&reply).u32(), Some(count))
}

pub fn define(side: &mut Side) -> Outcome<f64> {
    let mut client = client(side.plain()?)?;
    let xml = document::realistic("bench-define");
    time_each(100, || {
        let domain = client.define(&xml)?;
        client.undefine(&domain)
    })
}

pub fn dumpxml_cpu(side: &mut Side) -> Outcome<f64> {
    let daemon = side.furnished()?;
    let mut client = client(daemon)?;
    let domain = client.list(0)?.pop().ok_or("no domain is defined")?;
    cpu_each(daemon.pid()?, 2000, || client.domain_xml(&domain, 0).map(|_| ()))
}
