//! Files that a guest's QEMU has to open although it runs as another user.
//!
//! What has to be writable is given to that user at start and given back at the end; directories on the way that
//! would keep the user out get an entry in their access list that lets it through, and nothing more. Who had what
//! before is remembered with the guest's status, so that a later daemon gives it back too. What several guests
//! share stays given until the last of them ends.

use crate::process::{RunAs, reach};
use ferrovirt_host::acl::Acl;
use std::collections::HashMap;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was given away for one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The file.
    pub path: PathBuf,
    /// User and group before, of a file that changed hands.
    pub owner: Option<(u32, u32)>,
    /// Directories on the way that were opened.
    pub doors: Vec<Door>,
}

/// A directory that lets a user through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The directory.
    pub dir: PathBuf,
    /// The user.
    pub uid: u32,
    /// Its access list before.
    pub before: Acl,
}

/// Why QEMU's user does not get a file.
#[derive(Debug)]
pub enum Refusal {
    /// The file itself.
    File(io::Error),
    /// A directory on the way that does not let the user through, and why that cannot be helped.
    Directory(PathBuf, Option<io::Error>),
}

/// All that is given away at the moment, and to how many. What changes on disk changes under the lock, so that
/// nobody finds open what is just being closed.
#[derive(Debug, Default)]
pub struct Images {
    given: Mutex<Given>,
}

#[derive(Debug, Default)]
struct Given {
    files: HashMap<PathBuf, ((u32, u32), usize)>,
    doors: HashMap<PathBuf, (Door, usize)>,
}

impl Images {
    /// Notes that `path` is to be opened up for the user that QEMU runs as; `None` where that is not necessary.
    /// Nothing happens to the file before [`hand_over`](Self::hand_over), so that who had it is recorded first.
    pub fn claim(&self, path: &Path, to: &RunAs, writable: bool) -> Result<Option<Grant>, Refusal> {
        let mut given = self.lock();
        let meta = std::fs::metadata(path).map_err(Refusal::File)?;
        let RunAs::User { uid, .. } = to else {
            return Ok(None);
        };
        let dirs = reach::on_the_way(path);
        let closed = reach::closed(&dirs, to);
        let mut doors = Vec::new();
        for dir in dirs {
            if let Some((door, _)) = given.doors.get(&dir) {
                doors.push(door.clone());
            } else if closed.contains(&dir) {
                match Acl::read(&dir) {
                    Ok(before) => doors.push(Door {
                        dir,
                        uid: *uid,
                        before,
                    }),
                    Err(e) => return Err(Refusal::Directory(dir, Some(e))),
                }
            }
        }
        let owner = match given.files.get(path) {
            Some((owner, _)) => Some(*owner),
            None if meta.uid() == *uid || (!writable && readable(&meta, to)) => None,
            None => Some((meta.uid(), meta.gid())),
        };
        if owner.is_none() && doors.is_empty() {
            return Ok(None);
        }
        let grant = Grant {
            path: path.to_owned(),
            owner,
            doors,
        };
        given.count(&grant);
        Ok(Some(grant))
    }

    /// Looks whether `path` can be reached as things are, for hosts on which nothing is to be given away.
    pub fn check(path: &Path, to: &RunAs) -> Result<(), Refusal> {
        std::fs::metadata(path).map_err(Refusal::File)?;
        match reach::closed(&reach::on_the_way(path), to).into_iter().next() {
            Some(dir) => Err(Refusal::Directory(dir, None)),
            None => Ok(()),
        }
    }

    /// Gives claimed files to the user that QEMU runs as. An error names the file.
    pub fn hand_over(&self, grants: &[Grant], to: &RunAs) -> Result<(), (PathBuf, Refusal)> {
        let RunAs::User { uid, gid, .. } = to else {
            return Ok(());
        };
        let _given = self.lock();
        for grant in grants {
            for door in &grant.doors {
                door.open()
                    .map_err(|e| (grant.path.clone(), Refusal::Directory(door.dir.clone(), Some(e))))?;
            }
            if grant.owner.is_some() {
                chown(&grant.path, Some(*uid), Some(*gid))
                    .map_err(|e| (grant.path.clone(), Refusal::File(e)))?;
            }
        }
        Ok(())
    }

    /// Notes what an earlier daemon gave away.
    pub fn adopt(&self, grants: &[Grant]) {
        let mut given = self.lock();
        for grant in grants {
            given.count(grant);
        }
    }

