//! Addresses of all devices.
//!
//! PCI places are tried with the buses that are there; when something finds no room, the controller that
//! would give it room is added and all is tried anew. Where a place is left at all, or the buses are not of the
//! user's choice, one is kept free, so that a device can be plugged in later. The number of buses is limited to
//! 256, so the trying ends.

use super::controllers::root_model;
use super::pci_order::{self, Wanting};
use super::{chars, controllers, usb};
use crate::address::pci::{BusKind, MAX_BUSES, Need, PciAddress as Place, PciBuses, PciError};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, PciAddress};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::controller::ControllerModel;
use ferrovirt_schema::domain::devices::controller::{Controller, ControllerType, PciTarget};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_schema::domain::devices::sound::{Sound, SoundModel};
use ferrovirt_schema::domain::devices::video::{Video, VideoType};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Hex, OnOff};
use std::collections::{BTreeSet, HashMap};

pub(super) fn assign(devices: &mut Devices, q35: bool) -> Result<()> {
    check_domains(devices, q35)?;
    chars::assign_virtio_ports(devices)?;
    usb::assign(devices)?;
    check_root(devices, q35)?;
    check_parents(devices)?;
    fixed_places(devices, q35)?;
    if !q35 {
        referenced_bridges(devices)?;
    }
    let chosen_buses = pci_controllers(devices).count() > 1;
    loop {
        let mut plan = Plan::new(devices)?;
        match plan.place_all(devices, q35, chosen_buses) {
            Ok(()) => {
                plan.write(devices, q35);
                break;
            }
            Err(PciError::Full { need }) => grow(devices, &plan.buses, need)?,
            Err(e) => return Err(QemuError::BadXml(e.to_string())),
        }
    }
    check_rooted(devices)?;
    usb::check(devices)
}

/// Machines have one PCI domain.
fn check_domains(devices: &mut Devices, q35: bool) -> Result<()> {
    let of_buses = devices.controllers.iter().find_map(|c| foreign_domain(&c.info));
    let of_devices = || {
        let mut all = pci_order::devices(devices, q35).into_iter();
        all.find_map(|wanting| foreign_domain(wanting.info))
    };
    match of_buses.or_else(of_devices) {
        Some(at) => Err(QemuError::BadXml(format!(
            "Invalid PCI address {:04x}:{:02x}:{:02x}.{:x}. Only PCI domain 0 is available",
            at.domain, at.bus, at.slot, at.function
        ))),
        None => Ok(()),
    }
}

fn foreign_domain(info: &DeviceInfo) -> Option<PciAddress> {
    match &info.address {
        Some(Address::Pci(at)) if at.domain != 0 => Some(*at),
        _ => None,
    }
}

/// Every machine has its own root, and further ones of the same kind.
fn check_root(devices: &Devices, q35: bool) -> Result<()> {
    let wanted = root_model(q35);
    let root = pci_controllers(devices).find(|c| c.index == Some(0));
    if let Some(model) = root.and_then(|c| c.model).filter(|model| *model != wanted) {
        return Err(QemuError::BadXml(format!(
            "the PCI controller with index 0 of this machine is its '{wanted}', not a '{model}'; give that one a higher index"
        )));
    }
    let (other, machine) = match q35 {
        true => (ControllerModel::PciExpanderBus, "440fx"),
        false => (ControllerModel::PcieExpanderBus, "q35"),
    };
    let foreign = |c: &Controller| c.model == Some(other);
    match pci_controllers(devices).any(foreign) {
        true => Err(QemuError::ConfigUnsupported(format!(
            "{other} controllers are only supported on {machine} machines"
        ))),
        false => Ok(()),
    }
}

/// A bus that is hung on another by the user has the higher number.
fn check_parents(devices: &Devices) -> Result<()> {
    for c in pci_controllers(devices) {
        let index = c.index.unwrap_or(0);
        if let Some(place) = chosen(&c.info).filter(|place| u32::from(place.bus) >= index) {
            return Err(QemuError::ConfigUnsupported(format!(
                "the PCI controller with index {index} is on bus {}, but its index has to be higher than that",
                place.bus
            )));
        }
    }
    Ok(())
}

