//! Calls about networks.

use crate::TestDriver;
use crate::affect::{AFFECT, Affect};
use crate::error::{Kind, Result, TestError, check_flags};
use crate::metadata::{self, Described, Metadata};
use crate::network::{Fate, Network};
use async_trait::async_trait;
use ferrovirt_driver::NetworkDriver;
use ferrovirt_protocol::remote;
use ferrovirt_schema::network::Change;
use ferrovirt_schema::networkport::NetworkPort;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    ConnectListAllNetworksFlags as List, ErrorDomain, ErrorNumber, NetworkCreateFlags, NetworkDefineFlags,
    NetworkEventLifecycleType as Happened, NetworkPortCreateFlags,
};
use ferrovirt_types::event::{Event, NetworkEvent};
use ferrovirt_types::object::{NetworkPortRef, NetworkRef};
use ferrovirt_types::param::TypedParam;
use std::sync::Arc;
use uuid::Uuid;

#[async_trait]
impl NetworkDriver for TestDriver {
    async fn network_lookup_by_name(&self, name: &str) -> ApiResult<NetworkRef> {
        let found = self.world.networks.by_name(name);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Network, "name", name))?;
        Ok(NetworkRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    async fn network_lookup_by_uuid(&self, uuid: Uuid) -> ApiResult<NetworkRef> {
        let found = self.world.networks.by_uuid(&uuid);
        let found = found.ok_or_else(|| TestError::not_found(Kind::Network, "uuid", uuid))?;
        Ok(NetworkRef {
            name: found.name,
            uuid: found.uuid,
        })
    }

    async fn connect_list_all_networks(&self, flags: u32) -> ApiResult<Vec<NetworkRef>> {
        check_flags(flags, List::all().bits(), "virConnectListAllNetworks")?;
        let flags = List::from_bits_truncate(flags);
        let pair =
            |yes, no, has: bool| !flags.intersects(yes | no) || flags.contains(if has { yes } else { no });
        let lets = |net: &Network| {
            pair(List::ACTIVE, List::INACTIVE, net.live.is_some())
                && pair(List::PERSISTENT, List::TRANSIENT, net.config.is_some())
                && pair(List::AUTOSTART, List::NO_AUTOSTART, net.autostart)
        };
        let all = self
            .world
            .networks
            .list()
            .into_iter()
            .filter(|found| lets(&found.state));
        Ok(all
            .map(|found| NetworkRef {
                name: found.name,
                uuid: found.uuid,
            })
            .collect())
    }

    async fn network_create_xml_flags(&self, xml: &str, flags: u32) -> ApiResult<NetworkRef> {
        let validate = NetworkCreateFlags::VALIDATE.bits();
        check_flags(flags, validate, "virNetworkCreateXMLFlags")?;
        Ok(self.world.put_network(xml, flags & validate != 0, true)?)
    }

    async fn network_define_xml_flags(&self, xml: &str, flags: u32) -> ApiResult<NetworkRef> {
        let validate = NetworkDefineFlags::VALIDATE.bits();
        check_flags(flags, validate, "virNetworkDefineXMLFlags")?;
        Ok(self.world.put_network(xml, flags & validate != 0, false)?)
    }

    async fn network_create(&self, net: &NetworkRef) -> ApiResult<()> {
        Ok(self.world.start_network(net)?)
    }

    async fn network_destroy(&self, net: &NetworkRef) -> ApiResult<()> {
        Ok(self.world.change_network(net, |network, _| {
            let fate = if network.config.is_some() {
                Fate::Keep(Network {
                    live: None,
                    ports: Arc::default(),
                    ..network
                })
            } else {
                Fate::Forget
            };
            Ok((fate, Some(Happened::Stopped), ()))
        })?)
    }

    async fn network_undefine(&self, net: &NetworkRef) -> ApiResult<()> {
        Ok(self.world.change_network(net, |network, name| {
            if network.live.is_some() {
                return Err(TestError::InvalidState(format!(
                    "Network '{name}' is still running"
                )));
            }
            Ok((Fate::Forget, Some(Happened::Undefined), ()))
        })?)
    }

    async fn network_get_xml_desc(&self, net: &NetworkRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virNetworkGetXMLDesc")?;
        Ok(self.world.network(net)?.state.current()?.to_xml())
    }

    async fn network_get_bridge_name(&self, net: &NetworkRef) -> ApiResult<String> {
        let found = self.world.network(net)?;
        let none = || TestError::Internal(format!("network '{}' does not have a bridge name.", found.name));
        Ok(found.state.current()?.bridge_name().ok_or_else(none)?.to_owned())
    }

    async fn network_get_autostart(&self, net: &NetworkRef) -> ApiResult<bool> {
        Ok(self.world.network(net)?.state.autostart)
    }

    async fn network_set_autostart(&self, net: &NetworkRef, autostart: bool) -> ApiResult<()> {
        Ok(self.world.change_network(net, |network, _| {
            Ok((Fate::Keep(Network { autostart, ..network }), None, ()))
        })?)
    }

    async fn network_is_active(&self, net: &NetworkRef) -> ApiResult<bool> {
        Ok(self.world.network(net)?.state.live.is_some())
    }

    async fn network_is_persistent(&self, net: &NetworkRef) -> ApiResult<bool> {
        Ok(self.world.network(net)?.state.config.is_some())
    }

    async fn network_update(
        &self,
        net: &NetworkRef,
        command: u32,
        section: u32,
        parent_index: i32,
        xml: &str,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virNetworkUpdate")?;
        self.world.network(net)?;
        let change =
            Change::new(command, section, parent_index, xml).map_err(ferrovirt_types::Error::from)?;
        Ok(self.world.change_network(net, |mut network, _| {
            let affect = affected(flags, &network)?;
            let live = network.live.as_mut().filter(|_| affect.live);
            let config = network.config.as_mut().filter(|_| affect.config);
            for doc in live.into_iter().chain(config) {
                change
                    .apply(Arc::make_mut(doc))
                    .map_err(ferrovirt_types::Error::from)?;
                doc.check()?;
            }
            Ok((Fate::Keep(network), None, ()))
        })?)
    }

    async fn network_get_dhcp_leases(
        &self,
        net: &NetworkRef,
        mac: Option<&str>,
        flags: u32,
    ) -> ApiResult<Vec<remote::NetworkDhcpLease>> {
        check_flags(flags, 0, "virNetworkGetDHCPLeases")?;
        Ok(self.world.leases(net, mac)?)
    }

    async fn network_list_all_ports(
        &self,
        network: &NetworkRef,
        flags: u32,
    ) -> ApiResult<Vec<NetworkPortRef>> {
        check_flags(flags, 0, "virNetworkListAllPorts")?;
        Ok(self.world.ports(network)?)
    }

    async fn network_port_lookup_by_uuid(
        &self,
        network: &NetworkRef,
        uuid: Uuid,
    ) -> ApiResult<NetworkPortRef> {
        self.world.port(network, uuid)?;
        Ok(NetworkPortRef {
            net: network.clone(),
            uuid,
        })
    }

    async fn network_port_create_xml(
        &self,
        network: &NetworkRef,
        xml: &str,
        flags: u32,
    ) -> ApiResult<NetworkPortRef> {
        let known = NetworkPortCreateFlags::RECLAIM | NetworkPortCreateFlags::VALIDATE;
        check_flags(flags, known.bits(), "virNetworkPortCreateXML")?;
        let validate = flags & NetworkPortCreateFlags::VALIDATE.bits() != 0;
        let doc: NetworkPort = crate::domain::read_document(xml, NetworkPort::ROOT, validate)?;
        Ok(self.world.add_port(network, doc)?)
    }

    async fn network_port_get_parameters(
        &self,
        port: &NetworkPortRef,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, 4, "virNetworkPortGetParameters")?;
        Ok(self.world.port_limits(port)?)
    }

    async fn network_port_set_parameters(
        &self,
        port: &NetworkPortRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virNetworkPortSetParameters")?;
        Ok(self.world.set_port_limits(port, params)?)
    }

    async fn network_port_get_xml_desc(&self, port: &NetworkPortRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virNetworkPortGetXMLDesc")?;
        Ok(self.world.port(&port.net, port.uuid)?.to_xml())
    }

    async fn network_port_delete(&self, port: &NetworkPortRef, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virNetworkPortDelete")?;
        Ok(self.world.remove_port(port)?)
    }

    async fn network_set_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virNetworkSetMetadata")?;
        let change = Metadata::of(kind, metadata, key, uri)?;
        self.world.change_network(network, |mut network, _| {
            let affect = affected(flags, &network)?;
            let live = network.live.as_mut().filter(|_| affect.live);
            let config = network.config.as_mut().filter(|_| affect.config);
            for doc in live.into_iter().chain(config) {
                let doc = Arc::make_mut(doc);
                change.apply(Described {
                    title: &mut doc.title,
                    description: &mut doc.description,
                    metadata: &mut doc.metadata,
                });
            }
            Ok((Fate::Keep(network), None, ()))
        })?;
        let nsuri = uri.map(str::to_owned);
        self.world.events.publish(Event::Network(
            network.clone(),
            NetworkEvent::MetadataChange { kind, nsuri },
        ));
        Ok(())
    }

    async fn network_get_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> ApiResult<String> {
        check_flags(flags, AFFECT, "virNetworkGetMetadata")?;
        let found = self.world.network(network)?;
        let affect = affected(flags, &found.state)?;
        let doc = if affect.live {
            found.state.current()?
        } else {
            found.state.config.as_ref().unwrap_or(found.state.current()?)
        };
        let (title, description) = (doc.title.as_ref(), doc.description.as_ref());
        let text = metadata::read(kind, uri, title, description, doc.metadata.as_ref())?;
        let none = || {
            let why = "Requested metadata element is not present";
            ferrovirt_types::Error::new(ErrorNumber::NoNetworkMetadata, ErrorDomain::Network, why)
        };
        text.ok_or_else(none)
    }
}

/// Which documents of a network flags mean.
fn affected(flags: u32, network: &Network) -> Result<Affect> {
    Affect::of(flags, network.live.is_some(), network.config.is_some()).map_err(|e| match e {
        TestError::NotRunning => TestError::InvalidState("network is not running".into()),
        other => other,
    })
}
