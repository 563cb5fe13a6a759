//! One kind of call: its name, what its arguments may be, and how it is made.

use super::random::Chance;
use super::session::Session;
use super::value::Arg;
use std::future::Future;
use std::pin::Pin;

/// What a call answered, as text to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Good(String),
    /// Code, error domain, message. The message is shown, not compared.
    Failed(i32, i32, String),
    /// The connection ended or the call took longer than any may.
    Lost(String),
}

pub type Answering<'a> = Pin<Box<dyn Future<Output = ferrovirt_api::Result<String>> + Send + 'a>>;

/// An entry of the tables in `calls`.
pub struct Call {
    pub name: &'static str,
    /// How often it is chosen among the calls of its family.
    pub weight: u32,
    pub kinds: &'static [Kind],
    pub run: for<'a> fn(&'a Session, &'a [Arg]) -> Answering<'a>,
}

impl std::fmt::Debug for Call {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// What an argument may be.
#[derive(Clone, Copy)]
pub enum Kind {
    Dom,
    Doms,
    Net,
    Pool,
    Vol,
    Snap,
    Check,
    Iface,
    Device,
    Uuid,
    /// A file in a folder of the daemon's own.
    File(&'static [&'static str]),
    /// Bits of the mask; at times one too many.
    Flags(u32),
    I32(&'static [i64]),
    U32(&'static [i64]),
    I64(&'static [i64]),
    U64(&'static [i64]),
    Bool,
    Word(&'static [&'static str]),
    Maybe(&'static [&'static str]),
    Words(&'static [&'static str]),
    Numbers(&'static [i64]),
    /// A bitmap, as hexadecimal digits.
    Bytes(&'static [&'static str]),
    Params(&'static [Field]),
    Document(fn(&mut Chance) -> String),
    MaybeDocument(fn(&mut Chance) -> String),
    Documents(fn(&mut Chance) -> String),
}

/// A typed parameter: name, type, values.
pub struct Field(pub &'static str, pub Type, pub &'static [i64]);

/// Type of a parameter.
#[derive(Clone, Copy)]
pub enum Type {
    Int,
    UInt,
    LLong,
    ULLong,
    /// Text that depends on the parameter.
    Text(&'static [&'static str]),
}

/// Passes a value as the traits want it.
macro_rules! pass {
    (Dom, $v:expr) => {
        &$v
    };
    (Doms, $v:expr) => {
        &$v
    };
    (Net, $v:expr) => {
        &$v
    };
    (Pool, $v:expr) => {
        &$v
    };
    (Vol, $v:expr) => {
        &$v
    };
    (Snap, $v:expr) => {
        &$v
    };
    (Check, $v:expr) => {
        &$v
    };
    (Iface, $v:expr) => {
        &$v
    };
    (Device, $v:expr) => {
        &$v
    };
    (File, $v:expr) => {
        &$v
    };
    (Word, $v:expr) => {
        &$v
    };
    (Maybe, $v:expr) => {
        $v.as_deref()
    };
    (Words, $v:expr) => {
        &$v
    };
    (Numbers, $v:expr) => {
        &$v
    };
    (Bytes, $v:expr) => {
        &$v
    };
    (Params, $v:expr) => {
        &$v
    };
    (Document, $v:expr) => {
        &$v
    };
    (MaybeDocument, $v:expr) => {
        $v.as_deref()
    };
    (Documents, $v:expr) => {
        &$v
    };
    ($other:ident, $v:expr) => {
        $v
    };
}
pub(super) use pass;

/// Turns a result into text.
macro_rules! shown {
    (plain, $r:expr) => {
        $r.map(|v| format!("{v:?}"))
    };
    // Text itself, so that differences are seen in lines.
    (text, $r:expr) => {
        $r
    };
    // In no order that means anything.
    (sorted, $r:expr) => {
        $r.map(|v| {
            let mut lines: Vec<String> = v.iter().map(|one| format!("{one:?}")).collect();
            lines.sort();
            lines.join("\n")
        })
    };
    // Figures that move: only the shape counts.
    (shape, $r:expr) => {
        $r.map(|v| $crate::differential::normal::without_numbers(&format!("{v:?}")))
    };
    (shapes, $r:expr) => {
        $r.map(|v| {
            let mut lines: Vec<String> = v
                .iter()
                .map(|one| $crate::differential::normal::without_numbers(&format!("{one:?}")))
                .collect();
            lines.sort();
            lines.join("\n")
        })
    };
    (stream, $r:expr) => {
        match $r {
            Ok((first, stream)) => $crate::differential::session::drain(format!("{first:?}"), stream).await,
            Err(e) => Err(e),
        }
    };
}
pub(super) use shown;

/// Lists calls as `WEIGHT HOW PART.METHOD(KINDS);`.
macro_rules! calls {
    ($($weight:literal $how:ident $part:ident.$method:ident($($kind:ident $(($($of:tt)*))?),*);)*) => {
        pub const CALLS: &[$crate::differential::call::Call] = &[$(
            $crate::differential::call::Call {
                name: stringify!($method),
                weight: $weight,
                kinds: &[$($crate::differential::call::Kind::$kind $(($($of)*))?),*],
                run: |session, args| Box::pin(async move {
                    #[allow(unused_mut, unused_variables, reason = "some calls take nothing")]
                    let mut args = args.iter();
                    let result = session.drivers.$part.$method($(
                        $crate::differential::call::pass!(
                            $kind,
                            $crate::differential::resolve::$kind(session, args.next()).await
                        )
                    ),*).await;
                    $crate::differential::call::shown!($how, result)
                }),
            },
        )*];
    };
}
pub(super) use calls;
