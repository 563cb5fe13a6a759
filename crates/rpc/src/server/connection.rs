//! One connection: reads frames, runs calls side by side, writes replies, streams and events.
//!
//! One task owns the connection. Calls are futures inside it: a call that completes at once is
//! answered without a hand-off to another task or thread. Keepalive is answered where it is read.
//! More calls than the limit wait in a short queue; when that is full, or the peer does not read its
//! replies, or a stream's sink is behind, the connection stops reading until there is room.

use super::gather::Gather;
use super::outgoing::Outgoing;
use super::streams::{self, Streams};
use super::{ClientHandle, Request, Response, Session, error_reply};
use crate::frames::{Frame, FrameError, FrameReader};
use crate::socket::Socket;
use ferrovirt_protocol::frame::{self, Header, MessageType, Status};
use ferrovirt_protocol::keepalive;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// Limits of one connection.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Calls that run at once.
    pub requests: usize,
    /// Bytes of events that wait for a client that does not read.
    pub event_bytes: usize,
    /// Silence after which the client is asked whether it lives; `None`: never.
    pub keepalive_interval: Option<Duration>,
    /// Unanswered questions after which it counts as gone.
    pub keepalive_count: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests: 64,
            event_bytes: 1024 * 1024,
            keepalive_interval: Some(Duration::from_secs(5)),
            keepalive_count: 5,
        }
    }
}

/// Bytes of replies that may wait before no more calls are taken.
const REPLY_WINDOW: usize = streams::WINDOW;
/// Frames handled before other connections of the thread get their turn.
const TURN: usize = 128;

/// Why a connection ended.
#[derive(Debug)]
pub enum End {
    /// The peer closed it, or asked for it.
    Closed,
    /// The server closed it.
    Told,
    /// The peer did not answer keepalive messages.
    Silent,
    /// The socket failed.
    Socket(io::Error),
    /// The peer does not speak the protocol.
    Protocol(FrameError),
}

type Answered = (Header, Response);

struct Connection<S> {
    socket: Socket,
    limits: Limits,
    handle: ClientHandle,
    session: Arc<S>,
    reader: FrameReader,
    out: Outgoing,
    calls: FuturesUnordered<BoxFuture<'static, Answered>>,
    waiting: VecDeque<Frame>,
    streams: Streams,
    closing: bool,
    heard: Instant,
    asked: u32,
    timer: Option<Pin<Box<Sleep>>>,
    gather: Gather,
}

/// Serves a connection until it ends. `session` makes the session from the handle.
pub async fn serve<S: Session>(
    socket: Socket,
    limits: Limits,
    session: impl FnOnce(ClientHandle) -> Arc<S>,
) -> End {
    let handle = ClientHandle::new(limits.event_bytes);
    let session = session(handle.clone());
    let mut connection = Connection {
        socket,
        limits,
        handle,
        session: session.clone(),
        reader: FrameReader::default(),
        out: Outgoing::default(),
        calls: FuturesUnordered::new(),
        waiting: VecDeque::new(),
        streams: Streams::default(),
        closing: false,
        heard: Instant::now(),
        asked: 0,
        timer: None,
        gather: Gather::default(),
    };
    let end = poll_fn(|cx| connection.poll(cx)).await;
    session.closed();
    if !connection.calls.is_empty() {
        // A change that has begun is brought to its end, though nobody hears of it.
        let mut calls = connection.calls;
        tokio::spawn(async move { while calls.next().await.is_some() {} });
    }
    end
}

