//! What the guest's firmware tells of the machine.

use ferrovirt_xml::Xml;

/// `<sysinfo>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum SysInfo {
    Smbios(Box<Smbios>),
    #[xml("fwcfg")]
    FwCfg(FwCfg),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Smbios {
    #[xml(child, sparse)]
    pub bios: Option<Entries>,
    #[xml(child, sparse)]
    pub system: Option<Entries>,
    #[xml(child = "baseBoard")]
    pub base_boards: Vec<Entries>,
    #[xml(child)]
    pub chassis: Option<Entries>,
    #[xml(child = "processor")]
    pub processors: Vec<Entries>,
    #[xml(child = "memory_device")]
    pub memory_devices: Vec<Entries>,
    #[xml(leaf = "entry", of = "oemStrings")]
    pub oem_strings: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Entries {
    #[xml(child = "entry")]
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Entry {
    #[xml(attr)]
    pub name: String,
    #[xml(text, default)]
    pub value: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FwCfg {
    #[xml(child = "entry")]
    pub entries: Vec<FwCfgEntry>,
}

/// A file of the firmware's configuration, its content inline or from a file of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FwCfgEntry {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub file: Option<String>,
    #[xml(text)]
    pub value: Option<String>,
}
