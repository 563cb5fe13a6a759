//! The result of a probe.

use super::identity::BinaryIdentity;
use super::processor::CpuCaps;
use ferrovirt_qmp::Version;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// An architecture that a guest can have. Others keep their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Arch {
    /// 64-bit PC.
    X86_64,
    /// 32-bit PC.
    I686,
}

impl Arch {
    /// By the name that documents use.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "x86_64" => Some(Arch::X86_64),
            "i686" | "i386" | "i486" | "i586" => Some(Arch::I686),
            _ => None,
        }
    }

    /// The name that documents use.
    pub fn name(self) -> &'static str {
        match self {
            Arch::X86_64 => "x86_64",
            Arch::I686 => "i686",
        }
    }

    /// Where distributions put its emulator.
    pub fn default_emulator(self) -> &'static str {
        match self {
            Arch::X86_64 => "/usr/bin/qemu-system-x86_64",
            Arch::I686 => "/usr/bin/qemu-system-i386",
        }
    }

    /// Bits of a machine word.
    pub fn word_size(self) -> u32 {
        match self {
            Arch::X86_64 => 64,
            Arch::I686 => 32,
        }
    }
}

impl fmt::Display for Arch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A machine type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Canonical name, for instance `pc-q35-7.2`.
    pub name: String,
    /// Short name that stands for it in this version, for instance `q35`.
    pub alias: Option<String>,
    /// Used where none is named.
    pub default: bool,
    /// Most virtual processors.
    pub cpu_max: u32,
    /// Processors can be added while it runs.
    pub hotplug_cpus: bool,
    /// It is to go.
    pub deprecated: bool,
    /// Type of its default processor.
    pub default_cpu: Option<String>,
}

/// What an emulator can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmulatorCaps {
    /// The binary as it was.
    pub identity: BinaryIdentity,
    /// QEMU's name of the emulated architecture, for instance `x86_64`.
    pub target: String,
    /// Major, minor, micro.
    pub version: (u32, u32, u32),
    /// The distribution's version text.
    pub package: String,
    /// Machine types.
    pub machines: Vec<Machine>,
    /// Processors under emulation.
    pub cpus: CpuCaps,
    /// Types of the object model.
    pub types: BTreeSet<String>,
    /// Monitor commands.
    pub commands: BTreeSet<String>,
}

impl EmulatorCaps {
    /// The machine of a name or alias.
    pub fn machine(&self, name: &str) -> Option<&Machine> {
        self.machines
            .iter()
            .find(|m| m.name == name)
            .or_else(|| self.machines.iter().find(|m| m.alias.as_deref() == Some(name)))
    }

    /// The machine that is used where none is named.
    pub fn default_machine(&self) -> Option<&Machine> {
        self.machines
            .iter()
            .find(|m| m.default)
            .or_else(|| self.machines.first())
    }

    /// Whether there is a device or object of this type.
    pub fn has(&self, kind: &str) -> bool {
        self.types.contains(kind)
    }

    /// Whether it is at least of this version.
    pub fn at_least(&self, major: u32, minor: u32) -> bool {
        (self.version.0, self.version.1) >= (major, minor)
    }

    /// The version as one number, as the API gives it: `major * 1000000 + minor * 1000 + micro`.
    pub fn version_number(&self) -> u64 {
        let (major, minor, micro) = self.version;
        u64::from(major) * 1_000_000 + u64::from(minor) * 1000 + u64::from(micro)
    }

    pub(super) fn set_version(&mut self, v: Version) {
        self.version = (v.major, v.minor, v.micro);
    }
}
