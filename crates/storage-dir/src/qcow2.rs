//! Empty qcow2 images: four small tables, laid out as `docs/interop/qcow2.txt` of QEMU says, and as `qemu-img`
//! does it. Starting that program takes longer than all else in making a volume. What has more to it than a
//! size and a version, such as an image below or a key, is still made by it.

use crate::directory::Directory;
use crate::staging::Staged;
use ferrovirt_storage::probe::{Compat, Format};
use ferrovirt_storage::{NewVolume, StorageError};
use std::os::unix::fs::FileExt;

/// QEMU's cluster when nothing is said.
const CLUSTER: u64 = 64 << 10;
/// QEMU counts sizes in sectors.
const SECTOR: u64 = 512;
/// Images with larger tables are left to `qemu-img`.
const LARGEST: u64 = 1 << 20;
/// Length of the header of version 3.
const HEADER: u32 = 104;
/// Counts of references have 16 bits: two to the power of this.
const REFERENCE_ORDER: u32 = 4;

/// An empty image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blank {
    compat: Compat,
    lazy_refcounts: bool,
    /// A power of two, 512 to 2 MiB.
    cluster: u64,
    /// Whole sectors, at least one.
    size: u64,
}

impl Blank {
    /// What is to be made, if it is no more than an empty image.
    pub(crate) fn of(new: &NewVolume) -> Option<Self> {
        let plain = new.format == Format::Qcow2
            && new.backing.is_none()
            && new.encryption.is_none()
            && !(new.extended_l2 || new.preallocate_metadata || new.nocow);
        let usual = if new.lazy_refcounts {
            Compat::V1_1
        } else {
            Compat::V0_10
        };
        let compat = new.compat.unwrap_or(usual);
        let blank = Blank {
            compat,
            lazy_refcounts: new.lazy_refcounts,
            cluster: new.cluster_size.unwrap_or(CLUSTER),
            size: new.capacity?.max(1).checked_next_multiple_of(SECTOR)?,
        };
        let known = blank.cluster.is_power_of_two() && (512..=2 << 20).contains(&blank.cluster);
        let fits = known && blank.length() <= LARGEST && blank.clusters() <= blank.cluster / 2;
        (plain && fits && !(new.lazy_refcounts && compat == Compat::V0_10)).then_some(blank)
    }

    /// Entries of the upper table. Each is for a lower table of one cluster, with an entry for each cluster of data.
    fn entries(&self) -> u64 {
        self.size.div_ceil(self.cluster * (self.cluster / 8))
    }

    /// Bytes of the image: header, table of reference tables, reference table, upper table.
    fn length(&self) -> u64 {
        self.entries().saturating_mul(8).saturating_add(3 * self.cluster)
    }

    fn clusters(&self) -> u64 {
        self.length().div_ceil(self.cluster)
    }

    /// Its bytes.
    fn bytes(&self) -> Vec<u8> {
        let version = match self.compat {
            Compat::V0_10 => 2,
            Compat::V1_1 => 3,
        };
        let mut head = b"QFI\xfb".to_vec();
        put32(&mut head, version);
        put64(&mut head, 0); // no image below: its name would be there,
        put32(&mut head, 0); // and this long
        put32(&mut head, self.cluster.trailing_zeros());
        put64(&mut head, self.size);
        put32(&mut head, 0); // not encrypted
        // At most `LARGEST`.
        put32(&mut head, self.entries() as u32);
        put64(&mut head, 3 * self.cluster);
        put64(&mut head, self.cluster);
        put32(&mut head, 1); // one cluster of reference tables
        put32(&mut head, 0); // no snapshots,
        put64(&mut head, 0); // nor a table of them
        if version == 3 {
            put64(&mut head, 0); // no features that old readers must know,
            put64(&mut head, u64::from(self.lazy_refcounts)); // or may,
            put64(&mut head, 0); // or are to clear
            put32(&mut head, REFERENCE_ORDER);
            put32(&mut head, HEADER);
        }
        // At most `LARGEST`: these are the offsets of clusters in it.
        let (cluster, length) = (self.cluster as usize, self.length() as usize);
        let mut bytes = vec![0; length];
        bytes[..head.len()].copy_from_slice(&head);
        bytes[cluster..cluster + 8].copy_from_slice(&(2 * self.cluster).to_be_bytes());
        let counts = bytes[2 * cluster..].chunks_exact_mut(2);
        for count in counts.take(self.clusters() as usize) {
            count.copy_from_slice(&1_u16.to_be_bytes());
        }
        bytes
    }
}

