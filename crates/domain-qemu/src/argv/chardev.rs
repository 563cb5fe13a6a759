//! Character devices: serial and parallel ports, consoles, channels.

use super::place::{alias, at};
use super::{Argv, Context, Props, comma};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::chardev::{CharLog, CharSource, MouseMode, Reconnect, SourceMode, TcpProtocol};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::chardev::{ChannelTarget, ConsoleTargetType, SerialTargetType};
use ferrovirt_schema::domain::devices::info::DeviceInfo;
use ferrovirt_xml::YesNo;

pub(super) fn write(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    for serial in &devices.serials {
        let target = serial.target.clone().unwrap_or_default();
        let port = target.port.unwrap_or(0);
        out.from(format!("devices/serial[target/@port='{port}']"));
        host_side(out, &serial.source, serial.log.as_ref(), &serial.info, cx)?;
        let props = Props::device(target.model.unwrap_or_default().as_str())
            .str("chardev", &format!("char{}", alias(&serial.info)))
            .str("id", alias(&serial.info));
        let isa = matches!(target.target_type, None | Some(SerialTargetType::IsaSerial));
        let props = at(props, &serial.info, doc)?.num_opt("index", isa.then_some(port));
        out.pair("-device", props.finish());
    }
    for parallel in &devices.parallels {
        out.from("devices/parallel");
        host_side(out, &parallel.source, parallel.log.as_ref(), &parallel.info, cx)?;
        let props = Props::device("isa-parallel")
            .str("chardev", &format!("char{}", alias(&parallel.info)))
            .str("id", alias(&parallel.info));
        out.pair("-device", at(props, &parallel.info, doc)?.finish());
    }
    for channel in &devices.channels {
        out.from(format!("devices/channel[alias/@name='{}']", alias(&channel.info)));
        match &channel.target {
            Some(ChannelTarget::Virtio(target)) => {
                host_side(out, &channel.source, channel.log.as_ref(), &channel.info, cx)?;
                let props = at(Props::device("virtserialport"), &channel.info, doc)?
                    .str("chardev", &format!("char{}", alias(&channel.info)))
                    .str("id", alias(&channel.info))
                    .opt("name", target.name.as_deref());
                out.pair("-device", props.finish());
            }
            Some(ChannelTarget::Guestfwd(target)) => {
                host_side(out, &channel.source, channel.log.as_ref(), &channel.info, cx)?;
                let forward = format!(
                    "tcp:{}:{}-chardev:char{}",
                    target.address.as_deref().unwrap_or_default(),
                    target.port.unwrap_or(0),
                    alias(&channel.info)
                );
                let list = Props::with("str", &forward);
                out.pair(
                    "-netdev",
                    Props::with("type", "user")
                        .list("guestfwd", [list])
                        .str("id", alias(&channel.info))
                        .finish(),
                );
            }
            _ => {
                return Err(QemuError::ConfigUnsupported(
                    "the channel's target is not supported".to_owned(),
                ));
            }
        }
    }
    for console in &devices.consoles {
        let kind = console
            .target
            .as_ref()
            .and_then(|t| t.target_type)
            .unwrap_or_default();
        match kind {
            ConsoleTargetType::Serial => {}
            ConsoleTargetType::Virtio => {
                out.from(format!("devices/console[alias/@name='{}']", alias(&console.info)));
                host_side(out, &console.source, console.log.as_ref(), &console.info, cx)?;
                let props = at(Props::device("virtconsole"), &console.info, doc)?
                    .str("chardev", &format!("char{}", alias(&console.info)))
                    .str("id", alias(&console.info));
                out.pair("-device", props.finish());
            }
            other => {
                return Err(QemuError::ConfigUnsupported(format!(
                    "console target '{}' is not supported",
                    other.as_str()
                )));
            }
        }
    }
    out.origin = None;
    Ok(())
}

pub(super) fn host_side(
    out: &mut Argv,
    source: &CharSource,
    log: Option<&CharLog>,
    info: &DeviceInfo,
    cx: &Context<'_>,
) -> Result<()> {
    let fd = cx.runtime.char_fds.get(alias(info)).copied();
    if let (CharSource::File(_), Some(fd)) = (source, fd) {
        // The number of the set is as good as any that nobody else uses.
        out.pair(
            "-add-fd",
            format!("set={fd},fd={fd},opaque={}-source", comma(alias(info))),
        );
    }
    out.pair("-chardev", backend(source, log, alias(info), fd)?);
    Ok(())
}

/// What a device takes from SPICE: redirected USB, or the conversation with the guest's agent.
pub(super) fn spice_channel(alias: &str) -> &'static str {
    match alias {
        redirected if redirected.starts_with("redir") => "usbredir",
        card if card.starts_with("smartcard") => "smartcard",
        _ => "vdagent",
    }
}

