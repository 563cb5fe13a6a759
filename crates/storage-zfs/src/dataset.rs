//! Volumes as `zfs list` prints them.

use ferrovirt_storage::StorageError;

/// A volume of ZFS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dataset {
    /// Its name below the dataset of the pool.
    pub(crate) name: String,
    /// Space that it takes or that is kept for it, in bytes.
    pub(crate) allocation: u64,
    /// Its size is a multiple of this, in bytes.
    pub(crate) block: u64,
    /// It is being made, or a daemon that was making it was killed.
    pub(crate) unfinished: bool,
}

/// Marks volumes that are being made: a property of the user's, as ZFS calls those that mean nothing to it.
pub(crate) const UNFINISHED: &str = "ferrovirt:unfinished";

/// The columns that [`parse`] reads.
pub(crate) const COLUMNS: &str = "name,referenced,refreservation,volblocksize,ferrovirt:unfinished";

/// One volume a line, columns divided by tabs.
pub(crate) fn parse(text: &str, parent: &str) -> Result<Vec<Dataset>, StorageError> {
    text.lines()
        .filter_map(|line| volume(line, parent).transpose())
        .collect()
}

fn volume(line: &str, parent: &str) -> Result<Option<Dataset>, StorageError> {
    let mut columns = line.split('\t');
    let name = columns.next().unwrap_or_default();
    let mut number = || match columns.next() {
        // How a missing value is written.
        Some("-" | "none") => Ok(0),
        Some(text) => text.parse::<u64>().map_err(|_| strange(line)),
        None => Err(strange(line)),
    };
    let (referenced, reserved, block) = (number()?, number()?, number()?);
    let unfinished = columns.next().ok_or_else(|| strange(line))? == "on";
    let own = name.strip_prefix(parent).and_then(|rest| rest.strip_prefix('/'));
    // A volume of a dataset further down is another pool's.
    Ok(own.filter(|name| !name.contains('/')).map(|name| Dataset {
        name: name.to_owned(),
        allocation: referenced.max(reserved),
        block: block.max(512),
        unfinished,
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
        let text =
            "tank/a\t8192\t1048576\t8192\t-\ntank/sub/b\t0\t-\t8192\t-\ntank/c\t4096\tnone\t16384\ton\n";
        let found = parse(text, "tank").unwrap();
        let dataset = |name: &str, allocation, block, unfinished| Dataset {
            name: name.to_owned(),
            allocation,
            block,
            unfinished,
        };
        assert_eq!(
            found,
            [
                dataset("a", 1_048_576, 8192, false),
                dataset("c", 4096, 16384, true)
            ]
        );
        assert!(parse("tank/a\tmany\t0\t0\t-\n", "tank").is_err());
        assert!(parse("tank/a\t1\t0\t0\n", "tank").is_err());
    }
}
