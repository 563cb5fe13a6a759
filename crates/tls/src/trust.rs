//! Who is trusted: authorities, what they revoked, and the test of a chain of certificates against them.

use crate::certificate::Certificate;
use crate::error::{Refusal, Role, TlsError, Unfit, What};
use crate::files;
use crate::moment::Moment;
use rustls::DistinguishedName;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, TrustAnchor, UnixTime};
use std::path::{Path, PathBuf};
use std::time::Duration;
use webpki::{
    CertRevocationList, EndEntityCert, Error as X509Error, KeyUsage, RevocationOptionsBuilder,
    UnknownStatusPolicy, anchor_from_trusted_cert,
};

/// Authorities, and what they have revoked.
#[derive(Debug)]
pub(crate) struct Trust {
    path: PathBuf,
    anchors: Vec<TrustAnchor<'static>>,
    /// From when to when each of them is valid: the library trusts them for ever.
    valid: Vec<(Moment, Moment)>,
    revoked: Vec<CertRevocationList<'static>>,
}

/// A certificate of our own with its key.
#[derive(Debug)]
pub(crate) struct Identity {
    pub chain: Vec<CertificateDer<'static>>,
    pub key: PrivateKeyDer<'static>,
}

impl Trust {
    /// Reads the files; `sane` asks that the authorities may be such, and now.
    pub fn load(authorities: &Path, revocations: Option<&Path>, sane: bool) -> Result<Self, TlsError> {
        let what = What::Authorities;
        let mut trust = Self {
            path: authorities.to_owned(),
            anchors: Vec::new(),
            valid: Vec::new(),
            revoked: Vec::new(),
        };
        for (index, der) in files::certificates(what, authorities)?.into_iter().enumerate() {
            let unreadable = || TlsError::Content {
                what,
                path: authorities.to_owned(),
                why: format!("its certificate number {} cannot be read", index + 1),
            };
            let read = Certificate::read(&der).ok_or_else(unreadable)?;
            if sane {
                fit(&read, None).map_err(|why| unfit(what, authorities, why))?;
            }
            let anchor = anchor_from_trusted_cert(&der)
                .map_err(|_| unreadable())?
                .to_owned();
            trust.anchors.push(anchor);
            trust.valid.push((read.not_before, read.not_after));
        }
        if let Some(path) = revocations {
            trust.revoked = files::revocations(path)?;
        }
        Ok(trust)
    }

    /// Names of the authorities, for clients to choose a certificate by.
    pub fn subjects(&self) -> Vec<DistinguishedName> {
        self.anchors
            .iter()
            .map(|anchor| DistinguishedName::in_sequence(&anchor.subject))
            .collect()
    }