/// The argument of `-chardev`; `fd` is the number of a listening socket or open file that was made for it.
pub fn backend(source: &CharSource, log: Option<&CharLog>, alias: &str, fd: Option<i32>) -> Result<String> {
    let id = format!("char{alias}");
    let path = |what: Option<&String>| {
        what.map(|p| comma(p))
            .ok_or_else(|| QemuError::ConfigUnsupported(format!("'{alias}' has no path to its source")))
    };
    let text = match source {
        CharSource::Null => format!("null,id={id}"),
        CharSource::Vc => format!("vc,id={id}"),
        CharSource::Pty(_) => format!("pty,id={id}"),
        CharSource::Stdio => format!("stdio,id={id}"),
        CharSource::Spicevmc => format!("spicevmc,id={id},name={}", spice_channel(alias)),
        CharSource::Dev(p) => {
            let kind = if alias.starts_with("parallel") {
                "parallel"
            } else {
                "serial"
            };
            format!(
                "{kind},id={id},path={}",
                path(p.source.as_ref().and_then(|s| s.path.as_ref()))?
            )
        }
        CharSource::Pipe(p) => format!(
            "pipe,id={id},path={}",
            path(p.source.as_ref().and_then(|s| s.path.as_ref()))?
        ),
        // It is open already, truncated if that was asked for.
        CharSource::File(_) if fd.is_some() => format!(
            "file,id={id},path=/dev/fdset/{},append=on",
            fd.unwrap_or_default()
        ),
        CharSource::File(f) => {
            let source = f.source.as_ref();
            let append = source
                .and_then(|s| s.append)
                .map(|a| if a.is_on() { ",append=on" } else { ",append=off" });
            format!(
                "file,id={id},path={}{}",
                path(source.and_then(|s| s.path.as_ref()))?,
                append.unwrap_or_default()
            )
        }
        CharSource::Tcp(t) => {
            let s = &t.source;
            let telnet = if t.protocol == Some(TcpProtocol::Telnet) {
                ",telnet=on"
            } else {
                ""
            };
            let listen = if s.mode == SourceMode::Bind {
                ",server=on,wait=off"
            } else {
                ""
            };
            let host = comma(s.host.as_deref().unwrap_or_default());
            let again = reconnect(s.reconnect.as_ref());
            format!(
                "socket,id={id},host={host},port={}{telnet}{listen}{again}",
                comma(s.service.as_deref().unwrap_or_default())
            )
        }
        CharSource::Udp(u) => {
            let end = |mode| u.sources.iter().find(|s| s.mode == mode);
            let (to, from) = (end(SourceMode::Connect), end(SourceMode::Bind));
            let mut text = format!(
                "udp,id={id},host={},port={}",
                comma(to.and_then(|s| s.host.as_deref()).unwrap_or_default()),
                comma(to.and_then(|s| s.service.as_deref()).unwrap_or_default())
            );
            if let Some(from) = from {
                let port = from.service.as_deref().unwrap_or("0");
                text.push_str(&format!(
                    ",localaddr={},localport={}",
                    comma(from.host.as_deref().unwrap_or_default()),
                    comma(port)
                ));
            }
            text
        }
        CharSource::Unix(u) => {
            let end = u.source.as_ref();
            let listens = end.is_none_or(|e| e.mode != Some(SourceMode::Connect));
            match fd.filter(|_| listens) {
                Some(fd) => format!("socket,id={id},fd={fd},server=on,wait=off"),
                None => {
                    let place = path(end.and_then(|e| e.path.as_ref()))?;
                    let again = reconnect(end.and_then(|e| e.reconnect.as_ref()));
                    format!(
                        "socket,id={id},path={place}{}{again}",
                        if listens { ",server=on,wait=off" } else { "" }
                    )
                }
            }
        }
        CharSource::QemuVdagent(agent) => {
            let options = agent.source.as_ref();
            let on = |yes: bool| if yes { "on" } else { "off" };
            let clipboard = options.and_then(|o| o.clipboard).map(|c| on(c.is_yes()));
            let mouse = options.and_then(|o| o.mouse).map(|m| on(m == MouseMode::Client));
            let part =
                |key: &str, value: Option<&str>| value.map(|v| format!(",{key}={v}")).unwrap_or_default();
            format!(
                "qemu-vdagent,id={id},name=vdagent{}{}",
                part("clipboard", clipboard),
                part("mouse", mouse)
            )
        }
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "'{alias}' has a source that is not supported: {other:?}"
            )));
        }
    };
    Ok(match log {
        Some(log) => {
            let append = log.append.map(|a| {
                if a.is_on() {
                    ",logappend=on"
                } else {
                    ",logappend=off"
                }
            });
            format!(
                "{text},logfile={}{}",
                comma(&log.file),
                append.unwrap_or_default()
            )
        }
        None => text,
    })
}

/// What becomes of a lost connection, where that is said.
pub(super) fn reconnect(wish: Option<&Reconnect>) -> String {
    let seconds = wish.and_then(|r| match r.enabled {
        Some(YesNo::No) => Some(0),
        _ => r.timeout,
    });
    seconds.map(|s| format!(",reconnect={s}")).unwrap_or_default()
}
