//! The host's side of a character device that comes while the guest runs.

use super::chardev::spice_channel;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::chardev::{CharLog, CharSource, SourceMode, TcpProtocol};
use serde_json::{Value, json};

/// The arguments of `chardev-add`. `end` names what was handed over for it: a listening socket by the name
/// given with `getfd`, a file by its path in the set of descriptors.
pub fn chardev_arguments(
    source: &CharSource,
    log: Option<&CharLog>,
    alias: &str,
    end: Option<&str>,
) -> Result<Value> {
    let inet = |host: Option<&str>, port: Option<&str>| {
        json!({ "type": "inet", "data": {
            "host": host.unwrap_or_default(), "port": port.unwrap_or_default() } })
    };
    let (kind, mut data) = match source {
        CharSource::Null => ("null", json!({})),
        CharSource::Pty(_) => ("pty", json!({})),
        CharSource::File(file) => {
            let append = file.source.as_ref().and_then(|s| s.append);
            let out = end.or_else(|| file.source.as_ref()?.path.as_deref());
            let append = append.is_some_and(|a| a.is_on());
            (
                "file",
                json!({ "out": out.unwrap_or_default(), "append": append }),
            )
        }
        CharSource::Dev(dev) => {
            let path = dev.source.as_ref().and_then(|s| s.path.as_deref());
            ("serial", json!({ "device": path.unwrap_or_default() }))
        }
        CharSource::Unix(unix) => {
            let place = unix.source.as_ref();
            let listens = place.is_none_or(|e| e.mode != Some(SourceMode::Connect));
            let path = place.and_then(|e| e.path.as_deref()).unwrap_or_default();
            let addr = match end {
                Some(name) => json!({ "type": "fd", "data": { "str": name } }),
                None => json!({ "type": "unix", "data": { "path": path } }),
            };
            ("socket", socket(addr, listens))
        }
        CharSource::Tcp(tcp) => {
            let place = &tcp.source;
            let addr = inet(place.host.as_deref(), place.service.as_deref());
            let mut data = socket(addr, place.mode == SourceMode::Bind);
            data["telnet"] = (tcp.protocol == Some(TcpProtocol::Telnet)).into();
            ("socket", data)
        }
        CharSource::Udp(udp) => {
            let of = |mode| udp.sources.iter().find(|s| s.mode == mode);
            let inet_of = |end: &ferrovirt_schema::common::chardev::UdpEnd| {
                inet(end.host.as_deref(), end.service.as_deref())
            };
            let mut data = json!({});
            if let Some(to) = of(SourceMode::Connect) {
                data["remote"] = inet_of(to);
            }
            if let Some(from) = of(SourceMode::Bind) {
                data["local"] = inet_of(from);
            }
            ("udp", data)
        }
        CharSource::Spicevmc => ("spicevmc", json!({ "type": spice_channel(alias) })),
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "'{alias}' has a source that cannot be attached while the guest runs: {other:?}"
            )));
        }
    };
    if let Some(log) = log {
        data["logfile"] = log.file.clone().into();
        data["logappend"] = log.append.is_some_and(|a| a.is_on()).into();
    }
    Ok(json!({ "id": format!("char{alias}"), "backend": { "type": kind, "data": data } }))
}

fn socket(addr: Value, listens: bool) -> Value {
    let mut data = json!({ "addr": addr, "server": listens });
    if listens {
        data["wait"] = false.into();
    }
    data
}
