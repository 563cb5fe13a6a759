//! What domains use and did.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report, Table};
use crate::shell::Shell;
use crate::units::pretty_to;
use ferrovirt_api::BlockInfo;
use ferrovirt_types::consts::{
    ConnectGetAllDomainStatsFlags as F, DomainMemoryStatTags as Tag, DomainStatsTypes as T, DomainXmlFlags,
};
use ferrovirt_types::param::{ParamValue, TypedParam};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

commands! {
    "domstats", "get statistics about one or multiple domains", "[--state] [--cpu-total] [--balloon] [--vcpu] [--interface] [--block] [--perf] [--iothread] [--memory] [--dirtyrate] [--vm] [--list-active] [--list-inactive] [--list-persistent] [--list-transient] [--list-running] [--list-paused] [--list-shutoff] [--list-other] [--raw] [--enforce] [--backing] [--nowait] [<domain>]..." => stats;
    "domblkstat", "get device block stats for a domain", "<domain> [--device <string>] [--human]" => block_stats;
    "domblkinfo", "domain block device size information", "<domain> [--device <string>] [--human] [--all]" => block_info;
    "domblkerror", "Show errors on block devices", "<domain>" => block_errors;
    "domifstat", "get network interface stats for a domain", "<domain> <interface>" => interface_stats;
    "dommemstat", "get memory statistics for a domain", "<domain> [--period <number>] [--config] [--live] [--current]" => memory_stats;
    "cpu-stats", "show domain cpu statistics", "<domain> [--total] [--start <number>] [--count <number>]" => cpu_stats;
}

/// A value as virsh prints it.
pub fn shown(value: &ParamValue) -> String {
    match value {
        ParamValue::Int(v) => v.to_string(),
        ParamValue::UInt(v) => v.to_string(),
        ParamValue::LLong(v) => v.to_string(),
        ParamValue::ULLong(v) => v.to_string(),
        ParamValue::Double(v) => format!("{v:.6}"),
        ParamValue::Boolean(v) => if *v { "yes" } else { "no" }.to_owned(),
        ParamValue::String(v) => v.clone(),
    }
}

/// Named values as a JSON object.
pub fn object(params: &[TypedParam]) -> Map<String, Value> {
    let value = |v: &ParamValue| match v {
        ParamValue::Int(v) => json!(v),
        ParamValue::UInt(v) => json!(v),
        ParamValue::LLong(v) => json!(v),
        ParamValue::ULLong(v) => json!(v),
        ParamValue::Double(v) => json!(v),
        ParamValue::Boolean(v) => json!(v),
        ParamValue::String(v) => json!(v),
    };
    params
        .iter()
        .map(|p| (p.field.clone().into_owned(), value(&p.value)))
        .collect()
}

async fn stats(shell: &mut Shell, args: &Args) -> Outcome {
    let kinds = args.bit("state", T::STATE)
        | args.bit("cpu-total", T::CPU_TOTAL)
        | args.bit("balloon", T::BALLOON)
        | args.bit("vcpu", T::VCPU)
        | args.bit("interface", T::INTERFACE)
        | args.bit("block", T::BLOCK)
        | args.bit("perf", T::PERF)
        | args.bit("iothread", T::IOTHREAD)
        | args.bit("memory", T::MEMORY)
        | args.bit("dirtyrate", T::DIRTYRATE)
        | args.bit("vm", T::VM);
    let flags = args.bit("list-active", F::ACTIVE)
        | args.bit("list-inactive", F::INACTIVE)
        | args.bit("list-persistent", F::PERSISTENT)
        | args.bit("list-transient", F::TRANSIENT)
        | args.bit("list-running", F::RUNNING)
        | args.bit("list-paused", F::PAUSED)
        | args.bit("list-shutoff", F::SHUTOFF)
        | args.bit("list-other", F::OTHER)
        | args.bit("enforce", F::ENFORCE_STATS)
        | args.bit("backing", F::BACKING)
        | args.bit("nowait", F::NOWAIT);
    let connection = shell.connection().await?;
    let mut domains = Vec::new();
    for name in args.list("domain") {
        domains.push(find::named_domain(&connection, name).await?);
    }
    let records = connection.domain_stats(&domains, kinds, flags).await?;
    let mut texts = Vec::new();
    let mut rows = Map::new();
    for record in &records {
        let mut text = format!("Domain: '{}'\n", record.domain.name());
        for p in &record.params {
            let _ = writeln!(text, "  {}={}", p.field, shown(&p.value));
        }
        texts.push(text);
        rows.insert(
            record.domain.name().to_owned(),
            Value::Object(object(&record.params)),
        );
    }
    Ok(Report::Both(texts.join("\n"), Value::Object(rows)))
}

