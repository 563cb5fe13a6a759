//! One network: what readers see of it, and who is plugged in.
//!
//! A network is defined, live or both. Only the holder of the store's claim changes it; readers take
//! the published view and never wait.

use crate::error::{Error, Result};
use crate::plan::Means;
use arc_swap::ArcSwap;
use ferrovirt_driver::attach::{DirectMode, Limits, PortWish};
use ferrovirt_schema::common::address::PciAddress;
use ferrovirt_schema::network::{Network, PortGroup};
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::object::{DomainRef, NetworkRef};
use ferrovirt_xml::YesNo;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// A network in the store.
#[derive(Debug)]
pub(crate) struct Net {
    view: ArcSwap<View>,
    ports: Mutex<BTreeMap<Uuid, Port>>,
    watched: AtomicBool,
}

/// What a network is at a moment.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) reference: NetworkRef,
    /// What it will be when it starts next; a network without is transient.
    pub(crate) definition: Option<Arc<Network>>,
    /// What it is now, if it runs.
    pub(crate) live: Option<Arc<Live>>,
    pub(crate) autostart: bool,
}

/// A network that runs.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) document: Network,
    pub(crate) means: Means,
}

/// A guest interface that is plugged in.
#[derive(Debug, Clone)]
pub(crate) struct Port {
    pub(crate) domain: DomainRef,
    pub(crate) mac: MacAddr,
    /// The host's end; none for a port that a caller made for a program of its own.
    pub(crate) device: Option<IfName>,
    pub(crate) portgroup: Option<String>,
    /// Device of the host that it is on, where there is no bridge.
    pub(crate) direct: Option<(String, DirectMode)>,
    /// Function of a PCI device that the guest gets.
    pub(crate) function: Option<PciAddress>,
    pub(crate) limits: Limits,
    /// How its port of a bridge behaves.
    pub(crate) wish: PortWish,
}

impl Net {
    pub(crate) fn new(view: View) -> Self {
        Net {
            view: ArcSwap::from_pointee(view),
            ports: Mutex::default(),
            watched: AtomicBool::new(false),
        }
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.view.load_full()
    }

    /// Publishes the view with a change. For the holder of the claim only.
    pub(crate) fn change(&self, change: impl FnOnce(&mut View)) {
        let mut view = View::clone(&self.view.load());
        change(&mut view);
        self.view.store(Arc::new(view));
    }

    /// Notes that the network is watched; whether it was not.
    pub(super) fn begin_watch(&self) -> bool {
        !self.watched.swap(true, Ordering::AcqRel)
    }

    pub(super) fn end_watch(&self) {
        self.watched.store(false, Ordering::Release);
    }

    /// How macvtaps are on their devices, in a network of those.
    pub(crate) fn direct_mode(&self) -> Option<DirectMode> {
        match self.view().live.as_ref().map(|live| &live.means) {
            Some(Means::Direct { mode, .. }) => Some(*mode),
            _ => None,
        }
    }

    /// Counts a port, and in a network of macvtaps chooses its device: the one with the fewest ports,
    /// and where a device is for one port only, one that has none.
    pub(crate) async fn take_place(&self, live: &Live, uuid: Uuid, port: &mut Port) -> Result<()> {
        let devices = live.devices().await?;
        live.admit(port, self.floors_beside(None))?;
        let mut ports = self.ports();
        if let Some((mode, devices)) = devices {
            let count = |device: &IfName| {
                let on = |p: &&Port| p.direct.as_ref().is_some_and(|(dev, _)| dev == device.as_str());
                ports.values().filter(on).count()
            };
            let least = devices.iter().min_by_key(|device| count(device));
            let free = least.filter(|device| mode != DirectMode::Passthrough || count(device) == 0);
            let Some(device) = free else {
                return Err(Error::NoDevice {
                    network: live.document.name.clone(),
                    why: match devices.len() {
                        0 => "it names no device that is there".to_owned(),
                        n => format!("each of its {n} devices is in use by a guest"),
                    },
                });
            };
            port.direct = Some((device.to_string(), mode));
        }
        if let Means::Functions { addresses, .. } = &live.means {
            let is_free = |a: &&PciAddress| !ports.values().any(|port| port.function.as_ref() == Some(*a));
            port.function = addresses.iter().find(is_free).copied();
            if port.function.is_none() {
                return Err(Error::NoDevice {
                    network: live.document.name.clone(),
                    why: match addresses.len() {
                        0 => "it has no function of a device".to_owned(),
                        n => format!("each of its {n} functions is in use by a guest"),
                    },
                });
            }
        }
        ports.insert(uuid, port.clone());
        Ok(())
    }

