//! The door that TLS clients come in by: the handshake, bounded in time, and certificates that can be read anew while
//! the daemon runs.

use super::settings::TlsConfig;
use arc_swap::ArcSwap;
use ferrovirt_tls::{AcceptError, Layout, Server, ServerStream, TlsError, What};
use std::error::Error as _;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A client that is through, and the name in its certificate.
type Entrance = (ServerStream<TcpStream>, Option<String>);

/// Why the door cannot be opened, with what helps.
#[derive(Debug)]
pub struct TlsFailure(TlsError);

impl From<TlsError> for TlsFailure {
    fn from(error: TlsError) -> Self {
        Self(error)
    }
}

impl std::error::Error for TlsFailure {}

impl fmt::Display for TlsFailure {
    /// The remedy stands behind the causes, so that these are told here.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(e) = cause {
            write!(f, ": {e}")?;
            cause = e.source();
        }
        write!(f, "; {}", remedy(&self.0))
    }
}

fn remedy(error: &TlsError) -> &'static str {
    match error {
        TlsError::Read { what, .. } | TlsError::Content { what, .. } | TlsError::Unfit { what, .. } => {
            match what {
                What::Authorities => "ca_file names another, listen_tls = 0 does without TLS",
                What::Revocations => "crl_file names another",
                What::Certificate(_) => "cert_file names another, listen_tls = 0 does without TLS",
                What::Key(_) => "key_file names another, listen_tls = 0 does without TLS",
            }
        }
        TlsError::Mismatch { .. } => "cert_file and key_file name others",
        TlsError::Priority(_) | TlsError::Library(_) => "listen_tls = 0 does without TLS",
    }
}

/// The door.
#[derive(Debug)]
pub struct TlsDoor {
    server: ArcSwap<Server>,
    config: Mutex<TlsConfig>,
    layout: Layout,
}

impl TlsDoor {
    /// Reads the certificates that the settings name; those that they do not name are in `layout`.
    ///
    /// # Errors
    /// When they cannot be used, with the file and what helps.
    pub fn open(config: TlsConfig, layout: Layout) -> Result<Self, TlsFailure> {
        let server = load(&config, &layout)?;
        Ok(Self {
            server: ArcSwap::from_pointee(server),
            config: Mutex::new(config),
            layout,
        })
    }

    /// Reads the certificates anew, as other settings say where there are any; who comes from now on gets them. Does
    /// blocking input.
    ///
    /// # Errors
    /// When they cannot be used: those before stay in force.
    pub fn renew(&self, newer: Option<TlsConfig>) -> Result<(), TlsFailure> {
        // One after the other, so that what is in force is what was asked for last.
        let mut config = self.config.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = newer.unwrap_or_else(|| config.clone());
        let server = load(&wanted, &self.layout)?;
        self.server.store(server.into());
        *config = wanted;
        Ok(())
    }

    /// Lets a client through who may come in; nobody else gets further than to the log.
    pub(crate) async fn enter(&self, stream: TcpStream, from: SocketAddr) -> Option<Entrance> {
        let server = self.server.load_full();
        match timeout(HANDSHAKE, server.accept(stream)).await {
            Ok(Ok((stream, name))) => {
                let shown = name.as_deref().unwrap_or("nobody that is known");
                tracing::info!("TLS client from {from} is {shown}");
                return Some((stream, name));
            }
            Ok(Err(AcceptError::Handshake(e))) => {
                tracing::warn!("refused a TLS client from {from}: the handshake failed: {e}");
            }
            Ok(Err(AcceptError::Refused(refusal, None))) => {
                tracing::warn!("refused a TLS client from {from}: {refusal}");
            }
            Ok(Err(AcceptError::Refused(refusal, Some(own)))) => {
                tracing::warn!("refused a TLS client from {from}, '{}': {refusal}", own.subject);
            }
            Err(_) => {
                let seconds = HANDSHAKE.as_secs();
                tracing::warn!("refused a TLS client from {from}: no handshake within {seconds} s");
            }
        }
        None
    }
}

fn load(config: &TlsConfig, layout: &Layout) -> Result<Server, TlsError> {
    Server::load(&config.server(layout)?)
}