async fn block_stats(shell: &mut Shell, args: &Args) -> Outcome {
    const NAMES: [(&str, &str, &str); 9] = [
        ("rd_operations", "rd_req", "number of read operations:"),
        ("rd_bytes", "rd_bytes", "number of bytes read:"),
        ("wr_operations", "wr_req", "number of write operations:"),
        ("wr_bytes", "wr_bytes", "number of bytes written:"),
        ("errs", "errs", "error count:"),
        (
            "flush_operations",
            "flush_operations",
            "number of flush operations:",
        ),
        (
            "rd_total_times",
            "rd_total_times",
            "total duration of reads (ns):",
        ),
        (
            "wr_total_times",
            "wr_total_times",
            "total duration of writes (ns):",
        ),
        (
            "flush_total_times",
            "flush_total_times",
            "total duration of flushes (ns):",
        ),
    ];
    let domain = find::domain(shell, args).await?;
    let device = args.text("device").unwrap_or_default();
    let failed = || {
        format!(
            "Failed to get block stats for domain '{}' device '{device}'",
            domain.name()
        )
    };
    let mut values: Vec<(String, String)> = Vec::new();
    match domain.block_stats_all(device).await {
        Ok(params) => {
            let name = |f: &str| {
                NAMES
                    .iter()
                    .find(|n| n.0 == f)
                    .map_or_else(|| f.to_owned(), |n| n.1.to_owned())
            };
            // Known names come in the order of the table, then the others.
            let rank = |p: &TypedParam| NAMES.iter().position(|n| n.0 == p.field).unwrap_or(NAMES.len());
            let mut params = params;
            params.sort_by_key(rank);
            values.extend(params.iter().map(|p| (name(&p.field), shown(&p.value))));
        }
        Err(e) if e.is(ferrovirt_types::consts::ErrorNumber::NoSupport) => {
            let s = domain.block_stats(device).await.context(failed)?;
            let pairs = [
                ("rd_req", s.read_requests),
                ("rd_bytes", s.read_bytes),
                ("wr_req", s.write_requests),
                ("wr_bytes", s.write_bytes),
                ("errs", s.errors),
            ];
            values.extend(
                pairs
                    .iter()
                    .filter_map(|(n, v)| v.map(|v| ((*n).to_owned(), v.to_string()))),
            );
        }
        Err(e) => return Err(e.into()),
    }
    let mut text = String::new();
    if args.flag("human") {
        let _ = writeln!(text, "Device: {device}");
    }
    for (name, value) in &values {
        let _ = if args.flag("human") {
            let label = NAMES.iter().find(|n| n.1 == name).map_or(name.as_str(), |n| n.2);
            writeln!(text, " {label:<31} {value}")
        } else if device.is_empty() {
            writeln!(text, " {name} {value}")
        } else {
            writeln!(text, "{device} {name} {value}")
        };
    }
    Ok(Report::Both(text, numbers(&values)))
}

fn numbers(values: &[(String, String)]) -> Value {
    Value::Object(
        values
            .iter()
            .map(|(n, v)| {
                (
                    n.clone(),
                    v.parse::<i64>().map_or_else(|_| json!(v), |n| json!(n)),
                )
            })
            .collect(),
    )
}

async fn block_info(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let size = |n: u64| {
        if args.flag("human") {
            pretty_to(n, 3)
        } else {
            n.to_string()
        }
    };
    if !args.flag("all") {
        let device = args
            .text("device")
            .ok_or_else(|| CliError::text("Either --device or --all must be specified"))?;
        let info: BlockInfo = domain.block_info(device).await?;
        let mut fields = Fields::new();
        fields
            .row("Capacity:", size(info.capacity))
            .row("Allocation:", size(info.allocation));
        fields.row("Physical:", size(info.physical));
        return Ok(Report::Fields(fields));
    }
    let xml = domain.xml(DomainXmlFlags::empty()).await?;
    let targets: Vec<String> = crate::xml::with_root(&xml, |root| {
        let disks = root
            .child("devices")
            .into_iter()
            .flat_map(|d| d.children_named("disk"));
        disks
            .filter_map(|d| d.child("target")?.attr("dev").map(str::to_owned))
            .collect()
    })?;
    let mut table = Table::new(["Target", "Capacity", "Allocation", "Physical"]);
    for target in targets {
        let cells = match domain.block_info(&target).await {
            Ok(i) => [target, size(i.capacity), size(i.allocation), size(i.physical)],
            Err(_) => [target, "-".to_owned(), "-".to_owned(), "-".to_owned()],
        };
        table.row(cells);
    }
    Ok(Report::Table(table))
}

