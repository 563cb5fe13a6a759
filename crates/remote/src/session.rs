//! The connection as such: version, events, end.

use crate::link::arguments;
use crate::{RemoteDriver, RemoteError};
use async_trait::async_trait;
use ferrovirt_driver::session::{Closed, EventKind, Session};
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire;
use ferrovirt_protocol::{lag, qemu};
use ferrovirt_types::consts::{DomainEventId, ErrorNumber};
use ferrovirt_types::{Error, Result};
use std::collections::hash_map::Entry;
use std::time::Duration;
use tokio::time::timeout;

/// How long a daemon may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(5);

#[async_trait]
impl Session for RemoteDriver {
    fn uri(&self) -> String {
        self.uri.clone()
    }

    async fn library_version(&self) -> Result<u64> {
        let r: remote::ConnectGetLibVersionRet = self.ask(proc::CONNECT_GET_LIB_VERSION, ()).await?;
        Ok(r.lib_ver)
    }

    fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    fn is_secure(&self) -> bool {
        self.secure
    }

    fn closed(&self) -> Option<Closed> {
        self.link.down().map(|d| d.reason)
    }

    async fn wait_closed(&self) -> Closed {
        self.link.wait_down().await.reason
    }

    async fn listen(&self, kind: EventKind) -> Result<()> {
        let kind = match kind {
            // Carries everything that the plain one does.
            EventKind::Domain(id) if id == DomainEventId::IoError.raw() => {
                EventKind::Domain(DomainEventId::IoErrorReason.raw())
            }
            kind => kind,
        };
        let mut registrations = self.registrations.lock().await;
        if registrations.is_empty() {
            // Whether events were dropped; a daemon that cannot tell answers no, or not at all.
            let asked = remote::ConnectSupportsFeatureArgs {
                feature: lag::FEATURE,
            };
            let known = self
                .ask::<remote::ConnectSupportsFeatureRet>(proc::CONNECT_SUPPORTS_FEATURE, asked)
                .await;
            tracing::debug!(told_of_gaps = known.is_ok_and(|r| r.supported), "listening");
        }
        if let Entry::Vacant(unasked) = registrations.entry(kind) {
            unasked.insert(self.register(kind).await?);
        }
        Ok(())
    }

    async fn close(&self) -> Result<()> {
        if self.link.down().is_some() {
            return Ok(());
        }
        self.link.leave();
        let result = timeout(GOODBYE, self.ask::<()>(proc::CONNECT_CLOSE, ())).await;
        self.link.close();
        match result {
            Ok(Err(e)) if !e.is(ErrorNumber::SystemError) && !is_end(&e) => Err(e),
            // A daemon that does not answer any more, or is gone already, is closed as well.
            _ => Ok(()),
        }
    }
}

/// Whether an error only says that this side has closed the link.
fn is_end(e: &Error) -> bool {
    std::error::Error::source(e)
        .and_then(|source| source.downcast_ref::<RemoteError>())
        .is_some_and(|source| matches!(source, RemoteError::Closed))
}

impl RemoteDriver {
    async fn ask<R: Wire>(&self, procedure: u32, args: impl Wire + Send) -> Result<R> {
        let mut out = arguments();
        args.encode(&mut out);
        self.call(remote::PROGRAM, procedure, out).await
    }

    /// Registers for a kind of event, of all objects; gives the number of the registration.
    async fn register(&self, kind: EventKind) -> Result<i32> {
        match kind {
            EventKind::Domain(event_id) => {
                let args = remote::ConnectDomainEventCallbackRegisterAnyArgs { event_id, dom: None };
                let r: Result<remote::ConnectDomainEventCallbackRegisterAnyRet> = self
                    .ask(proc::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, args)
                    .await;
                r.map(|r| r.callback_id)
            }
            EventKind::Network(event_id) => {
                let args = remote::ConnectNetworkEventRegisterAnyArgs { event_id, net: None };
                let r: Result<remote::ConnectNetworkEventRegisterAnyRet> =
                    self.ask(proc::CONNECT_NETWORK_EVENT_REGISTER_ANY, args).await;
                r.map(|r| r.callback_id)
            }
            EventKind::StoragePool(event_id) => {
                let args = remote::ConnectStoragePoolEventRegisterAnyArgs { event_id, pool: None };
                let r: Result<remote::ConnectStoragePoolEventRegisterAnyRet> = self
                    .ask(proc::CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY, args)
                    .await;
                r.map(|r| r.callback_id)
            }
            EventKind::NodeDevice(event_id) => {
                let args = remote::ConnectNodeDeviceEventRegisterAnyArgs { event_id, dev: None };
                let r: Result<remote::ConnectNodeDeviceEventRegisterAnyRet> =
                    self.ask(proc::CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY, args).await;
                r.map(|r| r.callback_id)
            }
            EventKind::Secret(event_id) => {
                let args = remote::ConnectSecretEventRegisterAnyArgs {
                    event_id,
                    secret: None,
                };
                let r: Result<remote::ConnectSecretEventRegisterAnyRet> =
                    self.ask(proc::CONNECT_SECRET_EVENT_REGISTER_ANY, args).await;
                r.map(|r| r.callback_id)
            }
            EventKind::QemuMonitor => {
                let mut out = arguments();
                qemu::ConnectDomainMonitorEventRegisterArgs {
                    dom: None,
                    event: None,
                    flags: 0,
                }
                .encode(&mut out);
                let procedure = qemu::proc::CONNECT_DOMAIN_MONITOR_EVENT_REGISTER;
                let r: Result<qemu::ConnectDomainMonitorEventRegisterRet, Error> =
                    self.call(qemu::PROGRAM, procedure, out).await;
                r.map(|r| r.callback_id)
            }
        }
    }
}
