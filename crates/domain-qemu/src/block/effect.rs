//! What the end of a job does to a disk in the document: pure functions.

use crate::argv::{format_node, storage_node};
use crate::chain;
use ferrovirt_schema::common::format::StorageFormat;
use ferrovirt_schema::domain::devices::disk::{BackingStore, Disk, DiskDriver, Mirror};
use std::path::PathBuf;

/// What nobody needs any more.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Nodes, uppermost first.
    pub nodes: Vec<String>,
    /// Files.
    pub paths: Vec<PathBuf>,
}

impl Gone {
    fn layer(&mut self, index: Option<u32>, path: Option<&str>) {
        if let Some(index) = index {
            self.nodes.push(format_node(index));
            self.nodes.push(storage_node(index));
        }
        self.paths.extend(path.map(PathBuf::from));
    }

    fn store(&mut self, store: &BackingStore) {
        if let Some(source) = &store.source {
            self.layer(store.index, source.path());
        }
    }

    fn top(&mut self, disk: &Disk) {
        self.layer(chain::index_of(&disk.source), disk.source.path());
    }

    fn chain(&mut self, mut below: Option<&BackingStore>) {
        while let Some(store) = below {
            self.store(store);
            below = store.backing_store.as_deref();
        }
    }
}

fn set_format(disk: &mut Disk, format: StorageFormat) {
    let driver = disk.driver.get_or_insert_with(DiskDriver::default);
    driver.format = Some(format);
}

/// The copy takes the disk's place.
pub fn pivot_copy(disk: &mut Disk) -> Gone {
    let mut gone = Gone::default();
    let Some(mirror) = disk.mirror.take() else {
        return gone;
    };
    let Mirror {
        image_format,
        source: Some(source),
        backing_store,
        ..
    } = *mirror
    else {
        return gone;
    };
    gone.top(disk);
    // A shallow copy stands on the same images.
    let shares = backing_store.as_ref().is_some_and(|b| b.source.is_some());
    if !shares {
        gone.chain(disk.backing_store.as_deref());
    }
    disk.source = source;
    if let Some(format) = image_format {
        set_format(disk, format.name);
    }
    disk.backing_store = Some(backing_store.unwrap_or_default());
    gone
}

/// The copy is left to its owner.
pub fn drop_copy(disk: &mut Disk) -> Gone {
    let mut gone = Gone::default();
    if let Some(source) = disk.mirror.take().and_then(|m| m.source) {
        gone.layer(chain::index_of(&source), source.path());
    }
    gone
}

/// Images below the uppermost and above `base` are not needed any more.
pub fn pull(disk: &mut Disk, base: Option<u32>) -> Gone {
    let mut gone = Gone::default();
    let mut below = disk.backing_store.take();
    while let Some(store) = below.take() {
        if store.source.is_none() || (base.is_some() && store.index == base) {
            below = Some(store);
            break;
        }
        gone.store(&store);
        below = store.backing_store;
    }
    disk.backing_store = Some(below.unwrap_or_default());
    gone
}

/// Images from `top` down to above `base` are merged into `base`.
pub fn commit(disk: &mut Disk, top: u32, base: u32) -> Gone {
    let mut gone = Gone::default();
    let mut slot = &mut disk.backing_store;
    loop {
        match slot {
            Some(store) if store.index == Some(top) => break,
            Some(store) => slot = &mut store.backing_store,
            None => return gone,
        }
    }
    let mut merged = slot.take();
    while let Some(store) = merged.take() {
        if store.index == Some(base) {
            merged = Some(store);
            break;
        }
        gone.store(&store);
        merged = store.backing_store;
    }
    *slot = Some(merged.unwrap_or_default());
    gone
}

