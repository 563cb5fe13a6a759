//! The API's calls: flags are checked, changes are carried to their end though the caller leaves.

use crate::driver::Secret;
use crate::{SecretError, Secrets, ops};
use async_trait::async_trait;
use ferrovirt_driver::SecretDriver;
use ferrovirt_driver::secret::SecretValue;
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    ConnectListAllSecretsFlags as ListFlags, ErrorDomain, SecretDefineFlags, SecretUsageType,
};
use ferrovirt_types::object::SecretRef;
use std::sync::Arc;
use uuid::Uuid;

#[async_trait]
impl SecretDriver for Secrets {
    async fn connect_list_all_secrets(&self, flags: u32) -> Result<Vec<SecretRef>> {
        check(flags, ListFlags::all().bits(), "virConnectListAllSecrets")?;
        let flags = ListFlags::from_bits_truncate(flags);
        let secrets = self.shared.secrets.snapshot();
        let mut found: Vec<SecretRef> = secrets
            .iter()
            .filter(|entry| matches(&entry.object, flags))
            .map(|entry| entry.object.definition.load().reference())
            .collect();
        found.sort_unstable_by_key(|secret| secret.uuid);
        Ok(found)
    }

    async fn secret_lookup_by_uuid(&self, uuid: Uuid) -> Result<SecretRef> {
        Ok(self.shared.by_uuid(uuid)?.object.definition.load().reference())
    }

    async fn secret_lookup_by_usage(&self, usage_type: i32, usage_id: &str) -> Result<SecretRef> {
        let kind = SecretUsageType::from_raw(usage_type);
        let found = kind.and_then(|kind| self.shared.by_usage(kind, usage_id));
        let found = found.ok_or_else(|| SecretError::NoUsage {
            usage: usage_id.to_owned(),
        })?;
        Ok(found.reference())
    }

    async fn secret_define_xml(&self, xml: &str, flags: u32) -> Result<SecretRef> {
        check(flags, SecretDefineFlags::all().bits(), "virSecretDefineXML")?;
        if flags & SecretDefineFlags::VALIDATE.bits() != 0 {
            ferrovirt_schema::check::accepted("secret", xml)?;
        }
        let (shared, xml) = (Arc::clone(&self.shared), xml.to_owned());
        carry(async move { ops::define(&shared, &xml).await }).await
    }

    async fn secret_get_xml_desc(&self, secret: &SecretRef, flags: u32) -> Result<String> {
        check(flags, 0, "virSecretGetXMLDesc")?;
        Ok(self
            .shared
            .by_uuid(secret.uuid)?
            .object
            .definition
            .load()
            .to_xml())
    }

    async fn secret_set_value(&self, secret: &SecretRef, value: &[u8], flags: u32) -> Result<()> {
        check(flags, 0, "virSecretSetValue")?;
        if value.is_empty() {
            return Err(SecretError::Empty.into());
        }
        let (shared, uuid) = (Arc::clone(&self.shared), secret.uuid);
        let value = SecretValue::new(value.to_vec());
        carry(async move { ops::set_value(&shared, uuid, value).await }).await
    }

    async fn secret_get_value(&self, secret: &SecretRef, flags: u32) -> Result<Vec<u8>> {
        check(flags, 0, "virSecretGetValue")?;
        let found = self.shared.by_uuid(secret.uuid)?;
        if found.object.definition.load().private() {
            return Err(SecretError::Private.into());
        }
        Ok(self.shared.value(&found.object)?.bytes().to_vec())
    }

    async fn secret_undefine(&self, secret: &SecretRef) -> Result<()> {
        let (shared, uuid) = (Arc::clone(&self.shared), secret.uuid);
        carry(async move { ops::undefine(&shared, uuid).await }).await
    }
}

/// Runs a change as a task of its own: dropping the call does not stop it half-way.
async fn carry<T: Send + 'static>(
    work: impl Future<Output = Result<T, SecretError>> + Send + 'static,
) -> Result<T> {
    Ok(tokio::spawn(work).await.unwrap_or(Err(SecretError::Task))?)
}

fn check(flags: u32, supported: u32, function: &str) -> Result<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Secret)
}

fn matches(secret: &Secret, flags: ListFlags) -> bool {
    let definition = secret.definition.load();
    let among = |yes: ListFlags, no: ListFlags, is: bool| {
        !flags.intersects(yes | no) || flags.contains(if is { yes } else { no })
    };
    among(
        ListFlags::EPHEMERAL,
        ListFlags::NO_EPHEMERAL,
        definition.ephemeral(),
    ) && among(ListFlags::PRIVATE, ListFlags::NO_PRIVATE, definition.private())
}
