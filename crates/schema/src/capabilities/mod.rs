//! `<capabilities>`: what a host and its hypervisor can do.

mod document;
mod guest;
mod host;
mod resctrl;
mod topology;

pub use document::Capabilities;
pub use guest::{Guest, GuestArch, GuestDomain, GuestFeatures, GuestMachine, Toggle};
pub use host::{BaseLabel, Host, HostIommu, MigrationFeatures, PowerManagement, SecModel};
pub use resctrl::{
    BandwidthControl, BandwidthNode, CacheBank, CacheControl, CacheMonitor, HostCache, MemoryBandwidth,
};
pub use topology::{CellCpu, CellCpus, CellPages, Cells, HostCell, HostTopology};
