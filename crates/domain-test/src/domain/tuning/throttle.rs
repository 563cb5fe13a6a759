//! Limits with a name, which disks share.

use crate::domain::devices;
use crate::error::{Result, TestError};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::IoTune;

/// Adds a group, or changes one.
pub(super) fn put(doc: &mut Domain, group: &str, tune: &IoTune) -> Result<()> {
    let tune = IoTune {
        group_name: Some(group.to_owned()),
        ..tune.clone()
    };
    match doc.throttle_groups.iter_mut().find(|t| is(t, group)) {
        Some(known) => *known = tune,
        None => doc.throttle_groups.push(tune),
    }
    Ok(())
}

fn is(tune: &IoTune, group: &str) -> bool {
    tune.group_name.as_deref() == Some(group)
}

/// Takes a group away that no disk uses.
pub(super) fn remove(doc: &mut Domain, group: &str) -> Result<()> {
    let uses = devices::disks(doc)
        .iter()
        .find(|disk| disk.throttle_filters.iter().any(|f| f.group == group));
    if let Some(disk) = uses {
        return Err(TestError::InvalidState(format!(
            "throttle group '{group}' is used by disk '{}'",
            disk.target.dev
        )));
    }
    if !doc.throttle_groups.iter().any(|t| is(t, group)) {
        return Err(TestError::InvalidArgument(format!(
            "throttle group '{group}' was not found in the domain config"
        )));
    }
    doc.throttle_groups.retain(|t| !is(t, group));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_and_go() {
        let mut doc = Domain::default();
        let tune = IoTune {
            total_bytes_sec: Some(7),
            ..IoTune::default()
        };
        put(&mut doc, "a", &tune).unwrap();
        put(&mut doc, "a", &tune).unwrap();
        assert_eq!(doc.throttle_groups.len(), 1);
        assert!(remove(&mut doc, "b").is_err());
        remove(&mut doc, "a").unwrap();
        assert!(doc.throttle_groups.is_empty());
    }
}
