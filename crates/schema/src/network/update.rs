//! Changing one element of a network, as `virNetworkUpdate` asks for it.

use super::{Dhcp, DhcpHost, Dns, DnsHost, ForwardInterface, Ip, Network, PortGroup, Range, Srv, Txt};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber, NetworkUpdateSection as Section};
use ferrovirt_xml::{FromXml, ToXml, XmlError, YesNo, parse_document, print_document};

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
    /// The section cannot be changed alone.
    #[error("can't update '{section}' section of network '{network}'")]
    NoUpdate {
        /// Name of the network.
        network: String,
        /// Name of the section.
        section: &'static str,
    },
    /// What is there does not allow it.
    #[error("{what} in network '{network}'{}", Matches(.found))]
    Update {
        /// Name of the network.
        network: String,
        /// What is wrong.
        what: String,
        /// The element that is in the way.
        found: Option<String>,
    },
}

struct Matches<'e>(&'e Option<String>);

impl std::fmt::Display for Matches<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(found) => write!(f, " that matches \"{found}\""),
            None => Ok(()),
        }
    }
}

impl From<UpdateError> for ferrovirt_types::Error {
    fn from(e: UpdateError) -> Self {
        let code = match e {
            UpdateError::Xml(e) => return e.into(),
            UpdateError::Command { .. } | UpdateError::Section { .. } | UpdateError::NoUpdate { .. } => {
                ErrorNumber::OperationUnsupported
            }
            UpdateError::Update { .. } => ErrorNumber::OperationInvalid,
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
    pub fn apply(&self, network: &mut Network) -> Result<()> {
        let name = network.name.clone();
        match self.section {
            Section::IpDhcpHost => {
                let host: DhcpHost = self.element("host")?;
                if host.mac.is_none() && host.name.is_none() && host.id.is_none() {
                    let rule = format!("a static host of network '{name}' must have a mac or name attribute");
                    return Err(XmlError::rule("host", rule).into());
                }
                let hosts = &mut self.dhcp(network)?.hosts;
                self.list(
                    &name,
                    "dhcp host",
                    true,
                    hosts,
                    host,
                    "host",
                    shares_identity,
                    host_matches,
                )
            }
            Section::IpDhcpRange => {
                let range: Range = self.element("range")?;
                let ranges = &mut self.dhcp(network)?.ranges;
                let same = |a: &Range, b: &Range| (a.start, a.end) == (b.start, b.end);
                self.list(&name, "dhcp range", false, ranges, range, "range", same, same)
            }
            Section::ForwardInterface => {
                let interface: ForwardInterface = self.element("interface")?;
                let Some(forward) = &mut network.forward else {
                    return Err(self.missing(&name, "forward"));
                };
                let same = |a: &ForwardInterface, b: &ForwardInterface| a.dev == b.dev;
                let interfaces = &mut forward.interfaces;
                self.list(
                    &name,
                    "forward interface",
                    false,
                    interfaces,
                    interface,
                    "interface",
                    same,
                    same,
                )?;
                forward.dev = forward.interfaces.first().map(|first| first.dev.clone());
                Ok(())
            }
            Section::Portgroup => {
                let group: PortGroup = self.element("portgroup")?;
                let taken = |other: &PortGroup| other.default == Some(YesNo::Yes) && other.name != group.name;
                let adds = self.command != Command::Delete && group.default == Some(YesNo::Yes);
                if let Some(other) = network.portgroups.iter().find(|other| adds && taken(other)) {
                    let what = format!("port group '{}' is the default already", other.name);
                    return Err(UpdateError::Update {
                        network: name,
                        what,
                        found: None,
                    });
                }
                let same = |a: &PortGroup, b: &PortGroup| a.name == b.name;
                self.list(
                    &name,
                    "portgroup",
                    true,
                    &mut network.portgroups,
                    group,
                    "portgroup",
                    same,
                    same,
                )
            }
            Section::DnsHost => {
                let host: DnsHost = self.element("host")?;
                let hosts = &mut dns(network).hosts;
                self.list(
                    &name,
                    "DNS HOST",
                    false,
                    hosts,
                    host,
                    "host",
                    shares_name,
                    dns_host_matches,
                )
            }
            Section::DnsTxt => {
                let txt: Txt = self.element("txt")?;
                let same = |a: &Txt, b: &Txt| a.name == b.name;
                self.list(
                    &name,
                    "DNS TXT",
                    false,
                    &mut dns(network).txts,
                    txt,
                    "txt",
                    same,
                    same,
                )
            }
            Section::DnsSrv => {
                let srv: Srv = self.element("srv")?;
                let same = |a: &Srv, b: &Srv| {
                    (&a.service, &a.protocol, &a.domain, &a.target)
                        == (&b.service, &b.protocol, &b.domain, &b.target)
                };
                self.list(
                    &name,
                    "DNS SRV",
                    false,
                    &mut dns(network).srvs,
                    srv,
                    "srv",
                    same,
                    same,
                )
            }
            Section::Bridge => Err(no_update(&name, "bridge")),
            Section::Domain => Err(no_update(&name, "domain")),
            Section::Ip => Err(no_update(&name, "ip")),
            Section::Forward => Err(no_update(&name, "forward")),
            _ => Err(no_update(&name, "forward-pf")),
        }
    }

    fn element<T: FromXml>(&self, root: &'static str) -> Result<T> {
        parse_document(&self.xml, root).map_err(UpdateError::Xml)
    }

    /// The `<dhcp>` of the `<ip>` that is meant: that of the given place, or the first that has one, or
    /// the first.
    fn dhcp<'n>(&self, network: &'n mut Network) -> Result<&'n mut Dhcp> {
        let name = network.name.clone();
        let place = match usize::try_from(self.parent) {
            Ok(place) => place,
            Err(_) => network.ips.iter().position(|ip| ip.dhcp.is_some()).unwrap_or(0),
        };
        let ip: &mut Ip = network
            .ips
            .get_mut(place)
            .ok_or_else(|| self.missing(&name, "ip"))?;
        Ok(ip.dhcp.get_or_insert_default())
    }

