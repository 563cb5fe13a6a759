//! Disks: the nodes of QEMU's block layer and the devices on top.

use super::place::{alias, at, controller_alias, virtio_device, virtio_options};
use super::sources::protocol;
use super::{Argv, Props, Runtime};
use crate::disk_keys::{DiskKey, encryption, encryption_key};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, DriveAddress};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::secret::EncryptionFormat;
use ferrovirt_schema::common::source::{StorageSource, VhostUserSource};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::ControllerType;
use ferrovirt_schema::domain::devices::disk::{
    DetectZeroes, Discard, Disk, DiskBus, DiskCache, DiskDevice, ErrorPolicy, VirtioModel,
};
use ferrovirt_schema::domain::os::BootDevice;

/// The nodes of one disk, lowest first, and the name of the uppermost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskNodes {
    /// Arguments of `-blockdev` or `blockdev-add`.
    pub nodes: Vec<String>,
    /// The node that the device uses.
    pub top: String,
    /// The nodes' names, uppermost first.
    pub names: Vec<String>,
    /// Keys that the nodes need.
    pub keys: Vec<DiskKey>,
}

pub(super) fn write(out: &mut Argv, doc: &Domain, runtime: &Runtime) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    for disk in &devices.disks {
        out.from(format!("devices/disk[target/@dev='{}']", disk.target.dev));
        if let StorageSource::VhostUser(source) = &disk.source {
            out.pair("-chardev", vhost_user_socket(disk, source)?);
        }
        let nodes = disk_nodes(disk)?;
        for key in nodes.iter().flat_map(|n| &n.keys) {
            if let Some(fd) = runtime.key_fds.get(&key.id) {
                let secret = Props::with("qom-type", "secret").str("id", &key.id);
                out.pair(
                    "-object",
                    secret.str("file", &format!("/proc/self/fd/{fd}")).finish(),
                );
            }
        }
        for node in nodes.iter().flat_map(|n| &n.nodes) {
            out.pair("-blockdev", node.clone());
        }
        let device = disk_device(disk, doc, nodes.as_ref().map(|n| n.top.as_str()))?;
        out.pair("-device", device.finish());
        // The controller of floppies, not the drive, has a turn in booting.
        if disk.target.bus == Some(DiskBus::Fdc)
            && !crate::define::is_q35(doc)
            && let Some(turn) = boot_index(disk, doc)
        {
            out.pair("-global", format!("isa-fdc.{}={turn}", floppy_turn(disk)?));
        }
    }
    out.origin = None;
    Ok(())
}

/// One image of a disk's chain.
struct Image<'d> {
    source: &'d StorageSource,
    format: StorageFormat,
    index: u32,
    /// What is below, where it is said: nothing, or the node of this number.
    below: Option<Option<u32>>,
}

/// The images of a disk, uppermost first.
fn images(disk: &Disk) -> Vec<Image<'_>> {
    let format = disk.driver.as_ref().and_then(|d| d.format);
    let mut list = vec![Image {
        source: &disk.source,
        format: format.unwrap_or_default(),
        index: index_of(&disk.source),
        below: None,
    }];
    let mut below = disk.backing_store.as_deref();
    while let Some(store) = below {
        let index = store
            .source
            .as_ref()
            .map(|source| store.index.unwrap_or_else(|| index_of(source)));
        if let Some(above) = list.last_mut() {
            above.below = Some(index);
        }
        let (Some(source), Some(index)) = (&store.source, index) else {
            break;
        };
        list.push(Image {
            source,
            format: store
                .format
                .as_ref()
                .map_or_else(StorageFormat::default, |f| f.name),
            index,
            below: None,
        });
        below = store.backing_store.as_deref();
    }
    list
}

/// Number of a source's nodes, given at start.
fn index_of(source: &StorageSource) -> u32 {
    source.common().index.unwrap_or(0)
}

/// Name of the node that interprets the format of the image of this number.
pub fn format_node(index: u32) -> String {
    format!("libvirt-{index}-format")
}

/// Name of the node that opens the image of this number.
pub fn storage_node(index: u32) -> String {
    format!("libvirt-{index}-storage")
}

