//! USB: ports of devices, and the controllers that are several functions of one chip.

use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, PciAddress, UsbAddress};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::SerialTargetType;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::DiskBus;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::hub::{Hub, HubType};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::input::InputBus;
use ferrovirt_schema::domain::devices::sound::SoundModel;
use ferrovirt_xml::OnOff;
use std::collections::{BTreeSet, HashSet};

/// Ports of QEMU's hub.
const HUB_PORTS: u32 = 8;
/// Hubs can be chained this deep.
const MAX_DEPTH: usize = 6;
const MAX_BUSES: u32 = 128;

/// Ports of a controller.
fn root_ports(c: &Controller) -> u32 {
    match c.model {
        Some(ControllerModel::QemuXhci) => c.ports.unwrap_or(4).min(15),
        Some(ControllerModel::NecXhci) => c.ports.unwrap_or(4).min(15),
        Some(ControllerModel::Ehci | ControllerModel::Ich9Ehci1) => 6,
        Some(ControllerModel::Vt82c686bUhci | ControllerModel::Piix3Uhci | ControllerModel::Piix4Uhci) => 2,
        Some(ControllerModel::PciOhci) => 3,
        _ => 0,
    }
}

/// Devices on USB but hubs, in the order in which ports are given out.
fn users(d: &mut Devices) -> Vec<&mut DeviceInfo> {
    let mut list: Vec<&mut DeviceInfo> = Vec::new();
    let hostdevs = d.hostdevs.iter_mut();
    list.extend(
        hostdevs
            .filter(|x| matches!(x.source, HostDevSource::Usb(_)))
            .map(|x| &mut x.info),
    );
    let disks = d.disks.iter_mut();
    list.extend(
        disks
            .filter(|x| x.target.bus == Some(DiskBus::Usb))
            .map(|x| &mut x.info),
    );
    let nics = d.interfaces.iter_mut();
    list.extend(
        nics.filter(|x| x.model.as_deref() == Some("usb-net"))
            .map(|x| &mut x.info),
    );
    let controllers = d.controllers.iter_mut();
    list.extend(
        controllers
            .filter(|x| x.controller_type == ControllerType::Ccid)
            .map(|x| &mut x.info),
    );
    let inputs = d.inputs.iter_mut();
    list.extend(
        inputs
            .filter(|x| x.bus == Some(InputBus::Usb))
            .map(|x| &mut x.info),
    );
    let is_usb = |t: Option<SerialTargetType>| t == Some(SerialTargetType::UsbSerial);
    let serials = d.serials.iter_mut();
    list.extend(
        serials
            .filter(|x| is_usb(x.target.as_ref().and_then(|t| t.target_type)))
            .map(|x| &mut x.info),
    );
    let sounds = d.sounds.iter_mut();
    list.extend(sounds.filter(|x| x.model == SoundModel::Usb).map(|x| &mut x.info));
    list.extend(d.redirdevs.iter_mut().map(|x| &mut x.info));
    list
}

/// Refuses devices on USB where a controller says that there is none.
pub(super) fn check(d: &mut Devices) -> Result<()> {
    let none =
        |c: &Controller| c.controller_type == ControllerType::Usb && c.model == Some(ControllerModel::None);
    if d.controllers.iter().any(none) && !(users(d).is_empty() && d.hubs.is_empty()) {
        let text =
            "USB is disabled for this domain by a controller of model 'none', but there are USB devices";
        return Err(QemuError::ConfigUnsupported(text.to_owned()));
    }
    Ok(())
}

/// Gives every device on USB a port.
pub(super) fn assign(d: &mut Devices) -> Result<()> {
    add_hubs(d);
    let mut free = Ports::new(d)?;
    for info in users(d) {
        if has_port(info) {
            continue;
        }
        let wanted_bus = match &info.address {
            Some(Address::Usb(at)) => Some(at.bus),
            None => None,
            // A device of the host may be one that this guest does not see.
            Some(Address::Unassigned) => continue,
            Some(_) => {
                return Err(QemuError::BadXml(
                    "Invalid address for a USB device: its type is 'usb'".to_owned(),
                ));
            }
        };
        match free.take(wanted_bus) {
            Some((bus, port)) => {
                info.address = Some(Address::Usb(UsbAddress {
                    bus,
                    port: Some(port),
                }))
            }
            None if wanted_bus.is_none() && free.is_without_ports() => {}
            None => return Err(QemuError::ConfigUnsupported("No free USB ports".to_owned())),
        }
    }
    Ok(())
}

fn has_port(info: &DeviceInfo) -> bool {
    matches!(&info.address, Some(Address::Usb(at)) if at.port.is_some())
}

/// Where devices can be plugged in.
struct Ports {
    /// Ports of each bus, by its number.
    roots: Vec<(u32, u32)>,
    /// Hubs: bus and path.
    hubs: Vec<(u32, String)>,
    taken: HashSet<(u32, String)>,
}

