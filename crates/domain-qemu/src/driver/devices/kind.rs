//! A device by its element: reading it, and finding, adding, removing and replacing it in a document.

use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::{Channel, ChannelTarget, Console, Parallel, Serial};
use ferrovirt_schema::domain::devices::controller::Controller;
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_schema::domain::devices::filesystem::Filesystem;
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_schema::domain::devices::hostdev::HostDev;
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::input::Input;
use ferrovirt_schema::domain::devices::interface::Interface;
use ferrovirt_schema::domain::devices::memory::MemoryDevice;
use ferrovirt_schema::domain::devices::panic::Panic;
use ferrovirt_schema::domain::devices::redirdev::RedirDev;
use ferrovirt_schema::domain::devices::rng::Rng;
use ferrovirt_schema::domain::devices::shmem::Shmem;
use ferrovirt_schema::domain::devices::sound::Sound;
use ferrovirt_schema::domain::devices::tpm::Tpm;
use ferrovirt_schema::domain::devices::watchdog::Watchdog;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Limits, parse, parse_document};

/// Elements of devices that a guest has from its definition, or not at all.
const FIXED: [&str; 12] = [
    "memballoon",
    "video",
    "smartcard",
    "hub",
    "nvram",
    "iommu",
    "vsock",
    "audio",
    "lease",
    "crypto",
    "pstore",
    "redirfilter",
];

/// What is to be done with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Attach,
    Detach,
    Update,
}

impl Change {
    fn refused(self, element: &str) -> QemuError {
        let word = match self {
            Change::Attach => "attach",
            Change::Detach => "detach",
            Change::Update => "update",
        };
        let text = format!("{word} of device '{element}' is not supported: define the guest anew");
        match self {
            Change::Update => QemuError::ConfigUnsupported(text),
            _ => QemuError::coded(ErrorNumber::OperationUnsupported, text),
        }
    }
}

/// The kinds that are lists of equals: variant, element, list in the document, whether it can come and go
/// while the guest runs, and when a device of the list is the one that is meant.
macro_rules! kinds {
    ($($variant:ident($type:ident), $word:literal, $list:ident, $live:literal, $same:expr;)+) => {
        /// A device by its element.
        #[derive(Debug, Clone)]
        pub(super) enum Device {
            Disk(Box<Disk>),
            Interface(Box<Interface>),
            Graphics(Box<Graphics>),
            $($variant(Box<$type>),)+
        }

        impl Device {
            /// Reads it; `what` is to be done with it.
            pub(super) fn parse(xml: &str, what: Change) -> Result<Self> {
                let kind = parse(xml, Limits::default())?.root().local().to_owned();
                Ok(match kind.as_str() {
                    "disk" => Device::Disk(Box::new(parse_document(xml, "disk")?)),
                    "interface" => Device::Interface(Box::new(parse_document(xml, "interface")?)),
                    "graphics" => Device::Graphics(Box::new(parse_document(xml, "graphics")?)),
                    $($word => Device::$variant(Box::new(parse_document(xml, $word)?)),)+
                    fixed if FIXED.contains(&fixed) => {
                        return Err(what.refused(fixed));
                    }
                    other => return Err(QemuError::ConfigUnsupported(format!("unknown device type '{other}'"))),
                })
            }

            /// The name of its element.
            pub(super) fn word(&self) -> &'static str {
                match self {
                    Device::Disk(_) => "disk",
                    Device::Interface(_) => "interface",
                    Device::Graphics(_) => "graphics",
                    $(Device::$variant(_) => $word,)+
                }
            }

            /// Whether devices of this kind can come and go while the guest runs.
            pub(super) fn is_live(&self) -> bool {
                match self {
                    Device::Disk(_) | Device::Interface(_) => true,
                    Device::Graphics(_) => false,
                    $(Device::$variant(_) => $live,)+
                }
            }

            fn push(self, d: &mut Devices) {
                match self {
                    Device::Disk(x) => d.disks.push(*x),
                    Device::Interface(x) => d.interfaces.push(*x),
                    Device::Graphics(x) => d.graphics.push(*x),
                    $(Device::$variant(x) => d.$list.push(*x),)+
                }
            }

            /// Its place in the list of its kind.
            fn position(&self, d: &Devices) -> Result<usize> {
                let at = match self {
                    Device::Disk(disk) => return find_disk(d, &disk.target.dev),
                    Device::Interface(nic) => return find_nic(d, nic),
                    Device::Graphics(g) => {
                        d.graphics.iter().position(|x| std::mem::discriminant(x) == std::mem::discriminant(&**g))
                    }
                    $(Device::$variant(x) => {
                        let same: fn(&$type, &$type) -> bool = $same;
                        d.$list.iter().position(|y| fits(&x.info, &y.info) && same(x, y))
                    })+
                };
                at.ok_or_else(|| {
                    let text = format!("no matching <{}> was found in the domain", self.word());
                    QemuError::NoDevice(text)
                })
            }

            /// The alias of the one that is meant.
            pub(super) fn alias_in(&self, d: &Devices) -> Result<String> {
                let at = self.position(d)?;
                let info = match self {
                    Device::Disk(_) => &d.disks[at].info,
                    Device::Interface(_) => &d.interfaces[at].info,
                    Device::Graphics(_) => return Err(self.not_live("detach")),
                    $(Device::$variant(_) => &d.$list[at].info,)+
                };
                Ok(info.alias.clone().unwrap_or_default())
            }

            /// Takes the one that is meant out of the others.
            fn take(&self, d: &mut Devices) -> Result<()> {
                let at = self.position(d)?;
                match self {
                    Device::Disk(_) => drop(d.disks.remove(at)),
                    Device::Interface(_) => drop(d.interfaces.remove(at)),
                    Device::Graphics(_) => drop(d.graphics.remove(at)),
                    $(Device::$variant(_) => drop(d.$list.remove(at)),)+
                }
                Ok(())
            }

            /// Moves the device that was added last to `filled` to the end of its list in `doc`.
            pub(super) fn move_last(&self, filled: &mut Devices, doc: &mut Devices) -> Option<()> {
                match self {
                    Device::Disk(_) => doc.disks.push(filled.disks.pop()?),
                    Device::Interface(_) => doc.interfaces.push(filled.interfaces.pop()?),
                    Device::Graphics(_) => return None,
                    $(Device::$variant(_) => doc.$list.push(filled.$list.pop()?),)+
                }
                Some(())
            }
        }
    };
}

