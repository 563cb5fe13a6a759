//! What follows from an event of QEMU.

use super::{Actor, Command};
use crate::argv::Runtime;
use crate::block;
use crate::guest::state::{Action, react};
use crate::guest::{BlockJob, Helper, Plugged, Resources, channels};
use crate::host_devices;
use crate::hotplug;
use crate::nics;
use crate::process::Grant;
use crate::start::server_files;
use ferrovirt_qmp::commands::{Cont, SystemReset};
use ferrovirt_qmp::{Event, EventKind};
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::{DomainRunningReason, DomainShutoffReason};
use ferrovirt_types::event::{DomainEvent, Event as ApiEvent, QemuMonitorEvent};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

impl Actor {
    pub(super) fn on_event(&mut self, event: &Event) {
        let (seconds, micros) = event.time;
        self.core.events.publish(ApiEvent::QemuMonitor(
            self.guest.reference(),
            QemuMonitorEvent {
                event: event.name.clone(),
                seconds,
                micros: u32::try_from(micros).unwrap_or_default(),
                details: event.data.as_ref().map(|d| d.get().to_owned()),
            },
        ));
        let kind = event.kind();
        match &kind {
            EventKind::BalloonChange { actual } => {
                self.live.gauges.set_balloon_kib(actual / 1024);
                let now = Some(Kib(actual / 1024));
                if self.live.doc.current_memory != now {
                    let mut doc = Domain::clone(&self.live.doc);
                    doc.current_memory = now;
                    self.live.doc = Arc::new(doc);
                    self.publish();
                }
            }
            EventKind::DeviceDeleted {
                device: Some(alias), ..
            } => self.device_gone(alias.clone()),
            EventKind::DeviceUnplugGuestError { device: Some(alias) } => {
                self.live.gauges.set_kept(alias, true);
                self.tell(DomainEvent::DeviceRemovalFailed { alias: alias.clone() });
            }
            EventKind::DeviceTrayMoved { id, open } => {
                self.tell(DomainEvent::TrayChange {
                    alias: id.clone(),
                    reason: i32::from(!open),
                });
            }
            EventKind::BlockIoError {
                device,
                action,
                nospace,
                ..
            } => self.io_error(device, action, *nospace),
            EventKind::VserportChange { id, open } => {
                if let Some((doc, event)) = channels::changed(&self.live.doc, id, *open) {
                    self.live.doc = Arc::new(doc);
                    self.publish();
                    if let Some(event) = event {
                        self.tell(event);
                    }
                }
            }
            EventKind::JobStatusChange { id, status } => self.on_job(id, status),
            EventKind::BlockWriteThreshold {
                node,
                threshold,
                excess,
            } => {
                if let Some(event) = hotplug::threshold_event(&self.live.doc, node, *threshold, *excess) {
                    self.tell(event);
                }
            }
            _ => {}
        }
        self.apply(&kind);
    }

    /// Jobs end in a task of their own, because that asks QEMU again.
    fn on_job(&self, id: &str, status: &str) {
        if BlockJob::of_id(id).is_none() {
            return;
        }
        let (core, guest, id) = (Arc::clone(&self.core), Arc::clone(&self.guest), id.to_owned());
        match status {
            "ready" => drop(tokio::spawn(block::ready(core, guest, id))),
            "pending" => drop(tokio::spawn(block::finalize(core, guest, id))),
            "concluded" => drop(tokio::spawn(block::conclude(core, guest, id))),
            _ => {}
        }
    }

    pub(super) fn apply(&mut self, kind: &EventKind) {
        let reaction = react(self.live.status, kind, &mut self.expected, self.policy);
        if let Some(status) = reaction.status {
            self.live.status = status;
            self.publish();
        }
        // A guest that was saved or moved did not shut down, though its QEMU says so when it is ended.
        let quiet = self
            .ending
            .is_some_and(|r| matches!(r, DomainShutoffReason::Saved | DomainShutoffReason::Migrated));
        for event in reaction.events.into_iter().filter(|_| !quiet) {
            self.tell(event);
        }
        match reaction.action {
            Some(Action::End(reason)) if self.ending.is_none() => self.end(reason, false, None),
            Some(Action::StartOver) if self.ending.is_none() => self.start_over(),
            _ => {}
        }
    }

