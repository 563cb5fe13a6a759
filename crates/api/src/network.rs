//! Virtual networks and their ports.

use crate::domain::Metadata;
use crate::{Connection, Document, document};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    DomainModificationImpact, IpAddrType, NetworkUpdateCommand, NetworkUpdateFlags, NetworkUpdateSection,
    NetworkXmlFlags,
};
use ferrovirt_types::object::{NetworkPortRef, NetworkRef};
use ferrovirt_types::param::TypedParam;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// A virtual network.
#[derive(Clone, Debug)]
pub struct Network {
    connection: Connection,
    net: NetworkRef,
}

/// An address that a network gave out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DhcpLease {
    /// Bridge of the network.
    pub interface: String,
    /// When it ends; `None` when it does not.
    pub expires: Option<SystemTime>,
    /// Family; `None` when it is newer than this crate.
    pub family: Option<IpAddrType>,
    /// MAC address of the client.
    pub mac: Option<String>,
    /// Association id, of IPv6.
    pub iaid: Option<String>,
    /// The address as text.
    pub address: String,
    /// Length of the prefix in bits.
    pub prefix: u32,
    /// Name of the client.
    pub hostname: Option<String>,
    /// Client id, or the unique id of IPv6.
    pub client_id: Option<String>,
}

impl Network {
    pub(crate) fn new(connection: Connection, net: NetworkRef) -> Self {
        Self { connection, net }
    }

    /// The identity, as events carry it.
    pub fn identity(&self) -> &NetworkRef {
        &self.net
    }

    /// Unique name on the host.
    pub fn name(&self) -> &str {
        &self.net.name
    }

    /// Unique and stable identity.
    pub fn uuid(&self) -> Uuid {
        self.net.uuid
    }

    /// Starts it.
    pub async fn start(&self) -> Result<()> {
        self.connection.drivers().network.network_create(&self.net).await
    }

    /// Stops it. Guests that use it are cut off.
    pub async fn destroy(&self) -> Result<()> {
        self.connection.drivers().network.network_destroy(&self.net).await
    }

    /// Forgets the kept definition.
    pub async fn undefine(&self) -> Result<()> {
        self.connection
            .drivers()
            .network
            .network_undefine(&self.net)
            .await
    }

    /// The definition as text.
    pub async fn xml(&self, flags: NetworkXmlFlags) -> Result<String> {
        self.connection
            .drivers()
            .network
            .network_get_xml_desc(&self.net, flags.bits())
            .await
    }

    /// The definition as a typed document.
    pub async fn definition(&self, flags: NetworkXmlFlags) -> Result<ferrovirt_schema::network::Network> {
        Document::read(&self.xml(flags).await?)
    }

    /// Whether it is running.
    pub async fn is_active(&self) -> Result<bool> {
        self.connection
            .drivers()
            .network
            .network_is_active(&self.net)
            .await
    }

    /// Whether a definition is kept.
    pub async fn is_persistent(&self) -> Result<bool> {
        self.connection
            .drivers()
            .network
            .network_is_persistent(&self.net)
            .await
    }

    /// Whether it starts with the host.
    pub async fn autostart(&self) -> Result<bool> {
        self.connection
            .drivers()
            .network
            .network_get_autostart(&self.net)
            .await
    }

    /// Sets whether it starts with the host.
    pub async fn set_autostart(&self, on: bool) -> Result<()> {
        self.connection
            .drivers()
            .network
            .network_set_autostart(&self.net, on)
            .await
    }

    /// Name of its bridge.
    pub async fn bridge(&self) -> Result<String> {
        self.connection
            .drivers()
            .network
            .network_get_bridge_name(&self.net)
            .await
    }

    /// Addresses that it gave out, all or those of one client.
    pub async fn dhcp_leases(&self, mac: Option<&str>) -> Result<Vec<DhcpLease>> {
        let list = self
            .connection
            .drivers()
            .network
            .network_get_dhcp_leases(&self.net, mac, 0)
            .await?;
        let lease = |l: ferrovirt_protocol::remote::NetworkDhcpLease| DhcpLease {
            interface: l.iface,
            expires: u64::try_from(l.expirytime)
                .ok()
                .filter(|s| *s > 0)
                .map(|s| UNIX_EPOCH + Duration::from_secs(s)),
            family: IpAddrType::from_raw(l.kind),
            mac: l.mac,
            iaid: l.iaid,
            address: l.ipaddr,
            prefix: l.prefix,
            hostname: l.hostname,
            client_id: l.clientid,
        };
        Ok(list.into_iter().map(lease).collect())
    }

