//! Devices that are attached, detached and changed: in the definition, in the running guest, or both.

mod kind;
mod live;
mod plug;
mod update;

use self::kind::{Change, Device};
use super::reads::impact;
use super::{QemuDriver, checked};
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use async_trait::async_trait;
use ferrovirt_driver::DomainDevices;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_types::consts::{DomainDeviceModifyFlags as Flags, ErrorNumber};
use ferrovirt_types::object::DomainRef;
use std::sync::Arc;

type Api<T> = ferrovirt_types::Result<T>;

impl QemuDriver {
    /// Changes the definition's devices and fills in what the change leaves open.
    async fn change_config(
        &self,
        guest: &Arc<Guest>,
        change: impl FnOnce(&mut Domain) -> Result<()>,
    ) -> Result<()> {
        let mut doc = Domain::clone(&*self.core.definition(guest).await?);
        change(&mut doc)?;
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        self.core.write_definition(guest, &doc).await
    }

    async fn attach(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let device = Device::parse(xml, Change::Attach)?;
        let _job = guest.begin("attach device").await?;
        if live {
            match device.clone() {
                Device::Disk(disk) => Box::pin(live::attach_disk(&self.core, &guest, *disk)).await?,
                Device::Interface(nic) => Box::pin(live::attach_nic(&self.core, &guest, *nic)).await?,
                other => Box::pin(plug::attach(&self.core, &guest, other)).await?,
            }
        }
        if config {
            self.change_config(&guest, |doc| device.add_to(doc)).await?;
        }
        Ok(())
    }

    async fn detach(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let device = Device::parse(xml, Change::Detach)?;
        let _job = guest.begin("detach device").await?;
        if live {
            let now = guest.running()?;
            let empty = Devices::default();
            let d = now.doc.devices.as_ref().unwrap_or(&empty);
            if !device.is_live() {
                return Err(device.not_live("detach"));
            }
            let alias = device.alias_in(d)?;
            live::check_removable(&device, d)?;
            live::detach(&guest, &alias).await?;
        }
        if config {
            self.change_config(&guest, |doc| device.remove_from(doc)).await?;
        }
        Ok(())
    }

    async fn update(&self, dom: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let device = Device::parse(xml, Change::Update)?;
        let _job = guest.begin("update device").await?;
        if live {
            match device.clone() {
                Device::Disk(disk) => Box::pin(update::disk(&self.core, &guest, *disk)).await?,
                Device::Interface(nic) => Box::pin(update::interface(&self.core, &guest, *nic)).await?,
                Device::Graphics(graphics) => update::graphics(&guest, *graphics).await?,
                Device::Memory(_) => return Err(device.not_live("update")),
                other => {
                    let text = format!("live update of device '{}' is not supported", other.word());
                    return Err(QemuError::ConfigUnsupported(text));
                }
            }
        }
        if config {
            self.change_config(&guest, |doc| device.replace_in(doc)).await?;
        }
        Ok(())
    }
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
            let text = format!("no device found with alias {alias}");
            return Err(QemuError::coded(ErrorNumber::InternalError, text).into());
        }
        let _job = guest.begin("detach device").await?;
        Ok(live::detach(&guest, alias).await?)
    }
}
