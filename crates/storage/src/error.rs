//! What can go wrong with pools and volumes, and the API's error for each.

use ferrovirt_schema::pool::PoolType;
use ferrovirt_store::StoreError;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorLevel, ErrorNumber};
use ferrovirt_xml::XmlError;
use std::error::Error as _;
use std::io;
use std::path::PathBuf;
use uuid::Uuid;

/// Failure of a storage operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// No such pool.
    #[error("no storage pool with matching {by} '{value}'")]
    NoPool {
        /// `name`, `uuid` or `target path`.
        by: &'static str,
        /// What was looked for.
        value: String,
    },
    /// No such volume.
    #[error("no storage vol with matching {by} '{value}'")]
    NoVolume {
        /// `name`, `key` or `path`.
        by: &'static str,
        /// What was looked for.
        value: String,
    },
    /// The name is another pool's.
    #[error("pool '{name}' already exists with uuid {uuid}")]
    NameTaken {
        /// The name.
        name: String,
        /// UUID of the pool that has it.
        uuid: Uuid,
    },
    /// The UUID is another pool's.
    #[error("pool '{name}' is already defined with uuid {uuid}")]
    UuidTaken {
        /// Name of the pool that has it.
        name: String,
        /// The UUID.
        uuid: Uuid,
    },
    /// Another pool has the same storage.
    #[error("Storage source conflict with pool: '{other}'")]
    SourceTaken {
        /// That pool.
        other: String,
    },
    /// The pool must be stopped for this.
    #[error("storage pool '{name}' is {}active", if *.already { "already " } else { "still " })]
    PoolActive {
        /// The pool.
        name: String,
        /// It was to be started, rather than stopped first.
        already: bool,
    },
    /// The pool must be started for this.
    #[error("storage pool '{name}' is not active")]
    PoolInactive {
        /// The pool.
        name: String,
    },
    /// A transient pool cannot start by itself.
    #[error("pool '{name}' has no config file, as it is transient")]
    PoolTransient {
        /// The pool.
        name: String,
    },
    /// Volumes of the pool are being worked on.
    #[error("pool '{name}' has work in progress on volume '{volume}'")]
    PoolBusy {
        /// The pool.
        name: String,
        /// One of the volumes.
        volume: String,
    },
    /// Others change the pool, and that does not come to an end.
    #[error("cannot change pool '{name}': {change}{step}; stopping the pool ends that")]
    PoolChanging {
        /// The pool.
        name: String,
        /// What is done to it.
        change: &'static str,
        /// What that waits for, as the end of a sentence.
        step: String,
    },
    /// The pool has a volume of that name.
    #[error("storage volume '{name}' exists already")]
    VolumeExists {
        /// The volume.
        name: String,
    },
    /// The name for a clone is that of another volume.
    #[error("storage volume name '{name}' already in use.")]
    CloneNameTaken {
        /// The name.
        name: String,
    },
    /// The volume is being worked on.
    #[error("volume '{name}' is in use: {by}")]
    VolumeBusy {
        /// The volume.
        name: String,
        /// Who has it.
        by: String,
    },
    /// The name cannot be a volume's.
    #[error("'{name}' cannot be the name of a volume: {why}")]
    BadVolumeName {
        /// The name, escaped.
        name: String,
        /// What is wrong.
        why: &'static str,
    },
    /// The document cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The document contradicts itself or lacks something.
    #[error("{0}")]
    Document(String),
    /// An argument cannot be.
    #[error("{0}")]
    Argument(String),
    /// The object is of a kind, or in a state, in which this is not done.
    #[error("{0}")]
    Invalid(String),
    /// A number is larger than what it stands for can be.
    #[error("value too large: {0} bytes, larger than any file can be")]
    TooLarge(u64),
    /// The format is known, and images of it cannot be made.
    #[error(
        "images of format '{format}' cannot be made; make one of raw, qcow2, qcow, qed, vmdk, vdi or vpc"
    )]
    CannotMake {
        /// The word for it.
        format: String,
    },
    /// Another value would work, this one does not.
    #[error("{0}")]
    ConfigUnsupported(String),
    /// What was asked for cannot be done to this kind of thing.
    #[error("{0}")]
    Unsupported(String),
    /// The word names no kind of pool.
    #[error("unknown storage pool type {word}")]
    UnknownKind {
        /// The word.
        word: String,
    },
    /// There is no backend for the kind of pool.
    #[error("missing backend for pool type {} ({kind})", *.kind as i32)]
    NoBackend {
        /// The kind.
        kind: PoolType,
    },
    /// The pool has less room than asked for.
    #[error("not enough space left in storage pool: {needed} bytes are needed, {available} are available")]
    NoSpace {
        /// Bytes asked for.
        needed: u64,
        /// Bytes there are.
        available: u64,
    },
    /// A disk has no place for a partition.
    #[error("{0}")]
    NoExtent(String),
    /// A file operation failed.
    #[error("cannot {action} '{}'", path.display())]
    Io {
        /// What was tried, such as `open directory`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// The storage of a pool cannot be removed.
    #[error("failed to remove pool '{}'", path.display())]
    NotRemoved {
        /// Where it is.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// A helper program failed.
    #[error("{0}")]
    Tool(#[source] ferrovirt_host::Error),
    /// Definitions cannot be kept.
    #[error(transparent)]
    Store(StoreError),
    /// A helper program is not installed.
    #[error("program '{program}' was not found; install the package {package}")]
    ToolMissing {
        /// The program.
        program: &'static str,
        /// What brings it, by Debian's name.
        package: &'static str,
    },
    /// What a program said cannot be understood.
    #[error("cannot understand what '{program}' said: {what}")]
    ToolAnswer {
        /// The program.
        program: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// It cannot be told what is on a device.
    #[error("cannot tell what is on '{}': {why}", device.display())]
    Probe {
        /// The device.
        device: PathBuf,
        /// What the program for it said.
        why: String,
    },
    /// The storage holds something already.
    #[error("'{}' already holds {what}; build with overwrite to lose it", device.display())]
    NotEmpty {
        /// The device.
        device: PathBuf,
        /// What is on it.
        what: String,
    },
    /// A secret that is needed cannot be had.
    #[error("{0}")]
    Secret(Error),
    /// What is below a volume may not be used.
    #[error(
        "the image '{backing}' below volume '{volume}' is in no active pool; make a pool of its directory, or allow it by backing_files in storage.conf"
    )]
    BackingOutside {
        /// The volume above.
        volume: String,
        /// The image below.
        backing: String,
    },
    /// Something did not come to be in time.
    #[error("{what} did not appear within {seconds} s")]
    NotThere {
        /// What.
        what: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// Whoever asked is gone, or somebody removed the volume that was being made, or stopped the pool.
    #[error(
        "the work was cancelled: its client left, the volume that was being made was removed, or the pool was stopped"
    )]
    Cancelled,
    /// A bug: a task of the driver panicked.
    #[error("a storage task ended unexpectedly")]
    Task,
}

