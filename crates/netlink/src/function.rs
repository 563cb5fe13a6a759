//! Virtual functions of a network card, which are told by way of the physical one what they are to be.

use crate::error::Result;
use crate::netlink::Netlink;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use netlink_packet_route::link::{LinkAttribute, LinkVfInfo, VfInfo, VfInfoMac, VfInfoVlan};
use rtnetlink::{LinkMessageBuilder, LinkUnspec};

impl Netlink {
    /// Gives the virtual function `number` of `physical` an address and a VLAN; all zeroes and 0 take them away.
    pub async fn set_function(&self, physical: &IfName, number: u32, mac: MacAddr, vlan: u16) -> Result<()> {
        let message = message(physical, number, mac, vlan);
        self.change("set a virtual function of", physical, message).await
    }
}

fn message(physical: &IfName, number: u32, mac: MacAddr, vlan: u16) -> LinkMessageBuilder<LinkUnspec> {
    let wanted = [
        VfInfo::Mac(VfInfoMac::new(number, &mac.0)),
        VfInfo::Vlan(VfInfoVlan::new(number, u32::from(vlan), 0)),
    ];
    let list = wanted.into_iter().map(|one| LinkVfInfo(vec![one])).collect();
    LinkUnspec::new_with_name(physical.as_str()).append_extra_attribute(LinkAttribute::VfInfoList(list))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rtnetlink::packet_core::Emitable;

    /// What `linux/if_link.h` has: `IFLA_VFINFO_LIST` of one `IFLA_VF_INFO` each for `IFLA_VF_MAC` and `IFLA_VF_VLAN`.
    #[test]
    fn address_and_vlan_are_where_the_kernel_reads_them() {
        let mac: MacAddr = "52:54:00:aa:bb:cc".parse().unwrap();
        let message = message(&"eth7".parse().unwrap(), 3, mac, 42).build();
        let mut bytes = vec![0; message.buffer_len()];
        message.emit(&mut bytes);
        let numbers = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_ne_bytes()).collect::<Vec<u8>>();
        let attribute = |kind: u16, content: &[u8]| {
            let length = u16::try_from(content.len() + 4).unwrap();
            [&length.to_ne_bytes()[..], &kind.to_ne_bytes(), content].concat()
        };
        let mut address = numbers(&[3]);
        address.extend(mac.0);
        address.resize(4 + 32, 0);
        let of_mac = attribute(1, &attribute(1, &address));
        let of_vlan = attribute(1, &attribute(2, &numbers(&[3, 42, 0])));
        let list = attribute(22, &[of_mac, of_vlan].concat());
        assert!(
            bytes.windows(list.len()).any(|at| at == list),
            "{bytes:02x?}\n{list:02x?}"
        );
    }
}
