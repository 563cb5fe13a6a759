//! Calls about devices of the host.

use super::document::{Capability, Device};
use crate::TestDriver;
use crate::error::check_flags;
use async_trait::async_trait;
use ferrovirt_driver::NodeDeviceDriver;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::ConnectListAllNodeDeviceFlags as List;
use ferrovirt_types::object::NodeDeviceRef;

/// Making is to hold the document against its grammar.
const VALIDATE: u32 = 1;

#[async_trait]
impl NodeDeviceDriver for TestDriver {
    async fn node_device_lookup_by_name(&self, name: &str) -> ApiResult<NodeDeviceRef> {
        self.world.devices.get(name)?;
        Ok(NodeDeviceRef {
            name: name.to_owned(),
        })
    }

    async fn connect_list_all_node_devices(&self, flags: u32) -> ApiResult<Vec<NodeDeviceRef>> {
        // All devices are active, so lists cannot be narrowed by that.
        let known = List::all().difference(List::ACTIVE | List::INACTIVE);
        check_flags(flags, known.bits(), "virConnectListAllNodeDevices")?;
        let flags = List::from_bits_truncate(flags);
        let devices = self.world.devices.lock();
        let wanted = devices
            .iter()
            .filter(|(_, device)| flags.is_empty() || flags.intersects(flags_of(device)));
        Ok(wanted
            .map(|(name, _)| NodeDeviceRef { name: name.clone() })
            .collect())
    }

    async fn node_device_get_xml_desc(&self, name: &str, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virNodeDeviceGetXMLDesc")?;
        Ok(self.world.devices.get(name)?.to_xml())
    }

    async fn node_device_get_parent(&self, name: &str) -> ApiResult<Option<String>> {
        Ok(self.world.devices.get(name)?.parent.clone())
    }

    async fn node_device_num_of_caps(&self, name: &str) -> ApiResult<i32> {
        Ok(i32::from(self.world.devices.get(name)?.capability.is_some()))
    }

    async fn node_device_list_caps(&self, name: &str, maxnames: i32) -> ApiResult<Vec<String>> {
        let mut names: Vec<String> = word_of(&*self.world.devices.get(name)?)
            .map(str::to_owned)
            .into_iter()
            .collect();
        names.truncate(usize::try_from(maxnames).unwrap_or(0));
        Ok(names)
    }

    async fn node_device_create_xml(&self, xml_desc: &str, flags: u32) -> ApiResult<NodeDeviceRef> {
        check_flags(flags, VALIDATE, "virNodeDeviceCreateXML")?;
        let name = self
            .world
            .devices
            .create(xml_desc, flags & VALIDATE != 0, &self.world.events)?;
        Ok(NodeDeviceRef { name })
    }

    async fn node_device_destroy(&self, name: &str) -> ApiResult<()> {
        Ok(self.world.devices.destroy(name, &self.world.events)?)
    }
}

fn word_of(device: &Device) -> Option<&'static str> {
    match device.capability {
        Some(Capability::System(_)) => Some("system"),
        Some(Capability::ScsiHost(_)) => Some("scsi_host"),
        _ => None,
    }
}

fn flags_of(device: &Device) -> List {
    match &device.capability {
        Some(Capability::System(_)) => List::CAP_SYSTEM,
        Some(Capability::ScsiHost(adapter)) => {
            let fc = if adapter.fc_host().is_some() {
                List::CAP_FC_HOST
            } else {
                List::empty()
            };
            let ports = if adapter.has_ports() {
                List::CAP_VPORTS
            } else {
                List::empty()
            };
            List::CAP_SCSI_HOST | fc | ports
        }
        _ => List::empty(),
    }
}
