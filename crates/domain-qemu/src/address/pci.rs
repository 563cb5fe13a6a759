//! PCI: which bus takes what, which slots are free, and when another bus is needed.
//!
//! Knows no document. Buses are few and bounded by their 8-bit number, slots by 5 bits, so that no
//! number from outside sizes anything.

use std::fmt;

/// Most buses of a machine.
pub const MAX_BUSES: usize = 256;
const SLOTS: usize = 32;

/// A place on a bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PciAddress {
    /// Number of the bus: the index of its controller.
    pub bus: u8,
    /// Slot on the bus, below 32.
    pub slot: u8,
    /// Function in the slot, below 8.
    pub function: u8,
}

impl fmt::Display for PciAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}:{:02x}.{}", self.bus, self.slot, self.function)
    }
}

/// What makes a bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusKind {
    /// Root of a conventional machine.
    PciRoot,
    /// Root of a PCI Express machine.
    PcieRoot,
    /// One slot for an Express device.
    PcieRootPort,
    /// Bridge to a conventional bus.
    PciBridge,
    /// Bridge from Express to a conventional bus.
    PcieToPciBridge,
    /// The same, older.
    DmiToPciBridge,
    /// Upper part of a switch.
    SwitchUpstream,
    /// One slot of a switch.
    SwitchDownstream,
    /// A second conventional root.
    PciExpander,
    /// A second Express root.
    PcieExpander,
}

/// What a device has to be plugged into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A conventional slot.
    Pci,
    /// An Express slot behind a port.
    Pcie,
    /// A place for a port: a function of a slot on an Express root.
    Port,
    /// A place on the machine's own Express root.
    ExpressRoot,
    /// A place for the old bridge to a conventional bus, on any Express root.
    DmiBridge,
    /// A place on the machine's own conventional root.
    Root,
    /// A conventional slot for a bridge.
    Bridge,
    /// An Express slot for a bridge or switch.
    PcieBridge,
    /// A slot of a switch.
    SwitchPort,
}

impl fmt::Display for BusKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.model())
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Need::Pci => "a conventional device",
            Need::Pcie => "an Express device",
            Need::Port => "a pcie-root-port",
            Need::ExpressRoot => "a device of the Express root",
            Need::DmiBridge => "a dmi-to-pci-bridge",
            Need::Root => "a pci-expander-bus",
            Need::Bridge => "a pci-bridge",
            Need::PcieBridge => "a bridge or switch behind a port",
            Need::SwitchPort => "a pcie-switch-downstream-port",
        })
    }
}

