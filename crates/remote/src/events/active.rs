//! The registrations that the daemon has, as far as was read.
//!
//! The daemon tells each registration of an event by itself, and an event may concern several: one of a
//! domain alone and one of all domains. The one with the least number counts. What changes here changes in
//! the task that reads, between the daemon's answer and what it says next, so that no event is lost or seen
//! twice while registrations come and go.

use ferrovirt_driver::session::Interest;
use ferrovirt_types::event::Event;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Numbers of registrations, and what each is for.
#[derive(Debug, Default)]
pub(crate) struct Active(Mutex<Vec<(i32, Interest)>>);

impl Active {
    fn list(&self) -> MutexGuard<'_, Vec<(i32, Interest)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn add(&self, id: i32, interest: Interest) {
        self.list().push((id, interest));
    }

    /// Numbers are only unique among the kinds of one object.
    pub fn remove(&self, id: i32, interest: &Interest) {
        self.list().retain(|(of, held)| *of != id || held != interest);
    }

    /// Forgets all: the connection that had them is gone.
    pub fn clear(&self) {
        self.list().clear();
    }

    /// Whether of all registrations that an event concerns this is the first.
    pub fn is_first(&self, id: i32, event: &Event) -> bool {
        let list = self.list();
        let concerned = list.iter().filter(|(_, interest)| interest.matches(event));
        concerned.map(|(id, _)| *id).min() == Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_driver::session::{EventKind, EventObject};
    use ferrovirt_types::event::DomainEvent;
    use ferrovirt_types::object::DomainRef;

    fn domain(number: u128) -> DomainRef {
        DomainRef {
            name: format!("d{number}"),
            uuid: uuid::Uuid::from_u128(number),
            id: -1,
        }
    }

    #[test]
    fn an_event_counts_for_one_registration_only() {
        let life = EventKind::Domain(0);
        let one = Interest {
            kind: life,
            of: Some(EventObject::Domain(domain(1))),
        };
        let active = Active::default();
        active.add(3, one.clone());
        active.add(5, life.into());
        active.add(3, EventKind::Network(0).into());
        let event = |number| Event::Domain(domain(number), DomainEvent::Lifecycle { event: 2, detail: 0 });
        assert!(active.is_first(3, &event(1)) && !active.is_first(5, &event(1)));
        assert!(active.is_first(5, &event(2)) && !active.is_first(3, &event(2)));
        active.remove(3, &one);
        assert!(active.is_first(5, &event(1)));
        active.clear();
        assert!(!active.is_first(5, &event(1)));
    }
}
