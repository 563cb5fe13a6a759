//! One instance at a time: who changes what is below some places holds the lock there.
//!
//! The lock belongs to an open file, and a child has a copy of that file from its fork to its exec. So
//! the lock is free only when every child that a killed instance had begun runs its own program (and
//! can be found by its arguments) or is gone: the next instance misses none when it looks for what was
//! left.

use crate::error::{Error, Result};
use crate::files;
use crate::paths::Places;
use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the lock is tried.
const LOOK: Duration = Duration::from_millis(10);

/// The right to manage what is below some places, until dropped or the process ends.
#[derive(Debug)]
pub struct Instance {
    _lock: Flock<File>,
}

impl Instance {
    /// Takes the lock, waiting up to `patience` for one that is about to end. Blocks.
    pub fn claim(places: &Places, patience: Duration) -> Result<Self> {
        let path = places.run.join("ferrovirtd.lock");
        files::create_dirs(&places.run, 0o755)?;
        let failed = |source| Error::File {
            action: "lock",
            path: path.clone(),
            source,
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed)?;
        let end = Instant::now() + patience;
        loop {
            match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
                Ok(mut lock) => {
                    lock.set_len(0)
                        .and_then(|()| write!(lock, "{}", std::process::id()))
                        .map_err(failed)?;
                    return Ok(Instance { _lock: lock });
                }
                Err((_, Errno::EWOULDBLOCK)) if Instant::now() >= end => {
                    return Err(Error::Managed {
                        holder: holder(&path),
                        path,
                    });
                }
                Err((again, Errno::EWOULDBLOCK)) => file = again,
                Err((_, e)) => return Err(failed(e.into())),
            }
            std::thread::sleep(LOOK);
        }
    }
}

fn holder(path: &Path) -> String {
    const LIMIT: usize = 32;
    let text = files::read_text(path, LIMIT).unwrap_or_default();
    match text.trim() {
        "" => "unknown".to_owned(),
        pid => pid.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_instance_is_refused_until_the_first_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::under_root(dir.path());
        let first = Instance::claim(&places, Duration::ZERO).unwrap();
        let err = Instance::claim(&places, Duration::ZERO).unwrap_err();
        assert!(err.to_string().contains(&std::process::id().to_string()), "{err}");
        drop(first);
        Instance::claim(&places, Duration::ZERO).unwrap();
    }
}
