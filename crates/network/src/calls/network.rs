//! Calls on networks.

use super::{check, metadata, ports};
use crate::Networks;
use crate::driver::{Port, View};
use crate::error::Error;
use async_trait::async_trait;
use ferrovirt_driver::NetworkDriver;
use ferrovirt_protocol::remote::NetworkDhcpLease;
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::network::Change;
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    ConnectListAllNetworksFlags as ListFlags, NetworkCreateFlags, NetworkDefineFlags, NetworkPortCreateFlags,
    NetworkUpdateFlags, NetworkXmlFlags,
};
use ferrovirt_types::event::NetworkEvent;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::object::{NetworkPortRef, NetworkRef};
use ferrovirt_types::param::TypedParam;
use std::sync::Arc;
use uuid::Uuid;

/// Refuses a document that the schema does not accept, if the caller wants that to be seen to.
async fn validate(xml: &str, wanted: bool) -> Result<()> {
    if !wanted {
        return Ok(());
    }
    let xml = xml.to_owned();
    let accepted = move || ferrovirt_schema::check::accepted("network", &xml);
    let checked = tokio::task::spawn_blocking(accepted).await;
    checked.map_err(|_| Error::Stopping)?
}

impl Networks {
    fn view(&self, net: &NetworkRef) -> Result<Arc<View>> {
        Ok(self.shared.net(net)?.object.view())
    }
}

#[async_trait]
impl NetworkDriver for Networks {
    async fn connect_list_all_networks(&self, flags: u32) -> Result<Vec<NetworkRef>> {
        check(flags, ListFlags::all().bits(), "virConnectListAllNetworks")?;
        let flags = ListFlags::from_bits_truncate(flags);
        let nets = self.shared.nets.snapshot();
        let views = nets.iter().map(|entry| entry.object.view());
        let mut found: Vec<_> = views
            .filter(|v| matches(v, flags))
            .map(|v| v.reference.clone())
            .collect();
        found.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    async fn network_lookup_by_name(&self, name: &str) -> Result<NetworkRef> {
        Ok(self.shared.net_by_name(name)?.object.view().reference.clone())
    }

    async fn network_lookup_by_uuid(&self, uuid: Uuid) -> Result<NetworkRef> {
        let entry = self
            .shared
            .nets
            .by_uuid(&uuid)
            .ok_or(Error::NoSuchUuid { uuid })?;
        Ok(entry.object.view().reference.clone())
    }

    async fn network_define_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        check(
            flags,
            NetworkDefineFlags::all().bits(),
            "virNetworkDefineXMLFlags",
        )?;
        validate(xml, flags & NetworkDefineFlags::VALIDATE.bits() != 0).await?;
        let xml = xml.to_owned();
        self.carry(|shared| async move { shared.define(&xml).await })
            .await
    }

    async fn network_create_xml_flags(&self, xml: &str, flags: u32) -> Result<NetworkRef> {
        check(
            flags,
            NetworkCreateFlags::all().bits(),
            "virNetworkCreateXMLFlags",
        )?;
        validate(xml, flags & NetworkCreateFlags::VALIDATE.bits() != 0).await?;
        let xml = xml.to_owned();
        self.carry(|shared| async move { shared.create(&xml).await })
            .await
    }

    async fn network_create(&self, net: &NetworkRef) -> Result<()> {
        let net = net.clone();
        self.carry(|shared| async move { shared.start(&net).await }).await
    }

    async fn network_destroy(&self, net: &NetworkRef) -> Result<()> {
        let net = net.clone();
        self.carry(|shared| async move { shared.stop(&net).await }).await
    }

    async fn network_undefine(&self, net: &NetworkRef) -> Result<()> {
        let net = net.clone();
        self.carry(|shared| async move { shared.undefine(&net).await })
            .await
    }

    async fn network_update(
        &self,
        net: &NetworkRef,
        command: u32,
        section: u32,
        parent_index: i32,
        xml: &str,
        flags: u32,
    ) -> Result<()> {
        check(flags, NetworkUpdateFlags::all().bits(), "virNetworkUpdate")?;
        let flags = NetworkUpdateFlags::from_bits_truncate(flags);
        let change = Change::new(command, section, parent_index, xml)?;
        let net = net.clone();
        self.carry(|shared| async move {
            shared
                .update(&net, flags, |document| Ok(change.apply(document)?))
                .await
        })
        .await
    }

