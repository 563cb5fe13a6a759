//! Routes of the main table.

use crate::error::{Error, Result};
use crate::netlink::{Netlink, acknowledged};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use netlink_packet_route::AddressFamily;
use netlink_packet_route::route::{RouteAddress, RouteAttribute, RouteHeader, RouteMessage, RouteType};
use rtnetlink::RouteMessageBuilder;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Where it leads; a prefix of 0 is the default route.
    pub destination: IpNet,
    /// Next hop, unless the destination is on the link.
    pub gateway: Option<IpAddr>,
    /// Number of the link.
    pub link: Option<u32>,
}

impl Netlink {
    /// All unicast routes of the main table, IPv4 and IPv6.
    pub async fn routes(&self) -> Result<Vec<Route>> {
        let v4 = RouteMessageBuilder::<Ipv4Addr>::new().build();
        let v6 = RouteMessageBuilder::<Ipv6Addr>::new().build();
        let mut routes = self
            .listed(
                "routes",
                || self.handle().route().get(v4).execute(),
                Route::from_message,
            )
            .await?;
        match self
            .listed(
                "IPv6 routes",
                || self.handle().route().get(v6).execute(),
                Route::from_message,
            )
            .await
        {
            Ok(more) => routes.extend(more),
            // A kernel without IPv6 has no such routes.
            Err(e) if matches!(e.errno(), Some(libc::EAFNOSUPPORT | libc::EOPNOTSUPP)) => {}
            Err(e) => return Err(e),
        }
        Ok(routes)
    }

    /// Adds a route by way of `gateway` over `link`.
    pub async fn add_route(
        &self,
        link: &IfName,
        destination: IpNet,
        gateway: Option<IpAddr>,
        metric: Option<u32>,
    ) -> Result<()> {
        let failed = |source| Error::Net {
            action: "add route",
            net: destination,
            name: link.to_string(),
            source,
        };
        let message = self.route_message(link, destination, gateway, metric).await?;
        let message = message.ok_or_else(|| failed(std::io::Error::from_raw_os_error(libc::EINVAL)))?;
        acknowledged(self.handle().route().add(message).execute(), failed).await
    }

    /// Removes a route; that it is not there is no error.
    pub async fn remove_route(
        &self,
        link: &IfName,
        destination: IpNet,
        gateway: Option<IpAddr>,
        metric: Option<u32>,
    ) -> Result<()> {
        let failed = |source| Error::Net {
            action: "remove route",
            net: destination,
            name: link.to_string(),
            source,
        };
        let Some(message) = self.route_message(link, destination, gateway, metric).await? else {
            return Ok(());
        };
        match acknowledged(self.handle().route().del(message).execute(), failed).await {
            Err(e) if e.is_gone() => Ok(()),
            done => done,
        }
    }

    /// `None` when the families of destination and gateway differ.
    async fn route_message(
        &self,
        link: &IfName,
        destination: IpNet,
        gateway: Option<IpAddr>,
        metric: Option<u32>,
    ) -> Result<Option<RouteMessage>> {
        let index = self.existing(link).await?.index;
        let mut builder = RouteMessageBuilder::<IpAddr>::new().output_interface(index);
        let Ok(with_destination) =
            builder.destination_prefix(destination.network(), destination.prefix_len())
        else {
            return Ok(None);
        };
        builder = with_destination;
        if let Some(gateway) = gateway {
            let Ok(with_gateway) = builder.gateway(gateway) else {
                return Ok(None);
            };
            builder = with_gateway;
        }
        if let Some(metric) = metric {
            builder = builder.priority(metric);
        }
        Ok(Some(builder.build()))
    }
}

impl Route {
    fn from_message(message: &RouteMessage) -> Option<Route> {
        let header = &message.header;
        if header.kind != RouteType::Unicast || header.table != RouteHeader::RT_TABLE_MAIN {
            return None;
        }
        let any: IpAddr = match header.address_family {
            AddressFamily::Inet => Ipv4Addr::UNSPECIFIED.into(),
            AddressFamily::Inet6 => Ipv6Addr::UNSPECIFIED.into(),
            _ => return None,
        };
        let (mut destination, mut gateway, mut link) = (any, None, None);
        for attribute in &message.attributes {
            match attribute {
                RouteAttribute::Destination(address) => destination = ip(address)?,
                RouteAttribute::Gateway(address) => gateway = ip(address),
                RouteAttribute::Oif(index) => link = Some(*index),
                _ => {}
            }
        }
        let destination = IpNet::new(destination, header.destination_prefix_length).ok()?;
        Some(Route {
            destination,
            gateway,
            link,
        })
    }
}

fn ip(address: &RouteAddress) -> Option<IpAddr> {
    match address {
        RouteAddress::Inet(ip) => Some((*ip).into()),
        RouteAddress::Inet6(ip) => Some((*ip).into()),
        _ => None,
    }
}
