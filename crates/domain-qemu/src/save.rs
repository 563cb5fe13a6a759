//! Saved states: a header with the document, then what QEMU writes.
//!
//! The file is written under another name and renamed when it is complete, so that a file of the right
//! name can always be restored.

use crate::error::{QemuError, Result};
use crate::guest::Moved;
use crate::start::Restore;
use ferrovirt_qmp::commands::{MigrationInfo, Nothing, QueryMigrate, QueryStatus};
use ferrovirt_qmp::{Monitor, QmpError, RawCommand};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

const MAGIC: [u8; 16] = *b"FerrovirtSaved1\n";
/// QEMU's part begins at a multiple of this.
const ALIGN: u64 = 4096;
/// Documents are not longer.
const MAX_XML: u64 = 16 << 20;
const QUESTION: Duration = Duration::from_secs(30);
/// A guest's memory may take its time to be written.
const TRANSFER: Duration = Duration::from_secs(3600);
/// Most bytes a second: no limit.
const UNLIMITED: u64 = 1 << 50;

/// What a saved state says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The guest's document.
    pub xml: String,
    /// Whether the guest ran when it was saved.
    pub running: bool,
    /// Where QEMU's part begins.
    pub offset: u64,
}

fn bad(path: &Path, why: &str) -> QemuError {
    QemuError::Failed(format!("'{}' is no saved state: {why}", path.display()))
}

fn io(path: &Path, action: &'static str) -> impl Fn(std::io::Error) -> QemuError {
    let path = path.to_owned();
    move |source| {
        QemuError::Host(ferrovirt_host::Error::File {
            action,
            path: path.clone(),
            source,
        })
    }
}

/// Reads the header of a saved state.
pub fn read_header(path: &Path) -> Result<Header> {
    let mut file = File::open(path).map_err(|source| {
        let text = match source.raw_os_error() {
            Some(n) => nix::errno::Errno::from_raw(n).desc().to_owned(),
            None => source.to_string(),
        };
        QemuError::coded(
            ferrovirt_types::consts::ErrorNumber::SystemError,
            format!("Failed to open file '{}': {text}", path.display()),
        )
    })?;
    let mut head = [0u8; 25];
    file.read_exact(&mut head)
        .map_err(|_| bad(path, "it is too short"))?;
    if head[..16] != MAGIC {
        return Err(bad(path, "it begins with something else"));
    }
    let mut len = [0u8; 8];
    len.copy_from_slice(&head[17..25]);
    let len = u64::from_be_bytes(len);
    if len > MAX_XML {
        return Err(bad(path, "its document is too long"));
    }
    let mut xml = Vec::new();
    file.take(len).read_to_end(&mut xml).map_err(io(path, "read"))?;
    let xml = String::from_utf8(xml).map_err(|_| bad(path, "its document is no text"))?;
    Ok(Header {
        xml,
        running: head[16] == 1,
        offset: (25 + len).next_multiple_of(ALIGN),
    })
}

fn write_header(path: &Path, xml: &str, running: bool) -> Result<File> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .map_err(io(path, "create"))?;
    let mut head = Vec::with_capacity(xml.len() + 25);
    head.extend_from_slice(&MAGIC);
    head.push(u8::from(running));
    head.extend_from_slice(&(xml.len() as u64).to_be_bytes());
    head.extend_from_slice(xml.as_bytes());
    file.write_all(&head).map_err(io(path, "write"))?;
    file.seek(SeekFrom::Start((head.len() as u64).next_multiple_of(ALIGN)))
        .map_err(io(path, "write"))?;
    Ok(file)
}

