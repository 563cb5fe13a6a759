//! Devices that are attached, detached and changed: in the definition, in the running guest, or both.

mod live;

use super::reads::impact;
use super::{QemuDriver, checked};
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use async_trait::async_trait;
use ferrovirt_driver::DomainDevices;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::Channel;
use ferrovirt_schema::domain::devices::controller::Controller;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskDevice};
use ferrovirt_schema::domain::devices::input::Input;
use ferrovirt_schema::domain::devices::interface::Interface;
use ferrovirt_schema::domain::devices::rng::Rng;
use ferrovirt_types::consts::DomainDeviceModifyFlags as Flags;
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::{Limits, parse, parse_document};
use std::sync::Arc;

type Api<T> = ferrovirt_types::Result<T>;

/// A device by its element.
#[derive(Debug, Clone)]
enum Device {
    Disk(Box<Disk>),
    Interface(Box<Interface>),
    Controller(Box<Controller>),
    Input(Box<Input>),
    Rng(Box<Rng>),
    Channel(Box<Channel>),
}

impl Device {
    fn parse(xml: &str) -> Result<Self> {
        let kind = parse(xml, Limits::default())?.root().local().to_owned();
        Ok(match kind.as_str() {
            "disk" => Device::Disk(Box::new(parse_document(xml, "disk")?)),
            "interface" => Device::Interface(Box::new(parse_document(xml, "interface")?)),
            "controller" => Device::Controller(Box::new(parse_document(xml, "controller")?)),
            "input" => Device::Input(Box::new(parse_document(xml, "input")?)),
            "rng" => Device::Rng(Box::new(parse_document(xml, "rng")?)),
            "channel" => Device::Channel(Box::new(parse_document(xml, "channel")?)),
            other => {
                return Err(QemuError::ConfigUnsupported(format!(
                    "devices of kind '{other}' cannot be attached or detached yet"
                )));
            }
        })
    }

    /// Puts it among the others.
    fn add_to(self, d: &mut Devices) -> Result<()> {
        match self {
            Device::Disk(disk) => {
                let dev = &disk.target.dev;
                if d.disks.iter().any(|x| x.target.dev == *dev) {
                    return Err(QemuError::OperationInvalid(format!(
                        "target {dev} already exists"
                    )));
                }
                d.disks.push(*disk);
            }
            Device::Interface(nic) => d.interfaces.push(*nic),
            Device::Controller(c) => {
                if c.index.is_some()
                    && d.controllers
                        .iter()
                        .any(|x| x.controller_type == c.controller_type && x.index == c.index)
                {
                    return Err(QemuError::OperationInvalid("target already exists".to_owned()));
                }
                d.controllers.push(*c);
            }
            Device::Input(input) => d.inputs.push(*input),
            Device::Rng(rng) => d.rngs.push(*rng),
            Device::Channel(channel) => d.channels.push(*channel),
        }
        Ok(())
    }

    /// Takes the one that is meant out of the others.
    fn remove_from(&self, d: &mut Devices) -> Result<()> {
        let gone = match self {
            Device::Disk(disk) => {
                let at = find_disk(d, &disk.target.dev)?;
                d.disks.remove(at);
                true
            }
            Device::Interface(nic) => {
                let at = find_nic(d, nic)?;
                d.interfaces.remove(at);
                true
            }
            Device::Controller(c) => take(&mut d.controllers, |x| {
                x.controller_type == c.controller_type && x.index == c.index
            }),
            Device::Input(i) => take(&mut d.inputs, |x| {
                x.input_type == i.input_type && (i.bus.is_none() || x.bus == i.bus)
            }),
            Device::Rng(r) => take(&mut d.rngs, |x| x.model == r.model && x.backend == r.backend),
            Device::Channel(c) => take(&mut d.channels, |x| x.target == c.target),
        };
        if gone {
            Ok(())
        } else {
            Err(QemuError::NoDevice(
                "device not present in domain configuration".to_owned(),
            ))
        }
    }

    /// Puts it in the place of the one that is meant, whose address it keeps.
    fn replace_in(self, d: &mut Devices) -> Result<()> {
        match self {
            Device::Disk(mut disk) => {
                let at = find_disk(d, &disk.target.dev)?;
                let old = &mut d.disks[at];
                disk.info.address = disk.info.address.or(old.info.address.take());
                disk.target.bus = disk.target.bus.or(old.target.bus);
                *old = *disk;
            }
            Device::Interface(mut nic) => {
                let at = find_nic(d, &nic)?;
                let old = &mut d.interfaces[at];
                nic.info.address = nic.info.address.or(old.info.address.take());
                nic.mac = nic.mac.or(old.mac.take());
                *old = *nic;
            }
            _ => {
                return Err(QemuError::ConfigUnsupported(
                    "only disks and interfaces can be updated".to_owned(),
                ));
            }
        }
        Ok(())
    }
}

fn take<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool) -> bool {
    let at = list.iter().position(is);
    at.map(|at| list.remove(at)).is_some()
}

