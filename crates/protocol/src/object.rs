//! Wire forms of the identities and typed parameters.

use crate::wire::{Wire, decode_uuid};
use ferrovirt_types::object::{
    DomainCheckpointRef, DomainRef, DomainSnapshotRef, InterfaceRef, NetworkPortRef, NetworkRef,
    NodeDeviceRef, NwFilterBindingRef, NwFilterRef, SecretRef, StoragePoolRef, StorageVolRef,
};
use ferrovirt_types::param::{ParamValue, TypedParam};
use ferrovirt_xdr::{DecodeError, Decoder, Encoder};
use uuid::Uuid;

const STRING_MAX: u32 = 4_194_304;

impl Wire for String {
    fn encode(&self, out: &mut Encoder) {
        out.string(self, STRING_MAX);
    }
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.string(STRING_MAX).map(str::to_owned)
    }
}

impl Wire for Uuid {
    fn encode(&self, out: &mut Encoder) {
        out.fixed(self.as_bytes());
    }
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decode_uuid(input)
    }
}

impl Wire for i32 {
    fn encode(&self, out: &mut Encoder) {
        out.i32(*self);
    }
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.i32()
    }
}

macro_rules! wire {
    ($($ty:ident { $($field:ident),* })*) => {$(
        impl Wire for $ty {
            fn encode(&self, out: &mut Encoder) {
                $(self.$field.encode(out);)*
            }
            fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                Ok(Self { $($field: Wire::decode(input)?),* })
            }
        }
    )*};
}

wire! {
    DomainRef { name, uuid, id }
    NetworkRef { name, uuid }
    NetworkPortRef { net, uuid }
    NwFilterRef { name, uuid }
    NwFilterBindingRef { portdev, filtername }
    InterfaceRef { name, mac }
    StoragePoolRef { name, uuid }
    StorageVolRef { pool, name, key }
    NodeDeviceRef { name }
    SecretRef { uuid, usage_type, usage_id }
    DomainSnapshotRef { name, dom }
    DomainCheckpointRef { name, dom }
}

impl Wire for TypedParam {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.field, STRING_MAX);
        match &self.value {
            ParamValue::Int(v) => {
                out.u32(1);
                out.i32(*v);
            }
            ParamValue::UInt(v) => {
                out.u32(2);
                out.u32(*v);
            }
            ParamValue::LLong(v) => {
                out.u32(3);
                out.i64(*v);
            }
            ParamValue::ULLong(v) => {
                out.u32(4);
                out.u64(*v);
            }
            ParamValue::Double(v) => {
                out.u32(5);
                out.f64(*v);
            }
            ParamValue::Boolean(v) => {
                out.u32(6);
                out.bool(*v);
            }
            ParamValue::String(v) => {
                out.u32(7);
                out.string(v, STRING_MAX);
            }
        }
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let field = input.string(STRING_MAX)?.to_owned().into();
        let at = input.position();
        let value = match input.u32()? {
            1 => ParamValue::Int(input.i32()?),
            2 => ParamValue::UInt(input.u32()?),
            3 => ParamValue::LLong(input.i64()?),
            4 => ParamValue::ULLong(input.u64()?),
            5 => ParamValue::Double(input.f64()?),
            6 => ParamValue::Boolean(input.i32()? != 0),
            7 => ParamValue::String(input.string(STRING_MAX)?.to_owned()),
            value => {
                return Err(DecodeError::BadTag {
                    at,
                    value,
                    of: "typed parameter types",
                });
            }
        };
        Ok(Self { field, value })
    }
}
