//! Displays of the guest.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo, words};

use crate::common::chardev::MouseMode;

/// `<graphics>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Graphics {
    /// `sdl`
    Sdl(Sdl),
    /// `vnc`
    Vnc(Vnc),
    /// `rdp`
    Rdp(Rdp),
    /// `desktop`
    Desktop(Desktop),
    /// `spice`
    Spice(Box<Spice>),
    /// `egl-headless`
    #[xml("egl-headless")]
    EglHeadless(EglHeadless),
    /// `dbus`
    Dbus(Dbus),
}

/// A window of the host, by SDL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sdl {
    /// X display of the host. Default: that of the daemon.
    #[xml(attr)]
    pub display: Option<String>,
    /// File with the keys of that display. Default: that of the daemon.
    #[xml(attr)]
    pub xauth: Option<String>,
    /// Whether the window fills the screen. Default: no.
    #[xml(attr)]
    pub fullscreen: Option<YesNo>,
    /// OpenGL.
    #[xml(child)]
    pub gl: Option<Gl>,
}

/// OpenGL of a display.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Gl {
    /// Whether it is used. Default: needed.
    #[xml(attr)]
    pub enable: Option<YesNo>,
    /// Device of the host that renders. Default: the first that is available. Since 3.1.
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
    pub enum Connected: unsupported {
        Keep = "keep",
        Disconnect = "disconnect",
        Fail = "fail",
    }
}

/// The password of a display.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Password {
    /// The password. Default: none. Live.
    #[xml(attr)]
    pub passwd: Option<String>,
    /// When it ends, in UTC. Default: no limit. Live.
    #[xml(attr = "passwdValidTo")]
    pub valid_to: Option<String>,
    /// What becomes of those who are connected when it changes. Default: chosen by the hypervisor. Since
    /// 0.9.3. Live.
    #[xml(attr)]
    pub connected: Option<Connected>,
}

/// A VNC server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vnc {
    /// Path of a Unix socket, instead of a port. Default: none. Since 0.8.8.
    #[xml(attr)]
    pub socket: Option<String>,
    /// Port; -1 is the host's choice, as older programs say it. Unit: none. Default: chosen by the host.
    #[xml(attr, invalid = ErrorNumber::InternalError)]
    pub port: Option<i32>,
    /// Whether the host chooses the port. Default: no.
    #[xml(attr, with = YesNo::loosely)]
    pub autoport: Option<YesNo>,
    /// Port for web sockets; -1 is the host's choice. Unit: none. Default: none. Since 1.0.6.
    #[xml(attr, drop_zero)]
    pub websocket: Option<i32>,
    /// Address to listen on, as older programs want it. Default: that of the host's configuration.
    #[xml(attr)]
    pub listen: Option<String>,
    /// Keyboard's layout. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub keymap: Option<String>,
    /// Who may share the screen. Default: allow-exclusive. Since 1.0.6.
    #[xml(attr = "sharePolicy")]
    pub share_policy: Option<SharePolicy>,
    /// Whether clients may switch the guest off. Default: no. Since 7.1.
    #[xml(attr = "powerControl")]
    pub power_control: Option<YesNo>,
    /// Whether the guest waits for the first client. Default: no. Since 11.10.
    #[xml(attr)]
    pub wait: Option<YesNo>,
    /// Password. Live.
    #[xml(flatten)]
    pub password: Password,
    /// Where it listens. Since 0.9.4.
    #[xml(child = "listen")]
    pub listens: Vec<Listen>,
    /// Audio backend whose sound clients get. Unit: none. Default: the default backend. Since 7.2.
    #[xml(attr = "id", of = "audio")]
    pub audio: Option<u32>,
}

/// `<listen>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum Listen {
    /// `none`
    None,
    /// `address`
    Address(ListenAddress),
    /// `network`
    Network(ListenNetwork),
    /// `socket`
    Socket(ListenSocket),
}

/// An address to listen on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ListenAddress {
    /// Host name or address. Default: that of the host's configuration.
    #[xml(attr)]
    pub address: Option<String>,
}

/// A network of the host to listen on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ListenNetwork {
    /// Of a running guest. Default: reported.
    #[xml(attr)]
    pub address: Option<String>,
    /// Network of the host whose address is meant.
    #[xml(attr)]
    pub network: String,
}

/// A Unix socket to listen on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ListenSocket {
    /// Path of the socket. Default: chosen by the host. Since 2.0.
    #[xml(attr)]
    pub socket: Option<String>,
}

/// An RDP server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Rdp {
    /// Port. Unit: none. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub port: Option<i32>,
    /// Whether the host chooses the port. Default: no.
    #[xml(attr)]
    pub autoport: Option<YesNo>,
    /// Whether a new client drives out the old one. Default: no.
    #[xml(attr = "replaceUser")]
    pub replace_user: Option<YesNo>,
    /// Whether several clients may be connected. Default: no.
    #[xml(attr = "multiUser")]
    pub multi_user: Option<YesNo>,
    /// Address to listen on, as older programs want it. Default: that of the host's configuration.
    #[xml(attr)]
    pub listen: Option<String>,
    /// Name to log in with. Default: none. Since 11.2.
    #[xml(attr)]
    pub username: Option<String>,
    /// Password. Default: none. Since 11.2.
    #[xml(attr)]
    pub passwd: Option<String>,
    /// Where it listens. Since 0.9.4.
    #[xml(child = "listen")]
    pub listens: Vec<Listen>,
}

