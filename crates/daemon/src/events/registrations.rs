//! What one client wants to hear of.

use super::pattern::Pattern;
use ferrovirt_driver::events::EventSink;
use ferrovirt_protocol::frame::{HEADER, LENGTH};
use ferrovirt_rpc::server::ClientHandle;
use ferrovirt_types::address_change::AddressChange;
use ferrovirt_types::consts::{DomainInterfaceAddressesSource as Source, ErrorDomain, ErrorNumber};
use ferrovirt_types::event::Event;
use ferrovirt_types::{Error, Result};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Where a frame has the number of the registration: first behind the header.
const CALLBACK_ID: usize = LENGTH + HEADER;

/// Kind of object that an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Domains.
    Domain,
    /// Networks.
    Network,
    /// Storage pools.
    StoragePool,
    /// Node devices.
    NodeDevice,
    /// Secrets.
    Secret,
    /// The QEMU monitor.
    QemuMonitor,
}

/// A registration without its number.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Kind of object.
    pub class: Class,
    /// Number of the event in its class.
    pub event: i32,
    /// Only this object.
    pub uuid: Option<Uuid>,
    /// Only the objects or monitor events of these names.
    pub name: Option<Pattern>,
    /// Registered in the old way: messages carry no callback id.
    pub legacy: bool,
    /// By a client that may only read, and does not learn what the guest's agent says.
    pub read_only: bool,
}

/// The registrations of one client. Takes events as a sink.
#[derive(Debug)]
pub struct Registrations {
    client: ClientHandle,
    list: Mutex<List>,
}

#[derive(Debug, Default)]
struct List {
    next: i32,
    entries: Vec<(i32, Wanted)>,
}

impl Registrations {
    /// None yet.
    pub fn new(client: ClientHandle) -> Self {
        Self {
            client,
            list: Mutex::default(),
        }
    }

    /// Adds a registration and gives its number.
    pub fn add(&self, wanted: Wanted) -> Result<i32> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let again = |w: &Wanted| w.legacy && (w.class, w.event) == (wanted.class, wanted.event);
        if wanted.legacy && list.entries.iter().any(|(_, w)| again(w)) {
            let text = format!("domain event {} is registered already", wanted.event);
            return Err(Error::new(ErrorNumber::InvalidArg, ErrorDomain::Rpc, text));
        }
        let id = list.next;
        list.next = list.next.wrapping_add(1).max(0);
        list.entries.push((id, wanted));
        Ok(id)
    }

    /// Removes the registration `id` of `class`.
    pub fn remove(&self, class: Class, id: i32) -> Result<()> {
        self.remove_if(|i, w| i == id && w.class == class && !w.legacy)
            .ok_or_else(|| {
                let text = format!("event callback {id} is not registered");
                Error::new(ErrorNumber::InvalidArg, ErrorDomain::Rpc, text)
            })
    }

    /// Removes the registration of an event that was made in the old way.
    pub fn remove_legacy(&self, event: i32) -> Result<()> {
        self.remove_if(|_, w| w.legacy && w.event == event)
            .ok_or_else(|| {
                let text = format!("domain event {event} is not registered");
                Error::new(ErrorNumber::InvalidArg, ErrorDomain::Rpc, text)
            })
    }

    fn remove_if(&self, matches: impl Fn(i32, &Wanted) -> bool) -> Option<()> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let index = list.entries.iter().position(|(id, w)| matches(*id, w))?;
        list.entries.swap_remove(index);
        Some(())
    }
}

impl Wanted {
    /// Whether the event is of an object and a name that were asked for.
    fn concerns(&self, event: &Event) -> bool {
        let uuid = match event {
            Event::Domain(dom, _) | Event::QemuMonitor(dom, _) => Some(dom.uuid),
            Event::Network(net, _) => Some(net.uuid),
            Event::StoragePool(pool, _) => Some(pool.uuid),
            Event::Secret(secret, _) => Some(secret.uuid),
            Event::NodeDevice(..) => None,
        };
        let name = match event {
            Event::NodeDevice(dev, _) => Some(&dev.name),
            Event::QemuMonitor(_, e) => Some(&e.event),
            _ => None,
        };
        if self.read_only && is_of_agent(event) {
            return false;
        }
        self.uuid.is_none_or(|wanted| uuid == Some(wanted))
            && (self.name.as_ref()).is_none_or(|wanted| name.is_some_and(|name| wanted.is_match(name)))
    }
}

/// Whether the event tells what a call answers only to those who may write.
fn is_of_agent(event: &Event) -> bool {
    let Event::Domain(_, event) = event else {
        return false;
    };
    AddressChange::of(event).is_some_and(|change| change.source == Source::Agent)
}

impl EventSink for Registrations {
    fn deliver(&self, event: &Arc<Event>) {
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, wanted) in list.entries.iter().filter(|(_, w)| w.concerns(event)) {
            super::frames::with(event, wanted, |frame| {
                // Only the number of the registration differs from client to client.
                match (wanted.legacy, frame.split_at_checked(CALLBACK_ID)) {
                    (false, Some((head, body))) => {
                        let rest = body.get(4..).unwrap_or_default();
                        self.client.push_event(&[head, &id.to_be_bytes(), rest]);
                    }
                    _ => self.client.push_event(&[frame]),
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_types::object::DomainRef;

    #[test]
    fn who_may_only_read_hears_nothing_of_agents() {
        let of = |source| {
            let change = AddressChange {
                there: true,
                source,
                interface: "eth0".to_owned(),
                mac: None,
                address: "10.0.0.7".to_owned(),
                ipv6: false,
                prefix: 24,
            };
            let guest = DomainRef {
                name: "g".to_owned(),
                uuid: Uuid::nil(),
                id: 1,
            };
            Event::Domain(guest, change.event())
        };
        let wanted = |read_only| Wanted {
            class: Class::Domain,
            event: 0,
            uuid: None,
            name: None,
            legacy: false,
            read_only,
        };
        assert!(wanted(false).concerns(&of(Source::Agent)));
        assert!(wanted(true).concerns(&of(Source::Lease)));
        assert!(!wanted(true).concerns(&of(Source::Agent)));
    }
}
