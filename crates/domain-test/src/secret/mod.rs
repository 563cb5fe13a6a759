//! Secrets. They are kept in memory, however they say they are to be kept.

use crate::TestDriver;
use crate::error::{Kind, Result, TestError, check_flags};
use crate::family::Found;
use crate::world::World;
use async_trait::async_trait;
use ferrovirt_driver::SecretDriver;
use ferrovirt_schema::secret::{Secret as Document, Usage};
use ferrovirt_types::consts::{
    ConnectListAllSecretsFlags as List, ErrorDomain, ErrorNumber, SecretEventLifecycleType, SecretUsageType,
};
use ferrovirt_types::event::{Event, SecretEvent};
use ferrovirt_types::object::SecretRef;
use ferrovirt_types::{Error, Result as ApiResult};
use ferrovirt_xml::YesNo;
use std::sync::Arc;
use uuid::Uuid;

const WORD: &str = "secret";
/// Defining is to hold the document against its grammar.
const VALIDATE: u32 = 1;
/// Longest value in bytes.
const LONGEST: usize = 64 << 10;

/// A secret.
#[derive(Debug, Clone)]
pub(crate) struct Secret {
    document: Arc<Document>,
    value: Option<Arc<[u8]>>,
}

impl Secret {
    fn is(&self, flag: Option<YesNo>) -> bool {
        flag == Some(YesNo::Yes)
    }

    fn reference(&self, uuid: Uuid) -> SecretRef {
        let usage = self.document.usage.as_ref();
        SecretRef {
            uuid,
            usage_type: kind_of(usage).raw(),
            usage_id: usage.map(|u| u.id().to_owned()).unwrap_or_default(),
        }
    }
}

fn kind_of(usage: Option<&Usage>) -> SecretUsageType {
    match usage {
        None | Some(Usage::None) => SecretUsageType::None,
        Some(Usage::Volume(_)) => SecretUsageType::Volume,
        Some(Usage::Ceph(_)) => SecretUsageType::Ceph,
        Some(Usage::Iscsi(_)) => SecretUsageType::Iscsi,
        Some(Usage::Tls(_)) => SecretUsageType::Tls,
        Some(Usage::Vtpm(_)) => SecretUsageType::Vtpm,
    }
}

fn refuse(code: ErrorNumber, why: impl Into<String>) -> TestError {
    TestError::Api(Error::new(code, ErrorDomain::Secret, why))
}

impl World {
    fn secret(&self, secret: &SecretRef) -> Result<Found<Secret>> {
        let missing = || missing(secret.uuid);
        self.secrets.by_uuid(&secret.uuid).ok_or_else(missing)
    }

    fn tell_secret(&self, secret: SecretRef, event: SecretEvent) {
        self.events.publish(Event::Secret(secret, event));
    }
}

fn missing(uuid: Uuid) -> TestError {
    TestError::not_found(Kind::Secret, "uuid", uuid)
}

#[async_trait]
impl SecretDriver for TestDriver {
    async fn secret_lookup_by_uuid(&self, uuid: Uuid) -> ApiResult<SecretRef> {
        let found = self.world.secrets.by_uuid(&uuid).ok_or_else(|| missing(uuid))?;
        Ok(found.state.reference(uuid))
    }

    async fn secret_lookup_by_usage(&self, usage_type: i32, usage_id: &str) -> ApiResult<SecretRef> {
        let all = self.world.secrets.list();
        let is = |s: &SecretRef| s.usage_type == usage_type && s.usage_id == usage_id && usage_type != 0;
        let found = all.iter().map(|found| found.state.reference(found.uuid)).find(is);
        Ok(found.ok_or_else(|| TestError::not_found(Kind::Secret, "usage", usage_id))?)
    }

    async fn connect_list_all_secrets(&self, flags: u32) -> ApiResult<Vec<SecretRef>> {
        check_flags(flags, List::all().bits(), "virConnectListAllSecrets")?;
        let flags = List::from_bits_truncate(flags);
        let pair =
            |yes, no, has: bool| !flags.intersects(yes | no) || flags.contains(if has { yes } else { no });
        let lets = |s: &Secret| {
            pair(List::EPHEMERAL, List::NO_EPHEMERAL, s.is(s.document.ephemeral))
                && pair(List::PRIVATE, List::NO_PRIVATE, s.is(s.document.private))
        };
        let all = self.world.secrets.list();
        Ok(all
            .iter()
            .filter(|found| lets(&found.state))
            .map(|found| found.state.reference(found.uuid))
            .collect())
    }

