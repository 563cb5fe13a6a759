//! Starts a QEMU up to the point where its monitor answers, and ends one.
//!
//! The monitor's socket listens before QEMU exists and is handed over open: connecting succeeds at once
//! and the greeting is the sign of readiness, so that nothing is polled. If QEMU ends instead, the
//! connection breaks, and the error carries what it wrote.

use crate::error::{QemuError, Result};
use crate::process::{GuestLog, RunAs, socket};
use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::pidfd::Ended;
use ferrovirt_host::process::{DetachedCommand, PidFd, ProcessIdentity, Stdio};
use ferrovirt_qmp::{EventStream, Monitor, Options, QmpError};
use nix::sys::signal::Signal;
use std::fs::File;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::time::Duration;

/// How long QEMU may take to its first word. A host that starts hundreds of guests at once is slow.
const START_DEADLINE: Duration = Duration::from_secs(60);

/// A process that does not run cannot obey SIGTERM.
const GRACE: Duration = Duration::from_secs(5);
const KILL_DEADLINE: Duration = Duration::from_secs(15);

/// Everything needed to start one QEMU.
#[derive(Debug)]
pub struct Launch {
    /// Name of the guest.
    pub name: String,
    /// The binary.
    pub binary: PathBuf,
    /// Its arguments.
    pub args: Vec<String>,
    /// Its whole environment.
    pub env: Vec<(String, String)>,
    /// Descriptors that the arguments name by their numbers.
    pub fds: Vec<OwnedFd>,
    /// Who it runs as.
    pub run_as: RunAs,
    /// Bytes of memory that it may keep in place, beyond what everybody may.
    pub locked_memory: Option<u64>,
    /// The file that it enters its control group by.
    pub door: Option<File>,
    /// Where its monitor's socket listens already.
    pub monitor: PathBuf,
    /// Its log, with the header written.
    pub log: GuestLog,
}

/// A QEMU whose monitor answers. Processors do not run yet.
#[derive(Debug)]
pub struct Launched {
    /// The process.
    pub process: PidFd,
    /// Its monitor.
    pub monitor: Monitor,
    /// Events of its monitor.
    pub events: EventStream,
}

impl Launch {
    /// Starts it. On failure nothing runs any more.
    pub async fn run(self) -> Result<Launched> {
        let Launch {
            name,
            binary,
            args,
            env,
            fds,
            run_as,
            locked_memory,
            door,
            monitor,
            log,
        } = self;
        let output = log.handle()?;
        let spawn = move || -> Result<PidFd, HostError> {
            let second = output.try_clone().map_err(|source| HostError::File {
                action: "open",
                path: "log".into(),
                source,
            })?;
            let mut command = DetachedCommand::new(&binary)
                .clear_env()
                .args(&args)
                .umask(0o027)
                .stdout(Stdio::File(output))
                .stderr(Stdio::File(second));
            for (key, value) in &env {
                command = command.env(key, value);
            }
            if let RunAs::User { uid, gid, groups } = run_as {
                command = command.user(uid, gid, groups);
            }
            if let Some(bytes) = locked_memory {
                command = command.locked_memory(bytes);
            }
            if let Some(door) = door {
                command = command.enter(door);
            }
            for fd in fds {
                command.inherit(fd);
            }
            Ok(command.spawn()?.process)
        };
        let process = tokio::task::spawn_blocking(spawn)
            .await
            .map_err(|e| QemuError::Failed(format!("starting QEMU was interrupted: {e}")))??;
        let guard = KillOnDrop(Some(process.clone()));
        let greeting = async {
            let stream = socket::connect(&monitor, START_DEADLINE)
                .await
                .map_err(|e| QmpError::Closed {
                    reason: Some(e.to_string()),
                })?;
            let options = Options {
                handshake: START_DEADLINE,
                ..Options::default()
            };
            Monitor::start(stream, options).await
        };
        let started = tokio::select! {
            biased;
            started = greeting => started,
            ended = process.wait() => Err(QmpError::Closed { reason: ended.ok().map(ended_text) }),
        };
        match started {
            Ok((monitor, events)) => {
                guard.disarm();
                Ok(Launched {
                    process,
                    monitor,
                    events,
                })
            }
            Err(source) => {
                let ended = kill(&process).await;
                let why = match (&source, ended) {
                    (QmpError::Timeout { .. }, _) => format!("no answer within {START_DEADLINE:?}"),
                    (_, Ok(ended)) => ended_text(ended),
                    (_, Err(_)) => source.to_string(),
                };
                tracing::warn!(guest = name, why, "a guest did not start");
                Err(QemuError::Start {
                    stderr: log.tail(),
                    element: None,
                    why,
                })
            }
        }
    }
}

fn ended_text(ended: Ended) -> String {
    match ended {
        Ended::Exited(status) => format!("exit status {status}"),
        Ended::Killed(signal) => format!("signal {signal}"),
        Ended::Unknown => "it is gone".to_owned(),
    }
}

/// A start that is given up half-way leaves no process.
struct KillOnDrop(Option<PidFd>);

impl KillOnDrop {
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        if let Some(process) = self.0.take() {
            // It may have ended by itself, which is as good.
            let _ = process.signal(Signal::SIGKILL);
        }
    }
}

/// Ends a QEMU: politely where it can hear, at once where it is stopped.
pub async fn kill(process: &PidFd) -> Result<Ended, HostError> {
    if is_stopped(process.identity()) {
        return process.kill(KILL_DEADLINE).await;
    }
    process.terminate(GRACE, KILL_DEADLINE).await
}

/// Whether the process is stopped by a signal or a debugger, proc(5).
pub fn is_stopped(who: ProcessIdentity) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{}/stat", who.pid)) else {
        return false;
    };
    let state = stat
        .rfind(')')
        .and_then(|at| stat[at + 1..].trim_start().chars().next());
    matches!(state, Some('T' | 't'))
}

/// The listening socket as something QEMU can inherit.
impl Launch {
    /// Makes the monitor's socket and gives its number for the arguments.
    pub fn listen(path: &std::path::Path) -> Result<OwnedFd> {
        let failed = |source| HostError::File {
            action: "listen at",
            path: path.to_owned(),
            source,
        };
        let listener: UnixListener = socket::listen(path).map_err(failed)?;
        Ok(OwnedFd::from(listener))
    }
}
