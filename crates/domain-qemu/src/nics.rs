//! Interfaces of a document in the terms of the seam to networks.

use crate::error::{QemuError, Result};
use crate::guest::Plugged;
use crate::host_devices::require_pci;
use ferrovirt_driver::attach::{
    DirectMode, FilterWish, GuestNetworks, Limits, PlugPlace, PlugRequest, PortWish, Rate,
};
use ferrovirt_schema::common::address::PciAddress;
use ferrovirt_schema::common::bandwidth;
use ferrovirt_schema::common::vlan::Vlan;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::hostdev::{
    HostDev, HostDevDriver, HostDevDriverName, HostDevSource, HostPciSource,
};
use ferrovirt_schema::domain::devices::interface::{
    self as doc, HostdevAddress, HostdevSource, Interface, InterfaceSource, InterfaceTarget,
};
use ferrovirt_types::object::DomainRef;
use ferrovirt_xml::{Hex, YesNo};
use std::os::fd::OwnedFd;
use std::path::Path;

/// What an interface asks of the networks; nothing when it needs none of them. An error has the number that
/// names no VLAN.
pub fn request_of(nic: &Interface, domain: DomainRef) -> Result<Option<PlugRequest>> {
    let Some(place) = place_of(nic) else {
        return Ok(None);
    };
    let vlans = nic.vlan.as_ref().map(Vlan::carried).transpose();
    let vlans = vlans.map_err(|number| {
        QemuError::ConfigUnsupported(format!(
            "{number} is not the number of a VLAN, which is 1 to 4094"
        ))
    })?;
    let queues = nic.driver.as_ref().and_then(|d| d.queues);
    let mac = nic.mac.as_ref().map(|m| m.address.to_string());
    Ok(Some(PlugRequest {
        place,
        domain,
        mac: mac.unwrap_or_default(),
        target: nic.target.as_ref().and_then(|t| t.dev.clone()),
        queues: queues.unwrap_or(1).clamp(1, 256),
        mtu: nic.mtu,
        limits: limits_of(nic),
        port: PortWish {
            isolated: nic.port.as_ref().is_some_and(|p| p.isolated == Some(YesNo::Yes)),
            vlans,
        },
        filter: filter_of(nic),
    }))
}

/// Plugs an interface in, where it has to be, and notes in the running guest's document where it went. Gives
/// what has to be unplugged again, and the descriptors for QEMU.
pub async fn plug(
    networks: Option<&dyn GuestNetworks>,
    nic: &mut Interface,
    domain: DomainRef,
) -> Result<Option<(Plugged, Vec<OwnedFd>)>> {
    let Some(request) = request_of(nic, domain)? else {
        return Ok(None);
    };
    let Some(networks) = networks else {
        return Err(QemuError::ConfigUnsupported(
            "there is no network driver; use an interface of type 'user'".to_owned(),
        ));
    };
    let (place, mac, limits) = (request.place.clone(), request.mac.clone(), request.limits);
    let plug = networks.plug(request).await?;
    if plug.function.is_none() {
        nic.target.get_or_insert_with(InterfaceTarget::default).dev = Some(plug.target.clone());
    }
    if let InterfaceSource::Network(source) = &mut nic.source {
        source.portid = plug.port.map(|p| p.to_string());
        source.bridge = plug.bridge;
        if let Some((dev, mode)) = plug.direct {
            source.dev = Some(dev);
            source.mode = Some(mode_word(mode).as_str().to_owned());
        }
        if let Some(function) = &plug.function {
            source.address = PciAddress::from_kernel(&function.address).map(host_address);
            nic.managed = Some(if function.managed { YesNo::Yes } else { YesNo::No });
        }
    }
    let plugged = Plugged {
        place,
        target: plug.target,
        port: plug.port,
        mac,
        limits,
        group: plug.function.and_then(|function| function.file),
    };
    Ok(Some((plugged, plug.files)))
}

/// Takes the PCI devices of the host that a guest gets as they are, but those that `wanted` leaves out. What was taken
/// is added to `plugs`, also when one after it is refused.
pub async fn take_devices(
    networks: Option<&dyn GuestNetworks>,
    doc: &Domain,
    domain: &DomainRef,
    wanted: impl Fn(&HostDev) -> bool,
    plugs: &mut Vec<Plugged>,
) -> Result<()> {
    let Some(networks) = networks else { return Ok(()) };
    let hostdevs = doc.devices.iter().flat_map(|d| &d.hostdevs);
    for device in hostdevs.filter(|device| wanted(device)) {
        let HostDevSource::Pci(source) = &device.source else {
            continue;
        };
        require_pci(&source.address.0, Path::new("/"))?;
        let place = PlugPlace::Device {
            address: source.address.0.to_string(),
            managed: device.managed == Some(YesNo::Yes),
        };
        let plug = networks
            .plug(PlugRequest::bare(place.clone(), domain.clone()))
            .await?;
        plugs.push(Plugged {
            place,
            target: plug.target,
            port: None,
            mac: String::new(),
            limits: Limits::default(),
            // Claimed with the files of all devices.
            group: None,
        });
    }
    Ok(())
}

fn host_address(address: PciAddress) -> HostdevAddress {
    HostdevAddress::Pci(HostPciSource {
        domain: Hex(address.domain),
        bus: Hex(address.bus),
        slot: Hex(address.slot),
        function: Hex(address.function),
        zpci: None,
    })
}

