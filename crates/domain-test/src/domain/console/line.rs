//! Lines to a guest: what is sent comes back, and a terminal answers each line with another prompt.

use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_driver::stream::{CHUNK, DriverStream, StreamItem, StreamRead, StreamWrite};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use tokio::sync::mpsc;

/// Pieces that wait for the reader; the writer is held back then.
const WAITING: usize = 64;

/// A line that sends everything back.
pub(super) fn echo() -> DriverStream {
    line(None)
}

/// The terminal of a guest.
pub(super) fn terminal(guest: &str) -> DriverStream {
    line(Some(format!("\r\n{guest} login: ")))
}

fn line(prompt: Option<String>) -> DriverStream {
    let (sender, receiver) = mpsc::channel(WAITING);
    let first = prompt.clone().map(Bytes::from);
    DriverStream {
        read: Some(Box::new(FromGuest { first, receiver })),
        write: Some(Box::new(ToGuest {
            prompt,
            sender: Some(sender),
        })),
    }
}

struct FromGuest {
    first: Option<Bytes>,
    receiver: mpsc::Receiver<Bytes>,
}

#[async_trait]
impl StreamRead for FromGuest {
    async fn next(&mut self) -> Result<Option<StreamItem>> {
        if let Some(first) = self.first.take() {
            return Ok(Some(StreamItem::Data(first)));
        }
        Ok(self.receiver.recv().await.map(StreamItem::Data))
    }
}

struct ToGuest {
    prompt: Option<String>,
    sender: Option<mpsc::Sender<Bytes>>,
}

impl ToGuest {
    async fn send(&self, data: Bytes) -> Result<()> {
        let sent = match &self.sender {
            Some(sender) => sender.send(data).await.is_ok(),
            None => false,
        };
        if sent {
            return Ok(());
        }
        let why = "the line to the guest is closed";
        Err(Error::new(
            ErrorNumber::OperationFailed,
            ErrorDomain::Streams,
            why,
        ))
    }
}

#[async_trait]
impl StreamWrite for ToGuest {
    async fn write(&mut self, item: StreamItem) -> Result<()> {
        let StreamItem::Data(data) = item else {
            return Ok(());
        };
        let Some(prompt) = &self.prompt else {
            return self.send(data).await;
        };
        let mut answer = Vec::with_capacity(data.len());
        for byte in &data {
            match byte {
                b'\r' | b'\n' => answer.extend_from_slice(prompt.as_bytes()),
                byte => answer.push(*byte),
            }
        }
        let mut answer = Bytes::from(answer);
        while !answer.is_empty() {
            let len = answer.len().min(CHUNK);
            self.send(answer.split_to(len)).await?;
        }
        Ok(())
    }

    async fn finish(&mut self) -> Result<()> {
        self.sender = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_terminal_prompts_again() {
        let mut stream = terminal("a");
        let (mut read, mut write) = (stream.read.take().unwrap(), stream.write.take().unwrap());
        let prompt = StreamItem::Data(Bytes::from_static(b"\r\na login: "));
        assert_eq!(read.next().await.unwrap(), Some(prompt));
        write
            .write(StreamItem::Data(Bytes::from_static(b"x\r")))
            .await
            .unwrap();
        let answer = StreamItem::Data(Bytes::from_static(b"x\r\na login: "));
        assert_eq!(read.next().await.unwrap(), Some(answer));
        write.finish().await.unwrap();
        assert_eq!(read.next().await.unwrap(), None);
    }
}
