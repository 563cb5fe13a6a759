//! Changing one element of a network, as `virNetworkUpdate` asks for it.

use super::rules::range_within;
use super::{
    DhcpHost, Dns, DnsHost, Forward, ForwardInterface, ForwardMode, Ip, Network, PortGroup, Range, Srv, Txt,
};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber, NetworkUpdateSection as Section};
use ferrovirt_xml::{FromXml, Xml, XmlError, YesNo, parse_document};

/// Why an element was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// The element cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// No such command.
    #[error("unknown command {command} of a network update")]
    Command {
        /// Its number.
        command: u32,
    },
    /// No such section.
    #[error("can't update unrecognized section {section} of a network")]
    Section {
        /// Its number.
        section: u32,
    },
    /// The section cannot be changed alone, what is there does not allow it, or the element lacks something.
    #[error("{what}")]
    Refused {
        /// The code that clients know it by.
        code: ErrorNumber,
        /// What is wrong, in which network.
        what: String,
    },
}

impl From<UpdateError> for ferrovirt_types::Error {
    fn from(e: UpdateError) -> Self {
        let code = match e {
            UpdateError::Xml(e) => return e.into(),
            UpdateError::Command { .. } | UpdateError::Section { .. } => ErrorNumber::OperationUnsupported,
            UpdateError::Refused { code, .. } => code,
        };
        ferrovirt_types::Error::new(code, ErrorDomain::Network, e.to_string())
    }
}

type Result<T> = std::result::Result<T, UpdateError>;

/// What happens to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    Modify,
    Delete,
    AddLast,
    AddFirst,
    /// None of these; refused once the element was read.
    Unknown(u32),
}

/// A change of one element of a document.
#[derive(Debug, Clone)]
pub struct Change {
    command: Command,
    section: Section,
    /// Which `<ip>` it is in; any that fits when it is negative.
    parent: i32,
    xml: String,
}

impl Change {
    /// A change as a caller asks for it, by the numbers of the interface.
    pub fn new(command: u32, section: u32, parent: i32, xml: &str) -> Result<Self> {
        let command = match command {
            1 => Command::Modify,
            2 => Command::Delete,
            3 => Command::AddLast,
            4 => Command::AddFirst,
            other => Command::Unknown(other),
        };
        let known = i32::try_from(section)
            .ok()
            .and_then(Section::from_raw)
            .filter(|s| *s != Section::None);
        let section = known.ok_or(UpdateError::Section { section })?;
        Ok(Change {
            command,
            section,
            parent,
            xml: xml.to_owned(),
        })
    }

    /// Changes a document.
    ///
    /// What is wrong is told in a fixed order: the element's name, its place, whether it can be modified, what
    /// it lacks, and only then what is there already.
    pub fn apply(&self, network: &mut Network) -> Result<()> {
        match self.section {
            Section::IpDhcpHost => self.dhcp_host(network),
            Section::IpDhcpRange => self.dhcp_range(network),
            Section::ForwardInterface => self.forward_interface(network),
            Section::Portgroup => self.portgroup(network),
            Section::DnsHost => self.dns_host(network),
            Section::DnsTxt => self.dns_txt(network),
            Section::DnsSrv => self.dns_srv(network),
            Section::Bridge => Err(no_update(network, "bridge")),
            Section::Domain => Err(no_update(network, "domain")),
            Section::Ip => Err(no_update(network, "ip")),
            Section::Forward => Err(no_update(network, "forward")),
            _ => Err(no_update(network, "forward pf")),
        }
    }

    /// Refuses an element of another name, whatever is in it.
    fn expect(&self, root: &'static str) -> Result<()> {
        parse_document::<Named>(&self.xml, root)?;
        Ok(())
    }

    fn element<T: FromXml>(&self, root: &'static str) -> Result<T> {
        parse_document(&self.xml, root).map_err(UpdateError::Xml)
    }

