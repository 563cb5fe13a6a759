//! What can go wrong in this driver, and the one place where it becomes an error of the API.

use ferrovirt_host::Error as HostError;
use ferrovirt_qmp::QmpError;
use ferrovirt_store::StoreError;
use ferrovirt_types::Error as ApiError;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::XmlError;
use std::error::Error as _;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use uuid::Uuid;

/// Result of this driver's functions.
pub type Result<T, E = QemuError> = std::result::Result<T, E>;

/// A failed operation.
#[derive(Debug, thiserror::Error)]
pub enum QemuError {
    /// Another driver refused.
    #[error(transparent)]
    Other(#[from] ApiError),
    /// A file or process of the host.
    #[error(transparent)]
    Host(#[from] HostError),
    /// A definition's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A document.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The guest's QEMU refused or did not answer.
    #[error("guest '{name}': {source}")]
    Monitor {
        /// Name of the guest.
        name: String,
        /// What happened.
        source: QmpError,
    },
    /// The emulator is not there.
    #[error(
        "Cannot check QEMU binary {}: {}; install the package that has it, such as qemu-system-x86",
        path.display(),
        io_text(source)
    )]
    EmulatorMissing {
        /// The binary.
        path: PathBuf,
        /// Why it cannot be used.
        source: io::Error,
    },
    /// The emulator does not say what it can do.
    #[error("Failed to probe capabilities for {binary}: {reason}")]
    Probe {
        /// The binary.
        binary: String,
        /// Why.
        reason: String,
    },
    /// KVM was asked for and cannot be used.
    #[error("KVM cannot run guests on this host: {reason}")]
    NoKvm {
        /// Why, and what can be done.
        reason: String,
    },
    /// There is no such guest.
    #[error("no domain with matching name '{0}'")]
    NoSuchName(String),
    /// There is no such guest.
    #[error("no domain with matching uuid '{uuid}' ({name})")]
    NoSuchUuid {
        /// UUID asked for.
        uuid: Uuid,
        /// Name that the caller remembers.
        name: String,
    },
    /// There is no such guest.
    #[error("no domain with matching id {0}")]
    NoSuchId(i32),
    /// The name or UUID is that of another guest.
    #[error("{0}")]
    Exists(String),
    /// The guest has to be running.
    #[error("domain is not running")]
    NotRunning,
    /// The guest must not be running.
    #[error("domain is already running")]
    AlreadyRunning,
    /// Another operation holds the guest.
    #[error("cannot acquire state change lock of '{name}' (held by {holder}) within {after:?}")]
    Busy {
        /// Name of the guest.
        name: String,
        /// The operation that holds it.
        holder: &'static str,
        /// How long was waited.
        after: Duration,
    },
    /// The guest's state does not allow it.
    #[error("{0}")]
    OperationInvalid(String),
    /// The document asks for what this host, emulator or driver has not.
    #[error("{0}")]
    ConfigUnsupported(String),
    /// An argument makes no sense.
    #[error("{0}")]
    InvalidArg(String),
    /// An argument, such as a device, does not exist.
    #[error("{0}")]
    NoDevice(String),
    /// The call is not possible for this guest.
    #[error("{0}")]
    ArgumentUnsupported(String),
    /// The guest's agent does not answer.
    #[error("{0}")]
    AgentUnresponsive(String),
    /// It was tried and did not work.
    #[error("{0}")]
    Failed(String),
    /// The document breaks a rule.
    #[error("{0}")]
    BadXml(String),
    /// A file the guest needs cannot be used.
    #[error("Cannot access storage file '{}' (as uid:{}, gid:{}): {}", path.display(), who.0, who.1, io_text(source))]
    Image {
        /// The file.
        path: PathBuf,
        /// User and group that guests run as.
        who: (u32, u32),
        /// Why.
        source: io::Error,
    },
    /// QEMU's user does not get to a file.
    #[error(
        "Cannot access storage file '{}' (as uid:{}, gid:{}): Permission denied: directory '{}' cannot be entered by that user; open it with 'setfacl -m u:{}:x {}' or keep the file elsewhere",
        path.display(), who.0, who.1, dir.display(), who.0, dir.display()
    )]
    ClosedDirectory {
        /// The file.
        path: PathBuf,
        /// User and group that guests run as.
        who: (u32, u32),
        /// The directory on the way.
        dir: PathBuf,
        /// Why it is not opened for the guest's time.
        source: Option<io::Error>,
    },
    /// QEMU ended, or did not answer, while the guest was starting.
    #[error("{}", start_text(stderr, element, why))]
    Start {
        /// The end of what QEMU wrote.
        stderr: String,
        /// The element of the document that QEMU complains of, where it can be told.
        element: Option<String>,
        /// How it ended.
        why: String,
    },
    /// There is no metadata of that kind.
    #[error("{0}")]
    NoMetadata(&'static str),
    /// There is no snapshot of that name.
    #[error("{0}")]
    NoSnapshot(String),
}

