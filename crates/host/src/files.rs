//! Files that are whole or not there: durable replacement, durable removal, bounded reading.
//!
//! A durable write is: write a temporary file beside the target, fsync it, rename it over the target,
//! fsync the directory. Whoever acknowledges a change does so after the last step. All functions block;
//! asynchronous callers wrap them in `spawn_blocking`.

use crate::error::{Error, Result};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Suffix of temporary files; what is found with it after a crash is rubbish.
pub const TEMP_SUFFIX: &str = ".new~";

/// Replaces `path` by `content` durably, creating it with `mode` (before the umask).
pub fn write_durable(path: &Path, content: &[u8], mode: u32) -> Result<()> {
    replace(path, content, mode, true)?;
    sync_dir(parent(path))
}

/// Replaces `path` by `content` atomically, without waiting for the disk: for state that is worthless
/// after a reboot.
pub fn write_atomic(path: &Path, content: &[u8], mode: u32) -> Result<()> {
    replace(path, content, mode, false)
}

/// The steps of [`write_durable`] up to the rename; [`sync_dir`] has to follow before the change is
/// acknowledged. Apart so that one fsync of a directory can serve many writers.
pub fn replace_synced(path: &Path, content: &[u8], mode: u32) -> Result<()> {
    replace(path, content, mode, true)
}

/// Removes `path` durably. A file that is not there is no error; the answer says whether it was.
pub fn remove_durable(path: &Path) -> Result<bool> {
    let was_there = remove(path)?;
    if was_there {
        sync_dir(parent(path))?;
    }
    Ok(was_there)
}

/// Removes `path`. A file that is not there is no error; the answer says whether it was.
pub fn remove(path: &Path) -> Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(file("remove", path, source)),
    }
}

/// Makes the entries of a directory durable.
pub fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir)
        .and_then(|d| d.sync_all())
        .map_err(|source| file("sync directory", dir, source))
}

/// Creates a directory with `mode`. Those above it that are missing are open to all (0755): they are shared
/// with others, who may run as other users.
pub fn create_dirs(dir: &Path, mode: u32) -> Result<()> {
    if let Some(parent) = dir.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(parent)
            .map_err(|source| file("create directory", parent, source))?;
    }
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(dir)
        .map_err(|source| file("create directory", dir, source))
}

/// Reads a file of at most `limit` bytes.
pub fn read_bounded(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let open = File::open(path).map_err(|source| file("open", path, source))?;
    let mut content = Vec::new();
    open.take(limit as u64 + 1)
        .read_to_end(&mut content)
        .map_err(|source| file("read", path, source))?;
    if content.len() > limit {
        return Err(Error::FileTooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    Ok(content)
}

/// Reads a text file of at most `limit` bytes; bytes that are no UTF-8 become replacement characters.
pub fn read_text(path: &Path, limit: usize) -> Result<String> {
    let content = read_bounded(path, limit)?;
    Ok(String::from_utf8(content).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}

fn replace(path: &Path, content: &[u8], mode: u32, sync: bool) -> Result<()> {
    let temp = temp_name(path);
    let written = (|| {
        let mut f = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&temp)?;
        f.write_all(content)?;
        if sync {
            f.sync_all()?;
        }
        fs::rename(&temp, path)
    })();
    written.map_err(|source| {
        let _ = fs::remove_file(&temp);
        file("write", path, source)
    })
}

/// A name beside `path` that no other writer of this or another process uses.
fn temp_name(path: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(
        ".{}.{}{TEMP_SUFFIX}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    ));
    path.with_file_name(name)
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

fn file(action: &'static str, path: &Path, source: io::Error) -> Error {
    Error::File {
        action,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn writes_replaces_and_removes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.xml");
        write_durable(&path, b"one", 0o600).unwrap();
        write_durable(&path, b"two", 0o600).unwrap();
        assert_eq!(read_text(&path, 10).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(
            fs::read_dir(dir.path()).unwrap().count(),
            1,
            "no temporary file is left"
        );
        assert!(remove_durable(&path).unwrap());
        assert!(!remove_durable(&path).unwrap());
    }

    #[test]
    fn a_failed_write_leaves_the_old_content_and_names_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("missing/a.xml");
        let err = write_durable(&path, b"x", 0o600).unwrap_err();
        assert!(err.to_string().contains("missing/a.xml"), "{err}");
        assert!(err.is_not_found());
    }

    #[test]
    fn reading_is_bounded() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("big");
        fs::write(&path, vec![b'x'; 100]).unwrap();
        assert_eq!(read_bounded(&path, 100).unwrap().len(), 100);
        assert!(matches!(
            read_bounded(&path, 99),
            Err(Error::FileTooLarge { limit: 99, .. })
        ));
    }
}
