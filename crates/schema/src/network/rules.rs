//! What holds in every document of a network, whichever driver reads it: short forms written out, and
//! parts that must not contradict each other.

use super::{Bridge, Forward, ForwardInterface, ForwardMode, Ip, Network, Range, Srv};
use crate::common::address::Address;
use crate::common::ip::Route;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::{OnOff, XmlError, YesNo};
use std::collections::HashSet;
use std::net::IpAddr;

impl Network {
    /// The way out of the network.
    pub fn mode(&self) -> ForwardMode {
        self.forward.as_ref().map_or(ForwardMode::None, Forward::mode)
    }

    /// Whether the bridge is made for this network, rather than one of the host's or none.
    pub fn has_own_bridge(&self) -> bool {
        matches!(
            self.mode(),
            ForwardMode::None | ForwardMode::Nat | ForwardMode::Route | ForwardMode::Open
        )
    }

    /// Name of the bridge, where there is one.
    pub fn bridge_name(&self) -> Option<&str> {
        self.bridge
            .as_ref()?
            .name
            .as_deref()
            .filter(|name| !name.is_empty())
    }

    /// Writes short forms out, as every reader of this format does: an empty `<forward/>` translates,
    /// its `dev` is its first interface, and a bridge of our own speaks STP without delay.
    pub fn normalize(&mut self) {
        if self.mode() == ForwardMode::None {
            self.forward = None;
        }
        if let Some(forward) = &mut self.forward {
            forward.mode = Some(forward.mode());
            match (&forward.dev, forward.interfaces.first()) {
                (Some(dev), None) => {
                    forward.interfaces.push(ForwardInterface {
                        dev: dev.clone(),
                        connections: None,
                    });
                }
                (None, Some(first)) => forward.dev = Some(first.dev.clone()),
                _ => {}
            }
        }
        let own = self.has_own_bridge();
        if let Some(bridge) = self.bridge.as_mut().filter(|_| own) {
            bridge.complete();
        }
    }

    /// Checks what must not contradict each other.
    pub fn check(&self) -> Result<(), XmlError> {
        let code = match self.name.as_str() {
            "" => Some(ErrorNumber::NoName),
            "." | ".." => Some(ErrorNumber::XmlError),
            name => name.contains('/').then_some(ErrorNumber::XmlDetail),
        };
        if let Some(code) = code {
            let what = format!("'{}' cannot be the name of a network", self.name);
            return Err(XmlError::coded("network/name", code, what));
        }
        if let Some(mac) = self
            .mac
            .as_ref()
            .map(|mac| mac.address.0)
            .filter(MacAddr::is_multicast)
        {
            let what = format!("a bridge cannot have the address of a group, {mac}");
            return Err(rule("network/mac/@address", what));
        }
        self.check_dns()?;
        for (i, ip) in self.ips.iter().enumerate() {
            ip.check(&format!("network/ip[{}]", i + 1))?;
        }
        for (i, route) in self.routes.iter().enumerate() {
            self.check_route(route, &format!("network/route[{}]", i + 1))?;
        }
        // Whether the parts fit how the network leads out is asked once each is known to be right by itself.
        self.check_forward()?;
        let mut names = HashSet::new();
        match self.portgroups.iter().find(|group| !names.insert(&group.name)) {
            Some(twice) => Err(rule(
                "network/portgroup",
                format!("port group '{}' is there twice", twice.name),
            )),
            None => Ok(()),
        }
    }

