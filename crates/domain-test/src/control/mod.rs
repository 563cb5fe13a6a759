//! The monitor of a guest, by which a script has things happen that nobody could wait for: the clock
//! moves, a guest crashes, a disk fails, a call is going to go wrong. Spoken as to QEMU:
//! `{"execute": "advance", "arguments": {"seconds": 60}}`.

mod events;

use crate::TestDriver;
use crate::clock::{Pace, moment};
use crate::domain::{Guest, News};
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::{LxcSpecific, QemuSpecific};
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{
    DomainEventIoErrorAction, DomainEventWatchdogAction, DomainPausedReason, DomainShutoffReason,
    NodeSuspendTarget,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use serde_json::{Value, json};
use std::os::fd::OwnedFd;

/// There are no containers.
impl LxcSpecific for TestDriver {}

/// A command is text for people, not JSON.
const HMP: u32 = 1;
/// Longest command in bytes.
const LONGEST: usize = 1 << 20;

/// Commands, and what they do.
const COMMANDS: [(&str, &str); 17] = [
    (
        "advance",
        "moves the clock of the host forward by \"seconds\"; it only moves by hand then",
    ),
    (
        "clock",
        "sets the clock to \"seconds\" since 1970, or has it go at a \"pace\" (real, xN, manual); says what it shows",
    ),
    (
        "fault",
        "adds the faults of \"script\", as in the parameter of the URI",
    ),
    ("clear-faults", "forgets all faults of this host"),
    ("query-faults", "lists them"),
    ("crash", "the guest crashes"),
    ("shutdown", "the guest powers itself off"),
    ("reset", "the guest reboots itself"),
    ("suspend", "the guest suspends itself to \"target\" mem or disk"),
    ("wakeup", "the guest wakes up"),
    (
        "watchdog",
        "the watchdog of the guest fires, as its definition says",
    ),
    (
        "io-error",
        "the disk \"device\" fails for \"reason\", and the guest is paused",
    ),
    ("stop", "the guest is paused"),
    ("cont", "the guest goes on"),
    (
        "emit",
        "tells of the event \"id\" with its fields, whatever the guest does",
    ),
    ("query-status", "whether the guest runs"),
    ("query-commands", "lists these"),
];

#[async_trait]
impl QemuSpecific for TestDriver {
    async fn domain_monitor_command(&self, dom: &DomainRef, cmd: &str, flags: u32) -> ApiResult<String> {
        check_flags(flags, HMP, "virDomainQemuMonitorCommand")?;
        let hmp = flags & HMP != 0;
        let (name, arguments, id) = parse(cmd, hmp)?;
        let answer = self.control(dom, &name, &arguments)?;
        if hmp {
            return Ok(match answer {
                Value::Object(map) if map.is_empty() => String::new(),
                Value::String(text) => text,
                other => other.to_string(),
            });
        }
        let mut answer = json!({ "return": answer });
        if let Some(id) = id {
            answer["id"] = id;
        }
        Ok(answer.to_string())
    }

    async fn domain_monitor_command_with_files(
        &self,
        dom: &DomainRef,
        cmd: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> ApiResult<(String, Vec<OwnedFd>)> {
        // No command of ours takes a file.
        drop(files);
        Ok((self.domain_monitor_command(dom, cmd, flags).await?, Vec::new()))
    }

    async fn domain_agent_command(
        &self,
        dom: &DomainRef,
        cmd: &str,
        _timeout: i32,
        flags: u32,
    ) -> ApiResult<Option<String>> {
        check_flags(flags, 0, "virDomainQemuAgentCommand")?;
        let (name, arguments, _) = parse(cmd, false)?;
        let answer = self.ask_agent(dom, &name, &arguments)?;
        Ok(Some(json!({ "return": answer }).to_string()))
    }
}

fn parse(cmd: &str, hmp: bool) -> Result<(String, Value, Option<Value>)> {
    let bad = |why: String| TestError::InvalidArgument(format!("monitor command: {why}"));
    if cmd.len() > LONGEST {
        return Err(bad(format!("it has more than {LONGEST} bytes")));
    }
    if hmp {
        let mut words = cmd.split_whitespace();
        let name = words.next().ok_or_else(|| bad("it is empty".into()))?.to_owned();
        let mut arguments = serde_json::Map::new();
        for word in words {
            let (key, value) = word
                .split_once('=')
                .ok_or_else(|| bad(format!("'{word}' is not NAME=VALUE")))?;
            let value = match value.parse::<serde_json::Number>() {
                Ok(number) => Value::Number(number),
                Err(_) => Value::String(value.to_owned()),
            };
            arguments.insert(key.to_owned(), value);
        }
        return Ok((name, Value::Object(arguments), None));
    }
    let mut value: Value = serde_json::from_str(cmd).map_err(|e| bad(e.to_string()))?;
    let name = value["execute"]
        .as_str()
        .ok_or_else(|| bad("it does not say what to \"execute\"".into()))?
        .to_owned();
    let id = value.get("id").cloned();
    Ok((name, value["arguments"].take(), id))
}

/// A text among arguments.
fn text<'a>(arguments: &'a Value, name: &str) -> Result<&'a str> {
    let missing = || TestError::InvalidArgument(format!("the command needs \"{name}\", a text"));
    arguments[name].as_str().ok_or_else(missing)
}

