//! The document itself.

use ferrovirt_xml::{Xml, YesNo};
use uuid::Uuid;

/// What is known of a secret, without its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Secret {
    /// Whether it is kept in memory only.
    #[xml(attr)]
    pub ephemeral: Option<YesNo>,
    /// Whether its value is never given out.
    #[xml(attr)]
    pub private: Option<YesNo>,
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    #[xml(leaf)]
    pub description: Option<String>,
    #[xml(child)]
    pub usage: Option<Usage>,
}

crate::document!(Secret, "secret");

/// What it is for.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Usage {
    None,
    Volume(VolumeUsage),
    Ceph(NamedUsage),
    Iscsi(TargetUsage),
    Tls(NamedUsage),
    Vtpm(NamedUsage),
}

impl Usage {
    /// What it is found by.
    pub fn id(&self) -> &str {
        match self {
            Usage::None => "",
            Usage::Volume(usage) => &usage.volume,
            Usage::Ceph(usage) | Usage::Tls(usage) | Usage::Vtpm(usage) => &usage.name,
            Usage::Iscsi(usage) => &usage.target,
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeUsage {
    /// Path
    #[xml(leaf)]
    pub volume: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NamedUsage {
    #[xml(leaf)]
    pub name: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TargetUsage {
    #[xml(leaf)]
    pub target: String,
}
