//! What only QEMU has: its monitor and its command line.

use super::{QemuDriver, checked, parse};
use crate::argv::{self, Runtime};
use crate::define;
use crate::error::{QemuError, Result};
use crate::guest::Request;
use async_trait::async_trait;
use ferrovirt_driver::QemuSpecific;
use ferrovirt_qmp::commands::HumanMonitorCommand;
use ferrovirt_qmp::{QmpError, RawCommand, RawValue};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::graphics::{Graphics, Listen};
use ferrovirt_schema::domain::devices::interface::InterfaceSource;
use ferrovirt_types::object::DomainRef;
use std::os::fd::OwnedFd;
use std::time::Duration;

type Api<T> = ferrovirt_types::Result<T>;

/// How long a command of a user may take.
const COMMAND: Duration = Duration::from_secs(60);
/// How long the guest's agent may take when the caller does not say.
const AGENT: Duration = Duration::from_secs(10);
/// The first descriptor of a host device in a command line that is only shown.
const FIRST_FD: i32 = 27;
/// Where QEMU finds programs that it runs itself.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

#[derive(serde::Deserialize)]
struct UserCommand {
    execute: String,
    arguments: Option<Box<RawValue>>,
    id: Option<Box<RawValue>>,
}

/// The id in answers to commands without one. It looks as libvirt's do, which scripts may know; nobody counts it.
const OWN_ID: &str = "\"libvirt-1\"";

/// JSON without the blanks between its parts, as libvirt hands it on.
fn compact(json: &str) -> String {
    let (mut in_text, mut escaped) = (false, false);
    json.chars()
        .filter(|c| {
            let blank = !in_text && matches!(c, ' ' | '\n' | '\r' | '\t');
            if *c == '"' && !escaped {
                in_text = !in_text;
            }
            escaped = in_text && *c == '\\' && !escaped;
            !blank
        })
        .collect()
}

impl QemuDriver {
    async fn monitor_command(
        &self,
        dom: &DomainRef,
        text: &str,
        human: bool,
        fds: Vec<OwnedFd>,
    ) -> Result<String> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let monitor = live.monitor(&guest.name)?;
        let failed = QemuError::monitor(&guest.name);
        if live.gauges.set_meddled_with() {
            // The record has it, for the next daemon.
            live.ask(|reply| Request::edit(|_| (), reply)).await?;
        }
        if human {
            let command = HumanMonitorCommand {
                command_line: text.to_owned(),
            };
            return monitor.execute_within(&command, COMMAND).await.map_err(&failed);
        }
        let command: UserCommand = serde_json::from_str(text)
            .map_err(|e| QemuError::InvalidArg(format!("cannot parse the command as JSON: {e}")))?;
        let mut raw = RawCommand::new(command.execute);
        raw.arguments = command.arguments;
        raw.fds = fds;
        let id = command
            .id
            .as_ref()
            .map_or_else(|| OWN_ID.to_owned(), |id| id.get().to_owned());
        // What QEMU answers is for the user, refusals too.
        match monitor.run(raw, COMMAND).await {
            Ok(answer) => Ok(format!("{{\"return\":{},\"id\":{id}}}", compact(answer.get()))),
            Err(QmpError::Refused { class, desc, .. }) => {
                let error = serde_json::json!({"class": class, "desc": desc});
                Ok(format!("{{\"id\":{id},\"error\":{error}}}"))
            }
            Err(e) => Err(failed(e)),
        }
    }

    /// The command line that a document would be started with.
    pub(super) async fn native(&self, xml: &str) -> Result<String> {
        let mut doc = parse(xml).await?;
        let caps = self.core.caps_for(&doc).await?;
        define::fill_defaults(&mut doc, &caps)?;
        define::assign_aliases(&mut doc);
        define::align_memory(&mut doc);
        self.core.settle_processor(&mut doc, &caps).await?;
        let mut runtime = Runtime {
            dir: self.core.runtime_dir(&doc.name, -1),
            sandbox: self.core.config().sandbox,
            huge: crate::host_devices::huge_page_mounts(std::path::Path::new("/")),
            ..Runtime::default()
        };
        let listen = self.core.config().vnc_listen.clone();
        if let Some(devices) = &mut doc.devices {
            let mut fd = FIRST_FD;
            for nic in &mut devices.interfaces {
                // Whatever it is, in the command line it is a device of the host.
                nic.source = InterfaceSource::Ethernet(Default::default());
                runtime
                    .nic_fds
                    .insert(nic.info.alias.clone().unwrap_or_default(), vec![fd]);
                fd += 1;
            }
            for (n, disk) in devices.disks.iter_mut().rev().enumerate() {
                disk.source.common_mut().index = u32::try_from(n + 1).ok();
            }
            for graphics in &mut devices.graphics {
                if let Graphics::Vnc(vnc) = graphics {
                    vnc.port = vnc.port.filter(|p| *p > 0).or(Some(5900));
                    if let Some(Listen::Address(first)) = vnc.listens.first_mut() {
                        first.address.get_or_insert_with(|| listen.clone());
                    }
                }
            }
            for channel in &mut devices.channels {
                if define::is_auto_socket(&channel.source) {
                    let alias = channel.info.alias.clone().unwrap_or_default();
                    runtime.char_fds.insert(alias, fd);
                    fd += 1;
                }
            }
        }
        let argv = argv::command_line(&doc, &caps, &runtime)?;
        Ok(super::command_text(
            &caps.identity.path.display().to_string(),
            argv.args(),
            &environment(&doc, &runtime),
            false,
        ))
    }
}

