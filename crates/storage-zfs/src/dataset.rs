//! Volumes as `zfs list` prints them.

use ferrovirt_storage::StorageError;

/// A volume of ZFS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dataset {
    /// Its name below the dataset of the pool.
    pub(crate) name: String,
    /// Space that it takes, in bytes.
    pub(crate) allocation: u64,
}

/// The columns that [`parse`] reads.
pub(crate) const COLUMNS: &str = "name,referenced,refreservation";

/// One volume a line, columns divided by tabs.
pub(crate) fn parse(text: &str, parent: &str) -> Result<Vec<Dataset>, StorageError> {
    text.lines()
        .filter_map(|line| volume(line, parent).transpose())
        .collect()
}

fn volume(line: &str, parent: &str) -> Result<Option<Dataset>, StorageError> {
    let mut columns = line.split('\t');
    let name = columns.next().unwrap_or_default();
    let number = |text: Option<&str>| match text {
        // How a missing value is written.
        Some("-" | "none") => Ok(0),
        Some(text) => text.parse::<u64>().map_err(|_| strange(line)),
        None => Err(strange(line)),
    };
    let (referenced, reserved) = (number(columns.next())?, number(columns.next())?);
    let own = name.strip_prefix(parent).and_then(|rest| rest.strip_prefix('/'));
    // A volume of a dataset further down is another pool's.
    Ok(own.filter(|name| !name.contains('/')).map(|name| Dataset {
        name: name.to_owned(),
        allocation: referenced.max(reserved),
    }))
}

fn strange(line: &str) -> StorageError {
    StorageError::ToolAnswer {
        program: "zfs",
        what: format!("'{line}' is not a volume"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_read() {
        let text = "tank/a\t8192\t1048576\ntank/sub/b\t0\t-\ntank/c\t4096\tnone\n";
        let found = parse(text, "tank").unwrap();
        assert_eq!(
            found,
            [
                Dataset {
                    name: "a".into(),
                    allocation: 1_048_576
                },
                Dataset {
                    name: "c".into(),
                    allocation: 4096
                }
            ]
        );
        assert!(parse("tank/a\tmany\t0\n", "tank").is_err());
    }
}