    fn check_forward(&self) -> Result<(), XmlError> {
        let Some(forward) = &self.forward else {
            return Ok(());
        };
        let (mode, name) = (forward.mode(), &self.name);
        let fail = |what: String| Err(rule("network/forward", what));
        if forward.dev.is_some() && !(forward.addresses.is_empty() && forward.pfs.is_empty()) {
            return fail(format!(
                "the <forward> 'dev' attribute cannot be used when <address> or <pf> sub-elements are present in \
                 network {name}"
            ));
        }
        if let (Some(dev), Some(first)) = (&forward.dev, forward.interfaces.first())
            && *dev != first.dev
        {
            return fail(format!(
                "dev='{dev}' of <forward> is not its first interface '{}' in network '{name}'",
                first.dev
            ));
        }
        let bridge = self.bridge.as_ref();
        let options = bridge.is_some_and(|b| b.stp.is_some() || b.delay.is_some() || b.zone.is_some());
        if !self.has_own_bridge() && options {
            return fail(format!(
                "bridge delay/stp/zone options only allowed in route, nat, and isolated mode, not in {mode} \
                 (network '{name}')"
            ));
        }
        if !self.has_own_bridge() && self.mtu.is_some() {
            return fail(format!(
                "mtu size only allowed in open, route, nat, and isolated mode, not in {mode} (network '{name}')"
            ));
        }
        if mode == ForwardMode::Open && (forward.dev.is_some() || !forward.interfaces.is_empty()) {
            return fail(format!(
                "forward dev not allowed for network '{name}' with forward mode='open'"
            ));
        }
        if mode != ForwardMode::Nat && forward.nat.is_some() {
            return fail(format!(
                "<nat> needs mode='nat', but the mode of network '{name}' is '{mode}'"
            ));
        }
        if let Some(nat) = &forward.nat {
            if nat.addresses.len() > 1 || nat.ports.len() > 1 {
                return fail(format!(
                    "<nat> of network '{name}' may have one <address> and one <port>"
                ));
            }
            for range in &nat.addresses {
                let end = range.end.map(|end| end.0);
                match (range.start.0, end) {
                    (IpAddr::V4(_), Some(end @ IpAddr::V4(_))) => {
                        check_range(range.start.0, end)
                            .map_err(|what| internal("network/forward/nat/address", what))?;
                    }
                    (_, None) => return fail("a range of addresses of <nat> needs an end".to_owned()),
                    _ => return fail("addresses of <nat> are of IPv4".to_owned()),
                }
            }
            if let Some(bad) = nat.ports.iter().find(|p| p.start > p.end) {
                let what = format!("ports of <nat> from {} to {} have to go up", bad.start, bad.end);
                return Err(XmlError::coded(
                    "network/forward/nat/port",
                    ErrorNumber::XmlDetail,
                    what,
                ));
            }
        }
        let mut seen = HashSet::new();
        for device in &forward.addresses {
            let Address::Pci(pci) = &device.address else {
                return unsupported(
                    "network/forward/address",
                    "a device is handed over by its PCI address",
                );
            };
            if !seen.insert(pci) {
                return fail(format!(
                    "PCI device '{pci}' can only be listed once in network {name}"
                ));
            }
        }
        if mode != ForwardMode::None && self.has_own_bridge() && self.ips.is_empty() {
            return fail(format!(
                "{mode} forwarding requested, but no IP address provided for network '{name}'"
            ));
        }
        let mut seen = HashSet::new();
        match forward.interfaces.iter().find(|i| !seen.insert(&i.dev)) {
            Some(twice) => fail(format!(
                "interface '{}' can only be listed once in network {name}",
                twice.dev
            )),
            None => Ok(()),
        }
    }

    fn check_dns(&self) -> Result<(), XmlError> {
        let Some(dns) = &self.dns else { return Ok(()) };
        let nothing =
            dns.forwarders.is_empty() && dns.txts.is_empty() && dns.srvs.is_empty() && dns.hosts.is_empty();
        if dns.enable == Some(YesNo::No) && !nothing {
            let what = format!(
                "network '{}' has enable='no' in <dns>, but records in it",
                self.name
            );
            return Err(rule("network/dns", what));
        }
        if let Some(host) = dns
            .hosts
            .iter()
            .find(|h| h.ip.is_none() || h.hostnames.is_empty())
        {
            let ip = host.ip.map(|ip| ip.0.to_string()).unwrap_or_default();
            let what = format!("<host ip='{ip}'> needs an address and a <hostname>");
            return detail("network/dns/host", what);
        }
        if let Some(txt) = dns
            .txts
            .iter()
            .find(|t| t.name.contains(' ') || t.value.is_none())
        {
            let what = format!(
                "<txt name='{}'> needs a name without blanks and a value",
                txt.name
            );
            return detail("network/dns/txt", what);
        }
        let needless =
            |s: &&Srv| s.target.is_none() && (s.port.is_some() || s.priority.is_some() || s.weight.is_some());
        if let Some(srv) = dns.srvs.iter().find(needless) {
            let what = format!(
                "<srv service='{}'> has a port, priority or weight but no target",
                srv.service
            );
            return detail("network/dns/srv", what);
        }
        match dns
            .forwarders
            .iter()
            .find(|f| f.addr.is_none() && f.domain.is_none())
        {
            Some(_) => Err(rule("network/dns/forwarder", "<forwarder> needs addr or domain")),
            None => Ok(()),
        }
    }

