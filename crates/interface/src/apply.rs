//! Makes a plan true over netlink, and takes it back.

use crate::error::{InterfaceError, Result};
use crate::live;
use crate::plan::{BOND_MODES, Kind, Plan};
use ferrovirt_netlink::{BondOptions, BridgeOptions, Netlink};
use ferrovirt_types::ifname::IfName;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

/// Brings an interface up; what was made by a start that failed is removed.
pub(crate) async fn start(netlink: &Netlink, plan: &Plan) -> Result<()> {
    for name in plan.kind.below() {
        if !live::exists(name.as_str()) {
            return Err(InterfaceError::State(format!(
                "interface '{name}', which '{}' is made of, is not there: start or plug it first",
                plan.name
            )));
        }
    }
    let there = live::exists(plan.name.as_str());
    if !there && !plan.kind.is_made() {
        return Err(InterfaceError::State(format!(
            "there is no device '{}' on this host",
            plan.name
        )));
    }
    let outcome = bring_up(netlink, plan, there).await;
    if outcome.is_err() && !there && plan.kind.is_made() {
        // What is reported is why the start failed.
        if let Err(undo) = netlink.delete_link(&plan.name).await {
            tracing::error!(interface = %plan.name, error = %undo, "a half made interface stays");
        }
    }
    outcome
}

async fn bring_up(netlink: &Netlink, plan: &Plan, there: bool) -> Result<()> {
    if !there {
        make(netlink, plan).await?;
    }
    if let Some(mac) = plan
        .mac
        .filter(|_| there || !matches!(plan.kind, Kind::Bridge { .. }))
    {
        netlink.set_mac(&plan.name, mac).await?;
    }
    join(netlink, plan).await?;
    // A bridge takes the least of its ports when they join.
    if let Some(mtu) = plan.mtu {
        netlink.set_mtu(&plan.name, mtu).await?;
    }
    netlink.set_up(&plan.name).await?;
    for family in &plan.families {
        for net in &family.addresses {
            match netlink.add_address(&plan.name, *net).await {
                Err(error) if error.errno() == Some(EXISTS) => {}
                other => other?,
            }
        }
        if let Some(gateway) = family.gateway {
            match netlink
                .add_route(&plan.name, default_route(gateway), Some(gateway), None)
                .await
            {
                Err(error) if error.errno() == Some(EXISTS) => {}
                other => other?,
            }
        }
    }
    Ok(())
}

/// `EEXIST`: it is as it should be already.
const EXISTS: i32 = 17;

fn default_route(gateway: IpAddr) -> IpNet {
    match gateway {
        IpAddr::V4(_) => IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0)),
        IpAddr::V6(_) => IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 0)),
    }
}

async fn make(netlink: &Netlink, plan: &Plan) -> Result<()> {
    match &plan.kind {
        Kind::Ethernet => {}
        Kind::Bridge { stp, delay, .. } => {
            let options = BridgeOptions {
                mac: plan.mac,
                stp: *stp,
                forward_delay: Duration::from_secs_f64(*delay),
                mtu: plan.mtu,
            };
            netlink.create_bridge(&plan.name, &options).await?;
        }
        Kind::Bond {
            mode, miimon, arp, ..
        } => {
            let mode = BOND_MODES.iter().position(|known| known == mode).unwrap_or(0);
            let options = BondOptions {
                mode: u8::try_from(mode).unwrap_or(0),
                miimon: *miimon,
                arp: *arp,
            };
            netlink.create_bond(&plan.name, &options).await?;
        }
        Kind::Vlan { tag, parent } => netlink.create_vlan(&plan.name, parent, *tag).await?,
    }
    Ok(())
}

/// Ports of a bridge are switched on; those of a bond have to be off when they join and are then its own.
async fn join(netlink: &Netlink, plan: &Plan) -> Result<()> {
    match &plan.kind {
        Kind::Bridge { ports, .. } => {
            for port in ports {
                netlink.attach(port, &plan.name).await?;
                netlink.set_up(port).await?;
            }
        }
        Kind::Bond { ports, .. } => {
            for port in ports {
                netlink.set_down(port).await?;
                netlink.attach(port, &plan.name).await?;
            }
        }
        Kind::Vlan { parent, .. } => netlink.set_up(parent).await?,
        Kind::Ethernet => {}
    }
    Ok(())
}

/// Switches an interface off; what was made of others is removed, and they are free again.
pub(crate) async fn stop(netlink: &Netlink, name: &IfName, kind: Option<&Kind>) -> Result<()> {
    let made = kind.is_some_and(Kind::is_made);
    if made {
        netlink.delete_link(name).await?;
    } else {
        netlink.set_down(name).await?;
    }
    Ok(())
}
