//! Character devices: what they are connected to.

use std::collections::BTreeSet;

use ferrovirt_xml::{XmlError, YesNo};

use super::{Verdict, device_path, internal, sources, unsupported};
use crate::common::chardev::{CharSource, Reconnect, SourceMode};
use crate::domain::Domain;
use crate::domain::devices::chardev::{ChannelTarget, Console, ConsoleTargetType, Serial};
use crate::domain::devices::rng::RngBackend;
use crate::domain::devices::smartcard::SmartcardMode;

pub(super) fn check(domain: &Domain) -> Verdict {
    let Some(d) = &domain.devices else { return Ok(()) };
    for (i, x) in d.serials.iter().enumerate() {
        source(&x.source, true, device_path("serial", i))?;
    }
    for (i, x) in d.parallels.iter().enumerate() {
        source(&x.source, true, device_path("parallel", i))?;
    }
    // A first console that is a serial port takes its source from that port.
    let views = usize::from(!d.serials.is_empty() && d.consoles.first().is_some_and(is_serial));
    for (i, x) in d.consoles.iter().enumerate().skip(views) {
        source(&x.source, true, device_path("console", i))?;
    }
    for (i, x) in d.channels.iter().enumerate() {
        // The path of a channel's socket is chosen by the driver.
        channel(x.target.as_ref(), device_path("channel", i))?;
        source(&x.source, false, device_path("channel", i))?;
    }
    for (i, x) in d.redirdevs.iter().enumerate() {
        source(&x.source, true, device_path("redirdev", i))?;
    }
    for (i, x) in d.smartcards.iter().enumerate() {
        smartcard(&x.mode, device_path("smartcard", i))?;
    }
    for (i, x) in d.rngs.iter().enumerate() {
        if let RngBackend::Egd(inner) = &x.backend {
            source(&inner.source, true, format!("{}/backend", device_path("rng", i)))?;
        }
    }
    consoles(&d.consoles)?;
    ports(&d.serials)
}

/// A serial port and a console are two views of one device; only the first console can be one.
fn consoles(consoles: &[Console]) -> Verdict {
    match consoles.iter().skip(1).position(is_serial) {
        Some(i) => unsupported(
            device_path("console", i + 1),
            "only the first console can be a serial port",
        ),
        None => Ok(()),
    }
}

fn is_serial(console: &Console) -> bool {
    let kind = console.target.as_ref().and_then(|t| t.target_type);
    kind.unwrap_or_default() == ConsoleTargetType::Serial
}

fn ports(serials: &[Serial]) -> Verdict {
    let mut taken = BTreeSet::new();
    for (i, serial) in serials.iter().enumerate() {
        if let Some(port) = serial.target.as_ref().and_then(|t| t.port)
            && port != 0
            && !taken.insert(port)
        {
            return internal(
                device_path("serial", i),
                format!("target port '{port}' already allocated"),
            );
        }
    }
    Ok(())
}

fn channel(target: Option<&ChannelTarget>, at: String) -> Verdict {
    let missing = |what: &str| Err(XmlError::rule(format!("{at}/target"), what));
    match target {
        None => missing("target type must be specified for channel device"),
        Some(ChannelTarget::Guestfwd(to)) if to.address.is_none() => {
            missing("guestfwd channel does not define a target address")
        }
        Some(ChannelTarget::Guestfwd(to)) if to.port.is_none() => {
            missing("guestfwd channel does not define a target port")
        }
        _ => Ok(()),
    }
}

fn smartcard(mode: &SmartcardMode, at: String) -> Verdict {
    match mode {
        SmartcardMode::Host => Ok(()),
        SmartcardMode::HostCertificates(own) => {
            if own.certificates.len() != 3 {
                let why = "host-certificates mode needs exactly three certificates";
                return Err(XmlError::rule(at, why));
            }
            match own.database.as_deref() {
                Some(path) if !path.starts_with('/') => {
                    Err(XmlError::rule(at, format!("expecting absolute path: {path}")))
                }
                _ => Ok(()),
            }
        }
        SmartcardMode::Passthrough(inner) => source(&inner.source, true, at),
    }
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
        CharSource::File(s) => match &s.source {
            Some(file) => sources::labels(&file.seclabels, &at),
            None => Ok(()),
        },
        CharSource::Unix(s) => {
            if let Some(end) = &s.source {
                sources::labels(&end.seclabels, &at)?;
            }
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
        CharSource::Spiceport(s) if s.channel.is_none() => {
            unsupported(at, "missing source channel attribute for char device")
        }
        CharSource::Udp(s) if s.sources.len() > 2 => Err(XmlError::rule(
            at,
            "only two source elements are allowed for character device",
        )),
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