    /// Gives files back. Goes on past errors, which are logged: a file may be gone by now.
    pub fn give_back(&self, grants: &[Grant]) {
        let mut given = self.lock();
        for grant in grants {
            let owner = grant.owner.and_then(|_| given.last_of_file(&grant.path));
            if let Some((uid, gid)) = owner {
                report(&grant.path, chown(&grant.path, Some(uid), Some(gid)));
            }
            // From within: a door that is closed may hide what lies behind it.
            for door in grant.doors.iter().rev() {
                if let Some(door) = given.last_of_door(&door.dir) {
                    report(&door.dir, door.close());
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Given {
    fn count(&mut self, grant: &Grant) {
        if let Some(owner) = grant.owner {
            self.files.entry(grant.path.clone()).or_insert((owner, 0)).1 += 1;
        }
        for door in &grant.doors {
            self.doors
                .entry(door.dir.clone())
                .or_insert_with(|| (door.clone(), 0))
                .1 += 1;
        }
    }

    /// Counts one user of a file less; who had it before, if that was the last.
    fn last_of_file(&mut self, path: &Path) -> Option<(u32, u32)> {
        let (_, count) = self.files.get_mut(path)?;
        *count = count.saturating_sub(1);
        let last = *count == 0;
        last.then(|| self.files.remove(path))
            .flatten()
            .map(|(owner, _)| owner)
    }

    fn last_of_door(&mut self, dir: &Path) -> Option<Door> {
        let (_, count) = self.doors.get_mut(dir)?;
        *count = count.saturating_sub(1);
        let last = *count == 0;
        last.then(|| self.doors.remove(dir))
            .flatten()
            .map(|(door, _)| door)
    }
}

impl Door {
    fn open(&self) -> io::Result<()> {
        let now = Acl::read(&self.dir)?;
        let then = now.with_search(self.uid);
        if then == now {
            Ok(())
        } else {
            then.write(&self.dir)
        }
    }

    fn close(&self) -> io::Result<()> {
        let now = Acl::read(&self.dir)?;
        let then = now.taken_back(&self.before, self.uid);
        if then == now {
            Ok(())
        } else {
            then.write(&self.dir)
        }
    }
}

fn report(path: &Path, result: io::Result<()>) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(path = %path.display(), %error, "what a guest had is not given back to its owner");
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

    fn nobody() -> RunAs {
        RunAs::User {
            uid: 65534,
            gid: 65534,
            groups: vec![],
        }
    }

    #[test]
    fn shared_files_come_back_with_the_last_guest() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("disk");
        std::fs::write(&path, b"x").unwrap();
        let images = Images::default();
        let first = images.claim(&path, &nobody(), true).unwrap().unwrap();
        let owner = first.owner.unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().uid(),
            owner.0,
            "a claim changes nothing"
        );
        if let Err((_, e)) = images.hand_over(std::slice::from_ref(&first), &nobody()) {
            eprintln!("SKIPPED: files cannot be given away here: {e:?}");
            return;
        }
        let second = images.claim(&path, &nobody(), true).unwrap().unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().uid(), 65534);
        images.give_back(std::slice::from_ref(&first));
        assert_eq!(std::fs::metadata(&path).unwrap().uid(), 65534);
        images.give_back(&[second]);
        assert_eq!(std::fs::metadata(&path).unwrap().uid(), owner.0);
    }

    /// The mode of a directory, with its mark of an access list in the place of the group.
    fn mode(dir: &Path) -> u32 {
        std::fs::metadata(dir).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn private_directories_let_through_while_they_must() {
        if !nix::unistd::geteuid().is_root() {
            eprintln!("SKIPPED: only root can give files away");
            return;
        }
        let base = tempfile::tempdir().unwrap();
        let deep = base.path().join("deep");
        std::fs::create_dir(&deep).unwrap();
        for dir in [base.path(), deep.as_path()] {
            std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700)).unwrap();
        }
        let (near, far) = (base.path().join("near"), deep.join("far"));
        for file in [&near, &far] {
            std::fs::write(file, b"x").unwrap();
            std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        let closed = |file: &Path| reach::closed(&reach::on_the_way(file), &nobody()).len();
        let images = Images::default();
        let first = match images.claim(&far, &nobody(), false) {
            Err(Refusal::Directory(_, Some(e))) if e.kind() == io::ErrorKind::Unsupported => {
                eprintln!("SKIPPED: the file system has no access lists");
                return;
            }
            other => other.unwrap().unwrap(),
        };
        assert_eq!((first.owner, first.doors.len(), closed(&far)), (None, 2, 2));
        images.hand_over(std::slice::from_ref(&first), &nobody()).unwrap();
        assert_eq!((closed(&far), mode(&deep)), (0, 0o710));
        let second = images.claim(&near, &nobody(), true).unwrap().unwrap();
        images
            .hand_over(std::slice::from_ref(&second), &nobody())
            .unwrap();
        assert_eq!((second.owner.is_some(), second.doors.len()), (true, 1));
        images.give_back(std::slice::from_ref(&first));
        assert_eq!((closed(&far), closed(&near), mode(&deep)), (1, 0, 0o700));

        // Another daemon goes on.
        let later = Images::default();
        later.adopt(std::slice::from_ref(&second));
        later.give_back(&[second]);
        assert_eq!((closed(&near), mode(base.path())), (1, 0o700));
        assert!(
            matches!(Images::check(&near, &nobody()), Err(Refusal::Directory(dir, None)) if dir == base.path())
        );
    }
}