impl BusKind {
    /// The name of the controller's model.
    pub fn model(self) -> &'static str {
        match self {
            BusKind::PciRoot => "pci-root",
            BusKind::PcieRoot => "pcie-root",
            BusKind::PcieRootPort => "pcie-root-port",
            BusKind::PciBridge => "pci-bridge",
            BusKind::PcieToPciBridge => "pcie-to-pci-bridge",
            BusKind::DmiToPciBridge => "dmi-to-pci-bridge",
            BusKind::SwitchUpstream => "pcie-switch-upstream-port",
            BusKind::SwitchDownstream => "pcie-switch-downstream-port",
            BusKind::PciExpander => "pci-expander-bus",
            BusKind::PcieExpander => "pcie-expander-bus",
        }
    }

    /// By the name of the controller's model.
    pub fn parse(model: &str) -> Option<Self> {
        Some(match model {
            "pci-root" => BusKind::PciRoot,
            "pcie-root" => BusKind::PcieRoot,
            "pcie-root-port" => BusKind::PcieRootPort,
            "pci-bridge" => BusKind::PciBridge,
            "pcie-to-pci-bridge" => BusKind::PcieToPciBridge,
            "dmi-to-pci-bridge" => BusKind::DmiToPciBridge,
            "pcie-switch-upstream-port" => BusKind::SwitchUpstream,
            "pcie-switch-downstream-port" => BusKind::SwitchDownstream,
            "pci-expander-bus" => BusKind::PciExpander,
            "pcie-expander-bus" => BusKind::PcieExpander,
            _ => return None,
        })
    }

    /// What its own controller has to be plugged into; roots into nothing.
    pub fn need(self) -> Option<Need> {
        match self {
            BusKind::PciRoot | BusKind::PcieRoot => None,
            BusKind::PcieRootPort => Some(Need::Port),
            BusKind::PciBridge => Some(Need::Bridge),
            BusKind::PciExpander => Some(Need::Root),
            BusKind::PcieToPciBridge | BusKind::SwitchUpstream => Some(Need::PcieBridge),
            BusKind::DmiToPciBridge => Some(Need::DmiBridge),
            BusKind::PcieExpander => Some(Need::ExpressRoot),
            BusKind::SwitchDownstream => Some(Need::SwitchPort),
        }
    }

    /// Whether a device of this need can be given a place here without being asked. Conventional devices are not put
    /// behind the old bridge, because nothing can be plugged in there while the guest runs.
    fn takes(self, need: Need) -> bool {
        use BusKind as B;
        match need {
            Need::Pci => matches!(
                self,
                B::PciRoot | B::PciBridge | B::PcieToPciBridge | B::PciExpander
            ),
            Need::Bridge => {
                matches!(
                    self,
                    B::PciRoot | B::PciBridge | B::PcieToPciBridge | B::DmiToPciBridge | B::PciExpander
                )
            }
            Need::Pcie | Need::PcieBridge => matches!(self, B::PcieRootPort | B::SwitchDownstream),
            Need::Port | Need::DmiBridge => matches!(self, B::PcieRoot | B::PcieExpander),
            Need::ExpressRoot => matches!(self, B::PcieRoot),
            Need::Root => matches!(self, B::PciRoot),
            Need::SwitchPort => matches!(self, B::SwitchUpstream),
        }
    }

    /// Whether a device of this need can be here because its document says so: where devices end, those of either
    /// kind may, and bridges.
    fn takes_chosen(self, need: Need) -> bool {
        let ends = !matches!(self, BusKind::SwitchUpstream | BusKind::PcieExpander);
        match need {
            Need::Pci | Need::Pcie | Need::Bridge => ends,
            _ => self.takes(need),
        }
    }

    /// First and last slot that can be used.
    fn slots(self) -> (usize, usize) {
        match self {
            BusKind::PcieRootPort | BusKind::SwitchDownstream => (0, 0),
            BusKind::SwitchUpstream
            | BusKind::DmiToPciBridge
            | BusKind::PciExpander
            | BusKind::PcieExpander => (0, 31),
            BusKind::PciRoot | BusKind::PcieRoot | BusKind::PciBridge | BusKind::PcieToPciBridge => (1, 31),
        }
    }
}

#[derive(Debug, Clone)]
struct Bus {
    kind: BusKind,
    /// Functions in use, a bit each.
    used: [u8; SLOTS],
    /// Slots whose functions are given to ports one by one.
    shared: u32,
}

/// Why an address cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PciError {
    /// There is no such bus.
    #[error("no PCI bus {bus} for address {address}; add a <controller type='pci' index='{bus}'/>", bus = address.bus)]
    NoBus {
        /// The address.
        address: PciAddress,
    },
    /// The slot does not exist on the bus.
    #[error("PCI address {address}: a {kind} bus has slots {first} to {last}")]
    NoSlot {
        /// The address.
        address: PciAddress,
        /// The bus.
        kind: BusKind,
        /// First slot.
        first: usize,
        /// Last slot.
        last: usize,
    },
    /// The bus is not one for this.
    #[error("PCI address {address}: {need} does not fit on a {kind} bus")]
    Misfit {
        /// The address.
        address: PciAddress,
        /// The bus.
        kind: BusKind,
        /// What the device needs.
        need: Need,
    },
    /// Another device is there.
    #[error("Attempted double use of PCI Address {address}")]
    InUse {
        /// The address.
        address: PciAddress,
    },
    /// No bus has room.
    #[error(
        "no bus has a free place for {need}, and none can be added for it; add a <controller type='pci'/> that takes it"
    )]
    Full {
        /// What it needs.
        need: Need,
    },
}

