//! PCI: which bus takes what, which slots are free, and when another bus is needed.
//!
//! Knows no document. Buses are few and bounded by their 8-bit number, slots by 5 bits, so that no
//! number from outside sizes anything.

use std::fmt;

/// Most buses of a machine.
pub const MAX_BUSES: usize = 256;
const SLOTS: usize = 32;
const ALL_FUNCTIONS: u8 = 0xff;

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
    /// A place for a bridge on an Express root.
    RootBridge,
    /// A conventional slot for a bridge.
    Bridge,
    /// An Express slot for a bridge or switch.
    PcieBridge,
    /// A slot of a switch.
    SwitchPort,
}

impl BusKind {
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
            BusKind::PciBridge | BusKind::PciExpander => Some(Need::Bridge),
            BusKind::PcieToPciBridge | BusKind::SwitchUpstream => Some(Need::PcieBridge),
            BusKind::DmiToPciBridge | BusKind::PcieExpander => Some(Need::RootBridge),
            BusKind::SwitchDownstream => Some(Need::SwitchPort),
        }
    }

    fn takes(self, need: Need) -> bool {
        use BusKind as B;
        match need {
            Need::Pci => matches!(
                self,
                B::PciRoot | B::PciBridge | B::PcieToPciBridge | B::DmiToPciBridge
            ),
            Need::Bridge => {
                matches!(
                    self,
                    B::PciRoot | B::PciBridge | B::PcieToPciBridge | B::DmiToPciBridge | B::PciExpander
                )
            }
            Need::Pcie | Need::PcieBridge => matches!(self, B::PcieRootPort | B::SwitchDownstream),
            Need::Port => matches!(self, B::PcieRoot | B::PcieExpander),
            Need::RootBridge => matches!(self, B::PcieRoot),
            Need::SwitchPort => matches!(self, B::SwitchUpstream),
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
    #[error("PCI address {address}: a {kind:?} bus has slots {first} to {last}")]
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
    /// Another device is there.
    #[error("Attempted double use of PCI Address {address}")]
    InUse {
        /// The address.
        address: PciAddress,
    },
    /// No bus has room.
    #[error("no free slot for a device that needs {need:?}")]
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

    /// Whether there is nothing but the root.
    pub fn is_bare(&self) -> bool {
        self.buses.iter().flatten().count() <= 1
    }

    /// Whether some bus takes this at all.
    pub fn any_takes(&self, need: Need) -> bool {
        self.buses.iter().flatten().any(|b| b.kind.takes(need))
    }

    /// Takes one function, or all of a slot.
    pub fn reserve(&mut self, address: PciAddress, whole_slot: bool) -> Result<(), PciError> {
        let Some(bus) = self
            .buses
            .get_mut(usize::from(address.bus))
            .and_then(Option::as_mut)
        else {
            return Err(PciError::NoBus { address });
        };
        let (first, last) = bus.kind.slots();
        let slot = usize::from(address.slot);
        if slot < first || slot > last || address.function > 7 {
            return Err(PciError::NoSlot {
                address,
                kind: bus.kind,
                first,
                last,
            });
        }
        let bits = if whole_slot {
            ALL_FUNCTIONS
        } else {
            1 << address.function
        };
        if bus.used[slot] & bits != 0 {
            return Err(PciError::InUse { address });
        }
        bus.used[slot] |= bits;
        Ok(())
    }

    /// Marks the slot as one whose functions ports share, because one is there.
    pub fn share(&mut self, address: PciAddress) {
        if let Some(Some(bus)) = self.buses.get_mut(usize::from(address.bus)) {
            bus.shared |= 1 << (address.slot & 31);
        }
    }

    /// Whether the slot is free.
    pub fn is_free(&self, bus: u8, slot: u8) -> bool {
        let bus = self.buses.get(usize::from(bus)).and_then(Option::as_ref);
        bus.is_some_and(|b| b.used.get(usize::from(slot)).is_some_and(|used| *used == 0))
    }

    /// Functions in use in a slot.
    pub fn functions(&self, bus: u8, slot: u8) -> u32 {
        let bus = self.buses.get(usize::from(bus)).and_then(Option::as_ref);
        bus.and_then(|b| b.used.get(usize::from(slot)))
            .map_or(0, |used| used.count_ones())
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
                    if need == Need::Port {
                        bus.shared |= 1 << slot;
                        bus.used[slot] = 1;
                    } else {
                        bus.used[slot] = ALL_FUNCTIONS;
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
        b.reserve(at(0, 1, 0), true).unwrap();
        assert_eq!(b.allocate(Need::Port).unwrap(), at(0, 2, 0));
        assert_eq!(b.allocate(Need::Port).unwrap(), at(0, 2, 1));
        assert_eq!(b.allocate(Need::RootBridge).unwrap(), at(0, 3, 0));
        assert_eq!(b.allocate(Need::Pcie), Err(PciError::Full { need: Need::Pcie }));
        b.add(1, BusKind::PcieRootPort);
        assert_eq!(b.allocate(Need::Pcie).unwrap(), at(1, 0, 0));
    }

    #[test]
    fn refuses_what_cannot_be() {
        let mut b = PciBuses::default();
        b.add(0, BusKind::PciRoot);
        assert!(matches!(
            b.reserve(at(3, 1, 0), false),
            Err(PciError::NoBus { .. })
        ));
        assert!(matches!(
            b.reserve(at(0, 0, 0), false),
            Err(PciError::NoSlot { .. })
        ));
        b.reserve(at(0, 5, 1), false).unwrap();
        b.reserve(at(0, 5, 2), false).unwrap();
        assert!(matches!(
            b.reserve(at(0, 5, 2), false),
            Err(PciError::InUse { .. })
        ));
        assert!(matches!(
            b.reserve(at(0, 5, 0), true),
            Err(PciError::InUse { .. })
        ));
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
                    0 => b.reserve(at(bus, slot, function), false).map(|()| at(bus, slot, function)),
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
