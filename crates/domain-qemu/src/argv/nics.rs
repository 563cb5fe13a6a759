//! Network interfaces.

use super::place::{alias, at, virtio_device, virtio_options};
use super::{Argv, Context, Props};
use crate::error::{QemuError, Result};
use crate::nics::function_of;
use ferrovirt_schema::common::ip::Family;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::VirtioModel;
use ferrovirt_schema::domain::devices::interface::{
    Interface, InterfaceDriverName, InterfaceSource, LinkState, Offloads, SocketSource,
};
use ferrovirt_schema::domain::os::BootDevice;

pub(super) fn write(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    for nic in doc.devices.iter().flat_map(|d| &d.interfaces) {
        let mac = nic
            .mac
            .as_ref()
            .map(|m| m.address.to_string())
            .unwrap_or_default();
        out.from(format!("devices/interface[mac/@address='{mac}']"));
        if function_of(nic).is_some() {
            out.pair("-device", nic_device(nic, doc, 0)?.finish());
            continue;
        }
        let fds = cx
            .runtime
            .nic_fds
            .get(alias(&nic.info))
            .map_or(&[][..], Vec::as_slice);
        let fds: Vec<String> = fds.iter().map(i32::to_string).collect();
        out.pair("-netdev", nic_netdev(nic, &fds)?.finish());
        out.pair("-device", nic_device(nic, doc, fds.len())?.finish());
    }
    out.origin = None;
    Ok(())
}

/// The host's side; `fds` are the numbers or names of the descriptors of its device's queues.
pub fn nic_netdev(nic: &Interface, fds: &[String]) -> Result<Props> {
    let id = format!("host{}", alias(&nic.info));
    let socket = |s: &SocketSource| {
        format!(
            "{}:{}",
            s.address.as_deref().unwrap_or_default(),
            s.port.unwrap_or(0)
        )
    };
    let props = match &nic.source {
        InterfaceSource::User(_) => user(nic),
        InterfaceSource::Network(_)
        | InterfaceSource::Bridge(_)
        | InterfaceSource::Ethernet(_)
        | InterfaceSource::Direct(_) => {
            let vhost = nic.driver.as_ref().and_then(|d| d.name) == Some(InterfaceDriverName::Vhost);
            let props = Props::with("type", "tap");
            let list = fds.join(":");
            let props = match fds.len() {
                0 => {
                    return Err(QemuError::ConfigUnsupported(
                        "the interface has no device on the host".to_owned(),
                    ));
                }
                1 => props.str("fd", &list),
                _ => props.str("fds", &list),
            };
            props
                .bool_opt("vhost", vhost.then_some(true))
                .num_opt("sndbuf", nic.tune.as_ref().and_then(|t| t.sndbuf))
        }
        InterfaceSource::Mcast(s) => Props::with("type", "socket").str("mcast", &socket(s)),
        InterfaceSource::Server(s) => Props::with("type", "socket").str("listen", &socket(s)),
        InterfaceSource::Client(s) => Props::with("type", "socket").str("connect", &socket(s)),
        InterfaceSource::Udp(s) => {
            let local = s.local.as_ref();
            let local = format!(
                "{}:{}",
                local.and_then(|l| l.address.as_deref()).unwrap_or_default(),
                local.and_then(|l| l.port).unwrap_or(0)
            );
            Props::with("type", "socket")
                .str("udp", &socket(s))
                .str("localaddr", &local)
        }
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "this kind of interface is not supported: {other:?}"
            )));
        }
    };
    Ok(props.str("id", &id))
}

fn user(nic: &Interface) -> Props {
    let mut props = Props::with("type", "user");
    for ip in &nic.ips {
        let prefix = |default: u32| ip.prefix.unwrap_or(default);
        let v6 = ip.family == Some(Family::Ipv6) || ip.address.0.is_ipv6();
        props = if v6 {
            props
                .str("ipv6-prefix", &ip.address.0.to_string())
                .num("ipv6-prefixlen", prefix(64))
        } else {
            props.str("net", &format!("{}/{}", ip.address.0, prefix(24)))
        };
    }
    props
}