    /// Who is plugged in; held for a moment only.
    pub(crate) fn ports(&self) -> MutexGuard<'_, BTreeMap<Uuid, Port>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Live {
    /// The port group that a port is in: the one it names, or the default one.
    pub(crate) fn group(&self, wanted: Option<&str>) -> Result<Option<&PortGroup>> {
        let groups = &self.document.portgroups;
        let Some(wanted) = wanted else {
            return Ok(groups.iter().find(|g| g.default == Some(YesNo::Yes)));
        };
        match groups.iter().find(|g| g.name == wanted) {
            Some(group) => Ok(Some(group)),
            None => Err(Error::Argument {
                what: format!("network '{}' has no port group '{wanted}'", self.document.name),
            }),
        }
    }

    /// Whether the host takes the functions of this network from its own drivers and gives them back.
    pub(crate) fn takes_functions(&self) -> bool {
        matches!(
            self.means,
            Means::Functions {
                managed: Some(YesNo::Yes),
                ..
            }
        )
    }

    /// The devices of a network of macvtaps, with the virtual functions that there are now.
    async fn devices(&self) -> Result<Option<(DirectMode, Vec<IfName>)>> {
        let Means::Direct {
            mode,
            devices,
            functions_of,
        } = &self.means
        else {
            return Ok(None);
        };
        let mut devices = devices.clone();
        if !functions_of.is_empty() {
            let of = functions_of.clone();
            let found = tokio::task::spawn_blocking(move || {
                of.iter().flat_map(virtual_functions).collect::<Vec<_>>()
            });
            devices.extend(found.await.map_err(|_| Error::Stopping)?);
        }
        Ok(Some((*mode, devices)))
    }
}

/// Interfaces of the virtual functions of a physical one, by sysfs.
fn virtual_functions(physical: &IfName) -> Vec<IfName> {
    let device = std::path::Path::new("/sys/class/net")
        .join(physical.as_str())
        .join("device");
    let names = |dir: std::path::PathBuf| {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        entries
            .filter_map(|e| e.file_name().into_string().ok())
            .collect::<Vec<_>>()
    };
    let functions = names(device.clone())
        .into_iter()
        .filter(|n| n.starts_with("virtfn"));
    functions
        .flat_map(|function| names(device.join(function).join("net")))
        .filter_map(|name| name.parse().ok())
        .collect()
}

impl View {
    /// The network's name.
    pub(crate) fn name(&self) -> &str {
        &self.reference.name
    }

    /// Whether a bridge of its own has this name, now or when it starts next.
    pub(crate) fn has_bridge(&self, bridge: &str) -> bool {
        let live = self.live.as_ref().map(|live| &live.document);
        let documents = self.definition.as_deref().into_iter().chain(live);
        documents
            .into_iter()
            .any(|d| d.has_own_bridge() && d.bridge_name() == Some(bridge))
    }

    /// What it is now, or will be.
    pub(crate) fn document(&self) -> Option<&Network> {
        match (&self.live, &self.definition) {
            (Some(live), _) => Some(&live.document),
            (None, definition) => definition.as_deref(),
        }
    }
}