async fn block_errors(shell: &mut Shell, args: &Args) -> Outcome {
    let errors = find::domain(shell, args).await?.disk_errors().await?;
    if errors.is_empty() {
        return Ok(Report::Text("No errors found".to_owned()));
    }
    let word = |code: i32| match code {
        0 => "no error",
        2 => "no space",
        _ => "unspecified error",
    };
    let text = errors
        .iter()
        .fold(String::new(), |out, (d, e)| format!("{out}{d}: {}\n", word(*e)));
    let rows: Map<String, Value> = errors.iter().map(|(d, e)| (d.clone(), json!(word(*e)))).collect();
    Ok(Report::Both(text, Value::Object(rows)))
}

async fn interface_stats(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let device = args.need("interface");
    let s = domain
        .interface_stats(device)
        .await
        .context(|| format!("Failed to get interface stats {} {device}", domain.name()))?;
    let pairs = [
        ("rx_bytes", s.rx_bytes),
        ("rx_packets", s.rx_packets),
        ("rx_errs", s.rx_errors),
        ("rx_drop", s.rx_drops),
        ("tx_bytes", s.tx_bytes),
        ("tx_packets", s.tx_packets),
        ("tx_errs", s.tx_errors),
        ("tx_drop", s.tx_drops),
    ];
    let known = || pairs.iter().filter_map(|(n, v)| v.map(|v| (*n, v)));
    let text = known().fold(String::new(), |out, (n, v)| format!("{out}{device} {n} {v}\n"));
    Ok(Report::Both(
        text,
        Value::Object(known().map(|(n, v)| (n.to_owned(), json!(v))).collect()),
    ))
}

async fn memory_stats(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let impact = super::domain_config::impact(args)?.bits();
    if let Some(period) = args.number::<i32>("period")? {
        let statistics = &domain.connection().drivers().statistics;
        let set = statistics.domain_set_memory_stats_period(domain.identity(), period, impact);
        set.await
            .context(|| "Unable to change balloon collection period.".to_owned())?;
        return Ok(Report::Nothing);
    }
    let stats = domain.memory_stats().await;
    let stats = stats.context(|| format!("Failed to get memory statistics for domain {}", domain.name()))?;
    let name = |tag: Tag| match tag {
        Tag::SwapIn => "swap_in",
        Tag::SwapOut => "swap_out",
        Tag::MajorFault => "major_fault",
        Tag::MinorFault => "minor_fault",
        Tag::Unused => "unused",
        Tag::Available => "available",
        Tag::ActualBalloon => "actual",
        Tag::Rss => "rss",
        Tag::Usable => "usable",
        Tag::LastUpdate => "last_update",
        Tag::DiskCaches => "disk_caches",
        Tag::HugetlbPgalloc => "hugetlb_pgalloc",
        Tag::HugetlbPgfail => "hugetlb_pgfail",
        Tag::Nr => "unknown",
    };
    let known = || stats.iter().filter_map(|s| s.tag.map(|t| (name(t), s.value)));
    let text = known().fold(String::new(), |out, (n, v)| format!("{out}{n} {v}\n"));
    Ok(Report::Both(
        text,
        Value::Object(known().map(|(n, v)| (n.to_owned(), json!(v))).collect()),
    ))
}

async fn cpu_stats(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let some = args.has("start") || args.has("count");
    let failed = || format!("Failed to retrieve CPU statistics for domain '{}'", domain.name());
    let mut text = String::new();
    let mut rows = Map::new();
    if some || !args.flag("total") {
        let start = args.number("start")?.unwrap_or(0);
        let present = domain.connection().cpu_count().await?;
        let count = args
            .number("count")?
            .unwrap_or_else(|| present.saturating_sub(start))
            .min(128);
        let params = domain.cpu_stats(Some((start, count))).await.context(failed)?;
        let names = params
            .iter()
            .skip(1)
            .position(|p| Some(&p.field) == params.first().map(|f| &f.field));
        let each = names.map_or(params.len().max(1), |n| n + 1);
        for (cpu, params) in (start..).zip(params.chunks(each)) {
            let _ = writeln!(text, "CPU{cpu}:");
            times(&mut text, params);
            rows.insert(format!("cpu{cpu}"), Value::Object(object(params)));
        }
    }
    if args.flag("total") || !some {
        let params = domain.cpu_stats(None).await.context(failed)?;
        text.push_str("Total:\n");
        times(&mut text, &params);
        rows.insert("total".to_owned(), Value::Object(object(&params)));
    }
    Ok(Report::Both(text, Value::Object(rows)))
}

fn times(out: &mut String, params: &[TypedParam]) {
    for p in params {
        let ns = p.value.as_u64().unwrap_or(0);
        let _ = writeln!(
            out,
            "\t{:<12} {:>9}.{:09} seconds",
            p.field,
            ns / 1_000_000_000,
            ns % 1_000_000_000
        );
    }
}
