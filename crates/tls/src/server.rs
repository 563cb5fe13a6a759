//! The server's side.

use crate::allowed::AllowedNames;
use crate::error::{Refusal, Role, TlsError};
use crate::moment::Moment;
use crate::places::ServerFiles;
use crate::priority::Priority;
use crate::trust::{Identity, Trust};
use crate::verifier::Ask;
use crate::{CONFIRMED, Certificate, READ};
use rustls::server::NoServerSessionStorage;
use rustls::{Error as LibraryError, InconsistentKeys, ServerConfig};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio_rustls::TlsAcceptor;

/// How long saying goodbye to a client that is refused may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// What a server asks of clients and shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSettings {
    /// Where its files are.
    pub files: ServerFiles,
    /// Whether a client needs a certificate that stands the test; without, it is looked at only for its name.
    pub verify: bool,
    /// Whether its own certificates are looked at before they are used.
    pub sane: bool,
    /// Names that may come in; `None`: all.
    pub allowed: Option<AllowedNames>,
    /// Which TLS may be spoken.
    pub priority: Priority,
}

/// A server that can do handshakes.
#[derive(Debug)]
pub struct Server {
    config: Arc<ServerConfig>,
    trust: Trust,
    verify: bool,
    allowed: Option<AllowedNames>,
}

/// The server's end of a connection.
pub type ServerStream<S> = tokio_rustls::server::TlsStream<BufReader<S>>;

/// Why a client did not get in.
#[derive(Debug, Error)]
pub enum AcceptError {
    /// The handshake did not come to its end.
    #[error("the TLS handshake failed")]
    Handshake(#[source] io::Error),
    /// It did, and the client is not one that may come in.
    #[error("{0}")]
    Refused(Refusal, Option<Box<Certificate>>),
}

impl Server {
    /// Reads the files.
    ///
    /// # Errors
    /// When one is missing or cannot be used, or they do not belong together.
    pub fn load(settings: &ServerSettings) -> Result<Self, TlsError> {
        let files = &settings.files;
        let trust = Trust::load(&files.authorities, files.revocations.as_deref(), settings.sane)?;
        let identity = Identity::load(
            &files.certificate,
            &files.key,
            Role::Server,
            &trust,
            settings.sane,
        )?;
        let provider = settings.priority.provider();
        let ask = Ask::new(trust.subjects(), provider.signature_verification_algorithms);
        let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&settings.priority.versions())
            .map_err(TlsError::Library)?
            .with_client_cert_verifier(Arc::new(ask))
            .with_single_cert(identity.chain, identity.key)
            .map_err(|e| unusable(e, &files.certificate, &files.key, Role::Server))?;
        // Each client is looked at, by the files that are in force when it comes: no handshake is cut short.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Self {
            config: Arc::new(config),
            trust,
            verify: settings.verify,
            allowed: settings.allowed.clone(),
        })
    }

    /// Does the handshake, looks at the client's certificate and tells it that it may come in. Also gives the name
    /// in the certificate, where there is one that stands the test.
    ///
    /// Takes as long as the client does: the caller sets the deadline.
    ///
    /// # Errors
    /// When the handshake fails or the client may not come in; it is told by the end of the connection.
    pub async fn accept<S>(&self, stream: S) -> Result<(ServerStream<S>, Option<String>), AcceptError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let stream = BufReader::with_capacity(READ, stream);
        let handshake = TlsAcceptor::from(self.config.clone()).accept(stream);
        let mut stream = handshake.await.map_err(AcceptError::Handshake)?;
        let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
        let name = match self.admit(chain, Moment::now()) {
            Ok(name) => name,
            Err(refusal) => {
                let shown = chain.first().and_then(|own| Certificate::read(own)).map(Box::new);
                // Its end is what counts; that it is an orderly one is a courtesy.
                let _ = tokio::time::timeout(GOODBYE, stream.shutdown()).await;
                return Err(AcceptError::Refused(refusal, shown));
            }
        };
        stream
            .write_all(&[CONFIRMED])
            .await
            .map_err(AcceptError::Handshake)?;
        stream.flush().await.map_err(AcceptError::Handshake)?;
        Ok((stream, name))
    }

    fn admit(
        &self,
        chain: &[rustls::pki_types::CertificateDer<'_>],
        now: Moment,
    ) -> Result<Option<String>, Refusal> {
        let checked = self.trust.check(chain, Role::Client, now).and_then(|facts| {
            let allowed = self
                .allowed
                .as_ref()
                .is_none_or(|list| list.contains(&facts.subject));
            match allowed {
                true => Ok(facts.subject),
                false => Err(Refusal::NotAllowed(facts.subject)),
            }
        });
        match checked {
            Ok(name) => Ok(Some(name)),
            Err(refusal) if self.verify => Err(refusal),
            Err(refusal) => {
                tracing::debug!("a TLS client is let in, though {refusal}: tls_no_verify_certificate");
                Ok(None)
            }
        }
    }
}

/// Why the library does not take a certificate and its key.
pub(crate) fn unusable(
    error: LibraryError,
    certificate: &std::path::Path,
    key: &std::path::Path,
    role: Role,
) -> TlsError {
    match error {
        LibraryError::InconsistentKeys(InconsistentKeys::KeyMismatch) => TlsError::Mismatch {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
        },
        other => TlsError::Content {
            what: crate::What::Key(role),
            path: key.to_owned(),
            why: format!("{other}: keys are RSA of 2048 to 4096 bits, ECDSA on P-256 or P-384, or Ed25519"),
        },
    }
}
