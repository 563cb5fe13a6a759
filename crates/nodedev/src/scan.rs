//! All devices of a host at one moment.

use crate::device::{COMPUTER, Device};
use crate::identify::{Raw, SUBSYSTEMS, computer, identify};
use crate::ids::PciNames;
use crate::root::HostRoot;
use ferrovirt_schema::nodedev::ParentDevice;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More devices than any host has: what is beyond is left out.
const DEVICES_MAX: usize = 65_536;

/// The devices, by name.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    devices: BTreeMap<String, Arc<Device>>,
    by_path: HashMap<PathBuf, (String, &'static str)>,
}

impl Inventory {
    /// The device of this name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Device>> {
        self.devices.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Device>> {
        self.devices.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.devices.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.devices.is_empty()
    }

    /// Describes a device again as it is now; `None` when it is gone.
    pub fn fresh(&self, root: &HostRoot, names: &PciNames, device: &Device) -> Option<Device> {
        let Some((_, subsystem)) = self.by_path.get(&device.path) else {
            return Some(device.clone());
        };
        let mut fresh = identify(&Raw::read(root, names, subsystem, device.path.clone())?)?;
        // A serial that became known only now would be another name: this one stays until it is told.
        fresh.name.clone_from(&device.name);
        fresh.document.name.clone_from(&device.document.name);
        fresh.document.parent.clone_from(&device.document.parent);
        fresh.is_persistent = device.is_persistent;
        fresh.autostart = device.autostart;
        Some(fresh)
    }

    /// Adds a device, or puts it in the place of the one of its name.
    pub fn insert(&mut self, device: Device) {
        self.devices.insert(device.name.clone(), Arc::new(device));
    }

    /// Name of the device that a folder of sysfs belongs to: its own or that of the nearest one above.
    pub fn owner(&self, path: &Path) -> Option<&str> {
        let mut above = path.ancestors();
        above.find_map(|path| self.by_path.get(path).map(|(name, _)| name.as_str()))
    }
}

/// Finds and describes everything. Blocks for some milliseconds.
pub fn scan(root: &HostRoot, names: &PciNames) -> Inventory {
    let found: Vec<(&'static str, PathBuf)> = SUBSYSTEMS
        .iter()
        .flat_map(|(subsystem, folder, _)| {
            let folder = Path::new(folder);
            let links = root.names(folder);
            links
                .into_iter()
                .filter_map(|name| Some((*subsystem, root.resolve(&folder.join(name))?)))
        })
        .take(DEVICES_MAX)
        .collect();
    names.prepare(root, &pci_ids(root, &found));
    let mut inventory = Inventory::default();
    inventory.insert(computer(root));
    let mut described = Vec::new();
    for (subsystem, path) in found {
        let device = Raw::read(root, names, subsystem, path)
            .as_ref()
            .and_then(identify);
        if let Some(device) = device {
            let key = (device.name.clone(), subsystem);
            inventory.by_path.insert(device.path.clone(), key);
            described.push(device);
        }
    }
    for mut device in described {
        let parent = device.path.parent().and_then(|above| inventory.owner(above));
        device.document.parent = Some(ParentDevice {
            name: Some(parent.unwrap_or(COMPUTER).to_owned()),
            ..ParentDevice::default()
        });
        inventory.insert(device);
    }
    inventory
}

fn pci_ids(root: &HostRoot, found: &[(&'static str, PathBuf)]) -> HashSet<(u16, u16)> {
    found
        .iter()
        .filter(|(subsystem, _)| *subsystem == "pci")
        .filter_map(|(_, path)| {
            let id = |file: &str| u16::try_from(root.hex(&path.join(file))?).ok();
            Some((id("vendor")?, id("device")?))
        })
        .collect()
}
