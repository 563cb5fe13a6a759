//! The drivers of this host.

#[cfg(feature = "qemu")]
use crate::qemu::QemuSlot;
#[cfg(feature = "qemu")]
use ferrovirt_domain_qemu::QemuConfig;
use ferrovirt_driver::GuardedDrivers;
use ferrovirt_driver::abilities::Abilities;
use ferrovirt_driver::events::EventBus;
use ferrovirt_host::paths::Places;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::uri::ConnectUri;
use ferrovirt_types::{Error, Result};
use std::any::Any;
use std::sync::Arc;

/// What a URI opens.
#[derive(Clone)]
pub struct Connected {
    /// The drivers.
    pub drivers: GuardedDrivers,
    /// Their events.
    pub events: EventBus,
    /// The URI as it is known to the driver, such as `qemu:///system`.
    pub uri: String,
    /// What the drivers say of themselves.
    pub abilities: Abilities,
    /// Kept for as long as the connection is: state that goes with its last user.
    pub keep: Option<Arc<dyn Any + Send + Sync>>,
}

/// The drivers of this host, each made when it is first asked for. Clones are the same host.
#[derive(Clone)]
pub struct LocalHost {
    #[cfg(feature = "qemu")]
    shared: Arc<Shared>,
}

#[cfg(feature = "qemu")]
struct Shared {
    qemu: QemuSlot,
    runtime: tokio::runtime::Handle,
}

impl LocalHost {
    /// Drivers that keep their files in `places`. Their tasks run on the runtime of the caller.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[cfg_attr(
        not(feature = "qemu"),
        expect(unused_variables, reason = "no other driver of this build keeps files")
    )]
    pub fn new(places: Places) -> Self {
        #[cfg(feature = "qemu")]
        return Self::with_qemu(QemuConfig::new(places));
        #[cfg(not(feature = "qemu"))]
        Self {}
    }

    /// The same with settings for the QEMU driver.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    #[cfg(feature = "qemu")]
    pub fn with_qemu(config: QemuConfig) -> Self {
        Self {
            shared: Arc::new(Shared {
                qemu: QemuSlot::new(config),
                runtime: tokio::runtime::Handle::current(),
            }),
        }
    }

    /// Takes up in the background what runs on this host, and starts what starts by itself. Calls that
    /// come meanwhile wait.
    pub fn begin(&self) {
        #[cfg(feature = "qemu")]
        {
            let shared = Arc::clone(&self.shared);
            self.shared.runtime.spawn(async move {
                if let Err(error) = shared.qemu.host(&shared.runtime).await {
                    tracing::error!(%error, "the QEMU driver cannot be opened; it is tried again when it is asked for");
                }
            });
        }
    }

    /// Opens `uri`, whose transport is not looked at.
    ///
    /// # Errors
    /// `NoConnect` when no driver of this build takes the URI.
    pub async fn open(&self, uri: &ConnectUri) -> Result<Connected> {
        match uri.driver.as_str() {
            #[cfg(feature = "qemu")]
            "qemu" => self.shared.qemu.open(uri, &self.shared.runtime).await,
            #[cfg(feature = "test")]
            "test" => open_test(uri).await,
            _ => Err(no_driver(uri)),
        }
    }

    /// Takes other settings for the QEMU driver, and puts back what others removed: firewall rules that a
    /// reload of theirs flushed, a DHCP server that was killed.
    #[cfg(feature = "qemu")]
    pub async fn reload(&self, config: QemuConfig) {
        self.shared.qemu.reload(config).await;
    }

    /// Whether guests run that this process looks after.
    pub fn is_busy(&self) -> bool {
        #[cfg(feature = "qemu")]
        return self.shared.qemu.is_busy();
        #[cfg(not(feature = "qemu"))]
        false
    }
}

#[cfg(feature = "test")]
async fn open_test(uri: &ConnectUri) -> Result<Connected> {
    let (path, params) = (uri.path.clone(), uri.query.clone());
    // A host that is described in a file is read from there.
    let opened = tokio::task::spawn_blocking(move || ferrovirt_domain_test::open(&path, &params))
        .await
        .map_err(|e| Error::new(ErrorNumber::InternalError, ErrorDomain::Test, e.to_string()))??;
    Ok(Connected {
        drivers: opened.drivers,
        events: opened.events,
        uri: opened.uri,
        abilities: opened.abilities,
        keep: None,
    })
}

fn no_driver(uri: &ConnectUri) -> Error {
    Error::new(ErrorNumber::NoConnect, ErrorDomain::None, uri.to_string())
}
