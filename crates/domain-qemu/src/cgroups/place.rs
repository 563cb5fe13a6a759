//! Where guests' groups are made: below the group that systemd gave to the daemon's unit, where the daemon itself is
//! in a group beside them, else below `machine` at the top.

use super::{GuestGroup, failed};
use crate::config::QemuConfig;
use crate::define;
use crate::error::{QemuError, Result};
use ferrovirt_cgroup::{Controller, Group, Hierarchy, is_delegated};
use ferrovirt_host::paths::Places;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Longest part of a group's name that is the guest's.
const NAME_MAX: usize = 120;
/// What ends the names of our groups, so that they are told from those of others below the same partition.
const SUFFIX: &str = ".ferrovirt";

/// All that guests' groups are made from.
#[derive(Debug)]
pub struct Groups {
    /// None where there is nothing to make groups with.
    hierarchy: Option<Hierarchy>,
    /// Controllers that the settings let us use.
    allowed: Vec<Controller>,
    /// A name for the groups of a daemon with places of its own.
    instance: Option<String>,
    /// Partitions come and go with the first and last guest in them, one change at a time.
    changing: Mutex<()>,
}

impl Groups {
    /// Looks what the host has; nothing is made.
    pub fn open(config: &QemuConfig) -> Self {
        let allowed = allowed(config.cgroup_controllers.as_deref());
        let found = match allowed.is_empty() {
            true => None,
            false => Hierarchy::find(Path::new("/")).unwrap_or_else(|error| {
                tracing::warn!(%error, "guests get no control groups");
                None
            }),
        };
        if found.is_none() {
            tracing::info!(
                "guests get no control groups: no hierarchy of version 2 with controllers, or none that the setting \
                 'cgroup_controllers' allows; version 1 is not driven"
            );
        }
        Groups {
            hierarchy: found,
            allowed,
            instance: instance(&config.places),
            changing: Mutex::new(()),
        }
    }

    /// Makes the group of a guest that starts. None where this process cannot make groups at all. Blocks.
    pub fn make(&self, id: i32, name: &str, partition: &str) -> Result<Option<GuestGroup>> {
        let Some(hierarchy) = &self.hierarchy else {
            return Ok(None);
        };
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let above = match self.partition(hierarchy, partition) {
            Ok(above) => above,
            Err(PartitionError::Refused(e)) => return Err(e),
            Err(PartitionError::Host(error)) => {
                let cause = failed(error);
                tracing::warn!(guest = name, error = %cause, "the guest gets no control group");
                return Ok(None);
            }
        };
        let group = above.child(&group_name(id, name));
        if group.exists() {
            // An earlier activation of this number that nobody could tidy up after.
            let left = group.processes().map_err(failed)?;
            if !left.is_empty() {
                return Err(QemuError::Failed(format!(
                    "the control group '{}' of the guest is in use by processes {left:?}: end them first",
                    group.path().display()
                )));
            }
            group.remove().map_err(failed)?;
        }
        group.make().map_err(failed)?;
        let made = self.guest_group(group).map_err(failed);
        made.map(|group| Some(group).filter(|g| !g.controllers().is_empty()))
    }

    /// The group of a guest that an earlier daemon started; none if it is gone.
    pub fn adopt(&self, path: &Path) -> Option<GuestGroup> {
        let group = self.hierarchy.as_ref()?.at(path);
        if !group.exists() {
            return None;
        }
        self.guest_group(group)
            .inspect_err(|error| tracing::warn!(%error, "a control group cannot be taken up"))
            .ok()
    }

    /// Removes a guest's group, and the partition with it where it is this daemon's alone and empty. Blocks.
    pub fn end(&self, group: &GuestGroup) -> ferrovirt_cgroup::Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        group.end()?;
        let above = group.path().parent();
        let own = above.and_then(Path::file_name).and_then(|name| name.to_str());
        if let (Some(hierarchy), Some(above)) = (&self.hierarchy, above)
            && own.is_some()
            && own == self.instance.as_deref()
        {
            // Others of its guests keep it, which is no error.
            let _ = hierarchy.at(above).remove_if_empty();
        }
        Ok(())
    }

    fn guest_group(&self, group: Group) -> ferrovirt_cgroup::Result<GuestGroup> {
        let mut controllers = group.controllers()?;
        controllers.retain(|c| self.allowed.contains(c));
        Ok(GuestGroup::new(group, controllers))
    }

    /// The group that the guest's is made in, with the controllers passed on.
    fn partition(&self, hierarchy: &Hierarchy, partition: &str) -> Result<Group, PartitionError> {
        let own = hierarchy.own(is_delegated);
        let mut group = own.delegated.unwrap_or_else(|| hierarchy.root());
        self.pass_on(&group)?;
        let names = names_of(partition).map_err(PartitionError::Refused)?;
        for name in names.iter().chain(&self.instance) {
            group = group.child(name);
            group.make()?;
            self.pass_on(&group)?;
        }
        Ok(group)
    }

    /// Passes on what is allowed and there. One that cannot be keeps the others from nothing: processor time, for one,
    /// is kept at the top while a process has a real-time schedule.
    fn pass_on(&self, group: &Group) -> ferrovirt_cgroup::Result<()> {
        let (there, passed) = (group.controllers()?, group.read("cgroup.subtree_control")?);
        let is_passed = |c: &Controller| passed.split_whitespace().any(|word| word == c.name());
        let missing = self.allowed.iter().filter(|c| there.contains(c) && !is_passed(c));
        let mut failure = None;
        let mut any = self.allowed.iter().any(|c| there.contains(c) && is_passed(c));
        for controller in missing {
            match group.pass_on(&[*controller]) {
                Ok(()) => any = true,
                Err(error) => {
                    tracing::info!(controller = controller.name(), %error, "a controller is not passed on");
                    failure = Some(error);
                }
            }
        }
        match failure {
            Some(error) if !any => Err(error),
            _ => Ok(()),
        }
    }
}

