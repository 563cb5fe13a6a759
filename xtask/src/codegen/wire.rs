//! Wire structs, their codec and the procedure table of one program.

use super::emit::HEADER;
use super::spec::{Field, Program, Type};
use std::fmt::Write as _;

/// Longest string of the interface in bytes.
const STRING_MAX: u32 = 4_194_304;

const OBJECTS: &[&str] = &[
    "DomainRef",
    "NetworkRef",
    "NetworkPortRef",
    "NwFilterRef",
    "NwFilterBindingRef",
    "InterfaceRef",
    "StoragePoolRef",
    "StorageVolRef",
    "NodeDeviceRef",
    "SecretRef",
    "DomainSnapshotRef",
    "DomainCheckpointRef",
];

/// Rust type of a field as it is owned.
pub fn owned(ty: &Type, module: &str) -> String {
    match ty {
        Type::Scalar(s) => s.clone(),
        Type::Uuid => "Uuid".into(),
        Type::Str { optional: false } => "String".into(),
        Type::Str { optional: true } => "Option<String>".into(),
        Type::Bytes(_) => "Vec<u8>".into(),
        Type::Chars(_) => "String".into(),
        Type::List(item, _) => format!("Vec<{}>", owned(item, module)),
        Type::Named { name, optional } => {
            let path = if OBJECTS.contains(&name.as_str()) || name == "TypedParam" || module.is_empty() {
                name.clone()
            } else {
                format!("{module}::{name}")
            };
            if *optional {
                format!("Option<{path}>")
            } else {
                path
            }
        }
    }
}

/// The file of one program.
pub fn rust(program: &Program) -> String {
    let mut s = String::from(HEADER);
    s.push_str("#![allow(missing_docs, reason = \"the fields are those of the interface, see spec/\")]\n");
    s.push_str("#![allow(unused_imports, clippy::needless_pass_by_value, reason = \"one header for all programs\")]\n\n");
    s.push_str("use crate::params::TypedParams;\nuse crate::procedure::{Mode, Permission, Procedure, StreamKind};\nuse crate::wire::Wire;\nuse ferrovirt_types::object::*;\nuse ferrovirt_types::param::TypedParam;\nuse ferrovirt_xdr::{DecodeError, Decoder, Encoder};\nuse uuid::Uuid;\n\n");
    let _ = writeln!(
        s,
        "/// Number of the program.\npub const PROGRAM: u32 = 0x{:08x};\n/// Version of the program.\npub const VERSION: u32 = {};\n",
        program.number, program.version
    );
    for st in &program.structs {
        let _ = write!(
            s,
            "#[derive(Debug, Clone, PartialEq)]\npub struct {} {{\n",
            st.name
        );
        for f in &st.fields {
            let _ = writeln!(s, "pub {}: {},", f.name, owned(&f.ty, ""));
        }
        let _ = write!(
            s,
            "}}\n\nimpl Wire for {} {{\nfn encode(&self, out: &mut Encoder) {{\n",
            st.name
        );
        for f in &st.fields {
            let _ = writeln!(s, "{};", encode(&f.ty, &format!("self.{}", f.name), false));
        }
        s.push_str("}\n\nfn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {\nOk(Self {\n");
        for f in &st.fields {
            let _ = writeln!(s, "{}: {},", f.name, decode(&f.ty));
        }
        s.push_str("})\n}\n}\n\n");
    }
    s.push_str("/// Numbers of the procedures.\npub mod proc {\n");
    for c in &program.calls {
        let _ = writeln!(s, "pub const {}: u32 = {};", c.name.to_uppercase(), c.number);
    }
    s.push_str("}\n\n/// The procedures, by number.\npub static PROCEDURES: &[Procedure] = &[\n");
    for c in &program.calls {
        let mode = super::emit::camel(&c.mode);
        let stream = match c.stream.as_deref() {
            Some("read") => "Some(StreamKind::Read)",
            Some(_) => "Some(StreamKind::Write)",
            None => "None",
        };
        let _ = write!(
            s,
            "Procedure {{ number: {}, name: \"{}\", function: \"{}\", mode: Mode::{mode}, high_priority: {}, stream: {stream}, permissions: &[",
            c.number, c.name, c.api, c.high
        );
        for p in c.acl.iter().filter(|p| *p != "none") {
            let mut parts = p.splitn(3, ':');
            let (class, perm) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let _ = write!(
                s,
                "Permission {{ class: \"{class}\", name: \"{perm}\", conditional: {} }},",
                parts.next().is_some()
            );
        }
        s.push_str("] },\n");
    }
    s.push_str("];\n");
    s
}

