//! Reads the tables of the wire protocol.

use std::path::Path;

/// One RPC program.
pub struct Program {
    /// `remote`, `qemu`, `lxc` or `admin`.
    pub name: String,
    /// Number on the wire.
    pub number: u32,
    /// Version on the wire.
    pub version: u32,
    /// Types, in the order of the table.
    pub structs: Vec<Struct>,
    /// Procedures, in the order of the table.
    pub calls: Vec<Call>,
}

/// A wire struct.
pub struct Struct {
    /// Name in Rust.
    pub name: String,
    /// Fields in wire order.
    pub fields: Vec<Field>,
}

/// A field of a struct.
#[derive(Clone)]
pub struct Field {
    /// Name in Rust.
    pub name: String,
    /// Type.
    pub ty: Type,
}

/// Type of a field.
#[derive(Clone, PartialEq, Eq)]
pub enum Type {
    /// `u8 i8 u16 i32 u32 i64 u64 f64 bool`.
    Scalar(String),
    /// 16 bytes.
    Uuid,
    /// Text, possibly absent.
    Str {
        /// Whether it may be absent.
        optional: bool,
    },
    /// Opaque bytes up to a limit.
    Bytes(u32),
    /// A C `char` array of fixed length, one XDR word for each character.
    Chars(u32),
    /// A list up to a limit.
    List(Box<Type>, u32),
    /// A named struct or object reference.
    Named {
        /// Its name.
        name: String,
        /// Whether it may be absent.
        optional: bool,
    },
}

/// A procedure or event.
pub struct Call {
    /// Number on the wire.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Argument struct.
    pub args: Option<String>,
    /// Result struct, or message struct of an event.
    pub ret: Option<String>,
    /// `driver`, `alias`, `derived`, `session` or `event`.
    pub mode: String,
    /// Whether it is served before others.
    pub high: bool,
    /// Trait that has it, for mode `driver`.
    pub in_trait: String,
    /// Procedure that an alias stands for, and the arguments that it fixes.
    pub to: Option<(String, Vec<(String, String)>)>,
    /// `read` or `write`.
    pub stream: Option<String>,
    /// `in`, `out` or `both`.
    pub fds: Option<String>,
    /// Public C function.
    pub api: String,
    /// Permissions, as `class:permission[:condition]`.
    pub acl: Vec<String>,
}

impl Program {
    /// Reads one table.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut program = Program {
            name: String::new(),
            number: 0,
            version: 0,
            structs: vec![],
            calls: vec![],
        };
        for (number, line) in text.lines().enumerate() {
            let bad = |why: &str| format!("{}:{}: {why}: `{line}`", path.display(), number + 1);
            let words: Vec<&str> = line.split_whitespace().collect();
            match &words[..] {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["program", name, num, version] => {
                    program.name = (*name).into();
                    program.number = u32::from_str_radix(num.trim_start_matches("0x"), 16)
                        .map_err(|e| bad(&e.to_string()))?;
                    program.version = version.parse().map_err(|_| bad("version"))?;
                }
                ["struct", name] => program.structs.push(Struct {
                    name: (*name).into(),
                    fields: vec![],
                }),
                ["call", rest @ ..] => program.calls.push(call(rest).ok_or_else(|| bad("procedure"))?),
                [name, ty] if line.starts_with(' ') => {
                    let ty = parse_type(ty).ok_or_else(|| bad("type"))?;
                    let s = program
                        .structs
                        .last_mut()
                        .ok_or_else(|| bad("field outside of a struct"))?;
                    s.fields.push(Field {
                        name: (*name).into(),
                        ty,
                    });
                }
                _ => return Err(bad("cannot read")),
            }
        }
        Ok(program)
    }

    /// Fields of a struct; none for an absent one.
    pub fn fields(&self, name: Option<&str>) -> &[Field] {
        name.and_then(|n| self.structs.iter().find(|s| s.name == n))
            .map_or(&[], |s| &s.fields)
    }

    /// A procedure by name.
    pub fn call(&self, name: &str) -> Option<&Call> {
        self.calls.iter().find(|c| c.name == name)
    }
}

fn parse_type(text: &str) -> Option<Type> {
    if let Some(inner) = text.strip_prefix("list<").and_then(|t| t.strip_suffix('>')) {
        let (item, max) = inner.rsplit_once(',')?;
        return Some(Type::List(Box::new(parse_type(item)?), max.parse().ok()?));
    }
    if let Some(max) = text.strip_prefix("bytes<").and_then(|t| t.strip_suffix('>')) {
        return Some(Type::Bytes(max.parse().ok()?));
    }
    if let Some(len) = text.strip_prefix("chars[").and_then(|t| t.strip_suffix(']')) {
        return Some(Type::Chars(len.parse().ok()?));
    }
    let (name, optional) = match text.strip_suffix('?') {
        Some(n) => (n, true),
        None => (text, false),
    };
    Some(match name {
        "u8" | "i8" | "u16" | "i32" | "u32" | "i64" | "u64" | "f64" | "bool" => Type::Scalar(name.into()),
        "uuid" => Type::Uuid,
        "string" => Type::Str { optional },
        _ => Type::Named {
            name: name.into(),
            optional,
        },
    })
}

fn call(words: &[&str]) -> Option<Call> {
    let [number, name, args, ret, mode, rest @ ..] = words else {
        return None;
    };
    let named = |s: &str| (s != "-").then(|| s.to_owned());
    let mut call = Call {
        number: number.parse().ok()?,
        name: (*name).into(),
        args: named(args),
        ret: named(ret),
        mode: (*mode).into(),
        high: false,
        in_trait: String::new(),
        to: None,
        stream: None,
        fds: None,
        api: String::new(),
        acl: vec![],
    };
    for word in rest {
        let (key, value) = word.split_once('=')?;
        match key {
            "prio" => call.high = value == "high",
            "trait" => call.in_trait = value.into(),
            "to" => call.to = Some((value.into(), vec![])),
            "stream" => call.stream = Some(value.into()),
            "fds" => call.fds = Some(value.into()),
            "api" => call.api = value.into(),
            "acl" => call.acl = value.split(',').map(str::to_owned).collect(),
            "filter" => {}
            _ => {
                let argument = key.strip_prefix("set:")?;
                call.to.as_mut()?.1.push((argument.into(), value.into()));
            }
        }
    }
    Some(call)
}
