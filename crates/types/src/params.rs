//! Typed parameters that a call takes: which names, of which type. Whoever serves the call says what it knows.

use crate::consts::{ErrorDomain, ErrorNumber};
use crate::param::{ParamValue, TypedParam, find};
use crate::{Error, Result};

/// Type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// 32 bits, signed.
    Int,
    /// 32 bits, unsigned.
    UInt,
    /// 64 bits, signed.
    LLong,
    /// 64 bits, unsigned.
    ULLong,
    /// Truth value.
    Boolean,
    /// Text.
    Text,
}

impl Want {
    fn word(self) -> &'static str {
        match self {
            Want::Int => "int",
            Want::UInt => "uint",
            Want::LLong => "llong",
            Want::ULLong => "ullong",
            Want::Boolean => "boolean",
            Want::Text => "string",
        }
    }
}

fn word(value: &ParamValue) -> &'static str {
    match value {
        ParamValue::Int(_) => "int",
        ParamValue::UInt(_) => "uint",
        ParamValue::LLong(_) => "llong",
        ParamValue::ULLong(_) => "ullong",
        ParamValue::Double(_) => "double",
        ParamValue::Boolean(_) => "boolean",
        ParamValue::String(_) => "string",
    }
}

fn wrong(why: String) -> Error {
    Error::new(ErrorNumber::InvalidArg, ErrorDomain::None, why)
}

/// Refuses parameters that are unknown, doubled or of another type. They are taken in the order of their
/// names, as clients know it.
pub fn validate(params: &[TypedParam], known: &[(&str, Want)]) -> Result<()> {
    let mut sorted: Vec<&TypedParam> = params.iter().collect();
    sorted.sort_by(|a, b| a.field.cmp(&b.field));
    for (n, param) in sorted.iter().enumerate() {
        let Some((_, want)) = known.iter().find(|(name, _)| *name == param.field) else {
            return Err(Error::new(
                ErrorNumber::ArgumentUnsupported,
                ErrorDomain::None,
                format!("parameter '{}' not supported", param.field),
            ));
        };
        if n > 0 && sorted[n - 1].field == param.field {
            return Err(wrong(format!(
                "parameter '{}' occurs multiple times",
                param.field
            )));
        }
        if word(&param.value) != want.word() {
            return Err(wrong(format!(
                "invalid type '{}' for parameter '{}', expected '{}'",
                word(&param.value),
                param.field,
                want.word()
            )));
        }
    }
    Ok(())
}

/// The parameter as a number that is not negative.
pub fn number(params: &[TypedParam], name: &str) -> Option<u64> {
    find(params, name)?.as_u64()
}

/// The parameter as text.
pub fn text<'p>(params: &'p [TypedParam], name: &str) -> Option<&'p str> {
    find(params, name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_parameters_are_refused() {
        let known = [("weight", Want::UInt)];
        let code = |params: &[TypedParam]| validate(params, &known).map_err(|e| e.raw_code()).err();
        assert_eq!(code(&[TypedParam::new("weight", 5u32)]), None);
        assert_eq!(code(&[TypedParam::new("height", 5u32)]), Some(74));
        assert_eq!(code(&[TypedParam::new("weight", 5i32)]), Some(8));
        assert_eq!(
            code(&[TypedParam::new("weight", 5u32), TypedParam::new("weight", 5u32)]),
            Some(8)
        );
    }
}
