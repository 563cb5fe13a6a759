//! Moments of a guest that are kept: snapshots and checkpoints. They form a tree, and one of them is
//! the current one.

use crate::error::{Kind, Result, TestError};
use ferrovirt_schema::domain::Domain;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is kept of a moment.
#[derive(Debug, Clone)]
pub(crate) struct Moment<D> {
    pub(crate) parent: Option<String>,
    /// The document, without the definition and the parent, which are put in when it is printed.
    pub(crate) document: Arc<D>,
    /// The definition then.
    pub(crate) definition: Option<Arc<Domain>>,
}

/// Moments of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Moments<D> {
    all: BTreeMap<String, Moment<D>>,
    current: Option<String>,
}

impl<D> Default for Moments<D> {
    fn default() -> Self {
        Moments {
            all: BTreeMap::new(),
            current: None,
        }
    }
}

/// What goes with a moment that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Itself,
    WithChildren,
    ChildrenOnly,
}

/// Which moments a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Only those without parent, or, below a moment, all the way down instead of one step.
    pub(crate) roots: Option<bool>,
    pub(crate) leaves: Option<bool>,
    /// Parents before children.
    pub(crate) topological: bool,
}

impl<D> Moments<D> {
    pub(crate) fn get(&self, name: &str) -> Option<&Moment<D>> {
        self.all.get(name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn current(&self) -> Option<&str> {
        self.current.as_deref()
    }

    pub(crate) fn set_current(&mut self, name: Option<String>) {
        self.current = name;
    }

    /// Adds or replaces a moment.
    pub(crate) fn insert(&mut self, name: String, moment: Moment<D>) {
        self.all.insert(name, moment);
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(String::as_str)
    }

    fn children<'m>(&'m self, of: &'m str) -> impl Iterator<Item = &'m str> {
        self.all
            .iter()
            .filter(move |(_, m)| m.parent.as_deref() == Some(of))
            .map(|(name, _)| name.as_str())
    }

    fn is_root(&self, moment: &Moment<D>) -> bool {
        !moment
            .parent
            .as_ref()
            .is_some_and(|parent| self.all.contains_key(parent))
    }

    /// All below `of`, parents first.
    pub(crate) fn descendants(&self, of: &str) -> Vec<String> {
        let mut found: Vec<String> = self.children(of).map(str::to_owned).collect();
        let mut next = 0;
        while let Some(name) = found.get(next).cloned() {
            let more: Vec<String> = self
                .children(&name)
                .filter(|n| !found.iter().any(|f| f == n))
                .map(str::to_owned)
                .collect();
            found.extend(more);
            next += 1;
        }
        found
    }

    /// Whether `name` is `of` or below it.
    pub(crate) fn is_within(&self, name: &str, of: &str) -> bool {
        name == of || self.descendants(of).iter().any(|n| n == name)
    }

    /// Names that pass the filter: of all, or of those below a moment.
    pub(crate) fn list(&self, below: Option<&str>, filter: Filter) -> Vec<String> {
        let deep = filter.roots == Some(true);
        let mut names: Vec<String> = match below {
            Some(of) if deep => self.descendants(of),
            Some(of) => self.children(of).map(str::to_owned).collect(),
            None if filter.topological => self.topological(),
            None => self.names().map(str::to_owned).collect(),
        };
        names.retain(|name| {
            let root = self.all.get(name).is_some_and(|m| self.is_root(m));
            let leaf = self.children(name).next().is_none();
            (below.is_some() || filter.roots.is_none_or(|want| want == root))
                && filter.leaves.is_none_or(|want| want == leaf)
        });
        names
    }

    fn topological(&self) -> Vec<String> {
        let roots = self
            .all
            .iter()
            .filter(|(_, m)| self.is_root(m))
            .map(|(name, _)| name.clone());
        roots
            .flat_map(|root| std::iter::once(root.clone()).chain(self.descendants(&root)))
            .collect()
    }

    /// Deletes a moment; what hangs on it goes along or moves up.
    pub(crate) fn delete(&mut self, kind: Kind, name: &str, reach: Reach) -> Result<()> {
        let parent = self
            .all
            .get(name)
            .ok_or_else(|| not_found(kind, name))?
            .parent
            .clone();
        let mut gone = if reach == Reach::Itself {
            Vec::new()
        } else {
            self.descendants(name)
        };
        let survivor = if reach == Reach::ChildrenOnly {
            Some(name.to_owned())
        } else {
            parent.clone()
        };
        if reach != Reach::ChildrenOnly {
            gone.push(name.to_owned());
        }
        if self
            .current
            .as_ref()
            .is_some_and(|current| gone.contains(current))
        {
            self.current = survivor;
        }
        for name in &gone {
            self.all.remove(name);
        }
        for moment in self
            .all
            .values_mut()
            .filter(|m| m.parent.as_deref() == Some(name))
        {
            if reach == Reach::Itself {
                moment.parent.clone_from(&parent);
            }
        }
        Ok(())
    }
}

/// No moment of that name.
pub(crate) fn not_found(kind: Kind, name: &str) -> TestError {
    TestError::Missing {
        kind,
        detail: format!("no {kind} with matching name '{name}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Moments<()> {
        let mut moments = Moments::default();
        for (name, parent) in [("a", None), ("b", Some("a")), ("c", Some("b")), ("d", Some("a"))] {
            let parent = parent.map(str::to_owned);
            moments.insert(
                name.into(),
                Moment {
                    parent,
                    document: Arc::default(),
                    definition: None,
                },
            );
        }
        moments.set_current(Some("c".into()));
        moments
    }

    const ALL: Filter = Filter {
        roots: None,
        leaves: None,
        topological: false,
    };

    #[test]
    fn lists() {
        let moments = tree();
        assert_eq!(moments.list(None, ALL), ["a", "b", "c", "d"]);
        assert_eq!(
            moments.list(
                None,
                Filter {
                    roots: Some(true),
                    ..ALL
                }
            ),
            ["a"]
        );
        assert_eq!(
            moments.list(
                None,
                Filter {
                    leaves: Some(true),
                    ..ALL
                }
            ),
            ["c", "d"]
        );
        assert_eq!(moments.list(Some("a"), ALL), ["b", "d"]);
        assert_eq!(
            moments.list(
                Some("a"),
                Filter {
                    roots: Some(true),
                    ..ALL
                }
            ),
            ["b", "d", "c"]
        );
    }

    #[test]
    fn children_move_up_when_their_parent_goes() {
        let mut moments = tree();
        moments.delete(Kind::Snapshot, "b", Reach::Itself).unwrap();
        assert_eq!(moments.get("c").unwrap().parent.as_deref(), Some("a"));
        assert_eq!(moments.current(), Some("c"));
    }

    #[test]
    fn the_current_one_falls_back_to_a_survivor() {
        let mut moments = tree();
        moments.delete(Kind::Snapshot, "b", Reach::ChildrenOnly).unwrap();
        assert_eq!((moments.current(), moments.len()), (Some("b"), 3));
        moments.delete(Kind::Snapshot, "b", Reach::WithChildren).unwrap();
        assert_eq!(moments.current(), Some("a"));
        assert!(moments.delete(Kind::Snapshot, "b", Reach::Itself).is_err());
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let mut moments = Moments::<()>::default();
        for (name, parent) in [("a", "b"), ("b", "a")] {
            let parent = Some(parent.to_owned());
            moments.insert(
                name.into(),
                Moment {
                    parent,
                    document: Arc::default(),
                    definition: None,
                },
            );
        }
        assert_eq!(moments.descendants("a").len(), 2);
    }
}
