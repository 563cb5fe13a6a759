//! Features of the machine.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{
    Body, Content, Count, FromXml, Node, OnOff, Part, Role, Shape, Shaped, ToXml, Writer, Xml, XmlError,
    words,
};

use crate::common::size::{Kib, PrettyMib};
use crate::domain::lxc::Capabilities;

words! {
    /// How a weakness of the processor is met, pSeries.
    pub enum PpcWorkaround {
        Broken = "broken",
        Workaround = "workaround",
        Fixed = "fixed",
    }
}

words! {
    /// How indirect branches are kept from leaking, pSeries.
    pub enum PpcIndirectBranch {
        Broken = "broken",
        Workaround = "workaround",
        FixedIbs = "fixed-ibs",
        FixedCcd = "fixed-ccd",
        FixedNa = "fixed-na",
    }
}

words! {
    /// Controllers of interrupts, RISC-V.
    pub enum RiscvAia {
        None = "none",
        Aplic = "aplic",
        AplicImsic = "aplic-imsic",
    }
}

/// Features of the machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Features {
    /// ACPI.
    #[xml(flag)]
    pub acpi: bool,
    /// APIC.
    #[xml(child)]
    pub apic: Option<Apic>,
    /// Physical address extension.
    #[xml(flag)]
    pub pae: bool,
    /// Translation of guest addresses by hardware. Default: on, where the hypervisor finds that the hardware can.
    #[xml(child)]
    pub hap: Option<FeatureState>,
    /// Hyper-V's interface, Xen.
    #[xml(flag)]
    pub viridian: bool,
    /// A network namespace of its own, containers. Default: there, with interfaces.
    #[xml(flag)]
    pub privnet: bool,
    /// Enlightenments of Hyper-V. Since 1.0.0.
    #[xml(child)]
    pub hyperv: Option<HyperV>,
    /// Features of KVM. Since 1.2.8.
    #[xml(child)]
    pub kvm: Option<Kvm>,
    /// Paravirtual spinlocks.
    #[xml(child)]
    pub pvspinlock: Option<FeatureState>,
    /// What the processes of a container may do. Since 1.2.6.
    #[xml(child)]
    pub capabilities: Option<Capabilities>,
    /// Performance monitoring unit. Since 1.2.12.
    #[xml(child)]
    pub pmu: Option<FeatureState>,
    /// Port of VMware. Since 1.2.16.
    #[xml(child)]
    pub vmport: Option<FeatureState>,
    /// Interrupt controller of ARM. Since 1.2.16.
    #[xml(child)]
    pub gic: Option<Gic>,
    /// System management mode. Since 2.1.
    #[xml(child)]
    pub smm: Option<Smm>,
    /// Who emulates the I/O APIC. Default: kvm, with KVM. Since 3.4.
    #[xml(attr = "driver", of = "ioapic")]
    pub ioapic: Option<IoApic>,
    /// Hash page table, pSeries. Since 3.10.
    #[xml(child)]
    pub hpt: Option<Hpt>,
    /// Details for dumps of the kernel. Since 4.4.
    #[xml(child)]
    pub vmcoreinfo: Option<FeatureState>,
    /// Transactional memory, pSeries. Default: chosen by the hypervisor. Since 4.6.
    #[xml(child)]
    pub htm: Option<FeatureState>,
    /// Nested virtualisation, pSeries. Default: chosen by the hypervisor. Since 4.10.
    #[xml(child = "nested-hv")]
    pub nested_hv: Option<FeatureState>,
    /// What becomes of access to unknown registers. Default: fault. Since 5.1.
    #[xml(attr = "unknown", of = "msrs")]
    pub msrs_unknown: Option<MsrsUnknown>,
    /// Assist of flushing the count cache, pSeries. Default: chosen by the hypervisor. Since 5.9.
    #[xml(child = "ccf-assist")]
    pub ccf_assist: Option<FeatureState>,
    /// Features of Xen. Since 6.3.
    #[xml(child)]
    pub xen: Option<Xen>,
    /// Safety of the cache on privilege change, pSeries: broken, workaround, fixed. Default: chosen by the
    /// hypervisor. Since 6.3.
    #[xml(attr = "value", of = "cfpc", invalid = ErrorNumber::XmlError)]
    pub cfpc: Option<PpcWorkaround>,
    /// Safety of speculation barriers, pSeries: broken, workaround, fixed. Default: chosen by the hypervisor. Since
    /// 6.3.
    #[xml(attr = "value", of = "sbbc", invalid = ErrorNumber::XmlError)]
    pub sbbc: Option<PpcWorkaround>,
    /// Safety of indirect branches, pSeries: broken, workaround, fixed-ibs, fixed-ccd, fixed-na. Default: chosen by
    /// the hypervisor. Since 6.3.
    #[xml(attr = "value", of = "ibs", invalid = ErrorNumber::XmlError)]
    pub ibs: Option<PpcIndirectBranch>,
    /// Features of the emulator without KVM. Since 8.0.
    #[xml(child)]
    pub tcg: Option<Tcg>,
    /// Whether memory is given back behind the guest's end. Since 9.6.
    #[xml(child = "async-teardown")]
    pub async_teardown: Option<EnabledState>,
    /// Reports of hardware errors, ARM. Since 10.4.
    #[xml(child)]
    pub ras: Option<FeatureState>,
    /// Controller of PS/2. Since 10.7.
    #[xml(child)]
    pub ps2: Option<FeatureState>,
    /// Interrupts of RISC-V: none, aplic, aplic-imsic. Default: chosen by the hypervisor. Since 11.1.
    #[xml(attr = "value", of = "aia")]
    pub aia: Option<RiscvAia>,
}