/// The system's words for an error, without its number.
pub(crate) fn io_text(e: &io::Error) -> String {
    match e.raw_os_error() {
        Some(number) => nix::errno::Errno::from_raw(number).desc().to_owned(),
        None => e.to_string(),
    }
}

fn start_text(stderr: &str, element: &Option<String>, why: &str) -> String {
    let mut text = format!("process exited while connecting to monitor ({why})");
    if !stderr.is_empty() {
        let _ = write!(text, ": {stderr}");
    }
    if let Some(element) = element {
        let _ = write!(text, " (from {element})");
    }
    text
}

impl QemuError {
    /// The monitor's error, with whose monitor it was.
    pub(crate) fn monitor(name: &str) -> impl Fn(QmpError) -> QemuError + '_ {
        move |source| QemuError::Monitor {
            name: name.to_owned(),
            source,
        }
    }

    /// An error of a code that nothing else here has.
    pub(crate) fn coded(code: ErrorNumber, text: impl Into<String>) -> Self {
        QemuError::Other(ApiError::new(code, ErrorDomain::Qemu, text.into()))
    }

    /// Whose rule it is: that of any hypervisor, or this one's.
    fn domain(&self) -> ErrorDomain {
        match self {
            QemuError::NotRunning | QemuError::NoMetadata(_) | QemuError::NoDevice(_) => ErrorDomain::Domain,
            _ => ErrorDomain::Qemu,
        }
    }

    fn code(&self) -> ErrorNumber {
        use ErrorNumber as N;
        match self {
            QemuError::Other(e) => e.code().unwrap_or(N::InternalError),
            QemuError::Host(_) => N::SystemError,
            QemuError::Store(StoreError::NameTaken { .. } | StoreError::UuidTaken { .. }) => {
                N::OperationFailed
            }
            QemuError::Store(StoreError::BadName { .. }) => N::XmlError,
            QemuError::Store(_) => N::SystemError,
            QemuError::Xml(e) => e.code(),
            QemuError::Monitor { source, .. } => match source {
                QmpError::Timeout { .. } => N::OperationTimeout,
                QmpError::Closed { .. } => N::OperationFailed,
                _ => N::InternalError,
            },
            QemuError::EmulatorMissing { .. } => N::SystemError,
            QemuError::Probe { .. } | QemuError::Start { .. } => N::InternalError,
            QemuError::NoKvm { .. } | QemuError::ConfigUnsupported(_) => N::ConfigUnsupported,
            QemuError::NoSuchName(_) | QemuError::NoSuchUuid { .. } | QemuError::NoSuchId(_) => N::NoDomain,
            QemuError::Exists(_) | QemuError::Failed(_) => N::OperationFailed,
            QemuError::NotRunning | QemuError::AlreadyRunning | QemuError::OperationInvalid(_) => {
                N::OperationInvalid
            }
            QemuError::Busy { .. } => N::OperationTimeout,
            QemuError::InvalidArg(_) => N::InvalidArg,
            QemuError::NoDevice(_) => N::DeviceMissing,
            QemuError::ArgumentUnsupported(_) => N::ArgumentUnsupported,
            QemuError::AgentUnresponsive(_) => N::AgentUnresponsive,
            QemuError::BadXml(_) => N::XmlError,
            QemuError::Image { .. } | QemuError::ClosedDirectory { .. } => N::SystemError,
            QemuError::NoMetadata(_) => N::NoDomainMetadata,
            QemuError::NoSnapshot(_) => N::NoDomainSnapshot,
        }
    }
}

impl From<QemuError> for ApiError {
    fn from(e: QemuError) -> Self {
        match e {
            QemuError::Other(e) => e,
            e => {
                let mut text = e.to_string();
                let mut cause = match &e {
                    // Their text has the cause already.
                    QemuError::Monitor { .. }
                    | QemuError::EmulatorMissing { .. }
                    | QemuError::Image { .. } => None,
                    e => e.source(),
                };
                while let Some(inner) = cause {
                    let _ = match inner.downcast_ref::<io::Error>() {
                        Some(e) => write!(text, ": {}", io_text(e)),
                        None => write!(text, ": {inner}"),
                    };
                    cause = inner.source();
                }
                ApiError::new(e.code(), e.domain(), text).with_source(e)
            }
        }
    }
}
