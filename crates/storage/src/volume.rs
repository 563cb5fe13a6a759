//! A volume as it was last seen.

use crate::VolumeName;
use crate::probe::{Compat, Encryption, Format, Image};
use ferrovirt_driver::secret::SecretKey;
use ferrovirt_schema::common::secret::KeyType;
use ferrovirt_schema::common::secret::{EncryptionFormat, EncryptionSecret};
use ferrovirt_schema::storage::{Bytes, Id, Octal, Permissions};
use ferrovirt_schema::vol::{
    self, ClusterSize, Extent, Features, Target, Timestamps, VolumeSource, VolumeSourceDevice, VolumeType,
};
use ferrovirt_types::consts::StorageVolType;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
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
    /// The word for its format in documents.
    pub word: FormatWord,
    /// Where on the pool's devices it is.
    pub extents: Vec<DeviceExtent>,
    /// What opens it, if it was made by this process.
    pub secret: Option<SecretKey>,
    /// The version of qcow2 was asked for when it was made, by this process; the newer one is shown in any case.
    pub names_compat: bool,
    /// The image below it.
    pub backing: Option<BackingFile>,
    /// The file.
    pub attributes: Attributes,
    /// Which file it was, to see whether it is still the same.
    pub stamp: Stamp,
}

/// How documents word the format of a volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FormatWord {
    /// As that of the image.
    #[default]
    Image,
    /// Not at all: the kind of pool has no formats.
    None,
    /// As a word of the kind of pool, such as a type of partition.
    Own(String),
}

/// A part of a device, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceExtent {
    /// The device.
    pub device: String,
    /// First byte.
    pub start: u64,
    /// Byte after the last.
    pub end: u64,
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

impl Attributes {
    /// Those of a volume that is no file of this host.
    pub const NONE: Self = Attributes {
        mode: 0,
        uid: 0,
        gid: 0,
        accessed: SystemTime::UNIX_EPOCH,
        modified: SystemTime::UNIX_EPOCH,
        changed: SystemTime::UNIX_EPOCH,
    };
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
    /// One of which no more is known than where it is: empty, raw, its path is its key, and it is no file of this host.
    pub fn new(name: VolumeName, path: String, kind: VolumeType) -> Self {
        Volume {
            name,
            key: path.clone(),
            path,
            kind,
            capacity: 0,
            allocation: 0,
            physical: 0,
            image: Image::default(),
            word: FormatWord::default(),
            extents: Vec::new(),
            secret: None,
            names_compat: false,
            backing: None,
            attributes: Attributes::NONE,
            stamp: Stamp::default(),
        }
    }

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
        // What is on the network has no file here.
        let here = !matches!(self.kind, VolumeType::Network | VolumeType::Netdir);
        let features = Features {
            lazy_refcounts: self.image.lazy_refcounts,
            extended_l2: self.image.extended_l2,
        };
        let target = Target {
            path: Some(self.path.clone()),
            format: match &self.word {
                FormatWord::Image => Some(self.image.format.as_str().to_owned()),
                FormatWord::None => None,
                FormatWord::Own(word) => Some(word.clone()),
            },
            permissions: here.then(|| self.attributes.permissions()),
            timestamps: here.then(|| self.attributes.timestamps()),
            encryption: self.image.encryption.map(|kind| vol::Encryption {
                format: match kind {
                    Encryption::Qcow => EncryptionFormat::Qcow,
                    Encryption::Luks => EncryptionFormat::Luks,
                },
                secrets: self.secret.iter().map(secret).collect(),
                ..Default::default()
            }),
            compat: self
                .image
                .compat
                .filter(|_| modern || self.names_compat)
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
            source: self.source(),
            work: None,
        }
    }

    /// The devices that it is on, each with its parts.
    fn source(&self) -> Option<VolumeSource> {
        let mut devices: Vec<VolumeSourceDevice> = Vec::new();
        for part in &self.extents {
            let extent = Extent {
                start: part.start,
                end: Some(part.end),
            };
            match devices.iter_mut().find(|device| device.path == part.device) {
                Some(device) => device.extents.push(extent),
                None => devices.push(VolumeSourceDevice {
                    path: part.device.clone(),
                    extents: vec![extent],
                }),
            }
        }
        (!devices.is_empty()).then_some(VolumeSource { devices })
    }
}

fn secret(key: &SecretKey) -> EncryptionSecret {
    let (uuid, usage) = match key {
        SecretKey::Uuid(uuid) => (Some(*uuid), None),
        SecretKey::Usage(usage) => (None, Some(usage.clone())),
    };
    EncryptionSecret {
        kind: KeyType::Passphrase,
        usage,
        uuid,
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
    /// Those of a file.
    pub fn of(metadata: &Metadata) -> Self {
        Attributes {
            mode: metadata.mode() & 0o777,
            uid: metadata.uid(),
            gid: metadata.gid(),
            accessed: time(metadata.atime(), metadata.atime_nsec()),
            modified: time(metadata.mtime(), metadata.mtime_nsec()),
            changed: time(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

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

/// A time before 1970 is of no use to anyone.
fn time(seconds: i64, nanos: i64) -> SystemTime {
    let since = Duration::new(
        u64::try_from(seconds).unwrap_or(0),
        u32::try_from(nanos).unwrap_or(0),
    );
    SystemTime::UNIX_EPOCH
        .checked_add(since)
        .unwrap_or(SystemTime::UNIX_EPOCH)
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
