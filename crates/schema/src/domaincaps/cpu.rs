//! Modes and models of processors.

use ferrovirt_xml::{Xml, YesNo};

use crate::domain::cpu::{CpuFeature, Fallback, MaxPhysAddr};
use crate::domaincaps::CapsEnum;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuModes {
    #[xml(child = "mode")]
    pub modes: Vec<CpuMode>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuMode {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub supported: YesNo,
    #[xml(child = "enum")]
    pub enums: Vec<CapsEnum>,
    #[xml(child = "model")]
    pub models: Vec<CpuModel>,
    #[xml(leaf)]
    pub vendor: Option<String>,
    #[xml(child)]
    pub maxphysaddr: Option<MaxPhysAddr>,
    #[xml(child = "feature")]
    pub features: Vec<CpuFeature>,
    #[xml(child)]
    pub blockers: Vec<CpuBlockers>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuModel {
    #[xml(attr)]
    pub fallback: Option<Fallback>,
    /// `yes`, `no` or `unknown`
    #[xml(attr)]
    pub usable: Option<String>,
    #[xml(attr)]
    pub deprecated: Option<YesNo>,
    #[xml(attr)]
    pub vendor: Option<String>,
    #[xml(attr)]
    pub canonical: Option<String>,
    #[xml(text)]
    pub name: String,
}

/// Features for whose lack a model cannot be used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CpuBlockers {
    #[xml(attr)]
    pub model: String,
    #[xml(attr = "name", of = "feature")]
    pub features: Vec<String>,
}
