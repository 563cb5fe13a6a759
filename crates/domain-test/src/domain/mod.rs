//! Guests.

mod agent;
mod checkpoints;
mod config;
mod console;
mod defaults;
mod definition;
mod devices;
mod fate;
pub(crate) mod follow;
mod guest;
pub(crate) mod jobs;
mod lifecycle;
mod list;
mod migration;
mod moments;
mod plug;
mod saves;
mod snapshots;
mod statistics;
mod tuning;

pub(crate) use definition::{parse, read_document};
pub(crate) use devices::interfaces;
pub(crate) use guest::{Guest, Phase};

use crate::TestDriver;
use crate::error::{Kind, Result, TestError};
use crate::family::Found;
use crate::world::World;
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::DomainRef;

/// Word for guests in messages about names and UUIDs in use.
const WORD: &str = "domain";

/// Things that happen to guests, published when the change they belong to is.
pub(crate) type News = Vec<(DomainRef, DomainEvent)>;

impl World {
    /// A guest as it is now.
    pub(crate) fn guest(&self, dom: &DomainRef) -> Result<Found<Guest>> {
        self.domains.by_uuid(&dom.uuid).ok_or_else(|| missing(dom))
    }

    /// Changes a guest; what the change leaves behind when it fails is dropped. A guest that ends up
    /// neither running nor defined is forgotten.
    pub(crate) fn change_guest<R>(
        &self,
        dom: &DomainRef,
        change: impl FnOnce(&mut Guest, &mut News, DomainRef) -> Result<R>,
    ) -> Result<R> {
        let family = self.domains.begin();
        let found = family.by_uuid(&dom.uuid).ok_or_else(|| missing(dom))?;
        let mut guest = Guest::clone(&found.state);
        let jobs = found.state.due();
        let now = self.clock.now();
        let mut news = News::new();
        let result = change(
            &mut guest,
            &mut news,
            found.state.reference(&found.name, found.uuid),
        )?;
        guest.count_time(now);
        let due = guest.due();
        self.renumber(found.uuid, found.state.id, guest.id);
        if guest.live.is_none() && guest.config.is_none() {
            family.remove(&found.uuid);
        } else {
            family.publish(WORD, &found.name, found.uuid, guest)?;
        }
        self.tell(news);
        drop(family);
        if due != jobs {
            for at in due {
                self.agenda.add(at, dom.uuid);
            }
            self.agenda.stir();
        }
        Ok(result)
    }

    pub(crate) fn tell(&self, news: News) {
        for (dom, event) in news {
            let said = fate::monitor_word(&event);
            self.events.publish(Event::Domain(dom.clone(), event));
            if let Some(word) = said {
                self.tell_monitor(&dom, word, None);
            }
        }
    }
}

impl TestDriver {
    /// Fails when there is no such guest. Some calls of libvirt's test driver answer without looking,
    /// and so do ours where that is what a connection shows.
    fn known(&self, dom: &DomainRef) -> Result<()> {
        if self.full {
            self.world.guest(dom)?;
        }
        Ok(())
    }
}

fn missing(dom: &DomainRef) -> TestError {
    TestError::not_found(Kind::Domain, "uuid", format_args!("{}", dom.uuid))
}

/// A change of life.
pub(crate) fn lifecycle(event: ferrovirt_types::consts::DomainEventType, detail: i32) -> DomainEvent {
    DomainEvent::Lifecycle {
        event: event.raw(),
        detail,
    }
}