/// Why there is no partition.
enum PartitionError {
    /// The document names one that cannot be.
    Refused(QemuError),
    /// The host does not let us.
    Host(ferrovirt_cgroup::Error),
}

impl From<ferrovirt_cgroup::Error> for PartitionError {
    fn from(error: ferrovirt_cgroup::Error) -> Self {
        PartitionError::Host(error)
    }
}

/// Names of the groups of a partition such as `/machine/production`: each but the usual one ends in `.partition`, as
/// libvirt's documentation of its groups has it.
fn names_of(partition: &str) -> Result<Vec<String>> {
    let refused = || {
        QemuError::InvalidArg(format!(
            "Resource partition '{partition}' must start with '/' and name groups; '{}' is the usual one",
            define::PARTITION
        ))
    };
    let path = partition.strip_prefix('/').ok_or_else(refused)?;
    let mut names = Vec::new();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        if name.starts_with('.') || name.starts_with("cgroup.") {
            return Err(refused());
        }
        names.push(match names.is_empty() && name == "machine" {
            true => name.to_owned(),
            false => format!("{name}.partition"),
        });
    }
    if names.is_empty() {
        return Err(refused());
    }
    Ok(names)
}

/// The name of a guest's group: its number makes it unique, its name readable.
fn group_name(id: i32, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut end = plain.len().min(NAME_MAX);
    while !plain.is_char_boundary(end) {
        end -= 1;
    }
    format!("qemu-{id}-{}{SUFFIX}", &plain[..end])
}

/// A name for a daemon whose places are its own, so that two daemons' groups do not collide. FNV-1a of where its
/// running state is.
fn instance(places: &Places) -> Option<String> {
    if places.run == Places::system().run {
        return None;
    }
    let bytes = places.run.as_os_str().as_encoded_bytes();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Some(format!("ferrovirt-{hash:016x}"))
}

/// The controllers of `cgroup_controllers`; all where it is not set. Those of version 1 that have nothing in version 2
/// are passed over.
fn allowed(named: Option<&[String]>) -> Vec<Controller> {
    let Some(named) = named else {
        return Controller::ALL.to_vec();
    };
    let has = |word: &str| named.iter().any(|name| name == word);
    let wanted = |c: &Controller| match c {
        Controller::Io => has("blkio") || has("io"),
        other => has(other.name()),
    };
    Controller::ALL.into_iter().filter(wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_groups() {
        assert_eq!(group_name(3, "web 1/ä"), "qemu-3-web_1_ä.ferrovirt");
        assert!(group_name(i32::MAX, &"ä".repeat(300)).len() < 255);
        assert_eq!(names_of("/machine").unwrap(), ["machine"]);
        assert_eq!(names_of("/machine/prod/").unwrap(), ["machine", "prod.partition"]);
        assert_eq!(names_of("/prod").unwrap(), ["prod.partition"]);
        for bad in ["machine", "/", "/..", "/machine/../x", ""] {
            assert!(names_of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn daemons_with_places_of_their_own_have_names() {
        let one = instance(&Places::under_root(Path::new("/a")));
        let other = instance(&Places::under_root(Path::new("/b")));
        assert!(one.is_some() && one != other);
        assert_eq!(instance(&Places::system()), None);
    }

    #[test]
    fn settings_choose_controllers() {
        assert_eq!(allowed(None), Controller::ALL);
        assert_eq!(allowed(Some(&[])), []);
        let some = ["cpu", "devices", "blkio"].map(str::to_owned);
        assert_eq!(allowed(Some(&some)), [Controller::Cpu, Controller::Io]);
    }
}
