//! Parts: images under a name of their own while data is copied into them. Each is noted on disk before it is made, and
//! the note goes when the part has become the image or is removed. A daemon that is killed leaves the note; the next one
//! removes the part that it tells of when it lists the pool. Only what is noted is removed: parts of other hosts that
//! use the same cluster, and whatever else has such a name, are left alone.
//!
//! A part is *in the making* (by this process), then gone or *left*; one that is left is *being removed* at times.

use crate::cluster::{ended_with, is_open};
use ferrovirt_host::files;
use ferrovirt_storage::{StorageError, blocking};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// What stands between the name of an image and what tells its parts apart.
const MARK: &str = ".part-";
/// Bytes that a note has at most; what is longer is none.
const LONGEST: usize = 16 << 10;
/// How often a part is tried, and how long is waited in between: the cluster takes a client that was killed for alive
/// for half a minute, and removes no image that one has open.
const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_secs(8);

/// Where a part is: which cluster, by its monitors, and which pool of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) monitors: String,
    pub(crate) pool: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Making,
    Left,
    BeingRemoved,
}

#[derive(Debug)]
struct Part {
    place: Place,
    note: PathBuf,
    state: State,
}

type Known = HashMap<String, Part>;

/// The parts that this daemon makes, and those that one before it left.
#[derive(Debug)]
pub(crate) struct Parts {
    dir: PathBuf,
    known: OnceCell<Arc<Mutex<Known>>>,
}

impl Parts {
    /// Notes are in `dir`, which is made when it is needed.
    pub(crate) fn new(dir: PathBuf) -> Self {
        Parts {
            dir,
            known: OnceCell::new(),
        }
    }

    async fn known(&self) -> Result<&Arc<Mutex<Known>>, StorageError> {
        let read = || {
            let dir = self.dir.clone();
            blocking(move || Ok(Arc::new(Mutex::new(load(&dir)?))))
        };
        self.known.get_or_try_init(read).await
    }

    /// A name for the part that is to become `image`, noted on disk.
    pub(crate) async fn begin(&self, place: Place, image: &str) -> Result<Making, StorageError> {
        let known = Arc::clone(self.known().await?);
        let id = Uuid::new_v4().simple().to_string();
        let name = format!("{image}{MARK}{id}");
        let (dir, note) = (self.dir.clone(), self.dir.join(id));
        let text = format!("{}\n{}\n{name}\n", place.monitors, place.pool);
        let part = Part {
            place,
            note: note.clone(),
            state: State::Making,
        };
        lock(&known).insert(name.clone(), part);
        let making = Making { name, known };
        blocking(move || {
            files::create_dirs(&dir, 0o700)?;
            Ok(files::write_durable(&note, text.as_bytes(), 0o600)?)
        })
        .await?;
        Ok(making)
    }

    /// Whether an image is a part of ours, and no volume. Notes that cannot be read are told of, and count as none.
    pub(crate) async fn has(&self, image: &str) -> bool {
        if !image.contains(MARK) {
            return false;
        }
        match self.known().await {
            Ok(known) => lock(known).contains_key(image),
            Err(error) => {
                tracing::warn!(%error, "cannot read which copies into pools of Ceph were not brought to their end");
                false
            }
        }
    }

    /// Takes the parts that are left at a place and that nobody removes, to be removed by the caller. `images` are all
    /// images that are there: notes of parts that are gone are dropped.
    pub(crate) async fn take(
        &self,
        place: &Place,
        images: impl Fn(&str) -> bool + Send,
    ) -> Result<Vec<Left>, StorageError> {
        let known = self.known().await?;
        let (mut taken, mut gone) = (Vec::new(), Vec::new());
        {
            let mut parts = lock(known);
            for (name, part) in parts.iter_mut() {
                if part.state != State::Left || part.place != *place {
                    continue;
                }
                part.state = State::BeingRemoved;
                let left = Left(Making {
                    name: name.clone(),
                    known: Arc::clone(known),
                });
                if images(name) { &mut taken } else { &mut gone }.push(left);
            }
        }
        for left in gone {
            left.0.finish().await?;
        }
        Ok(taken)
    }
}

/// A part in the making. Dropped before its end, it is left.
#[derive(Debug)]
pub(crate) struct Making {
    /// The name of its image.
    pub(crate) name: String,
    known: Arc<Mutex<Known>>,
}

impl Making {
    /// The part is gone: it has become the image, or was removed.
    pub(crate) async fn finish(self) -> Result<(), StorageError> {
        let note = lock(&self.known).get(&self.name).map(|part| part.note.clone());
        if let Some(note) = note {
            blocking(move || Ok(files::remove_durable(&note).map(drop)?)).await?;
        }
        lock(&self.known).remove(&self.name);
        Ok(())
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if let Some(part) = lock(&self.known).get_mut(&self.name) {
            part.state = State::Left;
        }
    }
}

/// A part that is left, and that its holder removes.
#[derive(Debug)]
pub(crate) struct Left(Making);

impl Left {
    /// The name of its image.
    pub(crate) fn name(&self) -> &str {
        &self.0.name
    }

