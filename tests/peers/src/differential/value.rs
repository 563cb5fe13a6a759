//! Arguments of calls as scripts hold them: plain values, written as JSON.

use ferrovirt_types::param::{ParamValue, TypedParam};
use serde_json::{Map, Value, json};

/// One argument. Objects are named: `d1`, `d1/s1` for a snapshot, `p1/v1` for a volume.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    None,
    Text(String),
    Number(i128),
    Texts(Vec<String>),
    Params(Vec<TypedParam>),
}

impl Arg {
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    pub fn number(&self) -> i128 {
        match self {
            Self::Number(number) => *number,
            _ => 0,
        }
    }

    pub fn to_json(&self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Text(text) => json!(text),
            // Every number of the interface has at most 64 bits.
            Self::Number(number) => i64::try_from(*number).map_or_else(
                |_| json!(u64::try_from(*number).unwrap_or_default()),
                |number| json!(number),
            ),
            Self::Texts(texts) => json!(texts),
            Self::Params(params) => Value::Object(params.iter().map(param_to_json).collect()),
        }
    }

    pub fn from_json(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::None,
            Value::String(text) => Self::Text(text.clone()),
            Value::Number(number) => Self::Number(
                number
                    .as_i64()
                    .map(i128::from)
                    .or_else(|| number.as_u64().map(i128::from))?,
            ),
            Value::Array(items) => Self::Texts(
                items
                    .iter()
                    .map(|item| item.as_str().map(str::to_owned))
                    .collect::<Option<_>>()?,
            ),
            Value::Object(fields) => Self::Params(params_from_json(fields)?),
            Value::Bool(_) => return None,
        })
    }
}

/// `"cpu_shares:ullong": 5`: the type stands behind the name.
fn param_to_json(param: &TypedParam) -> (String, Value) {
    let (kind, value) = match &param.value {
        ParamValue::Int(v) => ("int", json!(v)),
        ParamValue::UInt(v) => ("uint", json!(v)),
        ParamValue::LLong(v) => ("llong", json!(v)),
        ParamValue::ULLong(v) => ("ullong", json!(v)),
        ParamValue::Double(v) => ("double", json!(v)),
        ParamValue::Boolean(v) => ("boolean", json!(v)),
        ParamValue::String(v) => ("string", json!(v)),
    };
    (format!("{}:{kind}", param.field), value)
}

fn params_from_json(fields: &Map<String, Value>) -> Option<Vec<TypedParam>> {
    fields
        .iter()
        .map(|(name, value)| {
            let (field, kind) = name.rsplit_once(':')?;
            let value = match kind {
                "int" => ParamValue::Int(i32::try_from(value.as_i64()?).ok()?),
                "uint" => ParamValue::UInt(u32::try_from(value.as_u64()?).ok()?),
                "llong" => ParamValue::LLong(value.as_i64()?),
                "ullong" => ParamValue::ULLong(value.as_u64()?),
                "double" => ParamValue::Double(value.as_f64()?),
                "boolean" => ParamValue::Boolean(value.as_bool()?),
                "string" => ParamValue::String(value.as_str()?.to_owned()),
                _ => return None,
            };
            Some(TypedParam {
                field: field.to_owned().into(),
                value,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read_again() {
        let args = [
            Arg::None,
            Arg::Text("d1".into()),
            Arg::Number(-1),
            Arg::Number(i128::from(u64::MAX)),
            Arg::Texts(vec!["a".into()]),
            Arg::Params(vec![TypedParam {
                field: "x:y".into(),
                value: ParamValue::ULLong(5),
            }]),
        ];
        for arg in args {
            assert_eq!(Arg::from_json(&arg.to_json()), Some(arg));
        }
        assert_eq!(Arg::from_json(&json!({ "no type": 1 })), None);
    }
}