/// The function of the host that an interface is, by its own words or because its network gave it one.
pub fn function_of(nic: &Interface) -> Option<PciAddress> {
    let address = match &nic.source {
        InterfaceSource::Hostdev(source) => source.address.as_ref(),
        InterfaceSource::Network(source) => source.address.as_ref(),
        _ => None,
    };
    match address? {
        HostdevAddress::Pci(a) => Some(PciAddress::new(a.domain.0, a.bus.0, a.slot.0, a.function.0)),
        HostdevAddress::Usb(_) => None,
    }
}

/// What the host has of a running guest's interface: a device's name, or a function's address.
pub fn target_of(nic: &Interface) -> Option<String> {
    match function_of(nic) {
        Some(function) => Some(function.to_string()),
        None => nic.target.as_ref()?.dev.clone(),
    }
}

/// Shows an interface that its network gave a function as what it is.
pub fn show_function(nic: &mut Interface) {
    if let InterfaceSource::Network(source) = &mut nic.source
        && let Some(address) = source.address.take()
    {
        nic.source = InterfaceSource::Hostdev(HostdevSource {
            address: Some(address),
        });
        nic.driver = None;
        nic.host_driver = Some(HostDevDriver {
            name: Some(HostDevDriverName::Vfio),
            ..HostDevDriver::default()
        });
    }
}

/// Gives interfaces that turned out to be functions of the host the names that such devices have.
pub fn rename_functions(doc: &mut Domain) {
    let Some(devices) = &mut doc.devices else { return };
    for nic in &mut devices.interfaces {
        let is_given = nic
            .info
            .alias
            .as_deref()
            .is_some_and(|alias| alias.starts_with("net"));
        if is_given && function_of(nic).is_some() {
            nic.info.alias = None;
        }
    }
    crate::define::assign_aliases(doc);
}

/// Bytes of memory that QEMU may keep in place for the devices of the host that a guest has; nothing for a guest
/// without.
pub fn locked_memory(doc: &Domain) -> Option<u64> {
    /// For what the devices themselves have, and QEMU.
    const BESIDE: u64 = 1 << 30;
    let is_own = |device: &HostDev| matches!(device.source, HostDevSource::Pci(_) | HostDevSource::Mdev(_));
    let devices = doc.devices.as_ref()?;
    let has_own = devices.hostdevs.iter().any(is_own)
        || devices.interfaces.iter().any(|nic| function_of(nic).is_some());
    has_own.then_some(())?;
    let limit = doc.memtune.as_ref().and_then(|m| m.hard_limit);
    let memory = doc.memory.as_ref().map_or(0, |m| m.size.bytes());
    let most = doc.max_memory.as_ref().map_or(memory, |m| m.size.bytes());
    Some(limit.map_or(most.saturating_add(BESIDE), |limit| limit.bytes()))
}

/// Where an interface is plugged in; nothing when that is QEMU's own affair.
pub fn place_of(nic: &Interface) -> Option<PlugPlace> {
    Some(match &nic.source {
        InterfaceSource::Network(s) => PlugPlace::Network {
            name: s.network.clone(),
            portgroup: s.portgroup.clone(),
        },
        InterfaceSource::Bridge(s) => PlugPlace::Bridge(s.bridge.clone()),
        InterfaceSource::Ethernet(_) => PlugPlace::Ethernet,
        InterfaceSource::Direct(s) => PlugPlace::Direct {
            dev: s.dev.clone(),
            mode: mode_of(s.mode),
        },
        InterfaceSource::Hostdev(_) => PlugPlace::Function {
            address: function_of(nic)?.to_string(),
            managed: nic.managed == Some(YesNo::Yes),
        },
        _ => return None,
    })
}

/// The limits that an interface asks for.
pub fn limits_of(nic: &Interface) -> Limits {
    let rate = |r: &Option<bandwidth::Rate>| {
        let r = r.as_ref()?;
        Some(Rate {
            average: r.average.unwrap_or(0),
            peak: r.peak,
            burst: r.burst,
            floor: r.floor,
        })
    };
    nic.bandwidth.as_ref().map_or_else(Limits::default, |b| Limits {
        inbound: rate(&b.inbound),
        outbound: rate(&b.outbound),
    })
}

/// What filters the packets of an interface.
fn filter_of(nic: &Interface) -> Option<FilterWish> {
    let wish = nic.filterref.as_ref()?;
    let parameters = wish.parameters.iter();
    Some(FilterWish {
        filter: wish.filter.clone(),
        parameters: parameters.map(|p| (p.name.clone(), p.value.clone())).collect(),
    })
}

/// The mode that a word means.
pub fn mode_of(mode: Option<doc::DirectMode>) -> DirectMode {
    match mode {
        None | Some(doc::DirectMode::Vepa) => DirectMode::Vepa,
        Some(doc::DirectMode::Private) => DirectMode::Private,
        Some(doc::DirectMode::Bridge) => DirectMode::Bridge,
        Some(doc::DirectMode::Passthrough) => DirectMode::Passthrough,
    }
}

/// The word for a mode.
pub fn mode_word(mode: DirectMode) -> doc::DirectMode {
    match mode {
        DirectMode::Vepa => doc::DirectMode::Vepa,
        DirectMode::Private => doc::DirectMode::Private,
        DirectMode::Bridge => doc::DirectMode::Bridge,
        DirectMode::Passthrough => doc::DirectMode::Passthrough,
    }
}
