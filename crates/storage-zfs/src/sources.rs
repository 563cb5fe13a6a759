//! Pools of ZFS that are there.

use crate::zpool::ZPOOL;
use ferrovirt_schema::pool::{Device, Source};
use ferrovirt_storage::StorageError;

/// Those that are imported, with their devices, then those that could be.
pub(crate) async fn find() -> Result<Vec<Source>, StorageError> {
    let imported = ZPOOL.run(["list", "-H", "-P", "-v"]).await?;
    let mut found = parse_imported(&imported.text());
    // It fails where there is none.
    let others = ZPOOL.command()?.arg("import").output().await?;
    for name in parse_importable(&others.text()) {
        if found.iter().all(|source| source.name.as_deref() != Some(name)) {
            found.push(Source {
                name: Some(name.to_owned()),
                ..Source::default()
            });
        }
    }
    Ok(found)
}

/// A pool a line, followed by indented lines of what it is made of; what has a path is a device.
fn parse_imported(text: &str) -> Vec<Source> {
    let mut found: Vec<Source> = Vec::new();
    for line in text.lines() {
        let word = line.split('\t').find(|word| !word.is_empty()).unwrap_or_default();
        if !line.starts_with(['\t', ' ']) {
            found.push(Source {
                name: Some(word.to_owned()),
                ..Source::default()
            });
        } else if word.starts_with('/')
            && let Some(source) = found.last_mut()
        {
            source.devices.push(Device {
                path: word.to_owned(),
                ..Device::default()
            });
        }
    }
    found
}

/// Descriptions, each with a line `pool: NAME`.
fn parse_importable(text: &str) -> Vec<&str> {
    let names = text.lines().filter_map(|line| line.trim().strip_prefix("pool: "));
    names.map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pools_are_read_with_their_devices() {
        let text = "tank\t960M\t120K\n\tmirror-0\t960M\t120K\n\t/dev/sda1\t-\t-\n\t/dev/sdb1\t-\t-\n\
                    other\t1G\t1K\n\t/dev/sdc1\t1G\t1K\n";
        let found = parse_imported(text);
        let devices = |source: &Source| {
            let paths = source.devices.iter().map(|device| device.path.as_str());
            paths.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].name.as_deref(), Some("tank"));
        assert_eq!(devices(&found[0]), "/dev/sda1 /dev/sdb1");
        assert_eq!(devices(&found[1]), "/dev/sdc1");
    }

    #[test]
    fn pools_that_could_be_imported_are_read() {
        let text = "   pool: tank\n     id: 1\n  state: ONLINE\n config:\n\n\ttank  ONLINE\n\n   pool: b\n     id: 2\n";
        assert_eq!(parse_importable(text), ["tank", "b"]);
        assert!(parse_importable("no pools available to import\n").is_empty());
    }
}
