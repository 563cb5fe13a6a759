//! How a type goes over the wire.

use ferrovirt_xdr::{DecodeError, Decoder, Encoder};
use uuid::Uuid;

/// A type with a wire form.
pub trait Wire: Sized {
    /// Appends the wire form.
    fn encode(&self, out: &mut Encoder);
    /// Reads the wire form.
    ///
    /// # Errors
    /// When the input is not of this type.
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError>;
}

impl Wire for () {
    fn encode(&self, _: &mut Encoder) {}
    fn decode(_: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

/// Reads the whole of `input` as one value.
///
/// # Errors
/// When the input is not of this type, or longer.
pub fn decode_all<T: Wire>(input: &[u8]) -> Result<T, DecodeError> {
    let mut d = Decoder::new(input);
    let value = T::decode(&mut d)?;
    d.finish()?;
    Ok(value)
}

pub(crate) fn decode_uuid(input: &mut Decoder<'_>) -> Result<Uuid, DecodeError> {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(input.fixed(16)?);
    Ok(Uuid::from_bytes(bytes))
}

/// Reads a number that takes 4 bytes on the wire and less in memory.
pub(crate) fn narrow<T: TryFrom<i64>>(input: &mut Decoder<'_>, of: &'static str) -> Result<T, DecodeError> {
    let at = input.position();
    let raw = input.u32()?;
    let wide = if of.starts_with('i') {
        i64::from(raw.cast_signed())
    } else {
        i64::from(raw)
    };
    T::try_from(wide).map_err(|_| DecodeError::BadTag { at, value: raw, of })
}

/// Writes text as a C `char` array of `len`: one word for each byte, zero-filled, always terminated.
pub(crate) fn encode_chars(out: &mut Encoder, text: &str, len: usize) {
    let bytes = text.as_bytes();
    for i in 0..len {
        let b = if i + 1 < len {
            bytes.get(i).copied().unwrap_or(0)
        } else {
            0
        };
        out.i32(i32::from(b.cast_signed()));
    }
}

pub(crate) fn decode_chars(input: &mut Decoder<'_>, len: usize) -> Result<String, DecodeError> {
    let mut bytes = Vec::with_capacity(len);
    let mut ended = false;
    for _ in 0..len {
        let v: i8 = narrow(input, "i8")?;
        ended |= v == 0;
        if !ended {
            bytes.push(v.cast_unsigned());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
