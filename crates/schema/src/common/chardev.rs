//! The host's side of a character device.

use ferrovirt_xml::{OnOff, Xml, YesNo, words};

use crate::common::seclabel::SourceSecLabel;

/// What a character device is connected to, by the attribute `type`.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type", default = "pty")]
pub enum CharSource {
    Null,
    Vc,
    Pty(PathSource),
    Dev(PathSource),
    File(FileSource),
    Pipe(PathSource),
    Stdio,
    Udp(UdpSource),
    Tcp(TcpSource),
    Unix(UnixSource),
    Spicevmc,
    Spiceport(ChannelSource),
    Nmdm(NmdmSource),
    #[xml("qemu-vdagent")]
    QemuVdagent(VdagentSource),
    Dbus(ChannelSource),
}

/// `<source path='…'/>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PathSource {
    #[xml(child)]
    pub source: Option<SourcePath>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourcePath {
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SourceSecLabel>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FileSource {
    #[xml(child)]
    pub source: Option<SourceFile>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SourceFile {
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(attr)]
    pub append: Option<OnOff>,
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UdpSource {
    #[xml(child = "source")]
    pub sources: Vec<UdpEnd>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UdpEnd {
    #[xml(attr, default)]
    pub mode: SourceMode,
    #[xml(attr)]
    pub host: Option<String>,
    #[xml(attr)]
    pub service: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TcpSource {
    #[xml(child, default)]
    pub source: TcpEnd,
    #[xml(attr = "type", of = "protocol")]
    pub protocol: Option<TcpProtocol>,
}

words! {
    /// What is spoken on a TCP connection.
    pub enum TcpProtocol {
        Raw = "raw",
        Telnet = "telnet",
        Telnets = "telnets",
        Tls = "tls",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TcpEnd {
    #[xml(attr, default)]
    pub mode: SourceMode,
    #[xml(attr)]
    pub host: Option<String>,
    #[xml(attr)]
    pub service: Option<String>,
    #[xml(attr)]
    pub tls: Option<YesNo>,
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UnixSource {
    #[xml(child)]
    pub source: Option<UnixEnd>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct UnixEnd {
    #[xml(attr)]
    pub mode: Option<SourceMode>,
    #[xml(attr)]
    pub path: Option<String>,
    #[xml(child)]
    pub reconnect: Option<Reconnect>,
    #[xml(child = "seclabel")]
    pub seclabels: Vec<SourceSecLabel>,
}

/// Whether and after how many seconds a lost connection is tried again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Reconnect {
    #[xml(attr)]
    pub enabled: Option<YesNo>,
    #[xml(attr)]
    pub timeout: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct ChannelSource {
    #[xml(attr = "channel", of = "source")]
    pub channel: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NmdmSource {
    #[xml(child)]
    pub source: Option<NmdmEnds>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct NmdmEnds {
    #[xml(attr)]
    pub master: Option<String>,
    #[xml(attr)]
    pub slave: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VdagentSource {
    #[xml(child)]
    pub source: Option<VdagentOptions>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VdagentOptions {
    #[xml(attr = "copypaste", of = "clipboard")]
    pub clipboard: Option<YesNo>,
    #[xml(attr = "mode", of = "mouse")]
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
    #[xml(attr)]
    pub file: String,
    #[xml(attr)]
    pub append: Option<OnOff>,
}
