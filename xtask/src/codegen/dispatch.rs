//! The server side: from procedure number and bytes to a driver method and back.

use super::constants::Constants;
use super::drivers::field;
use super::emit::HEADER;
use super::spec::{Call, Field, Program, Type};
use super::wire::{Shape, shape};
use std::fmt::Write as _;

/// The file.
pub fn rust(programs: &[Program], constants: &Constants) -> String {
    let mut s = String::from(HEADER);
    s.push_str(
        "#![allow(unused_variables, unreachable_code, reason = \"one shape for programs of all sizes\")]\n\n",
    );
    s.push_str("use super::{Arguments, Outcome};\nuse ferrovirt_driver::GuardedDrivers;\nuse ferrovirt_protocol::wire::Wire as _;\nuse ferrovirt_protocol::{lxc, qemu, remote};\nuse ferrovirt_types::Result;\nuse ferrovirt_xdr::Encoder;\n\n");
    for program in programs.iter().filter(|p| p.name != "admin") {
        let name = &program.name;
        let _ = write!(
            s,
            "/// Calls of program `{name}` that go to a driver; `None` for those that do not.\npub async fn {name}(proc: u32, drivers: &GuardedDrivers, args: &mut Arguments<'_>, out: &mut Encoder) -> Result<Option<Outcome>> {{\nmatch proc {{\n"
        );
        for call in &program.calls {
            match call.mode.as_str() {
                "driver" => arm(&mut s, program, call, call, &[], constants),
                "alias" => {
                    let Some((target, fixed)) = &call.to else { continue };
                    let Some(target) = program.call(target) else {
                        continue;
                    };
                    arm(&mut s, program, call, target, fixed, constants);
                }
                _ => {}
            }
        }
        s.push_str("_ => return Ok(None),\n}\nOk(Some(Outcome::Plain))\n}\n\n");
    }
    s
}

fn arm(
    s: &mut String,
    program: &Program,
    call: &Call,
    target: &Call,
    fixed: &[(String, String)],
    constants: &Constants,
) {
    let module = &program.name;
    let _ = writeln!(s, "{} => {{", call.number);
    match &call.args {
        Some(args) => {
            let _ = writeln!(s, "let a: {module}::{args} = args.decode()?;");
        }
        None => s.push_str("args.none()?;\n"),
    }
    conditions(s, program, call, constants);
    let (params, target_shape) = shape(program, target);
    let own: Vec<&str> = program
        .fields(call.args.as_deref())
        .iter()
        .map(|f| f.name.as_str())
        .collect();
    let mut list = Vec::new();
    for p in &params {
        let value = match fixed.iter().find(|(n, _)| *n == p.name) {
            Some((_, v)) if v == "none" => "None".to_owned(),
            Some((_, v)) => v.clone(),
            None if own.contains(&p.name.as_str()) => pass(p),
            None => format!("compile_error!(\"{} lacks {}\")", call.name, p.name),
        };
        list.push(value);
    }
    if matches!(call.fds.as_deref(), Some("in" | "both")) {
        list.push("args.take_files()".into());
    }
    let invoke = format!(
        "drivers.{}.{}({}).await?",
        field(&target.in_trait),
        target.name,
        list.join(", ")
    );
    let (_, own_shape) = shape(program, call);
    let out_value = match own_shape {
        Shape::Unit => String::new(),
        Shape::Single(f) => format!(
            "{module}::{} {{ {}: r }}.encode(out);\n",
            call.ret.as_deref().unwrap_or_default(),
            f.name
        ),
        Shape::Listed(items, count) => {
            let Type::Scalar(count_ty) = &count.ty else {
                unreachable_type(s);
                return;
            };
            format!(
                "{module}::{} {{ {}: r.len() as {count_ty}, {}: if a.need_results != 0 {{ r }} else {{ Vec::new() }} }}.encode(out);\n",
                call.ret.as_deref().unwrap_or_default(),
                count.name,
                items.name
            )
        }
        Shape::Counted(items, count, max) => format!(
            "let (items, count) = super::counted(r, a.nparams, {max})?;\n{module}::{} {{ {}: items, {}: count }}.encode(out);\n",
            call.ret.as_deref().unwrap_or_default(),
            items.name,
            count.name
        ),
        Shape::Whole(_) => "r.encode(out);\n".into(),
    };
    let unit = matches!(own_shape, Shape::Unit);
    match (call.stream.as_deref(), call.fds.as_deref()) {
        (Some(_), _) => {
            let pattern = if unit { "stream" } else { "(r, stream)" };
            let _ = write!(
                s,
                "let {pattern} = {invoke};\n{out_value}return Ok(Some(Outcome::Stream(stream)));\n"
            );
        }
        (_, Some("out" | "both")) => {
            let pattern = if unit { "files" } else { "(r, files)" };
            let _ = write!(
                s,
                "let {pattern} = {invoke};\n{out_value}return Ok(Some(Outcome::Files(files)));\n"
            );
        }
        _ if unit && matches!(target_shape, Shape::Unit) => {
            let _ = writeln!(s, "{invoke};");
        }
        _ if unit => {
            let _ = writeln!(s, "let _ = {invoke};");
        }
        _ => {
            let _ = write!(s, "let r = {invoke};\n{out_value}");
        }
    }
    s.push_str("}\n");
}

