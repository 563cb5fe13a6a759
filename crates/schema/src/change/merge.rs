//! Two lines of changes from one document.

use crate::change::{Change, Path, Pick, What};

/// The result of merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Our document with their changes, but for those in conflict.
    pub merged: String,
    /// Their changes that contradict ours.
    pub conflicts: Vec<Conflict>,
}

/// Two changes that cannot both be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Our change.
    pub ours: Change,
    /// Their change.
    pub theirs: Change,
}

/// What of `theirs` can be made besides `ours`, and what not.
pub(crate) fn merge(ours: &[Change], theirs: &[Change]) -> (Vec<Change>, Vec<Conflict>) {
    let (mut apply, mut conflicts) = (Vec::new(), Vec::new());
    for their in theirs {
        if ours
            .iter()
            .any(|our| our.path == their.path && our.what == their.what)
        {
            continue;
        }
        match ours.iter().find(|our| contradicts(our, their)) {
            Some(our) => conflicts.push(Conflict {
                ours: our.clone(),
                theirs: their.clone(),
            }),
            None => apply.push(their.clone()),
        }
    }
    (apply, conflicts)
}

fn contradicts(our: &Change, their: &Change) -> bool {
    if our.path == their.path || crowds(our, their) || crowds(their, our) {
        return true;
    }
    // What one takes away or replaces as a whole, the other may not change within.
    let whole = |c: &Change| !matches!(c.what, What::Set { .. });
    (whole(our) && our.path.holds(&their.path)) || (whole(their) && their.path.holds(&our.path))
}

/// Whether one change moves the places in a list in which the other counts.
fn crowds(mover: &Change, other: &Change) -> bool {
    let steps = mover.path.steps();
    let Some((last, before)) = steps.split_last() else {
        return false;
    };
    let moves = matches!(mover.what, What::Added { .. } | What::Removed { .. });
    if !moves || !matches!(last.pick, Pick::Index(_)) {
        return false;
    }
    let counts = |path: &Path| {
        let there = path.steps().get(steps.len() - 1);
        path.steps().starts_with(before) && there.is_some_and(|s| s.name == last.name)
    };
    counts(&other.path)
}
