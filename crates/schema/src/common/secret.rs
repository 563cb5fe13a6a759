//! Authentication and encryption of storage, by secrets kept elsewhere.

use ferrovirt_xml::{Xml, words};
use uuid::Uuid;

words! {
    /// What a secret authenticates with.
    pub enum AuthType {
        Chap = "chap",
        Ceph = "ceph",
    }
}

/// `<auth>` of a network source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Auth {
    /// Only pools have it.
    #[xml(attr = "type")]
    pub auth_type: Option<AuthType>,
    #[xml(attr)]
    pub username: String,
    #[xml(child)]
    pub secret: Option<SecretRef>,
}

/// `<secret>`: which secret, by UUID or usage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct SecretRef {
    #[xml(attr = "type")]
    pub secret_type: Option<String>,
    #[xml(attr)]
    pub uuid: Option<Uuid>,
    #[xml(attr)]
    pub usage: Option<String>,
}

words! {
    /// Format of the encryption.
    pub enum EncryptionFormat {
        Default = "default",
        Qcow = "qcow",
        Luks = "luks",
        Luks2 = "luks2",
        LuksAny = "luks-any",
    }
}

words! {
    /// Who encrypts.
    pub enum EncryptionEngine {
        Qemu = "qemu",
        Librbd = "librbd",
    }
}

/// `<encryption>` of a disk or volume.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Encryption {
    #[xml(attr)]
    pub format: EncryptionFormat,
    #[xml(attr)]
    pub engine: Option<EncryptionEngine>,
    #[xml(child = "secret")]
    pub secrets: Vec<SecretRef>,
    #[xml(child)]
    pub cipher: Option<Cipher>,
    #[xml(child)]
    pub ivgen: Option<Ivgen>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cipher {
    #[xml(attr)]
    pub name: String,
    /// Bits of the key.
    #[xml(attr, default)]
    pub size: u32,
    #[xml(attr)]
    pub mode: Option<String>,
    #[xml(attr)]
    pub hash: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Ivgen {
    #[xml(attr)]
    pub name: String,
    #[xml(attr)]
    pub hash: Option<String>,
}
