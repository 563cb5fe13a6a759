//! Names of PCI vendors and products, from the system's `pci.ids`.

use crate::root::HostRoot;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Where distributions have the table.
const PLACES: &[&str] = &["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"];
/// The table has 1.5 MB today.
const LIMIT: u64 = 16 << 20;

/// Names that were looked up before; the table is read only for new ones and not kept.
#[derive(Debug, Default)]
pub struct PciNames {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    vendors: HashMap<u16, Option<String>>,
    products: HashMap<(u16, u16), Option<String>>,
}

impl PciNames {
    /// Looks up all of these at once, so that the table is read at most once.
    pub fn prepare(&self, root: &HostRoot, wanted: &HashSet<(u16, u16)>) {
        let missing: HashSet<(u16, u16)> = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            wanted
                .iter()
                .filter(|pair| !known.products.contains_key(pair))
                .copied()
                .collect()
        };
        if missing.is_empty() {
            return;
        }
        let table = PLACES
            .iter()
            .find_map(|place| root.bytes(Path::new(place), LIMIT));
        let table = table.unwrap_or_default();
        let found = read(&String::from_utf8_lossy(&table), &missing);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for pair in missing {
            known.vendors.insert(pair.0, found.0.get(&pair.0).cloned());
            known.products.insert(pair, found.1.get(&pair).cloned());
        }
    }

    /// Names of a vendor and of its product, as far as the table has them.
    pub fn lookup(&self, root: &HostRoot, vendor: u16, product: u16) -> (Option<String>, Option<String>) {
        self.prepare(root, &HashSet::from([(vendor, product)]));
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        (
            known.vendors.get(&vendor).cloned().flatten(),
            known.products.get(&(vendor, product)).cloned().flatten(),
        )
    }
}

type Found = (HashMap<u16, String>, HashMap<(u16, u16), String>);

/// Reads the wanted lines: `VVVV  name` for a vendor, then its products behind one tab each.
fn read(table: &str, wanted: &HashSet<(u16, u16)>) -> Found {
    let vendors: HashSet<u16> = wanted.iter().map(|(vendor, _)| *vendor).collect();
    let mut found = Found::default();
    let mut current = None;
    for line in table.lines() {
        if let Some(rest) = line.strip_prefix('\t') {
            if let (Some(vendor), false) = (current, rest.starts_with('\t'))
                && let Some((product, name)) = entry(rest)
                && wanted.contains(&(vendor, product))
            {
                found.1.insert((vendor, product), name.to_owned());
            }
        } else if let Some((vendor, name)) = entry(line) {
            current = vendors.contains(&vendor).then_some(vendor);
            if current.is_some() {
                found.0.insert(vendor, name.to_owned());
            }
        } else if line.starts_with('C') {
            // Classes follow, whose numbers look like products.
            current = None;
        }
    }
    found
}

fn entry(line: &str) -> Option<(u16, &str)> {
    let (number, name) = line.split_once("  ")?;
    (number.len() == 4).then_some(())?;
    Some((u16::from_str_radix(number, 16).ok()?, name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_and_products_are_told_apart() {
        let table = "# comment\n8086  Intel Corporation\n\t10d3  82574L\n\t\t8086 0001  Sub\n1af4  Red Hat, Inc.\n\
                     \t1041  Net\nC 02  Network\n\t00  Ethernet\n";
        let wanted = HashSet::from([(0x8086, 0x10d3), (0x1af4, 0x9999)]);
        let (vendors, products) = read(table, &wanted);
        assert_eq!(vendors[&0x8086], "Intel Corporation");
        assert_eq!(vendors[&0x1af4], "Red Hat, Inc.");
        assert_eq!(products.len(), 1);
        assert_eq!(products[&(0x8086, 0x10d3)], "82574L");
    }
}
