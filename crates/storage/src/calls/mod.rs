//! The API's calls: flags are checked, changes are carried to their end though the caller leaves.

mod guests;
mod pools;
mod volumes;

use crate::StorageError;
use crate::job::Job;
use ferrovirt_driver::caller;
use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorDomain;

/// Does a change as work in a task of its own: dropping the call does not stop it half-way.
async fn carry<T: Send + 'static>(
    work: impl Future<Output = Result<T, StorageError>> + Send + 'static,
) -> Result<T> {
    carry_as(Job::begin(), work).await
}

async fn carry_as<T: Send + 'static>(
    job: Job,
    work: impl Future<Output = Result<T, StorageError>> + Send + 'static,
) -> Result<T> {
    let work = async move {
        let ended = job.clone().scope(work).await;
        match job.is_cancelled() {
            true => ended.map_err(|_| StorageError::Cancelled),
            false => ended,
        }
    };
    match tokio::spawn(work).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(StorageError::Task.into()),
    }
}

/// The same for what takes long: when the caller is gone, or the work is cancelled, it undoes what it did.
async fn carry_while_wanted<T: Send + 'static>(
    work: impl Future<Output = Result<T, StorageError>> + Send + 'static,
) -> Result<T> {
    let job = Job::begin();
    let gone = async {
        match caller::current() {
            Some(caller) => caller.gone().await,
            None => std::future::pending().await,
        }
    };
    let carried = carry_as(job.clone(), work);
    tokio::pin!(carried);
    tokio::select! {
        ended = &mut carried => return ended,
        () = gone => job.cancel(),
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
