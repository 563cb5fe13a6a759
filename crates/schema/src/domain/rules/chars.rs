//! Character devices: what they are connected to.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{XmlError, YesNo};

use super::{Verdict, device_path};
use crate::common::chardev::{CharSource, Reconnect, SourceMode};
use crate::domain::Domain;
use crate::domain::devices::smartcard::SmartcardMode;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(d) = &domain.devices else { return Ok(()) };
    for (i, x) in d.serials.iter().enumerate() {
        source(&x.source, true, device_path("serial", i))?;
    }
    for (i, x) in d.parallels.iter().enumerate() {
        source(&x.source, true, device_path("parallel", i))?;
    }
    for (i, x) in d.consoles.iter().enumerate() {
        source(&x.source, true, device_path("console", i))?;
    }
    for (i, x) in d.channels.iter().enumerate() {
        // The path of a channel's socket is chosen by the driver.
        source(&x.source, false, device_path("channel", i))?;
    }
    for (i, x) in d.redirdevs.iter().enumerate() {
        source(&x.source, true, device_path("redirdev", i))?;
    }
    for (i, x) in d.smartcards.iter().enumerate() {
        if let SmartcardMode::Passthrough(inner) = &x.mode {
            source(&inner.source, true, device_path("smartcard", i))?;
        }
    }
    Ok(())
}

fn internal(path: String, why: &str) -> Verdict {
    Err(XmlError::coded(path, ErrorNumber::InternalError, why))
}

fn source(source: &CharSource, path_needed: bool, at: String) -> Verdict {
    let no_path = |path: Option<&Option<String>>| path.is_none_or(Option::is_none);
    match source {
        CharSource::Dev(s) | CharSource::Pipe(s) if no_path(s.source.as_ref().map(|s| &s.path)) => {
            internal(at, "missing source path attribute for char device")
        }
        CharSource::File(s) if no_path(s.source.as_ref().map(|s| &s.path)) => {
            internal(at, "missing source path attribute for char device")
        }
        CharSource::Unix(s) => {
            if path_needed && no_path(s.source.as_ref().map(|s| &s.path)) {
                return internal(at, "missing source path attribute for char device");
            }
            match s.source.as_ref() {
                Some(end) => reconnect(end.reconnect.as_ref(), end.mode.unwrap_or_default(), at),
                None => Ok(()),
            }
        }
        CharSource::Tcp(s) => {
            if s.source.host.is_none() && s.source.mode == SourceMode::Connect {
                return internal(at, "missing source host attribute for char device");
            }
            if s.source.service.is_none() {
                return internal(at, "missing source service attribute for char device");
            }
            reconnect(s.source.reconnect.as_ref(), s.source.mode, at)
        }
        CharSource::Udp(s) => {
            let service = s
                .sources
                .iter()
                .find(|end| end.mode == SourceMode::Connect)
                .and_then(|e| e.service.as_ref());
            match service {
                Some(_) => Ok(()),
                None => internal(at, "missing source service attribute for char device"),
            }
        }
        _ => Ok(()),
    }
}

fn reconnect(reconnect: Option<&Reconnect>, mode: SourceMode, at: String) -> Verdict {
    match reconnect {
        Some(r) if r.enabled == Some(YesNo::Yes) && mode == SourceMode::Bind => {
            internal(at, "chardev reconnect is possible only for connect mode")
        }
        _ => Ok(()),
    }
}
