//! The API's traits, in terms of the driver.

mod guests;
mod leases;
mod network;
mod ports;

use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorDomain;

fn check(flags: u32, supported: u32, function: &str) -> Result<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Network)
}
