//! One network: what readers see of it, and who is plugged in.
//!
//! A network is defined, live or both. Only the holder of the store's claim changes it; readers take
//! the published view and never wait.

use crate::plan::Means;
use arc_swap::ArcSwap;
use ferrovirt_schema::network::Network;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::object::{DomainRef, NetworkRef};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// A network in the store.
#[derive(Debug)]
pub(crate) struct Net {
    view: ArcSwap<View>,
    ports: Mutex<BTreeMap<Uuid, Port>>,
}

/// What a network is at a moment.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) reference: NetworkRef,
    /// What it will be when it starts next; a network without is transient.
    pub(crate) definition: Option<Arc<Network>>,
    /// What it is now, if it runs.
    pub(crate) live: Option<Arc<Live>>,
    pub(crate) autostart: bool,
}

/// A network that runs.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) document: Network,
    pub(crate) means: Means,
}

/// A guest interface that is plugged in.
#[derive(Debug, Clone)]
pub(crate) struct Port {
    pub(crate) domain: DomainRef,
    pub(crate) mac: MacAddr,
    pub(crate) device: IfName,
    pub(crate) portgroup: Option<String>,
}

impl Net {
    pub(crate) fn new(view: View) -> Self {
        Net {
            view: ArcSwap::from_pointee(view),
            ports: Mutex::default(),
        }
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.view.load_full()
    }

    /// Publishes the view with a change. For the holder of the claim only.
    pub(crate) fn change(&self, change: impl FnOnce(&mut View)) {
        let mut view = View::clone(&self.view.load());
        change(&mut view);
        self.view.store(Arc::new(view));
    }

    /// Who is plugged in; held for a moment only.
    pub(crate) fn ports(&self) -> MutexGuard<'_, BTreeMap<Uuid, Port>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl View {
    /// The network's name.
    pub(crate) fn name(&self) -> &str {
        &self.reference.name
    }

    /// Whether a bridge of its own has this name, now or when it starts next.
    pub(crate) fn has_bridge(&self, bridge: &str) -> bool {
        let live = self.live.as_ref().map(|live| &live.document);
        let documents = self.definition.as_deref().into_iter().chain(live);
        documents
            .into_iter()
            .any(|d| d.has_own_bridge() && d.bridge_name() == Some(bridge))
    }

    /// What it is now, or will be.
    pub(crate) fn document(&self) -> Option<&Network> {
        match (&self.live, &self.definition) {
            (Some(live), _) => Some(&live.document),
            (None, definition) => definition.as_deref(),
        }
    }
}
