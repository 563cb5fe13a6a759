//! The file that dnsmasq reads. Pure; golden tests hold it.
//!
//! Everything is in this one file, which dnsmasq reads before it gives up its privileges: files that it
//! reads later would have to be open to its user, and so every directory above them. Paths are not in
//! it: they go on the command line, where nothing is quoted or split. Texts of the document are quoted,
//! so that none can end its line or its field.

use crate::plan::{DhcpHost, LeaseTime, Subnet};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use std::fmt::Write;
use std::net::IpAddr;

/// What is served on a bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Where.
    pub bridge: IfName,
    /// The domain that guests are in.
    pub domain: Option<DnsDomain>,
    /// Names; none are resolved without.
    pub dns: Option<Dns>,
    /// Addresses.
    pub subnets: Vec<Subnet>,
    /// Whether guests reach beyond the bridge: only then is this host announced as their router and
    /// do their questions about other names leave it.
    pub beyond: bool,
    /// Largest packet in bytes, to announce.
    pub mtu: Option<u32>,
    /// Lines for dnsmasq as the document has them, one directive each.
    pub options: Vec<String>,
}

/// A DNS domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsDomain {
    /// Its name.
    pub name: String,
    /// Whether questions about it never leave this host.
    pub local_only: bool,
}

/// Names that are served.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dns {
    /// Whether names without a domain stay here.
    pub keep_plain_names: bool,
    /// Whom to ask, in place of those that the host asks.
    pub forwarders: Vec<Forwarder>,
    /// Text records.
    pub txts: Vec<Txt>,
    /// Service records.
    pub srvs: Vec<Srv>,
    /// Names of addresses.
    pub hosts: Vec<DnsHost>,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarder {
    /// About names of this domain only.
    pub domain: Option<String>,
    /// The server; those of the host without.
    pub address: Option<IpAddr>,
    /// Its port; the usual one without.
    pub port: Option<u16>,
}

/// A text record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Txt {
    /// Name.
    pub name: String,
    /// Text.
    pub value: Option<String>,
}

/// A service record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Srv {
    /// Service, without underscore.
    pub service: String,
    /// Protocol, without underscore.
    pub protocol: String,
    /// Domain that it is served in.
    pub domain: Option<String>,
    /// Host that serves it.
    pub target: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Priority; lower is asked first.
    pub priority: Option<u16>,
    /// Weight among those of one priority.
    pub weight: Option<u16>,
}

/// Names of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsHost {
    /// The address.
    pub ip: IpAddr,
    /// Its names.
    pub names: Vec<String>,
}

impl Service {
    /// Whether there is anything to serve, so that a process is needed.
    pub fn is_needed(&self) -> bool {
        !self.subnets.is_empty()
            && (self.dns.is_some() || self.subnets.iter().any(|s| s.dhcp || s.tftp_root.is_some()))
    }

    /// Whether any subnet has DHCP, so that there are leases.
    pub fn has_dhcp(&self) -> bool {
        self.subnets.iter().any(|s| s.dhcp)
    }

    /// The file.
    pub fn config(&self) -> String {
        let mut s = String::from("# Written when the network starts; changes are lost.\n");
        // Writing to a string does not fail.
        let _ = writeln!(s, "interface={}\nexcept-interface=lo\nbind-dynamic", self.bridge);
        self.names(&mut s);
        if self.has_dhcp() {
            self.addresses(&mut s);
        }
        self.router_advertisements(&mut s);
        for subnet in &self.subnets {
            if let Some(root) = &subnet.tftp_root {
                let _ = writeln!(s, "enable-tftp\ntftp-root={}", quoted(root));
            }
        }
        for line in &self.options {
            s.push_str(line);
            s.push('\n');
        }
        s
    }

