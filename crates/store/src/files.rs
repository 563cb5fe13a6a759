//! A directory of files, one an object, named for it.

use crate::StoreError;
use crate::cache::Cache;
use crate::writer::{Commit, Dir, Op, Writer};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file must outlive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// The process: the file is complete or absent, whenever the daemon is killed.
    Process,
    /// A loss of power: flushed before it is acknowledged.
    Power,
}

/// Files `NAME<suffix>` of one directory.
///
/// Texts read lately are kept, up to a bound, so that a repeated read costs nothing.
#[derive(Debug)]
pub struct Files {
    pub(crate) dir: Arc<Dir>,
    suffix: &'static str,
    durability: Durability,
    pub(crate) writer: Writer,
    texts: Arc<Cache<Box<str>, Arc<str>>>,
}

impl Files {
    /// Opens the directory, making it where it is missing, and removes what a killed process left in it.
    /// `cache` bounds the text kept in memory, in bytes.
    pub fn open(
        dir: &Path,
        suffix: &'static str,
        durability: Durability,
        writer: Writer,
        cache: usize,
    ) -> Result<Self, StoreError> {
        let dir = Dir::open(dir)?;
        dir.sweep()?;
        Ok(Files {
            dir,
            suffix,
            durability,
            writer,
            texts: Arc::new(Cache::new(cache)),
        })
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir.path
    }

    /// Where the file of `name` is, whether it exists or not.
    pub fn path(&self, name: &str) -> Result<PathBuf, StoreError> {
        Ok(self.dir.path.join(self.file_name(name)?))
    }

    /// The names that have a file.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let fail = |e| StoreError::io("list", &self.dir.path, e);
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.dir.path).map_err(fail)? {
            let file = entry.map_err(fail)?.file_name();
            let name = file.to_str().and_then(|f| f.strip_suffix(self.suffix));
            names.extend(name.filter(|n| !n.is_empty()).map(str::to_owned));
        }
        Ok(names)
    }

    /// Puts `text` in place of the object's file.
    pub fn write(&self, name: &str, text: Arc<str>) -> Commit<()> {
        match self.write_op(name, Arc::clone(&text)) {
            Ok(op) => self.writer.submit(vec![op], self.written(name, text)),
            Err(e) => Commit::failed(e),
        }
    }

    /// Removes the object's file; there need not be one.
    pub fn remove(&self, name: &str) -> Commit<()> {
        match self.remove_op(name) {
            Ok(op) => self.writer.submit(vec![op], self.removed(name)),
            Err(e) => Commit::failed(e),
        }
    }

    /// The text, if it happens to be in memory.
    pub fn cached(&self, name: &str) -> Option<Arc<str>> {
        self.texts.get(name)
    }

    /// Reads the object's file; for threads that may block.
    pub fn read_blocking(&self, name: &str) -> Result<Arc<str>, StoreError> {
        match self.cached(name) {
            Some(text) => Ok(text),
            None => read_and_keep(&self.texts, name, &self.path(name)?),
        }
    }

    /// Reads the object's file without blocking the task: from memory, or on a thread for it.
    pub async fn read(&self, name: &str) -> Result<Arc<str>, StoreError> {
        if let Some(text) = self.cached(name) {
            return Ok(text);
        }
        let (texts, path, name) = (Arc::clone(&self.texts), self.path(name)?, name.to_owned());
        let work = move || read_and_keep(&texts, &name, &path);
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => runtime
                .spawn_blocking(work)
                .await
                .unwrap_or(Err(StoreError::Stopped)),
            Err(_) => work(),
        }
    }

    pub(crate) fn write_op(&self, name: &str, text: Arc<str>) -> Result<Op, StoreError> {
        let durable = self.durability == Durability::Power;
        Ok(Op::Write {
            dir: Arc::clone(&self.dir),
            name: self.file_name(name)?,
            text,
            durable,
        })
    }

    pub(crate) fn remove_op(&self, name: &str) -> Result<Op, StoreError> {
        let durable = self.durability == Durability::Power;
        Ok(Op::Remove {
            dir: Arc::clone(&self.dir),
            name: self.file_name(name)?,
            durable,
        })
    }

    /// What to do once the file of `name` is written.
    pub(crate) fn written(
        &self,
        name: &str,
        text: Arc<str>,
    ) -> impl FnOnce() -> Result<(), StoreError> + Send + use<> {
        let (texts, name) = (Arc::clone(&self.texts), Box::from(name));
        move || {
            let weight = text.len();
            texts.set(name, text, weight);
            Ok(())
        }
    }

    /// What to do once the file of `name` is gone.
    pub(crate) fn removed(&self, name: &str) -> impl FnOnce() -> Result<(), StoreError> + Send + use<> {
        let (texts, name) = (Arc::clone(&self.texts), name.to_owned());
        move || {
            texts.forget(name.as_str());
            Ok(())
        }
    }

    pub(crate) fn file_name(&self, name: &str) -> Result<String, StoreError> {
        check_name(name)?;
        Ok(format!("{name}{}", self.suffix))
    }
}

fn check_name(name: &str) -> Result<(), StoreError> {
    let why = if name.is_empty() {
        "it is empty"
    } else if name.contains('/') {
        "it has a '/'"
    } else if name.contains('\0') {
        "it has a NUL"
    } else if name.len() > 250 {
        "it has more than 250 bytes"
    } else if crate::writer::is_temp(name) || name.starts_with(crate::writer::TEMP_PREFIX) {
        "it begins as temporary files do"
    } else {
        return Ok(());
    };
    let shown: String = name.chars().take(64).collect();
    Err(StoreError::BadName { name: shown, why })
}

fn read_and_keep(texts: &Cache<Box<str>, Arc<str>>, name: &str, path: &Path) -> Result<Arc<str>, StoreError> {
    let epoch = texts.epoch();
    let text: Arc<str> = fs::read_to_string(path)
        .map_err(|e| StoreError::io("read", path, e))?
        .into();
    texts.keep(epoch, Box::from(name), Arc::clone(&text), text.len());
    Ok(text)
}
