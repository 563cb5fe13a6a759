//! What all parts of the driver share.

use crate::caps::{CpuCaps, EmulatorCaps, Emulators};
use crate::cgroups::Groups;
use crate::config::QemuConfig;
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::status::StatusDocument;
use crate::guest::{Guest, Live, Resources, Summary};
use crate::host_model;
use crate::moment::Books;
use crate::process::{Grant, Images, Refusal, RunAs};
use arc_swap::ArcSwap;
use ferrovirt_driver::attach::{GuestNetworks, GuestVolumes, Peers};
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_host::facts::Machine;
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::domain::{Domain, DomainType};
use ferrovirt_schema::snapshot::Snapshot;
use ferrovirt_store::{Commit, Identity, Layout, StatusFiles, Store, StoreError, Writer};
use ferrovirt_types::consts::DomainShutoffReason;
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::{YesNo, scan_identity};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// The other drivers of this process that guests are plugged into.
#[derive(Clone, Default)]
pub struct Neighbours {
    /// Networks; without them guests have user-mode networking only.
    pub networks: Option<Arc<dyn GuestNetworks>>,
    /// Volumes, for disks that name one.
    pub volumes: Option<Arc<dyn GuestVolumes>>,
    /// Values of secrets, for disks that need them.
    pub secrets: Option<Arc<dyn GuestSecrets>>,
    /// Other daemons, for migrations that this one conducts.
    pub peers: Option<Arc<dyn Peers>>,
}

/// Shared by the driver's traits and the guests' tasks.
pub struct Core {
    /// Settings; a reload puts others in their place.
    config: ArcSwap<QemuConfig>,
    /// Emulators of the host.
    pub emulators: Emulators,
    /// All guests.
    pub store: Store<Guest>,
    /// Records of running guests.
    pub status: StatusFiles,
    /// Where events go.
    pub events: EventBus,
    /// Networks.
    pub networks: Option<Arc<dyn GuestNetworks>>,
    /// Volumes.
    pub volumes: Option<Arc<dyn GuestVolumes>>,
    /// Values of secrets.
    pub secrets: Option<Arc<dyn GuestSecrets>>,
    /// Other daemons.
    pub peers: Option<Arc<dyn Peers>>,
    /// Guests on their way here.
    pub arriving: crate::driver::Arriving,
    /// Files given away.
    pub images: Images,
    /// Where guests' control groups are.
    pub groups: Arc<Groups>,
    /// Who guests run as.
    pub run_as: RunAs,
    /// Facts of the host.
    pub host: Machine,
    /// Terminals that are open.
    pub sessions: crate::driver::Sessions,
    /// Ports given to displays that may not be bound yet.
    pub ports: Mutex<HashSet<u16>>,
    /// Snapshots.
    pub snapshots: Books<Snapshot>,
    /// Checkpoints.
    pub checkpoints: Books<Checkpoint>,
    /// Where tasks run that outlive who asked for them.
    pub runtime: tokio::runtime::Handle,
    next_id: AtomicI32,
}

impl Core {
    /// Opens stores and resolves settings.
    pub fn open(config: QemuConfig, events: EventBus, neighbours: Neighbours) -> Result<Arc<Self>> {
        let places = &config.places;
        let writer = Writer::start()?;
        let identify = |text: &str| {
            let found = scan_identity(text).ok_or("it is no <domain> with a name")?;
            let name = found.name.ok_or("it has no name")?;
            Ok::<_, &str>(Identity {
                name,
                uuid: found.uuid,
            })
        };
        let make =
            |found: &ferrovirt_store::Found| Guest::new(&found.name, found.uuid, true, found.autostart);
        let (store, report) = Store::open(
            Layout::in_dir(&places.etc.join("qemu")),
            writer.clone(),
            identify,
            make,
        )?;
        tracing::debug!(
            loaded = report.loaded,
            broken = report.broken.len(),
            "definitions indexed"
        );
        let status = StatusFiles::open(&places.run.join("qemu"), writer)?;
        let run_as = RunAs::resolve(&config.user)?;
        let emulators = Emulators::new(places.cache.join("qemu"));
        Ok(Arc::new(Core {
            emulators,
            store,
            status,
            events,
            networks: neighbours.networks,
            volumes: neighbours.volumes,
            secrets: neighbours.secrets,
            peers: neighbours.peers,
            arriving: Default::default(),
            images: Images::default(),
            groups: Arc::new(Groups::open(&config)),
            run_as,
            host: Machine::default(),
            sessions: Default::default(),
            ports: Mutex::default(),
            snapshots: Books::new(&places.lib.join("qemu")),
            checkpoints: Books::new(&places.lib.join("qemu")),
            runtime: tokio::runtime::Handle::current(),
            next_id: AtomicI32::new(1),
            config: ArcSwap::from_pointee(config),
        }))
    }