kinds! {
    Controller(Controller), "controller", controllers, true, |a, b| {
        a.controller_type == b.controller_type && (a.index.is_none() || a.index == b.index)
    };
    Input(Input), "input", inputs, true, |a, b| {
        a.input_type == b.input_type && (a.bus.is_none() || a.bus == b.bus)
    };
    Rng(Rng), "rng", rngs, true, |a, b| a.model == b.model && a.backend == b.backend && a.rate == b.rate;
    Serial(Serial), "serial", serials, true, |a, b| {
        let port = |s: &Serial| s.target.as_ref().and_then(|t| t.port);
        port(a).is_none() || port(a) == port(b)
    };
    Parallel(Parallel), "parallel", parallels, false, |a, b| a.target.is_none() || a.target == b.target;
    Console(Console), "console", consoles, true, |a, b| {
        let kind = |c: &Console| c.target.as_ref().and_then(|t| t.target_type).unwrap_or_default();
        let port = |c: &Console| c.target.as_ref().and_then(|t| t.port);
        kind(a) == kind(b) && (port(a).is_none() || port(a) == port(b))
    };
    Channel(Channel), "channel", channels, true, |a, b| match (&a.target, &b.target) {
        (Some(ChannelTarget::Virtio(a)), Some(ChannelTarget::Virtio(b))) => a.name == b.name,
        (a, b) => a == b,
    };
    Redirdev(RedirDev), "redirdev", redirdevs, true, |a, b| {
        std::mem::discriminant(&a.source) == std::mem::discriminant(&b.source)
    };
    Memory(MemoryDevice), "memory", memories, true, |a, b| {
        a.model == b.model && a.target.size == b.target.size && (a.target.node.is_none() || a.target.node == b.target.node)
    };
    Watchdog(Watchdog), "watchdog", watchdogs, true, |a, b| a.model == b.model;
    Sound(Sound), "sound", sounds, false, |a, b| a.model == b.model;
    Hostdev(HostDev), "hostdev", hostdevs, true, |a, b| a.source == b.source;
    Filesystem(Filesystem), "filesystem", filesystems, true, |a, b| a.target == b.target;
    Shmem(Shmem), "shmem", shmems, true, |a, b| a.name == b.name;
    Tpm(Tpm), "tpm", tpms, false, |a, b| a.model.is_none() || a.model == b.model;
    Panic(Panic), "panic", panics, false, |a, b| a.model.is_none() || a.model == b.model;
}

/// Whether alias and address, as far as they are given, are those of the device.
fn fits(wanted: &DeviceInfo, found: &DeviceInfo) -> bool {
    (wanted.alias.is_none() || wanted.alias == found.alias)
        && (wanted.address.is_none() || wanted.address == found.address)
}

impl Device {
    /// That the kind stays as it is while the guest runs.
    pub(super) fn not_live(&self, what: &str) -> QemuError {
        QemuError::coded(
            ErrorNumber::OperationUnsupported,
            format!(
                "live {what} of device '{}' is not supported; use --config and start the guest anew",
                self.word()
            ),
        )
    }