/// The guest's side, for a host device of so many queues; a function of the host is all there is of its interface.
pub fn nic_device(nic: &Interface, doc: &Domain, queues: usize) -> Result<Props> {
    if let Some(function) = function_of(nic) {
        let props = Props::device("vfio-pci")
            .str("host", &function.to_string())
            .str("id", alias(&nic.info))
            .num_opt("bootindex", boot_index(nic, doc));
        return at(props, &nic.info, doc);
    }
    let model = nic.model.as_deref().unwrap_or("rtl8139");
    let variant = match model {
        "virtio-transitional" => Some(VirtioModel::Transitional),
        "virtio-non-transitional" => Some(VirtioModel::NonTransitional),
        _ => None,
    };
    let driver = nic.driver.as_ref();
    let mut props = if model.starts_with("virtio") {
        let mut props = Props::device(&virtio_device("virtio-net", variant));
        if let Some(d) = driver {
            props = virtio_options(props, Some(&d.virtio))
                .opt(
                    "tx",
                    d.txmode.map(|t| {
                        if t.as_str() == "iothread" {
                            "bh"
                        } else {
                            t.as_str()
                        }
                    }),
                )
                .bool_opt("ioeventfd", d.ioeventfd.map(|v| v.is_on()))
                .bool_opt("event_idx", d.event_idx.map(|v| v.is_on()));
            props = offloads(props, "", d.host.as_ref());
            props = offloads(props, "guest_", d.guest.as_ref());
            props = props
                .num_opt("rx_queue_size", d.rx_queue_size)
                .num_opt("tx_queue_size", d.tx_queue_size);
        }
        if queues > 1 {
            // An interrupt for each direction of a queue, one for changes, one for control.
            props = props.bool("mq", true).num("vectors", (2 * queues + 2) as u64);
        }
        props.num_opt("host_mtu", nic.mtu)
    } else {
        Props::device(model)
    };
    let id = alias(&nic.info);
    let mac = nic
        .mac
        .as_ref()
        .map(|m| m.address.to_string())
        .unwrap_or_default();
    props = props
        .str("netdev", &format!("host{id}"))
        .str("id", id)
        .str("mac", &mac);
    props = props.num_opt("bootindex", boot_index(nic, doc));
    at(props, &nic.info, doc)
}

fn offloads(props: Props, prefix: &str, o: Option<&Offloads>) -> Props {
    let Some(o) = o else { return props };
    let host = if prefix.is_empty() { "host_" } else { prefix };
    let key = |name: &str| format!("{host}{name}");
    let csum = if prefix.is_empty() {
        "csum".to_owned()
    } else {
        "guest_csum".to_owned()
    };
    let gso = prefix.is_empty().then_some(o.gso).flatten();
    props
        .bool_opt(&csum, o.csum.map(|v| v.is_on()))
        .bool_opt("gso", gso.map(|v| v.is_on()))
        .bool_opt(&key("tso4"), o.tso4.map(|v| v.is_on()))
        .bool_opt(&key("tso6"), o.tso6.map(|v| v.is_on()))
        .bool_opt(&key("ecn"), o.ecn.map(|v| v.is_on()))
        .bool_opt(&key("ufo"), o.ufo.map(|v| v.is_on()))
        .bool_opt("mrg_rxbuf", o.mrg_rxbuf.map(|v| v.is_on()))
}

fn boot_index(nic: &Interface, doc: &Domain) -> Option<u32> {
    if let Some(boot) = &nic.info.boot {
        return Some(boot.order);
    }
    let turn = doc.os.boot.iter().position(|b| *b == BootDevice::Network)?;
    let first = doc.devices.iter().flat_map(|d| &d.interfaces).next()?;
    (first.info.alias == nic.info.alias).then(|| u32::try_from(turn + 1).unwrap_or(u32::MAX))
}

/// Whether the cable is to be out at start.
pub fn is_down(nic: &Interface) -> bool {
    nic.link == Some(LinkState::Down)
}
