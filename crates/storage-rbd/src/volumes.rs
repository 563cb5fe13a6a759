//! The images of a pool of Ceph.

use crate::RbdBackend;
use crate::answers::{images, usage, used};
use crate::cluster::Cluster;
use async_trait::async_trait;
use ferrovirt_driver::attach::VolumePlace;
use ferrovirt_schema::vol::VolumeType;
use ferrovirt_storage::probe::Format;
use ferrovirt_storage::{
    CopySource, Definition, Listing, NewVolume, Resize, StorageError, Usage, Volume, VolumeBackend,
    VolumeName, Volumes, login, undoing,
};
use std::os::fd::AsRawFd;
use std::sync::Arc;

#[async_trait]
impl VolumeBackend for RbdBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let cluster = self.cluster(pool).await?;
        let answer = cluster
            .rbd(&["--format", "json", "ls", "--long", &cluster.pool])
            .await?;
        let exact = by_default(pool);
        let mut volumes = Volumes::new();
        for found in images(&answer)? {
            let Ok(name) = VolumeName::new(&found.image) else {
                continue;
            };
            let allocation = match exact {
                true => allocation(&cluster, &name).await?,
                false => found.size,
            };
            let volume = volume(&cluster, &name, found.size, allocation);
            let same = known.get(&name).filter(|known| ***known == volume);
            let volume = same.cloned().unwrap_or_else(|| Arc::new(volume));
            volumes.insert(name, volume);
        }
        Ok(Listing {
            volumes,
            usage: space(&cluster).await?,
            permissions: None,
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
        let cluster = self.cluster(pool).await?;
        let now = look(&cluster, &known.name, by_default(pool)).await?;
        Ok(match **known == *now {
            true => Arc::clone(known),
            false => now,
        })
    }

    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        check(&new)?;
        let cluster = self.cluster(pool).await?;
        let size = format!("{}B", new.capacity.unwrap_or(0));
        cluster
            .rbd(&["create", "--size", &size, &cluster.image(new.name.as_str())])
            .await?;
        look(&cluster, &new.name, false).await
    }

    async fn copy(
        &self,
        pool: &Arc<Definition>,
        new: NewVolume,
        from: CopySource,
    ) -> Result<Arc<Volume>, StorageError> {
        check(&new)?;
        let cluster = self.cluster(pool).await?;
        let target = cluster.image(new.name.as_str());
        let source = &from.volume;
        if source.image.format != Format::Raw || source.image.encryption.is_some() {
            return Err(StorageError::Unsupported(format!(
                "volume '{}' of format {} cannot be copied into a pool of Ceph; only raw volumes can",
                source.name, source.image.format
            )));
        }
        let copied = match &from.file {
            Some(file) => {
                let path = format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd());
                cluster
                    .rbd_data(&["import", "--no-progress", &path, &target], source.capacity)
                    .await
            }
            None => {
                cluster
                    .rbd_data(&["cp", "--no-progress", &source.path, &target], source.capacity)
                    .await
            }
        };
        let grown = match (
            copied,
            new.capacity.filter(|capacity| *capacity > source.capacity),
        ) {
            (Ok(_), Some(capacity)) => {
                let size = format!("{capacity}B");
                cluster
                    .rbd(&["resize", "--no-progress", "--size", &size, &target])
                    .await
            }
            (copied, _) => copied,
        };
        if let Err(e) = grown {
            drop(undoing(cluster.rbd(&["rm", "--no-progress", &target])).await);
            return Err(e);
        }
        look(&cluster, &new.name, false).await
    }

    async fn delete(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<(), StorageError> {
        let cluster = self.cluster(pool).await?;
        let image = cluster.image(volume.name.as_str());
        cluster
            .rbd_data(&["rm", "--no-progress", &image], volume.capacity)
            .await
            .map(|_| ())
    }

    async fn resize(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        to: Resize,
    ) -> Result<(), StorageError> {
        let cluster = self.cluster(pool).await?;
        let (size, image) = (format!("{}B", to.capacity), cluster.image(volume.name.as_str()));
        let mut args = vec!["resize", "--no-progress", "--size", &size];
        args.extend((to.capacity < volume.capacity).then_some("--allow-shrink"));
        args.push(&image);
        cluster.rbd_data(&args, volume.capacity).await.map(|_| ())
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
    if new.name.as_str().contains('@') || new.name.as_str().starts_with('-') {
        return Err(StorageError::BadVolumeName {
            name: new.name.to_string(),
            why: "Ceph takes names without '@' that do not begin with '-'",
        });
    }
    match (new.format, &new.backing, &new.encryption) {
        (Format::Raw, None, None) => Ok(()),
        (_, None, None) => refuse("have another format than raw"),
        (_, Some(_), _) => refuse("have a backing store"),
        (_, _, Some(_)) => refuse("be encrypted here"),
    }
}

/// Whether the space of each image is asked for, which takes a while: as the pool's document says.
fn by_default(pool: &Definition) -> bool {
    let refresh = pool.document().refresh.as_ref();
    let volume = refresh.and_then(|refresh| refresh.volume.as_ref());
    volume.and_then(|volume| volume.allocation.as_deref()) != Some("capacity")
}

async fn space(cluster: &Cluster) -> Result<Usage, StorageError> {
    usage(&cluster.ceph(&["--format", "json", "df"]).await?, &cluster.pool)
}

async fn allocation(cluster: &Cluster, name: &VolumeName) -> Result<u64, StorageError> {
    used(
        &cluster
            .rbd(&["--format", "json", "du", &cluster.image(name.as_str())])
            .await?,
    )
}

async fn look(cluster: &Cluster, name: &VolumeName, exact: bool) -> Result<Arc<Volume>, StorageError> {
    let answer = cluster
        .rbd(&["--format", "json", "ls", "--long", &cluster.pool])
        .await?;
    let found = images(&answer)?
        .into_iter()
        .find(|image| image.image == name.as_str());
    let found = found.ok_or_else(|| StorageError::NoVolume {
        by: "name",
        value: name.to_string(),
    })?;
    let allocation = match exact {
        true => allocation(cluster, name).await?,
        false => 0,
    };
    Ok(Arc::new(volume(cluster, name, found.size, allocation)))
}

fn volume(cluster: &Cluster, name: &VolumeName, capacity: u64, allocation: u64) -> Volume {
    Volume {
        capacity,
        allocation,
        physical: capacity,
        ..Volume::new(name.clone(), cluster.image(name.as_str()), VolumeType::Network)
    }
}