    /// Puts it among the others.
    pub(super) fn add_to(self, doc: &mut Domain) -> Result<()> {
        if let Device::Memory(memory) = &self {
            if doc.max_memory.is_none() {
                let text = "cannot use/hotplug a memory device when domain 'maxMemory' is not defined";
                return Err(QemuError::ConfigUnsupported(text.to_owned()));
            }
            check_memory(doc, memory)?;
            change_memory(doc, memory.target.size.0, u64::saturating_add);
        }
        let d = doc.devices.get_or_insert_with(Devices::default);
        match &self {
            Device::Disk(disk) if d.disks.iter().any(|x| x.target.dev == disk.target.dev) => {
                let text = format!("target {} already exists", disk.target.dev);
                return Err(QemuError::OperationInvalid(text));
            }
            Device::Controller(c) if c.index.is_some() && self.position(d).is_ok() => {
                return Err(QemuError::OperationInvalid("target already exists".to_owned()));
            }
            Device::Filesystem(fs) if d.filesystems.iter().any(|x| x.target == fs.target) => {
                return Err(QemuError::OperationInvalid("target already exists".to_owned()));
            }
            Device::Graphics(_) => {
                return Err(QemuError::coded(
                    ErrorNumber::OperationUnsupported,
                    "persistent attach of device 'graphics' is not supported",
                ));
            }
            _ => {}
        }
        self.push(d);
        Ok(())
    }

    /// Takes the one that is meant out of the others.
    pub(super) fn remove_from(&self, doc: &mut Domain) -> Result<()> {
        self.take(doc.devices.get_or_insert_with(Devices::default))?;
        if let Device::Memory(memory) = self {
            change_memory(doc, memory.target.size.0, u64::saturating_sub);
        }
        Ok(())
    }

    /// Puts it in the place of the one that is meant, whose address it keeps.
    pub(super) fn replace_in(self, doc: &mut Domain) -> Result<()> {
        let d = doc.devices.get_or_insert_with(Devices::default);
        let at = self.position(d)?;
        match self {
            Device::Disk(mut disk) => {
                let old = &mut d.disks[at];
                disk.info.address = disk.info.address.or(old.info.address.take());
                disk.target.bus = disk.target.bus.or(old.target.bus);
                *old = *disk;
            }
            Device::Interface(mut nic) => {
                let old = &mut d.interfaces[at];
                nic.info.address = nic.info.address.or(old.info.address.take());
                nic.mac = nic.mac.or(old.mac.take());
                *old = *nic;
            }
            Device::Graphics(graphics) => d.graphics[at] = *graphics,
            other => {
                let text = format!("persistent update of device '{}' is not supported", other.word());
                return Err(QemuError::coded(ErrorNumber::OperationUnsupported, text));
            }
        }
        Ok(())
    }
}

/// Refuses a module for which the guest has no room, or no cell.
fn check_memory(doc: &Domain, memory: &MemoryDevice) -> Result<()> {
    let cells = doc
        .cpu
        .as_ref()
        .and_then(|c| c.numa.as_ref())
        .map_or(0, |n| n.cells.len());
    if let Some(node) = memory
        .target
        .node
        .filter(|n| usize::try_from(*n).map_or(true, |n| n >= cells))
    {
        let text = format!(
            "can't add memory backend for guest node '{node}' as the guest has only '{cells}' NUMA nodes configured"
        );
        return Err(QemuError::ConfigUnsupported(text));
    }
    let max = doc.max_memory.as_ref().map_or(0, |m| m.size.0);
    let now = doc.memory.as_ref().map_or(0, |m| m.size.0);
    let size = memory.target.size.0;
    if now.saturating_add(size) > max {
        let text = format!(
            "Attaching memory device with size '{size}' would exceed domain's maxMemory config size '{max}'"
        );
        return Err(QemuError::ConfigUnsupported(text));
    }
    Ok(())
}

/// Memory modules count as the guest's memory. Where there are cells, the total is computed from them.
fn change_memory(doc: &mut Domain, kib: u64, change: fn(u64, u64) -> u64) {
    if let Some(memory) = &mut doc.memory {
        memory.size.0 = change(memory.size.0, kib);
    }
    if let Some(current) = &mut doc.current_memory {
        current.0 = change(current.0, kib);
    }
}

/// Where the disk of a target name is among the others.
pub(super) fn find_disk(d: &Devices, dev: &str) -> Result<usize> {
    let at = d.disks.iter().position(|x| x.target.dev == dev);
    at.ok_or_else(|| QemuError::NoDevice(format!("no target device {dev}")))
}

/// The interface of the same MAC address, or the only one.
pub(super) fn find_nic(d: &Devices, nic: &Interface) -> Result<usize> {
    let missing = |mac: &str| QemuError::NoDevice(format!("no device found matching MAC address '{mac}'"));
    match &nic.mac {
        Some(mac) => {
            let is = |x: &Interface| x.mac.as_ref().is_some_and(|m| m.address == mac.address);
            let mut found = d
                .interfaces
                .iter()
                .enumerate()
                .filter(|(_, x)| is(x))
                .map(|(n, _)| n);
            let first = found.next().ok_or_else(|| missing(&mac.address.to_string()))?;
            if found.next().is_some() {
                let text = format!("multiple devices matching MAC address {} found", mac.address);
                return Err(QemuError::Failed(text));
            }
            Ok(first)
        }
        None if d.interfaces.len() == 1 => Ok(0),
        None => Err(missing("(none)")),
    }
}
