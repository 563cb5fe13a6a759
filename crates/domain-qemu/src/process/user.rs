//! Who a guest's QEMU runs as.

use crate::error::{QemuError, Result};
use nix::unistd::{Gid, Group, Uid, User, geteuid, getgrouplist};
use std::ffi::CString;

/// Users that exist for this purpose, in order of preference; the last one is on every system.
const CANDIDATES: [&str; 3] = ["ferrovirt-qemu", "libvirt-qemu", "nobody"];

/// Members may open `/dev/kvm`.
const KVM_GROUP: &str = "kvm";

/// What the configuration says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum UserChoice {
    /// An unprivileged user where we are root, else our own.
    #[default]
    Auto,
    /// The user of this process, root included.
    Same,
    /// This user, and group if not the user's own.
    Named {
        /// Name of the user.
        user: String,
        /// Name of the group.
        group: Option<String>,
    },
}

/// Who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunAs {
    /// As this process.
    Same,
    /// As another user.
    User {
        /// User.
        uid: u32,
        /// Group.
        gid: u32,
        /// Supplementary groups.
        groups: Vec<u32>,
    },
}

impl RunAs {
    /// Looks the choice up in the system's tables.
    pub fn resolve(choice: &UserChoice) -> Result<Self> {
        match choice {
            UserChoice::Same => Ok(RunAs::Same),
            UserChoice::Auto if !geteuid().is_root() => Ok(RunAs::Same),
            UserChoice::Auto => {
                let found = CANDIDATES
                    .iter()
                    .find_map(|name| User::from_name(name).ok().flatten());
                Ok(found.map_or(RunAs::Same, |user| of(&user, user.gid)))
            }
            UserChoice::Named { user, group } => named(user, group.as_deref()),
        }
    }

    /// User and group, as the kernel will see them.
    pub fn ids(&self) -> (u32, u32) {
        match self {
            RunAs::Same => (geteuid().as_raw(), nix::unistd::getegid().as_raw()),
            RunAs::User { uid, gid, .. } => (*uid, *gid),
        }
    }
}

fn named(user: &str, group: Option<&str>) -> Result<RunAs> {
    let unknown =
        |what: &str, name: &str| QemuError::InvalidArg(format!("there is no {what} '{name}' to run QEMU as"));
    let found = User::from_name(user)
        .ok()
        .flatten()
        .ok_or_else(|| unknown("user", user))?;
    let gid = match group {
        None => found.gid,
        Some(name) => {
            Group::from_name(name)
                .ok()
                .flatten()
                .ok_or_else(|| unknown("group", name))?
                .gid
        }
    };
    if found.uid == geteuid() {
        return Ok(RunAs::Same);
    }
    Ok(of(&found, gid))
}

fn of(user: &User, gid: Gid) -> RunAs {
    let mut groups: Vec<u32> = CString::new(user.name.as_str())
        .ok()
        .and_then(|name| getgrouplist(&name, gid).ok())
        .unwrap_or_default()
        .into_iter()
        .map(Gid::as_raw)
        .collect();
    if let Ok(Some(kvm)) = Group::from_name(KVM_GROUP) {
        groups.push(kvm.gid.as_raw());
    }
    groups.sort_unstable();
    groups.dedup();
    let uid: Uid = user.uid;
    RunAs::User {
        uid: uid.as_raw(),
        gid: gid.as_raw(),
        groups,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_users_are_named() {
        let choice = UserChoice::Named {
            user: "no-such-user-here".into(),
            group: None,
        };
        assert!(
            RunAs::resolve(&choice)
                .unwrap_err()
                .to_string()
                .contains("no-such-user-here")
        );
        assert_eq!(RunAs::resolve(&UserChoice::Same).unwrap(), RunAs::Same);
    }
}
