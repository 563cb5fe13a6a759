//! What the interface demands of a call before any driver sees it: flags that exclude each other,
//! arguments that must not be empty or zero. The public functions of libvirt check these first, before
//! the object is looked up, and clients rely on the code that they then get. A
//! [guard](crate::guarded) asks them, in process as behind a daemon.
//!
//! A rule is a function named as the method that it stands before, and listed in
//! `xtask/src/codegen/guarded.rs`.

mod agent;
mod host;
mod lifecycle;
mod network;
mod snapshot;
mod tuning;

pub(crate) use agent::*;
pub(crate) use host::*;
pub(crate) use lifecycle::*;
pub(crate) use network::*;
pub(crate) use snapshot::*;
pub(crate) use tuning::*;

use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::{Error, Result};

fn refused(domain: ErrorDomain, function: &str, what: impl std::fmt::Display) -> Error {
    Error::new(ErrorNumber::InvalidArg, domain, format!("{function}: {what}"))
}

/// Checks one function in one domain of errors.
#[derive(Clone, Copy)]
struct Rule {
    domain: ErrorDomain,
    function: &'static str,
}

/// A rule of a function of domains.
const fn domain(function: &'static str) -> Rule {
    Rule {
        domain: ErrorDomain::Domain,
        function,
    }
}

/// A flag and what it is called.
type Named = (u32, &'static str);

const LIVE: Named = (1, "LIVE");
const CONFIG: Named = (2, "CONFIG");

impl Rule {
    fn need(self, condition: bool, what: &str) -> Result<()> {
        if condition {
            Ok(())
        } else {
            Err(refused(self.domain, self.function, what))
        }
    }

    /// At most one of two flags.
    fn exclusive(self, flags: u32, one: Named, other: Named) -> Result<()> {
        if flags & one.0 != 0 && flags & other.0 != 0 {
            let what = format!("flags {} and {} exclude each other", one.1, other.1);
            return Err(refused(self.domain, self.function, what));
        }
        Ok(())
    }

    /// A flag only together with another.
    fn requires(self, flags: u32, one: Named, other: Named) -> Result<()> {
        if flags & one.0 != 0 && flags & other.0 == 0 {
            let what = format!("flag {} needs flag {}", one.1, other.1);
            return Err(refused(self.domain, self.function, what));
        }
        Ok(())
    }

    /// Not both the running domain and its definition.
    fn one_side(self, flags: u32) -> Result<()> {
        self.exclusive(flags, LIVE, CONFIG)
    }

    /// At least one parameter, none twice.
    fn params(self, params: &[TypedParam]) -> Result<()> {
        self.need(!params.is_empty(), "no parameter is given")?;
        for (at, param) in params.iter().enumerate() {
            let twice = params.iter().take(at).any(|other| other.field == param.field);
            if twice {
                let what = format!("parameter '{}' is given twice", param.field);
                return Err(refused(self.domain, self.function, what));
            }
        }
        Ok(())
    }
}
