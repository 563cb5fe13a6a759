//! Removing a definition, and what goes with it.

use super::QemuDriver;
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use crate::start;
use ferrovirt_schema::domain::Domain;
use ferrovirt_store::Fate;
use ferrovirt_types::consts::{
    DomainEventType, DomainEventUndefinedDetailType, DomainUndefineFlags as Flags,
};
use ferrovirt_types::event::Event;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Words without which a definition has neither variables of a firmware nor a TPM that outlives it.
const LASTING: [&str; 4] = ["<nvram", "<loader", "firmware=", "persistent_state="];

/// Files of a guest that lie beside its definition.
#[derive(Default)]
struct Beside {
    saved: Option<PathBuf>,
    nvram: Option<PathBuf>,
    tpm: bool,
}

impl QemuDriver {
    pub(super) async fn undefine(&self, guest: &Arc<Guest>, flags: u32) -> Result<()> {
        if !guest.is_persistent() {
            return Err(QemuError::OperationInvalid(
                "cannot undefine transient domain".to_owned(),
            ));
        }
        // Whatever bits the caller has checked; others mean nothing here.
        let flags = Flags::from_bits_truncate(flags);
        let doc = self.with_lasting_parts(guest).await?;
        let beside = self.beside(guest, doc.as_ref()).await?;
        if beside.saved.is_some() && !flags.contains(Flags::MANAGED_SAVE) {
            return Err(QemuError::OperationInvalid(
                "Refusing to undefine while domain managed save image exists".to_owned(),
            ));
        }
        self.check_moments(guest, flags).await?;
        if beside.nvram.is_some() && !flags.intersects(Flags::NVRAM | Flags::KEEP_NVRAM) {
            return Err(QemuError::OperationInvalid(
                "cannot undefine domain with nvram; use --nvram or --keep-nvram".to_owned(),
            ));
        }
        if flags.contains(Flags::TPM | Flags::KEEP_TPM) {
            return Err(QemuError::InvalidArg(
                "the state of a TPM can be removed or kept, not both".to_owned(),
            ));
        }
        let nvram = beside.nvram.filter(|_| flags.contains(Flags::NVRAM));
        for file in nvram.into_iter().chain(beside.saved) {
            remove(file).await?;
        }
        let lasting = doc.is_some_and(|doc| start::keeps_tpm(&doc));
        let kept = flags.contains(Flags::KEEP_TPM) || (lasting && !flags.contains(Flags::TPM));
        if beside.tpm && !kept {
            start::remove_tpm(&self.core, guest.uuid).await?;
        }
        let reference = guest.reference();
        let claim = self.core.store.claim(&guest.name, guest.uuid).await?;
        let subject = Arc::clone(guest);
        let apply = move || {
            subject.set_persistent(false);
            subject.set_autostart(false);
            subject.set_summary(None);
            if subject.live().is_some() {
                Fate::Keep
            } else {
                Fate::Remove
            }
        };
        claim.undefine(apply).await?;
        if guest.live().is_none() {
            self.core.snapshots.clear(guest).await?;
            self.core.checkpoints.clear(guest).await?;
        }
        let detail = DomainEventUndefinedDetailType::Removed.raw();
        let event = crate::guest::state::lifecycle(DomainEventType::Undefined, detail);
        self.core.events.publish(Event::Domain(reference, event));
        Ok(())
    }

    /// The definition, if something that it names may outlive it. Most name nothing and need not be parsed.
    async fn with_lasting_parts(&self, guest: &Arc<Guest>) -> Result<Option<Domain>> {
        let text = self.core.definition_text(guest).await?;
        if !LASTING.iter().any(|word| text.contains(word)) {
            return Ok(None);
        }
        // A definition that cannot be read can still be removed.
        Ok(Domain::parse(&text).ok())
    }

    /// What lies beside the definition now.
    async fn beside(&self, guest: &Guest, doc: Option<&Domain>) -> Result<Beside> {
        let saved = self.core.save_path(&guest.name);
        let nvram = doc.and_then(|doc| {
            let named = doc.os.nvram.as_ref().and_then(|n| n.path.clone());
            let own = || start::store_of(&self.core, &guest.name);
            let has = doc.os.firmware.is_some() || doc.os.loader.is_some();
            named.map(PathBuf::from).or_else(|| has.then(own))
        });
        let tpm = start::tpm_state(&self.core, guest.uuid);
        let there = |path: &PathBuf| Path::new(path).exists();
        let look = move || Beside {
            saved: Some(saved).filter(there),
            nvram: nvram.filter(there),
            tpm: there(&tpm),
        };
        tokio::task::spawn_blocking(look)
            .await
            .map_err(|e| QemuError::Failed(e.to_string()))
    }

    /// What is known of snapshots and checkpoints goes with the definition only if that was asked for.
    async fn check_moments(&self, guest: &Guest, flags: Flags) -> Result<()> {
        if guest.live().is_some() {
            return Ok(());
        }
        let kept = [
            (
                self.core.snapshots.of(guest).await?.len(),
                Flags::SNAPSHOTS_METADATA,
                "snapshots",
            ),
            (
                self.core.checkpoints.of(guest).await?.len(),
                Flags::CHECKPOINTS_METADATA,
                "checkpoints",
            ),
        ];
        for (count, flag, what) in kept {
            if count > 0 && !flags.contains(flag) {
                return Err(QemuError::OperationInvalid(format!(
                    "cannot delete inactive domain with {count} {what}"
                )));
            }
        }
        Ok(())
    }
}

async fn remove(path: PathBuf) -> Result<()> {
    tokio::fs::remove_file(&path)
        .await
        .map_err(|source| ferrovirt_host::Error::File {
            action: "remove",
            path,
            source,
        })?;
    Ok(())
}
