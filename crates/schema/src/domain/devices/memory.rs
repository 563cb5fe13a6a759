//! Memory as a device: modules to plug in, persistent memory, enclaves.

use crate::common::idset::IdSet;
use ferrovirt_xml::{Xml, YesNo, words};
use uuid::Uuid;

use crate::common::size::Kib;
use crate::domain::devices::info::DeviceInfo;
use crate::domain::memory::MemoryAccess;

words! {
    /// Kind of memory.
    pub enum MemoryModel {
        Dimm = "dimm",
        Nvdimm = "nvdimm",
        VirtioPmem = "virtio-pmem",
        VirtioMem = "virtio-mem",
        SgxEpc = "sgx-epc",
    }
}

/// A memory module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryDevice {
    /// Kind.
    #[xml(attr)]
    pub model: MemoryModel,
    /// Whether other processes see it. Default: as for all memory. Since 3.2.
    #[xml(attr)]
    pub access: Option<MemoryAccess>,
    /// Whether its content is thrown away when it goes. Default: no. Since 4.4.
    #[xml(attr)]
    pub discard: Option<YesNo>,
    /// Identity, NVDIMM on pSeries. Default: made by the host. Since 6.2.
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    /// Memory of the host.
    #[xml(child, sparse)]
    pub source: Option<MemoryDeviceSource>,
    /// Memory of the guest.
    #[xml(child)]
    pub target: MemoryDeviceTarget,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// The host's side of a memory module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryDeviceSource {
    /// File or device that holds it. Default: none. Since 3.2.
    #[xml(leaf)]
    pub path: Option<String>,
    /// Alignment of the file. Default: the size of the host's pages. Since 5.0.
    #[xml(child, blank, drop_zero)]
    pub alignsize: Option<Kib>,
    /// Whether the file is on persistent memory. Since 5.0.
    #[xml(flag)]
    pub pmem: bool,
    /// Memory nodes of the host. Default: what numatune says.
    #[xml(leaf)]
    pub nodemask: Option<IdSet>,
    /// Size of the host's pages. Default: that of the host.
    #[xml(child, blank, drop_zero)]
    pub pagesize: Option<Kib>,
}

/// The guest's side of a memory module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryDeviceTarget {
    /// Whether it is given to the guest in pieces. Default: no. Since 10.1.
    #[xml(attr = "dynamicMemslots")]
    pub dynamic_memslots: Option<YesNo>,
    /// Its size.
    #[xml(child)]
    pub size: Kib,
    /// Memory node of the guest. Unit: none. Default: none.
    #[xml(leaf)]
    pub node: Option<u32>,
    /// Area for labels, NVDIMM. Since 3.2.
    #[xml(child)]
    pub label: Option<MemoryLabel>,
    /// Whether the guest can only read. Since 5.0.
    #[xml(flag)]
    pub readonly: bool,
    /// Size of the pieces, virtio-mem. Default: chosen by the hypervisor. Since 7.9.
    #[xml(child)]
    pub block: Option<Kib>,
    /// Size that the guest should have, virtio-mem. Since 7.9.
    #[xml(child, blank)]
    pub requested: Option<Kib>,
    /// Size that it has, of a running guest. Since 7.9.
    #[xml(child)]
    pub current: Option<Kib>,
    /// Guest address at which it begins. Default: chosen by the hypervisor. Since 9.4.
    #[xml(attr = "base", of = "address")]
    pub base: Option<ferrovirt_xml::Hex<u64, 1>>,
}

/// The area for labels of an NVDIMM.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryLabel {
    /// Its size.
    #[xml(child)]
    pub size: Kib,
}
