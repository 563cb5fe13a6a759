//! The session of drivers in this process.

use async_trait::async_trait;
use ferrovirt_driver::session::{Closed, Interest, Losses, Session};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use std::any::Any;
use std::sync::Arc;
use tokio::sync::watch;

/// Version of the library interface that the drivers of this process serve: that of libvirt 9.0.0.
const LIBRARY_VERSION: u64 = 9_000_000;

/// A connection within this process: nothing lies between caller and driver.
pub struct LocalSession {
    uri: String,
    closed: watch::Sender<bool>,
    _keep: Option<Arc<dyn Any + Send + Sync>>,
}

impl LocalSession {
    /// A session of `uri`. `keep` is dropped with it: state that must live as long as the connection.
    pub fn new(uri: impl Into<String>, keep: Option<Arc<dyn Any + Send + Sync>>) -> Self {
        Self {
            uri: uri.into(),
            closed: watch::Sender::new(false),
            _keep: keep,
        }
    }
}

#[async_trait]
impl Session for LocalSession {
    fn uri(&self) -> String {
        self.uri.clone()
    }

    async fn library_version(&self) -> Result<u64> {
        Ok(LIBRARY_VERSION)
    }

    fn is_encrypted(&self) -> bool {
        false
    }

    fn is_secure(&self) -> bool {
        true
    }

    fn closed(&self) -> Option<Closed> {
        self.closed.borrow().then_some(Closed::Client)
    }

    async fn wait_closed(&self) -> Closed {
        // The sender lives as long as `self`.
        let _ = self.closed.subscribe().wait_for(|closed| *closed).await;
        Closed::Client
    }

    async fn listen(&self, _: &Interest) -> Result<()> {
        Ok(())
    }

    fn unlisten(&self, _: &Interest) {}

    async fn reconnect(&self) -> Result<Losses> {
        // What was closed in this process was closed for good, with the state that it kept.
        if self.closed().is_some() {
            let text = "a connection within a process is not opened again once it was closed";
            return Err(Error::new(ErrorNumber::OperationInvalid, ErrorDomain::None, text));
        }
        Ok(Losses::default())
    }

    async fn close(&self) -> Result<()> {
        self.closed.send_replace(true);
        Ok(())
    }
}
