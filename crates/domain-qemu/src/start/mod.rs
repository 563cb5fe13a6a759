//! The start of a guest: from a definition to a running QEMU, all or nothing.
//!
//! Everything that is made on the way is noted in one place before it is used, so that a failure at any
//! step undoes what came before. The whole runs as a task of its own: a caller that goes away does not
//! leave it half done.

mod boot;
mod chars;
mod devices;
mod displays;
mod firmware;
mod prepare;
mod processor;
mod virtiofs;

pub use self::boot::{char_sources, note_modules};
pub use self::chars::{HostEnd, names as channel_names, open as open_char};
pub use self::devices::{check_programs, find_devices, keeps_tpm, remove_tpm, tpm_state};
pub use self::firmware::store_of;
pub use self::virtiofs::{Server, serve, server_files};

use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use crate::guest::state::{lifecycle, stopped_detail};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{DomainEventType, DomainShutoffReason};
use ferrovirt_types::event::Event;
use std::path::PathBuf;
use std::sync::Arc;

/// How a guest is started.
#[derive(Debug, Clone, Default)]
pub struct StartMode {
    /// Leave the processors stopped.
    pub paused: bool,
    /// Start with this document instead of the definition.
    pub document: Option<Arc<Domain>>,
    /// Go on from a saved state.
    pub restore: Option<Restore>,
    /// Go on from the snapshot of this name within the images.
    pub snapshot: Option<String>,
    /// Wait for another host to send the guest.
    pub arriving: bool,
    /// It ends with the connection that starts it.
    pub owned: bool,
}

/// A saved state to go on from.
#[derive(Debug, Clone)]
pub struct Restore {
    /// The file.
    pub file: PathBuf,
    /// Where QEMU's part begins in it, in bytes.
    pub offset: u64,
}

/// Starts a guest that is off.
pub async fn start(core: &Arc<Core>, guest: &Arc<Guest>, mode: StartMode) -> Result<()> {
    let (core, guest) = (Arc::clone(core), Arc::clone(guest));
    let task = tokio::spawn(async move {
        let _job = guest.begin("start").await?;
        if guest.live().is_some() {
            return Err(QemuError::AlreadyRunning);
        }
        let result = run(&core, &guest, mode).await;
        if result.is_err() {
            guest.set_off(DomainShutoffReason::Failed);
        }
        result
    });
    task.await
        .unwrap_or_else(|e| Err(QemuError::Failed(format!("the start was interrupted: {e}"))))
}

async fn run(core: &Arc<Core>, guest: &Arc<Guest>, mode: StartMode) -> Result<()> {
    let document = match &mode.document {
        Some(document) => Arc::clone(document),
        None => core.definition(guest).await?,
    };
    let caps = core.caps_for(&document).await?;
    prepare::check(core, &document).await?;
    let mut prepared = prepare::Prepared::new(core, guest, &document);
    let result = async {
        prepared.everything(core, &caps).await?;
        boot::boot(core, guest, &caps, &mut prepared, &mode).await
    }
    .await;
    if let Err(error) = result {
        // What ends the programs below is not why they ended.
        let error = prepared.explained(error).await;
        let networks = core.networks.clone();
        prepared
            .resources
            .release(&guest.name, networks.as_deref(), &core.images, &core.groups)
            .await;
        if let Err(error) = core.status.remove(&guest.name).await {
            tracing::warn!(guest = %guest.name, %error, "the status file is not removed");
        }
        if guest.live().is_none() && prepared.announced {
            let event = lifecycle(
                DomainEventType::Stopped,
                stopped_detail(DomainShutoffReason::Failed),
            );
            core.events.publish(Event::Domain(guest.reference(), event));
        }
        return Err(error);
    }
    Ok(())
}
