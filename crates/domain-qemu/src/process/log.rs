//! The log of a guest: how each of its QEMUs was started and what they wrote.

use crate::error::Result;
use ferrovirt_host::Error as HostError;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Bytes shown of what QEMU wrote.
const TAIL: u64 = 4096;

/// An open log.
#[derive(Debug)]
pub struct GuestLog {
    file: File,
    path: PathBuf,
    start: u64,
}

impl GuestLog {
    /// Opens the log of the guest called `name` in `dir`. What came before stays.
    pub fn open(dir: &Path, name: &str) -> Result<Self> {
        let path = dir.join(format!("{name}.log"));
        let failed = |source| HostError::File {
            action: "open",
            path: path.clone(),
            source,
        };
        std::fs::create_dir_all(dir).map_err(failed)?;
        let file = OpenOptions::new()
            .append(true)
            .read(true)
            .create(true)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        let start = file.metadata().map_err(failed)?.len();
        Ok(GuestLog { file, path, start })
    }

    /// Writes how QEMU is started; what follows is its own.
    pub fn write_header(&mut self, text: &str) -> Result<()> {
        let failed = |source| HostError::File {
            action: "write",
            path: self.path.clone(),
            source,
        };
        self.file.write_all(text.as_bytes()).map_err(failed)?;
        self.start = self.file.metadata().map_err(failed)?.len();
        Ok(())
    }

    /// A handle for QEMU's output.
    pub fn handle(&self) -> Result<File> {
        let failed = |source| HostError::File {
            action: "open",
            path: self.path.clone(),
            source,
        };
        Ok(self.file.try_clone().map_err(failed)?)
    }

    /// The end of what QEMU wrote since the header, without its time stamps.
    pub fn tail(&self) -> String {
        let mut file = &self.file;
        let Ok(len) = file.metadata().map(|m| m.len()) else {
            return String::new();
        };
        let from = self.start.max(len.saturating_sub(TAIL));
        let mut text = Vec::new();
        if file.seek(SeekFrom::Start(from)).is_err() || file.take(TAIL).read_to_end(&mut text).is_err() {
            return String::new();
        }
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text
            .lines()
            .map(without_stamp)
            .filter(|l| !l.is_empty())
            .collect();
        lines.join("\n")
    }
}

/// A line without the time that `-msg timestamp=on` puts before it.
fn without_stamp(line: &str) -> &str {
    match line.split_once("Z ") {
        Some((stamp, rest))
            if stamp.len() > 18 && stamp.bytes().all(|b| b.is_ascii_digit() || b"-:.T".contains(&b)) =>
        {
            rest.trim()
        }
        _ => line.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_what_came_after_the_header() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = GuestLog::open(dir.path(), "g").unwrap();
        log.write_header("starting\n").unwrap();
        log.handle()
            .unwrap()
            .write_all(b"2026-11-22T00:01:02.123456Z qemu: broken\n\nmore\n")
            .unwrap();
        assert_eq!(log.tail(), "qemu: broken\nmore");
        let again = GuestLog::open(dir.path(), "g").unwrap();
        assert_eq!(again.tail(), "");
    }
}
