//! The host and the hypervisor.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::grammar::Args;
use crate::report::{Fields, Report};
use crate::shell::Shell;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::time::Duration;

commands! {
    "version", "show version", "[--daemon]" => version;
    "uri", "print the hypervisor canonical URI", "" => uri;
    "hostname", "print the hypervisor hostname", "" => hostname;
    "nodeinfo", "node information", "" => node_info;
    "capabilities", "capabilities", "[--xpath <string>] [--wrap]" => capabilities;
    "domcapabilities", "domain capabilities", "[--virttype <string>] [--emulatorbin <string>] [--arch <string>] [--machine <string>] [--xpath <string>] [--wrap]" => domain_capabilities;
    "pool-capabilities", "storage pool capabilities", "" => pool_capabilities;
    "sysinfo", "print the hypervisor sysinfo", "" => sysinfo;
    "maxvcpus", "connection vcpu maximum", "[--type <string>]" => max_vcpus;
    "freecell", "NUMA free memory", "[--cellno <number>] [--all]" => free_cell;
    "nodecpustats", "Prints cpu stats of the node.", "[--cpu <number>] [--percent]" => cpu_stats;
    "nodememstats", "Prints memory stats of the node.", "[--cell <number>]" => memory_stats;
    "cpu-models", "CPU models", "<arch>" => cpu_models;
}

async fn version(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let library = connection.library_version().await?;
    let kind = connection
        .hypervisor()
        .await
        .context(|| "failed to get hypervisor type".to_owned())?;
    let own = env!("CARGO_PKG_VERSION");
    let mut text = format!("Compiled against library: ferrovirt {own}\nUsing library: ferrovirt {own}\n");
    let _ = writeln!(text, "Using API: {kind} {library}");
    let running = connection
        .hypervisor_version()
        .await
        .context(|| "failed to get the hypervisor version".to_owned())?;
    let _ = if running.0 == 0 {
        writeln!(text, "Cannot extract running {kind} hypervisor version")
    } else {
        writeln!(text, "Running hypervisor: {kind} {running}")
    };
    if args.flag("daemon") {
        let _ = writeln!(text, "Running against daemon: {library}");
    }
    let value = json!({
        "ferrovirt": own, "api": library.to_string(), "hypervisor": kind, "hypervisor_version": running.to_string()
    });
    Ok(Report::Both(text, value))
}

async fn uri(shell: &mut Shell, _: &Args) -> Outcome {
    Ok(Report::Text(shell.connection().await?.uri()))
}

async fn hostname(shell: &mut Shell, _: &Args) -> Outcome {
    let name = shell.connection().await?.hostname().await;
    Ok(Report::Text(
        name.context(|| "failed to get hostname".to_owned())?,
    ))
}

async fn node_info(shell: &mut Shell, _: &Args) -> Outcome {
    let info = shell.connection().await?.node_info().await;
    let info = info.context(|| "failed to get node information".to_owned())?;
    let mut fields = Fields::wide(20);
    fields
        .row("CPU model:", info.model)
        .row("CPU(s):", info.cpus)
        .row("CPU frequency:", format!("{} MHz", info.mhz))
        .row("CPU socket(s):", info.sockets)
        .row("Core(s) per socket:", info.cores)
        .row("Thread(s) per core:", info.threads)
        .row("NUMA cell(s):", info.nodes)
        .row("Memory size:", format!("{} KiB", info.memory_kib));
    Ok(Report::Fields(fields))
}

/// A description of the host, or what `--xpath` picks of it. A blank line ends the whole one.
fn described(xml: String, args: &Args) -> Outcome {
    if args.has("xpath") {
        return crate::xml::select(xml, args);
    }
    Ok(Report::Text(xml + "\n"))
}

async fn capabilities(shell: &mut Shell, args: &Args) -> Outcome {
    let xml = shell.connection().await?.capabilities().await;
    described(xml.context(|| "failed to get capabilities".to_owned())?, args)
}

async fn domain_capabilities(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let [emulator, arch, machine, kind] =
        ["emulatorbin", "arch", "machine", "virttype"].map(|o| args.text(o));
    let xml = connection
        .domain_capabilities(emulator, arch, machine, kind)
        .await;
    described(
        xml.context(|| "failed to get emulator capabilities".to_owned())?,
        args,
    )
}

async fn pool_capabilities(shell: &mut Shell, _: &Args) -> Outcome {
    let xml = shell.connection().await?.storage_pool_capabilities().await;
    Ok(Report::Text(xml.context(|| {
        "failed to get storage pool capabilities".to_owned()
    })?))
}

async fn sysinfo(shell: &mut Shell, _: &Args) -> Outcome {
    let xml = shell.connection().await?.sysinfo().await;
    Ok(Report::Text(xml.context(|| "failed to get sysinfo".to_owned())?))
}

