//! Serial ports, consoles and channels.

use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::{Address, VirtioSerialAddress};
use ferrovirt_schema::common::chardev::{CharSource, TcpProtocol};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::SerialModel;
use ferrovirt_schema::domain::devices::chardev::{
    ChannelTarget, Console, ConsoleTarget, ConsoleTargetType, ParallelTarget, Serial, SerialTarget,
    SerialTargetType,
};
use ferrovirt_schema::domain::devices::controller::ControllerType;
use ferrovirt_schema::domain::devices::rng::RngBackend;
use std::collections::HashSet;

/// Serial ports of a PC; more have no addresses to be at.
const MAX_PORTS: u32 = 64;

pub(super) fn fill(devices: &mut Devices) -> Result<()> {
    for source in sources(devices) {
        if let CharSource::Tcp(tcp) = source {
            tcp.protocol.get_or_insert(TcpProtocol::Raw);
        }
    }
    number_serials(devices)?;
    // Numbered before one comes that stands for a serial port.
    number_consoles(devices);
    console_and_serial(devices);
    // One that the console brought.
    number_serials(devices)?;
    for (n, port) in devices.parallels.iter_mut().enumerate() {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        port.target
            .get_or_insert_with(ParallelTarget::default)
            .port
            .get_or_insert(n);
    }
    Ok(())
}

fn number_consoles(devices: &mut Devices) {
    for (n, console) in devices.consoles.iter_mut().enumerate() {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        let target = console.target.get_or_insert_with(ConsoleTarget::default);
        target.target_type.get_or_insert(ConsoleTargetType::Serial);
        target.port.get_or_insert(n);
    }
}

/// The host's sides of everything that has one.
fn sources(d: &mut Devices) -> impl Iterator<Item = &mut CharSource> {
    let rngs = d.rngs.iter_mut().filter_map(|r| match &mut r.backend {
        RngBackend::Egd(egd) => Some(&mut egd.source),
        _ => None,
    });
    d.serials
        .iter_mut()
        .map(|x| &mut x.source)
        .chain(d.parallels.iter_mut().map(|x| &mut x.source))
        .chain(d.consoles.iter_mut().map(|x| &mut x.source))
        .chain(d.channels.iter_mut().map(|x| &mut x.source))
        .chain(d.redirdevs.iter_mut().map(|x| &mut x.source))
        .chain(rngs)
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
                    target: Some(SerialTarget {
                        port: Some(0),
                        ..SerialTarget::default()
                    }),
                    info: Default::default(),
                });
            }
            // What it is connected to is said at the port.
            console.source = devices.serials[0].source.clone();
            console.log.clone_from(&devices.serials[0].log);
        }
        _ => {
            let isa = |s: &&Serial| {
                let kind = s.target.as_ref().and_then(|t| t.target_type);
                matches!(kind, None | Some(SerialTargetType::IsaSerial))
            };
            if let Some(serial) = devices.serials.first().filter(isa) {
                let console = Console {
                    source: serial.source.clone(),
                    tty: serial.tty.clone(),
                    log: serial.log.clone(),
                    target: Some(ConsoleTarget {
                        target_type: Some(ConsoleTargetType::Serial),
                        port: serial.target.as_ref().and_then(|t| t.port),
                    }),
                    info: Default::default(),
                };
                devices.consoles.insert(0, console);
            }
        }
    }
}

fn number_serials(devices: &mut Devices) -> Result<()> {
    let mut taken: HashSet<u32> = devices
        .serials
        .iter()
        .filter_map(|s| s.target.as_ref().and_then(|t| t.port))
        .collect();
    for serial in &mut devices.serials {
        let usb = matches!(serial.info.address, Some(Address::Usb(_)));
        let pci = matches!(serial.info.address, Some(Address::Pci(_)));
        let target = serial.target.get_or_insert_with(SerialTarget::default);
        let kind = *target.target_type.get_or_insert(match (usb, pci) {
            (true, _) => SerialTargetType::UsbSerial,
            (_, true) => SerialTargetType::PciSerial,
            _ => SerialTargetType::IsaSerial,
        });
        let port = *target
            .port
            .get_or_insert_with(|| (0..MAX_PORTS).find(|p| !taken.contains(p)).unwrap_or(MAX_PORTS));
        if port >= MAX_PORTS {
            return Err(QemuError::ConfigUnsupported(format!(
                "serial port {port}: at most {MAX_PORTS} are supported"
            )));
        }
        taken.insert(port);
        target.model.get_or_insert(match kind {
            SerialTargetType::UsbSerial => SerialModel::UsbSerial,
            SerialTargetType::PciSerial => SerialModel::PciSerial,
            SerialTargetType::IsaDebug => SerialModel::IsaDebugcon,
            _ => SerialModel::IsaSerial,
        });
    }
    Ok(())
}

