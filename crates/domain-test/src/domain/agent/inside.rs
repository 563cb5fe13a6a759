//! What a guest is like inside: it has an operating system, a user, file systems and addresses.

use super::FILE_SYSTEMS;
use crate::domain::devices;
use ferrovirt_protocol::remote::DomainInterface;
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::consts::DomainGuestInfoTypes as Types;
use ferrovirt_types::param::TypedParam;
use serde_json::Value;
use std::time::Duration;

/// Bytes of each file system, and how many are in use.
const FS_SIZE: u64 = 8 << 30;
const FS_USED: u64 = 3 << 30;

/// The operating system of every guest.
const OS: [(&str, &str); 8] = [
    ("id", "debian"),
    ("name", "Debian GNU/Linux"),
    ("pretty-name", "Debian GNU/Linux 12 (bookworm)"),
    ("version", "12 (bookworm)"),
    ("version-id", "12"),
    ("kernel-release", "6.1.0-18-amd64"),
    ("kernel-version", "#1 SMP Debian 6.1.76-1"),
    ("machine", "x86_64"),
];

/// Name that a guest gives itself.
pub(super) fn hostname(guest: &str) -> String {
    format!("{guest}host")
}

/// The operating system as the agent tells of it.
pub(super) fn os() -> Vec<(String, Value)> {
    OS.iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect()
}

/// What is asked for.
pub(super) fn info(
    name: &str,
    doc: &Domain,
    types: Types,
    addresses: &[DomainInterface],
    booted: Duration,
) -> Vec<TypedParam> {
    let mut params = Vec::new();
    if types.contains(Types::USERS) {
        params.push(TypedParam::new("user.count", 1_u32));
        params.push(TypedParam::new("user.0.name", "root"));
        let login = u64::try_from(booted.as_millis()).unwrap_or(u64::MAX);
        params.push(TypedParam::new("user.0.login-time", login));
    }
    if types.contains(Types::OS) {
        params.extend(OS.map(|(name, value)| TypedParam::new(format!("os.{name}"), value)));
    }
    if types.contains(Types::TIMEZONE) {
        params.push(TypedParam::new("timezone.name", "UTC"));
        params.push(TypedParam::new("timezone.offset", 0_i32));
    }
    if types.contains(Types::HOSTNAME) {
        params.push(TypedParam::new("hostname", hostname(name)));
    }
    let target = devices::disks(doc).first().map_or("vda", |disk| &disk.target.dev);
    if types.contains(Types::FILESYSTEM) {
        params.push(TypedParam::new("fs.count", FILE_SYSTEMS.len() as u32));
        for (n, (mountpoint, device)) in FILE_SYSTEMS.into_iter().enumerate() {
            let mut add =
                |name: &str, value: &str| params.push(TypedParam::new(format!("fs.{n}.{name}"), value));
            add("mountpoint", mountpoint);
            add("name", device);
            add("fstype", "ext4");
            params.push(TypedParam::new(format!("fs.{n}.total-bytes"), FS_SIZE));
            params.push(TypedParam::new(format!("fs.{n}.used-bytes"), FS_USED));
            params.push(TypedParam::new(format!("fs.{n}.disk.count"), 1_u32));
            params.push(TypedParam::new(format!("fs.{n}.disk.0.alias"), target));
        }
    }
    if types.contains(Types::DISKS) {
        params.push(TypedParam::new("disk.count", 1_u32));
        params.push(TypedParam::new("disk.0.name", format!("/dev/{target}")));
        params.push(TypedParam::new("disk.0.partition", false));
        params.push(TypedParam::new("disk.0.alias", target));
    }
    if types.contains(Types::INTERFACES) {
        params.push(TypedParam::new(
            "if.count",
            u32::try_from(addresses.len()).unwrap_or(u32::MAX),
        ));
        for (n, interface) in addresses.iter().enumerate() {
            params.push(TypedParam::new(format!("if.{n}.name"), format!("eth{n}")));
            if let Some(mac) = &interface.hwaddr {
                params.push(TypedParam::new(format!("if.{n}.hwaddr"), mac.as_str()));
            }
            let many = u32::try_from(interface.addrs.len()).unwrap_or(u32::MAX);
            params.push(TypedParam::new(format!("if.{n}.addr.count"), many));
            for (m, address) in interface.addrs.iter().enumerate() {
                let kind = if address.kind == 0 { "ipv4" } else { "ipv6" };
                params.push(TypedParam::new(format!("if.{n}.addr.{m}.type"), kind));
                params.push(TypedParam::new(
                    format!("if.{n}.addr.{m}.addr"),
                    address.addr.as_str(),
                ));
                params.push(TypedParam::new(format!("if.{n}.addr.{m}.prefix"), address.prefix));
            }
        }
    }
    if types.contains(Types::LOAD) {
        for (name, value) in [("1m", 0.25), ("5m", 0.2), ("15m", 0.1)] {
            params.push(TypedParam::new(format!("load.{name}"), value));
        }
    }
    params
}