    fn check_route(&self, route: &Route, path: &str) -> Result<(), XmlError> {
        let v6 = route.family == Some(crate::common::ip::Family::Ipv6);
        for address in [route.address, route.netmask, route.gateway]
            .into_iter()
            .flatten()
        {
            if address.0.is_ipv6() != v6 {
                return Err(rule(path, format!("{} is not of the route's family", address.0)));
            }
        }
        if route.prefix.is_some() && route.netmask.is_some() {
            return Err(rule(path, "a route has a prefix or a netmask, not both"));
        }
        if route.gateway.is_none() {
            return Err(rule(path, "a route needs a gateway"));
        }
        let Some(to) = route.address.map(|a| a.0) else {
            return Err(rule(path, "a route needs an address"));
        };
        let mask = Ip {
            address: route.address,
            netmask: route.netmask,
            prefix: route.prefix.or(route.netmask.is_none().then_some(0)),
            ..Ip::default()
        };
        let most = if v6 { 128 } else { 32 };
        let Some(prefix) = mask.prefix_len().filter(|p| *p <= most) else {
            return Err(rule(
                path,
                "no network can be made of the route's prefix or netmask",
            ));
        };
        if masked(to, prefix) != to {
            return Err(rule(
                path,
                format!("{to}/{prefix} is not the address of a network"),
            ));
        }
        let reaches = |gateway: IpAddr| {
            let of = |ip: &Ip| ip.address.zip(ip.prefix_len());
            let mut nets = self.ips.iter().filter_map(of);
            nets.any(|(address, prefix)| in_subnet(address.0, prefix, gateway))
        };
        match route.gateway.map(|g| g.0).filter(|g| !reaches(*g)) {
            Some(gateway) => unsupported(
                path,
                format!("the gateway {gateway} is in none of the network's subnets"),
            ),
            None => Ok(()),
        }
    }
}

/// Refuses a range that is reversed or too large.
fn check_range(start: IpAddr, end: IpAddr) -> Result<(), String> {
    let size = match (start, end) {
        (IpAddr::V4(a), IpAddr::V4(b)) => b.to_bits().checked_sub(a.to_bits()).map(u128::from),
        (IpAddr::V6(a), IpAddr::V6(b)) => b.to_bits().checked_sub(a.to_bits()),
        _ => {
            return Err(format!("mismatch of address family in range {start} - {end}"));
        }
    };
    match size {
        None => Err(format!("range {start} - {end} is reversed")),
        Some(65536..) => Err(format!("range {start} - {end} has more than 65536 addresses")),
        Some(_) => Ok(()),
    }
}

impl Forward {
    /// The way; translation where none is given.
    pub fn mode(&self) -> ForwardMode {
        self.mode.unwrap_or(ForwardMode::Nat)
    }
}

impl Bridge {
    /// What a bridge of our own has when nothing is said.
    pub fn complete(&mut self) {
        self.stp.get_or_insert(OnOff::On);
        self.delay.get_or_insert(0);
    }
}

impl Ip {
    /// Length of the prefix: as given, as the mask says, or else that of the address's old class.
    /// `None` when there is no address or the mask has holes.
    pub fn prefix_len(&self) -> Option<u8> {
        let address = self.address?.0;
        if let Some(prefix) = self.prefix {
            return u8::try_from(prefix).ok();
        }
        match (address, self.netmask.map(|mask| mask.0)) {
            (IpAddr::V4(_), Some(IpAddr::V4(mask))) => {
                let bits = mask.to_bits();
                let ones = bits.leading_ones();
                (bits.checked_shl(ones).unwrap_or(0) == 0).then_some(u8::try_from(ones).ok()?)
            }
            (IpAddr::V4(ip), None) => Some(match ip.octets()[0] {
                0..=127 => 8,
                128..=191 => 16,
                _ => 24,
            }),
            (IpAddr::V6(_), None) => Some(64),
            _ => None,
        }
    }

