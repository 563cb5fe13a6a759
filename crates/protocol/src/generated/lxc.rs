// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

#![allow(missing_docs, reason = "the fields are those of the interface, see spec/")]
#![allow(
    unused_imports,
    clippy::needless_pass_by_value,
    reason = "one header for all programs"
)]

use crate::params::TypedParams;
use crate::procedure::{Mode, Permission, Procedure, StreamKind};
use crate::wire::Wire;
use ferrovirt_types::object::*;
use ferrovirt_types::param::TypedParam;
use ferrovirt_xdr::{DecodeError, Decoder, Encoder};
use uuid::Uuid;

/// Number of the program.
pub const PROGRAM: u32 = 0x00068000;
/// Version of the program.
pub const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq)]
pub struct DomainOpenNamespaceArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainOpenNamespaceArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

/// Numbers of the procedures.
pub mod proc {
    pub const DOMAIN_OPEN_NAMESPACE: u32 = 1;
}

/// The procedures, by number.
pub static PROCEDURES: &[Procedure] = &[Procedure {
    number: 1,
    name: "domain_open_namespace",
    function: "virDomainLxcOpenNamespace",
    mode: Mode::Driver,
    high_priority: false,
    stream: None,
    permissions: &[Permission {
        class: "domain",
        name: "open_namespace",
        conditional: false,
    }],
}];
