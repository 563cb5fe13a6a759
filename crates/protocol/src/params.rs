//! Typed parameters as a driver answers with them again and again.

use crate::wire::{Wire, decode_all};
use ferrovirt_types::param::TypedParam;
use ferrovirt_xdr::{DecodeError, Decoder, Encoder};
use std::fmt;
use std::sync::Arc;

/// Most parameters of one list.
const MOST: u32 = 262_144;

/// A list of typed parameters. One that many answers share can be kept in the form that it has on the wire.
#[derive(Clone)]
pub struct TypedParams(Form);

#[derive(Clone)]
enum Form {
    Values(Vec<TypedParam>),
    /// What the encoder made of such a list.
    Encoded(Arc<[u8]>),
}

/// The list with its length.
struct List(Vec<TypedParam>);

impl Wire for List {
    fn encode(&self, out: &mut Encoder) {
        encode(&self.0, out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.list(MOST, TypedParam::decode).map(List)
    }
}

fn encode(values: &[TypedParam], out: &mut Encoder) {
    out.list(values, MOST, |out, value| value.encode(out));
}

impl TypedParams {
    /// The same list in the form of the wire: copying it, and sending it, costs little.
    pub fn shared(values: Vec<TypedParam>) -> Self {
        let mut out = Encoder::new();
        encode(&values, &mut out);
        TypedParams(match out.finish() {
            Ok(bytes) => Form::Encoded(bytes.into()),
            // Too much for the wire: whoever sends it hears of that.
            Err(_) => Form::Values(values),
        })
    }

    /// The parameters.
    pub fn into_vec(self) -> Vec<TypedParam> {
        match self.0 {
            Form::Values(values) => values,
            // It was encoded here, so it can be read.
            Form::Encoded(bytes) => decode_all::<List>(&bytes).map(|list| list.0).unwrap_or_default(),
        }
    }
}

impl From<Vec<TypedParam>> for TypedParams {
    fn from(values: Vec<TypedParam>) -> Self {
        TypedParams(Form::Values(values))
    }
}

impl fmt::Debug for TypedParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clone().into_vec().fmt(f)
    }
}

impl PartialEq for TypedParams {
    fn eq(&self, other: &Self) -> bool {
        self.clone().into_vec() == other.clone().into_vec()
    }
}

impl Wire for TypedParams {
    fn encode(&self, out: &mut Encoder) {
        match &self.0 {
            Form::Values(values) => encode(values, out),
            // Whole words: nothing is padded.
            Form::Encoded(bytes) => out.fixed(bytes),
        }
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        List::decode(input).map(|list| list.0.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_the_same() {
        let values = vec![
            TypedParam::new("state.state", 5),
            TypedParam::new("block.0.path", "/a/b"),
            TypedParam::new("cpu.time", 7u64),
        ];
        let (plain, shared) = (
            TypedParams::from(values.clone()),
            TypedParams::shared(values.clone()),
        );
        assert_eq!(plain, shared);
        assert_eq!(format!("{plain:?}"), format!("{shared:?}"));
        let bytes = [&plain, &shared].map(|params| {
            let mut out = Encoder::new();
            params.encode(&mut out);
            out.finish().unwrap()
        });
        assert_eq!(bytes[0], bytes[1]);
        assert_eq!(decode_all::<TypedParams>(&bytes[0]).unwrap(), plain);
        assert_eq!(shared.into_vec(), values);
    }

    #[test]
    fn what_is_too_long_is_told_when_it_is_sent() {
        let long = TypedParam::new("long", "x".repeat(5 << 20));
        let mut out = Encoder::new();
        TypedParams::shared(vec![long]).encode(&mut out);
        assert!(out.finish().is_err());
    }
}
