//! Both sides against each other, with certificates made here.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use ferrovirt_tls::{
    AcceptError, AllowedNames, Client, ClientFiles, ClientSettings, ConnectError, Layout, Priority, Refusal,
    Role, Server, ServerFiles, ServerSettings, TlsError, Unfit,
};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevocationReason,
    RevokedCertParams, SerialNumber, date_time_ymd,
};
use std::path::Path;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

const ALL: &[&str] = &["localhost", "127.0.0.1"];

/// An authority and a folder that its certificates are written to.
struct Pki {
    folder: tempfile::TempDir,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

fn named(common_name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<String> = hosts.iter().map(|h| (*h).to_owned()).collect();
    let mut params = CertificateParams::new(hosts).unwrap();
    params.distinguished_name = Default::default();
    params
        .distinguished_name
        .push(DnType::OrganizationName, "Example");
    params.distinguished_name.push(DnType::CommonName, common_name);
    params
}

fn used_for(mut params: CertificateParams, purpose: ExtendedKeyUsagePurpose) -> CertificateParams {
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![purpose];
    params
}

impl Pki {
    fn new() -> Self {
        let mut params = named("Authority", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self::of(params)
    }

    fn of(params: CertificateParams) -> Self {
        let pki = Self {
            folder: tempfile::tempdir().unwrap(),
            issuer: CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap(),
        };
        std::fs::write(pki.path().join("cacert.pem"), pki.issuer.pem()).unwrap();
        pki.server(named("localhost", ALL));
        pki.client(named("client", &[]));
        pki
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, who: &str, params: &CertificateParams) {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        std::fs::write(self.path().join(format!("{who}cert.pem")), certificate.pem()).unwrap();
        std::fs::write(self.path().join(format!("{who}key.pem")), key.serialize_pem()).unwrap();
    }

    fn server(&self, params: CertificateParams) {
        self.write("server", &used_for(params, ExtendedKeyUsagePurpose::ServerAuth));
    }

    fn client(&self, params: CertificateParams) {
        self.write("client", &used_for(params, ExtendedKeyUsagePurpose::ClientAuth));
    }

    fn revoke(&self, serial: u64) {
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2020, 1, 1),
            next_update: date_time_ymd(2060, 1, 1),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: vec![RevokedCertParams {
                serial_number: SerialNumber::from(serial),
                revocation_time: date_time_ymd(2020, 1, 1),
                reason_code: Some(RevocationReason::KeyCompromise),
                invalidity_date: None,
            }],
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = list.signed_by(&self.issuer).unwrap();
        std::fs::write(self.path().join("cacrl.pem"), list.pem().unwrap()).unwrap();
    }

    fn layout(&self) -> Layout {
        Layout::Flat(self.path().to_owned())
    }

    fn server_settings(&self) -> ServerSettings {
        ServerSettings {
            files: ServerFiles::of(&self.layout()),
            verify: true,
            sane: true,
            allowed: None,
            priority: Priority::default(),
        }
    }

