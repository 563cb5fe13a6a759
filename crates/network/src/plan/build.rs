//! From a document to a plan. Pure; refuses what this driver does not do, naming the element.

use super::{Bootp, DhcpHost, DhcpRange, LeaseTime, Plan, StaticRoute, Subnet};
use crate::dnsmasq::{Dns, DnsDomain, DnsHost, Forwarder, Service, Srv, Txt};
use crate::error::{Error, Result};
use ferrovirt_driver::attach::{DirectMode, Limits, Rate};
use ferrovirt_firewall::{AddressRange, Mode, Nat, PortRange, Rules};
use ferrovirt_netlink::BridgeOptions;
use ferrovirt_schema::common::address::{Address, PciAddress};
use ferrovirt_schema::common::bandwidth::Bandwidth;
use ferrovirt_schema::common::ip::Route;
use ferrovirt_schema::common::vlan::Vlan;
use ferrovirt_schema::domain::devices::hostdev::HostDevDriverName;
use ferrovirt_schema::network::{self as doc, ForwardDriver, ForwardMode, LeaseUnit, Network};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::vlan::Vlans;
use ferrovirt_xml::{OnOff, YesNo};
use ipnet::IpNet;
use std::net::IpAddr;
use std::time::Duration;

/// What a network needs of the host while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// A bridge of its own and all that is served on it.
    Own(Box<Plan>),
    /// A bridge that the host has.
    HostBridge {
        /// The bridge.
        bridge: IfName,
        /// Whether ports may not speak to each other.
        isolated: bool,
        /// VLANs that each port carries.
        vlans: Option<Vlans>,
    },
    /// Functions of PCI devices that guests get for themselves.
    Functions {
        /// Whether the host takes them from its drivers and gives them back.
        managed: Option<YesNo>,
        /// Driver that passes them on.
        driver: Option<HostDevDriverName>,
        /// Where they are; those of a physical function are known once the network has started.
        addresses: Vec<PciAddress>,
    },
    /// Macvtaps on devices that the host has.
    Direct {
        /// How those on one device speak to each other.
        mode: DirectMode,
        /// The devices; the virtual functions of `functions_of` are more of them.
        devices: Vec<IfName>,
        /// Physical functions whose virtual functions are used.
        functions_of: Vec<IfName>,
    },
}

impl Means {
    /// What the network of a completed document needs.
    pub fn of(network: &Network) -> Result<Means> {
        let name = network.name.as_str();
        let bridge = network
            .bridge_name()
            .map(|bridge| if_name(name, bridge))
            .transpose()?;
        let unsupported = |what: String| Error::Unsupported {
            network: name.to_owned(),
            what,
        };
        if network.has_own_bridge() {
            let bridge = bridge.ok_or_else(|| invalid(name, "it has no bridge name"))?;
            return plan(network, bridge).map(|plan| Means::Own(Box::new(plan)));
        }
        match (network.mode(), bridge) {
            (ForwardMode::Bridge, Some(bridge)) => {
                if network.virtual_port.is_some() {
                    let what = "<virtualport> on a bridge of the host is not supported".to_owned();
                    return Err(unsupported(what));
                }
                Ok(Means::HostBridge {
                    bridge,
                    isolated: isolated(network),
                    vlans: vlans(name, network.vlan.as_ref())?,
                })
            }
            (ForwardMode::Hostdev, None) => Ok(functions(network)),
            (mode, None) => direct(network, mode),
            (mode, Some(_)) => Err(unsupported(format!("forward mode '{mode}' has no <bridge>"))),
        }
    }
}

fn functions(network: &Network) -> Means {
    let forward = network.forward.as_ref();
    let driver = forward.and_then(|f| f.driver);
    let addresses = forward.into_iter().flat_map(|f| &f.addresses);
    Means::Functions {
        managed: forward.and_then(|f| f.managed),
        driver: driver.and_then(|driver| match driver {
            ForwardDriver::Kvm => Some(HostDevDriverName::Kvm),
            ForwardDriver::Vfio => Some(HostDevDriverName::Vfio),
            ForwardDriver::Default => None,
        }),
        addresses: addresses
            .filter_map(|a| match a.address {
                Address::Pci(address) => Some(address),
                _ => None,
            })
            .collect(),
    }
}