/// The nodes of a disk; none for an empty drive.
pub fn disk_nodes(disk: &Disk) -> Result<Option<DiskNodes>> {
    if protocol(disk, &disk.source)?.is_none() {
        return Ok(None);
    }
    let images = images(disk);
    let (mut nodes, mut names, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    for (depth, image) in images.iter().enumerate() {
        let [format, storage] = image_nodes(disk, image, depth == 0)?;
        nodes.push(format);
        nodes.push(storage);
        names.push(format_node(image.index));
        names.push(storage_node(image.index));
        keys.extend(DiskKey::all(disk, image.source, depth == 0)?);
    }
    nodes.reverse();
    Ok(Some(DiskNodes {
        nodes,
        top: names.first().cloned().unwrap_or_default(),
        names,
        keys,
    }))
}

/// The nodes of one image beside those that a disk has: format, storage. `below` is the number of the image
/// that it stands on; none yet if it is to be put on top of the disk.
pub fn new_image_nodes(
    disk: &Disk,
    source: &StorageSource,
    format: StorageFormat,
    below: Option<u32>,
) -> Result<[String; 2]> {
    let image = Image {
        source,
        format,
        index: index_of(source),
        below: Some(below),
    };
    image_nodes(disk, &image, true)
}

/// Formats that can have a backing file.
pub fn has_backing(format: StorageFormat) -> bool {
    use StorageFormat as F;
    matches!(format, F::Qcow2 | F::Qcow | F::Qed | F::Vmdk)
}

fn image_nodes(disk: &Disk, image: &Image<'_>, uppermost: bool) -> Result<[String; 2]> {
    let storage = storage_node(image.index);
    let Some(file) = protocol(disk, image.source)? else {
        return Err(QemuError::ConfigUnsupported(format!(
            "disk '{}' has a backing image without a source",
            disk.target.dev
        )));
    };
    let driver = disk.driver.as_ref();
    let cache = cache_of(disk);
    let discard = driver.and_then(|d| d.discard);
    let mut file = file.str("node-name", &storage);
    if let Some(cache) = cache_props(cache) {
        file = file.object("cache", cache);
    }
    file = file.bool("auto-read-only", true);
    file = file.str("discard", "unmap");
    let read_only = !uppermost || is_read_only(disk);
    let mut node = Props::with("node-name", &format_node(image.index)).bool("read-only", read_only);
    if uppermost {
        if let Some(discard) = discard {
            node = node.str("discard", discard.as_str());
        }
        match driver.and_then(|d| d.detect_zeroes) {
            None => {}
            Some(DetectZeroes::Unmap) if discard != Some(Discard::Unmap) => {
                node = node.str("detect-zeroes", "on")
            }
            Some(other) => node = node.str("detect-zeroes", other.as_str()),
        }
    }
    if let Some(cache) = cache_props(cache) {
        node = node.object("cache", cache);
    }
    let key =
        encryption(disk, image.source, uppermost).map(|encryption| (encryption, encryption_key(image.index)));
    let mut node = match (image.format, key) {
        (StorageFormat::Qcow2, Some((encryption, key))) => {
            let format = match encryption.format {
                EncryptionFormat::Qcow => "aes",
                _ => "luks",
            };
            let encrypt = Props::with("format", format).str("key-secret", &key);
            node.str("driver", "qcow2").object("encrypt", encrypt)
        }
        (StorageFormat::Raw, Some((_, key))) => node.str("driver", "luks").str("key-secret", &key),
        (format, Some(_)) => {
            return Err(QemuError::ConfigUnsupported(format!(
                "disk '{}' of format {format} cannot be encrypted; raw and qcow2 can",
                disk.target.dev
            )));
        }
        (StorageFormat::Iso, None) => node.str("driver", "raw"),
        (StorageFormat::Fat, None) => node.str("driver", "vvfat"),
        (other, None) => node.str("driver", other.as_str()),
    };
    node = node.str("file", &storage);
    if has_backing(image.format) {
        match image.below {
            Some(Some(index)) => node = node.str("backing", &format_node(index)),
            Some(None) => node = node.null("backing"),
            None => {}
        }
    }
    Ok([node.finish(), file.finish()])
}

/// Whether the guest may not write.
fn is_read_only(disk: &Disk) -> bool {
    disk.readonly || disk.device == DiskDevice::Cdrom
}

/// How a disk is cached. What others write too must not be kept on this host.
fn cache_of(disk: &Disk) -> DiskCache {
    let told = disk.driver.as_ref().and_then(|d| d.cache).unwrap_or_default();
    match told {
        DiskCache::Default if disk.shareable && !disk.readonly => DiskCache::None,
        told => told,
    }
}

fn cache_props(cache: DiskCache) -> Option<Props> {
    let (direct, no_flush) = match cache {
        DiskCache::Default => return None,
        DiskCache::None | DiskCache::DirectSync => (true, false),
        DiskCache::WriteThrough | DiskCache::WriteBack => (false, false),
        DiskCache::Unsafe => (false, true),
    };
    Some(Props::default().bool("direct", direct).bool("no-flush", no_flush))
}

/// Property of the controller of floppies with the turn of a drive in booting.
pub(super) fn floppy_turn(disk: &Disk) -> Result<&'static str> {
    match drive(disk)?.unit {
        0 => Ok("bootindexA"),
        _ => Ok("bootindexB"),
    }
}

