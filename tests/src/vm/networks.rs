//! What networks ask of a kernel that not every host has: connections on bridges, and policing.

use std::net::Ipv4Addr;
use std::time::Duration;

use crate::harness::case::{Case, Outcome, require_equal};
use crate::net::packets::{Server, connect};
use crate::net::place::{MAC, Space, guest};
use crate::net::services::{document, started, with_address};

pub const CASES: &[Case] = &[
    Case {
        name: "filters_know_connections",
        run: connections,
    },
    Case {
        name: "limits_hold_in_both_directions",
        run: crate::net::limits::both,
    },
];

const PATIENCE: Duration = Duration::from_secs(20);
const SHORTLY: Duration = Duration::from_millis(1500);
const GUEST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 2);
const OTHER: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 5);

/// Connections that the guest begins pass, and their answers; of others only those to one port.
const FILTER: &str = "<filter name='own'><uuid>7b1d2c1e-0001-4000-8000-000000000081</uuid>\
    <rule action='accept' direction='out' priority='100'><tcp/></rule>\
    <rule action='accept' direction='in' priority='200'><tcp dstportstart='22'/></rule>\
    <rule action='drop' direction='inout' priority='500'><tcp/></rule></filter>";

fn connections() -> Outcome {
    let daemon = started(&document("none"))?;
    let virsh = daemon.virsh();
    let space = with_address("fvp0")?;
    let other = guest("fvn0", "fvother", "52:54:00:00:00:05")?;
    other.ip(&["addr", "add", "10.71.0.5/24", "dev", "eth0"])?;
    let _servers = (
        Server::start(&space, 22)?,
        Server::start(&space, 23)?,
        Server::start(&other, 80)?,
    );
    let holds = |from: &Space, to: Ipv4Addr, port: u16, expected: bool| {
        let patience = if expected { PATIENCE } else { SHORTLY };
        let seen = connect(from, to, port, patience)?.is_some();
        require_equal(&format!("a connection to {to}, port {port}"), seen, expected)
    };
    holds(&other, GUEST, 23, true)?;
    let file = daemon.scratch().write("f.xml", FILTER)?;
    virsh.ok(&["nwfilter-define", &file])?;
    let binding = format!(
        "<filterbinding><owner><name>g</name><uuid>7b1d2c1e-0001-4000-8000-000000000072</uuid></owner>\
         <portdev name='fvp0'/><mac address='{MAC}'/><filterref filter='own'/></filterbinding>"
    );
    let file = daemon.scratch().write("b.xml", binding)?;
    virsh.ok(&["nwfilter-binding-create", &file])?;
    holds(&space, OTHER, 80, true)?;
    holds(&other, GUEST, 22, true)?;
    holds(&other, GUEST, 23, false)?;
    virsh.ok(&["nwfilter-binding-delete", "fvp0"])?;
    holds(&other, GUEST, 23, true)?;
    drop((space, other));
    virsh.ok(&["net-destroy", "n"])?;
    virsh.ok(&["net-undefine", "n"]).map(|_| ())
}
