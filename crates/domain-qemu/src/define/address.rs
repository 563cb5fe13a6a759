//! Addresses of all devices.
//!
//! PCI places are tried with the buses that are there; when something finds no room, the controller that
//! would give it room is added and all is tried anew. One place is kept free, so that a device can be
//! plugged in later. The number of buses is limited to 256, so the trying ends.

use super::pci_order::{self, Wanting};
use super::{chars, controllers, usb};
use crate::address::pci::{BusKind, Need, PciAddress as Place, PciBuses, PciError};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, PciAddress};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType, PciTarget};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::sound::SoundModel;
use ferrovirt_schema::domain::devices::video::VideoType;
use ferrovirt_xml::{Hex, OnOff};
use std::collections::HashMap;

pub(super) fn assign(devices: &mut Devices, q35: bool) -> Result<()> {
    chars::assign_virtio_ports(devices)?;
    usb::assign(devices)?;
    fixed_places(devices, q35);
    if !q35 {
        referenced_bridges(devices)?;
    }
    loop {
        let mut plan = Plan::new(devices)?;
        match plan.place_all(devices, q35) {
            Ok(()) => {
                plan.write(devices, q35);
                break;
            }
            Err(PciError::Full { need }) => grow(devices, &plan.buses, need)?,
            Err(e) => return Err(QemuError::BadXml(e.to_string())),
        }
    }
    Ok(())
}

/// Buses that a conventional machine must have because they, or higher ones, are spoken of.
fn referenced_bridges(devices: &mut Devices) -> Result<()> {
    let by_devices = pci_order::devices(devices, false)
        .iter()
        .filter_map(|w| chosen(w.info))
        .map(|p| u32::from(p.bus))
        .max();
    let by_controllers = pci_controllers(devices).filter_map(|c| c.index).max();
    let last = by_devices
        .max(by_controllers)
        .unwrap_or(0)
        .min(u32::from(u8::MAX));
    for index in 1..=last {
        if !pci_controllers(devices).any(|c| c.index == Some(index)) {
            devices
                .controllers
                .push(bus_controller(BusKind::PciBridge, index)?);
        }
    }
    Ok(())
}

/// The PCI address of a device, if it has been chosen.
fn chosen(info: &DeviceInfo) -> Option<Place> {
    match &info.address {
        Some(Address::Pci(at)) if !at.is_unset() => Some(Place {
            bus: at.bus,
            slot: at.slot,
            function: at.function,
        }),
        _ => None,
    }
}

fn wants(info: &DeviceInfo) -> bool {
    match &info.address {
        None => true,
        Some(Address::Pci(at)) => at.is_unset(),
        _ => false,
    }
}

fn set(info: &mut DeviceInfo, at: Place, multifunction: bool) {
    let mut address = PciAddress::new(0, at.bus, at.slot, at.function);
    if let Some(Address::Pci(old)) = &info.address {
        address.multifunction = old.multifunction;
    }
    if multifunction {
        address.multifunction = Some(OnOff::On);
    }
    info.address = Some(Address::Pci(address));
}

fn at(slot: u8, function: u8) -> Place {
    Place {
        bus: 0,
        slot,
        function,
    }
}

/// Devices whose place is part of the chipset, or by custom.
fn fixed_places(devices: &mut Devices, q35: bool) {
    for c in devices.controllers.iter_mut().filter(|c| wants(&c.info)) {
        let first = c.index == Some(0);
        match (c.controller_type, c.model.as_deref()) {
            (ControllerType::Ide, _) if !q35 && first => set(&mut c.info, at(1, 1), false),
            (ControllerType::Usb, Some("piix3-uhci")) if !q35 && first => set(&mut c.info, at(1, 2), false),
            (ControllerType::Sata, _) if q35 && first => set(&mut c.info, at(0x1f, 2), false),
            (ControllerType::Pci, Some("dmi-to-pci-bridge")) if q35 && c.index == Some(1) => {
                set(&mut c.info, at(0x1e, 0), false);
            }
            _ => {}
        }
    }
    if q35 {
        usb::place_ich9(devices);
    }
    let taken = |devices: &mut Devices, slot: u8| {
        let others = pci_order::devices(devices, q35)
            .iter()
            .any(|w| chosen(w.info).is_some_and(|p| p.bus == 0 && p.slot == slot));
        others
            || devices
                .controllers
                .iter()
                .any(|c| chosen(&c.info).is_some_and(|p| p.bus == 0 && p.slot == slot))
    };
    let custom = if q35 { 1 } else { 2 };
    if !taken(devices, custom)
        && let Some(video) = devices.videos.first_mut()
        && wants(&video.info)
        && !matches!(
            video.model.as_ref().map(|m| m.model_type),
            Some(VideoType::None | VideoType::Ramfb)
        )
    {
        set(&mut video.info, at(custom, 0), false);
    }
    if q35
        && !taken(devices, 0x1b)
        && let Some(sound) = devices.sounds.iter_mut().find(|s| s.model == SoundModel::Ich9)
        && wants(&sound.info)
    {
        set(&mut sound.info, at(0x1b, 0), false);
    }
}

/// Places for one attempt.
struct Plan {
    buses: PciBuses,
    controllers: Vec<Option<Place>>,
    others: Vec<Option<Place>>,
}

