//! What neighbours ask: values, private ones included.

use crate::definition::kind_word;
use crate::{SecretError, Secrets};
use async_trait::async_trait;
use ferrovirt_driver::secret::{GuestSecrets, SecretKey, SecretValue};
use ferrovirt_types::Result;
use ferrovirt_types::consts::SecretUsageType;
use uuid::Uuid;

#[async_trait]
impl GuestSecrets for Secrets {
    async fn value(&self, key: &SecretKey, kind: SecretUsageType) -> Result<SecretValue> {
        let uuid = match key {
            SecretKey::Uuid(uuid) => *uuid,
            SecretKey::Usage(usage) => {
                let found = self.shared.by_usage(kind, usage);
                let none = || SecretError::NoUsage { usage: usage.clone() };
                found.ok_or_else(none)?.uuid()
            }
        };
        let found = self.shared.by_uuid(uuid)?;
        let is = found.object.definition.load().usage_kind();
        if is != kind {
            return Err(SecretError::WrongKind {
                key: key.to_string(),
                found: kind_word(is),
                expected: kind_word(kind),
            }
            .into());
        }
        Ok(self.shared.value(&found.object)?)
    }

    async fn find(&self, kind: SecretUsageType, usage: &str) -> Option<Uuid> {
        self.shared.by_usage(kind, usage).map(|found| found.uuid())
    }
}
