//! The API's calls: flags are checked, changes are carried to their end though the caller leaves.

mod guests;
mod pools;
mod volumes;

use crate::{StorageError, job};
use ferrovirt_driver::caller;
use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorDomain;

/// Runs a change as a task of its own: dropping the call does not stop it half-way.
async fn carry<T: Send + 'static>(
    work: impl Future<Output = Result<T, StorageError>> + Send + 'static,
) -> Result<T> {
    match tokio::spawn(work).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(StorageError::Task.into()),
    }
}

/// The same for what takes long: when the caller is gone it is told to end, and undoes what it did.
async fn carry_while_wanted<T: Send + 'static>(
    work: impl Future<Output = Result<T, StorageError>> + Send + 'static,
) -> Result<T> {
    let (wanted, job) = job::begin();
    let gone = async {
        match caller::current() {
            Some(caller) => caller.gone().await,
            None => std::future::pending().await,
        }
    };
    let carried = carry(job.scope(work));
    tokio::pin!(carried);
    tokio::select! {
        ended = &mut carried => return ended,
        () = gone => drop(wanted),
    }
    let ended = carried.await;
    if let Err(error) = &ended {
        tracing::info!(%error, "a client left before its work was done");
    }
    ended
}

fn check(flags: u32, supported: u32, function: &str) -> Result<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Storage)
}
