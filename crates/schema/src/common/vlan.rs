//! VLAN tags of a port.

use ferrovirt_xml::{Xml, YesNo, words};

words! {
    /// How the native VLAN is tagged.
    pub enum NativeMode {
        Tagged = "tagged",
        Untagged = "untagged",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vlan {
    #[xml(attr)]
    pub trunk: Option<YesNo>,
    #[xml(child = "tag")]
    pub tags: Vec<VlanTag>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VlanTag {
    #[xml(attr)]
    pub id: u16,
    #[xml(attr = "nativeMode")]
    pub native_mode: Option<NativeMode>,
}
