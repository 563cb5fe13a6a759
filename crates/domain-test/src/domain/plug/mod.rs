//! Devices that are attached, detached and changed, in the definition, in the running guest, or both.

mod among;
mod kinds;

use crate::TestDriver;
use crate::affect::{AFFECT, Affect};
use crate::domain::defaults;
use crate::domain::{Guest, News, devices};
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::DomainDevices;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::disk::DiskDevice;
use ferrovirt_types::consts::{
    DomainDeviceModifyFlags, DomainEventTrayChangeReason, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::{Error, Result as ApiResult};
use std::os::fd::OwnedFd;
use std::sync::Arc;

#[async_trait]
impl DomainDevices for TestDriver {
    async fn domain_attach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainAttachDeviceFlags")?;
        let new = among::read(xml)?;
        Ok(self.plug(dom, flags, |doc, news| attach(doc, &new, news))?)
    }

    async fn domain_detach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainDetachDeviceFlags")?;
        let wanted = among::read(xml)?;
        Ok(self.plug(dom, flags, |doc, news| detach(doc, &wanted, news))?)
    }

    async fn domain_update_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> ApiResult<()> {
        let known = AFFECT | DomainDeviceModifyFlags::FORCE.bits();
        check_flags(flags, known, "virDomainUpdateDeviceFlags")?;
        let new = among::read(xml)?;
        Ok(self.plug(dom, flags, |doc, news| update(doc, &new, news))?)
    }

    async fn domain_detach_device_alias(&self, dom: &DomainRef, alias: &str, flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainDetachDeviceAlias")?;
        Ok(self.plug(dom, flags, |doc, news| {
            let devices = doc.devices.get_or_insert_default();
            if !among::take_alias(devices, alias) {
                let why = format!("no device of the guest has the alias '{alias}'");
                let e = Error::new(ErrorNumber::DeviceMissing, ErrorDomain::Test, why);
                return Err(TestError::Api(e));
            }
            let alias = alias.to_owned();
            news.push(DomainEvent::DeviceRemoved { alias });
            Ok(())
        })?)
    }

    async fn domain_fd_associate(
        &self,
        dom: &DomainRef,
        name: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> ApiResult<()> {
        // Labels are not changed, so there is nothing to bring back or to make writable.
        check_flags(flags, 0x3, "virDomainFDAssociate")?;
        self.world.guest(dom)?;
        if name.is_empty() || files.is_empty() {
            return Err(TestError::InvalidArgument("a group of files needs a name and files".into()).into());
        }
        // There is no process that they could be handed to.
        Ok(())
    }

    async fn domain_announce_interface(
        &self,
        dom: &DomainRef,
        device: Option<&str>,
        _params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainAnnounceInterface")?;
        let found = self.world.guest(dom)?;
        let doc = found.state.running()?;
        if let Some(device) = device.filter(|d| !d.is_empty()) {
            let by_alias = |i: &ferrovirt_schema::domain::devices::interface::Interface| {
                i.info.alias.as_deref() == Some(device)
            };
            if !devices::interfaces(doc).iter().any(by_alias) {
                devices::interface(doc, device)?;
            }
        }
        Ok(())
    }
}

impl TestDriver {
    /// Changes the devices of the definitions that the flags mean: of both or of none. Events are of the
    /// running guest.
    fn plug(
        &self,
        dom: &DomainRef,
        flags: u32,
        change: impl Fn(&mut Domain, &mut Vec<DomainEvent>) -> Result<()>,
    ) -> Result<()> {
        self.world
            .change_guest(dom, |guest: &mut Guest, news: &mut News, me| {
                let affect = Affect::of(flags, guest.is_active(), guest.is_persistent())?;
                if let Some(config) = guest.config.as_mut().filter(|_| affect.config) {
                    change(Arc::make_mut(config), &mut Vec::new())?;
                }
                if let Some(live) = guest.live.as_mut().filter(|_| affect.live) {
                    let mut events = Vec::new();
                    let live = Arc::make_mut(live);
                    among::name(live.devices.get_or_insert_default());
                    change(live, &mut events)?;
                    among::name(live.devices.get_or_insert_default());
                    news.extend(events.into_iter().map(|event| (me.clone(), event)));
                }
                Ok(())
            })
    }
}

