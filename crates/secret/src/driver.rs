//! The driver: the secrets that are defined, their sealed values, and whom to tell.

use crate::SecretError;
use crate::definition::Definition;
use crate::vault::Vault;
use arc_swap::{ArcSwap, ArcSwapOption};
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::secret::SecretValue;
use ferrovirt_host::paths::Places;
use ferrovirt_store::{Claim, Durability, Entry, Files, Found, Identity, Layout, Store, Writer};
use ferrovirt_types::consts::SecretUsageType;
use ferrovirt_types::event::{Event, SecretEvent};
use ferrovirt_types::object::SecretRef;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Secrets of one host, as the API's secret driver. Cheap to clone: all clones are the same.
#[derive(Clone)]
pub struct Secrets {
    pub(crate) shared: Arc<Shared>,
}

/// What all calls share.
pub(crate) struct Shared {
    pub(crate) secrets: Store<Secret>,
    /// Sealed values, one file a secret.
    pub(crate) values: Files,
    pub(crate) vault: Vault,
    /// Held while a use is looked up and given to a secret: no two secrets are for the same.
    pub(crate) usages: Mutex<()>,
    events: EventBus,
}

/// One secret.
#[derive(Debug)]
pub(crate) struct Secret {
    pub(crate) definition: ArcSwap<Definition>,
    /// Its value, sealed.
    pub(crate) sealed: ArcSwapOption<Arc<str>>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("secrets", &self.shared.secrets.snapshot().len())
            .finish_non_exhaustive()
    }
}

impl Secrets {
    /// Loads definitions and sealed values from `places.etc`, and the key of the host from
    /// `places.lib`. The key is made where there is none.
    pub async fn open(places: &Places, events: EventBus) -> Result<Self, SecretError> {
        let places = places.clone();
        let load = tokio::task::spawn_blocking(move || load(&places, events));
        let shared = load.await.unwrap_or(Err(SecretError::Task))?;
        Ok(Secrets {
            shared: Arc::new(shared),
        })
    }
}

fn load(places: &Places, events: EventBus) -> Result<Shared, SecretError> {
    let vault = Vault::open(&places.lib.join("secrets").join("host.key"))?;
    let writer = Writer::start()?;
    let dir = places.etc.join("secrets");
    let identify = |text: &str| {
        let uuid = Definition::parse(text)?.uuid();
        Ok::<_, SecretError>(Identity {
            name: uuid.to_string(),
            uuid: Some(uuid),
        })
    };
    let texts = Files::open(&dir, ".xml", Durability::Power, writer.clone(), 0)?;
    let values = Files::open(&dir, ".sealed", Durability::Power, writer.clone(), 0)?;
    let make = |found: &Found| Secret {
        definition: ArcSwap::from_pointee(definition_of(&texts, found)),
        sealed: ArcSwapOption::from(values.read_blocking(&found.name).ok().map(Arc::new)),
    };
    let (secrets, _) = Store::open(Layout::in_dir(&dir), writer, identify, make)?;
    // A kill between the two removals of an undefine leaves a value that is nobody's.
    for name in values.names()? {
        if secrets.by_name(&name).is_none() {
            values.remove(&name).wait()?;
        }
    }
    Ok(Shared {
        secrets,
        values,
        vault,
        usages: Mutex::default(),
        events,
    })
}

/// The definition that was identified a moment ago. Should it have become unreadable since, the secret
/// is there without a use.
fn definition_of(texts: &Files, found: &Found) -> Definition {
    let text = texts.read_blocking(&found.name);
    let read = text
        .map_err(SecretError::from)
        .and_then(|text| Definition::parse(&text));
    read.unwrap_or_else(|error| {
        tracing::error!(uuid = %found.uuid, %error, "the definition of a secret became unreadable");
        Definition::bare(found.uuid)
    })
}

impl Shared {
    pub(crate) fn by_uuid(&self, uuid: Uuid) -> Result<Arc<Entry<Secret>>, SecretError> {
        self.secrets.by_uuid(&uuid).ok_or(SecretError::NoUuid { uuid })
    }

    /// The secret that is for something. Secrets that are for nothing are not found.
    pub(crate) fn by_usage(&self, kind: SecretUsageType, id: &str) -> Option<Arc<Definition>> {
        if kind == SecretUsageType::None {
            return None;
        }
        let secrets = self.secrets.snapshot();
        let mut definitions = secrets.iter().map(|entry| entry.object.definition.load_full());
        definitions.find(|known| known.usage_kind() == kind && known.usage_id() == id)
    }

    /// Claims a secret for a change, and gives it as it is then.
    pub(crate) async fn claim(&self, uuid: Uuid) -> Result<(Claim<Secret>, Arc<Secret>), SecretError> {
        let claim = self.secrets.claim(&uuid.to_string(), uuid).await?;
        let secret = claim.current().cloned().ok_or(SecretError::NoUuid { uuid })?;
        Ok((claim, secret))
    }

    /// The value of a secret.
    pub(crate) fn value(&self, secret: &Secret) -> Result<SecretValue, SecretError> {
        let uuid = secret.definition.load().uuid();
        let sealed = secret.sealed.load();
        let sealed = sealed.as_ref().ok_or(SecretError::NoValue { uuid })?;
        self.vault.open_value(uuid, sealed)
    }

    pub(crate) fn usages(&self) -> std::sync::MutexGuard<'_, ()> {
        self.usages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tell(&self, secret: SecretRef, event: SecretEvent) {
        self.events.publish(Event::Secret(secret, event));
    }
}
