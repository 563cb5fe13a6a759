//! Serial ports, parallel ports, consoles and channels.

use ferrovirt_schema::common::chardev::{CharSource, SourceMode, TcpProtocol};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::{
    Console, ConsoleTarget, ConsoleTargetType, Serial, SerialTargetType,
};

pub(super) fn fill(devices: &mut Devices, hvm: bool) {
    number(devices);
    for (port, console) in (0u32..).zip(&mut devices.consoles) {
        let target = console.target.get_or_insert_default();
        target.target_type.get_or_insert(ConsoleTargetType::Serial);
        target.port = Some(port);
    }
    if hvm {
        join_console(devices);
    }
    for source in sources(devices) {
        complete(source);
    }
}

fn sources(d: &mut Devices) -> Vec<&mut CharSource> {
    let mut list: Vec<&mut CharSource> = Vec::new();
    list.extend(d.serials.iter_mut().map(|x| &mut x.source));
    list.extend(d.parallels.iter_mut().map(|x| &mut x.source));
    list.extend(d.consoles.iter_mut().map(|x| &mut x.source));
    list.extend(d.channels.iter_mut().map(|x| &mut x.source));
    list
}

fn complete(source: &mut CharSource) {
    match source {
        CharSource::Tcp(tcp) => {
            tcp.protocol.get_or_insert(TcpProtocol::Raw);
        }
        CharSource::Unix(socket) => match &mut socket.source {
            Some(end) if end.path.is_some() => {
                end.mode.get_or_insert(SourceMode::Connect);
            }
            // A socket without a path gets one at start.
            _ => socket.source = None,
        },
        CharSource::Udp(udp) => udp.sources.sort_by_key(|end| end.mode != SourceMode::Bind),
        // So does a terminal.
        CharSource::Pty(pty) => pty.source = None,
        _ => {}
    }
}

/// Ports count up, each kind by itself.
fn number(devices: &mut Devices) {
    let given = devices.serials.iter().filter_map(|s| s.target.as_ref()?.port);
    let mut next = given.max().map_or(0, |port| port.saturating_add(1));
    for serial in &mut devices.serials {
        serial
            .target
            .get_or_insert_default()
            .port
            .get_or_insert_with(|| take(&mut next));
    }
    let given = devices.parallels.iter().filter_map(|p| p.target.as_ref()?.port);
    let mut next = given.max().map_or(0, |port| port.saturating_add(1));
    for parallel in &mut devices.parallels {
        parallel
            .target
            .get_or_insert_default()
            .port
            .get_or_insert_with(|| take(&mut next));
    }
}

fn take(next: &mut u32) -> u32 {
    let port = *next;
    *next = next.saturating_add(1);
    port
}

/// The first console is the first serial port: either stands for both.
fn join_console(devices: &mut Devices) {
    let is_serial = |console: &Console| {
        let kind = console.target.as_ref().and_then(|t| t.target_type);
        matches!(kind, None | Some(ConsoleTargetType::Serial))
    };
    let port = devices
        .serials
        .first()
        .and_then(|s| s.target.as_ref()?.port)
        .unwrap_or(0);
    match (devices.consoles.first_mut(), devices.serials.first()) {
        (Some(console), None) if is_serial(console) => {
            let mut serial = Serial {
                source: console.source.clone(),
                log: console.log.clone(),
                ..Serial::default()
            };
            serial.info = console.info.clone();
            serial.target.get_or_insert_default().port = Some(0);
            devices.serials.push(serial);
            of_serial(console, port);
        }
        (Some(console), Some(serial)) if is_serial(console) => {
            console.source = serial.source.clone();
            console.log.clone_from(&serial.log);
            console.info = serial.info.clone();
            of_serial(console, port);
        }
        (_, Some(serial)) if stands_for_console(serial) => {
            let mut console = Console {
                source: serial.source.clone(),
                log: serial.log.clone(),
                info: serial.info.clone(),
                ..Console::default()
            };
            of_serial(&mut console, port);
            devices.consoles.insert(0, console);
        }
        _ => {}
    }
}

/// Whether a serial port is of a kind that a console can be on.
fn stands_for_console(serial: &Serial) -> bool {
    use SerialTargetType as T;
    let kind = serial.target.as_ref().and_then(|t| t.target_type);
    !matches!(kind, Some(T::UsbSerial | T::PciSerial | T::IsaDebug))
}

fn of_serial(console: &mut Console, port: u32) {
    console.target = Some(ConsoleTarget {
        target_type: Some(ConsoleTargetType::Serial),
        port: Some(port),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_console_is_a_serial_port() {
        let mut devices = Devices {
            consoles: vec![Console::default()],
            ..Devices::default()
        };
        fill(&mut devices, true);
        assert_eq!(devices.serials.len(), 1);
        let mut devices = Devices {
            serials: vec![Serial::default()],
            ..Devices::default()
        };
        fill(&mut devices, true);
        assert_eq!(devices.consoles[0].target.as_ref().unwrap().port, Some(0));
        let mut devices = Devices {
            consoles: vec![Console::default()],
            ..Devices::default()
        };
        fill(&mut devices, false);
        assert!(devices.serials.is_empty());
    }
}