fn direct(network: &Network, mode: ForwardMode) -> Result<Means> {
    let name = &network.name;
    let mode = match mode {
        ForwardMode::Private => DirectMode::Private,
        ForwardMode::Vepa => DirectMode::Vepa,
        ForwardMode::Passthrough => DirectMode::Passthrough,
        _ => DirectMode::Bridge,
    };
    let forward = network.forward.as_ref();
    let devices = forward.into_iter().flat_map(|f| &f.interfaces);
    let devices: Vec<IfName> = devices.map(|d| if_name(name, &d.dev)).collect::<Result<_>>()?;
    let functions_of = forward.into_iter().flat_map(|f| &f.pfs);
    let functions_of: Vec<IfName> = functions_of
        .map(|pf| if_name(name, &pf.dev))
        .collect::<Result<_>>()?;
    Ok(Means::Direct {
        mode,
        devices,
        functions_of,
    })
}

/// VLANs as a document says them.
pub(crate) fn vlans(network: &str, vlan: Option<&Vlan>) -> Result<Option<Vlans>> {
    let carried = vlan.map(Vlan::carried).transpose();
    carried.map_err(|number| {
        let what = format!("{number} is not the number of a VLAN, which is 1 to 4094");
        invalid(network, &what)
    })
}

/// Limits as a document says them.
pub(crate) fn limits(bandwidth: Option<&Bandwidth>) -> Limits {
    let rate = |r: &Option<ferrovirt_schema::common::bandwidth::Rate>| {
        let r = r.as_ref()?;
        Some(Rate {
            average: r.average.unwrap_or(0),
            peak: r.peak,
            burst: r.burst,
            floor: r.floor,
        })
    };
    bandwidth.map_or_else(Limits::default, |b| Limits {
        inbound: rate(&b.inbound),
        outbound: rate(&b.outbound),
    })
}

fn plan(network: &Network, bridge: IfName) -> Result<Plan> {
    let name = &network.name;
    let subnets = network
        .ips
        .iter()
        .map(|ip| subnet(name, ip))
        .collect::<Result<Vec<_>>>()?;
    let addresses: Vec<IpNet> = subnets.iter().map(|s| s.address).collect();
    let routes = network
        .routes
        .iter()
        .map(|route| static_route(name, route))
        .collect::<Result<Vec<_>>>()?;
    let doc_bridge = network.bridge.as_ref();
    let mtu = network.mtu.as_ref().map(|mtu| mtu.size);
    let options = BridgeOptions {
        mac: network.mac.as_ref().map(|mac| mac.address.0),
        stp: doc_bridge.and_then(|b| b.stp) != Some(OnOff::Off),
        forward_delay: Duration::from_secs(doc_bridge.and_then(|b| b.delay).unwrap_or(0)),
        mtu,
    };
    let rules = rules(network, &bridge, &addresses, &routes)?;
    let service = Service {
        bridge: bridge.clone(),
        domain: network
            .domain
            .as_ref()
            .map(|domain| domain_of(name, domain))
            .transpose()?,
        dns: dns(name, network.dns.as_ref())?,
        subnets,
        beyond: network.mode() != ForwardMode::None,
        mtu,
        options: network
            .dnsmasq_options
            .iter()
            .map(|o| one_line(name, &o.value))
            .collect::<Result<_>>()?,
    };
    let service = service.is_needed().then_some(service);
    Ok(Plan {
        name: name.clone(),
        bridge,
        options,
        addresses,
        routes,
        rules,
        service,
        limits: limits(network.bandwidth.as_ref()),
    })
}

