//! A server of the daemon as its administrator sees it: the clients that it has, and their limits.

use crate::anonymous::Anonymous;
use crate::config::{Pool, ServiceConfig};
use crate::workers::{Worker, Workers};
use ferrovirt_rpc::server::{ClientHandle, Limits};
use ferrovirt_rpc::socket::PeerCredentials;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::sync::Notify;

/// A client of a service, from when it was accepted until it is gone.
#[derive(Debug)]
pub struct Client {
    /// Number, from 1 up, never used twice.
    pub id: u64,
    /// When it was accepted.
    pub since: SystemTime,
    /// Where it came in.
    pub origin: Origin,
    /// Its connection, once that is served.
    pub handle: OnceLock<ClientHandle>,
    /// The name in its certificate, once that stood the test.
    pub name: OnceLock<String>,
}

/// How a client came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Over a local socket.
    Unix {
        /// Who is at the other end, when the kernel says.
        peer: Option<PeerCredentials>,
        /// Whether the socket is the one for reading only.
        read_only: bool,
    },
    /// Over TCP, from this address.
    Tcp(SocketAddr),
    /// With TLS, from this address.
    Tls(SocketAddr),
}

impl Origin {
    /// Whether its clients may only read.
    pub fn is_read_only(&self) -> bool {
        matches!(self, Origin::Unix { read_only: true, .. })
    }
}

/// A server: `libvirtd` for guests, `admin` for the daemon itself.
#[derive(Debug)]
pub struct Service {
    name: &'static str,
    state: Mutex<State>,
    workers: Arc<Workers>,
    /// A client left, or the limit changed.
    changed: Notify,
}

#[derive(Debug)]
struct State {
    config: ServiceConfig,
    clients: BTreeMap<u64, Arc<Client>>,
    anonymous: Anonymous,
    last: u64,
}

/// The time in which a client shows who it is.
#[derive(Debug)]
pub struct Introduction<'a> {
    service: &'a Service,
    client: u64,
    leave: Arc<Notify>,
}

impl Introduction<'_> {
    /// Waits until others wait and this one took too long.
    pub async fn over(&self) {
        self.leave.notified().await;
    }
}

impl Drop for Introduction<'_> {
    fn drop(&mut self) {
        self.service.state().anonymous.leave(self.client);
        self.service.changed.notify_waiters();
    }
}

impl Service {
    /// One without clients.
    pub fn new(name: &'static str, config: ServiceConfig) -> Self {
        let workers = Workers::new(config.workers.max);
        let state = State {
            config,
            clients: BTreeMap::new(),
            anonymous: Anonymous::default(),
            last: 0,
        };
        Self {
            name,
            state: Mutex::new(state),
            workers,
            changed: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its limits.
    pub fn config(&self) -> ServiceConfig {
        self.state().config.clone()
    }

    /// Puts other limits in force, for clients that come from now on; that on calls at work for all.
    pub fn configure(&self, config: ServiceConfig) {
        self.workers.set_limit(config.workers.max);
        self.state().config = config;
        self.changed.notify_waiters();
    }

    /// Puts other limits on the number of clients in force.
    pub fn set_client_limits(&self, max: u32, max_anonymous: u32) {
        let mut state = self.state();
        state.config.max_clients = max;
        state.config.max_anonymous_clients = max_anonymous;
        drop(state);
        self.changed.notify_waiters();
    }

    /// Puts another shape of the pool of workers in force.
    pub fn set_pool(&self, pool: Pool) {
        self.state().config.workers = pool;
        self.workers.set_limit(pool.max);
    }

    /// Calls that are at work and calls that wait for those to end.
    pub fn load(&self) -> (u32, u32) {
        self.workers.load()
    }

    /// Waits until one more call may be at work; it is for as long as it keeps what is returned.
    pub async fn worker(&self) -> Worker {
        self.workers.take().await
    }

    /// Whether there is room for one more client.
    pub fn has_room(&self) -> bool {
        let state = self.state();
        state.clients.len() < usize::try_from(state.config.max_clients).unwrap_or(usize::MAX)
    }

    /// Waits until there is room for one more client. Those who come meanwhile wait in the socket's own queue.
    pub async fn room(&self) {
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            // What happens from here on is not missed.
            changed.as_mut().enable();
            if self.has_room() {
                return;
            }
            changed.await;
        }
    }

    /// Waits until there is room for one more client that has yet to show who it is.
    pub async fn room_for_anonymous(&self) {
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            let due = {
                let mut state = self.state();
                let most = usize::try_from(state.config.max_anonymous_clients).unwrap_or(usize::MAX);
                if most > 0 && state.anonymous.len() >= most {
                    state.anonymous.turn_out();
                }
                match state.anonymous.due() {
                    Some(due) if most > 0 && state.anonymous.len() >= most => due,
                    _ => return,
                }
            };
            // Either is a reason to look again.
            let _ = tokio::time::timeout_at(due, changed).await;
        }
    }

