//! Mediated devices: parts of a device of the host that are made for guests. They can be defined, and
//! made again from their definition.

use crate::TestDriver;
use crate::error::{Kind, Result, TestError};
use ferrovirt_schema::nodedev::{Capability, Mdev, NodeDevice, ParentDevice};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{
    ConnectListAllNodeDeviceFlags as List, ErrorDomain, ErrorNumber, NodeDeviceEventLifecycleType as Happened,
};
use ferrovirt_types::event::{Event, NodeDeviceEvent};
use ferrovirt_types::object::NodeDeviceRef;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Devices that a host can have.
const MOST: usize = 10_000;

/// A device.
#[derive(Debug, Clone)]
pub(crate) struct Mediated {
    pub(super) document: Arc<NodeDevice>,
    pub(super) active: bool,
    pub(super) persistent: bool,
    pub(super) autostart: bool,
}

impl Mediated {
    pub(super) fn parent(&self) -> Option<&str> {
        self.document.parent.as_ref().and_then(|p| p.name.as_deref())
    }
}

/// All of them, by name.
#[derive(Default)]
pub(crate) struct AllMediated(Mutex<BTreeMap<String, Mediated>>);

impl AllMediated {
    fn with<R>(&self, use_them: impl FnOnce(&mut BTreeMap<String, Mediated>) -> R) -> R {
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn get(&self, name: &str) -> Option<Mediated> {
        self.with(|all| all.get(name).cloned())
    }

    /// Names of those that a list has.
    pub(super) fn list(&self, flags: List) -> Vec<String> {
        let pair =
            |yes, no, has: bool| !flags.intersects(yes | no) || flags.contains(if has { yes } else { no });
        let states = List::ACTIVE | List::INACTIVE;
        let kinds = flags.difference(states);
        let lets = |d: &Mediated| {
            // Who does not ask sees what is there.
            let active = if flags.intersects(List::ACTIVE | List::INACTIVE) {
                pair(List::ACTIVE, List::INACTIVE, d.active)
            } else {
                d.active
            };
            active && (kinds.is_empty() || kinds.contains(List::CAP_MDEV))
        };
        self.with(|all| {
            let wanted = all.iter().filter(|(_, device)| lets(device));
            wanted.map(|(name, _)| name.clone()).collect()
        })
    }
}

fn missing(name: &str) -> TestError {
    TestError::not_found(Kind::NodeDevice, "name", name)
}

fn refuse(code: ErrorNumber, why: impl Into<String>) -> TestError {
    TestError::Api(Error::new(code, ErrorDomain::Nodedev, why))
}

/// Whether a document is about such a device.
pub(super) fn is_meant(xml: &str) -> Result<bool> {
    let tree = ferrovirt_xml::parse(xml, ferrovirt_xml::Limits::default())?;
    Ok(tree
        .root()
        .child("capability")
        .is_some_and(|c| c.attr("type") == Some("mdev")))
}

fn mdev(doc: &mut NodeDevice) -> Option<&mut Mdev> {
    doc.capabilities.iter_mut().find_map(|c| match c {
        Capability::Mdev(mdev) => Some(mdev),
        _ => None,
    })
}

impl TestDriver {
    /// Makes a device from its document, or defines it.
    pub(super) fn put_mediated(&self, xml: &str, active: bool) -> Result<NodeDeviceRef> {
        let mut doc: NodeDevice = crate::domain::read_document(xml, NodeDevice::ROOT, false)?;
        let parent = doc.parent.get_or_insert_with(ParentDevice::default);
        let parent = parent.name.get_or_insert_with(|| "computer".into()).clone();
        let Some(device) = mdev(&mut doc) else {
            return Err(refuse(
                ErrorNumber::OperationUnsupported,
                "only mediated devices can be defined",
            ));
        };
        let uuid = *device.uuid.get_or_insert_with(Uuid::new_v4);
        let name = format!("mdev_{}_{parent}", uuid.to_string().replace('-', "_"));
        doc.name = Some(name.clone());
        let happened = self.world.mediated.with(|all| {
            if active && all.get(&name).is_some_and(|d| d.active) {
                return Err(refuse(
                    ErrorNumber::OperationFailed,
                    format!("device '{name}' exists already"),
                ));
            }
            if all.len() >= MOST && !all.contains_key(&name) {
                return Err(refuse(
                    ErrorNumber::OperationFailed,
                    format!("the host has {MOST} devices already"),
                ));
            }
            let known = all.get(&name).cloned();
            let device = Mediated {
                document: Arc::new(doc),
                active: active || known.as_ref().is_some_and(|d| d.active),
                persistent: !active || known.as_ref().is_some_and(|d| d.persistent),
                autostart: known.is_some_and(|d| d.autostart),
            };
            all.insert(name.clone(), device);
            Ok(if active {
                Happened::Created
            } else {
                Happened::Defined
            })
        })?;
        self.tell_mediated(&name, happened);
        Ok(NodeDeviceRef { name })
    }

