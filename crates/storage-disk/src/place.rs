//! Where a new partition goes: in the smallest gap that has room, at a multiple of a mebibyte.

use crate::kind;
use crate::sfdisk::{Partition, Table};
use ferrovirt_schema::pool::FreeExtent;
use ferrovirt_storage::StorageError;

/// Beginnings of partitions are multiples of this, in bytes.
const ALIGN: u64 = 1 << 20;
/// Partitions that a DOS table itself can have.
const PRIMARY: u32 = 4;
/// Partitions that the usual GPT table can have.
const GPT: u32 = 128;

/// A place for a partition, in sectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: u64,
    pub(crate) size: u64,
    /// The number that it will have.
    pub(crate) number: u32,
}

/// Finds a place for `bytes` on a disk of `disk` bytes.
pub(crate) fn place(table: &Table, disk: u64, bytes: u64, kind: &str) -> Result<Place, StorageError> {
    let sector = table.sectorsize;
    let size = bytes.div_ceil(sector).max(1);
    let used: Vec<u32> = table.partitions.iter().filter_map(|p| p.number()).collect();
    let free = |numbers: std::ops::RangeInclusive<u32>| numbers.clone().find(|n| !used.contains(n));
    let is_extended = kind == "extended";
    if is_extended && (table.is_gpt() || table.extended().is_some()) {
        return Err(StorageError::NoExtent(
            "a disk has one extended partition at most, and a GPT table has none".to_owned(),
        ));
    }
    let all = whole(table, disk);
    let outer: Vec<(u64, u64)> = table
        .partitions
        .iter()
        .filter(|p| table.is_gpt() || p.number().is_none_or(|n| n <= PRIMARY))
        .map(|p| (p.start, p.end()))
        .collect();
    let main = free(1..=if table.is_gpt() { GPT } else { PRIMARY });
    if let Some(number) = main
        && let Some(start) = fit(all, &outer, size, sector, 0)
    {
        return Ok(Place { start, size, number });
    }
    // Inside of an extended partition each has its own small table before it.
    if let Some(extended) = table.extended().filter(|_| !is_extended) {
        let inner: Vec<(u64, u64)> = table
            .partitions
            .iter()
            .filter(|p| p.number().is_some_and(|n| n > PRIMARY))
            .map(|p| (p.start, p.end()))
            .collect();
        let inside = Gap {
            start: extended.start,
            end: extended.end(),
        };
        let number = PRIMARY + 1 + inner.len() as u32;
        if let Some(start) = fit(inside, &inner, size, sector, ALIGN / sector) {
            return Ok(Place { start, size, number });
        }
    }
    if main.is_none() && table.extended().is_none() {
        return Err(StorageError::NoExtent(
            "the table of the disk has no free entry; on a DOS table an extended partition gives more"
                .to_owned(),
        ));
    }
    Err(StorageError::NoExtent(format!(
        "no large enough free extent: {bytes} bytes are needed, {} are free in one place",
        largest(table, disk)
    )))
}

/// Sectors from `start` up to, not with, `end`.
#[derive(Debug, Clone, Copy)]
struct Gap {
    start: u64,
    end: u64,
}

/// The beginning for `size` sectors in the smallest gap that has room.
fn fit(all: Gap, taken: &[(u64, u64)], size: u64, sector: u64, before: u64) -> Option<u64> {
    let align = (ALIGN / sector).max(1);
    let room = |gap: Gap| {
        let start = gap.start.saturating_add(before).div_ceil(align).max(1) * align;
        (start.saturating_add(size) <= gap.end).then_some((gap.end - start, start))
    };
    gaps(all, taken)
        .into_iter()
        .filter_map(room)
        .min()
        .map(|(_, start)| start)
}

fn gaps(all: Gap, taken: &[(u64, u64)]) -> Vec<Gap> {
    let mut taken = taken.to_vec();
    taken.sort_unstable();
    let mut gaps = Vec::new();
    let mut at = all.start;
    for (start, end) in taken.into_iter().chain([(all.end, all.end)]) {
        // Tables may tell of partitions beyond the end of the disk.
        let end_of_gap = start.min(all.end);
        if end_of_gap > at {
            gaps.push(Gap {
                start: at,
                end: end_of_gap,
            });
        }
        at = at.max(end);
    }
    gaps
}

/// Bytes in partitions that hold data.
pub(crate) fn allocated(table: &Table) -> u64 {
    let data = table
        .partitions
        .iter()
        .filter(|p| kind::word(&p.kind) != "extended");
    data.map(|p| p.size.saturating_mul(table.sectorsize)).sum()
}

/// What partitions can be in.
fn whole(table: &Table, disk: u64) -> Gap {
    Gap {
        start: table.firstlba.unwrap_or(1).max(1),
        end: table
            .lastlba
            .map_or(disk / table.sectorsize, |last| last.saturating_add(1)),
    }
}

/// The byte after the last that can be in a partition, and what is free before it.
pub(crate) fn free(table: &Table, disk: u64) -> (u64, Vec<FreeExtent>) {
    let bytes = |sectors: u64| sectors.saturating_mul(table.sectorsize);
    let all = whole(table, disk);
    // What is free in an extended partition is free; its first sector is its table.
    let outer = |p: &&Partition| kind::word(&p.kind) != "extended";
    let mut taken: Vec<(u64, u64)> = table
        .partitions
        .iter()
        .filter(outer)
        .map(|p| (p.start, p.end()))
        .collect();
    taken.extend(table.extended().map(|p| (p.start, p.start.saturating_add(1))));
    let free = gaps(all, &taken).into_iter().map(|gap| FreeExtent {
        start: bytes(gap.start),
        end: bytes(gap.end),
    });
    (bytes(all.end), free.collect())
}