fn put32(to: &mut Vec<u8>, value: u32) {
    to.extend(value.to_be_bytes());
}

fn put64(to: &mut Vec<u8>, value: u64) {
    to.extend(value.to_be_bytes());
}

/// Makes an empty image.
pub(crate) fn create(directory: &Directory, new: &NewVolume, blank: Blank) -> Result<(), StorageError> {
    let staged = Staged::new(directory);
    let file = staged.create()?;
    file.write_all_at(&blank.bytes(), 0)
        .map_err(|e| StorageError::io("write volume", directory.join(&new.name), e))?;
    staged.complete(&file, directory, new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::pool::PoolType;
    use ferrovirt_storage::probe::probe;
    use std::fs::File;

    fn new(size: u64, target: &str) -> NewVolume {
        let text = format!(
            "<volume><name>a</name><capacity>{size}</capacity>
             <target><format type='qcow2'/>{target}</target></volume>"
        );
        NewVolume::parse(&text, false, PoolType::Dir).unwrap()
    }

    #[test]
    fn an_image_is_what_its_document_says() {
        let file = tempfile::tempfile().unwrap();
        for (size, target, compat, cluster) in [
            (1 << 30, "", Compat::V0_10, None),
            (1000, "<compat>1.1</compat>", Compat::V1_1, Some(64 << 10)),
            (
                5 << 40,
                "<features><lazy_refcounts/></features>",
                Compat::V1_1,
                Some(64 << 10),
            ),
            (
                1 << 30,
                "<compat>1.1</compat><clusterSize unit='KiB'>128</clusterSize>",
                Compat::V1_1,
                Some(128 << 10),
            ),
        ] {
            let blank = Blank::of(&new(size, target)).unwrap();
            let bytes = blank.bytes();
            file.set_len(0).unwrap();
            file.write_all_at(&bytes, 0).unwrap();
            let image = probe(&file, bytes.len() as u64).unwrap();
            assert_eq!(image.format, Format::Qcow2);
            assert_eq!(image.capacity, Some(size.next_multiple_of(512)));
            assert_eq!(image.compat, Some(compat));
            assert_eq!(image.lazy_refcounts, target.contains("lazy"));
            if let Some(cluster) = cluster {
                assert_eq!(image.cluster_size, Some(cluster));
            }
        }
    }

    #[test]
    fn tables_are_counted() {
        let blank = Blank::of(&new(1 << 40, "")).unwrap();
        // 2,048 entries of 8 bytes: one cluster behind the three others.
        assert_eq!(
            (blank.entries(), blank.length(), blank.clusters()),
            (2048, (3 << 16) + (2048 << 3), 4)
        );
        let bytes = blank.bytes();
        let counts = &bytes[2 << 16..(2 << 16) + 10];
        assert_eq!(counts, [0, 1, 0, 1, 0, 1, 0, 1, 0, 0]);
    }

    #[test]
    fn what_has_more_to_it_is_left_to_the_program() {
        for (size, target) in [
            (u64::MAX >> 1, ""),
            (1 << 40, "<clusterSize>512</clusterSize>"),
            (1 << 30, "<clusterSize>1000</clusterSize>"),
            (1 << 30, "<clusterSize unit='MiB'>4</clusterSize>"),
            (1 << 30, "<features><extended_l2/></features>"),
            (
                1 << 30,
                "<compat>0.10</compat><features><lazy_refcounts/></features>",
            ),
            (1 << 30, "<nocow/>"),
        ] {
            assert_eq!(Blank::of(&new(size, target)), None, "{size} {target}");
        }
    }

    #[test]
    fn the_program_finds_nothing_to_mend() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("image");
        for target in ["", "<compat>1.1</compat>", "<clusterSize>512</clusterSize>"] {
            let file = File::create(&path).unwrap();
            let blank = Blank::of(&new(10 << 20, target)).unwrap();
            file.write_all_at(&blank.bytes(), 0).unwrap();
            let mut command = std::process::Command::new("qemu-img");
            let checked = command
                .args(["check", "-q", "-f", "qcow2"])
                .arg(&path)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&checked.stderr);
            assert!(checked.status.success(), "{target}: {said}");
        }
    }
}
