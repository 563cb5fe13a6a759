//! What a guest gets of each kind of network: an address, names, the way out and what is kept out.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::packets::{Server, connect, discover, resolve};
use super::place::{MAC, clean, guest, ip, world};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::{command, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "nat",
        run: || passes("nat", true, false),
    },
    Case {
        name: "route",
        run: || passes("route", true, true),
    },
    Case {
        name: "isolated",
        run: || passes("none", false, false),
    },
    Case {
        name: "open",
        run: || passes("open", true, true),
    },
    Case {
        name: "nat_with_addresses_and_ports",
        run: nat_range,
    },
    Case {
        name: "dhcp_leases_are_listed",
        run: dhcp,
    },
    Case {
        name: "dns_records",
        run: dns,
    },
    Case {
        name: "ipv6",
        run: ipv6,
    },
    Case {
        name: "isolated_ports",
        run: isolated_ports,
    },
    Case {
        name: "changes_under_traffic",
        run: changes,
    },
    Case {
        name: "update_live_hosts",
        run: update,
    },
];

/// How long an answer may take that is to come; one that is not to come is waited for shortly.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
pub(super) const SHORTLY: Duration = Duration::from_millis(600);
const FAR: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const HOST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 1);
const GUEST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 2);

pub(crate) fn patience(expected: bool) -> Duration {
    if expected { PATIENCE } else { SHORTLY }
}

pub(crate) fn document(mode: &str) -> String {
    let forward = match mode {
        "none" => String::new(),
        mode => format!("<forward mode='{mode}'/>"),
    };
    format!(
        "<network><name>n</name><uuid>7b1d2c1e-0001-4000-8000-000000000071</uuid>{forward}<bridge name='fvn0' stp='off'/><domain name='lab.test' localOnly='yes'/><dns>\
         <txt name='note' value='hello world'/><srv service='sip' protocol='tcp' target='gw.lab.test' port='5060' \
         priority='1' weight='2'/><host ip='10.71.0.9'><hostname>gw</hostname></host></dns>\
         <ip address='10.71.0.1' prefix='24'><dhcp><range start='10.71.0.10' end='10.71.0.99'/>\
         <host mac='{MAC}' name='two' ip='10.71.0.2'/></dhcp></ip></network>"
    )
}

pub(crate) fn started(document: &str) -> Outcome<Daemon> {
    clean()?;
    let daemon = Daemon::start()?;
    let file = daemon.scratch().write("n.xml", document)?;
    let virsh = daemon.virsh();
    virsh.ok(&["net-define", &file])?;
    virsh.ok(&["net-start", "n"])?;
    Ok(daemon)
}

pub(crate) fn with_address(port: &str) -> Outcome<super::place::Space> {
    let space = guest("fvn0", port, MAC)?;
    space.ip(&["addr", "add", "10.71.0.2/24", "dev", "eth0"])?;
    space.ip(&["route", "add", "default", "via", "10.71.0.1"])?;
    Ok(space)
}

fn passes(mode: &str, outbound: bool, inbound: bool) -> Outcome {
    let daemon = started(&document(mode))?;
    let world = world()?;
    if mode == "open" {
        // Nothing is filtered, and nothing is changed for it: forwarding is the host's own affair.
        std::fs::write("/proc/sys/net/ipv4/ip_forward", "1")?;
    }
    let guest = with_address("fvp0")?;
    let _far = Server::start(&world, 443)?;
    let _near = Server::start(&guest, 22)?;
    let seen = connect(&guest, FAR, 443, patience(outbound))?;
    let expected = match (outbound, mode) {
        (false, _) => None,
        (true, "nat") => Some("198.51.100.1".to_owned()),
        (true, _) => Some("10.71.0.2".to_owned()),
    };
    require_equal("who the world saw", seen, expected)?;
    let answered = connect(&world, GUEST, 22, patience(inbound))?.is_some();
    require_equal("a connection from the world", answered, inbound)?;
    require_equal("DNS", resolve(&guest, HOST, "gw.lab.test", PATIENCE)?, true)?;
    require_equal("DHCP", discover(&guest, 10)?, Some("10.71.0.2".to_owned()))?;
    daemon.virsh().ok(&["net-destroy", "n"])?;
    nothing_left(&daemon)
}

pub(crate) fn nothing_left(daemon: &Daemon) -> Outcome {
    let tables = command::run("nft", ["list", "tables"], b"", Duration::from_secs(10))?.ok()?;
    require(!tables.contains("ferrovirt_"), || {
        format!("tables are left:\n{tables}")
    })?;
    let links = ip(&["-o", "link", "show", "type", "bridge"])?;
    require(!links.contains("fvn0"), || format!("a bridge is left:\n{links}"))?;
    let servers = crate::harness::processes::below(&daemon.root());
    let servers = servers.iter().filter(|p| p.program() == "dnsmasq").count();
    require_equal("dnsmasq processes left", servers, 0)
}

fn nat_range() -> Outcome {
    let nat = "<forward mode='nat'><nat><address start='198.51.100.77' end='198.51.100.77'/>\
        <port start='5000' end='5099'/></nat></forward>";
    let _daemon = started(&document("nat").replace("<forward mode='nat'/>", nat))?;
    let world = world()?;
    ip(&["addr", "add", "198.51.100.77/32", "dev", "up0"])?;
    let guest = with_address("fvp0")?;
    let _far = Server::start(&world, 443)?;
    let seen = connect(&guest, FAR, 443, PATIENCE)?;
    require_equal("who the world saw", seen, Some("198.51.100.77".to_owned()))
}

