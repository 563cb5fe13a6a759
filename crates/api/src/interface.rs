//! Network interfaces of the host.

use crate::{Connection, Document};
use ferrovirt_types::Result;
use ferrovirt_types::consts::InterfaceXmlFlags;
use ferrovirt_types::object::InterfaceRef;

/// A network interface of the host.
#[derive(Clone, Debug)]
pub struct Interface {
    connection: Connection,
    iface: InterfaceRef,
}

impl Interface {
    pub(crate) fn new(connection: Connection, iface: InterfaceRef) -> Self {
        Self { connection, iface }
    }

    /// Device name.
    pub fn name(&self) -> &str {
        &self.iface.name
    }

    /// MAC address as text; empty when there is none.
    pub fn mac(&self) -> &str {
        &self.iface.mac
    }

    /// Its description: the running state, or with `INACTIVE` the kept definition.
    pub async fn xml(&self, flags: InterfaceXmlFlags) -> Result<String> {
        self.connection
            .drivers()
            .interface
            .interface_get_xml_desc(&self.iface, flags.bits())
            .await
    }

    /// Its description as a typed document.
    pub async fn definition(
        &self,
        flags: InterfaceXmlFlags,
    ) -> Result<ferrovirt_schema::interface::Interface> {
        Document::read(&self.xml(flags).await?)
    }

    /// Brings it up.
    pub async fn start(&self) -> Result<()> {
        self.connection
            .drivers()
            .interface
            .interface_create(&self.iface, 0)
            .await
    }

    /// Takes it down.
    pub async fn destroy(&self) -> Result<()> {
        self.connection
            .drivers()
            .interface
            .interface_destroy(&self.iface, 0)
            .await
    }

    /// Forgets the kept definition.
    pub async fn undefine(&self) -> Result<()> {
        self.connection
            .drivers()
            .interface
            .interface_undefine(&self.iface)
            .await
    }

    /// Whether it is up.
    pub async fn is_active(&self) -> Result<bool> {
        self.connection
            .drivers()
            .interface
            .interface_is_active(&self.iface)
            .await
    }
}
