//! Networks.

use super::Rule;
use super::lifecycle::{metadata_get, metadata_set};
use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorDomain;
use ferrovirt_types::object::NetworkRef;

const fn network(function: &'static str) -> Rule {
    Rule {
        domain: ErrorDomain::Network,
        function,
    }
}

pub(crate) fn network_set_metadata(
    _network: &NetworkRef,
    kind: i32,
    metadata: Option<&str>,
    key: Option<&str>,
    uri: Option<&str>,
    _flags: u32,
) -> Result<()> {
    metadata_set(network("virNetworkSetMetadata"), kind, metadata, key, uri)
}

pub(crate) fn network_get_metadata(
    _network: &NetworkRef,
    kind: i32,
    uri: Option<&str>,
    flags: u32,
) -> Result<()> {
    let rule = network("virNetworkGetMetadata");
    rule.one_side(flags)?;
    metadata_get(rule, kind, uri)
}