impl StorageError {
    /// A file operation that failed.
    pub fn io(action: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        StorageError::Io {
            action,
            path: path.into(),
            source,
        }
    }

    fn number(&self) -> ErrorNumber {
        use StorageError as S;
        match self {
            S::NoPool { .. } => ErrorNumber::NoStoragePool,
            S::NoVolume { .. } => ErrorNumber::NoStorageVol,
            S::NameTaken { .. } | S::UuidTaken { .. } | S::SourceTaken { .. } | S::NoSpace { .. } => {
                ErrorNumber::OperationFailed
            }
            S::PoolActive { .. }
            | S::PoolInactive { .. }
            | S::VolumeBusy { .. }
            | S::BadVolumeName { .. }
            | S::Invalid(_) => ErrorNumber::OperationInvalid,
            S::TooLarge(_) => ErrorNumber::Overflow,
            S::Argument(_) => ErrorNumber::InvalidArg,
            S::PoolTransient { .. }
            | S::PoolBusy { .. }
            | S::NoBackend { .. }
            | S::UnknownKind { .. }
            | S::CannotMake { .. }
            | S::CloneNameTaken { .. }
            | S::NoExtent(_)
            | S::Task => ErrorNumber::InternalError,
            S::PoolChanging { .. } => ErrorNumber::OperationTimeout,
            S::Cancelled => ErrorNumber::OperationAborted,
            S::VolumeExists { .. } => ErrorNumber::StorageVolExist,
            S::Document(_) => ErrorNumber::XmlError,
            S::Xml(e) => e.code(),
            S::ConfigUnsupported(_) => ErrorNumber::ConfigUnsupported,
            S::Unsupported(_) => ErrorNumber::NoSupport,
            S::ToolMissing { .. } | S::ToolAnswer { .. } | S::NotThere { .. } => ErrorNumber::InternalError,
            S::Probe { .. } => ErrorNumber::StorageProbeFailed,
            S::NotEmpty { .. } => ErrorNumber::StoragePoolBuilt,
            S::BackingOutside { .. } => ErrorNumber::ConfigUnsupported,
            // Told as it is.
            S::Secret(e) => e.code().unwrap_or(ErrorNumber::NoSecret),
            S::Io { .. } | S::NotRemoved { .. } | S::Store(_) => ErrorNumber::SystemError,
            S::Tool(_) => ErrorNumber::InternalError,
        }
    }
}

