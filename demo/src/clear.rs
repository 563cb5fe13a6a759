//! What the demo has made, and how it is taken away again: the last first, going on past errors.

use ferrovirt_api::{Domain, Network, StoragePool, StorageVol};
use ferrovirt_types::consts::{DomainDestroyFlags, DomainUndefineFlags, ErrorNumber, StorageVolDeleteFlags};

use crate::failure::{Failure, Outcome};

/// Objects that exist.
#[derive(Default)]
pub struct Made {
    pub network: Option<Network>,
    pub pool: Option<StoragePool>,
    pub volume: Option<StorageVol>,
    pub guest: Option<Domain>,
}

impl Made {
    /// Removes everything; the error names all that did not go.
    pub async fn clear(&mut self) -> Outcome {
        let mut faults = Vec::new();
        let mut note = |what: &str, result: ferrovirt_types::Result<()>| {
            if let Err(error) = result
                && !error.is(ErrorNumber::OperationInvalid)
            {
                faults.push(format!("{what}: {error}"));
            }
        };
        if let Some(guest) = self.guest.take() {
            // One that is off already says that it is: no fault.
            note(
                "ending the guest",
                guest.destroy(DomainDestroyFlags::empty()).await,
            );
            note(
                "undefining the guest",
                guest.undefine(DomainUndefineFlags::empty()).await,
            );
        }
        if let Some(volume) = self.volume.take() {
            note(
                "deleting the volume",
                volume.delete(StorageVolDeleteFlags::empty()).await,
            );
        }
        if let Some(pool) = self.pool.take() {
            note("stopping the pool", pool.destroy().await);
            note("undefining the pool", pool.undefine().await);
        }
        if let Some(network) = self.network.take() {
            note("stopping the network", network.destroy().await);
            note("undefining the network", network.undefine().await);
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Failure::new(faults.join("\n")))
        }
    }
}
