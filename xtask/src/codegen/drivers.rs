//! The driver traits: one method for each procedure of mode `driver`.

use super::emit::{HEADER, snake};
use super::spec::{Call, Program, Type};
use super::wire::{Shape, owned, shape};
use std::fmt::Write as _;

/// What each trait is for.
const TRAITS: &[(&str, &str)] = &[
    (
        "HostDriver",
        "The host and the hypervisor: identity, capabilities, processors, memory.",
    ),
    (
        "DomainLifecycle",
        "Finding, starting, stopping, saving and restoring domains.",
    ),
    (
        "DomainConfig",
        "Definitions of domains and what is kept with them.",
    ),
    ("DomainDevices", "Devices of domains, attached and detached."),
    ("Tuning", "Memory, processors, schedulers and limits of domains."),
    ("Statistics", "What domains use and did."),
    ("BlockJobs", "Disks of domains: jobs, limits, sizes, peeking."),
    ("Snapshots", "Snapshots of domains."),
    ("Checkpoints", "Checkpoints and backups of domains."),
    ("Migration", "Migration and other long jobs of domains."),
    ("GuestAgent", "What an agent inside the guest does."),
    (
        "Console",
        "Consoles, channels, graphics and screenshots of domains.",
    ),
    (
        "QemuSpecific",
        "What only QEMU has: its monitor and its agent, in the raw.",
    ),
    ("LxcSpecific", "What only containers have."),
    ("NetworkDriver", "Virtual networks and their ports."),
    ("InterfaceDriver", "Network interfaces of the host."),
    ("NwFilterDriver", "Network filters and their bindings."),
    ("StoragePoolDriver", "Storage pools."),
    ("StorageVolDriver", "Storage volumes."),
    ("NodeDeviceDriver", "Devices of the host."),
    ("SecretDriver", "Secrets."),
];

/// Name of the field of `Drivers` that holds a trait.
pub fn field(name: &str) -> String {
    let name = name.strip_suffix("Driver").unwrap_or(name);
    match name {
        "DomainLifecycle" => "lifecycle".into(),
        "DomainConfig" => "config".into(),
        "DomainDevices" => "devices".into(),
        "QemuSpecific" => "qemu".into(),
        "LxcSpecific" => "lxc".into(),
        "NwFilter" => "nwfilter".into(),
        _ => snake(name),
    }
}

/// Traits that have a method, in order.
pub fn traits() -> impl Iterator<Item = &'static str> {
    TRAITS.iter().map(|(n, _)| *n)
}

/// Type of a parameter.
pub fn parameter(ty: &Type, module: &str) -> String {
    match ty {
        Type::Scalar(s) => s.clone(),
        Type::Uuid => "Uuid".into(),
        Type::Str { optional: false } | Type::Chars(_) => "&str".into(),
        Type::Str { optional: true } => "Option<&str>".into(),
        Type::Bytes(_) => "&[u8]".into(),
        Type::List(item, _) => format!("&[{}]", owned(item, module)),
        Type::Named { optional: false, .. } => format!("&{}", owned(ty, module)),
        Type::Named { name, .. } => {
            format!(
                "Option<&{}>",
                owned(
                    &Type::Named {
                        name: name.clone(),
                        optional: false
                    },
                    module
                )
            )
        }
    }
}

/// Result type without `Result`.
pub fn result(program: &Program, call: &Call) -> String {
    let module = &program.name;
    let value = match shape(program, call).1 {
        Shape::Unit => None,
        Shape::Single(f) => Some(owned(&f.ty, module)),
        Shape::Listed(list, _) | Shape::Counted(list, ..) => Some(owned(&list.ty, module)),
        Shape::Whole(name) => Some(format!("{module}::{name}")),
    };
    let extra = match (call.stream.as_deref(), call.fds.as_deref()) {
        (Some(_), _) => Some("DriverStream"),
        (_, Some("out" | "both")) => Some("Vec<OwnedFd>"),
        _ => None,
    };
    match (value, extra) {
        (None, None) => "()".into(),
        (Some(v), None) => v,
        (None, Some(e)) => e.into(),
        (Some(v), Some(e)) => format!("({v}, {e})"),
    }
}

/// Signature of a method, without `async fn` and body.
pub fn signature(program: &Program, call: &Call) -> String {
    let (params, _) = shape(program, call);
    let mut s = format!("{}(&self", call.name);
    for p in params {
        let _ = write!(s, ", {}: {}", p.name, parameter(&p.ty, &program.name));
    }
    if matches!(call.fds.as_deref(), Some("in" | "both")) {
        s.push_str(", files: Vec<OwnedFd>");
    }
    let _ = write!(s, ") -> Result<{}>", result(program, call));
    s
}

/// Procedures that a trait has.
pub fn methods<'a>(programs: &'a [Program], name: &'a str) -> impl Iterator<Item = (&'a Program, &'a Call)> {
    programs.iter().flat_map(move |p| {
        p.calls
            .iter()
            .filter(move |c| c.mode == "driver" && c.in_trait == name)
            .map(move |c| (p, c))
    })
}

/// The file.
pub fn rust(programs: &[Program]) -> String {
    let mut s = String::from(HEADER);
    s.push_str("#![allow(unused_variables, unused_imports, clippy::too_many_arguments, reason = \"default methods use no argument; the numbers are the interface's\")]\n\n");
    s.push_str("use crate::stream::DriverStream;\nuse async_trait::async_trait;\nuse ferrovirt_protocol::{lxc, qemu, remote};\nuse ferrovirt_types::object::*;\nuse ferrovirt_types::param::TypedParam;\nuse ferrovirt_types::{Error, Result};\nuse std::os::fd::OwnedFd;\nuse std::sync::Arc;\nuse uuid::Uuid;\n\n");
    for (name, about) in TRAITS {
        let _ = write!(
            s,
            "/// {about}\n#[async_trait]\npub trait {name}: Send + Sync {{\n"
        );
        for (program, call) in methods(programs, name) {
            let _ = write!(
                s,
                "/// `{}`, procedure {} of program {}.\nasync fn {} {{\nErr(Error::unsupported(\"{}\"))\n}}\n\n",
                call.api,
                call.number,
                program.name,
                signature(program, call),
                call.api
            );
        }
        s.push_str("}\n\n");
    }
    s.push_str("/// The drivers behind one connection, one for each capability.\n#[derive(Clone)]\npub struct Drivers {\n");
    for (name, about) in TRAITS {
        let _ = writeln!(s, "/// {about}\npub {}: Arc<dyn {name}>,", field(name));
    }
    s.push_str("}\n\nimpl Drivers {\n/// Drivers that support nothing, to start an assembly from.\npub fn none() -> Self {\nlet none = Arc::new(NoDriver);\nSelf {\n");
    for name in traits() {
        let _ = writeln!(s, "{}: none.clone(),", field(name));
    }
    s.push_str("}\n}\n\n/// One driver that is behind everything.\npub fn from_one<D>(driver: Arc<D>) -> Self\nwhere D: ");
    s.push_str(&traits().collect::<Vec<_>>().join(" + "));
    s.push_str(" + 'static {\nSelf {\n");
    for name in traits() {
        let _ = writeln!(s, "{}: driver.clone(),", field(name));
    }
    s.push_str("}\n}\n}\n\n/// Answers every call with `NoSupport`.\npub struct NoDriver;\n\n");
    for name in traits() {
        let _ = writeln!(s, "impl {name} for NoDriver {{}}");
    }
    s
}