    fn names(&self, s: &mut String) {
        let Some(dns) = &self.dns else {
            s.push_str("port=0\n");
            return;
        };
        s.push_str("strict-order\n");
        if let Some(domain) = &self.domain {
            let name = quoted(&domain.name);
            if domain.local_only {
                let _ = writeln!(s, "local=/{}/", domain.name);
            }
            let _ = writeln!(s, "domain={name}\nexpand-hosts");
        }
        if dns.keep_plain_names {
            s.push_str("domain-needed\nlocal=//\n");
        }
        let mut ask_host = self.beyond;
        for forwarder in &dns.forwarders {
            let server = forwarder.server();
            let _ = match &forwarder.domain {
                Some(domain) => writeln!(s, "server=/{domain}/{server}"),
                None => {
                    ask_host = false;
                    writeln!(s, "server={server}")
                }
            };
        }
        if !ask_host {
            s.push_str("no-resolv\n");
        }
        for subnet in self.subnets.iter().filter(|subnet| subnet.local_ptr) {
            if let Some(zone) = reverse_zone(&subnet.address) {
                let _ = writeln!(s, "local=/{zone}/");
            }
        }
        for host in &dns.hosts {
            let _ = writeln!(s, "host-record={},{}", self.full_names(host).join(","), host.ip);
        }
        for txt in &dns.txts {
            let _ = match &txt.value {
                Some(value) => writeln!(s, "txt-record={},{}", quoted(&txt.name), quoted(value)),
                None => writeln!(s, "txt-record={}", quoted(&txt.name)),
            };
        }
        for srv in &dns.srvs {
            let _ = writeln!(s, "srv-host={}", srv.text());
        }
    }

    /// The names of a host, each without a domain also in that of the network.
    fn full_names(&self, host: &DnsHost) -> Vec<String> {
        let in_domain = |name: &String| {
            let domain = self.domain.as_ref().filter(|_| !name.contains('.'))?;
            Some(format!("{name}.{}", domain.name))
        };
        host.names
            .iter()
            .flat_map(|name| in_domain(name).into_iter().chain([name.clone()]))
            .collect()
    }

    fn addresses(&self, s: &mut String) {
        // Without no-ping each new guest waits 3 s while dnsmasq finds out whether somebody has the address
        // by hand. Clients ask the link themselves before they take one, and decline it then.
        s.push_str("dhcp-no-override\ndhcp-authoritative\nno-ping\n");
        let mut most: u32 = 0;
        for subnet in self.subnets.iter().filter(|s| s.dhcp) {
            let v4 = subnet.address.addr().is_ipv4();
            let mask = match subnet.address {
                IpNet::V4(net) => net.netmask().to_string(),
                IpNet::V6(net) => net.prefix_len().to_string(),
            };
            for range in &subnet.ranges {
                most = most.saturating_add(range.count());
                let lease = range
                    .lease
                    .map(|l| format!(",{}", lease_text(l)))
                    .unwrap_or_default();
                let _ = writeln!(s, "dhcp-range={},{},{mask}{lease}", range.start, range.end);
            }
            if subnet.ranges.is_empty() {
                most = most.saturating_add(u32::try_from(subnet.hosts.len()).unwrap_or(u32::MAX));
                let of_v6 = if v4 { String::new() } else { format!(",{mask}") };
                let _ = writeln!(s, "dhcp-range={},static{of_v6}", subnet.address.addr());
            }
            for host in &subnet.hosts {
                let _ = writeln!(s, "dhcp-host={}", host.text());
            }
            if let Some(bootp) = &subnet.bootp {
                let server = bootp
                    .server
                    .as_ref()
                    .map(|server| format!(",,{}", quoted(server)))
                    .unwrap_or_default();
                let _ = writeln!(s, "dhcp-boot={}{server}", quoted(&bootp.file));
            }
        }
        // dnsmasq refuses to start with more than it can count.
        let _ = writeln!(s, "dhcp-lease-max={}", most.clamp(1, 1_000_000_000));
        if !self.beyond {
            // Option 3 is the router; empty, so that guests do not send everything here.
            s.push_str("dhcp-option=3\n");
        }
        if let Some(mtu) = self.mtu {
            let _ = writeln!(s, "dhcp-option=option:mtu,{mtu}");
        }
    }