fn rules(
    network: &Network,
    bridge: &IfName,
    subnets: &[IpNet],
    routes: &[StaticRoute],
) -> Result<Option<Rules>> {
    let forward = network.forward.as_ref();
    let mode = match network.mode() {
        ForwardMode::Open => return Ok(None),
        ForwardMode::Route => Mode::Routed,
        ForwardMode::Nat => Mode::Nat(nat(&network.name, forward.and_then(|f| f.nat.as_ref()))?),
        _ => Mode::Isolated,
    };
    let devices = forward.into_iter().flat_map(|f| &f.interfaces);
    Ok(Some(Rules {
        bridge: bridge.clone(),
        subnets: subnets.to_vec(),
        routed: routes.iter().map(|r| r.destination).collect(),
        mode,
        devices: devices
            .map(|d| if_name(&network.name, &d.dev))
            .collect::<Result<_>>()?,
    }))
}

fn nat(network: &str, nat: Option<&doc::Nat>) -> Result<Nat> {
    let v4 = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => Ok(ip),
        IpAddr::V6(_) => Err(invalid(network, "<nat> takes IPv4 addresses only")),
    };
    let addresses = match nat.and_then(|nat| nat.addresses.first()) {
        Some(a) => Some(AddressRange {
            first: v4(a.start.0)?,
            last: v4(a.end.unwrap_or(a.start).0)?,
        }),
        None => None,
    };
    let ports = nat.and_then(|nat| nat.ports.first());
    Ok(Nat {
        ports: ports.map_or_else(PortRange::default, |p| PortRange {
            first: p.start,
            last: p.end,
        }),
        addresses,
        ipv6: nat.is_some_and(|nat| nat.ipv6 == Some(YesNo::Yes)),
    })
}

fn subnet(network: &str, ip: &doc::Ip) -> Result<Subnet> {
    let address = ip
        .address
        .zip(ip.prefix_len())
        .and_then(|(address, prefix)| IpNet::new(address.0, prefix).ok())
        .ok_or_else(|| invalid(network, "an <ip> has no usable address, prefix or netmask"))?;
    let dhcp = ip.dhcp.as_ref();
    let ranges = dhcp.into_iter().flat_map(|d| &d.ranges).map(|range| DhcpRange {
        start: range.start.0,
        end: range.end.0,
        lease: range.lease.as_ref().map(lease_time),
    });
    let hosts = dhcp.into_iter().flat_map(|d| &d.hosts).map(|host| {
        Ok(DhcpHost {
            mac: host.mac.map(|mac| mac.0),
            id: host.id.as_deref().map(|id| word(network, id)).transpose()?,
            name: host.name.as_deref().map(|name| word(network, name)).transpose()?,
            ip: host.ip.map(|ip| ip.0),
            lease: host.lease.as_ref().map(lease_time),
        })
    });
    let bootp = dhcp.and_then(|d| d.bootp.as_ref()).map(|b| Bootp {
        file: b.file.clone(),
        server: b.server.clone(),
    });
    Ok(Subnet {
        address,
        dhcp: dhcp.is_some_and(|d| !d.ranges.is_empty() || !d.hosts.is_empty()),
        ranges: ranges.collect(),
        hosts: hosts.collect::<Result<_>>()?,
        bootp,
        tftp_root: ip.tftp.as_ref().and_then(|t| t.root.clone()),
        local_ptr: ip.local_ptr == Some(YesNo::Yes),
    })
}

fn lease_time(lease: &doc::Lease) -> LeaseTime {
    let seconds = match lease.unit.unwrap_or_default() {
        LeaseUnit::Seconds => 1,
        LeaseUnit::Minutes => 60,
        LeaseUnit::Hours => 3600,
    };
    match lease.expiry {
        0 => LeaseTime::Infinite,
        n => LeaseTime::Seconds(n.saturating_mul(seconds)),
    }
}

