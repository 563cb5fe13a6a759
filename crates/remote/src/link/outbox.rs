//! What waits to be written, and the task that writes it.

use crate::transport::{Sink, send_file};
use bytes::Bytes;
use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::UnixStream;
use tokio::sync::Notify;

/// Senders wait while more than this is queued.
const LIMIT: usize = 1 << 20;

/// A queue of frames in front of one writer.
pub(super) struct Outbox {
    /// Written to at once, by whoever pushes, while the queue is empty.
    direct: Option<Arc<UnixStream>>,
    queue: Mutex<Queue>,
    ready: Notify,
    room: Notify,
}

#[derive(Default)]
struct Queue {
    parts: VecDeque<Part>,
    bytes: usize,
    /// The writer holds a part in its hands, so nobody may overtake it.
    busy: bool,
    /// Nobody waits for room any more.
    released: bool,
    /// The writer is to end when the queue is empty.
    closed: bool,
}

enum Part {
    Bytes(Bytes),
    File(OwnedFd),
}

impl Outbox {
    pub fn new(direct: Option<Arc<UnixStream>>) -> Self {
        Self {
            direct,
            queue: Mutex::default(),
            ready: Notify::new(),
            room: Notify::new(),
        }
    }

    /// Whether the transport can carry file descriptors.
    pub fn carries_files(&self) -> bool {
        self.direct.is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room.
    pub async fn room(&self) {
        loop {
            let notified = self.room.notified();
            {
                let queue = self.lock();
                if queue.bytes <= LIMIT || queue.released {
                    return;
                }
            }
            notified.await;
        }
    }

    /// Sends a frame and the descriptors that belong to it. Does not wait.
    pub fn push(&self, mut frame: Bytes, files: Vec<OwnedFd>) {
        let mut queue = self.lock();
        if queue.parts.is_empty()
            && !queue.busy
            && let Some(socket) = &self.direct
            && let Ok(n) = socket.try_write(&frame)
        {
            // An error shows itself to the reader or the writer again, where it is handled.
            let _ = frame.split_to(n);
        }
        if frame.is_empty() && files.is_empty() {
            return;
        }
        if !frame.is_empty() {
            queue.bytes += frame.len();
            queue.parts.push_back(Part::Bytes(frame));
        }
        queue.parts.extend(files.into_iter().map(Part::File));
        drop(queue);
        self.ready.notify_one();
    }

    /// Lets everyone go who waits for room.
    pub fn release(&self) {
        self.lock().released = true;
        self.room.notify_waiters();
    }

    /// Ends the writer once everything is written.
    pub fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_one();
    }

    /// Writes what is queued, until closed.
    pub async fn run(&self, sink: &mut Sink) -> io::Result<()> {
        let mut batch = Vec::new();
        loop {
            let part = {
                let mut queue = self.lock();
                queue.busy = false;
                let part = queue.take(&mut batch);
                queue.busy = part.is_some();
                if part.is_none() && queue.closed {
                    return Ok(());
                }
                part
            };
            match part {
                None => self.ready.notified().await,
                Some(Part::File(file)) => {
                    if let Sink::Unix(socket) = sink {
                        send_file(socket, &file).await?;
                    }
                }
                Some(Part::Bytes(data)) => {
                    self.room.notify_waiters();
                    sink.write(&data).await?;
                }
            }
        }
    }
}

impl Queue {
    /// The next thing to write: small neighbours are put together through `scratch`.
    fn take(&mut self, scratch: &mut Vec<u8>) -> Option<Part> {
        const SMALL: usize = 16 * 1024;
        let first = match self.parts.pop_front()? {
            Part::Bytes(b) => b,
            file @ Part::File(_) => return Some(file),
        };
        self.bytes -= first.len();
        if first.len() > SMALL || !matches!(self.parts.front(), Some(Part::Bytes(b)) if b.len() <= SMALL) {
            return Some(Part::Bytes(first));
        }
        scratch.clear();
        scratch.extend_from_slice(&first);
        while let Some(Part::Bytes(b)) = self.parts.front() {
            if b.len() > SMALL || scratch.len() + b.len() > 4 * SMALL {
                break;
            }
            self.bytes -= b.len();
            scratch.extend_from_slice(b);
            self.parts.pop_front();
        }
        Some(Part::Bytes(Bytes::copy_from_slice(scratch)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn everything_arrives_in_order_also_when_the_peer_is_slow() {
        let (a, mut b) = UnixStream::pair().unwrap();
        let a = Arc::new(a);
        let outbox = Arc::new(Outbox::new(Some(a.clone())));
        let writer = tokio::spawn({
            let outbox = outbox.clone();
            async move { outbox.run(&mut Sink::Unix(a)).await }
        });
        let sender = tokio::spawn({
            let outbox = outbox.clone();
            async move {
                for n in 0..1000u32 {
                    outbox.room().await;
                    outbox.push(
                        Bytes::from(n.to_be_bytes().repeat(if n % 7 == 0 { 9000 } else { 100 })),
                        Vec::new(),
                    );
                }
                outbox.close();
            }
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        for n in 0..1000u32 {
            for _ in 0..(if n % 7 == 0 { 9000 } else { 100 }) {
                assert_eq!(b.read_u32().await.unwrap(), n);
            }
        }
        sender.await.unwrap();
        writer.await.unwrap().unwrap();
    }
}
