//! The error of a reply with status 1.

use crate::wire::Wire;
use ferrovirt_types::Error;
use ferrovirt_types::object::{DomainRef, NetworkRef};
use ferrovirt_xdr::{DecodeError, Decoder, Encoder};

const STRING_MAX: u32 = 4_194_304;

/// An error as it goes over the wire (`virNetMessageError`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    /// Number of the code.
    pub code: i32,
    /// Number of the subsystem.
    pub domain: i32,
    /// Text for people.
    pub message: Option<String>,
    /// Number of the level.
    pub level: i32,
    /// Domain that it is about.
    pub dom: Option<DomainRef>,
    /// First extra text: by custom the message.
    pub str1: Option<String>,
    /// Second extra text: by custom the detail.
    pub str2: Option<String>,
    /// Third extra text.
    pub str3: Option<String>,
    /// First extra number.
    pub int1: i32,
    /// Second extra number.
    pub int2: i32,
    /// Network that it is about.
    pub net: Option<NetworkRef>,
}

impl From<&Error> for WireError {
    fn from(e: &Error) -> Self {
        Self {
            code: e.raw_code(),
            domain: e.raw_domain(),
            message: Some(clip(e.message())),
            level: e.raw_level(),
            dom: e.domain_ref().cloned(),
            str1: Some(clip(e.message())),
            str2: e.detail().map(clip),
            str3: None,
            int1: -1,
            int2: -1,
            net: e.network_ref().cloned(),
        }
    }
}

impl From<WireError> for Error {
    fn from(w: WireError) -> Self {
        let mut e = Error::from_peer(w.code, w.domain, w.level, w.message.unwrap_or_default());
        if let Some(dom) = w.dom {
            e = e.on_domain(dom);
        }
        if let Some(net) = w.net {
            e = e.on_network(net);
        }
        e
    }
}

/// At most 1 MiB, on a character boundary, without NUL: a text that can always be sent.
fn clip(text: &str) -> String {
    let end = text
        .char_indices()
        .map(|(i, c)| i + c.len_utf8())
        .take_while(|e| *e <= 1 << 20)
        .last()
        .unwrap_or(0);
    text[..end].replace('\0', " ")
}

impl Wire for WireError {
    fn encode(&self, out: &mut Encoder) {
        let text =
            |out: &mut Encoder, s: &Option<String>| out.option(s.as_deref(), |o, v| o.string(v, STRING_MAX));
        out.i32(self.code);
        out.i32(self.domain);
        text(out, &self.message);
        out.i32(self.level);
        out.option(self.dom.as_ref(), |o, v| v.encode(o));
        text(out, &self.str1);
        text(out, &self.str2);
        text(out, &self.str3);
        out.i32(self.int1);
        out.i32(self.int2);
        out.option(self.net.as_ref(), |o, v| v.encode(o));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = |i: &mut Decoder<'_>| i.option(|i| i.string(STRING_MAX).map(str::to_owned));
        Ok(Self {
            code: input.i32()?,
            domain: input.i32()?,
            message: text(input)?,
            level: input.i32()?,
            dom: input.option(DomainRef::decode)?,
            str1: text(input)?,
            str2: text(input)?,
            str3: text(input)?,
            int1: input.i32()?,
            int2: input.i32()?,
            net: input.option(NetworkRef::decode)?,
        })
    }
}
