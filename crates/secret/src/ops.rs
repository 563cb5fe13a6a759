//! Changes of secrets. Each holds the store's claim on the secret while it lasts.

use crate::SecretError;
use crate::definition::Definition;
use crate::driver::{Secret, Shared};
use arc_swap::{ArcSwap, ArcSwapOption};
use ferrovirt_driver::secret::SecretValue;
use ferrovirt_store::Fate;
use ferrovirt_types::consts::SecretEventLifecycleType as Lifecycle;
use ferrovirt_types::event::SecretEvent;
use ferrovirt_types::object::SecretRef;
use std::sync::Arc;
use uuid::Uuid;

/// Defines a secret, or changes its description and whether it is kept on disk.
pub(crate) async fn define(shared: &Arc<Shared>, text: &str) -> Result<SecretRef, SecretError> {
    let definition = Definition::parse(text)?;
    let uuid = definition.uuid();
    let claim = shared.secrets.claim(&uuid.to_string(), uuid).await?;
    let known = claim.current().cloned();
    if let Some(secret) = &known {
        check_change(&secret.definition.load(), &definition)?;
    }
    let reference = definition.reference();
    let was_kept = known.as_ref().map(|secret| !secret.definition.load().ephemeral());
    // While it is being written, the secret is in the index with the old definition or not at all; a
    // second one for the same use has to see it.
    let secret = reserve(shared, &claim, known, &definition)?;
    if definition.ephemeral() {
        if was_kept == Some(true) {
            claim.undefine(|| Fate::Keep).await?;
            shared.values.remove(&uuid.to_string()).await?;
        }
    } else {
        let sealed = secret.sealed.load_full();
        if let (Some(false), Some(sealed)) = (was_kept, sealed) {
            shared
                .values
                .write(&uuid.to_string(), Arc::clone(&sealed))
                .await?;
        }
        let kept = Arc::clone(&secret);
        let written = claim.define(definition.to_xml().into(), move || kept).await;
        if let Err(e) = written {
            if was_kept.is_none() {
                claim.remove();
            }
            return Err(e.into());
        }
    }
    secret.definition.store(Arc::new(definition));
    let event = Lifecycle::Defined.raw();
    shared.tell(reference.clone(), SecretEvent::Lifecycle { event });
    Ok(reference)
}

/// Puts the secret into the index if no other is for the same.
fn reserve(
    shared: &Shared,
    claim: &ferrovirt_store::Claim<Secret>,
    known: Option<Arc<Secret>>,
    definition: &Definition,
) -> Result<Arc<Secret>, SecretError> {
    let _usages = shared.usages();
    let other = shared.by_usage(definition.usage_kind(), definition.usage_id());
    if let Some(other) = other.filter(|other| other.uuid() != definition.uuid()) {
        return Err(SecretError::UsageTaken {
            uuid: other.uuid(),
            usage: definition.usage_id().to_owned(),
        });
    }
    if let Some(secret) = known {
        return Ok(secret);
    }
    let secret = Arc::new(Secret {
        definition: ArcSwap::from_pointee(definition.clone()),
        sealed: ArcSwapOption::empty(),
    });
    claim.publish(Arc::clone(&secret))?;
    Ok(secret)
}

fn check_change(old: &Definition, new: &Definition) -> Result<(), SecretError> {
    let uuid = old.uuid();
    if old.usage_id() != new.usage_id() || old.usage_kind() != new.usage_kind() {
        return Err(SecretError::UsageFixed {
            uuid,
            usage: old.usage_id().to_owned(),
        });
    }
    if old.private() && !new.private() {
        return Err(SecretError::PrivateFixed { uuid });
    }
    Ok(())
}

/// Forgets a secret and its value.
pub(crate) async fn undefine(shared: &Arc<Shared>, uuid: Uuid) -> Result<(), SecretError> {
    let (claim, secret) = shared.claim(uuid).await?;
    let definition = secret.definition.load_full();
    if definition.ephemeral() {
        claim.remove();
    } else {
        // The value first: what is left of a kill in between can be undefined again.
        shared.values.remove(&uuid.to_string()).await?;
        secret.sealed.store(None);
        claim.undefine(|| Fate::Remove).await?;
    }
    let event = Lifecycle::Undefined.raw();
    shared.tell(definition.reference(), SecretEvent::Lifecycle { event });
    Ok(())
}

/// Gives a secret a value.
pub(crate) async fn set_value(
    shared: &Arc<Shared>,
    uuid: Uuid,
    value: SecretValue,
) -> Result<(), SecretError> {
    let (_claim, secret) = shared.claim(uuid).await?;
    let definition = secret.definition.load_full();
    let sealed = shared.vault.seal(uuid, value.bytes())?;
    drop(value);
    if !definition.ephemeral() {
        shared
            .values
            .write(&uuid.to_string(), Arc::clone(&sealed))
            .await?;
    }
    secret.sealed.store(Some(Arc::new(sealed)));
    shared.tell(definition.reference(), SecretEvent::ValueChanged);
    Ok(())
}
