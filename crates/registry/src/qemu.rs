//! QEMU guests with this host's networks and storage beside them.

use crate::storage;
use ferrovirt_domain_qemu::{Neighbours, QemuConfig, QemuDriver};
use ferrovirt_driver::Drivers;
use ferrovirt_driver::attach::{GuestNetworks, GuestVolumes};
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_host::paths::Places;
use ferrovirt_network::Networks;
use ferrovirt_secret::Secrets;
use ferrovirt_storage::Storage;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use std::sync::Arc;

/// The assembled drivers.
pub(crate) struct QemuHost {
    pub(crate) drivers: Drivers,
    pub(crate) events: EventBus,
    qemu: QemuDriver,
    networks: Networks,
}

impl QemuHost {
    /// Opens networks, secrets and storage, then the guests that use them, and starts what starts by itself.
    pub(crate) async fn assemble(config: QemuConfig) -> Result<Self> {
        let events = EventBus::new();
        let places: &Places = &config.places;
        let networks = Networks::open(places, events.clone()).await?;
        let secrets = Secrets::open(places, events.clone()).await?;
        let guest_secrets: Arc<dyn GuestSecrets> = Arc::new(secrets.clone());
        let backends = storage::backends(&guest_secrets);
        let storage = Storage::open(places, backends, Some(guest_secrets), events.clone()).await?;
        let guest_networks: Arc<dyn GuestNetworks> = Arc::new(networks.clone());
        let guest_volumes: Arc<dyn GuestVolumes> = Arc::new(storage.clone());
        let neighbours = Neighbours {
            networks: Some(guest_networks),
            volumes: Some(guest_volumes),
        };
        let bus = events.clone();
        let qemu = tokio::task::spawn_blocking(move || QemuDriver::open(config, bus, neighbours))
            .await
            .map_err(|e| Error::new(ErrorNumber::InternalError, ErrorDomain::Qemu, e.to_string()))??;
        let starter = qemu.clone();
        tokio::spawn(async move { starter.autostart().await });
        let storage = Arc::new(storage);
        let mut drivers = Drivers {
            network: Arc::new(networks.clone()),
            secret: Arc::new(secrets),
            storage_pool: storage.clone(),
            storage_vol: storage,
            ..Drivers::none()
        };
        qemu.install(&mut drivers);
        Ok(Self {
            drivers,
            events,
            qemu,
            networks,
        })
    }

    /// Takes other settings; names those that differ and need a new start.
    pub(crate) fn reload(&self, config: QemuConfig) -> Vec<&'static str> {
        self.qemu.reload(config)
    }

    /// Puts back what others removed under the networks: rules, a server that died.
    pub(crate) async fn repair(&self) {
        self.networks.repair().await;
    }

    /// Guests that run.
    pub(crate) fn running(&self) -> usize {
        self.qemu.running()
    }
}
