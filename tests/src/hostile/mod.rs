//! Lane hostile: peers that send nonsense, too much, or nothing, and others who must not notice.

use crate::harness::case::Case;

mod flood;
mod frames;
mod load;
mod mutate;
mod order;
mod permissions;
mod slow;
mod tls;

pub use mutate::fuzz;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [
        frames::CASES,
        order::CASES,
        permissions::CASES,
        mutate::CASES,
        flood::CASES,
        slow::CASES,
        load::CASES,
        tls::CASES,
    ]
    .concat()
}
