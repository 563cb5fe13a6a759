//! The connection to the kernel, shared by clones.

use crate::error::{Error, Result, io_error};
use futures_util::stream::{Stream, TryStreamExt};
use rtnetlink::Handle;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// How long the kernel has for one request. It answers in microseconds, but waits for its own lock
/// while others tear down links or namespaces.
const DEADLINE: Duration = Duration::from_secs(10);

/// A connection to the network of one namespace. Clones share it; it closes with the last one.
#[derive(Debug, Clone)]
pub struct Netlink {
    handle: Handle,
    /// For what the kernel answers late, so that it keeps nothing else waiting.
    slow: Handle,
    pump: Arc<Pump>,
}

/// What clones share.
#[derive(Debug)]
struct Pump {
    /// Move messages; they would otherwise outlive the handles.
    tasks: [JoinHandle<()>; 2],
    /// The kernel makes one listing at a time for a socket, and calls a second one "busy".
    listing: Semaphore,
}

impl Drop for Pump {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Netlink {
    /// Connects to the namespace of the calling thread. Has to be called inside a tokio runtime.
    pub fn open() -> Result<Self> {
        let (connection, handle, _) = rtnetlink::new_connection().map_err(Error::Open)?;
        let (slow_connection, slow, _) = rtnetlink::new_connection().map_err(Error::Open)?;
        let pump = Pump {
            tasks: [tokio::spawn(connection), tokio::spawn(slow_connection)],
            listing: Semaphore::new(1),
        };
        Ok(Netlink {
            handle,
            slow,
            pump: Arc::new(pump),
        })
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }

    pub(crate) fn slow(&self) -> &Handle {
        &self.slow
    }
}

/// Waits for an acknowledgement; `named` says what failed.
pub(crate) async fn acknowledged(
    request: impl Future<Output = Result<(), rtnetlink::Error>>,
    named: impl FnOnce(io::Error) -> Error,
) -> Result<()> {
    match tokio::time::timeout(DEADLINE, request).await {
        Ok(answer) => answer.map_err(|e| named(io_error(e))),
        Err(_) => Err(Error::Deadline { after: DEADLINE }),
    }
}

impl Netlink {
    /// Collects what `pick` takes from a listing of everything.
    pub(crate) async fn listed<M, T, S: Stream<Item = Result<M, rtnetlink::Error>>>(
        &self,
        what: &'static str,
        request: impl FnOnce() -> S,
        pick: impl Fn(&M) -> Option<T>,
    ) -> Result<Vec<T>> {
        let turn = tokio::time::timeout(DEADLINE, self.pump.listing.acquire());
        // The semaphore is never closed, so having no permit means that the deadline has passed.
        let Ok(Ok(_turn)) = turn.await else {
            return Err(Error::Deadline { after: DEADLINE });
        };
        // Asking begins with the call, not with the first poll.
        collected(what, request(), pick).await
    }
}

/// Collects what `pick` takes from the answers to a request.
pub(crate) async fn collected<M, T>(
    what: &'static str,
    listing: impl Stream<Item = Result<M, rtnetlink::Error>>,
    pick: impl Fn(&M) -> Option<T>,
) -> Result<Vec<T>> {
    let all = async {
        let mut listing = pin!(listing);
        let mut found = Vec::new();
        while let Some(message) = listing.try_next().await? {
            found.extend(pick(&message));
        }
        Ok(found)
    };
    match tokio::time::timeout(DEADLINE, all).await {
        Ok(answer) => answer.map_err(|e| Error::List {
            what,
            source: io_error(e),
        }),
        Err(_) => Err(Error::Deadline { after: DEADLINE }),
    }
}
