//! A volume as it was last seen.

use crate::VolumeName;
use crate::probe::{Compat, Encryption, Format, Image};
use ferrovirt_schema::storage::{Bytes, Id, Octal, Permissions};
use ferrovirt_schema::vol::{self, ClusterSize, Features, Target, Timestamps, VolumeType};
use ferrovirt_types::consts::StorageVolType;
use std::time::{Duration, SystemTime};

/// A volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// Name, unique in its pool.
    pub name: VolumeName,
    /// Key, unique on the host.
    pub key: String,
    /// Path on the host.
    pub path: String,
    /// What it is on the host.
    pub kind: VolumeType,
    /// Size that a guest sees, in bytes.
    pub capacity: u64,
    /// Space in use on the host, in bytes.
    pub allocation: u64,
    /// Size of the file, in bytes.
    pub physical: u64,
    /// What its header says.
    pub image: Image,
    /// The image below it.
    pub backing: Option<BackingFile>,
    /// The file.
    pub attributes: Attributes,
    /// Which file it was, to see whether it is still the same.
    pub stamp: Stamp,
}

/// The image below another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackingFile {
    /// Where, absolute when it is a file.
    pub path: String,
    /// Its format, if the image above says.
    pub format: Option<String>,
    /// The file, if it is one of the same pool.
    pub attributes: Option<Attributes>,
}

/// Owner, mode and times of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes {
    /// Permission bits.
    pub mode: u32,
    /// User.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Last read.
    pub accessed: SystemTime,
    /// Last change of the content.
    pub modified: SystemTime,
    /// Last change of the data about it.
    pub changed: SystemTime,
}

/// What tells an unchanged file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Device.
    pub device: u64,
    /// Number on the device.
    pub inode: u64,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change of the content, in nanoseconds.
    pub modified: i128,
    /// Time of the last change of the data about it, in nanoseconds.
    pub changed: i128,
}

impl Volume {
    /// The kind as a number of the interface.
    pub fn raw_kind(&self) -> i32 {
        match self.kind {
            VolumeType::File => StorageVolType::File,
            VolumeType::Block => StorageVolType::Block,
            VolumeType::Dir => StorageVolType::Dir,
            VolumeType::Network => StorageVolType::Network,
            VolumeType::Netdir => StorageVolType::Netdir,
            VolumeType::Ploop => StorageVolType::Ploop,
        }
        .raw()
    }

    /// Its document.
    pub fn document(&self) -> vol::Volume {
        let modern = self.image.format == Format::Qcow2 && self.image.compat == Some(Compat::V1_1);
        let features = Features {
            lazy_refcounts: self.image.lazy_refcounts,
            extended_l2: self.image.extended_l2,
        };
        let target = Target {
            path: Some(self.path.clone()),
            format: Some(self.image.format.as_str().to_owned()),
            permissions: Some(self.attributes.permissions()),
            timestamps: Some(self.attributes.timestamps()),
            encryption: self.image.encryption.map(|kind| vol::Encryption {
                format: match kind {
                    Encryption::Qcow => "qcow".to_owned(),
                    Encryption::Luks => "luks".to_owned(),
                },
                ..Default::default()
            }),
            compat: self
                .image
                .compat
                .filter(|_| modern)
                .map(|c| c.as_str().to_owned()),
            cluster_size: self
                .image
                .cluster_size
                .filter(|_| modern)
                .map(|size| ClusterSize(size.into())),
            features: modern.then_some(features),
            ..Target::default()
        };
        vol::Volume {
            kind: Some(self.kind),
            name: Some(self.name.to_string()),
            key: Some(self.key.clone()),
            capacity: Some(Bytes(self.capacity)),
            allocation: Some(Bytes(self.allocation)),
            physical: (self.physical > 0).then_some(Bytes(self.physical)),
            target: Some(target),
            backing_store: self.backing.as_ref().map(BackingFile::document),
            source: None,
        }
    }
}

impl BackingFile {
    fn document(&self) -> Target {
        Target {
            path: Some(self.path.clone()),
            format: self.format.clone(),
            permissions: self.attributes.map(|a| a.permissions()),
            timestamps: self.attributes.map(|a| a.timestamps()),
            ..Target::default()
        }
    }
}

impl Attributes {
    fn permissions(self) -> Permissions {
        Permissions {
            mode: Some(Octal(self.mode)),
            owner: Some(Id(self.uid.into())),
            group: Some(Id(self.gid.into())),
            label: None,
        }
    }

    fn timestamps(self) -> Timestamps {
        Timestamps {
            atime: Some(seconds(self.accessed)),
            mtime: Some(seconds(self.modified)),
            ctime: Some(seconds(self.changed)),
            btime: Some("0".to_owned()),
        }
    }
}

fn seconds(time: SystemTime) -> String {
    let since = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    match since.subsec_nanos() {
        0 => since.as_secs().to_string(),
        nanos => format!("{}.{nanos:09}", since.as_secs()),
    }
}
