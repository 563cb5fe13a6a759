//! Displays and graphics cards.

use super::place::{alias, at, virtio_options};
use super::{Argv, Context, Props, comma};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::chardev::MouseMode;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::graphics::{Dbus, Gl, Graphics, Listen, Sdl, Spice, Vnc};
use ferrovirt_schema::domain::devices::video::{Video, VideoType};
use ferrovirt_xml::YesNo;

/// The first port of VNC displays.
const VNC_BASE: i32 = 5900;

/// Which displays one QEMU can have together; a definition may hold more.
fn together(all: &[Graphics]) -> Result<()> {
    let vnc = all.iter().filter(|g| matches!(g, Graphics::Vnc(_))).count();
    let spice = all.iter().filter(|g| matches!(g, Graphics::Spice(_))).count();
    if vnc > 1 || spice > 1 {
        return Err(QemuError::ConfigUnsupported(
            "only 1 graphics device of each type (sdl, vnc, spice, headless, dbus) is supported".to_owned(),
        ));
    }
    Ok(())
}

pub(super) fn write(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    let Some(devices) = &doc.devices else {
        return Ok(());
    };
    together(&devices.graphics)?;
    for graphics in &devices.graphics {
        match graphics {
            Graphics::Vnc(vnc) => {
                out.from("devices/graphics[@type='vnc']");
                out.pair("-vnc", vnc_argument(vnc, devices.audios.first().map(|a| a.id)));
                if let Some(keymap) = &vnc.keymap {
                    out.pair("-k", keymap.clone());
                }
            }
            Graphics::EglHeadless(egl) => {
                out.from("devices/graphics[@type='egl-headless']");
                let node = egl.gl.as_ref().and_then(|gl| gl.rendernode.as_deref());
                let node = node.map(|n| format!(",rendernode={}", comma(n)));
                out.pair("-display", format!("egl-headless{}", node.unwrap_or_default()));
            }
            Graphics::Sdl(sdl) => {
                out.from("devices/graphics[@type='sdl']");
                out.pair("-display", sdl_argument(sdl));
            }
            Graphics::Dbus(dbus) => {
                out.from("devices/graphics[@type='dbus']");
                out.pair("-display", dbus_argument(dbus));
            }
            Graphics::Spice(_) if !cx.caps.has("chardev-spicevmc") => {
                return Err(QemuError::ConfigUnsupported(
                    "spice graphics are not supported with this QEMU".to_owned(),
                ));
            }
            Graphics::Spice(spice) => {
                out.from("devices/graphics[@type='spice']");
                out.pair("-spice", spice_argument(spice));
                if let Some(keymap) = &spice.keymap {
                    out.pair("-k", keymap.clone());
                }
            }
            Graphics::Rdp(_) | Graphics::Desktop(_) => {
                return Err(QemuError::ConfigUnsupported(
                    "graphics of types 'rdp' and 'desktop' are not supported with QEMU; 'vnc' and 'spice' are".to_owned(),
                ));
            }
        }
    }
    for video in &devices.videos {
        out.from(format!("devices/video[alias/@name='{}']", alias(&video.info)));
        if let Some(props) = video_device(video)? {
            out.pair("-device", at(props, &video.info, doc)?.finish());
        }
    }
    out.origin = None;
    Ok(())
}

fn vnc_argument(vnc: &Vnc, audio: Option<u32>) -> String {
    let socket = vnc.listens.iter().find_map(|l| match l {
        Listen::Socket(s) => s.socket.as_deref(),
        _ => None,
    });
    let mut text = match socket.or(vnc.socket.as_deref()) {
        Some(path) => format!("vnc=unix:{}", comma(path)),
        None => {
            let listen = crate::define::listen_address(&vnc.listens)
                .or(vnc.listen.as_deref())
                .unwrap_or("127.0.0.1");
            let listen = if listen.contains(':') {
                format!("[{listen}]")
            } else {
                comma(listen)
            };
            format!(
                "{listen}:{}",
                vnc.port.filter(|p| *p >= VNC_BASE).unwrap_or(VNC_BASE) - VNC_BASE
            )
        }
    };
    if let Some(port) = vnc.websocket.filter(|p| *p > 0) {
        text.push_str(&format!(",websocket={port}"));
    }
    if vnc.password.passwd.is_some() {
        text.push_str(",password=on");
    }
    if let Some(policy) = vnc.share_policy {
        text.push_str(&format!(",share={}", policy.as_str()));
    }
    if let Some(power) = vnc.power_control {
        text.push_str(if power.is_yes() {
            ",power-control=on"
        } else {
            ",power-control=off"
        });
    }
    if let Some(id) = vnc.audio.or(audio) {
        text.push_str(&format!(",audiodev=audio{id}"));
    }
    text
}