    /// Refuses to modify elements that can only be added or deleted.
    fn not_modified(&self, what: &str) -> Result<()> {
        match self.command {
            Command::Modify => Err(refused(
                ErrorNumber::OperationUnsupported,
                format!("{what} cannot be modified, only added or deleted"),
            )),
            _ => Ok(()),
        }
    }

    /// Puts an element in, or takes the one at a place out.
    fn carry_out<T>(&self, list: &mut Vec<T>, new: T, place: Option<usize>) -> Result<()> {
        match (self.command, place) {
            (Command::Unknown(command), _) => return Err(UpdateError::Command { command }),
            (Command::AddFirst, _) => list.insert(0, new),
            (Command::AddLast, _) => list.push(new),
            (Command::Modify, Some(place)) => list[place] = new,
            (Command::Delete, Some(place)) => {
                list.remove(place);
            }
            // Whoever calls has refused what is not there.
            (Command::Modify | Command::Delete, None) => {}
        }
        Ok(())
    }

    fn adds(&self) -> bool {
        matches!(self.command, Command::AddFirst | Command::AddLast)
    }

    /// The `<ip>` that is meant: that of the given place, or the first that has DHCP, or the first.
    fn ip<'n>(&self, network: &'n mut Network) -> Result<&'n mut Ip> {
        let place = match usize::try_from(self.parent) {
            Ok(place) => place,
            Err(_) => network.ips.iter().position(|ip| ip.dhcp.is_some()).unwrap_or(0),
        };
        let missing = if self.parent < 0 {
            format!(
                "couldn't update dhcp host entry - no <ip> element found in network '{}'",
                network.name
            )
        } else {
            format!(
                "couldn't update dhcp host entry - no <ip> element found at index {} in network '{}'",
                self.parent, network.name
            )
        };
        network.ips.get_mut(place).ok_or_else(|| invalid(missing))
    }

    fn dhcp_host(&self, network: &mut Network) -> Result<()> {
        self.expect("host")?;
        let name = network.name.clone();
        let ip = self.ip(network)?;
        let v6 = ip.address.is_some_and(|address| address.0.is_ipv6());
        let wrong = |what: String| Err(refused(ErrorNumber::XmlError, what));
        if let (true, Some(mac)) = (v6, parse_document::<Named>(&self.xml, "host")?.mac) {
            return wrong(format!(
                "Invalid to specify MAC address '{mac}' in network '{name}' IPv6 static host definition"
            ));
        }
        let host: DhcpHost = self.element("host")?;
        let is_known = host.name.is_some() || if v6 { host.id.is_some() } else { host.mac.is_some() };
        if self.command == Command::Delete {
            if !is_known && host.ip.is_none() {
                return wrong(format!(
                    "At least one of name, mac, or ip attribute must be specified for static host definition in \
                     network '{name}'"
                ));
            }
        } else if !is_known {
            let (family, by) = if v6 { ("IPv6", "id") } else { ("IPv4", "mac") };
            return wrong(format!(
                "Static host definition in {family} network '{name}' must have {by} or name attribute"
            ));
        } else if host.ip.is_none() {
            return wrong(format!(
                "Missing IP address in static host definition for network '{name}'"
            ));
        } else if host.ip.is_some_and(|ip| ip.0.is_ipv6() != v6) {
            return Err(invalid(
                "the address family of a host entry IP must match the address family of the dhcp element's parent",
            ));
        }
        let hosts = &mut ip.dhcp.get_or_insert_default().hosts;
        let shown = |none: &'static str| {
            let mac = host.mac.map_or(none.to_owned(), |mac| mac.0.to_string());
            let ip = host.ip.map_or(none.to_owned(), |ip| ip.0.to_string());
            (mac, host.name.clone().unwrap_or_else(|| "(null)".to_owned()), ip)
        };
        let clash = hosts.iter().position(|old| shares_identity(old, &host));
        let place = match self.command {
            Command::AddFirst | Command::AddLast if clash.is_some() => {
                let (mac, host, ip) = shown("unknown");
                return Err(invalid(format!(
                    "there is an existing dhcp host entry in network '{name}' that matches \"<host mac='{mac}' \
                     name='{host}' ip='{ip}'/>\""
                )));
            }
            Command::Modify if clash.is_none() => {
                let (mac, host, ip) = shown("unknown");
                return Err(invalid(format!(
                    "couldn't locate an existing dhcp host entry with \"mac='{mac}'\" \"name='{host}'\" \"ip='{ip}'\" in \
                     network '{name}'"
                )));
            }
            Command::Delete => {
                let found = hosts.iter().position(|old| host_matches(old, &host));
                let missing = || {
                    invalid(format!(
                        "couldn't locate a matching dhcp host entry in network '{name}'"
                    ))
                };
                Some(found.ok_or_else(missing)?)
            }
            _ => clash,
        };
        self.carry_out(hosts, host, place)
    }

    fn dhcp_range(&self, network: &mut Network) -> Result<()> {
        self.expect("range")?;
        let name = network.name.clone();
        let ip = self.ip(network)?;
        self.not_modified("dhcp ranges")?;
        let range: Range = self.element("range")?;
        if let (Some(address), Some(prefix)) = (ip.address, ip.prefix_len()) {
            range_within(&range, address.0, prefix)
                .map_err(|what| refused(ErrorNumber::InternalError, what))?;
        }
        let ranges = &mut ip.dhcp.get_or_insert_default().ranges;
        let place = ranges
            .iter()
            .position(|old| (old.start, old.end) == (range.start, range.end));
        if self.adds() && place.is_some() {
            let (start, end) = (range.start.0, range.end.0);
            return Err(invalid(format!(
                "there is an existing dhcp range entry in network '{name}' that matches \"<range start='{start}' \
                 end='{end}'/>\""
            )));
        }
        if self.command == Command::Delete && place.is_none() {
            return Err(invalid(format!(
                "couldn't locate a matching dhcp range entry in network '{name}'"
            )));
        }
        self.carry_out(ranges, range, place)
    }

    fn forward_interface(&self, network: &mut Network) -> Result<()> {
        self.expect("interface")?;
        self.not_modified("forward interface entries")?;
        let name = network.name.clone();
        let interface: ForwardInterface = self.element("interface")?;
        let mut forward = network.forward.take().unwrap_or_else(|| Forward {
            mode: Some(ForwardMode::None),
            ..Forward::default()
        });
        let interfaces = &mut forward.interfaces;
        let place = interfaces.iter().position(|old| old.dev == interface.dev);
        let dev = interface.dev.clone();
        let done = if self.adds() && place.is_some() {
            Err(invalid(format!(
                "there is an existing interface entry in network '{name}' that matches \"<interface dev='{dev}'>\""
            )))
        } else if self.command == Command::Delete && place.is_none() {
            Err(invalid(format!(
                "couldn't find an interface entry in network '{name}' matching <interface dev='{dev}'>"
            )))
        } else {
            self.carry_out(interfaces, interface, place)
        };
        forward.dev = forward.interfaces.first().map(|first| first.dev.clone());
        // A network that is isolated stays so, and forgets the interface.
        network.forward = Some(forward).filter(|forward| forward.mode() != ForwardMode::None);
        done
    }

    fn portgroup(&self, network: &mut Network) -> Result<()> {
        self.expect("portgroup")?;
        let name = &network.name;
        let group: PortGroup = self.element("portgroup")?;
        let place = network.portgroups.iter().position(|old| old.name == group.name);
        match (self.command, place) {
            (Command::AddFirst | Command::AddLast, Some(_)) => {
                return Err(invalid(format!(
                    "there is an existing portgroup entry in network '{name}' that matches \"<portgroup name='{}'>\"",
                    group.name
                )));
            }
            (Command::Modify | Command::Delete, None) => {
                return Err(invalid(format!(
                    "couldn't find a portgroup entry in network '{name}' matching <portgroup name='{}'>",
                    group.name
                )));
            }
            _ => {}
        }
        let is_other = |old: &PortGroup| old.default == Some(YesNo::Yes) && old.name != group.name;
        if self.command != Command::Delete
            && group.default == Some(YesNo::Yes)
            && network.portgroups.iter().any(is_other)
        {
            return Err(invalid(format!(
                "a different portgroup entry in network '{name}' is already set as the default. Only one default is \
                 allowed."
            )));
        }
        self.carry_out(&mut network.portgroups, group, place)
    }

    fn dns_host(&self, network: &mut Network) -> Result<()> {
        const KIND: &str = "DNS HOST";
        self.expect("host")?;
        self.not_modified("DNS HOST records")?;
        let name = network.name.clone();
        let host: DnsHost = self.element("host")?;
        let lacks = |what: &str| {
            Err(detail(format!(
                "Missing {what} in network '{name}' DNS HOST record"
            )))
        };
        if self.command == Command::Delete {
            if host.ip.is_none() && host.hostnames.is_empty() {
                return lacks("ip and hostname");
            }
        } else if host.ip.is_none() {
            return lacks("IP address");
        } else if host.hostnames.is_empty() {
            return lacks("hostname");
        }
        // Several addresses may have one name, but not the other way round.
        let same_name = |old: &DnsHost| old.hostnames.iter().any(|n| host.hostnames.contains(n));
        let same =
            |old: &DnsHost| (host.ip.is_some() && old.ip == host.ip) || (!self.adds() && same_name(old));
        let field = "there is already at least one DNS HOST record with a matching field in network";
        let hosts = &mut dns(network).hosts;
        let place = self.one_of(&name, KIND, field, hosts.iter().map(same))?;
        self.carry_out(hosts, host, place)
    }

    fn dns_txt(&self, network: &mut Network) -> Result<()> {
        self.expect("txt")?;
        self.not_modified("DNS TXT records")?;
        let name = network.name.clone();
        if parse_document::<Named>(&self.xml, "txt")?.name.is_none() {
            return Err(detail(format!(
                "missing required name attribute in DNS TXT record of network {name}"
            )));
        }
        let txt: Txt = self.element("txt")?;
        if txt.name.contains([' ', ',']) {
            return Err(detail(format!(
                "prohibited character in DNS TXT record name '{}' of network {name}",
                txt.name
            )));
        }
        if self.adds() && txt.value.is_none() {
            return Err(detail(format!(
                "missing required value attribute in DNS TXT record named '{}' of network {name}",
                txt.name
            )));
        }
        let there = format!(
            "there is already a DNS TXT record with name '{}' in network",
            txt.name
        );
        let txts = &mut dns(network).txts;
        let place = self.one_of(
            &name,
            "DNS TXT",
            &there,
            txts.iter().map(|old| old.name == txt.name),
        )?;
        self.carry_out(txts, txt, place)
    }

    fn dns_srv(&self, network: &mut Network) -> Result<()> {
        self.expect("srv")?;
        self.not_modified("DNS SRV records")?;
        let name = network.name.clone();
        let given: Named = parse_document(&self.xml, "srv")?;
        if given.service.is_none() && self.command != Command::Delete {
            return Err(detail(format!(
                "missing required service attribute in DNS SRV record of network '{name}'"
            )));
        }
        let service = given.service.unwrap_or_default();
        if given.protocol.is_none() && self.command != Command::Delete {
            return Err(detail(format!(
                "missing required protocol attribute in DNS SRV record '{service}' of network '{name}'"
            )));
        }
        if given.port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return Err(detail(format!(
                "invalid DNS SRV port attribute for service '{service}' in network '{name}'"
            )));
        }
        let srv: Srv = self.element("srv")?;
        // What is not given may be anything.
        let any = |text: &Option<String>, old: &Option<String>| text.is_none() || text == old;
        let number = |n: Option<u16>, old: Option<u16>| n.is_none() || n == old;
        let same = |old: &Srv| {
            old.service == srv.service
                && old.protocol == srv.protocol
                && any(&srv.domain, &old.domain)
                && any(&srv.target, &old.target)
                && number(srv.port, old.port)
                && number(srv.priority, old.priority)
                && number(srv.weight, old.weight)
        };
        let there = "there is already at least one DNS SRV record matching all specified fields in network";
        let srvs = &mut dns(network).srvs;
        let place = self.one_of(&name, "DNS SRV", there, srvs.iter().map(same))?;
        self.carry_out(srvs, srv, place)
    }

    /// The record that is meant: none for one that is added, exactly one for one that is deleted.
    fn one_of(
        &self,
        network: &str,
        kind: &str,
        there: &str,
        matches: impl Iterator<Item = bool>,
    ) -> Result<Option<usize>> {
        let places: Vec<usize> = matches
            .enumerate()
            .filter_map(|(n, yes)| yes.then_some(n))
            .collect();
        match (self.command, &*places) {
            (Command::AddFirst | Command::AddLast, [_, ..]) => Err(invalid(format!("{there} {network}"))),
            (Command::Delete, []) => Err(invalid(format!(
                "couldn't locate a matching {kind} record in network {network}"
            ))),
            (Command::Delete, [_, _, ..]) => Err(invalid(format!(
                "multiple matching {kind} records were found in network {network}"
            ))),
            (_, places) => Ok(places.first().copied()),
        }
    }
}

