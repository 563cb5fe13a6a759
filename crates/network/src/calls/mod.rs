//! The API's traits, in terms of the driver.

mod guests;
mod leases;
mod metadata;
mod moves;
mod network;
mod ports;

pub(crate) use ports::take_up as take_up_ports;

use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorDomain;

fn check(flags: u32, supported: u32, function: &str) -> Result<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Network)
}