/// Gives the devices of a guest that starts their aliases.
pub(super) fn name_devices(doc: &mut Domain) {
    if let Some(devices) = &mut doc.devices {
        among::name(devices);
    }
}

/// What the driver would fill in for a device of a guest like this one.
fn filled(doc: &Domain, new: &Devices) -> Result<Devices> {
    let mut probe = Domain {
        devices: Some(new.clone()),
        ..doc.clone()
    };
    defaults::refill(&mut probe)?;
    Ok(probe.devices.unwrap_or_default())
}

fn attach(doc: &mut Domain, new: &Devices, news: &mut Vec<DomainEvent>) -> Result<()> {
    let running = doc.id.is_some();
    let mut after = doc.clone();
    let devices = after.devices.get_or_insert_default();
    among::add(devices, new.clone())?;
    if running {
        among::name(devices);
    }
    let alias = among::newest_alias(devices, new).filter(|_| running);
    defaults::refill(&mut after)?;
    after.check()?;
    *doc = after;
    news.extend(alias.map(|alias| DomainEvent::DeviceAdded { alias }));
    Ok(())
}

fn detach(doc: &mut Domain, wanted: &Devices, news: &mut Vec<DomainEvent>) -> Result<()> {
    let wanted = only(filled(doc, wanted)?, wanted);
    let devices = doc.devices.get_or_insert_default();
    let alias = among::take(devices, &wanted)?;
    news.extend(alias.map(|alias| DomainEvent::DeviceRemoved { alias }));
    Ok(())
}

/// Without what was filled in beside the device: controllers that it would need.
fn only(mut filled: Devices, wanted: &Devices) -> Devices {
    if wanted.controllers.is_empty() {
        filled.controllers.clear();
    }
    filled.inputs.truncate(wanted.inputs.len());
    filled.videos.truncate(wanted.videos.len());
    filled.audios.truncate(wanted.audios.len());
    filled.consoles.truncate(wanted.consoles.len());
    if wanted.memballoon.is_none() {
        filled.memballoon = None;
    }
    filled
}

fn update(doc: &mut Domain, new: &Devices, news: &mut Vec<DomainEvent>) -> Result<()> {
    let mut after = doc.clone();
    let before = doc.devices.clone().unwrap_or_default();
    let filled = only(filled(doc, new)?, new);
    among::replace(after.devices.get_or_insert_default(), filled)?;
    defaults::refill(&mut after)?;
    after.check()?;
    let now = after.devices.get_or_insert_default();
    media(&before, now, news);
    sizes(&before, now, news);
    *doc = after;
    Ok(())
}

/// Media that were changed: the tray opens, and closes again on a new one.
fn media(before: &Devices, now: &Devices, news: &mut Vec<DomainEvent>) {
    for (old, new) in before.disks.iter().zip(&now.disks) {
        let removable = matches!(new.device, DiskDevice::Cdrom | DiskDevice::Floppy);
        if !removable || old.source.path() == new.source.path() {
            continue;
        }
        let alias = new.info.alias.clone().unwrap_or_default();
        let tray = |reason: DomainEventTrayChangeReason| DomainEvent::TrayChange {
            alias: alias.clone(),
            reason: reason.raw(),
        };
        news.push(tray(DomainEventTrayChangeReason::Open));
        if new.source.path().is_some() {
            news.push(tray(DomainEventTrayChangeReason::Close));
        }
    }
}

/// Memory that grows and shrinks as it is asked to.
fn sizes(before: &Devices, now: &mut Devices, news: &mut Vec<DomainEvent>) {
    for (old, new) in before.memories.iter().zip(&mut now.memories) {
        if let Some(size) = new
            .target
            .requested
            .filter(|_| old.target.requested != new.target.requested)
        {
            new.target.current = Some(size);
            news.push(DomainEvent::MemoryDeviceSizeChange {
                alias: new.info.alias.clone().unwrap_or_default(),
                size: size.0,
            });
        }
    }
}
