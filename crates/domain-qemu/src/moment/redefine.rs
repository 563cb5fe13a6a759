//! What a snapshot has to be that somebody writes down again.

use super::{Moment, Tree};
use crate::error::{QemuError, Result};
use ferrovirt_schema::snapshot::{MemoryLocation, SavedDomain, Snapshot, SnapshotState};
use ferrovirt_types::consts::ErrorNumber;
use uuid::Uuid;

/// Refuses a redefinition that lacks something or contradicts what is there.
pub fn check(snapshot: &Snapshot, tree: &Tree<Snapshot>, guest: Uuid) -> Result<()> {
    let name = snapshot.name();
    let lacking = |what: &str| Err(QemuError::BadXml(what.to_owned()));
    if snapshot.name.is_none() {
        return lacking("a redefined snapshot must have a name");
    }
    if snapshot.creation_time.is_none() {
        return Err(QemuError::coded(
            ErrorNumber::InternalError,
            "missing creationTime from existing snapshot",
        ));
    }
    if snapshot.state.is_none() {
        return lacking("missing state from existing snapshot");
    }
    let is_offline = |s: &Snapshot| s.state.is_some_and(SnapshotState::is_offline);
    let memory = snapshot.memory.as_ref().map(|m| m.snapshot);
    if memory.is_some_and(|m| m != MemoryLocation::No) && is_offline(snapshot) {
        return lacking("memory state cannot be saved with offline or disk-only snapshot");
    }
    let uuid = match &snapshot.domain {
        Some(SavedDomain::Full(doc)) => doc.uuid,
        Some(SavedDomain::Uuid(uuid)) => Some(*uuid),
        None => None,
    };
    if uuid.is_some_and(|u| u != guest) {
        return Err(QemuError::InvalidArg(format!(
            "definition for snapshot {name} must use uuid {guest}"
        )));
    }
    if let Some(parent) = snapshot.parent() {
        if parent == name {
            return Err(QemuError::InvalidArg(format!(
                "cannot set moment {name} as its own parent"
            )));
        }
        if !tree.has(parent) {
            return Err(QemuError::InvalidArg(format!(
                "parent {parent} for moment {name} not found"
            )));
        }
        if tree.would_cycle(name, parent) {
            return Err(QemuError::InvalidArg(format!(
                "parent {parent} would create cycle to {name}"
            )));
        }
    }
    let Ok(old) = tree.get(name) else { return Ok(()) };
    if is_offline(&old) != is_offline(snapshot) {
        return Err(QemuError::InvalidArg(format!(
            "cannot change between online and offline snapshot state in snapshot {name}"
        )));
    }
    let disk_only = |s: &Snapshot| s.state == Some(SnapshotState::DiskSnapshot);
    if disk_only(&old) != disk_only(snapshot) {
        return Err(QemuError::InvalidArg(format!(
            "cannot change between disk only and full system in snapshot {name}"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(xml: &str) -> Option<String> {
        let s = Snapshot::parse(&format!("<domainsnapshot>{xml}</domainsnapshot>")).unwrap();
        let mut tree = Tree::default();
        for (name, state) in [("on", SnapshotState::Running), ("off", SnapshotState::Shutoff)] {
            tree.put(
                Snapshot {
                    name: Some(name.to_owned()),
                    state: Some(state),
                    ..Snapshot::default()
                },
                false,
            );
        }
        check(&s, &tree, Uuid::from_u128(7)).err().map(|e| e.to_string())
    }

    #[test]
    fn rules() {
        let time = "<creationTime>1</creationTime>";
        assert!(refused(&format!("<name>x</name><state>shutoff</state>{time}")).is_none());
        for (xml, text) in [
            (format!("<state>shutoff</state>{time}"), "must have a name"),
            (
                "<name>x</name><state>shutoff</state>".to_owned(),
                "missing creationTime",
            ),
            (format!("<name>x</name>{time}"), "missing state"),
            (
                format!("<name>x</name><state>shutoff</state>{time}<memory snapshot='internal'/>"),
                "memory state",
            ),
            (
                format!("<name>x</name><state>shutoff</state>{time}<parent><name>x</name></parent>"),
                "own parent",
            ),
            (
                format!("<name>x</name><state>shutoff</state>{time}<parent><name>y</name></parent>"),
                "not found",
            ),
            (
                format!("<name>on</name><state>shutoff</state>{time}"),
                "online and offline",
            ),
            (
                format!("<name>off</name><state>disk-snapshot</state>{time}"),
                "disk only and full system",
            ),
            (
                format!(
                    "<name>x</name><state>shutoff</state>{time}<domain><uuid>{}</uuid></domain>",
                    Uuid::from_u128(8)
                ),
                "must use uuid",
            ),
        ] {
            assert!(refused(&xml).is_some_and(|e| e.contains(text)), "{xml}: {text}");
        }
    }
}
