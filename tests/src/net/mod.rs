//! Lane net: networks as guests see them. Guests and the world are namespaces of the lane's own, and what
//! passes between them are real packets.

use crate::harness::case::Case;

mod explain;
mod faults;
mod filters;
mod generator;
pub(crate) mod limits;
mod moves;
pub(crate) mod packets;
pub(crate) mod place;
mod pools;
mod refusals;
pub(crate) mod services;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [
        services::CASES,
        explain::CASES,
        faults::CASES,
        filters::CASES,
        limits::CASES,
        moves::CASES,
        pools::CASES,
        refusals::CASES,
    ]
    .concat()
}
