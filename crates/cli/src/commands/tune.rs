//! Limits of domains: processors, memory, disks, interfaces.

use super::domain_config::impact;
use super::domain_stats::{object, shown};
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report};
use crate::shell::Shell;
use ferrovirt_types::param::{ParamValue, TypedParam};
use serde_json::{Value, json};

commands! {
    "schedinfo", "show/set scheduler parameters", "<domain> [--weight <number>] [--cap <number>] [--current] [--config] [--live] [[--set] <string>]..." => scheduler;
    "memtune", "Get or set memory parameters", "<domain> [--hard-limit <number>] [--soft-limit <number>] [--swap-hard-limit <number>] [--min-guarantee <number>] [--config] [--live] [--current]" => memory;
    "blkiotune", "Get or set blkio parameters", "<domain> [--weight <number>] [--device-weights <string>] [--device-read-iops-sec <string>] [--device-write-iops-sec <string>] [--device-read-bytes-sec <string>] [--device-write-bytes-sec <string>] [--config] [--live] [--current]" => disks;
    "numatune", "Get or set numa parameters", "<domain> [--mode <string>] [--nodeset <string>] [--config] [--live] [--current]" => numa;
    "blkdeviotune", "Set or query a block device I/O tuning parameters.", "<domain> <device> [--total-bytes-sec <number>] [--read-bytes-sec <number>] [--write-bytes-sec <number>] [--total-iops-sec <number>] [--read-iops-sec <number>] [--write-iops-sec <number>] [--total-bytes-sec-max <number>] [--read-bytes-sec-max <number>] [--write-bytes-sec-max <number>] [--total-iops-sec-max <number>] [--read-iops-sec-max <number>] [--write-iops-sec-max <number>] [--size-iops-sec <number>] [--group-name <string>] [--total-bytes-sec-max-length <number>] [--read-bytes-sec-max-length <number>] [--write-bytes-sec-max-length <number>] [--total-iops-sec-max-length <number>] [--read-iops-sec-max-length <number>] [--write-iops-sec-max-length <number>] [--config] [--live] [--current]" => one_disk;
    "domiftune", "get/set parameters of a virtual interface", "<domain> <interface> [--inbound <string>] [--outbound <string>] [--config] [--live] [--current]" => interface;
    "perf", "Get or set perf event", "<domain> [--enable <string>] [--disable <string>] [--config] [--live] [--current]" => perf;
}

/// What stands for no limit (fact: `VIR_DOMAIN_MEMORY_PARAM_UNLIMITED`).
const UNLIMITED: u64 = 9_007_199_254_740_991;

/// Modes of `numatune` by number.
const NUMA_MODES: [&str; 4] = ["strict", "preferred", "interleave", "restrictive"];

/// Parameters a line each.
fn listed(params: &[TypedParam], show: impl Fn(&TypedParam) -> String) -> Report {
    let mut fields = Fields::wide(15);
    for param in params {
        fields.row(format!("{:<15}:", param.field), show(param));
    }
    Report::Both(Report::Fields(fields).text(false), Value::Object(object(params)))
}

fn plain(param: &TypedParam) -> String {
    shown(&param.value)
}

async fn scheduler(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let tuning = domain.connection().drivers().tuning.clone();
    let kind = tuning.domain_get_scheduler_type(domain.identity()).await?;
    let now = domain.scheduler_parameters(of).await?;
    let mut wanted: Vec<(String, String)> = Vec::new();
    for name in ["weight", "cap"] {
        wanted.extend(args.text(name).map(|value| (name.to_owned(), value.to_owned())));
    }
    for pair in args.list("set") {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| CliError::text("invalid syntax for --set, expecting name=value"))?;
        wanted.push((name.to_owned(), value.to_owned()));
    }
    let mut params = Vec::new();
    for (name, value) in wanted {
        let known = now.iter().find(|param| param.field == name.as_str());
        let known = known.ok_or_else(|| CliError::text(format!("invalid scheduler option: {name}")))?;
        let value = like(&known.value, &value)
            .ok_or_else(|| CliError::text(format!("invalid value for scheduler option: {name}={value}")))?;
        params.push(TypedParam::new(name, value));
    }
    if !params.is_empty() {
        domain.set_scheduler_parameters(&params, of).await?;
    }
    let now = domain.scheduler_parameters(of).await?;
    let values = listed(&now, plain);
    let text = format!("{:<15}: {}\n{}", "Scheduler", kind.kind, values.text(false));
    let mut value = values.json();
    value["scheduler"] = kind.kind.into();
    Ok(Report::Both(text, value))
}

