//! One guest: what is known of it, the task that owns it while it runs, how it starts and ends.

mod actor;
mod backup;
mod block_jobs;
pub mod channels;
mod job;
mod live;
mod object;
mod request;
mod resources;
pub mod state;
pub mod status;
mod summary;

pub use actor::Actor;
pub use backup::RunningBackup;
pub use block_jobs::{BlockJob, BlockJobs, Plan};
pub use job::{JobFigures, Moved, now_ms};
pub use live::{Gauges, Live};
pub use object::{AgentTimeout, Guest, Job, UNLIMITED_MIB};
pub use request::{Reply, Request};
pub use resources::{Helper, Plugged, Resources};
pub use summary::{DiskSummary, NicSummary, Question, Summary};

/// Port by which the guest's agent is reached.
pub const AGENT: &str = "org.qemu.guest_agent.0";
