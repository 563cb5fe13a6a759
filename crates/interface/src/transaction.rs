//! Changes that can be taken back: what was defined and what ran is kept durably when they begin.
//!
//! A transaction ends by commit or rollback. It is rolled back by itself when the host had a default route
//! and has had none for a while, since whoever changes a host from afar could not do it any more, and when
//! the host was booted before the commit.

use crate::driver::Shared;
use crate::error::{InterfaceError, Result};
use crate::live;
use ferrovirt_host::files;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const FILE_MAX: usize = 16 << 20;
const BOOT: &str = "/proc/sys/kernel/random/boot_id";
const INTERVAL: Duration = Duration::from_secs(1);
/// A link takes some seconds to come back after a change.
const LOST_AFTER: u32 = 20;

/// Where an open transaction is remembered.
pub(crate) struct Transactions {
    file: PathBuf,
}

/// What a rollback goes back to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Before {
    boot: String,
    defined: BTreeMap<String, String>,
    active: BTreeSet<String>,
    /// Whether there was a default route, which is not to be lost.
    #[serde(default)]
    connected: bool,
}

impl Transactions {
    pub(crate) fn below(folder: &Path) -> Self {
        Self {
            file: folder.join("before.json"),
        }
    }

    fn read(&self) -> Result<Option<Before>> {
        if !self.file.exists() {
            return Ok(None);
        }
        let text = files::read_text(&self.file, FILE_MAX)?;
        serde_json::from_str(&text).map(Some).map_err(|error| {
            InterfaceError::State(format!("{} is damaged: {error}; remove it", self.file.display()))
        })
    }

    fn keep(&self, before: &Before) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            files::create_dirs(folder, 0o755)?;
        }
        let text = serde_json::to_string(before).unwrap_or_default();
        Ok(files::write_durable(&self.file, text.as_bytes(), 0o600)?)
    }

    fn forget(&self) -> Result<()> {
        files::remove_durable(&self.file)?;
        Ok(())
    }
}

fn boot() -> String {
    files::read_text(Path::new(BOOT), 4096)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn active() -> BTreeSet<String> {
    live::list()
        .into_iter()
        .filter(|one| one.is_active)
        .map(|one| one.name)
        .collect()
}

impl Shared {
    pub(crate) async fn begin(self: &Arc<Self>) -> Result<()> {
        let turn = self.turn.lock().await;
        if self.transactions.read()?.is_some() {
            return Err(InterfaceError::State(
                "there is already an open change of interfaces: commit it or roll it back".to_owned(),
            ));
        }
        let connected = self.has_default_route().await;
        self.transactions.keep(&Before {
            boot: boot(),
            defined: self.defined(),
            active: active(),
            connected,
        })?;
        drop(turn);
        self.watch(connected);
        Ok(())
    }

    async fn has_default_route(&self) -> bool {
        let routes = self.netlink.routes().await.unwrap_or_default();
        routes.iter().any(|route| route.destination.prefix_len() == 0)
    }

    pub(crate) async fn commit(self: &Arc<Self>) -> Result<()> {
        let _turn = self.turn.lock().await;
        self.open_transaction()?;
        self.transactions.forget()
    }

    pub(crate) async fn roll_back(self: &Arc<Self>) -> Result<()> {
        let _turn = self.turn.lock().await;
        let before = self.open_transaction()?;
        self.go_back(before, true).await
    }

    fn open_transaction(&self) -> Result<Before> {
        self.transactions.read()?.ok_or_else(|| {
            InterfaceError::State("there is no open change of interfaces: begin one first".to_owned())
        })
    }

    /// Definitions first, then what runs; goes on past errors and tells the first.
    async fn go_back(self: &Arc<Self>, before: Before, running: bool) -> Result<()> {
        let mut outcome = Ok(());
        let now = self.defined();
        let changed: BTreeSet<String> = now
            .keys()
            .chain(before.defined.keys())
            .filter(|name| now.get(*name) != before.defined.get(*name))
            .cloned()
            .collect();
        let mut note = |result: Result<()>| {
            if let Err(error) = result {
                tracing::error!(%error, "a part of a rollback failed");
                if outcome.is_ok() {
                    outcome = Err(error);
                }
            }
        };
        if running {
            // What runs and did not, or runs by another definition; as it is defined now it is stopped. The
            // second round is for what was a part of something in the first.
            for round in 0..2 {
                for name in active() {
                    let other = round == 0 && changed.contains(&name);
                    // Stopping a bond stops its VLANs as well.
                    if (other || !before.active.contains(&name)) && live::is_active(&name) {
                        note(self.stop_in_turn(&name).await);
                    }
                }
            }
        }
        note(self.replace(before.defined).await);
        if running {
            let there = active();
            for name in before.active.iter().filter(|name| !there.contains(*name)) {
                note(self.start_in_turn(name).await);
            }
        }
        note(self.transactions.forget());
        outcome
    }

    /// After a start of the daemon: a boot has taken the running part back already.
    pub(crate) async fn finish_interrupted(self: &Arc<Self>) -> Result<()> {
        let Some(before) = self.transactions.read()? else {
            return Ok(());
        };
        if before.boot == boot() {
            self.watch(before.connected);
            return Ok(());
        }
        let _turn = self.turn.lock().await;
        tracing::warn!("the host was booted before a change of interfaces was committed: it is rolled back");
        self.go_back(before, false).await
    }

    /// Rolls back when the host has lost its connection for too long.
    fn watch(self: &Arc<Self>, mut had_route: bool) {
        let driver = Arc::downgrade(self);
        tokio::spawn(async move {
            let mut lost = 0;
            loop {
                let Some(shared) = driver.upgrade() else { return };
                if !shared.transactions.file.exists() {
                    return;
                }
                let has_route = shared.has_default_route().await;
                had_route |= has_route;
                lost = if has_route || !had_route { 0 } else { lost + 1 };
                if lost >= LOST_AFTER {
                    tracing::warn!(
                        "the host has lost its default route: the change of interfaces is rolled back"
                    );
                    if let Err(error) = shared.roll_back().await {
                        tracing::error!(%error, "not all of it could be rolled back");
                    }
                    return;
                }
                drop(shared);
                tokio::time::sleep(INTERVAL).await;
            }
        });
    }
}