/// Name of the socket to a process that serves a disk.
fn vhost_user_chardev(disk: &Disk) -> String {
    format!("chr-vu-{}", alias(&disk.info))
}

fn vhost_user_socket(disk: &Disk, source: &VhostUserSource) -> Result<String> {
    let path = source.path.as_deref().ok_or_else(|| {
        QemuError::ConfigUnsupported(format!("disk '{}' has no path to its socket", disk.target.dev))
    })?;
    let again = super::chardev::reconnect(source.reconnect.as_ref());
    let id = vhost_user_chardev(disk);
    Ok(format!("socket,id={id},path={}{again}", super::comma(path)))
}

/// The device on top of the nodes.
pub fn disk_device(disk: &Disk, doc: &Domain, node: Option<&str>) -> Result<Props> {
    let driver = disk.driver.as_ref();
    let name = alias(&disk.info);
    let bus = disk.target.bus.unwrap_or_default();
    let mut props = match bus {
        DiskBus::Ide | DiskBus::Sata => {
            let props = Props::device(if disk.device == DiskDevice::Cdrom {
                "ide-cd"
            } else {
                "ide-hd"
            });
            let at = drive(disk)?;
            if bus == DiskBus::Ide {
                props
                    .str("bus", &format!("ide.{}", at.bus))
                    .num("unit", unit(at.unit))
            } else {
                let controller = controller_alias(doc, ControllerType::Sata, at.controller)
                    .unwrap_or_else(|| "ide".to_owned());
                props.str("bus", &format!("{controller}.{}", at.unit))
            }
        }
        DiskBus::Scsi => scsi(disk, doc)?,
        DiskBus::Virtio => {
            let model = disk.model.filter(|model| *model != VirtioModel::Virtio);
            if matches!(disk.source, StorageSource::VhostUser(_)) {
                let device = virtio_device("vhost-user-blk", model);
                let props = virtio_options(Props::device(&device), driver.map(|d| &d.virtio));
                return Ok(at(props, &disk.info, doc)?
                    .str("chardev", &vhost_user_chardev(disk))
                    .str("id", name)
                    .num_opt("bootindex", boot_index(disk, doc)));
            }
            let mut props = Props::device(&virtio_device("virtio-blk", model));
            if let Some(d) = driver {
                props = virtio_options(props, Some(&d.virtio))
                    .opt("iothread", d.iothread.map(|n| format!("iothread{n}")).as_deref())
                    .bool_opt("ioeventfd", d.ioeventfd.map(|v| v.is_on()))
                    .bool_opt("event_idx", d.event_idx.map(|v| v.is_on()))
                    .num_opt("num-queues", d.queues)
                    .num_opt("queue-size", d.queue_size);
            }
            at(props, &disk.info, doc)?
        }
        DiskBus::Usb => {
            let props = Props::device("usb-storage");
            let removable = disk.target.removable.is_some_and(|r| r.is_on());
            let props = at(props, &disk.info, doc)?.opt("drive", node).str("id", name);
            let props = props
                .num_opt("bootindex", boot_index(disk, doc))
                .bool("removable", removable);
            return Ok(policies(props, disk));
        }
        DiskBus::Fdc => {
            return Ok(Props::device("floppy")
                .num("unit", unit(drive(disk)?.unit))
                .opt("drive", node)
                .str("id", name));
        }
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "disk bus '{}' is not supported",
                other.as_str()
            )));
        }
    };
    if let Some(b) = &disk.blockio {
        props = props
            .num_opt("logical_block_size", b.logical_block_size)
            .num_opt("physical_block_size", b.physical_block_size)
            .num_opt("discard_granularity", b.discard_granularity);
    }
    if let Some(g) = &disk.geometry {
        props = props
            .num("cyls", g.cyls)
            .num("heads", g.heads)
            .num("secs", g.secs);
    }
    props = props
        .num_opt("rotation_rate", disk.target.rotation_rate)
        .opt("vendor", disk.vendor.as_deref())
        .opt("product", disk.product.as_deref())
        .bool_opt("share-rw", disk.shareable.then_some(true))
        .opt("drive", node)
        .str("id", name)
        .num_opt("bootindex", boot_index(disk, doc));
    let wwn = disk.wwn.as_deref();
    let wwn = wwn.and_then(|w| u64::from_str_radix(w.trim_start_matches("0x"), 16).ok());
    props = props.num_opt("wwn", wwn).opt("serial", disk.serial.as_deref());
    Ok(policies(props, disk))
}

