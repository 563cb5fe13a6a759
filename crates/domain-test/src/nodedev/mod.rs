//! Devices of the host. The only ones that come and go are virtual ports of its fibre channel adapters.

mod document;
mod driver;
mod mediated;

pub(crate) use mediated::AllMediated;

use crate::error::{Kind, Result, TestError};
use document::{Adapter, Capability, Device, FcHost};
use ferrovirt_driver::events::EventBus;
use ferrovirt_schema::pool::AdapterType;
use ferrovirt_schema::pool::Pool;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber, NodeDeviceEventLifecycleType};
use ferrovirt_types::event::{Event, NodeDeviceEvent};
use ferrovirt_types::object::NodeDeviceRef;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The virtual port that new ones are copies of, and what a new one is called.
const PATTERN: &str = "scsi_host11";
const NEW: &str = "scsi_host12";

/// All devices, by name.
#[derive(Default)]
pub(crate) struct Devices(Mutex<BTreeMap<String, Arc<Device>>>);

impl Devices {
    /// Short: never held across an await.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Device>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, name: &str) -> Result<Arc<Device>> {
        self.lock()
            .get(name)
            .cloned()
            .ok_or_else(|| TestError::not_found(Kind::NodeDevice, "name", name))
    }

    /// Adds a device that is there from the beginning.
    pub(crate) fn add(&self, text: &str) -> Result<()> {
        let device = Device::parse(text)?;
        let name = device
            .name
            .clone()
            .filter(|n| !n.is_empty())
            .ok_or_else(|| refuse("a device has no name"))?;
        self.lock().insert(name, Arc::new(device));
        Ok(())
    }

    /// Makes a virtual port as a document describes it.
    fn create(&self, text: &str, validate: bool, events: &EventBus) -> Result<String> {
        let wanted: Device = crate::domain::read_document(text, Device::ROOT, validate)?;
        if validate && wanted.name.is_none() {
            return Err(TestError::Grammar("a device needs a <name>".into()));
        }
        let names = match &wanted.capability {
            Some(Capability::ScsiHost(adapter)) => adapter.fc_host(),
            Some(_) => return Err(refuse("only virtual ports of adapters can be made")),
            None => return Err(refuse("no device capabilities for 'new device'")),
        };
        let names = names.ok_or_else(|| refuse("Device is not a fibre channel HBA"))?;
        let (wwnn, wwpn) = (names.wwnn.clone(), names.wwpn.clone());
        let (Some(wwnn), Some(wwpn)) = (wwnn, wwpn) else {
            return Err(refuse(
                "no WWNN or WWPN supplied for 'new device', and auto-generation failed",
            ));
        };
        self.check_parent(wanted.parent.as_deref())?;
        self.plug(wwnn, wwpn, events)
    }

    fn check_parent(&self, parent: Option<&str>) -> Result<()> {
        let Some(parent) = parent else { return Ok(()) };
        let device = self.lock().get(parent).cloned();
        let device = device.ok_or_else(|| refuse("Could not find parent device for 'new device'"))?;
        match &device.capability {
            Some(Capability::ScsiHost(adapter)) if adapter.has_ports() => Ok(()),
            _ => Err(refuse(format!(
                "Parent device {parent} is not capable of vport operations"
            ))),
        }
    }

    fn plug(&self, wwnn: String, wwpn: String, events: &EventBus) -> Result<String> {
        let mut devices = self.lock();
        let pattern = devices
            .get(PATTERN)
            .ok_or_else(|| refuse(format!("'{PATTERN}' is gone, which new ports are copies of")))?;
        let mut device = Device::clone(pattern);
        device.name = Some(NEW.to_owned());
        if let Some(Capability::ScsiHost(adapter)) = &mut device.capability {
            adapter.rename(wwnn, wwpn);
        }
        devices.insert(NEW.to_owned(), Arc::new(device));
        drop(devices);
        tell(events, NEW, NodeDeviceEventLifecycleType::Created);
        Ok(NEW.to_owned())
    }

    /// Takes an adapter away; other devices stay.
    fn destroy(&self, name: &str, events: &EventBus) -> Result<()> {
        let device = self.get(name)?;
        if let Some(parent) = &device.parent
            && self.get(parent).is_err()
        {
            // What it was made on is gone: there is nothing to take it away from.
            return Ok(());
        }
        if matches!(&device.capability, Some(Capability::ScsiHost(adapter)) if adapter.fc_host().is_some())
            && self.lock().remove(name).is_some()
        {
            tell(events, name, NodeDeviceEventLifecycleType::Deleted);
        }
        Ok(())
    }

    /// Plugs in the virtual port that a pool is behind, if it is behind one.
    pub(crate) fn attach(&self, pool: &Pool, events: &EventBus) -> Result<()> {
        match port_of(pool) {
            Some((wwnn, wwpn)) => self.plug(wwnn, wwpn, events).map(drop),
            None => Ok(()),
        }
    }

    /// Unplugs it again.
    pub(crate) fn detach(&self, pool: &Pool, events: &EventBus) {
        if port_of(pool).is_some() && self.lock().remove(NEW).is_some() {
            tell(events, NEW, NodeDeviceEventLifecycleType::Deleted);
        }
    }
}

/// Names of the virtual port that a pool is behind.
fn port_of(pool: &Pool) -> Option<(String, String)> {
    let adapter = pool.source.as_ref()?.adapter.as_ref()?;
    let fc = adapter.kind == Some(AdapterType::FcHost);
    fc.then(|| adapter.wwnn.clone().zip(adapter.wwpn.clone()))
        .flatten()
}

fn tell(events: &EventBus, name: &str, event: NodeDeviceEventLifecycleType) {
    let device = NodeDeviceRef {
        name: name.to_owned(),
    };
    events.publish(Event::NodeDevice(
        device,
        NodeDeviceEvent::Lifecycle { event: event.raw() },
    ));
}

fn refuse(why: impl Into<String>) -> TestError {
    TestError::Api(Error::new(ErrorNumber::InternalError, ErrorDomain::Nodedev, why))
}

impl Adapter {
    fn fc_host(&self) -> Option<&FcHost> {
        self.capabilities.iter().find_map(|c| match c {
            document::AdapterCapability::FcHost(fc) => Some(fc),
            document::AdapterCapability::VportOps(_) => None,
        })
    }

    fn has_ports(&self) -> bool {
        self.capabilities
            .iter()
            .any(|c| matches!(c, document::AdapterCapability::VportOps(_)))
    }

    fn rename(&mut self, wwnn: String, wwpn: String) {
        for capability in &mut self.capabilities {
            if let document::AdapterCapability::FcHost(fc) = capability {
                fc.wwnn = Some(wwnn.clone());
                fc.wwpn = Some(wwpn.clone());
            }
        }
    }
}
