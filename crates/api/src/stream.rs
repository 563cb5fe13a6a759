//! Streams of drivers as async readers and writers.

use bytes::{Buf, Bytes};
use ferrovirt_driver::stream::{CHUNK, StreamItem, StreamRead, StreamWrite};
use ferrovirt_types::{Error, Result};
use futures_util::future::BoxFuture;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub use ferrovirt_driver::stream::StreamItem as Item;

type Reading = BoxFuture<'static, (Box<dyn StreamRead>, Result<Option<StreamItem>>)>;
type Writing = BoxFuture<'static, (Box<dyn StreamWrite>, Result<()>)>;

/// Zeroes that a hole reads as, so many at a time.
static ZEROES: [u8; 64 * 1024] = [0; 64 * 1024];

/// Reads from a driver. As an [`AsyncRead`], holes are zeroes; [`ByteReader::next`] keeps them apart.
pub struct ByteReader {
    state: ReadState,
    data: Bytes,
    hole: u64,
}

enum ReadState {
    Idle(Box<dyn StreamRead>),
    Busy(Reading),
    Ended,
}

impl ByteReader {
    /// Over what a driver gives to read.
    pub fn new(read: Box<dyn StreamRead>) -> Self {
        Self {
            state: ReadState::Idle(read),
            data: Bytes::new(),
            hole: 0,
        }
    }

    /// The next piece, data or hole; `None` at the end.
    ///
    /// # Errors
    /// When the driver fails.
    pub async fn next(&mut self) -> Result<Option<StreamItem>> {
        if self.data.is_empty() && self.hole == 0 {
            let more = std::future::poll_fn(|cx| self.poll_fill(cx)).await?;
            if !more {
                return Ok(None);
            }
        }
        let hole = std::mem::take(&mut self.hole);
        Ok(Some(if hole > 0 {
            StreamItem::Hole(hole)
        } else {
            StreamItem::Data(std::mem::take(&mut self.data))
        }))
    }

    /// Gets the next piece into `data` or `hole`; false at the end.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool>> {
        loop {
            match std::mem::replace(&mut self.state, ReadState::Ended) {
                ReadState::Ended => return Poll::Ready(Ok(false)),
                ReadState::Idle(mut read) => {
                    self.state = ReadState::Busy(Box::pin(async move {
                        let item = read.next().await;
                        (read, item)
                    }));
                }
                ReadState::Busy(mut future) => {
                    let Poll::Ready((read, item)) = future.as_mut().poll(cx) else {
                        self.state = ReadState::Busy(future);
                        return Poll::Pending;
                    };
                    match item? {
                        None => return Poll::Ready(Ok(false)),
                        Some(StreamItem::Data(data)) => self.data = data,
                        Some(StreamItem::Hole(length)) => self.hole = length,
                    }
                    self.state = ReadState::Idle(read);
                    if !self.data.is_empty() || self.hole > 0 {
                        return Poll::Ready(Ok(true));
                    }
                }
            }
        }
    }
}

impl AsyncRead for ByteReader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.data.is_empty() && self.hole == 0 && !ready!(self.poll_fill(cx)).map_err(io::Error::other)? {
            return Poll::Ready(Ok(()));
        }
        if self.hole > 0 {
            let room = buf.remaining().min(ZEROES.len());
            let length = usize::try_from(self.hole).unwrap_or(usize::MAX).min(room);
            buf.put_slice(&ZEROES[..length]);
            self.hole -= u64::try_from(length).unwrap_or(0);
        } else {
            let length = self.data.len().min(buf.remaining());
            buf.put_slice(&self.data[..length]);
            self.data.advance(length);
        }
        Poll::Ready(Ok(()))
    }
}

/// Writes to a driver. What was written is kept only after [`ByteWriter::finish`] (or `shutdown`, as an
/// [`AsyncWrite`]) has succeeded; dropping it before aborts.
pub struct ByteWriter {
    state: WriteState,
    finished: bool,
}

enum WriteState {
    Idle(Box<dyn StreamWrite>),
    Busy(Writing),
    Broken,
}

fn broken() -> Error {
    use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
    Error::new(
        ErrorNumber::InvalidStream,
        ErrorDomain::Streams,
        "the stream has failed before",
    )
}

impl ByteWriter {
    /// Over what a driver takes.
    pub fn new(write: Box<dyn StreamWrite>) -> Self {
        Self {
            state: WriteState::Idle(write),
            finished: false,
        }
    }

