//! The document itself.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo};
use uuid::Uuid;

/// What is known of a secret, without its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Secret {
    /// Whether it is kept in memory only. Default: no.
    #[xml(attr, blank)]
    pub ephemeral: Option<YesNo>,
    /// Whether its value is never given out. Default: no.
    #[xml(attr, blank)]
    pub private: Option<YesNo>,
    /// Unique identity. Default: made up.
    #[xml(leaf, invalid = ErrorNumber::InternalError)]
    pub uuid: Option<Uuid>,
    /// A text for people. Default: none.
    #[xml(leaf)]
    pub description: Option<String>,
    /// What it is for.
    #[xml(child)]
    pub usage: Option<Usage>,
}

crate::document!(Secret, "secret");

/// What it is for.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", blank, invalid = ErrorNumber::ConfigUnsupported)]
pub enum Usage {
    /// `none`
    None,
    /// `volume`
    Volume(VolumeUsage),
    /// `ceph`
    Ceph(NamedUsage),
    /// `iscsi`
    Iscsi(TargetUsage),
    /// `tls`
    Tls(NamedUsage),
    /// `vtpm`
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

/// For a volume.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VolumeUsage {
    /// Path
    #[xml(leaf, blank, missing = ErrorNumber::InternalError)]
    pub volume: String,
}

/// By a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NamedUsage {
    /// Name by which it is found.
    #[xml(leaf, blank, missing = ErrorNumber::InternalError)]
    pub name: String,
}

/// For an iSCSI target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TargetUsage {
    /// iSCSI target by which it is found. Since 1.0.4.
    #[xml(leaf, blank, missing = ErrorNumber::InternalError)]
    pub target: String,
}
