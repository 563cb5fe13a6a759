//! Which kinds of pools there are, and what they can hold.

use ferrovirt_schema::network::Body;
use ferrovirt_schema::pool::{PARTITION_FORMATS, PoolType};
use ferrovirt_schema::poolcaps::{Choices, PoolCaps, PoolOptions, StoragePoolCaps, VolOptions};

const IMAGES: &[&str] = &[
    "none", "raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow",
    "qcow2", "qed", "vmdk",
];
const FILE_SYSTEMS: &[&str] = &[
    "auto", "ext2", "ext3", "ext4", "ufs", "iso9660", "udf", "gfs", "gfs2", "vfat", "hfs+", "xfs", "ocfs2",
    "vmfs",
];
const NETWORK_FILE_SYSTEMS: &[&str] = &["auto", "nfs", "glusterfs", "cifs"];
const VOLUME_GROUPS: &[&str] = &["unknown", "lvm2"];
const PARTITION_TABLES: &[&str] = &[
    "unknown", "dos", "dvh", "gpt", "mac", "bsd", "pc98", "sun", "lvm2",
];

/// The document, given which kinds have a backend.
pub(crate) fn document(supported: impl Fn(PoolType) -> bool) -> StoragePoolCaps {
    let pool = |kind: &PoolType| {
        let (source, volume) = formats(*kind);
        PoolCaps {
            kind: *kind,
            supported: supported(*kind).into(),
            body: Body,
            pool: source.map(|(default, words)| PoolOptions {
                default_format: Some(default.to_owned()),
                choices: choices("sourceFormatType", words),
            }),
            volume: volume.map(|(default, words)| VolOptions {
                default_format: Some(default.to_owned()),
                choices: choices("targetFormatType", words),
            }),
        }
    };
    StoragePoolCaps {
        pools: PoolType::ALL.iter().map(pool).collect(),
    }
}

/// A default, and all that can be chosen.
type Formats = Option<(&'static str, &'static [&'static str])>;

fn formats(kind: PoolType) -> (Formats, Formats) {
    use PoolType as P;
    let images = Some(("raw", IMAGES));
    match kind {
        P::Dir | P::Gluster | P::Vstorage => (None, images),
        P::Fs => (Some(("auto", FILE_SYSTEMS)), images),
        P::Netfs => (Some(("auto", NETWORK_FILE_SYSTEMS)), images),
        P::Logical => (Some(("lvm2", VOLUME_GROUPS)), None),
        P::Disk => (
            Some(("unknown", PARTITION_TABLES)),
            Some(("none", PARTITION_FORMATS)),
        ),
        P::Rbd => (None, Some(("raw", &[]))),
        P::Iscsi | P::IscsiDirect | P::Scsi | P::Mpath | P::Sheepdog | P::Zfs => (None, None),
    }
}

fn choices(name: &str, words: &[&str]) -> Vec<Choices> {
    vec![Choices {
        body: Body,
        name: name.to_owned(),
        values: words.iter().map(|w| (*w).to_owned()).collect(),
    }]
}
