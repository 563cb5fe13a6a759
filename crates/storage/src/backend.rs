//! What one kind of pool brings.

use crate::data::WipePattern;
use crate::job::{Job, Step};
use crate::{Definition, NewVolume, StorageError, Volume, VolumeName, Volumes, block};
use async_trait::async_trait;
use ferrovirt_driver::attach::VolumePlace;
use ferrovirt_driver::secret::SecretValue;
use ferrovirt_schema::pool::{FreeExtent, PoolType, Source};
use ferrovirt_schema::storage::Permissions;
use ferrovirt_schema::vol::VolumeType;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

/// Space of a pool, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// All.
    pub capacity: u64,
    /// In use.
    pub allocation: u64,
    /// Free.
    pub available: u64,
}

/// What a pool holds.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Its volumes.
    pub volumes: Volumes,
    /// Its space.
    pub usage: Usage,
    /// Permissions of its target, where it has one.
    pub permissions: Option<Permissions>,
    /// What is free on its device, where volumes are parts of one.
    pub free: Vec<FreeExtent>,
}

/// What a volume is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To be read.
    Read,
    /// To be written.
    Write,
}

/// What to do when the storage to be made holds something already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BuildMode {
    /// What the kind does when nothing is said.
    #[default]
    Usual,
    /// Make it anew; what it held is lost.
    Overwrite,
    /// Refuse, unless it is empty.
    NoOverwrite,
}

/// Where a pool's volumes can be seen to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watch {
    /// A directory whose entries are the volumes.
    Entries(PathBuf),
    /// A directory where something changes when volumes do.
    Hint(PathBuf),
}

/// The source of a copy.
#[derive(Debug)]
pub struct CopySource {
    /// The volume, of this or another pool.
    pub volume: Arc<Volume>,
    /// That pool.
    pub pool: Arc<Definition>,
    /// Its data; none where the pool has no files.
    pub file: Option<File>,
    /// What opens it, if it is encrypted.
    pub passphrase: Option<SecretValue>,
}

/// Another size of a volume.
#[derive(Debug, Clone)]
pub struct Resize {
    /// The size that the guest is to see, in bytes.
    pub capacity: u64,
    /// Space for all of it is taken at once.
    pub allocate: bool,
    /// What opens the volume, if it is encrypted.
    pub passphrase: Option<SecretValue>,
}

/// One kind of pool: how its storage is made and reached.
///
/// The caller sees to it that a pool is not started twice, and that no two calls change one volume at
/// a time. A call that fails leaves nothing behind. A call is never dropped half-way; copying and wiping
/// fail when whoever asked is gone. Blocking work goes through [`blocking`].
#[async_trait]
pub trait Backend: Send + Sync {
    /// The kind.
    fn kind(&self) -> PoolType;

    /// Whether this host has what such a pool cannot be defined without. Asked often: it must be quick.
    fn is_available(&self) -> bool {
        true
    }

    /// Whether two pools would have the same storage.
    fn same_source(&self, a: &Definition, b: &Definition) -> bool;

    /// Pools of this kind that could be made of what `spec`, or this host, has.
    async fn find_sources(&self, _spec: Option<&Source>) -> Result<Vec<Source>, StorageError> {
        Err(StorageError::Unsupported(format!(
            "pool type '{}' does not support source discovery",
            self.kind()
        )))
    }

    /// Makes the storage, as far as it is not there. What others make is there already.
    async fn build(&self, _pool: &Arc<Definition>, _mode: BuildMode) -> Result<(), StorageError> {
        Ok(())
    }

    /// Makes the storage accessible on this host. Doing it again does no harm.
    async fn start(&self, pool: &Arc<Definition>) -> Result<(), StorageError>;

    /// Ends what `start` began. Doing it again does no harm.
    async fn stop(&self, pool: &Arc<Definition>) -> Result<(), StorageError>;

    /// Removes the storage.
    async fn remove(&self, pool: &Arc<Definition>) -> Result<(), StorageError> {
        Err(cannot(pool, "be deleted: others make what it shows"))
    }

    /// Where changes made by others can be seen.
    fn watch(&self, _pool: &Definition) -> Option<Watch> {
        None
    }