    /// Removes it by `remove`; where its maker counts as alive yet, that is tried for a while.
    pub(crate) async fn removed<T, F>(self, pool: &str, remove: impl Fn() -> F) -> Result<(), StorageError>
    where
        F: Future<Output = Result<T, StorageError>>,
    {
        let name = self.0.name.clone();
        let mut tries = 1;
        loop {
            match remove().await {
                Err(e) if is_open(&e) && tries < TRIES => tries += 1,
                Err(e) if !ended_with(&e, nix::libc::ENOENT) => {
                    tracing::warn!(
                        pool,
                        image = name,
                        error = %e,
                        "a copy that was not brought to its end left an image, which cannot be removed; \
                         the next refresh of the pool tries again"
                    );
                    return Err(e);
                }
                _ => break,
            }
            tokio::time::sleep(PAUSE).await;
        }
        self.0.finish().await?;
        tracing::warn!(
            pool,
            image = name,
            "removed what a copy left that was not brought to its end"
        );
        Ok(())
    }
}

fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the notes of a daemon before. One that tells of no part is left where it is.
fn load(dir: &Path) -> Result<Known, StorageError> {
    let mut known = Known::new();
    let entries = match std::fs::read_dir(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(known),
        entries => entries.map_err(|e| StorageError::io("list", dir, e))?,
    };
    for entry in entries {
        let note = entry.map_err(|e| StorageError::io("list", dir, e))?.path();
        let id = note
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let text = files::read_text(&note, LONGEST)?;
        if let Some((name, place)) = read(&text, id) {
            let state = State::Left;
            known.insert(name, Part { place, note, state });
        }
    }
    Ok(known)
}

/// What a note tells, if it is one.
fn read(text: &str, id: &str) -> Option<(String, Place)> {
    let (monitors, rest) = text.split_once('\n')?;
    let (pool, name) = rest.split_once('\n')?;
    let name = name.strip_suffix('\n')?;
    let place = Place {
        monitors: monitors.to_owned(),
        pool: pool.to_owned(),
    };
    let is_whole = Uuid::try_parse(id).is_ok() && name.ends_with(&format!("{MARK}{id}"));
    is_whole.then(|| (name.to_owned(), place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_host::Error as HostError;
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    fn place(pool: &str) -> Place {
        Place {
            monitors: "mon:6789".to_owned(),
            pool: pool.to_owned(),
        }
    }

    fn failed(number: i32, said: &str) -> StorageError {
        StorageError::Tool(HostError::Failed {
            argv: Vec::new(),
            status: ExitStatus::from_raw(number << 8),
            stderr: format!("rbd: error: {said}\n"),
        })
    }

    async fn names(parts: &Parts, pool: &str) -> Vec<String> {
        let left = parts.take(&place(pool), |_| true).await.unwrap();
        left.into_iter().map(|left| left.0.name.clone()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_is_noted_and_not_made_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let parts = Parts::new(dir.path().join("notes"));
        assert!(names(&parts, "p").await.is_empty());
        let left = parts.begin(place("p"), "a\nb").await.unwrap();
        let other = parts.begin(place("q"), "a").await.unwrap();
        let whole = parts.begin(place("p"), "c").await.unwrap();
        assert!(parts.has(&whole.name).await);
        whole.finish().await.unwrap();
        assert!(names(&parts, "p").await.is_empty(), "they are made or gone");

        // The next daemon; beside them lies what is no note.
        std::fs::write(dir.path().join("notes/x"), "m\np\na.part-x\n").unwrap();
        std::fs::write(dir.path().join("notes").join("0".repeat(32)), "m\np\nimage\n").unwrap();
        let parts = Parts::new(dir.path().join("notes"));
        assert_eq!(names(&parts, "p").await, [left.name.as_str()]);
        assert!(!parts.has("a.part-x").await && !parts.has("image").await);

        // Its maker counts as alive for a while; nobody else removes it meanwhile.
        let asked = Mutex::new(0);
        let mut taken = parts.take(&place("p"), |_| true).await.unwrap();
        assert!(names(&parts, "p").await.is_empty());
        let remove = || {
            let mut asked = asked.lock().unwrap();
            *asked += 1;
            std::future::ready(if *asked < 4 {
                Err(failed(16, "image still has watchers"))
            } else {
                Ok(())
            })
        };
        taken.pop().unwrap().removed("p", remove).await.unwrap();
        assert_eq!(*asked.lock().unwrap(), 4);
        assert!(!parts.has(&left.name).await);

        // One that cannot be removed stays noted, and is taken again.
        let mut taken = parts.take(&place("q"), |_| true).await.unwrap();
        let refused = taken
            .pop()
            .unwrap()
            .removed("q", || {
                std::future::ready(Err::<(), _>(failed(1, "(1) Operation not permitted")))
            })
            .await;
        refused.unwrap_err();
        assert_eq!(names(&parts, "q").await, [other.name.as_str()]);
        // One that is not there any more is forgotten.
        assert!(parts.take(&place("q"), |_| false).await.unwrap().is_empty());
        assert!(!parts.has(&other.name).await);
        assert_eq!(std::fs::read_dir(dir.path().join("notes")).unwrap().count(), 2);
    }
}