fn unreachable_type(s: &mut String) {
    s.push_str("compile_error!(\"count is not a number\");\n");
}

/// Permissions that depend on the arguments: `class:permission:FLAG|FLAG`, `:!FLAG`, or `:FIELD:VALUE`.
fn conditions(s: &mut String, program: &Program, call: &Call, constants: &Constants) {
    for entry in &call.acl {
        let parts: Vec<&str> = entry.split(':').collect();
        let (class, permission) = match parts[..] {
            [c, p, ..] if parts.len() > 2 => (c, p),
            _ => continue,
        };
        let fields = program.fields(call.args.as_deref());
        if parts.len() == 5 || parts.len() == 4 {
            // class:permission::field:VALUE
            let (Some(name), Some(value)) = (
                parts.get(parts.len() - 2),
                parts.last().and_then(|v| constants.value(v)),
            ) else {
                continue;
            };
            let _ = writeln!(
                s,
                "args.require_if(i64::from(a.{name}) == {value}, \"{class}\", \"{permission}\")?;"
            );
            continue;
        }
        if !fields.iter().any(|f| f.name == "flags") {
            continue;
        }
        let wide = fields
            .iter()
            .any(|f| f.name == "flags" && f.ty == Type::Scalar("u64".into()));
        let mask = |names: &str| {
            names
                .split('|')
                .filter_map(|n| constants.value(n.trim_start_matches('!')))
                .fold(0, |a, b| a | b)
        };
        let flags = if wide { "a.flags" } else { "u64::from(a.flags)" };
        let expression = match parts[2].strip_prefix('!') {
            // "neither of these, or the second one": the change reaches what runs
            Some(names) => {
                let mut it = names.split('|');
                let not = it.next().map(mask).unwrap_or(0);
                let or: Vec<&str> = it.collect();
                format!("{flags} & {not} == 0 || {flags} & {} != 0", mask(&or.join("|")))
            }
            None => format!("{flags} & {} != 0", mask(parts[2])),
        };
        let _ = writeln!(
            s,
            "args.require_if({expression}, \"{class}\", \"{permission}\")?;"
        );
    }
}

fn pass(field: &Field) -> String {
    let n = format!("a.{}", field.name);
    match &field.ty {
        Type::Scalar(_) | Type::Uuid => n,
        Type::Str { optional: true } => format!("{n}.as_deref()"),
        Type::Named { optional: true, .. } => format!("{n}.as_ref()"),
        _ => format!("&{n}"),
    }
}
