//! Virtual functions of a network card, which are told by way of the physical one what they are to be.

use crate::error::Result;
use crate::netlink::Netlink;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use netlink_packet_route::link::{LinkAttribute, LinkVfInfo, VfInfo, VfInfoMac, VfInfoVlan};
use rtnetlink::LinkUnspec;

impl Netlink {
    /// Gives the virtual function `number` of `physical` an address and a VLAN; all zeroes and 0 take them away.
    pub async fn set_function(&self, physical: &IfName, number: u32, mac: MacAddr, vlan: u16) -> Result<()> {
        let wanted = [
            VfInfo::Mac(VfInfoMac::new(number, &mac.0)),
            VfInfo::Vlan(VfInfoVlan::new(number, u32::from(vlan), 0)),
        ];
        let list = wanted.into_iter().map(|one| LinkVfInfo(vec![one])).collect();
        let message = LinkUnspec::new_with_name(physical.as_str())
            .append_extra_attribute(LinkAttribute::VfInfoList(list));
        self.change("set a virtual function of", physical, message).await
    }
}
