//! Keys of disks: passphrases of encrypted images, passwords for storage servers. Documents name them by secrets;
//! QEMU gets their values in files that are on no disk, or over the monitor: never in its arguments.

use crate::driver::Core;
use crate::error::{QemuError, Result};
use ferrovirt_driver::secret::{SecretKey, SecretValue};
use ferrovirt_schema::common::secret::EncryptionSecret;
use ferrovirt_schema::common::secret::KeyType;
use ferrovirt_schema::common::secret::SecretUsage;
use ferrovirt_schema::common::secret::{Auth, Encryption, EncryptionEngine, SecretRef};
use ferrovirt_schema::common::source::NetworkProtocol;
use ferrovirt_schema::common::source::{SourceCommon, StorageSource};
use ferrovirt_schema::domain::devices::disk::Disk;
use ferrovirt_types::consts::SecretUsageType;
use nix::sys::memfd::{MFdFlags, memfd_create};
use std::fs::File;
use std::io::{Seek, Write};
use std::os::fd::OwnedFd;
use uuid::Uuid;

/// A key that the nodes of a disk need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskKey {
    /// Its name in QEMU.
    pub id: String,
    /// The secret that has it.
    pub secret: SecretKey,
    /// What the secret has to be for.
    pub usage: SecretUsageType,
}

/// Name of the key that opens the image of this number.
pub fn encryption_key(index: u32) -> String {
    format!("libvirt-{index}-format-encryption-secret0")
}

/// Name of the key that the server of the image of this number is shown.
pub fn login_key(index: u32) -> String {
    format!("libvirt-{index}-storage-auth-secret0")
}

/// How an image is encrypted. Older documents say it of the disk.
pub fn encryption<'d>(disk: &'d Disk, source: &'d StorageSource, uppermost: bool) -> Option<&'d Encryption> {
    let of_disk = disk.encryption.as_ref().filter(|_| uppermost);
    source.common().encryption.as_ref().or(of_disk)
}

/// What the server of an image is shown. Older documents say it of the disk.
pub fn login<'d>(disk: &'d Disk, common: &'d SourceCommon) -> Option<&'d Auth> {
    common.auth.as_ref().or(disk.auth.as_ref())
}

/// UUID or usage of a secret, as documents name it.
fn by(key: SecretKey) -> (Option<Uuid>, Option<String>) {
    match key {
        SecretKey::Uuid(uuid) => (Some(uuid), None),
        SecretKey::Usage(usage) => (None, Some(usage)),
    }
}

/// The secret that logs in to a server of storage.
pub fn login_with(protocol: NetworkProtocol, key: SecretKey) -> SecretRef {
    let (uuid, usage) = by(key);
    let secret_type = match protocol {
        NetworkProtocol::Rbd => Some(SecretUsage::Ceph),
        NetworkProtocol::Iscsi => Some(SecretUsage::Iscsi),
        _ => None,
    };
    SecretRef {
        secret_type,
        uuid,
        usage,
    }
}

/// The secret that opens an image.
pub fn passphrase(key: SecretKey) -> EncryptionSecret {
    let (uuid, usage) = by(key);
    EncryptionSecret {
        kind: KeyType::Passphrase,
        usage,
        uuid,
    }
}

impl DiskKey {
    /// The keys of one image of a disk.
    pub fn all(disk: &Disk, source: &StorageSource, uppermost: bool) -> Result<Vec<Self>> {
        let index = source.common().index.unwrap_or(0);
        let mut keys = Vec::new();
        if let Some(encryption) = encryption(disk, source, uppermost) {
            if encryption.engine == Some(EncryptionEngine::Librbd) {
                return Err(unsupported(disk, "encryption by librbd"));
            }
            let secret = encryption
                .secrets
                .first()
                .and_then(|s| key_of(s.uuid, s.usage.as_deref()));
            keys.push(DiskKey {
                id: encryption_key(index),
                secret: secret.ok_or_else(|| unsupported(disk, "encryption without a secret"))?,
                usage: SecretUsageType::Volume,
            });
        }
        if let (StorageSource::Network(network), Some(auth)) = (source, login(disk, source.common())) {
            use ferrovirt_schema::common::source::NetworkProtocol as P;
            let usage = match network.protocol {
                P::Iscsi => SecretUsageType::Iscsi,
                P::Rbd => SecretUsageType::Ceph,
                _ => return Err(unsupported(disk, "logging in to such a server")),
            };
            let secret = auth.secret.as_ref();
            let secret = secret.and_then(|s| key_of(s.uuid, s.usage.as_deref()));
            keys.push(DiskKey {
                id: login_key(index),
                secret: secret.ok_or_else(|| unsupported(disk, "logging in without a secret"))?,
                usage,
            });
        }
        Ok(keys)
    }

