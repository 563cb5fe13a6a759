//! The task that changes filters and bindings, one change after the other: what is in the kernel, on
//! disk and in the index stays the same thing.

use crate::NwFilterError;
use crate::binding::Binding;
use crate::compile::compile;
use crate::driver::Shared;
use crate::resolve::{self, Lookup};
use ferrovirt_firewall::guest::{GuestFilter, Learn};
use ferrovirt_schema::nwfilter::NwFilter;
use ferrovirt_store::{Fate, StoreError};
use ferrovirt_types::object::{NwFilterBindingRef, NwFilterRef};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// Where the result goes; nobody may be waiting any more.
type Reply<T> = oneshot::Sender<Result<T, NwFilterError>>;

/// A change.
pub(crate) enum Job {
    /// Defines a filter, or puts another in its place for all its interfaces.
    Define(Box<NwFilter>, Reply<NwFilterRef>),
    /// Forgets a filter.
    Undefine(Uuid, Reply<()>),
    /// Filters an interface.
    Bind(Box<Binding>, Reply<NwFilterBindingRef>),
    /// The same in the place of what the device has.
    Rebind(Box<Binding>, Reply<NwFilterBindingRef>),
    /// No longer filters an interface.
    Unbind(String, Reply<()>),
    /// Puts back all tables.
    Repair,
}

pub(crate) async fn run(shared: Arc<Shared>, mut jobs: mpsc::Receiver<Job>) {
    while let Some(job) = jobs.recv().await {
        match job {
            Job::Define(filter, reply) => drop(reply.send(define(&shared, *filter).await)),
            Job::Undefine(uuid, reply) => drop(reply.send(undefine(&shared, uuid).await)),
            Job::Bind(binding, reply) => drop(reply.send(bind(&shared, *binding).await)),
            Job::Rebind(binding, reply) => drop(reply.send(put(&shared, *binding).await)),
            Job::Unbind(device, reply) => drop(reply.send(unbind(&shared, &device).await)),
            Job::Repair => repair(&shared).await,
        }
    }
}

async fn define(shared: &Shared, mut filter: NwFilter) -> Result<NwFilterRef, NwFilterError> {
    let uuid = *filter.uuid.get_or_insert_with(Uuid::new_v4);
    let name = filter.name.clone();
    let known = |wanted: &str| shared.by_name(wanted);
    // A document without a UUID is another filter, and two of one name cannot be.
    let claim = shared.filters.claim(&name, uuid).await.map_err(|e| match e {
        StoreError::NameTaken { name, uuid } => NwFilterError::NameTaken { name, uuid },
        StoreError::UuidTaken { name, .. } => NwFilterError::UuidTaken { name },
        e => e.into(),
    })?;
    if resolve::is_loop(&known, &filter) {
        return Err(NwFilterError::Loop { name });
    }
    let filter = Arc::new(filter);
    let newer = |wanted: &str| match wanted == filter.name {
        true => Some(Arc::clone(&filter)),
        false => shared.by_name(wanted),
    };
    let touched: Vec<Arc<Binding>> = bound_by(shared, &newer, &name);
    // All of them before any.
    let mut tables = Vec::new();
    for binding in &touched {
        tables.push((compile(&newer, binding)?, compile(&known, binding)));
    }
    let mut done = Vec::new();
    for (table, before) in tables {
        if let Err(e) = install(shared, table).await {
            put_back(shared, done).await;
            return Err(e);
        }
        done.push(before);
    }
    let object = Arc::clone(&filter);
    if let Err(e) = claim.define(filter.to_xml().into(), move || object).await {
        put_back(shared, done).await;
        return Err(e.into());
    }
    Ok(NwFilterRef { name, uuid })
}

async fn put_back(shared: &Shared, tables: Vec<Result<GuestFilter, NwFilterError>>) {
    for table in tables.into_iter().flatten() {
        let device = table.device.clone();
        if let Err(error) = install(shared, table).await {
            tracing::error!(%device, error = error.chain(), "the former filter of an interface is not put back");
        }
    }
}

