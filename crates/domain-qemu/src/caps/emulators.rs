//! The emulators of this host, probed when first asked for and kept on disk.
//!
//! Nothing is probed at start-up. Callers that come while a probe is under way wait for that one.

use super::identity::BinaryIdentity;
use super::kvm::{self, KvmStatus};
use super::model::{Arch, EmulatorCaps};
use super::probe::{kvm_cpus, probe};
use super::processor::CpuCaps;
use crate::error::QemuError;
use ferrovirt_host::files::{read_bounded, write_atomic};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Raised when the stored form changes.
const FORMAT: u32 = 3;
const MAX_CACHE: usize = 32 << 20;

type Slot = Arc<OnceCell<Arc<EmulatorCaps>>>;

/// All emulators that were asked for.
#[derive(Debug)]
pub struct Emulators {
    cache: PathBuf,
    slots: Mutex<HashMap<PathBuf, (BinaryIdentity, Slot)>>,
    kvm: OnceCell<KvmStatus>,
    kvm_cpus: OnceCell<CpuCaps>,
}

#[derive(Serialize, Deserialize)]
struct Stored<T> {
    format: u32,
    /// What the result holds for; anything else is probed anew.
    key: String,
    value: T,
}

impl Emulators {
    /// Emulators whose probes are kept in `cache`.
    pub fn new(cache: PathBuf) -> Self {
        Emulators {
            cache,
            slots: Mutex::default(),
            kvm: OnceCell::new(),
            kvm_cpus: OnceCell::new(),
        }
    }

    /// What the emulator at `binary` can do.
    pub async fn get(&self, binary: &Path) -> Result<Arc<EmulatorCaps>, QemuError> {
        let missing = |source| QemuError::EmulatorMissing {
            path: binary.to_owned(),
            source,
        };
        let identity = BinaryIdentity::of(binary).map_err(missing)?;
        let slot = self.slot(&identity);
        let caps = slot.get_or_try_init(|| self.load_or_probe(identity)).await?;
        Ok(Arc::clone(caps))
    }

    /// What the emulator can do, if that is known already.
    pub fn known(&self, binary: &Path) -> Option<Arc<EmulatorCaps>> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.get(binary).and_then(|(_, slot)| slot.get().cloned())
    }

    /// Whether guests can run under KVM.
    pub async fn kvm(&self) -> &KvmStatus {
        self.kvm.get_or_init(|| self.load_or_probe_kvm()).await
    }

    /// The processors under KVM; none where it does not work.
    pub async fn kvm_cpus(&self) -> Result<Option<&CpuCaps>, QemuError> {
        if !self.kvm().await.works() {
            return Ok(None);
        }
        // Only the emulator of the host's own architecture has KVM. Its answers depend on host and kernel, so that
        // they are asked for once by each daemon.
        let binary = PathBuf::from(Arch::X86_64.default_emulator());
        let cpus = self.kvm_cpus.get_or_try_init(|| kvm_cpus(&binary)).await?;
        Ok(Some(cpus))
    }

    /// The emulators that are installed, with their architecture.
    pub fn installed() -> Vec<(Arch, PathBuf)> {
        [Arch::I686, Arch::X86_64]
            .into_iter()
            .map(|arch| (arch, PathBuf::from(arch.default_emulator())))
            .filter(|(_, path)| path.exists())
            .collect()
    }

    fn slot(&self, identity: &BinaryIdentity) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = slots.entry(identity.path.clone());
        let (known, slot) = entry.or_insert_with(|| (identity.clone(), Slot::default()));
        if known != identity {
            *known = identity.clone();
            *slot = Slot::default();
        }
        Arc::clone(slot)
    }

    async fn load_or_probe(&self, identity: BinaryIdentity) -> Result<Arc<EmulatorCaps>, QemuError> {
        let key = format!("{identity:?}");
        let file = self.cache.join(format!("{}.json", file_name(&identity.path)));
        if let Some(caps) = load::<EmulatorCaps>(file.clone(), key.clone()).await {
            return Ok(Arc::new(caps));
        }
        let caps = probe(identity).await?;
        tracing::info!(binary = %caps.identity.path.display(), version = caps.package, "probed an emulator");
        store(file, key, caps.clone()).await;
        Ok(Arc::new(caps))
    }

    async fn load_or_probe_kvm(&self) -> KvmStatus {
        if let Some(status) = kvm::obvious() {
            return status;
        }
        let Some((_, binary)) = Self::installed()
            .into_iter()
            .find(|(arch, _)| *arch == Arch::X86_64)
        else {
            return KvmStatus::Unusable {
                reason: "no emulator is installed to try it with".to_owned(),
            };
        };
        // A reboot may change kernel, modules and what lies below.
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let identity = BinaryIdentity::of(&binary).ok();
        let key = format!("{} {identity:?}", boot.trim());
        let file = self.cache.join("kvm.json");
        if let Some(status) = load::<KvmStatus>(file.clone(), key.clone()).await {
            return status;
        }
        let status = kvm::run(&binary, &self.cache).await;
        if let KvmStatus::Unusable { reason } = &status {
            tracing::warn!(reason, "KVM cannot be used, guests are emulated");
        }
        store(file, key, status.clone()).await;
        status
    }
}

fn file_name(path: &Path) -> String {
    // The whole path, so that two binaries of one name do not take turns.
    path.display()
        .to_string()
        .trim_start_matches('/')
        .replace('/', "-")
}

async fn load<T: for<'de> Deserialize<'de> + Send + 'static>(file: PathBuf, key: String) -> Option<T> {
    let read = move || {
        let text = read_bounded(&file, MAX_CACHE).ok()?;
        let stored: Stored<T> = serde_json::from_slice(&text).ok()?;
        (stored.format == FORMAT && stored.key == key).then_some(stored.value)
    };
    tokio::task::spawn_blocking(read).await.ok().flatten()
}

async fn store<T: Serialize + Send + 'static>(file: PathBuf, key: String, value: T) {
    let write = move || -> Result<(), String> {
        let text = serde_json::to_vec(&Stored {
            format: FORMAT,
            key,
            value,
        })
        .map_err(|e| e.to_string())?;
        if let Some(dir) = file.parent() {
            std::fs::create_dir_all(dir).map_err(|e| e.to_string())?;
        }
        write_atomic(&file, &text, 0o600).map_err(|e| e.to_string())
    };
    if let Ok(Err(reason)) = tokio::task::spawn_blocking(write).await {
        tracing::warn!(reason, "a probe's result is not kept");
    }
}
