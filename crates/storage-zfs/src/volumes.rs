//! The volumes of a dataset.

use crate::ZfsBackend;
use crate::dataset::{COLUMNS, Dataset, UNFINISHED, parse};
use crate::zpool::{self, ZFS};
use async_trait::async_trait;
use ferrovirt_storage::block::{self, Found, Shown};
use ferrovirt_storage::data;
use ferrovirt_storage::probe::Format;
use ferrovirt_storage::{
    CopySource, Definition, Listing, NewVolume, Resize, StorageError, Usage, Volume, VolumeBackend,
    VolumeName, Volumes, blocking, qemu_img, undoing,
};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Time for a device to appear after ZFS made it.
const TIME: Duration = Duration::from_secs(10);
/// The unit that sizes of new volumes have to be a multiple of, with the usual block size of any version.
const UNIT: u64 = 16 << 10;
/// Bytes that an encrypted volume has before its data, as `qemu-img` makes it, rounded up.
const ENCRYPTION_HEADER: u64 = 4 << 20;
/// How often a volume is removed that somebody has open, and how long to wait in between: the system's own programs
/// look at each new device for a moment.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(200);

#[async_trait]
impl VolumeBackend for ZfsBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let parent = zpool::name(pool)?;
        let usage = zpool::usage(pool).await?;
        let found = datasets(parent).await?;
        let (pool, known) = (Arc::clone(pool), known.clone());
        blocking(move || {
            let mut volumes = Volumes::new();
            for dataset in found.into_iter().filter(|dataset| !dataset.unfinished) {
                // One can be told to have no device.
                if !device(&pool, &dataset.name).exists() {
                    continue;
                }
                let volume = see(&pool, dataset, &known)?;
                volumes.insert(volume.name.clone(), volume);
            }
            Ok(Listing {
                volumes,
                usage,
                ..Listing::default()
            })
        })
        .await
    }

    async fn usage(&self, pool: &Arc<Definition>) -> Result<Option<Usage>, StorageError> {
        zpool::usage(pool).await.map(Some)
    }

    async fn look(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        let seen = look(pool, &volume.name, Some(volume)).await?;
        Ok(if *seen == **volume {
            Arc::clone(volume)
        } else {
            seen
        })
    }

    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        make(pool, &new).await?;
        let filled = match &new.encryption {
            Some(_) => qemu_img::create(&new, &device(pool, new.name.as_str())).await,
            None => Ok(()),
        };
        finish(pool, &new, filled).await
    }

    async fn copy(
        &self,
        pool: &Arc<Definition>,
        new: NewVolume,
        from: CopySource,
    ) -> Result<Arc<Volume>, StorageError> {
        make(pool, &new).await?;
        let filled = fill(pool, &new, from).await;
        finish(pool, &new, filled).await
    }

    async fn delete(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<(), StorageError> {
        destroy(&full_name(pool, &volume.name)?).await
    }

    async fn resize(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        to: Resize,
    ) -> Result<(), StorageError> {
        let full = full_name(pool, &volume.name)?;
        let block = dataset(pool, &volume.name).await?.block;
        let size = format!("volsize={}", to.capacity.div_ceil(block).saturating_mul(block));
        // Both at once, or neither.
        let mut args = vec!["set", &size];
        args.extend(to.allocate.then_some("refreservation=auto"));
        args.push(&full);
        ZFS.run(args).await?;
        let device = device(pool, volume.name.as_str());
        let wanted = to.capacity;
        let path = device.to_string_lossy().into_owned();
        // The kernel tells the device's size a moment later.
        block::wait_for(TIME, || block::size_of(&path).is_ok_and(|size| size >= wanted)).await;
        Ok(())
    }
}

/// The volumes below a dataset, or one volume.
async fn datasets(of: &str) -> Result<Vec<Dataset>, StorageError> {
    let out = ZFS
        .run(["list", "-H", "-p", "-t", "volume", "-r", "-o", COLUMNS, of])
        .await?;
    parse(&out.text(), of)
}

