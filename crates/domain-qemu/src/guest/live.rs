//! What is published of a running guest: an immutable snapshot that readers take without waiting.

use crate::cgroups::GuestGroup;
use crate::define;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::state::Status;
use crate::guest::{BlockJobs, Request, Resources, RunningBackup};
use ferrovirt_host::process::PidFd;
use ferrovirt_qmp::Monitor;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::cpu::Cpu;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot};

/// A running guest as of one moment.
#[derive(Debug, Clone)]
pub struct Live {
    /// Number of this activation.
    pub id: i32,
    /// State and reason.
    pub status: Status,
    /// The document with what was chosen at start: addresses, aliases, ports, devices of the host.
    pub doc: Arc<Domain>,
    /// The processor that was asked for, where the document has the one that the guest got.
    pub asked_cpu: Option<Arc<Cpu>>,
    /// The process.
    pub process: PidFd,
    /// The monitor, once connected.
    pub monitor: Option<Monitor>,
    /// Number and host thread of each virtual processor.
    pub vcpus: Arc<[(u32, i32)]>,
    /// Figures that change without a new snapshot.
    pub gauges: Arc<Gauges>,
    /// Jobs on its disks.
    pub block_jobs: Arc<BlockJobs>,
    /// The backup that runs.
    pub backup: Option<Arc<RunningBackup>>,
    /// Its control group; none where the host has none for it.
    pub group: Option<GuestGroup>,
    /// Where requests for a change go.
    pub requests: mpsc::Sender<Request>,
}

/// Figures that change often.
#[derive(Debug, Default)]
pub struct Gauges {
    /// Devices that the guest does not let go.
    kept: Mutex<Vec<String>>,
    /// Set while QEMU leaves questions unanswered.
    silent: AtomicBool,
    /// Set while it is sent to another host.
    moving: AtomicBool,
    /// Whether it ran when that began.
    was_running: AtomicBool,
    /// Set once somebody gave QEMU commands of their own.
    meddled_with: AtomicBool,
    /// Memory of the guest in KiB by its balloon, zero while unknown.
    balloon_kib: AtomicU64,
    /// Set while it is to end with the connection that started it.
    owned: AtomicBool,
    /// Highest number that an image of its disks ever had.
    images: AtomicU32,
}

impl Gauges {
    /// Figures of a guest that just started; `owned` while it is to end with the connection that started it.
    pub fn new(owned: bool) -> Self {
        Gauges {
            owned: AtomicBool::new(owned),
            ..Gauges::default()
        }
    }

    /// Notes that the guest does not let a device go, or forgets it.
    pub fn set_kept(&self, alias: &str, kept: bool) {
        let mut list = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        list.retain(|a| a != alias);
        if kept {
            list.push(alias.to_owned());
        }
    }

    /// Whether the guest said that it does not let a device go.
    pub fn is_kept(&self, alias: &str) -> bool {
        let list = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter().any(|a| a == alias)
    }

    /// Highest number that an image of its disks ever had.
    pub fn images(&self) -> u32 {
        self.images.load(Ordering::Acquire)
    }

    /// Notes that an image has, or had, this number.
    pub fn set_image(&self, number: u32) {
        self.images.fetch_max(number, Ordering::AcqRel);
    }

    /// A number that no image ever had.
    pub fn take_image(&self) -> u32 {
        self.images.fetch_add(1, Ordering::AcqRel).saturating_add(1)
    }

    /// Whether it ends with the connection that started it.
    pub fn is_owned(&self) -> bool {
        self.owned.load(Ordering::Acquire)
    }

    /// It stays when the connection that started it ends.
    pub fn disown(&self) {
        self.owned.store(false, Ordering::Release);
    }

    /// Memory by the balloon in KiB, if known.
    pub fn balloon_kib(&self) -> Option<u64> {
        Some(self.balloon_kib.load(Ordering::Relaxed)).filter(|kib| *kib > 0)
    }

    /// Notes what the balloon is at.
    pub fn set_balloon_kib(&self, kib: u64) {
        self.balloon_kib.store(kib, Ordering::Relaxed);
    }

    /// Whether the guest is being sent to another host.
    pub fn is_moving(&self) -> bool {
        self.moving.load(Ordering::Acquire)
    }

    /// Notes whether it is being sent.
    pub fn set_moving(&self, moving: bool) {
        self.moving.store(moving, Ordering::Release);
    }

    /// Whether the guest ran when it began to be sent.
    pub fn was_running(&self) -> bool {
        self.was_running.load(Ordering::Acquire)
    }

    /// Notes whether it runs as it begins to be sent.
    pub fn set_was_running(&self, running: bool) {
        self.was_running.store(running, Ordering::Release);
    }

    /// Whether somebody gave QEMU commands of their own.
    pub fn is_meddled_with(&self) -> bool {
        self.meddled_with.load(Ordering::Relaxed)
    }

    /// Notes that somebody gave QEMU commands of their own; whether that is new.
    pub fn set_meddled_with(&self) -> bool {
        !self.meddled_with.swap(true, Ordering::Relaxed)
    }

    /// Whether QEMU left the last question unanswered.
    pub fn is_silent(&self) -> bool {
        self.silent.load(Ordering::Relaxed)
    }

    /// Notes whether QEMU answers.
    pub fn set_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::Relaxed);
    }
}

impl Live {
    /// The definition behind the running guest's document.
    pub fn definition(&self) -> Domain {
        self.as_asked(define::inactive_of(&self.doc))
    }

    /// The document as it is kept with a snapshot or checkpoint.
    pub fn kept(&self) -> Domain {
        self.as_asked(define::kept_of(&self.doc))
    }

    /// The document as it is saved.
    pub fn saved(&self) -> Domain {
        self.as_asked(define::saved_of(&self.doc))
    }

    /// The document with the processor that was asked for.
    pub fn as_asked_for(&self) -> Domain {
        self.as_asked(Domain::clone(&self.doc))
    }

    fn as_asked(&self, mut doc: Domain) -> Domain {
        if let Some(cpu) = &self.asked_cpu {
            doc.cpu = Some(Cpu::clone(cpu));
        }
        doc
    }

    /// The monitor, or why there is none.
    pub fn monitor(&self, name: &str) -> Result<&Monitor> {
        self.monitor.as_ref().ok_or_else(|| {
            QemuError::OperationInvalid(format!("the monitor of '{name}' is not connected yet"))
        })
    }

    /// Sends a request to the guest's task and waits for its answer. Every request ends: the task's
    /// own waits have deadlines, and its end answers what is left.
    pub async fn ask(&self, make: impl FnOnce(oneshot::Sender<Result<()>>) -> Request) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        self.requests
            .send(make(reply))
            .await
            .map_err(|_| QemuError::NotRunning)?;
        answer.await.unwrap_or(Err(QemuError::NotRunning))
    }

    /// Notes resources with the guest's record, and then opens their files up for its QEMU: a daemon that is
    /// killed in between leaves nothing that the next one does not give back.
    pub async fn hold(&self, core: &Core, held: Resources) -> Result<()> {
        let grants = held.grants.clone();
        self.ask(|reply| Request::Hold(Box::new(held), reply)).await?;
        let opened = core.hand_over(&grants);
        if opened.is_err() {
            self.release(grants.into_iter().map(|g| g.path).collect()).await?;
        }
        opened
    }

    /// Gives files back that were held.
    pub async fn release(&self, paths: Vec<PathBuf>) -> Result<()> {
        self.ask(|reply| Request::Release(paths, reply)).await
    }

    /// Process number.
    pub fn pid(&self) -> i32 {
        self.process.identity().pid
    }
}
