//! Who waits for what: answers by serial, and the inboxes of open streams.

use super::{Answer, Shared};
use crate::error::RemoteError;
use ferrovirt_driver::stream::StreamItem;
use ferrovirt_types::Error;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, oneshot};

/// Bytes of a stream that may wait to be read before the reader pauses.
pub(super) const PAUSE: usize = 4 << 20;
/// Bytes of a stream that may wait at all.
const OVERRUN: usize = 64 << 20;

/// Runs where the answer arrives, before anything that comes after it is read.
pub(crate) type OnAnswer = Box<dyn FnOnce(&Answer) + Send>;

/// Waiting callers and open streams.
#[derive(Default)]
pub(super) struct Table {
    inner: Mutex<Inner>,
    resume: Notify,
}

#[derive(Default)]
struct Inner {
    calls: HashMap<u32, Caller>,
    streams: HashMap<u32, Arc<StreamInbox>>,
    down: Option<RemoteError>,
}

struct Caller {
    sender: oneshot::Sender<Result<Answer, RemoteError>>,
    on_answer: Option<OnAnswer>,
}

/// Waits for one answer; forgets about it when dropped.
pub(super) struct Waiting<'a> {
    table: &'a Table,
    serial: u32,
    stream: bool,
    receiver: oneshot::Receiver<Result<Answer, RemoteError>>,
    answered: bool,
}

impl Table {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Announces a call, the stream that it opens, and what is to be done where its answer arrives.
    pub fn expect(
        &self,
        serial: u32,
        stream: Option<Arc<StreamInbox>>,
        on_answer: Option<OnAnswer>,
    ) -> Waiting<'_> {
        let (sender, receiver) = oneshot::channel();
        let has_stream = stream.is_some();
        let mut inner = self.lock();
        match &inner.down {
            Some(e) => drop(sender.send(Err(e.clone()))),
            None => {
                inner.calls.insert(serial, Caller { sender, on_answer });
                if let Some(stream) = stream {
                    inner.streams.insert(serial, stream);
                }
            }
        }
        drop(inner);
        // The answer must be read even if a stream is not.
        self.resume();
        Waiting {
            table: self,
            serial,
            stream: has_stream,
            receiver,
            answered: false,
        }
    }

    /// Hands an answer to who waits for it. Nobody may: the caller was cancelled.
    pub fn answer(&self, serial: u32, answer: Answer) {
        let caller = self.lock().calls.remove(&serial);
        if let Some(Caller { sender, on_answer }) = caller {
            if let Some(on_answer) = on_answer {
                on_answer(&answer);
            }
            // The caller may just have gone.
            drop(sender.send(Ok(answer)));
        }
    }

    pub fn stream(&self, serial: u32) -> Option<Arc<StreamInbox>> {
        self.lock().streams.get(&serial).cloned()
    }

    pub fn forget_stream(&self, serial: u32) {
        self.lock().streams.remove(&serial);
    }

    /// Whether reading on would only heap up data of streams: some inbox is full, and nobody waits for
    /// anything else.
    pub fn should_pause(&self) -> bool {
        let inner = self.lock();
        inner.calls.is_empty() && inner.down.is_none() && inner.streams.values().any(|s| s.is_full())
    }

    /// Waits until a stream was read or a call was made.
    pub async fn wait_resume(&self) {
        self.resume.notified().await;
    }

    pub fn resume(&self) {
        self.resume.notify_one();
    }

    /// Tells everyone that nothing comes any more; gives how many calls and streams it was.
    pub fn fail(&self, error: &RemoteError) -> (usize, usize) {
        let (calls, streams) = {
            let mut inner = self.lock();
            inner.down.get_or_insert_with(|| error.clone());
            (
                std::mem::take(&mut inner.calls),
                std::mem::take(&mut inner.streams),
            )
        };
        let count = (calls.len(), streams.len());
        for caller in calls.into_values() {
            drop(caller.sender.send(Err(error.clone())));
        }
        for stream in streams.into_values() {
            stream.end(StreamEnd::Failed(error.clone().into()));
        }
        self.resume();
        count
    }
}

