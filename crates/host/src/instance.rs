//! One instance at a time: who changes what is below some places holds the lock there.
//!
//! The lock belongs to an open file, and a child has a copy of that file from its fork to its exec. So
//! the lock is free only when every child that a killed instance had begun runs its own program (and
//! can be found by its arguments) or is gone: the next instance misses none when it looks for what was
//! left.

use crate::error::{Error, Result};
use crate::files;
use crate::paths::Places;
use crate::process::ProcessIdentity;
use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the lock is tried.
const LOOK: Duration = Duration::from_millis(10);

/// A holder that lives this long after it was asked for its place, and does not say that it ends, stays.
const GRACE: Duration = Duration::from_millis(500);

/// What a holder that ends adds to its identity in the lock's file.
const ENDING: &str = " ending";

/// The right to manage what is below some places, until dropped or the process ends.
#[derive(Debug)]
pub struct Instance {
    lock: Flock<File>,
}

impl Instance {
    /// Takes the lock, waiting up to `patience` for a holder that ends or whose children are about to execute; one
    /// that goes on working is named soon. Blocks.
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
        let begin = Instant::now();
        loop {
            match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
                Ok(lock) => {
                    let mut instance = Instance { lock };
                    instance.write("").map_err(failed)?;
                    return Ok(instance);
                }
                Err((again, Errno::EWOULDBLOCK)) => file = again,
                Err((_, e)) => return Err(failed(e.into())),
            }
            let waited = begin.elapsed();
            if waited >= patience || (waited >= GRACE && is_working(&path)) {
                let holder = holder(&path);
                return Err(Error::Managed { holder, path });
            }
            std::thread::sleep(LOOK);
        }
    }

    /// Tells whoever comes next that waiting for this holder is worth while.
    pub fn ending(&mut self) {
        // Without it the next one is refused, which is said there.
        let _ = self.write(ENDING);
    }

    fn write(&mut self, mark: &str) -> io::Result<()> {
        let pid = i32::try_from(std::process::id()).unwrap_or_default();
        let who = ProcessIdentity::of(pid).ok().flatten();
        let who = who.map_or_else(|| pid.to_string(), |who| who.to_string());
        self.lock.set_len(0)?;
        self.lock.seek(SeekFrom::Start(0))?;
        write!(self.lock, "{who}{mark}")
    }
}

fn read(path: &Path) -> String {
    const LIMIT: usize = 64;
    files::read_text(path, LIMIT).unwrap_or_default()
}

/// Whether the holder is there and does not say that it ends. One that cannot be seen from here may end.
fn is_working(path: &Path) -> bool {
    // The mark is no start time, so that its holder is none here.
    read(path)
        .parse::<ProcessIdentity>()
        .is_ok_and(|who| who.is_alive())
}

fn holder(path: &Path) -> String {
    match read(path).split_whitespace().next() {
        None => "unknown".to_owned(),
        Some(pid) => pid.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_instance_is_refused_until_the_first_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::under_root(dir.path());
        let mut first = Instance::claim(&places, Duration::ZERO).unwrap();
        // One that works is not waited for until patience ends.
        let err = Instance::claim(&places, Duration::MAX).unwrap_err();
        let named = format!("process {} manages", std::process::id());
        assert!(err.to_string().contains(&named), "{err}");
        first.ending();
        let waiting = std::thread::scope(|scope| {
            let next = scope.spawn(|| Instance::claim(&places, Duration::MAX));
            drop(first);
            next.join().unwrap()
        });
        waiting.unwrap();
    }
}
