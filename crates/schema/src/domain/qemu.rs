//! The namespace for arguments that only QEMU understands.

use ferrovirt_xml::{Xml, words};

/// URI of the namespace; its usual prefix is `qemu`.
pub const QEMU_SPACE: &str = "http://libvirt.org/schemas/domain/qemu/1.0";

/// What a definition tells QEMU directly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu", declare)]
pub struct QemuNamespace {
    #[xml(child)]
    pub commandline: Option<CommandLine>,
    #[xml(child)]
    pub capabilities: Option<Capabilities>,
    #[xml(child)]
    pub r#override: Option<Override>,
    #[xml(attr = "behavior", of = "deprecation")]
    pub deprecation: Option<String>,
}

/// Further arguments and environment variables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct CommandLine {
    #[xml(attr = "value", of = "arg")]
    pub args: Vec<String>,
    #[xml(child = "env")]
    pub envs: Vec<Env>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Env {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub value: Option<String>,
}

/// Capabilities to claim or to hide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct Capabilities {
    #[xml(attr = "capability", of = "add")]
    pub add: Vec<String>,
    #[xml(attr = "capability", of = "del")]
    pub del: Vec<String>,
}

/// Properties of devices to set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct Override {
    #[xml(child = "device")]
    pub devices: Vec<OverrideDevice>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(space = QEMU_SPACE, prefix = "qemu")]
pub struct OverrideDevice {
    #[xml(attr)]
    pub alias: String,
    #[xml(child = "property", of = "frontend")]
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct OverrideProperty {
    #[xml(attr)]
    pub name: String,
    #[xml(attr = "type")]
    pub property_type: OverrideType,
    #[xml(attr)]
    pub value: Option<String>,
}
