//! Devices made from the options of `attach-disk` and `attach-interface`.

use crate::error::CliError;
use crate::grammar::Args;
use ferrovirt_xml::Writer;

/// An element with those attributes that have a value.
pub fn element(xml: &mut Writer, name: &str, attributes: &[(&str, Option<&str>)]) {
    xml.start(name);
    for (attribute, value) in attributes {
        if let Some(value) = value {
            xml.attr_str(attribute, value);
        }
    }
    xml.end(name);
}

/// Where the data of a disk is.
#[derive(PartialEq, Eq)]
enum Place {
    File,
    Block,
    Network,
}

/// A `disk` element from the options of `attach-disk`.
pub fn disk(args: &Args) -> Result<String, CliError> {
    for option in ["source-host-name", "source-host-transport", "source-host-socket"] {
        needs(args, option, "source-protocol")?;
    }
    args.exclusive("persistent", "current")?;
    let source = args.need("source");
    let place = match args.text("sourcetype") {
        None if args.has("source-protocol") => Place::Network,
        None if is_block(source) => Place::Block,
        None | Some("file") => Place::File,
        Some("block") => Place::Block,
        Some("network") => Place::Network,
        Some(other) => return Err(CliError::text(format!("Unknown source type: '{other}'"))),
    };
    if (place == Place::Network) != args.has("source-protocol") {
        let text = "--source-protocol option requires --sourcetype network";
        return Err(CliError::text(text));
    }
    let mode = args.text("mode");
    if !matches!(mode, None | Some("readonly" | "shareable")) {
        let mode = mode.unwrap_or_default();
        let text = format!("No support for {mode} in command 'attach-disk'");
        return Err(CliError::text(text));
    }
    let mut xml = Writer::new();
    xml.start("disk");
    let kind = match place {
        Place::File => "file",
        Place::Block => "block",
        Place::Network => "network",
    };
    xml.attr_str("type", kind);
    if let Some(device) = args.text("type") {
        xml.attr_str("device", device);
    }
    if args.flag("rawio") {
        xml.attr_str("rawio", "yes");
    }
    xml.body();
    let driver = [
        ("name", "driver"),
        ("type", "subdriver"),
        ("iothread", "iothread"),
        ("cache", "cache"),
        ("io", "io"),
    ];
    if driver.iter().any(|(_, option)| args.has(option)) {
        element(&mut xml, "driver", &driver.map(|(a, o)| (a, args.text(o))));
    }
    match place {
        Place::File => element(&mut xml, "source", &[("file", Some(source))]),
        Place::Block => element(&mut xml, "source", &[("dev", Some(source))]),
        Place::Network => served(&mut xml, args, source),
    }
    let target = [("dev", args.text("target")), ("bus", args.text("targetbus"))];
    element(&mut xml, "target", &target);
    if let Some(mode) = mode {
        element(&mut xml, mode, &[]);
    }
    if let Some(serial) = args.text("serial") {
        xml.leaf("serial", &serial.to_owned());
    }
    if let Some(alias) = args.text("alias") {
        element(&mut xml, "alias", &[("name", Some(alias))]);
    }
    if let Some(wwn) = args.text("wwn") {
        xml.leaf("wwn", &wwn.to_owned());
    }
    if let Some(text) = args.text("address") {
        address(&mut xml, text, args)?;
    }
    xml.end("disk");
    Ok(xml.finish())
}

/// Whether a source is a block device of this machine.
fn is_block(source: &str) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    std::fs::metadata(source).is_ok_and(|file| file.file_type().is_block_device())
}

fn needs(args: &Args, option: &str, other: &str) -> Result<(), CliError> {
    if args.has(option) && !args.has(other) {
        let text = format!("Option --{other} is required by option --{option}");
        return Err(CliError::text(text));
    }
    Ok(())
}