/// Refuses buses that hang on themselves, because there is no other place for them.
fn check_rooted(devices: &Devices) -> Result<()> {
    let parents: HashMap<u32, u32> = pci_controllers(devices)
        .filter_map(|c| Some((c.index?, u32::from(chosen(&c.info)?.bus))))
        .collect();
    for index in parents.keys() {
        let mut at = *index;
        let steps = std::iter::from_fn(|| {
            at = *parents.get(&at)?;
            Some(())
        });
        if steps.take(MAX_BUSES).count() == MAX_BUSES {
            let text = format!(
                "the PCI controller with index {index} has no place but on itself; add one that it can be plugged into"
            );
            return Err(QemuError::coded(ErrorNumber::InternalError, text));
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
fn fixed_places(devices: &mut Devices, q35: bool) -> Result<()> {
    for c in &mut devices.controllers {
        let own = match (c.controller_type, c.model) {
            _ if c.index != Some(0) => continue,
            (ControllerType::Ide, _) if !q35 => at(1, 1),
            (ControllerType::Usb, Some(ControllerModel::Piix3Uhci)) if !q35 => at(1, 2),
            (ControllerType::Sata, _) if q35 => at(0x1f, 2),
            _ => continue,
        };
        if wants(&c.info) {
            set(&mut c.info, own, false);
        } else if chosen(&c.info) != Some(own) {
            let text = format!(
                "the first {} controller is part of the chipset at PCI address {own}",
                c.controller_type
            );
            return Err(QemuError::coded(ErrorNumber::InternalError, text));
        }
    }
    let mut taken = taken_slots(devices, q35);
    if q35 {
        let bridge = |c: &&mut Controller| c.model == Some(ControllerModel::DmiToPciBridge);
        for c in devices.controllers.iter_mut().filter(bridge) {
            if c.info.address.is_none() && taken.insert(0x1e) {
                set(&mut c.info, at(0x1e, 0), false);
            }
        }
        usb::place_ich9(devices, &mut taken);
    }
    let custom = if q35 { 1 } else { 2 };
    let none = |v: &Video| {
        let model = v.model.as_ref().map(|m| m.model_type);
        matches!(model, Some(VideoType::None | VideoType::Ramfb))
    };
    if let Some(video) = devices.videos.first_mut().filter(|v| !none(v))
        && wants(&video.info)
        && taken.insert(custom)
    {
        set(&mut video.info, at(custom, 0), false);
    }
    let ich9 = |s: &&mut Sound| s.model == SoundModel::Ich9;
    if q35
        && let Some(sound) = devices.sounds.iter_mut().find(ich9)
        && wants(&sound.info)
        && taken.insert(0x1b)
    {
        set(&mut sound.info, at(0x1b, 0), false);
    }
    Ok(())
}

/// Slots of the root that are spoken for.
fn taken_slots(devices: &mut Devices, q35: bool) -> BTreeSet<u8> {
    let buses = pci_controllers(devices).filter_map(|c| chosen(&c.info));
    let mut all: Vec<Place> = buses.collect();
    all.extend(
        pci_order::devices(devices, q35)
            .iter()
            .filter_map(|w| chosen(w.info)),
    );
    let on_root = all.into_iter().filter(|place| place.bus == 0);
    on_root.map(|place| place.slot).collect()
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
            let kind = c.model.and_then(bus_of);
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

    fn place_all(&mut self, devices: &mut Devices, q35: bool, chosen_buses: bool) -> Result<(), PciError> {
        for (slot, function) in if q35 {
            [(0x1f, 0), (0x1f, 3)]
        } else {
            [(1, 0), (1, 3)]
        } {
            self.buses.reserve(at(slot, function))?;
        }
        // First what is fixed, then what can be anywhere.
        for c in pci_controllers(devices) {
            if let (Some(place), Some(need)) = (chosen(&c.info), need_of(c)) {
                self.buses.reserve_for(place, need)?;
            }
        }
        for Wanting { need, info, .. } in pci_order::devices(devices, q35) {
            if let Some(place) = chosen(info) {
                self.buses.reserve_for(place, need)?;
            }
        }
        let full = self.buses.is_full();
        // The first graphics card comes before all, as it does where its usual slot is free.
        let mut primary = None;
        for Wanting { need, info, .. } in pci_order::devices(devices, q35).iter().filter(|w| w.primary) {
            if wants(info) {
                primary = Some(self.buses.allocate(*need)?);
            }
        }
        self.controllers.clear();
        for c in pci_controllers(devices) {
            let place = match need_of(c) {
                Some(need) if wants(&c.info) => Some(self.buses.allocate(need)?),
                _ => None,
            };
            self.controllers.push(place);
        }
        self.others.clear();
        let mut groups: HashMap<u32, Place> = HashMap::new();
        for Wanting { info, group, .. } in pci_order::devices(devices, q35) {
            if let (Some((set, _)), Some(place)) = (group, chosen(info)) {
                groups.entry(set).or_insert(place);
            }
        }
        for wanting in pci_order::devices(devices, q35) {
            let Wanting {
                need, info, group, ..
            } = wanting;
            let place = match (wants(info), group) {
                (false, _) => None,
                (true, None) if wanting.primary => primary,
                (true, None) => Some(self.buses.allocate(need)?),
                (true, Some((set, function))) => Some(match groups.get(&set) {
                    Some(slot) => {
                        let place = Place { function, ..*slot };
                        self.buses.reserve(place)?;
                        place
                    }
                    None => {
                        let place = self.buses.allocate_function(need, function)?;
                        groups.insert(set, place);
                        place
                    }
                }),
            };
            self.others.push(place);
        }
        self.keep_room(q35, full, chosen_buses)
    }

    /// Whether one more device would find a place, where there is to be one.
    fn keep_room(&self, q35: bool, full: bool, chosen_buses: bool) -> Result<(), PciError> {
        let need = match q35 {
            true if chosen_buses || !self.buses.any_takes(Need::Pcie) => return Ok(()),
            true => Need::Pcie,
            false if full => return Ok(()),
            false => Need::Pci,
        };
        self.buses.clone().allocate(need).map(|_| ())
    }

    fn write(self, devices: &mut Devices, q35: bool) {
        let buses = self.buses;
        for (Wanting { info, group, .. }, place) in
            pci_order::devices(devices, q35).into_iter().zip(self.others)
        {
            settle(info, place, &buses, group.is_some());
        }
        let of_type = devices
            .controllers
            .iter_mut()
            .filter(|c| c.controller_type == ControllerType::Pci);
        for (c, place) in of_type.zip(self.controllers) {
            settle(&mut c.info, place, &buses, false);
            port_number(c);
        }
    }
}

/// Writes down a place that was found. The first function of a slot says when there are more.
fn settle(info: &mut DeviceInfo, place: Option<Place>, buses: &PciBuses, grouped: bool) {
    if let Some(place) = place {
        set(info, place, grouped && place.function == 0);
    }
    if let Some(Address::Pci(at)) = &mut info.address
        && at.function == 0
        && at.multifunction.is_none()
        && buses.functions(at.bus, at.slot) > 1
    {
        at.multifunction = Some(OnOff::On);
    }
}

fn bus_of(model: ControllerModel) -> Option<BusKind> {
    BusKind::parse(model.as_str())
}

/// What the controller of a bus has to be plugged into.
fn need_of(c: &Controller) -> Option<Need> {
    c.model.and_then(bus_of).and_then(BusKind::need)
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
    let number = match c.model {
        Some(ControllerModel::PcieRootPort) => place.slot << 3 | place.function,
        Some(ControllerModel::PcieSwitchDownstreamPort) => place.slot,
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
        let text = PciError::Full { need }.to_string();
        return Err(match need {
            // No machine of this kind has such a bus.
            Need::ExpressRoot => QemuError::ConfigUnsupported(text),
            _ => QemuError::coded(ErrorNumber::InternalError, text),
        });
    }
    let mut buses = buses.clone();
    for kind in kinds {
        let number = buses
            .free_number()
            .ok_or_else(|| QemuError::coded(ErrorNumber::InternalError, "all 256 PCI buses are in use"))?;
        buses.add(number, *kind);
        devices
            .controllers
            .push(bus_controller(*kind, u32::from(number))?);
    }
    Ok(())
}

fn bus_controller(kind: BusKind, index: u32) -> Result<Controller> {
    let mut controller = Controller {
        controller_type: ControllerType::Pci,
        index: Some(index),
        model: ControllerModel::from_word(kind.model()),
        ..Controller::default()
    };
    controllers::pci_model(&mut controller)?;
    Ok(controller)
}
