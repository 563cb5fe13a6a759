//! The images of a pool of Ceph.

use crate::answers::{Sizes, info, listed, usage, used};
use crate::cluster::{Cluster, ended_with, monitors};
use crate::parts::Left;
use crate::{RbdBackend, snapshots};
use async_trait::async_trait;
use ferrovirt_driver::attach::VolumePlace;
use ferrovirt_schema::pool::{PoolType, RefreshAllocation};
use ferrovirt_schema::vol::VolumeType;
use ferrovirt_storage::data::WipePattern;
use ferrovirt_storage::probe::Format;
use ferrovirt_storage::{
    CopySource, Definition, Listing, NewVolume, Resize, StorageError, Usage, Volume, VolumeBackend,
    VolumeName, Volumes, login, undoing,
};
use std::collections::BTreeMap;
use std::os::fd::AsRawFd;
use std::sync::Arc;

#[async_trait]
impl VolumeBackend for RbdBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let cluster = self.cluster(pool).await?;
        let images = match is_exact(pool) {
            true => used(
                &cluster
                    .rbd(&["--format", "json", "du", "--pool", &cluster.pool])
                    .await?,
            )?,
            false => listed(
                &cluster
                    .rbd(&["--format", "json", "ls", "--long", &cluster.pool])
                    .await?,
            )?,
        };
        self.remove_left(pool, &images).await;
        let mut volumes = Volumes::new();
        for (name, sizes) in images {
            let Ok(name) = image_name(&name) else {
                continue;
            };
            if self.parts.has(name.as_str()).await {
                continue;
            }
            let volume = volume(&cluster, &name, sizes);
            let same = known.get(&name).filter(|known| ***known == volume);
            let volume = same.cloned().unwrap_or_else(|| Arc::new(volume));
            volumes.insert(name, volume);
        }
        Ok(Listing {
            volumes,
            usage: space(&cluster).await?,
            ..Listing::default()
        })
    }

    async fn usage(&self, pool: &Arc<Definition>) -> Result<Option<Usage>, StorageError> {
        space(&self.cluster(pool).await?).await.map(Some)
    }

    fn guest_place(&self, pool: &Definition, volume: &Volume) -> Result<VolumePlace, StorageError> {
        let name = volume.path.clone();
        Ok(VolumePlace::Network(login::server("rbd", pool.source(), name)?))
    }

    async fn look(&self, pool: &Arc<Definition>, known: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        match see(&self.cluster(pool).await?, &known.name, is_exact(pool)).await {
            Ok(now) if **known != *now => Ok(now),
            // A cluster that does not answer keeps nobody from what is known.
            Err(e) if !ended_with(&e, nix::libc::ETIMEDOUT) => Err(e),
            _ => Ok(Arc::clone(known)),
        }
    }

    async fn find(
        &self,
        pool: &Arc<Definition>,
        name: &VolumeName,
        _known: Option<&Arc<Volume>>,
    ) -> Result<Option<Arc<Volume>>, StorageError> {
        if image_name(name.as_str()).is_err() || self.parts.has(name.as_str()).await {
            return Ok(None);
        }
        match see(&self.cluster(pool).await?, name, is_exact(pool)).await {
            Ok(volume) => Ok(Some(volume)),
            Err(StorageError::NoVolume { .. }) => Ok(None),
            Err(e) => Err(e),
        }
    }

    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        check(&new)?;
        let cluster = self.cluster(pool).await?;
        let image = cluster.image(new.name.as_str());
        let size = format!("{}B", new.capacity.unwrap_or(0));
        let args = ["create", "--size", &size, &image];
        make(&cluster, &new.name, async { cluster.rbd(&args).await.map(drop) }).await
    }

    async fn copy(
        &self,
        pool: &Arc<Definition>,
        new: NewVolume,
        from: CopySource,
    ) -> Result<Arc<Volume>, StorageError> {
        check(&new)?;
        let source = &from.volume;
        if source.image.format != Format::Raw || source.image.encryption.is_some() {
            return Err(StorageError::Unsupported(format!(
                "volume '{}' of format {} cannot be copied into a pool of Ceph; only raw volumes can",
                source.name, source.image.format
            )));
        }
        let cluster = self.cluster(pool).await?;
        let fill = Box::pin(async {
            let target = cluster.image(new.name.as_str());
            match &from.file {
                Some(file) => {
                    let path = format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd());
                    let args = ["import", "--no-progress", &path];
                    self.whole(&cluster, &args, &new.name, source.capacity).await?;
                }
                None if !is_same_cluster(&from.pool, pool) => {
                    return Err(StorageError::Unsupported(format!(
                        "volume '{}' of pool '{}' is on another server: its data cannot be copied into this pool here",
                        source.name,
                        from.pool.name()
                    )));
                }
                None if snapshots::clone(&cluster, &source.path, &target).await? => {}
                None => {
                    let args = ["cp", "--no-progress", &source.path];
                    self.whole(&cluster, &args, &new.name, source.capacity).await?;
                }
            }
            let made = see(&cluster, &new.name, false).await?;
            if let Some(capacity) = new.capacity.filter(|capacity| *capacity > made.capacity) {
                let size = format!("{capacity}B");
                cluster
                    .rbd(&["resize", "--no-progress", "--size", &size, &target])
                    .await?;
            }
            Ok(())
        });
        make(&cluster, &new.name, fill).await
    }

    async fn delete(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<(), StorageError> {
        remove(&self.cluster(pool).await?, volume, false).await
    }

    async fn delete_with_snapshots(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
    ) -> Result<(), StorageError> {
        remove(&self.cluster(pool).await?, volume, true).await
    }

    async fn resize(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        to: Resize,
    ) -> Result<(), StorageError> {
        if to.allocate {
            return Err(StorageError::Argument(format!(
                "volume '{}' takes the space of a pool of Ceph as it is written: none can be taken before",
                volume.name
            )));
        }
        let cluster = self.cluster(pool).await?;
        let (size, image) = (format!("{}B", to.capacity), cluster.image(volume.name.as_str()));
        let mut args = vec!["resize", "--no-progress", "--size", &size];
        args.extend((to.capacity < volume.capacity).then_some("--allow-shrink"));
        args.push(&image);
        cluster.rbd_data(&args, volume.capacity).await.map(drop)
    }

    /// What a volume held is given back to the cluster, which answers zeros from then on.
    async fn wipe(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        pattern: WipePattern,
    ) -> Result<(), StorageError> {
        if !matches!(pattern, WipePattern::Zero | WipePattern::Trim) {
            return Err(StorageError::Argument(format!(
                "volume '{}' of a pool of Ceph is wiped by 'zero' or 'trim': what is overwritten goes to another place",
                volume.name
            )));
        }
        let cluster = self.cluster(pool).await?;
        let image = cluster.image(volume.name.as_str());
        let seen = info(&cluster.rbd(&["--format", "json", "info", &image]).await?)?;
        let args = ["import-diff", "--no-progress", "-", &image];
        cluster.rbd_reading(&args, zeros(seen.size)).await.map(drop)
    }
}

