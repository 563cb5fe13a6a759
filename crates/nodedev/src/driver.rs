//! The driver: the devices as they were last seen, and the task that looks again when the kernel says so.
//!
//! The first look is taken in the background soon after the start, or by the first call that needs it.
//! Readers take a published inventory and wait for nobody; changes take turns.

use crate::device::Device;
use crate::error::{NodeDevError, Result};
use crate::ids::PciNames;
use crate::mdev::Definitions;
use crate::root::HostRoot;
use crate::scan::{Inventory, scan};
use arc_swap::ArcSwap;
use ferrovirt_driver::events::EventBus;
use ferrovirt_host::paths::Places;
use ferrovirt_netlink::Notices;
use ferrovirt_types::consts::NodeDeviceEventLifecycleType as Change;
use ferrovirt_types::event::{Event, NodeDeviceEvent};
use ferrovirt_types::object::NodeDeviceRef;
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OnceCell};
use tokio::time::sleep;

/// Where mdevctl has its definitions.
const MDEVCTL: &str = "/etc/mdevctl.d";
/// A daemon that has just started has more urgent things to do.
const FIRST_LOOK: Duration = Duration::from_millis(300);
/// Changes come in crowds: one look is for all of them.
const CROWD: Duration = Duration::from_millis(40);
/// A look is put off for so many times as long as the last one took: where devices come by the hundred, the
/// machine has better to do.
const SHARE: u32 = 4;
/// The longest look that counts for that.
const LONGEST: Duration = Duration::from_millis(250);
/// How long udev's rules usually take after the kernel's message.
const RULES: Duration = Duration::from_millis(900);
const UDEV: &str = "/run/udev/control";

/// Node devices of one host, as the API's driver. Cheap to clone: all clones are the same.
#[derive(Clone)]
pub struct NodeDevices {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) root: HostRoot,
    pub(crate) names: PciNames,
    pub(crate) definitions: Definitions,
    /// Records of the devices that guests have.
    pub(crate) taken: PathBuf,
    inventory: ArcSwap<Inventory>,
    looked: OnceCell<()>,
    /// Held while devices are looked at or changed.
    turn: Mutex<()>,
    events: EventBus,
}

impl fmt::Debug for NodeDevices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NodeDevices")
            .field("devices", &self.shared.inventory.load().len())
            .finish_non_exhaustive()
    }
}

impl NodeDevices {
    /// The devices of this machine. Has to be called inside a tokio runtime, where its task then runs for as
    /// long as a clone is there.
    pub fn open(places: &Places, events: EventBus) -> Self {
        // The machine's own daemon shares definitions with mdevctl; others have theirs.
        let dir = if *places == Places::system() {
            MDEVCTL.into()
        } else {
            places.etc.join("mdevctl.d")
        };
        let shared = Arc::new(Shared {
            root: HostRoot::system(),
            names: PciNames::default(),
            definitions: Definitions::below(&dir),
            taken: places.run.join("hostdev"),
            inventory: ArcSwap::default(),
            looked: OnceCell::new(),
            turn: Mutex::default(),
            events,
        });
        match Notices::of_devices() {
            Ok(uevents) => {
                tokio::spawn(follow(Arc::downgrade(&shared), uevents));
            }
            Err(error) => {
                tracing::warn!(%error, "no word of devices that come and go: lists are made anew for each call");
            }
        }
        Self { shared }
    }

    /// The devices; waits for the first look.
    pub async fn inventory(&self) -> Arc<Inventory> {
        self.shared.ready().await;
        self.shared.inventory.load_full()
    }
}

/// Looks at the devices at first and whenever the kernel says that something changed, until the driver goes.
async fn follow(driver: Weak<Shared>, uevents: Notices) {
    sleep(FIRST_LOOK).await;
    if let Some(shared) = driver.upgrade() {
        shared.ready().await;
        shared.autostart().await;
    }
    let mut took = Duration::ZERO;
    loop {
        if let Err(error) = uevents.any().await {
            tracing::error!(%error, "the kernel's messages about devices cannot be read any more");
            return;
        }
        sleep(CROWD.max(took * SHARE)).await;
        uevents.skip();
        let Some(shared) = driver.upgrade() else { return };
        let begun = Instant::now();
        shared.look().await;
        took = begun.elapsed().min(LONGEST);
        if shared.root.exists(Path::new(UDEV)) {
            // Names that only udev knows, where its own messages do not reach us.
            let driver = driver.clone();
            tokio::spawn(async move {
                sleep(RULES).await;
                if let Some(shared) = driver.upgrade() {
                    shared.look().await;
                }
            });
        }
    }
}

