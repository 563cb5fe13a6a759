//! The client's side.

use crate::error::{Refusal, Role, TlsError, What};
use crate::places::ClientFiles;
use crate::priority::Priority;
use crate::server::unusable;
use crate::trust::{Identity, Trust};
use crate::verifier::{Look, refusal};
use crate::{CONFIRMED, READ};
use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, BufReader};
use tokio_rustls::TlsConnector;

/// What a client shows servers and asks of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSettings {
    /// Where its files are.
    pub files: ClientFiles,
    /// Whether the server's certificate must stand the test and be for the host that was asked for.
    pub verify: bool,
    /// Whether our own certificates are looked at before they are used.
    pub sane: bool,
    /// Which TLS may be spoken.
    pub priority: Priority,
}

/// A client that can do handshakes.
#[derive(Debug)]
pub struct Client {
    config: Arc<ClientConfig>,
    /// A certificate or key that is missing, where we have none to show.
    missing: Option<PathBuf>,
}

/// The client's end of a connection.
pub type ClientStream<S> = tokio_rustls::client::TlsStream<BufReader<S>>;

/// Why a server could not be connected to.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// The host's name cannot be in any certificate.
    #[error("'{0}' is neither a host name nor an address that a certificate can be for")]
    Name(String),
    /// The handshake did not come to its end.
    #[error("the TLS handshake failed")]
    Handshake(#[source] io::Error),
    /// It did, and the server is not the one that was asked for.
    #[error("the server is not trusted: {0}")]
    Refused(Refusal),
    /// The server looked at our certificate and ended the connection.
    #[error("the server does not accept our certificate{}: its log says why", shown(.0.as_ref()))]
    Unconfirmed(Option<PathBuf>),
}

fn shown(missing: Option<&PathBuf>) -> String {
    missing.map_or_else(String::new, |path| {
        format!(
            ", or rather that we have none to show ('{}' is not there)",
            path.display()
        )
    })
}

impl Client {
    /// Reads the files. A certificate of our own may be missing, together with its key.
    ///
    /// # Errors
    /// When one cannot be used, or they do not belong together.
    pub fn load(settings: &ClientSettings) -> Result<Self, TlsError> {
        let files = &settings.files;
        let trust = Trust::load(&files.authorities, files.revocations.as_deref(), settings.sane)?;
        let missing = [&files.certificate, &files.key]
            .into_iter()
            .find(|path| !path.exists());
        let identity = match missing {
            Some(_) => None,
            None => Some(Identity::load(
                &files.certificate,
                &files.key,
                Role::Client,
                &trust,
                settings.sane,
            )?),
        };
        let provider = settings.priority.provider();
        let algorithms = provider.signature_verification_algorithms;
        let look = Look::new(settings.verify.then_some(trust), algorithms);
        let config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&settings.priority.versions())
            .map_err(TlsError::Library)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(look));
        let mut config = match identity {
            None => config.with_no_client_auth(),
            Some(identity) => config
                .with_client_auth_cert(identity.chain, identity.key)
                .map_err(|e| unusable(e, &files.certificate, &files.key, Role::Client))?,
        };
        config.resumption = Resumption::disabled();
        if let Some(path) = missing {
            let what = if *path == files.key {
                What::Key(Role::Client)
            } else {
                What::Certificate(Role::Client)
            };
            tracing::debug!(
                "no certificate is shown to servers: the {what} '{}' is not there",
                path.display()
            );
        }
        Ok(Self {
            config: Arc::new(config),
            missing: missing.cloned(),
        })
    }

    /// Does the handshake with the server of this name or address, and waits until it lets us in.
    ///
    /// Takes as long as the server does: the caller sets the deadline.
    ///
    /// # Errors
    /// When the handshake fails, the server is not trusted, or it does not let us in.
    pub async fn connect<S>(&self, stream: S, host: &str) -> Result<ClientStream<S>, ConnectError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| ConnectError::Name(host.to_owned()))?;
        let connector = TlsConnector::from(self.config.clone());
        let stream = BufReader::with_capacity(READ, stream);
        let mut stream = connector.connect(name, stream).await.map_err(failed)?;
        let mut byte = [0];
        // A server that refuses ends the connection, with an alert or without.
        match stream.read_exact(&mut byte).await {
            Ok(_) if byte == [CONFIRMED] => Ok(stream),
            Ok(_) | Err(_) => Err(ConnectError::Unconfirmed(self.missing.clone())),
        }
    }
}

fn failed(error: io::Error) -> ConnectError {
    let inner = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
    match inner.and_then(refusal) {
        Some(refusal) => ConnectError::Refused(refusal),
        None => ConnectError::Handshake(error),
    }
}
