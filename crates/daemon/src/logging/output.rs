//! Where messages go.

use super::rules::{LogError, Priority, leveled};
use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::sync::Arc;

/// Where the system's logger listens.
const SYSLOG: &str = "/dev/log";
/// Where journald listens.
const JOURNAL: &str = "/run/systemd/journal/socket";
/// Facility `daemon` of syslog.
const FACILITY: u8 = 3;

/// A destination and the least level that goes there.
#[derive(Debug, Clone)]
pub struct Output {
    priority: Priority,
    sink: Sink,
}

#[derive(Debug, Clone)]
enum Sink {
    Stderr,
    File { path: String, file: Arc<File> },
    Syslog { name: String, socket: Arc<UnixDatagram> },
    Journald(Arc<UnixDatagram>),
}

/// A message on its way out.
pub(super) struct Line<'a> {
    pub priority: Priority,
    pub source: &'a str,
    pub time: &'a str,
    pub text: &'a str,
}

impl Output {
    /// The daemon's standard error.
    pub fn stderr(priority: Priority) -> Self {
        Self {
            priority,
            sink: Sink::Stderr,
        }
    }

    /// Opens `LEVEL:stderr`, `LEVEL:journald`, `LEVEL:syslog:NAME` or `LEVEL:file:PATH` with an absolute path.
    ///
    /// # Errors
    /// When it is something else, or cannot be opened.
    pub fn open(word: &str) -> Result<Self, LogError> {
        let bad = || LogError::Output(word.to_owned());
        let (priority, rest) = leveled(word).ok_or_else(bad)?;
        let priority = priority.ok_or_else(|| LogError::Level(word.to_owned()))?;
        let (kind, detail) = match rest.split_once(':') {
            Some((kind, detail)) => (kind, Some(detail)),
            None => (rest, None),
        };
        let sink = match (kind, detail) {
            ("stderr", None) => Sink::Stderr,
            ("journald", None) => Sink::Journald(connect(JOURNAL)?),
            ("syslog", Some(name)) if !name.is_empty() => Sink::Syslog {
                name: name.to_owned(),
                socket: connect(SYSLOG)?,
            },
            ("file", Some(path)) if Path::new(path).is_absolute() => Sink::File {
                path: path.to_owned(),
                file: append(path)?,
            },
            _ => return Err(bad()),
        };
        Ok(Self { priority, sink })
    }

    /// Whether messages of this level go here.
    pub fn takes(&self, priority: Priority) -> bool {
        priority >= self.priority
    }

    /// Writes a message. One that cannot be written is lost: there is nowhere to say so.
    pub(super) fn write(&self, line: &Line<'_>) {
        let _ = match &self.sink {
            Sink::Stderr => std::io::stderr().write_all(plain(line).as_bytes()),
            Sink::File { file, .. } => (&**file).write_all(plain(line).as_bytes()),
            Sink::Syslog { name, socket } => {
                let number = FACILITY << 3 | severity(line.priority);
                let text = format!("<{number}>{name}[{}]: {}", std::process::id(), line.text);
                socket.send(text.as_bytes()).map(drop)
            }
            Sink::Journald(socket) => socket.send(&journal(line)).map(drop),
        };
    }
}

fn connect(path: &str) -> Result<Arc<UnixDatagram>, LogError> {
    let open = || {
        let socket = UnixDatagram::unbound()?;
        socket.connect(path)?;
        // A logger that is stuck must not stop the daemon.
        socket.set_nonblocking(true)?;
        Ok(Arc::new(socket))
    };
    open().map_err(|source| LogError::Open {
        what: path.to_owned(),
        source,
    })
}

fn append(path: &str) -> Result<Arc<File>, LogError> {
    let open = File::options().create(true).append(true).mode(0o600).open(path);
    open.map(Arc::new).map_err(|source| LogError::Open {
        what: path.to_owned(),
        source,
    })
}

fn plain(line: &Line<'_>) -> String {
    format!(
        "{} {:>7} {}: {}\n",
        line.time,
        line.priority.name(),
        line.source,
        line.text
    )
}

fn severity(priority: Priority) -> u8 {
    match priority {
        Priority::Error => 3,
        Priority::Warning => 4,
        Priority::Info => 6,
        Priority::Debug => 7,
    }
}

/// A message in journald's own form: a field a line, the text with its length before it, since it may have
/// line breaks.
fn journal(line: &Line<'_>) -> Vec<u8> {
    let mut head = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        head,
        "PRIORITY={}\nSYSLOG_IDENTIFIER=ferrovirtd\nLIBVIRT_SOURCE={}\nMESSAGE\n",
        severity(line.priority),
        line.source
    );
    let mut out = head.into_bytes();
    out.extend_from_slice(&(line.text.len() as u64).to_le_bytes());
    out.extend_from_slice(line.text.as_bytes());
    out.push(b'\n');
    out
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.priority as u8)?;
        match &self.sink {
            Sink::Stderr => f.write_str("stderr"),
            Sink::File { path, .. } => write!(f, "file:{path}"),
            Sink::Syslog { name, .. } => write!(f, "syslog:{name}"),
            Sink::Journald(_) => f.write_str("journald"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(priority: Priority) -> Line<'static> {
        Line {
            priority,
            source: "a::b",
            time: "T",
            text: "first\nsecond",
        }
    }

    #[test]
    fn a_file_gets_lines() {
        let path = std::env::temp_dir().join(format!("fv-log-{}", std::process::id()));
        let word = format!("2:file:{}", path.display());
        let output = Output::open(&word).unwrap();
        assert!(!output.takes(Priority::Debug) && output.takes(Priority::Info));
        output.write(&line(Priority::Warning));
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "T warning a::b: first\nsecond\n"
        );
        assert_eq!(output.to_string(), word);
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_journal_entry_says_how_long_its_text_is() {
        let entry = journal(&line(Priority::Error));
        let text = b"MESSAGE\n\x0c\0\0\0\0\0\0\0first\nsecond\n";
        assert!(entry.starts_with(b"PRIORITY=3\n"));
        assert!(entry.ends_with(text), "{entry:?}");
    }
}