    /// Writes a piece, data or hole.
    ///
    /// # Errors
    /// When the driver fails; the stream is of no use then.
    pub async fn put(&mut self, item: StreamItem) -> Result<()> {
        std::future::poll_fn(|cx| self.poll_idle(cx)).await?;
        self.start(item);
        std::future::poll_fn(|cx| self.poll_idle(cx)).await
    }

    /// Says that all was written, and waits until the driver has kept it.
    ///
    /// # Errors
    /// When the driver fails.
    pub async fn finish(&mut self) -> Result<()> {
        std::future::poll_fn(|cx| self.poll_finish(cx)).await
    }

    fn start(&mut self, item: StreamItem) {
        self.run(|mut write| {
            Box::pin(async move {
                let result = write.write(item).await;
                (write, result)
            })
        });
    }

    fn run(&mut self, job: impl FnOnce(Box<dyn StreamWrite>) -> Writing) {
        self.state = match std::mem::replace(&mut self.state, WriteState::Broken) {
            WriteState::Idle(write) => WriteState::Busy(job(write)),
            other => other,
        };
    }

    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        match &mut self.state {
            WriteState::Idle(_) => Poll::Ready(Ok(())),
            WriteState::Broken => Poll::Ready(Err(broken())),
            WriteState::Busy(future) => {
                let (write, result) = ready!(future.as_mut().poll(cx));
                self.state = if result.is_ok() {
                    WriteState::Idle(write)
                } else {
                    WriteState::Broken
                };
                Poll::Ready(result)
            }
        }
    }

    fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<Result<()>> {
        ready!(self.poll_idle(cx))?;
        if !self.finished {
            self.finished = true;
            self.run(|mut write| {
                Box::pin(async move {
                    let result = write.finish().await;
                    (write, result)
                })
            });
        }
        self.poll_idle(cx)
    }
}

impl AsyncWrite for ByteWriter {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_idle(cx)).map_err(io::Error::other)?;
        let length = data.len().min(CHUNK);
        if length > 0 {
            self.start(StreamItem::Data(Bytes::copy_from_slice(&data[..length])));
        }
        Poll::Ready(Ok(length))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_idle(cx).map_err(io::Error::other)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_finish(cx).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use std::collections::VecDeque;
    use std::sync::{Arc, Mutex};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    struct Script(VecDeque<StreamItem>);

    #[async_trait]
    impl StreamRead for Script {
        async fn next(&mut self) -> Result<Option<StreamItem>> {
            tokio::task::yield_now().await;
            Ok(self.0.pop_front())
        }
    }

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<String>>>);

    #[async_trait]
    impl StreamWrite for Log {
        async fn write(&mut self, item: StreamItem) -> Result<()> {
            tokio::task::yield_now().await;
            if item == StreamItem::Data("bad".into()) {
                return Err(Error::unsupported("bad"));
            }
            self.0.lock().unwrap().push(format!("{item:?}"));
            Ok(())
        }
        async fn finish(&mut self) -> Result<()> {
            self.0.lock().unwrap().push("finish".into());
            Ok(())
        }
    }

    fn script() -> ByteReader {
        let items = [
            StreamItem::Data("ab".into()),
            StreamItem::Hole(3),
            StreamItem::Data("c".into()),
        ];
        ByteReader::new(Box::new(Script(items.into())))
    }

    #[tokio::test]
    async fn holes_read_as_zeroes() {
        let mut all = Vec::new();
        script().read_to_end(&mut all).await.unwrap();
        assert_eq!(all, b"ab\0\0\0c");
    }

    #[tokio::test]
    async fn holes_are_kept_apart_for_who_asks() {
        let mut reader = script();
        let mut holes = 0;
        while let Some(item) = reader.next().await.unwrap() {
            if let StreamItem::Hole(n) = item {
                holes += n;
            }
        }
        assert_eq!(holes, 3);
    }

    #[tokio::test]
    async fn writes_arrive_in_order_and_shutdown_finishes() {
        let log = Log::default();
        let mut writer = ByteWriter::new(Box::new(log.clone()));
        writer.write_all(b"x").await.unwrap();
        writer.put(StreamItem::Hole(9)).await.unwrap();
        writer.shutdown().await.unwrap();
        assert_eq!(*log.0.lock().unwrap(), ["Data(b\"x\")", "Hole(9)", "finish"]);
    }

    #[tokio::test]
    async fn a_failed_write_is_told_once_and_breaks_the_stream() {
        let mut writer = ByteWriter::new(Box::new(Log::default()));
        assert!(
            writer
                .put(StreamItem::Data("bad".into()))
                .await
                .unwrap_err()
                .message()
                .contains("bad")
        );
        assert!(
            writer
                .finish()
                .await
                .unwrap_err()
                .message()
                .contains("failed before")
        );
    }
}
