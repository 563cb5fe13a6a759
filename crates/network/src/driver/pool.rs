//! The virtual functions of a physical one, as sysfs has them: what a network of handed-over devices gives its
//! guests.

use crate::error::{Error, Result};
use ferrovirt_schema::common::address::{Address, PciAddress};
use ferrovirt_schema::network::{ForwardAddress, ForwardMode, Network};
use ferrovirt_types::ifname::IfName;
use std::path::Path;

const INTERFACES: &str = "/sys/class/net";

/// Puts the functions of the physical one that a network names in its document, for as long as it runs.
pub(super) async fn fill(document: &mut Network) -> Result<()> {
    let is_pool = document.mode() == ForwardMode::Hostdev;
    let Some(forward) = document.forward.as_mut().filter(|_| is_pool) else {
        return Ok(());
    };
    let Some(physical) = forward.pfs.first().map(|pf| pf.dev.clone()) else {
        return Ok(());
    };
    if !forward.addresses.is_empty() {
        return Ok(());
    }
    let invalid = |what: String| Error::Invalid {
        network: document.name.clone(),
        what,
    };
    let name: IfName = physical
        .parse()
        .map_err(|e: ferrovirt_types::ifname::ParseIfNameError| invalid(e.to_string()))?;
    let found = tokio::task::spawn_blocking(move || functions_of(Path::new(INTERFACES), &name));
    let found = found.await.map_err(|_| Error::Stopping)?;
    if found.is_empty() {
        return Err(Error::NoFunctions {
            network: document.name.clone(),
            physical,
        });
    }
    forward.addresses = found
        .into_iter()
        .map(|address| ForwardAddress {
            address: Address::Pci(address),
            connections: None,
        })
        .collect();
    Ok(())
}

/// In the order of their numbers.
fn functions_of(interfaces: &Path, physical: &IfName) -> Vec<PciAddress> {
    let device = interfaces.join(physical.as_str()).join("device");
    let entries = std::fs::read_dir(&device).into_iter().flatten().flatten();
    let mut links: Vec<(u32, PciAddress)> = entries
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.strip_prefix("virtfn")?.parse().ok()?;
            let target = std::fs::read_link(entry.path()).ok()?;
            Some((number, PciAddress::from_kernel(target.file_name()?.to_str()?)?))
        })
        .collect();
    links.sort_unstable_by_key(|(number, _)| *number);
    links.into_iter().map(|(_, address)| address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let device = dir.path().join("eth7/device");
        std::fs::create_dir_all(&device).unwrap();
        for (n, target) in [(10, "0000:03:11.2"), (2, "0000:03:10.4"), (0, "0000:03:10.0")] {
            std::os::unix::fs::symlink(format!("../{target}"), device.join(format!("virtfn{n}"))).unwrap();
        }
        std::fs::write(device.join("vendor"), "0x8086").unwrap();
        let found = functions_of(dir.path(), &"eth7".parse().unwrap());
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["0000:03:10.0", "0000:03:10.4", "0000:03:11.2"]);
        assert!(functions_of(dir.path(), &"eth8".parse().unwrap()).is_empty());
    }
}
