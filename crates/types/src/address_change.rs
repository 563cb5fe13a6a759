//! A guest's address that appeared or went, as an event.
//!
//! The interface has no event of its own for it. It travels as [`DomainEvent::Tunable`], whose named values
//! reach every client, also those that know nothing of this: the names all begin with `address.`.

use crate::consts::DomainInterfaceAddressesSource as Source;
use crate::event::DomainEvent;
use crate::param::{TypedParam, find};

const CHANGE: &str = "address.change";
const SOURCE: &str = "address.source";
const INTERFACE: &str = "address.interface";
const MAC: &str = "address.hwaddr";
const FAMILY: &str = "address.type";
const ADDRESS: &str = "address.addr";
const PREFIX: &str = "address.prefix";

/// An address that appeared or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressChange {
    /// Whether it is there now.
    pub there: bool,
    /// Who says so.
    pub source: Source,
    /// The host's end of the guest's interface; of an agent, the guest's own name of it.
    pub interface: String,
    /// MAC address of the interface, where it is known.
    pub mac: Option<String>,
    /// The address as text.
    pub address: String,
    /// Whether it is an IPv6 address.
    pub ipv6: bool,
    /// Length of the prefix in bits; 0 when the source does not know it.
    pub prefix: u32,
}

impl AddressChange {
    /// The change that an event tells of, if it does.
    pub fn of(event: &DomainEvent) -> Option<Self> {
        let DomainEvent::Tunable { params } = event else {
            return None;
        };
        let text = |field| find(params, field)?.as_str();
        Some(AddressChange {
            there: match text(CHANGE)? {
                "appeared" => true,
                "gone" => false,
                _ => return None,
            },
            source: SOURCES
                .into_iter()
                .find(|(_, word)| Some(*word) == text(SOURCE))?
                .0,
            interface: text(INTERFACE)?.to_owned(),
            mac: text(MAC).map(str::to_owned),
            address: text(ADDRESS)?.to_owned(),
            ipv6: text(FAMILY)? == "ipv6",
            prefix: u32::try_from(find(params, PREFIX)?.as_u64()?).ok()?,
        })
    }

    /// The event that tells of it.
    pub fn event(&self) -> DomainEvent {
        let word = SOURCES.into_iter().find(|(source, _)| *source == self.source);
        let mut params = vec![
            TypedParam::new(CHANGE, if self.there { "appeared" } else { "gone" }),
            TypedParam::new(SOURCE, word.map_or("lease", |(_, word)| word)),
            TypedParam::new(INTERFACE, self.interface.as_str()),
        ];
        params.extend(self.mac.as_deref().map(|mac| TypedParam::new(MAC, mac)));
        params.extend([
            TypedParam::new(FAMILY, if self.ipv6 { "ipv6" } else { "ipv4" }),
            TypedParam::new(ADDRESS, self.address.as_str()),
            TypedParam::new(PREFIX, self.prefix),
        ]);
        DomainEvent::Tunable { params }
    }
}

const SOURCES: [(Source, &str); 3] = [
    (Source::Lease, "lease"),
    (Source::Agent, "agent"),
    (Source::Arp, "arp"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_understood() {
        for (source, there, mac) in [
            (Source::Lease, true, Some("52:54:00:00:00:01".to_owned())),
            (Source::Agent, false, None),
            (Source::Arp, true, None),
        ] {
            let change = AddressChange {
                there,
                source,
                interface: "vnet0".to_owned(),
                mac,
                address: "fd00::2".to_owned(),
                ipv6: true,
                prefix: 64,
            };
            assert_eq!(AddressChange::of(&change.event()), Some(change));
        }
    }

    #[test]
    fn other_tunables_are_none() {
        let event = DomainEvent::Tunable {
            params: vec![TypedParam::new("cputune.cpu_shares", 1024_u64)],
        };
        assert_eq!(AddressChange::of(&event), None);
        assert_eq!(AddressChange::of(&DomainEvent::Reboot), None);
    }
}
