//! Where volumes appear, and how they are treated.

use crate::storage::Permissions;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo, words};

/// `<target>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Target {
    /// Directory. Default: that of the kind of pool.
    #[xml(leaf)]
    pub path: Option<String>,
    /// Permissions of the directory. Default: mode 0711, user and group of the daemon.
    #[xml(child, sparse)]
    pub permissions: Option<Permissions>,
}

/// `<features>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Features {
    /// Whether files are copied when written.
    #[xml(child)]
    pub cow: Option<Cow>,
}

/// Whether files are copied when written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cow {
    /// The state. Default: no, where that can be turned off.
    #[xml(attr)]
    pub state: Option<YesNo>,
}

/// `<refresh>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Refresh {
    /// How a volume is looked at.
    #[xml(child, sparse)]
    pub volume: Option<RefreshVolume>,
}

words! {
    /// How the allocation of volumes is found.
    pub enum RefreshAllocation {
        Default = "default",
        Capacity = "capacity",
    }
}

/// How a volume is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct RefreshVolume {
    /// How the space that it takes is told. Default: default.
    #[xml(attr, blank, invalid = ErrorNumber::ConfigUnsupported)]
    pub allocation: Option<RefreshAllocation>,
}

/// An option of `mount`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MountOption {
    /// The option with its value.
    #[xml(attr)]
    pub name: String,
}

/// An option of the Ceph client.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ConfigOption {
    /// Its name.
    #[xml(attr)]
    pub name: String,
    /// Its value.
    #[xml(attr)]
    pub value: String,
}
