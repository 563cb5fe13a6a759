//! The API's calls: flags are checked, changes are carried to their end though the caller leaves.

mod guests;
mod pools;
mod volumes;

use crate::StorageError;
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

fn check(flags: u32, supported: u32, function: &str) -> Result<()> {
    ferrovirt_types::flags::check(flags, supported, function, ErrorDomain::Storage)
}
