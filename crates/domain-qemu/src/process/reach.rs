//! Whether the user that QEMU runs as gets to a file at all: every directory on the way must let it through.

use crate::process::RunAs;
use nix::unistd::{Gid, Uid, setfsgid, setfsuid};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Acts as another user towards the file system, in this thread, until dropped. See setfsuid(2).
struct ActAs {
    uid: Uid,
    gid: Gid,
}

impl ActAs {
    fn new(uid: u32, gid: u32) -> Self {
        // The group first: afterwards we may no longer.
        let gid = setfsgid(Gid::from_raw(gid));
        let uid = setfsuid(Uid::from_raw(uid));
        ActAs { uid, gid }
    }
}

impl Drop for ActAs {
    fn drop(&mut self) {
        setfsuid(self.uid);
        setfsgid(self.gid);
    }
}

/// The first directory above `path` that `who` may not enter.
pub fn closed_directory(path: &Path, who: &RunAs) -> Option<PathBuf> {
    let RunAs::User { uid, gid, groups } = who else {
        return None;
    };
    // Links are followed by whoever opens the file.
    let path = path.canonicalize().ok()?;
    let mut dirs: Vec<&Path> = path.ancestors().skip(1).collect();
    dirs.reverse();
    let refused: Vec<&Path> = {
        let _acting = ActAs::new(*uid, *gid);
        let refuses = |dir: &&Path| {
            std::fs::metadata(dir.join(".")).is_err_and(|e| e.kind() == ErrorKind::PermissionDenied)
        };
        dirs.into_iter().filter(refuses).collect()
    };
    // Only one group acts; the others are looked up.
    let by_group = |dir: &Path| {
        std::fs::metadata(dir).is_ok_and(|m| groups.contains(&m.gid()) && m.permissions().mode() & 0o010 != 0)
    };
    refused.into_iter().find(|dir| !by_group(dir)).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::unistd::geteuid;

    #[test]
    fn the_directory_that_keeps_others_out_is_named() {
        if !geteuid().is_root() {
            eprintln!("SKIPPED: only root can act as another user");
            return;
        }
        let base = tempfile::tempdir().unwrap();
        let closed = base.path().join("closed");
        std::fs::create_dir_all(closed.join("below")).unwrap();
        let file = closed.join("below/disk");
        std::fs::write(&file, b"x").unwrap();
        let set = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        set(base.path(), 0o755);
        set(&closed, 0o700);
        let nobody = RunAs::User {
            uid: 65534,
            gid: 65534,
            groups: vec![],
        };
        assert_eq!(closed_directory(&file, &nobody), Some(closed.clone()));
        set(&closed, 0o711);
        assert_eq!(closed_directory(&file, &nobody), None);
        assert_eq!(closed_directory(&file, &RunAs::Same), None);
        assert!(geteuid().is_root());
    }
}
