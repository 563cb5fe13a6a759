//! Disks.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, OnOff, RawElement, Xml, YesNo, words};

use crate::common::format::StorageFormat;
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

/// A disk, CD drive, floppy drive or SCSI unit.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct Disk {
    /// How the host does the I/O. Since 0.1.8.
    #[xml(child, sparse)]
    pub driver: Option<DiskDriver>,
    /// Credentials of the source, where older definitions have them. Since 0.9.7.
    #[xml(child)]
    pub auth: Option<Auth>,
    /// Where the data are.
    #[xml(flatten)]
    pub source: StorageSource,
    /// What the guest sees. Default: disk. Since 0.1.4.
    #[xml(attr, default)]
    pub device: DiskDevice,
    /// Variant of the device. Default: virtio. Since 5.2.
    #[xml(attr)]
    pub model: Option<VirtioModel>,
    /// Whether the emulator may send raw SCSI commands. Default: no. Since 0.9.10.
    #[xml(attr)]
    pub rawio: Option<YesNo>,
    /// Filtering of SCSI commands. Default: filtered. Since 1.0.2.
    #[xml(attr)]
    pub sgio: Option<Sgio>,
    /// How it takes part in snapshots. Default: no for what is read-only, chosen by the hypervisor otherwise.
    /// Since 0.9.5.
    #[xml(attr)]
    pub snapshot: Option<SnapshotLocation>,
    /// The images below, of a running guest or as fixed by the definition. Since 1.2.4.
    #[xml(child = "backingStore")]
    pub backing_store: Option<Box<BackingStore>>,
    /// Xen domain that serves it. Default: none. Since 1.2.13.
    #[xml(attr = "name", of = "backenddomain", blank)]
    pub backend_domain: Option<String>,
    /// Cylinders, heads, sectors. Since 0.10.0.
    #[xml(child)]
    pub geometry: Option<Geometry>,
    /// Block sizes that the guest sees. Since 0.10.2.
    #[xml(child)]
    pub blockio: Option<BlockIo>,
    /// Copy that is going on, of a running guest. Since 0.9.12.
    #[xml(child)]
    pub mirror: Option<Box<Mirror>>,
    /// Name and bus in the guest.
    #[xml(child, missing = ErrorNumber::NoTarget)]
    pub target: DiskTarget,
    /// Limits of this disk. Since 0.9.8. Live.
    #[xml(child, sparse)]
    pub iotune: Option<Box<IoTune>>,
    /// Groups of limits that the disk shares with others, applied one behind the other. Since 11.2.
    #[xml(child = "throttlefilter", of = "throttlefilters", key = "@group")]
    pub throttle_filters: Vec<ThrottleFilter>,
    /// Whether the guest can only read. Default: yes for CD drives, no otherwise.
    #[xml(flag)]
    pub readonly: bool,
    /// Whether several guests may use it at once.
    #[xml(flag)]
    pub shareable: bool,
    /// Whether writes are thrown away when the guest stops. Since 0.9.5.
    #[xml(child)]
    pub transient: Option<Transient>,
    /// Serial number that the guest sees. Default: chosen by the hypervisor. Since 0.7.1.
    #[xml(leaf)]
    pub serial: Option<String>,
    /// World Wide Name that the guest sees. Default: none. Since 0.10.1.
    #[xml(leaf, held = wwn)]
    pub wwn: Option<String>,
    /// Maker that the guest sees, up to 8 characters. Default: chosen by the hypervisor. Since 1.0.1.
    #[xml(leaf)]
    pub vendor: Option<String>,
    /// Product that the guest sees, up to 16 characters. Default: chosen by the hypervisor. Since 1.0.1.
    #[xml(leaf)]
    pub product: Option<String>,
    /// Encryption, where older definitions have it.
    #[xml(child)]
    pub encryption: Option<Encryption>,
    /// Boot order, alias, address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Refuses what is no World Wide Name: 16 hexadecimal digits, `0x` before them or not.
