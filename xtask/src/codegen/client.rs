//! The client side: the driver traits implemented by calls to a daemon.

use super::drivers::{methods, signature, traits};
use super::emit::HEADER;
use super::spec::{Call, Program, Type};
use super::wire::{Shape, shape};
use std::fmt::Write as _;

/// Calls whose answer has parameters that are texts only for those who say that they understand them
/// (`VIR_TYPED_PARAM_STRING_OKAY`), as every client does.
const TEXTS: &[&str] = &[
    "domain_block_stats_flags",
    "domain_get_blkio_parameters",
    "domain_get_block_io_tune",
    "domain_get_cpu_stats",
    "domain_get_interface_parameters",
    "domain_get_memory_parameters",
    "domain_get_numa_parameters",
    "domain_get_perf_events",
    "node_get_memory_parameters",
];

/// The file.
pub fn rust(programs: &[Program]) -> String {
    let mut s = String::from(HEADER);
    s.push_str("#![allow(clippy::too_many_arguments, reason = \"the numbers are the interface's\")]\n\n");
    s.push_str("use crate::RemoteDriver;\nuse async_trait::async_trait;\nuse ferrovirt_driver::stream::DriverStream;\nuse ferrovirt_driver::*;\nuse ferrovirt_protocol::wire::Wire as _;\nuse ferrovirt_protocol::{lxc, qemu, remote};\nuse ferrovirt_types::Result;\nuse ferrovirt_types::object::*;\nuse ferrovirt_types::param::TypedParam;\nuse std::os::fd::OwnedFd;\nuse uuid::Uuid;\n\n");
    for name in traits() {
        let _ = write!(s, "#[async_trait]\nimpl {name} for RemoteDriver {{\n");
        for (program, call) in methods(programs, name) {
            method(&mut s, program, call);
        }
        s.push_str("}\n\n");
    }
    s
}

fn method(s: &mut String, program: &Program, call: &Call) {
    let module = &program.name;
    let (_, result) = shape(program, call);
    let _ = writeln!(s, "async fn {} {{", signature(program, call));
    let args = program.fields(call.args.as_deref());
    if args.is_empty() {
        s.push_str("let out = crate::link::arguments();\n");
    } else {
        s.push_str("let mut out = crate::link::arguments();\n{\nlet out = &mut out;\n");
        for f in args {
            let line = match (f.name.as_str(), &result) {
                ("need_results", Shape::Listed(..)) => "out.i32(1)".to_owned(),
                ("nparams", Shape::Counted(_, _, max)) => format!("out.i32({max})"),
                ("flags", _) if TEXTS.contains(&call.name.as_str()) => "out.u32(flags | 4)".to_owned(),
                _ => encode(&f.ty, &f.name),
            };
            let _ = writeln!(s, "{line};");
        }
        s.push_str("}\n");
    }
    let ret = call
        .ret
        .as_deref()
        .map_or("()".into(), |r| format!("{module}::{r}"));
    let number = format!("{module}::PROGRAM, {}", call.number);
    let unwrap = match result {
        Shape::Unit | Shape::Whole(_) => "r".to_owned(),
        Shape::Single(f) | Shape::Listed(f, _) | Shape::Counted(f, ..) => format!("r.{}", f.name),
    };
    let unit = matches!(result, Shape::Unit);
    match (call.stream.as_deref(), call.fds.as_deref()) {
        (Some(kind), _) => {
            let _ = writeln!(
                s,
                "let (r, stream): ({ret}, DriverStream) = self.call_stream({number}, out, crate::Direction::{}).await?;",
                super::emit::camel(kind)
            );
            s.push_str(&if unit {
                "let () = r;\nOk(stream)\n".to_owned()
            } else {
                format!("Ok(({unwrap}, stream))\n")
            });
        }
        (_, Some(kind)) => {
            let files = if kind == "out" { "Vec::new()" } else { "files" };
            let _ = writeln!(
                s,
                "let (r, files): ({ret}, Vec<OwnedFd>) = self.call_files({number}, out, {files}).await?;"
            );
            match (kind, unit) {
                ("in", true) => s.push_str("drop(files);\nOk(r)\n"),
                ("in", false) => {
                    let _ = write!(s, "drop(files);\nOk({unwrap})\n");
                }
                (_, true) => s.push_str("let () = r;\nOk(files)\n"),
                (_, false) => {
                    let _ = writeln!(s, "Ok(({unwrap}, files))");
                }
            }
        }
        _ if unit => {
            let _ = writeln!(s, "self.call::<()>({number}, out).await");
        }
        _ => {
            let _ = write!(
                s,
                "let r: {ret} = self.call({number}, out).await?;\nOk({unwrap})\n"
            );
        }
    }
    s.push_str("}\n\n");
}

fn encode(ty: &Type, name: &str) -> String {
    match ty {
        Type::Str { optional: true } => format!("out.option({name}, |out, v| out.string(v, 4_194_304))"),
        Type::Named { optional: true, .. } => format!("out.option({name}, |out, v| v.encode(out))"),
        Type::Scalar(_) | Type::Uuid => super::wire::encode(ty, name, false),
        Type::Named { .. } => format!("{name}.encode(out)"),
        other => super::wire::encode(other, name, true),
    }
}
