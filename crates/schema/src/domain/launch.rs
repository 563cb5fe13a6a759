//! Confidential guests, and keys wrapped by the host.

use ferrovirt_xml::{Hex, OnOff, Xml, YesNo, words};

/// `<launchSecurity>` by its type.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(tag = "type")]
pub enum LaunchSecurity {
    /// `sev`
    Sev(Sev),
    /// `sev-snp`
    #[xml("sev-snp")]
    SevSnp(SevSnp),
    /// `s390-pv`
    #[xml("s390-pv")]
    S390Pv,
    /// `tdx`
    Tdx(Tdx),
}

/// Protection by AMD SEV.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sev {
    /// Whether hashes of the kernel are measured. Default: no. Since 8.0.
    #[xml(attr = "kernelHashes")]
    pub kernel_hashes: Option<YesNo>,
    /// Bit that marks encrypted pages. Unit: none. Default: that of the host.
    #[xml(leaf)]
    pub cbitpos: Option<u32>,
    /// Bits of addresses that are lost. Unit: bits. Default: that of the host.
    #[xml(leaf = "reducedPhysBits")]
    pub reduced_phys_bits: Option<u32>,
    /// Policy of the guest.
    #[xml(leaf)]
    pub policy: Hex<u32, 4>,
    /// Owner's key, in base64. Default: none.
    #[xml(leaf = "dhCert")]
    pub dh_cert: Option<String>,
    /// Session, in base64. Default: none.
    #[xml(leaf)]
    pub session: Option<String>,
}

/// Protection by AMD SEV-SNP.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SevSnp {
    /// Whether hashes of the kernel are measured. Default: no. Since 10.5.
    #[xml(attr = "kernelHashes")]
    pub kernel_hashes: Option<YesNo>,
    /// Whether the author's key is given. Default: no. Since 10.5.
    #[xml(attr = "authorKey")]
    pub author_key: Option<YesNo>,
    /// Whether the processor's own key signs reports. Default: chosen by the hypervisor. Since 10.5.
    #[xml(attr)]
    pub vcek: Option<YesNo>,
    /// Bit that marks encrypted pages. Unit: none. Default: that of the host. Since 10.5.
    #[xml(leaf)]
    pub cbitpos: Option<u32>,
    /// Bits of addresses that are lost. Unit: bits. Default: that of the host. Since 10.5.
    #[xml(leaf = "reducedPhysBits")]
    pub reduced_phys_bits: Option<u32>,
    /// Policy of the guest. Since 10.5.
    #[xml(leaf)]
    pub policy: Hex<u64, 8>,
    /// Workarounds that the hypervisor asks for, in base64. Default: none. Since 10.5.
    #[xml(leaf = "guestVisibleWorkarounds")]
    pub guest_visible_workarounds: Option<String>,
    /// Identity of the guest, in base64. Default: none. Since 10.5.
    #[xml(leaf = "idBlock")]
    pub id_block: Option<String>,
    /// Proof of the identity, in base64. Default: none. Since 10.5.
    #[xml(leaf = "idAuth")]
    pub id_auth: Option<String>,
    /// Data of the host for reports, in base64. Default: none. Since 10.5.
    #[xml(leaf = "hostData")]
    pub host_data: Option<String>,
}

/// Protection by Intel TDX.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Tdx {
    /// Policy of the guest. Default: chosen by the hypervisor. Since 11.6.
    #[xml(leaf)]
    pub policy: Option<Hex<u64, 1>>,
    /// Identity of the configuration, in base64. Default: zeros. Since 11.6.
    #[xml(leaf = "mrConfigId")]
    pub mr_config_id: Option<String>,
    /// Identity of the owner, in base64. Default: zeros. Since 11.6.
    #[xml(leaf = "mrOwner")]
    pub mr_owner: Option<String>,
    /// Configuration of the owner, in base64. Default: zeros. Since 11.6.
    #[xml(leaf = "mrOwnerConfig")]
    pub mr_owner_config: Option<String>,
    /// Service that signs reports. Since 11.6.
    #[xml(child = "quoteGenerationService")]
    pub quote_generation_service: Option<QuoteService>,
}

/// The service that signs reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct QuoteService {
    /// Socket of the service. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub path: Option<String>,
}

/// Keys that are wrapped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct KeyWrap {
    /// Ciphers whose keys are wrapped.
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

/// A cipher whose keys are wrapped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct WrapCipher {
    /// Cipher.
    #[xml(attr)]
    pub name: WrapCipherName,
    /// Whether its keys are wrapped.
    #[xml(attr)]
    pub state: OnOff,
}
