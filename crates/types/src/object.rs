//! Identities: how a call names the object that it is about.
//!
//! These are values, not handles: holding one keeps nothing alive, and the object may be gone.

use uuid::Uuid;

/// A domain (guest).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainRef {
    /// Unique name on the host.
    pub name: String,
    /// Unique and stable identity.
    pub uuid: Uuid,
    /// Number of this activation; -1 when the domain is not active.
    pub id: i32,
}

/// A virtual network.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NetworkRef {
    /// Unique name on the host.
    pub name: String,
    /// Unique and stable identity.
    pub uuid: Uuid,
}

/// A port of a virtual network: where one guest interface plugs in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NetworkPortRef {
    /// The network that the port belongs to.
    pub net: NetworkRef,
    /// Identity of the port.
    pub uuid: Uuid,
}

/// A network filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NwFilterRef {
    /// Unique name on the host.
    pub name: String,
    /// Unique and stable identity.
    pub uuid: Uuid,
}

/// A network filter bound to a host interface.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NwFilterBindingRef {
    /// Host interface (port device) that is filtered.
    pub portdev: String,
    /// Name of the filter.
    pub filtername: String,
}

/// A host network interface.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InterfaceRef {
    /// Device name.
    pub name: String,
    /// MAC address as text; empty when there is none.
    pub mac: String,
}

/// A storage pool.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoragePoolRef {
    /// Unique name on the host.
    pub name: String,
    /// Unique and stable identity.
    pub uuid: Uuid,
}

/// A storage volume.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StorageVolRef {
    /// Name of the pool that holds it.
    pub pool: String,
    /// Name, unique in its pool.
    pub name: String,
    /// Key, unique on the host.
    pub key: String,
}

/// A device of the host.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NodeDeviceRef {
    /// Unique name on the host.
    pub name: String,
}

/// A secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SecretRef {
    /// Unique and stable identity.
    pub uuid: Uuid,
    /// What the secret is for, a `consts::SecretUsageType`.
    pub usage_type: i32,
    /// Which object of that kind.
    pub usage_id: String,
}

/// A snapshot of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainSnapshotRef {
    /// Name, unique in its domain.
    pub name: String,
    /// The domain.
    pub dom: DomainRef,
}

/// A checkpoint of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainCheckpointRef {
    /// Name, unique in its domain.
    pub name: String,
    /// The domain.
    pub dom: DomainRef,
}
