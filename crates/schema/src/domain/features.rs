//! Features of the machine.

use ferrovirt_xml::{
    Body, Content, Count, FromXml, Node, OnOff, Part, Role, Shape, Shaped, ToXml, Writer, Xml, XmlError,
    words,
};

use crate::common::size::{Kib, PrettyBytes};
use crate::domain::lxc::Capabilities;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Features {
    #[xml(flag)]
    pub acpi: bool,
    #[xml(child)]
    pub apic: Option<Apic>,
    #[xml(flag)]
    pub pae: bool,
    #[xml(child)]
    pub hap: Option<FeatureState>,
    #[xml(flag)]
    pub viridian: bool,
    #[xml(flag)]
    pub privnet: bool,
    #[xml(child)]
    pub hyperv: Option<HyperV>,
    #[xml(child)]
    pub kvm: Option<Kvm>,
    #[xml(child)]
    pub pvspinlock: Option<FeatureState>,
    #[xml(child)]
    pub capabilities: Option<Capabilities>,
    #[xml(child)]
    pub pmu: Option<FeatureState>,
    #[xml(child)]
    pub vmport: Option<FeatureState>,
    #[xml(child)]
    pub gic: Option<Gic>,
    #[xml(child)]
    pub smm: Option<Smm>,
    #[xml(attr = "driver", of = "ioapic")]
    pub ioapic: Option<IoApic>,
    #[xml(child)]
    pub hpt: Option<Hpt>,
    #[xml(child)]
    pub vmcoreinfo: Option<FeatureState>,
    #[xml(child)]
    pub htm: Option<FeatureState>,
    #[xml(child = "nested-hv")]
    pub nested_hv: Option<FeatureState>,
    #[xml(attr = "unknown", of = "msrs")]
    pub msrs_unknown: Option<MsrsUnknown>,
    #[xml(child = "ccf-assist")]
    pub ccf_assist: Option<FeatureState>,
    #[xml(child)]
    pub xen: Option<Xen>,
    #[xml(attr = "value", of = "cfpc")]
    pub cfpc: Option<String>,
    #[xml(attr = "value", of = "sbbc")]
    pub sbbc: Option<String>,
    #[xml(attr = "value", of = "ibs")]
    pub ibs: Option<String>,
    #[xml(child)]
    pub tcg: Option<Tcg>,
    #[xml(child = "async-teardown")]
    pub async_teardown: Option<EnabledState>,
    #[xml(child)]
    pub ras: Option<FeatureState>,
    #[xml(child)]
    pub ps2: Option<FeatureState>,
    #[xml(attr = "value", of = "aia")]
    pub aia: Option<String>,
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EnabledState {
    #[xml(attr)]
    pub enabled: Option<ferrovirt_xml::YesNo>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Apic {
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct HyperV {
    #[xml(attr, default)]
    pub mode: HyperVMode,
    #[xml(child)]
    pub relaxed: Option<FeatureState>,
    #[xml(child)]
    pub vapic: Option<FeatureState>,
    #[xml(child)]
    pub spinlocks: Option<Spinlocks>,
    #[xml(child)]
    pub vpindex: Option<FeatureState>,
    #[xml(child)]
    pub runtime: Option<FeatureState>,
    #[xml(child)]
    pub synic: Option<FeatureState>,
    #[xml(child)]
    pub stimer: Option<Stimer>,
    #[xml(child)]
    pub reset: Option<FeatureState>,
    #[xml(child)]
    pub vendor_id: Option<VendorId>,
    #[xml(child)]
    pub frequencies: Option<FeatureState>,
    #[xml(child)]
    pub reenlightenment: Option<FeatureState>,
    #[xml(child)]
    pub tlbflush: Option<TlbFlush>,
    #[xml(child)]
    pub ipi: Option<FeatureState>,
    #[xml(child)]
    pub evmcs: Option<FeatureState>,
    #[xml(child)]
    pub avic: Option<FeatureState>,
    #[xml(child)]
    pub emsr_bitmap: Option<FeatureState>,
    #[xml(child)]
    pub xmm_input: Option<FeatureState>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Spinlocks {
    #[xml(attr)]
    pub state: OnOff,
    #[xml(attr)]
    pub retries: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Stimer {
    #[xml(attr)]
    pub state: OnOff,
    #[xml(child)]
    pub direct: Option<FeatureState>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TlbFlush {
    #[xml(attr)]
    pub state: OnOff,
    #[xml(child)]
    pub direct: Option<FeatureState>,
    #[xml(child)]
    pub extended: Option<FeatureState>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VendorId {
    #[xml(attr)]
    pub state: OnOff,
    #[xml(attr)]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Kvm {
    #[xml(child)]
    pub hidden: Option<FeatureState>,
    #[xml(child = "hint-dedicated")]
    pub hint_dedicated: Option<FeatureState>,
    #[xml(child = "poll-control")]
    pub poll_control: Option<FeatureState>,
    #[xml(child = "pv-ipi")]
    pub pv_ipi: Option<FeatureState>,
    #[xml(child = "dirty-ring")]
    pub dirty_ring: Option<DirtyRing>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DirtyRing {
    #[xml(attr)]
    pub state: OnOff,
    #[xml(attr)]
    pub size: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Xen {
    #[xml(child)]
    pub e820_host: Option<FeatureState>,
    #[xml(child)]
    pub passthrough: Option<XenPassthrough>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct XenPassthrough {
    #[xml(attr)]
    pub state: OnOff,
    #[xml(attr)]
    pub mode: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Gic {
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
    #[xml(flatten)]
    pub state: FeatureState,
    /// Bytes, printed in the largest unit that fits.
    #[xml(child)]
    pub tseg: Option<PrettyBytes>,
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Hpt {
    #[xml(attr)]
    pub resizing: Option<HptResizing>,
    #[xml(child)]
    pub maxpagesize: Option<Kib>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Tcg {
    #[xml(child = "tb-cache")]
    pub tb_cache: Option<Kib>,
}

impl Shaped for FeatureState {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "FeatureState",
            doc: "Whether a feature is there.",
            body: Body::Parts(&[
                Part::new(Role::Attr, "state", Count::Optional, Content::value::<OnOff>()).doc("The state."),
            ]),
        };
        &SHAPE
    }
}
