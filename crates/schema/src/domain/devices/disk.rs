//! Disks.

use ferrovirt_xml::{OnOff, RawElement, Xml, YesNo, words};

use crate::common::secret::{Auth, Encryption};
use crate::common::size::Bytes;
use crate::common::source::StorageSource;
use crate::common::virtio::VirtioOptions;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// What the guest sees.
    pub enum DiskDevice {
        Disk = "disk",
        Cdrom = "cdrom",
        Floppy = "floppy",
        Lun = "lun",
    }
}

words! {
    /// What it is attached to.
    pub enum DiskBus {
        Ide = "ide",
        Fdc = "fdc",
        Scsi = "scsi",
        Virtio = "virtio",
        Xen = "xen",
        Usb = "usb",
        Uml = "uml",
        Sata = "sata",
        Sd = "sd",
        Nvme = "nvme",
    }
}

words! {
    /// Whether and where snapshots of it are kept.
    pub enum SnapshotLocation {
        No = "no",
        Internal = "internal",
        External = "external",
        Manual = "manual",
    }
}

words! {
    /// Variant of a virtio device.
    pub enum VirtioModel {
        Virtio = "virtio",
        Transitional = "virtio-transitional",
        NonTransitional = "virtio-non-transitional",
    }
}

words! {
    /// Filtering of SCSI commands.
    pub enum Sgio {
        Filtered = "filtered",
        Unfiltered = "unfiltered",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Disk {
    #[xml(child, sparse)]
    pub driver: Option<DiskDriver>,
    #[xml(child)]
    pub auth: Option<Auth>,
    #[xml(flatten)]
    pub source: StorageSource,
    #[xml(attr, default)]
    pub device: DiskDevice,
    #[xml(attr)]
    pub model: Option<String>,
    #[xml(attr)]
    pub rawio: Option<YesNo>,
    #[xml(attr)]
    pub sgio: Option<Sgio>,
    #[xml(attr)]
    pub snapshot: Option<SnapshotLocation>,
    #[xml(child = "backingStore")]
    pub backing_store: Option<Box<BackingStore>>,
    #[xml(attr = "name", of = "backenddomain")]
    pub backend_domain: Option<String>,
    #[xml(child)]
    pub geometry: Option<Geometry>,
    #[xml(child)]
    pub blockio: Option<BlockIo>,
    #[xml(child)]
    pub mirror: Option<Box<Mirror>>,
    #[xml(child)]
    pub target: DiskTarget,
    #[xml(child, sparse)]
    pub iotune: Option<Box<IoTune>>,
    /// Groups of limits that the disk shares with others, applied one behind the other. Since 11.2. Live.
    #[xml(child = "throttlefilter", of = "throttlefilters")]
    pub throttle_filters: Vec<ThrottleFilter>,
    #[xml(flag)]
    pub readonly: bool,
    #[xml(flag)]
    pub shareable: bool,
    #[xml(child)]
    pub transient: Option<Transient>,
    #[xml(leaf)]
    pub serial: Option<String>,
    #[xml(leaf)]
    pub wwn: Option<String>,
    #[xml(leaf)]
    pub vendor: Option<String>,
    #[xml(leaf)]
    pub product: Option<String>,
    #[xml(child)]
    pub encryption: Option<Encryption>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// Caching by the host.
    pub enum DiskCache {
        Default = "default",
        None = "none",
        WriteThrough = "writethrough",
        WriteBack = "writeback",
        DirectSync = "directsync",
        Unsafe = "unsafe",
    }
}

words! {
    /// What an I/O error does.
    pub enum ErrorPolicy {
        Default = "default",
        Stop = "stop",
        Report = "report",
        Ignore = "ignore",
        Enospace = "enospace",
    }
}

words! {
    /// How the host does the I/O.
    pub enum DiskIo {
        Default = "default",
        Native = "native",
        Threads = "threads",
        IoUring = "io_uring",
    }
}

words! {
    /// What becomes of discard requests.
    pub enum Discard {
        Default = "default",
        Unmap = "unmap",
        Ignore = "ignore",
    }
}

words! {
    /// What becomes of written zeros.
    pub enum DetectZeroes {
        Default = "default",
        Off = "off",
        On = "on",
        Unmap = "unmap",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DiskDriver {
    #[xml(attr)]
    pub name: Option<String>,
    /// Format of the image: `raw`, `qcow2`, …
    #[xml(attr = "type")]
    pub format: Option<String>,
    #[xml(attr)]
    pub cache: Option<DiskCache>,
    #[xml(attr)]
    pub error_policy: Option<ErrorPolicy>,
    #[xml(attr)]
    pub rerror_policy: Option<ErrorPolicy>,
    #[xml(attr)]
    pub io: Option<DiskIo>,
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
    #[xml(attr)]
    pub event_idx: Option<OnOff>,
    #[xml(attr)]
    pub copy_on_read: Option<OnOff>,
    #[xml(attr)]
    pub discard: Option<Discard>,
    #[xml(attr)]
    pub discard_no_unref: Option<OnOff>,
    #[xml(attr)]
    pub iothread: Option<u32>,
    #[xml(attr)]
    pub detect_zeroes: Option<DetectZeroes>,
    #[xml(attr)]
    pub queues: Option<u32>,
    #[xml(attr)]
    pub queue_size: Option<u32>,
    #[xml(flatten)]
    pub virtio: VirtioOptions,
    #[xml(raw)]
    pub iothreads: Option<RawElement>,
    #[xml(raw)]
    pub statistics: Option<RawElement>,
    #[xml(child)]
    pub metadata_cache: Option<MetadataCache>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MetadataCache {
    #[xml(child)]
    pub max_size: Option<Bytes>,
}

/// Format of an image in a chain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ImageFormat {
    #[xml(attr = "type")]
    pub name: String,
    #[xml(child)]
    pub metadata_cache: Option<MetadataCache>,
}

/// The next image of a chain; without a source the chain ends here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BackingStore {
    #[xml(child)]
    pub format: Option<ImageFormat>,
    #[xml(flatten = "type")]
    pub source: Option<StorageSource>,
    #[xml(attr)]
    pub index: Option<u32>,
    #[xml(child = "backingStore")]
    pub backing_store: Option<Box<BackingStore>>,
}

/// The target of a copy that is going on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Mirror {
    #[xml(child = "format")]
    pub image_format: Option<ImageFormat>,
    #[xml(flatten = "type")]
    pub source: Option<StorageSource>,
    #[xml(attr)]
    pub file: Option<String>,
    #[xml(attr)]
    pub format: Option<String>,
    #[xml(attr)]
    pub job: Option<MirrorJob>,
    #[xml(attr)]
    pub ready: Option<MirrorReady>,
    #[xml(child = "backingStore")]
    pub backing_store: Option<Box<BackingStore>>,
}

words! {
    /// Which job copies.
    pub enum MirrorJob {
        Copy = "copy",
        ActiveCommit = "active-commit",
    }
}

words! {
    /// How far a copy is.
    pub enum MirrorReady {
        Yes = "yes",
        No = "no",
        Abort = "abort",
        Pivot = "pivot",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Geometry {
    #[xml(attr)]
    pub cyls: u32,
    #[xml(attr)]
    pub heads: u32,
    #[xml(attr)]
    pub secs: u32,
    #[xml(attr)]
    pub trans: Option<String>,
}

/// Sizes in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlockIo {
    #[xml(attr)]
    pub logical_block_size: Option<u32>,
    #[xml(attr)]
    pub physical_block_size: Option<u32>,
    #[xml(attr)]
    pub discard_granularity: Option<u32>,
}

words! {
    /// Whether a tray is open.
    pub enum Tray {
        Closed = "closed",
        Open = "open",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DiskTarget {
    /// Name in the guest: `vda`.
    #[xml(attr)]
    pub dev: String,
    #[xml(attr)]
    pub bus: Option<DiskBus>,
    #[xml(attr)]
    pub tray: Option<Tray>,
    #[xml(attr)]
    pub removable: Option<OnOff>,
    #[xml(attr)]
    pub rotation_rate: Option<u32>,
    #[xml(attr = "dpofua")]
    pub dpofua: Option<OnOff>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Transient {
    #[xml(attr = "shareBacking")]
    pub share_backing: Option<YesNo>,
}

/// A group of limits that holds for a disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ThrottleFilter {
    /// Name of the group.
    #[xml(attr)]
    pub group: String,
}

/// Limits in bytes and operations a second.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IoTune {
    #[xml(leaf)]
    pub total_bytes_sec: Option<u64>,
    #[xml(leaf)]
    pub read_bytes_sec: Option<u64>,
    #[xml(leaf)]
    pub write_bytes_sec: Option<u64>,
    #[xml(leaf)]
    pub total_iops_sec: Option<u64>,
    #[xml(leaf)]
    pub read_iops_sec: Option<u64>,
    #[xml(leaf)]
    pub write_iops_sec: Option<u64>,
    #[xml(leaf)]
    pub total_bytes_sec_max: Option<u64>,
    #[xml(leaf)]
    pub read_bytes_sec_max: Option<u64>,
    #[xml(leaf)]
    pub write_bytes_sec_max: Option<u64>,
    #[xml(leaf)]
    pub total_iops_sec_max: Option<u64>,
    #[xml(leaf)]
    pub read_iops_sec_max: Option<u64>,
    #[xml(leaf)]
    pub write_iops_sec_max: Option<u64>,
    #[xml(leaf)]
    pub size_iops_sec: Option<u64>,
    #[xml(leaf)]
    pub group_name: Option<String>,
    #[xml(leaf)]
    pub total_bytes_sec_max_length: Option<u64>,
    #[xml(leaf)]
    pub read_bytes_sec_max_length: Option<u64>,
    #[xml(leaf)]
    pub write_bytes_sec_max_length: Option<u64>,
    #[xml(leaf)]
    pub total_iops_sec_max_length: Option<u64>,
    #[xml(leaf)]
    pub read_iops_sec_max_length: Option<u64>,
    #[xml(leaf)]
    pub write_iops_sec_max_length: Option<u64>,
}