    fn start_over(&mut self) {
        let name = self.guest.name.to_string();
        let Ok(monitor) = self.live.monitor(&name).cloned() else {
            return;
        };
        self.expected.run = Some(DomainRunningReason::Booted);
        for pending in [monitor.submit(&SystemReset {}), monitor.submit(&Cont {})] {
            match pending {
                Ok(pending) => self.wait(Command::Other, pending, None),
                Err(error) => tracing::warn!(guest = name, %error, "the guest is not started over"),
            }
        }
    }

    fn device_gone(&mut self, alias: String) {
        if let Some(doc) = hotplug::without_device(&self.live.doc, &alias) {
            self.tidy_up(&alias);
            self.live.doc = Arc::new(doc);
            self.publish();
            self.tell(DomainEvent::DeviceRemoved { alias });
        }
    }

    /// Gives back what a device that is gone held in QEMU and on the host.
    fn tidy_up(&mut self, alias: &str) {
        let leftovers = hotplug::leftovers(&self.live.doc, alias);
        let name = self.guest.name.to_string();
        if let Ok(monitor) = self.live.monitor(&name).cloned() {
            for command in leftovers.commands {
                match monitor.submit_raw(command) {
                    Ok(pending) => self.wait(Command::Other, pending, None),
                    Err(error) => tracing::warn!(guest = name, %error, "a part of a device is left in QEMU"),
                }
            }
        }
        self.give_back(&leftovers.paths);
        self.dismiss(alias);
        let mut nics = self.live.doc.devices.iter().flat_map(|d| &d.interfaces);
        let nic = nics.find(|nic| nic.info.alias.as_deref() == Some(alias));
        let device = leftovers.device.or_else(|| nics::target_of(nic?));
        let given = self.live.doc.devices.iter().flat_map(|d| &d.hostdevs);
        let given = given.filter(|given| given.info.alias.as_deref() == Some(alias));
        let device = device.or_else(|| given.filter_map(host_devices::pci_of).next());
        let (gone, kept): (Vec<Plugged>, Vec<Plugged>) = std::mem::take(&mut self.resources.plugs)
            .into_iter()
            .partition(|p| device.as_ref() == Some(&p.target));
        self.resources.plugs = kept;
        let groups: Vec<PathBuf> = gone.iter().filter_map(|p| p.group.clone()).collect();
        self.give_back(&groups);
        let core = Arc::clone(&self.core);
        tokio::spawn(async move {
            let mut gone = Resources {
                plugs: gone,
                ..Resources::default()
            };
            gone.release(&name, core.networks.as_deref(), &core.images, &core.groups)
                .await;
        });
    }

    /// Ends the programs that serve a device that is gone, or did not come.
    pub(super) fn dismiss(&mut self, alias: &str) {
        let (gone, kept): (Vec<Helper>, Vec<Helper>) = std::mem::take(&mut self.resources.helpers)
            .into_iter()
            .partition(|helper| helper.device.as_deref() == Some(alias));
        self.resources.helpers = kept;
        if gone.is_empty() {
            return;
        }
        let runtime = Runtime {
            dir: self.core.runtime_dir(&self.guest.name, self.live.id),
            ..Runtime::default()
        };
        // At once, and not when the programs have ended: a device that comes next may have this alias.
        for file in server_files(&runtime, alias) {
            if let Err(error) = std::fs::remove_file(&file)
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(path = %file.display(), %error, "a file of a device that is gone is left");
            }
        }
        let (core, name) = (Arc::clone(&self.core), self.guest.name.to_string());
        tokio::spawn(async move {
            let mut gone = Resources {
                helpers: gone,
                ..Resources::default()
            };
            gone.release(&name, core.networks.as_deref(), &core.images, &core.groups)
                .await;
        });
    }

    /// Gives each file back once: another device of the guest may hold it, too.
    pub(super) fn give_back(&mut self, paths: &[PathBuf]) {
        let held = &mut self.resources.grants;
        let places = paths.iter().filter_map(|path| {
            let at = held.iter().position(|g| g.path == *path)?;
            Some(held.swap_remove(at))
        });
        let gone: Vec<Grant> = places.collect();
        self.core.images.give_back(&gone);
    }

    fn io_error(&mut self, device: &str, action: &str, nospace: bool) {
        let (alias, path) = hotplug::disk_of_node(&self.live.doc, device).unwrap_or_default();
        self.tell(DomainEvent::IoError {
            src_path: path,
            dev_alias: alias,
            action: match action {
                "stop" => 1,
                "report" => 2,
                _ => 0,
            },
            reason: if nospace {
                "enospc".to_owned()
            } else {
                String::new()
            },
        });
    }
}
