//! Smartcard readers.

use ferrovirt_xml::Xml;

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
    /// Directory of their database.
    #[xml(leaf)]
    pub database: Option<String>,
}

/// A smartcard behind a character device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SmartcardSource {
    /// What it is connected to.
    #[xml(flatten)]
    pub source: CharSource,
    /// Copy of what passes.
    #[xml(child)]
    pub log: Option<CharLog>,
}
