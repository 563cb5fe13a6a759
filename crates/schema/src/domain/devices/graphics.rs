//! Displays of the guest.

use ferrovirt_xml::{Xml, YesNo, words};

use crate::common::chardev::MouseMode;

/// `<graphics>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Graphics {
    Sdl(Sdl),
    Vnc(Vnc),
    Rdp(Rdp),
    Desktop(Desktop),
    Spice(Box<Spice>),
    #[xml("egl-headless")]
    EglHeadless(EglHeadless),
    Dbus(Dbus),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sdl {
    #[xml(attr)]
    pub display: Option<String>,
    #[xml(attr)]
    pub xauth: Option<String>,
    #[xml(attr)]
    pub fullscreen: Option<YesNo>,
    #[xml(child)]
    pub gl: Option<Gl>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Gl {
    #[xml(attr)]
    pub enable: Option<YesNo>,
    #[xml(attr)]
    pub rendernode: Option<String>,
}

words! {
    /// Who may share a VNC display.
    pub enum SharePolicy {
        AllowExclusive = "allow-exclusive",
        ForceShared = "force-shared",
        Ignore = "ignore",
    }
}

words! {
    /// What setting a password does to those who are connected.
    pub enum Connected {
        Keep = "keep",
        Disconnect = "disconnect",
        Fail = "fail",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Password {
    #[xml(attr)]
    pub passwd: Option<String>,
    #[xml(attr = "passwdValidTo")]
    pub valid_to: Option<String>,
    #[xml(attr)]
    pub connected: Option<Connected>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vnc {
    #[xml(attr)]
    pub socket: Option<String>,
    /// -1: to be chosen.
    #[xml(attr)]
    pub port: Option<i32>,
    #[xml(attr)]
    pub autoport: Option<YesNo>,
    #[xml(attr)]
    pub websocket: Option<i32>,
    #[xml(attr)]
    pub listen: Option<String>,
    #[xml(attr)]
    pub keymap: Option<String>,
    #[xml(attr = "sharePolicy")]
    pub share_policy: Option<SharePolicy>,
    #[xml(attr = "powerControl")]
    pub power_control: Option<YesNo>,
    #[xml(attr)]
    pub wait: Option<YesNo>,
    #[xml(flatten)]
    pub password: Password,
    #[xml(child = "listen")]
    pub listens: Vec<Listen>,
    #[xml(attr = "id", of = "audio")]
    pub audio: Option<u32>,
}

/// `<listen>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Listen {
    None,
    Address(ListenAddress),
    Network(ListenNetwork),
    Socket(ListenSocket),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ListenAddress {
    #[xml(attr)]
    pub address: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ListenNetwork {
    /// Of a running guest.
    #[xml(attr)]
    pub address: Option<String>,
    #[xml(attr)]
    pub network: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ListenSocket {
    #[xml(attr)]
    pub socket: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Rdp {
    #[xml(attr)]
    pub port: Option<i32>,
    #[xml(attr)]
    pub autoport: Option<YesNo>,
    #[xml(attr = "replaceUser")]
    pub replace_user: Option<YesNo>,
    #[xml(attr = "multiUser")]
    pub multi_user: Option<YesNo>,
    #[xml(attr)]
    pub listen: Option<String>,
    #[xml(attr)]
    pub username: Option<String>,
    #[xml(attr)]
    pub passwd: Option<String>,
    #[xml(child = "listen")]
    pub listens: Vec<Listen>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Desktop {
    #[xml(attr)]
    pub display: Option<String>,
    #[xml(attr)]
    pub fullscreen: Option<YesNo>,
}

words! {
    /// Which channels of a display are encrypted.
    pub enum ChannelMode {
        Any = "any",
        Secure = "secure",
        Insecure = "insecure",
    }
}

words! {
    /// A channel of a SPICE display.
    pub enum SpiceChannelName {
        Main = "main",
        Display = "display",
        Inputs = "inputs",
        Cursor = "cursor",
        Playback = "playback",
        Record = "record",
        Smartcard = "smartcard",
        Usbredir = "usbredir",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SpiceChannel {
    #[xml(attr)]
    pub name: SpiceChannelName,
    #[xml(attr)]
    pub mode: ChannelMode,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Spice {
    #[xml(attr)]
    pub port: Option<i32>,
    #[xml(attr = "tlsPort")]
    pub tls_port: Option<i32>,
    #[xml(attr)]
    pub autoport: Option<YesNo>,
    #[xml(attr)]
    pub listen: Option<String>,
    #[xml(attr)]
    pub keymap: Option<String>,
    #[xml(attr = "defaultMode")]
    pub default_mode: Option<ChannelMode>,
    #[xml(flatten)]
    pub password: Password,
    #[xml(child = "listen")]
    pub listens: Vec<Listen>,
    #[xml(child = "channel")]
    pub channels: Vec<SpiceChannel>,
    #[xml(attr = "compression", of = "image")]
    pub image: Option<ImageCompression>,
    #[xml(attr = "compression", of = "jpeg")]
    pub jpeg: Option<AutoCompression>,
    #[xml(attr = "compression", of = "zlib")]
    pub zlib: Option<AutoCompression>,
    #[xml(attr = "compression", of = "playback")]
    pub playback: Option<ferrovirt_xml::OnOff>,
    #[xml(attr = "mode", of = "streaming")]
    pub streaming: Option<StreamingMode>,
    #[xml(attr = "mode", of = "mouse")]
    pub mouse: Option<MouseMode>,
    #[xml(attr = "copypaste", of = "clipboard")]
    pub clipboard: Option<YesNo>,
    #[xml(attr = "enable", of = "filetransfer")]
    pub filetransfer: Option<YesNo>,
    #[xml(child)]
    pub gl: Option<Gl>,
}

words! {
    /// Compression of images.
    pub enum ImageCompression {
        AutoGlz = "auto_glz",
        AutoLz = "auto_lz",
        Quic = "quic",
        Glz = "glz",
        Lz = "lz",
        Off = "off",
    }
}

words! {
    /// When images are compressed further.
    pub enum AutoCompression {
        Auto = "auto",
        Never = "never",
        Always = "always",
    }
}

words! {
    /// Which regions are sent as video.
    pub enum StreamingMode {
        Filter = "filter",
        All = "all",
        Off = "off",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EglHeadless {
    #[xml(child)]
    pub gl: Option<Gl>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dbus {
    #[xml(attr)]
    pub p2p: Option<YesNo>,
    #[xml(attr)]
    pub address: Option<String>,
    #[xml(child)]
    pub gl: Option<Gl>,
    #[xml(attr = "id", of = "audio")]
    pub audio: Option<u32>,
}
