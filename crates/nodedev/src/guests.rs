//! PCI devices that guests get through the networks they are plugged into: taken from the host's driver before the
//! guest has them, given back after it.
//!
//! Each one is recorded before it is taken. What a killed daemon left taken, and no guest has, is given back by the
//! next one before it takes any.

use crate::NodeDevices;
use crate::detach::{Pci, is_for_guests};
use crate::driver::Shared;
use crate::error::{NodeDevError, Result};
use async_trait::async_trait;
use ferrovirt_driver::attach::{Function, GuestAddress, GuestNetworks, Limits, Plug, PlugPlace, PlugRequest};
use ferrovirt_host::files;
use ferrovirt_schema::common::address::PciAddress;
use ferrovirt_types::Result as ApiResult;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use uuid::Uuid;

const DEVICES: &str = "/sys/bus/pci/devices";
const GROUPS: &str = "/dev/vfio";
/// A record is a word and the name of a guest, a line each.
const RECORD_MAX: usize = 4096;
/// The host's driver had the device, and gets it back.
const FROM_HOST: &str = "taken";
/// Somebody had taken it from the host's driver already.
const FOUND: &str = "found";
/// How long a device may be in use after its guest has let it go, and how often that is looked at.
const LET_GO: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);

/// Networks whose guests are given devices of the host.
struct Handing {
    devices: NodeDevices,
    networks: Arc<dyn GuestNetworks>,
}

impl NodeDevices {
    /// The same networks, where a function that a guest gets is taken from the host's driver first.
    pub fn hand_over(&self, networks: Arc<dyn GuestNetworks>) -> Arc<dyn GuestNetworks> {
        Arc::new(Handing {
            devices: self.clone(),
            networks,
        })
    }

    async fn take(&self, function: &Function, guest: &str) -> Result<PathBuf> {
        let (address, managed, guest) = (function.address.clone(), function.managed, guest.to_owned());
        self.in_turn(move |taken| taken.take(&address, managed, &guest))
            .await
    }

    /// Hands a guest a device that is no affair of networks.
    async fn hand(&self, address: &str, managed: bool, guest: &str) -> Result<Plug> {
        let function = Function {
            address: address.to_owned(),
            managed,
            file: None,
        };
        let file = self.take(&function, guest).await?;
        Ok(Plug {
            target: address.to_owned(),
            port: None,
            bridge: None,
            direct: None,
            function: Some(Function {
                file: Some(file),
                ..function
            }),
            files: Vec::new(),
        })
    }

    async fn give_back(&self, address: &str) -> Result<()> {
        let address = address.to_owned();
        self.in_turn(move |taken| taken.give_back(&address)).await
    }

    /// Changes who has devices, in turn and to its end, and looks at what came of it.
    async fn in_turn<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Taken<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let shared = Arc::clone(&self.shared);
        let done = tokio::spawn(async move {
            let _turn = shared.turn().await;
            let inner = Arc::clone(&shared);
            let outcome = shared.blocking(move || change(&Taken { shared: &inner })).await;
            shared.look_in_turn().await;
            outcome
        });
        done.await.unwrap_or(Err(NodeDevError::Task))
    }
}

impl Shared {
    /// Gives back what no guest has, after a daemon was killed. Blocks.
    pub(crate) fn give_strays_back(&self) {
        let taken = Taken { shared: self };
        for address in self.root.names(&self.taken) {
            // It is in use where its guest runs on, and is given back when that ends.
            match taken.give_back_now(&address) {
                Ok(()) => tracing::warn!(address, "a device that no guest has is given back to the host"),
                Err(NodeDevError::InUse { .. }) => {}
                Err(error) => tracing::error!(address, %error, "a device is not given back to the host"),
            }
        }
    }
}

/// Devices that guests have, as their records say. Whoever uses it has the turn; all of it blocks.
struct Taken<'a> {
    shared: &'a Shared,
}

