//! Clients that have not shown yet who they are: those in the middle of their handshake.
//!
//! There is room for a few at a time. Where all of it is taken, who comes waits in the socket's own queue until one
//! is through, or until the one that has been at it for longest had its time: then that one has to go.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// How long a client may keep others waiting. A handshake takes a few round trips.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// Who is at it, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Anonymous {
    clients: BTreeMap<u64, (Instant, Arc<Notify>)>,
}

impl Anonymous {
    /// Takes a client in.
    pub fn enter(&mut self, client: u64) {
        self.clients.insert(client, (Instant::now(), Arc::default()));
    }

    /// What tells a client that it has to go; one that is not at it any more has been told.
    pub fn leave_of(&self, client: u64) -> Arc<Notify> {
        match self.clients.get(&client) {
            Some((_, leave)) => leave.clone(),
            None => {
                let told = Notify::new();
                told.notify_one();
                Arc::new(told)
            }
        }
    }

    /// Forgets a client, which is through or gone.
    pub fn leave(&mut self, client: u64) {
        self.clients.remove(&client);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.clients.len()
    }

    /// When the time of the one that came first is over.
    pub fn due(&self) -> Option<Instant> {
        self.clients
            .first_key_value()
            .map(|(_, (since, _))| *since + PATIENCE)
    }

    /// Turns the one that came first out, if its time is over.
    pub fn turn_out(&mut self) {
        if self.due().is_some_and(|due| due <= Instant::now())
            && let Some((_, (_, leave))) = self.clients.pop_first()
        {
            // Kept for it when it does not wait for it at the moment.
            leave.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_first_goes_when_its_time_is_over() {
        let mut anonymous = Anonymous::default();
        anonymous.enter(1);
        anonymous.enter(2);
        let first = anonymous.leave_of(1);
        anonymous.turn_out();
        assert_eq!(anonymous.len(), 2);
        tokio::time::advance(PATIENCE).await;
        anonymous.turn_out();
        first.notified().await;
        assert_eq!(anonymous.len(), 1);
        anonymous.leave(1);
        anonymous.leave(2);
        assert_eq!((anonymous.len(), anonymous.due()), (0, None));
    }
}
