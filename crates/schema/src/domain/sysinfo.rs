//! What the guest's firmware tells of the machine.

use ferrovirt_xml::{Node, Xml, XmlError};

crate::document!(SysInfo, "sysinfo");

/// `<sysinfo>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum SysInfo {
    /// `smbios`
    Smbios(Box<Smbios>),
    /// `fwcfg`
    #[xml("fwcfg")]
    FwCfg(FwCfg),
}

/// Entries of the tables that a guest can have, in the order in which they are printed.
const BIOS: &[&str] = &["vendor", "version", "date", "release"];
const SYSTEM: &[&str] = &[
    "manufacturer",
    "product",
    "version",
    "serial",
    "uuid",
    "sku",
    "family",
];
const BOARD: &[&str] = &[
    "manufacturer",
    "product",
    "version",
    "serial",
    "asset",
    "location",
];
const CHASSIS: &[&str] = &["manufacturer", "version", "serial", "asset", "sku"];

/// Of each table the known entries count, the first of each name, unless they say nothing.
#[allow(clippy::unnecessary_wraps, reason = "settling may fail")]
fn known(smbios: &mut Smbios, node: Node<'_>) -> Result<(), XmlError> {
    if node.is_lenient() {
        return Ok(());
    }
    let pick = |table: &mut Entries, names: &[&str]| {
        let named = |name: &&str| table.entries.iter().find(|entry| entry.name == *name).cloned();
        table.entries = names
            .iter()
            .filter_map(named)
            .filter(|entry| !entry.value.is_empty())
            .collect();
        !table.entries.is_empty()
    };
    smbios.bios.take_if(|table| !pick(table, BIOS));
    smbios.system.take_if(|table| !pick(table, SYSTEM));
    smbios.chassis.take_if(|table| !pick(table, CHASSIS));
    smbios.base_boards.retain_mut(|table| pick(table, BOARD));
    Ok(())
}

/// SMBIOS data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = known)]
pub struct Smbios {
    /// The BIOS.
    #[xml(child, sparse)]
    pub bios: Option<Entries>,
    /// The system.
    #[xml(child, sparse)]
    pub system: Option<Entries>,
    /// Boards.
    #[xml(child = "baseBoard")]
    pub base_boards: Vec<Entries>,
    /// The chassis. Since 4.1.
    #[xml(child)]
    pub chassis: Option<Entries>,
    /// Processors, of a host.
    #[xml(child = "processor")]
    pub processors: Vec<Entries>,
    /// Memory modules, of a host.
    #[xml(child = "memory_device")]
    pub memory_devices: Vec<Entries>,
    /// Texts of the maker. Since 4.1.
    #[xml(leaf = "entry", of = "oemStrings")]
    pub oem_strings: Vec<String>,
}

/// A table of SMBIOS data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Entries {
    /// The entries.
    #[xml(child = "entry", key = "@name")]
    pub entries: Vec<Entry>,
}

impl Entries {
    /// The value of an entry.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries
            .iter()
            .find(|e| e.name == name)
            .map(|e| e.value.as_str())
    }
}

/// An entry of SMBIOS data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Entry {
    /// Name. Default: needed.
    #[xml(attr, default, required)]
    pub name: String,
    /// Value. Default: none.
    #[xml(text, default)]
    pub value: String,
}

/// Files of the firmware's configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FwCfg {
    /// The files. Since 6.5.
    #[xml(child = "entry")]
    pub entries: Vec<FwCfgEntry>,
}

/// A file of the firmware's configuration, its content inline or from a file of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FwCfgEntry {
    /// Name in the firmware's configuration.
    #[xml(attr)]
    pub name: String,
    /// File of the host with its content. Default: needed, or a content.
    #[xml(attr)]
    pub file: Option<String>,
    /// The content. Default: needed, or a file.
    #[xml(text)]
    pub value: Option<String>,
}
