//! Backups of running guests: a point in time of the disks, pushed to a place or pulled over NBD.
//!
//! `plan` decides what becomes of each disk, `actions` what QEMU is told, both without I/O; `run` carries a
//! backup to its end, whoever began it.

mod actions;
mod plan;
mod run;

pub use actions::{Part, start_actions};
pub use plan::{align, check};
pub use run::{abort, adopt, bitmap_name, disk_over, figures, recorded_end};