/// `<x state='on'/>`; without the attribute it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FeatureState(pub OnOff);

impl FromXml for FeatureState {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        Ok(FeatureState(node.value("state")?.unwrap_or(OnOff::On)))
    }
}

impl ToXml for FeatureState {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr("state", &self.0);
    }
    fn write_children(&self, _: &mut Writer) {}
}

/// Whether something is on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EnabledState {
    /// Whether it is on. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub enabled: Option<ferrovirt_xml::YesNo>,
}

/// The APIC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Apic {
    /// Whether the end of interrupts is paravirtual. Default: chosen by the hypervisor. Since 0.10.2.
    #[xml(attr)]
    pub eoi: Option<OnOff>,
}

words! {
    /// Whether the host's enlightenments are all passed on.
    pub enum HyperVMode {
        Custom = "custom",
        Passthrough = "passthrough",
    }
}

/// Enlightenments of Hyper-V.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HyperV {
    /// Which enlightenments are meant. Default: custom. Since 8.0.
    #[xml(attr, default)]
    pub mode: HyperVMode,
    /// Looser checks of timers.
    #[xml(child)]
    pub relaxed: Option<FeatureState>,
    /// Virtual APIC. Since 1.1.0.
    #[xml(child)]
    pub vapic: Option<FeatureState>,
    /// Retries of spinlocks. Since 1.1.0.
    #[xml(child)]
    pub spinlocks: Option<Spinlocks>,
    /// Index of the virtual processor. Since 1.3.3.
    #[xml(child)]
    pub vpindex: Option<FeatureState>,
    /// Time that a processor ran. Since 1.3.3.
    #[xml(child)]
    pub runtime: Option<FeatureState>,
    /// Synthetic interrupt controller. Since 1.3.3.
    #[xml(child)]
    pub synic: Option<FeatureState>,
    /// Synthetic timers. Since 1.3.3.
    #[xml(child)]
    pub stimer: Option<Stimer>,
    /// Reset by a register. Since 1.3.3.
    #[xml(child)]
    pub reset: Option<FeatureState>,
    /// Name of the hypervisor. Since 1.3.3.
    #[xml(child)]
    pub vendor_id: Option<VendorId>,
    /// Registers with frequencies. Since 4.7.
    #[xml(child)]
    pub frequencies: Option<FeatureState>,
    /// Notice of migration to other frequencies. Since 4.7.
    #[xml(child)]
    pub reenlightenment: Option<FeatureState>,
    /// Flushing of address translations. Since 4.7.
    #[xml(child)]
    pub tlbflush: Option<TlbFlush>,
    /// Interrupts between processors. Since 4.10.
    #[xml(child)]
    pub ipi: Option<FeatureState>,
    /// Enlightened control structure of nested guests. Since 4.10.
    #[xml(child)]
    pub evmcs: Option<FeatureState>,
    /// Use of hardware's virtual APIC. Since 8.10.
    #[xml(child)]
    pub avic: Option<FeatureState>,
    /// Enlightened bitmap of registers. Since 10.7.
    #[xml(child)]
    pub emsr_bitmap: Option<FeatureState>,
    /// Arguments in XMM registers. Since 10.7.
    #[xml(child)]
    pub xmm_input: Option<FeatureState>,
}

/// Retries of spinlocks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Spinlocks {
    /// Whether it is on.
    #[xml(attr)]
    pub state: OnOff,
    /// How often, at least 4095. Unit: attempts. Default: needed, where it is on.
    #[xml(attr)]
    pub retries: Option<u32>,
}

