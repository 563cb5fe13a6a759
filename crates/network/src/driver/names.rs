//! Names of bridges: each belongs to one network, also while several are being defined at once.

use super::Shared;
use crate::error::{Error, Result};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Names that calls which are under way have chosen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reservations(Arc<Mutex<HashSet<String>>>);

/// A name that is reserved until this is dropped, when a published definition holds it.
#[derive(Debug)]
pub(crate) struct Reserved {
    name: String,
    all: Reservations,
}

impl Reservations {
    /// Runs `choose` with a test for names that calls under way have, and reserves what it chose.
    pub(crate) fn reserve(
        &self,
        choose: impl FnOnce(&dyn Fn(&str) -> bool) -> Result<Option<String>>,
    ) -> Result<Option<Reserved>> {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(name) = choose(&|name| names.contains(name))? else {
            return Ok(None);
        };
        names.insert(name.clone());
        Ok(Some(Reserved {
            name,
            all: self.clone(),
        }))
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.all
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.name);
    }
}

impl Shared {
    /// The network that has `bridge`, other than `network` itself.
    pub(crate) fn holder_of(&self, bridge: &str, network: &str) -> Option<String> {
        let nets = self.nets.snapshot();
        let holder = nets
            .iter()
            .find(|entry| &*entry.name != network && entry.object.view().has_bridge(bridge));
        holder.map(|entry| entry.name.to_string())
    }

    /// Refuses a bridge that another network has.
    pub(crate) fn check_bridge(&self, bridge: &str, network: &str) -> Result<()> {
        match self.holder_of(bridge, network) {
            Some(by) => Err(Error::BridgeOfNetwork {
                bridge: bridge.to_owned(),
                by,
            }),
            None => Ok(()),
        }
    }
}
