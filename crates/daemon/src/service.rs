//! A server of the daemon as its administrator sees it: the clients that it has, and their limits.

use crate::config::{ServiceConfig, Workers};
use ferrovirt_rpc::server::{ClientHandle, Limits};
use ferrovirt_rpc::socket::PeerCredentials;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

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
        let state = State {
            config,
            clients: BTreeMap::new(),
            last: 0,
        };
        Self {
            name,
            state: Mutex::new(state),
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

    /// Puts other limits in force, for clients that come from now on.
    pub fn configure(&self, config: ServiceConfig) {
        self.state().config = config;
    }

    /// Puts other limits on the number of clients in force.
    pub fn set_client_limits(&self, max: u32, max_anonymous: u32) {
        let mut state = self.state();
        state.config.max_clients = max;
        state.config.max_anonymous_clients = max_anonymous;
    }

    /// Notes another shape of the pool of workers.
    pub fn set_workers(&self, workers: Workers) {
        self.state().config.workers = workers;
    }

    /// Takes a client in; its number of clients is the error when there is no room for more.
    pub fn admit(&self, origin: Origin) -> Result<Arc<Client>, u32> {
        let mut state = self.state();
        let max = state.config.max_clients;
        if state.clients.len() >= usize::try_from(max).unwrap_or(usize::MAX) {
            return Err(max);
        }
        state.last += 1;
        let client = Arc::new(Client {
            id: state.last,
            since: SystemTime::now(),
            origin,
            handle: OnceLock::new(),
        });
        state.clients.insert(client.id, Arc::clone(&client));
        Ok(client)
    }

    /// Forgets a client that is gone.
    pub fn dismiss(&self, id: u64) {
        self.state().clients.remove(&id);
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

    #[test]
    fn clients_are_numbered_and_bounded() {
        let service = Service::new("s", Config::default().main);
        service.set_client_limits(2, 1);
        let origin = Origin::Unix {
            peer: None,
            read_only: true,
        };
        let first = service.admit(origin).unwrap();
        assert_eq!(service.admit(origin).unwrap().id, 2);
        assert_eq!(service.admit(origin).unwrap_err(), 2);
        service.dismiss(first.id);
        assert_eq!(service.admit(origin).unwrap().id, 3, "numbers are not used twice");
        assert!(service.client(1).is_none() && service.client(3).is_some());
    }
}
