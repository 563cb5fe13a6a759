//! Index and definitions of one kind of object, kept in step.

use crate::StoreError;
use crate::claim::{self, Claim, Claims};
use crate::definitions::{Definitions, Layout};
use crate::index::{Entry, Index, Snapshot};
use crate::scan::{self, Broken, Found, Identity};
use crate::writer::Writer;
use std::fmt::Display;
use std::sync::Arc;
use uuid::Uuid;

/// The objects of one kind. Cheap to clone: all clones are the same store.
#[derive(Debug)]
pub struct Store<T> {
    shared: Arc<Shared<T>>,
}

#[derive(Debug)]
pub(crate) struct Shared<T> {
    pub(crate) index: Index<T>,
    pub(crate) definitions: Definitions,
    pub(crate) claims: Claims,
}

/// What start-up found beside usable definitions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadReport {
    /// How many definitions are loaded.
    pub loaded: usize,
    /// Files that are left alone because they are no usable definitions.
    pub broken: Vec<Broken>,
}

impl<T> Clone for Store<T> {
    fn clone(&self) -> Self {
        Store {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Store<T> {
    /// Opens the directories and indexes who is defined.
    ///
    /// `identify` reads name and UUID from the text of a definition or from its head; it is called from
    /// several threads. `make` gives the object for each definition found. Blocks: it is meant for
    /// start-up.
    pub fn open<E: Display>(
        layout: Layout,
        writer: Writer,
        identify: impl Fn(&str) -> Result<Identity, E> + Sync,
        mut make: impl FnMut(&Found) -> T,
    ) -> Result<(Self, LoadReport), StoreError> {
        let definitions = Definitions::open(&layout, writer)?;
        let (found, broken) = scan::scan(&definitions, &identify)?;
        for file in &broken {
            tracing::error!(path = %file.path.display(), reason = %file.reason, "ignoring a broken definition");
        }
        let entries: Vec<Entry<T>> = found
            .into_iter()
            .map(|f| Entry {
                object: Arc::new(make(&f)),
                uuid: f.uuid,
                name: f.name.into(),
            })
            .collect();
        let report = LoadReport {
            loaded: entries.len(),
            broken,
        };
        let shared = Shared {
            index: Index::from_entries(entries),
            definitions,
            claims: Claims::default(),
        };
        Ok((
            Store {
                shared: Arc::new(shared),
            },
            report,
        ))
    }

    /// All objects as of now.
    pub fn snapshot(&self) -> Arc<Snapshot<T>> {
        self.shared.index.snapshot()
    }

    /// The object called `name`.
    pub fn by_name(&self, name: &str) -> Option<Arc<Entry<T>>> {
        self.shared.index.by_name(name)
    }

    /// The object with this UUID.
    pub fn by_uuid(&self, uuid: &Uuid) -> Option<Arc<Entry<T>>> {
        self.shared.index.by_uuid(uuid)
    }

    /// The files, for reading a definition or for changes by the object's own task.
    pub fn definitions(&self) -> &Definitions {
        &self.shared.definitions
    }

    /// The text of a definition, from memory or disk.
    pub async fn text(&self, name: &str) -> Result<Arc<str>, StoreError> {
        self.shared.definitions.files().read(name).await
    }

    /// Claims name and UUID for a change, waiting while another call has either. An error says that
    /// another object has the name or the UUID.
    pub async fn claim(&self, name: &str, uuid: Uuid) -> Result<Claim<T>, StoreError> {
        claim::claim(&self.shared, name, uuid).await
    }

    /// As [`Self::claim`], but gives `None` where it would wait.
    pub fn try_claim(&self, name: &str, uuid: Uuid) -> Result<Option<Claim<T>>, StoreError> {
        claim::try_claim(&self.shared, name, uuid)
    }

    /// Takes an object out of the index when `wanted` agrees: for a transient one that ended.
    pub fn remove_if(&self, uuid: &Uuid, wanted: impl FnOnce(&T) -> bool) -> Option<Arc<Entry<T>>> {
        self.shared.index.remove_if(uuid, wanted)
    }
}
