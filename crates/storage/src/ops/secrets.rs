//! Passphrases of encrypted volumes.

use crate::driver::Shared;
use crate::request::NewVolume;
use crate::{StorageError, Volume};
use ferrovirt_driver::secret::{SecretKey, SecretValue};
use ferrovirt_types::consts::SecretUsageType;
use std::sync::Arc;

/// Looks up the passphrase that a new volume is to be encrypted with.
pub(crate) async fn know_passphrase(shared: &Shared, new: &mut NewVolume) -> Result<(), StorageError> {
    if let (Some(encryption), Some(secrets)) = (&mut new.encryption, &shared.secrets) {
        let value = secrets.value(&encryption.secret, SecretUsageType::Volume).await;
        encryption.passphrase = Some(value.map_err(StorageError::Secret)?);
    }
    Ok(())
}

/// What opens an encrypted volume: the secret that it was made with, or the one that is for its path.
/// None where there is no such secret.
pub(crate) async fn passphrase(
    shared: &Shared,
    volume: &Volume,
) -> Result<Option<SecretValue>, StorageError> {
    let (Some(key), Some(secrets)) = (key(shared, volume).await, &shared.secrets) else {
        return Ok(None);
    };
    let value = secrets.value(&key, SecretUsageType::Volume).await;
    value.map(Some).map_err(StorageError::Secret)
}

/// The secret of an encrypted volume.
pub(crate) async fn key(shared: &Shared, volume: &Volume) -> Option<SecretKey> {
    volume.image.encryption?;
    if let Some(key) = &volume.secret {
        return Some(key.clone());
    }
    let secrets = shared.secrets.as_ref()?;
    let found = secrets.find(SecretUsageType::Volume, &volume.path).await;
    found.map(SecretKey::Uuid)
}

/// The volume with the secret that it was made with.
pub(crate) fn opened_by(volume: Arc<Volume>, secret: Option<SecretKey>) -> Arc<Volume> {
    match secret {
        Some(_) if volume.image.encryption.is_some() => Arc::new(Volume {
            secret,
            ..Volume::clone(&volume)
        }),
        _ => volume,
    }
}