fn dhcp() -> Outcome {
    let daemon = started(&document("nat"))?;
    let guest = guest("fvn0", "fvp0", "52:54:00:00:00:77")?;
    let lease = discover(&guest, 10)?.ok_or("no lease")?;
    require(lease.starts_with("10.71.0."), || format!("leased {lease}"))?;
    let leases = daemon.virsh().ok(&["net-dhcp-leases", "n"])?;
    require_text(&leases, &lease)?;
    require_text(&leases, "52:54:00:00:00:77")
}

fn dig(space: &super::place::Space, arguments: &[&str]) -> Outcome<String> {
    let all: Vec<&str> = ["dig", "+short", "+time=3", "+tries=4", "@10.71.0.1"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    space.run(&all)?.ok()
}

fn dns() -> Outcome {
    let daemon = started(&document("nat"))?;
    let guest = with_address("fvp0")?;
    require_equal("A", dig(&guest, &["gw.lab.test"])?.trim(), "10.71.0.9")?;
    require_text(&dig(&guest, &["TXT", "note"])?, "hello world")?;
    require_text(
        &dig(&guest, &["SRV", "_sip._tcp.lab.test"])?,
        "1 2 5060 gw.lab.test.",
    )?;
    require_equal("PTR", dig(&guest, &["-x", "10.71.0.9"])?.trim(), "gw.lab.test.")?;
    // A domain of our own is answered here, also when nobody has the name.
    let unknown = guest
        .run(&["dig", "+time=3", "+tries=4", "@10.71.0.1", "nobody.lab.test"])?
        .ok()?;
    require_text(&unknown, "NXDOMAIN")?;
    drop(daemon);
    Ok(())
}

fn ipv6() -> Outcome {
    let document = "<network><name>n</name><forward mode='nat'><nat ipv6='yes'/></forward><bridge name='fvn0' stp='off'/>\
        <ip address='10.71.0.1' prefix='24'/><ip family='ipv6' address='fd71::1' prefix='64'><dhcp>\
        <range start='fd71::100' end='fd71::1ff'/></dhcp></ip></network>";
    let _daemon = started(document)?;
    let world = world()?;
    ip(&["-6", "addr", "add", "2001:db8:1::1/64", "dev", "up0", "nodad"])?;
    ip(&["-6", "route", "replace", "default", "via", "2001:db8:1::2"])?;
    world.ip(&["-6", "addr", "add", "2001:db8:1::2/64", "dev", "w0", "nodad"])?;
    let guest = guest("fvn0", "fvp0", MAC)?;
    guest.ip(&["-6", "addr", "add", "fd71::2/64", "dev", "eth0", "nodad"])?;
    guest.ip(&["-6", "route", "replace", "default", "via", "fd71::1"])?;
    // The host answers for its own address once it knows that nobody else has it.
    for address in ["fd71::1", "2001:db8:1::2"] {
        wait::until_true(&format!("an answer of {address}"), 3 * PATIENCE, || {
            let ping = guest.run(&["ping", "-6", "-c", "1", "-W", "1", address]);
            ping.and_then(command::Finished::ok).is_ok()
        })?;
    }
    Ok(())
}

fn isolated_ports() -> Outcome {
    let document = document("nat").replace("<domain", "<port isolated='yes'/><domain");
    let daemon = started(&document)?;
    // Only ports that the daemon makes are isolated: a guest's own.
    let virsh = daemon.virsh();
    let xml = virsh.ok(&["net-dumpxml", "n"])?;
    require_text(&xml, "<port isolated='yes'/>")
}

fn changes() -> Outcome {
    let daemon = started(&document("nat"))?;
    let world = world()?;
    let guest = with_address("fvp0")?;
    let _far = Server::start(&world, 443)?;
    let virsh = daemon.virsh();
    let mut seen = Vec::new();
    for mode in ["route", "nat", "open", "none", "nat"] {
        let file = daemon
            .scratch()
            .write("n.xml", document(mode).replace("gw<", &format!("gw{mode}<")))?;
        virsh.ok(&["net-define", &file])?;
        seen.push(connect(&guest, FAR, 443, patience(mode != "none"))?);
        let name: &'static str = match mode {
            "route" => "gwroute.lab.test",
            "nat" => "gwnat.lab.test",
            "open" => "gwopen.lab.test",
            _ => "gwnone.lab.test",
        };
        require_equal(mode, dig(&guest, &[name])?.trim(), "10.71.0.9")?;
    }
    let own = || Some("10.71.0.2".to_owned());
    let translated = || Some("198.51.100.1".to_owned());
    require_equal(
        "who the world saw",
        seen,
        vec![own(), translated(), own(), None, translated()],
    )?;
    let port = ip(&["-o", "link", "show", "dev", "fvp0"])?;
    require_text(&port, "master fvn0")
}

fn update() -> Outcome {
    let daemon = started(&document("nat"))?;
    let guest = guest("fvn0", "fvp0", "52:54:00:00:00:66")?;
    let virsh = daemon.virsh();
    let host = "<host mac='52:54:00:00:00:66' name='six' ip='10.71.0.66'/>";
    virsh.ok(&[
        "net-update",
        "n",
        "add",
        "ip-dhcp-host",
        host,
        "--live",
        "--config",
    ])?;
    require_equal("DHCP", discover(&guest, 10)?, Some("10.71.0.66".to_owned()))?;
    let name = "<host ip='10.71.0.50'><hostname>fifty</hostname></host>";
    virsh.ok(&["net-update", "n", "add", "dns-host", name, "--live"])?;
    guest.ip(&["addr", "add", "10.71.0.66/24", "dev", "eth0"])?;
    require_equal("A", dig(&guest, &["fifty.lab.test"])?.trim(), "10.71.0.50")?;
    virsh.ok(&["net-update", "n", "delete", "dns-host", name, "--live"])?;
    require_equal("A", dig(&guest, &["fifty.lab.test"])?.trim(), "")
}
