//! A tree of moments, each with a name and at most one parent.

use crate::error::{QemuError, Result};
use ferrovirt_schema::checkpoint::Checkpoint;
use ferrovirt_schema::snapshot::{Parent, Snapshot};
use ferrovirt_types::consts::ErrorNumber;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A moment of either kind.
pub trait Moment: Clone + Send + Sync + 'static {
    /// The folder that files of this kind are in.
    const FOLDER: &'static str;

    /// Reads what is kept in a file.
    fn read(text: &str) -> Result<Self>;
    /// Writes what is kept in a file.
    fn write(&self) -> String;
    /// Its name.
    fn name(&self) -> &str;
    /// The name of the moment before.
    fn parent(&self) -> Option<&str>;
    /// Puts it under another moment, or none.
    fn set_parent(&mut self, parent: Option<&str>);
    /// Whether its file says that it is the current one.
    fn is_marked(&self) -> bool;
    /// Notes in its file whether it is the current one.
    fn mark(&mut self, current: bool);
    /// That there is none of this name.
    fn missing(name: &str) -> QemuError;
}

impl Moment for Snapshot {
    const FOLDER: &'static str = "snapshot";

    fn read(text: &str) -> Result<Self> {
        Ok(Snapshot::parse(text)?)
    }
    fn write(&self) -> String {
        self.to_xml()
    }
    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
    fn parent(&self) -> Option<&str> {
        self.parent.as_ref().map(|p| p.name.as_str())
    }
    fn set_parent(&mut self, parent: Option<&str>) {
        self.parent = parent.map(|name| Parent {
            name: name.to_owned(),
        });
    }
    fn is_marked(&self) -> bool {
        self.active == Some(1)
    }
    fn mark(&mut self, current: bool) {
        self.active = Some(u32::from(current));
    }
    fn missing(name: &str) -> QemuError {
        QemuError::NoSnapshot(format!("no domain snapshot with matching name '{name}'"))
    }
}

impl Moment for Checkpoint {
    const FOLDER: &'static str = "checkpoint";

    fn read(text: &str) -> Result<Self> {
        Ok(Checkpoint::parse(text)?)
    }
    fn write(&self) -> String {
        self.to_xml()
    }
    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
    fn parent(&self) -> Option<&str> {
        self.parent.as_ref().map(|p| p.name.as_str())
    }
    fn set_parent(&mut self, parent: Option<&str>) {
        self.parent = parent.map(|name| Parent {
            name: name.to_owned(),
        });
    }
    // The current checkpoint is the one that has no child.
    fn is_marked(&self) -> bool {
        false
    }
    fn mark(&mut self, _current: bool) {}
    fn missing(name: &str) -> QemuError {
        QemuError::coded(
            ErrorNumber::NoDomainCheckpoint,
            format!("no domain checkpoint with matching name '{name}'"),
        )
    }
}

/// All moments of one guest.
#[derive(Debug, Clone)]
pub struct Tree<M> {
    moments: BTreeMap<String, Arc<M>>,
    current: Option<String>,
}

impl<M> Default for Tree<M> {
    fn default() -> Self {
        Tree {
            moments: BTreeMap::new(),
            current: None,
        }
    }
}

impl<M: Moment> Tree<M> {
    /// A tree of these moments. A parent that is not there is none.
    pub fn of(moments: Vec<M>) -> Self {
        let current = moments
            .iter()
            .find(|m| m.is_marked())
            .map(|m| m.name().to_owned());
        let moments: BTreeMap<String, Arc<M>> = moments
            .into_iter()
            .map(|m| (m.name().to_owned(), Arc::new(m)))
            .collect();
        Tree { moments, current }
    }

    /// The moment of a name.
    pub fn get(&self, name: &str) -> Result<Arc<M>> {
        self.moments.get(name).cloned().ok_or_else(|| M::missing(name))
    }

    /// Whether there is one of that name.
    pub fn has(&self, name: &str) -> bool {
        self.moments.contains_key(name)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.moments.len()
    }

    /// The name of the current moment.
    pub fn current(&self) -> Option<&str> {
        self.current.as_deref().filter(|name| self.has(name))
    }

    /// The parent, if it is there.
    pub fn parent_of(&self, name: &str) -> Option<&str> {
        let parent = self.moments.get(name)?.parent()?;
        self.moments.get_key_value(parent).map(|(k, _)| k.as_str())
    }

    /// Names of those directly below `name`, or of those below none.
    pub fn children(&self, name: Option<&str>) -> Vec<&str> {
        let names = self.moments.keys().map(String::as_str);
        names.filter(|n| self.parent_of(n) == name).collect()
    }

    /// Names of all below `name`, or of all, parents before children.
    pub fn below(&self, name: Option<&str>) -> Vec<&str> {
        let mut list = Vec::new();
        let mut waiting = self.children(name);
        waiting.reverse();
        while let Some(next) = waiting.pop() {
            // A ring, which no change of ours makes, must not be gone round.
            if list.contains(&next) {
                continue;
            }
            list.push(next);
            let mut children = self.children(Some(next));
            children.reverse();
            waiting.extend(children);
        }
        list
    }

    /// Adds or replaces a moment, and makes it the current one if asked.
    pub fn put(&mut self, moment: M, current: bool) {
        let name = moment.name().to_owned();
        if current {
            self.current = Some(name.clone());
        }
        self.moments.insert(name, Arc::new(moment));
    }

    /// Makes another moment the current one.
    pub fn set_current(&mut self, name: Option<&str>) {
        self.current = name.map(str::to_owned);
    }

    /// Takes a moment out; those below it go to its parent, and so does the current place. Gives the names
    /// of those that changed.
    pub fn remove(&mut self, name: &str) -> Vec<String> {
        let parent = self.parent_of(name).map(str::to_owned);
        let children: Vec<String> = self.children(Some(name)).into_iter().map(str::to_owned).collect();
        for child in &children {
            if let Some(moment) = self.moments.get_mut(child) {
                Arc::make_mut(moment).set_parent(parent.as_deref());
            }
        }
        if self.current.as_deref() == Some(name) {
            self.current = parent;
        }
        self.moments.remove(name);
        children
    }

    /// Whether putting `name` under `parent` would close a ring.
    pub fn would_cycle(&self, name: &str, parent: &str) -> bool {
        parent == name || self.below(Some(name)).contains(&parent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree<Snapshot> {
        let mut tree = Tree::default();
        for (name, parent) in [("a", None), ("b", Some("a")), ("c", Some("b")), ("d", Some("a"))] {
            let mut s = Snapshot {
                name: Some(name.to_owned()),
                ..Snapshot::default()
            };
            s.set_parent(parent);
            tree.put(s, true);
        }
        tree
    }

    #[test]
    fn order_and_rings() {
        let tree = tree();
        assert_eq!(tree.below(None), ["a", "b", "c", "d"]);
        assert_eq!(tree.children(Some("a")), ["b", "d"]);
        assert!(tree.would_cycle("a", "c"));
        assert!(!tree.would_cycle("d", "c"));
    }

    #[test]
    fn children_go_to_the_parent() {
        let mut tree = tree();
        tree.set_current(Some("b"));
        assert_eq!(tree.remove("b"), ["c"]);
        assert_eq!((tree.parent_of("c"), tree.current()), (Some("a"), Some("a")));
        assert!(tree.get("b").is_err());
    }
}