impl Shared {
    async fn ready(self: &Arc<Self>) {
        self.looked
            .get_or_init(|| async {
                let _turn = self.turn.lock().await;
                let shared = Arc::clone(self);
                // What it cannot do it logs.
                let _ = self
                    .blocking(move || {
                        shared.give_strays_back();
                        Ok(())
                    })
                    .await;
                if let Ok(inventory) = self.scan().await {
                    self.inventory.store(Arc::new(inventory));
                }
            })
            .await;
    }

    /// Looks again and tells of what changed.
    pub(crate) async fn look(self: &Arc<Self>) {
        self.ready().await;
        let _turn = self.turn.lock().await;
        self.look_in_turn().await;
    }

    /// The same for whoever has the turn.
    pub(crate) async fn look_in_turn(self: &Arc<Self>) {
        let Ok(new) = self.scan().await else { return };
        let old = self.inventory.swap(Arc::new(new.clone()));
        for (name, event) in differences(&old, &new) {
            let device = NodeDeviceRef { name };
            self.events.publish(Event::NodeDevice(device, event));
        }
    }

    pub(crate) async fn turn(self: &Arc<Self>) -> tokio::sync::MutexGuard<'_, ()> {
        self.ready().await;
        self.turn.lock().await
    }

    async fn scan(self: &Arc<Self>) -> Result<Inventory> {
        let shared = Arc::clone(self);
        self.blocking(move || {
            let mut inventory = scan(&shared.root, &shared.names);
            shared.join_definitions(&mut inventory);
            Ok(inventory)
        })
        .await
    }

    /// Adds mediated devices that are only defined, and marks those that are defined and there.
    fn join_definitions(&self, inventory: &mut Inventory) {
        for definition in self.definitions.list() {
            let parent = Path::new("/sys/class/mdev_bus").join(&definition.parent);
            let parent = self.root.resolve(&parent);
            let owner = parent.as_deref().and_then(|path| inventory.owner(path));
            let defined = definition.device(owner.unwrap_or(crate::device::COMPUTER));
            let device = match inventory.by_name(&defined.name) {
                Some(there) => Device {
                    is_persistent: true,
                    autostart: definition.autostart,
                    ..Device::clone(there)
                },
                None => defined,
            };
            inventory.insert(device);
        }
    }

    /// Runs what blocks where it may.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or(Err(NodeDevError::Task))
    }

    /// The device of that name as it was last seen.
    pub(crate) async fn device(self: &Arc<Self>, name: &str) -> Result<Arc<Device>> {
        self.ready().await;
        let found = self.inventory.load().by_name(name).cloned();
        found.ok_or_else(|| NodeDevError::NoDevice {
            name: name.to_owned(),
        })
    }

    pub(crate) fn tell(&self, name: &str, change: Change) {
        let device = NodeDeviceRef {
            name: name.to_owned(),
        };
        let event = NodeDeviceEvent::Lifecycle { event: change.raw() };
        self.events.publish(Event::NodeDevice(device, event));
    }

    pub(crate) fn current(&self) -> Arc<Inventory> {
        self.inventory.load_full()
    }
}

/// What is told of the way from one inventory to the next, what went first.
fn differences(old: &Inventory, new: &Inventory) -> Vec<(String, NodeDeviceEvent)> {
    let lifecycle = |change: Change| NodeDeviceEvent::Lifecycle { event: change.raw() };
    let before: HashMap<&str, &Arc<Device>> = old.iter().map(|d| (d.name.as_str(), d)).collect();
    let mut gone = Vec::new();
    let mut come = Vec::new();
    for device in old.iter() {
        match new.by_name(&device.name) {
            None if device.is_active => gone.push((device.name.clone(), lifecycle(Change::Deleted))),
            Some(now) if device.is_active && !now.is_active => {
                gone.push((device.name.clone(), lifecycle(Change::Deleted)));
            }
            _ => {}
        }
    }
    for device in new.iter().filter(|device| device.is_active) {
        match before.get(device.name.as_str()) {
            Some(then) if then.is_active => {
                if then.document != device.document {
                    come.push((device.name.clone(), NodeDeviceEvent::Update));
                }
            }
            _ => come.push((device.name.clone(), lifecycle(Change::Created))),
        }
    }
    gone.extend(come);
    gone
}
