//! Processors and memory pages of the host.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Fields, Report};
use crate::shell::Shell;
use crate::units::ranges;
use crate::xml::{fragment, with_root};
use ferrovirt_types::param::TypedParam;
use ferrovirt_xml::Node;
use serde_json::json;
use std::fmt::Write as _;

commands! {
    "cpu-baseline", "compute baseline CPU", "<file> [--features] [--migratable]" => baseline;
    "cpu-compare", "compare host CPU with a CPU described by an XML file", "<file> [--error] [--validate]" => compare;
    "hypervisor-cpu-baseline", "compute baseline CPU usable by a specific hypervisor", "[--file <string>] [--virttype <string>] [--emulator <string>] [--arch <string>] [--machine <string>] [--features] [--migratable] [--model <string>]" => hypervisor_baseline;
    "hypervisor-cpu-compare", "compare a CPU with the CPU created by a hypervisor on the host", "<file> [--virttype <string>] [--emulator <string>] [--arch <string>] [--machine <string>] [--error] [--validate]" => hypervisor_compare;
    "nodecpumap", "node cpu map", "[--pretty]" => map;
    "freepages", "NUMA free pages", "[--cellno <number>] [--pagesize <number>] [--all]" => free_pages;
    "allocpages", "Manipulate pages pool size", "<pagesize> <pagecount> [--cellno <number>] [--add] [--all]" => alloc_pages;
    "node-memory-tune", "Get or set node memory parameters", "[--shm-pages-to-scan <number>] [--shm-sleep-millisecs <number>] [--shm-merge-across-nodes <number>]" => memory_tune;
    "nodesuspend", "suspend the host node for a given time duration", "<target> <duration>" => suspend;
    "nodesevinfo", "node SEV information", "" => sev;
}

/// All processors in a file: bare, in domains, in capabilities of hosts or of domains, under any root.
fn cpus(root: Node<'_>, out: &mut Vec<String>) {
    match root.name() {
        "cpu" => out.push(fragment(root)),
        "mode" if root.attr("name") == Some("host-model") => {
            // Capabilities of domains: what a host-model guest would get.
            let inner: String = root.children().map(fragment).collect();
            out.push(format!("<cpu>{inner}</cpu>"));
        }
        _ => root.children().for_each(|child| cpus(child, out)),
    }
}

async fn cpus_of(file: &str) -> Result<Vec<String>, CliError> {
    let text = find::file(file).await?;
    // More than one document may follow each other in a file.
    let body = match text.trim_start().strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or("", |(_, body)| body),
        None => &text,
    };
    let list = with_root(&format!("<container>{body}</container>"), |root| {
        let mut list = Vec::new();
        cpus(root, &mut list);
        list
    })?;
    if list.is_empty() {
        return Err(CliError::text(format!("No host CPU specified in '{file}'")));
    }
    Ok(list)
}

fn baseline_flags(args: &Args) -> u32 {
    args.bit("features", 1) | args.bit("migratable", 2)
}

async fn baseline(shell: &mut Shell, args: &Args) -> Outcome {
    let list = cpus_of(args.need("file")).await?;
    let connection = shell.connection().await?;
    let host = &connection.drivers().host;
    Ok(Report::Text(
        host.connect_baseline_cpu(&list, baseline_flags(args)).await?,
    ))
}

async fn hypervisor_baseline(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("file", "model")?;
    let list = match (args.text("file"), args.text("model")) {
        (Some(file), _) => cpus_of(file).await?,
        (None, Some(model)) => vec![format!(
            "<cpu><model>{}</model></cpu>",
            model.replace(['<', '&'], "")
        )],
        (None, None) => return Err(CliError::text("one of --file or --model is required")),
    };
    let connection = shell.connection().await?;
    let text = connection
        .drivers()
        .host
        .connect_baseline_hypervisor_cpu(
            args.text("emulator"),
            args.text("arch"),
            args.text("machine"),
            args.text("virttype"),
            &list,
            baseline_flags(args),
        )
        .await?;
    Ok(Report::Text(text))
}

