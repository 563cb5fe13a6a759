//! What can fail: always with the file, and with what can be done where that is known.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed operation on a control group. The cause is the source, never part of the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of a group cannot be read.
    #[error("cannot read '{}'{}", file.display(), remedy(source))]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A value is not taken.
    #[error("cannot write '{value}' to '{}'{}", file.display(), remedy(source))]
    Write {
        /// The file.
        file: PathBuf,
        /// What was written.
        value: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A group cannot be made.
    #[error("cannot make the control group '{}'{}", group.display(), remedy(source))]
    Make {
        /// The group.
        group: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A group cannot be removed.
    #[error("cannot remove the control group '{}'{}", group.display(), remedy(source))]
    Remove {
        /// The group.
        group: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Processes of a group do not end.
    #[error(
        "processes {processes:?} of the control group '{}' did not end within {} ms: see what they wait for in /proc/PID/stack",
        group.display(), after.as_millis()
    )]
    Populated {
        /// The group.
        group: PathBuf,
        /// Who is in it.
        processes: Vec<i32>,
        /// How long they were given.
        after: Duration,
    },
    /// A file holds something else than the kernel's documentation says.
    #[error("'{}' does not hold {expected}: '{text}'", file.display())]
    Malformed {
        /// The file.
        file: PathBuf,
        /// What was expected.
        expected: &'static str,
        /// What it holds.
        text: String,
    },
    /// A value that no kernel takes.
    #[error("{what} {value} is out of range: the kernel takes {least} to {most}")]
    OutOfRange {
        /// What it is for.
        what: &'static str,
        /// The value.
        value: u64,
        /// Least value.
        least: u64,
        /// Greatest value.
        most: u64,
    },
    /// The host's own tables cannot be read.
    #[error("cannot tell which control groups there are")]
    Host(#[from] ferrovirt_host::Error),
}

/// What helps against the usual causes.
fn remedy(source: &io::Error) -> &'static str {
    if source.raw_os_error() == Some(nix::libc::EOPNOTSUPP) {
        return ": the kernel does not have this on; weights of one device need 'MAJOR:MINOR enable=1' in io.cost.qos at the top of the hierarchy, or the scheduler BFQ";
    }
    match source.kind() {
        io::ErrorKind::NotFound => {
            ": the group is gone, or its controller is not enabled in the cgroup.subtree_control of the group above"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ": the group has to be delegated to this user (Delegate=yes in a unit of systemd) and writable"
        }
        io::ErrorKind::ResourceBusy => {
            ": a group with processes of its own cannot pass controllers on; move them into a group below it"
        }
        _ => "",
    }
}

impl Error {
    /// Whether the cause is that the file, group, process or thread does not exist.
    pub fn is_not_found(&self) -> bool {
        match self {
            Error::Read { source, .. }
            | Error::Write { source, .. }
            | Error::Make { source, .. }
            | Error::Remove { source, .. } => {
                // ENODEV is how a file answers whose group went away while it was open, ESRCH how a group does to a
                // process or thread that is gone.
                let gone = [nix::libc::ENODEV, nix::libc::ESRCH];
                source.kind() == io::ErrorKind::NotFound
                    || source.raw_os_error().is_some_and(|e| gone.contains(&e))
            }
            _ => false,
        }
    }
}