    fn router_advertisements(&self, s: &mut String) {
        let mut v6 = self
            .subnets
            .iter()
            .filter(|s| s.address.addr().is_ipv6())
            .peekable();
        if v6.peek().is_none() {
            return;
        }
        if v6.clone().any(|subnet| subnet.dhcp) {
            s.push_str("enable-ra\n");
        } else {
            for subnet in v6 {
                let _ = writeln!(s, "dhcp-range={},ra-only", subnet.address.addr());
            }
        }
        if !self.beyond {
            // A lifetime of 0: addresses and names from here, but no default route.
            s.push_str("ra-param=*,0,0\n");
        }
    }
}

impl DhcpHost {
    fn text(&self) -> String {
        let mut fields = Vec::new();
        fields.extend(self.mac.map(|mac| mac.to_string()));
        fields.extend(self.id.as_ref().map(|id| format!("id:{id}")));
        fields.extend(self.ip.map(|ip| match ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        }));
        fields.extend(self.name.clone());
        fields.extend(self.lease.map(lease_text));
        fields.join(",")
    }
}

impl Forwarder {
    fn server(&self) -> String {
        match (self.address, self.port) {
            (Some(address), Some(port)) => format!("{address}#{port}"),
            (Some(address), None) => address.to_string(),
            (None, _) => "#".to_owned(),
        }
    }
}

impl Srv {
    fn text(&self) -> String {
        let domain = self.domain.as_ref().map(|d| format!(".{d}")).unwrap_or_default();
        let mut text = format!("_{}._{}{domain}", self.service, self.protocol);
        let number = |n: Option<u16>| n.map(|n| n.to_string()).unwrap_or_default();
        let mut fields = vec![
            self.target.clone().unwrap_or_default(),
            number(self.port),
            number(self.priority),
            number(self.weight),
        ];
        while fields.last().is_some_and(String::is_empty) {
            fields.pop();
        }
        for field in fields {
            text.push(',');
            text.push_str(&field);
        }
        text
    }
}

fn lease_text(lease: LeaseTime) -> String {
    match lease {
        LeaseTime::Infinite => "infinite".to_owned(),
        LeaseTime::Seconds(s) => format!("{s}s"),
    }
}

/// A word in quotes when dnsmasq would otherwise see more than a word in it.
fn quoted(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/' | b':' | b'*');
    if !text.is_empty() && text.bytes().all(plain) {
        return text.to_owned();
    }
    let mut s = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => s.extend(['\\', c]),
            '\n' => s.push_str("\\n"),
            '\t' => s.push_str("\\t"),
            c if c.is_control() => {}
            c => s.push(c),
        }
    }
    s.push('"');
    s
}

/// The zone of reverse look-ups, for prefixes that end at a label.
fn reverse_zone(net: &IpNet) -> Option<String> {
    let bits = usize::from(net.prefix_len());
    let labels: Vec<String> = match net.trunc() {
        IpNet::V4(net) if bits % 8 == 0 => net.addr().octets()[..bits / 8]
            .iter()
            .map(u8::to_string)
            .collect(),
        IpNet::V6(net) if bits % 4 == 0 => (0..bits / 4)
            .map(|i| {
                format!(
                    "{:x}",
                    (net.addr().octets()[i / 2] >> (if i % 2 == 0 { 4 } else { 0 })) & 0xf
                )
            })
            .collect(),
        _ => return None,
    };
    let root = if net.addr().is_ipv4() {
        "in-addr.arpa"
    } else {
        "ip6.arpa"
    };
    Some(
        labels
            .into_iter()
            .rev()
            .chain([root.to_owned()])
            .collect::<Vec<_>>()
            .join("."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reverse_zones() {
        let zone = |net: &str| reverse_zone(&net.parse().unwrap());
        assert_eq!(
            zone("192.168.122.1/24").as_deref(),
            Some("122.168.192.in-addr.arpa")
        );
        assert_eq!(zone("192.168.122.1/25"), None);
        assert_eq!(zone("fd00:12::1/32").as_deref(), Some("2.1.0.0.0.0.d.f.ip6.arpa"));
    }

    #[test]
    fn no_text_gets_out_of_its_field() {
        assert_eq!(quoted("a.b-c"), "a.b-c");
        assert_eq!(quoted("v=1, x"), "\"v=1, x\"");
        assert_eq!(quoted("a\"b\\c\nd\r#"), "\"a\\\"b\\\\c\\nd#\"");
    }
}
