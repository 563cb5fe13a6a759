//! The drivers of this host.

use ferrovirt_driver::Drivers;
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
    pub drivers: Drivers,
    /// Their events.
    pub events: EventBus,
    /// The URI as it is known to the driver, such as `qemu:///system`.
    pub uri: String,
    /// Kept for as long as the connection is: state that goes with its last user.
    pub keep: Option<Arc<dyn Any + Send + Sync>>,
}

/// The drivers of this host, each made when it is first asked for.
pub struct LocalHost {
    places: Places,
}

impl LocalHost {
    /// Drivers that keep their files in `places`.
    pub fn new(places: Places) -> Self {
        Self { places }
    }

    /// Where files are kept.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Opens `uri`, whose transport is not looked at.
    ///
    /// # Errors
    /// `NoConnect` when no driver takes the URI.
    pub async fn open(&self, uri: &ConnectUri) -> Result<Connected> {
        Err(no_driver(uri))
    }

    /// Reads definitions anew that were changed by hand.
    pub async fn reload(&self) {}

    /// Brings the drivers to a state from which the next daemon goes on; guests and networks stay.
    pub async fn shut_down(&self) {}

    /// Whether something runs that needs this process.
    pub fn is_busy(&self) -> bool {
        false
    }
}

fn no_driver(uri: &ConnectUri) -> Error {
    Error::new(ErrorNumber::NoConnect, ErrorDomain::None, uri.to_string())
}
