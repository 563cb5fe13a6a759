//! VLAN tags of a port.

use ferrovirt_xml::{Xml, YesNo, words};

words! {
    /// How the native VLAN is tagged.
    pub enum NativeMode {
        Tagged = "tagged",
        Untagged = "untagged",
    }
}

/// VLANs that a port carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vlan {
    /// Whether several VLANs are carried.
    #[xml(attr)]
    pub trunk: Option<YesNo>,
    /// The VLANs.
    #[xml(child = "tag", required)]
    pub tags: Vec<VlanTag>,
}

/// One VLAN.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VlanTag {
    /// Number of the VLAN, 1 to 4095.
    #[xml(attr)]
    pub id: u16,
    /// Whether untagged packets belong to this VLAN, and how they leave.
    #[xml(attr = "nativeMode")]
    pub native_mode: Option<NativeMode>,
}
