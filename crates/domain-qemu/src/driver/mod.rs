//! The driver: the traits of `ferrovirt-driver` over guests.

mod config;
mod console;
mod core;
mod devices;
mod host;
mod lifecycle;
mod native;
mod reads;
mod statistics;
mod tuning;

pub use self::core::{Core, Neighbours};

use crate::config::QemuConfig;
use crate::error::Result;
use ferrovirt_driver::events::EventBus;
use std::sync::Arc;

/// The driver. Clones are the same driver.
#[derive(Clone)]
pub struct QemuDriver {
    core: Arc<Core>,
}

impl QemuDriver {
    /// Opens the driver: indexes definitions and takes up running guests. Their monitors are connected in
    /// the background, nothing is probed and nothing is started. Blocks for a moment: it is meant for
    /// start-up. Has to be called within a tokio runtime.
    pub fn open(config: QemuConfig, events: EventBus, neighbours: Neighbours) -> Result<Self> {
        let core = Core::open(config, events, neighbours)?;
        crate::restart::adopt_all(&core)?;
        core.warm_up();
        Ok(QemuDriver { core })
    }

    /// Starts the guests that are to start with the daemon. Failures are logged.
    pub async fn autostart(&self) {
        let guests: Vec<_> = self.core.store.snapshot().iter().map(|e| Arc::clone(&e.object)).collect();
        for guest in guests.into_iter().filter(|g| g.autostart() && g.live().is_none()) {
            if let Err(error) = crate::start::start(&self.core, &guest, crate::start::StartMode::default()).await {
                tracing::error!(guest = %guest.name, %error, "autostart failed");
            }
        }
    }

    /// Number of running guests.
    pub fn running(&self) -> usize {
        self.core.store.snapshot().iter().filter(|e| e.object.live().is_some()).count()
    }
}
