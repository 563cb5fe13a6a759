//! The logical volumes of a group.

use crate::lvm::{self, LVCHANGE, LVCREATE, LVREMOVE, LVRESIZE, LVS, run, volume_name};
use crate::report::{LV_FIELDS, Lv, Lvs, Report};
use crate::volume::{Kind, Logical, is_made_of_others, join};
use crate::{LogicalBackend, group};
use async_trait::async_trait;
use ferrovirt_storage::block::{self, Found, Shown};
use ferrovirt_storage::data;
use ferrovirt_storage::probe::Format;
use ferrovirt_storage::{
    Attributes, BackingFile, CopySource, Definition, Listing, NewVolume, Resize, StorageError, Usage, Volume,
    VolumeBackend, VolumeName, Volumes, blocking, qemu_img,
};
use std::fs::File;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Mode of a new volume whose request names none: as private as a new file.
const MODE: u32 = 0o600;
/// Time for a device to appear after LVM made it.
const TIME: Duration = Duration::from_secs(10);

#[async_trait]
impl VolumeBackend for LogicalBackend {
    async fn list(&self, pool: &Arc<Definition>, known: &Volumes) -> Result<Listing, StorageError> {
        let usage = group::usage(pool).await?;
        let found = logicals(pool, None).await?;
        let (pool, known) = (Arc::clone(pool), known.clone());
        blocking(move || {
            let mut volumes = Volumes::new();
            let shown = found
                .into_iter()
                .filter(|lv| lv.kind != Kind::ThinPool && lv.active && !lv.unfinished);
            for logical in shown {
                let volume = see(&pool, logical, &known)?;
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
        group::usage(pool).await.map(Some)
    }

    async fn look(&self, pool: &Arc<Definition>, volume: &Arc<Volume>) -> Result<Arc<Volume>, StorageError> {
        look(pool, volume.name.clone(), Some(volume)).await
    }

    async fn create(&self, pool: &Arc<Definition>, new: NewVolume) -> Result<Arc<Volume>, StorageError> {
        make(pool, &new).await?;
        let filled = match &new.encryption {
            Some(_) => qemu_img::create(&new, &path(pool, &new.name)).await,
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
        // One that is in use is refused.
        let full = full_name(pool, &volume.name)?;
        run(LVREMOVE, ["--yes", "--force", &full]).await.map(|_| ())
    }

    async fn resize(
        &self,
        pool: &Arc<Definition>,
        volume: &Arc<Volume>,
        to: Resize,
    ) -> Result<(), StorageError> {
        let full = full_name(pool, &volume.name)?;
        let size = format!("{}b", to.capacity);
        // Whoever shrinks has said so; the program would ask again.
        run(LVRESIZE, ["--yes", "--force", "--size", &size, &full])
            .await
            .map(|_| ())
    }
}

/// All volumes of the group, or one.
async fn logicals(pool: &Definition, one: Option<&VolumeName>) -> Result<Vec<Logical>, StorageError> {
    let about = match one {
        Some(name) => full_name(pool, name)?,
        None => group::name(pool)?.to_owned(),
    };
    let found = rows(&[&about]).await?;
    let all = match found.iter().any(is_made_of_others) {
        true => rows(&["--all", group::name(pool)?]).await?,
        false => Vec::new(),
    };
    join(&found, &all)
}

async fn rows(about: &[&str]) -> Result<Vec<Lv>, StorageError> {
    let report: Report<Lvs> = lvm::report(LVS, LV_FIELDS, about).await?;
    Ok(report.into_rows().map(|rows| rows.lv).unwrap_or_default())
}

fn full_name(pool: &Definition, name: &VolumeName) -> Result<String, StorageError> {
    Ok(format!("{}/{}", group::name(pool)?, volume_name(name)?))
}

fn path(pool: &Definition, name: &VolumeName) -> std::path::PathBuf {
    pool.target().join(name)
}

fn see(pool: &Definition, logical: Logical, known: &Volumes) -> Result<Arc<Volume>, StorageError> {
    let name = VolumeName::new(&logical.name)?;
    let found = Found {
        name: name.clone(),
        path: path(pool, &name).to_string_lossy().into_owned(),
        key: Some(logical.id),
        shown: Shown::Nothing,
        allocation: Some(logical.allocation),
        extents: logical.extents,
    };
    let volume = block::volume(found, known.get(&name).filter(|known| known.backing.is_none()))?;
    let Some(origin) = logical.origin else {
        return Ok(volume);
    };
    let origin = pool.target().join(origin);
    let backing = BackingFile {
        path: origin.to_string_lossy().into_owned(),
        format: None,
        attributes: origin.metadata().ok().map(|found| Attributes::of(&found)),
    };
    Ok(Arc::new(Volume {
        backing: Some(backing),
        ..Volume::clone(&volume)
    }))
}

async fn look(
    pool: &Arc<Definition>,
    name: VolumeName,
    known: Option<&Arc<Volume>>,
) -> Result<Arc<Volume>, StorageError> {
    let found = logicals(pool, Some(&name)).await?.into_iter().next();
    let logical = found.ok_or_else(|| StorageError::NoVolume {
        by: "name",
        value: name.to_string(),
    })?;
    let (pool, before) = (Arc::clone(pool), known.cloned());
    let known = known.cloned();
    let seen = blocking(move || {
        let before = before
            .map(|volume| (volume.name.clone(), volume))
            .into_iter()
            .collect();
        see(&pool, logical, &before)
    })
    .await?;
    Ok(known.filter(|known| **known == *seen).unwrap_or(seen))
}

/// Makes a volume, and waits for its device.
async fn make(pool: &Arc<Definition>, new: &NewVolume) -> Result<(), StorageError> {
    let group = group::name(pool)?;
    let all = logicals(pool, None).await?;
    let thin_pool = all.iter().find(|lv| lv.kind == Kind::ThinPool);
    let args = create_args(group, new, thin_pool, &all)?;
    if let Err(e) = run(LVCREATE, args).await {
        // It may have made the volume all the same. Another one of that name is not ours.
        LVREMOVE
            .undo(remove_unfinished(&full_name(pool, &new.name)?))
            .await;
        return Err(e);
    }
    let device = path(pool, &new.name);
    if !block::wait_for(TIME, || device.exists()).await {
        remove(pool, &new.name).await;
        return Err(StorageError::NotThere {
            what: format!("device '{}'", device.display()),
            seconds: TIME.as_secs(),
        });
    }
    Ok(())
}

/// How a volume is made: over another as its snapshot; with less space than capacity as a thin volume
/// where the group has a thin pool, otherwise as a snapshot of nothing; else with all its space.
fn create_args(
    group: &str,
    new: &NewVolume,
    thin_pool: Option<&Logical>,
    all: &[Logical],
) -> Result<Vec<String>, StorageError> {
    let name = volume_name(&new.name)?;
    let capacity = new.capacity.unwrap_or(0);
    let header = if new.encryption.is_some() {
        ENCRYPTION_HEADER
    } else {
        0
    };
    let size = |bytes: u64| format!("{}b", bytes.saturating_add(header).max(1));
    let sparse = new.allocation.filter(|allocation| *allocation < capacity);
    let mut args: Vec<String> = ["--yes", "--addtag", UNFINISHED, "--name", name]
        .map(str::to_owned)
        .to_vec();
    let mut add = |words: &[&str]| args.extend(words.iter().map(|word| (*word).to_owned()));
    if let Some(backing) = &new.backing {
        let origin = Path::new(&backing.path)
            .file_name()
            .and_then(|name| name.to_str());
        let origin = all.iter().find(|lv| Some(lv.name.as_str()) == origin);
        let origin = origin.ok_or_else(|| {
            StorageError::ConfigUnsupported(format!(
                "'{}' is no volume of volume group '{group}', whose volumes can only be snapshots of each other",
                backing.path
            ))
        })?;
        match origin.kind {
            Kind::Plain => add(&["--snapshot", "--size", &size(sparse.unwrap_or(capacity))]),
            _ => add(&["--snapshot", "--setactivationskip", "n"]),
        }
        add(&[&format!("{group}/{}", origin.name)]);
        return Ok(args);
    }
    match (sparse, thin_pool) {
        (None, _) => {
            add(&["--wipesignatures", "y", "--size", &size(capacity), group]);
        }
        (Some(_), Some(thin)) => {
            let pool = format!("{group}/{}", thin.name);
            add(&[
                "--type",
                "thin",
                "--virtualsize",
                &size(capacity),
                "--thinpool",
                &pool,
            ]);
        }
        (Some(allocation), None) => {
            add(&[
                "--type",
                "snapshot",
                "--virtualsize",
                &size(capacity),
                "--size",
                &size(allocation),
                group,
            ]);
        }
    }
    Ok(args)
}

/// Bytes that an encrypted volume has before its data, as `qemu-img` makes it, rounded up.
const ENCRYPTION_HEADER: u64 = 4 << 20;

async fn fill(pool: &Arc<Definition>, new: &NewVolume, from: CopySource) -> Result<(), StorageError> {
    let device = path(pool, &new.name);
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
        data::copy(&source, &target).map_err(fail)?;
        target.sync_all().map_err(fail)
    })
    .await
}

/// Gives a volume its owner and mode, or takes it back if that or what came before failed.
async fn finish(
    pool: &Arc<Definition>,
    new: &NewVolume,
    filled: Result<(), StorageError>,
) -> Result<Arc<Volume>, StorageError> {
    let device = path(pool, &new.name);
    let (uid, gid, mode) = (new.uid, new.gid, new.mode.unwrap_or(MODE));
    let set = async {
        filled?;
        blocking(move || {
            let fail = |e| StorageError::io("change the owner or mode of", &device, e);
            if uid.is_some() || gid.is_some() {
                chown(&device, uid, gid).map_err(fail)?;
            }
            std::fs::set_permissions(&device, std::fs::Permissions::from_mode(mode)).map_err(fail)
        })
        .await?;
        run(LVCHANGE, ["--deltag", UNFINISHED, &full_name(pool, &new.name)?]).await?;
        look(pool, new.name.clone(), None).await
    };
    match set.await {
        Ok(volume) => Ok(volume),
        Err(e) => {
            remove(pool, &new.name).await;
            Err(e)
        }
    }
}

/// Marks volumes that are being made. Those that a killed daemon left are removed when the pool starts.
pub(crate) const UNFINISHED: &str = "ferrovirt.unfinished";

/// The arguments that remove the unfinished volumes of a group, or a volume if it is one.
fn remove_unfinished(place: &str) -> [&str; 5] {
    [
        "--yes",
        "--force",
        "--select",
        "lv_tags=ferrovirt.unfinished",
        place,
    ]
}

/// Removes what was left unfinished. The pool must not be active.
pub(crate) async fn sweep(pool: &Definition) {
    if let Ok(group) = group::name(pool) {
        LVREMOVE.undo(remove_unfinished(group)).await;
    }
}

/// Removes a volume that could not be completed.
async fn remove(pool: &Definition, name: &VolumeName) {
    if let Ok(full) = full_name(pool, name) {
        LVREMOVE.undo(["--yes", "--force", full.as_str()]).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::pool::PoolType;

    fn logical(name: &str, kind: Kind) -> Logical {
        Logical {
            name: name.into(),
            id: name.into(),
            allocation: 0,
            kind,
            origin: None,
            extents: Vec::new(),
            active: true,
            unfinished: false,
        }
    }

    fn line(xml: &str, all: &[Logical]) -> Result<String, StorageError> {
        let text = format!("<volume><name>v</name><capacity>1024</capacity>{xml}</volume>");
        let new = NewVolume::parse(&text, false, PoolType::Logical).unwrap();
        let thin = all.iter().find(|lv| lv.kind == Kind::ThinPool);
        create_args("vg", &new, thin, all).map(|args| args.join(" "))
    }

    #[test]
    fn how_volumes_are_made() {
        let plain = [logical("base", Kind::Plain)];
        let thin = [logical("tp", Kind::ThinPool), logical("base", Kind::Thin)];
        let over = "<backingStore><path>/dev/vg/base</path><format type='raw'/></backingStore>";
        for (xml, all, expected) in [
            ("", &[][..], "--wipesignatures y --size 1024b vg"),
            (
                "<allocation>512</allocation>",
                &[][..],
                "--type snapshot --virtualsize 1024b --size 512b vg",
            ),
            (
                "<allocation>0</allocation>",
                &thin[..],
                "--type thin --virtualsize 1024b --thinpool vg/tp",
            ),
            (over, &plain[..], "--snapshot --size 1024b vg/base"),
            (over, &thin[..], "--snapshot --setactivationskip n vg/base"),
        ] {
            assert_eq!(
                line(xml, all).unwrap(),
                format!("--yes --addtag {UNFINISHED} --name v {expected}")
            );
        }
        assert!(line(over, &[]).is_err());
    }
}