    /// A client with TLS shows who it is until what is returned is dropped.
    pub fn introduction(&self, client: u64) -> Introduction<'_> {
        let leave = self.state().anonymous.leave_of(client);
        Introduction {
            service: self,
            client,
            leave,
        }
    }

    /// How many clients have yet to show who they are.
    pub fn anonymous(&self) -> usize {
        self.state().anonymous.len()
    }

    /// Takes a client in.
    pub fn admit(&self, origin: Origin) -> Arc<Client> {
        let mut state = self.state();
        state.last += 1;
        if matches!(origin, Origin::Tls(_)) {
            let id = state.last;
            state.anonymous.enter(id);
        }
        let client = Arc::new(Client {
            id: state.last,
            since: SystemTime::now(),
            origin,
            handle: OnceLock::new(),
            name: OnceLock::new(),
        });
        state.clients.insert(client.id, Arc::clone(&client));
        client
    }

    /// Forgets a client that is gone.
    pub fn dismiss(&self, id: u64) {
        let mut state = self.state();
        state.clients.remove(&id);
        state.anonymous.leave(id);
        drop(state);
        self.changed.notify_waiters();
    }

    /// How many clients there are.
    pub fn len(&self) -> usize {
        self.state().clients.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The clients, in the order in which they came.
    pub fn clients(&self) -> Vec<Arc<Client>> {
        self.state().clients.values().cloned().collect()
    }

    /// The client with this number.
    pub fn client(&self, id: u64) -> Option<Arc<Client>> {
        self.state().clients.get(&id).cloned()
    }

    /// Limits of a connection.
    pub fn limits(&self) -> Limits {
        let config = &self.state().config;
        Limits {
            requests: config.max_client_requests,
            keepalive_interval: u64::try_from(config.keepalive_interval)
                .ok()
                .filter(|s| *s > 0)
                .map(Duration::from_secs),
            keepalive_count: config.keepalive_count,
            ..Limits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[tokio::test]
    async fn clients_are_numbered_and_wait_for_room() {
        let service = Service::new("s", Config::default().main);
        service.set_client_limits(2, 1);
        let origin = Origin::Unix {
            peer: None,
            read_only: true,
        };
        let first = service.admit(origin);
        assert!(service.has_room());
        assert_eq!(service.admit(origin).id, 2);
        assert!(!service.has_room());
        let leave = async { service.dismiss(first.id) };
        // The one that waits is asked first.
        tokio::join!(biased; service.room(), leave);
        assert_eq!(service.admit(origin).id, 3, "numbers are not used twice");
        assert!(service.client(1).is_none() && service.client(3).is_some());
        let raise = async { service.set_client_limits(3, 1) };
        tokio::join!(biased; service.room(), raise);
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_say_who_it_is_makes_room() {
        let service = Service::new("s", Config::default().main);
        service.set_client_limits(9, 1);
        let arrive = || service.admit(Origin::Tls(([127, 0, 0, 1], 1).into())).id;
        service.room_for_anonymous().await;
        let first = service.introduction(arrive());
        let begun = tokio::time::Instant::now();
        service.room_for_anonymous().await;
        assert_eq!(begun.elapsed(), crate::anonymous::PATIENCE);
        first.over().await;
        let second = service.introduction(arrive());
        let through = async { drop(second) };
        tokio::join!(biased; service.room_for_anonymous(), through);
        assert_eq!(begun.elapsed(), crate::anonymous::PATIENCE, "at once");
        drop(first);
        let third = arrive();
        assert_eq!(service.anonymous(), 1);
        service.set_client_limits(9, 0);
        service.room_for_anonymous().await;
        service.dismiss(third);
        assert_eq!(service.anonymous(), 0);
        service.introduction(third).over().await;
    }
}
