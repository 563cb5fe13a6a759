//! Opening a connection: transport, authentication, then the URI.

use crate::address::{TCP_PORT, peer_uri, sockets};
use crate::driver::RemoteDriver;
use crate::error::RemoteError;
use crate::events::{Active, notices};
use crate::keeper::Keeper;
use crate::link::{Link, Notices, arguments, keep_alive};
use crate::transport::{self, Transport};
use arc_swap::ArcSwap;
use ferrovirt_driver::events::EventBus;
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire;
use ferrovirt_types::Result;
use ferrovirt_types::consts::ConnectFlags;
use ferrovirt_types::uri::ConnectUri;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::time::timeout;

/// Feature number by which a client says that it answers keepalive messages.
const FEATURE_KEEPALIVE: i32 = 10;
const AUTH_NONE: i32 = 0;
const AUTH_SASL: i32 = 1;
const AUTH_POLKIT: i32 = 2;

/// Sending of keepalive messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keepalive {
    /// Silence after which the peer is asked for a sign of life.
    pub interval: Duration,
    /// Unanswered questions after which the connection is given up.
    pub count: u32,
}

impl Default for Keepalive {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(5),
            count: 5,
        }
    }
}

/// How a connection that ended is opened again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconnect {
    /// How long to wait before the first attempt; each one after it waits twice as long, up to 30 s.
    pub first: Duration,
    /// How long to go on trying.
    pub limit: Duration,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(100),
            limit: Duration::from_secs(600),
        }
    }
}

/// How to open a connection.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Only for reading: calls that change something are refused.
    pub read_only: bool,
    /// How long each step of the opening may take.
    pub timeout: Duration,
    /// Keepalive messages. By default over a network only: the end of a local peer shows at once.
    pub keepalive: Option<Keepalive>,
    /// Whether a connection that ends, other than by this side's wish, is opened again by itself. Listeners are
    /// told what was lost; calls fail until it is open again.
    pub reconnect: Option<Reconnect>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            read_only: false,
            timeout: Duration::from_secs(30),
            keepalive: None,
            reconnect: None,
        }
    }
}

/// Where a connection goes, and how.
pub(crate) struct Target {
    pub uri: ConnectUri,
    pub options: OpenOptions,
    /// Whether the URI leads there: not when the caller gave the socket.
    pub by_uri: bool,
}

impl RemoteDriver {
    /// Connects to the daemon that `uri` names and opens the URI there.
    ///
    /// Transports: `unix` (also when there is none and no host), `tls` (also when there is none and a host), `tcp`,
    /// `ssh`, `ext`. The parameter `socket` names the socket, `name` the URI that the daemon opens; of TLS,
    /// `pkipath` names the folder of the certificates, `no_verify` takes any server, `no_sanity` does not look at our
    /// own certificate first, and `tls_priority` says which TLS may be spoken.
    ///
    /// # Errors
    /// When the daemon cannot be reached, wants an authentication that is not supported, or refuses.
    pub async fn open(uri: &ConnectUri, options: &OpenOptions) -> Result<Arc<Self>> {
        let target = Target {
            uri: uri.clone(),
            options: options.clone(),
            by_uri: true,
        };
        let transport = target.reach().await?;
        Self::over(transport, target).await
    }

    /// Opens `uri` over a socket that is already connected to a daemon. Such a connection is never opened
    /// again.
    ///
    /// # Errors
    /// As [`RemoteDriver::open`].
    pub async fn open_on(socket: UnixStream, uri: &ConnectUri, options: &OpenOptions) -> Result<Arc<Self>> {
        let target = Target {
            uri: uri.clone(),
            options: OpenOptions {
                reconnect: None,
                ..options.clone()
            },
            by_uri: false,
        };
        Self::over(Transport::from_socket(socket), target).await
    }

    async fn over(transport: Transport, target: Target) -> Result<Arc<Self>> {
        let (secure, encrypted) = (transport.secure, transport.encrypted);
        let (bus, active) = (EventBus::new(), Arc::new(Active::default()));
        let link = target
            .greet(transport, notices(bus.clone(), active.clone()))
            .await?;
        let (link, target) = (Arc::new(ArcSwap::from_pointee(link)), Arc::new(target));
        let keeper = Keeper::start(&link, bus.clone(), active, target.clone());
        Ok(Arc::new(Self {
            link,
            bus,
            target,
            encrypted,
            secure,
            keeper,
        }))
    }
}

