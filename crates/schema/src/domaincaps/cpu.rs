//! Modes and models of processors.

use ferrovirt_xml::{Xml, YesNo, words};

use crate::domain;
use crate::domain::cpu::{CpuFeature, Fallback, MaxPhysAddr};
use crate::domaincaps::CapsEnum;

/// How processor models can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuModes {
    /// Modes.
    #[xml(child = "mode", key = "@name")]
    pub modes: Vec<CpuMode>,
}

/// One way of choosing a processor model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuMode {
    /// Name of the mode.
    #[xml(attr)]
    pub name: domain::cpu::CpuMode,
    /// Whether it can be used.
    #[xml(attr)]
    pub supported: YesNo,
    /// Vocabularies.
    #[xml(child = "enum")]
    pub enums: Vec<CapsEnum>,
    /// Models.
    #[xml(child = "model", key = "$text")]
    pub models: Vec<CpuModel>,
    /// Maker.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Bits of physical addresses. Since 9.5.
    #[xml(child)]
    pub maxphysaddr: Option<MaxPhysAddr>,
    /// Features.
    #[xml(child = "feature", key = "@name")]
    pub features: Vec<CpuFeature>,
    /// Why models cannot be used. Since 10.9.
    #[xml(child)]
    pub blockers: Vec<CpuBlockers>,
}

words! {
    /// Whether the host can run a model.
    pub enum Usable {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

/// A processor model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuModel {
    /// Whether a lesser model will do. Default: allow.
    #[xml(attr)]
    pub fallback: Option<Fallback>,
    /// `yes`, `no` or `unknown`
    #[xml(attr)]
    pub usable: Option<Usable>,
    /// Whether it will go in a later version of the emulator. Since 7.1.0.
    #[xml(attr)]
    pub deprecated: Option<YesNo>,
    /// Maker that the guest sees.
    #[xml(attr)]
    pub vendor_id: Option<String>,
    /// Maker. Since 8.9.0.
    #[xml(attr)]
    pub vendor: Option<String>,
    /// Name with its version. Since 10.10.
    #[xml(attr)]
    pub canonical: Option<String>,
    /// Name.
    #[xml(text)]
    pub name: String,
}

/// Features for whose lack a model cannot be used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuBlockers {
    /// The model.
    #[xml(attr)]
    pub model: String,
    /// Features that the host lacks.
    #[xml(attr = "name", of = "feature")]
    pub features: Vec<String>,
}
