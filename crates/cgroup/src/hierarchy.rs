//! Where the hierarchy is mounted, and which group of it this process is in.

use crate::error::Result;
use crate::files::{Disk, Files};
use crate::group::{Controller, Group};
use ferrovirt_host::{files, mounts};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Longest list of a process's groups that is read.
const LARGEST: usize = 64 * 1024;
/// What systemd writes on groups that it gave away: as root, and for everybody.
const DELEGATED: [&str; 2] = ["trusted.delegate", "user.delegate"];

/// A mounted hierarchy of version 2 that has controllers.
#[derive(Debug, Clone)]
pub struct Hierarchy {
    files: Arc<dyn Files>,
    mount: PathBuf,
    own: PathBuf,
}

/// Where this process is in the hierarchy.
#[derive(Debug, Clone)]
pub struct Own {
    /// Its group.
    pub group: Group,
    /// The group above it, where systemd gave that one to its unit (`Delegate=` with `DelegateSubgroup=`): groups may
    /// be made beside the own one.
    pub delegated: Option<Group>,
}

impl Hierarchy {
    /// Looks below `root`, that of the host's file systems. None where only version 1 is mounted, or where all
    /// controllers are bound to version 1.
    pub fn find(root: &Path) -> Result<Option<Self>> {
        let mounted = mounts::all(root)?;
        let Some(mount) = mounted.into_iter().rev().find(|m| m.kind == "cgroup2") else {
            return Ok(None);
        };
        let text = files::read_bounded(&root.join("proc/self/cgroup"), LARGEST)?;
        let own = own_of(&String::from_utf8_lossy(&text)).unwrap_or_default();
        let relative = mount.target.strip_prefix("/").unwrap_or(&mount.target);
        let found = Self::with(Arc::new(Disk), root.join(relative), own);
        Ok(if found.root().controllers()?.is_empty() {
            None
        } else {
            Some(found)
        })
    }

    /// A hierarchy at a place, with the path of the own group in it.
    pub fn with(files: Arc<dyn Files>, mount: PathBuf, own: PathBuf) -> Self {
        Hierarchy { files, mount, own }
    }

    /// The group at its top.
    pub fn root(&self) -> Group {
        Group::at(Arc::clone(&self.files), self.mount.clone())
    }

    /// The group at a path of the file system.
    pub fn at(&self, path: &Path) -> Group {
        Group::at(Arc::clone(&self.files), path.to_owned())
    }

    /// The controllers that its top has.
    pub fn controllers(&self) -> Result<Vec<Controller>> {
        self.root().controllers()
    }

    /// Where this process is. `is_delegated` says of a directory whether systemd gave it away: [`is_delegated`] does.
    pub fn own(&self, is_delegated: impl Fn(&Path) -> bool) -> Own {
        let at = |path: &Path| Group::at(Arc::clone(&self.files), self.mount.join(path));
        let above = self.own.parent().filter(|above| !above.as_os_str().is_empty());
        Own {
            group: at(&self.own),
            delegated: above.map(at).filter(|group| is_delegated(group.path())),
        }
    }
}

/// Whether systemd marked a group as given away to its unit.
pub fn is_delegated(group: &Path) -> bool {
    DELEGATED.iter().any(|name| {
        let mut mark = [0u8; 4];
        let length = rustix::fs::getxattr(group, *name, &mut mark);
        length.is_ok_and(|n| mark.get(..n) == Some(b"1"))
    })
}

/// The path of version 2 in `/proc/self/cgroup` (cgroups(7)): `0::/system.slice/x.service`, without its slash.
fn own_of(text: &str) -> Option<PathBuf> {
    let path = text.lines().find_map(|line| line.strip_prefix("0::/"))?;
    // Above the root of the namespace is nothing of ours.
    Some(PathBuf::from(path)).filter(|p| !p.starts_with(".."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::fake::Fake;

    fn host(table: &str, own: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("proc/self")).unwrap();
        std::fs::write(dir.path().join("proc/self/mountinfo"), table).unwrap();
        std::fs::write(dir.path().join("proc/self/cgroup"), own).unwrap();
        dir
    }

    #[test]
    fn version_1_alone_is_none() {
        let v1 = "1 2 0:1 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n";
        let host = host(v1, "4:cpu:/\n");
        assert!(Hierarchy::find(host.path()).unwrap().is_none());
    }

    #[test]
    fn a_hierarchy_without_controllers_is_none() {
        let table = "1 2 0:1 / /cg rw - cgroup2 cgroup2 rw\n";
        let host = host(table, "4:cpu:/\n0::/a\n");
        std::fs::create_dir(host.path().join("cg")).unwrap();
        let file = host.path().join("cg/cgroup.controllers");
        std::fs::write(&file, "\n").unwrap();
        assert!(Hierarchy::find(host.path()).unwrap().is_none());
        std::fs::write(&file, "cpu io hugetlb\n").unwrap();
        let found = Hierarchy::find(host.path()).unwrap().unwrap();
        assert_eq!(found.controllers().unwrap(), [Controller::Cpu, Controller::Io]);
        assert_eq!(found.own(|_| false).group.path(), host.path().join("cg/a"));
    }

    #[test]
    fn groups_are_made_beside_the_own_one_where_that_is_allowed() {
        let all = |own: &str| Hierarchy::with(Arc::new(Fake::new("/cg")), "/cg".into(), own.into());
        let found = all("system.slice/x.service/daemon");
        let given = found.own(|path| path.ends_with("x.service"));
        assert_eq!(
            given.delegated.unwrap().path(),
            Path::new("/cg/system.slice/x.service")
        );
        assert!(found.own(|_| false).delegated.is_none());
        assert!(all("").own(|_| true).delegated.is_none());
        assert!(all("a").own(|_| true).delegated.is_none());
    }

    #[test]
    fn what_is_above_the_namespace_is_not_ours() {
        assert_eq!(own_of("0::/../x\n"), None);
        assert_eq!(own_of("1:name=systemd:/y\n0::/x/y\n"), Some(PathBuf::from("x/y")));
    }
}
