//! Storage pools and their volumes: the driver of the API's pool and volume calls over exchangeable
//! backends, and a probe of image headers that believes nothing.
//!
//! [`Storage`] keeps the pools (definitions, which are active, their volumes as last seen), does what
//! is the same for every kind of pool, and asks a [`Backend`] for the rest. A backend is one crate, such
//! as `ferrovirt-storage-dir`. The probe ([`probe::probe`]) can be used alone.
//!
//! API boundary: yes, for whoever assembles a connection and for authors of backends.
//!
//! **Invariant**: knows no hypervisor and no other driver.
//! **Invariant**: a name of a volume is one component of a path ([`VolumeName`]); what an image says
//! about itself is never followed.
//! **Invariant**: a change that was begun is carried to its end, or undone, though its caller is gone;
//! pools are read from published views without waiting for changes.
#![forbid(unsafe_code)]

mod backend;
pub mod block;
mod calls;
mod capabilities;
mod change;
pub mod data;
mod definition;
mod driver;
mod error;
mod job;
pub mod login;
mod name;
mod ops;
mod policy;
mod pool;
pub mod probe;
pub mod qemu_img;
mod request;
mod resume;
mod stream;
mod tool;
mod volume;
mod watch;

pub use backend::{
    Access, Backend, BuildMode, CopySource, Listing, Resize, Usage, VolumeBackend, Watch, blocking,
};
pub use definition::Definition;
pub use driver::Storage;
pub use error::StorageError;
pub use job::{check, undoing};
pub use name::{TEMP_PREFIX, VolumeName};
pub use policy::{BackingPolicy, Policy};
pub use pool::Volumes;
pub use request::{NewBacking, NewEncryption, NewVolume};
pub use tool::{Tool, ToolCall};
pub use volume::{Attributes, BackingFile, DeviceExtent, FormatWord, Stamp, Volume};
