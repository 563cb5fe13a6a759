//! Waiting for events.

mod domain;
mod names;

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_api::event::{
    Event, EventKind, EventObject, Interest, NetworkEvent, NodeDeviceEvent, PoolEvent, SecretEvent,
};
use ferrovirt_api::{EventItem, EventStream};
use ferrovirt_types::object::{NodeDeviceRef, SecretRef};
use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use serde_json::json;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::Instant;
use uuid::Uuid;

commands! {
    "event", "Domain Events", "[--domain <string>] [--event <string>] [--all] [--loop] [--timeout <number>] [--list] [--timestamp]" => domain_events;
    "net-event", "Network Events", "[--network <string>] [--event <string>] [--loop] [--timeout <number>] [--list] [--timestamp]" => network_events;
    "pool-event", "Storage Pool Events", "[--pool <string>] [--event <string>] [--loop] [--timeout <number>] [--list] [--timestamp]" => pool_events;
    "nodedev-event", "Node Device Events", "[--device <string>] [--event <string>] [--loop] [--timeout <number>] [--list] [--timestamp]" => device_events;
    "secret-event", "Secret Events", "[--secret <string>] [--event <string>] [--loop] [--timeout <number>] [--list] [--timestamp]" => secret_events;
    "qemu-monitor-event", "QEMU Monitor Events", "[--domain <string>] [--event <string>] [--pretty] [--loop] [--timeout <number>] [--regex] [--no-case] [--timestamp]" => monitor_events;
}

/// An event as it is shown: its name, which object it is about, and the line.
struct Line {
    event: &'static str,
    class: &'static str,
    object: String,
    rest: String,
}

impl Line {
    fn text(&self) -> String {
        // Devices of the host are the one kind that virsh names without quotes.
        let quote = if self.class == "node device" { "" } else { "'" };
        format!(
            "event '{}' for {} {quote}{}{quote}{}",
            self.event, self.class, self.object, self.rest
        )
    }
}

async fn domain_events(shell: &mut Shell, args: &Args) -> Outcome {
    if args.flag("list") {
        return Ok(Report::Lines(
            names::DOMAIN.iter().map(|n| (*n).to_owned()).collect(),
        ));
    }
    let kinds = match args.text("event") {
        None if args.flag("all") => {
            // The older form of two events says nothing that the newer does not.
            let all = (0..)
                .zip(names::DOMAIN)
                .filter(|(_, n)| !matches!(**n, "io-error" | "block-job-2"));
            all.map(|(id, _)| EventKind::Domain(id)).collect()
        }
        None => {
            return Err(CliError::text(
                "one of --list, --all, or --event <type> is required",
            ));
        }
        Some(name) => vec![EventKind::Domain(number(names::DOMAIN, name)?)],
    };
    let line = |event: &Event| match event {
        Event::Domain(dom, e) => Some(domain::line(dom, e)),
        _ => None,
    };
    let only = only_domain(shell, args).await?;
    watch(shell, args, kinds, only, line).await
}

/// The domain that was named, if one was.
async fn only_domain(shell: &mut Shell, args: &Args) -> Result<Option<EventObject>, CliError> {
    let Some(name) = args.text("domain") else {
        return Ok(None);
    };
    let domain = find::named_domain(&shell.connection().await?, name).await?;
    Ok(Some(EventObject::Domain(domain.identity().clone())))
}

/// Place of a name in a list.
fn number(names: &[&str], name: &str) -> Result<i32, CliError> {
    let at = names.iter().position(|n| *n == name);
    at.and_then(|n| i32::try_from(n).ok())
        .ok_or_else(|| CliError::text(format!("unknown event type {name}")))
}

/// The kinds of a class that has a life cycle and one event more.
fn two(args: &Args, names: &[&str], make: fn(i32) -> EventKind) -> Result<Vec<EventKind>, CliError> {
    let name = args
        .text("event")
        .ok_or_else(|| CliError::text("either --list or --event <type> is required"))?;
    Ok(vec![make(number(names, name)?)])
}

async fn network_events(shell: &mut Shell, args: &Args) -> Outcome {
    const NAMES: [&str; 1] = ["lifecycle"];
    if args.flag("list") {
        return Ok(Report::Lines(vec!["lifecycle".into()]));
    }
    let kinds = two(args, &NAMES, EventKind::Network)?;
    let only = match args.text("network") {
        Some(_) => Some(find::network(shell, args).await?.identity().clone()),
        None => None,
    };
    let line = |event: &Event| match event {
        Event::Network(net, NetworkEvent::Lifecycle { event }) => {
            let word = names::word(names::NETWORK_LIFE, *event);
            Some(Line {
                event: "lifecycle",
                class: "network",
                object: net.name.clone(),
                rest: format!(": {word}"),
            })
        }
        _ => None,
    };
    watch(shell, args, kinds, only.map(EventObject::Network), line).await
}

