//! Confidential guests, and keys wrapped by the host.

use ferrovirt_xml::{Hex, OnOff, Xml, YesNo, words};

/// `<launchSecurity>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum LaunchSecurity {
    Sev(Sev),
    #[xml("sev-snp")]
    SevSnp(SevSnp),
    #[xml("s390-pv")]
    S390Pv,
    Tdx(Tdx),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sev {
    #[xml(attr = "kernelHashes")]
    pub kernel_hashes: Option<YesNo>,
    #[xml(leaf)]
    pub cbitpos: Option<u32>,
    #[xml(leaf = "reducedPhysBits")]
    pub reduced_phys_bits: Option<u32>,
    #[xml(leaf)]
    pub policy: Hex<u32, 4>,
    #[xml(leaf = "dhCert")]
    pub dh_cert: Option<String>,
    #[xml(leaf)]
    pub session: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SevSnp {
    #[xml(attr = "kernelHashes")]
    pub kernel_hashes: Option<YesNo>,
    #[xml(attr = "authorKey")]
    pub author_key: Option<YesNo>,
    #[xml(attr)]
    pub vcek: Option<YesNo>,
    #[xml(leaf)]
    pub cbitpos: Option<u32>,
    #[xml(leaf = "reducedPhysBits")]
    pub reduced_phys_bits: Option<u32>,
    #[xml(leaf)]
    pub policy: Hex<u64, 8>,
    #[xml(leaf = "guestVisibleWorkarounds")]
    pub guest_visible_workarounds: Option<String>,
    #[xml(leaf = "idBlock")]
    pub id_block: Option<String>,
    #[xml(leaf = "idAuth")]
    pub id_auth: Option<String>,
    #[xml(leaf = "hostData")]
    pub host_data: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Tdx {
    #[xml(leaf)]
    pub policy: Option<Hex<u64, 1>>,
    #[xml(leaf = "mrConfigId")]
    pub mr_config_id: Option<String>,
    #[xml(leaf = "mrOwner")]
    pub mr_owner: Option<String>,
    #[xml(leaf = "mrOwnerConfig")]
    pub mr_owner_config: Option<String>,
    #[xml(child = "quoteGenerationService")]
    pub quote_generation_service: Option<QuoteService>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct QuoteService {
    #[xml(attr)]
    pub path: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct KeyWrap {
    #[xml(child = "cipher")]
    pub ciphers: Vec<WrapCipher>,
}

words! {
    /// A cipher whose keys are wrapped.
    pub enum WrapCipherName {
        Aes = "aes",
        Dea = "dea",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct WrapCipher {
    #[xml(attr)]
    pub name: WrapCipherName,
    #[xml(attr)]
    pub state: OnOff,
}
