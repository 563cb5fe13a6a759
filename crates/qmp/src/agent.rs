//! Client of the guest agent.
//!
//! The agent has neither greeting nor ids, and the guest may restart or lie. Before each command the
//! two sides are brought into step with `guest-sync-delimited`; one command is under way at a time. An
//! answer that comes after its deadline is skipped at the next synchronisation.

use crate::command::encode;
use crate::error::QmpError;
use crate::line::LineBuffer;
use crate::message::{Message, parse};
use serde_json::value::RawValue;
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::time::Instant;

/// Longest answer of an agent, in bytes.
const MAX_ANSWER: usize = 10 * 1024 * 1024;

/// Starts the answer to a delimited synchronisation.
const SENTINEL: u8 = 0xff;

/// Connection to the agent of one guest.
#[derive(Debug)]
pub struct Agent {
    stream: UnixStream,
    lines: LineBuffer,
    next_sync: u32,
}

impl Agent {
    /// Connects to the host side of the agent's channel.
    pub async fn connect(path: &Path, deadline: Duration) -> Result<Agent, QmpError> {
        let stream = tokio::time::timeout(deadline, UnixStream::connect(path))
            .await
            .map_err(|_| QmpError::Timeout {
                command: "connect".into(),
                after: deadline,
            })?
            .map_err(lost)?;
        Ok(Agent::new(stream))
    }

    /// Takes over a connected socket.
    pub fn new(stream: UnixStream) -> Agent {
        Agent {
            stream,
            lines: LineBuffer::new(MAX_ANSWER),
            next_sync: 1,
        }
    }

    /// Runs one command, within the deadline from synchronisation to answer.
    pub async fn run(
        &mut self,
        name: &str,
        arguments: Option<&RawValue>,
        deadline: Duration,
    ) -> Result<Box<RawValue>, QmpError> {
        let until = Instant::now() + deadline;
        let late = |command: &str| QmpError::Timeout {
            command: command.to_owned(),
            after: deadline,
        };
        tokio::time::timeout_at(until, self.synchronise())
            .await
            .map_err(|_| late("guest-sync-delimited"))??;
        let line = encode(name, arguments.as_ref(), None).map_err(|detail| QmpError::Encode {
            command: name.to_owned(),
            detail,
        })?;
        let answer = async {
            self.stream.write_all(&line).await.map_err(lost)?;
            self.answer(name).await
        };
        tokio::time::timeout_at(until, answer)
            .await
            .map_err(|_| late(name))?
    }

    async fn synchronise(&mut self) -> Result<(), QmpError> {
        let id = self.next_sync;
        self.next_sync = self.next_sync.wrapping_add(1).max(1);
        let mut line = vec![SENTINEL];
        line.extend_from_slice(
            format!("{{\"execute\":\"guest-sync-delimited\",\"arguments\":{{\"id\":{id}}}}}\n").as_bytes(),
        );
        self.stream.write_all(&line).await.map_err(lost)?;
        loop {
            let line = self.read_line(true).await?;
            if let Ok(Message::Reply { result: Ok(ret), .. }) = parse(&line)
                && ret.get().parse() == Ok(id)
            {
                return Ok(());
            }
        }
    }

    async fn answer(&mut self, name: &str) -> Result<Box<RawValue>, QmpError> {
        loop {
            let line = self.read_line(false).await?;
            match parse(&line) {
                Ok(Message::Reply { result: Ok(ret), .. }) => return Ok(ret),
                Ok(Message::Reply {
                    result: Err(body), ..
                }) => {
                    return Err(QmpError::Refused {
                        command: name.to_owned(),
                        class: body.class,
                        desc: body.desc,
                    });
                }
                Ok(_) => {}
                Err(detail) => {
                    return Err(QmpError::Shape {
                        command: name.to_owned(),
                        detail,
                    });
                }
            }
        }
    }

    /// The next line; with `resync`, whatever came before a sentinel is forgotten.
    async fn read_line(&mut self, resync: bool) -> Result<Vec<u8>, QmpError> {
        let mut buffer = [0u8; 4096];
        loop {
            if let Some(line) = self.lines.pop() {
                return Ok(line);
            }
            let n = self.stream.read(&mut buffer).await.map_err(lost)?;
            if n == 0 {
                return Err(QmpError::Closed {
                    reason: Some("the guest agent's channel is closed".into()),
                });
            }
            let mut bytes = &buffer[..n];
            if let Some(at) = bytes.iter().rposition(|b| *b == SENTINEL) {
                if resync {
                    self.lines.clear_partial();
                    while self.lines.pop().is_some() {}
                }
                bytes = &bytes[at + 1..];
            }
            self.lines.push(bytes).map_err(|e| QmpError::Closed {
                reason: Some(format!("the guest agent sent more than {} bytes", e.limit)),
            })?;
        }
    }
}

fn lost(e: std::io::Error) -> QmpError {
    QmpError::Closed {
        reason: Some(e.to_string()),
    }
}
