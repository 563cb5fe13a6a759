//! `sfdisk`: what it reads from a disk, and what it is told to write.

use crate::kind;
use ferrovirt_storage::{StorageError, Tool};
use serde::Deserialize;

const SFDISK: Tool = Tool {
    program: "sfdisk",
    package: "fdisk",
};
const WIPEFS: Tool = Tool {
    program: "wipefs",
    package: "util-linux",
};
const PARTX: Tool = Tool {
    program: "partx",
    package: "util-linux",
};

#[derive(Debug, Deserialize)]
struct Answer {
    partitiontable: Table,
}

/// The table of a disk, in sectors.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Table {
    /// `dos` or `gpt`, among others.
    pub(crate) label: String,
    #[serde(default)]
    pub(crate) firstlba: Option<u64>,
    #[serde(default)]
    pub(crate) lastlba: Option<u64>,
    #[serde(default = "usual_sector")]
    pub(crate) sectorsize: u64,
    #[serde(default)]
    pub(crate) partitions: Vec<Partition>,
}

/// A partition, in sectors.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Partition {
    /// Its device.
    pub(crate) node: String,
    pub(crate) start: u64,
    pub(crate) size: u64,
    /// Its type, as it stands in the table.
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

fn usual_sector() -> u64 {
    512
}

impl Table {
    pub(crate) fn is_gpt(&self) -> bool {
        self.label == "gpt"
    }

    /// The partition that others are inside of, where there is one.
    pub(crate) fn extended(&self) -> Option<&Partition> {
        let is = |partition: &&Partition| !self.is_gpt() && kind::word(&partition.kind) == "extended";
        self.partitions.iter().find(is)
    }
}

impl Partition {
    /// The sector after the last.
    pub(crate) fn end(&self) -> u64 {
        self.start.saturating_add(self.size)
    }

    /// Its number: the digits at the end of the device's name.
    pub(crate) fn number(&self) -> Option<u32> {
        let digits = self.node.len() - self.node.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        self.node.get(self.node.len() - digits..)?.parse().ok()
    }
}

/// Reads the table of a disk.
pub(crate) async fn read(device: &str) -> Result<Table, StorageError> {
    let out = SFDISK.run(["--json", device]).await?;
    parse(&out.stdout)
}

fn parse(answer: &[u8]) -> Result<Table, StorageError> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|e| StorageError::ToolAnswer {
        program: SFDISK.program,
        what: e.to_string(),
    })?;
    match answer.partitiontable.sectorsize {
        512..=65_536 => Ok(answer.partitiontable),
        size => Err(StorageError::ToolAnswer {
            program: SFDISK.program,
            what: format!("sectors of {size} bytes"),
        }),
    }
}

/// Gives a disk a new, empty table.
pub(crate) async fn make_table(device: &str, label: &str) -> Result<(), StorageError> {
    let command = SFDISK.command()?.args(["--quiet", "--wipe", "always", device]);
    command.stdin(format!("label: {label}\n")).run().await?;
    tell_kernel(device).await;
    Ok(())
}

/// Removes the table of a disk, unless a partition of it is in use.
pub(crate) async fn remove_table(device: &str) -> Result<(), StorageError> {
    WIPEFS.run(["--all", "--quiet", device]).await?;
    if let Err(error) = PARTX.run(["--delete", device]).await {
        tracing::debug!(device, %error, "no device of a partition was there to be removed");
    }
    Ok(())
}

/// Adds a partition.
pub(crate) async fn append(device: &str, start: u64, size: u64, number: &str) -> Result<(), StorageError> {
    // The kernel is told below: other partitions of the disk may be in use.
    let options = [
        "--quiet",
        "--append",
        "--no-reread",
        "--no-tell-kernel",
        "--wipe-partitions",
        "always",
    ];
    let command = SFDISK.command()?.args(options).arg(device);
    let script = format!("start={start}, size={size}, type={number}\n");
    command.stdin(script).run().await?;
    tell_kernel(device).await;
    Ok(())
}

/// Removes a partition.
pub(crate) async fn delete(device: &str, number: u32) -> Result<(), StorageError> {
    let options = ["--quiet", "--no-reread", "--no-tell-kernel", "--delete", device];
    let command = SFDISK.command()?.args(options).arg(number.to_string());
    command.run().await?;
    // Following the table does not take away what is in the middle of others.
    let gone = PARTX.run(["--delete", "--nr", &number.to_string(), device]).await;
    if let Err(error) = gone {
        tracing::warn!(device, number, %error, "the device of a removed partition stays until it is free");
    }
    Ok(())
}

/// Lets the devices of partitions follow the table. One that is in use stays as it was.
pub(crate) async fn tell_kernel(device: &str) {
    if let Err(error) = PARTX.run(["--update", device]).await {
        tracing::debug!(device, %error, "not all devices of partitions follow the table");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read() {
        let answer = br#"{"partitiontable": {"label":"gpt", "id":"X", "device":"/dev/loop0", "unit":"sectors",
            "firstlba":2048, "lastlba":131038, "sectorsize":512, "partitions": [
            {"node":"/dev/loop0p1", "start":2048, "size":20480, "type":"0FC63DAF-8483-4772-8E79-3D69D8477DE4", "uuid":"Y"}]}}"#;
        let table = parse(answer).unwrap();
        assert!(table.is_gpt());
        assert_eq!(table.partitions[0].end(), 22528);
        assert_eq!(table.partitions[0].number(), Some(1));
        let empty = br#"{"partitiontable": {"label":"dos", "device":"/dev/sda", "unit":"sectors"}}"#;
        assert_eq!(parse(empty).unwrap().sectorsize, 512);
        assert!(parse(b"").is_err());
        let strange = br#"{"partitiontable": {"label":"dos", "sectorsize":0}}"#;
        assert!(parse(strange).is_err());
    }

    #[test]
    fn numbers_are_at_the_end() {
        for (node, number) in [
            ("/dev/sda12", Some(12)),
            ("/dev/nvme0n1p3", Some(3)),
            ("/dev/sda", None),
        ] {
            let partition = Partition {
                node: node.into(),
                start: 0,
                size: 0,
                kind: String::new(),
            };
            assert_eq!(partition.number(), number);
        }
    }
}
