//! `<domaincheckpoint>`: a moment from which changes of disks are counted.

mod document;

pub use document::{Checkpoint, CheckpointDisk, CheckpointKind};
