//! Where the host plays and records.

use ferrovirt_xml::{Xml, YesNo, words};

words! {
    /// Sound system of the host.
    pub enum AudioType {
        None = "none",
        Alsa = "alsa",
        CoreAudio = "coreaudio",
        Jack = "jack",
        Oss = "oss",
        PulseAudio = "pulseaudio",
        Sdl = "sdl",
        Spice = "spice",
        File = "file",
        Dbus = "dbus",
        PipeWire = "pipewire",
    }
}

words! {
    /// Driver of SDL audio.
    pub enum SdlDriver {
        Esd = "esd",
        Alsa = "alsa",
        Arts = "arts",
        PulseAudio = "pulseaudio",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Audio {
    #[xml(attr)]
    pub id: u32,
    #[xml(attr = "type")]
    pub audio_type: AudioType,
    /// Microseconds
    #[xml(attr = "timerPeriod")]
    pub timer_period: Option<u32>,
    #[xml(attr = "tryMMap")]
    pub try_mmap: Option<YesNo>,
    #[xml(attr)]
    pub exclusive: Option<YesNo>,
    #[xml(attr = "dspPolicy")]
    pub dsp_policy: Option<i32>,
    #[xml(attr = "serverName")]
    pub server_name: Option<String>,
    #[xml(attr = "runtimeDir")]
    pub runtime_dir: Option<String>,
    #[xml(attr)]
    pub driver: Option<SdlDriver>,
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(child, sparse)]
    pub input: Option<AudioEnd>,
    #[xml(child, sparse)]
    pub output: Option<AudioEnd>,
}

/// Recording or playing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AudioEnd {
    #[xml(attr = "mixingEngine")]
    pub mixing_engine: Option<YesNo>,
    #[xml(attr = "fixedSettings")]
    pub fixed_settings: Option<YesNo>,
    #[xml(attr)]
    pub voices: Option<u32>,
    /// Microseconds
    #[xml(attr = "bufferLength")]
    pub buffer_length: Option<u32>,
    #[xml(attr)]
    pub dev: Option<String>,
    #[xml(attr = "serverName")]
    pub server_name: Option<String>,
    #[xml(attr = "clientName")]
    pub client_name: Option<String>,
    #[xml(attr = "connectPorts")]
    pub connect_ports: Option<String>,
    #[xml(attr = "exactName")]
    pub exact_name: Option<YesNo>,
    #[xml(attr = "bufferCount")]
    pub buffer_count: Option<u32>,
    #[xml(attr = "tryPoll")]
    pub try_poll: Option<YesNo>,
    #[xml(attr)]
    pub name: Option<String>,
    #[xml(attr = "streamName")]
    pub stream_name: Option<String>,
    /// Microseconds
    #[xml(attr)]
    pub latency: Option<u32>,
    #[xml(child)]
    pub settings: Option<AudioSettings>,
}

words! {
    /// Format of samples.
    pub enum SampleFormat {
        S8 = "s8",
        U8 = "u8",
        S16 = "s16",
        U16 = "u16",
        S32 = "s32",
        U32 = "u32",
        F32 = "f32",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AudioSettings {
    /// Hertz
    #[xml(attr)]
    pub frequency: Option<u32>,
    #[xml(attr)]
    pub channels: Option<u32>,
    #[xml(attr)]
    pub format: Option<SampleFormat>,
}
