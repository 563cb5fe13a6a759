//! Lane hostile: peers that send nonsense, too much, or nothing, and others who must not notice.

use crate::harness::case::Case;

mod flood;
mod frames;
mod order;
mod slow;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [frames::CASES, order::CASES, flood::CASES, slow::CASES].concat()
}
