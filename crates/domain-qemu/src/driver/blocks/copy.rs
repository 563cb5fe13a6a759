//! Copying a disk to another image while the guest goes on.

use super::super::QemuDriver;
use super::block;
use super::jobs::{busy, set_mirror};
use crate::argv::{self, format_node};
use crate::block::monitor::Block;
use crate::block::{image, lookup};
use crate::chain;
use crate::error::{QemuError, Result};
use crate::guest::{BlockJob, Plan, Resources};
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::common::source::{BlockSource, FileSource, StorageSource};
use ferrovirt_schema::domain::devices::disk::{Disk, ImageFormat, Mirror, MirrorJob};
use ferrovirt_types::consts::DomainBlockCopyFlags as CopyFlags;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam};
use ferrovirt_xml::{Xml, parse_document};
use std::path::{Path, PathBuf};

const MIB: u64 = 1 << 20;

/// Where to, and how.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub source: StorageSource,
    pub format: Option<StorageFormat>,
    /// Most bytes a second; zero for no limit.
    pub speed: u64,
    pub granularity: Option<u32>,
    pub buffer: Option<u64>,
    pub flags: CopyFlags,
}

/// A destination by its path.
pub(super) fn source_of(path: &str, device: bool) -> StorageSource {
    if device {
        return StorageSource::Block(BlockSource {
            dev: Some(path.to_owned()),
            ..BlockSource::default()
        });
    }
    StorageSource::File(FileSource {
        file: Some(path.to_owned()),
        ..FileSource::default()
    })
}

/// `<disk>` as a destination: it is no disk of the guest yet.
#[derive(Debug, Clone, PartialEq, Xml)]
struct Destination {
    #[xml(flatten)]
    source: StorageSource,
    #[xml(attr = "type", of = "driver")]
    format: Option<StorageFormat>,
}

impl Wanted {
    pub fn parse(xml: &str, params: &[TypedParam], flags: CopyFlags) -> Result<Self> {
        let disk: Destination = parse_document(xml, "disk")?;
        let mut wanted = Wanted {
            source: disk.source,
            format: disk.format,
            speed: 0,
            granularity: None,
            buffer: None,
            flags,
        };
        for param in params {
            match (&*param.field, &param.value) {
                ("bandwidth", ParamValue::ULLong(n)) => wanted.speed = *n,
                ("granularity", ParamValue::UInt(n)) => {
                    if !n.is_power_of_two() {
                        return Err(QemuError::InvalidArg("granularity must be power of 2".to_owned()));
                    }
                    wanted.granularity = Some(*n);
                }
                ("buf-size", ParamValue::ULLong(n)) => wanted.buffer = Some(*n),
                (other, _) => {
                    return Err(QemuError::InvalidArg(format!(
                        "parameter '{other}' not supported"
                    )));
                }
            }
        }
        Ok(wanted)
    }
}

/// Removes a new image unless the copy begins.
struct NewImage(Option<PathBuf>);

impl Drop for NewImage {
    fn drop(&mut self) {
        let Some(path) = self.0.take() else { return };
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(path = %path.display(), %error, "the image of a copy that failed is left");
        }
    }
}