/// What QEMU is told by its environment.
pub fn environment(doc: &Domain, runtime: &Runtime) -> Vec<(String, String)> {
    let dir = runtime.dir.display().to_string();
    let mut all = vec![
        ("LC_ALL".to_owned(), "C".to_owned()),
        ("PATH".to_owned(), PATH.to_owned()),
        ("HOME".to_owned(), dir.clone()),
    ];
    let folders = [
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_CONFIG_HOME", ".config"),
    ];
    all.extend(folders.map(|(key, sub)| (key.to_owned(), format!("{dir}/{sub}"))));
    if let Some(extra) = &doc.qemu.commandline {
        let own = extra.envs.iter();
        all.extend(own.map(|e| (e.name.clone(), e.value.clone().unwrap_or_default())));
    }
    all
}

#[async_trait]
impl QemuSpecific for QemuDriver {
    async fn domain_monitor_command(&self, dom: &DomainRef, cmd: &str, flags: u32) -> Api<String> {
        checked(flags, 1, "virDomainQemuMonitorCommand")?;
        Ok(self.monitor_command(dom, cmd, flags & 1 != 0, Vec::new()).await?)
    }

    async fn domain_agent_command(
        &self,
        dom: &DomainRef,
        cmd: &str,
        timeout: i32,
        flags: u32,
    ) -> Api<Option<String>> {
        checked(flags, 0, "virDomainQemuAgentCommand")?;
        let command: UserCommand = serde_json::from_str(cmd)
            .map_err(|e| QemuError::InvalidArg(format!("cannot parse the command as JSON: {e}")))?;
        // Negative numbers stand for the usual times.
        let deadline = u64::try_from(timeout).map_or(AGENT, Duration::from_secs);
        let arguments = command
            .arguments
            .as_ref()
            .map(|a| serde_json::from_str(a.get()))
            .transpose();
        let arguments = arguments.map_err(|e| QemuError::InvalidArg(e.to_string()))?;
        let answer = self.ask_agent(dom, &command.execute, arguments, deadline).await?;
        Ok(Some(format!("{{\"return\":{}}}", answer.get())))
    }

    async fn domain_monitor_command_with_files(
        &self,
        dom: &DomainRef,
        cmd: &str,
        flags: u32,
        files: Vec<OwnedFd>,
    ) -> Api<(String, Vec<OwnedFd>)> {
        checked(flags, 1, "virDomainQemuMonitorCommandWithFiles")?;
        Ok((
            self.monitor_command(dom, cmd, flags & 1 != 0, files).await?,
            Vec::new(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn blanks_go_but_not_those_of_texts() {
        let json = r#"{ "a b": [1, 2, "c \" d", "\\"], "e": true }"#;
        assert_eq!(compact(json), r#"{"a b":[1,2,"c \" d","\\"],"e":true}"#);
    }
}
