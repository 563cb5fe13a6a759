//! Whether the user that QEMU runs as gets to a file at all: every directory on the way must let it through.

use crate::process::RunAs;
use ferrovirt_host::acl::Acl;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Component, Path, PathBuf};

/// As many links as the kernel follows.
const MAX_LINKS: usize = 40;

/// Every directory that is passed when `path` is opened, in this order, those that links lead through too.
pub fn on_the_way(path: &Path) -> Vec<PathBuf> {
    let words = |path: &Path| -> Vec<OsString> {
        path.components()
            .filter(|c| matches!(c, Component::Normal(_) | Component::ParentDir))
            .map(|c| c.as_os_str().to_owned())
            .collect()
    };
    let mut left = VecDeque::from(words(path));
    let mut here = PathBuf::from("/");
    let mut dirs: Vec<PathBuf> = Vec::new();
    let mut links = 0;
    while let Some(word) = left.pop_front() {
        if !dirs.contains(&here) {
            dirs.push(here.clone());
        }
        if word == ".." {
            here.pop();
            continue;
        }
        let next = here.join(word);
        match std::fs::read_link(&next) {
            Ok(target) if links < MAX_LINKS => {
                links += 1;
                if target.is_absolute() {
                    here = PathBuf::from("/");
                }
                for word in words(&target).into_iter().rev() {
                    left.push_front(word);
                }
            }
            _ => here = next,
        }
    }
    dirs
}

/// Those of `dirs` that `who` may not pass, each judged by itself.
pub fn closed(dirs: &[PathBuf], who: &RunAs) -> Vec<PathBuf> {
    let RunAs::User { uid, gid, groups } = who else {
        return Vec::new();
    };
    let mut all = groups.clone();
    all.push(*gid);
    // What cannot be looked at is left to QEMU to find closed.
    let closed = |dir: &&PathBuf| {
        std::fs::metadata(dir).is_ok_and(|meta| {
            let list = Acl::read(dir).unwrap_or_else(|_| Acl::of_mode(meta.permissions().mode()));
            !list.lets_pass((meta.uid(), meta.gid()), *uid, &all)
        })
    };
    dirs.iter().filter(closed).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn the_way_leads_through_links() {
        let base = tempfile::tempdir().unwrap().keep().canonicalize().unwrap();
        std::fs::create_dir_all(base.join("a/b")).unwrap();
        std::fs::create_dir_all(base.join("c")).unwrap();
        std::fs::write(base.join("a/b/file"), b"").unwrap();
        symlink("../a/b", base.join("c/link")).unwrap();
        symlink(base.join("c/link/file"), base.join("disk")).unwrap();
        symlink("loop", base.join("loop")).unwrap();
        let mut wanted: Vec<PathBuf> = base.ancestors().map(Path::to_owned).collect();
        wanted.reverse();
        wanted.extend(["c", "a", "a/b"].map(|d| base.join(d)));
        assert_eq!(on_the_way(&base.join("disk")), wanted);
        assert!(on_the_way(&base.join("loop")).contains(&base));
        std::fs::remove_dir_all(&base).unwrap();
    }

    #[test]
    fn directories_that_keep_others_out_are_named() {
        let base = tempfile::tempdir().unwrap();
        let closed_dir = base.path().join("closed");
        let below = closed_dir.join("below");
        std::fs::create_dir_all(&below).unwrap();
        let set = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        set(base.path(), 0o755);
        set(&closed_dir, 0o700);
        set(&below, 0o711);
        let nobody = RunAs::User {
            uid: 65534,
            gid: 65534,
            groups: vec![],
        };
        let dirs = [base.path().to_owned(), closed_dir.clone(), below.clone()];
        assert_eq!(closed(&dirs, &nobody), std::slice::from_ref(&closed_dir));
        set(&below, 0o600);
        assert_eq!(closed(&dirs, &nobody), [closed_dir.clone(), below]);
        set(&closed_dir, 0o711);
        assert_eq!(closed(&dirs[..2], &nobody), [] as [PathBuf; 0]);
        assert_eq!(closed(&dirs, &RunAs::Same), [] as [PathBuf; 0]);
    }
}