/// The source of a disk of a server.
fn served(xml: &mut Writer, args: &Args, source: &str) {
    xml.start("source");
    xml.attr_str("protocol", args.need("source-protocol"));
    xml.attr_str("name", source);
    let host = args.text("source-host-name");
    let (transport, socket) = (
        args.text("source-host-transport"),
        args.text("source-host-socket"),
    );
    if host.is_none() && transport.is_none() && socket.is_none() {
        xml.end("source");
        return;
    }
    xml.body();
    // An address of IPv6 stands in brackets; what follows the last colon outside them is the port.
    let (name, port) = match host.map(|host| (host, host.rfind([':', ']']))) {
        Some((host, Some(at))) if host.as_bytes().get(at) == Some(&b':') => {
            (host.get(..at), host.get(at + 1..))
        }
        Some((host, _)) => (Some(host), None),
        None => (None, None),
    };
    let name = name.map(|name| name.trim_start_matches('[').trim_end_matches(']'));
    let host = [
        ("transport", transport),
        ("name", name),
        ("port", port),
        ("socket", socket),
    ];
    element(xml, "host", &host);
    xml.end("source");
}

/// An address like `pci:0000.00.0a.0`, `scsi:00.00.0a`, `usb:00.01`, `ccw:fe.0.0007`.
fn address(xml: &mut Writer, text: &str, args: &Args) -> Result<(), CliError> {
    let invalid = || CliError::text("Invalid address.");
    let (kind, rest) = text.split_once(':').ok_or_else(invalid)?;
    let parts: Vec<&str> = rest.split('.').collect();
    let numbers = |radix| -> Option<Vec<u64>> {
        parts
            .iter()
            .map(|part| u64::from_str_radix(part, radix).ok())
            .collect()
    };
    let target = args.need("target");
    let expected = |kinds: &[&str], text: &str| {
        if kinds.contains(&kind) {
            Ok(())
        } else {
            Err(CliError::text(text))
        }
    };
    // The name of the target says which kinds fit.
    if target.starts_with("vd") {
        expected(
            &["pci", "ccw"],
            "expecting a pci:0000.00.00.00 or ccw:00.0.0000 address.",
        )?;
    } else if target.starts_with("sd") {
        let text = "expecting a scsi:00.00.00 or usb:00.00 or sata:00.00.00 address.";
        expected(&["scsi", "usb", "sata"], text)?;
    } else if target.starts_with("hd") {
        expected(&["ide"], "expecting an ide:00.00.00 address.")?;
    }
    xml.start("address");
    match kind {
        "pci" => {
            let numbers = numbers(16).ok_or_else(invalid)?;
            let [domain, bus, slot, function] = numbers.as_slice() else {
                return Err(invalid());
            };
            xml.attr_str("type", "pci");
            xml.attr_str("domain", &format!("0x{domain:04x}"));
            xml.attr_str("bus", &format!("0x{bus:02x}"));
            xml.attr_str("slot", &format!("0x{slot:02x}"));
            xml.attr_str("function", &format!("0x{function:x}"));
            if args.flag("multifunction") {
                xml.attr_str("multifunction", "on");
            }
        }
        "ccw" => {
            let numbers = numbers(16).ok_or_else(invalid)?;
            let [cssid, ssid, devno] = numbers.as_slice() else {
                return Err(invalid());
            };
            xml.attr_str("type", "ccw");
            xml.attr_str("cssid", &format!("0x{cssid:02x}"));
            xml.attr_str("ssid", &format!("0x{ssid:x}"));
            xml.attr_str("devno", &format!("0x{devno:04x}"));
        }
        "usb" => {
            let numbers = numbers(10).ok_or_else(invalid)?;
            let [bus, port] = numbers.as_slice() else {
                return Err(invalid());
            };
            xml.attr_str("type", "usb");
            xml.attr_str("bus", &bus.to_string());
            xml.attr_str("port", &port.to_string());
        }
        "scsi" | "sata" | "ide" => {
            let numbers = numbers(10).ok_or_else(invalid)?;
            let [controller, bus, unit] = numbers.as_slice() else {
                return Err(invalid());
            };
            xml.attr_str("type", "drive");
            xml.attr_str("controller", &controller.to_string());
            xml.attr_str("bus", &bus.to_string());
            xml.attr_str("unit", &unit.to_string());
        }
        _ => return Err(invalid()),
    }
    xml.end("address");
    Ok(())
}