    /// The settings of this moment.
    pub fn config(&self) -> Arc<QemuConfig> {
        self.config.load_full()
    }

    /// Takes what may change in a running driver from `newer`; names what may not and differs.
    pub fn set_config(&self, newer: QemuConfig) -> Vec<&'static str> {
        let (renewed, fixed) = self.config.load().renewed(newer);
        self.config.store(Arc::new(renewed));
        fixed
    }

    /// Probes the usual emulator in the background, so that the first definition does not wait for it.
    pub fn warm_up(self: &Arc<Self>) {
        let core = Arc::clone(self);
        tokio::spawn(async move {
            for (_, path) in Emulators::installed().into_iter().rev() {
                if let Err(error) = core.emulators.get(&path).await {
                    tracing::warn!(%error, "an emulator cannot be probed");
                }
            }
        });
    }

    /// The host's name.
    pub fn host_name(&self) -> String {
        self.host.hostname()
    }

    /// The host's identity: that of its firmware or, where it tells none, of the installation.
    pub fn host_uuid(&self) -> Uuid {
        let of_firmware = self.host.uuid_text().and_then(|t| Uuid::parse_str(t.trim()).ok());
        of_firmware.unwrap_or_else(|| {
            let id = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
            Uuid::parse_str(id.trim()).unwrap_or_default()
        })
    }

    /// A number for an activation.
    pub fn take_id(&self) -> i32 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    /// Notes that a number is in use.
    pub fn reserve_id(&self, id: i32) {
        self.next_id.fetch_max(id.saturating_add(1), Ordering::Relaxed);
    }

    /// The guest that a caller means.
    pub fn guest(&self, dom: &DomainRef) -> Result<Arc<Guest>> {
        self.store
            .by_uuid(&dom.uuid)
            .map(|e| Arc::clone(&e.object))
            .ok_or_else(|| QemuError::NoSuchUuid {
                uuid: dom.uuid,
                name: dom.name.clone(),
            })
    }

    /// The emulator that a document names, or that of its architecture. Fails too when a program is missing that
    /// serves one of its devices.
    pub async fn caps_for(&self, doc: &Domain) -> Result<Arc<EmulatorCaps>> {
        crate::start::check_programs(doc)?;
        self.emulators.get(&define::emulator_path(doc)?).await
    }

    /// The processors that a guest of the document can get.
    pub async fn cpus_for<'c>(&'c self, doc: &Domain, caps: &'c EmulatorCaps) -> Result<&'c CpuCaps> {
        let kvm = match doc.domain_type {
            DomainType::Kvm => self.emulators.kvm_cpus().await?,
            _ => None,
        };
        Ok(kvm.unwrap_or(&caps.cpus))
    }

    /// Chooses the processor of a guest that starts.
    pub async fn settle_processor(&self, doc: &mut Domain, caps: &EmulatorCaps) -> Result<()> {
        let cpus = self.cpus_for(doc, caps).await?;
        let facts = match doc.domain_type {
            DomainType::Kvm => Some(self.host.cpus()?),
            _ => None,
        };
        host_model::settle(doc, cpus, facts.as_ref())
    }

    /// Directory for the sockets and files of one activation.
    pub fn runtime_dir(&self, name: &str, id: i32) -> PathBuf {
        let short: String = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
            .take(20)
            .collect();
        self.config()
            .places
            .lib
            .join("qemu")
            .join(format!("domain-{id}-{short}"))
    }

    /// The monitor's socket of one activation.
    pub fn monitor_path(&self, name: &str, id: i32) -> PathBuf {
        self.runtime_dir(name, id).join("monitor.sock")
    }

    /// Directory of logs.
    pub fn log_dir(&self) -> PathBuf {
        self.config().places.log.join("qemu")
    }

    /// The image that a managed save leaves.
    pub fn save_path(&self, name: &str) -> PathBuf {
        self.config()
            .places
            .lib
            .join("qemu/save")
            .join(format!("{name}.save"))
    }

    /// Text of the definition.
    pub async fn definition_text(&self, guest: &Guest) -> Result<Arc<str>> {
        Ok(self.store.text(&guest.name).await?)
    }

    /// The definition, or for a transient guest what it runs with.
    pub async fn definition(&self, guest: &Guest) -> Result<Arc<Domain>> {
        if !guest.is_persistent() {
            let live = guest.running()?;
            return Ok(Arc::new(live.definition()));
        }
        let text = self.definition_text(guest).await?;
        Ok(Arc::new(Domain::parse(&text)?))
    }

    /// The figures of the definition.
    pub async fn summary(&self, guest: &Guest) -> Result<Arc<Summary>> {
        if let Some(live) = guest.live() {
            return Ok(Arc::new(Summary::of(&live.doc)));
        }
        if let Some(known) = guest.summary() {
            return Ok(known);
        }
        let summary = Arc::new(Summary::of(&*self.definition(guest).await?));
        guest.set_summary(Some(Arc::clone(&summary)));
        Ok(summary)
    }

    /// Puts another definition in place of a persistent guest's.
    pub async fn write_definition(&self, guest: &Arc<Guest>, doc: &Domain) -> Result<()> {
        let summary = Arc::new(Summary::of(doc));
        let text: Arc<str> = doc.to_xml().into();
        let claim = self.store.claim(&guest.name, guest.uuid).await?;
        let subject = Arc::clone(guest);
        let apply = move || {
            subject.set_summary(Some(summary));
            subject
        };
        claim.define(text, apply).await?;
        Ok(())
    }

    /// Records a running guest. The writer keeps the order; a failure is logged, the guest runs on.
    pub fn write_status(&self, guest: &Guest, live: &Live, resources: &Resources) {
        report(&guest.name, self.status_of(guest, live, resources));
    }

    /// Records a running guest; done when it is recorded.
    pub fn status_of(&self, guest: &Guest, live: &Live, resources: &Resources) -> Commit<()> {
        let who = live.process.identity();
        let mut status = StatusDocument {
            state: live.status.state.raw(),
            reason: live.status.reason,
            pid: Some(who.pid),
            start: Some(who.start_ticks),
            id: live.id,
            persistent: if guest.is_persistent() {
                YesNo::Yes
            } else {
                YesNo::No
            },
            autodestroy: live.gauges.is_owned().then_some(YesNo::Yes),
            meddled: live.gauges.is_meddled_with().then_some(YesNo::Yes),
            cpu: live.asked_cpu.as_deref().cloned(),
            images: Some(live.gauges.images()),
            backup: live.backup.as_deref().cloned(),
            domain: Domain::clone(&live.doc),
            ..StatusDocument::default()
        };
        status.set_resources(resources);
        self.record(&guest.name, &status)
    }

    /// Records a status document; done when it is recorded.
    pub fn record(&self, name: &str, status: &StatusDocument) -> Commit<()> {
        self.status.write(name, status.to_xml().into())
    }

    /// Gives files to the user that QEMU runs as.
    pub fn hand_over(&self, grants: &[Grant]) -> Result<()> {
        self.images
            .hand_over(grants, &self.run_as)
            .map_err(|(path, refusal)| self.refused(path, refusal))
    }

    /// Why QEMU's user does not get to a file.
    pub fn refused(&self, path: PathBuf, refusal: Refusal) -> QemuError {
        let who = self.run_as.ids();
        match refusal {
            Refusal::File(source) => QemuError::Image { path, who, source },
            Refusal::Directory(dir, source) => QemuError::ClosedDirectory {
                path,
                who,
                dir,
                source,
            },
        }
    }

    /// Removes the record of a guest that is gone.
    pub async fn forget(&self, guest: &Guest, _live: &Live) {
        if let Err(error) = self.status.remove(&guest.name).await {
            tracing::warn!(guest = %guest.name, %error, "the status file is not removed");
        }
    }

    /// Publishes that a guest is off, and forgets it if it has no definition.
    pub fn gone(&self, guest: &Guest, reason: DomainShutoffReason) {
        guest.set_off(reason);
        if !guest.is_persistent() {
            self.store
                .remove_if(&guest.uuid, |g| !g.is_persistent() && g.live().is_none());
        }
    }

    /// Makes a directory that QEMU's user owns.
    pub fn make_private_dir(&self, dir: &Path) -> Result<()> {
        use std::os::unix::fs::DirBuilderExt;
        let failed = |source| ferrovirt_host::Error::File {
            action: "create directory",
            path: dir.to_owned(),
            source,
        };
        if let Some(parent) = dir.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        match std::fs::DirBuilder::new().mode(0o750).create(dir) {
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            other => other.map_err(failed)?,
        }
        if let RunAs::User { uid, gid, .. } = &self.run_as {
            std::os::unix::fs::chown(dir, Some(*uid), Some(*gid)).map_err(failed)?;
        }
        Ok(())
    }
}

fn report(name: &str, commit: Commit<()>) {
    let name = name.to_owned();
    tokio::spawn(async move {
        if let Err(error) = commit.await {
            let error: StoreError = error;
            tracing::warn!(guest = name, %error, "the status is not recorded");
        }
    });
}
