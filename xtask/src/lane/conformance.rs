//! Lane conformance: reference cases that lie beside the repository, where somebody put them. What
//! was reached before must be reached again (`tests/conformance-floors.txt`).

use super::Request;
use super::outcome::Tally;
use super::program;
use crate::{Outcome, workspace};

/// Seen from the workspace's root.
const CASES: &str = "../shared/conformance";

pub fn run(request: &Request) -> Outcome<Tally> {
    let cases = workspace::root().join(CASES);
    if !cases.is_dir() {
        return Ok(Tally::skip(
            "all",
            format!("optional: there are no reference cases in {CASES}"),
        ));
    }
    program::run_with("conformance", request, &[("FERROVIRT_CONFORMANCE", cases)])
}
