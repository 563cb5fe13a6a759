//! Taking a PCI device from the host's driver for a guest, giving it back, resetting it.
//!
//! The kernel's `driver_override` says which driver may have the device, whatever its numbers say:
//! `Documentation/ABI/testing/sysfs-bus-pci` of the kernel. All of it blocks.

use crate::error::{NodeDevError, Result};
use crate::root::HostRoot;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The driver that gives devices to programs.
const VFIO: &str = "vfio-pci";
const PROBE: &str = "/sys/bus/pci/drivers_probe";

/// A PCI device that is about to change hands.
pub(crate) struct Pci<'a> {
    root: &'a HostRoot,
    name: &'a str,
    path: &'a Path,
}

impl<'a> Pci<'a> {
    pub(crate) fn new(root: &'a HostRoot, name: &'a str, path: &'a Path) -> Self {
        Self { root, name, path }
    }

    /// Binds it to a driver for guests. One that has it already is fine.
    pub(crate) fn detach(&self, asked: Option<&str>) -> Result<()> {
        let driver = driver_name(asked)?;
        let before = self.driver();
        if before.as_deref() == Some(&driver) {
            return Ok(());
        }
        self.require_free()?;
        if self.root.link_name(&self.path.join("iommu_group")).is_none() {
            return Err(NodeDevError::NoIommu {
                name: self.name.to_owned(),
            });
        }
        self.load(&driver)?;
        self.hand_over(&driver).inspect_err(|_| {
            // What is reported is why it failed; the way back is the same as that of a re-attach.
            if let Err(undo) = self.give_back() {
                tracing::error!(device = self.name, error = %undo, "the device is left without its driver");
            }
        })
    }

    /// Gives it back to whichever driver of the host wants it.
    pub(crate) fn reattach(&self) -> Result<()> {
        if self.driver().as_deref().is_some_and(is_for_guests) {
            self.require_free()?;
        }
        self.give_back()
    }

    /// Resets it as the kernel knows how.
    pub(crate) fn reset(&self) -> Result<()> {
        self.require_free()?;
        let file = self.path.join("reset");
        if !self.root.exists(&file) {
            return Err(NodeDevError::NoReset {
                name: self.name.to_owned(),
            });
        }
        self.write(&file, "1")
    }

    /// The driver that has it.
    pub(crate) fn driver(&self) -> Option<String> {
        self.root.link_name(&self.path.join("driver"))
    }

    fn address(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    fn hand_over(&self, driver: &str) -> Result<()> {
        self.write(&self.path.join("driver_override"), driver)?;
        self.unbind()?;
        self.write(Path::new(PROBE), &self.address())?;
        if self.driver().as_deref() == Some(driver) {
            Ok(())
        } else {
            Err(NodeDevError::NotBound {
                name: self.name.to_owned(),
                driver: driver.to_owned(),
            })
        }
    }

    fn give_back(&self) -> Result<()> {
        self.write(&self.path.join("driver_override"), "\n")?;
        if self.driver().as_deref().is_some_and(is_for_guests) {
            self.unbind()?;
        }
        if self.driver().is_none() {
            self.write(Path::new(PROBE), &self.address())?;
        }
        Ok(())
    }

    fn unbind(&self) -> Result<()> {
        if self.driver().is_none() {
            return Ok(());
        }
        self.write(&self.path.join("driver/unbind"), &self.address())
    }

    /// Refuses while a guest has the device: the kernel would wait for the guest's end.
    ///
    /// A group of VFIO can be open once; that it cannot be opened says that somebody has it.
    pub(crate) fn require_free(&self) -> Result<()> {
        let Some(group) = self.root.link_name(&self.path.join("iommu_group")) else {
            return Ok(());
        };
        let file = Path::new("/dev/vfio").join(group);
        if !self.driver().as_deref().is_some_and(is_for_guests) || !self.root.exists(&file) {
            return Ok(());
        }
        match std::fs::File::options()
            .read(true)
            .write(true)
            .open(self.root.real(&file))
        {
            Err(error) if error.kind() == ErrorKind::ResourceBusy => Err(NodeDevError::InUse {
                name: self.name.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    fn load(&self, driver: &str) -> Result<()> {
        let folder = PathBuf::from(format!("/sys/bus/pci/drivers/{driver}"));
        if self.root.exists(&folder) || !self.root.is_system() {
            return Ok(());
        }
        let failed = |reason: String| NodeDevError::NoModule {
            driver: driver.to_owned(),
            reason,
        };
        let output = Command::new("modprobe")
            .args(["--", driver])
            .stdin(Stdio::null())
            .output()
            .map_err(|error| failed(error.to_string()))?;
        if output.status.success() && self.root.exists(&folder) {
            Ok(())
        } else {
            Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
        }
    }

    fn write(&self, path: &Path, text: &str) -> Result<()> {
        self.root.write(path, text).map_err(|source| NodeDevError::Write {
            text: text.trim_end().to_owned(),
            path: path.to_owned(),
            source,
        })
    }
}

/// Drivers that give devices to programs have it in their names.
pub(crate) fn is_for_guests(driver: &str) -> bool {
    driver.replace('-', "_").split('_').any(|word| word == "vfio")
}

fn driver_name(asked: Option<&str>) -> Result<String> {
    match asked {
        None | Some("vfio") => Ok(VFIO.to_owned()),
        Some(name)
            if is_for_guests(name)
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) =>
        {
            Ok(name.to_owned())
        }
        Some(other) => Err(NodeDevError::BadDriver {
            driver: other.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_drivers_for_guests_are_accepted() {
        assert_eq!(driver_name(None).unwrap(), "vfio-pci");
        assert_eq!(driver_name(Some("vfio")).unwrap(), "vfio-pci");
        assert_eq!(driver_name(Some("mlx5_vfio_pci")).unwrap(), "mlx5_vfio_pci");
        for bad in ["nvme", "", "vfio/../x", "xen"] {
            assert!(driver_name(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_failed_detach_gives_the_device_back() {
        let dir = tempfile::tempdir().unwrap();
        let root = HostRoot::at(dir.path());
        let folder = dir.path().join("sys/devices/pci0000:00/0000:00:01.0");
        for sub in ["sys/kernel/iommu_groups/3", "sys/bus/pci/drivers/nvme"] {
            std::fs::create_dir_all(dir.path().join(sub)).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        let link = |target: &str, name: &str| {
            std::os::unix::fs::symlink(dir.path().join(target), folder.join(name)).unwrap();
        };
        link("sys/kernel/iommu_groups/3", "iommu_group");
        link("sys/bus/pci/drivers/nvme", "driver");
        for file in ["driver_override", "driver/unbind"] {
            std::fs::write(folder.join(file), "").unwrap();
        }
        std::fs::write(dir.path().join("sys/bus/pci/drivers_probe"), "").unwrap();
        let path = Path::new("/sys/devices/pci0000:00/0000:00:01.0");
        let pci = Pci::new(&root, "pci_0000_00_01_0", path);
        // Nothing binds it here, so the new driver does not take it.
        let error = pci.detach(None).unwrap_err();
        assert!(matches!(error, NodeDevError::NotBound { .. }), "{error}");
        assert_eq!(
            std::fs::read_to_string(folder.join("driver_override")).unwrap(),
            "\nfio-pci"
        );
        let unbound = std::fs::read_to_string(folder.join("driver/unbind")).unwrap();
        assert_eq!(unbound, "0000:00:01.0");
        assert!(matches!(pci.reset(), Err(NodeDevError::NoReset { .. })));
    }
}
