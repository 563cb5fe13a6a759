//! The streams of one connection.
//!
//! States of a stream: open; *read out* (the source ended, the client may still finish); closing (the
//! client finished, the sink gets the rest); gone. A stream is gone when the client finished or
//! aborted it, or when either side failed. Packets for a stream that is gone are dropped: the peer
//! could not know yet.

use super::outgoing::Outgoing;
use crate::stream::{Item, Sink, Source, Stream};
use bytes::Bytes;
use ferrovirt_protocol::frame::{self, Header, MessageType, Status};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use ferrovirt_xdr::Decoder;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::collections::{HashMap, VecDeque};
use std::task::{Context, Poll};

/// Bytes that may wait for one sink before the connection stops reading.
const SINK_QUEUE: usize = 1024 * 1024;
/// Bytes that may wait for the socket before sources are asked for more.
pub(super) const WINDOW: usize = 1024 * 1024;

type Pulled = (Box<dyn Source>, Result<Option<Item>>);
/// The sink comes back after a write, not after its end.
type Pushed = (Option<Box<dyn Sink>>, Result<()>);

struct State {
    header: Header,
    source: Option<Box<dyn Source>>,
    pull: Option<BoxFuture<'static, Pulled>>,
    sink: Option<Box<dyn Sink>>,
    push: Option<BoxFuture<'static, Pushed>>,
    queue: VecDeque<Item>,
    queued: usize,
    finishing: bool,
    finished: bool,
}

/// Streams by the serial of the call that opened them.
#[derive(Default)]
pub struct Streams(HashMap<u32, State>);

impl Streams {
    /// Takes a stream that the call `header` opened.
    pub fn open(&mut self, header: &Header, stream: Stream) {
        let state = State {
            header: Header {
                kind: MessageType::Stream,
                ..*header
            },
            source: stream.source,
            pull: None,
            sink: stream.sink,
            push: None,
            queue: VecDeque::new(),
            queued: 0,
            finishing: false,
            finished: false,
        };
        self.0.insert(header.serial, state);
    }

    /// Whether a sink is so far behind that no more should be read.
    pub fn congested(&self) -> bool {
        self.0.values().any(|s| s.queued > SINK_QUEUE)
    }

    /// A packet of the client.
    pub fn packet(&mut self, header: &Header, body: Bytes, out: &mut Outgoing) {
        let Some(state) = self.0.get_mut(&header.serial) else {
            return;
        };
        match (header.kind, header.status) {
            (MessageType::Stream, Status::Continue) => {
                if !body.is_empty() {
                    state.take(Item::Data(body));
                }
            }
            (MessageType::StreamHole, Status::Continue) => {
                let mut d = Decoder::new(&body);
                match (d.i64().ok().and_then(|n| u64::try_from(n).ok()), d.u32()) {
                    (Some(length), Ok(_)) => state.take(Item::Hole(length)),
                    _ => {
                        let text = "a hole in a stream has no valid length";
                        self.fail(
                            header.serial,
                            &Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text),
                            out,
                        );
                    }
                }
            }
            (_, Status::Ok) => state.finishing = true,
            (_, _) => {
                let done = state.header;
                self.0.remove(&header.serial);
                out.push(packet(&done, Status::Ok));
            }
        }
    }

    fn fail(&mut self, serial: u32, error: &Error, out: &mut Outgoing) {
        if let Some(state) = self.0.remove(&serial) {
            out.push(super::error_frame(&state.header, MessageType::Stream, error));
        }
    }

    /// Moves every stream on. True when something happened.
    pub fn poll(&mut self, cx: &mut Context<'_>, out: &mut Outgoing) -> bool {
        let mut progress = false;
        let mut gone = Vec::new();
        for (serial, state) in &mut self.0 {
            match state.poll(cx, out) {
                Ok(p) => progress |= p,
                Err(e) => gone.push((*serial, Some(e))),
            }
            if state.finished {
                gone.push((*serial, None));
            }
        }
        for (serial, error) in gone {
            progress = true;
            match error {
                Some(e) => self.fail(serial, &e, out),
                None => {
                    if let Some(state) = self.0.remove(&serial) {
                        out.push(packet(&state.header, Status::Ok));
                    }
                }
            }
        }
        progress
    }
}

