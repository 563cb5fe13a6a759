//! Calls about devices of the host.

use super::document::{Capability, Device};
use super::mediated;
use crate::TestDriver;
use crate::affect::AFFECT;
use crate::error::{Kind, Result, TestError, check_flags};
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
        if self.world.mediated.get(name).is_none() {
            self.world.devices.get(name)?;
        }
        Ok(NodeDeviceRef {
            name: name.to_owned(),
        })
    }

    async fn connect_list_all_node_devices(&self, flags: u32) -> ApiResult<Vec<NodeDeviceRef>> {
        // All devices are active, so lists cannot be narrowed by that.
        let states = List::ACTIVE | List::INACTIVE;
        let known = if self.full {
            List::all()
        } else {
            List::all().difference(states)
        };
        check_flags(flags, known.bits(), "virConnectListAllNodeDevices")?;
        let asked = List::from_bits_truncate(flags);
        let flags = asked.difference(states);
        let mediated = self.world.mediated.list(asked);
        let devices = self.world.devices.lock();
        let wanted = devices
            .iter()
            .filter(|(_, device)| flags.is_empty() || flags.intersects(flags_of(device)));
        let there = asked.difference(flags);
        let here = there.is_empty() || there.contains(List::ACTIVE);
        Ok(wanted
            .filter(|_| here)
            .map(|(name, _)| name.clone())
            .chain(mediated)
            .map(|name| NodeDeviceRef { name })
            .collect())
    }

    async fn node_device_get_xml_desc(&self, name: &str, flags: u32) -> ApiResult<String> {
        check_flags(flags, u32::from(self.full), "virNodeDeviceGetXMLDesc")?;
        if let Some(device) = self.world.mediated.get(name) {
            return Ok(device.document.to_xml());
        }
        Ok(self.world.devices.get(name)?.to_xml())
    }

    async fn node_device_get_parent(&self, name: &str) -> ApiResult<Option<String>> {
        if let Some(device) = self.world.mediated.get(name) {
            return Ok(device.parent().map(str::to_owned));
        }
        Ok(self.world.devices.get(name)?.parent.clone())
    }

    async fn node_device_num_of_caps(&self, name: &str) -> ApiResult<i32> {
        if self.world.mediated.get(name).is_some() {
            return Ok(1);
        }
        Ok(i32::from(self.world.devices.get(name)?.capability.is_some()))
    }

    async fn node_device_list_caps(&self, name: &str, maxnames: i32) -> ApiResult<Vec<String>> {
        if self.world.mediated.get(name).is_some() {
            return Ok(vec!["mdev".into(); usize::from(maxnames > 0)]);
        }
        let mut names: Vec<String> = word_of(&*self.world.devices.get(name)?)
            .map(str::to_owned)
            .into_iter()
            .collect();
        names.truncate(usize::try_from(maxnames).unwrap_or(0));
        Ok(names)
    }

    async fn node_device_create_xml(&self, xml_desc: &str, flags: u32) -> ApiResult<NodeDeviceRef> {
        check_flags(flags, VALIDATE, "virNodeDeviceCreateXML")?;
        if self.full && mediated::is_meant(xml_desc)? {
            return Ok(self.put_mediated(xml_desc, true)?);
        }
        let name = self
            .world
            .devices
            .create(xml_desc, flags & VALIDATE != 0, &self.world.events)?;
        Ok(NodeDeviceRef { name })
    }

    async fn node_device_destroy(&self, name: &str) -> ApiResult<()> {
        if self.world.mediated.get(name).is_some() {
            return Ok(self.switch_mediated(name, false)?);
        }
        Ok(self.world.devices.destroy(name, &self.world.events)?)
    }

    async fn node_device_lookup_scsi_host_by_wwn(
        &self,
        wwnn: &str,
        wwpn: &str,
        flags: u32,
    ) -> ApiResult<NodeDeviceRef> {
        check_flags(flags, 0, "virNodeDeviceLookupSCSIHostByWWN")?;
        let devices = self.world.devices.lock();
        let is = |device: &Device| match &device.capability {
            Some(Capability::ScsiHost(adapter)) => adapter
                .fc_host()
                .is_some_and(|fc| fc.wwnn.as_deref() == Some(wwnn) && fc.wwpn.as_deref() == Some(wwpn)),
            _ => false,
        };
        let found = devices.iter().find(|(_, device)| is(device));
        let name = found.map(|(name, _)| name.clone());
        let missing = || TestError::not_found(Kind::NodeDevice, "wwnn and wwpn", format!("{wwnn} {wwpn}"));
        Ok(NodeDeviceRef {
            name: name.ok_or_else(missing)?,
        })
    }

    async fn node_device_detach_flags(
        &self,
        name: &str,
        _driver_name: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virNodeDeviceDetachFlags")?;
        Err(self.no_pci(name)?.into())
    }

    async fn node_device_re_attach(&self, name: &str) -> ApiResult<()> {
        Err(self.no_pci(name)?.into())
    }

    async fn node_device_reset(&self, name: &str) -> ApiResult<()> {
        Err(self.no_pci(name)?.into())
    }

    async fn node_device_define_xml(&self, xml_desc: &str, flags: u32) -> ApiResult<NodeDeviceRef> {
        check_flags(flags, VALIDATE, "virNodeDeviceDefineXML")?;
        Ok(self.put_mediated(xml_desc, false)?)
    }

    async fn node_device_undefine(&self, name: &str, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virNodeDeviceUndefine")?;
        Ok(self.undefine_mediated(name)?)
    }

    async fn node_device_create(&self, name: &str, flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virNodeDeviceCreate")?;
        Ok(self.switch_mediated(name, true)?)
    }

    async fn node_device_get_autostart(&self, name: &str) -> ApiResult<bool> {
        if let Some(device) = self.world.mediated.get(name) {
            return Ok(device.autostart);
        }
        self.world.devices.get(name)?;
        Ok(false)
    }

    async fn node_device_set_autostart(&self, name: &str, autostart: bool) -> ApiResult<()> {
        Ok(self.change_mediated(name, |device| {
            if !device.persistent {
                return Err(TestError::InvalidState(format!(
                    "cannot set autostart for transient device '{name}'"
                )));
            }
            device.autostart = autostart;
            Ok(())
        })?)
    }

    async fn node_device_is_persistent(&self, name: &str) -> ApiResult<bool> {
        if let Some(device) = self.world.mediated.get(name) {
            return Ok(device.persistent);
        }
        self.world.devices.get(name)?;
        Ok(false)
    }

    async fn node_device_is_active(&self, name: &str) -> ApiResult<bool> {
        if let Some(device) = self.world.mediated.get(name) {
            return Ok(device.active);
        }
        self.world.devices.get(name)?;
        Ok(true)
    }

    async fn node_device_update(&self, name: &str, xml_desc: &str, flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virNodeDeviceUpdate")?;
        Ok(self.update_mediated(name, xml_desc)?)
    }
}

impl TestDriver {
    /// Why a device of the host cannot be given to a guest.
    fn no_pci(&self, name: &str) -> Result<TestError> {
        if self.world.mediated.get(name).is_none() {
            self.world.devices.get(name)?;
        }
        Ok(TestError::InvalidArgument(format!(
            "device {name} is not a PCI device"
        )))
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
