//! The daemon of the demo: started, waited for, stopped.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::failure::{Failure, Outcome};

const READY_LIMIT: Duration = Duration::from_secs(10);
const STOP_LIMIT: Duration = Duration::from_secs(10);
const INTERVAL: Duration = Duration::from_millis(2);
const LOG_LINES: usize = 15;

/// A running `ferrovirtd`.
pub struct Daemon {
    child: Child,
    log: PathBuf,
    pub socket: PathBuf,
}

impl Daemon {
    /// Starts it below `root` and waits until it accepts a connection.
    pub async fn start(program: &Path, root: &Path) -> Outcome<Self> {
        let log = root.join("ferrovirtd.log");
        let file = std::fs::File::create(&log).map_err(|error| Failure::file("make", &log, &error))?;
        let second = file
            .try_clone()
            .map_err(|error| Failure::file("open", &log, &error))?;
        let child = Command::new(program)
            .arg("--root")
            .arg(root)
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(second)
            // It may be kept running when the terminal is gone.
            .process_group(0)
            .spawn()
            .map_err(|error| Failure::file("run", program, &error))?;
        let mut daemon = Self {
            child,
            log,
            socket: root.join("run/libvirt-sock"),
        };
        match timeout(READY_LIMIT, daemon.wait_ready()).await {
            Ok(outcome) => outcome?,
            Err(_) => {
                let failure = Failure::new(format!(
                    "the daemon accepts no connection on {}",
                    daemon.socket.display()
                ))
                .remedy(daemon.log_tail());
                daemon.stop().await?;
                return Err(failure);
            }
        }
        Ok(daemon)
    }

    async fn wait_ready(&mut self) -> Outcome {
        loop {
            if UnixStream::connect(&self.socket).await.is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(
                    Failure::new(format!("the daemon ended at once ({status})")).remedy(self.log_tail())
                );
            }
            sleep(INTERVAL).await;
        }
    }

    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Asks it to stop; one that does not is killed.
    pub async fn stop(&mut self) -> Outcome {
        if let Some(pid) = self.child.id() {
            Command::new("kill")
                .args(["-TERM", &pid.to_string()])
                .status()
                .await
                .map_err(|error| Failure::new(format!("cannot run kill: {error}")))?;
        }
        match timeout(STOP_LIMIT, self.child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => {
                Err(Failure::new(format!("the daemon ended with {status}")).remedy(self.log_tail()))
            }
            Ok(Err(error)) => Err(Failure::new(format!("cannot wait for the daemon: {error}"))),
            Err(_) => {
                // Fails only when it is gone by now.
                let _ = self.child.kill().await;
                Err(Failure::new(format!(
                    "the daemon did not stop within {STOP_LIMIT:?} and was killed"
                )))
            }
        }
    }

    /// The end of its log.
    pub fn log_tail(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(LOG_LINES)..].join("\n      ")
    }
}
