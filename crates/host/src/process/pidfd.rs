//! A handle on one process that cannot come to mean another: the seam for waiting and killing.

use crate::error::{Error, Result};
use crate::process::ProcessIdentity;
use crate::process::identity::raw_argv;
use nix::sys::signal::Signal;
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::timeout;

/// A process, ours or not. Clones share the descriptor.
#[derive(Debug, Clone)]
pub struct PidFd {
    fd: Arc<OwnedFd>,
    identity: ProcessIdentity,
}

/// How a process ended, where that could be learnt: only its parent can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It left with this status.
    Exited(i32),
    /// A signal of this number ended it.
    Killed(i32),
    /// It is gone, and somebody else was told how.
    Unknown,
}

impl PidFd {
    /// Opens the process that has this number now; `None` when there is none.
    pub fn open(pid: i32) -> Result<Option<Self>> {
        let Some(fd) = pidfd_open(pid)? else {
            return Ok(None);
        };
        // The descriptor is held, so what /proc says now is about the same process, unless it is gone.
        Ok(ProcessIdentity::of(pid)?.map(|identity| PidFd {
            fd: Arc::new(fd),
            identity,
        }))
    }

    /// Opens the process of a recorded identity; `None` when it is gone, whoever has its number now.
    pub fn adopt(identity: ProcessIdentity) -> Result<Option<Self>> {
        Ok(Self::open(identity.pid)?.filter(|found| found.identity == identity))
    }

    /// Lets the process keep so many bytes of memory in place, where it may not anyway.
    pub fn allow_locked_memory(&self, bytes: u64) -> Result<()> {
        let pid = rustix::process::Pid::from_raw(self.identity.pid);
        let now = rustix::process::Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        rustix::process::prlimit(pid, rustix::process::Resource::Memlock, now)
            .map(|_| ())
            .map_err(|error| Error::File {
                action: "raise limits in",
                path: format!("/proc/{}", self.identity.pid).into(),
                source: error.into(),
            })
    }

    /// Opens every process that has `argument` as one of its arguments. Looks at all processes, which
    /// takes milliseconds, so it is for the rare case that no pid file tells.
    pub fn with_argument(argument: &str) -> Result<Vec<Self>> {
        let listing = |source| Error::File {
            action: "list",
            path: "/proc".into(),
            source,
        };
        let mut found = Vec::new();
        for entry in std::fs::read_dir("/proc").map_err(listing)? {
            let name = entry.map_err(listing)?.file_name();
            let Some(pid) = name.to_str().and_then(|name| name.parse::<i32>().ok()) else {
                continue;
            };
            // Reading the arguments first is cheaper; what counts is what the opened process has.
            if raw_argv(pid).iter().any(|a| a == argument)
                && let Some(process) = Self::open(pid)?
                && process.identity.argv().iter().any(|a| a == argument)
            {
                found.push(process);
            }
        }
        Ok(found)
    }

    /// Opens a child that has not been collected: it is there even when it has ended already.
    pub(crate) fn open_child(pid: i32) -> Result<Option<Self>> {
        let Some(fd) = pidfd_open(pid)? else {
            return Ok(None);
        };
        Ok(ProcessIdentity::of_living_or_dead(pid)?.map(|identity| PidFd {
            fd: Arc::new(fd),
            identity,
        }))
    }

    /// Who it is.
    pub fn identity(&self) -> ProcessIdentity {
        self.identity
    }

    /// Sends a signal. That the process is gone is no error; the answer says whether it was there.
    pub fn signal(&self, signal: Signal) -> Result<bool> {
        // SAFETY: pidfd_send_signal(2) with a descriptor we own, no siginfo and no flags touches no memory.
        let rc = unsafe {
            libc::syscall(
                libc::SYS_pidfd_send_signal,
                self.fd.as_raw_fd(),
                signal as libc::c_int,
                std::ptr::null::<libc::siginfo_t>(),
                0,
            )
        };
        if rc == 0 {
            return Ok(true);
        }
        match io::Error::last_os_error() {
            e if e.raw_os_error() == Some(libc::ESRCH) => Ok(false),
            source => Err(self.error("signal", source)),
        }
    }

    /// Waits until the process is gone and, when it is a child of ours, collects it.
    pub async fn wait(&self) -> Result<Ended> {
        // A copy of the descriptor, because the reactor knows each only once and waiters may be many.
        let copy = self
            .fd
            .try_clone()
            .map_err(|source| self.error("wait for", source))?;
        // SAFETY: the descriptor is owned by the registration and stays open and the same as long as it.
        let fd = unsafe { AsyncFd::register_with_interest(copy, Interest::READABLE) }
            .map_err(|e| self.error("wait for", e.into()))?;
        fd.readable()
            .await
            .map_err(|source| self.error("wait for", source))?
            .retain_ready();
        Ok(self.collect())
    }

