//! The smaller kinds of devices.

use super::place::{alias, at, virtio_device, virtio_options};
use super::{Argv, Context, Props};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::address::Address;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::VirtioModel;
use ferrovirt_schema::domain::devices::input::{InputBus, InputType};
use ferrovirt_schema::domain::devices::memballoon::BalloonModel;
use ferrovirt_schema::domain::devices::panic::PanicModel;
use ferrovirt_schema::domain::devices::rng::RngBackend;
use ferrovirt_schema::domain::devices::sound::{CodecType, SoundModel};
use ferrovirt_schema::domain::devices::watchdog::{WatchdogAction, WatchdogModel};

/// A guest that shows nothing has no display.
pub(super) fn no_display(out: &mut Argv, doc: &Domain) {
    if doc.devices.as_ref().is_none_or(|d| d.graphics.is_empty()) {
        out.pair("-display", "none".to_owned());
    }
}

/// Keyboards and pointers that are no part of the machine.
pub(super) fn inputs(out: &mut Argv, doc: &Domain) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    for hub in &devices.hubs {
        out.from("devices/hub");
        out.pair(
            "-device",
            at(
                Props::device("usb-hub").str("id", alias(&hub.info)),
                &hub.info,
                doc,
            )?
            .finish(),
        );
    }
    for input in &devices.inputs {
        out.from(format!("devices/input[alias/@name='{}']", alias(&input.info)));
        let device = match (input.bus, input.input_type) {
            (Some(InputBus::Usb), InputType::Mouse) => "usb-mouse".to_owned(),
            (Some(InputBus::Usb), InputType::Tablet) => "usb-tablet".to_owned(),
            (Some(InputBus::Usb), InputType::Keyboard) => "usb-kbd".to_owned(),
            (Some(InputBus::Virtio), InputType::Mouse) => virtio_device("virtio-mouse", input.model),
            (Some(InputBus::Virtio), InputType::Tablet) => virtio_device("virtio-tablet", input.model),
            (Some(InputBus::Virtio), InputType::Keyboard) => virtio_device("virtio-keyboard", input.model),
            (Some(InputBus::Virtio), InputType::Passthrough) => {
                virtio_device("virtio-input-host", input.model)
            }
            _ => continue,
        };
        let props =
            virtio_options(Props::device(&device), input.driver.as_ref()).str("id", alias(&input.info));
        let props = props.opt("evdev", input.source.as_ref().and_then(|s| s.evdev.as_deref()));
        out.pair("-device", at(props, &input.info, doc)?.finish());
    }
    out.origin = None;
    Ok(())
}

/// Sound cards.
pub(super) fn sounds(out: &mut Argv, doc: &Domain) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    let audio = devices.audios.first().map(|a| a.id);
    for sound in &devices.sounds {
        out.from("devices/sound");
        let id = alias(&sound.info);
        let backend = sound.audio.or(audio).map(|n| format!("audio{n}"));
        let (device, hda) = match sound.model {
            SoundModel::Pcspk => continue,
            SoundModel::Sb16 => ("sb16", false),
            SoundModel::Es1370 => ("ES1370", false),
            SoundModel::Ac97 => ("AC97", false),
            SoundModel::Ich6 => ("intel-hda", true),
            SoundModel::Ich9 => ("ich9-intel-hda", true),
            SoundModel::Usb => ("usb-audio", false),
            other => {
                return Err(QemuError::ConfigUnsupported(format!(
                    "sound model '{}' is not supported",
                    other.as_str()
                )));
            }
        };
        let props = at(Props::device(device).str("id", id), &sound.info, doc)?;
        out.pair(
            "-device",
            if hda {
                props
            } else {
                props.opt("audiodev", backend.as_deref())
            }
            .finish(),
        );
        if hda {
            let codecs = if sound.codecs.is_empty() {
                vec![CodecType::Duplex]
            } else {
                sound.codecs.clone()
            };
            for (n, codec) in codecs.iter().enumerate() {
                let props = Props::device(&format!("hda-{}", codec.as_str()))
                    .str("id", &format!("{id}-codec{n}"))
                    .str("bus", &format!("{id}.0"))
                    .num("cad", n as u64)
                    .opt("audiodev", backend.as_deref());
                out.pair("-device", props.finish());
            }
        }
    }
    out.origin = None;
    Ok(())
}