/// Attributes as they are written, for what is told of them before the element is read in full.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
struct Named {
    #[xml(attr)]
    mac: Option<String>,
    #[xml(attr)]
    name: Option<String>,
    #[xml(attr)]
    service: Option<String>,
    #[xml(attr)]
    protocol: Option<String>,
    #[xml(attr)]
    port: Option<String>,
}

fn refused(code: ErrorNumber, what: impl Into<String>) -> UpdateError {
    let what = what.into();
    UpdateError::Refused { code, what }
}

fn invalid(what: impl Into<String>) -> UpdateError {
    refused(ErrorNumber::OperationInvalid, what)
}

fn detail(what: impl Into<String>) -> UpdateError {
    refused(ErrorNumber::XmlDetail, what)
}

fn no_update(network: &Network, section: &str) -> UpdateError {
    refused(
        ErrorNumber::OperationUnsupported,
        format!("can't update '{section}' section of network '{}'", network.name),
    )
}

fn dns(network: &mut Network) -> &mut Dns {
    network.dns.get_or_insert_default()
}

/// Whether two hosts cannot both be there: they have an address or a name in common.
fn shares_identity(a: &DhcpHost, b: &DhcpHost) -> bool {
    let same = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    (a.mac.is_some() && a.mac == b.mac)
        || (a.ip.is_some() && a.ip == b.ip)
        || same(&a.id, &b.id)
        || (a.mac.is_none() && b.mac.is_none() && same(&a.name, &b.name))
}

