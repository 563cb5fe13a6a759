//! `<filter>`: rules for the packets of a guest.

mod document;
mod protocol;
mod rule;
mod table;
mod value;

pub use document::{Entry, FilterInclude, NwFilter, Parameter, default_priority};
pub use protocol::ProtocolMatch;
pub use rule::{Direction, Rule, RuleAction};
pub use table::{Field, ProtocolKind};
pub use value::Kind;