    /// Changes part of the definition, of the running network, the kept definition or both. `parent`
    /// chooses among several elements that the section can be in; -1 for the first that fits.
    pub async fn update(
        &self,
        command: NetworkUpdateCommand,
        section: NetworkUpdateSection,
        parent: i32,
        xml: &str,
        flags: NetworkUpdateFlags,
    ) -> Result<()> {
        let (command, section) = (command.raw().unsigned_abs(), section.raw().unsigned_abs());
        self.connection
            .drivers()
            .network
            .network_update(&self.net, command, section, parent, xml, flags.bits())
            .await
    }

    /// What is kept for its users; `None` when there is nothing.
    pub async fn metadata(&self, what: Metadata<'_>, of: DomainModificationImpact) -> Result<Option<String>> {
        let (kind, _, uri) = what.parts();
        document::found(
            self.connection
                .drivers()
                .network
                .network_get_metadata(&self.net, kind, uri, of.bits())
                .await,
        )
    }

    /// Sets what is kept for its users; `None` removes it.
    pub async fn set_metadata(
        &self,
        what: Metadata<'_>,
        value: Option<&str>,
        of: DomainModificationImpact,
    ) -> Result<()> {
        let (kind, key, uri) = what.parts();
        self.connection
            .drivers()
            .network
            .network_set_metadata(&self.net, kind, value, key, uri, of.bits())
            .await
    }

    /// Its ports.
    pub async fn ports(&self) -> Result<Vec<NetworkPort>> {
        let list = self
            .connection
            .drivers()
            .network
            .network_list_all_ports(&self.net, 0)
            .await?;
        Ok(list
            .into_iter()
            .map(|p| NetworkPort {
                connection: self.connection.clone(),
                port: p,
            })
            .collect())
    }

    /// The port with this UUID.
    pub async fn port(&self, uuid: Uuid) -> Result<NetworkPort> {
        let port = self
            .connection
            .drivers()
            .network
            .network_port_lookup_by_uuid(&self.net, uuid)
            .await?;
        Ok(NetworkPort {
            connection: self.connection.clone(),
            port,
        })
    }

    /// Makes a port.
    pub async fn create_port(&self, xml: &str) -> Result<NetworkPort> {
        let port = self
            .connection
            .drivers()
            .network
            .network_port_create_xml(&self.net, xml, 0)
            .await?;
        Ok(NetworkPort {
            connection: self.connection.clone(),
            port,
        })
    }
}

/// A port of a network: where one guest interface plugs in.
#[derive(Clone, Debug)]
pub struct NetworkPort {
    connection: Connection,
    port: NetworkPortRef,
}

impl NetworkPort {
    /// Identity of the port.
    pub fn uuid(&self) -> Uuid {
        self.port.uuid
    }

    /// The network that it belongs to.
    pub fn network(&self) -> Network {
        Network::new(self.connection.clone(), self.port.net.clone())
    }

    /// Its description.
    pub async fn xml(&self) -> Result<String> {
        self.connection
            .drivers()
            .network
            .network_port_get_xml_desc(&self.port, 0)
            .await
    }

    /// Its description as a typed document.
    pub async fn description(&self) -> Result<ferrovirt_schema::networkport::NetworkPort> {
        Document::read(&self.xml().await?)
    }

    /// Limits of its throughput.
    pub async fn parameters(&self) -> Result<Vec<TypedParam>> {
        self.connection
            .drivers()
            .network
            .network_port_get_parameters(&self.port, 0)
            .await
    }

    /// Sets limits of its throughput.
    pub async fn set_parameters(&self, params: &[TypedParam]) -> Result<()> {
        self.connection
            .drivers()
            .network
            .network_port_set_parameters(&self.port, params, 0)
            .await
    }

    /// Removes it.
    pub async fn delete(&self) -> Result<()> {
        self.connection
            .drivers()
            .network
            .network_port_delete(&self.port, 0)
            .await
    }
}
