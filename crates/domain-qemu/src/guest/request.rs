//! What the task that owns a running guest is asked for.

use crate::error::Result;
use crate::guest::{Plugged, Resources, RunningBackup};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{DomainPausedReason, DomainRunningReason, DomainShutoffReason};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Where the outcome of a request goes.
pub type Reply = oneshot::Sender<Result<()>>;

/// A change to something that the task keeps.
pub struct Change<T>(Box<dyn FnOnce(&mut T) + Send>);

impl<T> Change<T> {
    /// Carries it out.
    pub fn make(self, thing: &mut T) {
        (self.0)(thing);
    }
}

impl<T> std::fmt::Debug for Change<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Change")
    }
}

/// A change that somebody asks for.
#[derive(Debug)]
pub enum Request {
    /// Stop the processors.
    Suspend(DomainPausedReason, Reply),
    /// Let the processors run.
    Resume(DomainRunningReason, Reply),
    /// Press the power button; with `reboot`, the shutdown that follows becomes a restart.
    PowerDown {
        /// Whether to start over.
        reboot: bool,
        /// Answer.
        reply: Reply,
    },
    /// QEMU will stop the processors by itself, for this reason.
    ExpectStop(DomainPausedReason, Reply),
    /// Stay paused after the start.
    Paused(DomainPausedReason, Reply),
    /// Reset the machine.
    Reset(Reply),
    /// End the guest.
    End {
        /// The reason that is left behind.
        reason: DomainShutoffReason,
        /// Only ask, and fail if it does not end.
        graceful: bool,
        /// Answer, when it is gone and all it held is released.
        reply: Reply,
    },
    /// Publish another document, after a device came or went.
    Replace(Arc<Domain>, Reply),
    /// Change the document and publish it.
    Edit(Change<Domain>, Reply),
    /// Change what is noted of the running backup; done when it is recorded.
    Backup(Change<Option<RunningBackup>>, Reply),
    /// Note what is held from now on beside what was.
    Hold(Box<Resources>, Reply),
    /// Note that an interface stands elsewhere, and publish the document that says so.
    Replug(Box<Plugged>, Arc<Domain>, Reply),
    /// Give files back that are not needed any more.
    Release(Vec<PathBuf>, Reply),
    /// End the programs that serve the device of this alias.
    Dismiss(String, Reply),
    /// Stay when the connection that started the guest ends.
    Stay(Reply),
    /// Note the virtual processors that there are.
    Vcpus(Arc<[(u32, i32)]>, Reply),
}

impl Request {
    /// A change to what is noted of a running backup.
    pub fn backup(change: impl FnOnce(&mut Option<RunningBackup>) + Send + 'static, reply: Reply) -> Self {
        Request::Backup(Change(Box::new(change)), reply)
    }

    /// A change to the document.
    pub fn edit(change: impl FnOnce(&mut Domain) + Send + 'static, reply: Reply) -> Self {
        Request::Edit(Change(Box::new(change)), reply)
    }
}
