//! What can go wrong between here and a daemon.

use ferrovirt_driver::session::Closed;
use ferrovirt_tls::{ConnectError, TlsError};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xdr::{DecodeError, EncodeError};
use std::io;
use std::sync::Arc;
use thiserror::Error as ThisError;

/// A failure of the connection itself. What the daemon answers is not among these: it arrives as the
/// [`Error`] that the daemon sent.
#[derive(Debug, Clone, ThisError)]
pub enum RemoteError {
    /// No daemon could be reached.
    #[error("failed to connect to {address}")]
    Connect {
        /// Where: a socket path, `host:port` or a command line.
        address: String,
        /// Why not.
        #[source]
        source: Arc<io::Error>,
    },
    /// Our own certificates cannot be used.
    #[error(
        "no TLS without certificates: the parameter pkipath names a folder with cacert.pem, clientcert.pem and clientkey.pem"
    )]
    Certificates(#[source] Arc<TlsError>),
    /// The other side is not trusted, does not trust us, or speaks another TLS.
    #[error("cannot connect to {address} with TLS")]
    Tls {
        /// Where.
        address: String,
        /// Why not.
        #[source]
        source: Arc<ConnectError>,
    },
    /// A step of the opening took too long.
    #[error("{address} did not answer within {seconds} s while {step}")]
    Timeout {
        /// Where.
        address: String,
        /// How long it was waited for.
        seconds: u64,
        /// What was being done.
        step: &'static str,
    },
    /// The transport is unknown or not built in.
    #[error("transport '{0}' is not supported; use unix, tls, tcp, ssh or ext")]
    Transport(String),
    /// The URI lacks something that its transport needs.
    #[error("connection URI: {0}")]
    Uri(&'static str),
    /// The daemon asks for an authentication that this client does not have.
    #[error("the daemon asks for authentication by {0}, which this client does not support")]
    Authentication(String),
    /// The peer closed the connection.
    #[error("end of file while reading data{0}")]
    Eof(String),
    /// The transport failed.
    #[error("connection to the daemon failed")]
    Io(#[source] Arc<io::Error>),
    /// The peer sent something that is not the protocol.
    #[error("the daemon sent a malformed message: {0}")]
    Malformed(&'static str),
    /// The peer sent a value that cannot be read.
    #[error("the daemon sent a malformed {what}")]
    Decode {
        /// What was read.
        what: &'static str,
        /// Why it is none.
        #[source]
        source: DecodeError,
    },
    /// An argument is over the limit of the protocol.
    #[error("argument too large for the protocol")]
    Encode(#[source] EncodeError),
    /// The peer does not answer keepalive messages.
    #[error("no answer to {count} keepalive messages {seconds} s apart")]
    Keepalive {
        /// Messages that went unanswered.
        count: u32,
        /// Seconds between them.
        seconds: u64,
    },
    /// The daemon lives, and what it was connected to on this client's behalf does not.
    #[error("the daemon's own connection to the hypervisor has ended ({0:?})")]
    FarEnd(Closed),
    /// The connection was made over a socket that the caller gave.
    #[error("a connection over a given socket cannot be opened again")]
    GivenSocket,
    /// This side closed the connection.
    #[error("client socket is closed")]
    Closed,
    /// File descriptors cannot go over this transport.
    #[error("file descriptors can only be passed over a unix socket")]
    NoFiles,
    /// A stream was used after its end.
    #[error("the stream is not open")]
    StreamEnded,
    /// A stream was read too slowly for too long while other calls were waiting behind it.
    #[error("{0} bytes of the stream wait to be read, more than is kept")]
    StreamOverrun(usize),
}

impl From<RemoteError> for Error {
    fn from(e: RemoteError) -> Self {
        use RemoteError as R;
        let (code, domain) = match &e {
            R::Connect { .. } | R::Eof(_) | R::Io(_) => (ErrorNumber::SystemError, ErrorDomain::Rpc),
            R::Certificates(_) => (ErrorNumber::SystemError, ErrorDomain::Rpc),
            R::Tls { source, .. } if matches!(**source, ConnectError::Unconfirmed(_)) => {
                (ErrorNumber::Rpc, ErrorDomain::Rpc)
            }
            R::Tls { .. } => (ErrorNumber::AuthFailed, ErrorDomain::Rpc),
            R::Timeout { .. } => (ErrorNumber::OperationTimeout, ErrorDomain::Rpc),
            R::Transport(_) | R::Uri(_) => (ErrorNumber::InvalidArg, ErrorDomain::Remote),
            R::Authentication(_) => (ErrorNumber::AuthUnavailable, ErrorDomain::Remote),
            R::GivenSocket => (ErrorNumber::OperationInvalid, ErrorDomain::Remote),
            R::NoFiles => (ErrorNumber::ArgumentUnsupported, ErrorDomain::Remote),
            R::StreamEnded | R::StreamOverrun(_) => (ErrorNumber::InvalidStream, ErrorDomain::Streams),
            R::Closed | R::Keepalive { .. } | R::FarEnd(_) => (ErrorNumber::InternalError, ErrorDomain::Rpc),
            R::Malformed(_) | R::Decode { .. } | R::Encode(_) => (ErrorNumber::Rpc, ErrorDomain::Rpc),
        };
        let mut text = e.to_string();
        let mut cause = std::error::Error::source(&e);
        while let Some(c) = cause {
            text.push_str(": ");
            // The number of a system error says nothing that its text does not.
            let reason = c.to_string();
            text.push_str(reason.split(" (os error ").next().unwrap_or(&reason));
            cause = c.source();
        }
        Error::new(code, domain, text).with_source(e)
    }
}
