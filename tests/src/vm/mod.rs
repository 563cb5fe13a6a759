//! Lane vm: cases that run as root in a machine of their own, with a kernel whose modules they may load
//! and devices they may take apart. They run one after the other; what one changes, it puts back.
//!
//! The machine is described in `vm/src/document.rs`, its programs and kernel modules are listed in
//! `xtask/src/guest/system`.

use crate::harness::case::Case;

mod bonds;
mod cgroups;
mod devices;
mod functions;
mod guests;
pub mod machine;
mod networks;
pub mod storage;
mod storage_faults;
mod taps;
mod tpm;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [
        machine::CASES,
        storage::CASES,
        storage_faults::CASES,
        devices::CASES,
        networks::CASES,
        bonds::CASES,
        taps::CASES,
        tpm::CASES,
        functions::CASES,
        cgroups::CASES,
    ]
    .concat()
}
