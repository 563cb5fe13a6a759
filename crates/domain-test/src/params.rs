//! Typed parameters that a call takes: which names, of which type.

use crate::error::{Result, TestError};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::param::{ParamValue, TypedParam};

/// Type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Int,
    UInt,
    ULLong,
    Boolean,
    Text,
}

impl Want {
    fn word(self) -> &'static str {
        match self {
            Want::Int => "int",
            Want::UInt => "uint",
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

/// Refuses parameters that are unknown, doubled or of another type. They are taken in the order of their
/// names, as clients know it.
pub(crate) fn validate(params: &[TypedParam], known: &[(&str, Want)]) -> Result<()> {
    let mut sorted: Vec<&TypedParam> = params.iter().collect();
    sorted.sort_by(|a, b| a.field.cmp(&b.field));
    for (n, param) in sorted.iter().enumerate() {
        let Some((_, want)) = known.iter().find(|(name, _)| *name == param.field) else {
            return Err(TestError::Api(Error::new(
                ErrorNumber::ArgumentUnsupported,
                ErrorDomain::None,
                format!("parameter '{}' not supported", param.field),
            )));
        };
        if n > 0 && sorted[n - 1].field == param.field {
            return Err(TestError::plain_argument(format!(
                "parameter '{}' occurs multiple times",
                param.field
            )));
        }
        if word(&param.value) != want.word() {
            return Err(TestError::plain_argument(format!(
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
pub(crate) fn number(params: &[TypedParam], name: &str) -> Option<u64> {
    ferrovirt_types::param::find(params, name)?.as_u64()
}

/// The parameter as text.
pub(crate) fn text<'p>(params: &'p [TypedParam], name: &str) -> Option<&'p str> {
    ferrovirt_types::param::find(params, name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_parameters_are_refused() {
        let known = [("weight", Want::UInt)];
        let code = |params: &[TypedParam]| {
            validate(params, &known)
                .map_err(|e| Error::from(e).raw_code())
                .err()
        };
        assert_eq!(code(&[TypedParam::new("weight", 5u32)]), None);
        assert_eq!(code(&[TypedParam::new("height", 5u32)]), Some(74));
        assert_eq!(code(&[TypedParam::new("weight", 5i32)]), Some(8));
        assert_eq!(
            code(&[TypedParam::new("weight", 5u32), TypedParam::new("weight", 5u32)]),
            Some(8)
        );
    }
}