impl State {
    fn take(&mut self, item: Item) {
        if self.sink.is_none() && self.push.is_none() {
            return;
        }
        self.queued += size(&item);
        self.queue.push_back(item);
    }

    fn poll(&mut self, cx: &mut Context<'_>, out: &mut Outgoing) -> Result<bool> {
        let pushed = self.poll_push(cx)?;
        Ok(pushed | (!self.finished && self.poll_pull(cx, out)?))
    }

    fn poll_push(&mut self, cx: &mut Context<'_>) -> Result<bool> {
        let mut progress = false;
        loop {
            if let Some(push) = &mut self.push {
                let Poll::Ready((sink, result)) = push.poll_unpin(cx) else {
                    return Ok(progress);
                };
                self.push = None;
                progress = true;
                result?;
                self.sink = sink;
                self.finished = self.sink.is_none();
            }
            if self.finished {
                return Ok(progress);
            }
            if let Some(item) = self.queue.pop_front() {
                let Some(mut sink) = self.sink.take() else {
                    return Ok(progress);
                };
                self.queued -= size(&item).min(self.queued);
                let write = async move {
                    let result = sink.write(item).await;
                    (Some(sink), result)
                };
                self.push = Some(write.boxed());
                continue;
            }
            if !self.finishing {
                return Ok(progress);
            }
            let Some(mut sink) = self.sink.take() else {
                self.finished = true;
                return Ok(true);
            };
            self.push = Some(async move { (None, sink.finish().await) }.boxed());
        }
    }

    fn poll_pull(&mut self, cx: &mut Context<'_>, out: &mut Outgoing) -> Result<bool> {
        let mut progress = false;
        loop {
            if let Some(pull) = &mut self.pull {
                let Poll::Ready((source, result)) = pull.poll_unpin(cx) else {
                    return Ok(progress);
                };
                self.pull = None;
                progress = true;
                match result? {
                    Some(item) => {
                        self.source = Some(source);
                        send(&self.header, item, out);
                    }
                    // The end is an empty packet; the client still finishes.
                    None => out.push(packet(&self.header, Status::Continue)),
                }
            }
            if out.bytes() > WINDOW || self.finishing {
                return Ok(progress);
            }
            let Some(mut source) = self.source.take() else {
                return Ok(progress);
            };
            self.pull = Some(
                async move {
                    let r = source.next().await;
                    (source, r)
                }
                .boxed(),
            );
        }
    }
}

fn size(item: &Item) -> usize {
    match item {
        Item::Data(d) => d.len(),
        Item::Hole(_) => 64,
    }
}

fn packet(header: &Header, status: Status) -> Vec<u8> {
    let mut frame = frame::begin(&Header { status, ..*header })
        .finish()
        .unwrap_or_default();
    frame::seal(&mut frame);
    frame
}

fn send(header: &Header, item: Item, out: &mut Outgoing) {
    match item {
        Item::Data(mut data) => {
            while !data.is_empty() {
                let piece = data.split_to(data.len().min(frame::STREAM_CHUNK));
                let mut head = packet(header, Status::Continue);
                let total = u32::try_from(head.len() + piece.len()).unwrap_or(u32::MAX);
                head[..frame::LENGTH].copy_from_slice(&total.to_be_bytes());
                out.push(head);
                out.push_bytes(piece);
            }
        }
        Item::Hole(length) => {
            let head = Header {
                kind: MessageType::StreamHole,
                status: Status::Continue,
                ..*header
            };
            let mut e = frame::begin(&head);
            e.i64(i64::try_from(length).unwrap_or(i64::MAX));
            e.u32(0);
            let mut frame = e.finish().unwrap_or_default();
            frame::seal(&mut frame);
            out.push(frame);
        }
    }
}
