//! The monitor handle and the task behind it.
//!
//! The task owns the socket and the table of unanswered commands; everybody else has a handle. States:
//!
//! ```text
//! connected ──greeting──▶ greeted ──qmp_capabilities──▶ ready ──end of file, error, garbage──▶ closed
//! ```
//!
//! Only the task changes the state. Once closed, every waiting and every later call fails with
//! [`QmpError::Closed`].

use crate::command::{Command, RawCommand, encode};
use crate::error::QmpError;
use crate::event::{self, EventSink, EventStream};
use crate::line::LineBuffer;
use crate::message::{ErrorBody, Greeting, Message, parse};
use crate::outbox::Outbox;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::Interest;
use tokio::net::UnixStream;
use tokio::sync::{mpsc, oneshot};

/// Limits of a monitor connection.
#[derive(Debug, Clone)]
pub struct Options {
    /// Longest message of the peer, in bytes.
    pub max_message: usize,
    /// Events that may wait to be read.
    pub event_queue: usize,
    /// Commands that may wait for an answer or to be written.
    pub max_in_flight: usize,
    /// Deadline of a command that is given none.
    pub deadline: Duration,
    /// Deadline of greeting and negotiation together.
    pub handshake: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            max_message: 16 * 1024 * 1024,
            event_queue: 1024,
            max_in_flight: 256,
            deadline: Duration::from_secs(30),
            handshake: Duration::from_secs(30),
        }
    }
}

type Answer = Result<Box<RawValue>, QmpError>;

struct Request {
    id: u64,
    name: String,
    line: Vec<u8>,
    fds: Vec<OwnedFd>,
    answer: oneshot::Sender<Answer>,
}

/// Handle to a QEMU monitor. Clones share the connection, which closes with the last of them.
#[derive(Debug, Clone)]
pub struct Monitor {
    requests: mpsc::Sender<Request>,
    next_id: Arc<AtomicU64>,
    deadline: Duration,
    greeting: Arc<Greeting>,
}

/// A command that has been handed over and not yet answered. Dropping it cancels the wait: the answer
/// is thrown away when it comes.
#[derive(Debug)]
pub struct Pending {
    name: String,
    answer: oneshot::Receiver<Answer>,
}

impl Pending {
    /// Waits for the answer's `return`, as JSON text.
    pub async fn wait(self, deadline: Duration) -> Result<Box<RawValue>, QmpError> {
        match tokio::time::timeout(deadline, self.answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(QmpError::Closed { reason: None }),
            Err(_) => Err(QmpError::Timeout {
                command: self.name,
                after: deadline,
            }),
        }
    }

    /// Waits and decodes the answer.
    pub async fn wait_as<T: serde::de::DeserializeOwned>(self, deadline: Duration) -> Result<T, QmpError> {
        let name = self.name.clone();
        let raw = self.wait(deadline).await?;
        decode(&name, &raw)
    }
}

fn decode<T: serde::de::DeserializeOwned>(name: &str, raw: &RawValue) -> Result<T, QmpError> {
    serde_json::from_str(raw.get()).map_err(|e| QmpError::Shape {
        command: name.to_owned(),
        detail: e.to_string(),
    })
}

impl Monitor {
    /// Connects to a monitor's Unix socket and negotiates.
    pub async fn connect(path: &Path, options: Options) -> Result<(Monitor, EventStream), QmpError> {
        let limit = options.handshake;
        let stream = tokio::time::timeout(limit, UnixStream::connect(path))
            .await
            .map_err(|_| QmpError::Timeout {
                command: "connect".into(),
                after: limit,
            })?
            .map_err(|e| closed(format!("connect to {}: {e}", path.display())))?;
        Self::start(stream, options).await
    }

