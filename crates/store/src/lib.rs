//! A store of named objects: an index by name and UUID that readers never wait for, and the files
//! that make definitions outlive the process.
//!
//! [`Store`] joins three parts that can be used alone: [`Index`] (who exists), [`Definitions`] (one XML
//! file an object, plus a link for each that starts by itself) and [`StatusFiles`] (what a running
//! object needs to be taken up again by the next daemon). All changes of files go through one
//! [`Writer`] thread, which lets concurrent changes share the flush of a directory.
//!
//! ```
//! use ferrovirt_store::{Identity, Layout, Store, Writer};
//!
//! # let dir = tempfile::tempdir()?;
//! let writer = Writer::start()?;
//! let layout = Layout::in_dir(dir.path());
//! let identify = |_: &str| Err::<Identity, _>("nothing to read yet");
//! let (store, report) = Store::<String>::open(layout, writer, identify, |found| found.name.clone())?;
//! assert!(report.broken.is_empty());
//!
//! let uuid = uuid::Uuid::new_v4();
//! let claim = store.try_claim("alpha", uuid)?.expect("nobody else is changing it");
//! claim.define("<thing/>".into(), || std::sync::Arc::new("alpha".to_owned())).wait()?;
//! assert_eq!(store.by_name("alpha").map(|e| e.uuid), Some(uuid));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! API boundary: yes, for drivers.
//!
//! **Invariant**: knows neither what an object is nor what its file says; the driver brings a function
//! that reads name and UUID.
//! **Invariant**: a change is acknowledged only after file and directory are flushed; `kill -9` at any
//! moment leaves each file either as it was or as it was to be.
//! **Invariant**: look-ups and lists take no lock.

#![forbid(unsafe_code)]

mod cache;
mod claim;
mod definitions;
mod error;
mod files;
mod index;
mod scan;
mod status;
mod store;
mod writer;

pub use cache::Cache;
pub use claim::{Claim, Fate};
pub use definitions::{Definitions, Layout};
pub use error::StoreError;
pub use files::{Durability, Files};
pub use index::{Entry, Index, Snapshot};
pub use scan::{Broken, Found, Identity};
pub use status::{Status, StatusFiles};
pub use store::{LoadReport, Store};
pub use writer::{Commit, Writer};
