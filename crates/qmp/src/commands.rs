//! The commands whose answers a manager of guests reads, typed. Everything else goes by
//! [`RawCommand`](crate::RawCommand). Names and shapes are those of the QMP reference manual.

mod block;
mod job;
mod machine;
mod probe;
mod run;

pub use block::{
    BlockDeviceStats, BlockInfo, BlockStatsEntry, ImageInfo, InsertedMedium, NamedNode, QueryBlock,
    QueryBlockStats, QueryNamedBlockNodes,
};
pub use job::{BlockJobCancel, BlockJobInfo, JobComplete, JobDismiss, JobInfo, QueryBlockJobs, QueryJobs};
pub use machine::{
    Balloon, BalloonInfo, ChardevInfo, CpuInfo, DirtyRate, GetFd, HumanMonitorCommand, MemorySummary, QomGet,
    QueryBalloon, QueryChardev, QueryCpus, QueryDirtyRate, QueryMemorySize, QueryPci, QueryVnc, Screendump,
    VncInfo,
};
pub use probe::{
    CpuDefinition, DeviceListProperties, KvmInfo, MachineInfo, NamedItem, PropertyInfo, QomListTypes,
    QueryCommands, QueryCpuDefinitions, QueryKvm, QueryMachines, QueryTarget, QueryVersion, TargetInfo,
    TypeInfo, VersionInfo,
};
pub use run::{
    Cont, MigrationInfo, MigrationRam, Nothing, QueryMigrate, QueryStatus, Quit, RunStatus, Stop,
    SystemPowerdown, SystemReset, SystemWakeup,
};

macro_rules! plain_command {
    ($(#[$doc:meta])* $name:ident = $text:literal -> $ret:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
        pub struct $name {}
        impl crate::Command for $name {
            const NAME: &'static str = $text;
            type Return = $ret;
        }
    };
}
pub(crate) use plain_command;
