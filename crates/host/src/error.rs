//! What can fail at the seams: files and child processes.

use std::io;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

/// Result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed operation on the host. The cause is the source, never part of the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file operation failed.
    #[error("cannot {action} '{}'", path.display())]
    File {
        /// What was tried, such as `write` or `create directory`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file is larger than its reader allows.
    #[error("'{}' is larger than {limit} bytes", path.display())]
    FileTooLarge {
        /// The file.
        path: PathBuf,
        /// Most bytes that are read.
        limit: usize,
    },
    /// A file of the host does not read as expected.
    #[error("'{}' does not hold {expected}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was expected in it.
        expected: &'static str,
    },
    /// Another process manages the same places.
    #[error("process {holder} manages what is below '{}' already: end it first, or use another directory", path.parent().unwrap_or(path).display())]
    Managed {
        /// The lock.
        path: PathBuf,
        /// Number of the process that holds it, as far as it is known.
        holder: String,
    },
    /// The program is not installed.
    #[error("program '{program}' was not found")]
    ProgramMissing {
        /// Name or path that was looked for.
        program: String,
    },
    /// The program could not be started.
    #[error("cannot run '{}'", argv_text(argv))]
    Spawn {
        /// Program and arguments.
        argv: Vec<String>,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The program ended with a failure.
    #[error("'{}' failed ({status}){}", argv_text(argv), tail_text(stderr))]
    Failed {
        /// Program and arguments.
        argv: Vec<String>,
        /// How it ended.
        status: ExitStatus,
        /// The end of what it wrote to standard error.
        stderr: String,
    },
    /// The program did not end in time and was killed.
    #[error("'{}' did not end within {} ms{}", argv_text(argv), after.as_millis(), tail_text(stderr))]
    TimedOut {
        /// Program and arguments.
        argv: Vec<String>,
        /// How long it was given.
        after: Duration,
        /// The end of what it wrote to standard error.
        stderr: String,
    },
    /// The program was ended because nobody wants its work any more.
    #[error("'{}' was ended: whoever asked for it is gone", argv_text(argv))]
    Cancelled {
        /// Program and arguments.
        argv: Vec<String>,
    },
    /// The program wrote more than its caller reads.
    #[error("'{}' wrote more than {limit} bytes", argv_text(argv))]
    OutputTooLarge {
        /// Program and arguments.
        argv: Vec<String>,
        /// Most bytes that are read.
        limit: usize,
    },
    /// A signal or a wait on a process failed.
    #[error("cannot {action} process {pid}")]
    Process {
        /// What was tried.
        action: &'static str,
        /// The process.
        pid: i32,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A process did not go away in time.
    #[error("process {pid} did not end within {} ms", after.as_millis())]
    StillAlive {
        /// The process.
        pid: i32,
        /// How long it was given.
        after: Duration,
    },
}

impl Error {
    /// Whether the cause is a missing file or program.
    pub fn is_not_found(&self) -> bool {
        match self {
            Error::ProgramMissing { .. } => true,
            Error::File { source, .. } => source.kind() == io::ErrorKind::NotFound,
            _ => false,
        }
    }

    /// The end of what the program wrote to standard error, where there is any.
    pub fn stderr(&self) -> Option<&str> {
        match self {
            Error::Failed { stderr, .. } | Error::TimedOut { stderr, .. } if !stderr.is_empty() => {
                Some(stderr)
            }
            _ => None,
        }
    }
}

/// `argv` as one would type it, shortened when it is long.
fn argv_text(argv: &[String]) -> String {
    const LONGEST: usize = 400;
    let mut text = argv.join(" ");
    if text.len() > LONGEST {
        let cut = (0..=LONGEST)
            .rev()
            .find(|i| text.is_char_boundary(*i))
            .unwrap_or(0);
        text.truncate(cut);
        text.push_str(" ...");
    }
    text
}

fn tail_text(stderr: &str) -> String {
    if stderr.is_empty() {
        String::new()
    } else {
        format!(": {stderr}")
    }
}
