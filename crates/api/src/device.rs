//! Devices of the host.

use crate::{Connection, Document};
use ferrovirt_types::Result;
use ferrovirt_types::consts::NodeDeviceXmlFlags;
use ferrovirt_types::object::NodeDeviceRef;

/// A device of the host.
#[derive(Clone, Debug)]
pub struct NodeDevice {
    connection: Connection,
    device: NodeDeviceRef,
}

impl NodeDevice {
    pub(crate) fn new(connection: Connection, device: NodeDeviceRef) -> Self {
        Self { connection, device }
    }

    /// Names it in calls of the drivers and in events.
    pub fn identity(&self) -> &NodeDeviceRef {
        &self.device
    }

    /// Unique name on the host.
    pub fn name(&self) -> &str {
        &self.device.name
    }

    /// Its description.
    pub async fn xml(&self, flags: NodeDeviceXmlFlags) -> Result<String> {
        self.connection
            .drivers()
            .node_device
            .node_device_get_xml_desc(self.name(), flags.bits())
            .await
    }

    /// Its description as a typed document.
    pub async fn description(
        &self,
        flags: NodeDeviceXmlFlags,
    ) -> Result<ferrovirt_schema::nodedev::NodeDevice> {
        Document::read(&self.xml(flags).await?)
    }

    /// Name of the device that it hangs on; `None` for the root.
    pub async fn parent(&self) -> Result<Option<String>> {
        self.connection
            .drivers()
            .node_device
            .node_device_get_parent(self.name())
            .await
    }

    /// Names of its capabilities, such as `net`.
    pub async fn capabilities(&self) -> Result<Vec<String>> {
        let driver = &self.connection.drivers().node_device;
        let count = driver.node_device_num_of_caps(self.name()).await?;
        driver.node_device_list_caps(self.name(), count).await
    }

    /// Takes it from the host's driver, to give it to a guest.
    pub async fn detach(&self, driver: Option<&str>) -> Result<()> {
        self.connection
            .drivers()
            .node_device
            .node_device_detach_flags(self.name(), driver, 0)
            .await
    }

    /// Gives it back to the host's driver.
    pub async fn reattach(&self) -> Result<()> {
        self.connection
            .drivers()
            .node_device
            .node_device_re_attach(self.name())
            .await
    }

    /// Resets it.
    pub async fn reset(&self) -> Result<()> {
        self.connection
            .drivers()
            .node_device
            .node_device_reset(self.name())
            .await
    }

    /// Starts a defined device.
    pub async fn start(&self) -> Result<()> {
        self.connection
            .drivers()
            .node_device
            .node_device_create(self.name(), 0)
            .await
    }

    /// Ends a device that was made.
    pub async fn destroy(&self) -> Result<()> {
        self.connection
            .drivers()
            .node_device
            .node_device_destroy(self.name())
            .await
    }

    /// Forgets the kept definition.
    pub async fn undefine(&self) -> Result<()> {
        self.connection
            .drivers()
            .node_device
            .node_device_undefine(self.name(), 0)
            .await
    }

    /// Whether it is there.
    pub async fn is_active(&self) -> Result<bool> {
        self.connection
            .drivers()
            .node_device
            .node_device_is_active(self.name())
            .await
    }

    /// Whether a definition is kept.
    pub async fn is_persistent(&self) -> Result<bool> {
        self.connection
            .drivers()
            .node_device
            .node_device_is_persistent(self.name())
            .await
    }

    /// Whether it starts with the host.
    pub async fn autostart(&self) -> Result<bool> {
        self.connection
            .drivers()
            .node_device
            .node_device_get_autostart(self.name())
            .await
    }

    /// Sets whether it starts with the host.
    pub async fn set_autostart(&self, on: bool) -> Result<()> {
        self.connection
            .drivers()
            .node_device
            .node_device_set_autostart(self.name(), on)
            .await
    }
}
