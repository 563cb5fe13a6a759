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

/// Where sound goes on the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Audio {
    /// Number by which devices name it, from one. Unit: none.
    #[xml(attr, nonzero)]
    pub id: u32,
    /// Sound system of the host.
    #[xml(attr = "type")]
    pub audio_type: AudioType,
    /// Period of the timer. Unit: microseconds. Default: the shortest possible.
    #[xml(attr = "timerPeriod", nonzero)]
    pub timer_period: Option<u32>,
    /// Whether memory of the sound card is mapped, OSS. Default: chosen by the hypervisor.
    #[xml(attr = "tryMMap")]
    pub try_mmap: Option<YesNo>,
    /// Whether the card is used alone, OSS. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub exclusive: Option<YesNo>,
    /// Policy of latency, OSS. Unit: none. Default: chosen by the hypervisor.
    #[xml(attr = "dspPolicy")]
    pub dsp_policy: Option<i32>,
    /// Server, PulseAudio. Default: that of the sound system. Since 7.2.
    #[xml(attr = "serverName")]
    pub server_name: Option<String>,
    /// Directory of PipeWire's sockets. Default: that of the daemon's user. Since 9.10.
    #[xml(attr = "runtimeDir")]
    pub runtime_dir: Option<String>,
    /// Driver of SDL. Default: chosen by the backend. Since 7.2.
    #[xml(attr)]
    pub driver: Option<SdlDriver>,
    /// File that sound is written to. Default: chosen by the hypervisor. Since 7.2.
    #[xml(attr)]
    pub path: Option<String>,
    /// Recording.
    #[xml(child, sparse)]
    pub input: Option<AudioEnd>,
    /// Playing.
    #[xml(child, sparse)]
    pub output: Option<AudioEnd>,
}

/// Recording or playing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AudioEnd {
    /// Whether the emulator mixes and converts. Default: chosen by the hypervisor.
    #[xml(attr = "mixingEngine")]
    pub mixing_engine: Option<YesNo>,
    /// Whether the host's settings are fixed. Default: chosen by the hypervisor.
    #[xml(attr = "fixedSettings")]
    pub fixed_settings: Option<YesNo>,
    /// Streams at once. Unit: streams. Default: 1.
    #[xml(attr, nonzero)]
    pub voices: Option<u32>,
    /// Length of the buffer. Unit: microseconds. Default: chosen by the backend.
    #[xml(attr = "bufferLength", nonzero)]
    pub buffer_length: Option<u32>,
    /// Device of the host. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub dev: Option<String>,
    /// Server, JACK. Default: that of the sound system. Since 7.2.
    #[xml(attr = "serverName")]
    pub server_name: Option<String>,
    /// Name of this client, JACK. Default: chosen by the hypervisor. Since 7.2.
    #[xml(attr = "clientName")]
    pub client_name: Option<String>,
    /// Pattern of the ports to connect to, JACK. Default: none. Since 7.2.
    #[xml(attr = "connectPorts")]
    pub connect_ports: Option<String>,
    /// Whether the client's name has to be free, JACK. Default: chosen by the hypervisor. Since 7.2.
    #[xml(attr = "exactName")]
    pub exact_name: Option<YesNo>,
    /// Number of buffers. Unit: buffers. Default: chosen by the backend.
    #[xml(attr = "bufferCount", drop_zero)]
    pub buffer_count: Option<u32>,
    /// Whether it is waited rather than timed. Default: chosen by the hypervisor.
    #[xml(attr = "tryPoll")]
    pub try_poll: Option<YesNo>,
    /// Source or sink, PulseAudio and PipeWire. Default: chosen by the backend. Since 7.2.
    #[xml(attr)]
    pub name: Option<String>,
    /// Name of the stream, PulseAudio and PipeWire. Default: chosen by the hypervisor. Since 7.2.
    #[xml(attr = "streamName")]
    pub stream_name: Option<String>,
    /// Delay that is aimed at, PulseAudio and PipeWire. Unit: microseconds. Default: chosen by the backend.
    /// Since 7.2.
    #[xml(attr)]
    pub latency: Option<u32>,
    /// Settings of the host's side.
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

/// Settings of the host's sound.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct AudioSettings {
    /// Samples a second. Unit: hertz. Default: 44100.
    #[xml(attr, nonzero)]
    pub frequency: Option<u32>,
    /// Channels. Unit: channels. Default: 2.
    #[xml(attr, nonzero)]
    pub channels: Option<u32>,
    /// Format of samples. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub format: Option<SampleFormat>,
}
