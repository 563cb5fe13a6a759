//! The pool of ZFS behind a storage pool.

use ferrovirt_storage::{BuildMode, Definition, StorageError, Tool, Usage, block, undoing};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use uuid::Uuid;

pub(crate) const ZFS: Tool = Tool {
    program: "zfs",
    package: "zfsutils-linux",
};
pub(crate) const ZPOOL: Tool = Tool {
    program: "zpool",
    package: "zfsutils-linux",
};

/// The dataset that volumes are in: a pool of ZFS or a dataset below it.
pub(crate) fn name(pool: &Definition) -> Result<&str, StorageError> {
    let name = pool.source().name.as_deref().unwrap_or(pool.name());
    match is_name(name) {
        true => Ok(name),
        false => Err(StorageError::Argument(format!(
            "'{}' cannot be the name of a ZFS pool",
            name.escape_default()
        ))),
    }
}

/// Letters, digits and a few signs, beginning with a letter; parts divided by `/`.
fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:./ ".contains(&byte);
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(allowed)
        && name.split('/').all(|part| !part.is_empty() && part != "..")
}

/// Words that say what the devices after them are for.
const GROUPS: &[&str] = &[
    "mirror", "raidz", "raidz1", "raidz2", "raidz3", "spare", "log", "cache", "special", "dedup",
];

/// Says which build made a pool or dataset of ZFS, so that a build which fails undoes its own work only.
const MADE_BY: &str = "ferrovirt:made-by";

/// Makes the pool of ZFS from the devices of the pool, or a dataset in one that is there.
pub(crate) async fn build(pool: &Definition, mode: BuildMode) -> Result<(), StorageError> {
    let name = name(pool)?;
    if exists(name).await {
        return Err(StorageError::Invalid(format!("'{name}' of ZFS exists already")));
    }
    let mark = format!("{MADE_BY}={}", Uuid::new_v4());
    let made = match name.contains('/') {
        true => {
            let args = ["create", "-o", "mountpoint=none", "-o", &mark, name];
            ZFS.run(args).await
        }
        false => {
            let devices = devices(pool, name)?;
            if mode != BuildMode::Overwrite {
                refuse_used(&devices).await?;
            }
            let mut args = vec!["create", "-O", &mark];
            args.extend((mode == BuildMode::Overwrite).then_some("-f"));
            args.push(name);
            args.extend(devices);
            ZPOOL.run(args).await
        }
    };
    // One that failed may have made it all the same, and then it has the mark.
    let (ended, is_ours) = match made {
        // The mark says nothing to whoever comes after.
        Ok(_) => (ZFS.run(["inherit", MADE_BY, name]).await, true),
        Err(e) => (Err(e), undoing(is_made_by(name, &mark)).await),
    };
    if ended.is_err() && is_ours {
        match name.contains('/') {
            true => ZFS.undo(["destroy", name]).await,
            false => ZPOOL.undo(["destroy", name]).await,
        }
    }
    ended.map(|_| ())
}

async fn exists(name: &str) -> bool {
    ZFS.run(["list", "-H", "-o", "name", name]).await.is_ok()
}

/// Whether a pool or dataset has just this mark.
async fn is_made_by(name: &str, mark: &str) -> bool {
    let value = ZFS.run(["get", "-H", "-o", "value", MADE_BY, name]).await;
    value.is_ok_and(|value| mark.strip_prefix(MADE_BY) == Some(&format!("={}", value.text().trim())))
}

/// What the pool is made of: paths, and words between them.
fn devices<'p>(pool: &'p Definition, name: &str) -> Result<Vec<&'p str>, StorageError> {
    let devices: Vec<&str> = pool.source().devices.iter().map(|d| d.path.as_str()).collect();
    if devices.is_empty() {
        return Err(StorageError::ConfigUnsupported(format!(
            "missing source devices: ZFS pool '{name}' cannot be made of nothing"
        )));
    }
    let strange = devices
        .iter()
        .find(|word| !word.starts_with('/') && !GROUPS.contains(word));
    match strange {
        Some(word) => Err(StorageError::Document(format!(
            "device '{}' of ZFS pool '{name}' is neither an absolute path nor one of {}",
            word.escape_default(),
            GROUPS.join(", ")
        ))),
        None => Ok(devices),
    }
}

async fn refuse_used(devices: &[&str]) -> Result<(), StorageError> {
    for device in devices.iter().filter(|device| device.starts_with('/')) {
        if let Some(what) = block::signature(Path::new(device)).await? {
            return Err(StorageError::NotEmpty {
                device: device.into(),
                what,
            });
        }
    }
    Ok(())
}

/// Removes the pool or dataset of ZFS with all that is in it.
pub(crate) async fn remove(pool: &Definition) -> Result<(), StorageError> {
    let name = name(pool)?;
    let removed = match name.contains('/') {
        true => ZFS.run(["destroy", "-r", name]).await,
        false => {
            // One that is not imported cannot be removed.
            start(pool).await?;
            ZPOOL.run(["destroy", name]).await
        }
    };
    removed.map(|_| ())
}

/// Makes sure that the pool of ZFS is there, importing it if need be.
pub(crate) async fn start(pool: &Definition) -> Result<(), StorageError> {
    let name = name(pool)?;
    if exists(name).await {
        return Ok(());
    }
    let whole = name.split('/').next().unwrap_or(name);
    // A whole disk has the pool on a partition of it, which lies beside it.
    let devices = pool.source().devices.iter().map(|device| Path::new(&device.path));
    let places: BTreeSet<&Path> = devices
        .filter(|path| path.is_absolute())
        .filter_map(Path::parent)
        .collect();
    let places = places
        .into_iter()
        .flat_map(|place| [OsStr::new("-d"), place.as_os_str()]);
    let import: Vec<&OsStr> = [OsStr::new("import")]
        .into_iter()
        .chain(places)
        .chain([OsStr::new(whole)])
        .collect();
    match ZPOOL.run(import).await {
        Ok(_) => ZFS.run(["list", "-H", "-o", "name", name]).await.map(|_| ()),
        // What it could not do need not be what is wanted.
        Err(_) if exists(name).await => Ok(()),
        Err(e) => Err(e),
    }
}

/// Space of the dataset.
pub(crate) async fn usage(pool: &Definition) -> Result<Usage, StorageError> {
    let out = ZFS
        .run(["list", "-H", "-p", "-o", "used,available", name(pool)?])
        .await?;
    parse_usage(&out.text())
}

fn parse_usage(text: &str) -> Result<Usage, StorageError> {
    let mut numbers = text.split_whitespace().map(str::parse::<u64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(allocation)), Some(Ok(available))) => Ok(Usage {
            capacity: allocation.saturating_add(available),
            allocation,
            available,
        }),
        _ => Err(StorageError::ToolAnswer {
            program: ZFS.program,
            what: format!("'{}' is not used and available space", text.trim()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_is_read() {
        let usage = parse_usage("1024\t4096\n").unwrap();
        assert_eq!(
            (usage.capacity, usage.allocation, usage.available),
            (5120, 1024, 4096)
        );
        assert!(parse_usage("-\t4096").is_err());
    }

    #[test]
    fn names_that_are_options_are_refused() {
        assert!(is_name("tank") && is_name("tank/images"));
        for name in ["", "-f", "tank/", "tank/../x", "/tank", "tank@snap"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
