//! Authentication and encryption of storage, by secrets kept elsewhere.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, Xml, XmlError, XmlErrorKind, words};
use uuid::Uuid;

words! {
    /// What a secret authenticates with.
    pub enum AuthType {
        Chap = "chap",
        Ceph = "ceph",
    }
}

words! {
    /// What a secret is for.
    pub enum SecretUsage: unsupported {
        None = "none",
        Volume = "volume",
        Ceph = "ceph",
        Iscsi = "iscsi",
        Tls = "tls",
        Vtpm = "vtpm",
    }
}

/// `<auth>` of a network source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Auth {
    /// Only pools have it. Default: that of the secret.
    #[xml(attr = "type")]
    pub auth_type: Option<AuthType>,
    /// Name to log in with.
    #[xml(attr)]
    pub username: String,
    /// Where the password or key is.
    #[xml(child, required)]
    pub secret: Option<SecretRef>,
}

/// `<secret>`: which secret, by UUID or usage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = is_one)]
pub struct SecretRef {
    /// What the secret is for: ceph, iscsi. Default: needed.
    #[xml(attr = "type", required, missing = ErrorNumber::ConfigUnsupported)]
    pub secret_type: Option<SecretUsage>,
    /// The secret by its UUID. Default: needed, or a usage.
    #[xml(attr)]
    pub uuid: Option<Uuid>,
    /// The secret by its usage. Default: needed, or a UUID.
    #[xml(attr)]
    pub usage: Option<String>,
}

/// A secret is known by one of the two.
fn is_one(secret: &mut SecretRef, node: Node<'_>) -> Result<(), XmlError> {
    known_by_one(secret.uuid, secret.usage.as_deref(), node)
}

fn known_by_one(uuid: Option<Uuid>, usage: Option<&str>, node: Node<'_>) -> Result<(), XmlError> {
    let why = match (uuid, usage) {
        (None, None) => "missing secret uuid or usage attribute",
        (Some(_), Some(_)) => "a <secret> is known by its 'uuid' or its 'usage', not both",
        _ => return Ok(()),
    };
    Err(node.error(XmlErrorKind::Rule(why.to_owned())))
}

words! {
    /// What opens an encryption.
    pub enum KeyType: unsupported {
        Passphrase = "passphrase",
    }
}

/// A secret that opens an encryption, by UUID or by what it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = is_one_key)]
pub struct EncryptionSecret {
    /// `passphrase`
    #[xml(attr = "type", blank)]
    pub kind: KeyType,
    /// What it is for. Default: needed, or a UUID. Since 2.1.0.
    #[xml(attr)]
    pub usage: Option<String>,
    /// Its UUID. Default: needed, or a usage.
    #[xml(attr)]
    pub uuid: Option<Uuid>,
}

/// The same of a key.
fn is_one_key(secret: &mut EncryptionSecret, node: Node<'_>) -> Result<(), XmlError> {
    known_by_one(secret.uuid, secret.usage.as_deref(), node)
}

words! {
    /// Format of the encryption.
    pub enum EncryptionFormat: unsupported {
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
    /// Format of the encryption.
    #[xml(attr, blank)]
    pub format: EncryptionFormat,
    /// Who encrypts. Default: qemu. Since 7.9.
    #[xml(attr)]
    pub engine: Option<EncryptionEngine>,
    /// Secrets that open it.
    #[xml(child = "secret")]
    pub secrets: Vec<EncryptionSecret>,
    /// Cipher of a new volume. Default: aes-256-cbc. Since 2.1.
    #[xml(child)]
    pub cipher: Option<Cipher>,
    /// How initialisation vectors are made on a new volume. Default: essiv with sha256. Since 2.1.
    #[xml(child)]
    pub ivgen: Option<Ivgen>,
}

/// The cipher of an encryption.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cipher {
    /// Name: aes.
    #[xml(attr)]
    pub name: String,
    /// Bits of the key. Unit: bits. Default: needed.
    #[xml(attr, default)]
    pub size: u32,
    /// Mode of blocks: xts. Default: none.
    #[xml(attr)]
    pub mode: Option<String>,
    /// Hash for passwords: sha256. Default: none.
    #[xml(attr)]
    pub hash: Option<String>,
}

/// How initialisation vectors are made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Ivgen {
    /// Name: plain64.
    #[xml(attr)]
    pub name: String,
    /// Hash that it uses. Default: none.
    #[xml(attr)]
    pub hash: Option<String>,
}
