//! The host's side of a character device.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, OnOff, Xml, XmlError, YesNo, words};

use crate::common::seclabel::SourceSecLabel;

/// What a character device is connected to, by the attribute `type`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", default = "pty", invalid = ErrorNumber::ConfigUnsupported)]
pub enum CharSource {
    /// `null`
    Null,
    /// `vc`
    Vc,
    /// `pty`
    Pty(PathSource),
    /// `dev`
    Dev(PathSource),
    /// `file`
    File(FileSource),
    /// `pipe`
    Pipe(PathSource),
    /// `stdio`
    Stdio,
    /// `udp`
    Udp(UdpSource),
    /// `tcp`
    Tcp(TcpSource),
    /// `unix`
    Unix(UnixSource),
    /// `spicevmc`
    Spicevmc,
    /// `spiceport`
    Spiceport(ChannelSource),
    /// `nmdm`
    Nmdm(NmdmSource),
    /// `qemu-vdagent`
    #[xml("qemu-vdagent")]
    QemuVdagent(VdagentSource),
    /// `dbus`
    Dbus(ChannelSource),
}

/// `<source path='…'/>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PathSource {
    /// Where it is on the host.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub source: Option<SourcePath>,
}

/// A path of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourcePath {
    /// Path on the host. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub path: Option<String>,
    /// Labels of the path for security drivers.
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SourceSecLabel>,
}

/// A file of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FileSource {
    /// Where it is on the host.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub source: Option<SourceFile>,
}

/// A file of the host and how it is opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceFile {
    /// Path of the file. Default: needed.
    #[xml(attr)]
    pub path: Option<String>,
    /// Whether the file is kept when the guest starts. Default: off. Since 1.3.1.
    #[xml(attr)]
    pub append: Option<OnOff>,
    /// Labels of the file for security drivers.
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SourceSecLabel>,
}

words! {
    /// Which end connects.
    pub enum SourceMode {
        Connect = "connect",
        Bind = "bind",
    }
}

/// Both ends of a UDP connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = both_ends)]
pub struct UdpSource {
    /// The address that is sent to (connect) and the one that is listened on (bind).
    #[xml(child = "source")]
    pub sources: Vec<UdpEnd>,
}

/// The end that is listened on comes first; of several, the last counts.
#[allow(clippy::unnecessary_wraps, reason = "settling may fail")]
fn both_ends(udp: &mut UdpSource, node: Node<'_>) -> Result<(), XmlError> {
    if !node.is_lenient() {
        let last = |mode| udp.sources.iter().rfind(|end| end.mode == mode).cloned();
        let ends = [last(SourceMode::Bind), last(SourceMode::Connect)];
        udp.sources = ends.into_iter().flatten().collect();
    }
    Ok(())
}

/// One end of a UDP connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UdpEnd {
    /// Which of the two it is. Default: connect.
    #[xml(attr, default)]
    pub mode: SourceMode,
    /// Host name or address. Default: none.
    #[xml(attr)]
    pub host: Option<String>,
    /// Port or name of a service. Default: needed.
    #[xml(attr)]
    pub service: Option<String>,
}

/// A TCP connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TcpSource {
    /// The connection's other end, or where it is listened.
    #[xml(child, default, once = ErrorNumber::XmlError)]
    pub source: TcpEnd,
    /// What is spoken on the connection. Default: raw.
    #[xml(attr = "type", of = "protocol", once = ErrorNumber::XmlError)]
    pub protocol: Option<TcpProtocol>,
}

words! {
    /// What is spoken on a TCP connection.
    pub enum TcpProtocol: unsupported {
        Raw = "raw",
        Telnet = "telnet",
        Telnets = "telnets",
        Tls = "tls",
    }
}

/// The other end of a TCP connection, or where it is listened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TcpEnd {
    /// Whether the host connects or listens. Default: connect.
    #[xml(attr, default)]
    pub mode: SourceMode,
    /// Host name or address. Default: none.
    #[xml(attr)]
    pub host: Option<String>,
    /// Port or name of a service. Default: needed.
    #[xml(attr)]
    pub service: Option<String>,
    /// Whether the connection is encrypted. Default: what the host's settings say. Since 2.4.
    #[xml(attr)]
    pub tls: Option<YesNo>,
    /// Whether a lost connection is tried again. Since 3.7.
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
}

/// A Unix socket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UnixSource {
    /// The socket.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub source: Option<UnixEnd>,
}

/// The path of a Unix socket, and which side listens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UnixEnd {
    /// Whether the host connects or listens. Default: connect.
    #[xml(attr)]
    pub mode: Option<SourceMode>,
    /// Path of the socket. Default: made by the host.
    #[xml(attr)]
    pub path: Option<String>,
    /// Whether a lost connection is tried again. Since 3.7.
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
    /// Labels of the socket for security drivers.
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SourceSecLabel>,
}

/// Whether and after how many seconds a lost connection is tried again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = reconnect_whole)]
pub struct Reconnect {
    /// Whether it is tried again. Default: needed.
    #[xml(attr, required)]
    pub enabled: Option<YesNo>,
    /// Pause between two attempts. Unit: seconds. Default: needed.
    #[xml(attr)]
    pub timeout: Option<u32>,
}

fn reconnect_whole(reconnect: &Reconnect, node: Node<'_>) -> Result<(), XmlError> {
    match reconnect.enabled == Some(YesNo::Yes) && reconnect.timeout.is_none() {
        true => Err(node.missing("attribute", "timeout")),
        false => Ok(()),
    }
}

/// A channel by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ChannelSource {
    /// Name of the channel. Default: needed. Since 1.2.2.
    #[xml(attr = "channel", of = "source", once = ErrorNumber::XmlError)]
    pub channel: Option<String>,
}

/// A pair of null-modem devices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NmdmSource {
    /// The pair of devices. Since 1.2.4.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub source: Option<NmdmEnds>,
}

/// Both ends of a null-modem pair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NmdmEnds {
    /// Device of the guest's end. Default: needed.
    #[xml(attr)]
    pub master: Option<String>,
    /// Device of the host's end. Default: needed.
    #[xml(attr)]
    pub slave: Option<String>,
}

/// The agent of the guest's desktop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VdagentSource {
    /// What the agent serves. Since 8.4.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub source: Option<VdagentOptions>,
}

/// What the agent of the guest's desktop serves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VdagentOptions {
    /// Whether the clipboard is shared. Default: no.
    #[xml(attr = "copypaste", of = "clipboard", missing = ErrorNumber::XmlError)]
    pub clipboard: Option<YesNo>,
    /// Who draws the pointer. Default: client.
    #[xml(attr = "mode", of = "mouse", missing = ErrorNumber::XmlError)]
    pub mouse: Option<MouseMode>,
}

words! {
    /// Who draws the pointer.
    pub enum MouseMode {
        Server = "server",
        Client = "client",
    }
}

/// `<log>`: a copy of what the guest prints.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct CharLog {
    /// File that all output is written to as well.
    #[xml(attr)]
    pub file: String,
    /// Whether the file is kept when the guest starts. Default: off.
    #[xml(attr)]
    pub append: Option<OnOff>,
}
