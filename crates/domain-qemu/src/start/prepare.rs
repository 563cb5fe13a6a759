//! What has to be there before QEMU starts: names, files, sockets, ports, devices of the host.

use super::virtiofs::Server;
use super::{boot, chars, displays};
use crate::argv::{self, Runtime};
use crate::caps::EmulatorCaps;
use crate::cgroups;
use crate::chain;
use crate::define;
use crate::disk_keys;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::guest::status::StatusDocument;
use crate::guest::{Guest, Resources};
use crate::process::Launch;
use ferrovirt_schema::common::seclabel::{SecLabel, SecLabelType};
use ferrovirt_schema::common::source::{FileSource, StartupPolicy, StorageSource};
use ferrovirt_schema::domain::devices::disk::{Disk, DiskDevice};
use ferrovirt_schema::domain::{Domain, DomainType};
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::YesNo;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Refuses at once what cannot work.
pub(super) async fn check(core: &Core, doc: &Domain) -> Result<()> {
    if doc.domain_type == DomainType::Kvm
        && let crate::caps::KvmStatus::Unusable { reason } = core.emulators.kvm().await
    {
        return Err(QemuError::NoKvm {
            reason: reason.clone(),
        });
    }
    Ok(())
}

/// A start under way.
pub(super) struct Prepared {
    /// Number of the activation.
    pub id: i32,
    /// The document, filled in as things are chosen.
    pub doc: Domain,
    /// What the command line needs to know.
    pub runtime: Runtime,
    /// Descriptors for QEMU.
    pub fds: Vec<OwnedFd>,
    /// What has to be undone.
    pub resources: Resources,
    /// Ports that nobody else may choose until QEMU listens.
    pub ports: displays::Reserved,
    /// Programs that serve it directories.
    pub servers: Vec<Server>,
    /// Whether listeners were told of the start.
    pub announced: bool,
    reference: DomainRef,
}

impl Prepared {
    pub fn new(core: &Arc<Core>, guest: &Guest, document: &Domain) -> Self {
        let id = core.take_id();
        let mut doc = document.clone();
        define::align_memory(&mut doc);
        doc.id = u32::try_from(id).ok();
        let (uid, gid) = core.run_as.ids();
        if doc.seclabels.is_empty() {
            let label = Some(format!("+{uid}:+{gid}"));
            doc.seclabels.push(SecLabel {
                label_type: Some(SecLabelType::Dynamic),
                model: Some("dac".to_owned()),
                relabel: Some(YesNo::Yes),
                label: label.clone(),
                imagelabel: label,
                ..SecLabel::default()
            });
        }
        doc.resource
            .get_or_insert_with(Default::default)
            .partition
            .get_or_insert_with(|| define::PARTITION.to_owned());
        let runtime = Runtime {
            dir: core.runtime_dir(&guest.name, id),
            sandbox: core.config().sandbox,
            ..Runtime::default()
        };
        let reference = DomainRef {
            id,
            ..guest.reference()
        };
        Prepared {
            id,
            doc,
            runtime,
            fds: Vec::new(),
            resources: Resources::default(),
            ports: displays::Reserved::new(core),
            servers: Vec::new(),
            announced: false,
            reference,
        }
    }

    pub async fn everything(&mut self, core: &Arc<Core>, caps: &EmulatorCaps) -> Result<()> {
        core.settle_processor(&mut self.doc, caps).await?;
        if let Some(devices) = &mut self.doc.devices {
            define::assign_console_ports(devices)?;
        }
        define::assign_aliases(&mut self.doc);
        self.resources.dirs.push(self.runtime.dir.clone());
        self.group(core).await?;
        self.record(core).await?;
        core.make_private_dir(&self.runtime.dir)?;
        self.reach_own_dir(core);
        self.volumes(core).await?;
        self.disks(core)?;
        self.number_disks();
        self.disk_keys(core).await?;
        let name = self.reference.name.clone();
        self.firmware(core, &name)?;
        self.boot_files(core)?;
        crate::nics::take_devices(
            core.networks.as_deref(),
            &self.doc,
            &self.reference,
            |_| true,
            &mut self.resources.plugs,
        )
        .await?;
        self.host_devices(core)?;
        // Who had the files is recorded before anybody else has them.
        self.record(core).await?;
        core.hand_over(&self.resources.grants)?;
        self.tpm(core).await?;
        self.virtiofs(core).await?;
        self.characters(core)?;
        displays::choose(&mut self.doc, core, &mut self.ports)?;
        self.interfaces(core).await?;
        let listener = Launch::listen(&self.monitor_path())?;
        self.runtime.monitor_fd = Some(self.hand_over(listener));
        self.record(core).await
    }

    /// Makes its control group, with all limits that hold for the whole of it.
    async fn group(&mut self, core: &Arc<Core>) -> Result<()> {
        let (groups, id, name) = (Arc::clone(&core.groups), self.id, self.reference.name.clone());
        let partition = self.doc.resource.as_ref().and_then(|r| r.partition.clone());
        let partition = partition.unwrap_or_else(|| define::PARTITION.to_owned());
        let made = cgroups::blocking(move || groups.make(id, &name, &partition)).await?;
        self.resources.group.clone_from(&made);
        let Some(group) = made else { return Ok(()) };
        let doc = self.doc.clone();
        cgroups::blocking(move || cgroups::apply_all(&group, &doc)).await
    }

    pub fn monitor_path(&self) -> PathBuf {
        self.runtime.dir.join("monitor.sock")
    }

    pub(super) fn hand_over(&mut self, fd: OwnedFd) -> i32 {
        let number = fd.as_raw_fd();
        self.fds.push(fd);
        number
    }