    /// [`PidFd::wait`] with a deadline; passing it is an error.
    pub async fn wait_for(&self, limit: Duration) -> Result<Ended> {
        timeout(limit, self.wait())
            .await
            .unwrap_or(Err(Error::StillAlive {
                pid: self.identity.pid,
                after: limit,
            }))
    }

    /// Asks with SIGTERM, waits for `grace`, then kills and waits for `limit`.
    pub async fn terminate(&self, grace: Duration, limit: Duration) -> Result<Ended> {
        self.signal(Signal::SIGTERM)?;
        match self.wait_for(grace).await {
            Err(Error::StillAlive { .. }) => self.kill(limit).await,
            ended => ended,
        }
    }

    /// Kills at once and waits until it is gone.
    pub async fn kill(&self, limit: Duration) -> Result<Ended> {
        self.signal(Signal::SIGKILL)?;
        self.wait_for(limit).await
    }

    /// The descriptor, for a poll loop of the caller's.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }

    fn collect(&self) -> Ended {
        match waitid(
            Id::PIDFd(self.fd.as_fd()),
            WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG,
        ) {
            Ok(WaitStatus::Exited(_, code)) => Ended::Exited(code),
            Ok(WaitStatus::Signaled(_, signal, _)) => Ended::Killed(signal as i32),
            _ => Ended::Unknown,
        }
    }

    fn error(&self, action: &'static str, source: io::Error) -> Error {
        Error::Process {
            action,
            pid: self.identity.pid,
            source,
        }
    }
}

fn pidfd_open(pid: i32) -> Result<Option<OwnedFd>> {
    // SAFETY: pidfd_open(2) takes a number and flags and touches no memory.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
    if let Ok(fd @ 0..) = i32::try_from(fd) {
        // SAFETY: the kernel has just made this descriptor for us and nobody else knows it.
        return Ok(Some(unsafe { OwnedFd::from_raw_fd(fd) }));
    }
    match io::Error::last_os_error() {
        e if matches!(e.raw_os_error(), Some(libc::ESRCH | libc::EINVAL)) => Ok(None),
        source => Err(Error::Process {
            action: "open",
            pid,
            source,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    const SOON: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn waits_and_learns_how_a_child_ended() {
        let child = Command::new("sh")
            .args(["-c", "read x; exit 4"])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let fd = PidFd::open(child.id().cast_signed()).unwrap().unwrap();
        drop(child);
        assert_eq!(fd.wait_for(SOON).await.unwrap(), Ended::Exited(4));
        assert!(!fd.signal(Signal::SIGTERM).unwrap(), "gone and collected");
        assert!(PidFd::adopt(fd.identity()).unwrap().is_none());
    }

    #[tokio::test]
    #[expect(clippy::zombie_processes, reason = "collected through the descriptor")]
    async fn terminates_with_force_after_grace() {
        let child = Command::new("sh")
            .args(["-c", "trap '' TERM; while :; do sleep 0.1; done"])
            .spawn()
            .unwrap();
        let fd = PidFd::open(child.id().cast_signed()).unwrap().unwrap();
        // Until the trap is set SIGTERM would end it.
        while fd.identity().argv().first().is_none_or(|a| a != "sh") {
            tokio::task::yield_now().await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        let ended = fd.terminate(Duration::from_millis(50), SOON).await.unwrap();
        assert_eq!(ended, Ended::Killed(9));
    }

    #[tokio::test]
    async fn found_by_an_argument() {
        let tag = format!("tag-{}", std::process::id());
        let mut child = Command::new("sh")
            .args(["-c", "read x", &tag])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let found = loop {
            let found = PidFd::with_argument(&tag).unwrap();
            if !found.is_empty() {
                break found;
            }
        };
        assert_eq!(found[0].identity().pid, child.id().cast_signed());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(PidFd::with_argument(&tag).unwrap().is_empty());
    }

    #[test]
    fn another_start_time_is_another_process() {
        let me = ProcessIdentity::of(std::process::id().cast_signed())
            .unwrap()
            .unwrap();
        assert!(PidFd::adopt(me).unwrap().is_some());
        assert!(
            PidFd::adopt(ProcessIdentity {
                start_ticks: me.start_ticks + 1,
                ..me
            })
            .unwrap()
            .is_none()
        );
    }
}
