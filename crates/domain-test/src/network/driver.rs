//! Calls about networks.

use crate::TestDriver;
use crate::affect::{AFFECT, Affect};
use crate::error::{Kind, TestError, check_flags};
use crate::network::{Fate, Network};
use async_trait::async_trait;
use ferrovirt_driver::{NetworkDriver, NwFilterDriver, SecretDriver};
use ferrovirt_schema::network::Change;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    ConnectListAllNetworksFlags as List, NetworkCreateFlags, NetworkDefineFlags,
    NetworkEventLifecycleType as Happened,
};
use ferrovirt_types::object::NetworkRef;
use std::sync::Arc;
use uuid::Uuid;

/// There are no filters.
impl NwFilterDriver for TestDriver {}

/// There are no secrets.
impl SecretDriver for TestDriver {}

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
        let change =
            Change::new(command, section, parent_index, xml).map_err(ferrovirt_types::Error::from)?;
        Ok(self.world.change_network(net, |mut network, _| {
            let (active, persistent) = (network.live.is_some(), network.config.is_some());
            let affect = Affect::of(flags, active, persistent).map_err(|e| match e {
                TestError::NotRunning => TestError::InvalidState("network is not running".into()),
                other => other,
            })?;
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
}
