//! Input devices, displays, graphics and sound.

use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::audio::{Audio, AudioType};
use ferrovirt_schema::domain::devices::graphics::{Graphics, Listen, ListenAddress, ListenSocket};
use ferrovirt_schema::domain::devices::hostdev::HostDevSource;
use ferrovirt_schema::domain::devices::input::{Input, InputBus, InputType};
use ferrovirt_schema::domain::devices::video::{Video, VideoModel, VideoType};
use ferrovirt_xml::YesNo;

pub(super) fn fill(devices: &mut Devices) {
    inputs(devices);
    graphics(devices);
    videos(devices);
    audio(devices);
    for hostdev in devices
        .hostdevs
        .iter_mut()
        .filter(|h| matches!(h.source, HostDevSource::Mdev(_)))
    {
        hostdev.managed.get_or_insert(YesNo::No);
    }
}

fn inputs(devices: &mut Devices) {
    // Only these pass on a device of the host.
    let passes = |kind| matches!(kind, InputType::Passthrough | InputType::Evdev);
    for input in devices.inputs.iter_mut().filter(|i| !passes(i.input_type)) {
        input.source = None;
    }
    for kind in [InputType::Mouse, InputType::Keyboard] {
        let there = devices
            .inputs
            .iter()
            .any(|i| i.input_type == kind && i.bus == Some(InputBus::Ps2));
        if !there {
            devices.inputs.push(Input {
                input_type: kind,
                bus: Some(InputBus::Ps2),
                ..Input::default()
            });
        }
    }
}

fn graphics(devices: &mut Devices) {
    for graphics in &mut devices.graphics {
        match graphics {
            Graphics::Vnc(vnc) => {
                let socket =
                    vnc.socket.is_some() || vnc.listens.iter().any(|l| matches!(l, Listen::Socket(_)));
                if !socket {
                    let open = matches!(vnc.port, None | Some(-1));
                    let auto = vnc.autoport == Some(YesNo::Yes) || (open && vnc.autoport.is_none());
                    if auto {
                        vnc.port = Some(-1);
                    }
                    vnc.autoport = Some(if auto { YesNo::Yes } else { YesNo::No });
                    listen(&mut vnc.listen, &mut vnc.listens);
                } else {
                    // The attribute and the element say the same; the attribute wins over an address.
                    if let Some(path) = vnc.socket.clone() {
                        vnc.listens = vec![Listen::Socket(ListenSocket { socket: Some(path) })];
                    } else if let Some(Listen::Socket(s)) = vnc.listens.first() {
                        vnc.socket.clone_from(&s.socket);
                    }
                    vnc.listen = None;
                }
            }
            Graphics::Spice(spice) => {
                let other = spice
                    .listens
                    .iter()
                    .any(|l| matches!(l, Listen::Socket(_) | Listen::None));
                if !other {
                    let none = spice.port.is_none()
                        && spice.tls_port.is_none()
                        && spice.autoport != Some(YesNo::Yes);
                    if none {
                        // Nobody can connect but by a descriptor that is handed over.
                        spice.listens = vec![Listen::None];
                        (spice.listen, spice.autoport) = (None, None);
                        continue;
                    }
                    let auto = spice.autoport == Some(YesNo::Yes)
                        || (matches!(spice.port, None | Some(-1))
                            && matches!(spice.tls_port, None | Some(-1)));
                    if auto {
                        spice.autoport = Some(YesNo::Yes);
                        spice.port = None;
                        spice.tls_port = None;
                    } else {
                        spice.autoport = Some(YesNo::No);
                    }
                    listen(&mut spice.listen, &mut spice.listens);
                }
            }
            _ => {}
        }
    }
}

/// The attribute and the first element say the same.
fn listen(attribute: &mut Option<String>, elements: &mut Vec<Listen>) {
    if elements.is_empty() {
        elements.push(Listen::Address(ListenAddress {
            address: attribute.clone(),
        }));
    }
    if let Some(Listen::Address(first)) = elements.first_mut() {
        match (&first.address, &attribute) {
            (None, Some(given)) => first.address = Some(given.clone()),
            (Some(address), _) => *attribute = Some(address.clone()),
            (None, None) => {}
        }
    }
}

fn videos(devices: &mut Devices) {
    let shown = devices
        .graphics
        .iter()
        .any(|g| !matches!(g, Graphics::EglHeadless(_)));
    if devices.videos.is_empty() && shown {
        devices.videos.push(Video::default());
    }
    // The primary one comes first: the one that says so, or the first.
    let says = |v: &Video| v.model.as_ref().is_some_and(|m| m.primary == Some(YesNo::Yes));
    if let Some(first) = devices.videos.iter().position(says) {
        devices.videos[..=first].rotate_right(1);
    }
    for (n, video) in devices.videos.iter_mut().enumerate() {
        let model = video.model.get_or_insert_with(|| VideoModel {
            model_type: VideoType::Default,
            ..VideoModel::default()
        });
        if model.model_type == VideoType::Default {
            model.model_type = VideoType::Cirrus;
        }
        match model.model_type {
            VideoType::None => continue,
            VideoType::Qxl => {
                model.ram.get_or_insert(64 * 1024);
                model.vram.get_or_insert(64 * 1024);
                model.vgamem.get_or_insert(16 * 1024);
            }
            VideoType::Vga | VideoType::Cirrus | VideoType::Vmvga | VideoType::Bochs => {
                model.vram.get_or_insert(16 * 1024);
            }
            _ => {}
        }
        for size in [&mut model.ram, &mut model.vram, &mut model.vgamem] {
            // QEMU takes powers of two only.
            *size = size.map(|kib| kib.max(1024).checked_next_power_of_two().unwrap_or(kib));
        }
        model.heads.get_or_insert(1);
        model.primary = (n == 0).then_some(YesNo::Yes);
    }
}

fn audio(devices: &mut Devices) {
    if !devices.audios.is_empty() {
        return;
    }
    let spice = devices.graphics.iter().any(|g| matches!(g, Graphics::Spice(_)));
    let own = devices
        .graphics
        .iter()
        .any(|g| matches!(g, Graphics::Sdl(_) | Graphics::Dbus(_)));
    let headless = matches!(devices.graphics[..], [Graphics::EglHeadless(_)]);
    if (own || headless) && !spice {
        return;
    }
    let audio_type = if spice { AudioType::Spice } else { AudioType::None };
    devices.audios.push(Audio {
        id: 1,
        audio_type,
        ..Audio::default()
    });
}