impl Waiting<'_> {
    /// The answer.
    pub async fn answer(mut self, shared: &Shared) -> Result<Answer, RemoteError> {
        let result = (&mut self.receiver).await;
        self.answered = true;
        result.unwrap_or_else(|_| Err(shared.down.get().map_or(RemoteError::Closed, |d| d.error.clone())))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.answered {
            let mut inner = self.table.lock();
            inner.calls.remove(&self.serial);
            if self.stream {
                inner.streams.remove(&self.serial);
            }
        }
    }
}

/// What arrived for a stream and was not read yet.
#[derive(Default)]
pub(crate) struct StreamInbox {
    state: Mutex<StreamState>,
    changed: Notify,
}

#[derive(Default)]
struct StreamState {
    items: VecDeque<StreamItem>,
    bytes: usize,
    end: Option<StreamEnd>,
}

/// How a stream ended, as far as the peer is concerned.
#[derive(Debug, Clone)]
pub(crate) enum StreamEnd {
    /// The peer has no more data, and waits for this side to finish.
    Eof,
    /// The peer confirms the end.
    Confirmed,
    /// It failed.
    Failed(Error),
}

impl StreamInbox {
    fn lock(&self) -> MutexGuard<'_, StreamState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a piece. False when there are too many.
    pub fn put(&self, item: StreamItem) -> bool {
        let mut state = self.lock();
        if let StreamItem::Data(data) = &item {
            state.bytes += data.len();
        }
        // A hole costs nothing on the wire, but an entry here.
        state.bytes += 64;
        let fits = state.bytes <= OVERRUN;
        if fits {
            state.items.push_back(item);
        } else {
            let bytes = state.bytes;
            state.items.clear();
            state.bytes = 0;
            state.end = Some(StreamEnd::Failed(RemoteError::StreamOverrun(bytes).into()));
        }
        drop(state);
        self.changed.notify_waiters();
        fits
    }

    /// Ends it. A failure stays; an end of data gives way to what comes after.
    pub fn end(&self, end: StreamEnd) {
        {
            let mut state = self.lock();
            if !matches!(state.end, Some(StreamEnd::Failed(_) | StreamEnd::Confirmed)) {
                state.end = Some(end);
            }
        }
        self.changed.notify_waiters();
    }

    fn is_full(&self) -> bool {
        self.lock().bytes > PAUSE
    }

    /// The failure, if it has failed.
    pub fn failure(&self) -> Option<Error> {
        match &self.lock().end {
            Some(StreamEnd::Failed(e)) => Some(e.clone()),
            _ => None,
        }
    }

    /// Waits until the stream fails.
    pub async fn failed(&self) -> Error {
        loop {
            let notified = self.changed.notified();
            if let Some(e) = self.failure() {
                return e;
            }
            notified.await;
        }
    }

    /// The next piece, or the end.
    pub async fn next(&self) -> Result<StreamItem, StreamEnd> {
        loop {
            let notified = self.changed.notified();
            {
                let mut state = self.lock();
                if let Some(item) = state.items.pop_front() {
                    let len = if let StreamItem::Data(data) = &item {
                        data.len()
                    } else {
                        0
                    };
                    state.bytes = state.bytes.saturating_sub(len + 64);
                    return Ok(item);
                }
                if let Some(end) = &state.end {
                    return Err(end.clone());
                }
            }
            notified.await;
        }
    }

    /// Waits until the peer confirms the end, or the stream fails. Data that comes before is dropped.
    pub async fn confirmed(&self) -> Result<(), Error> {
        loop {
            let notified = self.changed.notified();
            {
                let mut state = self.lock();
                state.items.clear();
                state.bytes = 0;
                match &state.end {
                    Some(StreamEnd::Confirmed) => return Ok(()),
                    Some(StreamEnd::Failed(e)) => return Err(e.clone()),
                    Some(StreamEnd::Eof) | None => {}
                }
            }
            notified.await;
        }
    }
}