/// A window of VirtualBox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Desktop {
    /// X display of the host. Default: that of the daemon.
    #[xml(attr)]
    pub display: Option<String>,
    /// Whether the window fills the screen. Default: no.
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

/// A channel of SPICE.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SpiceChannel {
    /// Which channel.
    #[xml(attr)]
    pub name: SpiceChannelName,
    /// Whether it has to be encrypted.
    #[xml(attr)]
    pub mode: ChannelMode,
}

/// A SPICE server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Spice {
    /// Port. Unit: none. Default: none. Since 0.8.6.
    #[xml(attr)]
    pub port: Option<i32>,
    /// Port for encrypted connections. Unit: none. Default: none. Since 0.8.6.
    #[xml(attr = "tlsPort", drop_zero)]
    pub tls_port: Option<i32>,
    /// Whether the host chooses the ports. Default: yes without ports, else no. Since 0.8.6.
    #[xml(attr)]
    pub autoport: Option<YesNo>,
    /// Address to listen on, as older programs want it. Default: that of the host's configuration. Since
    /// 0.8.6.
    #[xml(attr)]
    pub listen: Option<String>,
    /// Keyboard's layout. Default: chosen by the hypervisor. Since 0.8.6.
    #[xml(attr)]
    pub keymap: Option<String>,
    /// Whether channels have to be encrypted. Default: any. Since 0.9.12.
    #[xml(attr = "defaultMode")]
    pub default_mode: Option<ChannelMode>,
    /// Password. Live.
    #[xml(flatten)]
    pub password: Password,
    /// Where it listens. Since 0.9.4.
    #[xml(child = "listen")]
    pub listens: Vec<Listen>,
    /// Channels that differ from the default. Since 0.8.6.
    #[xml(child = "channel")]
    pub channels: Vec<SpiceChannel>,
    /// Compression of images. Default: chosen by the hypervisor. Since 0.9.1.
    #[xml(attr = "compression", of = "image", missing = ErrorNumber::XmlError)]
    pub image: Option<ImageCompression>,
    /// Compression by JPEG over slow links. Default: chosen by the hypervisor. Since 0.9.1.
    #[xml(attr = "compression", of = "jpeg", missing = ErrorNumber::XmlError)]
    pub jpeg: Option<AutoCompression>,
    /// Compression by zlib over slow links. Default: chosen by the hypervisor. Since 0.9.1.
    #[xml(attr = "compression", of = "zlib", missing = ErrorNumber::XmlError)]
    pub zlib: Option<AutoCompression>,
    /// Compression of sound. Default: chosen by the hypervisor. Since 0.9.1.
    #[xml(attr = "compression", of = "playback", missing = ErrorNumber::XmlError)]
    pub playback: Option<ferrovirt_xml::OnOff>,
    /// Detection of videos. Default: chosen by the hypervisor. Since 0.9.2.
    #[xml(attr = "mode", of = "streaming", missing = ErrorNumber::XmlError)]
    pub streaming: Option<StreamingMode>,
    /// Who draws the pointer. Default: client. Since 0.9.11.
    #[xml(attr = "mode", of = "mouse", missing = ErrorNumber::XmlError)]
    pub mouse: Option<MouseMode>,
    /// Whether the clipboard is shared. Default: yes. Since 0.9.3.
    #[xml(attr = "copypaste", of = "clipboard", missing = ErrorNumber::XmlError)]
    pub clipboard: Option<YesNo>,
    /// Whether files can be sent to the guest. Default: yes. Since 1.2.2.
    #[xml(attr = "enable", of = "filetransfer", missing = ErrorNumber::XmlError)]
    pub filetransfer: Option<YesNo>,
    /// OpenGL. Since 1.3.3.
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

/// A display that only renders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct EglHeadless {
    /// Device that renders. Since 5.0.
    #[xml(child)]
    pub gl: Option<Gl>,
}

/// A display on D-Bus.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Dbus {
    /// Whether clients connect directly. Default: no. Since 8.4.
    #[xml(attr)]
    pub p2p: Option<YesNo>,
    /// Address of the bus. Default: a private bus. Since 8.4.
    #[xml(attr)]
    pub address: Option<String>,
    /// OpenGL. Since 8.4.
    #[xml(child)]
    pub gl: Option<Gl>,
    /// Audio backend whose sound clients get. Unit: none. Default: none. Since 8.4.
    #[xml(attr = "id", of = "audio", missing = ErrorNumber::XmlError, nonzero)]
    pub audio: Option<u32>,
}
