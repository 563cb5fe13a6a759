//! The driver: the traits of `ferrovirt-driver` over guests.

mod addresses;
mod agent;
mod autodestroy;
mod backups;
mod blocks;
mod checkpoints;
mod console;
mod core;
mod devices;
mod dump;
mod host;
mod lifecycle;
mod migration;
mod native;
mod reads;
mod rename;
mod saving;
mod snapshots;
mod statistics;
mod tuning;
mod undefine;

pub use self::console::Sessions;
pub use self::core::{Core, Neighbours};
pub use self::migration::Arriving;
pub use self::native::environment;
pub use self::tuning::{apply_pins, place_threads};

use self::autodestroy::Owner;
use crate::config::QemuConfig;
use crate::error::{QemuError, Result};
use ferrovirt_driver::events::EventBus;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::ErrorDomain;
use std::sync::Arc;

/// The driver. Clones are the same driver.
#[derive(Clone)]
pub struct QemuDriver {
    core: Arc<Core>,
    /// The connection that this handle serves, if it serves one.
    owner: Option<Arc<Owner>>,
}

/// What this driver can beyond every other, by the numbers of the interface (`VIR_DRV_FEATURE_*`): migration
/// of version 3, conducted by the source's daemon too, of definitions, with named parameters.
pub const FEATURES: [i32; 4] = [4, 6, 12, 13];

/// Its presence in the folder of running state says that guests were started by themselves in this boot.
const AUTOSTARTED: &str = "autostarted";

impl QemuDriver {
    /// Opens the driver: indexes definitions and takes up running guests. Their monitors are connected in
    /// the background, nothing is probed and nothing is started. From then on listeners learn of guests' addresses. Blocks for a moment: it is meant for
    /// start-up. Has to be called within a tokio runtime.
    pub fn open(config: QemuConfig, events: EventBus, neighbours: Neighbours) -> Result<Self> {
        let core = Core::open(config, events, neighbours)?;
        crate::restart::adopt_all(&core)?;
        core.warm_up();
        addresses::begin(&core);
        Ok(QemuDriver { core, owner: None })
    }

    /// Takes other settings for what begins from now on. Names those that differ and need a new start.
    pub fn reload(&self, config: QemuConfig) -> Vec<&'static str> {
        self.core.set_config(config)
    }

    /// Starts the guests that are to start with the machine: once in each boot, so that one that was ended
    /// since stays so when only the daemon is new. Failures are logged.
    pub async fn autostart(&self) {
        let marker = self.core.config().places.run.join("qemu").join(AUTOSTARTED);
        if marker.exists() {
            return;
        }
        let guests: Vec<_> = self
            .core
            .store
            .snapshot()
            .iter()
            .map(|e| Arc::clone(&e.object))
            .collect();
        for guest in guests.into_iter().filter(|g| g.autostart() && g.live().is_none()) {
            if let Err(error) =
                crate::start::start(&self.core, &guest, crate::start::StartMode::default()).await
            {
                tracing::error!(guest = %guest.name, %error, "autostart failed");
            }
        }
        let written =
            tokio::task::spawn_blocking(move || ferrovirt_host::files::write_atomic(&marker, b"", 0o644))
                .await;
        if let Ok(Err(error)) = written {
            tracing::error!(%error, "guests may be started a second time in this boot");
        }
    }

    /// Number of running guests.
    pub fn running(&self) -> usize {
        self.core
            .store
            .snapshot()
            .iter()
            .filter(|e| e.object.live().is_some())
            .count()
    }
}

/// Refuses unknown flags.
fn checked(flags: u32, supported: u32, function: &str) -> ferrovirt_types::Result<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Qemu)
}

/// Documents up to this size are read where they arrive; larger ones where they delay nobody.
const INLINE: usize = 64 * 1024;

/// Refuses a document that the schema does not accept, if the caller wants that to be seen to.
async fn validate(xml: &str, wanted: bool) -> ferrovirt_types::Result<()> {
    if !wanted {
        return Ok(());
    }
    let xml = xml.to_owned();
    let accepted = move || ferrovirt_schema::check::accepted(Domain::ROOT, &xml);
    let checked = tokio::task::spawn_blocking(accepted).await;
    checked.map_err(|e| QemuError::Failed(format!("checking the document was interrupted: {e}")))?
}

/// Reads a document.
async fn parse(xml: &str) -> Result<Domain> {
    if xml.len() <= INLINE {
        return Ok(Domain::parse(xml)?);
    }
    let xml = xml.to_owned();
    let parsed = tokio::task::spawn_blocking(move || Domain::parse(&xml)).await;
    Ok(parsed.map_err(|e| QemuError::Failed(format!("reading the document was interrupted: {e}")))??)
}

/// A command line as one would type it; `header` adds when and by whom, for logs.
pub(crate) fn command_text(binary: &str, args: &[String], env: &[(String, String)], header: bool) -> String {
    let separator = if header { " \\\n" } else { " " };
    let mut words: Vec<String> = env.iter().map(|(k, v)| format!("{k}={}", quoted(v))).collect();
    words.push(binary.to_owned());
    words.extend(args.iter().map(|a| quoted(a)));
    let text = words.join(separator);
    if !header {
        return text + "\n";
    }
    let time = crate::argv::time::iso8601(crate::argv::time::now());
    format!(
        "{time}+0000: starting up ferrovirt {}\n{text}\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// A word that a shell takes as one.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,@+%^".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
