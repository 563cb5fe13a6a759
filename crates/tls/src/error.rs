//! What is wrong with our own files, and why a peer is refused.

use crate::moment::Moment;
use crate::priority::PriorityError;
use std::fmt;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Which side a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Who listens.
    Server,
    /// Who connects.
    Client,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Server => "server",
            Role::Client => "client",
        })
    }
}

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Certificates of the authorities that are trusted.
    Authorities,
    /// What they have revoked.
    Revocations,
    /// Our own certificate.
    Certificate(Role),
    /// The key that belongs to it.
    Key(Role),
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Authorities => f.write_str("CA certificate"),
            What::Revocations => f.write_str("list of revoked certificates"),
            What::Certificate(role) => write!(f, "{role} certificate"),
            What::Key(role) => write!(f, "private key of the {role}"),
        }
    }
}

/// Our own files cannot be used. Which setting names another file is for the caller to say.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read the {what} '{path}'")]
    Read {
        /// Which one.
        what: What,
        /// Where.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file has something else inside.
    #[error("the {what} '{path}' cannot be used: {why}; it has to be in PEM form")]
    Content {
        /// Which one.
        what: What,
        /// Where.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The key is of another certificate.
    #[error(
        "the private key '{key}' does not belong to the certificate '{certificate}': name the two that were made together"
    )]
    Mismatch {
        /// The certificate.
        certificate: PathBuf,
        /// The key.
        key: PathBuf,
    },
    /// A certificate is not fit for what it is used for.
    #[error("the {what} '{path}' {why}")]
    Unfit {
        /// Which one.
        what: What,
        /// Where.
        path: PathBuf,
        /// Why.
        why: Unfit,
    },
    /// The priority string asks for what cannot be given.
    #[error(transparent)]
    Priority(#[from] PriorityError),
    /// The TLS library takes none of it.
    #[error("TLS cannot be set up")]
    Library(#[source] rustls::Error),
}

/// Why a certificate of our own is not fit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// It is too old.
    #[error("has expired on {0}: make a new one")]
    Expired(Moment),
    /// It is too new.
    #[error("is not valid before {0}: look at the clock of this host, or make a new one")]
    NotYet(Moment),
    /// It should be of an authority.
    #[error("is not for an authority (basic constraints): make one with `ca` and `cert_signing_key`")]
    NoAuthority,
    /// It should not be.
    #[error("is for an authority (basic constraints): make one for this {0}")]
    Authority(Role),
    /// The authority's key may not sign certificates.
    #[error("does not permit signing of certificates (key usage): make one with `cert_signing_key`")]
    NoSigningOfCertificates,
    /// The key may not sign a handshake.
    #[error("does not permit signing (key usage): make one with `signing_key`")]
    NoSigning,
    /// It is for something else.
    #[error("is not for a TLS {0} (extended key usage): make one with `tls_www_{0}`")]
    Purpose(Role),
    /// It would not be accepted by a peer that trusts the same authorities.
    #[error("does not stand the test against the CA certificate '{authorities}': {refusal}")]
    Untrusted {
        /// Who was asked.
        authorities: PathBuf,
        /// What a peer would say.
        refusal: Refusal,
    },
}

/// Why a peer's certificate is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is none.
    #[error("it sent no certificate")]
    Missing,
    /// It is too old.
    #[error("its certificate has expired on {0}")]
    Expired(Moment),
    /// It is too new.
    #[error("its certificate is not valid before {0}")]
    NotYet(Moment),
    /// The authority took it back.
    #[error("its certificate has been revoked")]
    Revoked,
    /// No authority that is trusted has signed it.
    #[error("its certificate is not signed by a CA that is trusted here")]
    UnknownIssuer,
    /// The authority's own certificate is out of its time.
    #[error("the CA certificate that signed it has expired or is not valid yet")]
    IssuerOutOfTime,
    /// It is an authority's own.
    #[error("its certificate is for an authority (basic constraints)")]
    Authority,
    /// It is for something else.
    #[error("its certificate is not for a TLS {0} (extended key usage)")]
    Purpose(Role),
    /// It is for another host.
    #[error("its certificate is not for the host name '{host}', only for {names}")]
    Host {
        /// Who was asked for.
        host: String,
        /// Who it is for.
        names: String,
    },
    /// Its name is not among those that may come in.
    #[error("its name '{0}' is not in tls_allowed_dn_list")]
    NotAllowed(String),
    /// It cannot be read.
    #[error("its certificate cannot be read")]
    Unreadable,
    /// Another rule of X.509.
    #[error("its certificate is not valid: {0}")]
    Invalid(String),
}
