//! Devices of the host that guests get: what they are called and where they are found.

use crate::error::{QemuError, Result};
use ferrovirt_host::files::read_bounded;
use ferrovirt_host::mounts;
use ferrovirt_schema::common::address::PciAddress;
use ferrovirt_schema::domain::devices::hostdev::{
    HostDev, HostDevSource, HostUsbSource, ScsiSource, UsbSource,
};
use std::path::{Path, PathBuf};

/// The host's own trusted platform module.
pub const TPM: &str = "/dev/tpm0";
/// Files of sysfs that are read here are short.
const LINE: usize = 4096;
/// What the kernel says of its memory.
const FACTS: usize = 1 << 20;

/// The file of a USB device, by bus and number on it.
pub fn usb_file(bus: u32, device: u32) -> String {
    format!("/dev/bus/usb/{bus:03}/{device:03}")
}

/// The file of memory that guests share, by the memory's name.
pub fn shared_file(name: &str) -> String {
    format!("/dev/shm/{name}")
}

/// Where a command to a module is cancelled.
pub fn tpm_cancel(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let modern = format!("/sys/class/tpm/{name}/device/cancel");
    let older = format!("/sys/class/misc/{name}/device/cancel");
    match (Path::new(&modern).exists(), Path::new(&older).exists()) {
        (true, _) => modern,
        (false, true) => older,
        (false, false) => "/dev/null".to_owned(),
    }
}

fn line(path: &Path) -> Option<String> {
    let raw = read_bounded(path, LINE).ok()?;
    Some(String::from_utf8_lossy(&raw).trim().to_owned())
}

/// The USB device of the host that a document means; none where it is not plugged in. `root` is that of the
/// host's file systems.
pub fn find_usb(source: &UsbSource, root: &Path) -> Result<Option<HostUsbSource>> {
    let number = |path: PathBuf, radix| line(&path).and_then(|t| u32::from_str_radix(&t, radix).ok());
    let devices = std::fs::read_dir(root.join("sys/bus/usb/devices"));
    let mut found = Vec::new();
    for entry in devices.into_iter().flatten().flatten() {
        let dir = entry.path();
        // Interfaces of devices have none of these.
        let (Some(vendor), Some(product), Some(bus), Some(device)) = (
            number(dir.join("idVendor"), 16),
            number(dir.join("idProduct"), 16),
            number(dir.join("busnum"), 10),
            number(dir.join("devnum"), 10),
        ) else {
            continue;
        };
        let is_its_kind = source.vendor.as_ref().is_none_or(|v| v.0 == vendor)
            && source.product.as_ref().is_none_or(|p| p.0 == product);
        let is_there = source.address.as_ref().is_none_or(|a| {
            a.bus == bus
                && a.device.is_none_or(|d| d == device)
                && (a.port.is_none() || a.port == line(&dir.join("devpath")))
        });
        if is_its_kind && is_there {
            found.push((bus, device));
        }
    }
    match found.as_slice() {
        [] => Ok(None),
        [(bus, device)] => Ok(Some(HostUsbSource {
            bus: *bus,
            device: Some(*device),
            port: source.address.as_ref().and_then(|a| a.port.clone()),
        })),
        several => {
            let places: Vec<String> = several.iter().map(|(b, d)| format!("{b}:{d}")).collect();
            Err(QemuError::Failed(format!(
                "Multiple USB devices for {} (bus:device {}), use <address> to specify one",
                usb_name(source),
                places.join(", ")
            )))
        }
    }
}

/// That a USB device is not plugged in.
pub fn usb_missing(source: &UsbSource) -> QemuError {
    let what = usb_name(source);
    QemuError::Failed(format!(
        "Did not find USB device {what}: plug it in, or let <source startupPolicy='optional'> do without"
    ))
}

fn usb_name(source: &UsbSource) -> String {
    match (&source.vendor, &source.product, &source.address) {
        (Some(vendor), Some(product), _) => format!("{:04x}:{:04x}", vendor.0, product.0),
        (_, _, Some(a)) => format!("bus:{} device:{}", a.bus, a.device.unwrap_or(0)),
        _ => "without maker, product and address".to_owned(),
    }
}

/// Where a PCI device of the host is in sysfs. `root` is that of the host's file systems.
pub fn require_pci(address: &PciAddress, root: &Path) -> Result<PathBuf> {
    let device = root.join("sys/bus/pci/devices").join(address.to_string());
    match device.exists() {
        true => Ok(device),
        false => Err(QemuError::Failed(format!("the host has no PCI device {address}"))),
    }
}