    fn client_settings(&self) -> ClientSettings {
        ClientSettings {
            files: ClientFiles::of(&self.layout()),
            verify: true,
            sane: true,
            priority: Priority::default(),
        }
    }
}

type Ends = (Result<Option<String>, AcceptError>, Result<(), ConnectError>);

/// A connection over which a few bytes go both ways if both sides want it.
async fn meet(server: &ServerSettings, client: &ClientSettings, host: &str) -> Ends {
    let (server, client) = (Server::load(server).unwrap(), Client::load(client).unwrap());
    let (a, b) = duplex(64 * 1024);
    let server = async {
        let (mut stream, name) = server.accept(a).await?;
        let mut four = [0; 4];
        stream.read_exact(&mut four).await.unwrap();
        stream.write_all(&four).await.unwrap();
        stream.flush().await.unwrap();
        Ok(name)
    };
    let client = async {
        let mut stream = client.connect(b, host).await?;
        stream.write_all(b"ping").await.unwrap();
        stream.flush().await.unwrap();
        let mut four = [0; 4];
        stream.read_exact(&mut four).await.unwrap();
        assert_eq!(&four, b"ping");
        Ok(())
    };
    tokio::join!(server, client)
}

fn refused(ends: Ends) -> Refusal {
    match ends {
        (Err(AcceptError::Refused(refusal, _)), Err(ConnectError::Unconfirmed(_))) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_has_a_certificate_comes_in() {
    let pki = Pki::new();
    for host in ALL {
        let (server, client) = meet(&pki.server_settings(), &pki.client_settings(), host).await;
        client.unwrap();
        assert_eq!(server.unwrap().as_deref(), Some("O=Example,CN=client"));
    }
    let mut settings = pki.server_settings();
    settings.priority = Priority::parse("NORMAL:-VERS-TLS1.3").unwrap();
    let (server, client) = meet(&settings, &pki.client_settings(), "localhost").await;
    client.unwrap();
    server.unwrap();
    let mut only = pki.client_settings();
    only.priority = Priority::parse("NORMAL:-VERS-TLS1.2").unwrap();
    let (server, client) = meet(&settings, &only, "localhost").await;
    assert!(
        matches!(client, Err(ConnectError::Handshake(_))),
        "no version in common"
    );
    assert!(matches!(server, Err(AcceptError::Handshake(_))));
}

#[tokio::test]
async fn clients_that_may_not_come_in() {
    let pki = Pki::new();
    let server = pki.server_settings();
    let fresh = || named("client", &[]);

    let mut none = pki.client_settings();
    none.files.key = pki.path().join("nosuch");
    let ends = meet(&server, &none, "localhost").await;
    let text = ends.1.as_ref().unwrap_err().to_string();
    assert!(text.contains("nosuch"), "{text}");
    assert_eq!(refused(ends), Refusal::Missing);

    let lax = ClientSettings {
        sane: false,
        ..pki.client_settings()
    };
    let mut old = fresh();
    (old.not_before, old.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    pki.client(old);
    assert!(matches!(
        refused(meet(&server, &lax, "localhost").await),
        Refusal::Expired(_)
    ));
    let mut young = fresh();
    (young.not_before, young.not_after) = (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1));
    pki.client(young);
    assert!(matches!(
        refused(meet(&server, &lax, "localhost").await),
        Refusal::NotYet(_)
    ));
    pki.write("client", &used_for(fresh(), ExtendedKeyUsagePurpose::ServerAuth));
    assert_eq!(
        refused(meet(&server, &lax, "localhost").await),
        Refusal::Purpose(Role::Client)
    );

    let other = Pki::new();
    let mut foreign = other.client_settings();
    foreign.files.authorities = pki.path().join("cacert.pem");
    foreign.sane = false;
    // The library chooses by the authorities that the server names; the one here has the same name and another key.
    assert_eq!(
        refused(meet(&server, &foreign, "localhost").await),
        Refusal::UnknownIssuer
    );

    let mut marked = fresh();
    marked.serial_number = Some(SerialNumber::from(77_u64));
    pki.client(marked);
    pki.revoke(78);
    let with_list = pki.server_settings();
    assert!(with_list.files.revocations.is_some());
    assert!(
        meet(&with_list, &lax, "localhost").await.0.is_ok(),
        "it is not on the list"
    );
    pki.revoke(77);
    assert_eq!(
        refused(meet(&with_list, &lax, "localhost").await),
        Refusal::Revoked
    );
}

#[tokio::test]
async fn lists_of_names() {
    let pki = Pki::new();
    let mut server = pki.server_settings();
    server.allowed = Some(AllowedNames::new(["O=Other,*", "O=Example,CN=cl*"]));
    assert!(meet(&server, &pki.client_settings(), "localhost").await.0.is_ok());
    server.allowed = Some(AllowedNames::new(["O=Other,*"]));
    assert_eq!(
        refused(meet(&server, &pki.client_settings(), "localhost").await),
        Refusal::NotAllowed("O=Example,CN=client".to_owned())
    );
    server.verify = false;
    let (server, client) = meet(&server, &pki.client_settings(), "localhost").await;
    client.unwrap();
    assert_eq!(server.unwrap(), None, "it comes in without a name");
}

#[tokio::test]
async fn servers_that_are_not_the_one() {
    let pki = Pki::new();
    let host = async |host: &str, client: &ClientSettings| {
        let (_, connected) = meet(&pki.server_settings(), client, host).await;
        connected.map_err(|error| match error {
            ConnectError::Refused(refusal) => refusal,
            other => panic!("{other:?}"),
        })
    };
    let client = pki.client_settings();
    let other = Refusal::Host {
        host: "other.example".to_owned(),
        names: "localhost, 127.0.0.1".to_owned(),
    };
    assert_eq!(host("other.example", &client).await, Err(other));
    assert!(host("127.0.0.2", &client).await.is_err());
    let careless = ClientSettings {
        verify: false,
        ..pki.client_settings()
    };
    assert_eq!(host("other.example", &careless).await, Ok(()));
    pki.server(named("by.common.name", &[]));
    assert_eq!(host("by.common.name", &client).await, Ok(()));
    assert!(host("common.name", &client).await.is_err());
    let distrusted = Pki::new();
    let mut stranger = pki.client_settings();
    stranger.files.authorities = distrusted.path().join("cacert.pem");
    stranger.sane = false;
    assert_eq!(
        host("by.common.name", &stranger).await,
        Err(Refusal::UnknownIssuer)
    );
}

#[test]
fn files_that_cannot_be_used() {
    let load = |pki: &Pki| Server::load(&pki.server_settings()).map(drop);
    let unfit = |pki: &Pki| match load(pki) {
        Err(TlsError::Unfit { why, .. }) => why,
        other => panic!("{other:?}"),
    };
    let pki = Pki::new();
    load(&pki).unwrap();

    let mut old = named("localhost", ALL);
    (old.not_before, old.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    pki.server(old);
    assert!(matches!(unfit(&pki), Unfit::Expired(_)));
    pki.write(
        "server",
        &used_for(named("x", ALL), ExtendedKeyUsagePurpose::ClientAuth),
    );
    assert_eq!(unfit(&pki), Unfit::Purpose(Role::Server));
    let mut encrypts = named("x", ALL);
    encrypts.key_usages = vec![KeyUsagePurpose::KeyEncipherment];
    pki.write("server", &encrypts);
    assert_eq!(unfit(&pki), Unfit::NoSigning);
    let mut authority = named("x", ALL);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    pki.write("server", &authority);
    assert_eq!(unfit(&pki), Unfit::Authority(Role::Server));
    pki.server(named("localhost", ALL));
    load(&pki).unwrap();

    let key = pki.path().join("serverkey.pem");
    std::fs::write(&key, KeyPair::generate().unwrap().serialize_pem()).unwrap();
    assert!(matches!(load(&pki), Err(TlsError::Mismatch { .. })));
    std::fs::write(&key, "").unwrap();
    assert!(load(&pki).unwrap_err().to_string().contains("serverkey.pem"));
    std::fs::remove_file(&key).unwrap();
    assert!(matches!(load(&pki), Err(TlsError::Read { .. })));
    pki.server(named("localhost", ALL));
    std::fs::write(pki.path().join("cacert.pem"), Pki::new().issuer.pem()).unwrap();
    assert!(matches!(
        unfit(&pki),
        Unfit::Untrusted {
            refusal: Refusal::UnknownIssuer,
            ..
        }
    ));
    std::fs::write(pki.path().join("cacert.pem"), "no PEM").unwrap();
    assert!(matches!(load(&pki), Err(TlsError::Content { .. })));

    let plain = Pki::of(named("no authority", &[]));
    assert_eq!(unfit(&plain), Unfit::NoAuthority);
}
