//! Lane qemu: real guests under TCG, in namespaces of the lane's own.

use crate::harness::case::Case;

mod blocks;
pub mod boot;
mod devices;
mod failure;
mod kinds;
mod live;
mod private;
mod restart;
mod shares;
mod stuck;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [
        boot::CASES,
        live::CASES,
        devices::CASES,
        kinds::CASES,
        blocks::CASES,
        restart::CASES,
        shares::CASES,
        stuck::CASES,
        failure::CASES,
        private::CASES,
    ]
    .concat()
}
