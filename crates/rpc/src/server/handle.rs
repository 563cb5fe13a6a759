//! What the rest of the server may do with a connection.

use futures_util::task::AtomicWaker;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A handle on a connection, for events and control. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ClientHandle(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    waker: AtomicWaker,
    events: Mutex<Vec<u8>>,
    limit: usize,
    lost: AtomicU64,
    keepalive: AtomicBool,
    close: AtomicBool,
}

impl ClientHandle {
    pub(crate) fn new(event_bytes: usize) -> Self {
        Self(Arc::new(Shared {
            waker: AtomicWaker::new(),
            events: Mutex::new(Vec::new()),
            limit: event_bytes,
            lost: AtomicU64::new(0),
            keepalive: AtomicBool::new(false),
            close: AtomicBool::new(false),
        }))
    }

    /// Queues a sealed event frame. Never waits: when the client does not read, the frame is dropped and
    /// counted.
    pub fn push_event(&self, frame: &[u8]) {
        let mut events = self.0.events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() + frame.len() > self.0.limit {
            drop(events);
            if self.0.lost.fetch_add(1, Ordering::Relaxed) == 0 {
                tracing::warn!("a client does not read its events: from now on they are dropped");
            }
            return;
        }
        let first = events.is_empty();
        events.extend_from_slice(frame);
        drop(events);
        if first {
            self.0.waker.wake();
        }
    }

    /// Events dropped so far.
    pub fn lost_events(&self) -> u64 {
        self.0.lost.load(Ordering::Relaxed)
    }

    /// The client answers keepalive messages: from now on it is asked when it is silent.
    pub fn enable_keepalive(&self) {
        self.0.keepalive.store(true, Ordering::Relaxed);
        self.0.waker.wake();
    }

    /// Closes the connection.
    pub fn close(&self) {
        self.0.close.store(true, Ordering::Relaxed);
        self.0.waker.wake();
    }

    pub(crate) fn register(&self, waker: &std::task::Waker) {
        self.0.waker.register(waker);
    }

    pub(crate) fn take_events(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.events.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn keepalive(&self) -> bool {
        self.0.keepalive.load(Ordering::Relaxed)
    }

    pub(crate) fn must_close(&self) -> bool {
        self.0.close.load(Ordering::Relaxed)
    }
}