impl<S: Session> Connection<S> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        self.handle.register(cx.waker());
        let mut turn = TURN;
        loop {
            if self.handle.must_close() {
                return Poll::Ready(End::Told);
            }
            let mut progress = false;
            while let Poll::Ready(Some((header, response))) = self.calls.poll_next_unpin(cx) {
                self.answer(&header, response);
                progress = true;
            }
            while !self.waiting.is_empty() && self.has_room() {
                if let Some(frame) = self.waiting.pop_front() {
                    self.start(cx, frame);
                    progress = true;
                }
            }
            progress |= self.streams.poll(cx, &mut self.out);
            if self.out.bytes() < REPLY_WINDOW
                && self.handle.has_events()
                && self.gather.poll_due(cx, self.out.bytes() > 0)
            {
                let events = self.handle.take_events();
                if !events.is_empty() {
                    self.out.push(events);
                }
            }
            match self.poll_keepalive(cx) {
                Poll::Ready(()) => return Poll::Ready(End::Silent),
                Poll::Pending => {}
            }
            let queued = self.out.bytes();
            match self.out.poll_flush(cx, &mut self.socket) {
                Poll::Ready(Ok(())) if self.closing => return Poll::Ready(End::Closed),
                Poll::Ready(Err(e)) => return Poll::Ready(End::Socket(e)),
                _ => {}
            }
            // Sources and calls that were held back by the queue have nothing else that wakes them.
            progress |= queued >= streams::WINDOW && self.out.bytes() < queued;
            if !self.closing {
                match self.poll_read(cx, &mut turn) {
                    Ok(p) => progress |= p,
                    Err(end) => return Poll::Ready(end),
                }
            }
            if turn == 0 {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            if !progress {
                return Poll::Pending;
            }
        }
    }

    fn has_room(&self) -> bool {
        self.calls.len() < self.limits.requests && self.out.bytes() < REPLY_WINDOW
    }

    /// Reads and handles frames. True when something was read.
    fn poll_read(&mut self, cx: &mut Context<'_>, turn: &mut usize) -> Result<bool, End> {
        let mut progress = false;
        while *turn > 0 {
            while let Some(frame) = self.reader.take().map_err(End::Protocol)? {
                *turn = turn.saturating_sub(1);
                progress = true;
                self.frame(cx, frame);
                if self.closing || *turn == 0 {
                    return Ok(progress);
                }
            }
            if self.waiting.len() >= self.limits.requests || self.streams.congested() {
                // Read on when there is room: what frees it wakes this task.
                return Ok(progress);
            }
            let room = self.reader.room();
            match self
                .socket
                .poll_receive(cx, &mut self.reader.buffer, room, &mut self.reader.files)
            {
                Poll::Ready(Ok(0)) => return Err(End::Closed),
                Poll::Ready(Ok(_)) => {
                    self.heard = Instant::now();
                    self.asked = 0;
                }
                Poll::Ready(Err(e)) => return Err(End::Socket(e)),
                Poll::Pending => return Ok(progress),
            }
        }
        Ok(progress)
    }

    fn frame(&mut self, cx: &mut Context<'_>, frame: Frame) {
        let header = frame.header;
        if header.program == keepalive::PROGRAM {
            if header.procedure == keepalive::PING {
                self.out.push(keepalive_frame(keepalive::PONG));
            }
            return;
        }
        match header.kind {
            MessageType::Call | MessageType::CallWithFds => {
                if self.has_room() && self.waiting.is_empty() {
                    self.start(cx, frame);
                } else {
                    self.waiting.push_back(frame);
                }
            }
            MessageType::Stream | MessageType::StreamHole => {
                self.streams.packet(&header, frame.body, &mut self.out);
            }
            MessageType::Reply | MessageType::ReplyWithFds | MessageType::Message => {
                let text = format!("a client cannot send a message of type {}", header.kind as u32);
                self.out.push(error_reply(
                    &header,
                    &Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text),
                ));
            }
        }
    }

    fn start(&mut self, cx: &mut Context<'_>, frame: Frame) {
        let header = frame.header;
        let request = Request {
            header,
            body: frame.body,
            files: frame.files,
        };
        let mut call = self.session.clone().call(request);
        match call.poll_unpin(cx) {
            Poll::Ready(response) => self.answer(&header, response),
            Poll::Pending => self.calls.push(async move { (header, call.await) }.boxed()),
        }
    }

    fn answer(&mut self, header: &Header, response: Response) {
        if let Some(stream) = response.stream {
            self.streams.open(header, stream);
        }
        self.out.push(response.frame);
        for file in response.files {
            self.out.push_file(file);
        }
        self.closing |= response.close;
    }

    /// Ready when the peer is gone.
    fn poll_keepalive(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(interval) = self.limits.keepalive_interval.filter(|_| self.handle.keepalive()) else {
            return Poll::Pending;
        };
        let heard = self.heard;
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(heard + interval)));
        while timer.as_mut().poll_unpin(cx).is_ready() {
            let now = Instant::now();
            if now >= self.heard + interval {
                if self.asked >= self.limits.keepalive_count {
                    return Poll::Ready(());
                }
                self.asked += 1;
                self.out.push(keepalive_frame(keepalive::PING));
                timer.as_mut().reset(now + interval);
            } else {
                timer.as_mut().reset(self.heard + interval);
            }
        }
        Poll::Pending
    }
}

fn keepalive_frame(procedure: u32) -> Vec<u8> {
    let header = Header {
        program: keepalive::PROGRAM,
        version: keepalive::VERSION,
        procedure,
        kind: MessageType::Message,
        serial: 0,
        status: Status::Ok,
    };
    let mut out = frame::begin(&header).finish().unwrap_or_default();
    frame::seal(&mut out);
    out
}