    /// Takes over a connected socket, for instance one end of a pair, and negotiates.
    pub async fn start(stream: UnixStream, options: Options) -> Result<(Monitor, EventStream), QmpError> {
        let (request_tx, request_rx) = mpsc::channel(options.max_in_flight.max(1));
        let (greeting_tx, greeting_rx) = oneshot::channel();
        let (sink, events) = event::channel(options.event_queue);
        let task = Task {
            stream,
            lines: LineBuffer::new(options.max_message),
            outbox: Outbox::default(),
            waiting: HashMap::new(),
            greeting: Some(greeting_tx),
            max_in_flight: options.max_in_flight.max(1),
        };
        let next_id = Arc::new(AtomicU64::new(1));
        tokio::spawn(task.run(request_rx, sink));
        let negotiate = async {
            let greeting = greeting_rx.await.map_err(|_| QmpError::Greeting {
                detail: "the connection ended before the greeting".to_owned(),
            })??;
            let monitor = Monitor {
                requests: request_tx,
                next_id,
                deadline: options.deadline,
                greeting: Arc::new(greeting),
            };
            monitor
                .run(RawCommand::new("qmp_capabilities"), options.handshake)
                .await?;
            Ok::<_, QmpError>(monitor)
        };
        let monitor = tokio::time::timeout(options.handshake, negotiate)
            .await
            .map_err(|_| QmpError::Timeout {
                command: "greeting".into(),
                after: options.handshake,
            })??;
        Ok((monitor, events))
    }

    /// What QEMU said on connecting.
    pub fn greeting(&self) -> &Greeting {
        &self.greeting
    }

    /// Whether the connection is known to be gone.
    pub fn is_closed(&self) -> bool {
        self.requests.is_closed()
    }

    /// Sends a typed command and waits for its answer within the default deadline.
    pub async fn execute<C: Command>(&self, command: &C) -> Result<C::Return, QmpError> {
        self.submit(command)?.wait_as(self.deadline).await
    }

    /// As [`Monitor::execute`], with a deadline of its own.
    pub async fn execute_within<C: Command>(
        &self,
        command: &C,
        deadline: Duration,
    ) -> Result<C::Return, QmpError> {
        self.submit(command)?.wait_as(deadline).await
    }

    /// Sends any command and waits for its answer as JSON text.
    pub async fn run(&self, command: RawCommand, deadline: Duration) -> Result<Box<RawValue>, QmpError> {
        self.submit_raw(command)?.wait(deadline).await
    }

    /// Hands a typed command over without waiting, so that several are under way together.
    pub fn submit<C: Command>(&self, command: &C) -> Result<Pending, QmpError> {
        self.hand_over(C::NAME, Some(command), Vec::new())
    }

    /// Hands any command over without waiting.
    pub fn submit_raw(&self, command: RawCommand) -> Result<Pending, QmpError> {
        let RawCommand { name, arguments, fds } = command;
        self.hand_over(&name, arguments.as_ref(), fds)
    }

    fn hand_over<A: Serialize>(
        &self,
        name: &str,
        arguments: Option<&A>,
        fds: Vec<OwnedFd>,
    ) -> Result<Pending, QmpError> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let line = encode(name, arguments, Some(id)).map_err(|detail| QmpError::Encode {
            command: name.to_owned(),
            detail,
        })?;
        let (tx, rx) = oneshot::channel();
        let request = Request {
            id,
            name: name.to_owned(),
            line,
            fds,
            answer: tx,
        };
        match self.requests.try_send(request) {
            Ok(()) => Ok(Pending {
                name: name.to_owned(),
                answer: rx,
            }),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(QmpError::Closed { reason: None }),
            // A peer so far behind answers nothing in time either.
            Err(mpsc::error::TrySendError::Full(_)) => Err(QmpError::Timeout {
                command: name.to_owned(),
                after: Duration::ZERO,
            }),
        }
    }
}

fn closed(reason: String) -> QmpError {
    QmpError::Closed { reason: Some(reason) }
}

struct Unanswered {
    name: String,
    answer: oneshot::Sender<Answer>,
}

struct Task {
    stream: UnixStream,
    lines: LineBuffer,
    outbox: Outbox,
    waiting: HashMap<u64, Unanswered>,
    greeting: Option<oneshot::Sender<Result<Greeting, QmpError>>>,
    max_in_flight: usize,
}

