//! Commands of the block layer, with their deadlines.

use crate::error::{QemuError, Result};
use ferrovirt_qmp::commands::{JobDismiss, JobInfo, Nothing, QueryJobs};
use ferrovirt_qmp::{Command, Monitor, RawCommand, RawValue};
use std::time::Duration;

/// How long QEMU may take to accept a command.
pub const COMMAND: Duration = Duration::from_secs(30);
/// How long a job that a call waits for may take: memory or disks are written.
const JOB: Duration = Duration::from_secs(3600);

/// The monitor of a guest, whose name errors carry.
#[derive(Debug, Clone, Copy)]
pub struct Block<'m> {
    /// The monitor.
    pub monitor: &'m Monitor,
    /// Name of the guest.
    pub name: &'m str,
}

impl Block<'_> {
    /// Runs a typed command.
    pub async fn execute<C: Command + Sync>(&self, command: &C) -> Result<C::Return> {
        self.monitor
            .execute_within(command, COMMAND)
            .await
            .map_err(QemuError::monitor(self.name))
    }

    /// Runs a command with these arguments.
    pub async fn run(&self, command: &'static str, arguments: serde_json::Value) -> Result<()> {
        self.raw(RawCommand::new(command).json(&arguments)).await
    }

    /// Runs a command whose arguments are text that we made.
    pub async fn text(&self, command: &'static str, arguments: String) -> Result<()> {
        let arguments = RawValue::from_string(arguments).map_err(|e| QemuError::Failed(e.to_string()))?;
        self.raw(RawCommand::new(command).arguments(arguments)).await
    }

    async fn raw(&self, command: RawCommand) -> Result<()> {
        self.monitor
            .run(command, COMMAND)
            .await
            .map_err(QemuError::monitor(self.name))?;
        Ok(())
    }

    /// Removes nodes, uppermost first. What fails is logged: a node that is left does no harm.
    pub async fn remove_nodes(&self, names: &[String]) {
        for node in names {
            if let Err(error) = self
                .run("blockdev-del", serde_json::json!({ "node-name": node }))
                .await
            {
                tracing::warn!(guest = self.name, node, %error, "a node is left in QEMU");
            }
        }
    }

    /// The job of an id, if there is one.
    pub async fn job(&self, id: &str) -> Result<Option<JobInfo>> {
        let jobs = self.execute(&QueryJobs {}).await?;
        Ok(jobs.into_iter().find(|j| j.id == id))
    }

    /// Forgets a job that is over.
    pub async fn dismiss(&self, id: &str) -> Result<()> {
        let _: Nothing = self.execute(&JobDismiss { id: id.to_owned() }).await?;
        Ok(())
    }

    /// Waits for the end of a job and forgets it; its error is ours.
    pub async fn finish(&self, id: &str) -> Result<()> {
        let over = async {
            let mut pause = Duration::from_millis(5);
            loop {
                match self.job(id).await? {
                    None => return Ok(None),
                    Some(job) if job.status == "concluded" => {
                        self.dismiss(id).await?;
                        return Ok(job.error);
                    }
                    Some(_) => {}
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_millis(200));
            }
        };
        match tokio::time::timeout(JOB, over).await {
            Ok(Ok(None)) => Ok(()),
            Ok(Ok(Some(error))) => Err(QemuError::Failed(error)),
            Ok(Err(e)) => Err(e),
            Err(_) => Err(QemuError::Failed(format!(
                "job '{id}' did not end within {JOB:?}"
            ))),
        }
    }
}
