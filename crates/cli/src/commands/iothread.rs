//! I/O threads, the emulator's threads and single processors.

use super::domain_config::impact;
use super::memory::cpu_map;
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use crate::units::ranges;
use ferrovirt_api::Domain;
use ferrovirt_types::param::{ParamValue, TypedParam};
use serde_json::json;

commands! {
    "iothreadinfo", "view domain IOThreads", "<domain> [--config] [--live] [--current]" => info;
    "iothreadpin", "control domain IOThread affinity", "<domain> <iothread> <cpulist> [--config] [--live] [--current]" => pin;
    "iothreadadd", "add an IOThread to the guest domain", "<domain> <id> [--config] [--live] [--current]" => add;
    "iothreadset", "modifies an existing IOThread of the guest domain", "<domain> <id> [--poll-max-ns <number>] [--poll-grow <number>] [--poll-shrink <number>] [--thread-pool-min <number>] [--thread-pool-max <number>] [--config] [--live] [--current]" => set;
    "iothreaddel", "delete an IOThread from the guest domain", "<domain> <id> [--config] [--live] [--current]" => delete;
    "emulatorpin", "control or query domain emulator affinity", "<domain> [--cpulist <string>] [--config] [--live] [--current]" => emulator;
    "setvcpu", "attach/detach vcpu or groups of threads", "<domain> <vcpulist> [--enable] [--disable] [--config] [--live] [--current]" => set_vcpu;
    "guestvcpus", "query or modify state of vcpu in the guest (via agent)", "<domain> [--cpulist <string>] [--enable] [--disable]" => guest_vcpus;
}

/// Processors that a map names.
fn numbers(map: &[u8]) -> Vec<u32> {
    (0_u32..)
        .zip(map)
        .flat_map(|(at, byte)| {
            (0..8)
                .filter(move |bit| byte >> bit & 1 == 1)
                .map(move |bit| at * 8 + bit)
        })
        .collect()
}

/// The map that a list of processors stands for.
async fn map_of(domain: &Domain, list: &str) -> Result<Vec<u8>, CliError> {
    let cpus = domain.connection().cpu_count().await?.min(1 << 16);
    cpu_map(list, cpus).ok_or_else(|| CliError::text(format!("Invalid cpulist '{list}'")))
}

async fn info(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let threads = domain
        .connection()
        .drivers()
        .tuning
        .domain_get_iothread_info(domain.identity(), of.bits())
        .await;
    let threads = threads.context(|| "Unable to get domain IOThreads information".to_owned())?;
    if threads.info.is_empty() {
        let text = "No IOThreads found for the domain".to_owned();
        return Ok(Report::Bare(text, json!([])));
    }
    let mut table = Table::new(["IOThread ID", "CPU Affinity"]);
    for thread in threads.info {
        table.row([thread.iothread_id.to_string(), ranges(&numbers(&thread.cpumap))]);
    }
    Ok(Report::Table(table))
}

fn id(args: &Args, option: &str) -> Result<u32, CliError> {
    let id = args.number(option)?.unwrap_or(0);
    if id == 0 {
        return Err(CliError::text(format!(
            "Invalid IOThread id value: '{}'",
            args.need(option)
        )));
    }
    Ok(id)
}

async fn pin(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let thread = args.number("iothread")?.unwrap_or(0);
    let map = map_of(&domain, args.need("cpulist")).await?;
    domain
        .connection()
        .drivers()
        .tuning
        .domain_pin_iothread(domain.identity(), thread, &map, of.bits())
        .await?;
    Ok(Report::Nothing)
}

async fn add(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let tuning = &domain.connection().drivers().tuning;
    tuning
        .domain_add_iothread(domain.identity(), id(args, "id")?, of.bits())
        .await?;
    Ok(Report::Nothing)
}

async fn set(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let mut params = Vec::new();
    if let Some(time) = args.number::<u64>("poll-max-ns")? {
        params.push(TypedParam::new("poll_max_ns", time));
    }
    for option in ["poll-grow", "poll-shrink"] {
        if let Some(factor) = args.number::<u32>(option)? {
            params.push(TypedParam::new(option.replace('-', "_"), factor));
        }
    }
    for option in ["thread-pool-min", "thread-pool-max"] {
        if let Some(count) = args.number::<i32>(option)? {
            params.push(TypedParam::new(option.replace('-', "_"), count));
        }
    }
    if params.is_empty() {
        return Err(CliError::text("Not enough arguments passed, nothing to set"));
    }
    let tuning = &domain.connection().drivers().tuning;
    tuning
        .domain_set_iothread_params(domain.identity(), id(args, "id")?, &params, of.bits())
        .await?;
    Ok(Report::Nothing)
}

async fn delete(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let tuning = &domain.connection().drivers().tuning;
    tuning
        .domain_del_iothread(domain.identity(), id(args, "id")?, of.bits())
        .await?;
    Ok(Report::Nothing)
}

async fn emulator(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let domain = find::domain(shell, args).await?;
    let tuning = domain.connection().drivers().tuning.clone();
    if let Some(list) = args.text("cpulist") {
        let map = map_of(&domain, list).await?;
        tuning
            .domain_pin_emulator(domain.identity(), &map, of.bits())
            .await?;
        return Ok(Report::Nothing);
    }
    let cpus = domain.connection().cpu_count().await?.min(1 << 16);
    let length = i32::try_from(cpus.div_ceil(8)).unwrap_or(1);
    let found = tuning
        .domain_get_emulator_pin_info(domain.identity(), length, of.bits())
        .await?;
    let affinity = ranges(&numbers(&found.cpumaps));
    let text = format!("emulator: CPU Affinity\n----------------------------------\n       *: {affinity}");
    Ok(Report::Both(text, json!({ "affinity": affinity })))
}

/// Whether processors are to be there.
fn wanted(args: &Args) -> Result<bool, CliError> {
    args.exclusive("enable", "disable")?;
    if !args.flag("enable") && !args.flag("disable") {
        return Err(CliError::text("one of options --enable or --disable is required"));
    }
    Ok(args.flag("enable"))
}

async fn set_vcpu(shell: &mut Shell, args: &Args) -> Outcome {
    let of = impact(args)?;
    let on = wanted(args)?;
    let domain = find::domain(shell, args).await?;
    let tuning = &domain.connection().drivers().tuning;
    tuning
        .domain_set_vcpu(domain.identity(), args.need("vcpulist"), i32::from(on), of.bits())
        .await?;
    Ok(Report::Nothing)
}

async fn guest_vcpus(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let agent = domain.connection().drivers().guest_agent.clone();
    if let Some(list) = args.text("cpulist") {
        let on = wanted(args)?;
        agent
            .domain_set_guest_vcpus(domain.identity(), list, i32::from(on), 0)
            .await?;
        return Ok(Report::Nothing);
    }
    if args.flag("enable") || args.flag("disable") {
        return Err(CliError::text(
            "--cpulist is required together with --enable or --disable",
        ));
    }
    let params = agent.domain_get_guest_vcpus(domain.identity(), 0).await?;
    let text = params.iter().fold(String::new(), |text, param| {
        let value = match &param.value {
            ParamValue::String(value) => value.clone(),
            other => super::domain_stats::shown(other),
        };
        text + &format!("{:<15}: {value}\n", param.field)
    });
    Ok(Report::Both(text, super::domain_stats::object(&params).into()))
}
