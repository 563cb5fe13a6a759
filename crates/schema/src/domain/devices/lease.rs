//! Leases of a lock manager.

use ferrovirt_xml::Xml;

/// A lease that the guest holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Lease {
    /// Lock space. Default: needed.
    #[xml(leaf, required)]
    pub lockspace: Option<String>,
    /// Key in that space.
    #[xml(leaf)]
    pub key: String,
    /// Where leases are kept.
    #[xml(child)]
    pub target: LeaseTarget,
}

/// Where leases are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct LeaseTarget {
    /// Path of the file.
    #[xml(attr)]
    pub path: String,
    /// Where in the file the lease is. Unit: bytes. Default: 0.
    #[xml(attr)]
    pub offset: Option<u64>,
}
