//! Smartcard readers.

use ferrovirt_xml::Xml;

use crate::common::chardev::{CharLog, CharSource};
use crate::domain::devices::info::DeviceInfo;

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Smartcard {
    #[xml(flatten)]
    pub mode: SmartcardMode,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Where the card is.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "mode")]
pub enum SmartcardMode {
    Host,
    #[xml("host-certificates")]
    HostCertificates(Certificates),
    Passthrough(SmartcardSource),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Certificates {
    #[xml(leaf = "certificate")]
    pub certificates: Vec<String>,
    #[xml(leaf)]
    pub database: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SmartcardSource {
    #[xml(flatten)]
    pub source: CharSource,
    #[xml(child)]
    pub log: Option<CharLog>,
}
