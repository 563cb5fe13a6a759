//! Network filters: what a guest may send and receive, with real packets. The guest's port is a device of the
//! lane's own, bound as a hypervisor binds those of its guests.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::packets::{Server, connect, discover, resolve};
use super::place::{MAC, Space, guest, ip};
use super::services::{document, patience, started, with_address};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::command;
use crate::harness::daemon::Daemon;
use crate::harness::wait;

pub const CASES: &[Case] = &[
    Case {
        name: "filter_clean_traffic",
        run: clean_traffic,
    },
    Case {
        name: "filter_learns_the_first_address",
        run: learns_first,
    },
    Case {
        name: "filter_learns_by_dhcp",
        run: learns_by_dhcp,
    },
    Case {
        name: "filter_changes_under_traffic",
        run: changes,
    },
    Case {
        name: "filter_outlives_the_daemon",
        run: outlives,
    },
];

const LIMIT: Duration = Duration::from_secs(30);
const HOST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 1);
const GUEST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 2);

/// Binds a filter to the guest's port.
fn bind(daemon: &Daemon, filter: &str, parameters: &[(&str, &str)]) -> Outcome {
    let parameters: String = parameters
        .iter()
        .map(|(name, value)| format!("<parameter name='{name}' value='{value}'/>"))
        .collect();
    let document = format!(
        "<filterbinding><owner><name>g</name><uuid>7b1d2c1e-0001-4000-8000-000000000072</uuid></owner>\
         <portdev name='fvp0'/><mac address='{MAC}'/><filterref filter='{filter}'>{parameters}</filterref>\
         </filterbinding>"
    );
    let file = daemon.scratch().write("b.xml", document)?;
    daemon.virsh().ok(&["nwfilter-binding-create", &file]).map(|_| ())
}

fn define(daemon: &Daemon, document: &str) -> Outcome {
    let file = daemon.scratch().write("f.xml", document)?;
    daemon.virsh().ok(&["nwfilter-define", &file]).map(|_| ())
}

/// Holds whether the guest reaches the host against what is expected.
fn reaches(what: &str, space: &Space, expected: bool) -> Outcome {
    let seen = resolve(space, HOST, "gw.lab.test", patience(expected))?;
    require_equal(what, seen, expected)
}

/// Gives the guest another address, or its own again. It knows where the host is, so that ARP decides nothing.
fn move_to(space: &Space, address: &str) -> Outcome {
    space.ip(&["addr", "flush", "dev", "eth0"])?;
    space.ip(&["addr", "add", &format!("{address}/24"), "dev", "eth0"])?;
    space.knows_host()
}

fn clean_traffic() -> Outcome {
    let daemon = started(&document("none"))?;
    let space = with_address("fvp0")?;
    bind(&daemon, "clean-traffic", &[("IP", "10.71.0.2")])?;
    reaches("its own address", &space, true)?;
    require_equal("DHCP", discover(&space, 10)?, Some("10.71.0.2".to_owned()))?;
    move_to(&space, "10.71.0.3")?;
    reaches("another address", &space, false)?;
    // Nor may it say by ARP that it had another.
    space.ip(&["neigh", "flush", "dev", "eth0"])?;
    reaches("another address, and ARP", &space, false)?;
    move_to(&space, "10.71.0.2")?;
    reaches("its own address again", &space, true)?;
    space.ip(&["link", "set", "eth0", "address", "52:54:00:00:00:09"])?;
    reaches("another hardware address", &space, false)?;
    daemon.virsh().ok(&["nwfilter-binding-delete", "fvp0"])?;
    reaches("without a filter", &space, true)?;
    let tables = command::run("nft", ["list", "tables"], b"", LIMIT)?.ok()?;
    require(!tables.contains("ferrovirt_guest_"), || {
        format!("a table is left:\n{tables}")
    })
}

fn learns_first() -> Outcome {
    let daemon = started(&document("none"))?;
    let space = guest("fvn0", "fvp0", MAC)?;
    bind(&daemon, "clean-traffic", &[])?;
    move_to(&space, "10.71.0.2")?;
    reaches("the first address", &space, true)?;
    move_to(&space, "10.71.0.3")?;
    reaches("the second", &space, false)
}