impl Taken<'_> {
    fn record(&self, address: &str) -> PathBuf {
        self.shared.root.real(&self.shared.taken.join(address))
    }

    /// Where a device is.
    fn path(&self, address: &str) -> Result<PathBuf> {
        // Nothing else becomes a part of a path.
        let known = PciAddress::from_kernel(address).map(|address| address.to_string());
        known
            .and_then(|name| self.shared.root.resolve(&Path::new(DEVICES).join(name)))
            .ok_or_else(|| NodeDevError::NoDevice {
                name: address.to_owned(),
            })
    }

    /// Takes a device for a guest; answers the file of its group.
    fn take(&self, address: &str, managed: bool, guest: &str) -> Result<PathBuf> {
        let path = self.path(address)?;
        let record = self.record(address);
        if let Ok(text) = files::read_text(&record, RECORD_MAX) {
            return Err(NodeDevError::Taken {
                address: address.to_owned(),
                guest: text
                    .split_once('\n')
                    .map_or(String::new(), |(_, guest)| guest.to_owned()),
            });
        }
        let root = &self.shared.root;
        let group = root.link_name(&path.join("iommu_group"));
        let group = group.ok_or_else(|| NodeDevError::NoIommu {
            name: address.to_owned(),
        })?;
        let pci = Pci::new(root, address, &path);
        let is_detached = pci.driver().as_deref().is_some_and(is_for_guests);
        if is_detached {
            // Somebody may have it whom no record names.
            pci.require_free()?;
        } else if !managed {
            return Err(NodeDevError::State(format!(
                "Unmanaged PCI device {address} must be manually detached from the host"
            )));
        }
        if let Some(dir) = record.parent() {
            files::create_dirs(dir, 0o755)?;
        }
        let from = if is_detached { FOUND } else { FROM_HOST };
        files::write_atomic(&record, format!("{from}\n{guest}").as_bytes(), 0o644)?;
        if let Err(error) = pci.detach(None) {
            files::remove(&record)?;
            return Err(error);
        }
        match pci.reset() {
            // Its hypervisor resets it as well.
            Ok(()) | Err(NodeDevError::NoReset { .. }) => {}
            Err(error) => tracing::warn!(address, %error, "a device is not reset for its guest"),
        }
        Ok(Path::new(GROUPS).join(group))
    }

    /// Gives a device back as soon as its guest has let it go. One that was not taken is left as it is.
    fn give_back(&self, address: &str) -> Result<()> {
        let begun = Instant::now();
        loop {
            match self.give_back_now(address) {
                Err(NodeDevError::InUse { .. }) if begun.elapsed() < LET_GO => std::thread::sleep(LOOK),
                done => return done,
            }
        }
    }

    fn give_back_now(&self, address: &str) -> Result<()> {
        let record = self.record(address);
        let Ok(text) = files::read_text(&record, RECORD_MAX) else {
            return Ok(());
        };
        match self.path(address) {
            Ok(path) => {
                let pci = Pci::new(&self.shared.root, address, &path);
                pci.require_free()?;
                if text.starts_with(FROM_HOST) {
                    pci.reattach()?;
                }
            }
            // It was pulled out.
            Err(_) => tracing::warn!(address, "a device that a guest had is gone"),
        }
        files::remove(&record)?;
        Ok(())
    }
}

#[async_trait]
impl GuestNetworks for Handing {
    async fn plug(&self, request: PlugRequest) -> ApiResult<Plug> {
        let (place, guest) = (request.place.clone(), request.domain.name.clone());
        if let PlugPlace::Device { address, managed } = &place {
            return Ok(self.devices.hand(address, *managed, &guest).await?);
        }
        let mut plug = self.networks.plug(request).await?;
        let Some(function) = &mut plug.function else {
            return Ok(plug);
        };
        match self.devices.take(function, &guest).await {
            Ok(file) => {
                function.file = Some(file);
                Ok(plug)
            }
            Err(e) => {
                if let Err(error) = self.networks.unplug(&place, &plug.target, plug.port).await {
                    tracing::warn!(device = plug.target, %error, "a place in a network is not given back");
                }
                Err(e.into())
            }
        }
    }

    async fn unplug(&self, place: &PlugPlace, target: &str, port: Option<Uuid>) -> ApiResult<()> {
        let given_back = match PciAddress::from_kernel(target) {
            Some(_) => self.devices.give_back(target).await,
            None => Ok(()),
        };
        if !matches!(place, PlugPlace::Device { .. }) {
            self.networks.unplug(place, target, port).await?;
        }
        Ok(given_back?)
    }

    async fn readopt(&self, request: PlugRequest, target: &str, port: Option<Uuid>) -> ApiResult<()> {
        // The record of a device is there, as long as the guest has it.
        if matches!(request.place, PlugPlace::Device { .. }) {
            return Ok(());
        }
        self.networks.readopt(request, target, port).await
    }

    async fn replug(
        &self,
        old: PlugRequest,
        new: PlugRequest,
        target: &str,
        port: Option<Uuid>,
    ) -> ApiResult<Plug> {
        self.networks.replug(old, new, target, port).await
    }

    async fn limit(
        &self,
        place: &PlugPlace,
        target: &str,
        port: Option<Uuid>,
        limits: Limits,
    ) -> ApiResult<()> {
        self.networks.limit(place, target, port, limits).await
    }

    async fn addresses(&self, network: &str) -> ApiResult<Vec<GuestAddress>> {
        self.networks.addresses(network).await
    }

    fn lease_changes(&self) -> watch::Receiver<()> {
        self.networks.lease_changes()
    }
}