async fn pool_events(shell: &mut Shell, args: &Args) -> Outcome {
    const NAMES: [&str; 2] = ["lifecycle", "refresh"];
    if args.flag("list") {
        return Ok(Report::Lines(NAMES.map(str::to_owned).to_vec()));
    }
    let kinds = two(args, &NAMES, EventKind::StoragePool)?;
    let only = match args.text("pool") {
        Some(_) => Some(find::pool(shell, args).await?.identity().clone()),
        None => None,
    };
    let line = |event: &Event| match event {
        Event::StoragePool(pool, e) => {
            let (event, rest) = match e {
                PoolEvent::Lifecycle { event } => (
                    "lifecycle",
                    format!(": {}", names::word(names::POOL_LIFE, *event)),
                ),
                PoolEvent::Refresh => ("refresh", String::new()),
            };
            Some(Line {
                event,
                class: "storage pool",
                object: pool.name.clone(),
                rest,
            })
        }
        _ => None,
    };
    watch(shell, args, kinds, only.map(EventObject::StoragePool), line).await
}

async fn device_events(shell: &mut Shell, args: &Args) -> Outcome {
    const NAMES: [&str; 2] = ["lifecycle", "update"];
    if args.flag("list") {
        return Ok(Report::Lines(NAMES.map(str::to_owned).to_vec()));
    }
    let kinds = two(args, &NAMES, EventKind::NodeDevice)?;
    let only = match args.text("device") {
        Some(name) => Some(found_device(shell, name).await?),
        None => None,
    };
    let line = |event: &Event| match event {
        Event::NodeDevice(device, e) => {
            let (event, rest) = match e {
                NodeDeviceEvent::Lifecycle { event } => (
                    "lifecycle",
                    format!(": {}", names::word(names::DEVICE_LIFE, *event)),
                ),
                NodeDeviceEvent::Update => ("update", String::new()),
            };
            Some(Line {
                event,
                class: "node device",
                object: device.name.clone(),
                rest,
            })
        }
        _ => None,
    };
    watch(shell, args, kinds, only.map(EventObject::NodeDevice), line).await
}

async fn found_device(shell: &mut Shell, name: &str) -> Result<NodeDeviceRef, CliError> {
    let device = shell.connection().await?.node_device(name).await;
    device
        .map(|device| device.identity().clone())
        .context(|| format!("could not find matching device '{name}'"))
}

async fn found_secret(shell: &mut Shell, uuid: &str) -> Result<SecretRef, CliError> {
    let failed = || format!("failed to get secret '{uuid}'");
    let wanted = Uuid::parse_str(uuid).map_err(|_| CliError::text(failed()))?;
    let secret = shell.connection().await?.secret(wanted).await;
    secret.map(|secret| secret.identity().clone()).context(failed)
}

async fn secret_events(shell: &mut Shell, args: &Args) -> Outcome {
    const NAMES: [&str; 2] = ["lifecycle", "value-changed"];
    if args.flag("list") {
        return Ok(Report::Lines(NAMES.map(str::to_owned).to_vec()));
    }
    let kinds = two(args, &NAMES, EventKind::Secret)?;
    let only = match args.text("secret") {
        Some(uuid) => Some(found_secret(shell, uuid).await?),
        None => None,
    };
    let line = |event: &Event| match event {
        Event::Secret(secret, e) => {
            let (event, rest) = match e {
                SecretEvent::Lifecycle { event } => (
                    "lifecycle",
                    format!(": {}", names::word(names::SECRET_LIFE, *event)),
                ),
                SecretEvent::ValueChanged => ("value-changed", String::new()),
            };
            Some(Line {
                event,
                class: "secret",
                object: secret.uuid.to_string(),
                rest,
            })
        }
        _ => None,
    };
    watch(shell, args, kinds, only.map(EventObject::Secret), line).await
}

/// Tells whether a name is asked for.
type Asked = Box<dyn Fn(&str) -> bool>;

/// Tells the names of events that `--event` asks for: a name, or with `--regex` an expression that is found in them,
/// with `--no-case` in any case.
fn wanted(args: &Args) -> Result<Asked, CliError> {
    let any_case = args.flag("no-case");
    let Some(wanted) = args.text("event").map(str::to_owned) else {
        return Ok(Box::new(|_| true));
    };
    if !args.flag("regex") {
        return Ok(Box::new(move |name| {
            name == wanted || (any_case && name.eq_ignore_ascii_case(&wanted))
        }));
    }
    // Names are ASCII.
    let syntax = syntax::Config::new()
        .unicode(false)
        .utf8(false)
        .case_insensitive(any_case);
    let regex = Regex::builder().syntax(syntax).build(&wanted).map_err(|e| {
        let why = e
            .syntax_error()
            .map_or_else(|| e.to_string(), ToString::to_string);
        CliError::text(format!("regular expression '{wanted}' cannot be used: {why}"))
    })?;
    Ok(Box::new(move |name| regex.is_match(name)))
}