fn wwn(text: &str) -> Result<(), Invalid> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    match digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        true => Ok(()),
        false => Err(Invalid::expected("16 hexadecimal digits").coded(ErrorNumber::InternalError)),
    }
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
        Stop = "stop",
        Report = "report",
        Ignore = "ignore",
        Enospace = "enospace",
    }
}

words! {
    /// How the host does the I/O.
    pub enum DiskIo {
        Native = "native",
        Threads = "threads",
        IoUring = "io_uring",
    }
}

words! {
    /// What becomes of discard requests.
    pub enum Discard {
        Unmap = "unmap",
        Ignore = "ignore",
    }
}

words! {
    /// What becomes of written zeros.
    pub enum DetectZeroes {
        Off = "off",
        On = "on",
        Unmap = "unmap",
    }
}

/// How the host does the I/O of a disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DiskDriver {
    /// Driver: qemu. Default: qemu, with QEMU.
    #[xml(attr)]
    pub name: Option<String>,
    /// Format of the image: `raw`, `qcow2`, …. Default: raw.
    #[xml(attr = "type", invalid = ErrorNumber::ConfigUnsupported)]
    pub format: Option<StorageFormat>,
    /// Caching by the host. Default: chosen by the hypervisor. Since 0.6.0.
    #[xml(attr)]
    pub cache: Option<DiskCache>,
    /// What an error of writing does. Default: chosen by the hypervisor. Since 0.8.0.
    #[xml(attr)]
    pub error_policy: Option<ErrorPolicy>,
    /// What an error of reading does. Default: as for writing. Since 0.9.7.
    #[xml(attr)]
    pub rerror_policy: Option<ErrorPolicy>,
    /// How the host does the I/O. Default: chosen by the hypervisor. Since 0.8.8.
    #[xml(attr)]
    pub io: Option<DiskIo>,
    /// Whether the guest's notifications are handled apart. Default: chosen by the hypervisor. Since 0.9.3.
    #[xml(attr)]
    pub ioeventfd: Option<OnOff>,
    /// Whether device and driver tell each other when to notify. Default: chosen by the hypervisor.
    /// Since 0.9.5.
    #[xml(attr)]
    pub event_idx: Option<OnOff>,
    /// Whether what is read from images below is copied up. Default: off. Since 0.9.10.
    #[xml(attr)]
    pub copy_on_read: Option<OnOff>,
    /// What becomes of discard requests. Default: chosen by the hypervisor. Since 1.0.6.
    #[xml(attr)]
    pub discard: Option<Discard>,
    /// Whether discarded clusters stay allocated. Default: off. Since 9.5.
    #[xml(attr)]
    pub discard_no_unref: Option<OnOff>,
    /// I/O thread that serves it. Unit: none. Default: none. Since 1.2.8.
    #[xml(attr)]
    pub iothread: Option<u32>,
    /// What becomes of written zeros. Default: chosen by the hypervisor. Since 2.0.
    #[xml(attr)]
    pub detect_zeroes: Option<DetectZeroes>,
    /// Queues. Unit: queues. Default: as many as processors where the hypervisor can. Since 3.9.
    #[xml(attr)]
    pub queues: Option<u32>,
    /// Entries of a queue; a power of two. Unit: entries. Default: chosen by the hypervisor. Since 7.8.
    #[xml(attr)]
    pub queue_size: Option<u32>,
    /// Options of virtio.
    #[xml(flatten)]
    pub virtio: VirtioOptions,
    /// I/O threads with the queues that each serves. Since 10.0.
    #[xml(child = "iothread", of = "iothreads", key = "@id")]
    pub iothreads: Vec<DiskIoThread>,
    /// Intervals over which the emulator keeps statistics. Since 11.10.
    #[xml(raw)]
    pub statistics: Option<RawElement>,
    /// Cache of the format's metadata. Since 7.0.
    #[xml(child)]
    pub metadata_cache: Option<MetadataCache>,
}