fn learns_by_dhcp() -> Outcome {
    let daemon = started(&document("none"))?;
    let space = guest("fvn0", "fvp0", MAC)?;
    bind(&daemon, "clean-traffic", &[("CTRL_IP_LEARNING", "dhcp")])?;
    move_to(&space, "10.71.0.2")?;
    reaches("before DHCP", &space, false)?;
    require_equal("DHCP", discover(&space, 10)?, Some("10.71.0.2".to_owned()))?;
    reaches("after DHCP", &space, true)?;
    move_to(&space, "10.71.0.3")?;
    reaches("another address", &space, false)
}

/// A filter that keeps some ports closed.
fn closed(ports: &str) -> String {
    format!(
        "<filter name='closed'><uuid>7b1d2c1e-0001-4000-8000-000000000073</uuid>\
         <rule action='accept' direction='inout' priority='100' statematch='false'><tcp dstportstart='$OPEN'/></rule>\
         {ports}</filter>"
    )
}

fn changes() -> Outcome {
    let daemon = started(&document("none"))?;
    let virsh = daemon.virsh();
    let space = with_address("fvp0")?;
    let other = guest("fvn0", "fvother", "52:54:00:00:00:05")?;
    other.ip(&["addr", "add", "10.71.0.5/24", "dev", "eth0"])?;
    let _servers = (Server::start(&space, 22)?, Server::start(&space, 23)?);
    let opens = |what: &str, port: u16, expected: bool| {
        let seen = connect(&other, GUEST, port, patience(expected))?.is_some();
        require_equal(what, seen, expected)
    };
    let drop_port = |port: u16| {
        format!("<rule action='drop' direction='in' priority='500'><tcp dstportstart='{port}'/></rule>")
    };
    define(&daemon, &closed(&drop_port(23)))?;
    define(
        &daemon,
        "<filter name='outer'><uuid>7b1d2c1e-0001-4000-8000-000000000074</uuid><filterref filter='closed'/></filter>",
    )?;
    let refused = bind(&daemon, "outer", &[]);
    require(refused.is_err_and(|e| e.to_string().contains("OPEN")), || {
        "a filter without its variables was bound".to_owned()
    })?;
    bind(&daemon, "outer", &[("OPEN", "80"), ("OPEN", "81")])?;
    opens("22", 22, true)?;
    opens("23", 23, false)?;
    require_text(&virsh.refused(&["nwfilter-undefine", "closed"])?, "in use")?;
    define(&daemon, &closed(&format!("{}{}", drop_port(22), drop_port(24))))?;
    opens("22 after the change", 22, false)?;
    opens("23 after the change", 23, true)?;
    // A change that cannot be enforced leaves all as it is.
    let file = daemon.scratch().write(
        "f.xml",
        closed("<rule action='drop' direction='in'><all ipset='x' ipsetflags='src'/></rule>"),
    )?;
    virsh.refused(&["nwfilter-define", &file])?;
    opens("22 after a refusal", 22, false)?;
    require_text(&virsh.ok(&["nwfilter-dumpxml", "closed"])?, "'24'")?;
    virsh.ok(&["nwfilter-binding-delete", "fvp0"])?;
    opens("22 without a filter", 22, true)?;
    virsh.ok(&["nwfilter-undefine", "outer"])?;
    virsh.ok(&["nwfilter-undefine", "closed"]).map(|_| ())
}

fn outlives() -> Outcome {
    let mut daemon = started(&document("none"))?;
    let space = with_address("fvp0")?;
    bind(&daemon, "clean-traffic", &[("IP", "10.71.0.3")])?;
    daemon.kill()?;
    reaches("without a daemon", &space, false)?;
    super::place::nft("flush ruleset")?;
    daemon.launch()?;
    wait::until_true("the table again", LIMIT, || {
        command::run("nft", ["list", "tables"], b"", LIMIT)
            .and_then(command::Finished::ok)
            .is_ok_and(|tables| tables.contains("ferrovirt_guest_fvp0"))
    })?;
    let list = daemon.virsh().ok(&["nwfilter-binding-list"])?;
    require_text(&list, "fvp0")?;
    reaches("after a restart", &space, false)?;
    daemon.virsh().ok(&["nwfilter-binding-delete", "fvp0"])?;
    reaches("without a filter", &space, true)?;
    ip(&["link", "delete", "fvp0"]).map(|_| ())
}
