//! The moments of every guest: on disk a file each, in memory once they were asked for.

use super::{Moment, Tree};
use crate::error::{QemuError, Result};
use crate::guest::Guest;
use ferrovirt_host::files;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Files are not larger.
const MAX_FILE: usize = 16 << 20;
/// A guest does not have more moments, whatever lies in its folder.
const MAX_MOMENTS: usize = 10_000;

/// Moments of one kind, of all guests.
pub struct Books<M> {
    dir: PathBuf,
    known: Mutex<HashMap<Uuid, Arc<Tree<M>>>>,
    /// The guests that have a folder: most have none, and are asked about often. Nobody else makes folders here.
    folders: Mutex<HashSet<Box<str>>>,
}

impl<M: Moment> Books<M> {
    /// Those that are kept below a directory. Blocks while it looks which there are.
    pub fn new(lib: &Path) -> Self {
        let dir = lib.join(M::FOLDER);
        let mut folders = HashSet::new();
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            // Only an empty one goes: it was left by a daemon that was killed.
            if std::fs::remove_dir(entry.path()).is_err() {
                folders.extend(entry.file_name().to_str().map(Box::from));
            }
        }
        Books {
            dir,
            known: Mutex::default(),
            folders: Mutex::new(folders),
        }
    }

    fn folder(&self, guest: &Guest) -> PathBuf {
        self.dir.join(&*guest.name)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Arc<Tree<M>>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn folders(&self) -> std::sync::MutexGuard<'_, HashSet<Box<str>>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a guest has any, without reading them.
    pub fn any(&self, guest: &Guest) -> bool {
        match self.known().get(&guest.uuid) {
            Some(tree) => tree.len() > 0,
            None => self.folders().contains(&*guest.name),
        }
    }

    /// The moments of a guest.
    pub async fn of(&self, guest: &Guest) -> Result<Arc<Tree<M>>> {
        if let Some(tree) = self.known().get(&guest.uuid) {
            return Ok(Arc::clone(tree));
        }
        if !self.folders().contains(&*guest.name) {
            return Ok(Arc::default());
        }
        let folder = self.folder(guest);
        let tree = blocking(move || Ok(load::<M>(&folder))).await?;
        Ok(Arc::clone(
            self.known().entry(guest.uuid).or_insert_with(|| Arc::new(tree)),
        ))
    }

    /// Changes the tree and writes what changed; it counts only when it is on disk. Whoever calls holds the
    /// guest's turn.
    pub async fn change(&self, guest: &Guest, change: impl FnOnce(&mut Tree<M>)) -> Result<()> {
        let old = self.of(guest).await?;
        let mut new = Tree::clone(&old);
        change(&mut new);
        let new = Arc::new(new);
        let (folder, write) = (self.folder(guest), Arc::clone(&new));
        self.folders().insert(guest.name.clone());
        blocking(move || store(&folder, &old, &write)).await?;
        self.known().insert(guest.uuid, new);
        Ok(())
    }

    /// Keeps the moments of a guest that has another name now.
    pub async fn rename(&self, old: &Guest, new: &Guest) -> Result<()> {
        if !self.folders().contains(&*old.name) {
            return Ok(());
        }
        let (from, to) = (self.folder(old), self.folder(new));
        blocking(move || match std::fs::rename(&from, &to) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(failed("rename", &from)(e)),
            _ => Ok(()),
        })
        .await?;
        let mut folders = self.folders();
        folders.remove(&*old.name);
        folders.insert(new.name.clone());
        Ok(())
    }

    /// Forgets all moments of a guest that is gone; what the images hold stays.
    pub async fn clear(&self, guest: &Guest) -> Result<()> {
        if !self.folders().contains(&*guest.name) {
            return Ok(());
        }
        let folder = self.folder(guest);
        blocking(move || match std::fs::remove_dir_all(&folder) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(failed("remove", &folder)(e)),
            _ => Ok(()),
        })
        .await?;
        self.folders().remove(&*guest.name);
        self.known().remove(&guest.uuid);
        Ok(())
    }
}

async fn blocking<R: Send + 'static>(work: impl FnOnce() -> Result<R> + Send + 'static) -> Result<R> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| QemuError::Failed(e.to_string()))?
}

fn failed(action: &'static str, path: &Path) -> impl Fn(std::io::Error) -> QemuError {
    let path = path.to_owned();
    move |source| {
        QemuError::Host(ferrovirt_host::Error::File {
            action,
            path: path.clone(),
            source,
        })
    }
}

fn load<M: Moment>(folder: &Path) -> Tree<M> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Tree::default();
    };
    let mut moments = Vec::new();
    for entry in entries.flatten().take(MAX_MOMENTS) {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "xml") {
            continue;
        }
        let read = files::read_text(&path, MAX_FILE)
            .map_err(QemuError::from)
            .and_then(|text| M::read(&text));
        match read {
            Ok(moment) => moments.push(moment),
            Err(error) => {
                tracing::error!(path = %path.display(), %error, "a kept moment cannot be read and is left alone");
            }
        }
    }
    Tree::of(moments)
}

/// Writes what differs between two trees.
fn store<M: Moment>(folder: &Path, old: &Tree<M>, new: &Tree<M>) -> Result<()> {
    let path = |name: &str| folder.join(format!("{name}.xml"));
    let marked = |tree: &Tree<M>, name: &str| {
        let mut moment = M::clone(&*tree.get(name).ok()?);
        moment.mark(tree.current() == Some(name));
        Some(moment.write())
    };
    let names = new.below(None);
    if !names.is_empty() {
        files::create_dirs(folder, 0o700)?;
    }
    for name in names {
        let text = marked(new, name);
        if let Some(text) = text.filter(|t| marked(old, name).as_ref() != Some(t)) {
            files::write_durable(&path(name), text.as_bytes(), 0o600)?;
        }
    }
    for name in old.below(None) {
        if !new.has(name) {
            files::remove_durable(&path(name))?;
        }
    }
    if new.len() == 0 && folder.exists() {
        // It is in nobody's way if something else lies there.
        let _ = std::fs::remove_dir(folder);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::snapshot::Snapshot;

    fn snapshot(name: &str) -> Snapshot {
        Snapshot {
            name: Some(name.to_owned()),
            ..Snapshot::default()
        }
    }

    #[tokio::test]
    async fn what_is_kept_is_there_again() {
        let dir = tempfile::tempdir().unwrap();
        let guest = Guest::new("g", Uuid::from_u128(1), true, false);
        let books: Books<Snapshot> = Books::new(dir.path());
        assert!(!books.any(&guest));
        books
            .change(&guest, |t| t.put(snapshot("a"), true))
            .await
            .unwrap();
        books
            .change(&guest, |t| {
                let mut b = snapshot("b");
                b.set_parent(Some("a"));
                t.put(b, true);
            })
            .await
            .unwrap();
        let again: Books<Snapshot> = Books::new(dir.path());
        assert!(again.any(&guest));
        let tree = again.of(&guest).await.unwrap();
        assert_eq!((tree.current(), tree.parent_of("b")), (Some("b"), Some("a")));
        again
            .change(&guest, |t| {
                t.remove("a");
            })
            .await
            .unwrap();
        again
            .change(&guest, |t| {
                t.remove("b");
            })
            .await
            .unwrap();
        assert!(!dir.path().join("snapshot/g").exists());
    }
}
