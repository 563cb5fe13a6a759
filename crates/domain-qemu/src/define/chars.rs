//! Serial ports, consoles and channels.

use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, VirtioSerialAddress};
use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::{
    ChannelTarget, Console, ConsoleTarget, ConsoleTargetType, ParallelTarget, Serial, SerialTarget, SerialTargetType,
};
use std::collections::HashSet;

/// Serial ports of a PC; more have no addresses to be at.
const MAX_PORTS: u32 = 64;

pub(super) fn fill(devices: &mut Devices) -> Result<()> {
    console_and_serial(devices);
    number_serials(devices)?;
    for (n, port) in devices.parallels.iter_mut().enumerate() {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        port.target.get_or_insert_with(ParallelTarget::default).port.get_or_insert(n);
    }
    for (n, console) in devices.consoles.iter_mut().enumerate() {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        let target = console.target.get_or_insert_with(ConsoleTarget::default);
        target.target_type.get_or_insert(ConsoleTargetType::Serial);
        target.port.get_or_insert(n);
    }
    Ok(())
}

/// The first console of a PC is its first serial port: each brings the other.
fn console_and_serial(devices: &mut Devices) {
    let is_serial = |c: &Console| {
        let kind = c.target.as_ref().and_then(|t| t.target_type);
        matches!(kind, None | Some(ConsoleTargetType::Serial))
    };
    match devices.consoles.first_mut() {
        Some(console) if is_serial(console) => {
            if devices.serials.is_empty() {
                devices.serials.push(Serial {
                    source: console.source.clone(),
                    tty: console.tty.clone(),
                    log: console.log.clone(),
                    target: Some(SerialTarget { port: Some(0), ..SerialTarget::default() }),
                    info: Default::default(),
                });
            }
            // What it is connected to is said at the port.
            console.source = devices.serials[0].source.clone();
            console.log.clone_from(&devices.serials[0].log);
        }
        Some(_) => {}
        None => {
            let isa = |s: &&Serial| {
                let kind = s.target.as_ref().and_then(|t| t.target_type);
                matches!(kind, None | Some(SerialTargetType::IsaSerial))
            };
            if let Some(serial) = devices.serials.first().filter(isa) {
                devices.consoles.push(Console {
                    source: serial.source.clone(),
                    tty: serial.tty.clone(),
                    log: serial.log.clone(),
                    target: Some(ConsoleTarget { target_type: Some(ConsoleTargetType::Serial), port: Some(0) }),
                    info: Default::default(),
                });
            }
        }
    }
}

fn number_serials(devices: &mut Devices) -> Result<()> {
    let mut taken: HashSet<u32> =
        devices.serials.iter().filter_map(|s| s.target.as_ref().and_then(|t| t.port)).collect();
    for serial in &mut devices.serials {
        let usb = matches!(serial.info.address, Some(Address::Usb(_)));
        let pci = matches!(serial.info.address, Some(Address::Pci(_)));
        let target = serial.target.get_or_insert_with(SerialTarget::default);
        let kind = *target.target_type.get_or_insert(match (usb, pci) {
            (true, _) => SerialTargetType::UsbSerial,
            (_, true) => SerialTargetType::PciSerial,
            _ => SerialTargetType::IsaSerial,
        });
        let port = *target.port.get_or_insert_with(|| (0..MAX_PORTS).find(|p| !taken.contains(p)).unwrap_or(MAX_PORTS));
        if port >= MAX_PORTS {
            return Err(QemuError::ConfigUnsupported(format!("serial port {port}: at most {MAX_PORTS} are supported")));
        }
        taken.insert(port);
        target.model.get_or_insert_with(|| {
            let model = match kind {
                SerialTargetType::UsbSerial => "usb-serial",
                SerialTargetType::PciSerial => "pci-serial",
                SerialTargetType::IsaDebug => "isa-debugcon",
                _ => "isa-serial",
            };
            model.to_owned()
        });
    }
    Ok(())
}

/// Gives virtio ports their numbers, from one; zero is left for the first console.
pub(super) fn assign_virtio_ports(devices: &mut Devices) -> Result<()> {
    let mut taken: HashSet<(u32, u32)> = HashSet::new();
    let note = |taken: &mut HashSet<(u32, u32)>, address: &Option<Address>| -> Result<()> {
        if let Some(Address::VirtioSerial(at)) = address
            && at.port != 0
            && !taken.insert((at.controller, at.port))
        {
            return Err(QemuError::BadXml(format!("virtio serial port {} on controller {} is already occupied", at.port, at.controller)));
        }
        Ok(())
    };
    for channel in &devices.channels {
        note(&mut taken, &channel.info.address)?;
    }
    for console in &devices.consoles {
        note(&mut taken, &console.info.address)?;
    }
    let mut consoles_at_zero = false;
    for console in &mut devices.consoles {
        let kind = console.target.as_ref().and_then(|t| t.target_type);
        if kind == Some(ConsoleTargetType::Virtio) {
            place(&mut console.info.address, &mut taken, !consoles_at_zero);
            consoles_at_zero = true;
        }
    }
    for channel in &mut devices.channels {
        if matches!(channel.target, Some(ChannelTarget::Virtio(_))) {
            place(&mut channel.info.address, &mut taken, false);
        }
    }
    Ok(())
}

fn place(address: &mut Option<Address>, taken: &mut HashSet<(u32, u32)>, zero: bool) {
    let (controller, fixed) = match address {
        Some(Address::VirtioSerial(at)) => (at.controller, at.port != 0),
        _ => (0, false),
    };
    if fixed {
        return;
    }
    let first = u32::from(!zero);
    let port = (first..).find(|port| !taken.contains(&(controller, *port))).unwrap_or(first);
    taken.insert((controller, port));
    *address = Some(Address::VirtioSerial(VirtioSerialAddress { controller, bus: 0, port }));
}

/// Whether the host's side is a socket that we have to name.
pub fn is_auto_socket(source: &CharSource) -> bool {
    matches!(source, CharSource::Unix(u) if u.source.as_ref().is_none_or(|s| s.path.is_none()))
}
