//! The machine's kernel and those of its modules that cases may load.

use std::path::{Path, PathBuf};

use super::failed;
use super::packages::is_named;
use super::tree;
use crate::Outcome;
use crate::guest::modules;
use crate::process::{self, Program};

/// Modules by name, or whole folders below `kernel/` when they end with a slash, each with all it needs.
pub const WANTED: &[&str] = &[
    // The hypervisor's devices.
    "drivers/virtio/",
    "virtio_blk",
    "virtio_scsi",
    "virtio_net",
    "virtio_console",
    "virtio_rng",
    "ahci",
    "nvme",
    "e1000",
    "e1000e",
    "igb",
    "igbvf",
    "usb_storage",
    "uas",
    "usbhid",
    "xhci_pci",
    "ehci_pci",
    "uhci_hcd",
    "bochs",
    "virtio_gpu",
    "button",
    "evdev",
    "i2c_i801",
    // Disks and what lies over them.
    "sd_mod",
    "sr_mod",
    "sg",
    "ses",
    "scsi_debug",
    "scsi_dh_alua",
    "loop",
    "nbd",
    "drivers/md/",
    "iscsi_tcp",
    "drivers/target/",
    // File systems.
    "ext4",
    "xfs",
    "btrfs",
    "vfat",
    "nls_cp437",
    "nls_iso8859_1",
    "nls_ascii",
    "overlay",
    "fs/nfs/",
    "fs/nfsd/",
    "net/sunrpc/",
    "configfs",
    "fuse",
    // Networks.
    "bonding",
    "dummy",
    "veth",
    "tun",
    "tap",
    "macvlan",
    "macvtap",
    "ipvlan",
    "ifb",
    "vxlan",
    "8021q",
    "bridge",
    "br_netfilter",
    "net/sched/",
    "net/netfilter/",
    "net/ipv4/netfilter/",
    "net/ipv6/netfilter/",
    "net/bridge/netfilter/",
    "af_packet",
    "vhost_net",
    // Devices given to guests.
    "vfio_pci",
    "vfio_iommu_type1",
    "mdev",
    "mtty",
    "vdpa_sim_net",
    // Sums and ciphers that are asked for by name.
    "crypto/",
    "arch/x86/crypto/",
];

/// An unpacked kernel.
pub struct Kernel {
    pub image: PathBuf,
    pub version: String,
    folder: PathBuf,
    modules_dep: String,
}

/// Unpacks the kernel among the packages.
pub fn unpack(debs: &[PathBuf], folder: &Path) -> Outcome<Kernel> {
    // The package without a version only stands for the one with it.
    let deb = debs
        .iter()
        .find(|deb| is_named(deb, "linux-image-") && !is_named(deb, "linux-image-amd64"))
        .ok_or("apt brought no kernel")?;
    std::fs::create_dir_all(folder).map_err(|error| failed("make", folder, &error))?;
    tree::extract(deb, folder, &[])?;
    let boot = folder.join("boot");
    let (image, version) = std::fs::read_dir(&boot)
        .map_err(|error| failed("read", &boot, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find_map(|path| {
            let version = path.file_name()?.to_str()?.strip_prefix("vmlinuz-")?.to_owned();
            Some((path, version))
        })
        .ok_or_else(|| format!("{} holds no kernel", deb.display()))?;
    depmod(folder, &version)?;
    let table = folder.join("lib/modules").join(&version).join("modules.dep");
    let modules_dep = std::fs::read_to_string(&table).map_err(|error| failed("read", &table, &error))?;
    Ok(Kernel {
        image,
        version,
        folder: folder.to_owned(),
        modules_dep,
    })
}

impl Kernel {
    /// Copies the wanted modules, and further ones that are not the kernel's own, and makes their index.
    pub fn install_modules(&self, root: &Path, further: &[PathBuf]) -> Outcome {
        let from = self.modules();
        let to = root.join("lib/modules").join(&self.version);
        let mut files = modules::closure(&self.modules_dep, WANTED)?;
        files.extend(["modules.order", "modules.builtin", "modules.builtin.modinfo"].map(str::to_owned));
        for file in files {
            let target = to.join(&file);
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent).map_err(|error| failed("make", parent, &error))?;
            }
            let source = from.join(&file);
            std::fs::copy(&source, &target).map_err(|error| failed("copy", &source, &error))?;
        }
        let extra = to.join("extra");
        std::fs::create_dir_all(&extra).map_err(|error| failed("make", &extra, &error))?;
        for file in further {
            let target = extra.join(file.file_name().unwrap_or_default());
            std::fs::copy(file, &target).map_err(|error| failed("copy", file, &error))?;
        }
        depmod(root, &self.version)
    }

    /// The files of these modules and of all they need, in the order of loading.
    pub fn load_order(&self, names: &[&str]) -> Outcome<Vec<PathBuf>> {
        let files = modules::closure(&self.modules_dep, names)?;
        Ok(files.iter().map(|file| self.modules().join(file)).collect())
    }

    fn modules(&self) -> PathBuf {
        self.folder.join("lib/modules").join(&self.version)
    }
}

fn depmod(root: &Path, version: &str) -> Outcome {
    let program = process::find("depmod").ok_or("depmod is missing: install the package kmod")?;
    Program::new(program).arg("-b").arg(root).arg(version).run()
}
