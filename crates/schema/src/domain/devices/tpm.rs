//! Trusted platform modules.

use ferrovirt_xml::{RawElement, Xml, YesNo, words};
use uuid::Uuid;

use crate::common::chardev::CharSource;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// What the guest sees.
    pub enum TpmModel {
        Tis = "tpm-tis",
        Crb = "tpm-crb",
        Spapr = "tpm-spapr",
        SpaprProxy = "spapr-tpm-proxy",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Tpm {
    #[xml(attr)]
    pub model: Option<TpmModel>,
    #[xml(child)]
    pub backend: TpmBackend,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Who is the module.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum TpmBackend {
    Passthrough(TpmDevice),
    Emulator(TpmEmulator),
    External(TpmExternal),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmDevice {
    #[xml(attr = "path", of = "device")]
    pub path: Option<String>,
}

words! {
    /// Version of the standard.
    pub enum TpmVersion {
        V1_2 = "1.2",
        V2_0 = "2.0",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmEmulator {
    #[xml(attr)]
    pub version: Option<TpmVersion>,
    #[xml(attr)]
    pub persistent_state: Option<YesNo>,
    #[xml(attr)]
    pub debug: Option<u32>,
    #[xml(attr = "secret", of = "encryption")]
    pub encryption_secret: Option<Uuid>,
    #[xml(child, sparse)]
    pub active_pcr_banks: Option<PcrBanks>,
    #[xml(raw)]
    pub source: Option<RawElement>,
    #[xml(raw)]
    pub profile: Option<RawElement>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PcrBanks {
    #[xml(flag)]
    pub sha1: bool,
    #[xml(flag)]
    pub sha256: bool,
    #[xml(flag)]
    pub sha384: bool,
    #[xml(flag)]
    pub sha512: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmExternal {
    #[xml(child)]
    pub source: Option<CharSource>,
}