impl QemuDriver {
    pub(super) async fn copy(&self, dom: &DomainRef, path: &str, wanted: Wanted) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let _job = guest.begin("copy a disk").await?;
        let live = guest.running()?;
        let disk = lookup::disk_with_medium(&live.doc, path)?;
        if live.block_jobs.of_disk(&disk.target.dev).is_some() {
            return Err(busy(disk));
        }
        if guest.is_persistent() && !wanted.flags.contains(CopyFlags::TRANSIENT_JOB) {
            // A copy does not survive the guest's end, which its owner has to accept.
            return Err(QemuError::OperationInvalid(
                "domain is not transient; a copy ends with the guest, which --transient-job accepts"
                    .to_owned(),
            ));
        }
        let Some(dest) = wanted.source.path().map(PathBuf::from) else {
            return Err(QemuError::ConfigUnsupported(
                "a disk can be copied to a file or block device only".to_owned(),
            ));
        };
        let shallow = wanted.flags.contains(CopyFlags::SHALLOW);
        let reuse = wanted.flags.contains(CopyFlags::REUSE_EXT);
        let format = wanted.format.unwrap_or_else(|| chain::format_of(disk));
        let block = block(&live, &guest)?;
        let made = if reuse {
            NewImage(None)
        } else {
            self.make_copy_target(&block, disk, &dest, format, shallow)
                .await?
        };
        let mut held = Resources::default();
        chain::claim(&self.core, &dest, true, &mut held.grants)?;
        let mut source = wanted.source.clone();
        source.common_mut().index = Some(live.gauges.take_image());
        let claimed: Vec<PathBuf> = held.grants.iter().map(|g| g.path.clone()).collect();
        live.hold(&self.core, held).await?;
        let begun = self
            .mirror(&guest, &live, disk, &block, source, format, shallow, &wanted)
            .await;
        if let Err(e) = begun {
            live.release(claimed).await?;
            return Err(e);
        }
        let mut made = made;
        made.0 = None;
        Ok(())
    }

    /// Makes the image that is copied to. A device is there already, and so may a file of that name be.
    async fn make_copy_target(
        &self,
        block: &Block<'_>,
        disk: &Disk,
        dest: &Path,
        format: StorageFormat,
        shallow: bool,
    ) -> Result<NewImage> {
        let is_device = matches!(chain::source_at(dest), StorageSource::Block(_));
        if is_device && format == StorageFormat::Raw {
            return Ok(NewImage(None));
        }
        let existed = dest.exists();
        if existed && !is_device && std::fs::metadata(dest).is_ok_and(|m| m.len() > 0) {
            return Err(QemuError::ConfigUnsupported(format!(
                "external destination file for disk {} already exists and is not a block device: {}; --reuse-external takes it as it is",
                disk.target.dev,
                dest.display()
            )));
        }
        let size = self.virtual_size(block, disk).await?;
        let links = lookup::links(disk);
        let below = match links.get(1) {
            Some(link) if shallow => link.path.as_deref().map(|p| (Path::new(p), link.format)),
            _ => None,
        };
        image::create(dest, format, size, below).await?;
        Ok(NewImage((!existed).then(|| dest.to_owned())))
    }

    /// Bytes that the guest sees of a disk.
    pub(in crate::driver) async fn virtual_size(&self, block: &Block<'_>, disk: &Disk) -> Result<u64> {
        use ferrovirt_qmp::commands::QueryNamedBlockNodes;
        let node = format_node(chain::index_of(&disk.source).unwrap_or(0));
        let nodes = block.execute(&QueryNamedBlockNodes { flat: true }).await?;
        let found = nodes.into_iter().find(|n| n.node_name == node);
        found
            .and_then(|n| n.image)
            .map(|i| i.virtual_size)
            .ok_or_else(|| {
                QemuError::Failed(format!(
                    "QEMU does not tell the size of disk '{}'",
                    disk.target.dev
                ))
            })
    }

    #[expect(clippy::too_many_arguments, reason = "one step of one caller")]
    async fn mirror(
        &self,
        guest: &crate::guest::Guest,
        live: &crate::guest::Live,
        disk: &Disk,
        block: &Block<'_>,
        source: StorageSource,
        format: StorageFormat,
        shallow: bool,
        wanted: &Wanted,
    ) -> Result<()> {
        let [format_text, storage_text] = argv::new_image_nodes(disk, &source, format, None)?;
        let index = chain::index_of(&source).unwrap_or(0);
        block.text("blockdev-add", storage_text).await?;
        if let Err(e) = block.text("blockdev-add", format_text).await {
            block.remove_nodes(&[argv::storage_node(index)]).await;
            return Err(e);
        }
        let job = BlockJob::new(&disk.target.dev, Plan::Copy);
        let mut arguments = serde_json::json!({
            "job-id": job.id(),
            "device": format_node(chain::index_of(&disk.source).unwrap_or(0)),
            "target": format_node(index),
            "sync": if shallow { "top" } else { "full" },
            "auto-dismiss": false,
        });
        if wanted.speed > 0 {
            arguments["speed"] = wanted.speed.into();
        }
        if let Some(n) = wanted.granularity {
            arguments["granularity"] = n.into();
        }
        if let Some(n) = wanted.buffer {
            arguments["buf-size"] = n.min(1024 * MIB).into();
        }
        if wanted.flags.contains(CopyFlags::SYNCHRONOUS_WRITES) {
            arguments["copy-mode"] = "write-blocking".into();
        }
        let mirror = Mirror {
            file: match &source {
                StorageSource::File(f) => f.file.clone(),
                _ => None,
            },
            format: matches!(source, StorageSource::File(_)).then_some(format),
            job: Some(MirrorJob::Copy),
            image_format: Some(ImageFormat {
                name: format,
                metadata_cache: None,
            }),
            source: Some(source),
            backing_store: if shallow {
                disk.backing_store.clone()
            } else {
                Some(Box::default())
            },
            ready: None,
        };
        set_mirror(live, &disk.target.dev, Some(mirror)).await?;
        let begun = self
            .begin_block_job(guest, live, job, "blockdev-mirror", arguments)
            .await;
        if begun.is_err() {
            set_mirror(live, &disk.target.dev, None).await?;
            block
                .remove_nodes(&[format_node(index), argv::storage_node(index)])
                .await;
        }
        begun
    }
}
