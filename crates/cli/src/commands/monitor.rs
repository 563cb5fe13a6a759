//! Talking to QEMU and to the agent in a guest.

use super::domain_stats::{object, shown};
use super::{Outcome, commands};
use crate::error::CliError;
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use ferrovirt_types::consts::DomainGuestInfoTypes as G;
use serde_json::Value;
use std::fmt::Write as _;

commands! {
    "qemu-monitor-command", "QEMU Monitor Command", "<domain> [--hmp] [--pretty] [--return-value] {[--cmd] <string>}..." => monitor;
    "qemu-agent-command", "QEMU Guest Agent Command", "<domain> [--timeout <number>] [--async] [--block] [--pretty] {[--cmd] <string>}..." => agent;
    "domfsinfo", "Get information of domain's mounted filesystems.", "<domain>" => filesystems;
    "domtime", "domain time", "<domain> [--now] [--pretty] [--time <number>]" => time;
    "guestinfo", "query information about the guest (via agent)", "<domain> [--user] [--os] [--timezone] [--hostname] [--filesystem] [--disk] [--interface]" => guest_info;
}

/// An answer, indented if asked.
fn answer(text: String, args: &Args) -> Outcome {
    let parsed: Option<Value> = serde_json::from_str(&text).ok();
    let Some(mut value) = parsed else {
        return Ok(Report::Text(text));
    };
    let inner = args.flag("return-value");
    if inner {
        value = value
            .get_mut("return")
            .map(Value::take)
            .ok_or_else(|| CliError::text("'return' member missing"))?;
    }
    let text = match (args.flag("pretty"), inner) {
        (true, _) => format!("{value:#}"),
        (false, true) => value.to_string(),
        (false, false) => text,
    };
    Ok(Report::Both(text, value))
}

async fn monitor(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("hmp", "pretty")?;
    args.exclusive("hmp", "return-value")?;
    let domain = find::domain(shell, args).await?;
    let text = domain
        .monitor_command(&args.list("cmd").join(" "), args.flag("hmp"))
        .await?;
    answer(text, args)
}

async fn agent(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("timeout", "async")?;
    // -2 waits for ever, -1 for as long as the driver thinks fit, 0 not at all.
    let timeout = match args.number("timeout")? {
        Some(seconds) => seconds,
        None if args.flag("async") => 0,
        None if args.flag("block") => -2,
        None => -1,
    };
    let domain = find::domain(shell, args).await?;
    match domain.agent_command(&args.list("cmd").join(" "), timeout).await? {
        Some(text) => answer(text, args),
        None => Ok(Report::Nothing),
    }
}

async fn filesystems(shell: &mut Shell, args: &Args) -> Outcome {
    let mut table = Table::new(["Mountpoint", "Name", "Type", "Target"]);
    for f in find::domain(shell, args).await?.filesystems().await? {
        table.row([f.mountpoint, f.name, f.fstype, f.disks.join(",")]);
    }
    Ok(Report::Table(table))
}

async fn time(shell: &mut Shell, args: &Args) -> Outcome {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};
    let domain = find::domain(shell, args).await?;
    if args.flag("now") || args.has("time") {
        let seconds: Option<u64> = args.number("time")?;
        let time = seconds.map_or_else(SystemTime::now, |s| UNIX_EPOCH + Duration::from_secs(s));
        domain.set_time(time).await?;
        return Ok(Report::Nothing);
    }
    let seconds = domain
        .time()
        .await?
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let shown = if args.flag("pretty") {
        super::snapshot::stamp(seconds)
    } else {
        seconds.to_string()
    };
    Ok(Report::Bare(
        format!("Time: {shown}"),
        serde_json::json!({ "time": seconds }),
    ))
}

async fn guest_info(shell: &mut Shell, args: &Args) -> Outcome {
    let kinds = args.bit("user", G::USERS)
        | args.bit("os", G::OS)
        | args.bit("timezone", G::TIMEZONE)
        | args.bit("hostname", G::HOSTNAME)
        | args.bit("filesystem", G::FILESYSTEM)
        | args.bit("disk", G::DISKS)
        | args.bit("interface", G::INTERFACES);
    let params = find::domain(shell, args).await?.guest_info(kinds).await?;
    let mut text = String::new();
    for p in &params {
        let _ = writeln!(text, "{:<20}: {}", p.field, shown(&p.value));
    }
    Ok(Report::Both(text, Value::Object(object(&params))))
}
