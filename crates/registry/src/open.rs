//! Opening any URI: in this process, or through a daemon.

use crate::{Connected, LocalHost};
use ferrovirt_driver::GuardedDrivers;
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::session::Session;
use ferrovirt_host::paths::Places;
use ferrovirt_remote::{OpenOptions, RemoteDriver};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::uri::ConnectUri;
use ferrovirt_types::{Error, Result};
use std::path::Path;
use std::sync::Arc;

/// What a URI opened.
pub enum Opened {
    /// Drivers in this process.
    Local(Connected),
    /// A daemon.
    Remote {
        /// Its drivers.
        drivers: GuardedDrivers,
        /// Its events.
        events: EventBus,
        /// The connection to it.
        session: Arc<dyn Session>,
    },
}

/// Opens a URI. In this process: `test:///...` and `DRIVER:///embed?root=DIR`, as with libvirt. Everything
/// else goes to a daemon, also `test+unix:///...`.
///
/// # Errors
/// When the URI is malformed, no driver takes it, or the daemon cannot be reached or refuses.
pub async fn open(uri: &str, options: &OpenOptions) -> Result<Opened> {
    let uri = ConnectUri::parse(uri)?;
    let here = uri.transport.is_none() && uri.host.is_none();
    if here && uri.path == "/embed" {
        let root = uri
            .param("root")
            .ok_or_else(|| bad(&uri, "the path /embed needs the parameter 'root'"))?;
        if !Path::new(root).is_absolute() {
            return Err(bad(&uri, "the root must be an absolute path"));
        }
        return LocalHost::new(Places::under_root(Path::new(root)))
            .open(&uri)
            .await
            .map(Opened::Local);
    }
    if here && uri.driver == "test" {
        // This driver keeps everything in memory, so its places are never used.
        return LocalHost::new(Places::under_root(&std::env::temp_dir()))
            .open(&uri)
            .await
            .map(Opened::Local);
    }
    let remote = RemoteDriver::open(&uri, options).await?;
    Ok(Opened::Remote {
        drivers: remote.drivers(),
        events: remote.events().clone(),
        session: remote,
    })
}

fn bad(uri: &ConnectUri, why: &str) -> Error {
    Error::new(
        ErrorNumber::InvalidArg,
        ErrorDomain::None,
        format!("connection URI '{uri}': {why}"),
    )
}