impl Target {
    /// Connects and opens the URI anew.
    pub async fn open(&self, notices: Notices) -> Result<Link> {
        if !self.by_uri {
            return Err(RemoteError::GivenSocket.into());
        }
        let transport = self.reach().await?;
        self.greet(transport, notices).await
    }

    /// Connects the transport.
    async fn reach(&self) -> Result<Transport> {
        let step = timeout(self.options.timeout, connect(&self.uri, self.options.read_only)).await;
        Ok(step.map_err(|_| self.options.late(&self.uri, "connecting"))??)
    }

    /// Authenticates and opens the URI over a transport.
    async fn greet(&self, transport: Transport, notices: Notices) -> Result<Link> {
        let Self { uri, options, by_uri } = self;
        let distant = *by_uri && uri.host.is_some();
        let keepalive = options.keepalive.or_else(|| distant.then(Keepalive::default));
        let mut link = Link::start(transport, notices);
        let peer = peer_uri(uri);
        let handshake = greet(&link, &peer, options.read_only, keepalive.is_some());
        timeout(options.timeout, handshake)
            .await
            .map_err(|_| options.late(uri, "opening the connection"))??;
        if let Some(settings) = keepalive {
            link.own(tokio::spawn(keep_alive(link.shared().clone(), settings)));
        }
        Ok(link)
    }
}

impl OpenOptions {
    fn late(&self, uri: &ConnectUri, step: &'static str) -> RemoteError {
        RemoteError::Timeout {
            address: uri.to_string(),
            seconds: self.timeout.as_secs(),
            step,
        }
    }
}

/// Connects the transport.
async fn connect(uri: &ConnectUri, read_only: bool) -> Result<Transport, RemoteError> {
    let default = if uri.host.is_some() { "tls" } else { "unix" };
    match uri.transport.as_deref().unwrap_or(default) {
        "unix" => {
            let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
            let paths = sockets(uri, read_only, nix::unistd::geteuid().is_root(), runtime);
            let mut first = None;
            for path in &paths {
                match Transport::unix(path).await {
                    Ok(transport) => return Ok(transport),
                    Err(e) => first = first.or(Some(e)),
                }
            }
            Err(first.unwrap_or(RemoteError::Uri("no socket to connect to")))
        }
        "tcp" => {
            let host = uri.host.as_deref().unwrap_or("localhost");
            Transport::tcp(host, uri.port.unwrap_or(TCP_PORT)).await
        }
        "tls" => transport::tls(uri).await,
        "ssh" => {
            let socket = uri.param("socket").map_or_else(
                || format!("/run/libvirt/libvirt-sock{}", if read_only { "-ro" } else { "" }),
                str::to_owned,
            );
            transport::ssh(uri, read_only, &peer_uri(uri), &socket)
        }
        "ext" => transport::external(uri),
        other => Err(RemoteError::Transport(other.to_owned())),
    }
}

async fn call<R: Wire>(link: &Link, procedure: u32, args: impl Wire) -> Result<R> {
    let mut out = arguments();
    args.encode(&mut out);
    link.call(remote::PROGRAM, procedure, out, Vec::new())
        .await?
        .decode()
}

/// Authenticates, then opens the URI.
async fn greet(link: &Link, uri: &str, read_only: bool, keepalive: bool) -> Result<()> {
    let offered: remote::AuthListRet = call(link, proc::AUTH_LIST, ()).await?;
    match offered.types.first() {
        None | Some(&AUTH_NONE) => {}
        Some(&AUTH_POLKIT) => {
            let _: remote::AuthPolkitRet = call(link, proc::AUTH_POLKIT, ()).await?;
        }
        Some(&AUTH_SASL) => return Err(RemoteError::Authentication("sasl".into()).into()),
        Some(other) => return Err(RemoteError::Authentication(format!("method {other}")).into()),
    }
    if keepalive {
        let args = remote::ConnectSupportsFeatureArgs {
            feature: FEATURE_KEEPALIVE,
        };
        let _: remote::ConnectSupportsFeatureRet = call(link, proc::CONNECT_SUPPORTS_FEATURE, args).await?;
    }
    let flags = if read_only {
        ConnectFlags::RO
    } else {
        ConnectFlags::empty()
    };
    let name = (!uri.is_empty()).then(|| uri.to_owned());
    call(
        link,
        proc::CONNECT_OPEN,
        remote::ConnectOpenArgs {
            name,
            flags: flags.bits(),
        },
    )
    .await
}
