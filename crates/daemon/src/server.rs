//! The running daemon: accepts clients and spreads them over threads.
//!
//! Each serving thread has a runtime of its own and owns its connections, so that a trivial call is read,
//! served and answered without a hand-off. What takes long goes to the runtime behind them.

use crate::admin::AdminSession;
use crate::config::Config;
use crate::listen::{Door, ListenSocket, Listener};
use crate::logging::Logging;
use crate::memory::Departures;
use crate::service::{Client, Origin, Service};
use crate::session::ClientSession;
use crate::tls::{TlsConfig, TlsDoor, TlsFailure};
use arc_swap::ArcSwap;
use ferrovirt_registry::LocalHost;
use ferrovirt_rpc::server::{ClientHandle, End, serve};
use ferrovirt_rpc::socket::Socket;
use nix::sys::socket::sockopt::{PeerCredentials, SndBufForce};
use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsFd as _, AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

/// What the kernel may hold of replies that a client has not read, in bytes; it counts its own overhead, too. An
/// answer with all statistics of a thousand guests goes at once.
const SEND_BUFFER: usize = 512 << 10;

static BACKGROUND: OnceLock<Handle> = OnceLock::new();
static DEPARTURES: Departures = Departures::new();

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
    config: ArcSwap<Config>,
    /// The server that manages guests.
    pub main: Service,
    /// The server that manages this daemon.
    pub admin: Service,
    logging: Logging,
    /// The door of clients with TLS, where there is one.
    tls: Option<TlsDoor>,
    accepted: AtomicUsize,
    changed: Notify,
    /// Seconds without anything to do until the daemon ends; 0: it does not.
    timeout: AtomicU64,
    stop: Notify,
}

enum Work {
    /// Serve a client.
    Serve(Accepted, Door, Arc<Client>),
    /// Accept clients and spread them over the threads.
    Accept(Listener, Arc<[Sender]>),
}

/// A connection that was accepted.
enum Accepted {
    Unix(UnixStream),
    Tcp(TcpStream),
    Tls(TcpStream),
}

type Sender = mpsc::UnboundedSender<Work>;

impl Server {
    /// A server in front of `host`. To be called on the runtime that does the work behind it.
    pub fn new(
        host: LocalHost,
        config: Config,
        logging: Logging,
        tls: Option<TlsDoor>,
        timeout: u64,
    ) -> Arc<Self> {
        let _ = BACKGROUND.set(Handle::current());
        Arc::new(Self {
            host,
            main: Service::new("libvirtd", config.main.clone()),
            admin: Service::new("admin", config.admin.clone()),
            config: ArcSwap::from_pointee(config),
            logging,
            tls,
            accepted: AtomicUsize::new(0),
            changed: Notify::new(),
            timeout: AtomicU64::new(timeout),
            stop: Notify::new(),
        })
    }

    /// The drivers.
    pub fn host(&self) -> &LocalHost {
        &self.host
    }

    /// What is logged.
    pub fn logging(&self) -> &Logging {
        &self.logging
    }

    /// The server with this name.
    pub fn service(&self, name: &str) -> Option<&Service> {
        [&self.main, &self.admin].into_iter().find(|s| s.name() == name)
    }

    /// The door of clients with TLS, where there is one.
    pub fn tls(&self) -> Option<&TlsDoor> {
        self.tls.as_ref()
    }

    /// Reads certificates anew, as other settings say where there are any. Without TLS there is nothing to read.
    ///
    /// # Errors
    /// When they cannot be used: those before stay in force.
    pub async fn renew_tls(self: Arc<Self>, newer: Option<TlsConfig>) -> Result<(), TlsFailure> {
        let renewed = tokio::task::spawn_blocking(move || match &self.tls {
            None => Ok(()),
            Some(door) => {
                door.renew(newer)?;
                tracing::info!("certificates read anew");
                Ok(())
            }
        });
        // It is never cancelled, and a panic in it is one here.
        renewed
            .await
            .unwrap_or_else(|e| std::panic::resume_unwind(e.into_panic()))
    }

