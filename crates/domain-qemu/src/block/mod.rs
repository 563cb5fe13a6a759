//! What is done to the disks of running guests: copies, merges, sizes, limits.

mod effect;
mod end;
pub mod image;
pub mod lookup;
pub mod monitor;
pub mod nodes;
mod tune;

pub use end::{adopt, carry_to_mirror, carry_up, conclude, finalize, ready};
pub use tune::{from_params, set_throttle, throttle, to_params};
