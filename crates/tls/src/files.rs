//! Reading the files: PEM, bounded.

use crate::error::{Role, TlsError, What};
use rustls::pki_types::pem::{Error as PemError, PemObject as _};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use webpki::{CertRevocationList, OwnedCertRevocationList};

/// A file of certificates larger than this is none; all authorities of the web take a quarter of a MiB.
const MAX: u64 = 16 << 20;

fn read(what: What, path: &Path) -> Result<Vec<u8>, TlsError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX).read_to_end(&mut bytes))
        .map_err(|source| TlsError::Read {
            what,
            path: path.to_owned(),
            source,
        })?;
    Ok(bytes)
}

fn content(what: What, path: &Path, why: impl Into<String>) -> TlsError {
    TlsError::Content {
        what,
        path: path.to_owned(),
        why: why.into(),
    }
}

fn pem(error: &PemError) -> String {
    match error {
        PemError::NoItemsFound => "nothing of the kind is in it".to_owned(),
        other => other.to_string(),
    }
}

/// All certificates of a file; at least one.
pub(crate) fn certificates(what: What, path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let bytes = read(what, path)?;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let list = read.map_err(|e| content(what, path, pem(&e)))?;
    if list.is_empty() {
        return Err(content(what, path, "no certificate is in it"));
    }
    Ok(list)
}

/// The first private key of a file.
pub(crate) fn key(role: Role, path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let what = What::Key(role);
    PrivateKeyDer::from_pem_slice(&read(what, path)?).map_err(|e| match e {
        PemError::NoItemsFound => content(what, path, "no key without a password is in it"),
        other => content(what, path, pem(&other)),
    })
}

/// All lists of revoked certificates of a file.
pub(crate) fn revocations(path: &Path) -> Result<Vec<CertRevocationList<'static>>, TlsError> {
    let what = What::Revocations;
    let bytes = read(what, path)?;
    let mut lists = Vec::new();
    for list in CertificateRevocationListDer::pem_slice_iter(&bytes) {
        let list = list.map_err(|e| content(what, path, pem(&e)))?;
        let list = OwnedCertRevocationList::from_der(&list)
            .map_err(|e| content(what, path, format!("a list in it is not valid ({e})")))?;
        lists.push(list.into());
    }
    if lists.is_empty() {
        return Err(content(what, path, "no list is in it"));
    }
    Ok(lists)
}
