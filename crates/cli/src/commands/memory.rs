//! Memory and processors of domains.

use super::domain_config::impact;
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use crate::units::ranges;
use ferrovirt_types::consts::{DomainMemoryModFlags, DomainVcpuFlags};
use serde_json::json;
use std::fmt::Write as _;

commands! {
    "setmem", "change memory allocation", "<domain> <size> [--config] [--live] [--current]" => set_memory;
    "setmaxmem", "change maximum memory limit", "<domain> <size> [--config] [--live] [--current]" => set_max_memory;
    "setvcpus", "change number of virtual CPUs", "<domain> <count> [--maximum] [--config] [--live] [--current] [--guest] [--hotpluggable]" => set_vcpus;
    "vcpucount", "domain vcpu counts", "<domain> [--maximum] [--active] [--live] [--config] [--current] [--guest]" => vcpu_count;
    "vcpupin", "control or query domain vcpu affinity", "<domain> [--vcpu <number>] [--cpulist <string>] [--config] [--live] [--current]" => pin;
}

async fn set_memory(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = DomainMemoryModFlags::from_bits_retain(impact(args)?.bits());
    let domain = find::domain(shell, args).await?;
    let bytes = args.size("size", 1024)?.unwrap_or(0);
    domain.set_memory(bytes.div_ceil(1024), flags).await?;
    Ok(Report::Nothing)
}

async fn set_max_memory(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = DomainMemoryModFlags::from_bits_retain(impact(args)?.bits()) | DomainMemoryModFlags::MAXIMUM;
    let domain = find::domain(shell, args).await?;
    let bytes = args.size("size", 1024)?.unwrap_or(0);
    let set = domain.set_memory(bytes.div_ceil(1024), flags).await;
    set.context(|| "Unable to change MaxMemorySize".to_owned())?;
    Ok(Report::Nothing)
}

async fn set_vcpus(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("guest", "config")?;
    let flags = DomainVcpuFlags::from_bits_retain(impact(args)?.bits())
        | args.bit("maximum", DomainVcpuFlags::MAXIMUM)
        | args.bit("guest", DomainVcpuFlags::GUEST)
        | args.bit("hotpluggable", DomainVcpuFlags::HOTPLUGGABLE);
    let domain = find::domain(shell, args).await?;
    let count = args.number("count")?.unwrap_or(0);
    if count == 0 {
        return Err(CliError::text("Can't set 0 processors for a VM"));
    }
    domain.set_vcpu_count(count, flags).await?;
    Ok(Report::Nothing)
}

async fn vcpu_count(shell: &mut Shell, args: &Args) -> Outcome {
    use DomainVcpuFlags as F;
    let chosen = F::from_bits_retain(impact(args)?.bits()) | args.bit("guest", F::GUEST);
    let domain = find::domain(shell, args).await?;
    if args.flag("maximum") || args.flag("active") || !chosen.is_empty() || args.flag("current") {
        let count = domain
            .vcpu_count(chosen | args.bit("maximum", F::MAXIMUM))
            .await?;
        return Ok(Report::number(count));
    }
    let mut text = String::new();
    let mut rows = Vec::new();
    for (limit, place, flags) in [
        ("maximum", "config", F::MAXIMUM | F::CONFIG),
        ("maximum", "live", F::MAXIMUM | F::LIVE),
        ("current", "config", F::CONFIG),
        ("current", "live", F::LIVE),
    ] {
        // A domain that is not active, or not kept, has only half of these.
        if let Ok(count) = domain.vcpu_count(flags).await {
            let _ = writeln!(text, "{limit:<12} {place:<12} {count:>3}");
            rows.push(json!({ "limit": limit, "of": place, "vcpus": count }));
        }
    }
    Ok(Report::Both(text, rows.into()))
}

async fn pin(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let vcpu: Option<u32> = args.number("vcpu")?;
    if let Some(list) = args.text("cpulist") {
        let vcpu = vcpu.ok_or_else(|| CliError::text("vcpupin: Missing vCPU number in pin mode."))?;
        let cpus = domain.connection().cpu_count().await?.min(1 << 16);
        let map = cpu_map(list, cpus).ok_or_else(|| CliError::text(format!("Invalid cpulist '{list}'")))?;
        domain.pin_vcpu(vcpu, &map, of).await?;
        return Ok(Report::Nothing);
    }
    let mut table = Table::new(["VCPU", "CPU Affinity"]);
    for (number, cpus) in (0..).zip(domain.vcpu_pinning(of).await?) {
        if vcpu.is_none_or(|v| v == number) {
            table.row([number.to_string(), ranges(&cpus)]);
        }
    }
    Ok(Report::Table(table))
}

/// The bits of a list such as `0-3,^2` or `r` for all.
pub fn cpu_map(list: &str, cpus: u32) -> Option<Vec<u8>> {
    let mut bits = vec![false; usize::try_from(cpus).ok()?];
    for part in list.split(',') {
        if part == "r" {
            bits.fill(true);
            continue;
        }
        let (on, part) = part.strip_prefix('^').map_or((true, part), |p| (false, p));
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let range = first.trim().parse::<usize>().ok()?..=last.trim().parse::<usize>().ok()?;
        if range.is_empty() || *range.end() >= bits.len() {
            return None;
        }
        bits[range].fill(on);
    }
    Some(
        bits.chunks(8)
            .map(|byte| (0..).zip(byte).fold(0, |map, (b, on)| map | u8::from(*on) << b))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_lists() {
        assert_eq!(cpu_map("0-3,^2", 8), Some(vec![0b1011]));
        assert_eq!(cpu_map("r", 10), Some(vec![0xff, 3]));
        assert_eq!(
            (cpu_map("9", 8), cpu_map("3-1", 8), cpu_map("x", 8)),
            (None, None, None)
        );
    }
}
