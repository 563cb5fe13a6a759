//! What a pool shows its server: the name and the secret of its `<auth>`.

use crate::StorageError;
use ferrovirt_driver::attach::VolumeServer;
use ferrovirt_driver::secret::{GuestSecrets, SecretKey, SecretValue};
use ferrovirt_schema::common::secret::AuthType;
use ferrovirt_schema::pool::{Auth, PoolType, Source};
use ferrovirt_types::consts::SecretUsageType;
use std::sync::Arc;

/// Name and password for a target of iSCSI: text without control characters, neither empty.
#[derive(Debug)]
pub struct Chap {
    /// The name.
    pub name: String,
    /// The password.
    pub password: SecretValue,
}

/// Looks up what a pool of this kind logs in to its target with.
pub async fn chap(
    kind: PoolType,
    auth: &Auth,
    secrets: &Arc<dyn GuestSecrets>,
) -> Result<Chap, StorageError> {
    check_method(kind, auth, AuthType::Chap)?;
    let name = auth.username.clone().filter(|name| is_plain(name.as_bytes()));
    let name = name.ok_or_else(|| document("missing storage pool source auth username"))?;
    let password = secret(auth, SecretUsageType::Iscsi, secrets).await?;
    match is_plain(password.bytes()) {
        true => Ok(Chap { name, password }),
        false => Err(document("a password for iSCSI is text without line breaks")),
    }
}

/// An error if the document asks for another way to log in than pools of this kind have.
pub fn check_method(kind: PoolType, auth: &Auth, method: AuthType) -> Result<(), StorageError> {
    match auth.kind.is_none_or(|asked| asked == method) {
        true => Ok(()),
        false => Err(StorageError::Document(format!(
            "{kind} pools only support '{method}' auth type"
        ))),
    }
}

/// Looks up the secret that the document names.
pub async fn secret(
    auth: &Auth,
    usage: SecretUsageType,
    secrets: &Arc<dyn GuestSecrets>,
) -> Result<SecretValue, StorageError> {
    let key = key(auth)?;
    secrets.value(&key, usage).await.map_err(StorageError::Secret)
}

/// How the document names its secret.
fn key(auth: &Auth) -> Result<SecretKey, StorageError> {
    let named = auth.secret.as_ref();
    let named = named.ok_or_else(|| document("missing storage pool source auth secret"))?;
    match (&named.uuid, &named.usage) {
        (Some(uuid), _) => Ok(SecretKey::Uuid(*uuid)),
        (None, Some(usage)) => Ok(SecretKey::Usage(usage.clone())),
        (None, None) => Err(document("the secret of <auth> needs a uuid or a usage")),
    }
}

/// The server of a pool, as guests reach it for the volume of this name.
pub fn server(protocol: &'static str, source: &Source, name: String) -> Result<VolumeServer, StorageError> {
    let login = source.auth.as_ref().map(|auth| {
        let user = auth.username.clone();
        let user = user.ok_or_else(|| document("missing storage pool source auth username"))?;
        Ok::<_, StorageError>((user, key(auth)?))
    });
    let hosts = source.hosts.iter().map(|host| (host.name.clone(), host.port));
    Ok(VolumeServer {
        protocol,
        name,
        hosts: hosts.collect(),
        initiator: source
            .initiator
            .as_ref()
            .and_then(|initiator| initiator.iqn.clone()),
        login: login.transpose()?,
    })
}

fn document(what: &str) -> StorageError {
    StorageError::Document(what.to_owned())
}

/// Passwords are written into files of lines: one with a line break could say other things there.
fn is_plain(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_say_more_is_not_plain() {
        assert!(is_plain("öpen sesame".as_bytes()));
        for text in ["", "a\nnode.startup = automatic", "a\0"] {
            assert!(!is_plain(text.as_bytes()), "{text:?}");
        }
        assert!(!is_plain(&[0xff]));
    }
}