/// Watchdog, balloon, randomness, panic, memory, vsock.
pub(super) fn rest(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    for watchdog in &devices.watchdogs {
        out.from("devices/watchdog");
        let id = alias(&watchdog.info);
        match watchdog.model {
            WatchdogModel::Itco => out.pair("-global", "ICH9-LPC.noreboot=off".to_owned()),
            WatchdogModel::Diag288 => {
                return Err(QemuError::ConfigUnsupported(
                    "watchdog 'diag288' is of no PC".to_owned(),
                ));
            }
            model => {
                let props = Props::device(model.as_str()).str("id", id);
                out.pair("-device", at(props, &watchdog.info, doc)?.finish());
            }
        }
        let action = match watchdog.action {
            WatchdogAction::Dump => "pause",
            other => other.as_str(),
        };
        out.pair("-watchdog-action", action.to_owned());
    }
    if let Some(balloon) = devices
        .memballoon
        .as_ref()
        .filter(|b| !matches!(b.model, BalloonModel::None | BalloonModel::Xen))
    {
        out.from("devices/memballoon");
        let model = match balloon.model {
            BalloonModel::Transitional => Some(VirtioModel::Transitional),
            BalloonModel::NonTransitional => Some(VirtioModel::NonTransitional),
            _ => None,
        };
        let props = virtio_options(
            Props::device(&virtio_device("virtio-balloon", model)),
            balloon.driver.as_ref(),
        )
        .str("id", alias(&balloon.info))
        .bool_opt("deflate-on-oom", balloon.autodeflate.map(|a| a.is_on()))
        .bool_opt(
            "free-page-reporting",
            balloon.free_page_reporting.map(|a| a.is_on()),
        );
        out.pair("-device", at(props, &balloon.info, doc)?.finish());
    }
    for rng in &devices.rngs {
        out.from("devices/rng");
        let id = alias(&rng.info);
        let object = match &rng.backend {
            RngBackend::Random(file) => {
                let path = file
                    .path
                    .as_deref()
                    .filter(|p| !p.trim().is_empty())
                    .unwrap_or("/dev/random");
                Props::with("qom-type", "rng-random")
                    .str("id", &format!("obj{id}"))
                    .str("filename", path)
            }
            RngBackend::Builtin => Props::with("qom-type", "rng-builtin").str("id", &format!("obj{id}")),
            RngBackend::Egd(egd) => {
                let text =
                    super::chardev_backend(&egd.source, None, id, cx.runtime.char_fds.get(id).copied())?;
                out.pair("-chardev", text);
                Props::with("qom-type", "rng-egd")
                    .str("id", &format!("obj{id}"))
                    .str("chardev", &format!("char{id}"))
            }
        };
        out.pair("-object", object.finish());
        let props = virtio_options(
            Props::device(&virtio_device("virtio-rng", Some(rng.model))),
            rng.driver.as_ref(),
        )
        .str("rng", &format!("obj{id}"));
        let rate = rng.rate.as_ref();
        let props = props
            .num_opt("max-bytes", rate.map(|r| r.bytes))
            .num_opt("period", rate.map(|r| r.period.unwrap_or(1000)));
        out.pair("-device", at(props.str("id", id), &rng.info, doc)?.finish());
    }
    for panic in &devices.panics {
        out.from("devices/panic");
        match panic.model.unwrap_or_default() {
            PanicModel::Isa => {
                let port = match &panic.info.address {
                    Some(Address::Isa(isa)) => isa.iobase.map(|v| i64::from(v.0)),
                    _ => None,
                };
                out.pair(
                    "-device",
                    Props::device("pvpanic").num_opt("ioport", port).finish(),
                );
            }
            PanicModel::Pvpanic => out.pair(
                "-device",
                at(Props::device("pvpanic-pci"), &panic.info, doc)?.finish(),
            ),
            PanicModel::Hyperv => {}
            other => {
                return Err(QemuError::ConfigUnsupported(format!(
                    "panic model '{}' is of no PC",
                    other.as_str()
                )));
            }
        }
    }
    for memory in &devices.memories {
        out.from(format!("devices/memory[alias/@name='{}']", alias(&memory.info)));
        super::memory::device(out, memory, doc, cx)?;
    }
    if let Some(vsock) = &devices.vsock {
        super::modules::vsock(out, vsock, doc, cx)?;
    }
    out.origin = None;
    Ok(())
}
