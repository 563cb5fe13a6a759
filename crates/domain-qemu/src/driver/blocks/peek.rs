//! Looking into disks and memory.

use super::super::QemuDriver;
use super::block;
use crate::block::lookup;
use crate::error::{QemuError, Result};
use ferrovirt_types::object::DomainRef;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

/// Most that a caller can ask for, a limit of the interface.
const MOST: u32 = 4 << 20;
/// Memory by the addresses that the guest's programs use, rather than physical ones.
const VIRTUAL: u32 = 1;
const PHYSICAL: u32 = 2;

fn within(size: u32) -> Result<usize> {
    if size > MOST {
        return Err(QemuError::InvalidArg(format!(
            "size {size} is more than can be peeked at, {MOST} bytes"
        )));
    }
    Ok(size as usize)
}

impl QemuDriver {
    pub(super) async fn block_peek(
        &self,
        dom: &DomainRef,
        path: &str,
        offset: u64,
        size: u32,
    ) -> Result<Vec<u8>> {
        let size = within(size)?;
        let guest = self.core.guest(dom)?;
        let doc = match guest.live() {
            Some(live) => std::sync::Arc::clone(&live.doc),
            None => self.core.definition(&guest).await?,
        };
        let disk = lookup::disk(&doc, path)?;
        let file = disk.source.path().map(PathBuf::from).ok_or_else(|| {
            QemuError::InvalidArg(format!("disk '{}' has no file to look into", disk.target.dev))
        })?;
        let who = self.core.run_as.ids();
        let read = move || {
            let mut buffer = vec![0u8; size];
            std::fs::File::open(&file)
                .and_then(|f| f.read_exact_at(&mut buffer, offset))
                .map(|()| buffer)
                .map_err(|source| QemuError::Image {
                    path: file,
                    who,
                    source,
                })
        };
        tokio::task::spawn_blocking(read)
            .await
            .map_err(|e| QemuError::Failed(e.to_string()))?
    }

    pub(super) async fn memory_peek(
        &self,
        dom: &DomainRef,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> Result<Vec<u8>> {
        let size = within(size)?;
        if flags != VIRTUAL && flags != PHYSICAL {
            return Err(QemuError::InvalidArg(
                "flags parameter must be VIR_MEMORY_VIRTUAL or VIR_MEMORY_PHYSICAL".to_owned(),
            ));
        }
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("peek into memory").await?;
        let live = guest.running()?;
        // QEMU writes to a file of its own directory.
        let path = self.core.runtime_dir(&guest.name, live.id).join("peek");
        let command = if flags == VIRTUAL { "memsave" } else { "pmemsave" };
        let arguments = serde_json::json!({ "val": offset, "size": size, "filename": path });
        let saved = block(&live, &guest)?.run(command, arguments).await;
        let content = tokio::fs::read(&path).await;
        if let Err(error) = tokio::fs::remove_file(&path).await
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(path = %path.display(), %error, "cannot be removed");
        }
        saved?;
        let mut content = content.map_err(|source| QemuError::Image {
            path,
            who: self.core.run_as.ids(),
            source,
        })?;
        content.truncate(size);
        Ok(content)
    }
}