/// All buses of a machine and what is on them.
#[derive(Debug, Clone, Default)]
pub struct PciBuses {
    /// By number; a number may be missing.
    buses: Vec<Option<Bus>>,
}

impl PciBuses {
    /// Adds a bus. A second one of the same number is ignored.
    pub fn add(&mut self, number: u8, kind: BusKind) {
        let at = usize::from(number);
        if self.buses.len() <= at {
            self.buses.resize(at + 1, None);
        }
        let slot = &mut self.buses[at];
        if slot.is_none() {
            *slot = Some(Bus {
                kind,
                used: [0; SLOTS],
                shared: 0,
            });
        }
    }

    /// The lowest number that no bus has.
    pub fn free_number(&self) -> Option<u8> {
        let at = self
            .buses
            .iter()
            .position(Option::is_none)
            .unwrap_or(self.buses.len());
        u8::try_from(at).ok()
    }

    /// The kind of bus 0.
    pub fn root(&self) -> Option<BusKind> {
        self.buses.first().and_then(Option::as_ref).map(|b| b.kind)
    }

    /// Whether some bus takes this at all.
    pub fn any_takes(&self, need: Need) -> bool {
        self.buses.iter().flatten().any(|b| b.kind.takes(need))
    }

    /// Takes one function of the chipset's own.
    pub fn reserve(&mut self, address: PciAddress) -> Result<(), PciError> {
        self.take(address, None)
    }

    /// Takes the place that a document gives a device of this need.
    pub fn reserve_for(&mut self, address: PciAddress, need: Need) -> Result<(), PciError> {
        self.take(address, Some(need))
    }

    fn take(&mut self, address: PciAddress, need: Option<Need>) -> Result<(), PciError> {
        let there = self.buses.get_mut(usize::from(address.bus));
        let Some(bus) = there.and_then(Option::as_mut) else {
            return Err(PciError::NoBus { address });
        };
        let kind = bus.kind;
        if let Some(need) = need.filter(|need| !kind.takes_chosen(*need)) {
            return Err(PciError::Misfit { address, kind, need });
        }
        let (first, last) = kind.slots();
        let slot = usize::from(address.slot);
        if slot < first || slot > last || address.function > 7 {
            return Err(PciError::NoSlot {
                address,
                kind,
                first,
                last,
            });
        }
        let bit = 1 << address.function;
        if bus.used[slot] & bit != 0 {
            return Err(PciError::InUse { address });
        }
        if bus.used[slot] == 0 && need == Some(Need::Port) {
            bus.shared |= 1 << slot;
        }
        bus.used[slot] |= bit;
        Ok(())
    }

    /// Whether the slot is free.
    pub fn is_free(&self, bus: u8, slot: u8) -> bool {
        self.functions(bus, slot) == 0
    }

    /// Whether each slot of each bus has something.
    pub fn is_full(&self) -> bool {
        self.buses.iter().flatten().all(|bus| {
            let (first, last) = bus.kind.slots();
            bus.used[first..=last].iter().all(|used| *used != 0)
        })
    }

    /// Functions in use in a slot.
    pub fn functions(&self, bus: u8, slot: u8) -> u32 {
        let bus = self.buses.get(usize::from(bus)).and_then(Option::as_ref);
        bus.and_then(|b| b.used.get(usize::from(slot)))
            .map_or(0, |used| used.count_ones())
    }

    /// The next free slot for what needs this; its function of this number is taken.
    pub fn allocate_function(&mut self, need: Need, function: u8) -> Result<PciAddress, PciError> {
        let slot = self.allocate(need)?;
        if let Some(Some(bus)) = self.buses.get_mut(usize::from(slot.bus)) {
            bus.used[usize::from(slot.slot & 31)] = 1 << (function & 7);
        }
        Ok(PciAddress { function, ..slot })
    }