/// Units are small numbers; larger ones no drive bus has.
fn unit(unit: u64) -> i128 {
    i128::from(unit)
}

fn drive(disk: &Disk) -> Result<DriveAddress> {
    match &disk.info.address {
        Some(Address::Drive(at)) => Ok(*at),
        _ => Err(QemuError::ConfigUnsupported(format!(
            "disk '{}' has no address of type 'drive'",
            disk.target.dev
        ))),
    }
}

fn scsi(disk: &Disk, doc: &Domain) -> Result<Props> {
    let at = drive(disk)?;
    let device = match disk.device {
        DiskDevice::Cdrom => "scsi-cd",
        DiskDevice::Lun => "scsi-block",
        _ => "scsi-hd",
    };
    let controller = controller_alias(doc, ControllerType::Scsi, at.controller)
        .unwrap_or_else(|| format!("scsi{}", at.controller));
    let narrow = doc.devices.iter().flat_map(|d| &d.controllers).any(|c| {
        c.controller_type == ControllerType::Scsi
            && c.index == Some(at.controller)
            && c.model == Some(ControllerModel::Lsilogic)
    });
    let props = Props::device(device).str("bus", &format!("{controller}.{}", at.bus));
    let name = alias(&disk.info);
    let props = if narrow {
        props.num("scsi-id", unit(at.unit))
    } else {
        props
            .num("channel", 0u8)
            .num("scsi-id", at.target)
            .num("lun", unit(at.unit))
    };
    Ok(match (disk.device, &disk.serial) {
        (DiskDevice::Lun, _) => props,
        (_, Some(serial)) => props.str("device_id", serial),
        (_, None) => props.str("device_id", &format!("drive-{name}")),
    })
}

/// What becomes of errors, and who caches.
fn policies(props: Props, disk: &Disk) -> Props {
    let driver = disk.driver.as_ref();
    let cache = cache_of(disk);
    let write_cache = match cache {
        DiskCache::Default => None,
        DiskCache::WriteThrough | DiskCache::DirectSync => Some("off"),
        _ => Some("on"),
    };
    let word = |p: ErrorPolicy| match p {
        ErrorPolicy::Enospace => "enospc",
        other => other.as_str(),
    };
    let write = driver.and_then(|d| d.error_policy);
    let read = driver.and_then(|d| d.rerror_policy).or(write);
    let read = read.map(|p| {
        if p == ErrorPolicy::Enospace {
            ErrorPolicy::Report
        } else {
            p
        }
    });
    props
        .opt("write-cache", write_cache)
        .opt("werror", write.map(word))
        .opt("rerror", read.map(word))
}

/// Turn of the disk when the firmware looks for a system: its own, or by its class.
pub(super) fn boot_index(disk: &Disk, doc: &Domain) -> Option<u32> {
    if let Some(boot) = &disk.info.boot {
        return Some(boot.order);
    }
    let class = |d: &Disk| match d.device {
        DiskDevice::Cdrom => BootDevice::Cdrom,
        DiskDevice::Floppy => BootDevice::Fd,
        _ => BootDevice::Hd,
    };
    let mine = class(disk);
    let turn = doc.os.boot.iter().position(|b| *b == mine)?;
    // Only the first of each class.
    let first = doc
        .devices
        .iter()
        .flat_map(|d| &d.disks)
        .find(|d| class(d) == mine)?;
    (first.target.dev == disk.target.dev).then(|| u32::try_from(turn + 1).unwrap_or(u32::MAX))
}
