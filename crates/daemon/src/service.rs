//! A server of the daemon as its administrator sees it: the clients that it has, and their limits.

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
    last: u64,
}

impl Service {
    /// One without clients.
    pub fn new(name: &'static str, config: ServiceConfig) -> Self {
        let workers = Workers::new(config.workers.max);
        let state = State {
            config,
            clients: BTreeMap::new(),
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

    /// Takes a client in.
    pub fn admit(&self, origin: Origin) -> Arc<Client> {
        let mut state = self.state();
        state.last += 1;
        let client = Arc::new(Client {
            id: state.last,
            since: SystemTime::now(),
            origin,
            handle: OnceLock::new(),
        });
        state.clients.insert(client.id, Arc::clone(&client));
        client
    }

    /// Forgets a client that is gone.
    pub fn dismiss(&self, id: u64) {
        self.state().clients.remove(&id);
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
}
