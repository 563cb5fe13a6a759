//! What can go wrong with interfaces, and the API's error for each.

use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::XmlError;

/// A result of this crate.
pub type Result<T, E = InterfaceError> = std::result::Result<T, E>;

/// Failure of an operation on an interface.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InterfaceError {
    /// No interface has this name.
    #[error("couldn't find interface named '{name}'")]
    NoName {
        /// The name.
        name: String,
    },
    /// No interface has this address.
    #[error("couldn't find interface with MAC address '{mac}'")]
    NoMac {
        /// The address.
        mac: String,
    },
    /// Several interfaces have this address, as VLANs and bonds do with those below them.
    #[error("the MAC address '{mac}' is that of {}: use a name", names.join(", "))]
    ManyMacs {
        /// The address.
        mac: String,
        /// All of them.
        names: Vec<String>,
    },
    /// The document asks for what cannot be.
    #[error("{0}")]
    Document(String),
    /// The document cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The call does not fit the state of the interface or of the transaction.
    #[error("{0}")]
    State(String),
    /// This host cannot do that.
    #[error("{0}")]
    Unsupported(String),
    /// The kernel refused.
    #[error(transparent)]
    Netlink(#[from] ferrovirt_netlink::Error),
    /// A file or a program.
    #[error(transparent)]
    Host(#[from] ferrovirt_host::Error),
    /// A bug: a task of the driver panicked.
    #[error("a task of the interface driver ended unexpectedly")]
    Task,
}

impl InterfaceError {
    fn number(&self) -> ErrorNumber {
        use InterfaceError as I;
        match self {
            I::NoName { .. } | I::NoMac { .. } => ErrorNumber::NoInterface,
            I::ManyMacs { .. } => ErrorNumber::MultipleInterfaces,
            I::Document(_) => ErrorNumber::XmlError,
            I::Xml(e) => e.code(),
            I::State(_) => ErrorNumber::OperationInvalid,
            I::Unsupported(_) => ErrorNumber::ConfigUnsupported,
            I::Netlink(_) | I::Host(_) => ErrorNumber::SystemError,
            I::Task => ErrorNumber::InternalError,
        }
    }
}

impl From<InterfaceError> for Error {
    fn from(e: InterfaceError) -> Self {
        let mut text = e.to_string();
        let mut source = match &e {
            InterfaceError::Netlink(netlink) => std::error::Error::source(netlink),
            InterfaceError::Host(host) => std::error::Error::source(host),
            _ => None,
        };
        while let Some(why) = source {
            text = format!("{text}: {why}");
            source = why.source();
        }
        Error::new(e.number(), ErrorDomain::Interface, text).with_source(e)
    }
}
