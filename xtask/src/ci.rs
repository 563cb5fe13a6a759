//! `cargo xtask ci`: exactly what CI runs.

use crate::lane::{LANES, Lane, Request};
use crate::{Outcome, flags, setup, test};

pub fn run(arguments: &[String]) -> Outcome {
    let [] = flags(arguments, [])?;
    setup::ensure(setup::Purpose::Test)?;
    let lanes: Vec<&Lane> = LANES.iter().collect();
    test::run_lanes(&lanes, &Request::default())
}