fn static_route(network: &str, route: &Route) -> Result<StaticRoute> {
    let bad = || invalid(network, "a <route> has no usable destination and gateway");
    let gateway = route.gateway.ok_or_else(bad)?.0;
    let address = route.address.map_or(
        if gateway.is_ipv4() {
            IpAddr::V4(0.into())
        } else {
            IpAddr::V6(0.into())
        },
        |address| address.0,
    );
    // The same rules for masks and prefixes as those of an <ip>, but that a bare address is a host or all.
    let ip = doc::Ip {
        family: route.family,
        address: Some(ferrovirt_schema::common::ip::Ip(address)),
        netmask: route.netmask,
        prefix: route.prefix,
        ..doc::Ip::default()
    };
    let prefix = if route.prefix.is_none() && route.netmask.is_none() && address.is_unspecified() {
        Some(0)
    } else {
        ip.prefix_len()
    };
    let destination = IpNet::new(address, prefix.ok_or_else(bad)?)
        .map_err(|_| bad())?
        .trunc();
    Ok(StaticRoute {
        destination,
        gateway,
        metric: route.metric,
    })
}

fn domain_of(network: &str, domain: &doc::Domain) -> Result<DnsDomain> {
    Ok(DnsDomain {
        name: word(network, &domain.name)?,
        local_only: domain.local_only == Some(YesNo::Yes),
    })
}

fn dns(network: &str, dns: Option<&doc::Dns>) -> Result<Option<Dns>> {
    let Some(dns) = dns else {
        return Ok(Some(Dns::default()));
    };
    if dns.enable == Some(YesNo::No) {
        return Ok(None);
    }
    let word = |text: &str| word(network, text);
    let optional = |text: Option<&str>| text.map(word).transpose();
    let forwarder = |f: &doc::Forwarder| {
        Ok(Forwarder {
            domain: optional(f.domain.as_deref())?,
            address: f.addr.map(|a| a.0),
            port: f.port,
        })
    };
    let srv = |s: &doc::Srv| {
        Ok(Srv {
            service: word(&s.service)?,
            protocol: word(&s.protocol)?,
            domain: optional(s.domain.as_deref())?,
            target: optional(s.target.as_deref())?,
            port: s.port,
            priority: s.priority,
            weight: s.weight,
        })
    };
    let host = |h: &doc::DnsHost| {
        let ip =
            h.ip.ok_or_else(|| invalid(network, "a <host> in <dns> has no address"))?
                .0;
        Ok(DnsHost {
            ip,
            names: h.hostnames.iter().map(|name| word(name)).collect::<Result<_>>()?,
        })
    };
    Ok(Some(Dns {
        keep_plain_names: dns.forward_plain_names == Some(YesNo::No),
        forwarders: dns.forwarders.iter().map(forwarder).collect::<Result<_>>()?,
        txts: dns
            .txts
            .iter()
            .map(|t| Txt {
                name: t.name.clone(),
                value: t.value.clone(),
            })
            .collect(),
        srvs: dns.srvs.iter().map(srv).collect::<Result<_>>()?,
        hosts: dns.hosts.iter().map(host).collect::<Result<_>>()?,
    }))
}

pub(crate) fn isolated(network: &Network) -> bool {
    network
        .port
        .as_ref()
        .is_some_and(|port| port.isolated == Some(YesNo::Yes))
}

/// A word of a file of dnsmasq's that is not quoted: nothing in it may end a field or a line.
fn word(network: &str, text: &str) -> Result<String> {
    let fits = |b: u8| b.is_ascii_graphic() && !matches!(b, b',' | b'"' | b'\\' | b'#' | b'/' | b'=');
    if !text.is_empty() && text.len() <= 255 && text.bytes().all(fits) {
        return Ok(text.to_owned());
    }
    Err(invalid(
        network,
        &format!("'{}' cannot be a name in DNS or DHCP", text.escape_default()),
    ))
}

fn one_line(network: &str, text: &str) -> Result<String> {
    if text.chars().any(char::is_control) {
        return Err(invalid(network, "a dnsmasq:option has more than one line"));
    }
    Ok(text.to_owned())
}

fn if_name(network: &str, name: &str) -> Result<IfName> {
    name.parse()
        .map_err(|e: ferrovirt_types::ifname::ParseIfNameError| invalid(network, &e.to_string()))
}

fn invalid(network: &str, what: &str) -> Error {
    Error::Invalid {
        network: network.to_owned(),
        what: what.to_owned(),
    }
}
