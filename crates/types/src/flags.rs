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
    // The interface has this text without the opening of its code.
    Err(Error::verbatim(
        ErrorNumber::InvalidArg,
        domain,
        format!("unsupported flags (0x{extra:x}) in function {function}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unknown_bits_are_named() {
        assert!(check(3, 7, "f", ErrorDomain::Test).is_ok());
        let error = check(9, 1, "virDomainSuspend", ErrorDomain::Test).unwrap_err();
        assert!(error.is(ErrorNumber::InvalidArg));
        assert_eq!(
            error.to_string(),
            "unsupported flags (0x8) in function virDomainSuspend"
        );
    }
}
