//! The drivers of this host.

use crate::qemu::QemuHost;
use arc_swap::ArcSwap;
use ferrovirt_domain_qemu::QemuConfig;
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::{Drivers, ruled};
use ferrovirt_host::paths::Places;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::uri::ConnectUri;
use ferrovirt_types::{Error, Result};
use std::any::Any;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// What a URI opens.
#[derive(Clone)]
pub struct Connected {
    /// The drivers.
    pub drivers: Drivers,
    /// Their events.
    pub events: EventBus,
    /// The URI as it is known to the driver, such as `qemu:///system`.
    pub uri: String,
    /// Kept for as long as the connection is: state that goes with its last user.
    pub keep: Option<Arc<dyn Any + Send + Sync>>,
}

/// The drivers of this host, each made when it is first asked for. Clones are the same host.
#[derive(Clone)]
pub struct LocalHost {
    shared: Arc<Shared>,
}

struct Shared {
    /// A reload puts others in their place.
    qemu_config: ArcSwap<QemuConfig>,
    qemu: OnceCell<QemuHost>,
    runtime: tokio::runtime::Handle,
}

impl LocalHost {
    /// Drivers that keep their files in `places`. Their tasks run on the runtime of the caller.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new(places: Places) -> Self {
        Self::with_qemu(QemuConfig::new(places))
    }

    /// The same with settings for the QEMU driver.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn with_qemu(qemu_config: QemuConfig) -> Self {
        let runtime = tokio::runtime::Handle::current();
        Self {
            shared: Arc::new(Shared {
                qemu_config: ArcSwap::from_pointee(qemu_config),
                qemu: OnceCell::new(),
                runtime,
            }),
        }
    }

    /// Takes up in the background what runs on this host, and starts what starts by itself. Calls that
    /// come meanwhile wait.
    pub fn begin(&self) {
        let host = self.clone();
        self.shared.runtime.spawn(async move {
            if let Err(error) = host.qemu().await {
                tracing::error!(%error, "the QEMU driver cannot be opened; it is tried again when it is asked for");
            }
        });
    }

    /// Opens `uri`, whose transport is not looked at.
    ///
    /// # Errors
    /// `NoConnect` when no driver takes the URI.
    pub async fn open(&self, uri: &ConnectUri) -> Result<Connected> {
        match uri.driver.as_str() {
            "qemu" => self.open_qemu(uri).await,
            "test" => self.open_test(uri).await,
            _ => Err(no_driver(uri)),
        }
    }

    async fn open_qemu(&self, uri: &ConnectUri) -> Result<Connected> {
        let config = self.shared.qemu_config.load();
        let own = &config.uri;
        if uri.path != "/embed" && !own.ends_with(&uri.path) || uri.path.is_empty() {
            let text = format!("unexpected QEMU URI path '{}', try {own}", uri.path);
            return Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Qemu, text));
        }
        let host = self.qemu().await?;
        Ok(Connected {
            drivers: ruled(host.drivers.clone()),
            events: host.events.clone(),
            uri: config.uri.clone(),
            keep: None,
        })
    }

    async fn open_test(&self, uri: &ConnectUri) -> Result<Connected> {
        let path = uri.path.clone();
        // A host that is described in a file is read from there.
        let opened = tokio::task::spawn_blocking(move || ferrovirt_domain_test::open(&path))
            .await
            .map_err(|e| Error::new(ErrorNumber::InternalError, ErrorDomain::Test, e.to_string()))??;
        Ok(Connected {
            drivers: ruled(opened.drivers),
            events: opened.events,
            uri: format!("test://{}", uri.path),
            keep: None,
        })
    }

    async fn qemu(&self) -> Result<&QemuHost> {
        self.shared
            .qemu
            .get_or_try_init(|| async {
                // On the runtime of this host, where its tasks outlive the caller.
                let assemble = self.shared.runtime.spawn(QemuHost::assemble(QemuConfig::clone(
                    &self.shared.qemu_config.load(),
                )));
                assemble
                    .await
                    .map_err(|e| Error::new(ErrorNumber::InternalError, ErrorDomain::Qemu, e.to_string()))?
            })
            .await
    }

    /// Takes other settings for the QEMU driver, and puts back what others removed: firewall rules that a
    /// reload of theirs flushed, a DHCP server that was killed.
    pub async fn reload(&self, qemu_config: QemuConfig) {
        let config = Arc::new(qemu_config);
        self.shared.qemu_config.store(Arc::clone(&config));
        if let Some(qemu) = self.shared.qemu.get() {
            for setting in qemu.reload(QemuConfig::clone(&config)) {
                tracing::warn!("{setting}: the change takes effect when the daemon is started anew");
            }
            qemu.repair().await;
        }
    }

    /// Whether guests run that this process looks after.
    pub fn is_busy(&self) -> bool {
        self.shared.qemu.get().is_some_and(|q| q.running() > 0)
    }
}

fn no_driver(uri: &ConnectUri) -> Error {
    Error::new(ErrorNumber::NoConnect, ErrorDomain::None, uri.to_string())
}
