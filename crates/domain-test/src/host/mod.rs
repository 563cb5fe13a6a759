//! The host that the guests of the driver run on: made up, always the same, except for its name.

mod driver;

/// Its description as clients get it.
pub(crate) const CAPABILITIES: &str = include_str!("capabilities.xml");
/// Its firmware's tables.
pub(crate) const SYSINFO: &str = include_str!("sysinfo.xml");
/// Architecture of its guests, where they name none.
pub(crate) const ARCH: &str = "i686";
/// Most virtual processors of a guest.
pub(crate) const MAX_VCPUS: u32 = 32;
/// Processors that guests can be pinned to.
pub(crate) const HOST_CPUS: usize = 16;
/// Name of its security model, and the label of running guests.
pub(crate) const SECURITY_MODEL: &str = "testSecurity";
pub(crate) const SECURITY_LABEL: &str = "libvirt-test";

/// What a node description can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Name of the processor model.
    pub(crate) model: String,
    /// KiB.
    pub(crate) memory: u64,
    pub(crate) cpus: u32,
    /// MHz.
    pub(crate) mhz: u32,
    /// NUMA cells.
    pub(crate) nodes: u32,
    /// Sockets of a cell.
    pub(crate) sockets: u32,
    /// Cores of a socket.
    pub(crate) cores: u32,
    /// Threads of a core.
    pub(crate) threads: u32,
}

impl Default for Node {
    fn default() -> Self {
        Node {
            model: ARCH.into(),
            memory: 3072 * 1024,
            cpus: 16,
            mhz: 1400,
            nodes: 2,
            sockets: 2,
            cores: 2,
            threads: 2,
        }
    }
}

/// Free memory of each NUMA cell, in bytes.
pub(crate) const CELLS_FREE: [u64; 2] = [2_097_152, 4_194_304];