    async fn network_get_xml_desc(&self, net: &NetworkRef, flags: u32) -> Result<String> {
        check(flags, NetworkXmlFlags::all().bits(), "virNetworkGetXMLDesc")?;
        let entry = self.shared.net(net)?;
        let view = entry.object.view();
        let inactive = NetworkXmlFlags::from_bits_truncate(flags).contains(NetworkXmlFlags::INACTIVE);
        let document = match (&view.definition, &view.live) {
            (Some(definition), _) if inactive => definition.as_ref(),
            (_, Some(live)) => {
                let mut document = live.document.clone();
                let ports: Vec<_> = entry.object.ports().values().cloned().collect();
                let connections = u32::try_from(ports.len()).unwrap_or(u32::MAX);
                document.connections = (connections > 0 && !inactive).then_some(connections);
                for interface in document.forward.iter_mut().flat_map(|f| &mut f.interfaces) {
                    let on = |p: &&Port| p.direct.as_ref().is_some_and(|(dev, _)| *dev == interface.dev);
                    let count = u32::try_from(ports.iter().filter(on).count()).unwrap_or(u32::MAX);
                    interface.connections = (count > 0 && !inactive).then_some(count);
                }
                for function in document.forward.iter_mut().flat_map(|f| &mut f.addresses) {
                    let on = |p: &&Port| p.function.map(Address::Pci) == Some(function.address.clone());
                    let count = u32::try_from(ports.iter().filter(on).count()).unwrap_or(u32::MAX);
                    function.connections = (count > 0 && !inactive).then_some(count);
                }
                return Ok(document.to_xml());
            }
            (Some(definition), None) => definition.as_ref(),
            (None, None) => {
                return Err(Error::NotActive {
                    network: view.name().to_owned(),
                }
                .into());
            }
        };
        Ok(document.to_xml())
    }

    async fn network_get_bridge_name(&self, net: &NetworkRef) -> Result<String> {
        let view = self.view(net)?;
        let bridge = view.document().and_then(|d| d.bridge_name()).map(str::to_owned);
        bridge.ok_or_else(|| {
            Error::NoBridge {
                network: view.name().to_owned(),
            }
            .into()
        })
    }

    async fn network_get_autostart(&self, net: &NetworkRef) -> Result<bool> {
        Ok(self.view(net)?.autostart)
    }

    async fn network_set_autostart(&self, net: &NetworkRef, autostart: bool) -> Result<()> {
        let net = net.clone();
        self.carry(move |shared| async move { shared.set_autostart(&net, autostart).await })
            .await
    }

    async fn network_is_active(&self, net: &NetworkRef) -> Result<bool> {
        Ok(self.view(net)?.live.is_some())
    }

    async fn network_is_persistent(&self, net: &NetworkRef) -> Result<bool> {
        Ok(self.view(net)?.definition.is_some())
    }

    async fn network_get_dhcp_leases(
        &self,
        net: &NetworkRef,
        mac: Option<&str>,
        flags: u32,
    ) -> Result<Vec<NetworkDhcpLease>> {
        check(flags, 0, "virNetworkGetDHCPLeases")?;
        let mac = mac.map(parse_mac).transpose()?;
        Ok(self.shared.leases(&*self.view(net)?, mac).await?)
    }

    async fn network_list_all_ports(&self, network: &NetworkRef, flags: u32) -> Result<Vec<NetworkPortRef>> {
        check(flags, 0, "virNetworkListAllPorts")?;
        let entry = self.shared.net(network)?;
        let net = entry.object.view().reference.clone();
        let uuids: Vec<Uuid> = entry.object.ports().keys().copied().collect();
        Ok(uuids
            .into_iter()
            .map(|uuid| NetworkPortRef {
                net: net.clone(),
                uuid,
            })
            .collect())
    }

    async fn network_port_lookup_by_uuid(&self, network: &NetworkRef, uuid: Uuid) -> Result<NetworkPortRef> {
        let (net, _) = ports::find(&self.shared, network, uuid)?;
        Ok(NetworkPortRef { net, uuid })
    }

    async fn network_port_get_xml_desc(&self, port: &NetworkPortRef, flags: u32) -> Result<String> {
        check(flags, 0, "virNetworkPortGetXMLDesc")?;
        Ok(ports::document(&self.shared, port)?)
    }

