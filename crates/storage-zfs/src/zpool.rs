//! The pool of ZFS behind a storage pool.

use ferrovirt_storage::{BuildMode, Definition, StorageError, Tool, Usage, block};
use std::path::Path;

pub(crate) const ZFS: Tool = Tool {
    program: "zfs",
    package: "zfsutils-linux",
};
const ZPOOL: Tool = Tool {
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

/// Makes the pool of ZFS from the devices of the pool.
pub(crate) async fn build(pool: &Definition, mode: BuildMode) -> Result<(), StorageError> {
    let name = name(pool)?;
    let devices: Vec<&str> = pool.source().devices.iter().map(|d| d.path.as_str()).collect();
    if devices.is_empty() {
        return Err(StorageError::Document(format!(
            "missing storage pool source device name: ZFS pool '{name}' cannot be made of nothing"
        )));
    }
    let mut args = vec!["create"];
    if mode == BuildMode::Overwrite {
        args.push("-f");
    } else {
        for device in &devices {
            if let Some(what) = block::signature(Path::new(device)).await? {
                return Err(StorageError::NotEmpty {
                    device: device.into(),
                    what,
                });
            }
        }
    }
    args.push(name);
    args.extend(devices);
    ZPOOL.run(args).await.map(|_| ())
}

/// Removes the pool of ZFS with all that is in it.
pub(crate) async fn remove(pool: &Definition) -> Result<(), StorageError> {
    ZPOOL.run(["destroy", name(pool)?]).await.map(|_| ())
}

/// Makes sure that the pool of ZFS is there, importing it if need be.
pub(crate) async fn start(pool: &Definition) -> Result<(), StorageError> {
    let name = name(pool)?;
    let there = ZFS.run(["list", "-H", "-o", "name", name]).await;
    match (there, name.contains('/')) {
        (Ok(_), _) => Ok(()),
        (Err(e), true) => Err(e),
        (Err(e), false) => ZPOOL.run(["import", name]).await.map(|_| ()).map_err(|_| e),
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
