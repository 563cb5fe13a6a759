//! The driver: the filters that are defined, what they are bound to, and the task that changes both.

use crate::NwFilterError;
use crate::binding::Binding;
use crate::defaults::DEFAULTS;
use crate::definition;
use crate::worker::{self, Job};
use arc_swap::ArcSwap;
use ferrovirt_firewall::Nft;
use ferrovirt_host::paths::Places;
use ferrovirt_schema::nwfilter::NwFilter;
use ferrovirt_store::{Durability, Entry, Files, Found, Identity, Layout, StatusFiles, Store, Writer};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// Changes that wait; beyond, callers wait before they are taken.
const QUEUE: usize = 64;
/// The file that says that the first filters were put in place; who removes one does not get it back.
const INSTALLED: &str = "defaults";

/// Network filters of one host, as the API's driver. Cheap to clone: all clones are the same.
#[derive(Clone)]
pub struct NwFilters {
    pub(crate) shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
}

/// What readers see.
pub(crate) struct Shared {
    pub(crate) filters: Store<NwFilter>,
    /// By device.
    pub(crate) bindings: ArcSwap<BTreeMap<String, Arc<Binding>>>,
    pub(crate) status: StatusFiles,
    pub(crate) nft: Nft,
}

impl fmt::Debug for NwFilters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NwFilters")
            .field("filters", &self.shared.filters.snapshot().len())
            .field("bindings", &self.shared.bindings.load().len())
            .finish_non_exhaustive()
    }
}

impl NwFilters {
    /// Loads filters from `places.etc` and bindings from `places.run`, and puts back the tables of the
    /// bindings in the background. A host without filters gets those that documents of guests ask for.
    pub async fn open(places: &Places) -> Result<Self, NwFilterError> {
        let places = places.clone();
        let load = tokio::task::spawn_blocking(move || load(&places));
        let shared = Arc::new(load.await.unwrap_or(Err(NwFilterError::Stopped))?);
        let (jobs, queue) = mpsc::channel(QUEUE);
        tokio::spawn(worker::run(Arc::clone(&shared), queue));
        let this = NwFilters { shared, jobs };
        if !this.shared.bindings.load().is_empty() {
            this.repair().await;
        }
        Ok(this)
    }

    /// Puts back the tables of all bindings, which others may have flushed.
    pub async fn repair(&self) {
        // A task that is gone has nothing to put back.
        drop(self.jobs.send(Job::Repair).await);
    }

    /// Asks the task for a change, which is carried to its end though the caller leaves.
    pub(crate) async fn ask<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, NwFilterError>>) -> Job,
    ) -> Result<T, NwFilterError> {
        let (reply, answer) = oneshot::channel();
        let sent = self.jobs.send(job(reply)).await;
        sent.map_err(|_| NwFilterError::Stopped)?;
        answer.await.unwrap_or(Err(NwFilterError::Stopped))
    }
}

impl Shared {
    pub(crate) fn by_uuid(&self, uuid: Uuid) -> Result<Arc<Entry<NwFilter>>, NwFilterError> {
        self.filters.by_uuid(&uuid).ok_or(NwFilterError::NoUuid { uuid })
    }

    pub(crate) fn by_name(&self, name: &str) -> Option<Arc<NwFilter>> {
        Some(Arc::clone(&self.filters.by_name(name)?.object))
    }

    pub(crate) fn binding(&self, device: &str) -> Result<Arc<Binding>, NwFilterError> {
        let found = self.bindings.load().get(device).cloned();
        found.ok_or_else(|| NwFilterError::NoBinding {
            device: device.to_owned(),
        })
    }
}

fn load(places: &Places) -> Result<Shared, NwFilterError> {
    let writer = Writer::start()?;
    let dir = places.etc.join("nwfilter");
    let texts = Files::open(&dir, ".xml", Durability::Power, writer.clone(), 0)?;
    let identify = |text: &str| {
        let filter = definition::parse(text, false)?;
        Ok::<_, NwFilterError>(Identity {
            name: filter.name,
            uuid: filter.uuid,
        })
    };
    let make = |found: &Found| filter_of(&texts, found);
    let (filters, _) = Store::open(Layout::in_dir(&dir), writer.clone(), identify, make)?;
    install_defaults(&filters, &dir, &writer)?;
    let status = StatusFiles::open(&places.run.join("nwfilter-binding"), writer)?;
    let mut bindings = BTreeMap::new();
    for found in status.load()? {
        let binding = found.text.map_err(NwFilterError::from);
        match binding.and_then(|text| Binding::parse(&text, false)) {
            Ok(binding) => {
                bindings.insert(found.name, Arc::new(binding));
            }
            Err(error) => tracing::error!(device = found.name, %error, "a filter binding is not taken up"),
        }
    }
    Ok(Shared {
        filters,
        bindings: ArcSwap::from_pointee(bindings),
        status,
        nft: Nft::default(),
    })
}

/// The definition that was identified a moment ago. Should it have become unreadable since, it has no rules.
fn filter_of(texts: &Files, found: &Found) -> NwFilter {
    let text = texts.read_blocking(&found.name).map_err(NwFilterError::from);
    let mut filter = text
        .and_then(|text| definition::parse(&text, false))
        .unwrap_or_else(|error| {
            tracing::error!(name = found.name, %error, "the definition of a filter became unreadable");
            NwFilter {
                name: found.name.clone(),
                chain: "root".to_owned(),
                ..NwFilter::default()
            }
        });
    filter.uuid = Some(found.uuid);
    filter
}

/// Puts the first filters in place, once. They are there at once and on disk in a while: what a kill in
/// between leaves out, the next start puts in place.
fn install_defaults(filters: &Store<NwFilter>, dir: &Path, writer: &Writer) -> Result<(), NwFilterError> {
    let marks = Files::open(dir, ".installed", Durability::Power, writer.clone(), 0)?;
    if marks.names()?.iter().any(|name| name == INSTALLED) {
        return Ok(());
    }
    for (name, text) in DEFAULTS {
        let mut filter = definition::parse(text, false)?;
        let uuid = Uuid::new_v4();
        filter.uuid = Some(uuid);
        if filters.by_name(name).is_some() {
            continue;
        }
        let Some(claim) = filters.try_claim(name, uuid)? else {
            continue;
        };
        let (text, filter) = (filter.to_xml(), Arc::new(filter));
        claim.publish(Arc::clone(&filter))?;
        drop(claim.define(text.into(), move || filter));
    }
    drop(marks.write(INSTALLED, "".into()));
    Ok(())
}