async fn one_cpu(file: &str) -> Result<String, CliError> {
    let mut list = cpus_of(file).await?;
    Ok(list.swap_remove(0))
}

/// What a comparison came to. Only an incompatible processor is a failure.
fn compared(result: i32, file: &str, host: &str) -> Outcome {
    let text = match result {
        1 => format!("CPU described in {file} is identical to {host}"),
        2 => format!("{} is a superset of CPU described in {file}", capital(host)),
        _ => {
            return Err(CliError::text(format!(
                "CPU described in {file} is incompatible with {host}"
            )));
        }
    };
    Ok(Report::said(text))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}

fn compare_flags(args: &Args) -> u32 {
    args.bit("error", 1) | args.bit("validate", 2)
}

async fn compare(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let cpu = one_cpu(file).await?;
    let connection = shell.connection().await?;
    let host = &connection.drivers().host;
    let result = host.connect_compare_cpu(&cpu, compare_flags(args)).await;
    let result = result.context(|| format!("Failed to compare host CPU with {file}"))?;
    compared(result, file, "host CPU")
}

async fn hypervisor_compare(shell: &mut Shell, args: &Args) -> Outcome {
    let file = args.need("file");
    let cpu = one_cpu(file).await?;
    let connection = shell.connection().await?;
    let result = connection
        .drivers()
        .host
        .connect_compare_hypervisor_cpu(
            args.text("emulator"),
            args.text("arch"),
            args.text("machine"),
            args.text("virttype"),
            &cpu,
            compare_flags(args),
        )
        .await;
    let result = result.context(|| format!("Failed to compare hypervisor CPU with {file}"))?;
    compared(result, file, "the CPU provided by hypervisor on the host")
}

async fn map(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let found = connection.drivers().host.node_get_cpu_map(1, 1, 0).await;
    let found = found.context(|| "Unable to get cpu map".to_owned())?;
    let present = u32::try_from(found.ret).unwrap_or(0).min(1 << 16);
    let is_on = |cpu: u32| {
        let byte = usize::try_from(cpu / 8).ok().and_then(|at| found.cpumap.get(at));
        byte.is_some_and(|byte| byte >> (cpu % 8) & 1 == 1)
    };
    let on: Vec<u32> = (0..present).filter(|cpu| is_on(*cpu)).collect();
    let map = if args.flag("pretty") {
        ranges(&on)
    } else {
        (0..present)
            .map(|cpu| if is_on(cpu) { 'y' } else { '-' })
            .collect()
    };
    let mut fields = Fields::new();
    fields
        .row("CPUs present:", present)
        .row("CPUs online:", found.online)
        .row("CPU map:", map);
    Ok(Report::Fields(fields))
}

/// Sizes of pages in KiB by cell, from the capabilities of the host.
async fn page_sizes(shell: &mut Shell) -> Result<Vec<(i32, Vec<u32>)>, CliError> {
    let xml = shell.connection().await?.capabilities().await?;
    with_root(&xml, |root| {
        let cells = root
            .child("host")
            .and_then(|host| host.child("topology"))
            .and_then(|topology| topology.child("cells"));
        let cells = cells.into_iter().flat_map(|cells| cells.children_named("cell"));
        cells
            .into_iter()
            .map(|cell| {
                let id = cell.attr("id").and_then(|id| id.parse().ok()).unwrap_or(0);
                let sizes = cell.children_named("pages");
                (
                    id,
                    sizes
                        .filter_map(|pages| pages.attr("size")?.parse().ok())
                        .collect(),
                )
            })
            .collect()
    })
}

