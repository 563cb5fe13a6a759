//! The document itself.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{RawElement, Value, ValueShape, Xml, YesNo, words};
use uuid::Uuid;

use crate::common::seclabel::SecLabel;
use crate::common::size::Kib;
use crate::domain::clock::Clock;
use crate::domain::cpu::Cpu;
use crate::domain::devices::Devices;
use crate::domain::devices::disk::IoTune;
use crate::domain::features::Features;
use crate::domain::launch::{KeyWrap, LaunchSecurity};
use crate::domain::memory::{BlkioTune, MaxMemory, Memory, MemoryBacking, MemoryTune};
use crate::domain::numa::NumaTune;
use crate::domain::os::Os;
use crate::domain::power::{CrashAction, LifecycleAction, LockFailureAction, PowerManagement};
use crate::domain::qemu::QemuNamespace;
use crate::domain::sysinfo::SysInfo;
use crate::domain::tune::CpuTune;
use crate::domain::vcpu::{DefaultIoThread, IoThread, VcpuCount, VcpuEntry};

words! {
    /// Hypervisor.
    pub enum DomainType {
        Qemu = "qemu",
        Kvm = "kvm",
        Test = "test",
        Lxc = "lxc",
        Xen = "xen",
        Uml = "uml",
        Openvz = "openvz",
        Vbox = "vbox",
        Vmware = "vmware",
        Hyperv = "hyperv",
        Phyp = "phyp",
        Parallels = "parallels",
        Bhyve = "bhyve",
        Vz = "vz",
        Hvf = "hvf",
        Kqemu = "kqemu",
    }
}

/// The definition of a guest.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Domain {
    #[xml(attr = "type")]
    pub domain_type: DomainType,
    /// Of a running guest.
    #[xml(attr)]
    pub id: Option<u32>,
    #[xml(leaf, missing = ErrorNumber::NoName)]
    pub name: String,
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    #[xml(leaf)]
    pub genid: Option<GenId>,
    #[xml(leaf)]
    pub title: Option<String>,
    #[xml(leaf)]
    pub description: Option<String>,
    #[xml(raw)]
    pub metadata: Option<RawElement>,
    #[xml(child = "maxMemory")]
    pub max_memory: Option<MaxMemory>,
    #[xml(child)]
    pub memory: Option<Memory>,
    #[xml(child = "currentMemory")]
    pub current_memory: Option<Kib>,
    #[xml(child, sparse)]
    pub blkiotune: Option<BlkioTune>,
    #[xml(child, sparse)]
    pub memtune: Option<MemoryTune>,
    #[xml(child = "memoryBacking", sparse)]
    pub memory_backing: Option<MemoryBacking>,
    #[xml(child)]
    pub vcpu: Option<VcpuCount>,
    #[xml(child = "vcpu", of = "vcpus")]
    pub vcpus: Vec<VcpuEntry>,
    /// Number of I/O threads.
    #[xml(leaf)]
    pub iothreads: Option<u32>,
    #[xml(child = "iothread", of = "iothreadids")]
    pub iothread_ids: Vec<IoThread>,
    #[xml(child = "defaultiothread")]
    pub default_iothread: Option<DefaultIoThread>,
    #[xml(child, sparse)]
    pub cputune: Option<CpuTune>,
    #[xml(child, sparse)]
    pub numatune: Option<NumaTune>,
    #[xml(child, sparse)]
    pub resource: Option<Resource>,
    #[xml(child)]
    pub sysinfo: Vec<SysInfo>,
    #[xml(leaf)]
    pub bootloader: Option<String>,
    #[xml(leaf)]
    pub bootloader_args: Option<String>,
    #[xml(child, default)]
    pub os: Os,
    #[xml(child)]
    pub idmap: Option<IdMap>,
    #[xml(child, sparse)]
    pub features: Option<Features>,
    #[xml(child)]
    pub cpu: Option<Cpu>,
    #[xml(child)]
    pub clock: Option<Clock>,
    #[xml(leaf)]
    pub on_poweroff: Option<LifecycleAction>,
    #[xml(leaf)]
    pub on_reboot: Option<LifecycleAction>,
    #[xml(leaf)]
    pub on_crash: Option<CrashAction>,
    #[xml(leaf)]
    pub on_lockfailure: Option<LockFailureAction>,
    #[xml(child, sparse)]
    pub pm: Option<PowerManagement>,
    #[xml(child = "event", of = "perf")]
    pub perf: Vec<PerfEvent>,
    /// Limits that several disks share. Since 11.2. Live.
    #[xml(child = "throttlegroup", of = "throttlegroups", key = "group_name/$text")]
    pub throttle_groups: Vec<IoTune>,
    #[xml(child, open)]
    pub devices: Option<Devices>,
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SecLabel>,
    #[xml(flatten)]
    pub qemu: QemuNamespace,
    #[xml(raw = "namespace", space = "http://libvirt.org/schemas/domain/lxc/1.0")]
    pub lxc_namespace: Option<RawElement>,
    #[xml(raw = "commandline", space = "http://libvirt.org/schemas/domain/bhyve/1.0")]
    pub bhyve_commandline: Option<RawElement>,
    #[xml(raw = "commandline", space = "http://libvirt.org/schemas/domain/xen/1.0")]
    pub xen_commandline: Option<RawElement>,
    #[xml(
        raw = "datacenterpath",
        space = "http://libvirt.org/schemas/domain/vmware/1.0"
    )]
    pub vmware_datacenter_path: Option<RawElement>,
    #[xml(raw = "moref", space = "http://libvirt.org/schemas/domain/vmware/1.0")]
    pub vmware_moref: Option<RawElement>,
    #[xml(child)]
    pub keywrap: Option<KeyWrap>,
    #[xml(child = "launchSecurity")]
    pub launch_security: Option<LaunchSecurity>,
}

crate::document!(Domain, "domain");

/// A generation identifier; empty asks for a new one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct GenId(pub Option<Uuid>);

impl Value for GenId {
    fn parse(text: &str) -> Result<Self, ferrovirt_xml::Invalid> {
        match text.trim() {
            "" => Ok(GenId(None)),
            text => Uuid::parse(text).map(|id| GenId(Some(id))),
        }
    }
    fn print(&self, out: &mut ferrovirt_xml::Sink<'_>) {
        if let Some(id) = &self.0 {
            id.print(out);
        }
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "UUID",
            pattern: "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$",
            samples: &["5be00000-0001-4000-8000-000000000002"],
        }
    }
}

/// Where the guest's resources are accounted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Resource {
    #[xml(leaf)]
    pub partition: Option<String>,
    #[xml(attr = "appid", of = "fibrechannel")]
    pub fibrechannel_appid: Option<String>,
}

/// User and group identifiers of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IdMap {
    #[xml(child = "uid")]
    pub uids: Vec<IdRange>,
    #[xml(child = "gid")]
    pub gids: Vec<IdRange>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IdRange {
    #[xml(attr)]
    pub start: u32,
    #[xml(attr)]
    pub target: u32,
    #[xml(attr)]
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct PerfEvent {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub enabled: YesNo,
}