/// What ZFS says of one volume.
async fn dataset(pool: &Definition, name: &VolumeName) -> Result<Dataset, StorageError> {
    let full = full_name(pool, name)?;
    let out = ZFS
        .run(["list", "-H", "-p", "-t", "volume", "-o", COLUMNS, &full])
        .await?;
    let found = parse(&out.text(), zpool::name(pool)?)?.into_iter().next();
    found.ok_or_else(|| StorageError::NoVolume {
        by: "name",
        value: name.to_string(),
    })
}

fn device(pool: &Definition, name: &str) -> PathBuf {
    pool.target().join(name)
}

async fn look(
    pool: &Arc<Definition>,
    name: &VolumeName,
    known: Option<&Arc<Volume>>,
) -> Result<Arc<Volume>, StorageError> {
    let dataset = dataset(pool, name).await?;
    let known = known.map(|volume| (volume.name.clone(), Arc::clone(volume)));
    let (pool, known) = (Arc::clone(pool), known.into_iter().collect());
    blocking(move || see(&pool, dataset, &known)).await
}

/// Removes a volume. The system looks at new devices, and ZFS removes none that is open: another moment will do. One
/// that a guest or a mount uses stays.
async fn destroy(full: &str) -> Result<(), StorageError> {
    let mut attempt = 1;
    loop {
        match ZFS.run(["destroy", full]).await {
            Err(StorageError::Tool(e))
                if attempt < ATTEMPTS && e.stderr().is_some_and(|text| text.contains("busy")) =>
            {
                attempt += 1;
                tokio::time::sleep(PAUSE).await;
            }
            ended => return ended.map(|_| ()),
        }
    }
}

/// Removes a volume that this daemon made and could not complete; what fails is logged.
async fn take_back(pool: &Definition, name: &VolumeName) {
    let taken = undoing(async { destroy(&full_name(pool, name)?).await });
    if let Err(error) = taken.await {
        tracing::warn!(volume = %name, %error, "cannot remove a volume that was not completed");
    }
}

/// The same for one that may not have been made. Another one of that name is not ours.
async fn take_back_unfinished(pool: &Definition, name: &VolumeName) {
    if undoing(dataset(pool, name))
        .await
        .is_ok_and(|found| found.unfinished)
    {
        take_back(pool, name).await;
    }
}

/// Removes what a killed daemon left unfinished. The pool must not be active.
pub(crate) async fn sweep(pool: &Definition) {
    let Ok(found) = async { datasets(zpool::name(pool)?).await }.await else {
        return;
    };
    for left in found.iter().filter(|dataset| dataset.unfinished) {
        if let Ok(name) = VolumeName::new(&left.name) {
            take_back(pool, &name).await;
        }
    }
}

/// Waits for the devices of what was just imported. Volumes can be told to have none: no longer than needed.
pub(crate) async fn wait_for_devices(pool: &Definition) -> Result<(), StorageError> {
    let found = datasets(zpool::name(pool)?).await?;
    let mut missing: Vec<PathBuf> = found.iter().map(|dataset| device(pool, &dataset.name)).collect();
    missing.retain(|device| !device.exists());
    if !missing.is_empty() {
        let all = || missing.iter().all(|device| device.exists());
        if !block::wait_for(TIME, all).await {
            tracing::warn!(
                pool = pool.name(),
                "some volumes have no device and are not shown: see their property volmode"
            );
        }
    }
    Ok(())
}

fn see(pool: &Definition, dataset: Dataset, known: &Volumes) -> Result<Arc<Volume>, StorageError> {
    let name = VolumeName::new(&dataset.name)?;
    let path = device(pool, &dataset.name).to_string_lossy().into_owned();
    let found = Found {
        key: Some(full_name(pool, &name)?),
        path,
        shown: Shown::Nothing,
        allocation: Some(dataset.allocation),
        extents: Vec::new(),
        name: name.clone(),
    };
    block::volume(found, known.get(&name))
}

fn full_name(pool: &Definition, name: &VolumeName) -> Result<String, StorageError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:.".contains(&byte);
    if !name.as_str().bytes().all(allowed) {
        return Err(StorageError::BadVolumeName {
            name: name.to_string(),
            why: "ZFS takes letters, digits, '_', '-', ':' and '.'",
        });
    }
    Ok(format!("{}/{name}", zpool::name(pool)?))
}

fn round(size: u64) -> u64 {
    size.div_ceil(UNIT).saturating_mul(UNIT)
}