    fn check(&self, path: &str) -> Result<(), XmlError> {
        let Some(address) = self.address.map(|a| a.0) else {
            return Err(rule(path, "an <ip> needs an address"));
        };
        let v6 = self.family == Some(crate::common::ip::Family::Ipv6);
        if address.is_ipv6() != v6 {
            let family = if v6 { "ipv6" } else { "ipv4" };
            return unsupported(path, format!("{address} does not fit family='{family}'"));
        }
        if self.prefix.is_some() && self.netmask.is_some() {
            return unsupported(path, "an <ip> has a prefix or a netmask, not both");
        }
        let longest = if v6 { 128 } else { 32 };
        if let Some(prefix) = self.prefix.filter(|prefix| *prefix > longest) {
            let what =
                format!("prefix {prefix} of {address} is longer than the {longest} bits of an address");
            return unsupported(path, what);
        }
        if self.netmask.is_some_and(|mask| v6 || mask.0.is_ipv6()) {
            return unsupported(path, "a netmask is for IPv4 only");
        }
        if v6 && self.tftp.is_some() {
            return unsupported(path, "<tftp> is for IPv4 only");
        }
        let Some(dhcp) = &self.dhcp else { return Ok(()) };
        for range in &dhcp.ranges {
            let Some(prefix) = self.prefix_len() else {
                let what = format!("no subnet can be made of {address} and its netmask");
                return Err(internal(path, what));
            };
            range_within(range, address, prefix).map_err(|what| internal(path, what))?;
        }
        for host in &dhcp.hosts {
            let known = host.mac.is_some() || host.id.is_some() || host.name.is_some();
            if !known || (v6 && host.mac.is_some()) {
                let what = if v6 { "id or name" } else { "mac or name" };
                return Err(rule(path, format!("a <host> of DHCP needs {what}")));
            }
            if host.ip.is_none() {
                return Err(rule(path, "missing IP address in a <host> of DHCP"));
            }
            let foreign = |c: char| !c.is_ascii_hexdigit() && c != ':';
            if let Some(id) = host.id.as_deref().filter(|id| id.contains(foreign)) {
                return Err(rule(
                    path,
                    format!("the id '{id}' of a <host> is not hexadecimal"),
                ));
            }
            let begins = |name: &str| name.starts_with(|c: char| c.is_ascii_alphanumeric());
            if let Some(name) = host.name.as_deref().filter(|name| !begins(name)) {
                return Err(rule(path, format!("a <host> cannot have the name '{name}'")));
            }
            if host.mac.is_some_and(|mac| mac.0.is_multicast()) {
                return Err(rule(path, "a <host> cannot have the MAC address of a group"));
            }
        }
        Ok(())
    }
}

/// Why addresses cannot be given in a subnet.
pub(super) fn range_within(range: &Range, address: IpAddr, prefix: u8) -> Result<(), String> {
    let (start, end) = (range.start.0, range.end.0);
    if start.is_ipv6() != address.is_ipv6() || end.is_ipv6() != address.is_ipv6() {
        return Err(format!(
            "mismatch of address family in range {start} - {end} for network {address}"
        ));
    }
    if !in_subnet(address, prefix, start) || !in_subnet(address, prefix, end) {
        return Err(format!(
            "range {start} - {end} is not entirely within network {address}/{prefix}"
        ));
    }
    check_range(start, end)?;
    if start == masked(address, prefix) || Some(end) == broadcast(address, prefix) {
        return Err(format!(
            "range {start} - {end} has the address of the network {address}/{prefix} itself"
        ));
    }
    Ok(())
}

fn in_subnet(address: IpAddr, prefix: u8, ip: IpAddr) -> bool {
    address.is_ipv4() == ip.is_ipv4() && masked(address, prefix) == masked(ip, prefix)
}

/// Bits of an address of IPv4 that tell the hosts of a subnet apart.
fn host_bits(prefix: u8) -> u32 {
    u32::MAX.checked_shr(prefix.into()).unwrap_or(0)
}