/// A number among arguments.
fn number(arguments: &Value, name: &str) -> Result<f64> {
    let missing = || TestError::InvalidArgument(format!("the command needs \"{name}\", a number"));
    arguments[name].as_f64().ok_or_else(missing)
}

impl TestDriver {
    fn control(&self, dom: &DomainRef, name: &str, arguments: &Value) -> Result<Value> {
        let world = &self.world;
        let found = world.guest(dom)?;
        let clock = || json!({ "seconds": world.clock.now().as_secs_f64() });
        match name {
            "advance" => {
                let by = moment(number(arguments, "seconds")?)?;
                world.clock.advance(by)?;
                world.settle();
                return Ok(clock());
            }
            "clock" => {
                if let Some(pace) = arguments["pace"].as_str() {
                    let pace = match Pace::parse(pace)? {
                        // By hand from now on, rather than from the beginning.
                        Pace::Manual(_) if pace == "manual" => Pace::Manual(world.clock.now()),
                        pace => pace,
                    };
                    world.clock.set(pace);
                } else if !arguments["seconds"].is_null() {
                    world
                        .clock
                        .set(Pace::Manual(moment(number(arguments, "seconds")?)?));
                }
                world.settle();
                return Ok(clock());
            }
            "fault" => world.faults.add(text(arguments, "script")?)?,
            "clear-faults" => world.faults.clear(),
            "query-faults" => return Ok(world.faults.list().into()),
            "query-commands" => {
                let command = |(name, about): &(&str, &str)| json!({ "name": name, "about": about });
                return Ok(COMMANDS.iter().map(command).collect());
            }
            "query-status" => {
                let (state, _) = found.state.phase.raw();
                let running = state == 1;
                let status = if running { "running" } else { "paused" };
                return Ok(json!({ "running": running, "status": status }));
            }
            "emit" => {
                let event = events::read(arguments)?;
                world.tell(vec![(found.state.reference(&found.name, found.uuid), event)]);
            }
            _ => world.change_guest(dom, |guest, news, me| {
                self.has_happen(guest, news, me, name, arguments)
            })?,
        }
        Ok(json!({}))
    }

    /// Commands that the guest follows.
    fn has_happen(
        &self,
        guest: &mut Guest,
        news: &mut News,
        me: DomainRef,
        name: &str,
        arguments: &Value,
    ) -> Result<()> {
        use crate::domain::follow;
        let doc = guest.running()?.clone();
        match name {
            "crash" => guest.crash(news, me),
            "shutdown" => {
                follow::poweroff(guest, news, me);
                Ok(())
            }
            "reset" => {
                news.push((me.clone(), DomainEvent::Reboot));
                follow::reboot(guest, news, me);
                Ok(())
            }
            "suspend" => {
                let target = match arguments["target"].as_str() {
                    None | Some("mem") => NodeSuspendTarget::Mem,
                    Some("disk") => NodeSuspendTarget::Disk,
                    Some(other) => {
                        return Err(TestError::InvalidArgument(format!(
                            "target '{other}' is mem or disk"
                        )));
                    }
                };
                guest.fall_asleep(target, 0, self.world.clock.now(), news, me)
            }
            "wakeup" => {
                guest.wake(news, &me);
                Ok(())
            }
            "watchdog" => {
                let action = follow::watchdog(guest, &doc, news, &me);
                let event = DomainEvent::Watchdog { action: action.raw() };
                news.insert(0, (me.clone(), event));
                if action == DomainEventWatchdogAction::Poweroff {
                    follow::stop(guest, news, me, DomainShutoffReason::Shutdown);
                }
                Ok(())
            }
            "io-error" => {
                let device = text(arguments, "device")?;
                let reason = arguments["reason"].as_str().unwrap_or("enospc").to_owned();
                let (src_path, dev_alias) = follow::disk_names(&doc, device)?;
                news.push((
                    me.clone(),
                    DomainEvent::IoError {
                        src_path,
                        dev_alias,
                        action: DomainEventIoErrorAction::Pause.raw(),
                        reason,
                    },
                ));
                follow::pause(guest, news, me, DomainPausedReason::Ioerror);
                Ok(())
            }
            "stop" => {
                follow::pause(guest, news, me, DomainPausedReason::User);
                Ok(())
            }
            "cont" => {
                follow::resume(guest, news, me);
                Ok(())
            }
            other => Err(TestError::Internal(format!(
                "the command {other} has not been found, query-commands lists all"
            ))),
        }
    }
}