impl From<StoreError> for StorageError {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::NameTaken { name, uuid } => StorageError::NameTaken { name, uuid },
            StoreError::UuidTaken { uuid, name } => StorageError::UuidTaken { name, uuid },
            StoreError::BadName { .. } => StorageError::Document(e.to_string()),
            e => StorageError::Store(e),
        }
    }
}

impl From<ferrovirt_host::Error> for StorageError {
    fn from(e: ferrovirt_host::Error) -> Self {
        StorageError::Tool(e)
    }
}

impl From<StorageError> for Error {
    fn from(e: StorageError) -> Self {
        if let StorageError::Secret(e) = e {
            return e;
        }
        let mut text = e.to_string();
        // The API's error is one text: the reason goes into it.
        let mut source = match &e {
            StorageError::Xml(_) => None,
            StorageError::Tool(tool) => tool.source(),
            e => e.source(),
        };
        while let Some(why) = source {
            text = format!("{text}: {}", reason(why));
            source = why.source();
        }
        let number = e.number();
        let error = match number {
            // Clients know this sentence by heart, and it has no opening.
            ErrorNumber::StorageVolExist => Error::from_peer(
                number.raw(),
                ErrorDomain::Storage.raw(),
                ErrorLevel::Error.raw(),
                text,
            ),
            _ => Error::new(number, ErrorDomain::Storage, text),
        };
        error.with_source(e)
    }
}

/// An error of the system without its number.
fn reason(e: &(dyn std::error::Error + 'static)) -> String {
    match e.downcast_ref::<io::Error>().and_then(io::Error::raw_os_error) {
        Some(errno) => nix::errno::Errno::from_raw(errno).desc().to_owned(),
        None => e.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_texts_are_those_of_the_interface() {
        let missing = io::Error::from_raw_os_error(nix::libc::ENOENT);
        for (error, code, text) in [
            (
                StorageError::NoPool {
                    by: "name",
                    value: "x".into(),
                },
                49,
                "Storage pool not found: no storage pool with matching name 'x'",
            ),
            (
                StorageError::VolumeExists { name: "a".into() },
                90,
                "storage volume 'a' exists already",
            ),
            (
                StorageError::PoolInactive { name: "p".into() },
                55,
                "Requested operation is not valid: storage pool 'p' is not active",
            ),
            (
                StorageError::io("open directory", "/x", missing),
                38,
                "cannot open directory '/x': No such file or directory",
            ),
        ] {
            let error = Error::from(error);
            assert_eq!((error.raw_code(), error.raw_domain()), (code, 18));
            assert_eq!(error.message(), text);
        }
    }
}
