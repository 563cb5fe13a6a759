//! `<secret>`: a value that is kept for others, such as a passphrase.

mod document;

pub use document::{NamedUsage, Secret, TargetUsage, Usage, VolumeUsage};