impl Ports {
    fn new(d: &mut Devices) -> Result<Self> {
        let mut roots: Vec<(u32, u32)> = d
            .controllers
            .iter()
            .filter(|c| c.controller_type == ControllerType::Usb)
            .map(|c| (c.index.unwrap_or(0), root_ports(c)))
            .filter(|(_, ports)| *ports > 0)
            .collect();
        roots.sort_unstable();
        if let Some(pair) = roots.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(QemuError::BadXml(format!(
                "Duplicate USB controllers with index {}",
                pair[0].0
            )));
        }
        let mut ports = Ports {
            roots,
            hubs: Vec::new(),
            taken: HashSet::new(),
        };
        let buses: HashSet<u32> = d
            .controllers
            .iter()
            .filter(|c| c.controller_type == ControllerType::Usb)
            .map(|c| c.index.unwrap_or(0))
            .collect();
        let known = |bus: u32| match bus < MAX_BUSES && buses.contains(&bus) {
            true => Ok(()),
            false => Err(QemuError::BadXml(format!(
                "USB bus {bus} requested but no controller with that index is present"
            ))),
        };
        let hubs: Vec<Option<Address>> = d.hubs.iter().map(|h| h.info.address.clone()).collect();
        for (hub, address) in d.hubs.iter_mut().zip(hubs) {
            let place = match address {
                Some(Address::Usb(UsbAddress { bus, port })) => {
                    known(bus)?;
                    port.map(|port| (bus, port)).or_else(|| ports.take(Some(bus)))
                }
                _ => ports.take(None),
            };
            let Some((bus, port)) = place else {
                return Err(QemuError::ConfigUnsupported(
                    "No free USB ports for a hub".to_owned(),
                ));
            };
            hub.info.address = Some(Address::Usb(UsbAddress {
                bus,
                port: Some(port.clone()),
            }));
            ports.taken.insert((bus, port.clone()));
            ports.hubs.push((bus, port));
        }
        for info in users(d) {
            if let Some(Address::Usb(at)) = &info.address {
                known(at.bus)?;
                ports.check(at)?;
                if let Some(port) = &at.port
                    && !ports.taken.insert((at.bus, port.clone()))
                {
                    return Err(QemuError::BadXml(format!(
                        "Duplicate USB address bus {} port {port}",
                        at.bus
                    )));
                }
            }
        }
        Ok(ports)
    }

    /// Refuses a port that its bus or its hub does not have. What controllers of unknown models have is not judged.
    fn check(&self, at: &UsbAddress) -> Result<()> {
        let Some(port) = &at.port else { return Ok(()) };
        let (most, last) = match port.rsplit_once('.') {
            Some((hub, last)) => {
                let there = self.hubs.iter().any(|(bus, path)| *bus == at.bus && path == hub);
                (there.then_some(HUB_PORTS), last)
            }
            None => {
                let root = self.roots.iter().find(|(bus, _)| *bus == at.bus);
                let Some((_, most)) = root else { return Ok(()) };
                (Some(*most), port.as_str())
            }
        };
        let fits = |most: u32| last.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
        if most.is_some_and(fits) {
            return Ok(());
        }
        Err(QemuError::BadXml(format!(
            "requested USB port {port} not present on USB bus {}",
            at.bus
        )))
    }

    fn is_without_ports(&self) -> bool {
        self.roots.is_empty()
    }

    /// The first free port of a bus: its own before those of its hubs, a hub's own before those of the hubs on it.
    fn free_on(&self, bus: u32, ports: u32) -> Option<String> {
        let mut levels = vec![(String::new(), ports)];
        while let Some((prefix, ports)) = levels.pop() {
            let all = (1..=ports).map(|port| format!("{prefix}{port}"));
            let mut hubs = Vec::new();
            for port in all {
                let place = (bus, port);
                if !self.taken.contains(&place) {
                    return Some(place.1);
                }
                if self.hubs.contains(&place) && place.1.matches('.').count() + 1 < MAX_DEPTH {
                    hubs.push((format!("{}.", place.1), HUB_PORTS));
                }
            }
            levels.extend(hubs.into_iter().rev());
        }
        None
    }

    fn take(&mut self, bus: Option<u32>) -> Option<(u32, String)> {
        let mut roots = self
            .roots
            .iter()
            .filter(|(root, _)| bus.is_none_or(|wanted| wanted == *root));
        let found = roots.find_map(|(root, ports)| Some((*root, self.free_on(*root, *ports)?)))?;
        self.taken.insert(found.clone());
        Some(found)
    }
}

/// Adds hubs where there are more devices than ports, with one port to spare.
fn add_hubs(d: &mut Devices) {
    let usb = d
        .controllers
        .iter()
        .filter(|c| c.controller_type == ControllerType::Usb);
    let ports: u32 = usb.map(root_ports).sum::<u32>() + d.hubs.len() as u32 * HUB_PORTS;
    let devices = (users(d).len() + d.hubs.len()) as u32;
    if ports == 0 || devices <= ports {
        return;
    }
    // A hub has its ports and needs one.
    for _ in 0..(devices - ports + 1).div_ceil(HUB_PORTS - 1) {
        d.hubs.push(Hub {
            hub_type: HubType::Usb,
            info: DeviceInfo::default(),
        });
    }
}

/// Function of each part of Intel's ICH9 controllers.
pub(super) fn ich9_function(model: ControllerModel) -> Option<u8> {
    Some(match model {
        ControllerModel::Ich9Ehci1 => 7,
        ControllerModel::Ich9Uhci1 => 0,
        ControllerModel::Ich9Uhci2 => 1,
        ControllerModel::Ich9Uhci3 => 2,
        _ => return None,
    })
}

/// On a PC with ICH9 the first two sets of controllers have slots of their own, where those are free. The other
/// parts of a set follow its first.
pub(super) fn place_ich9(d: &mut Devices, taken: &mut BTreeSet<u8>) {
    let first = |c: &&mut Controller| c.model == Some(ControllerModel::Ich9Uhci1) && c.info.address.is_none();
    for c in d.controllers.iter_mut().filter(first) {
        let Some(slot) = [0x1d, 0x1a].into_iter().find(|slot| taken.insert(*slot)) else {
            return;
        };
        c.info.address = Some(Address::Pci(PciAddress {
            multifunction: Some(OnOff::On),
            ..PciAddress::new(0, 0, slot, 0)
        }));
    }
}
