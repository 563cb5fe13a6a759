//! Checking of flag words that arrive from callers.

use crate::consts::{ErrorDomain, ErrorNumber};
use crate::error::{Error, Result};

/// Refuses bits outside `supported`, as the public API does, naming the function.
///
/// # Errors
/// `InvalidArg` when `flags` has an unknown bit.
pub fn check(flags: u32, supported: u32, function: &str, domain: ErrorDomain) -> Result<()> {
    let extra = flags & !supported;
    if extra == 0 {
        return Ok(());
    }
    Err(Error::new(
        ErrorNumber::InvalidArg,
        domain,
        format!("unsupported flags (0x{extra:x}) in function {function}"),
    ))
}
