//! A folder of sysfs with what the kernel and, if it runs, udev say of it.

use crate::ids::PciNames;
use crate::root::HostRoot;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Most bytes that are read of one entry of udev's database.
const DATABASE_MAX: u64 = 64 << 10;

/// What is known of a device before its family looks at it.
pub struct Raw<'a> {
    /// The host.
    pub root: &'a HostRoot,
    /// Names of PCI vendors and products.
    pub names: &'a PciNames,
    /// Name of the subsystem that lists it.
    pub subsystem: &'static str,
    /// Its folder below `/sys/devices`.
    pub path: PathBuf,
    /// Its name in sysfs.
    pub sysname: String,
    /// What udev's rules found out.
    pub udev: Udev,
    variables: HashMap<String, String>,
}

/// An entry of udev's database: lines `E:NAME=value` and `S:link`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Udev {
    /// Variables that rules have set.
    pub properties: HashMap<String, String>,
    /// Links in `/dev`, sorted.
    pub links: Vec<String>,
}

impl Udev {
    fn parse(text: &str) -> Self {
        let mut entry = Self::default();
        for line in text.lines() {
            if let Some((name, value)) = line.strip_prefix("E:").and_then(|rest| rest.split_once('=')) {
                entry.properties.insert(name.to_owned(), value.to_owned());
            } else if let Some(link) = line.strip_prefix("S:") {
                entry.links.push(link.to_owned());
            }
        }
        entry.links.sort_unstable();
        entry
    }
}

impl<'a> Raw<'a> {
    /// Reads what there is; `None` when the device is gone.
    pub fn read(
        root: &'a HostRoot,
        names: &'a PciNames,
        subsystem: &'static str,
        path: PathBuf,
    ) -> Option<Self> {
        let sysname = path.file_name()?.to_str()?.replace('!', "/");
        let event = path.join("uevent");
        if !root.exists(&event) {
            return None;
        }
        let mut raw = Self {
            variables: root.variables(&event),
            udev: Udev::default(),
            root,
            names,
            subsystem,
            path,
            sysname,
        };
        if let Some(file) = raw.database() {
            let bytes = root.bytes(&file, DATABASE_MAX).unwrap_or_default();
            raw.udev = Udev::parse(&String::from_utf8_lossy(&bytes));
        }
        Some(raw)
    }

    /// The entry of udev's database, named by device number; only devices with files in `/dev` have what
    /// is asked for.
    fn database(&self) -> Option<PathBuf> {
        let (major, minor) = (self.var("MAJOR")?, self.var("MINOR")?);
        let kind = if self.subsystem == "block" { 'b' } else { 'c' };
        Some(Path::new("/run/udev/data").join(format!("{kind}{major}:{minor}")))
    }

    /// A variable of the kernel's event.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// A variable of udev's rules.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.udev.properties.get(name).map(String::as_str)
    }

    /// An attribute; empty ones count as missing.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.root
            .text(&self.path.join(name))
            .filter(|text| !text.is_empty())
    }

    /// An attribute that is a decimal number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.root.number(&self.path.join(name))
    }

    /// An attribute that is a hexadecimal number.
    pub fn hex(&self, name: &str) -> Option<u32> {
        self.root.hex(&self.path.join(name))
    }

    /// Name of the driver that has it.
    pub fn driver(&self) -> Option<String> {
        self.root.link_name(&self.path.join("driver"))
    }

    /// Its file in `/dev`.
    pub fn devnode(&self) -> Option<String> {
        self.var("DEVNAME").map(|name| format!("/dev/{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn database_entries_are_read() {
        let entry = Udev::parse("S:disk/b\nS:disk/a\nI:12\nE:ID_SERIAL=x=y\nG:systemd\n");
        assert_eq!(entry.links, ["disk/a", "disk/b"]);
        assert_eq!(entry.properties["ID_SERIAL"], "x=y");
    }
}
