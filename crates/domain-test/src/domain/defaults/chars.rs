//! Serial ports, parallel ports, consoles and channels.

use ferrovirt_schema::common::chardev::{CharSource, TcpProtocol};
use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::chardev::{Console, ConsoleTarget, ConsoleTargetType, Serial};

pub(super) fn fill(devices: &mut Devices, hvm: bool) {
    number(devices);
    if hvm {
        join_console(devices);
    }
    for (port, console) in (0u32..).zip(&mut devices.consoles) {
        let target = console.target.get_or_insert_default();
        target.target_type.get_or_insert(ConsoleTargetType::Serial);
        target.port.get_or_insert(port);
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
        // A socket without a path gets one at start.
        CharSource::Unix(socket) if socket.source.as_ref().is_some_and(|s| s.path.is_none()) => {
            socket.source = None
        }
        // So does a terminal.
        CharSource::Pty(pty) => pty.source = None,
        _ => {}
    }
}

/// Ports count up, each kind by itself.
fn number(devices: &mut Devices) {
    let mut next = 0;
    for serial in &mut devices.serials {
        let port = serial.target.get_or_insert_default().port.get_or_insert(next);
        next = next.max(port.saturating_add(1));
    }
    let mut next = 0;
    for parallel in &mut devices.parallels {
        let port = parallel.target.get_or_insert_default().port.get_or_insert(next);
        next = next.max(port.saturating_add(1));
    }
}

/// The first console is the first serial port: either stands for both.
fn join_console(devices: &mut Devices) {
    let is_serial = |console: &Console| {
        let kind = console.target.as_ref().and_then(|t| t.target_type);
        matches!(kind, None | Some(ConsoleTargetType::Serial))
    };
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
            of_serial(console);
        }
        (Some(console), Some(serial)) if is_serial(console) => {
            console.source = serial.source.clone();
            console.log.clone_from(&serial.log);
            console.info = serial.info.clone();
            of_serial(console);
        }
        (None, Some(serial)) => {
            let mut console = Console {
                source: serial.source.clone(),
                log: serial.log.clone(),
                info: serial.info.clone(),
                ..Console::default()
            };
            of_serial(&mut console);
            devices.consoles.push(console);
        }
        _ => {}
    }
}

fn of_serial(console: &mut Console) {
    console.target = Some(ConsoleTarget {
        target_type: Some(ConsoleTargetType::Serial),
        port: Some(0),
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