/// Synthetic timers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Stimer {
    /// Whether it is on.
    #[xml(attr)]
    pub state: OnOff,
    /// Whether timers interrupt directly. Since 5.7.
    #[xml(child)]
    pub direct: Option<FeatureState>,
}

/// Flushing of address translations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TlbFlush {
    /// Whether it is on.
    #[xml(attr)]
    pub state: OnOff,
    /// Whether nested guests flush directly. Since 11.0.
    #[xml(child)]
    pub direct: Option<FeatureState>,
    /// Whether ranges can be flushed. Since 11.0.
    #[xml(child)]
    pub extended: Option<FeatureState>,
}

/// The name of the hypervisor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VendorId {
    /// Whether it is on.
    #[xml(attr)]
    pub state: OnOff,
    /// The name, up to 12 characters. Default: needed, where it is on.
    #[xml(attr)]
    pub value: Option<String>,
}

/// Features of KVM.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Kvm {
    /// Whether the guest does not see that it is one.
    #[xml(child)]
    pub hidden: Option<FeatureState>,
    /// Whether processors are said to be its own. Since 5.7.
    #[xml(child = "hint-dedicated")]
    pub hint_dedicated: Option<FeatureState>,
    /// Whether the guest polls before it halts. Since 6.10.
    #[xml(child = "poll-control")]
    pub poll_control: Option<FeatureState>,
    /// Paravirtual interrupts between processors. Since 7.10.
    #[xml(child = "pv-ipi")]
    pub pv_ipi: Option<FeatureState>,
    /// Ring of changed pages. Since 8.0.
    #[xml(child = "dirty-ring")]
    pub dirty_ring: Option<DirtyRing>,
}

/// The ring of changed pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirtyRing {
    /// Whether it is on.
    #[xml(attr)]
    pub state: OnOff,
    /// Entries for each processor; a power of two from 1024 to 65536. Unit: entries. Default: needed, where
    /// it is on.
    #[xml(attr)]
    pub size: Option<u32>,
}

/// Features of Xen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Xen {
    /// Whether the host's memory map is passed on.
    #[xml(child)]
    pub e820_host: Option<FeatureState>,
    /// Whether devices can be passed on.
    #[xml(child)]
    pub passthrough: Option<XenPassthrough>,
}

words! {
    /// How Xen shares the translation of addresses.
    pub enum XenPassthroughMode {
        SyncPt = "sync_pt",
        SharePt = "share_pt",
    }
}

/// Passing devices on, Xen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct XenPassthrough {
    /// Whether it is on.
    #[xml(attr)]
    pub state: OnOff,
    /// How translation is shared: sync_pt, share_pt. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub mode: Option<XenPassthroughMode>,
}

/// The interrupt controller of ARM.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Gic {
    /// Version. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub version: Option<GicVersion>,
}

words! {
    /// Version of an ARM interrupt controller.
    pub enum GicVersion {
        Host = "host",
        V2 = "2",
        V3 = "3",
    }
}

/// System management mode.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Smm {
    /// Whether it is on.
    #[xml(flatten)]
    pub state: FeatureState,
    /// Its extended memory, in MiB without a unit, printed in the largest unit that fits; 0 is none. Default: 16 MiB
    /// from pc-q35-2.10 on. Since 4.5.
    #[xml(child, blank)]
    pub tseg: Option<PrettyMib>,
}

words! {
    /// Who emulates the I/O APIC.
    pub enum IoApic {
        Kvm = "kvm",
        Qemu = "qemu",
    }
}

words! {
    /// What becomes of access to unknown registers.
    pub enum MsrsUnknown {
        Ignore = "ignore",
        Fault = "fault",
    }
}

words! {
    /// Whether the guest may resize its hash page table.
    pub enum HptResizing {
        Enabled = "enabled",
        Disabled = "disabled",
        Required = "required",
    }
}

/// The hash page table of pSeries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Hpt {
    /// Whether the guest may resize it. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub resizing: Option<HptResizing>,
    /// Largest page that it holds. Default: chosen by the hypervisor. Since 4.5.
    #[xml(child, invalid = ErrorNumber::ConfigUnsupported, blank, drop_zero)]
    pub maxpagesize: Option<Kib>,
}

/// Features of the emulator without KVM.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Tcg {
    /// Cache of translated code.
    #[xml(child = "tb-cache", blank, drop_zero)]
    pub tb_cache: Option<Kib>,
}

impl Shaped for FeatureState {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "FeatureState",
            doc: "Whether a feature is there.",
            body: Body::Parts(&[
                Part::new(Role::Attr, "state", Count::Optional, Content::value::<OnOff>())
                    .doc("The state.")
                    .default("on"),
            ]),
        };
        &SHAPE
    }
}
