//! What is going to happen to guests by itself: jobs that end, guests that wake up. It happens when the
//! clock of the host says so: a task waits for that, and every call looks first.

use crate::world::World;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Moments at which something is due for a guest.
#[derive(Default)]
pub(crate) struct Agenda {
    due: Mutex<BTreeSet<(Duration, Uuid)>>,
    /// The next moment is another one, or the host is gone.
    changed: Notify,
    /// Something that others wait for has happened.
    stirred: Notify,
    waker: Mutex<Option<JoinHandle<()>>>,
}

impl Agenda {
    pub(crate) fn add(&self, at: Duration, guest: Uuid) {
        self.due
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((at, guest));
        self.changed.notify_one();
    }

    /// Takes out one that is due.
    fn next(&self, now: Duration) -> Option<Uuid> {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *due.first().filter(|(at, _)| *at <= now)?;
        due.remove(&first);
        Some(first.1)
    }

    fn first(&self) -> Option<Duration> {
        let due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        due.first().map(|(at, _)| *at)
    }

    /// Wakes those who wait for jobs.
    pub(crate) fn stir(&self) {
        self.stirred.notify_waiters();
    }

    /// Waits until something happened. Made before looking, awaited after.
    pub(crate) fn stirred(&self) -> impl Future<Output = ()> + '_ {
        self.stirred.notified()
    }
}

impl World {
    /// Has everything happen that is due.
    pub(crate) fn settle(&self) {
        if self.agenda.first().is_none() {
            return;
        }
        let now = self.clock.now();
        while let Some(uuid) = self.agenda.next(now) {
            self.settle_guest(uuid, now);
        }
        self.agenda.stir();
    }

    /// Has a task look after what is due, where there is a runtime for it.
    pub(crate) fn watch(world: &Arc<World>) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let mut waker = world.agenda.waker.lock().unwrap_or_else(PoisonError::into_inner);
        if waker.as_ref().is_none_or(JoinHandle::is_finished) {
            *waker = Some(runtime.spawn(wake(Arc::downgrade(world))));
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.agenda.changed.notify_one();
    }
}

async fn wake(host: Weak<World>) {
    loop {
        let (agenda, clock) = match host.upgrade() {
            Some(world) => {
                world.settle();
                (world.agenda.clone(), world.clock.clone())
            }
            None => return,
        };
        match agenda.first() {
            Some(at) => tokio::select! {
                () = clock.wait_for(at) => {}
                () = agenda.changed.notified() => {}
            },
            None => agenda.changed.notified().await,
        }
    }
}