async fn max_vcpus(shell: &mut Shell, args: &Args) -> Outcome {
    let count = shell.connection().await?.max_vcpus(args.text("type")).await?;
    Ok(Report::number(count))
}

async fn free_cell(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("all", "cellno")?;
    let connection = shell.connection().await?;
    if let Some(cell) = args.number("cellno")? {
        let free = connection.cells_free_memory(cell, 1).await?;
        let bytes = free
            .first()
            .ok_or_else(|| CliError::text("failed to get the free memory of the cell"))?;
        return Ok(Report::Both(
            format!("{cell}: {} KiB", bytes / 1024),
            json!({ "cell": cell, "free_kib": bytes / 1024 }),
        ));
    }
    if !args.flag("all") {
        let bytes = connection.free_memory().await?;
        return Ok(Report::Both(
            format!("Total: {} KiB", bytes / 1024),
            json!({ "free_kib": bytes / 1024 }),
        ));
    }
    let nodes = i32::try_from(connection.node_info().await?.nodes).unwrap_or(1);
    let cells = connection.cells_free_memory(0, nodes).await?;
    let total: u64 = cells.iter().sum();
    let mut text = String::new();
    for (cell, bytes) in cells.iter().enumerate() {
        let _ = writeln!(text, "{cell:5}: {:>10} KiB", bytes / 1024);
    }
    let _ = writeln!(text, "{}\nTotal: {:>10} KiB", "-".repeat(20), total / 1024);
    Ok(Report::Both(
        text,
        json!({ "cells_kib": cells.iter().map(|b| b / 1024).collect::<Vec<_>>() }),
    ))
}

async fn cpu_stats(shell: &mut Shell, args: &Args) -> Outcome {
    let times = shell.connection().await?.cpu_times(args.number("cpu")?).await;
    let times = times.context(|| "Unable to get node cpu stats".to_owned())?;
    if args.flag("percent") {
        return shares(shell, args, &times).await;
    }
    let rank = |n: &str| ["user", "kernel", "idle", "iowait"].iter().position(|k| *k == n);
    let mut text = String::new();
    let mut ordered: Vec<_> = times
        .iter()
        .filter_map(|(n, v)| rank(n).map(|r| (r, n, v)))
        .collect();
    ordered.sort_unstable();
    for (_, name, value) in ordered {
        let label = if name == "kernel" {
            "system:".to_owned()
        } else {
            format!("{name}:")
        };
        let _ = writeln!(text, "{label:<15} {value:>20}");
    }
    let value: Map<String, Value> = times.iter().map(|(n, v)| (n.clone(), json!(v))).collect();
    Ok(Report::Both(text, Value::Object(value)))
}

/// What share of a second went to what.
async fn shares(shell: &mut Shell, args: &Args, before: &[(String, u64)]) -> Outcome {
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = shell.connection().await?.cpu_times(args.number("cpu")?).await;
    let after = after.context(|| "Unable to get node cpu stats".to_owned())?;
    let of = |times: &[(String, u64)], name: &str| {
        times.iter().find(|(n, _)| n == name).map_or(0, |(_, time)| *time)
    };
    let spent = |name: &str| of(&after, name).saturating_sub(of(before, name));
    let [user, system, idle, iowait] = ["user", "kernel", "idle", "iowait"].map(spent);
    let all = (user + system + idle + iowait).max(1);
    let mut text = String::new();
    let mut value = Map::new();
    let rows = [
        ("usage", user + system),
        ("user", user),
        ("system", system),
        ("idle", idle),
        ("iowait", iowait),
    ];
    for (name, time) in rows {
        let tenths = (u128::from(time) * 1000 + u128::from(all) / 2) / u128::from(all);
        let share = format!("{}.{}", tenths / 10, tenths % 10);
        let _ = writeln!(text, "{:<15} {share:>5}%", format!("{name}:"));
        value.insert(
            format!("{name}_percent"),
            share.parse::<f64>().map_or(Value::Null, Value::from),
        );
    }
    Ok(Report::Both(text, Value::Object(value)))
}

async fn memory_stats(shell: &mut Shell, args: &Args) -> Outcome {
    let stats = shell.connection().await?.memory_stats(args.number("cell")?).await;
    let stats = stats.context(|| "Unable to get number of memory stats".to_owned())?;
    let text = stats.iter().fold(String::new(), |out, s| {
        format!("{out}{:<7}: {:>20} KiB\n", s.name, s.kib)
    });
    let value: Map<String, Value> = stats.iter().map(|s| (s.name.clone(), json!(s.kib))).collect();
    Ok(Report::Both(text, Value::Object(value)))
}

async fn cpu_models(shell: &mut Shell, args: &Args) -> Outcome {
    let models = shell.connection().await?.cpu_models(args.need("arch")).await;
    let models = models.context(|| "failed to get CPU model names".to_owned())?;
    if models.is_empty() {
        return Ok(Report::Text("all CPU models are accepted".to_owned()));
    }
    Ok(Report::Lines(models))
}