/// An I/O thread that serves queues of a disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DiskIoThread {
    /// Number of the thread. Unit: none. Since 10.0.
    #[xml(attr)]
    pub id: u32,
    /// Queues that it serves; none is the host's choice. Unit: none. Since 10.0.
    #[xml(attr = "id", of = "queue")]
    pub queues: Vec<u32>,
}

/// The cache of an image format's metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MetadataCache {
    /// Its greatest size. Default: chosen by the hypervisor.
    #[xml(child)]
    pub max_size: Option<Bytes>,
}

/// Format of an image in a chain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ImageFormat {
    /// Name: raw, qcow2.
    #[xml(attr = "type", with = StorageFormat::by_name)]
    pub name: StorageFormat,
    /// Cache of the format's metadata. Since 7.0.
    #[xml(child)]
    pub metadata_cache: Option<MetadataCache>,
}

/// The next image of a chain; without a source the chain ends here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BackingStore {
    /// Format of the image.
    #[xml(child)]
    pub format: Option<ImageFormat>,
    /// Where the image is.
    #[xml(flatten = "type")]
    pub source: Option<StorageSource>,
    /// Number of the image in the running guest's chains. Unit: none. Default: reported.
    #[xml(attr)]
    pub index: Option<u32>,
    /// The next image.
    #[xml(child = "backingStore")]
    pub backing_store: Option<Box<BackingStore>>,
}

/// The target of a copy that is going on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Mirror {
    /// Format of the copy.
    #[xml(child = "format")]
    pub image_format: Option<ImageFormat>,
    /// Where the copy is. Since 1.2.6.
    #[xml(flatten = "type")]
    pub source: Option<StorageSource>,
    /// Path of the copy, as older programs want it. Default: reported.
    #[xml(attr)]
    pub file: Option<String>,
    /// Format of the copy, as older programs want it. Default: reported.
    #[xml(attr)]
    pub format: Option<StorageFormat>,
    /// Which job copies. Default: reported. Since 1.2.7.
    #[xml(attr)]
    pub job: Option<MirrorJob>,
    /// How far it is. Default: reported.
    #[xml(attr)]
    pub ready: Option<MirrorReady>,
    /// Images below the copy.
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

words! {
    /// Translation of a disk's geometry by the BIOS.
    pub enum GeometryTranslation {
        Auto = "auto",
        None = "none",
        Lba = "lba",
    }
}

/// The geometry of a disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Geometry {
    /// Cylinders. Unit: cylinders.
    #[xml(attr)]
    pub cyls: u32,
    /// Heads. Unit: heads.
    #[xml(attr)]
    pub heads: u32,
    /// Sectors of a track. Unit: sectors.
    #[xml(attr)]
    pub secs: u32,
    /// Translation by the BIOS: none, lba, auto. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub trans: Option<GeometryTranslation>,
}

/// Sizes in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct BlockIo {
    /// Smallest unit of I/O. Unit: bytes. Default: 512.
    #[xml(attr)]
    pub logical_block_size: Option<u32>,
    /// Block of the medium. Unit: bytes. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub physical_block_size: Option<u32>,
    /// Smallest unit of a discard. Unit: bytes. Default: chosen by the hypervisor. Since 9.8.
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

/// What the guest sees of a disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct DiskTarget {
    /// Name in the guest: `vda`.
    #[xml(attr, missing = ErrorNumber::NoTarget)]
    pub dev: String,
    /// Bus that it is on. Default: what the name suggests. Since 0.4.3.
    #[xml(attr)]
    pub bus: Option<DiskBus>,
    /// Whether the tray is open. Default: closed. Since 0.9.11.
    #[xml(attr)]
    pub tray: Option<Tray>,
    /// Whether it can be taken out, USB and SCSI. Default: off. Since 1.1.3.
    #[xml(attr)]
    pub removable: Option<OnOff>,
    /// Turns a minute; 1 is a solid state disk. Unit: turns a minute. Default: chosen by the hypervisor.
    /// Since 7.3.
    #[xml(attr)]
    pub rotation_rate: Option<u32>,
    /// Whether forced writes go through to the medium. Default: chosen by the hypervisor. Since 11.10.
    #[xml(attr = "dpofua")]
    pub dpofua: Option<OnOff>,
}

