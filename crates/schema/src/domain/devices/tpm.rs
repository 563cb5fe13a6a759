//! Trusted platform modules.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo, words};
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

/// A trusted platform module.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
pub struct Tpm {
    /// What the guest sees. Default: tpm-spapr on pSeries, tpm-tis elsewhere.
    #[xml(attr)]
    pub model: Option<TpmModel>,
    /// Who is the module.
    #[xml(child, once = ErrorNumber::XmlError)]
    pub backend: TpmBackend,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Who is the module.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum TpmBackend {
    /// `passthrough`
    Passthrough(TpmDevice),
    /// `emulator`
    Emulator(TpmEmulator),
    /// `external`
    External(TpmExternal),
}

/// A module of the host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmDevice {
    /// Device of the host. Default: /dev/tpm0.
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

/// An emulated module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmEmulator {
    /// Version of the standard. Default: 2.0, with QEMU. Since 4.5.
    #[xml(attr)]
    pub version: Option<TpmVersion>,
    /// Whether its state outlives a transient guest. Default: no. Since 7.0.
    #[xml(attr, invalid = ErrorNumber::InternalError)]
    pub persistent_state: Option<YesNo>,
    /// How much the emulator logs. Unit: none. Default: none. Since 10.5.
    #[xml(attr)]
    pub debug: Option<u32>,
    /// Secret that its state is encrypted with. Default: none. Since 5.6.
    #[xml(attr = "secret", of = "encryption", invalid = ErrorNumber::InternalError)]
    pub encryption_secret: Option<Uuid>,
    /// Banks of registers that are on. Default: as they were. Since 7.10.
    #[xml(child, sparse)]
    pub active_pcr_banks: Option<PcrBanks>,
    /// Where its state is kept. Since 10.10.
    #[xml(child)]
    pub source: Option<TpmState>,
    /// Profile of its algorithms. Since 10.10.
    #[xml(child)]
    pub profile: Option<TpmProfile>,
}

words! {
    /// What the state of an emulated module is kept in.
    pub enum TpmStateType {
        File = "file",
        Dir = "dir",
    }
}

/// Where the state of an emulated module is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmState {
    /// Whether it is a file or a directory. Since 10.10.
    #[xml(attr = "type")]
    pub state_type: TpmStateType,
    /// Its path. Since 10.10.
    #[xml(attr)]
    pub path: String,
}

words! {
    /// What becomes of algorithms that are no longer safe.
    pub enum TpmRemoveDisabled {
        Check = "check",
        FipsHost = "fips-host",
    }
}

/// Profile of an emulated module's algorithms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmProfile {
    /// Name or file that the profile comes from. Default: chosen by the backend. Since 10.10.
    #[xml(attr)]
    pub source: Option<String>,
    /// What is left out of it. Default: none. Since 10.10.
    #[xml(attr = "removeDisabled")]
    pub remove_disabled: Option<TpmRemoveDisabled>,
    /// Name of the profile in use. Default: reported. Since 10.10.
    #[xml(attr)]
    pub name: Option<String>,
}

/// Banks of registers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct PcrBanks {
    /// SHA-1.
    #[xml(flag)]
    pub sha1: bool,
    /// SHA-256.
    #[xml(flag)]
    pub sha256: bool,
    /// SHA-384.
    #[xml(flag)]
    pub sha384: bool,
    /// SHA-512.
    #[xml(flag)]
    pub sha512: bool,
}

/// A module that someone else emulates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct TpmExternal {
    /// Socket of the emulator. Since 9.0.
    #[xml(child)]
    pub source: Option<CharSource>,
}