    fn missing(&self, network: &str, element: &str) -> UpdateError {
        let what = format!("couldn't locate <{element}> number {}", self.parent);
        UpdateError::Update {
            network: network.to_owned(),
            what,
            found: None,
        }
    }

    /// Changes a list of elements: `conflicts` says that two cannot both be there, `matches` that one
    /// is what a request to remove (or replace) means.
    #[expect(clippy::too_many_arguments, reason = "one row of a table of sections")]
    fn list<T: ToXml>(
        &self,
        network: &str,
        kind: &str,
        modifiable: bool,
        list: &mut Vec<T>,
        new: T,
        tag: &str,
        conflicts: impl Fn(&T, &T) -> bool,
        matches: impl Fn(&T, &T) -> bool,
    ) -> Result<()> {
        let refuse = |what: String, found: Option<String>| {
            Err(UpdateError::Update {
                network: network.to_owned(),
                what,
                found,
            })
        };
        match self.command {
            Command::Unknown(command) => Err(UpdateError::Command { command }),
            Command::AddFirst | Command::AddLast => {
                if let Some(old) = list.iter().find(|old| conflicts(old, &new)) {
                    let found = print_document(old, tag).trim_end().to_owned();
                    return refuse(format!("there is an existing {kind} entry"), Some(found));
                }
                let place = if self.command == Command::AddFirst {
                    0
                } else {
                    list.len()
                };
                list.insert(place, new);
                Ok(())
            }
            Command::Delete => match list.iter().position(|old| matches(old, &new)) {
                Some(place) => {
                    list.remove(place);
                    Ok(())
                }
                None => refuse(format!("couldn't locate a matching {kind} entry"), None),
            },
            Command::Modify if !modifiable => refuse(
                format!("{kind} entries cannot be modified, only added or deleted"),
                None,
            ),
            Command::Modify => match list.iter().position(|old| conflicts(old, &new)) {
                Some(place) => {
                    list[place] = new;
                    Ok(())
                }
                None => refuse(
                    format!("couldn't locate an existing {kind} entry to modify"),
                    None,
                ),
            },
        }
    }
}

fn no_update(network: &str, section: &'static str) -> UpdateError {
    UpdateError::NoUpdate {
        network: network.to_owned(),
        section,
    }
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

fn shares_name(a: &DnsHost, b: &DnsHost) -> bool {
    (a.ip.is_some() && a.ip == b.ip) || a.hostnames.iter().any(|name| b.hostnames.contains(name))
}

fn dns_host_matches(old: &DnsHost, meant: &DnsHost) -> bool {
    (meant.ip.is_none() || old.ip == meant.ip)
        && meant.hostnames.iter().all(|name| old.hostnames.contains(name))
        && (meant.ip.is_some() || !meant.hostnames.is_empty())
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
             name='a' ip='10.0.0.2'/>\""
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
}