    /// Its value.
    pub async fn value(&self, core: &Core) -> Result<SecretValue> {
        let secrets = core
            .secrets
            .as_ref()
            .ok_or_else(|| QemuError::ConfigUnsupported("secrets of disks are not served here".to_owned()))?;
        Ok(secrets.value(&self.secret, self.usage).await?)
    }

    /// The arguments of `object-add` that make it known to a running QEMU.
    pub async fn object(&self, core: &Core) -> Result<serde_json::Value> {
        let digits = self.value(core).await?.digits();
        let digits = String::from_utf8_lossy(digits.bytes());
        Ok(serde_json::json!({ "qom-type": "secret", "id": self.id, "data": digits, "format": "base64" }))
    }
}

fn key_of(uuid: Option<Uuid>, usage: Option<&str>) -> Option<SecretKey> {
    let usage = || usage.map(|usage| SecretKey::Usage(usage.to_owned()));
    uuid.map(SecretKey::Uuid).or_else(usage)
}

fn unsupported(disk: &Disk, what: &str) -> QemuError {
    QemuError::ConfigUnsupported(format!("disk '{}': {what} is not supported", disk.target.dev))
}

/// A file in memory with a value, for QEMU to read by its descriptor's number.
pub fn file(value: &SecretValue) -> Result<OwnedFd> {
    let fail = |e: std::io::Error| QemuError::Failed(format!("cannot keep a key in memory: {e}"));
    let fd = memfd_create("secret", MFdFlags::MFD_CLOEXEC).map_err(|e| fail(e.into()))?;
    let mut file = File::from(fd);
    file.write_all(value.bytes()).map_err(fail)?;
    // Who gets the descriptor itself reads from where it stands.
    file.rewind().map_err(fail)?;
    Ok(file.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::common::source::{FileSource, NetworkSource};

    fn secret() -> SecretKey {
        SecretKey::Usage("u".to_owned())
    }

    #[test]
    fn an_encrypted_image_needs_one_key() {
        let common = SourceCommon {
            index: Some(3),
            encryption: Some(Encryption {
                secrets: vec![passphrase(secret())],
                ..Encryption::default()
            }),
            ..SourceCommon::default()
        };
        let source = StorageSource::File(FileSource {
            file: Some("/x".to_owned()),
            common,
            ..FileSource::default()
        });
        let keys = DiskKey::all(&Disk::default(), &source, true).unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].id, "libvirt-3-format-encryption-secret0");
        assert_eq!(keys[0].secret, SecretKey::Usage("u".to_owned()));
    }

    #[test]
    fn a_server_is_shown_what_the_document_says_of_the_disk() {
        let disk = Disk {
            auth: Some(Auth {
                username: "me".to_owned(),
                secret: Some(login_with(NetworkProtocol::Rbd, secret())),
                ..Auth::default()
            }),
            ..Disk::default()
        };
        let source = |protocol| {
            StorageSource::Network(Box::new(NetworkSource {
                protocol,
                ..NetworkSource::default()
            }))
        };
        let keys = DiskKey::all(&disk, &source(NetworkProtocol::Rbd), true).unwrap();
        assert_eq!(keys[0].usage, SecretUsageType::Ceph);
        assert!(DiskKey::all(&disk, &source(NetworkProtocol::Nbd), true).is_err());
    }
}
