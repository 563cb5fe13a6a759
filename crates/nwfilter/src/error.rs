//! What can go wrong with filters, and the API's error for each.

use ferrovirt_store::StoreError;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::XmlError;
use std::error::Error as _;
use uuid::Uuid;

/// Failure of an operation on a filter.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NwFilterError {
    /// No filter has this name.
    #[error("no nwfilter with matching name '{name}'")]
    NoName {
        /// The name.
        name: String,
    },
    /// No filter has this UUID.
    #[error("no nwfilter with matching uuid '{uuid}'")]
    NoUuid {
        /// The UUID.
        uuid: Uuid,
    },
    /// No filter is bound to this device.
    #[error("no nwfilter binding for port dev '{device}'")]
    NoBinding {
        /// The device.
        device: String,
    },
    /// A filter of this name has another UUID.
    #[error("filter '{name}' already exists with uuid {uuid}")]
    NameTaken {
        /// The name.
        name: String,
        /// The other one's UUID.
        uuid: Uuid,
    },
    /// A filter of this UUID has another name.
    #[error("filter with same UUID but different name ('{name}') already exists")]
    UuidTaken {
        /// The other one's name.
        name: String,
    },
    /// The filter would include itself.
    #[error("filter would introduce a loop: '{name}' is included by itself")]
    Loop {
        /// The filter.
        name: String,
    },
    /// Interfaces are filtered by it.
    #[error("nwfilter is in use: '{name}' filters the interface '{device}'")]
    InUse {
        /// The filter.
        name: String,
        /// One of the interfaces.
        device: String,
    },
    /// A filter is bound to the device already.
    #[error("binding '{device}' already exists")]
    Bound {
        /// The device.
        device: String,
    },
    /// A filter is asked for that does not exist.
    #[error("referenced filter '{name}' is missing")]
    Missing {
        /// The filter.
        name: String,
    },
    /// Variables have no value.
    #[error("Cannot instantiate filter due to unresolvable variables or unavailable list elements: {names}")]
    Unresolved {
        /// The variables, with commas.
        names: String,
    },
    /// The way in which addresses are to be learnt is none.
    #[error("filter '{filter}' learning value '{value}' invalid; one of 'any', 'dhcp', 'none'")]
    Learning {
        /// The filter.
        filter: String,
        /// The value.
        value: String,
    },
    /// The value of a variable does not fit where it is used.
    #[error("{field} has illegal value {value}")]
    Value {
        /// The field.
        field: &'static str,
        /// The value.
        value: String,
    },
    /// What cannot be enforced.
    #[error("{0}")]
    Unsupported(String),
    /// A filter with what it includes is too large.
    #[error("filter '{name}' with all it includes has more than {limit} rules")]
    TooLarge {
        /// The filter.
        name: String,
        /// Most rules.
        limit: usize,
    },
    /// An argument or a name that is none.
    #[error("{0}")]
    Argument(String),
    /// The document breaks a rule.
    #[error("{0}")]
    Document(String),
    /// The document is not as its schema has it, and was to be validated.
    #[error("{0}")]
    Grammar(String),
    /// The document cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The kernel's packet filter.
    #[error(transparent)]
    Firewall(#[from] ferrovirt_firewall::Error),
    /// Definitions cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The driver's task is gone: the process is stopping.
    #[error("the network filter driver has stopped")]
    Stopped,
}

impl NwFilterError {
    fn number(&self) -> ErrorNumber {
        use NwFilterError as E;
        match self {
            E::NoName { .. } | E::NoUuid { .. } => ErrorNumber::NoNwfilter,
            E::NoBinding { .. } => ErrorNumber::NoNwfilterBinding,
            E::NameTaken { .. } | E::UuidTaken { .. } | E::Loop { .. } | E::Bound { .. } => {
                ErrorNumber::OperationFailed
            }
            E::InUse { .. } => ErrorNumber::OperationInvalid,
            E::Learning { .. } => ErrorNumber::ParseFailed,
            E::Unsupported(_) => ErrorNumber::ConfigUnsupported,
            E::Argument(_) => ErrorNumber::InvalidArg,
            E::Grammar(_) => ErrorNumber::XmlInvalidSchema,
            E::Xml(e) => e.code(),
            E::Missing { .. }
            | E::Unresolved { .. }
            | E::Value { .. }
            | E::TooLarge { .. }
            | E::Document(_)
            | E::Stopped => ErrorNumber::InternalError,
            E::Firewall(_) | E::Store(_) => ErrorNumber::SystemError,
        }
    }

    /// The text with all causes.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = self.source();
        while let Some(why) = source {
            text = format!("{text}: {why}");
            source = why.source();
        }
        text
    }
}

impl From<NwFilterError> for Error {
    fn from(e: NwFilterError) -> Self {
        let text = e.chain();
        Error::new(e.number(), ErrorDomain::Nwfilter, text).with_source(e)
    }
}
