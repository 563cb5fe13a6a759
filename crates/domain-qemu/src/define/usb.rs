//! USB: ports of devices, and the controllers that are several functions of one chip.

use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, PciAddress, UsbAddress};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::SerialTargetType;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType};
use ferrovirt_schema::domain::devices::disk::DiskBus;
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::hub::{Hub, HubType};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::input::InputBus;
use ferrovirt_schema::domain::devices::sound::SoundModel;
use ferrovirt_xml::OnOff;
use std::collections::{HashMap, HashSet};

/// Ports of QEMU's hub.
const HUB_PORTS: u32 = 8;
/// Hubs can be chained this deep.
const MAX_DEPTH: usize = 6;
const MAX_BUSES: u32 = 128;

/// Ports of a controller.
fn root_ports(c: &Controller) -> u32 {
    match c.model.as_deref() {
        Some("qemu-xhci") => c.ports.unwrap_or(4).min(15),
        Some("nec-xhci") => c.ports.unwrap_or(4).min(15),
        Some("ehci" | "ich9-ehci1") => 6,
        Some("vt82c686b-uhci" | "piix3-uhci" | "piix4-uhci") => 2,
        Some("pci-ohci") => 3,
        _ => 0,
    }
}

/// Devices on USB, in the order in which ports are given out.
fn users(d: &mut Devices) -> Vec<&mut DeviceInfo> {
    let mut list: Vec<&mut DeviceInfo> = Vec::new();
    list.extend(
        d.disks
            .iter_mut()
            .filter(|x| x.target.bus == Some(DiskBus::Usb))
            .map(|x| &mut x.info),
    );
    list.extend(
        d.interfaces
            .iter_mut()
            .filter(|x| x.model.as_deref() == Some("usb-net"))
            .map(|x| &mut x.info),
    );
    list.extend(
        d.inputs
            .iter_mut()
            .filter(|x| x.bus == Some(InputBus::Usb))
            .map(|x| &mut x.info),
    );
    list.extend(
        d.sounds
            .iter_mut()
            .filter(|x| x.model == SoundModel::Usb)
            .map(|x| &mut x.info),
    );
    list.extend(
        d.hostdevs
            .iter_mut()
            .filter(|x| matches!(x.source, HostDevSource::Usb(_)))
            .map(|x| &mut x.info),
    );
    list.extend(d.redirdevs.iter_mut().map(|x| &mut x.info));
    let is_usb = |t: Option<SerialTargetType>| t == Some(SerialTargetType::UsbSerial);
    list.extend(
        d.serials
            .iter_mut()
            .filter(|x| is_usb(x.target.as_ref().and_then(|t| t.target_type)))
            .map(|x| &mut x.info),
    );
    list.extend(
        d.controllers
            .iter_mut()
            .filter(|x| x.controller_type == ControllerType::Ccid)
            .map(|x| &mut x.info),
    );
    list
}

/// The slower parts of an ICH9 controller serve the ports of the fast one, from here on.
fn companion_ports(d: &mut Devices) {
    for c in d
        .controllers
        .iter_mut()
        .filter(|c| c.controller_type == ControllerType::Usb)
    {
        let first = match c.model.as_deref() {
            Some("ich9-uhci1") => 0,
            Some("ich9-uhci2") => 2,
            Some("ich9-uhci3") => 4,
            _ => continue,
        };
        c.info.usb_master.get_or_insert(first);
    }
}

/// Gives every device on USB a port.
pub(super) fn assign(d: &mut Devices) -> Result<()> {
    companion_ports(d);
    let mut free = Ports::new(d)?;
    let wanting = users(d).iter().filter(|i| !has_port(i)).count();
    add_hubs(d, &mut free, wanting);
    for info in users(d) {
        if has_port(info) {
            continue;
        }
        let wanted_bus = match &info.address {
            Some(Address::Usb(at)) => Some(at.bus),
            None => None,
            Some(_) => continue,
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

    fn candidates(&self, bus: Option<u32>) -> impl Iterator<Item = (u32, String)> {
        let on_roots = self
            .roots
            .iter()
            .flat_map(|(bus, n)| (1..=*n).map(move |p| (*bus, p.to_string())));
        let on_hubs = self
            .hubs
            .iter()
            .flat_map(|(bus, hub)| (1..=HUB_PORTS).map(move |p| (*bus, format!("{hub}.{p}"))));
        on_roots
            .chain(on_hubs)
            .filter(move |(b, _)| bus.is_none_or(|wanted| wanted == *b))
    }

    fn free(&self) -> usize {
        self.candidates(None).filter(|p| !self.taken.contains(p)).count()
    }

    fn take(&mut self, bus: Option<u32>) -> Option<(u32, String)> {
        let found = self.candidates(bus).find(|p| !self.taken.contains(p))?;
        self.taken.insert(found.clone());
        Some(found)
    }
}

/// Adds hubs until there are ports for all, as far as chains of hubs may go.
fn add_hubs(d: &mut Devices, free: &mut Ports, wanting: usize) {
    while free.free() < wanting {
        let Some((bus, port)) = free.take(None) else {
            return;
        };
        if port.matches('.').count() + 1 >= MAX_DEPTH {
            return;
        }
        free.hubs.push((bus, port.clone()));
        d.hubs.push(Hub {
            hub_type: HubType::Usb,
            info: DeviceInfo {
                address: Some(Address::Usb(UsbAddress {
                    bus,
                    port: Some(port),
                })),
                ..DeviceInfo::default()
            },
        });
    }
}

/// Function of each part of Intel's ICH9 controllers.
pub(super) fn ich9_function(model: &str) -> Option<u8> {
    Some(match model {
        "ich9-ehci1" => 7,
        "ich9-uhci1" => 0,
        "ich9-uhci2" => 1,
        "ich9-uhci3" => 2,
        _ => return None,
    })
}

/// On a PC with ICH9 the first two sets of controllers have slots of their own.
pub(super) fn place_ich9(d: &mut Devices) {
    let mut slots: HashMap<u32, u8> = HashMap::new();
    let mut free = vec![0x1a, 0x1d];
    for c in d
        .controllers
        .iter()
        .filter(|c| c.controller_type == ControllerType::Usb)
    {
        if let (Some(Address::Pci(at)), Some(_)) =
            (&c.info.address, c.model.as_deref().and_then(ich9_function))
            && at.bus == 0
            && !at.is_unset()
        {
            free.retain(|slot| *slot != at.slot);
            slots.insert(c.index.unwrap_or(0), at.slot);
        }
    }
    for c in d
        .controllers
        .iter_mut()
        .filter(|c| c.controller_type == ControllerType::Usb)
    {
        let Some(function) = c.model.as_deref().and_then(ich9_function) else {
            continue;
        };
        if c.info.address.is_some() {
            continue;
        }
        let index = c.index.unwrap_or(0);
        let slot = match slots.get(&index) {
            Some(slot) => *slot,
            None => match free.pop() {
                Some(slot) => slot,
                None => continue,
            },
        };
        slots.insert(index, slot);
        let multifunction = (function == 0).then_some(OnOff::On);
        c.info.address = Some(Address::Pci(PciAddress {
            multifunction,
            ..PciAddress::new(0, 0, slot, function)
        }));
    }
}
