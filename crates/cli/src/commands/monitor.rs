//! Talking to QEMU and to the agent in a guest.

use super::domain_stats::{object, shown};
use super::{Outcome, commands};
use crate::error::CliError;
use crate::files;
use crate::find;
use crate::grammar::Args;
use crate::report::{Report, Table};
use crate::shell::Shell;
use ferrovirt_types::consts::{DomainGuestInfoTypes as G, DomainSetTimeFlags};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

commands! {
    "qemu-monitor-command", "QEMU Monitor Command", "<domain> [--hmp] [--pretty] [--return-value] [--pass-fds <string>] {[--cmd] <string>}..." => monitor;
    "qemu-agent-command", "QEMU Guest Agent Command", "<domain> [--timeout <number>] [--async] [--block] [--pretty] {[--cmd] <string>}..." => agent;
    "domfsinfo", "Get information of domain's mounted filesystems.", "<domain>" => filesystems;
    "domtime", "domain time", "<domain> [--now] [--pretty] [--sync] [--time <number>]" => time;
    "guestinfo", "query information about the guest (via agent)", "<domain> [--user] [--os] [--timezone] [--hostname] [--filesystem] [--disk] [--interface]" => guest_info;
}

/// An answer, indented if asked. Members stay in the order in which they came.
fn answer(text: String, args: &Args) -> Outcome {
    let Ok(whole) = serde_json::from_str::<&RawValue>(&text) else {
        return Ok(Report::Text(text + "\n"));
    };
    let part = if args.flag("return-value") {
        let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(&text).unwrap_or_default();
        members
            .remove("return")
            .ok_or_else(|| CliError::text("'return' member missing"))?
    } else {
        whole
    };
    let value: Value = serde_json::from_str(part.get()).unwrap_or_default();
    let pretty = args.flag("pretty");
    let shown = laid_out(part.get(), pretty);
    Ok(if pretty || args.flag("return-value") {
        Report::Bare(shown, value)
    } else {
        Report::Both(shown + "\n", value)
    })
}

/// JSON that is well formed, on one line without blanks or indented by two.
pub(super) fn laid_out(json: &str, indented: bool) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    let line = |out: &mut String, depth: usize| {
        if indented {
            let _ = write!(out, "\n{:1$}", "", depth * 2);
        }
    };
    let mut rest = json.chars().filter(|c| !c.is_ascii_control()).peekable();
    while let Some(c) = rest.next() {
        if quoted {
            out.push(c);
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            ' ' => {}
            '{' | '[' => {
                out.push(c);
                while rest.next_if_eq(&' ').is_some() {}
                if matches!(rest.peek(), Some('}' | ']')) {
                    out.extend(rest.next());
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(if indented { ": " } else { ":" }),
            _ => {
                out.push(c);
                quoted = c == '"';
            }
        }
    }
    out
}

/// The command for QEMU. What is no JSON object is the name of a command, and what follows its arguments,
/// with or without the braces around them; what cannot be read so either is for QEMU to judge.
fn request(words: &[&str]) -> String {
    let object = |text: &str| {
        let value = serde_json::from_str::<Value>(text).ok()?;
        value.is_object().then_some(value)
    };
    let whole = words.join(" ");
    let Some((name, rest)) = words.split_first().filter(|_| object(&whole).is_none()) else {
        return whole;
    };
    if rest.is_empty() {
        return json!({ "execute": name }).to_string();
    }
    let rest = rest.join(" ");
    match object(&rest).or_else(|| object(&format!("{{{rest}}}"))) {
        Some(arguments) => json!({ "execute": name, "arguments": arguments }).to_string(),
        None => whole,
    }
}

async fn monitor(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("hmp", "pretty")?;
    args.exclusive("hmp", "return-value")?;
    let domain = find::domain(shell, args).await?;
    let words = args.list("cmd");
    let human = args.flag("hmp");
    let command = if human { words.join(" ") } else { request(&words) };
    let files = files::handed_on(args.text("pass-fds"))?;
    let text = if files.is_empty() {
        domain.monitor_command(&command, human).await?
    } else {
        // Files that the answer brings are closed: it is text that is shown.
        let qemu = &domain.connection().drivers().qemu;
        let flags = u32::from(human);
        qemu.domain_monitor_command_with_files(domain.identity(), &command, flags, files)
            .await?
            .0
    };
    if human {
        return Ok(Report::Text(text + "\n"));
    }
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
    args.exclusive("time", "now")?;
    args.exclusive("time", "sync")?;
    args.exclusive("now", "sync")?;
    if args.flag("sync") {
        let agent = &domain.connection().drivers().guest_agent;
        let flags = DomainSetTimeFlags::SYNC.bits();
        agent.domain_set_time(domain.identity(), 0, 0, flags).await?;
        return Ok(Report::Nothing);
    }
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
    Ok(Report::Bare(format!("Time: {shown}"), json!({ "time": seconds })))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_keep_their_order() {
        let text = r#"{"z": {}, "a": [ ], "m": "a, \"b\": {", "l": [1, {"k": true}]}"#;
        assert_eq!(
            laid_out(text, false),
            r#"{"z":{},"a":[],"m":"a, \"b\": {","l":[1,{"k":true}]}"#
        );
        let indented = "{\n  \"z\": {},\n  \"a\": [],\n  \"m\": \"a, \\\"b\\\": {\",\n  \"l\": [\n    1,\n    {\n      \"k\": true\n    }\n  ]\n}";
        assert_eq!(laid_out(text, true), indented);
    }

    #[test]
    fn commands_by_name() {
        assert_eq!(
            request(&["{\"execute\":", "\"stop\"}"]),
            "{\"execute\": \"stop\"}"
        );
        assert_eq!(request(&["stop"]), r#"{"execute":"stop"}"#);
        let whole = r#"{"arguments":{"a":1},"execute":"x"}"#;
        assert_eq!(request(&["x", "\"a\":1"]), whole);
        assert_eq!(request(&["x", "{\"a\":1}"]), whole);
        assert_eq!(request(&["x", "y"]), "x y");
    }
}
