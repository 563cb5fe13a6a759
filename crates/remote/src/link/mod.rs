//! One connection: a task that reads, a task that writes, and a table of who waits for which serial.
//!
//! ```text
//!   call ──► outbox ──► writer ──► daemon ──► reader ──► pending[serial] ──► call
//!                                               ├──────► streams[serial] ──► stream
//!                                               └──────► events, keepalive
//! ```
//!
//! A call writes its frame itself when nothing is queued, so that a lone call costs no hand-off. When
//! the link fails, everyone who waits is told why, once and for all.

mod frame;
mod keepalive;
mod outbox;
mod reader;
mod table;

pub(crate) use frame::{Answer, arguments};
pub(crate) use keepalive::run as keep_alive;
pub(crate) use table::{OnAnswer, StreamEnd, StreamInbox};

use crate::error::RemoteError;
use crate::transport::Transport;
use bytes::Bytes;
use ferrovirt_driver::session::Closed;
use ferrovirt_protocol::frame::{Header, MessageType, Status};
use ferrovirt_xdr::Encoder;
use outbox::Outbox;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use table::Table;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// Takes messages that nobody asked for: program, procedure, body. Says when one tells that the daemon's own
/// connection has ended, and with it this one.
pub(crate) type Notices = Box<dyn Fn(u32, u32, &[u8]) -> Option<Closed> + Send + Sync>;

/// Why a link is down.
#[derive(Debug, Clone)]
pub(crate) struct Down {
    pub reason: Closed,
    pub error: RemoteError,
    /// Calls that were without an answer.
    pub calls: usize,
    /// Streams that were open.
    pub streams: usize,
}

/// What the tasks and the callers of a connection share.
pub(crate) struct Shared {
    outbox: Outbox,
    table: Table,
    serial: AtomicU32,
    notices: Notices,
    down: OnceLock<Down>,
    went_down: Notify,
    /// Something arrived since keepalive looked last.
    heard: AtomicBool,
    /// This side has said goodbye: whatever ends the link now, it is the end that was asked for.
    leaving: AtomicBool,
}

/// A connection. Dropping it ends the tasks and fails everyone who waits.
pub(crate) struct Link {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Link {
    /// Starts the tasks of a connection.
    pub fn start(transport: Transport, notices: Notices) -> Self {
        let shared = Arc::new(Shared {
            outbox: Outbox::new(transport.sink.direct()),
            table: Table::default(),
            serial: AtomicU32::new(0),
            notices,
            down: OnceLock::new(),
            went_down: Notify::new(),
            heard: AtomicBool::new(true),
            leaving: AtomicBool::new(false),
        });
        let (source, words) = (transport.source, transport.last_words);
        let reader = tokio::spawn(reader::run(shared.clone(), source, words));
        let writer = tokio::spawn({
            let (shared, mut sink) = (shared.clone(), transport.sink);
            async move {
                if let Err(e) = shared.outbox.run(&mut sink).await {
                    // The reader knows better why, if the peer said so before it closed.
                    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                    shared.fail(Closed::Error, RemoteError::Io(Arc::new(e)));
                }
            }
        });
        Self {
            shared,
            tasks: vec![reader, writer],
        }
    }

    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Adds a task that ends with the link.
    pub fn own(&mut self, task: JoinHandle<()>) {
        self.tasks.push(task);
    }

    /// Sends a call and waits for its answer. `args` is an encoder from [`arguments`].
    pub async fn call(
        &self,
        program: u32,
        procedure: u32,
        args: Encoder,
        files: Vec<OwnedFd>,
    ) -> Result<Answer, RemoteError> {
        let serial = self.shared.next_serial();
        let frame = frame::call(program, procedure, serial, args, files.len())?;
        let waiting = self.shared.table.expect(serial, None, None);
        self.shared.send(frame, files).await?;
        waiting.answer(&self.shared).await
    }

