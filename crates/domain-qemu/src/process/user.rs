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
        /// Name or number of the user.
        user: String,
        /// Name or number of the group.
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
    let found = by_name_or_number(user, User::from_name, |id| User::from_uid(Uid::from_raw(id)));
    let gid = match group {
        None => found.as_ref().map(|user| user.gid),
        Some(name) => by_name_or_number(name, Group::from_name, |id| Group::from_gid(Gid::from_raw(id)))
            .map(|group| group.gid)
            .or_else(|| number(name).map(Gid::from_raw))
            .map(Some)
            .ok_or_else(|| unknown("group", name))?,
    };
    match (found, number(user), gid) {
        (Some(found), _, _) if found.uid == geteuid() => Ok(RunAs::Same),
        (Some(found), _, Some(gid)) => Ok(of(&found, gid)),
        // A number that is nobody's name is a user all the same, whose group has to be said.
        (None, Some(uid), Some(gid)) => Ok(RunAs::User {
            uid,
            gid: gid.as_raw(),
            groups: kvm_group().into_iter().collect(),
        }),
        (None, Some(_), None) => Err(QemuError::InvalidArg(format!(
            "the user '{user}' to run QEMU as has no name and so no group: set `group` in qemu.conf too"
        ))),
        _ => Err(unknown("user", user)),
    }
}

/// As libvirt reads `user` and `group`: a name, a number that is no name, or `+` and a number.
fn by_name_or_number<T>(
    text: &str,
    name: impl Fn(&str) -> nix::Result<Option<T>>,
    id: impl Fn(u32) -> nix::Result<Option<T>>,
) -> Option<T> {
    let named = (!text.starts_with('+'))
        .then(|| name(text).ok().flatten())
        .flatten();
    named.or_else(|| id(number(text)?).ok().flatten())
}

fn number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

fn kvm_group() -> Option<u32> {
    let group = Group::from_name(KVM_GROUP).ok().flatten()?;
    Some(group.gid.as_raw())
}

fn of(user: &User, gid: Gid) -> RunAs {
    let mut groups: Vec<u32> = CString::new(user.name.as_str())
        .ok()
        .and_then(|name| getgrouplist(&name, gid).ok())
        .unwrap_or_default()
        .into_iter()
        .map(Gid::as_raw)
        .collect();
    groups.extend(kvm_group());
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

    #[test]
    fn users_may_be_numbers() {
        let resolve = |user: &str, group: Option<&str>| {
            RunAs::resolve(&UserChoice::Named {
                user: user.to_owned(),
                group: group.map(str::to_owned),
            })
        };
        for user in ["+54321", "54321"] {
            let found = resolve(user, Some("+54322")).unwrap();
            assert!(matches!(
                found,
                RunAs::User {
                    uid: 54321,
                    gid: 54322,
                    ..
                }
            ));
            assert!(resolve(user, None).unwrap_err().to_string().contains("`group`"));
        }
        assert!(resolve("+root", None).is_err());
        assert_eq!(resolve(&format!("+{}", geteuid()), None).unwrap(), RunAs::Same);
    }
}