impl Task {
    async fn run(mut self, mut requests: mpsc::Receiver<Request>, sink: EventSink) {
        let why = self.serve(&mut requests, &sink).await;
        requests.close();
        if let Some(greeting) = self.greeting.take() {
            let _ = greeting.send(Err(QmpError::Greeting {
                detail: why.to_string(),
            }));
        }
        for (_, unanswered) in self.waiting.drain() {
            let _ = unanswered.answer.send(Err(why.clone()));
        }
        while let Ok(request) = requests.try_recv() {
            let _ = request.answer.send(Err(why.clone()));
        }
        sink.finish(why);
    }

    async fn serve(&mut self, requests: &mut mpsc::Receiver<Request>, sink: &EventSink) -> QmpError {
        let mut buffer = vec![0u8; 32 * 1024];
        loop {
            let greeted = self.greeting.is_none();
            let room = self.outbox.len() < self.max_in_flight && self.waiting.len() < self.max_in_flight * 4;
            tokio::select! {
                readable = self.stream.readable() => {
                    if let Err(e) = readable {
                        return closed(e.to_string());
                    }
                    match self.stream.try_read(&mut buffer) {
                        Ok(0) => return QmpError::Closed { reason: None },
                        Ok(n) => if let Err(e) = self.take_in(&buffer[..n], sink) {
                            return e;
                        },
                        Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                        Err(e) => return closed(e.to_string()),
                    }
                }
                writable = self.stream.writable(), if !self.outbox.is_empty() => {
                    if let Err(e) = writable.and_then(|()| self.flush()) {
                        return closed(e.to_string());
                    }
                }
                request = requests.recv(), if greeted && room => {
                    let Some(request) = request else { return QmpError::Closed { reason: None } };
                    self.accept(request);
                    // Those that came together go out together.
                    while let Ok(request) = requests.try_recv() {
                        self.accept(request);
                    }
                    if let Err(e) = self.flush() {
                        return closed(e.to_string());
                    }
                }
            }
        }
    }

    fn accept(&mut self, request: Request) {
        if request.answer.is_closed() {
            return;
        }
        if self.waiting.len() >= self.max_in_flight {
            // Those given up on would otherwise pile up while a QEMU does not answer.
            self.waiting.retain(|_, u| !u.answer.is_closed());
        }
        self.outbox.push(request.line, request.fds);
        self.waiting.insert(
            request.id,
            Unanswered {
                name: request.name,
                answer: request.answer,
            },
        );
    }

    fn flush(&mut self) -> io::Result<()> {
        let fd = self.stream.as_raw_fd();
        while !self.outbox.is_empty() {
            let outbox = &mut self.outbox;
            match self.stream.try_io(Interest::WRITABLE, || outbox.write_to(fd)) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => break,
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn take_in(&mut self, bytes: &[u8], sink: &EventSink) -> Result<(), QmpError> {
        let fed = self.lines.push(bytes);
        while let Some(line) = self.lines.pop() {
            match parse(&line) {
                Ok(message) => self.handle(message, sink),
                Err(detail) => return Err(closed(format!("the monitor sent no valid message: {detail}"))),
            }
        }
        fed.map_err(|e| {
            closed(format!(
                "the monitor sent a message of more than {} bytes",
                e.limit
            ))
        })
    }

    fn handle(&mut self, message: Message, sink: &EventSink) {
        match message {
            Message::Greeting(greeting) => {
                if let Some(tx) = self.greeting.take() {
                    let _ = tx.send(Ok(greeting));
                }
            }
            Message::Event(event) => sink.push(event),
            Message::Reply { id, result } => {
                let Some(unanswered) = id.and_then(|id| self.waiting.remove(&id)) else {
                    tracing::debug!(?id, "an answer that nobody waits for");
                    return;
                };
                let answer = result.map_err(|ErrorBody { class, desc }| QmpError::Refused {
                    command: unanswered.name,
                    class,
                    desc,
                });
                let _ = unanswered.answer.send(answer);
            }
        }
    }
}