    async fn network_port_get_parameters(
        &self,
        port: &NetworkPortRef,
        flags: u32,
    ) -> Result<Vec<TypedParam>> {
        check(flags, 0, "virNetworkPortGetParameters")?;
        let (_, found) = ports::find(&self.shared, &port.net, port.uuid)?;
        Ok(ports::parameters(found.limits))
    }

    async fn network_port_set_parameters(
        &self,
        port: &NetworkPortRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        check(flags, 0, "virNetworkPortSetParameters")?;
        let limits = ports::limits_from(params)?;
        let port = port.clone();
        self.carry(move |shared| async move {
            let (_claim, net) = shared.claim(&port.net).await?;
            ports::limit(&shared, &net, port.uuid, limits).await
        })
        .await
    }

    async fn network_port_create_xml(
        &self,
        network: &NetworkRef,
        xml: &str,
        flags: u32,
    ) -> Result<NetworkPortRef> {
        check(
            flags,
            NetworkPortCreateFlags::all().bits(),
            "virNetworkPortCreateXML",
        )?;
        let reclaim =
            NetworkPortCreateFlags::from_bits_truncate(flags).contains(NetworkPortCreateFlags::RECLAIM);
        let (network, xml) = (network.clone(), xml.to_owned());
        self.carry(move |shared| ports::create(shared, network, xml, reclaim))
            .await
    }

    async fn network_port_delete(&self, port: &NetworkPortRef, flags: u32) -> Result<()> {
        check(flags, 0, "virNetworkPortDelete")?;
        let port = port.clone();
        self.carry(move |shared| ports::delete(shared, port)).await
    }

    async fn network_set_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        metadata: Option<&str>,
        key: Option<&str>,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<()> {
        check(flags, NetworkUpdateFlags::all().bits(), "virNetworkSetMetadata")?;
        let flags = NetworkUpdateFlags::from_bits_truncate(flags);
        let what = metadata::kind_of(kind)?;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (text, key, uri) = (owned(metadata), owned(key), owned(uri));
        let net = network.clone();
        self.carry(move |shared| async move {
            let nsuri = uri.clone();
            shared
                .update(&net, flags, |document| {
                    metadata::set(document, what, text.as_deref(), key.as_deref(), uri.as_deref())
                })
                .await?;
            let reference = shared.net(&net)?.object.view().reference.clone();
            shared.tell(reference, NetworkEvent::MetadataChange { kind, nsuri });
            Ok(())
        })
        .await
    }

    async fn network_get_metadata(
        &self,
        network: &NetworkRef,
        kind: i32,
        uri: Option<&str>,
        flags: u32,
    ) -> Result<String> {
        check(flags, NetworkUpdateFlags::all().bits(), "virNetworkGetMetadata")?;
        let flags = NetworkUpdateFlags::from_bits_truncate(flags);
        let kind = metadata::kind_of(kind)?;
        let view = self.view(network)?;
        let network = view.name().to_owned();
        let document = if flags.contains(NetworkUpdateFlags::LIVE) {
            let live = view.live.as_ref().map(|live| &live.document);
            live.ok_or(Error::NotActive { network })?
        } else if flags.contains(NetworkUpdateFlags::CONFIG) {
            let why = "it has no definition";
            view.definition
                .as_deref()
                .ok_or(Error::Transient { network, why })?
        } else {
            view.document().ok_or(Error::NotActive { network })?
        };
        Ok(metadata::get(document, kind, uri)?)
    }
}

fn matches(view: &View, flags: ListFlags) -> bool {
    let either = |yes: ListFlags, no: ListFlags, is: bool| {
        let wanted = flags & (yes | no);
        wanted.is_empty() || wanted.contains(if is { yes } else { no })
    };
    either(ListFlags::ACTIVE, ListFlags::INACTIVE, view.live.is_some())
        && either(
            ListFlags::PERSISTENT,
            ListFlags::TRANSIENT,
            view.definition.is_some(),
        )
        && either(ListFlags::AUTOSTART, ListFlags::NO_AUTOSTART, view.autostart)
}

pub(super) fn parse_mac(text: &str) -> Result<MacAddr> {
    text.parse()
        .map_err(|e: ferrovirt_types::mac::ParseMacError| Error::Argument { what: e.to_string() }.into())
}