    /// Takes other settings: limits hold for clients that come from now on. Names those that differ and need a
    /// new start.
    pub fn set_config(&self, newer: Config) -> Vec<&'static str> {
        let (renewed, fixed) = self.config.load().renewed(newer);
        self.main.configure(renewed.main.clone());
        self.admin.configure(renewed.admin.clone());
        self.config.store(Arc::new(renewed));
        fixed
    }

    /// Seconds without anything to do until the daemon ends; 0: it does not.
    pub fn timeout(&self) -> u64 {
        self.timeout.load(Ordering::Relaxed)
    }

    /// Changes when the daemon ends by itself.
    pub fn set_timeout(&self, seconds: u64) {
        self.timeout.store(seconds, Ordering::Relaxed);
        self.changed.notify_waiters();
    }

    /// Asks the daemon to end.
    pub fn stop(&self) {
        self.stop.notify_one();
    }

    /// Waits until the daemon is asked to end.
    pub async fn stopped(&self) {
        self.stop.notified().await;
    }

    /// Clients connected now, those that manage the daemon aside.
    pub fn clients(&self) -> usize {
        self.main.len()
    }

    /// Waits until a client came or went, or the time until the end changed.
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
            listener.socket.set_nonblocking()?;
            // Accepting on a thread that serves spares every other client the way from thread to thread.
            let work = Work::Accept(listener, threads.clone());
            threads[0]
                .send(work)
                .map_err(|_| io::Error::other("a serving thread ended"))?;
        }
        Ok(())
    }

    fn threads(&self) -> usize {
        match self.config.load().io_threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from).min(4),
            n => n,
        }
    }

    async fn accept(self: Arc<Self>, listener: Listener, threads: Arc<[Sender]>) -> io::Result<()> {
        let door = listener.door;
        // SAFETY: the listener owns its descriptor and gives the same one for as long as it lives.
        let socket =
            unsafe { AsyncFd::register_with_interest(ListenFd(listener.socket), Interest::READABLE) }
                .map_err(|e| io::Error::other(e.to_string()))?;
        let service = self.behind(door);
        loop {
            if !service.has_room() {
                tracing::info!(
                    "clients of {} wait: as many are connected as max_clients lets in",
                    service.name()
                );
                service.room().await;
            }
            let mut ready = socket.readable().await?;
            if matches!(socket.get_ref().0, ListenSocket::Tls(_)) {
                service.room_for_anonymous().await;
            }
            // Another socket of this service may have taken the last place. All are accepted on one thread.
            if !service.has_room() {
                continue;
            }
            let (accepted, origin) = match ready.try_io(|s| accept(&s.get_ref().0, door)) {
                Err(_) => continue,
                Ok(Ok(accepted)) => accepted,
                Ok(Err(e)) => {
                    // Out of descriptors, most likely: let connections end before the next try.
                    tracing::warn!("cannot accept a client: {e}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            if door == Door::Admin && !may_manage(&origin) {
                tracing::warn!("refused a client of the admin socket: it is another user's");
                continue;
            }
            let client = service.admit(origin);
            let thread = self.accepted.fetch_add(1, Ordering::Relaxed) % threads.len();
            if thread == 0 {
                tokio::spawn(self.clone().client(accepted, door, client));
            } else {
                let id = client.id;
                if threads[thread].send(Work::Serve(accepted, door, client)).is_err() {
                    service.dismiss(id);
                }
            }
        }
    }

    fn behind(&self, door: Door) -> &Service {
        match door {
            Door::Full | Door::ReadOnly => &self.main,
            Door::Admin => &self.admin,
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
                            Work::Serve(accepted, door, client) => {
                                tokio::spawn(server.clone().client(accepted, door, client));
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

    /// Takes a client with TLS as far as it may come.
    async fn handshake(&self, stream: TcpStream, client: &Client) -> io::Result<Socket> {
        let refused = |why| io::Error::new(io::ErrorKind::ConnectionAborted, why);
        let (Some(door), Origin::Tls(address)) = (&self.tls, client.origin) else {
            return Err(refused("no TLS is served"));
        };
        let stream = tokio::net::TcpStream::from_std(stream)?;
        let introduction = self.main.introduction(client.id);
        let entered = tokio::select! {
            entered = door.enter(stream, address) => entered,
            () = introduction.over() => {
                let text = "no handshake yet, and others wait: max_anonymous_clients says how many may be at it";
                tracing::warn!("refused a TLS client from {address}: {text}");
                None
            }
        };
        let (stream, name) = entered.ok_or_else(|| refused("no TLS handshake"))?;
        if let Some(name) = name {
            // Set here and nowhere else.
            let _ = client.name.set(name);
        }
        Ok(Socket::Layered(Box::new(stream)))
    }

    async fn client(self: Arc<Self>, accepted: Accepted, door: Door, client: Arc<Client>) {
        self.changed.notify_waiters();
        let service = self.behind(door);
        let socket = match accepted {
            Accepted::Unix(stream) => tokio::net::UnixStream::from_std(stream).map(Socket::Unix),
            Accepted::Tcp(stream) => tokio::net::TcpStream::from_std(stream).map(Socket::Tcp),
            Accepted::Tls(stream) => self.handshake(stream, &client).await,
        };
        if let Ok(socket) = socket {
            let limits = service.limits();
            let server = self.clone();
            let note = |handle: ClientHandle| {
                // Set here and nowhere else.
                let _ = client.handle.set(handle.clone());
                handle
            };
            let end = if door == Door::Admin {
                let session = |handle| Arc::new(AdminSession::new(server, note(handle)));
                serve(socket, limits, session).await
            } else {
                let origin = client.origin;
                let session = |handle| Arc::new(ClientSession::new(server, note(handle), origin));
                serve(socket, limits, session).await
            };
            match end {
                End::Closed | End::Told => tracing::debug!("client gone"),
                End::Silent => tracing::info!("closed a client that does not answer keepalive messages"),
                End::Socket(e) => tracing::debug!("client gone: {e}"),
                End::Protocol(e) => tracing::warn!("closed a client that does not speak the protocol: {e}"),
            }
        }
        service.dismiss(client.id);
        DEPARTURES.count();
        self.changed.notify_waiters();
    }
}

/// A listening socket as the runtime wants it.
struct ListenFd(ListenSocket);

impl AsRawFd for ListenFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}

fn accept(socket: &ListenSocket, door: Door) -> io::Result<(Accepted, Origin)> {
    match socket {
        ListenSocket::Unix(socket) => {
            let (stream, _) = socket.accept()?;
            stream.set_nonblocking(true)?;
            if door == Door::Full {
                // Whoever may not grant itself more goes on with what the system gives.
                let _ = nix::sys::socket::setsockopt(&stream, SndBufForce, &SEND_BUFFER);
            }
            let credentials = nix::sys::socket::getsockopt(&stream, PeerCredentials);
            let peer = credentials.ok().map(|c| ferrovirt_rpc::socket::PeerCredentials {
                pid: Some(c.pid()).filter(|pid| *pid > 0),
                uid: c.uid(),
                gid: c.gid(),
            });
            let read_only = door == Door::ReadOnly;
            Ok((Accepted::Unix(stream), Origin::Unix { peer, read_only }))
        }
        ListenSocket::Tcp(socket) => {
            let (stream, address) = accept_distant(socket)?;
            Ok((Accepted::Tcp(stream), Origin::Tcp(address)))
        }
        ListenSocket::Tls(socket) => {
            let (stream, address) = accept_distant(socket)?;
            Ok((Accepted::Tls(stream), Origin::Tls(address)))
        }
    }
}

fn accept_distant(socket: &TcpListener) -> io::Result<(TcpStream, SocketAddr)> {
    let (stream, address) = socket.accept()?;
    stream.set_nonblocking(true)?;
    stream.set_nodelay(true)?;
    Ok((stream, address))
}

/// The daemon's administrator is its own user, or root.
fn may_manage(origin: &Origin) -> bool {
    match origin {
        Origin::Unix { peer: Some(peer), .. } => peer.uid == 0 || peer.uid == nix::unistd::geteuid().as_raw(),
        Origin::Unix { peer: None, .. } | Origin::Tcp(_) | Origin::Tls(_) => false,
    }
}
