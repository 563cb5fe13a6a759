//! Certificates for cases: an authority that is made anew, and what it signs.

use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DistinguishedName,
    DnType, Error, ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams,
    SerialNumber, date_time_ymd,
};

use super::case::{Outcome, Problem};

/// An authority with a folder that has its certificate, a server's for the loopback and a client's, by the names that
/// libvirt's `pkipath` wants.
pub struct Pki {
    folder: PathBuf,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// How a certificate is made.
pub struct Wish<'a> {
    /// Whose it is.
    pub common_name: &'a str,
    /// Whether it is too old.
    pub expired: bool,
    /// Its number.
    pub serial: u64,
}

impl Default for Wish<'_> {
    fn default() -> Self {
        Self {
            common_name: "client",
            expired: false,
            serial: 7,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Failed(format!("cannot make a certificate: {error}"))
    }
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, "Example");
    name.push(DnType::CommonName, common_name);
    name
}

impl Pki {
    /// Makes all of it in a folder.
    pub fn new(folder: PathBuf) -> Outcome<Self> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name = name("Authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        let pki = Self { folder, issuer };
        std::fs::create_dir_all(&pki.folder)?;
        std::fs::write(pki.file("cacert.pem"), pki.issuer.pem())?;
        pki.server(&Wish::default())?;
        pki.client(&pki.folder, &Wish::default())?;
        Ok(pki)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Makes the server's certificate anew.
    pub fn server(&self, wish: &Wish<'_>) -> Outcome {
        self.write(&self.folder, "server", wish, ExtendedKeyUsagePurpose::ServerAuth)
    }

    /// Makes a client's certificate in a folder.
    pub fn client(&self, folder: &Path, wish: &Wish<'_>) -> Outcome {
        self.write(folder, "client", wish, ExtendedKeyUsagePurpose::ClientAuth)
    }

    /// A folder of another client beside ours.
    pub fn another_client(&self, name: &str, wish: &Wish<'_>) -> Outcome<PathBuf> {
        let folder = self.file(name);
        std::fs::create_dir_all(&folder)?;
        std::fs::copy(self.file("cacert.pem"), folder.join("cacert.pem"))?;
        self.client(&folder, wish)?;
        Ok(folder)
    }

    fn write(&self, folder: &Path, who: &str, wish: &Wish<'_>, purpose: ExtendedKeyUsagePurpose) -> Outcome {
        let mut params = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
        params.distinguished_name = name(wish.common_name);
        params.serial_number = Some(SerialNumber::from(wish.serial));
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
        ];
        params.extended_key_usages = vec![purpose];
        if wish.expired {
            (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
        }
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        std::fs::write(folder.join(format!("{who}cert.pem")), certificate.pem())?;
        std::fs::write(folder.join(format!("{who}key.pem")), key.serialize_pem())?;
        Ok(())
    }

    /// Writes `cacrl.pem` with one number.
    pub fn revoke(&self, serial: u64) -> Outcome {
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2020, 1, 1),
            next_update: date_time_ymd(2090, 1, 1),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: vec![RevokedCertParams {
                serial_number: SerialNumber::from(serial),
                revocation_time: date_time_ymd(2020, 1, 1),
                reason_code: None,
                invalidity_date: None,
            }],
            key_identifier_method: KeyIdMethod::Sha256,
        };
        std::fs::write(self.file("cacrl.pem"), list.signed_by(&self.issuer)?.pem()?)?;
        Ok(())
    }

    /// Settings of a daemon, ours or a stock one, that listens with TLS on a port of the loopback and on no other.
    pub fn settings(&self, port: u16) -> String {
        let file = |name: &str| self.file(name).display().to_string();
        format!(
            "listen_tls = 1\nlisten_tcp = 0\nlisten_addr = \"127.0.0.1\"\ntls_port = \"{port}\"\n\
             ca_file = \"{}\"\ncert_file = \"{}\"\nkey_file = \"{}\"\n",
            file("cacert.pem"),
            file("servercert.pem"),
            file("serverkey.pem")
        )
    }
}