/// Whether a host is what is meant: all that is given is equal.
fn host_matches(old: &DhcpHost, meant: &DhcpHost) -> bool {
    let fits = |x: &Option<String>, y: &Option<String>| y.is_none() || x == y;
    (meant.mac.is_none() || old.mac == meant.mac)
        && (meant.ip.is_none() || old.ip == meant.ip)
        && fits(&old.id, &meant.id)
        && fits(&old.name, &meant.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NETWORK: &str = "<network><name>n</name><ip address='10.0.0.1' prefix='24'><dhcp>\
        <host mac='52:54:00:00:00:01' name='a' ip='10.0.0.2'/></dhcp></ip></network>";

    fn apply(command: u32, section: Section, xml: &str) -> Result<Network> {
        let mut network = Network::parse(NETWORK).unwrap();
        let section = u32::try_from(section.raw()).unwrap();
        Change::new(command, section, -1, xml)?.apply(&mut network)?;
        Ok(network)
    }

    #[test]
    fn hosts_come_and_go() {
        let host = "<host mac='52:54:00:00:00:02' name='b' ip='10.0.0.3'/>";
        let hosts = |n: Network| n.ips[0].dhcp.as_ref().unwrap().hosts.len();
        assert_eq!(hosts(apply(3, Section::IpDhcpHost, host).unwrap()), 2);
        assert_eq!(
            hosts(apply(2, Section::IpDhcpHost, "<host name='a'/>").unwrap()),
            0
        );
        let err = apply(2, Section::IpDhcpHost, host).unwrap_err().to_string();
        assert_eq!(err, "couldn't locate a matching dhcp host entry in network 'n'");
        let err = apply(
            4,
            Section::IpDhcpHost,
            "<host mac='52:54:00:00:00:01' ip='10.0.0.9'/>",
        )
        .unwrap_err();
        assert_eq!(
            err.to_string(),
            "there is an existing dhcp host entry in network 'n' that matches \"<host mac='52:54:00:00:00:01' \
             name='(null)' ip='10.0.0.9'/>\""
        );
        let moved = apply(
            1,
            Section::IpDhcpHost,
            "<host mac='52:54:00:00:00:01' ip='10.0.0.9'/>",
        )
        .unwrap();
        assert_eq!(
            moved.ips[0].dhcp.as_ref().unwrap().hosts[0]
                .ip
                .unwrap()
                .0
                .to_string(),
            "10.0.0.9"
        );
    }

    #[test]
    fn other_sections() {
        assert_eq!(
            apply(3, Section::Portgroup, "<portgroup name='p'/>")
                .unwrap()
                .portgroups
                .len(),
            1
        );
        let dns = apply(
            3,
            Section::DnsHost,
            "<host ip='10.0.0.7'><hostname>x</hostname></host>",
        )
        .unwrap();
        assert_eq!(dns.dns.unwrap().hosts.len(), 1);
        let err = apply(3, Section::Bridge, "<portgroup name='p'/>").unwrap_err();
        assert_eq!(err.to_string(), "can't update 'bridge' section of network 'n'");
        assert!(matches!(
            apply(9, Section::DnsTxt, "<txt name='a' value='b'/>"),
            Err(UpdateError::Command { .. })
        ));
        assert!(matches!(
            apply(3, Section::DnsTxt, "<srv/>"),
            Err(UpdateError::Xml(_))
        ));
        assert!(apply(1, Section::DnsTxt, "<txt name='a'/>").is_err());
    }

    #[test]
    fn what_is_refused_has_its_code() {
        use ErrorNumber as E;
        let far = "<range start='10.9.0.1' end='10.9.0.2'/>";
        for (command, section, xml, code) in [
            (
                2,
                Section::IpDhcpHost,
                "<host ip='10.0.0.9'/>",
                E::OperationInvalid,
            ),
            (2, Section::IpDhcpHost, "<host/>", E::XmlError),
            (3, Section::IpDhcpHost, "<host name='b'/>", E::XmlError),
            (
                3,
                Section::IpDhcpHost,
                "<host name='b' ip='fd00::1'/>",
                E::OperationInvalid,
            ),
            (1, Section::IpDhcpRange, "<range/>", E::OperationUnsupported),
            (2, Section::IpDhcpRange, far, E::InternalError),
            (3, Section::DnsHost, "<host ip='10.0.0.7'/>", E::XmlDetail),
            (2, Section::DnsHost, "<host/>", E::XmlDetail),
            (3, Section::DnsTxt, "<txt name='a b' value='c'/>", E::XmlDetail),
            (
                3,
                Section::DnsSrv,
                "<srv service='x' protocol='tcp' port='99999'/>",
                E::XmlDetail,
            ),
            (
                2,
                Section::Portgroup,
                "<portgroup name='x'/>",
                E::OperationInvalid,
            ),
            (3, Section::ForwardPf, "<pf dev='x'/>", E::OperationUnsupported),
        ] {
            let error = apply(command, section, xml).unwrap_err();
            assert_eq!(ferrovirt_types::Error::from(error).code(), Some(code), "{xml}");
        }
        // Deleting needs no more than the address, and an isolated network forgets an interface.
        assert!(apply(2, Section::IpDhcpHost, "<host ip='10.0.0.2'/>").is_ok());
        let network = apply(3, Section::ForwardInterface, "<interface dev='eth3'/>").unwrap();
        assert_eq!(network.forward, None);
    }
}
