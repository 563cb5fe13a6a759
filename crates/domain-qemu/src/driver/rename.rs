//! Another name for a guest, and other actions at its end.

use super::QemuDriver;
use super::reads::impact;
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use crate::guest::state::lifecycle as lifecycle_event;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::power::LifecycleAction;
use ferrovirt_schema::domain::tuned::lifecycle;
use ferrovirt_types::consts::{
    DomainEventDefinedDetailType, DomainEventType, DomainEventUndefinedDetailType, DomainLifecycle,
    DomainLifecycleAction,
};
use ferrovirt_types::event::Event;
use ferrovirt_types::object::DomainRef;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// QEMU has one answer to both ends, and none that keeps the guest.
fn check_ends(doc: &Domain) -> Result<()> {
    use LifecycleAction as A;
    let refused = |text: &str| Err(QemuError::ConfigUnsupported(text.to_owned()));
    if doc.on_reboot == Some(A::Preserve) || doc.on_poweroff == Some(A::Preserve) {
        return refused("qemu driver doesn't support the 'preserve' action for 'on_reboot'/'on_poweroff'");
    }
    if doc.on_reboot == Some(A::Destroy) && doc.on_poweroff == Some(A::Restart) {
        return refused(
            "qemu driver doesn't support 'onReboot' set to 'destroy and 'onPoweroff' set to 'reboot'",
        );
    }
    Ok(())
}

/// Moves what a guest keeps in files of its own name.
async fn move_file(from: PathBuf, to: PathBuf) -> Result<()> {
    match tokio::fs::rename(&from, &to).await {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(ferrovirt_host::Error::File {
            action: "rename",
            path: from,
            source: e,
        }
        .into()),
        _ => Ok(()),
    }
}

impl QemuDriver {
    pub(super) async fn rename(&self, dom: &DomainRef, name: &str) -> Result<()> {
        if name.contains('/') {
            return Err(QemuError::BadXml(format!("name {name} cannot contain '/'")));
        }
        let refused = |text: &str| Err(QemuError::OperationInvalid(text.to_owned()));
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("rename").await?;
        if guest.live().is_some() {
            return refused("cannot rename active domain");
        }
        if !guest.is_persistent() {
            return refused("cannot rename a transient domain");
        }
        let image = self.core.save_path(&guest.name);
        if tokio::fs::try_exists(&image).await.unwrap_or(false) {
            return refused("domain with a managed saved state can't be renamed");
        }
        if *guest.name == *name {
            return refused("Can't rename domain to itself");
        }
        let taken = |_| QemuError::OperationInvalid(format!("domain with name '{name}' already exists"));
        // The name is held under an identity that nobody has, until the guest is there.
        let place = self.core.store.claim(name, Uuid::new_v4()).await.map_err(taken)?;
        let claim = self.core.store.claim(&guest.name, guest.uuid).await?;
        let mut doc = Domain::clone(&*self.core.definition(&guest).await?);
        name.clone_into(&mut doc.name);
        let renamed = Arc::new(Guest::new(name, guest.uuid, true, guest.autostart()));
        let store = |name: &str| crate::start::store_of(&self.core, name);
        self.core.snapshots.rename(&guest, &renamed).await?;
        self.core.checkpoints.rename(&guest, &renamed).await?;
        move_file(store(&guest.name), store(name)).await?;
        let object = Arc::clone(&renamed);
        let text: Arc<str> = doc.to_xml().into();
        claim
            .rename(place, text, guest.autostart(), move || object)
            .await?;
        self.tell_renamed(&guest, &renamed);
        Ok(())
    }

    /// Who listens hears that the one is gone and the other there.
    fn tell_renamed(&self, old: &Guest, new: &Guest) {
        let gone = DomainEventUndefinedDetailType::Renamed.raw();
        let there = DomainEventDefinedDetailType::Renamed.raw();
        let tell = |guest: &Guest, kind, detail| {
            let event = Event::Domain(guest.reference(), lifecycle_event(kind, detail));
            self.core.events.publish(event);
        };
        tell(old, DomainEventType::Undefined, gone);
        tell(new, DomainEventType::Defined, there);
    }

    pub(super) async fn set_end(&self, dom: &DomainRef, kind: u32, action: u32, flags: u32) -> Result<()> {
        let number = |n: u32| i32::try_from(n).ok();
        let kind = number(kind)
            .and_then(DomainLifecycle::from_raw)
            .ok_or_else(|| QemuError::InvalidArg(format!("invalid lifecycle type '{kind}'")))?;
        let action = number(action)
            .and_then(DomainLifecycleAction::from_raw)
            .ok_or_else(|| QemuError::InvalidArg(format!("invalid lifecycle action '{action}'")))?;
        let guest = self.core.guest(dom)?;
        let change = |doc: &mut Domain| {
            lifecycle::set(doc, kind, action).map_err(|e| QemuError::ConfigUnsupported(e.0))?;
            check_ends(doc)
        };
        let (live, config) = impact(&guest, flags)?;
        if live && config {
            // Whether it can be is known before the running guest is touched.
            change(&mut Domain::clone(&*self.core.definition(&guest).await?))?;
        }
        if live {
            let mut doc = Domain::clone(&guest.running()?.doc);
            change(&mut doc)?;
            self.tell_end(&guest, &doc).await?;
        }
        self.modify(&guest, flags, change).await
    }

    /// QEMU has to know whether a reset ends it.
    async fn tell_end(&self, guest: &Guest, doc: &Domain) -> Result<()> {
        let ends = doc.on_reboot == Some(LifecycleAction::Destroy);
        let live = guest.running()?;
        let block = crate::block::monitor::Block {
            monitor: live.monitor(&guest.name)?,
            name: &guest.name,
        };
        let action = if ends { "shutdown" } else { "reset" };
        block
            .run("set-action", serde_json::json!({ "reboot": action }))
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_that_qemu_has_no_answer_to() {
        let mut doc = Domain::default();
        assert!(check_ends(&doc).is_ok());
        doc.on_poweroff = Some(LifecycleAction::Restart);
        assert!(check_ends(&doc).is_ok());
        doc.on_reboot = Some(LifecycleAction::Destroy);
        assert!(check_ends(&doc).is_err());
        doc.on_poweroff = Some(LifecycleAction::Preserve);
        assert!(check_ends(&doc).is_err());
    }
}
