//! What an emulator can do.

use super::plain_command;
use crate::Command;
use crate::message::Version;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

plain_command! {
    /// Asks for the version.
    QueryVersion = "query-version" -> VersionInfo
}
plain_command! {
    /// Lists machine types.
    QueryMachines = "query-machines" -> Vec<MachineInfo>
}
plain_command! {
    /// Lists processor models.
    QueryCpuDefinitions = "query-cpu-definitions" -> Vec<CpuDefinition>
}
plain_command! {
    /// Lists commands.
    QueryCommands = "query-commands" -> Vec<NamedItem>
}
plain_command! {
    /// Asks whether KVM is there.
    QueryKvm = "query-kvm" -> KvmInfo
}
plain_command! {
    /// Asks for the emulated architecture.
    QueryTarget = "query-target" -> TargetInfo
}

/// Lists types of the object model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct QomListTypes {
    /// Only those that are of this type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implements: Option<&'static str>,
}

impl Command for QomListTypes {
    const NAME: &'static str = "qom-list-types";
    type Return = Vec<TypeInfo>;
}

/// Lists a device's properties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceListProperties {
    /// The device type.
    pub typename: &'static str,
}

impl Command for DeviceListProperties {
    const NAME: &'static str = "device-list-properties";
    type Return = Vec<PropertyInfo>;
}

/// Answer of [`QueryVersion`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct VersionInfo {
    /// The version.
    pub qemu: Version,
    /// The distribution's version text.
    #[serde(default)]
    pub package: String,
}

/// One machine type.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MachineInfo {
    /// Name.
    pub name: String,
    /// Other name, for instance `q35`.
    pub alias: Option<String>,
    /// Whether it is used when none is named.
    #[serde(default)]
    pub is_default: bool,
    /// Most virtual processors.
    #[serde(default)]
    pub cpu_max: u32,
    /// Whether processors can be added while it runs.
    #[serde(default)]
    pub hotpluggable_cpus: bool,
    /// Whether NUMA nodes can be given sizes.
    #[serde(default)]
    pub numa_mem_supported: bool,
    /// Whether it is to go.
    #[serde(default)]
    pub deprecated: bool,
    /// Type of its default processor.
    pub default_cpu_type: Option<String>,
    /// Id of its default memory.
    pub default_ram_id: Option<String>,
}

/// One processor model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CpuDefinition {
    /// Name.
    pub name: String,
    /// Type in the object model.
    #[serde(default)]
    pub typename: String,
    /// Features this host or accelerator lacks; absent when not told.
    pub unavailable_features: Option<Vec<String>>,
    /// Whether it is to go.
    #[serde(default)]
    pub deprecated: bool,
    /// The model this name stands for.
    pub alias_of: Option<String>,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NamedItem {
    /// The name.
    pub name: String,
}

/// Answer of [`QueryKvm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct KvmInfo {
    /// In use.
    pub enabled: bool,
    /// Built in.
    pub present: bool,
}

/// Answer of [`QueryTarget`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TargetInfo {
    /// For instance `x86_64`.
    pub arch: String,
}

/// One type of the object model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TypeInfo {
    /// Its name.
    pub name: String,
}

/// One property.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PropertyInfo {
    /// Its name.
    pub name: String,
    /// Its type in QEMU's words.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// Its default, as JSON text.
    pub default_value: Option<Box<RawValue>>,
}
