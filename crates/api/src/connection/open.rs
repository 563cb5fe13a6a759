//! Opening a URI, with the drivers that the registry knows.

use super::Connection;
use ferrovirt_registry::{OpenOptions, Opened};
use ferrovirt_types::Result;

impl Connection {
    /// Opens a URI: `test:///default` and `qemu:///embed?root=DIR` in this process, others through a
    /// daemon, such as `qemu:///system`, `qemu+unix:///system?socket=PATH`, `qemu+ssh://host/system`.
    ///
    /// # Errors
    /// When the URI is malformed, no driver takes it, or the daemon cannot be reached or refuses.
    pub async fn open(uri: &str) -> Result<Self> {
        Self::open_with(uri, &OpenOptions::default()).await
    }

    /// Opens a URI for reading only: calls that change something are refused by the daemon.
    ///
    /// # Errors
    /// As [`Connection::open`].
    pub async fn open_read_only(uri: &str) -> Result<Self> {
        Self::open_with(
            uri,
            &OpenOptions {
                read_only: true,
                ..OpenOptions::default()
            },
        )
        .await
    }

    /// Opens a URI with all options.
    ///
    /// # Errors
    /// As [`Connection::open`].
    pub async fn open_with(uri: &str, options: &OpenOptions) -> Result<Self> {
        Ok(match ferrovirt_registry::open(uri, options).await? {
            Opened::Local(local) => Self::local(local.drivers, local.events, uri, local.keep),
            Opened::Remote {
                drivers,
                events,
                session,
            } => Self::from_parts(drivers, events, session),
        })
    }
}
