//! Virtual functions of network cards: what a guest is to be there, its address and its VLAN, is set by way of the
//! physical function, as sysfs has it.

use super::Host;
use crate::error::{Error, Result};
use ferrovirt_driver::attach::PortWish;
use ferrovirt_schema::common::address::PciAddress;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use std::path::Path;

const DEVICES: &str = "/sys/bus/pci/devices";

impl Host {
    /// Gives a function the address and the VLAN of its guest. One that is no virtual function, or whose physical
    /// one is no interface of the host, keeps the address that it has.
    pub(crate) async fn dress_function(
        &self,
        network: &str,
        address: PciAddress,
        mac: MacAddr,
        wish: &PortWish,
    ) -> Result<()> {
        let vlan = vlan_of(network, wish)?;
        match physical(address).await? {
            Some((interface, number)) => {
                let set = self.netlink.set_function(&interface, number, mac, vlan);
                set.await.map_err(Error::netlink(network))
            }
            None if vlan != 0 => Err(Error::Unsupported {
                network: network.to_owned(),
                what: format!(
                    "device {address} is no virtual function of an interface, so that it can be given no VLAN"
                ),
            }),
            None => {
                tracing::info!(network, %address, "the guest finds this device with the address that its maker gave it");
                Ok(())
            }
        }
    }

    /// Takes address and VLAN from a function again.
    pub(crate) async fn undress_function(&self, network: &str, address: PciAddress) -> Result<()> {
        match physical(address).await? {
            Some((interface, number)) => {
                let set = self
                    .netlink
                    .set_function(&interface, number, MacAddr::default(), 0);
                set.await.map_err(Error::netlink(network))
            }
            None => Ok(()),
        }
    }
}

/// The one VLAN that a function can have; 0 for none.
fn vlan_of(network: &str, wish: &PortWish) -> Result<u16> {
    match &wish.vlans {
        None => Ok(0),
        Some(vlans) if vlans.tagged.is_empty() && !vlans.native_tagged => Ok(vlans.native.unwrap_or(0)),
        Some(_) => Err(Error::Unsupported {
            network: network.to_owned(),
            what: "vlan trunking is not supported by SR-IOV network devices: give one <tag>".to_owned(),
        }),
    }
}

async fn physical(address: PciAddress) -> Result<Option<(IfName, u32)>> {
    tokio::task::spawn_blocking(move || physical_below(Path::new(DEVICES), address))
        .await
        .map_err(|_| Error::Stopping)
}

/// The interface of a virtual function's physical one, and the number that the function has there.
fn physical_below(devices: &Path, address: PciAddress) -> Option<(IfName, u32)> {
    let physical = devices.join(address.to_string()).join("physfn");
    let mut interfaces = std::fs::read_dir(physical.join("net")).ok()?.flatten();
    let interface = interfaces.find_map(|entry| entry.file_name().to_str()?.parse().ok())?;
    let mut links = std::fs::read_dir(&physical).ok()?.flatten();
    let number = links.find_map(|entry| {
        let number = entry.file_name().to_str()?.strip_prefix("virtfn")?.parse().ok()?;
        let target = std::fs::read_link(entry.path()).ok()?;
        (PciAddress::from_kernel(target.file_name()?.to_str()?)? == address).then_some(number)
    })?;
    Some((interface, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_types::vlan::Vlans;

    #[test]
    fn a_function_is_found_at_its_physical_one() {
        let dir = tempfile::tempdir().unwrap();
        let card = dir.path().join("0000:03:00.0");
        std::fs::create_dir_all(card.join("net/eth7")).unwrap();
        for (number, function) in [(0, "0000:03:10.0"), (1, "0000:03:10.2")] {
            let folder = dir.path().join(function);
            std::fs::create_dir(&folder).unwrap();
            std::os::unix::fs::symlink("../0000:03:00.0", folder.join("physfn")).unwrap();
            let link = card.join(format!("virtfn{number}"));
            std::os::unix::fs::symlink(format!("../{function}"), link).unwrap();
        }
        let found = |text| physical_below(dir.path(), PciAddress::from_kernel(text).unwrap());
        assert_eq!(found("0000:03:10.2"), Some(("eth7".parse().unwrap(), 1)));
        assert_eq!(found("0000:03:00.0"), None, "the card itself");
        assert_eq!(found("0000:04:00.0"), None);
    }

    #[test]
    fn a_function_has_one_vlan_at_most() {
        let wish = |vlans| PortWish {
            isolated: false,
            vlans,
        };
        assert_eq!(vlan_of("n", &wish(None)).unwrap(), 0);
        assert_eq!(vlan_of("n", &wish(Some(Vlans::access(7)))).unwrap(), 7);
        let trunk = Vlans {
            tagged: vec![8],
            ..Vlans::access(7)
        };
        assert!(vlan_of("n", &wish(Some(trunk))).is_err());
    }
}