/// A text as a value of the same type.
fn like(known: &ParamValue, text: &str) -> Option<ParamValue> {
    Some(match known {
        ParamValue::Int(_) => ParamValue::Int(text.parse().ok()?),
        ParamValue::UInt(_) => ParamValue::UInt(text.parse().ok()?),
        ParamValue::LLong(_) => ParamValue::LLong(text.parse().ok()?),
        ParamValue::ULLong(_) => ParamValue::ULLong(text.parse().ok()?),
        ParamValue::Double(_) => ParamValue::Double(text.parse().ok()?),
        ParamValue::Boolean(_) => ParamValue::Boolean(text.parse::<i32>().ok()? != 0),
        ParamValue::String(_) => ParamValue::String(text.to_owned()),
    })
}

async fn memory(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let mut params = Vec::new();
    for (option, field) in [
        ("hard-limit", "hard_limit"),
        ("soft-limit", "soft_limit"),
        ("swap-hard-limit", "swap_hard_limit"),
        ("min-guarantee", "min_guarantee"),
    ] {
        let Some(text) = args.text(option) else { continue };
        let kib = if text == "-1" {
            UNLIMITED
        } else {
            args.size(option, 1024)?.unwrap_or(0).div_ceil(1024)
        };
        params.push(TypedParam::new(field, kib));
    }
    if params.is_empty() {
        let now = domain.memory_parameters(of).await;
        let now = now.context(|| "Unable to get number of memory parameters".to_owned())?;
        return Ok(listed(&now, |param| match param.value {
            ParamValue::ULLong(UNLIMITED) => "unlimited".to_owned(),
            _ => plain(param),
        }));
    }
    let set = domain.set_memory_parameters(&params, of).await;
    set.context(|| "Unable to change memory parameters".to_owned())?;
    Ok(Report::Nothing)
}

async fn disks(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let mut params = Vec::new();
    if let Some(weight) = args.number::<u32>("weight")? {
        params.push(TypedParam::new("weight", weight));
    }
    for (option, field) in [
        ("device-weights", "device_weight"),
        ("device-read-iops-sec", "device_read_iops_sec"),
        ("device-write-iops-sec", "device_write_iops_sec"),
        ("device-read-bytes-sec", "device_read_bytes_sec"),
        ("device-write-bytes-sec", "device_write_bytes_sec"),
    ] {
        if let Some(text) = args.text(option) {
            params.push(TypedParam::new(field, text));
        }
    }
    let tuning = domain.connection().drivers().tuning.clone();
    if params.is_empty() {
        let now = tuning
            .domain_get_blkio_parameters(domain.identity(), of.bits())
            .await;
        let now = now.context(|| "Unable to get number of blkio parameters".to_owned())?;
        return Ok(listed(&now, plain));
    }
    let set = tuning
        .domain_set_blkio_parameters(domain.identity(), &params, of.bits())
        .await;
    set.context(|| "Unable to change blkio parameters".to_owned())?;
    Ok(Report::Nothing)
}

async fn numa(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let mut params = Vec::new();
    if let Some(nodes) = args.text("nodeset") {
        params.push(TypedParam::new("numa_nodeset", nodes));
    }
    if let Some(mode) = args.text("mode") {
        let number = mode.parse().ok().or_else(|| {
            (0..)
                .zip(NUMA_MODES)
                .find(|(_, name)| *name == mode)
                .map(|(n, _)| n)
        });
        let number: i32 = number.ok_or_else(|| CliError::text(format!("Invalid mode: {mode}")))?;
        params.push(TypedParam::new("numa_mode", number));
    }
    let tuning = domain.connection().drivers().tuning.clone();
    if params.is_empty() {
        let now = tuning
            .domain_get_numa_parameters(domain.identity(), of.bits())
            .await;
        let now = now.context(|| "Unable to get number of memory parameters".to_owned())?;
        return Ok(listed(&now, |param| match param.value {
            ParamValue::Int(mode) => usize::try_from(mode)
                .ok()
                .and_then(|mode| NUMA_MODES.get(mode))
                .map_or_else(|| mode.to_string(), |name| (*name).to_owned()),
            _ => plain(param),
        }));
    }
    let set = tuning
        .domain_set_numa_parameters(domain.identity(), &params, of.bits())
        .await;
    set.context(|| "Unable to change numa parameters".to_owned())?;
    Ok(Report::Nothing)
}

/// Options of `blkdeviotune` that are sizes, and those that are numbers.
const SIZES: [&str; 6] = [
    "total-bytes-sec",
    "read-bytes-sec",
    "write-bytes-sec",
    "total-bytes-sec-max",
    "read-bytes-sec-max",
    "write-bytes-sec-max",
];
const COUNTS: [&str; 13] = [
    "total-iops-sec",
    "read-iops-sec",
    "write-iops-sec",
    "total-iops-sec-max",
    "read-iops-sec-max",
    "write-iops-sec-max",
    "size-iops-sec",
    "total-bytes-sec-max-length",
    "read-bytes-sec-max-length",
    "write-bytes-sec-max-length",
    "total-iops-sec-max-length",
    "read-iops-sec-max-length",
    "write-iops-sec-max-length",
];