    /// Makes a defined device, or takes it away.
    pub(super) fn switch_mediated(&self, name: &str, on: bool) -> Result<()> {
        self.world.mediated.with(|all| {
            let device = all.get_mut(name).ok_or_else(|| missing(name))?;
            if device.active == on {
                let what = if on { "already" } else { "not" };
                return Err(refuse(
                    ErrorNumber::OperationInvalid,
                    format!("device '{name}' is {what} active"),
                ));
            }
            device.active = on;
            if !on && !device.persistent {
                all.remove(name);
            }
            Ok(())
        })?;
        let happened = if on { Happened::Created } else { Happened::Deleted };
        self.tell_mediated(name, happened);
        Ok(())
    }

    /// Forgets a definition.
    pub(super) fn undefine_mediated(&self, name: &str) -> Result<()> {
        if self.world.mediated.get(name).is_none() {
            self.world.devices.get(name)?;
        }
        self.change_mediated(name, |device| {
            if !device.persistent {
                return Err(refuse(
                    ErrorNumber::OperationInvalid,
                    format!("device '{name}' is not persistent"),
                ));
            }
            device.persistent = false;
            Ok(())
        })?;
        self.world.mediated.with(|all| {
            if all.get(name).is_some_and(|d| !d.active) {
                all.remove(name);
            }
        });
        self.tell_mediated(name, Happened::Undefined);
        Ok(())
    }

    pub(super) fn change_mediated(
        &self,
        name: &str,
        change: impl FnOnce(&mut Mediated) -> Result<()>,
    ) -> Result<()> {
        self.world
            .mediated
            .with(|all| change(all.get_mut(name).ok_or_else(|| missing(name))?))
    }

    /// Gives a device other attributes.
    pub(super) fn update_mediated(&self, name: &str, xml: &str) -> Result<()> {
        let mut doc: NodeDevice = crate::domain::read_document(xml, NodeDevice::ROOT, false)?;
        self.change_mediated(name, |device| {
            let mut before = NodeDevice::clone(&device.document);
            let same = match (mdev(&mut before), mdev(&mut doc)) {
                (Some(a), Some(b)) => a.uuid == b.uuid || b.uuid.is_none(),
                _ => false,
            };
            if !same {
                return Err(refuse(
                    ErrorNumber::OperationInvalid,
                    format!("the document is that of another device than '{name}'"),
                ));
            }
            if let (Some(new), Some(old)) = (mdev(&mut doc), mdev(&mut before)) {
                new.uuid = old.uuid;
            }
            doc.name = Some(name.to_owned());
            doc.parent = before.parent.clone();
            device.document = Arc::new(doc);
            Ok(())
        })?;
        let device = NodeDeviceRef {
            name: name.to_owned(),
        };
        self.world
            .events
            .publish(Event::NodeDevice(device, NodeDeviceEvent::Update));
        Ok(())
    }

    fn tell_mediated(&self, name: &str, event: Happened) {
        let device = NodeDeviceRef {
            name: name.to_owned(),
        };
        let event = NodeDeviceEvent::Lifecycle { event: event.raw() };
        self.world.events.publish(Event::NodeDevice(device, event));
    }
}
