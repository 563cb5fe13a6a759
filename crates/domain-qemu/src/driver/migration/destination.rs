//! The destination: a QEMU that waits, is filled and then goes on.

use super::super::QemuDriver;
use super::cookie::Cookie;
use super::place::{Listener, Place};
use super::{Wishes, monitor};
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::state::lifecycle;
use crate::guest::{Guest, Request};
use crate::start::{StartMode, start};
use ferrovirt_qmp::RawCommand;
use ferrovirt_qmp::commands::QueryStatus;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{
    DomainCreateFlags, DomainEventDefinedDetailType, DomainEventStartedDetailType, DomainEventType,
    DomainMigrateFlags as Flags, DomainRunningReason, DomainShutoffReason,
};
use ferrovirt_types::event::Event;
use ferrovirt_types::object::DomainRef;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// How long the source may take to connect.
const SOURCE: Duration = Duration::from_secs(120);
/// How long the last of the stream may take once the source says that it sent all.
const LAST: Duration = Duration::from_secs(60);
const COMMAND: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(5);

/// Guests on their way here, with the definition that comes along.
#[derive(Default)]
pub struct Arriving {
    guests: Mutex<HashMap<Uuid, Option<Box<Domain>>>>,
}

impl Arriving {
    fn add(&self, uuid: Uuid, definition: Option<Box<Domain>>) {
        self.guests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(uuid, definition);
    }

    fn take(&self, uuid: &Uuid) -> Option<Option<Box<Domain>>> {
        self.guests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(uuid)
    }
}

impl QemuDriver {
    pub(super) async fn prepare(&self, wishes: &Wishes, cookie: &[u8], flags: Flags) -> Result<String> {
        let cookie = Cookie::read(cookie)?;
        let xml = wishes
            .xml
            .as_deref()
            .ok_or_else(|| QemuError::InvalidArg("no domain XML passed".to_owned()))?;
        let mut doc = super::super::parse(xml).await?;
        if let Some(name) = &wishes.name {
            doc.name.clone_from(name);
        }
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        let uuid = doc.uuid.unwrap_or_default();
        let name = doc.name.clone();
        if flags.contains(Flags::OFFLINE) {
            return self.prepare_offline(doc).await;
        }
        let mut place = match &wishes.uri {
            Some(uri) => Place::parse(uri)?,
            None => Place::Tcp(self.core.host_name(), None),
        };
        let listener = place
            .listen(wishes.listen.as_deref().unwrap_or("0.0.0.0"))
            .await?;
        let guest = self.claim_transient(&name, uuid).await?;
        let mode = StartMode {
            paused: true,
            document: Some(Arc::new(doc)),
            arriving: true,
            owned: true,
            ..StartMode::default()
        };
        if let Err(e) = start(&self.core, &guest, mode).await {
            self.core
                .store
                .remove_if(&uuid, |g| !g.is_persistent() && g.live().is_none());
            return Err(e);
        }
        // Whoever asked for it and vanishes takes it along.
        self.own(&guest.reference(), DomainCreateFlags::START_AUTODESTROY.bits())?;
        self.core.arriving.add(uuid, cookie.domain);
        self.core.runtime.spawn(receive(Arc::clone(&guest), listener));
        Ok(place.uri())
    }

    /// Only the definition moves.
    async fn prepare_offline(&self, doc: Domain) -> Result<String> {
        let uuid = doc.uuid.unwrap_or_default();
        if self
            .core
            .store
            .by_uuid(&uuid)
            .is_some_and(|e| e.object.live().is_some())
        {
            return Err(QemuError::OperationInvalid(format!(
                "domain '{}' is already active",
                doc.name
            )));
        }
        self.core.arriving.add(uuid, Some(Box::new(doc)));
        Ok(String::new())
    }

    pub(super) async fn finish(&self, wishes: &Wishes, flags: Flags, cancelled: bool) -> Result<DomainRef> {
        let name = wishes
            .name
            .as_deref()
            .ok_or_else(|| QemuError::InvalidArg("the name of the domain is missing".to_owned()))?;
        if flags.contains(Flags::OFFLINE) {
            return self.finish_offline(name, cancelled).await;
        }
        let guest = self.core.store.by_name(name).map(|e| Arc::clone(&e.object));
        let guest = guest.ok_or_else(|| QemuError::NoSuchName(name.to_owned()))?;
        let definition = self.core.arriving.take(&guest.uuid).ok_or_else(|| {
            QemuError::OperationInvalid(format!("no migration of domain '{name}' to here is under way"))
        })?;
        let live = guest.running()?;
        let arrived = if cancelled {
            Err(QemuError::Failed("the source gave the migration up".to_owned()))
        } else {
            arrived(&guest).await
        };
        let gone_on = match arrived {
            Ok(()) => Box::pin(self.go_on(&guest, definition, wishes, flags)).await,
            Err(e) => Err(e),
        };
        if let Err(e) = gone_on {
            let reason = DomainShutoffReason::Failed;
            // The reason is what matters; the guest's task reports its end.
            let _ = live
                .ask(|reply| Request::End {
                    reason,
                    graceful: false,
                    reply,
                })
                .await;
            return Err(e);
        }
        Ok(guest.reference())
    }

