//! Secrets.

use crate::{Connection, Document};
use ferrovirt_types::Result;
use ferrovirt_types::consts::SecretUsageType;
use ferrovirt_types::object::SecretRef;
use uuid::Uuid;

/// A secret that drivers use on behalf of guests.
#[derive(Clone, Debug)]
pub struct Secret {
    connection: Connection,
    secret: SecretRef,
}

impl Secret {
    pub(crate) fn new(connection: Connection, secret: SecretRef) -> Self {
        Self { connection, secret }
    }

    /// Names it in calls of the drivers and in events.
    pub fn identity(&self) -> &SecretRef {
        &self.secret
    }

    /// Unique and stable identity.
    pub fn uuid(&self) -> Uuid {
        self.secret.uuid
    }

    /// What it is for; `None` when that is newer than this crate.
    pub fn usage(&self) -> Option<SecretUsageType> {
        SecretUsageType::from_raw(self.secret.usage_type)
    }

    /// Which object of that kind.
    pub fn usage_id(&self) -> &str {
        &self.secret.usage_id
    }

    /// The definition, without the value.
    pub async fn xml(&self) -> Result<String> {
        self.connection
            .drivers()
            .secret
            .secret_get_xml_desc(&self.secret, 0)
            .await
    }

    /// The definition as a typed document.
    pub async fn definition(&self) -> Result<ferrovirt_schema::secret::Secret> {
        Document::read(&self.xml().await?)
    }

    /// The value, unless the secret is private.
    pub async fn value(&self) -> Result<Vec<u8>> {
        self.connection
            .drivers()
            .secret
            .secret_get_value(&self.secret, 0)
            .await
    }

    /// Sets the value.
    pub async fn set_value(&self, value: &[u8]) -> Result<()> {
        self.connection
            .drivers()
            .secret
            .secret_set_value(&self.secret, value, 0)
            .await
    }

    /// Forgets definition and value.
    pub async fn undefine(&self) -> Result<()> {
        self.connection
            .drivers()
            .secret
            .secret_undefine(&self.secret)
            .await
    }
}