/// Bytes of the largest gap.
fn largest(table: &Table, disk: u64) -> u64 {
    let taken: Vec<(u64, u64)> = table.partitions.iter().map(|p| (p.start, p.end())).collect();
    let sizes = gaps(whole(table, disk), &taken)
        .into_iter()
        .map(|gap| gap.end - gap.start);
    sizes.max().unwrap_or(0).saturating_mul(table.sectorsize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sfdisk::Partition;

    const MIB: u64 = 1 << 20;

    fn table(label: &str, partitions: &[(u32, u64, u64, &str)]) -> Table {
        let gpt = label == "gpt";
        let partition = |(number, start, size, kind): &(u32, u64, u64, &str)| Partition {
            node: format!("/dev/sdx{number}"),
            start: start * 2048,
            size: size * 2048,
            kind: (*kind).to_owned(),
        };
        Table {
            label: label.to_owned(),
            firstlba: gpt.then_some(2048),
            lastlba: gpt.then_some(100 * 2048 - 34),
            sectorsize: 512,
            partitions: partitions.iter().map(partition).collect(),
        }
    }

    fn found(table: &Table, mib: u64, kind: &str) -> Option<(u64, u32)> {
        let place = place(table, 100 * MIB, mib * MIB, kind).ok()?;
        assert_eq!(place.size, mib * 2048);
        Some((place.start / 2048, place.number))
    }

    #[test]
    fn the_smallest_gap_is_taken() {
        let empty = table("gpt", &[]);
        assert_eq!(found(&empty, 10, "none"), Some((1, 1)));
        assert_eq!(found(&empty, 98, "none"), Some((1, 1)));
        assert_eq!(found(&empty, 99, "none"), None);
        let some = table("gpt", &[(1, 1, 10, "X"), (3, 20, 10, "X")]);
        assert_eq!(found(&some, 9, "none"), Some((11, 2)));
        assert_eq!(found(&some, 10, "none"), Some((30, 2)));
        assert_eq!(found(&some, 70, "none"), None);
    }

    #[test]
    fn what_is_free_is_told() {
        let told = |table: &Table| {
            let (end, free) = free(table, 100 * MIB);
            (
                end,
                free.into_iter()
                    .map(|extent| (extent.start, extent.end))
                    .collect::<Vec<_>>(),
            )
        };
        let end = 100 * MIB - 33 * 512;
        assert_eq!(told(&table("gpt", &[])), (end, vec![(MIB, end)]));
        let some = table("gpt", &[(1, 1, 10, "X"), (3, 20, 10, "X")]);
        assert_eq!(told(&some), (end, vec![(11 * MIB, 20 * MIB), (30 * MIB, end)]));
        let inside = table("dos", &[(1, 1, 9, "83"), (4, 10, 20, "5"), (5, 11, 5, "83")]);
        let free = vec![(512, MIB), (10 * MIB + 512, 11 * MIB), (16 * MIB, 100 * MIB)];
        assert_eq!(told(&inside), (100 * MIB, free));
        // Tables are written by guests, too.
        let beyond = table(
            "dos",
            &[(1, 200, 10, "83"), (2, 300, 10, "83"), (3, 1, 500, "83")],
        );
        assert_eq!(told(&beyond), (100 * MIB, vec![(512, MIB)]));
    }

    #[test]
    fn a_full_dos_table_goes_on_in_its_extended_partition() {
        let full = table(
            "dos",
            &[
                (1, 1, 5, "83"),
                (2, 6, 5, "83"),
                (3, 11, 5, "83"),
                (4, 16, 60, "5"),
            ],
        );
        assert_eq!(found(&full, 10, "linux"), Some((17, 5)));
        let more = table(
            "dos",
            &[
                (1, 1, 5, "83"),
                (2, 6, 5, "83"),
                (3, 11, 5, "83"),
                (4, 16, 60, "5"),
                (5, 17, 10, "83"),
            ],
        );
        assert_eq!(found(&more, 10, "linux"), Some((28, 6)));
        assert_eq!(found(&more, 10, "extended"), None);
        assert_eq!(found(&table("gpt", &[]), 10, "extended"), None);
        let none = table(
            "dos",
            &[
                (1, 1, 5, "83"),
                (2, 6, 5, "83"),
                (3, 11, 5, "83"),
                (4, 16, 5, "83"),
            ],
        );
        let error = place(&none, 100 * MIB, MIB, "linux").unwrap_err().to_string();
        assert!(error.contains("extended"), "{error}");
    }

    #[test]
    fn sizes_that_cannot_be_do_no_harm() {
        assert!(place(&table("gpt", &[]), 100 * MIB, u64::MAX, "none").is_err());
        let strange = table("dos", &[(1, u64::MAX / 4096, 4, "83")]);
        assert_eq!(found(&strange, 10, "none"), Some((1, 2)));
    }

    #[test]
    fn what_is_inside_is_not_counted_twice() {
        let table = table("dos", &[(1, 1, 50, "5"), (5, 2, 10, "83")]);
        assert_eq!(allocated(&table), 10 * MIB);
    }
}
