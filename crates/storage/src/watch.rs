//! Volumes that others make, change or remove appear by themselves: the kernel tells what happens in the
//! directory of an active pool.
//!
//! One task watches one pool. Changes of a moment are taken together, so that a burst of them, or a file
//! being copied in, is looked at once. What cannot be watched is as before: seen by the next refresh.

use crate::backend::{Backend, Watch};
use crate::driver::Shared;
use crate::pool::{Pool, View};
use crate::{StorageError, VolumeName, ops};
use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use std::collections::{BTreeSet, HashMap};
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::io::unix::AsyncFd;
use tokio::task::AbortHandle;
use uuid::Uuid;

/// How long changes are collected before they are looked at.
const SETTLE: Duration = Duration::from_millis(90);
/// How often one name is looked at while the pool changes.
const ATTEMPTS: usize = 16;
/// So many names are looked at one by one in any pool.
const FEW_NAMES: usize = 16;
/// So many volumes are listed in the time in which one is looked at alone.
const LISTED_AT_ONCE: usize = 8;
/// With more names than this the whole pool is listed.
const MOST_NAMES: usize = 500;

/// The pools that are watched.
#[derive(Debug, Default)]
pub(crate) struct Watches(Mutex<HashMap<Uuid, AbortHandle>>);

impl Watches {
    fn replace(&self, uuid: Uuid, by: Option<AbortHandle>) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let old = match by {
            Some(task) => tasks.insert(uuid, task),
            None => tasks.remove(&uuid),
        };
        if let Some(old) = old {
            old.abort();
        }
    }
}

impl Drop for Watches {
    fn drop(&mut self) {
        let tasks = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for task in tasks.values() {
            task.abort();
        }
    }
}

/// Watches a pool that became active, from now on.
pub(crate) fn begin(shared: &Arc<Shared>, backend: &Arc<dyn Backend>, pool: &Arc<Pool>) {
    let definition = Arc::clone(&pool.view().definition);
    let Some(what) = backend.watch(&definition) else {
        return;
    };
    let watched = match Watched::new(&what) {
        Ok(watched) => watched,
        Err(errno) => {
            tracing::warn!(
                pool = definition.name(),
                error = errno.desc(),
                "cannot watch the pool: changes by others are seen when it is refreshed"
            );
            return;
        }
    };
    let task = follow(
        watched,
        Arc::downgrade(shared),
        Arc::clone(backend),
        Arc::clone(pool),
    );
    shared
        .watches
        .replace(definition.uuid(), Some(tokio::spawn(task).abort_handle()));
}

/// Watches a pool no more.
pub(crate) fn end(shared: &Shared, pool: &Pool) {
    shared.watches.replace(pool.view().definition.uuid(), None);
}

/// A watched directory.
struct Watched {
    inotify: Inotify,
    /// Entries are volumes, and can be looked at one by one.
    entries: bool,
}

/// What the kernel says of it.
struct Events<'w>(&'w Inotify);

impl AsRawFd for Events<'_> {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}

/// What happened.
#[derive(Debug, Default)]
struct Changes {
    names: BTreeSet<String>,
    /// The whole pool has to be looked at.
    all: bool,
    /// The directory is gone.
    over: bool,
}

impl Watched {
    fn new(what: &Watch) -> Result<Self, Errno> {
        let (directory, entries): (&PathBuf, bool) = match what {
            Watch::Entries(directory) => (directory, true),
            Watch::Hint(directory) => (directory, false),
        };
        let inotify = Inotify::init(InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK)?;
        let flags = AddWatchFlags::IN_CREATE
            | AddWatchFlags::IN_DELETE
            | AddWatchFlags::IN_MOVED_FROM
            | AddWatchFlags::IN_MOVED_TO
            | AddWatchFlags::IN_CLOSE_WRITE
            | AddWatchFlags::IN_DELETE_SELF
            | AddWatchFlags::IN_MOVE_SELF
            | AddWatchFlags::IN_ONLYDIR;
        inotify.add_watch(directory, flags)?;
        Ok(Watched { inotify, entries })
    }