/// Makes a volume, and waits for its device.
async fn make(pool: &Definition, new: &NewVolume) -> Result<(), StorageError> {
    let full = full_name(pool, &new.name)?;
    if let Err(e) = ZFS.run(create_args(&full, new)?).await {
        // It may have made the volume all the same.
        take_back_unfinished(pool, &new.name).await;
        return Err(e);
    }
    let device = device(pool, new.name.as_str());
    if block::wait_for(TIME, || device.exists()).await {
        return Ok(());
    }
    take_back(pool, &new.name).await;
    Err(StorageError::NotThere {
        what: format!("device '{}'", device.display()),
        seconds: TIME.as_secs(),
    })
}

/// How a volume is made: with all its space kept for it, or with as much as it is to have.
fn create_args(full: &str, new: &NewVolume) -> Result<Vec<String>, StorageError> {
    if new.backing.is_some() {
        return Err(StorageError::ConfigUnsupported(format!(
            "a volume of ZFS cannot have a backing store; clone one instead of making '{}'",
            new.name
        )));
    }
    let header = if new.encryption.is_some() {
        ENCRYPTION_HEADER
    } else {
        0
    };
    let capacity = new.capacity.unwrap_or(0);
    let mut args = vec!["create".to_owned(), "-o".to_owned(), format!("{UNFINISHED}=on")];
    if let Some(allocation) = new.allocation.filter(|allocation| *allocation < capacity) {
        args.push("-s".to_owned());
        if allocation > 0 {
            args.extend(["-o".to_owned(), format!("refreservation={allocation}")]);
        }
    }
    let size = round(capacity.saturating_add(header)).to_string();
    args.extend(["-V".to_owned(), size, full.to_owned()]);
    Ok(args)
}

async fn fill(pool: &Definition, new: &NewVolume, from: CopySource) -> Result<(), StorageError> {
    let device = device(pool, new.name.as_str());
    let image = &from.volume.image;
    let plain = matches!(image.format, Format::Raw | Format::Iso) && image.encryption.is_none();
    if !plain || new.encryption.is_some() || from.file.is_none() {
        if new.encryption.is_some() {
            qemu_img::create(new, &device).await?;
        }
        return qemu_img::convert(new, &from, &device, true).await;
    }
    blocking(move || {
        let fail = |e| StorageError::io("copy to volume", &device, e);
        let target = File::options()
            .read(true)
            .write(true)
            .open(&device)
            .map_err(fail)?;
        // It was asked for above.
        let Some(source) = from.file else { return Ok(()) };
        data::copy_over_zeros(&source, &target).map_err(fail)?;
        target.sync_all().map_err(fail)
    })
    .await
}

/// Completes a volume, or takes it back if that or what came before failed.
async fn finish(
    pool: &Arc<Definition>,
    new: &NewVolume,
    filled: Result<(), StorageError>,
) -> Result<Arc<Volume>, StorageError> {
    let set = async {
        filled?;
        let seen = look(pool, &new.name, None).await?;
        ZFS.run(["inherit", UNFINISHED, &full_name(pool, &new.name)?])
            .await?;
        Ok(seen)
    };
    match set.await {
        Ok(volume) => Ok(volume),
        Err(e) => {
            take_back(pool, &new.name).await;
            Err(e)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::pool::PoolType;

    #[test]
    fn how_volumes_are_made() {
        let line = |xml: &str| {
            let text = format!("<volume><name>v</name><capacity>100000</capacity>{xml}</volume>");
            let new = NewVolume::parse(&text, false, PoolType::Zfs).unwrap();
            create_args("tank/v", &new).map(|args| args.join(" "))
        };
        for (xml, expected) in [
            ("", "-V 114688 tank/v"),
            ("<allocation>0</allocation>", "-s -V 114688 tank/v"),
            (
                "<allocation>512</allocation>",
                "-s -o refreservation=512 -V 114688 tank/v",
            ),
        ] {
            assert_eq!(
                line(xml).unwrap(),
                format!("create -o {UNFINISHED}=on {expected}")
            );
        }
        let over = "<backingStore><path>/dev/zvol/tank/base</path><format type='raw'/></backingStore>";
        assert!(line(over).is_err());
    }
}