async fn monitor_events(shell: &mut Shell, args: &Args) -> Outcome {
    let wanted = wanted(args)?;
    let pretty = args.flag("pretty");
    let line = move |event: &Event| match event {
        Event::QemuMonitor(dom, e) if wanted(&e.event) => {
            let details = e.details.as_deref().map_or_else(
                || "<null>".to_owned(),
                |json| {
                    if pretty {
                        super::monitor::laid_out(json, true)
                    } else {
                        json.to_owned()
                    }
                },
            );
            let rest = format!(": {} at {}.{:06}: {details}", e.event, e.seconds, e.micros);
            Some(Line {
                event: "monitor",
                class: "domain",
                object: dom.name.clone(),
                rest,
            })
        }
        _ => None,
    };
    let only = only_domain(shell, args).await?;
    watch(shell, args, vec![EventKind::QemuMonitor], only, line).await
}

/// Why no more events are waited for.
enum End {
    Received,
    TimedOut,
    Interrupted,
}

/// Shows events as they come: one, or with `--loop` all, until a time is up or the user interrupts.
async fn watch(
    shell: &mut Shell,
    args: &Args,
    kinds: Vec<EventKind>,
    only: Option<EventObject>,
    line: impl Fn(&Event) -> Option<Line>,
) -> Outcome {
    let seconds: Option<u64> = args.number("timeout")?;
    let connection = shell.connection().await?;
    let interests: Vec<Interest> = kinds
        .into_iter()
        .map(|kind| Interest {
            kind,
            of: only.clone(),
        })
        .collect();
    let mut events = listen(&connection, interests).await?;
    let until = seconds.map(|s| Instant::now() + Duration::from_secs(s));
    let mut count = 0u64;
    let mut end = End::Received;
    loop {
        let time_is_up = async {
            match until {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let item = tokio::select! {
            item = events.next() => item,
            () = time_is_up => {
                end = End::TimedOut;
                break;
            }
            _ = tokio::signal::ctrl_c() => {
                end = End::Interrupted;
                break;
            }
        };
        match item {
            None => return Err(CliError::text("the connection ended")),
            Some(EventItem::Lagged(n)) => remark(shell, "lost", &format!("{n} events were lost"))?,
            Some(EventItem::Reconnected(_)) => {
                remark(shell, "reconnected", "the connection was lost for a while")?;
            }
            Some(EventItem::Event(event)) => {
                let Some(line) = line(&event) else { continue };
                count += 1;
                show(shell, args, &line)?;
                if !args.flag("loop") {
                    break;
                }
            }
        }
    }
    let nothing = matches!(end, End::TimedOut) && !args.flag("loop") && count == 0;
    if shell.options.json {
        return if nothing {
            Err(CliError::text("event loop timed out"))
        } else {
            Ok(Report::Shown)
        };
    }
    let how = match end {
        End::Received => "",
        End::TimedOut => "event loop timed out\n",
        End::Interrupted => "event loop interrupted\n",
    };
    let text = format!("{how}events received: {count}\n");
    if nothing {
        return Ok(Report::Fault(text + "\n", json!(null)));
    }
    Ok(Report::Text(text))
}

/// Says what happened to the events themselves.
fn remark(shell: &mut Shell, event: &str, text: &str) -> Result<(), CliError> {
    if shell.options.json {
        return shell.print(&format!("{}\n", json!({ "event": event, "detail": text })));
    }
    shell.print(&format!("{text}\n"))
}

async fn listen(
    connection: &ferrovirt_api::Connection,
    interests: Vec<Interest>,
) -> Result<EventStream, CliError> {
    if let [one] = interests.as_slice() {
        return connection
            .events_for(std::slice::from_ref(one))
            .await
            .context(|| "failed to register for events".to_owned());
    }
    // An older daemon does not know the newest kinds, and is listened to all the same.
    let mut events = connection
        .events(&[])
        .await
        .context(|| "failed to register for events".to_owned())?;
    for interest in &interests {
        let _ = events.add(interest).await;
    }
    Ok(events)
}

fn show(shell: &mut Shell, args: &Args, line: &Line) -> Result<(), CliError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    if shell.options.json {
        let rest = line.rest.trim_start_matches([':', ' ', '\n']);
        let value = json!({
            "event": line.event, "class": line.class, "object": line.object, "detail": rest,
            "time": now.as_secs_f64()
        });
        return shell.print(&format!("{value}\n"));
    }
    let stamp = if args.flag("timestamp") {
        format!(
            "{}.{:03}+0000: ",
            super::snapshot::stamp(now.as_secs()),
            now.subsec_millis()
        )
    } else {
        String::new()
    };
    shell.print(&format!("{stamp}{}\n", line.text()))
}
