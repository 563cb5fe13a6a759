//! What the rest of the server may do with a connection.

use futures_util::task::AtomicWaker;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A handle on a connection, for events and control. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ClientHandle(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    waker: AtomicWaker,
    events: Mutex<Events>,
    waiting: AtomicBool,
    limit: usize,
    lost: AtomicU64,
    keepalive: AtomicBool,
    close: AtomicBool,
}

/// Frames that wait, one behind the other.
#[derive(Debug, Default)]
struct Events {
    frames: Vec<u8>,
    /// Dropped since the last time that the connection took what waits.
    dropped: u64,
    /// Makes the frame that tells the client how many events it will never see.
    notice: Option<fn(u64) -> Vec<u8>>,
}

impl ClientHandle {
    pub(crate) fn new(event_bytes: usize) -> Self {
        Self(Arc::new(Shared {
            waker: AtomicWaker::new(),
            events: Mutex::default(),
            waiting: AtomicBool::new(false),
            limit: event_bytes,
            lost: AtomicU64::new(0),
            keepalive: AtomicBool::new(false),
            close: AtomicBool::new(false),
        }))
    }

    /// Queues a sealed event frame, given in pieces. Never waits: when the client does not read, the frame
    /// is dropped and counted, and so are those behind it until there is room for all.
    pub fn push_event(&self, frame: &[&[u8]]) {
        let length: usize = frame.iter().map(|piece| piece.len()).sum();
        let mut events = self.events();
        if events.dropped > 0 || events.frames.len() + length > self.0.limit {
            events.dropped += 1;
            drop(events);
            if self.0.lost.fetch_add(1, Ordering::Relaxed) == 0 {
                tracing::warn!("a client does not read its events: from now on they are dropped");
            }
            return;
        }
        let first = events.frames.is_empty();
        for piece in frame {
            events.frames.extend_from_slice(piece);
        }
        drop(events);
        if first {
            self.0.waiting.store(true, Ordering::Release);
            self.0.waker.wake();
        }
    }

    /// From now on a gap in the events is told to the client, by the frame that `notice` makes of the number
    /// of events that were dropped. It stands where they would have been.
    pub fn announce_losses(&self, notice: fn(u64) -> Vec<u8>) {
        self.events().notice = Some(notice);
    }

    fn events(&self) -> MutexGuard<'_, Events> {
        self.0.events.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Whether events wait.
    pub(crate) fn has_events(&self) -> bool {
        self.0.waiting.load(Ordering::Acquire)
    }

    pub(crate) fn take_events(&self) -> Vec<u8> {
        self.0.waiting.store(false, Ordering::Relaxed);
        let mut events = self.events();
        let mut frames = std::mem::take(&mut events.frames);
        let dropped = std::mem::take(&mut events.dropped);
        if let Some(notice) = events.notice.filter(|_| dropped > 0) {
            frames.extend_from_slice(&notice(dropped));
        }
        frames
    }

    pub(crate) fn keepalive(&self) -> bool {
        self.0.keepalive.load(Ordering::Relaxed)
    }

    pub(crate) fn must_close(&self) -> bool {
        self.0.close.load(Ordering::Relaxed)
    }
}
