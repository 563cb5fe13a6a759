//! Jobs: what takes long in the block layer.

use super::plain_command;
use super::run::Nothing;
use crate::Command;
use serde::{Deserialize, Serialize};

plain_command! {
    /// Lists jobs of every kind.
    QueryJobs = "query-jobs" -> Vec<JobInfo>
}
plain_command! {
    /// Lists jobs that belong to a block device.
    QueryBlockJobs = "query-block-jobs" -> Vec<BlockJobInfo>
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct JobInfo {
    /// Its id.
    pub id: String,
    /// `running`, `ready`, `concluded`, …
    pub status: String,
    /// How far it is, in a unit of its own.
    #[serde(default)]
    pub current_progress: u64,
    /// How far it will be at its end.
    #[serde(default)]
    pub total_progress: u64,
    /// Why it failed.
    pub error: Option<String>,
}

/// One job of a block device.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BlockJobInfo {
    /// Its id.
    pub device: String,
    /// Most bytes a second; zero for no limit.
    #[serde(default)]
    pub speed: u64,
    /// Whether a copy has caught up.
    #[serde(default)]
    pub ready: bool,
}

/// Lets a copy that has caught up take over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobComplete {
    /// The job.
    pub id: String,
}

impl Command for JobComplete {
    const NAME: &'static str = "job-complete";
    type Return = Nothing;
}

/// Forgets a job that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobDismiss {
    /// The job.
    pub id: String,
}

impl Command for JobDismiss {
    const NAME: &'static str = "job-dismiss";
    type Return = Nothing;
}

/// Ends a job. A copy that has caught up ends as a complete copy unless forced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockJobCancel {
    /// The job.
    pub device: String,
    /// Leave the copy as it is.
    pub force: bool,
}

impl Command for BlockJobCancel {
    const NAME: &'static str = "block-job-cancel";
    type Return = Nothing;
}