    /// The next free place for what needs this, taken.
    pub fn allocate(&mut self, need: Need) -> Result<PciAddress, PciError> {
        for (number, bus) in self.buses.iter_mut().enumerate() {
            let (Ok(number), Some(bus)) = (u8::try_from(number), bus) else {
                continue;
            };
            if !bus.kind.takes(need) {
                continue;
            }
            let (first, last) = bus.kind.slots();
            for slot in first..=last {
                // `slot` is at most 31.
                let at = slot as u8;
                if bus.used[slot] == 0 {
                    bus.used[slot] = 1;
                    if need == Need::Port {
                        bus.shared |= 1 << slot;
                    }
                    return Ok(PciAddress {
                        bus: number,
                        slot: at,
                        function: 0,
                    });
                }
                if need == Need::Port && bus.shared & (1 << slot) != 0 {
                    let free = bus.used[slot].trailing_ones();
                    if free < 8 {
                        bus.used[slot] |= 1 << free;
                        return Ok(PciAddress {
                            bus: number,
                            slot: at,
                            function: free as u8,
                        });
                    }
                }
            }
        }
        Err(PciError::Full { need })
    }

    /// The controllers to add, in order, so that something of this need finds room.
    pub fn growth(&self, need: Need) -> &'static [BusKind] {
        let express = self.root() == Some(BusKind::PcieRoot);
        match need {
            Need::Pcie | Need::PcieBridge if express => &[BusKind::PcieRootPort],
            Need::Pci | Need::Bridge if !express && self.root().is_some() => &[BusKind::PciBridge],
            Need::Pci | Need::Bridge if express => {
                if self.any_takes(Need::Bridge) {
                    &[BusKind::PciBridge]
                } else {
                    &[BusKind::PcieRootPort, BusKind::PcieToPciBridge]
                }
            }
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(bus: u8, slot: u8, function: u8) -> PciAddress {
        PciAddress { bus, slot, function }
    }

    #[test]
    fn ports_share_a_slot_and_devices_do_not() {
        let mut b = PciBuses::default();
        b.add(0, BusKind::PcieRoot);
        b.reserve(at(0, 1, 0)).unwrap();
        assert_eq!(b.allocate(Need::Port).unwrap(), at(0, 2, 0));
        assert_eq!(b.allocate(Need::Port).unwrap(), at(0, 2, 1));
        assert_eq!(b.allocate(Need::ExpressRoot).unwrap(), at(0, 3, 0));
        assert_eq!(b.allocate(Need::Pcie), Err(PciError::Full { need: Need::Pcie }));
        b.add(1, BusKind::PcieRootPort);
        assert_eq!(b.allocate(Need::Pcie).unwrap(), at(1, 0, 0));
    }

    #[test]
    fn refuses_what_cannot_be() {
        let mut b = PciBuses::default();
        b.add(0, BusKind::PciRoot);
        assert!(matches!(b.reserve(at(3, 1, 0)), Err(PciError::NoBus { .. })));
        assert!(matches!(b.reserve(at(0, 0, 0)), Err(PciError::NoSlot { .. })));
        b.reserve(at(0, 5, 1)).unwrap();
        b.reserve(at(0, 5, 2)).unwrap();
        assert!(matches!(b.reserve(at(0, 5, 2)), Err(PciError::InUse { .. })));
        b.add(1, BusKind::PcieExpander);
        let misfit = b.reserve_for(at(1, 0, 0), Need::Pcie);
        assert!(matches!(misfit, Err(PciError::Misfit { .. })));
    }

    proptest! {
        #[test]
        fn never_gives_a_place_twice(steps in prop::collection::vec((0u8..4, 0u8..34, 0u8..9, 0usize..3), 0..300)) {
            let mut b = PciBuses::default();
            b.add(0, BusKind::PcieRoot);
            b.add(1, BusKind::PcieRootPort);
            b.add(3, BusKind::PcieToPciBridge);
            let mut taken = std::collections::HashSet::new();
            for (bus, slot, function, what) in steps {
                let got = match what {
                    0 => b.reserve(at(bus, slot, function)).map(|()| at(bus, slot, function)),
                    1 => b.allocate(Need::Pci),
                    _ => b.allocate(Need::Port),
                };
                if let Ok(address) = got {
                    prop_assert!(taken.insert(address));
                }
            }
        }
    }
}
