//! Settings of the daemon, in the form and with the names of `libvirtd.conf`.

use std::path::{Path, PathBuf};
use thiserror::Error;

/// A setting that cannot be read.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line that is not `name = value`.
    #[error(
        "{path}:{line}: expected `name = value` with a number, a \"text\" or a list of texts in brackets"
    )]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// A value that the setting cannot have.
    #[error("{path}:{line}: {name} must be {expected}")]
    Value {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The setting.
        name: String,
        /// What it may be.
        expected: &'static str,
    },
}

/// Settings. Those of `libvirtd.conf` that are not here are accepted and ignored with a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Directory of the sockets; by default the run directory.
    pub unix_sock_dir: Option<PathBuf>,
    /// Group of the writable socket.
    pub unix_sock_group: Option<String>,
    /// Mode of the writable socket.
    pub unix_sock_rw_perms: u32,
    /// Mode of the read-only socket.
    pub unix_sock_ro_perms: u32,
    /// Connections at once.
    pub max_clients: usize,
    /// Calls of one connection at once.
    pub max_client_requests: usize,
    /// Seconds of silence before a client is asked whether it lives; 0 or less: never.
    pub keepalive_interval: i64,
    /// Questions without answer before it counts as gone.
    pub keepalive_count: u32,
    /// Threads that serve connections; 0: as many as processors, at most 4.
    pub io_threads: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            unix_sock_dir: None,
            unix_sock_group: None,
            unix_sock_rw_perms: 0o770,
            unix_sock_ro_perms: 0o777,
            max_clients: 5000,
            max_client_requests: 64,
            keepalive_interval: 5,
            keepalive_count: 5,
            io_threads: 0,
        }
    }
}

enum Value {
    Number(i64),
    Text(String),
    List,
}

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or a known setting has a value that it cannot have.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text, path)
    }

    /// Reads the text of a file; `path` is for messages.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        let mut lines = text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            let line_number = number + 1;
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let syntax = || ConfigError::Syntax {
                path: path.to_owned(),
                line: line_number,
            };
            let (name, value) = line.split_once('=').ok_or_else(syntax)?;
            let (name, value) = (name.trim(), value.trim());
            let value = if value.starts_with('[') {
                let mut end = value.contains(']');
                while !end {
                    end = lines.next().ok_or_else(syntax)?.1.contains(']');
                }
                Value::List
            } else {
                scalar(value).ok_or_else(syntax)?
            };
            config.set(name, value).map_err(|expected| ConfigError::Value {
                path: path.to_owned(),
                line: line_number,
                name: name.to_owned(),
                expected,
            })?;
        }
        Ok(config)
    }

    fn set(&mut self, name: &str, value: Value) -> Result<(), &'static str> {
        match name {
            "unix_sock_dir" => self.unix_sock_dir = Some(text(value)?.into()),
            "unix_sock_group" => self.unix_sock_group = Some(text(value)?),
            "unix_sock_rw_perms" => self.unix_sock_rw_perms = mode(&text(value)?)?,
            "unix_sock_ro_perms" => self.unix_sock_ro_perms = mode(&text(value)?)?,
            "max_clients" => self.max_clients = count(&value)?,
            "max_client_requests" => self.max_client_requests = count(&value)?,
            "keepalive_interval" => self.keepalive_interval = number(&value)?,
            "keepalive_count" => {
                self.keepalive_count = u32::try_from(number(&value)?).map_err(|_| "0 or more")?
            }
            "io_threads" => self.io_threads = usize::try_from(number(&value)?).map_err(|_| "0 or more")?,
            _ => tracing::warn!("setting {name} is not known here and has no effect"),
        }
        Ok(())
    }
}

fn scalar(value: &str) -> Option<Value> {
    if let Some(rest) = value.strip_prefix('"') {
        let (text, after) = rest.split_once('"')?;
        let after = after.trim();
        return (after.is_empty() || after.starts_with('#')).then(|| Value::Text(text.to_owned()));
    }
    let word = value.split('#').next().unwrap_or_default().trim();
    word.parse().ok().map(Value::Number)
}

fn text(value: Value) -> Result<String, &'static str> {
    match value {
        Value::Text(t) => Ok(t),
        _ => Err("a \"text\""),
    }
}

fn number(value: &Value) -> Result<i64, &'static str> {
    match value {
        Value::Number(n) => Ok(*n),
        _ => Err("a number"),
    }
}

fn count(value: &Value) -> Result<usize, &'static str> {
    number(value)
        .ok()
        .and_then(|n| usize::try_from(n).ok())
        .filter(|n| *n > 0)
        .ok_or("a number from 1")
}

fn mode(text: &str) -> Result<u32, &'static str> {
    u32::from_str_radix(text, 8)
        .ok()
        .filter(|m| *m <= 0o777)
        .ok_or("an octal mode such as \"0770\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_libvirtd_conf() {
        let text = "# comment\nmax_clients = 7\nunix_sock_rw_perms = \"0700\" # mine\nkeepalive_interval = -1\n\
                    sasl_allowed_username_list = [\n \"a\",\n]\nunix_sock_dir=\"/tmp/x\"\n";
        let c = Config::parse(text, Path::new("f")).unwrap();
        assert_eq!(
            (c.max_clients, c.unix_sock_rw_perms, c.keepalive_interval),
            (7, 0o700, -1)
        );
        assert_eq!(c.unix_sock_dir.as_deref(), Some(Path::new("/tmp/x")));
    }

    #[test]
    fn bad_values_name_line_and_remedy() {
        for (text, part) in [
            ("max_clients = 0", "f:1: max_clients must be a number from 1"),
            (
                "\nunix_sock_ro_perms = \"9\"",
                "f:2: unix_sock_ro_perms must be an octal mode",
            ),
            ("word", "f:1: expected"),
        ] {
            let e = Config::parse(text, Path::new("f")).unwrap_err().to_string();
            assert!(e.contains(part), "{e}");
        }
    }
}
