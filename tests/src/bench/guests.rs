//! What starts processes: guests and networks. Each scenario times one half of a pair.

use std::time::{Duration, Instant};

use super::side::{Side, client};
use crate::harness::case::Outcome;
use crate::harness::domain;
use crate::harness::rpc::procedure;
use crate::harness::xdr::Writer;

const NETWORK: &str = "<network><name>bench</name><forward mode='nat'/><bridge name='fvbench0'/>\
    <ip address='192.168.240.1' netmask='255.255.255.0'>\
    <dhcp><range start='192.168.240.2' end='192.168.240.254'/></dhcp></ip></network>";

pub fn create(side: &mut Side) -> Outcome<f64> {
    guest(side).map(|(create, _)| milliseconds(create))
}

pub fn destroy(side: &mut Side) -> Outcome<f64> {
    guest(side).map(|(_, destroy)| milliseconds(destroy))
}

pub fn network_start(side: &mut Side) -> Outcome<f64> {
    network(side).map(|(start, _)| milliseconds(start))
}

pub fn network_destroy(side: &mut Side) -> Outcome<f64> {
    network(side).map(|(_, destroy)| milliseconds(destroy))
}

fn guest(side: &mut Side) -> Outcome<(Duration, Duration)> {
    let mut client = client(side.plain()?)?;
    let domain = client.define(&domain::idle("bench-guest"))?;
    let arguments = domain.write(Writer::new()).bytes;
    let created = timed(|| client.call(procedure::DOMAIN_CREATE, &arguments).map(|_| ()))?;
    // Past its first moments, in which QEMU itself is slow to answer.
    std::thread::sleep(Duration::from_millis(300));
    let destroyed = timed(|| client.call(procedure::DOMAIN_DESTROY, &arguments).map(|_| ()))?;
    client.undefine(&domain)?;
    Ok((created, destroyed))
}

fn network(side: &mut Side) -> Outcome<(Duration, Duration)> {
    let mut client = client(side.plain()?)?;
    let network = client.define_named(
        procedure::NETWORK_DEFINE_XML,
        &Writer::new().string(NETWORK).bytes,
    )?;
    let arguments = network.write(Writer::new()).bytes;
    let started = timed(|| client.call(procedure::NETWORK_CREATE, &arguments).map(|_| ()))?;
    let destroyed = timed(|| client.call(procedure::NETWORK_DESTROY, &arguments).map(|_| ()))?;
    client.call(procedure::NETWORK_UNDEFINE, &arguments)?;
    Ok((started, destroyed))
}

fn timed(operation: impl FnOnce() -> Outcome) -> Outcome<Duration> {
    let start = Instant::now();
    operation()?;
    Ok(start.elapsed())
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
