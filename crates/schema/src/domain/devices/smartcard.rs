//! Smartcard readers.

use ferrovirt_xml::{Node, Xml, XmlError};

use crate::common::chardev::{CharLog, CharSource};
use crate::domain::devices::info::DeviceInfo;

/// A smartcard.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Smartcard {
    /// Where the card is.
    #[xml(flatten)]
    pub mode: SmartcardMode,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Where the card is.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "mode")]
pub enum SmartcardMode {
    /// `host`
    Host,
    /// `host-certificates`
    #[xml("host-certificates")]
    HostCertificates(Certificates),
    /// `passthrough`
    Passthrough(SmartcardSource),
}

/// A smartcard made of certificates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Certificates {
    /// Names of three certificates.
    #[xml(leaf = "certificate")]
    pub certificates: Vec<String>,
    /// Directory of their database. Default: /etc/pki/nssdb.
    #[xml(leaf)]
    pub database: Option<String>,
}

/// A smartcard behind a character device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = smartcardsource_whole)]
pub struct SmartcardSource {
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Copy of what passes.
    #[xml(child)]
    pub log: Option<CharLog>,
}

/// What is behind it has to be said.
fn smartcardsource_whole(_: &SmartcardSource, node: Node<'_>) -> Result<(), XmlError> {
    match node.attr("type") {
        None => Err(node.missing("attribute", "type")),
        Some(_) => Ok(()),
    }
}