/// That writes are thrown away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Transient {
    /// Whether several guests may use the image below. Default: no. Since 7.4.
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
    /// Bytes in all. Unit: bytes/s. Default: no limit. Live.
    #[xml(leaf, drop_zero)]
    pub total_bytes_sec: Option<u64>,
    /// Bytes read. Unit: bytes/s. Default: no limit. Live.
    #[xml(leaf, drop_zero)]
    pub read_bytes_sec: Option<u64>,
    /// Bytes written. Unit: bytes/s. Default: no limit. Live.
    #[xml(leaf, drop_zero)]
    pub write_bytes_sec: Option<u64>,
    /// Operations in all. Unit: operations/s. Default: no limit. Live.
    #[xml(leaf, drop_zero)]
    pub total_iops_sec: Option<u64>,
    /// Reads. Unit: operations/s. Default: no limit. Live.
    #[xml(leaf, drop_zero)]
    pub read_iops_sec: Option<u64>,
    /// Writes. Unit: operations/s. Default: no limit. Live.
    #[xml(leaf, drop_zero)]
    pub write_iops_sec: Option<u64>,
    /// Bytes in all for a while. Unit: bytes/s. Default: no limit. Since 1.2.11. Live.
    #[xml(leaf, drop_zero)]
    pub total_bytes_sec_max: Option<u64>,
    /// Bytes read for a while. Unit: bytes/s. Default: no limit. Since 1.2.11. Live.
    #[xml(leaf, drop_zero)]
    pub read_bytes_sec_max: Option<u64>,
    /// Bytes written for a while. Unit: bytes/s. Default: no limit. Since 1.2.11. Live.
    #[xml(leaf, drop_zero)]
    pub write_bytes_sec_max: Option<u64>,
    /// Operations in all for a while. Unit: operations/s. Default: no limit. Since 1.2.11. Live.
    #[xml(leaf, drop_zero)]
    pub total_iops_sec_max: Option<u64>,
    /// Reads for a while. Unit: operations/s. Default: no limit. Since 1.2.11. Live.
    #[xml(leaf, drop_zero)]
    pub read_iops_sec_max: Option<u64>,
    /// Writes for a while. Unit: operations/s. Default: no limit. Since 1.2.11. Live.
    #[xml(leaf, drop_zero)]
    pub write_iops_sec_max: Option<u64>,
    /// Bytes that count as one operation. Unit: bytes. Default: none. Since 1.2.11. Live.
    #[xml(leaf, drop_zero)]
    pub size_iops_sec: Option<u64>,
    /// Name under which several disks share the limits. Default: none. Since 3.0. Live.
    #[xml(leaf)]
    pub group_name: Option<String>,
    /// How long the higher limit holds. Unit: seconds. Default: 1. Since 2.4. Live.
    #[xml(leaf, drop_zero)]
    pub total_bytes_sec_max_length: Option<u64>,
    /// How long the higher limit holds. Unit: seconds. Default: 1. Since 2.4. Live.
    #[xml(leaf, drop_zero)]
    pub read_bytes_sec_max_length: Option<u64>,
    /// How long the higher limit holds. Unit: seconds. Default: 1. Since 2.4. Live.
    #[xml(leaf, drop_zero)]
    pub write_bytes_sec_max_length: Option<u64>,
    /// How long the higher limit holds. Unit: seconds. Default: 1. Since 2.4. Live.
    #[xml(leaf, drop_zero)]
    pub total_iops_sec_max_length: Option<u64>,
    /// How long the higher limit holds. Unit: seconds. Default: 1. Since 2.4. Live.
    #[xml(leaf, drop_zero)]
    pub read_iops_sec_max_length: Option<u64>,
    /// How long the higher limit holds. Unit: seconds. Default: 1. Since 2.4. Live.
    #[xml(leaf, drop_zero)]
    pub write_iops_sec_max_length: Option<u64>,
}