impl Plan {
    fn new(devices: &Devices) -> Result<Self> {
        let mut buses = PciBuses::default();
        for c in pci_controllers(devices) {
            let index = c.index.unwrap_or(0);
            let kind = c.model.as_deref().and_then(BusKind::parse);
            let (Ok(number), Some(kind)) = (u8::try_from(index), kind) else {
                return Err(QemuError::ConfigUnsupported(format!(
                    "pci controller index {index} is out of range"
                )));
            };
            buses.add(number, kind);
        }
        Ok(Plan {
            buses,
            controllers: Vec::new(),
            others: Vec::new(),
        })
    }

    fn place_all(&mut self, devices: &mut Devices, q35: bool) -> Result<(), PciError> {
        for (slot, function) in if q35 {
            [(0x1f, 0), (0x1f, 3)]
        } else {
            [(1, 0), (1, 3)]
        } {
            self.buses.reserve(at(slot, function), false)?;
        }
        // First what is fixed, then what can be anywhere.
        for c in pci_controllers(devices) {
            if let Some(place) = chosen(&c.info) {
                self.buses.reserve(place, false)?;
                if c.model.as_deref() == Some("pcie-root-port") {
                    self.buses.share(place);
                }
            }
        }
        for Wanting { info, .. } in pci_order::devices(devices, q35) {
            if let Some(place) = chosen(info) {
                self.buses.reserve(place, false)?;
            }
        }
        self.controllers.clear();
        for c in pci_controllers(devices) {
            let need = c
                .model
                .as_deref()
                .and_then(BusKind::parse)
                .and_then(BusKind::need);
            let place = match need {
                Some(need) if wants(&c.info) => Some(self.buses.allocate(need)?),
                _ => None,
            };
            self.controllers.push(place);
        }
        self.others.clear();
        let mut groups: HashMap<u32, Place> = HashMap::new();
        for Wanting { info, group, .. } in pci_order::devices(devices, q35) {
            if let (Some((set, _)), Some(place)) = (group, chosen(info)) {
                groups.insert(set, place);
            }
        }
        for Wanting { need, info, group } in pci_order::devices(devices, q35) {
            let place = match (wants(info), group) {
                (false, _) => None,
                (true, None) => Some(self.buses.allocate(need)?),
                (true, Some((set, function))) => {
                    let slot = match groups.get(&set) {
                        Some(slot) => *slot,
                        None => self.buses.allocate(need)?,
                    };
                    groups.insert(set, slot);
                    Some(Place { function, ..slot })
                }
            };
            self.others.push(place);
        }
        // Room for one more, where there is a bus that devices can be plugged into at all.
        if q35 && self.buses.is_bare() {
            return Ok(());
        }
        self.buses
            .clone()
            .allocate(if q35 { Need::Pcie } else { Need::Pci })
            .map(|_| ())
    }

    fn write(self, devices: &mut Devices, q35: bool) {
        let buses = self.buses;
        for (Wanting { info, group, .. }, place) in
            pci_order::devices(devices, q35).into_iter().zip(self.others)
        {
            if let Some(place) = place {
                set(info, place, group.is_some() && place.function == 0);
            }
        }
        let of_type = devices
            .controllers
            .iter_mut()
            .filter(|c| c.controller_type == ControllerType::Pci);
        for (c, place) in of_type.zip(self.controllers) {
            if let Some(place) = place {
                let port = c.model.as_deref() == Some("pcie-root-port");
                let several = place.function == 0 && buses.functions(place.bus, place.slot) > 1;
                set(&mut c.info, place, port && several);
            }
            port_number(c);
        }
    }
}

fn pci_controllers(devices: &Devices) -> impl Iterator<Item = &Controller> {
    devices
        .controllers
        .iter()
        .filter(|c| c.controller_type == ControllerType::Pci)
}

/// Ports are numbered by their place.
fn port_number(c: &mut Controller) {
    let Some(place) = chosen(&c.info) else { return };
    let number = match c.model.as_deref() {
        Some("pcie-root-port") => place.slot << 3 | place.function,
        Some("pcie-switch-downstream-port") => place.slot,
        _ => return,
    };
    c.target
        .get_or_insert_with(PciTarget::default)
        .port
        .get_or_insert(Hex(number));
}

fn grow(devices: &mut Devices, buses: &PciBuses, need: Need) -> Result<()> {
    let kinds = buses.growth(need);
    if kinds.is_empty() {
        return Err(QemuError::ConfigUnsupported(PciError::Full { need }.to_string()));
    }
    let mut buses = buses.clone();
    for kind in kinds {
        let number = buses
            .free_number()
            .ok_or_else(|| QemuError::ConfigUnsupported("No more available PCI slots".to_owned()))?;
        buses.add(number, *kind);
        devices
            .controllers
            .push(bus_controller(*kind, u32::from(number))?);
    }
    Ok(())
}

fn bus_controller(kind: BusKind, index: u32) -> Result<Controller> {
    let model = match kind {
        BusKind::PcieRootPort => "pcie-root-port",
        BusKind::PcieToPciBridge => "pcie-to-pci-bridge",
        _ => "pci-bridge",
    };
    let mut controller = Controller {
        controller_type: ControllerType::Pci,
        index: Some(index),
        model: Some(model.to_owned()),
        ..Controller::default()
    };
    controllers::pci_model(&mut controller)?;
    Ok(controller)
}