impl RbdBackend {
    /// Writes all data of an image, which has its name once it is complete. What a daemon that is killed leaves can be
    /// told from it, and is removed by the next one.
    async fn whole(
        &self,
        cluster: &Cluster,
        args: &[&str],
        name: &VolumeName,
        bytes: u64,
    ) -> Result<(), StorageError> {
        let making = self.parts.begin(cluster.place(), name.as_str()).await?;
        let part = cluster.image(&making.name);
        let made = async {
            cluster.rbd_data(&[args, &[&part]].concat(), bytes).await?;
            let target = cluster.image(name.as_str());
            cluster.rbd(&["rename", &part, &target]).await.map(drop)
        };
        let made = made.await;
        let gone = match &made {
            Ok(()) => Ok(()),
            Err(_) => match undoing(cluster.rbd(&["rm", "--no-progress", &part])).await {
                Err(e) if !is_missing(&e) => Err(e),
                _ => Ok(()),
            },
        };
        // A part that is not removed now, or not known to be gone, is looked for when the pool is listed.
        let told = match gone {
            Ok(()) => making.finish().await,
            Err(e) => Err(e),
        };
        if let Err(error) = told {
            tracing::warn!(volume = %name, %error, "cannot tidy up after a copy; the pool's next refresh tries again");
        }
        made
    }

    /// Removes, behind the caller's back, the parts that copies left in a pool that has these images.
    async fn remove_left(&self, pool: &Arc<Definition>, images: &BTreeMap<String, Sizes>) {
        let taken = async {
            let cluster = self.cluster(pool).await?;
            let place = cluster.place();
            let taken = self.parts.take(&place, |name| images.contains_key(name)).await?;
            Ok::<_, StorageError>((taken, cluster))
        };
        let (left, cluster) = match taken.await {
            Ok(taken) => taken,
            Err(error) => {
                tracing::warn!(pool = pool.name(), %error, "cannot look for what copies left");
                return;
            }
        };
        let left: Vec<(Left, u64)> = left
            .into_iter()
            .map(|left| {
                let bytes = images.get(left.name()).map_or(0, |sizes| sizes.capacity);
                (left, bytes)
            })
            .collect();
        if left.is_empty() {
            return;
        }
        let pool = pool.name().to_owned();
        tokio::spawn(async move {
            for (left, bytes) in left {
                let image = cluster.image(left.name());
                let args = ["rm", "--no-progress", &image];
                // What fails is in the log, and stays noted.
                let _ = left.removed(&pool, || cluster.rbd_data(&args, bytes)).await;
            }
        });
    }
}