    /// Whether a chain, the peer's own certificate first, leads to one of the authorities and may be used for this
    /// role. What the first one says, if so.
    pub fn check(
        &self,
        chain: &[CertificateDer<'_>],
        role: Role,
        now: Moment,
    ) -> Result<Certificate, Refusal> {
        let (own, between) = chain.split_first().ok_or(Refusal::Missing)?;
        let facts = Certificate::read(own).ok_or(Refusal::Unreadable)?;
        let leaf = EndEntityCert::try_from(own).map_err(|e| refusal(e, &facts, role))?;
        let in_time = self.anchors.iter().zip(&self.valid);
        let in_time = in_time.filter(|(_, (from, until))| (*from..=*until).contains(&now));
        let anchors: Vec<TrustAnchor<'_>> = in_time.map(|(anchor, _)| anchor.clone()).collect();
        match self.verify(&leaf, &facts, &anchors, between, role, now) {
            Ok(()) => Ok(facts),
            Err(X509Error::UnknownIssuer)
                if anchors.len() < self.anchors.len()
                    && self
                        .verify(&leaf, &facts, &self.anchors, between, role, now)
                        .is_ok() =>
            {
                Err(Refusal::IssuerOutOfTime)
            }
            Err(e) => Err(refusal(e, &facts, role)),
        }
    }

    fn verify(
        &self,
        leaf: &EndEntityCert<'_>,
        facts: &Certificate,
        anchors: &[TrustAnchor<'_>],
        between: &[CertificateDer<'_>],
        role: Role,
        now: Moment,
    ) -> Result<(), X509Error> {
        const ANYTHING: &[u8] = &[0x55, 0x1d, 37, 0];
        let usage = match role {
            _ if facts.purposes.is_some_and(|p| p.any) => KeyUsage::required_if_present(ANYTHING),
            Role::Server => KeyUsage::server_auth(),
            Role::Client => KeyUsage::client_auth(),
        };
        let lists: Vec<&CertRevocationList<'_>> = self.revoked.iter().collect();
        // Without lists there is nothing to look up; what no list is about is not revoked.
        let revocation = RevocationOptionsBuilder::new(&lists).ok();
        let revocation = revocation.map(|b| b.with_status_policy(UnknownStatusPolicy::Allow).build());
        let seconds = u64::try_from(now.0).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let algorithms = rustls::crypto::ring::default_provider().signature_verification_algorithms;
        leaf.verify_for_usage(algorithms.all, anchors, between, time, usage, revocation, None)
            .map(drop)
    }
}

impl Identity {
    /// Reads the files; `sane` asks that the certificate may be used for this role, and that a peer that trusts the
    /// same authorities would accept it now.
    pub fn load(
        certificate: &Path,
        key: &Path,
        role: Role,
        trust: &Trust,
        sane: bool,
    ) -> Result<Self, TlsError> {
        let what = What::Certificate(role);
        let chain = files::certificates(what, certificate)?;
        let key = files::key(role, key)?;
        if sane {
            let facts = Certificate::read(&chain[0]).ok_or_else(|| TlsError::Content {
                what,
                path: certificate.to_owned(),
                why: "its first certificate cannot be read".to_owned(),
            })?;
            let checked = fit(&facts, Some(role)).and_then(|()| {
                let stands = trust.check(&chain, role, Moment::now());
                stands.map_err(|refusal| Unfit::Untrusted {
                    authorities: trust.path.clone(),
                    refusal,
                })
            });
            checked.map_err(|why| unfit(what, certificate, why))?;
        }
        Ok(Self { chain, key })
    }
}

fn unfit(what: What, path: &Path, why: Unfit) -> TlsError {
    TlsError::Unfit {
        what,
        path: path.to_owned(),
        why,
    }
}

/// Whether a certificate may be used now for a role, or by an authority where there is none.
fn fit(certificate: &Certificate, role: Option<Role>) -> Result<(), Unfit> {
    let now = Moment::now();
    if certificate.not_after < now {
        return Err(Unfit::Expired(certificate.not_after));
    }
    if certificate.not_before > now {
        return Err(Unfit::NotYet(certificate.not_before));
    }
    let authority = certificate.authority == Some(true);
    match role {
        None if !authority => Err(Unfit::NoAuthority),
        None if certificate.usage.is_some_and(|u| !u.sign_certificates) => {
            Err(Unfit::NoSigningOfCertificates)
        }
        None => Ok(()),
        Some(role) if authority => Err(Unfit::Authority(role)),
        Some(_) if certificate.usage.is_some_and(|u| !u.sign) => Err(Unfit::NoSigning),
        Some(role) if !may(certificate, role) => Err(Unfit::Purpose(role)),
        Some(_) => Ok(()),
    }
}

fn may(certificate: &Certificate, role: Role) -> bool {
    certificate.purposes.is_none_or(|p| {
        p.any
            || match role {
                Role::Server => p.server,
                Role::Client => p.client,
            }
    })
}

fn refusal(error: X509Error, facts: &Certificate, role: Role) -> Refusal {
    match error {
        X509Error::CertExpired { .. } => Refusal::Expired(facts.not_after),
        X509Error::CertNotValidYet { .. } => Refusal::NotYet(facts.not_before),
        X509Error::CertRevoked => Refusal::Revoked,
        X509Error::UnknownIssuer | X509Error::InvalidSignatureForPublicKey => Refusal::UnknownIssuer,
        X509Error::CaUsedAsEndEntity => Refusal::Authority,
        X509Error::RequiredEkuNotFoundContext(_) => Refusal::Purpose(role),
        X509Error::UnsupportedCertVersion => {
            Refusal::Invalid("it is of version 1, make one of version 3".to_owned())
        }
        other => Refusal::Invalid(other.to_string()),
    }
}

/// Whether a certificate is for a host: by the names and addresses that it lists, and where it lists none by its only
/// common name, as GnuTLS does.
pub(crate) fn is_for(
    own: &CertificateDer<'_>,
    facts: &Certificate,
    host: &ServerName<'_>,
) -> Result<(), Refusal> {
    let leaf = EndEntityCert::try_from(own).map_err(|_| Refusal::Unreadable)?;
    if leaf.verify_is_valid_for_subject_name(host).is_ok() {
        return Ok(());
    }
    let text = host.to_str();
    if facts.hosts.is_empty()
        && let [name] = &facts.common_names[..]
        && named(name, &text, matches!(host, ServerName::DnsName(_)))
    {
        return Ok(());
    }
    let names = if facts.hosts.is_empty() {
        &facts.common_names
    } else {
        &facts.hosts
    };
    Err(Refusal::Host {
        host: text.into_owned(),
        names: match &names[..] {
            [] => "none at all".to_owned(),
            names => names.join(", "),
        },
    })
}

/// Whether a common name is the host's; a `*` in place of its first label is any one label.
fn named(name: &str, host: &str, is_name: bool) -> bool {
    if name.eq_ignore_ascii_case(host) {
        return true;
    }
    let (Some(rest), Some((first, domain))) = (name.strip_prefix("*."), host.split_once('.')) else {
        return false;
    };
    is_name && !first.is_empty() && rest.contains('.') && rest.eq_ignore_ascii_case(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_names() {
        for (name, host, fit) in [
            ("Host.example.org", "host.EXAMPLE.org", true),
            ("*.example.org", "host.example.org", true),
            ("*.example.org", "a.host.example.org", false),
            ("*.org", "example.org", false),
            ("*", "host", false),
            ("host", "host.example.org", false),
        ] {
            assert_eq!(named(name, host, true), fit, "{name} {host}");
        }
        assert!(named("192.0.2.1", "192.0.2.1", false) && !named("*.0.2.1", "192.0.2.1", false));
    }
}
