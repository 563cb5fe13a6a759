//! Definitions that outlive the process: `DIR/NAME.xml`, and `AUTOSTART/NAME.xml` as a link to it for
//! each object that starts by itself.

use crate::StoreError;
use crate::files::{Durability, Files};
use crate::writer::{Commit, Dir, Op, Writer};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where definitions are.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Directory of the XML files.
    pub definitions: PathBuf,
    /// Directory of the autostart links.
    pub autostart: PathBuf,
    /// Most bytes of text to keep in memory.
    pub cache: usize,
}

impl Layout {
    /// The usual layout: links in `autostart` below the definitions, 4 MiB of text kept.
    pub fn in_dir(dir: &Path) -> Self {
        Layout {
            definitions: dir.to_owned(),
            autostart: dir.join("autostart"),
            cache: 4 << 20,
        }
    }
}

/// The definitions of one kind of object.
#[derive(Debug)]
pub struct Definitions {
    files: Files,
    links: Arc<Dir>,
}

impl Definitions {
    /// Opens both directories, making them where they are missing, and removes what a killed process
    /// left: temporary files, and links to definitions that are gone.
    pub fn open(layout: &Layout, writer: Writer) -> Result<Self, StoreError> {
        let files = Files::open(
            &layout.definitions,
            ".xml",
            Durability::Power,
            writer,
            layout.cache,
        )?;
        let links = Dir::open(&layout.autostart)?;
        links.sweep()?;
        let this = Definitions { files, links };
        this.drop_dangling_links()?;
        Ok(this)
    }

    /// The files, for reading.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Puts `text` in place of the definition.
    pub fn write(&self, name: &str, text: Arc<str>) -> Commit<()> {
        self.files.write(name, text)
    }

    /// Removes the definition and its autostart link.
    pub fn remove(&self, name: &str) -> Commit<()> {
        match self.remove_ops(name) {
            Ok(ops) => self.files.writer.submit(ops, self.files.removed(name)),
            Err(e) => Commit::failed(e),
        }
    }

    /// Makes or removes the link that lets the object start by itself.
    pub fn set_autostart(&self, name: &str, on: bool) -> Commit<()> {
        match self.autostart_op(name, on) {
            Ok(op) => self.files.writer.submit(vec![op], || Ok(())),
            Err(e) => Commit::failed(e),
        }
    }

    /// The names that start by themselves.
    pub fn autostarted(&self) -> Result<HashSet<String>, StoreError> {
        let fail = |e| StoreError::io("list", &self.links.path, e);
        let mut names = HashSet::new();
        for entry in fs::read_dir(&self.links.path).map_err(fail)? {
            let file = entry.map_err(fail)?.file_name();
            names.extend(
                file.to_str()
                    .and_then(|f| f.strip_suffix(".xml"))
                    .map(str::to_owned),
            );
        }
        Ok(names)
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.files.writer
    }

    pub(crate) fn remove_ops(&self, name: &str) -> Result<Vec<Op>, StoreError> {
        // The definition first: a kill in between leaves a link to nothing, which the next start removes.
        // The other way round, a definition that is still there would have lost its mark.
        Ok(vec![self.files.remove_op(name)?, self.autostart_op(name, false)?])
    }

    pub(crate) fn autostart_op(&self, name: &str, on: bool) -> Result<Op, StoreError> {
        let (dir, file) = (Arc::clone(&self.links), self.files.file_name(name)?);
        Ok(if on {
            Op::Link {
                dir,
                name: file,
                target: self.files.path(name)?,
            }
        } else {
            Op::Remove {
                dir,
                name: file,
                durable: true,
            }
        })
    }

    fn drop_dangling_links(&self) -> Result<(), StoreError> {
        for name in self.autostarted()? {
            let link = self.links.path.join(format!("{name}.xml"));
            if !fs::exists(&link).unwrap_or(true) {
                tracing::warn!(link = %link.display(), "removing the autostart link of a definition that is gone");
                fs::remove_file(&link).map_err(|e| StoreError::io("remove", &link, e))?;
            }
        }
        Ok(())
    }
}