async fn one_disk(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let disk = args.need("device");
    let mut params = Vec::new();
    for option in SIZES {
        if let Some(bytes) = args.size(option, 1)? {
            params.push(TypedParam::new(option.replace('-', "_"), bytes));
        }
    }
    for option in COUNTS {
        if let Some(number) = args.number::<u64>(option)? {
            params.push(TypedParam::new(option.replace('-', "_"), number));
        }
    }
    if let Some(group) = args.text("group-name") {
        params.push(TypedParam::new("group_name", group));
    }
    if params.is_empty() {
        let now = domain.block_io_tune(disk, of).await;
        let now = now.context(|| "Unable to get block I/O throttle parameters".to_owned())?;
        return Ok(listed(&now, plain));
    }
    let set = domain.set_block_io_tune(disk, &params, of).await;
    set.context(|| "Unable to change block I/O throttle".to_owned())?;
    Ok(Report::Nothing)
}

/// `average[,peak[,burst[,floor]]]` as parameters of a direction; what is left out is not sent.
fn rates(direction: &str, text: &str) -> Result<Vec<TypedParam>, CliError> {
    let names: &[&str] = if direction == "inbound" {
        &["average", "peak", "burst", "floor"]
    } else {
        &["average", "peak", "burst"]
    };
    let malformed = || CliError::text(format!("{direction} format is incorrect"));
    let parts: Vec<&str> = text.split(',').collect();
    if parts.len() > names.len() {
        return Err(malformed());
    }
    let mut params = Vec::new();
    for (name, part) in names.iter().zip(parts) {
        // A part without a number is left as it is, which for a rate means none.
        if part.is_empty() {
            continue;
        }
        let rate: u32 = part.parse().map_err(|_| malformed())?;
        params.push(TypedParam::new(format!("{direction}.{name}"), rate));
    }
    if text.starts_with(',') {
        return Err(CliError::text(format!("{direction} average is mandatory")));
    }
    Ok(params)
}

async fn interface(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let device = args.need("interface");
    let mut params = Vec::new();
    for direction in ["inbound", "outbound"] {
        if let Some(text) = args.text(direction) {
            params.extend(rates(direction, text)?);
        }
    }
    let tuning = domain.connection().drivers().tuning.clone();
    if params.is_empty() {
        let now = tuning
            .domain_get_interface_parameters(domain.identity(), device, of.bits())
            .await;
        let now = now.context(|| "Unable to get number of interface parameters".to_owned())?;
        return Ok(listed(&now, plain));
    }
    let set = tuning
        .domain_set_interface_parameters(domain.identity(), device, &params, of.bits())
        .await;
    set.context(|| "Unable to set interface parameters".to_owned())?;
    Ok(Report::Nothing)
}

async fn perf(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let statistics = domain.connection().drivers().statistics.clone();
    let mut params = Vec::new();
    for (option, on) in [("enable", true), ("disable", false)] {
        let names = args.text(option).unwrap_or_default();
        for name in names.split(',').filter(|name| !name.is_empty()) {
            params.push(TypedParam::new(name.to_owned(), on));
        }
    }
    let word = |param: &TypedParam| match param.value {
        ParamValue::Boolean(true) => "enabled".to_owned(),
        ParamValue::Boolean(false) => "disabled".to_owned(),
        _ => plain(param),
    };
    if params.is_empty() {
        let now = statistics
            .domain_get_perf_events(domain.identity(), of.bits())
            .await;
        let now = now.context(|| "Unable to get perf events".to_owned())?;
        return Ok(listed(&now, word));
    }
    let set = statistics
        .domain_set_perf_events(domain.identity(), &params, of.bits())
        .await;
    set.context(|| "Unable to enable/disable perf events".to_owned())?;
    let report = listed(&params, word);
    Ok(Report::Both(report.text(false), json!(object(&params))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_of_interfaces() {
        let fields = |text| {
            rates("inbound", text)
                .map(|params| {
                    params
                        .iter()
                        .map(|p| (p.field.to_string(), plain(p)))
                        .collect::<Vec<_>>()
                })
                .map_err(|e| e.to_string())
        };
        let pair = |name: &str, value: &str| (format!("inbound.{name}"), value.to_owned());
        assert_eq!(fields("1,2"), Ok(vec![pair("average", "1"), pair("peak", "2")]));
        assert_eq!(fields("1,,3"), Ok(vec![pair("average", "1"), pair("burst", "3")]));
        assert!(fields("x").is_err() && fields("1,2,3,4,5").is_err() && fields(",2").is_err());
    }

    #[test]
    fn values_take_the_type_that_is_known() {
        assert_eq!(like(&ParamValue::UInt(0), "7"), Some(ParamValue::UInt(7)));
        assert_eq!(like(&ParamValue::LLong(0), "-7"), Some(ParamValue::LLong(-7)));
        assert_eq!(like(&ParamValue::UInt(0), "-7"), None);
    }
}
