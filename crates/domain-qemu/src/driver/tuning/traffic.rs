//! Limits of the traffic of an interface.

use super::super::QemuDriver;
use super::super::reads::impact;
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use ferrovirt_schema::common::bandwidth::Bandwidth;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::interface::{Interface, InterfaceSource};
use ferrovirt_schema::domain::tuned::traffic;
use ferrovirt_types::consts::DomainModificationImpact as Impact;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};
use std::sync::Arc;

/// The interface of this MAC address, or behind this device of the host.
fn at(doc: &Domain, device: &str) -> Result<usize> {
    let is = |nic: &Interface| {
        let mac = nic.mac.as_ref().map(|m| m.address.to_string());
        let target = nic.target.as_ref().and_then(|t| t.dev.as_deref());
        mac.is_some_and(|m| m.eq_ignore_ascii_case(device)) || target == Some(device)
    };
    let mut all = doc.devices.iter().flat_map(|d| &d.interfaces);
    let found = all.position(is);
    found.ok_or_else(|| QemuError::InvalidArg(format!("'{device}' is not a known interface")))
}

fn of(doc: &mut Domain, at: usize) -> Option<&mut Interface> {
    doc.devices.as_mut()?.interfaces.get_mut(at)
}

/// Refuses what the host cannot limit. A definition may ask for a floor that only shows at the next start.
fn check(nic: &Interface, wanted: &Bandwidth, live: bool) -> Result<()> {
    let kind = match &nic.source {
        InterfaceSource::User(_) => Some("user"),
        InterfaceSource::Hostdev(_) => Some("hostdev"),
        _ => None,
    };
    if let Some(kind) = kind {
        return Err(QemuError::ConfigUnsupported(format!(
            "setting bandwidth on interfaces of type '{kind}' is not implemented yet"
        )));
    }
    let floor = wanted.inbound.as_ref().is_some_and(|r| r.floor.is_some());
    if live && floor && !matches!(nic.source, InterfaceSource::Network(_)) {
        return Err(QemuError::ConfigUnsupported(
            "floor attribute is not supported for this config".to_owned(),
        ));
    }
    Ok(())
}

impl QemuDriver {
    pub(super) async fn traffic(&self, dom: &DomainRef, device: &str, flags: u32) -> Result<Vec<TypedParam>> {
        let guest = self.core.guest(dom)?;
        let doc = if impact(&guest, flags)?.0 {
            Arc::clone(&guest.running()?.doc)
        } else {
            self.core.definition(&guest).await?
        };
        let at = at(&doc, device)?;
        let nic = doc.devices.as_ref().and_then(|d| d.interfaces.get(at));
        Ok(traffic::params(nic.and_then(|n| n.bandwidth.as_ref())))
    }

    pub(super) async fn set_traffic(
        &self,
        dom: &DomainRef,
        device: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        params::validate(params, &traffic::NAMES.map(|name| (name, Want::UInt)))?;
        let guest = self.core.guest(dom)?;
        let (live, config) = impact(&guest, flags)?;
        let change = |doc: &mut Domain| {
            let at = at(doc, device)?;
            let Some(nic) = of(doc, at) else { return Ok(()) };
            let mut wanted = nic.bandwidth.clone().unwrap_or_default();
            traffic::set(&mut wanted, params);
            check(nic, &wanted, live)?;
            nic.bandwidth = Some(wanted).filter(|b| *b != Bandwidth::default());
            Ok(())
        };
        if config {
            // Whether it can be is known before the running guest is touched.
            change(&mut Domain::clone(&*self.core.definition(&guest).await?))?;
        }
        if live {
            self.limit_live(&guest, device, change).await?;
        }
        if config {
            self.modify(&guest, Impact::CONFIG.bits(), change).await?;
        }
        Ok(())
    }

    async fn limit_live(
        &self,
        guest: &Arc<Guest>,
        device: &str,
        change: impl Fn(&mut Domain) -> Result<()>,
    ) -> Result<()> {
        let now = guest.running()?;
        let mut doc = Domain::clone(&now.doc);
        change(&mut doc)?;
        let at = at(&doc, device)?;
        if let Some(nic) = of(&mut doc, at)
            && let Some(place) = crate::nics::place_of(nic)
            && let (Some(networks), Some(target)) = (&self.core.networks, nic.target.as_ref())
            && let Some(target) = target.dev.as_deref()
        {
            let port = match &nic.source {
                InterfaceSource::Network(s) => s.portid.as_deref().and_then(|p| p.parse().ok()),
                _ => None,
            };
            let limits = crate::nics::limits_of(nic);
            networks.limit(&place, target, port, limits).await?;
        }
        self.modify(guest, Impact::LIVE.bits(), change).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interfaces_by_address_and_by_device() {
        let doc = Domain::parse(
            "<domain type='qemu'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices>\
             <interface type='user'><mac address='52:54:00:00:00:01'/></interface>\
             <interface type='ethernet'><mac address='52:54:00:00:00:0a'/><target dev='tap1'/></interface>\
             </devices></domain>",
        )
        .unwrap();
        assert_eq!(at(&doc, "tap1").unwrap(), 1);
        assert_eq!(at(&doc, "52:54:00:00:00:0A").unwrap(), 1);
        assert!(at(&doc, "tap2").is_err());
        let nics = &doc.devices.as_ref().unwrap().interfaces;
        assert!(check(&nics[0], &Bandwidth::default(), false).is_err());
        assert!(check(&nics[1], &Bandwidth::default(), true).is_ok());
    }
}
