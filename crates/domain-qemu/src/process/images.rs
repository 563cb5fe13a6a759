//! Files that a guest's QEMU has to open although it runs as another user.
//!
//! What has to be writable is given to that user at start and given back at the end. Who had it before
//! is remembered with the guest's status, so that a later daemon gives it back too. A file that two
//! guests share stays given until the last of them ends.

use crate::process::RunAs;
use std::collections::HashMap;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A file that was given away, and who had it before.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Grant {
    /// The file.
    pub path: PathBuf,
    /// User before.
    pub uid: u32,
    /// Group before.
    pub gid: u32,
}

/// All files that are given away at the moment.
#[derive(Debug, Default)]
pub struct Images {
    given: Mutex<HashMap<PathBuf, (Grant, usize)>>,
}

impl Images {
    /// Notes that `path` is to be given to the user that QEMU runs as; `None` where that is not necessary.
    /// Nothing happens to the file before [`hand_over`](Self::hand_over), so that who had it is recorded first.
    pub fn claim(&self, path: &Path, to: &RunAs, writable: bool) -> io::Result<Option<Grant>> {
        let meta = std::fs::metadata(path)?;
        let RunAs::User { uid, .. } = to else {
            return Ok(None);
        };
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((grant, count)) = given.get_mut(path) {
            *count += 1;
            return Ok(Some(grant.clone()));
        }
        if meta.uid() == *uid || (!writable && readable(&meta, to)) {
            return Ok(None);
        }
        let grant = Grant {
            path: path.to_owned(),
            uid: meta.uid(),
            gid: meta.gid(),
        };
        given.insert(path.to_owned(), (grant.clone(), 1));
        Ok(Some(grant))
    }

    /// Gives claimed files to the user that QEMU runs as. An error names the file.
    pub fn hand_over(&self, grants: &[Grant], to: &RunAs) -> Result<(), (PathBuf, io::Error)> {
        let RunAs::User { uid, gid, .. } = to else {
            return Ok(());
        };
        for grant in grants {
            chown(&grant.path, Some(*uid), Some(*gid)).map_err(|e| (grant.path.clone(), e))?;
        }
        Ok(())
    }

    /// Notes what an earlier daemon gave away.
    pub fn adopt(&self, grants: &[Grant]) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        for grant in grants {
            given
                .entry(grant.path.clone())
                .or_insert_with(|| (grant.clone(), 0))
                .1 += 1;
        }
    }

    /// Gives files back. Goes on past errors, which are logged: a file may be gone by now.
    pub fn give_back(&self, grants: &[Grant]) {
        for grant in grants {
            let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
            let Some((_, count)) = given.get_mut(&grant.path) else {
                continue;
            };
            *count = count.saturating_sub(1);
            if *count > 0 {
                continue;
            }
            given.remove(&grant.path);
            drop(given);
            if let Err(error) = chown(&grant.path, Some(grant.uid), Some(grant.gid))
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(path = %grant.path.display(), %error, "an image is not given back to its owner");
            }
        }
    }
}

fn readable(meta: &std::fs::Metadata, who: &RunAs) -> bool {
    let mode = meta.permissions().mode();
    let RunAs::User { uid, gid, groups } = who else {
        return true;
    };
    if meta.uid() == *uid {
        return mode & 0o400 != 0;
    }
    if meta.gid() == *gid || groups.contains(&meta.gid()) {
        return mode & 0o040 != 0;
    }
    mode & 0o004 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_files_come_back_with_the_last_guest() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("disk");
        std::fs::write(&path, b"x").unwrap();
        let nobody = RunAs::User {
            uid: 65534,
            gid: 65534,
            groups: vec![],
        };
        let images = Images::default();
        let first = images.claim(&path, &nobody, true).unwrap().unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().uid(),
            first.uid,
            "a claim changes nothing"
        );
        if let Err((_, e)) = images.hand_over(std::slice::from_ref(&first), &nobody) {
            eprintln!("SKIPPED: files cannot be given away here: {e}");
            return;
        }
        let second = images.claim(&path, &nobody, true).unwrap().unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().uid(), 65534);
        images.give_back(std::slice::from_ref(&first));
        assert_eq!(std::fs::metadata(&path).unwrap().uid(), 65534);
        images.give_back(&[second]);
        assert_eq!(std::fs::metadata(&path).unwrap().uid(), first.uid);
        assert_eq!(
            images.claim(&path, &nobody, false).unwrap(),
            None,
            "world-readable is enough for reading"
        );
    }
}
