//! What can go wrong with secrets, and the API's error for each.

use ferrovirt_store::StoreError;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::XmlError;
use std::path::PathBuf;
use uuid::Uuid;

/// Failure of an operation on a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// No secret has this UUID.
    #[error("no secret with matching uuid '{uuid}'")]
    NoUuid {
        /// The UUID.
        uuid: Uuid,
    },
    /// No secret is for this.
    #[error("no secret with matching usage '{usage}'")]
    NoUsage {
        /// What was looked for.
        usage: String,
    },
    /// Another secret is for the same.
    #[error("a secret with UUID {uuid} already defined for use with {usage}")]
    UsageTaken {
        /// That secret.
        uuid: Uuid,
        /// What both are for.
        usage: String,
    },
    /// What a secret is for cannot be changed.
    #[error("a secret with UUID {uuid} is already defined for use with {usage}")]
    UsageFixed {
        /// The secret.
        uuid: Uuid,
        /// What it is for.
        usage: String,
    },
    /// A private secret stays private: otherwise redefining it would give its value out.
    #[error("cannot change private flag on existing secret '{uuid}'; undefine it first")]
    PrivateFixed {
        /// The secret.
        uuid: Uuid,
    },
    /// The value is not given to clients.
    #[error("secret is private")]
    Private,
    /// The secret has no value.
    #[error("secret '{uuid}' does not have a value; set one first")]
    NoValue {
        /// The secret.
        uuid: Uuid,
    },
    /// The secret is for another kind of use.
    #[error("secret with {key} is of type '{found}' not expected '{expected}' type")]
    WrongKind {
        /// How it was asked for.
        key: String,
        /// What it is for.
        found: &'static str,
        /// What it was to be used for.
        expected: &'static str,
    },
    /// The value is larger than a secret may be.
    #[error("a value of {len} bytes is larger than the {limit} bytes a secret may have")]
    TooLarge {
        /// Its size.
        len: usize,
        /// Most bytes of a value.
        limit: usize,
    },
    /// There is no value in what was given.
    #[error("the value of a secret must not be empty")]
    Empty,
    /// The document lacks what its kind of use has to have.
    #[error("{0}")]
    Document(String),
    /// The document cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The sealed value does not open.
    #[error(
        "the value of secret '{uuid}' cannot be opened: it was sealed with another key or changed; set it again"
    )]
    Sealed {
        /// The secret.
        uuid: Uuid,
    },
    /// The file of the host's key holds something else.
    #[error("'{}' does not hold a key of {expected} bytes; restore it, or remove it and set all secrets again", path.display())]
    BadKey {
        /// The file.
        path: PathBuf,
        /// Bytes of a key.
        expected: usize,
    },
    /// The system gives no random bytes.
    #[error("cannot get random bytes: {0}")]
    Random(#[source] getrandom::Error),
    /// A file of the host.
    #[error(transparent)]
    Host(#[from] ferrovirt_host::Error),
    /// Definitions or values cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A bug: a task of the driver panicked.
    #[error("a task of the secret driver ended unexpectedly")]
    Task,
}

impl SecretError {
    fn number(&self) -> ErrorNumber {
        use SecretError as S;
        match self {
            S::NoUuid { .. } | S::NoUsage { .. } | S::NoValue { .. } => ErrorNumber::NoSecret,
            S::Private => ErrorNumber::InvalidSecret,
            S::WrongKind { .. } => ErrorNumber::ConfigUnsupported,
            S::TooLarge { .. } | S::Empty => ErrorNumber::InvalidArg,
            S::Document(_) => ErrorNumber::InternalError,
            S::Xml(e) => e.code(),
            S::UsageTaken { .. } | S::UsageFixed { .. } | S::PrivateFixed { .. } | S::Task => {
                ErrorNumber::InternalError
            }
            S::Sealed { .. } => ErrorNumber::InvalidSecret,
            S::BadKey { .. } | S::Random(_) | S::Host(_) | S::Store(_) => ErrorNumber::SystemError,
        }
    }
}

impl From<SecretError> for Error {
    fn from(e: SecretError) -> Self {
        let mut text = e.to_string();
        let mut source = match &e {
            SecretError::Host(host) => std::error::Error::source(host),
            SecretError::Store(store) => std::error::Error::source(store),
            _ => None,
        };
        while let Some(why) = source {
            text = format!("{text}: {why}");
            source = why.source();
        }
        Error::new(e.number(), ErrorDomain::Secret, text).with_source(e)
    }
}