    /// Waits for a change, and a little longer for what comes with it.
    async fn next(&self) -> std::io::Result<Changes> {
        self.readable().await?;
        tokio::time::sleep(SETTLE).await;
        let mut changes = Changes::default();
        loop {
            match self.inotify.read_events() {
                Ok(events) => events
                    .into_iter()
                    .for_each(|event| changes.add(event.mask, event.name)),
                Err(Errno::EAGAIN) => break,
                Err(Errno::EINTR) => {}
                Err(e) => return Err(e.into()),
            }
            if changes.over || changes.names.len() > MOST_NAMES {
                break;
            }
        }
        changes.all |= !self.entries || changes.names.len() > MOST_NAMES;
        Ok(changes)
    }

    /// Waits for the first of some changes. The thread is not woken by those that come with it: nothing is registered
    /// while they are collected.
    async fn readable(&self) -> std::io::Result<()> {
        #[expect(
            deprecated,
            reason = "its successor is unsafe; what is registered borrows the descriptor's owner"
        )]
        let events = AsyncFd::new(Events(&self.inotify))?;
        events.readable().await.map(drop)
    }
}

impl Changes {
    fn add(&mut self, mask: AddWatchFlags, name: Option<std::ffi::OsString>) {
        let gone = AddWatchFlags::IN_DELETE_SELF
            | AddWatchFlags::IN_MOVE_SELF
            | AddWatchFlags::IN_IGNORED
            | AddWatchFlags::IN_UNMOUNT;
        self.over |= mask.intersects(gone);
        self.all |= mask.contains(AddWatchFlags::IN_Q_OVERFLOW);
        self.names
            .extend(name.and_then(|name| name.to_str().map(str::to_owned)));
    }
}

async fn follow(watched: Watched, shared: Weak<Shared>, backend: Arc<dyn Backend>, pool: Arc<Pool>) {
    loop {
        let changes = match watched.next().await {
            Ok(changes) => changes,
            Err(error) => {
                tracing::warn!(%error, "a pool is watched no more");
                return;
            }
        };
        let Some(shared) = shared.upgrade() else { return };
        if changes.over || !pool.view().active {
            return;
        }
        // Each name is a hand-over to another thread: many are looked at together.
        let many = changes.names.len() > FEW_NAMES.max(pool.view().volumes.len() / LISTED_AT_ONCE);
        let looked = match changes.all || many {
            true => ops::look_again(&shared, &backend, &pool).await,
            false => look(&shared, &backend, &pool, &changes.names).await,
        };
        if let Err(error) = looked {
            tracing::warn!(pool = pool.view().definition.name(), %error, "cannot look at what changed");
        }
    }
}

/// Looks at some names, and publishes what is different.
async fn look(
    shared: &Arc<Shared>,
    backend: &Arc<dyn Backend>,
    pool: &Arc<Pool>,
    names: &BTreeSet<String>,
) -> Result<(), StorageError> {
    let mut different = false;
    for name in names.iter().filter_map(|name| VolumeName::new(name).ok()) {
        different |= look_at(backend, pool, &name).await?;
    }
    if different {
        shared.refreshed(pool.view().reference());
    }
    Ok(())
}

/// Looks at one name, and publishes it if it is different.
///
/// What was seen counts only if the pool did not change meanwhile: a call may have removed the volume after it
/// was found. A pool that is never still long enough is left to the notices that its changes bring.
async fn look_at(backend: &Arc<dyn Backend>, pool: &Pool, name: &VolumeName) -> Result<bool, StorageError> {
    for _ in 0..ATTEMPTS {
        let view = pool.view();
        let known = view.volumes.get(name);
        let now = backend.volumes().find(&view.definition, name, known).await?;
        let same = match (&now, known) {
            (Some(now), Some(known)) => Arc::ptr_eq(now, known),
            (None, None) => true,
            _ => false,
        };
        if same || !view.active {
            return Ok(false);
        }
        let published = pool.change(|current: &mut View| {
            if current.changes != view.changes {
                return false;
            }
            let volumes = Arc::make_mut(&mut current.volumes);
            match now {
                Some(volume) => drop(volumes.insert(name.clone(), volume)),
                None => {
                    volumes.remove(name);
                    pool.note_removed(name);
                }
            }
            current.usage_is_old = true;
            true
        });
        if published {
            return Ok(true);
        }
    }
    Ok(false)
}
