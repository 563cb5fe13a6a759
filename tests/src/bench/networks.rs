//! Networks: many at once, a change of one, leases of many guests.

use std::time::{Duration, Instant};

use super::side::{Side, client};
use crate::harness::case::{Outcome, require_equal};
use crate::harness::rpc::{NamedRef, procedure};
use crate::harness::wait;
use crate::harness::xdr::{Reader, Writer};

/// `VIR_CONNECT_LIST_NETWORKS_ACTIVE`.
const ACTIVE: u32 = 2;
const NETWORKS: usize = 100;
const LEASES: usize = 1000;
const LIMIT: Duration = Duration::from_secs(300);

fn document(name: &str, bridge: &str, subnet: usize) -> String {
    format!(
        "<network><name>{name}</name><forward mode='nat'/><bridge name='{bridge}'/>\
         <ip address='10.{a}.{b}.1' prefix='20'><dhcp><range start='10.{a}.{b}.2' end='10.{a}.{c}.254'/></dhcp></ip>\
         </network>",
        a = 100 + subnet / 16,
        b = subnet % 16 * 16,
        c = subnet % 16 * 16 + 15,
    )
}

fn define(side: &mut Side, name: &str, subnet: usize) -> Outcome<(crate::harness::rpc::Client, NamedRef)> {
    let mut client = client(side.plain()?)?;
    let document = document(name, &format!("fvb{subnet}"), subnet);
    let arguments = Writer::new().string(&document).bytes;
    let network = client.define_named(procedure::NETWORK_DEFINE_XML, &arguments)?;
    Ok((client, network))
}

/// Exec of the daemon until the last of many networks runs.
pub fn autostart(side: &mut Side) -> Outcome<f64> {
    side.forget();
    let mut daemon = side.fresh()?;
    daemon.launch()?;
    {
        let mut client = client(&daemon)?;
        for number in 0..NETWORKS {
            let document = document(&format!("many{number}"), &format!("fvm{number}"), number);
            let arguments = Writer::new().string(&document).bytes;
            let network = client.define_named(procedure::NETWORK_DEFINE_XML, &arguments)?;
            let on = network.write(Writer::new()).i32(1).bytes;
            client.call(procedure::NETWORK_SET_AUTOSTART, &on)?;
        }
    }
    daemon.stop()?;
    // What says that this boot has had its start is gone with the boot.
    for mark in ["run/network/autostarted", "run-libvirt/network/autostarted"] {
        let _ = std::fs::remove_file(daemon.file(mark));
    }
    let begun = Instant::now();
    daemon.launch()?;
    wait::until_true("all networks", LIMIT, || {
        let list = client(&daemon).and_then(|mut client| client.networks(ACTIVE));
        list.is_ok_and(|networks| networks.len() == NETWORKS)
    })?;
    let elapsed = begun.elapsed().as_secs_f64() * 1e3;
    let mut client = client(&daemon)?;
    for network in client.networks(ACTIVE)? {
        client.call(procedure::NETWORK_DESTROY, &network.write(Writer::new()).bytes)?;
    }
    Ok(elapsed)
}

/// One host of DHCP added to what runs and to the definition.
pub fn update(side: &mut Side) -> Outcome<f64> {
    let (mut client, network) = define(side, "bench-update", 1)?;
    let arguments = network.write(Writer::new()).bytes;
    client.call(procedure::NETWORK_CREATE, &arguments)?;
    let mut total = Duration::ZERO;
    const TIMES: u32 = 10;
    for number in 0..TIMES {
        let host = format!(
            "<host mac='52:54:00:00:01:{number:02x}' ip='10.100.16.{}'/>",
            number + 10
        );
        // Add last, hosts of DHCP, any parent; live and definition.
        let change = network
            .write(Writer::new())
            .u32(3)
            .u32(4)
            .i32(-1)
            .string(&host)
            .u32(3)
            .bytes;
        let begun = Instant::now();
        client.call(procedure::NETWORK_UPDATE, &change)?;
        total += begun.elapsed();
    }
    client.call(procedure::NETWORK_DESTROY, &arguments)?;
    client.call(procedure::NETWORK_UNDEFINE, &arguments)?;
    Ok(total.as_secs_f64() * 1e3 / f64::from(TIMES))
}

/// The list of many leases. They are written down as each daemon's dnsmasq would have them.
pub fn leases(side: &mut Side) -> Outcome<f64> {
    let (mut client, network) = define(side, "bench-leases", 2)?;
    let arguments = network.write(Writer::new()).bytes;
    client.call(procedure::NETWORK_CREATE, &arguments)?;
    let lease = |n: usize| {
        (
            format!("52:54:00:01:{:02x}:{:02x}", n / 256, n % 256),
            format!("10.100.{}.{}", 33 + n / 250, 1 + n % 250),
        )
    };
    let plain: String = (0..LEASES)
        .map(lease)
        .enumerate()
        .map(|(n, (mac, ip))| format!("4102444800 {mac} {ip} guest{n} *\n"))
        .collect();
    let listed: Vec<String> = (0..LEASES)
        .map(lease)
        .enumerate()
        .map(|(n, (mac, ip))| {
            format!(
                "{{\"ip-address\":\"{ip}\",\"mac-address\":\"{mac}\",\"hostname\":\"guest{n}\",\"expiry-time\":4102444800}}"
            )
        })
        .collect();
    let daemon = side.plain()?;
    for (file, text) in [
        ("var/lib/dnsmasq/fvb2.leases", plain),
        ("lib/dnsmasq/fvb2.status", format!("[{}]", listed.join(","))),
    ] {
        let path = daemon.file(file);
        if path.parent().is_some_and(std::path::Path::exists) {
            std::fs::write(path, text)?;
        }
    }
    let question = network.write(Writer::new()).u32(0).i32(1).u32(0).bytes;
    let begun = Instant::now();
    let answer = client.call(procedure::NETWORK_GET_DHCP_LEASES, &question)?;
    let elapsed = begun.elapsed().as_secs_f64() * 1e3;
    let count = Reader::new(&answer).u32().unwrap_or(0);
    require_equal("leases", usize::try_from(count).unwrap_or(0), LEASES)?;
    client.call(procedure::NETWORK_DESTROY, &arguments)?;
    client.call(procedure::NETWORK_UNDEFINE, &arguments)?;
    Ok(elapsed)
}