/// Ports of a virtio-serial controller without a number of its own; the first is for a console.
const CONTROLLER_PORTS: u32 = 31;

/// Ports that are taken, and how many each controller has.
struct Ports {
    taken: HashSet<(u32, u32)>,
    controllers: Vec<(u32, u32)>,
}

impl Ports {
    fn of(devices: &Devices) -> Result<Self> {
        let of_type = devices
            .controllers
            .iter()
            .filter(|c| c.controller_type == ControllerType::VirtioSerial);
        let mut controllers: Vec<(u32, u32)> = of_type
            .map(|c| {
                (
                    c.index.unwrap_or(0),
                    c.ports.unwrap_or(CONTROLLER_PORTS).min(CONTROLLER_PORTS),
                )
            })
            .collect();
        controllers.sort_unstable();
        let mut ports = Ports {
            taken: HashSet::new(),
            controllers,
        };
        let infos = devices
            .channels
            .iter()
            .map(|c| &c.info)
            .chain(devices.consoles.iter().map(|c| &c.info));
        for info in infos {
            if let Some(Address::VirtioSerial(at)) = &info.address
                && at.port != 0
                && !ports.taken.insert((at.controller, at.port))
            {
                let text = format!(
                    "virtio serial port {} on controller {} is already occupied",
                    at.port, at.controller
                );
                return Err(QemuError::BadXml(text));
            }
        }
        Ok(ports)
    }

    /// Gives a port from `first` on, on the wanted controller or the first with room.
    fn place(&mut self, address: &mut Option<Address>, first: u32) -> Result<()> {
        let wanted = match address {
            Some(Address::VirtioSerial(at)) if at.port != 0 => return Ok(()),
            Some(Address::VirtioSerial(at)) => Some(at.controller),
            _ => None,
        };
        let candidates = self
            .controllers
            .iter()
            .filter(|(c, _)| wanted.is_none_or(|w| w == *c));
        let mut free = candidates.flat_map(|(c, n)| (first..*n).map(move |port| (*c, port)));
        let found = free.find(|place| !self.taken.contains(place));
        let Some((controller, port)) = found else {
            return Err(QemuError::ConfigUnsupported(
                "Failed to find a free virtio-serial port".to_owned(),
            ));
        };
        self.taken.insert((controller, port));
        *address = Some(Address::VirtioSerial(VirtioSerialAddress {
            controller,
            bus: 0,
            port,
        }));
        Ok(())
    }
}

/// Gives channels their ports, from one. A controller is added where those there are do not suffice.
pub(super) fn assign_virtio_ports(devices: &mut Devices) -> Result<()> {
    let mut ports = Ports::of(devices)?;
    for n in 0..devices.channels.len() {
        if !matches!(devices.channels[n].target, Some(ChannelTarget::Virtio(_))) {
            continue;
        }
        let address = &mut devices.channels[n].info.address;
        if ports.place(address, 1).is_err() && address.is_none() {
            let next = ports.controllers.last().map_or(0, |(c, _)| c + 1);
            super::controllers::add_virtio_serial(devices, next)?;
            ports.controllers.push((next, CONTROLLER_PORTS));
            ports.place(&mut devices.channels[n].info.address, 1)?;
        }
    }
    Ok(())
}

/// Gives virtio consoles their ports, which are chosen at each start.
pub fn assign_console_ports(devices: &mut Devices) -> Result<()> {
    let mut ports = Ports::of(devices)?;
    for console in &mut devices.consoles {
        if console.target.as_ref().and_then(|t| t.target_type) == Some(ConsoleTargetType::Virtio) {
            ports.place(&mut console.info.address, 0)?;
        }
    }
    Ok(())
}

/// Whether the host's side is a socket that we have to name.
pub fn is_auto_socket(source: &CharSource) -> bool {
    matches!(source, CharSource::Unix(u) if u.source.as_ref().is_none_or(|s| s.path.is_none()))
}
