//! What happens inside the handshake. A server asks for a certificate, lets the library see that the client has its
//! key, and looks at who it is when the handshake is over, as libvirt does: a refused client then finds a connection
//! that ends without the byte that lets it in, and says so, where an alert would leave its user with a failed read.
//! A client looks at the server's certificate at once.

use crate::error::{Refusal, Role};
use crate::moment::Moment;
use crate::trust::{Trust, is_for};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme,
};
use std::sync::Arc;

/// That a peer has the key of its certificate is for the library to see, in both roles.
macro_rules! by_the_library {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls12_signature(message, certificate, signed, &self.algorithms)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls13_signature(message, certificate, signed, &self.algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.algorithms.supported_schemes()
        }
    };
}

/// Asks clients for a certificate. Who uses it must call [`Trust::check`] on what came.
#[derive(Debug)]
pub(crate) struct Ask {
    authorities: Vec<DistinguishedName>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Ask {
    /// For certificates of these authorities.
    pub fn new(authorities: Vec<DistinguishedName>, algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self {
            authorities,
            algorithms,
        }
    }
}

impl ClientCertVerifier for Ask {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.authorities
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    by_the_library!();
}

/// Looks at a server's certificate.
#[derive(Debug)]
pub(crate) struct Look {
    /// `None`: any server will do.
    trust: Option<Trust>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Look {
    /// By these authorities; without any, the user has said that any server will do.
    pub fn new(trust: Option<Trust>, algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self { trust, algorithms }
    }
}

impl ServerCertVerifier for Look {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if let Some(trust) = &self.trust {
            let mut chain = vec![own.clone()];
            chain.extend(between.iter().cloned());
            trust
                .check(&chain, Role::Server, Moment::now())
                .and_then(|facts| is_for(own, &facts, host))
                .map_err(|refusal| {
                    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refusal))))
                })?;
        }
        Ok(ServerCertVerified::assertion())
    }

    by_the_library!();
}

/// Why [`Look`] refused, where it is that.
pub(crate) fn refusal(error: &Error) -> Option<Refusal> {
    match error {
        Error::InvalidCertificate(CertificateError::Other(OtherError(inner))) => {
            inner.downcast_ref::<Refusal>().cloned()
        }
        _ => None,
    }
}
