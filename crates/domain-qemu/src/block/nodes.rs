//! What QEMU says of its block nodes, with the bitmaps on them.

use super::monitor::{Block, COMMAND};
use crate::argv::format_node;
use crate::block::lookup;
use crate::error::{QemuError, Result};
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::domain::devices::disk::Disk;
use serde::Deserialize;
use serde_json::{Value, json};

/// A node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Node {
    /// Its name.
    pub node_name: String,
    /// Sizes of its image.
    pub image: Image,
    /// Bitmaps on it.
    pub dirty_bitmaps: Vec<Bitmap>,
}

/// Sizes of an image.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Image {
    /// Bytes that the guest sees.
    pub virtual_size: u64,
    /// Bytes on the host.
    pub actual_size: u64,
}

/// A bitmap of blocks that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Bitmap {
    /// Its name; those of jobs have none.
    pub name: String,
    /// Bytes of the blocks that are set.
    pub count: u64,
    /// Bytes of a block.
    pub granularity: u64,
    /// Whether changes are noted.
    pub recording: bool,
    /// Whether it is kept in the image.
    pub persistent: bool,
    /// Whether QEMU found it broken.
    pub inconsistent: bool,
}

impl Bitmap {
    /// Whether it is one that checkpoints rely on.
    pub fn is_sound(&self) -> bool {
        !self.inconsistent && self.persistent && self.recording
    }
}

/// The nodes of a guest.
#[derive(Debug, Default)]
pub struct Nodes(Vec<Node>);

impl Nodes {
    /// Asks QEMU.
    pub async fn of(block: &Block<'_>) -> Result<Self> {
        let command = RawCommand::new("query-named-block-nodes").json(&json!({ "flat": true }));
        let answer = block.monitor.run(command, COMMAND).await;
        let answer = answer.map_err(QemuError::monitor(block.name))?;
        let nodes = serde_json::from_str(answer.get());
        Ok(Nodes(nodes.map_err(|e| {
            QemuError::Failed(format!("answer to 'query-named-block-nodes': {e}"))
        })?))
    }

    /// Sizes of a node's image.
    pub fn image(&self, node: &str) -> Image {
        self.0
            .iter()
            .find(|n| n.node_name == node)
            .map_or_else(Image::default, |n| n.image)
    }

    /// Bitmaps on a node that have a name.
    pub fn bitmaps(&self, node: &str) -> impl Iterator<Item = &Bitmap> {
        let node = self.0.iter().find(|n| n.node_name == node);
        node.into_iter()
            .flat_map(|n| &n.dirty_bitmaps)
            .filter(|b| !b.name.is_empty())
    }

    fn bitmap(&self, node: &str, name: &str) -> Option<&Bitmap> {
        self.bitmaps(node).find(|b| b.name == name)
    }

    /// Nodes of a disk's chain that hold parts of a checkpoint's bitmap, uppermost first. None if parts are
    /// missing or broken: the images from the uppermost one down to where it began have to have it.
    pub fn chain_of(&self, disk: &Disk, name: &str) -> Option<Vec<String>> {
        let mut holders = Vec::new();
        let mut ended = false;
        for link in lookup::links(disk) {
            let node = format_node(link.index);
            match self.bitmap(&node, name) {
                Some(bitmap) if !ended && bitmap.is_sound() => holders.push(node),
                Some(_) => return None,
                None if holders.is_empty() => return None,
                None => ended = true,
            }
        }
        (!holders.is_empty()).then_some(holders)
    }

    /// Nodes of a disk's chain that have a bitmap of that name, sound or not.
    pub fn holders(&self, disk: &Disk, name: &str) -> Vec<String> {
        let nodes = lookup::links(disk).into_iter().map(|l| format_node(l.index));
        nodes.filter(|n| self.bitmap(n, name).is_some()).collect()
    }

    /// Actions that carry the sound bitmaps of `from` over to `to`, which is to hold what `from` holds; those
    /// that `to` lacks are made.
    pub fn carry(&self, from: &[String], to: &str) -> Vec<Value> {
        let mut actions = Vec::new();
        let mut made: Vec<&str> = self.bitmaps(to).map(|b| b.name.as_str()).collect();
        for node in from {
            for bitmap in self.bitmaps(node).filter(|b| b.is_sound()) {
                if !made.contains(&bitmap.name.as_str()) {
                    actions.push(add(to, &bitmap.name, bitmap.granularity, Kept::Persistent));
                    made.push(&bitmap.name);
                }
                actions.push(merge(to, &bitmap.name, &[(node.as_str(), &bitmap.name)]));
            }
        }
        actions
    }

