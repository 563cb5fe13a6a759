//! Guests that end with the connection that started them.

use super::{Core, QemuDriver};
use crate::error::Result;
use crate::guest::{Guest, Request};
use ferrovirt_types::consts::{DomainCreateFlags, DomainShutoffReason};
use ferrovirt_types::object::DomainRef;
use std::sync::{Arc, Mutex, PoisonError};

/// One connection, for as long as its drivers are.
pub(super) struct Owner {
    core: Arc<Core>,
    /// Guests, each with the number of the activation that is meant: a later one is somebody else's.
    guests: Mutex<Vec<(Arc<Guest>, i32)>>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        let guests = std::mem::take(self.guests.get_mut().unwrap_or_else(PoisonError::into_inner));
        for (guest, id) in guests {
            let Some(live) = guest.live().filter(|l| l.id == id) else {
                continue;
            };
            tracing::info!(guest = %guest.name, "the connection that started it is gone");
            self.core.runtime.spawn(async move {
                let ended = live.ask(|reply| Request::End {
                    reason: DomainShutoffReason::Destroyed,
                    graceful: false,
                    reply,
                });
                if let Err(error) = ended.await {
                    tracing::warn!(guest = %guest.name, %error, "it does not end with its connection");
                }
            });
        }
    }
}

impl QemuDriver {
    /// The same driver for one connection more.
    pub(super) fn for_connection(&self) -> Self {
        QemuDriver {
            core: Arc::clone(&self.core),
            owner: Some(Arc::new(Owner {
                core: Arc::clone(&self.core),
                guests: Mutex::default(),
            })),
        }
    }

    /// Notes that a guest that was just started ends with this connection, if that was asked for.
    pub(super) fn own(&self, dom: &DomainRef, flags: u32) -> Result<()> {
        if flags & DomainCreateFlags::START_AUTODESTROY.bits() == 0 {
            return Ok(());
        }
        let guest = self.core.guest(dom)?;
        if let Some(owner) = &self.owner {
            let mut guests = owner.guests.lock().unwrap_or_else(PoisonError::into_inner);
            guests.retain(|(g, id)| g.id() == *id);
            let id = guest.id();
            guests.push((guest, id));
        }
        Ok(())
    }

    /// The guest stays when the connection ends.
    pub(super) async fn disown(&self, guest: &Guest) -> Result<()> {
        if let Some(owner) = &self.owner {
            let mut guests = owner.guests.lock().unwrap_or_else(PoisonError::into_inner);
            guests.retain(|(g, _)| g.uuid != guest.uuid);
        }
        guest.running()?.ask(Request::Stay).await
    }
}
