//! Displays and graphics cards.

use ferrovirt_schema::domain::devices::Devices;
use ferrovirt_schema::domain::devices::graphics::{
    Graphics, Listen, ListenAddress, ListenSocket, Rdp, Spice, Vnc,
};
use ferrovirt_schema::domain::devices::video::{Video, VideoModel, VideoType};
use ferrovirt_xml::YesNo;

/// A port that is still to be chosen.
const AUTO: i32 = -1;

pub(super) fn fill(devices: &mut Devices) {
    for graphics in &mut devices.graphics {
        match graphics {
            Graphics::Vnc(g) => vnc(g),
            Graphics::Spice(g) => spice(g),
            Graphics::Rdp(g) => rdp(g),
            _ => {}
        }
    }
    if devices.videos.is_empty() && !devices.graphics.is_empty() {
        devices.videos.push(Video::default());
    }
    videos(&mut devices.videos);
}

fn vnc(g: &mut Vnc) {
    if let Some(socket) = g.socket.clone() {
        g.listens = vec![Listen::Socket(ListenSocket { socket: Some(socket) })];
    }
    listens(&mut g.listen, &mut g.listens);
    if let Some(Listen::Socket(first)) = g.listens.first() {
        g.socket.clone_from(&first.socket);
        (g.port, g.autoport) = (None, None);
        return;
    }
    let auto = match g.autoport {
        Some(YesNo::Yes) => true,
        Some(YesNo::No) => g.port == Some(AUTO),
        None => g.port.is_none_or(|port| port == AUTO),
    };
    if auto {
        g.port = Some(AUTO);
    }
    g.autoport = Some(YesNo::from(auto));
}

fn spice(g: &mut Spice) {
    if g.port == Some(AUTO) && g.tls_port == Some(AUTO) {
        g.autoport = Some(YesNo::Yes);
    }
    let unreachable = g.port.is_none() && g.tls_port.is_none() && g.autoport != Some(YesNo::Yes);
    if g.listens.is_empty() && g.listen.is_none() && unreachable {
        g.listens.push(Listen::None);
    }
    listens(&mut g.listen, &mut g.listens);
    if matches!(g.listens.first(), Some(Listen::None | Listen::Socket(_))) {
        (g.port, g.tls_port, g.autoport) = (None, None, None);
        return;
    }
    if g.autoport == Some(YesNo::Yes) {
        (g.port, g.tls_port) = (None, None);
    } else {
        g.autoport = Some(YesNo::No);
    }
}

fn rdp(g: &mut Rdp) {
    listens(&mut g.listen, &mut g.listens);
    if g.port.is_some_and(|port| port == AUTO) {
        g.autoport = Some(YesNo::Yes);
    }
    if g.autoport == Some(YesNo::Yes) {
        g.port = Some(0);
    } else {
        g.autoport = None;
    }
}

/// The attribute and the first element say the same.
fn listens(attribute: &mut Option<String>, elements: &mut Vec<Listen>) {
    if elements.is_empty() {
        elements.push(Listen::Address(ListenAddress {
            address: attribute.clone().filter(|a| !a.is_empty()),
        }));
    }
    for element in elements.iter_mut() {
        match element {
            Listen::Network(network) => network.address = None,
            Listen::Address(own) if own.address.as_deref() == Some("") => own.address = None,
            _ => {}
        }
    }
    *attribute = match elements.first() {
        Some(Listen::Address(first)) => first.address.clone(),
        _ => None,
    };
}

/// The primary card comes first.
fn videos(videos: &mut Vec<Video>) {
    for video in videos.iter_mut() {
        let model = video.model.get_or_insert_with(|| VideoModel {
            model_type: VideoType::Default,
            ..VideoModel::default()
        });
        if model.model_type == VideoType::Default {
            model.model_type = VideoType::Cirrus;
        }
        complete(model);
    }
    let primary = |video: &Video| {
        video
            .model
            .as_ref()
            .is_some_and(|m| m.primary == Some(YesNo::Yes))
    };
    if let Some(at) = videos.iter().position(primary) {
        let first = videos.remove(at);
        videos.insert(0, first);
    }
    for (n, video) in videos.iter_mut().enumerate() {
        if let Some(model) = &mut video.model {
            model.primary = (n == 0 && model.model_type != VideoType::None).then_some(YesNo::Yes);
        }
    }
}

/// Memory in KiB and screens of a card that says nothing of them.
fn complete(model: &mut VideoModel) {
    match model.model_type {
        VideoType::None => {
            (model.heads, model.vram, model.ram, model.primary) = (None, None, None, None);
            return;
        }
        VideoType::Vga | VideoType::Cirrus | VideoType::Vmvga | VideoType::Bochs | VideoType::Vbox => {
            model.vram.get_or_insert(16 * 1024);
        }
        VideoType::Xen => {
            model.vram.get_or_insert(4 * 1024);
        }
        VideoType::Qxl => {
            model.vram.get_or_insert(64 * 1024);
            model.ram.get_or_insert(64 * 1024);
        }
        _ => {}
    }
    // Cards have memory in powers of two.
    for size in [&mut model.vram, &mut model.ram].into_iter().flatten() {
        *size = size.checked_next_power_of_two().unwrap_or(*size);
    }
    model.heads.get_or_insert(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_has_a_card() {
        let mut devices = Devices {
            graphics: vec![Graphics::Vnc(Vnc::default())],
            ..Devices::default()
        };
        fill(&mut devices);
        let model = devices.videos[0].model.as_ref().unwrap();
        assert_eq!(
            (model.model_type, model.vram, model.primary),
            (VideoType::Cirrus, Some(16384), Some(YesNo::Yes))
        );
        let Graphics::Vnc(vnc) = &devices.graphics[0] else {
            panic!("it was a VNC display")
        };
        assert_eq!((vnc.port, vnc.listens.len()), (Some(AUTO), 1));
    }

    #[test]
    fn a_card_has_memory_in_powers_of_two() {
        let of = |vram| {
            let mut model = VideoModel {
                model_type: VideoType::Cirrus,
                vram: Some(vram),
                ..VideoModel::default()
            };
            complete(&mut model);
            model.vram
        };
        assert_eq!(
            [of(9216), of(3), of(u32::MAX)],
            [Some(16384), Some(4), Some(u32::MAX)]
        );
    }

    #[test]
    fn the_primary_card_comes_first() {
        let of = |model_type, primary| Video {
            model: Some(VideoModel {
                model_type,
                primary,
                ..VideoModel::default()
            }),
            ..Video::default()
        };
        let mut list = vec![
            of(VideoType::Vga, Some(YesNo::No)),
            of(VideoType::Qxl, Some(YesNo::Yes)),
        ];
        videos(&mut list);
        let model = |n: usize| list[n].model.as_ref().unwrap();
        assert_eq!((model(0).model_type, model(1).primary), (VideoType::Qxl, None));
    }
}