/// An `interface` element from the options of `attach-interface`.
pub fn interface(args: &Args) -> Result<String, CliError> {
    args.exclusive("persistent", "current")?;
    let kind = args.need("type");
    let source = match kind {
        "network" | "bridge" => kind,
        "direct" => "dev",
        "hostdev" => "",
        other => {
            let text = format!("No support for {other} in command 'attach-interface'");
            return Err(CliError::text(text));
        }
    };
    let mode = args.text("source-mode");
    if let Some(mode) = mode.filter(|mode| !matches!(*mode, "private" | "vepa" | "bridge" | "passthrough")) {
        return Err(CliError::text(format!("Invalid source mode: {mode}")));
    }
    let mut xml = Writer::new();
    xml.start("interface");
    xml.attr_str("type", kind);
    if args.flag("managed") {
        xml.attr_str("managed", "yes");
    }
    xml.body();
    if kind == "hostdev" {
        let place = args.need("source");
        let failed = || {
            CliError::text(format!(
                "cannot parse pci address '{place}' for network interface"
            ))
        };
        xml.start("source");
        xml.body();
        pci(&mut xml, place).ok_or_else(failed)?;
        xml.end("source");
    } else {
        element(
            &mut xml,
            "source",
            &[(source, args.text("source")), ("mode", mode)],
        );
    }
    for (name, attribute, option) in [
        ("target", "dev", "target"),
        ("mac", "address", "mac"),
        ("script", "path", "script"),
        ("model", "type", "model"),
        ("alias", "name", "alias"),
    ] {
        if let Some(value) = args.text(option) {
            element(&mut xml, name, &[(attribute, Some(value))]);
        }
    }
    if args.has("inbound") || args.has("outbound") {
        xml.start("bandwidth");
        xml.body();
        for direction in ["inbound", "outbound"] {
            if let Some(text) = args.text(direction) {
                limits(&mut xml, direction, text)?;
            }
        }
        xml.end("bandwidth");
    }
    xml.end("interface");
    Ok(xml.finish())
}

/// A place like `0000:00:1f.2`.
fn pci(xml: &mut Writer, place: &str) -> Option<()> {
    let (rest, function) = place.split_once('.')?;
    let parts: Vec<u32> = rest
        .split(':')
        .map(|part| u32::from_str_radix(part, 16).ok())
        .collect::<Option<_>>()?;
    let [domain, bus, slot] = parts.as_slice() else {
        return None;
    };
    let function = u32::from_str_radix(function, 16).ok()?;
    let (domain, bus) = (format!("0x{domain:04x}"), format!("0x{bus:02x}"));
    let (slot, function) = (format!("0x{slot:02x}"), format!("0x{function:x}"));
    let place = [
        ("type", Some("pci")),
        ("domain", Some(domain.as_str())),
        ("bus", Some(&bus)),
        ("slot", Some(&slot)),
        ("function", Some(&function)),
    ];
    element(xml, "address", &place);
    Some(())
}

/// Limits like `average,peak,burst,floor`.
fn limits(xml: &mut Writer, direction: &str, text: &str) -> Result<(), CliError> {
    const FIELDS: [&str; 4] = ["average", "peak", "burst", "floor"];
    let parts: Vec<&str> = text.split(',').collect();
    if parts.len() > FIELDS.len() {
        return Err(CliError::text(format!(
            "too many values in --{direction} '{text}'"
        )));
    }
    let mut values = Vec::new();
    for (field, part) in FIELDS.into_iter().zip(&parts) {
        if part.is_empty() {
            continue;
        }
        if part.parse::<u64>().is_err() {
            return Err(CliError::text(format!("field '{field}' is malformed")));
        }
        values.push((field, Some(*part)));
    }
    element(xml, direction, &values);
    Ok(())
}