/// Everything above `base` is merged into it, and it takes the disk's place.
pub fn active_commit(disk: &mut Disk, base: u32) -> Gone {
    let mut gone = Gone::default();
    disk.mirror = None;
    gone.top(disk);
    let mut below = disk.backing_store.take();
    while let Some(mut store) = below.take() {
        if store.index == Some(base) {
            if let Some(mut source) = store.source.take() {
                source.common_mut().index = store.index;
                disk.source = source;
            }
            let format = store.format.as_ref().map(|format| format.name);
            set_format(disk, format.unwrap_or_default());
            disk.backing_store = Some(store.backing_store.unwrap_or_default());
            return gone;
        }
        gone.store(&store);
        below = store.backing_store;
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::lookup::links;
    use ferrovirt_schema::domain::devices::disk::ImageFormat;
    use std::path::Path;

    /// A disk on images 1 (uppermost) to 4.
    fn disk() -> Disk {
        let mut below = BackingStore::default();
        for n in (2..=4).rev() {
            below = BackingStore {
                format: Some(ImageFormat {
                    name: if n == 4 {
                        StorageFormat::Raw
                    } else {
                        StorageFormat::Qcow2
                    },
                    metadata_cache: None,
                }),
                source: Some(chain::source_at(Path::new(&format!("/nonexistent/{n}")))),
                index: None,
                backing_store: Some(Box::new(below)),
            };
        }
        let mut disk = Disk {
            source: chain::source_at(Path::new("/nonexistent/1")),
            backing_store: Some(Box::new(below)),
            ..Disk::default()
        };
        set_format(&mut disk, StorageFormat::Qcow2);
        chain::number(&mut disk, &mut 1);
        disk
    }

    fn left(disk: &Disk) -> Vec<u32> {
        links(disk).iter().map(|l| l.index).collect()
    }

    fn nodes(of: &[u32]) -> Vec<String> {
        of.iter()
            .flat_map(|n| [format_node(*n), storage_node(*n)])
            .collect()
    }

    #[test]
    fn pulls() {
        let mut all = disk();
        assert_eq!(pull(&mut all, None).nodes, nodes(&[2, 3, 4]));
        assert_eq!(left(&all), [1]);
        let mut some = disk();
        assert_eq!(pull(&mut some, Some(4)).nodes, nodes(&[2, 3]));
        assert_eq!(left(&some), [1, 4]);
    }

    #[test]
    fn commits() {
        let mut middle = disk();
        assert_eq!(commit(&mut middle, 2, 4).nodes, nodes(&[2, 3]));
        assert_eq!(left(&middle), [1, 4]);
        let mut active = disk();
        assert_eq!(active_commit(&mut active, 4).nodes, nodes(&[1, 2, 3]));
        assert_eq!(left(&active), [4]);
        assert_eq!(chain::format_of(&active), StorageFormat::Raw);
        assert_eq!(chain::index_of(&active.source), Some(4));
    }

    #[test]
    fn copies() {
        let copied = |shares: bool| {
            let mut d = disk();
            let mut source = chain::source_at(Path::new("/nonexistent/copy"));
            source.common_mut().index = Some(9);
            d.mirror = Some(Box::new(Mirror {
                source: Some(source),
                image_format: Some(ImageFormat {
                    name: StorageFormat::Raw,
                    metadata_cache: None,
                }),
                backing_store: if shares { d.backing_store.clone() } else { None },
                ..Mirror::default()
            }));
            d
        };
        let mut full = copied(false);
        assert_eq!(pivot_copy(&mut full).nodes, nodes(&[1, 2, 3, 4]));
        assert_eq!(
            (left(&full), chain::format_of(&full)),
            (vec![9], StorageFormat::Raw)
        );
        let mut shallow = copied(true);
        assert_eq!(pivot_copy(&mut shallow).nodes, nodes(&[1]));
        assert_eq!(left(&shallow), [9, 2, 3, 4]);
        let mut dropped = copied(false);
        assert_eq!(drop_copy(&mut dropped).nodes, nodes(&[9]));
        assert_eq!(left(&dropped), [1, 2, 3, 4]);
    }
}