    async fn secret_define_xml(&self, xml: &str, flags: u32) -> ApiResult<SecretRef> {
        check_flags(flags, VALIDATE, "virSecretDefineXML")?;
        let mut document: Document =
            crate::domain::read_document(xml, Document::ROOT, flags & VALIDATE != 0)?;
        document.ephemeral.get_or_insert(YesNo::No);
        document.private.get_or_insert(YesNo::No);
        let uuid = *document.uuid.get_or_insert_with(Uuid::new_v4);
        let (kind, id) = (
            kind_of(document.usage.as_ref()),
            document
                .usage
                .as_ref()
                .map(|u| u.id().to_owned())
                .unwrap_or_default(),
        );
        if kind != SecretUsageType::None && id.is_empty() {
            return Err(refuse(ErrorNumber::XmlError, "the usage of the secret names nothing").into());
        }
        let family = self.world.secrets.begin();
        let all = self.world.secrets.list();
        let other = all.iter().find(|found| {
            let known = found.state.reference(found.uuid);
            found.uuid != uuid
                && kind != SecretUsageType::None
                && known.usage_type == kind.raw()
                && known.usage_id == id
        });
        if let Some(other) = other {
            let why = format!(
                "a secret with UUID {} already defined for use with {id}",
                other.uuid
            );
            return Err(refuse(ErrorNumber::InternalError, why).into());
        }
        let known = family.by_uuid(&uuid);
        if let Some(known) = &known {
            let before = known.state.reference(uuid);
            if before.usage_id != id || before.usage_type != kind.raw() {
                let why = format!(
                    "a secret with UUID {uuid} is already defined for use with {}",
                    before.usage_id
                );
                return Err(refuse(ErrorNumber::InternalError, why).into());
            }
            if known.state.is(known.state.document.private) && document.private == Some(YesNo::No) {
                let why = "cannot change private flag on existing secret";
                return Err(refuse(ErrorNumber::OperationDenied, why).into());
            }
        }
        let secret = Secret {
            document: Arc::new(document),
            value: known.and_then(|k| k.state.value.clone()),
        };
        let reference = secret.reference(uuid);
        family.publish(WORD, &uuid.to_string(), uuid, secret)?;
        drop(family);
        let event = SecretEventLifecycleType::Defined.raw();
        self.world
            .tell_secret(reference.clone(), SecretEvent::Lifecycle { event });
        Ok(reference)
    }

    async fn secret_get_xml_desc(&self, secret: &SecretRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virSecretGetXMLDesc")?;
        Ok(self.world.secret(secret)?.state.document.to_xml())
    }

    async fn secret_set_value(&self, secret: &SecretRef, value: &[u8], flags: u32) -> ApiResult<()> {
        check_flags(flags, 0, "virSecretSetValue")?;
        if value.len() > LONGEST {
            let why = format!("the value has {} bytes, {LONGEST} are the most", value.len());
            return Err(refuse(ErrorNumber::InvalidArg, why).into());
        }
        let family = self.world.secrets.begin();
        let found = family.by_uuid(&secret.uuid).ok_or_else(|| missing(secret.uuid))?;
        let after = Secret {
            value: Some(value.into()),
            ..Secret::clone(&found.state)
        };
        let reference = after.reference(found.uuid);
        family.publish(WORD, &found.name, found.uuid, after)?;
        drop(family);
        self.world.tell_secret(reference, SecretEvent::ValueChanged);
        Ok(())
    }

    async fn secret_get_value(&self, secret: &SecretRef, flags: u32) -> ApiResult<Vec<u8>> {
        check_flags(flags, 0, "virSecretGetValue")?;
        let found = self.world.secret(secret)?;
        if found.state.is(found.state.document.private) {
            return Err(refuse(ErrorNumber::InvalidSecret, "secret is private").into());
        }
        let value = found.state.value.as_ref().ok_or_else(|| {
            let why = format!("secret '{}' does not have a value", found.uuid);
            refuse(ErrorNumber::NoSecret, why)
        })?;
        Ok(value.to_vec())
    }

    async fn secret_undefine(&self, secret: &SecretRef) -> ApiResult<()> {
        let family = self.world.secrets.begin();
        let found = family.by_uuid(&secret.uuid).ok_or_else(|| missing(secret.uuid))?;
        family.remove(&found.uuid);
        drop(family);
        let event = SecretEventLifecycleType::Undefined.raw();
        self.world.tell_secret(
            found.state.reference(found.uuid),
            SecretEvent::Lifecycle { event },
        );
        Ok(())
    }
}