async fn undefine(shared: &Shared, uuid: Uuid) -> Result<(), NwFilterError> {
    let name = shared.by_uuid(uuid)?.name.to_string();
    let lookup = |wanted: &str| shared.by_name(wanted);
    if let Some(binding) = bound_by(shared, &lookup, &name).first() {
        return Err(NwFilterError::InUse {
            name,
            device: binding.device.to_string(),
        });
    }
    let claim = shared.filters.claim(&name, uuid).await?;
    claim.undefine(|| Fate::Remove).await?;
    Ok(())
}

/// The bindings to a filter, or to one that includes it.
fn bound_by(shared: &Shared, lookup: Lookup<'_>, name: &str) -> Vec<Arc<Binding>> {
    let bindings = shared.bindings.load();
    let mut uses: BTreeMap<&str, bool> = BTreeMap::new();
    let mut found = Vec::new();
    for binding in bindings.values() {
        let filter = binding.filter();
        let used = uses
            .entry(filter)
            .or_insert_with(|| resolve::closure(lookup, filter).contains(name));
        if *used {
            found.push(Arc::clone(binding));
        }
    }
    found
}

async fn bind(shared: &Shared, binding: Binding) -> Result<NwFilterBindingRef, NwFilterError> {
    let device = binding.device.to_string();
    if shared.bindings.load().contains_key(&device) {
        return Err(NwFilterError::Bound { device });
    }
    put(shared, binding).await
}

/// Binds a filter to a device, in the place of the one that it has.
async fn put(shared: &Shared, binding: Binding) -> Result<NwFilterBindingRef, NwFilterError> {
    let device = binding.device.to_string();
    let before = shared.bindings.load().get(&device).cloned();
    let table = compile(&|name| shared.by_name(name), &binding)?;
    // The file first: of a kill in between, the next daemon makes a table, not an interface without one.
    shared.status.write(&device, binding.to_xml().into()).await?;
    if let Err(e) = shared.nft.install_filter(&table).await {
        let undone = match before {
            Some(before) => shared.status.write(&device, before.to_xml().into()).await,
            None => shared.status.remove(&device).await,
        };
        if let Err(error) = undone {
            tracing::warn!(device, %error, "the binding of a filter is not taken back");
        }
        return Err(e.into());
    }
    let reference = binding.reference();
    change(shared, |bindings| {
        bindings.insert(device, Arc::new(binding));
    });
    Ok(reference)
}

async fn unbind(shared: &Shared, device: &str) -> Result<(), NwFilterError> {
    let binding = shared.binding(device)?;
    shared.nft.remove_filter(&binding.device).await?;
    shared.status.remove(device).await?;
    change(shared, |bindings| {
        bindings.remove(device);
    });
    Ok(())
}

async fn repair(shared: &Shared) {
    for binding in shared.bindings.load_full().values() {
        let put = match compile(&|name| shared.by_name(name), binding) {
            Ok(table) => install(shared, table).await,
            Err(e) => Err(e),
        };
        if let Err(error) = put {
            tracing::error!(device = %binding.device, error = error.chain(), "the filter of an interface is not put back");
        }
    }
}

/// Puts a table in the place of the one that is there, with the addresses that it has learnt.
async fn install(shared: &Shared, mut table: GuestFilter) -> Result<(), NwFilterError> {
    if let Some(learn) = table.learn {
        table.learned = shared.nft.learned(&table.device).await;
        if learn == Learn::First {
            table.learned.truncate(1);
        }
    }
    Ok(shared.nft.install_filter(&table).await?)
}

fn change(shared: &Shared, how: impl FnOnce(&mut BTreeMap<String, Arc<Binding>>)) {
    let mut bindings = BTreeMap::clone(&shared.bindings.load());
    how(&mut bindings);
    shared.bindings.store(Arc::new(bindings));
}
