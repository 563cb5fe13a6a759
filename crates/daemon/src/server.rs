//! The running daemon: accepts clients and spreads them over threads.
//!
//! Each serving thread has a runtime of its own and owns its connections, so that a trivial call is read,
//! served and answered without a hand-off. What takes long goes to the runtime behind them.

use crate::config::Config;
use crate::listen::Listener;
use crate::session::ClientSession;
use ferrovirt_registry::LocalHost;
use ferrovirt_rpc::server::{End, Limits, serve};
use ferrovirt_rpc::socket::Socket;
use std::future::Future;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

static BACKGROUND: OnceLock<Handle> = OnceLock::new();

/// Runs `future` on the runtime behind the serving threads.
pub(crate) fn background<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    match BACKGROUND.get() {
        Some(handle) => handle.spawn(future),
        None => tokio::spawn(future),
    }
}

/// The daemon.
pub struct Server {
    host: LocalHost,
    config: Config,
    clients: AtomicUsize,
    accepted: AtomicUsize,
    changed: Notify,
}

enum Work {
    /// Serve a client, who may only read if the second value is set.
    Serve(UnixStream, bool),
    /// Accept clients and spread them over the threads.
    Accept(Listener, Arc<[Sender]>),
}

type Sender = mpsc::UnboundedSender<Work>;

impl Server {
    /// A server in front of `host`. To be called on the runtime that does the work behind it.
    pub fn new(host: LocalHost, config: Config) -> Arc<Self> {
        let _ = BACKGROUND.set(Handle::current());
        Arc::new(Self {
            host,
            config,
            clients: AtomicUsize::new(0),
            accepted: AtomicUsize::new(0),
            changed: Notify::new(),
        })
    }

    /// The drivers.
    pub fn host(&self) -> &LocalHost {
        &self.host
    }

    /// Clients connected now.
    pub fn clients(&self) -> usize {
        self.clients.load(Ordering::Relaxed)
    }

    /// Waits until a client came or went.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Starts serving. The threads live as long as the process.
    ///
    /// # Errors
    /// When threads or sockets cannot be had.
    pub fn start(self: &Arc<Self>, listeners: Vec<Listener>) -> io::Result<()> {
        let threads: Vec<_> = (0..self.threads())
            .map(|n| self.thread(n))
            .collect::<io::Result<_>>()?;
        let threads: Arc<[_]> = threads.into();
        for listener in listeners {
            listener.socket.set_nonblocking(true)?;
            // Accepting on a thread that serves spares every other client the way from thread to thread.
            let work = Work::Accept(listener, threads.clone());
            threads[0]
                .send(work)
                .map_err(|_| io::Error::other("a serving thread ended"))?;
        }
        Ok(())
    }

    fn threads(&self) -> usize {
        match self.config.io_threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from).min(4),
            n => n,
        }
    }

    fn limits(&self) -> Limits {
        Limits {
            requests: self.config.max_client_requests,
            keepalive_interval: u64::try_from(self.config.keepalive_interval)
                .ok()
                .filter(|s| *s > 0)
                .map(Duration::from_secs),
            keepalive_count: self.config.keepalive_count,
            ..Limits::default()
        }
    }

    async fn accept(self: Arc<Self>, listener: Listener, threads: Arc<[Sender]>) -> io::Result<()> {
        let read_only = listener.read_only;
        // SAFETY: the listener owns its descriptor and gives the same one for as long as it lives.
        let socket = unsafe { AsyncFd::register_with_interest(listener.socket, Interest::READABLE) }
            .map_err(|e| io::Error::other(e.to_string()))?;
        loop {
            let mut ready = socket.readable().await?;
            let stream = match ready.try_io(|s| s.get_ref().accept()) {
                Err(_) => continue,
                Ok(Ok((stream, _))) => stream,
                Ok(Err(e)) => {
                    // Out of descriptors, most likely: let connections end before the next try.
                    tracing::warn!("cannot accept a client: {e}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            if self.clients() >= self.config.max_clients {
                tracing::warn!(
                    "refused a client: max_clients ({}) are connected",
                    self.config.max_clients
                );
                continue;
            }
            if stream.set_nonblocking(true).is_err() {
                continue;
            }
            self.clients.fetch_add(1, Ordering::Relaxed);
            let thread = self.accepted.fetch_add(1, Ordering::Relaxed) % threads.len();
            if thread == 0 {
                tokio::spawn(self.clone().client(stream, read_only));
            } else if threads[thread].send(Work::Serve(stream, read_only)).is_err() {
                self.clients.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    fn thread(self: &Arc<Self>, number: usize) -> io::Result<Sender> {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let server = self.clone();
        std::thread::Builder::new()
            .name(format!("serve-{number}"))
            .spawn(move || {
                runtime.block_on(async move {
                    while let Some(work) = receiver.recv().await {
                        match work {
                            Work::Serve(stream, read_only) => {
                                tokio::spawn(server.clone().client(stream, read_only));
                            }
                            Work::Accept(listener, threads) => {
                                let server = server.clone();
                                tokio::spawn(async move {
                                    if let Err(e) = server.accept(listener, threads).await {
                                        tracing::error!("no more clients are accepted: {e}");
                                    }
                                });
                            }
                        }
                    }
                });
            })?;
        Ok(sender)
    }

    async fn client(self: Arc<Self>, stream: UnixStream, read_only: bool) {
        self.changed.notify_waiters();
        if let Ok(stream) = tokio::net::UnixStream::from_std(stream) {
            let server = self.clone();
            let end = serve(Socket::Unix(stream), self.limits(), |handle, _| {
                Arc::new(ClientSession::new(server, handle, read_only))
            })
            .await;
            match end {
                End::Closed | End::Told => tracing::debug!("client gone"),
                End::Silent => tracing::info!("closed a client that does not answer keepalive messages"),
                End::Socket(e) => tracing::debug!("client gone: {e}"),
                End::Protocol(e) => tracing::warn!("closed a client that does not speak the protocol: {e}"),
            }
        }
        self.clients.fetch_sub(1, Ordering::Relaxed);
        self.changed.notify_waiters();
    }
}