fn find_disk(d: &Devices, dev: &str) -> Result<usize> {
    let at = d.disks.iter().position(|x| x.target.dev == dev);
    at.ok_or_else(|| QemuError::NoDevice(format!("no target device {dev}")))
}

/// The interface of the same MAC address, or the only one.
fn find_nic(d: &Devices, nic: &Interface) -> Result<usize> {
    let missing = |mac: &str| QemuError::NoDevice(format!("no device matching MAC address {mac} found"));
    match &nic.mac {
        Some(mac) => {
            let is = |x: &Interface| x.mac.as_ref().is_some_and(|m| m.address == mac.address);
            let mut found = d
                .interfaces
                .iter()
                .enumerate()
                .filter(|(_, x)| is(x))
                .map(|(n, _)| n);
            let first = found.next().ok_or_else(|| missing(&mac.address.to_string()))?;
            if found.next().is_some() {
                let text = format!("multiple devices matching MAC address {} found", mac.address);
                return Err(QemuError::Failed(text));
            }
            Ok(first)
        }
        None if d.interfaces.len() == 1 => Ok(0),
        None => Err(missing("(none)")),
    }
}

impl QemuDriver {
    /// Changes the definition's devices and fills in what the change leaves open.
    async fn change_config(
        &self,
        guest: &Arc<Guest>,
        change: impl FnOnce(&mut Devices) -> Result<()>,
    ) -> Result<()> {
        let mut doc = Domain::clone(&*self.core.definition(guest).await?);
        change(doc.devices.get_or_insert_with(Devices::default))?;
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        self.core.write_definition(guest, &doc).await
    }

    async fn attach(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let device = Device::parse(xml)?;
        let _job = guest.begin("attach device").await?;
        if live {
            match device.clone() {
                Device::Disk(disk) => Box::pin(live::attach_disk(&self.core, &guest, *disk)).await?,
                Device::Interface(nic) => Box::pin(live::attach_nic(&self.core, &guest, *nic)).await?,
                _ => return Err(not_live()),
            }
        }
        if config {
            self.change_config(&guest, |d| device.add_to(d)).await?;
        }
        Ok(())
    }

    async fn detach(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let device = Device::parse(xml)?;
        let _job = guest.begin("detach device").await?;
        if live {
            let now = guest.running()?;
            let empty = Devices::default();
            let d = now.doc.devices.as_ref().unwrap_or(&empty);
            let alias = match &device {
                Device::Disk(disk) => d.disks[find_disk(d, &disk.target.dev)?].info.alias.clone(),
                Device::Interface(nic) => d.interfaces[find_nic(d, nic)?].info.alias.clone(),
                _ => return Err(not_live()),
            };
            live::detach(&guest, &alias.unwrap_or_default()).await?;
        }
        if config {
            self.change_config(&guest, |d| device.remove_from(d)).await?;
        }
        Ok(())
    }

    async fn update(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let device = Device::parse(xml)?;
        let _job = guest.begin("update device").await?;
        if live {
            match device.clone() {
                Device::Disk(disk) if matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy) => {
                    Box::pin(live::change_medium(&self.core, &guest, *disk)).await?;
                }
                Device::Interface(nic) => live::set_link(&guest, &nic).await?,
                _ => return Err(not_live()),
            }
        }
        if config {
            self.change_config(&guest, |d| device.replace_in(d)).await?;
        }
        Ok(())
    }
}

fn not_live() -> QemuError {
    QemuError::ConfigUnsupported(
        "this cannot be done while the guest runs; use --config and start it anew".to_owned(),
    )
}

#[async_trait]
impl DomainDevices for QemuDriver {
    async fn domain_attach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Api<()> {
        checked(
            flags,
            (Flags::LIVE | Flags::CONFIG).bits(),
            "virDomainAttachDeviceFlags",
        )?;
        Ok(self.attach(dom, xml, flags).await?)
    }

    async fn domain_detach_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Api<()> {
        checked(
            flags,
            (Flags::LIVE | Flags::CONFIG).bits(),
            "virDomainDetachDeviceFlags",
        )?;
        Ok(self.detach(dom, xml, flags).await?)
    }

    async fn domain_update_device_flags(&self, dom: &DomainRef, xml: &str, flags: u32) -> Api<()> {
        checked(flags, Flags::all().bits(), "virDomainUpdateDeviceFlags")?;
        Ok(self
            .update(dom, xml, flags & (Flags::LIVE | Flags::CONFIG).bits())
            .await?)
    }

    async fn domain_detach_device_alias(&self, dom: &DomainRef, alias: &str, flags: u32) -> Api<()> {
        checked(
            flags,
            (Flags::LIVE | Flags::CONFIG).bits(),
            "virDomainDetachDeviceAlias",
        )?;
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        if !live {
            return Err(QemuError::NoDevice(format!("no device found with alias {alias}")).into());
        }
        let _job = guest.begin("detach device").await?;
        Ok(live::detach(&guest, alias).await?)
    }
}