    /// The same, with something that is done between the answer and whatever the daemon says next.
    pub async fn call_then(
        &self,
        program: u32,
        procedure: u32,
        args: Encoder,
        on_answer: OnAnswer,
    ) -> Result<Answer, RemoteError> {
        let serial = self.shared.next_serial();
        let frame = frame::call(program, procedure, serial, args, 0)?;
        let waiting = self.shared.table.expect(serial, None, Some(on_answer));
        self.shared.send(frame, Vec::new()).await?;
        waiting.answer(&self.shared).await
    }

    /// Sends a call that opens a stream. What arrives for the stream goes to the inbox, also if it
    /// overtakes the caller.
    pub async fn open_stream(
        &self,
        program: u32,
        procedure: u32,
        args: Encoder,
    ) -> Result<(Answer, u32, Arc<StreamInbox>), RemoteError> {
        let serial = self.shared.next_serial();
        let frame = frame::call(program, procedure, serial, args, 0)?;
        let inbox = Arc::new(StreamInbox::default());
        let waiting = self.shared.table.expect(serial, Some(inbox.clone()), None);
        self.shared.send(frame, Vec::new()).await?;
        let answer = waiting.answer(&self.shared).await?;
        Ok((answer, serial, inbox))
    }

    /// Sends a packet of a stream, waiting while too much is queued.
    pub async fn send_packet(&self, header: Header, body: Bytes) -> Result<(), RemoteError> {
        self.shared.send(frame::packet(&header, &body), Vec::new()).await
    }

    /// Gives a stream up: tells the peer, if it still can hear, and forgets it.
    pub fn abort_stream(&self, mut header: Header) {
        header.kind = MessageType::Stream;
        header.status = Status::Error;
        self.shared.table.forget_stream(header.serial);
        if self.shared.down.get().is_none() {
            self.shared.outbox.push(frame::packet(&header, &[]), Vec::new());
        }
        self.shared.table.resume();
    }

    /// Forgets a stream that has ended.
    pub fn forget_stream(&self, serial: u32) {
        self.shared.table.forget_stream(serial);
        self.shared.table.resume();
    }

    /// Lets the reader go on after a stream was read.
    pub fn resume(&self) {
        self.shared.table.resume();
    }

    /// Why the link is down; none while it is up.
    pub fn down(&self) -> Option<&Down> {
        self.shared.down.get()
    }

    /// Waits until the link is down.
    pub async fn wait_down(&self) -> Down {
        self.shared.wait_down().await
    }

    /// From now on the end of the link is this side's wish.
    pub fn leave(&self) {
        self.shared.leaving.store(true, Ordering::Relaxed);
    }

    /// Takes the link down.
    pub fn close(&self) {
        self.shared.fail(Closed::Client, RemoteError::Closed);
        self.shared.outbox.close();
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.close();
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Shared {
    fn next_serial(&self) -> u32 {
        self.serial.fetch_add(1, Ordering::Relaxed)
    }

    /// Waits until the link is down.
    pub(crate) async fn wait_down(&self) -> Down {
        loop {
            let notified = self.went_down.notified();
            if let Some(down) = self.down.get() {
                return down.clone();
            }
            notified.await;
        }
    }

    async fn send(&self, frame: Bytes, files: Vec<OwnedFd>) -> Result<(), RemoteError> {
        if !files.is_empty() && !self.outbox.carries_files() {
            return Err(RemoteError::NoFiles);
        }
        self.outbox.room().await;
        if let Some(down) = self.down.get() {
            return Err(down.error.clone());
        }
        self.outbox.push(frame, files);
        Ok(())
    }

    /// Takes the link down for `error`, unless it already is, and tells everyone.
    pub(crate) fn fail(&self, reason: Closed, error: RemoteError) {
        let (reason, error) = if self.leaving.load(Ordering::Relaxed) {
            (Closed::Client, RemoteError::Closed)
        } else {
            (reason, error)
        };
        let (calls, streams) = self.table.fail(&error);
        let down = Down {
            reason,
            error,
            calls,
            streams,
        };
        if self.down.set(down.clone()).is_ok() {
            tracing::debug!(?reason, error = %down.error, "connection to the daemon ended");
        }
        self.outbox.release();
        self.went_down.notify_waiters();
    }
}