/// The file that QEMU opens to have a PCI device, such as `/dev/vfio/12`. The device has to be with `vfio-pci`
/// already. `root` is that of the host's file systems.
pub fn find_pci(address: &PciAddress, root: &Path) -> Result<PathBuf> {
    let device = require_pci(address, root)?;
    let target = |link: &str| {
        let path = std::fs::read_link(device.join(link)).ok()?;
        Some(path.file_name()?.to_string_lossy().into_owned())
    };
    let driver = target("driver");
    if driver.as_deref() != Some("vfio-pci") {
        let node = address.to_string().replace([':', '.'], "_");
        let holder = driver.map_or_else(|| "has no driver".to_owned(), |d| format!("is with driver '{d}'"));
        return Err(QemuError::ConfigUnsupported(format!(
            "PCI device {address} {holder}: give it to vfio-pci with `virsh nodedev-detach pci_{node}` first"
        )));
    }
    let group = target("iommu_group").ok_or_else(|| {
        QemuError::ConfigUnsupported(format!(
            "PCI device {address} is in no IOMMU group: switch the IOMMU on, with intel_iommu=on or amd_iommu=on"
        ))
    })?;
    Ok(root.join("dev/vfio").join(group))
}

/// The file of a SCSI unit of the host, such as `/dev/sg3`. `root` is that of the host's file systems.
pub fn find_scsi(source: &ScsiSource, root: &Path) -> Result<PathBuf> {
    let adapter = source.adapter.as_deref().unwrap_or_default();
    let unit = source.address.clone().unwrap_or_default();
    let missing = || {
        QemuError::Failed(format!(
            "SCSI device '{adapter}:{}:{}:{}' could not be found",
            unit.bus, unit.target, unit.unit
        ))
    };
    let host = adapter.strip_prefix("scsi_host").ok_or_else(missing)?;
    let name = format!("{host}:{}:{}:{}", unit.bus, unit.target, unit.unit);
    let dir = root.join("sys/bus/scsi/devices").join(name).join("scsi_generic");
    let generic = std::fs::read_dir(dir).ok().and_then(|mut d| d.next());
    let generic = generic.and_then(std::result::Result::ok).ok_or_else(missing)?;
    Ok(root.join("dev").join(generic.file_name()))
}

/// The address of a PCI device of the host.
pub fn pci_of(device: &HostDev) -> Option<String> {
    match &device.source {
        HostDevSource::Pci(pci) => Some(pci.address.0.to_string()),
        _ => None,
    }
}

/// The file of a device that a running guest has.
pub fn file_of(device: &HostDev) -> Option<PathBuf> {
    match &device.source {
        HostDevSource::Usb(usb) => {
            let at = usb.address.as_ref()?;
            Some(usb_file(at.bus, at.device?).into())
        }
        HostDevSource::Scsi(unit) => find_scsi(unit, Path::new("/")).ok(),
        HostDevSource::Pci(pci) => find_pci(&pci.address.0, Path::new("/")).ok(),
        _ => None,
    }
}

/// Where file systems of huge pages are mounted, with the size of a page in KiB; the host's usual size first.
pub fn huge_page_mounts(root: &Path) -> Vec<(u64, PathBuf)> {
    let facts = read_bounded(&root.join("proc/meminfo"), FACTS).unwrap_or_default();
    let facts = String::from_utf8_lossy(&facts);
    let usual = facts.lines().find_map(|l| {
        l.strip_prefix("Hugepagesize:")?
            .trim()
            .strip_suffix(" kB")?
            .parse()
            .ok()
    });
    let usual: u64 = usual.unwrap_or(2048);
    let mounted = mounts::all(root).unwrap_or_default().into_iter();
    let mut mounts: Vec<(u64, PathBuf)> = mounted
        .filter(|mount| mount.kind == "hugetlbfs")
        .filter_map(|mount| {
            let size = mount.options.split(',').find_map(|o| o.strip_prefix("pagesize="));
            Some((size.map_or(Some(usual), page_size)?, mount.target))
        })
        .collect();
    mounts.sort_by_key(|(size, _)| *size != usual);
    mounts
}