    /// Actions that add what the sound bitmaps of `from` have to those of `to`.
    pub fn merged(&self, from: &[String], to: &str) -> Vec<Value> {
        let mut actions = Vec::new();
        for node in from {
            let both = self
                .bitmaps(node)
                .filter(|b| b.is_sound() && self.bitmap(to, &b.name).is_some());
            actions.extend(both.map(|b| merge(to, &b.name, &[(node.as_str(), &b.name)])));
        }
        actions
    }

    /// Actions that go on counting on a new image that is put on top of `from`.
    pub fn continued(&self, from: &str, on: &str) -> Vec<Value> {
        let sound = self.bitmaps(from).filter(|b| b.is_sound());
        sound
            .map(|b| add(on, &b.name, b.granularity, Kept::Persistent))
            .collect()
    }
}

/// How long a bitmap lives, and what it notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// In the image, noting changes.
    Persistent,
    /// With QEMU, noting nothing.
    Aside,
}

/// Adds a bitmap; a granularity of zero is QEMU's choice.
pub fn add(node: &str, name: &str, granularity: u64, kept: Kept) -> Value {
    let mut data = json!({ "node": node, "name": name, "persistent": kept == Kept::Persistent });
    if kept == Kept::Aside {
        data["disabled"] = true.into();
    }
    if granularity > 0 {
        data["granularity"] = granularity.into();
    }
    json!({ "type": "block-dirty-bitmap-add", "data": data })
}

/// Adds what bitmaps of other nodes have to one.
pub fn merge(node: &str, target: &str, sources: &[(&str, &str)]) -> Value {
    let sources: Vec<Value> = sources
        .iter()
        .map(|(node, name)| json!({ "node": node, "name": name }))
        .collect();
    json!({
        "type": "block-dirty-bitmap-merge",
        "data": { "node": node, "target": target, "bitmaps": sources },
    })
}

/// Removes a bitmap.
pub fn remove(node: &str, name: &str) -> Value {
    json!({ "type": "block-dirty-bitmap-remove", "data": { "node": node, "name": name } })
}

impl Block<'_> {
    /// Runs all of these actions or none.
    pub async fn transaction(&self, actions: Vec<Value>) -> Result<()> {
        if actions.is_empty() {
            return Ok(());
        }
        self.run("transaction", json!({ "actions": actions })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain;
    use ferrovirt_schema::domain::devices::disk::BackingStore;
    use std::path::Path;

    /// A disk on image 2, which is on image 1.
    fn disk() -> Disk {
        let mut disk = Disk {
            source: chain::source_at(Path::new("/nonexistent/top")),
            backing_store: Some(Box::new(BackingStore {
                source: Some(chain::source_at(Path::new("/nonexistent/base"))),
                index: Some(1),
                backing_store: Some(Box::default()),
                ..BackingStore::default()
            })),
            ..Disk::default()
        };
        chain::number(&mut disk, &mut 2);
        disk
    }

    fn nodes(of: &[(u32, &[&str])]) -> Nodes {
        let sound = |name: &&str| Bitmap {
            name: (*name).to_owned(),
            recording: true,
            persistent: true,
            granularity: 65536,
            ..Bitmap::default()
        };
        let node = |(index, names): &(u32, &[&str])| Node {
            node_name: format_node(*index),
            dirty_bitmaps: names.iter().map(sound).collect(),
            ..Node::default()
        };
        Nodes(of.iter().map(node).collect())
    }

    #[test]
    fn a_chain_of_bitmaps_has_no_holes() {
        let both = nodes(&[(2, &["a", "b"]), (1, &["a", "c"])]);
        let top = format_node(2);
        assert_eq!(
            both.chain_of(&disk(), "a").unwrap(),
            [top.clone(), format_node(1)]
        );
        assert_eq!(both.chain_of(&disk(), "b").unwrap(), [top]);
        assert_eq!(both.chain_of(&disk(), "c"), None);
        assert_eq!(both.chain_of(&disk(), "d"), None);
        assert_eq!(both.holders(&disk(), "c"), [format_node(1)]);
        let mut broken = nodes(&[(2, &["a"])]);
        broken.0[0].dirty_bitmaps[0].recording = false;
        assert_eq!(broken.chain_of(&disk(), "a"), None);
    }

    #[test]
    fn bitmaps_are_carried_over() {
        let both = nodes(&[(2, &["a", "b"]), (1, &["a"])]);
        let kinds = |actions: &[Value]| -> Vec<String> {
            actions
                .iter()
                .map(|a| a["type"].as_str().unwrap_or_default().to_owned())
                .collect()
        };
        let actions = both.carry(&[format_node(2)], &format_node(1));
        let (add, merge) = ("block-dirty-bitmap-add", "block-dirty-bitmap-merge");
        assert_eq!(kinds(&actions), [merge, add, merge]);
        assert_eq!(kinds(&both.merged(&[format_node(2)], &format_node(1))), [merge]);
        assert_eq!(kinds(&both.continued(&format_node(2), "new")), [add, add]);
    }
}