/// Expression that writes `value` (a place, or a reference when `by_ref`).
pub fn encode(ty: &Type, value: &str, by_ref: bool) -> String {
    let r = if by_ref { "" } else { "&" };
    match ty {
        Type::Scalar(s) => {
            let deref = if by_ref { "*" } else { "" };
            match s.as_str() {
                "u8" | "u16" => format!("out.u32(u32::from({deref}{value}))"),
                "i8" => format!("out.i32(i32::from({deref}{value}))"),
                other => format!("out.{other}({deref}{value})"),
            }
        }
        Type::Uuid => format!("out.fixed({value}.as_bytes())"),
        Type::Str { optional: false } => format!("out.string({r}{value}, {STRING_MAX})"),
        Type::Str { optional: true } => {
            format!("out.option({value}.as_deref(), |out, v| out.string(v, {STRING_MAX}))")
        }
        Type::Bytes(max) => format!("out.bytes({r}{value}, {max})"),
        Type::Chars(len) => format!("crate::wire::encode_chars(out, {r}{value}, {len})"),
        Type::List(item, max) => format!(
            "out.list({r}{value}, {max}, |out, v| {{ {}; }})",
            encode(item, "v", true)
        ),
        Type::Named { optional: false, .. } => format!("{value}.encode(out)"),
        Type::Named { optional: true, .. } => format!("out.option({value}.as_ref(), |out, v| v.encode(out))"),
    }
}

fn decode(ty: &Type) -> String {
    match ty {
        Type::Scalar(s) if s == "bool" => "input.i32()? != 0".into(),
        Type::Str { optional: false } => format!("input.string({STRING_MAX})?.to_owned()"),
        Type::Bytes(max) => format!("input.bytes({max})?.to_vec()"),
        _ => format!("{}?", try_decode(ty)),
    }
}

/// Expression of type `Result`.
fn try_decode(ty: &Type) -> String {
    match ty {
        Type::Scalar(s) => match s.as_str() {
            "u8" | "u16" | "i8" => format!("crate::wire::narrow(input, \"{s}\")"),
            "bool" => "input.i32().map(|v| v != 0)".into(),
            other => format!("input.{other}()"),
        },
        Type::Uuid => "crate::wire::decode_uuid(input)".into(),
        Type::Str { optional: false } => format!("input.string({STRING_MAX}).map(str::to_owned)"),
        Type::Str { optional: true } => {
            format!("input.option(|i| i.string({STRING_MAX}).map(str::to_owned))")
        }
        Type::Bytes(max) => format!("input.bytes({max}).map(<[u8]>::to_vec)"),
        Type::Chars(len) => format!("crate::wire::decode_chars(input, {len})"),
        Type::List(item, max) => match &**item {
            Type::Named {
                name,
                optional: false,
            } => format!("input.list({max}, {name}::decode)"),
            Type::Scalar(s) if s.ends_with("32") || s.ends_with("64") => {
                format!("input.list({max}, Decoder::{s})")
            }
            item => format!("input.list({max}, |input| {})", try_decode(item)),
        },
        Type::Named {
            name,
            optional: false,
        } => format!("{name}::decode(input)"),
        Type::Named { name, optional: true } => format!("input.option({name}::decode)"),
    }
}

/// How a procedure's result reads in the driver API.
pub enum Shape<'a> {
    /// Nothing.
    Unit,
    /// The only field.
    Single(&'a Field),
    /// A list whose count goes beside it, wanted only when `need_results` is set.
    Listed(&'a Field, &'a Field),
    /// A list whose count goes beside it, asked for with `nparams` 0.
    Counted(&'a Field, &'a Field, u32),
    /// The whole struct.
    Whole(&'a str),
}

/// Whether the caller announces room for parameters. Where the number is unsigned it means something
/// else: parameters for each processor.
fn counted(args: &[Field]) -> bool {
    args.iter()
        .any(|f| f.name == "nparams" && f.ty == Type::Scalar("i32".into()))
}

/// Fields of the arguments that the driver API shows, and the shape of the result.
pub fn shape<'a>(program: &'a Program, call: &'a super::spec::Call) -> (Vec<&'a Field>, Shape<'a>) {
    let args = program.fields(call.args.as_deref());
    let ret = program.fields(call.ret.as_deref());
    let has = |name: &str| args.iter().any(|f| f.name == name);
    let shape = match ret {
        [] => Shape::Unit,
        [
            list @ Field {
                ty: Type::List(..), ..
            },
            count,
        ] if has("need_results") => Shape::Listed(list, count),
        [
            list @ Field {
                ty: Type::List(_, max),
                ..
            },
            count,
        ] if count.name == "nparams" && counted(args) => Shape::Counted(list, count, *max),
        [only] => Shape::Single(only),
        _ => Shape::Whole(call.ret.as_deref().unwrap_or_default()),
    };
    let hidden = match shape {
        Shape::Listed(..) => "need_results",
        Shape::Counted(..) => "nparams",
        _ => "",
    };
    (args.iter().filter(|f| f.name != hidden).collect(), shape)
}
