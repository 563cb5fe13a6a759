//! Memory as a device: modules to plug in, persistent memory, enclaves.

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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryDevice {
    #[xml(attr)]
    pub model: MemoryModel,
    #[xml(attr)]
    pub access: Option<MemoryAccess>,
    #[xml(attr)]
    pub discard: Option<YesNo>,
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    #[xml(child, sparse)]
    pub source: Option<MemoryDeviceSource>,
    #[xml(child)]
    pub target: MemoryDeviceTarget,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryDeviceSource {
    #[xml(leaf)]
    pub path: Option<String>,
    #[xml(child)]
    pub alignsize: Option<Kib>,
    #[xml(flag)]
    pub pmem: bool,
    #[xml(leaf)]
    pub nodemask: Option<String>,
    #[xml(child)]
    pub pagesize: Option<Kib>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryDeviceTarget {
    #[xml(attr = "dynamicMemslots")]
    pub dynamic_memslots: Option<YesNo>,
    #[xml(child)]
    pub size: Kib,
    #[xml(leaf)]
    pub node: Option<u32>,
    #[xml(child)]
    pub label: Option<MemoryLabel>,
    #[xml(flag)]
    pub readonly: bool,
    #[xml(child)]
    pub block: Option<Kib>,
    #[xml(child)]
    pub requested: Option<Kib>,
    #[xml(child)]
    pub current: Option<Kib>,
    #[xml(attr = "base", of = "address")]
    pub base: Option<ferrovirt_xml::Hex<u64, 1>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemoryLabel {
    #[xml(child)]
    pub size: Kib,
}
