//! Where the host plays and records.

use super::{Argv, Props};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::audio::{Audio, AudioEnd, AudioType};
use ferrovirt_xml::YesNo;

pub(super) fn write(out: &mut Argv, doc: &Domain) {
    for audio in doc.devices.iter().flat_map(|d| &d.audios) {
        out.from(format!("devices/audio[@id='{}']", audio.id));
        out.pair("-audiodev", backend(audio).finish());
    }
    out.origin = None;
}

fn backend(audio: &Audio) -> Props {
    let driver = match audio.audio_type {
        AudioType::PulseAudio => "pa",
        AudioType::File => "wav",
        other => other.as_str(),
    };
    let yes = |value: Option<YesNo>| value.map(|v| v.is_yes());
    let oss = |props: Props| {
        props
            .bool_opt("try-mmap", yes(audio.try_mmap))
            .bool_opt("exclusive", yes(audio.exclusive))
            .num_opt("dsp-policy", audio.dsp_policy)
    };
    let props = Props::with("id", &format!("audio{}", audio.id))
        .str("driver", driver)
        .num_opt("timer-period", audio.timer_period);
    let props = match audio.audio_type {
        AudioType::Oss => oss(props),
        _ => props,
    };
    let props = props
        .opt("path", audio.path.as_deref())
        .opt("server", audio.server_name.as_deref());
    let ends = [("in", &audio.input), ("out", &audio.output)];
    ends.into_iter().fold(props, |props, (key, end)| match end {
        Some(end) => match direction(end, audio.audio_type) {
            settings if settings.is_empty() => props,
            settings => props.object(key, settings),
        },
        None => props,
    })
}

/// Settings of one direction; each driver calls its own by other names.
fn direction(end: &AudioEnd, kind: AudioType) -> Props {
    let yes = |value: Option<YesNo>| value.map(|v| v.is_yes());
    let settings = end.settings.as_ref();
    let props = Props::default()
        .bool_opt("mixing-engine", yes(end.mixing_engine))
        .bool_opt("fixed-settings", yes(end.fixed_settings))
        .num_opt("voices", end.voices)
        .num_opt("buffer-length", end.buffer_length)
        .num_opt("frequency", settings.and_then(|s| s.frequency))
        .num_opt("channels", settings.and_then(|s| s.channels))
        .opt("format", settings.and_then(|s| s.format).map(|f| f.as_str()))
        .opt("dev", end.dev.as_deref());
    match kind {
        AudioType::Jack => props
            .opt("server-name", end.server_name.as_deref())
            .opt("client-name", end.client_name.as_deref())
            .opt("connect-ports", end.connect_ports.as_deref())
            .bool_opt("exact-name", yes(end.exact_name)),
        AudioType::PulseAudio | AudioType::PipeWire => props
            .opt("name", end.name.as_deref())
            .opt("stream-name", end.stream_name.as_deref())
            .num_opt("latency", end.latency),
        AudioType::Alsa => props.bool_opt("try-poll", yes(end.try_poll)),
        AudioType::Oss => props
            .num_opt("buffer-count", end.buffer_count)
            .bool_opt("try-poll", yes(end.try_poll)),
        AudioType::CoreAudio | AudioType::Sdl => props.num_opt("buffer-count", end.buffer_count),
        _ => props,
    }
}