/// Makes an image by `work`. A failure leaves none behind.
async fn make(
    cluster: &Cluster,
    name: &VolumeName,
    work: impl Future<Output = Result<(), StorageError>> + Send,
) -> Result<Arc<Volume>, StorageError> {
    let taken = || StorageError::VolumeExists {
        name: name.to_string(),
    };
    match see(cluster, name, false).await {
        Err(StorageError::NoVolume { .. }) => {}
        Err(e) => return Err(e),
        // Others made it, after the pool was looked at.
        Ok(_) => return Err(taken()),
    }
    let made = async {
        work.await?;
        see(cluster, name, true).await
    };
    match made.await {
        // Others were faster.
        Err(e) if ended_with(&e, nix::libc::EEXIST) => Err(taken()),
        Err(e) => {
            drop(undoing(cluster.rbd(&["rm", "--no-progress", &cluster.image(name.as_str())])).await);
            Err(e)
        }
        made => made,
    }
}

async fn remove(cluster: &Cluster, volume: &Volume, snapshots: bool) -> Result<(), StorageError> {
    let image = cluster.image(volume.name.as_str());
    let removed = async {
        snapshots::remove(cluster, &volume.name, snapshots).await?;
        let args = ["rm", "--no-progress", &image];
        cluster.rbd_data(&args, volume.capacity).await.map(drop)
    };
    match removed.await {
        // Others did it before.
        Err(e) if is_missing(&e) => Ok(()),
        removed => removed,
    }
}

/// A difference of images, as `rbd export-diff` writes it: so many bytes from the beginning are zeros.
fn zeros(length: u64) -> Vec<u8> {
    const HEAD: &[u8] = b"rbd diff v1\n";
    [HEAD, b"z", &0_u64.to_le_bytes(), &length.to_le_bytes(), b"e"].concat()
}

/// Whether two pools are of one cluster.
fn is_same_cluster(one: &Definition, other: &Definition) -> bool {
    let monitors = |pool: &Definition| monitors(pool.source()).ok();
    one.kind() == PoolType::Rbd && monitors(one).is_some_and(|one| Some(one) == monitors(other))
}

/// A name that the programs take as that of an image, and of nothing else.
fn image_name(name: &str) -> Result<VolumeName, StorageError> {
    let found = VolumeName::new(name)?;
    match name.contains('@') || name.starts_with('-') {
        false => Ok(found),
        true => Err(StorageError::BadVolumeName {
            name: name.to_owned(),
            why: "Ceph takes names without '@' that do not begin with '-'",
        }),
    }
}

/// What every new image has to do without.
fn check(new: &NewVolume) -> Result<(), StorageError> {
    let refuse = |what: &str| {
        Err(StorageError::ConfigUnsupported(format!(
            "volume '{}' of a pool of Ceph cannot {what}",
            new.name
        )))
    };
    image_name(new.name.as_str())?;
    match (new.format, &new.backing, &new.encryption) {
        (Format::Raw, None, None) => Ok(()),
        (_, None, None) => refuse("have another format than raw"),
        (_, Some(_), _) => refuse("have a backing store"),
        (_, _, Some(_)) => refuse("be encrypted here"),
    }
}

/// Whether the space of each image is asked for, which takes a while: as the pool's document says.
fn is_exact(pool: &Definition) -> bool {
    let refresh = pool.document().refresh.as_ref();
    let volume = refresh.and_then(|refresh| refresh.volume.as_ref());
    volume.and_then(|volume| volume.allocation) != Some(RefreshAllocation::Capacity)
}

async fn space(cluster: &Cluster) -> Result<Usage, StorageError> {
    usage(&cluster.rados(&["--format", "json", "df"]).await?, &cluster.pool)
}

/// An image as it is now.
async fn see(cluster: &Cluster, name: &VolumeName, exact: bool) -> Result<Arc<Volume>, StorageError> {
    let image = cluster.image(name.as_str());
    let missing = || StorageError::NoVolume {
        by: "name",
        value: name.to_string(),
    };
    let ask = |what| async move { cluster.rbd(&["--format", "json", what, &image]).await };
    let answer = ask(if exact { "du" } else { "info" }).await;
    let answer = answer.map_err(|e| if is_missing(&e) { missing() } else { e })?;
    let sizes = match exact {
        true => used(&answer)?.remove(name.as_str()).ok_or_else(missing)?,
        false => {
            let size = info(&answer)?.size;
            Sizes {
                capacity: size,
                allocation: size,
            }
        }
    };
    Ok(Arc::new(volume(cluster, name, sizes)))
}

fn is_missing(error: &StorageError) -> bool {
    ended_with(error, nix::libc::ENOENT)
}

fn volume(cluster: &Cluster, name: &VolumeName, sizes: Sizes) -> Volume {
    Volume {
        capacity: sizes.capacity,
        allocation: sizes.allocation,
        ..Volume::new(name.clone(), cluster.image(name.as_str()), VolumeType::Network)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_one_image() {
        assert!(image_name("a b").is_ok());
        for name in ["a@b", "-a", "a/b", ""] {
            assert!(image_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn zeros_are_one_record() {
        let text = zeros(0x0102);
        assert_eq!(text.len(), 12 + 1 + 16 + 1);
        assert_eq!((text[12], text[21], text[29]), (b'z', 2, b'e'));
    }
}
