//! Drivers behind a gate: the traits implemented by asking a gate first and then the driver.

use super::drivers::{field, methods, signature, traits};
use super::emit::HEADER;
use super::spec::{Call, Program, Type};
use super::wire::shape;
use std::fmt::Write as _;

/// The file.
pub fn rust(programs: &[Program]) -> String {
    let mut s = String::from(HEADER);
    s.push_str("#![allow(clippy::too_many_arguments, reason = \"the numbers are the interface's\")]\n\n");
    s.push_str("use crate::gate::{Gated, Passage};\nuse crate::stream::DriverStream;\nuse crate::*;\nuse async_trait::async_trait;\nuse ferrovirt_protocol::remote;\nuse ferrovirt_types::Result;\nuse ferrovirt_types::object::*;\nuse ferrovirt_types::param::TypedParam;\nuse std::os::fd::OwnedFd;\nuse uuid::Uuid;\n\n");
    for name in traits() {
        let _ = write!(s, "#[async_trait]\nimpl {name} for Gated {{\n");
        for (program, call) in methods(programs, name) {
            method(&mut s, program, call, &field(name));
        }
        s.push_str("}\n\n");
    }
    s
}

fn method(s: &mut String, program: &Program, call: &Call, driver: &str) {
    let (params, _) = shape(program, call);
    let domain = params.iter().find_map(|p| match &p.ty {
        Type::Named {
            name,
            optional: false,
        } => match name.as_str() {
            "DomainRef" => Some(format!("Some({})", p.name)),
            "DomainSnapshotRef" | "DomainCheckpointRef" => Some(format!("Some(&{}.dom)", p.name)),
            _ => None,
        },
        _ => None,
    });
    let _ = writeln!(
        s,
        "async fn {} {{\nself.pass(Passage {{ function: \"{}\", domain: {} }}).await?;",
        signature(program, call),
        call.api,
        domain.as_deref().unwrap_or("None")
    );
    let mut names: Vec<&str> = params.iter().map(|p| p.name.as_str()).collect();
    if matches!(call.fds.as_deref(), Some("in" | "both")) {
        names.push("files");
    }
    let _ = writeln!(
        s,
        "self.drivers().{driver}.{}({}).await\n}}\n",
        call.name,
        names.join(", ")
    );
}
