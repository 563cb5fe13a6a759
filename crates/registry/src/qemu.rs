//! QEMU guests with this host's networks and storage beside them.

use crate::Connected;
use crate::storage;
use arc_swap::ArcSwap;
use async_trait::async_trait;
use ferrovirt_domain_qemu::{Neighbours, QemuConfig, QemuDriver};
use ferrovirt_driver::abilities::Abilities;
use ferrovirt_driver::attach::{GuestNetworks, GuestVolumes, Peers};
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_driver::{Drivers, GuardedDrivers, Migration};
use ferrovirt_host::paths::Places;
use ferrovirt_interface::Interfaces;
use ferrovirt_network::Networks;
use ferrovirt_nodedev::NodeDevices;
use ferrovirt_nwfilter::NwFilters;
use ferrovirt_remote::{OpenOptions, RemoteDriver};
use ferrovirt_secret::Secrets;
use ferrovirt_storage::Storage;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::uri::ConnectUri;
use ferrovirt_types::{Error, Result};
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::OnceCell;

/// The QEMU driver of this host, assembled when it is first asked for.
pub(crate) struct QemuSlot {
    /// A reload puts others in their place.
    config: ArcSwap<QemuConfig>,
    host: OnceCell<QemuHost>,
}

impl QemuSlot {
    pub(crate) fn new(config: QemuConfig) -> Self {
        Self {
            config: ArcSwap::from_pointee(config),
            host: OnceCell::new(),
        }
    }

    /// Opens a URI of the driver.
    pub(crate) async fn open(&self, uri: &ConnectUri, runtime: &Handle) -> Result<Connected> {
        let config = self.config.load_full();
        let own = &config.uri;
        if uri.path != "/embed" && !own.ends_with(&uri.path) || uri.path.is_empty() {
            let text = format!("unexpected QEMU URI path '{}', try {own}", uri.path);
            return Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Qemu, text));
        }
        let host = self.host(runtime).await?;
        Ok(Connected {
            drivers: host.drivers_for_connection(),
            events: host.events.clone(),
            uri: own.clone(),
            abilities: Abilities {
                features: &ferrovirt_domain_qemu::FEATURES,
                ..Abilities::default()
            },
            keep: None,
        })
    }

    /// The drivers. Their tasks run on `runtime`, where they outlive the caller.
    pub(crate) async fn host(&self, runtime: &Handle) -> Result<&QemuHost> {
        let assemble = || async {
            let config = QemuConfig::clone(&self.config.load());
            let assembled = runtime.spawn(QemuHost::assemble(config)).await;
            assembled.map_err(|e| Error::new(ErrorNumber::InternalError, ErrorDomain::Qemu, e.to_string()))?
        };
        self.host.get_or_try_init(assemble).await
    }

    /// Takes other settings, and puts back what others removed.
    pub(crate) async fn reload(&self, newer: QemuConfig) {
        self.config.store(Arc::new(newer.clone()));
        if let Some(host) = self.host.get() {
            for setting in host.qemu.reload(newer) {
                tracing::warn!("{setting}: the change takes effect when the daemon is started anew");
            }
            host.networks.repair().await;
            host.filters.repair().await;
        }
    }

    /// Whether guests run.
    pub(crate) fn is_busy(&self) -> bool {
        self.host.get().is_some_and(|host| host.qemu.running() > 0)
    }
}

/// Daemons that guests are moved to.
struct OtherDaemons;

#[async_trait]
impl Peers for OtherDaemons {
    async fn open(&self, uri: &str) -> Result<Arc<dyn Migration>> {
        let uri = ConnectUri::parse(uri)?;
        let remote = RemoteDriver::open(&uri, &OpenOptions::default()).await?;
        Ok(remote)
    }
}

/// The assembled drivers.
pub(crate) struct QemuHost {
    drivers: Drivers,
    events: EventBus,
    qemu: QemuDriver,
    networks: Networks,
    filters: NwFilters,
}

impl QemuHost {
    /// Opens networks, secrets and storage, then the guests that use them, and starts what starts by itself.
    async fn assemble(config: QemuConfig) -> Result<Self> {
        let events = EventBus::new();
        let places: &Places = &config.places;
        let networks = Networks::open(places, events.clone()).await?;
        let secrets = Secrets::open(places, events.clone()).await?;
        let guest_secrets: Arc<dyn GuestSecrets> = Arc::new(secrets.clone());
        let backends = storage::backends(places, &guest_secrets);
        let of_storage = Some(Arc::clone(&guest_secrets));
        let storage = Storage::open(places, backends, of_storage, events.clone()).await?;
        let interfaces = Interfaces::open(places).await?;
        let devices = NodeDevices::open(places, events.clone());
        let filters = NwFilters::open(places).await?;
        let guest_networks: Arc<dyn GuestNetworks> =
            filters.guard(devices.hand_over(Arc::new(networks.clone())));
        let guest_volumes: Arc<dyn GuestVolumes> = Arc::new(storage.clone());
        let neighbours = Neighbours {
            networks: Some(guest_networks),
            volumes: Some(guest_volumes),
            secrets: Some(guest_secrets),
            peers: Some(Arc::new(OtherDaemons)),
        };
        let bus = events.clone();
        let qemu = tokio::task::spawn_blocking(move || QemuDriver::open(config, bus, neighbours))
            .await
            .map_err(|e| Error::new(ErrorNumber::InternalError, ErrorDomain::Qemu, e.to_string()))??;
        let starter = qemu.clone();
        tokio::spawn(async move { starter.autostart().await });
        let storage = Arc::new(storage);
        let mut drivers = Drivers {
            interface: Arc::new(interfaces),
            network: Arc::new(networks.clone()),
            node_device: Arc::new(devices),
            nwfilter: Arc::new(filters.clone()),
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
            filters,
        })
    }

    /// The drivers for one more connection.
    fn drivers_for_connection(&self) -> GuardedDrivers {
        let mut drivers = self.drivers.clone();
        self.qemu.install_for_connection(&mut drivers);
        drivers.guarded()
    }
}