    async fn go_on(
        &self,
        guest: &Arc<Guest>,
        definition: Option<Box<Domain>>,
        wishes: &Wishes,
        flags: Flags,
    ) -> Result<()> {
        let live = guest.running()?;
        if flags.contains(Flags::PERSIST_DEST) {
            let mut doc = match (&wishes.persistent_xml, definition) {
                (Some(xml), _) => super::super::parse(xml).await?,
                (None, Some(doc)) => *doc,
                (None, None) => live.definition(),
            };
            doc.name = guest.name.to_string();
            self.persist(guest, doc).await?;
        }
        self.disown(guest).await?;
        let detail = DomainEventStartedDetailType::Migrated.raw();
        let started = lifecycle(DomainEventType::Started, detail);
        self.core
            .events
            .publish(Event::Domain(guest.reference(), started));
        if !flags.contains(Flags::PAUSED) {
            let reason = DomainRunningReason::Migrated;
            live.ask(|reply| Request::Resume(reason, reply)).await?;
        }
        Ok(())
    }

    /// Gives a guest that runs a definition.
    async fn persist(&self, guest: &Arc<Guest>, mut doc: Domain) -> Result<()> {
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        guest.set_persistent(true);
        if let Err(e) = self.core.write_definition(guest, &doc).await {
            guest.set_persistent(false);
            return Err(e);
        }
        let detail = DomainEventDefinedDetailType::Added.raw();
        self.tell(guest, DomainEventType::Defined, detail);
        Ok(())
    }

    async fn finish_offline(&self, name: &str, cancelled: bool) -> Result<DomainRef> {
        let known: Vec<Uuid> = {
            let guests = self
                .core
                .arriving
                .guests
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let named = |doc: &Option<Box<Domain>>| doc.as_ref().is_some_and(|d| d.name == name);
            guests.iter().filter(|(_, d)| named(d)).map(|(u, _)| *u).collect()
        };
        let doc = known
            .first()
            .and_then(|uuid| self.core.arriving.take(uuid))
            .flatten();
        let doc = doc.ok_or_else(|| QemuError::NoSuchName(name.to_owned()))?;
        if cancelled {
            return Err(QemuError::Failed("the source gave the migration up".to_owned()));
        }
        self.define(&doc.to_xml()).await
    }
}

/// Waits for the source and lets QEMU read what it sends.
async fn receive(guest: Arc<Guest>, listener: Listener) {
    let received = async {
        let stream = tokio::time::timeout(SOURCE, listener.accept())
            .await
            .map_err(|_| QemuError::Failed(format!("the source did not connect within {SOURCE:?}")))??;
        let live = guest.running()?;
        let block = monitor(&live, &guest)?;
        let name = serde_json::json!({ "fdname": "ferrovirt-incoming" });
        block
            .monitor
            .run(RawCommand::new("getfd").json(&name).with_fd(stream), COMMAND)
            .await
            .map_err(QemuError::monitor(&guest.name))?;
        block
            .run(
                "migrate-incoming",
                serde_json::json!({ "uri": "fd:ferrovirt-incoming" }),
            )
            .await
    };
    if let Err(error) = received.await {
        tracing::error!(guest = %guest.name, %error, "a guest does not arrive");
        if let Some(live) = guest.live() {
            let reason = DomainShutoffReason::Failed;
            // It is ended either way.
            let _ = live
                .ask(|reply| Request::End {
                    reason,
                    graceful: false,
                    reply,
                })
                .await;
        }
    }
}

/// Waits until all of the guest is here.
async fn arrived(guest: &Guest) -> Result<()> {
    let here = async {
        loop {
            let live = guest.live().ok_or_else(|| {
                QemuError::Failed(format!(
                    "QEMU of '{}' ended before the guest was complete; its log tells why",
                    guest.name
                ))
            })?;
            let status = monitor(&live, guest)?.execute(&QueryStatus {}).await?;
            if status.status != "inmigrate" {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::time::timeout(LAST, here).await.unwrap_or_else(|_| {
        Err(QemuError::Failed(format!(
            "the guest '{}' was not complete within {LAST:?}",
            guest.name
        )))
    })
}
