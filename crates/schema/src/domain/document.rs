//! The document itself.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, RawElement, Value, ValueShape, Xml, XmlError, XmlErrorKind, YesNo, words};
use uuid::Uuid;

use crate::common::run::of_run;
use crate::common::seclabel::SecLabel;
use crate::common::size::Kib;
use crate::domain::clock::Clock;
use crate::domain::cpu::Cpu;
use crate::domain::devices::Devices;
use crate::domain::devices::disk::IoTune;
use crate::domain::features::Features;
use crate::domain::launch::{KeyWrap, LaunchSecurity};
use crate::domain::memory::{BlkioTune, MaxMemory, Memory, MemoryBacking, MemoryTune};
use crate::domain::namespaces::{BhyveNamespace, LxcNamespace, VmwareNamespace, XenNamespace};
use crate::domain::numa::NumaTune;
use crate::domain::os::Os;
use crate::domain::power::{CrashAction, LifecycleAction, LockFailureAction, PowerManagement};
use crate::domain::qemu::QemuNamespace;
use crate::domain::sysinfo::SysInfo;
use crate::domain::tune::CpuTune;
use crate::domain::vcpu::{DefaultIoThread, IoThread, VcpuCount, VcpuEntry};

words! {
    /// Hypervisor.
    pub enum DomainType: unsupported {
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
    /// Hypervisor.
    #[xml(attr = "type", missing = ErrorNumber::InternalError, blank)]
    pub domain_type: DomainType,
    /// Of a running guest. Unit: none. Default: reported.
    #[xml(attr, with = of_run)]
    pub id: Option<u32>,
    /// Unique name.
    #[xml(leaf, missing = ErrorNumber::NoName)]
    pub name: String,
    /// Unique identity. Default: made up. Recreate.
    #[xml(leaf, invalid = ErrorNumber::InternalError)]
    pub uuid: Option<Uuid>,
    /// Identity that changes when the guest goes back in time. Default: none. Since 4.4.
    #[xml(leaf)]
    pub genid: Option<GenId>,
    /// A short text for people. Default: none. Since 0.9.10. Live.
    #[xml(leaf)]
    pub title: Option<String>,
    /// A long text for people. Default: none. Since 0.7.2. Live.
    #[xml(leaf)]
    pub description: Option<String>,
    /// What applications keep here. Since 0.9.10. Live.
    #[xml(raw)]
    pub metadata: Option<RawElement>,
    /// Up to where memory can be plugged in. Since 1.2.14.
    #[xml(child = "maxMemory")]
    pub max_memory: Option<MaxMemory>,
    /// Memory at start.
    #[xml(child)]
    pub memory: Option<Memory>,
    /// Memory that the balloon leaves. Default: all. Live.
    #[xml(child = "currentMemory", blank)]
    pub current_memory: Option<Kib>,
    /// Weights and limits of block I/O. Default: the host's. Since 0.8.8. Live.
    #[xml(child, sparse)]
    pub blkiotune: Option<BlkioTune>,
    /// Limits of memory. Default: the host's. Live.
    #[xml(child, sparse)]
    pub memtune: Option<MemoryTune>,
    /// How the host provides memory.
    #[xml(child = "memoryBacking", sparse)]
    pub memory_backing: Option<MemoryBacking>,
    /// Number of processors. Default: 1.
    #[xml(child)]
    pub vcpu: Option<VcpuCount>,
    /// Single processors. Since 2.2.
    #[xml(child = "vcpu", of = "vcpus", key = "@id")]
    pub vcpus: Vec<VcpuEntry>,
    /// Number of I/O threads. Unit: threads. Default: 0. Since 1.2.8. Live.
    #[xml(leaf)]
    pub iothreads: Option<u32>,
    /// I/O threads by number. Default: numbered from 1. Since 1.2.15. Live.
    #[xml(child = "iothread", of = "iothreadids", key = "@id")]
    pub iothread_ids: Vec<IoThread>,
    /// Threads of the main loop. Since 8.5.
    #[xml(child = "defaultiothread")]
    pub default_iothread: Option<DefaultIoThread>,
    /// Shares, limits and placing of threads. Since 0.9.0. Live.
    #[xml(child, sparse)]
    pub cputune: Option<CpuTune>,
    /// Memory nodes of the host. Since 0.9.3.
    #[xml(child, sparse, once = ErrorNumber::XmlError)]
    pub numatune: Option<NumaTune>,
    /// Where resources are accounted. Since 1.0.5.
    #[xml(child, sparse, once = ErrorNumber::XmlError)]
    pub resource: Option<Resource>,
    /// What firmware tells about the machine. Since 0.8.7.
    #[xml(child)]
    pub sysinfo: Vec<SysInfo>,
    /// Program of the host that boots a Xen guest. Default: none. Since 0.1.0.
    #[xml(leaf)]
    pub bootloader: Option<String>,
    /// Its arguments. Default: none. Since 0.2.3.
    #[xml(leaf)]
    pub bootloader_args: Option<String>,
    /// What boots.
    #[xml(child, default)]
    pub os: Os,
    /// Identities of users in a container.
    #[xml(child)]
    pub idmap: Option<IdMap>,
    /// Features of the machine.
    #[xml(child, sparse)]
    pub features: Option<Features>,
    /// Processor. Since 0.7.5.
    #[xml(child)]
    pub cpu: Option<Cpu>,
    /// Clock and timers. Default: UTC.
    #[xml(child)]
    pub clock: Option<Clock>,
    /// What follows powering off. Default: destroy. Live.
    #[xml(leaf)]
    pub on_poweroff: Option<LifecycleAction>,
    /// What follows a reboot. Default: restart. Live.
    #[xml(leaf)]
    pub on_reboot: Option<LifecycleAction>,
    /// What follows a crash. Default: destroy. Live.
    #[xml(leaf)]
    pub on_crash: Option<CrashAction>,
    /// What follows the loss of a lock. Default: chosen by the lock manager. Since 1.0.0.
    #[xml(leaf)]
    pub on_lockfailure: Option<LockFailureAction>,
    /// Whether the guest can suspend itself. Since 0.10.2.
    #[xml(child, sparse)]
    pub pm: Option<PowerManagement>,
    /// Performance events. Since 2.0. Live.
    #[xml(child = "event", of = "perf", key = "@name")]
    pub perf: Vec<PerfEvent>,
    /// Limits that several disks share. Since 11.2.
    #[xml(child = "throttlegroup", of = "throttlegroups", key = "group_name/$text")]
    pub throttle_groups: Vec<IoTune>,
    /// Devices.
    #[xml(child, open)]
    pub devices: Option<Devices>,
    /// Labels for security drivers. Since 0.6.1.
    #[xml(child = "seclabel", key = "@model")]
    pub seclabels: Vec<SecLabel>,
    /// What QEMU is told directly.
    #[xml(flatten)]
    pub qemu: QemuNamespace,
    /// What containers are told directly.
    #[xml(flatten)]
    pub lxc: LxcNamespace,
    /// What bhyve is told directly.
    #[xml(flatten)]
    pub bhyve: BhyveNamespace,
    /// What Xen's device model is told directly.
    #[xml(flatten)]
    pub xen: XenNamespace,
    /// What VMware says of the guest.
    #[xml(flatten)]
    pub vmware: VmwareNamespace,
    /// Keys that are wrapped, s390. Default: those of all ciphers.
    #[xml(child)]
    pub keywrap: Option<KeyWrap>,
    /// Protection of the guest from the host. Since 4.4.
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
#[xml(whole = says_something)]
pub struct Resource {
    /// Control group. Default: chosen by the hypervisor.
    #[xml(leaf)]
    pub partition: Option<String>,
    /// Identity on the Fibre Channel fabric. Default: none. Since 7.7.
    #[xml(attr = "appid", of = "fibrechannel", blank, missing = ErrorNumber::InternalError)]
    pub fibrechannel_appid: Option<String>,
}

/// One of both is said.
fn says_something(resource: &mut Resource, node: Node<'_>) -> Result<(), XmlError> {
    match resource.partition.is_some() || resource.fibrechannel_appid.is_some() || node.is_lenient() {
        true => Ok(()),
        false => Err(node.error(XmlErrorKind::Missing {
            what: "element",
            name: "partition".into(),
            code: Some(ErrorNumber::InternalError),
        })),
    }
}

/// User and group identifiers of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IdMap {
    /// Users.
    #[xml(child = "uid")]
    pub uids: Vec<IdRange>,
    /// Groups.
    #[xml(child = "gid")]
    pub gids: Vec<IdRange>,
}

/// A range of identities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IdRange {
    /// First number within. Unit: none.
    #[xml(attr)]
    pub start: u32,
    /// First number on the host. Unit: none.
    #[xml(attr)]
    pub target: u32,
    /// How many. Unit: identities.
    #[xml(attr)]
    pub count: u32,
}

words! {
    /// What a performance counter counts.
    pub enum PerfEventName {
        Cmt = "cmt",
        Mbmt = "mbmt",
        Mbml = "mbml",
        CpuCycles = "cpu_cycles",
        Instructions = "instructions",
        CacheReferences = "cache_references",
        CacheMisses = "cache_misses",
        BranchInstructions = "branch_instructions",
        BranchMisses = "branch_misses",
        BusCycles = "bus_cycles",
        StalledCyclesFrontend = "stalled_cycles_frontend",
        StalledCyclesBackend = "stalled_cycles_backend",
        RefCpuCycles = "ref_cpu_cycles",
        CpuClock = "cpu_clock",
        TaskClock = "task_clock",
        PageFaults = "page_faults",
        ContextSwitches = "context_switches",
        CpuMigrations = "cpu_migrations",
        PageFaultsMin = "page_faults_min",
        PageFaultsMaj = "page_faults_maj",
        AlignmentFaults = "alignment_faults",
        EmulationFaults = "emulation_faults",
    }
}

/// A performance event.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct PerfEvent {
    /// Which event.
    #[xml(attr)]
    pub name: PerfEventName,
    /// Whether it is counted. Live.
    #[xml(attr)]
    pub enabled: YesNo,
}
