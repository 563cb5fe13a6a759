//! What the driver refuses, and which code of the interface says so.

use ferrovirt_store::StoreError;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::XmlError;
use std::fmt;
use uuid::Uuid;

/// Result of the driver's own functions.
pub(crate) type Result<T, E = TestError> = std::result::Result<T, E>;

/// Families of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Guests.
    Domain,
    /// Virtual networks.
    Network,
    /// Storage pools.
    Pool,
    /// Storage volumes.
    Volume,
    /// Interfaces of the host.
    Interface,
    /// Devices of the host.
    NodeDevice,
    /// Snapshots of a guest.
    Snapshot,
    /// Checkpoints of a guest.
    Checkpoint,
    /// Secrets.
    Secret,
    /// Packet filters.
    Filter,
    /// Packet filters of single interfaces.
    Binding,
    /// Ports of networks.
    Port,
}

impl Kind {
    fn missing(self) -> ErrorNumber {
        match self {
            Kind::Domain => ErrorNumber::NoDomain,
            Kind::Network => ErrorNumber::NoNetwork,
            Kind::Pool => ErrorNumber::NoStoragePool,
            Kind::Volume => ErrorNumber::NoStorageVol,
            Kind::Interface => ErrorNumber::NoInterface,
            Kind::NodeDevice => ErrorNumber::NoNodeDevice,
            Kind::Snapshot => ErrorNumber::NoDomainSnapshot,
            Kind::Checkpoint => ErrorNumber::NoDomainCheckpoint,
            Kind::Secret => ErrorNumber::NoSecret,
            Kind::Filter => ErrorNumber::NoNwfilter,
            Kind::Binding => ErrorNumber::NoNwfilterBinding,
            Kind::Port => ErrorNumber::NoNetworkPort,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Domain => "domain",
            Kind::Network => "network",
            Kind::Pool => "storage pool",
            Kind::Volume => "storage vol",
            Kind::Interface => "interface",
            Kind::NodeDevice => "node device",
            Kind::Snapshot => "domain snapshot",
            Kind::Checkpoint => "domain checkpoint",
            Kind::Secret => "secret",
            Kind::Filter => "nwfilter",
            Kind::Binding => "nwfilter binding",
            Kind::Port => "network port",
        })
    }
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum TestError {
    /// No object with this key.
    #[error("no {kind} with matching {key} '{value}'")]
    NotFound {
        /// Family.
        kind: Kind,
        /// Which property was looked for.
        key: &'static str,
        /// And its value.
        value: String,
    },
    /// An object is missing; the text says which.
    #[error("{detail}")]
    Missing {
        /// Family.
        kind: Kind,
        /// The text.
        detail: String,
    },
    /// Another object has the name.
    #[error("{kind} '{name}' already exists with uuid {uuid}")]
    NameTaken {
        /// Family.
        kind: &'static str,
        /// The name.
        name: String,
        /// Who has it.
        uuid: Uuid,
    },
    /// Another object has the UUID.
    #[error("{kind} '{name}' is already defined with uuid {uuid}")]
    UuidTaken {
        /// Family.
        kind: &'static str,
        /// Who has it.
        name: String,
        /// The UUID.
        uuid: Uuid,
    },
    /// The guest would have to run.
    #[error("domain is not running")]
    NotRunning,
    /// The object is in no state for that.
    #[error("{0}")]
    InvalidState(String),
    /// An argument is wrong.
    #[error("{0}")]
    InvalidArgument(String),
    /// The driver takes no such argument.
    #[error("{0}")]
    ArgumentUnsupported(String),
    /// The object cannot do that.
    #[error("{0}")]
    OperationUnsupported(String),
    /// Something the object is made of is not supported.
    #[error("{0}")]
    ConfigUnsupported(String),
    /// It did not work.
    #[error("{0}")]
    Failed(String),
    /// A document breaks a rule.
    #[error("{0}")]
    Document(String),
    /// A document has something that its grammar does not know.
    #[error("{0}")]
    Grammar(String),
    /// The object is in no state for that, with the code that clients know for it.
    #[error("{0}")]
    Internal(String),
    /// The driver has no such function.
    #[error("{0}")]
    NoSupport(String),
    /// No metadata of that kind.
    #[error("no metadata of that kind is set")]
    NoMetadata,
    /// A file could not be used.
    #[error("{what}: {}", plain(.source))]
    File {
        /// Doing what with which file.
        what: String,
        /// Why.
        source: std::io::Error,
    },
    /// A document could not be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// A refusal of another layer, passed on.
    #[error(transparent)]
    Api(#[from] Error),
}

/// The text of a system's error without its number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

impl TestError {
    /// No object of `kind` whose `key` is `value`.
    pub(crate) fn not_found(kind: Kind, key: &'static str, value: impl fmt::Display) -> Self {
        TestError::NotFound {
            kind,
            key,
            value: value.to_string(),
        }
    }

    /// An argument that no subsystem of its own looks at.
    pub(crate) fn plain_argument(why: impl Into<String>) -> Self {
        TestError::Api(Error::new(ErrorNumber::InvalidArg, ErrorDomain::None, why))
    }

    /// An argument that the definition of a guest contradicts.
    pub(crate) fn of_guest(code: ErrorNumber, why: impl Into<String>) -> Self {
        TestError::Api(Error::new(code, ErrorDomain::Domain, why))
    }

    /// Name or UUID are in use.
    pub(crate) fn taken(kind: &'static str, error: StoreError) -> Self {
        match error {
            StoreError::NameTaken { name, uuid } => TestError::NameTaken { kind, name, uuid },
            StoreError::UuidTaken { name, uuid } => TestError::UuidTaken { kind, name, uuid },
            other => TestError::Internal(other.to_string()),
        }
    }

    fn code(&self) -> ErrorNumber {
        match self {
            TestError::NotFound { kind, .. } | TestError::Missing { kind, .. } => kind.missing(),
            TestError::NameTaken { .. } | TestError::UuidTaken { .. } | TestError::Failed(_) => {
                ErrorNumber::OperationFailed
            }
            TestError::NotRunning | TestError::InvalidState(_) => ErrorNumber::OperationInvalid,
            TestError::InvalidArgument(_) => ErrorNumber::InvalidArg,
            TestError::ArgumentUnsupported(_) => ErrorNumber::ArgumentUnsupported,
            TestError::OperationUnsupported(_) => ErrorNumber::OperationUnsupported,
            TestError::ConfigUnsupported(_) => ErrorNumber::ConfigUnsupported,
            TestError::Document(_) => ErrorNumber::XmlError,
            TestError::Grammar(_) => ErrorNumber::XmlInvalidSchema,
            TestError::Internal(_) => ErrorNumber::InternalError,
            TestError::NoSupport(_) => ErrorNumber::NoSupport,
            TestError::NoMetadata => ErrorNumber::NoDomainMetadata,
            TestError::File { .. } => ErrorNumber::SystemError,
            TestError::Xml(e) => e.code(),
            TestError::Api(e) => e.code().unwrap_or(ErrorNumber::InternalError),
        }
    }

    fn domain(&self) -> ErrorDomain {
        match self {
            TestError::NameTaken { kind, .. } | TestError::UuidTaken { kind, .. } => match *kind {
                "domain" => ErrorDomain::Domain,
                "network" => ErrorDomain::Network,
                "pool" => ErrorDomain::Storage,
                "nwfilter" => ErrorDomain::Nwfilter,
                _ => ErrorDomain::Test,
            },
            TestError::Grammar(_) => ErrorDomain::Xml,
            TestError::NotRunning | TestError::NoMetadata | TestError::NoSupport(_) => ErrorDomain::Domain,
            _ => ErrorDomain::Test,
        }
    }
}

impl From<TestError> for Error {
    fn from(e: TestError) -> Self {
        match e {
            TestError::Xml(e) => e.into(),
            TestError::Api(e) => e,
            TestError::Document(_) | TestError::ConfigUnsupported(_) => {
                Error::new(e.code(), e.domain(), e.to_string()).of_document()
            }
            other => Error::new(other.code(), other.domain(), other.to_string()),
        }
    }
}

/// Refuses bits of `flags` outside `known`, naming the public function.
pub(crate) fn check_flags(flags: u32, known: u32, function: &str) -> Result<()> {
    Ok(ferrovirt_types::flags::check(
        flags,
        known,
        function,
        ErrorDomain::Test,
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_object_has_the_code_of_its_family() {
        let e: Error = TestError::not_found(Kind::Network, "name", "x").into();
        assert_eq!(e.raw_code(), 43);
        assert_eq!(
            e.message(),
            "Network not found: no network with matching name 'x'"
        );
    }
}
