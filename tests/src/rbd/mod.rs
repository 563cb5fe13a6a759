//! Lane rbd: pools of a real Ceph of one monitor and one store, which each case starts for itself in the lane's
//! namespaces.

use crate::harness::case::Case;

mod clones;
mod cluster;
mod faults;
mod guests;
mod pools;
mod volumes;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [
        pools::CASES,
        volumes::CASES,
        clones::CASES,
        guests::CASES,
        faults::CASES,
    ]
    .concat()
}