/// Replaces the document in a saved state.
pub fn rewrite_document(path: &Path, xml: &str, running: bool) -> Result<()> {
    let old = read_header(path)?;
    let temporary = temporary(path);
    let mut to = write_header(&temporary, xml, running)?;
    let mut from = File::open(path).map_err(io(path, "open"))?;
    from.seek(SeekFrom::Start(old.offset)).map_err(io(path, "read"))?;
    std::io::copy(&mut from, &mut to).map_err(io(path, "copy"))?;
    to.sync_all().map_err(io(path, "write"))?;
    std::fs::rename(&temporary, path).map_err(io(path, "replace"))
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

/// Writes the state of a stopped guest to `path`.
pub async fn save_state(
    monitor: &Monitor,
    path: &Path,
    xml: &str,
    running: bool,
    name: &str,
) -> Result<Moved> {
    let temporary = temporary(path);
    let result = write_state(monitor, &temporary, xml, running, name).await;
    let finish = match result {
        Ok(moved) => {
            let (from, to) = (temporary.clone(), path.to_owned());
            let finish = move || {
                File::open(&from).and_then(|f| f.sync_all())?;
                std::fs::rename(&from, &to)?;
                match to.parent() {
                    Some(dir) => File::open(dir)?.sync_all(),
                    None => Ok(()),
                }
            };
            tokio::task::spawn_blocking(finish)
                .await
                .map_err(|e| QemuError::Failed(e.to_string()))?
                .map_err(io(path, "write"))
                .map(|()| moved)
        }
        Err(e) => Err(e),
    };
    if finish.is_err() {
        // What is there is of no use to anybody.
        let _ = tokio::fs::remove_file(&temporary).await;
    }
    finish
}

async fn write_state(monitor: &Monitor, path: &Path, xml: &str, running: bool, name: &str) -> Result<Moved> {
    let (p, x) = (path.to_owned(), xml.to_owned());
    let file = tokio::task::spawn_blocking(move || write_header(&p, &x, running))
        .await
        .map_err(|e| QemuError::Failed(e.to_string()))??;
    write_memory(monitor, OwnedFd::from(file), name).await
}

/// Makes the directory of the states that the driver keeps itself.
pub async fn make_directory(path: &Path) -> Result<()> {
    let Some(dir) = path.parent() else { return Ok(()) };
    let made = tokio::fs::create_dir_all(dir).await;
    made.map_err(io(dir, "create directory"))
}

/// Writes devices and memory of a guest to an open file, from where it stands, and says how much that was.
pub async fn write_memory(monitor: &Monitor, file: OwnedFd, name: &str) -> Result<Moved> {
    let failed = QemuError::monitor(name);
    let limits = serde_json::json!({"max-bandwidth": UNLIMITED});
    monitor
        .run(RawCommand::new("migrate-set-parameters").json(&limits), QUESTION)
        .await
        .map_err(&failed)?;
    hand_over(monitor, file, name).await?;
    let to = serde_json::json!({"uri": "fd:ferrovirt-state"});
    monitor
        .run(RawCommand::new("migrate").json(&to), QUESTION)
        .await
        .map_err(&failed)?;
    let transfer = async {
        let mut pause = Duration::from_millis(5);
        loop {
            let info: MigrationInfo = monitor
                .execute_within(&QueryMigrate {}, QUESTION)
                .await
                .map_err(&failed)?;
            match info.status.as_deref() {
                Some("completed") => return Ok(()),
                Some("failed" | "cancelled") => {
                    let why = info
                        .error_desc
                        .unwrap_or_else(|| "QEMU does not say why".to_owned());
                    return Err(QemuError::Failed(format!(
                        "the state of '{name}' cannot be written: {why}"
                    )));
                }
                _ => {}
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(200));
        }
    };
    match tokio::time::timeout(TRANSFER, transfer).await {
        Ok(result) => result?,
        Err(_) => {
            return Err(QemuError::Failed(format!(
                "the state of '{name}' was not written within {TRANSFER:?}"
            )));
        }
    }
    moved(monitor).await.map_err(failed)
}

/// What the stream of a guest's memory has moved.
pub async fn moved(monitor: &Monitor) -> Result<Moved, QmpError> {
    let answer = monitor.run(RawCommand::new("query-migrate"), QUESTION).await?;
    Ok(Moved::of_stream(answer.get()))
}

async fn hand_over(monitor: &Monitor, fd: OwnedFd, name: &str) -> Result<()> {
    let args = serde_json::json!({"fdname": "ferrovirt-state"});
    monitor
        .run(RawCommand::new("getfd").json(&args).with_fd(fd), QUESTION)
        .await
        .map_err(QemuError::monitor(name))?;
    Ok(())
}

/// Lets a QEMU that waits for it read a saved state. The guest is paused then.
pub async fn load_state(monitor: &Monitor, restore: &Restore, name: &str) -> Result<()> {
    let failed = QemuError::monitor(name);
    let path = restore.file.clone();
    let offset = restore.offset;
    let open = move || -> std::io::Result<File> {
        let mut file = File::open(&path)?;
        file.seek(SeekFrom::Start(offset))?;
        Ok(file)
    };
    let file = tokio::task::spawn_blocking(open)
        .await
        .map_err(|e| QemuError::Failed(e.to_string()))?
        .map_err(io(&restore.file, "open"))?;
    hand_over(monitor, OwnedFd::from(file), name).await?;
    let from = serde_json::json!({"uri": "fd:ferrovirt-state"});
    let _: Nothing = monitor
        .submit_raw(RawCommand::new("migrate-incoming").json(&from))
        .map_err(&failed)?
        .wait_as(QUESTION)
        .await
        .map_err(&failed)?;
    let transfer = async {
        let mut pause = Duration::from_millis(5);
        loop {
            let status = monitor
                .execute_within(&QueryStatus {}, QUESTION)
                .await
                .map_err(&failed)?;
            if status.status != "inmigrate" {
                return Ok(());
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(200));
        }
    };
    match tokio::time::timeout(TRANSFER, transfer).await {
        Ok(result) => result,
        Err(_) => Err(QemuError::Failed(format!(
            "the state of '{name}' was not read within {TRANSFER:?}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headers_round_trip() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("s");
        let mut file = write_header(&path, "<domain/>", true).unwrap();
        file.write_all(b"state").unwrap();
        let header = read_header(&path).unwrap();
        assert_eq!(
            (header.xml.as_str(), header.running, header.offset),
            ("<domain/>", true, 4096)
        );
        rewrite_document(&path, &format!("<domain>{}</domain>", "x".repeat(5000)), false).unwrap();
        let header = read_header(&path).unwrap();
        assert_eq!((header.running, header.offset), (false, 8192));
        assert_eq!(&std::fs::read(&path).unwrap()[8192..], b"state");
    }

    proptest! {
        #[test]
        fn hostile_files_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..64), magic: bool) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("s");
            let mut content = if magic { MAGIC.to_vec() } else { Vec::new() };
            content.extend_from_slice(&bytes);
            std::fs::write(&path, content).unwrap();
            let _ = read_header(&path);
        }
    }
}
