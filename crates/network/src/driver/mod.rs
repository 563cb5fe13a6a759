//! The driver: which networks there are, what runs, and how that changes.

mod floors;
mod leases;
mod load;
mod names;
mod net;
mod pool;
mod redefine;
mod run;
mod status;
mod update;
mod watch;

pub(crate) use net::{Live, Net, Port, View};

use crate::error::{Error, Result};
use crate::host::Host;
use ferrovirt_driver::events::EventBus;
use ferrovirt_host::paths::Places;
use ferrovirt_store::{Claim, Entry, StatusFiles, Store};
use ferrovirt_types::consts::NetworkEventLifecycleType;
use ferrovirt_types::event::{Event, NetworkEvent};
use ferrovirt_types::object::NetworkRef;
use names::Reservations;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Weak};

/// Networks of one host, as the API's network driver. Cheap to clone: all clones are the same.
#[derive(Clone)]
pub struct Networks {
    pub(crate) shared: Arc<Shared>,
}

/// What all calls share.
pub(crate) struct Shared {
    pub(crate) nets: Store<Net>,
    pub(crate) status: StatusFiles,
    /// Ports that callers made, as `NETWORK.PORT` by their UUIDs.
    pub(crate) ports: StatusFiles,
    pub(crate) host: Host,
    pub(crate) reserved: Reservations,
    /// Changes whenever a dnsmasq wrote leases.
    pub(crate) lease_changes: tokio::sync::watch::Sender<()>,
    events: EventBus,
    me: Weak<Shared>,
}

impl fmt::Debug for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let networks = self.shared.nets.snapshot().len();
        f.debug_struct("Networks")
            .field("networks", &networks)
            .finish_non_exhaustive()
    }
}

impl Networks {
    /// Loads the definitions below `places.etc`, takes up the networks that ran when the daemon before
    /// this one ended, removes what it left half made, and starts those that start by themselves. A
    /// network that cannot be started is reported in the log. Has to be called inside a tokio runtime.
    pub async fn open(places: &Places, events: EventBus) -> Result<Self> {
        Self::open_on(Host::open(places.clone())?, places, events).await
    }

    /// The same on a host that was opened before.
    pub async fn open_on(host: Host, places: &Places, events: EventBus) -> Result<Self> {
        let (nets, status, ports) = load::load(places).await?;
        let shared = Arc::new_cyclic(|me| Shared {
            nets,
            status,
            ports,
            host,
            reserved: Reservations::default(),
            lease_changes: tokio::sync::watch::Sender::default(),
            events,
            me: me.clone(),
        });
        load::resume(&shared, places).await?;
        leases::follow(&shared, places);
        Ok(Networks { shared })
    }

    /// Makes every running network whole again, as after a restart: rules that somebody flushed, a
    /// dnsmasq that ended. What cannot be repaired is in the log.
    pub async fn repair(&self) {
        let nets = self.shared.nets.snapshot();
        for entry in nets.iter() {
            let shared = Arc::clone(&self.shared);
            let reference = entry.object.view().reference.clone();
            let repaired = self
                .carry(|_| async move { shared.repair(&reference).await })
                .await;
            if let Err(e) = repaired {
                tracing::error!(
                    network = &*entry.name,
                    error = e.message(),
                    "cannot repair a network"
                );
            }
        }
    }

    /// Carries a change out to its end, also when nobody waits for it any more.
    pub(crate) async fn carry<T, F>(
        &self,
        change: impl FnOnce(Arc<Shared>) -> F,
    ) -> ferrovirt_types::Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let done = tokio::spawn(change(Arc::clone(&self.shared))).await;
        done.unwrap_or(Err(Error::Stopping)).map_err(Into::into)
    }
}

impl Shared {
    /// The network that a caller means.
    pub(crate) fn net(&self, net: &NetworkRef) -> Result<Arc<Entry<Net>>> {
        self.nets
            .by_uuid(&net.uuid)
            .ok_or(Error::NoSuchUuid { uuid: net.uuid })
    }

    /// The network of that name.
    pub(crate) fn net_by_name(&self, name: &str) -> Result<Arc<Entry<Net>>> {
        self.nets.by_name(name).ok_or_else(|| Error::NoSuchName {
            name: name.to_owned(),
        })
    }

    /// Claims a network for a change.
    pub(crate) async fn claim(&self, net: &NetworkRef) -> Result<(Claim<Net>, Arc<Net>)> {
        let entry = self.net(net)?;
        let claim = self.nets.claim(&entry.name, entry.uuid).await?;
        match claim.current().cloned() {
            Some(net) => Ok((claim, net)),
            None => Err(Error::NoSuchUuid { uuid: net.uuid }),
        }
    }

    /// Tells listeners.
    pub(crate) fn tell(&self, net: NetworkRef, event: NetworkEvent) {
        self.events.publish(Event::Network(net, event));
    }

    pub(crate) fn publish(&self, net: NetworkRef, event: NetworkEventLifecycleType) {
        self.events.publish(Event::Network(
            net,
            NetworkEvent::Lifecycle { event: event.raw() },
        ));
    }
}
