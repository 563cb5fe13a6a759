//! The namespace for arguments that only QEMU understands.

use ferrovirt_xml::{Xml, words};

/// URI of the namespace; its usual prefix is `qemu`.
pub const QEMU_SPACE: &str = "http://libvirt.org/schemas/domain/qemu/1.0";

words! {
    /// What QEMU does with deprecated parts.
    pub enum DeprecationBehavior {
        None = "none",
        Omit = "omit",
        Reject = "reject",
        Crash = "crash",
    }
}

/// What a definition tells QEMU directly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu", declare)]
pub struct QemuNamespace {
    /// Further arguments and environment variables. Since 0.8.3.
    #[xml(child)]
    pub commandline: Option<CommandLine>,
    /// Capabilities to claim or to hide. Since 5.5.
    #[xml(child)]
    pub capabilities: Option<Capabilities>,
    /// Properties of devices to set. Since 8.2.
    #[xml(child)]
    pub r#override: Option<Override>,
    /// What using deprecated interfaces does: none, omit, reject, crash. Default: none. Since 7.3.
    #[xml(attr = "behavior", of = "deprecation")]
    pub deprecation: Option<DeprecationBehavior>,
}

/// Further arguments and environment variables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct CommandLine {
    /// Arguments.
    #[xml(attr = "value", of = "arg")]
    pub args: Vec<String>,
    /// Environment variables.
    #[xml(child = "env", key = "@name")]
    pub envs: Vec<Env>,
}

/// A variable of the environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Env {
    /// Variable.
    #[xml(attr)]
    pub name: String,
    /// Value. Default: none.
    #[xml(attr)]
    pub value: Option<String>,
}

/// Capabilities to claim or to hide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct Capabilities {
    /// Capabilities to claim.
    #[xml(attr = "capability", of = "add")]
    pub add: Vec<String>,
    /// Capabilities to hide.
    #[xml(attr = "capability", of = "del")]
    pub del: Vec<String>,
}

/// Properties of devices to set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct Override {
    /// Devices by alias.
    #[xml(child = "device", key = "@alias")]
    pub devices: Vec<OverrideDevice>,
}

/// Properties of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct OverrideDevice {
    /// Alias of the device.
    #[xml(attr)]
    pub alias: String,
    /// Properties of what the guest sees.
    #[xml(child = "property", of = "frontend", key = "@name")]
    pub frontend: Vec<OverrideProperty>,
}

words! {
    /// Type of a property's value.
    pub enum OverrideType {
        String = "string",
        Signed = "signed",
        Unsigned = "unsigned",
        Bool = "bool",
        Remove = "remove",
    }
}

/// A property of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct OverrideProperty {
    /// Property.
    #[xml(attr)]
    pub name: String,
    /// Type of its value.
    #[xml(attr = "type")]
    pub property_type: OverrideType,
    /// Value. Default: none.
    #[xml(attr)]
    pub value: Option<String>,
}
