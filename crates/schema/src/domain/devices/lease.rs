//! Leases of a lock manager.

use ferrovirt_xml::Xml;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Lease {
    #[xml(leaf)]
    pub lockspace: Option<String>,
    #[xml(leaf)]
    pub key: String,
    #[xml(child)]
    pub target: LeaseTarget,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct LeaseTarget {
    #[xml(attr)]
    pub path: String,
    /// Bytes
    #[xml(attr)]
    pub offset: Option<u64>,
}
