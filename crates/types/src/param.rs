//! Typed parameters: named values whose set grows with time, for tunables and statistics.

use std::borrow::Cow;

/// A named value.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedParam {
    /// Name of the field, such as `vcpu.current`. At most 80 bytes in old clients.
    pub field: Cow<'static, str>,
    /// Value.
    pub value: ParamValue,
}

/// Value of a [`TypedParam`]. The tags on the wire are those of `consts::TypedParameterType`.
#[derive(Debug, Clone, PartialEq)]
pub enum ParamValue {
    /// 32 bits, signed.
    Int(i32),
    /// 32 bits, unsigned.
    UInt(u32),
    /// 64 bits, signed.
    LLong(i64),
    /// 64 bits, unsigned.
    ULLong(u64),
    /// Floating point.
    Double(f64),
    /// Truth value.
    Boolean(bool),
    /// Text.
    String(String),
}

impl TypedParam {
    /// A parameter from its parts.
    pub fn new(field: impl Into<Cow<'static, str>>, value: impl Into<ParamValue>) -> Self {
        Self {
            field: field.into(),
            value: value.into(),
        }
    }
}

macro_rules! from_value {
    ($($ty:ty => $variant:ident),* $(,)?) => {$(
        impl From<$ty> for ParamValue {
            fn from(v: $ty) -> Self {
                ParamValue::$variant(v)
            }
        }
    )*};
}
from_value!(i32 => Int, u32 => UInt, i64 => LLong, u64 => ULLong, f64 => Double, bool => Boolean, String => String);

impl From<&str> for ParamValue {
    fn from(v: &str) -> Self {
        ParamValue::String(v.to_owned())
    }
}

impl ParamValue {
    /// The number as `u64`, when it is one and not negative.
    pub fn as_u64(&self) -> Option<u64> {
        match *self {
            ParamValue::Int(v) => u64::try_from(v).ok(),
            ParamValue::UInt(v) => Some(v.into()),
            ParamValue::LLong(v) => u64::try_from(v).ok(),
            ParamValue::ULLong(v) => Some(v),
            _ => None,
        }
    }

    /// The text, when it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            ParamValue::String(s) => Some(s),
            _ => None,
        }
    }
}

/// Finds a parameter by name.
pub fn find<'a>(params: &'a [TypedParam], field: &str) -> Option<&'a ParamValue> {
    params.iter().find(|p| p.field == field).map(|p| &p.value)
}