/// `2M`, `1024M`, `1G` in KiB.
fn page_size(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: u64 = digits.parse().ok()?;
    match &text[digits.len()..] {
        "K" => Some(number),
        "M" => number.checked_mul(1024),
        "G" => number.checked_mul(1 << 20),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::domain::devices::hostdev::ScsiUnit;
    use ferrovirt_xml::Hex;

    fn put(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn plug(root: &Path, name: &str, vendor: &str, bus: u32, device: u32) {
        let dir = format!("sys/bus/usb/devices/{name}");
        put(root, &format!("{dir}/idVendor"), vendor);
        put(root, &format!("{dir}/idProduct"), "5678\n");
        put(root, &format!("{dir}/busnum"), &bus.to_string());
        put(root, &format!("{dir}/devnum"), &device.to_string());
        put(root, &format!("{dir}/devpath"), "1.4\n");
    }

    #[test]
    fn usb_devices_by_maker_or_place() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        plug(root, "1-1.4", "1234\n", 1, 4);
        plug(root, "2-1.4", "4321\n", 2, 4);
        put(root, "sys/bus/usb/devices/1-1.4:1.0/bInterfaceClass", "03");
        let by_maker = |vendor| UsbSource {
            vendor: Some(Hex(vendor)),
            product: Some(Hex(0x5678)),
            ..UsbSource::default()
        };
        let found = find_usb(&by_maker(0x1234), root).unwrap().unwrap();
        assert_eq!((found.bus, found.device), (1, Some(4)));
        assert!(find_usb(&by_maker(0x9999), root).unwrap().is_none());
        let by_port = UsbSource {
            address: Some(HostUsbSource {
                bus: 2,
                port: Some("1.4".to_owned()),
                device: None,
            }),
            ..UsbSource::default()
        };
        assert_eq!(find_usb(&by_port, root).unwrap().unwrap().bus, 2);
        plug(root, "3-1", "1234\n", 3, 9);
        let error = find_usb(&by_maker(0x1234), root).unwrap_err().to_string();
        assert!(error.contains("use <address>"), "{error}");
    }

    #[test]
    fn pci_devices_that_are_ready() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let address = PciAddress::new(0, 3, 0x10, 2);
        assert!(
            find_pci(&address, root)
                .unwrap_err()
                .to_string()
                .contains("no PCI device")
        );
        let device = root.join("sys/bus/pci/devices/0000:03:10.2");
        std::fs::create_dir_all(&device).unwrap();
        symlink("../drivers/e1000e", device.join("driver")).unwrap();
        let error = find_pci(&address, root).unwrap_err().to_string();
        assert!(error.contains("nodedev-detach pci_0000_03_10_2"), "{error}");
        std::fs::remove_file(device.join("driver")).unwrap();
        symlink("../drivers/vfio-pci", device.join("driver")).unwrap();
        assert!(
            find_pci(&address, root)
                .unwrap_err()
                .to_string()
                .contains("IOMMU")
        );
        symlink("../../kernel/iommu_groups/12", device.join("iommu_group")).unwrap();
        assert_eq!(find_pci(&address, root).unwrap(), root.join("dev/vfio/12"));
    }

    #[test]
    fn scsi_units_and_huge_pages() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        put(root, "sys/bus/scsi/devices/2:0:1:3/scsi_generic/sg7/dev", "21:7");
        let unit = |adapter: &str| ScsiSource {
            adapter: Some(adapter.to_owned()),
            address: Some(ScsiUnit {
                bus: 0,
                target: 1,
                unit: 3,
            }),
            ..ScsiSource::default()
        };
        assert_eq!(
            find_scsi(&unit("scsi_host2"), root).unwrap(),
            root.join("dev/sg7")
        );
        assert!(find_scsi(&unit("scsi_host3"), root).is_err());
        put(
            root,
            "proc/meminfo",
            "MemTotal: 1 kB\nHugepagesize:       2048 kB\n",
        );
        let mounts = "1 2 0:1 / /big rw - hugetlbfs none rw,pagesize=1024M\n\
                      3 2 0:2 / /dev/hugepages rw - hugetlbfs none rw\n4 2 0:3 / /mnt rw - tmpfs none rw\n";
        put(root, "proc/self/mountinfo", mounts);
        let found = huge_page_mounts(root);
        assert_eq!(found[0], (2048, PathBuf::from("/dev/hugepages")));
        assert_eq!(found[1], (1 << 20, PathBuf::from("/big")));
    }
}
