//! The document.

use crate::pool::{ConfigOption, Features, MountOption, Refresh, Source, Target};
use crate::storage::Bytes;
use ferrovirt_xml::{FromXml, Node, Xml};
use uuid::Uuid;

ferrovirt_xml::words! {
    /// What a pool is made of.
    pub enum PoolType {
        Dir = "dir",
        Fs = "fs",
        Netfs = "netfs",
        Logical = "logical",
        Disk = "disk",
        Iscsi = "iscsi",
        IscsiDirect = "iscsi-direct",
        Scsi = "scsi",
        Mpath = "mpath",
        Rbd = "rbd",
        Sheepdog = "sheepdog",
        Gluster = "gluster",
        Zfs = "zfs",
        Vstorage = "vstorage",
    }
}

/// A storage pool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Pool {
    /// What it is made of.
    #[xml(attr = "type")]
    pub kind: PoolType,
    /// Unique name. Default: that of the source.
    #[xml(leaf)]
    pub name: Option<String>,
    /// Unique identity. Default: made up.
    #[xml(leaf)]
    pub uuid: Option<Uuid>,
    /// Size.
    #[xml(child, when = measured_capacity)]
    pub capacity: Option<Bytes>,
    /// What is in use.
    #[xml(child, when = measured_allocation)]
    pub allocation: Option<Bytes>,
    /// What is free.
    #[xml(child, when = measured_available)]
    pub available: Option<Bytes>,
    /// Behaviour of the file system. Since 6.6.0.
    #[xml(child)]
    pub features: Option<Features>,
    /// Where the space comes from.
    #[xml(child)]
    pub source: Option<Source>,
    /// Where volumes appear on this host.
    #[xml(child)]
    pub target: Option<Target>,
    /// How volumes are listed. Since 5.2.0.
    #[xml(child, sparse)]
    pub refresh: Option<Refresh>,
    /// Mount options of file systems. Since 5.1.0.
    #[xml(
        child = "option",
        of = "mount_opts",
        space = "http://libvirt.org/schemas/storagepool/fs/1.0",
        prefix = "fs"
    )]
    pub mount_options: Vec<MountOption>,
    /// Options of the Ceph client. Since 5.1.0.
    #[xml(
        child = "option",
        of = "config_opts",
        space = "http://libvirt.org/schemas/storagepool/rbd/1.0",
        prefix = "rbd"
    )]
    pub config_options: Vec<ConfigOption>,
    /// What is being done to it. Other programs of this interface do not know it and pass over it.
    #[xml(child, space = WORK_SPACE, prefix = "ferrovirt")]
    pub work: Option<Work>,
}

/// URI of the namespace of [`Work`]; its usual prefix is `ferrovirt`.
pub const WORK_SPACE: &str = "urn:ferrovirt:pool:1";

/// A change of a pool's state that is under way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Work {
    /// What is done to the pool, as a sentence.
    #[xml(attr)]
    pub what: String,
    /// What that waits for: a program with what it was called with. Default: reported.
    #[xml(attr)]
    pub step: Option<String>,
    /// For how long already. Unit: seconds. Default: reported.
    #[xml(attr)]
    pub seconds: Option<u64>,
}

/// What is measured is not for a definition to say: what cannot be read there is not refused.
fn measured(node: Node<'_>, name: &str) -> bool {
    let readable = |size: Node<'_>| node.is_lenient() || Bytes::from_xml(size).is_ok();
    node.child(name).is_some_and(readable)
}

fn measured_capacity(node: Node<'_>) -> bool {
    measured(node, "capacity")
}

fn measured_allocation(node: Node<'_>) -> bool {
    measured(node, "allocation")
}

fn measured_available(node: Node<'_>) -> bool {
    measured(node, "available")
}

crate::document!(Pool, "pool");

impl Pool {
    /// Writes out what holds for a definition that says nothing, and what none can know: nothing is
    /// measured yet.
    pub fn normalize(&mut self) {
        self.fill();
        for size in [&mut self.capacity, &mut self.allocation, &mut self.available] {
            size.get_or_insert_default();
        }
    }
}

impl Pool {
    /// Its name, which is that of the source where it has none of its own.
    pub fn effective_name(&self) -> Option<&str> {
        let of_source = || self.source.as_ref()?.name.as_deref();
        self.name.as_deref().or_else(of_source)
    }

    /// Path of the target, where there is one.
    pub fn target_path(&self) -> Option<&str> {
        self.target.as_ref()?.path.as_deref()
    }
}
