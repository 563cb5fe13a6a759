//! The guest agent and statistics.

use super::domain;
use ferrovirt_types::Result;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;

pub(crate) fn domain_set_user_password(
    _dom: &DomainRef,
    user: Option<&str>,
    password: Option<&str>,
    _flags: u32,
) -> Result<()> {
    let rule = domain("virDomainSetUserPassword");
    rule.need(user.is_some(), "no user is given")?;
    rule.need(password.is_some(), "no password is given")
}

pub(crate) fn domain_set_memory_stats_period(_dom: &DomainRef, period: i32, _flags: u32) -> Result<()> {
    domain("virDomainSetMemoryStatsPeriod").need(period >= 0, "the period must not be negative")
}

pub(crate) fn domain_get_block_info(_dom: &DomainRef, path: &str, _flags: u32) -> Result<()> {
    domain("virDomainGetBlockInfo").need(!path.is_empty(), "no disk is given")
}

/// With parameters asked for: one processor at least, and just one for the sum of all.
pub(crate) fn domain_get_cpu_stats(
    _dom: &DomainRef,
    nparams: u32,
    start_cpu: i32,
    ncpus: u32,
    _flags: u32,
) -> Result<()> {
    let rule = domain("virDomainGetCPUStats");
    if start_cpu == -1 {
        return rule.need(
            ncpus == 1,
            "the sum of all processors is one entry: ncpus must be 1",
        );
    }
    rule.need(start_cpu >= 0, "start_cpu must not be negative")?;
    rule.need(
        nparams == 0 || ncpus > 0,
        "with parameters asked for, ncpus must not be zero",
    )
}

pub(crate) fn domain_get_vcpus(_dom: &DomainRef, maxinfo: i32, maplen: i32) -> Result<()> {
    let rule = domain("virDomainGetVcpus");
    rule.need(maxinfo > 0, "maxinfo must be greater than zero")?;
    rule.need(maplen >= 0, "maplen must not be negative")
}

pub(crate) fn domain_set_perf_events(_dom: &DomainRef, params: &[TypedParam], _flags: u32) -> Result<()> {
    domain("virDomainSetPerfEvents").params(params)
}
