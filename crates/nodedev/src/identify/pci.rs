//! PCI devices: identity, functions, IOMMU group, links of PCI Express.
//!
//! Layout of the configuration space: PCI Local Bus 3.0, chapter 6; PCI Express Base, section 7.5.3.

use super::{Identity, Raw, mdev};
use crate::vpd;
use ferrovirt_schema::common::address::PciAddress;
use ferrovirt_schema::common::source::BarePci;
use ferrovirt_schema::nodedev::{
    Capability, Identified, IommuGroup, LinkValidity, PciAddressCapability, PciCapability, PciDevice,
    PciExpress, PciLink, VirtualFunctions,
};
use std::path::Path;

/// The part of the configuration space that any PCI device has.
const CONFIG_SIZE: u64 = 256;
const VPD_SIZE: u64 = 32 << 10;

pub(super) fn identify(raw: &Raw<'_>) -> Option<Identity> {
    let address = PciAddress::from_kernel(&raw.sysname)?;
    let (vendor, product) = (raw.hex("vendor")?, raw.hex("device")?);
    let (vendor, product) = (u16::try_from(vendor).ok()?, u16::try_from(product).ok()?);
    let (vendor_name, product_name) = raw.names.lookup(raw.root, vendor, product);
    let config = raw.root.bytes(&raw.path.join("config"), CONFIG_SIZE);
    let config = Config(config.unwrap_or_default());
    let device = PciDevice {
        class: raw.hex("class").map(|class| format!("0x{class:06x}")),
        domain: address.domain,
        bus: address.bus.into(),
        slot: address.slot.into(),
        function: address.function.into(),
        product: Some(identified(product, product_name)),
        vendor: Some(identified(vendor, vendor_name)),
        capabilities: capabilities(raw, &config),
        iommu_group: iommu_group(raw),
        numa_node: raw.number("numa_node").filter(|node| *node >= 0),
        pci_express: config.express(),
    };
    Some(Capability::Pci(Box::new(device)).into())
}

fn identified(id: u16, name: Option<String>) -> Identified {
    Identified {
        id: Some(format!("0x{id:04x}")),
        name,
    }
}

fn capabilities(raw: &Raw<'_>, config: &Config) -> Vec<PciCapability> {
    let mut all = Vec::new();
    if let Some(address) = linked(raw, "physfn") {
        let address = Some(address);
        all.push(PciCapability::PhysFunction(PciAddressCapability { address }));
    }
    let functions = virtual_functions(raw);
    let max_count: u32 = raw.number("sriov_totalvfs").unwrap_or(0);
    if max_count > 0 || !functions.is_empty() {
        all.push(PciCapability::VirtFunctions(VirtualFunctions {
            max_count: (max_count > 0).then_some(max_count),
            addresses: functions,
        }));
    }
    match config.header_type() {
        Some(1) => all.push(PciCapability::PciBridge),
        Some(2) => all.push(PciCapability::CardbusBridge),
        _ => {}
    }
    all.extend(mdev::types(raw).map(PciCapability::MdevTypes));
    let vpd = raw.root.bytes(&raw.path.join("vpd"), VPD_SIZE);
    all.extend(vpd.and_then(|bytes| vpd::parse(&bytes)).map(PciCapability::Vpd));
    all
}

/// The functions that links `virtfn0`, `virtfn1` and so on name, in that order.
fn virtual_functions(raw: &Raw<'_>) -> Vec<BarePci> {
    let mut numbers: Vec<u32> = raw
        .root
        .names(&raw.path)
        .iter()
        .filter_map(|name| name.strip_prefix("virtfn")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers
        .iter()
        .filter_map(|number| linked(raw, &format!("virtfn{number}")))
        .collect()
}

fn linked(raw: &Raw<'_>, link: &str) -> Option<BarePci> {
    let name = raw.root.link_name(&raw.path.join(link))?;
    PciAddress::from_kernel(&name).map(BarePci)
}

fn iommu_group(raw: &Raw<'_>) -> Option<IommuGroup> {
    let number = raw.root.link_name(&raw.path.join("iommu_group"))?.parse().ok()?;
    let folder = Path::new("/sys/kernel/iommu_groups").join(format!("{number}/devices"));
    let addresses = raw.root.names(&folder);
    Some(IommuGroup {
        number,
        addresses: addresses
            .iter()
            .filter_map(|name| PciAddress::from_kernel(name).map(BarePci))
            .collect(),
    })
}

/// The first bytes of a configuration space; an unprivileged reader gets 64 of them.
struct Config(Vec<u8>);

const STATUS: usize = 0x06;
const STATUS_CAPABILITIES: u16 = 0x10;
const HEADER_TYPE: usize = 0x0e;
const CAPABILITIES: usize = 0x34;
const EXPRESS: u8 = 0x10;
/// More than fit into the space: a list that is longer runs in a circle.
const CAPABILITIES_MAX: usize = 48;

impl Config {
    fn word(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes([*self.0.get(at)?, *self.0.get(at + 1)?]))
    }

    fn header_type(&self) -> Option<u8> {
        self.0.get(HEADER_TYPE).map(|byte| byte & 0x7f)
    }

    fn find(&self, id: u8) -> Option<usize> {
        if self.word(STATUS)? & STATUS_CAPABILITIES == 0 {
            return None;
        }
        let mut at = usize::from(*self.0.get(CAPABILITIES)? & 0xfc);
        for _ in 0..CAPABILITIES_MAX {
            if at < 0x40 {
                return None;
            }
            if *self.0.get(at)? == id {
                return Some(at);
            }
            at = usize::from(*self.0.get(at + 1)? & 0xfc);
        }
        None
    }

    fn express(&self) -> Option<PciExpress> {
        let at = self.find(EXPRESS)?;
        let low = self.word(at + 0x0c)?;
        let high = self.word(at + 0x0e)?;
        let status = self.word(at + 0x12)?;
        let width = |word: u16| u32::from(word >> 4 & 0x3f);
        // Devices within a root complex have no link.
        if width(low) == 0 {
            return None;
        }
        let link = |validity, port, word| PciLink {
            validity,
            port,
            speed: speed(word).map(str::to_owned),
            width: width(word),
        };
        Some(PciExpress {
            links: vec![
                link(LinkValidity::Cap, Some(u32::from(high >> 8)), low),
                link(LinkValidity::Sta, None, status),
            ],
        })
    }
}

/// In gigatransfers a second.
fn speed(word: u16) -> Option<&'static str> {
    Some(match word & 0xf {
        1 => "2.5",
        2 => "5",
        3 => "8",
        4 => "16",
        5 => "32",
        6 => "64",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_parsed() {
        let address = PciAddress::from_kernel("0001:0a:1f.7").expect("well-formed");
        assert_eq!(
            (address.domain, address.bus, address.slot, address.function),
            (1, 10, 31, 7)
        );
        assert_eq!(PciAddress::from_kernel("0000:00:1f"), None);
    }

    #[test]
    fn a_circle_of_capabilities_ends() {
        let mut bytes = vec![0; 256];
        bytes[STATUS] = 0x10;
        bytes[CAPABILITIES] = 0x40;
        bytes[0x40] = 1;
        bytes[0x41] = 0x40;
        assert_eq!(Config(bytes).find(EXPRESS), None);
        assert_eq!(Config(vec![0; 10]).express(), None);
    }
}