async fn free_pages(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("all", "cellno")?;
    let size = args
        .size("pagesize", 1024)?
        .map(|bytes| u32::try_from(bytes / 1024).unwrap_or(u32::MAX));
    let wanted: Option<i32> = args.number("cellno")?;
    let cells: Vec<(i32, Vec<u32>)> = match (args.flag("all"), wanted, size) {
        (true, ..) => {
            let cells = page_sizes(shell).await?;
            cells
                .into_iter()
                .map(|(id, sizes)| (id, size.map_or(sizes, |size| vec![size])))
                .collect()
        }
        (false, None, _) => return Err(CliError::text("missing cellno argument")),
        (false, _, None) => return Err(CliError::text("missing pagesize argument")),
        (false, Some(cell), Some(size)) => vec![(cell, vec![size])],
    };
    let connection = shell.connection().await?;
    let mut text = String::new();
    let mut rows = Vec::new();
    for (cell, sizes) in cells {
        let counts = connection
            .drivers()
            .host
            .node_get_free_pages(&sizes, cell, 1, 0)
            .await?;
        if args.flag("all") {
            let _ = writeln!(text, "Node {cell}:");
        }
        for (size, count) in sizes.iter().zip(counts) {
            let _ = writeln!(text, "{size}KiB: {count}");
            rows.push(json!({ "cell": cell, "page_kib": size, "free": count }));
        }
        if args.flag("all") {
            text.push('\n');
        }
    }
    Ok(Report::Both(text, rows.into()))
}

async fn alloc_pages(shell: &mut Shell, args: &Args) -> Outcome {
    const ADD: u32 = 0;
    const SET: u32 = 1;
    args.exclusive("all", "cellno")?;
    let size = args.size("pagesize", 1024)?.unwrap_or(0) / 1024;
    let size = u32::try_from(size).map_err(|_| CliError::text("pagesize is out of range"))?;
    let count = args.number("pagecount")?.unwrap_or(0);
    let cell: i32 = args.number("cellno")?.unwrap_or(-1);
    let cells = if args.flag("all") {
        u32::try_from(page_sizes(shell).await?.len()).unwrap_or(1)
    } else {
        1
    };
    let start = if args.flag("all") { 0 } else { cell };
    let flags = if args.flag("add") { ADD } else { SET };
    let connection = shell.connection().await?;
    let host = &connection.drivers().host;
    host.node_alloc_pages(&[size], &[count], start, cells, flags)
        .await?;
    Ok(Report::Nothing)
}

async fn memory_tune(shell: &mut Shell, args: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let host = connection.drivers().host.clone();
    let mut params = Vec::new();
    for option in [
        "shm-pages-to-scan",
        "shm-sleep-millisecs",
        "shm-merge-across-nodes",
    ] {
        if let Some(value) = args.number::<u32>(option)? {
            params.push(TypedParam::new(option.replace('-', "_"), value));
        }
    }
    if !params.is_empty() {
        let set = host.node_set_memory_parameters(&params, 0).await;
        set.context(|| "Unable to change memory parameters".to_owned())?;
        return Ok(Report::Nothing);
    }
    let now = connection.memory_parameters().await;
    let now = now.context(|| "Unable to get number of memory parameters".to_owned())?;
    let mut text = "Shared memory:\n".to_owned();
    for param in &now {
        let name = param.field.strip_prefix("shm_").unwrap_or(&param.field);
        let _ = writeln!(text, "\t{name:<15} {}", super::domain_stats::shown(&param.value));
    }
    Ok(Report::Both(text, super::domain_stats::object(&now).into()))
}

async fn suspend(shell: &mut Shell, args: &Args) -> Outcome {
    let target = match args.need("target") {
        "mem" => 0,
        "disk" => 1,
        "hybrid" => 2,
        _ => return Err(CliError::text("Invalid target")),
    };
    let seconds = args.number("duration")?.unwrap_or(0);
    let connection = shell.connection().await?;
    let host = &connection.drivers().host;
    let suspended = host.node_suspend_for_duration(target, seconds, 0).await;
    suspended.context(|| "The host was not suspended".to_owned())?;
    Ok(Report::Nothing)
}

async fn sev(shell: &mut Shell, _: &Args) -> Outcome {
    let connection = shell.connection().await?;
    let params = connection.drivers().host.node_get_sev_info(0).await;
    let params = params.context(|| "Unable to get host SEV parameters".to_owned())?;
    let text = params.iter().fold(String::new(), |text, param| {
        text + &format!(
            "{:<18}: {}\n",
            param.field,
            super::domain_stats::shown(&param.value)
        )
    });
    Ok(Report::Both(text, super::domain_stats::object(&params).into()))
}