    /// Notes for the next daemon what a start that is cut short leaves: before it can leave it.
    pub(super) async fn record(&self, core: &Core) -> Result<()> {
        let mut status = StatusDocument {
            id: self.id,
            domain: self.doc.clone(),
            ..StatusDocument::default()
        };
        status.set_resources(&self.resources);
        Ok(core.record(&self.reference.name, &status).await?)
    }

    /// QEMU leaves screenshots in its own directory; the guest runs without, if it cannot be let through to there.
    fn reach_own_dir(&mut self, core: &Core) {
        if let Err(error) = chain::claim(core, &self.runtime.dir, true, &mut self.resources.grants) {
            tracing::warn!(guest = self.reference.name, %error, "QEMU cannot enter its own directory");
        }
    }

    /// Numbers of the disks' nodes: the first disk has the highest, empty ones count, and what images
    /// are backed by comes behind all.
    fn number_disks(&mut self) {
        let Some(devices) = &mut self.doc.devices else {
            return;
        };
        let mut next = 1;
        for disk in devices.disks.iter_mut().rev() {
            chain::number_top(disk, &mut next);
        }
        for disk in devices.disks.iter_mut().rev() {
            chain::number(disk, &mut next);
        }
    }

    /// Hands QEMU the keys of disks.
    async fn disk_keys(&mut self, core: &Core) -> Result<()> {
        let mut keys = Vec::new();
        for disk in self.doc.devices.iter().flat_map(|d| &d.disks) {
            keys.extend(argv::disk_nodes(disk)?.into_iter().flat_map(|nodes| nodes.keys));
        }
        for key in keys {
            let fd = self.hand_over(disk_keys::file(&key.value(core).await?)?);
            self.runtime.key_fds.insert(key.id, fd);
        }
        Ok(())
    }

    async fn volumes(&mut self, core: &Core) -> Result<()> {
        for disk in self.doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
            chain::resolve(core, disk).await?;
        }
        Ok(())
    }

    fn disks(&mut self, core: &Core) -> Result<()> {
        for disk in self.doc.devices.iter_mut().flat_map(|d| &mut d.disks) {
            let missing = disk.source.path().is_some_and(|p| !Path::new(p).exists());
            if missing && is_optional(disk) {
                disk.source = StorageSource::File(FileSource::default());
            }
            chain::open(core, disk, &mut self.resources.grants)?;
        }
        Ok(())
    }

    fn boot_files(&mut self, core: &Core) -> Result<()> {
        let os = &self.doc.os;
        let mut files: Vec<(&str, bool)> = [&os.kernel, &os.initrd, &os.dtb]
            .into_iter()
            .flatten()
            .map(|p| (p.as_str(), false))
            .collect();
        if let Some(path) = os.loader.as_ref().and_then(|l| l.path.as_deref()) {
            files.push((path, false));
        }
        if let Some(nvram) = &os.nvram
            && let Some(path) = nvram
                .path
                .as_deref()
                .or_else(|| nvram.source.as_ref().and_then(|s| s.path()))
        {
            files.push((path, true));
        }
        for (path, writable) in files {
            chain::claim(core, Path::new(path), writable, &mut self.resources.grants)?;
        }
        Ok(())
    }

    fn characters(&mut self, core: &Core) -> Result<()> {
        let dir = self.runtime.dir.clone();
        let names = chars::names(&self.doc);
        let mut opened = Vec::new();
        for (source, alias) in boot::char_sources(&mut self.doc) {
            // A console that stands for a serial port has its alias, and its source.
            if opened.iter().any(|(a, _)| *a == alias) {
                continue;
            }
            if let Some(end) = chars::open(core, source, &alias, names.get(&alias), &dir)? {
                opened.push((alias, end));
            }
        }
        for (alias, end) in opened {
            let number = self.hand_over(end.fd);
            self.resources.files.extend(end.outside);
            self.runtime.char_fds.insert(alias, number);
        }
        Ok(())
    }

    async fn interfaces(&mut self, core: &Core) -> Result<()> {
        let count = self.doc.devices.as_ref().map_or(0, |d| d.interfaces.len());
        let mut groups = Vec::new();
        for n in 0..count {
            let Some(nic) = self.doc.devices.as_mut().and_then(|d| d.interfaces.get_mut(n)) else {
                break;
            };
            let plugged = crate::nics::plug(core.networks.as_deref(), nic, self.reference.clone()).await?;
            let Some((plugged, files)) = plugged else { continue };
            groups.extend(plugged.group.clone());
            self.resources.plugs.push(plugged);
            let alias = nic.info.alias.clone().unwrap_or_default();
            let numbers: Vec<i32> = files.iter().map(AsRawFd::as_raw_fd).collect();
            self.fds.extend(files);
            self.runtime.nic_fds.insert(alias, numbers);
        }
        if groups.is_empty() {
            return Ok(());
        }
        crate::nics::rename_functions(&mut self.doc);
        let first = self.resources.grants.len();
        for group in groups {
            chain::claim(core, &group, true, &mut self.resources.grants)?;
        }
        self.record(core).await?;
        core.hand_over(&self.resources.grants[first..])
    }
}

fn is_optional(disk: &Disk) -> bool {
    let common = match &disk.source {
        StorageSource::File(s) => &s.common,
        StorageSource::Block(s) => &s.common,
        _ => return false,
    };
    // A drive that can be empty starts empty.
    let removable = matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    removable
        && matches!(
            common.startup_policy,
            Some(StartupPolicy::Optional | StartupPolicy::Requisite)
        )
}
