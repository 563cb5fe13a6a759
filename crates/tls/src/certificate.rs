//! What is read of a certificate beside its verification: who it is for, from when to when, and for what.

use crate::der::{Element, Reader, tag};
use crate::moment::Moment;
use crate::name::Name;
use std::net::IpAddr;

/// Facts of one certificate. Nothing here says that it can be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Who it is for, as `C=GB,O=Example,CN=client`.
    pub subject: String,
    /// From when it is valid.
    pub not_before: Moment,
    /// Until when.
    pub not_after: Moment,
    /// Whether it is for an authority; `None` where it does not say.
    pub authority: Option<bool>,
    pub(crate) common_names: Vec<String>,
    pub(crate) usage: Option<Usage>,
    pub(crate) purposes: Option<Purposes>,
    /// Hosts and addresses that it names beside its subject.
    pub(crate) hosts: Vec<String>,
}

/// What its key may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usage {
    pub sign: bool,
    pub sign_certificates: bool,
}

/// What the certificate may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Purposes {
    pub server: bool,
    pub client: bool,
    pub any: bool,
}

const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 37];
const ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1d, 17];

const FOR_SERVERS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];
const FOR_CLIENTS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];
const FOR_ANYTHING: &[u8] = &[0x55, 0x1d, 37, 0];

impl Certificate {
    /// Reads a certificate in DER form; `None` where it is none.
    pub fn read(der: &[u8]) -> Option<Self> {
        let mut body = Reader::new(der).inside(tag::SEQUENCE)?.inside(tag::SEQUENCE)?;
        let _version = body.optional(tag::context(0));
        let _serial = body.take(tag::INTEGER)?;
        let _signed_by = body.take(tag::SEQUENCE)?;
        let _issuer = body.take(tag::SEQUENCE)?;
        let mut validity = body.inside(tag::SEQUENCE)?;
        let subject = Name::read(body.inside(tag::SEQUENCE)?)?;
        let _key = body.take(tag::SEQUENCE)?;
        let mut certificate = Self {
            subject: subject.text,
            not_before: Moment::read(validity.any()?)?,
            not_after: Moment::read(validity.any()?)?,
            authority: None,
            common_names: subject.common_names,
            usage: None,
            purposes: None,
            hosts: Vec::new(),
        };
        let _unique_of_issuer = body.optional(tag::context_simple(1));
        let _unique_of_subject = body.optional(tag::context_simple(2));
        if let Some(extensions) = body.optional(tag::context(3)) {
            let mut extensions = Reader::new(extensions).inside(tag::SEQUENCE)?;
            while !extensions.is_empty() {
                let mut extension = extensions.inside(tag::SEQUENCE)?;
                let kind = extension.take(tag::OID)?;
                let _critical = extension.optional(tag::BOOLEAN);
                let value = Reader::new(extension.take(tag::OCTET_STRING)?);
                certificate.extension(kind, value)?;
            }
        }
        Some(certificate)
    }

    fn extension(&mut self, kind: &[u8], mut value: Reader<'_>) -> Option<()> {
        match kind {
            BASIC_CONSTRAINTS => {
                let flag = value.inside(tag::SEQUENCE)?.optional(tag::BOOLEAN);
                self.authority = Some(flag.is_some_and(|bytes| bytes != [0]));
            }
            KEY_USAGE => {
                // The first byte tells how many bits of the last one are not used.
                let bits = value.take(tag::BIT_STRING)?.get(1).copied().unwrap_or_default();
                self.usage = Some(Usage {
                    sign: bits & 0x80 != 0,
                    sign_certificates: bits & 0x04 != 0,
                });
            }
            EXTENDED_KEY_USAGE => {
                let mut list = value.inside(tag::SEQUENCE)?;
                let mut purposes = Purposes::default();
                while !list.is_empty() {
                    match list.take(tag::OID)? {
                        FOR_SERVERS => purposes.server = true,
                        FOR_CLIENTS => purposes.client = true,
                        FOR_ANYTHING => purposes.any = true,
                        _ => {}
                    }
                }
                self.purposes = Some(purposes);
            }
            ALTERNATIVE_NAME => {
                const DNS: u8 = tag::context_simple(2);
                const ADDRESS: u8 = tag::context_simple(7);
                let mut names = value.inside(tag::SEQUENCE)?;
                while !names.is_empty() {
                    let Element { tag, content, .. } = names.any()?;
                    match tag {
                        DNS => self.hosts.push(String::from_utf8_lossy(content).into_owned()),
                        ADDRESS => self.hosts.extend(address(content)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Some(())
    }
}

fn address(bytes: &[u8]) -> Option<String> {
    let four = <[u8; 4]>::try_from(bytes).map(|b| IpAddr::from(b).to_string());
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(|b| IpAddr::from(b).to_string()))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;

    /// Names as `virt-pki-query-dn` shows them of the same certificates.
    #[test]
    fn names_are_as_gnutls_has_them() {
        for (pem, name) in [
            (
                &include_bytes!("../tests/data/special.pem")[..],
                include_str!("../tests/data/special.txt"),
            ),
            (
                include_bytes!("../tests/data/attributes.pem"),
                include_str!("../tests/data/attributes.txt"),
            ),
            (
                include_bytes!("../tests/data/wide.pem"),
                include_str!("../tests/data/wide.txt"),
            ),
        ] {
            let der = CertificateDer::from_pem_slice(pem).unwrap();
            let certificate = Certificate::read(&der).unwrap();
            assert_eq!(certificate.subject, name.trim_end_matches('\n'));
        }
    }

    #[test]
    fn what_is_cut_off_is_no_certificate() {
        let der = CertificateDer::from_pem_slice(include_bytes!("../tests/data/special.pem")).unwrap();
        for end in 0..der.len() {
            assert_eq!(Certificate::read(&der[..end]), None, "{end}");
        }
        for place in 0..der.len() {
            let mut wrong = der.to_vec();
            wrong[place] ^= 0x55;
            let _ = Certificate::read(&wrong);
        }
    }
}