    /// Its volumes.
    fn volumes(&self) -> &dyn VolumeBackend;
}

/// How the volumes of a kind of pool are seen and changed. What a kind cannot do says so. Looking, wiping and
/// opening are what they are for block devices ([`block`]), unless the kind has another way.
#[async_trait]
pub trait VolumeBackend: Send + Sync {
    /// Lists the volumes; those of `known` that did not change are taken over.
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError>;

    /// Space of the pool as it is now; none where only a listing tells.
    async fn usage(&self, _pool: &Arc<Definition>) -> Result<Option<Usage>, StorageError> {
        Ok(None)
    }

    /// Looks at a volume again; the same `Arc` if nothing changed.
    async fn look(&self, _pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        block::look(volume).await
    }

    /// Where a guest finds the data of a volume.
    fn guest_place(&self, pool: &Definition, volume: &Volume) -> Result<VolumePlace, StorageError> {
        match volume.kind {
            VolumeType::File => Ok(VolumePlace::File(volume.path.clone())),
            VolumeType::Block => Ok(VolumePlace::Block(volume.path.clone())),
            kind => Err(StorageError::ConfigUnsupported(format!(
                "volume '{}' of pool '{}' is a {kind} and cannot be the source of a disk",
                volume.name,
                pool.name()
            ))),
        }
    }

    /// Looks whether there is a volume of this name, for kinds that can tell without listing all.
    async fn find(
        &self,
        _pool: &Arc<Definition>,
        _name: &VolumeName,
        _known: Option<&Arc<Volume>>,
    ) -> Result<Option<Arc<Volume>>, StorageError> {
        Ok(None)
    }

    /// Makes a volume.
    async fn create(&self, pool: &Arc<Definition>, _new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        Err(cannot(pool, "have volumes made in it"))
    }

    /// Makes a volume with the content of another.
    async fn copy(
        &self,
        pool: &Arc<Definition>,
        _new: NewVolume,
        _from: CopySource,
    ) -> Result<Arc<Volume>, StorageError> {
        Err(cannot(pool, "have volumes made in it"))
    }

    /// Removes a volume.
    async fn delete(&self, pool: &Arc<Definition>, _volume: &Arc<Volume>) -> Result<(), StorageError> {
        Err(cannot(pool, "have volumes removed from it"))
    }

    /// Removes a volume with its snapshots, for kinds whose volumes have any.
    async fn delete_with_snapshots(
        &self,
        _pool: &Arc<Definition>,
        _volume: &Arc<Volume>,
    ) -> Result<(), StorageError> {
        let why = "unsupported flags (0x2) in function virStorageVolDelete";
        Err(StorageError::Argument(why.to_owned()))
    }

    /// Gives a volume another capacity.
    async fn resize(
        &self,
        pool: &Arc<Definition>,
        _volume: &Arc<Volume>,
        _to: Resize,
    ) -> Result<(), StorageError> {
        Err(cannot(pool, "have its volumes resized"))
    }

    /// Overwrites a volume.
    async fn wipe(
        &self,
        _pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        pattern: WipePattern,
    ) -> Result<(), StorageError> {
        block::wipe(volume, pattern).await
    }

    /// Opens the data of a volume.
    async fn open(
        &self,
        _pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        access: Access,
    ) -> Result<File, StorageError> {
        block::open(volume, access).await
    }
}

fn cannot(pool: &Definition, what: &str) -> StorageError {
    StorageError::Unsupported(format!(
        "storage pool '{}' of type {} cannot {what}",
        pool.name(),
        pool.kind()
    ))
}

/// Does blocking work on a thread for it. Work on data ([`data`](crate::data)) ends early when whoever asked for it
/// is gone. A thread that the kernel does not let go, as with a file server that is gone, is left behind then.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    let job = Job::current();
    let work = move || match job {
        Some(job) => job.sync_scope(work),
        None => work(),
    };
    let step = Step::waiting_for(|| "the file system".into());
    tokio::select! {
        biased;
        ended = tokio::task::spawn_blocking(work) => ended.unwrap_or(Err(StorageError::Task)),
        () = step.stuck() => Err(StorageError::Cancelled),
    }
}
