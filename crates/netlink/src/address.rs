//! IP addresses of links.

use crate::error::{Error, Result};
use crate::netlink::{Netlink, acknowledged};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use netlink_packet_route::address::{AddressAttribute, AddressFlags, AddressMessage};
use std::net::{IpAddr, Ipv4Addr};

/// An address of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// Number of the link.
    pub link: u32,
    /// The address with its prefix.
    pub net: IpNet,
}

impl Netlink {
    /// All addresses of all links.
    pub async fn addresses(&self) -> Result<Vec<Address>> {
        self.listed(
            "addresses",
            || self.handle().address().get().execute(),
            Address::from_message,
        )
        .await
    }

    /// Adds an address to a link, IPv4 with the broadcast address of its prefix. An IPv6 address is
    /// usable at once: nobody else can have it on a network of our own, so it is not probed for.
    pub async fn add_address(&self, link: &IfName, net: IpNet) -> Result<()> {
        let index = self.existing(link).await?.index;
        let mut request = self.handle().address().add(index, net.addr(), net.prefix_len());
        let attributes = &mut request.message_mut().attributes;
        match net {
            IpNet::V4(v4) => {
                let broadcast = v4.broadcast();
                attributes.retain(|a| !matches!(a, AddressAttribute::Broadcast(_)));
                if v4.prefix_len() < 31 && broadcast != Ipv4Addr::UNSPECIFIED {
                    attributes.push(AddressAttribute::Broadcast(broadcast));
                }
            }
            IpNet::V6(_) => attributes.push(AddressAttribute::Flags(AddressFlags::Nodad)),
        }
        acknowledged(request.execute(), |source| Error::Net {
            action: "add address",
            net,
            name: link.to_string(),
            source,
        })
        .await
    }

    /// Takes an address off a link; that it is not there is no error.
    pub async fn remove_address(&self, link: &IfName, net: IpNet) -> Result<()> {
        let index = self.existing(link).await?.index;
        let mut request = self.handle().address().add(index, net.addr(), net.prefix_len());
        let message = request.message_mut().clone();
        let removal = self.handle().address().del(message).execute();
        let gone = acknowledged(removal, |source| Error::Net {
            action: "remove address",
            net,
            name: link.to_string(),
            source,
        });
        match gone.await {
            Err(e) if e.is_gone() => Ok(()),
            done => done,
        }
    }
}

impl Address {
    fn from_message(message: &AddressMessage) -> Option<Address> {
        let mut address = None;
        let mut local = None;
        for attribute in &message.attributes {
            match attribute {
                AddressAttribute::Address(ip) => address = Some(*ip),
                AddressAttribute::Local(ip) => local = Some(*ip),
                _ => {}
            }
        }
        // On a point-to-point link `Address` is the peer's.
        let ip: IpAddr = local.or(address)?;
        let net = IpNet::new(ip, message.header.prefix_len).ok()?;
        Some(Address {
            link: message.header.index,
            net,
        })
    }
}