/// The address of the subnet that an address is in.
fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(a) => IpAddr::V4((a.to_bits() & !host_bits(prefix)).into()),
        IpAddr::V6(a) => {
            let hosts = u128::MAX.checked_shr(prefix.into()).unwrap_or(0);
            IpAddr::V6((a.to_bits() & !hosts).into())
        }
    }
}

/// The address of all in the subnet that an address is in; there is none in IPv6.
fn broadcast(address: IpAddr, prefix: u8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(a) => Some(IpAddr::V4((a.to_bits() | host_bits(prefix)).into())),
        IpAddr::V6(_) => None,
    }
}

fn detail(path: &str, what: String) -> Result<(), XmlError> {
    Err(XmlError::coded(path, ErrorNumber::XmlDetail, what))
}

fn unsupported(path: &str, what: impl Into<String>) -> Result<(), XmlError> {
    Err(XmlError::coded(path, ErrorNumber::ConfigUnsupported, what))
}

fn internal(path: &str, what: impl Into<String>) -> XmlError {
    XmlError::coded(path, ErrorNumber::InternalError, what)
}

fn rule(path: &str, what: impl Into<String>) -> XmlError {
    XmlError::rule(path, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(inner: &str) -> Result<Network, XmlError> {
        let mut network = Network::parse(&format!("<network><name>n</name>{inner}</network>"))?;
        network.normalize();
        network.check().map(|()| network)
    }

    #[test]
    fn short_forms() {
        let network = checked("<forward dev='eth1'/><bridge name='b'/><ip address='10.0.0.1'/>").unwrap();
        assert_eq!(
            network.to_xml(),
            "<network>\n  <name>n</name>\n  <forward dev='eth1' mode='nat'>\n    <interface dev='eth1'/>\n  \
             </forward>\n  <bridge name='b' stp='on' delay='0'/>\n  <ip address='10.0.0.1'>\n  </ip>\n</network>\n"
        );
        let foreign = checked("<forward mode='bridge'/><bridge name='b'/>").unwrap();
        assert!(foreign.to_xml().contains("<bridge name='b'/>"));
    }

    #[test]
    fn prefixes() {
        let prefix = |attrs: &str| checked(&format!("<ip {attrs}/>")).map(|n| n.ips[0].prefix_len());
        assert_eq!(
            prefix("address='10.0.0.1' netmask='255.255.240.0'").unwrap(),
            Some(20)
        );
        assert_eq!(prefix("address='10.0.0.1'").unwrap(), Some(8));
        assert_eq!(prefix("address='192.0.2.1'").unwrap(), Some(24));
        assert_eq!(
            prefix("address='fd00::1' family='ipv6' prefix='48'").unwrap(),
            Some(48)
        );
        assert_eq!(prefix("address='10.0.0.1' prefix='32'").unwrap(), Some(32));
        assert_eq!(prefix("address='10.0.0.1' netmask='255.0.255.0'").unwrap(), None);
        for bad in [
            "address='10.0.0.1' prefix='33'",
            "address='fd00::1'",
            "address='10.0.0.1' prefix='8' netmask='255.0.0.0'",
            "",
        ] {
            assert!(prefix(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn contradictions() {
        for (inner, what) in [
            ("<forward mode='open' dev='eth1'/>", "forward dev not allowed"),
            (
                "<forward mode='route'><nat ipv6='yes'/></forward><ip address='10.0.0.1'/>",
                "needs mode='nat'",
            ),
            (
                "<dns enable='no'><txt name='a' value='b'/></dns>",
                "records in it",
            ),
            (
                "<ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.9' end='10.0.1.1'/></dhcp></ip>",
                "not entirely within",
            ),
            (
                "<ip address='10.0.0.1' prefix='24'><dhcp><host ip='10.0.0.2'/></dhcp></ip>",
                "mac or name",
            ),
            ("<route address='10.0.0.0' prefix='8'/>", "gateway"),
            ("<portgroup name='a'/><portgroup name='a'/>", "twice"),
        ] {
            let error = checked(inner).unwrap_err().to_string();
            assert!(error.contains(what), "{inner}: {error}");
        }
    }
}