fn spice_argument(spice: &Spice) -> String {
    let socket = spice.listens.iter().find_map(|l| match l {
        Listen::Socket(s) => s.socket.as_deref(),
        _ => None,
    });
    let mut text = match socket {
        Some(path) => format!("unix=on,addr={}", comma(path)),
        None => {
            let listen = crate::define::listen_address(&spice.listens).or(spice.listen.as_deref());
            let port = spice.port.filter(|p| *p > 0).unwrap_or(VNC_BASE);
            format!("port={port},addr={}", comma(listen.unwrap_or("127.0.0.1")))
        }
    };
    let on = |yes: bool| if yes { "on" } else { "off" };
    let mut add = |key: &str, value: Option<&str>| {
        if let Some(value) = value {
            text.push_str(&format!(",{key}={value}"));
        }
    };
    add(
        "disable-ticketing",
        spice.password.passwd.is_none().then_some("on"),
    );
    add("image-compression", spice.image.map(|i| i.as_str()));
    add("jpeg-wan-compression", spice.jpeg.map(|c| c.as_str()));
    add("zlib-glz-wan-compression", spice.zlib.map(|c| c.as_str()));
    add("playback-compression", spice.playback.map(|p| on(p.is_on())));
    add("streaming-video", spice.streaming.map(|s| s.as_str()));
    add("agent-mouse", spice.mouse.map(|m| on(m == MouseMode::Client)));
    let refused = |allowed: Option<YesNo>| allowed.filter(|a| !a.is_yes()).map(|_| "on");
    add("disable-copy-paste", refused(spice.clipboard));
    add("disable-agent-file-xfer", refused(spice.filetransfer));
    add("gl", enabled(spice.gl.as_ref()));
    let node = spice.gl.as_ref().and_then(|gl| gl.rendernode.as_deref());
    add("rendernode", node.map(comma).as_deref());
    add("seamless-migration", Some("on"));
    text
}

/// Whether OpenGL is used, where that is said.
fn enabled(gl: Option<&Gl>) -> Option<&'static str> {
    let enable = gl?.enable?;
    Some(if enable.is_yes() { "on" } else { "off" })
}

fn sdl_argument(sdl: &Sdl) -> String {
    let mut text = "sdl".to_owned();
    if let Some(gl) = enabled(sdl.gl.as_ref()) {
        text.push_str(&format!(",gl={gl}"));
    }
    if sdl.fullscreen.is_some_and(|f| f.is_yes()) {
        text.push_str(",full-screen=on");
    }
    text
}

fn dbus_argument(dbus: &Dbus) -> String {
    let mut text = "dbus".to_owned();
    if dbus.p2p.is_some_and(|p| p.is_yes()) {
        text.push_str(",p2p=on");
    } else if let Some(address) = &dbus.address {
        text.push_str(&format!(",addr={}", comma(address)));
    }
    if let Some(gl) = enabled(dbus.gl.as_ref()) {
        text.push_str(&format!(",gl={gl}"));
        if let Some(node) = dbus.gl.as_ref().and_then(|gl| gl.rendernode.as_deref()) {
            text.push_str(&format!(",rendernode={}", comma(node)));
        }
    }
    if let Some(id) = dbus.audio {
        text.push_str(&format!(",audiodev=audio{id}"));
    }
    text
}

fn video_device(video: &Video) -> Result<Option<Props>> {
    let model = video.model.clone().unwrap_or_default();
    let primary = model.primary == Some(YesNo::Yes);
    let accel = model
        .acceleration
        .as_ref()
        .and_then(|a| a.accel3d)
        .is_some_and(|a| a.is_yes());
    let device = match (model.model_type, primary) {
        (VideoType::None, _) => return Ok(None),
        (VideoType::Vga, true) => "VGA",
        (VideoType::Vga, false) => "secondary-vga",
        (VideoType::Cirrus, _) => "cirrus-vga",
        (VideoType::Vmvga, _) => "vmware-svga",
        (VideoType::Qxl, true) => "qxl-vga",
        (VideoType::Qxl, false) => "qxl",
        (VideoType::Virtio, true) if accel => "virtio-vga-gl",
        (VideoType::Virtio, false) if accel => "virtio-gpu-gl-pci",
        (VideoType::Virtio, true) => "virtio-vga",
        (VideoType::Virtio, false) => "virtio-gpu-pci",
        (VideoType::Bochs, _) => "bochs-display",
        (VideoType::Ramfb, _) => "ramfb",
        (other, _) => {
            return Err(QemuError::ConfigUnsupported(format!(
                "video type '{}' is not supported with QEMU",
                other.as_str()
            )));
        }
    };
    let bytes = |kib: Option<u32>| kib.map(|k| i64::from(k) * 1024);
    let mib = |kib: Option<u32>| kib.map(|k| i64::from(k) / 1024);
    let id = alias(&video.info);
    let props = virtio_options(Props::device(device), video.driver.as_ref().map(|d| &d.virtio)).str("id", id);
    let props = match model.model_type {
        VideoType::Qxl => props
            .num_opt("max_outputs", model.heads)
            .num_opt("ram_size", bytes(model.ram))
            .num_opt("vram_size", bytes(model.vram))
            .num("vram64_size_mb", mib(model.vram64).unwrap_or(0))
            .num_opt("vgamem_mb", mib(model.vgamem)),
        VideoType::Virtio => props.num_opt("max_outputs", model.heads),
        VideoType::Vga if primary => props.num_opt("vgamem_mb", mib(model.vram)),
        VideoType::Vmvga => props.num_opt("vgamem_mb", mib(model.vram)),
        VideoType::Bochs => props.num_opt("vgamem", bytes(model.vram)),
        _ => props,
    };
    let size = model.resolution.as_ref();
    Ok(Some(
        props
            .num_opt("xres", size.map(|r| r.x))
            .num_opt("yres", size.map(|r| r.y)),
    ))
}
