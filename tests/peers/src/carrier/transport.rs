//! Transports to a daemon, and how a connection ends.

use super::checks;
use super::ground::{Ground, change, fails, good};
use ferrovirt_api::event::{EventKind, Losses};
use ferrovirt_api::stream::Item;
use ferrovirt_api::{Closed, Connection, Error, EventItem};
use ferrovirt_registry::{OpenOptions, Reconnect};
use ferrovirt_tests::harness::case::{Outcome, require, require_equal, require_text};
use ferrovirt_tests::harness::pki::{Pki, Wish};
use ferrovirt_tests::harness::wait;
use ferrovirt_types::consts::{DomainEventType, ErrorNumber};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

checks![
    by_tcp,
    by_tls,
    by_ext,
    by_ssh,
    an_ssh_that_fails_says_why,
    read_only_socket,
    a_socket_that_is_not_there,
    many_calls_at_once,
    large_answers,
    opened_again,
    opened_again_by_itself,
];

const LIFE: EventKind = EventKind::Domain(0);
/// How long news may be on its way.
const LIMIT: Duration = Duration::from_secs(30);
/// The lane has a network of its own: nobody else is there.
const TCP: u16 = 16_509;
const TLS: u16 = 16_514;

/// A script that stands for a program.
fn script(ground: &Ground, name: &str, text: &str) -> Outcome<String> {
    let path = ground.file(name);
    std::fs::write(&path, format!("#!/bin/sh\n{text}\n"))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
    Ok(path)
}

fn pipe(ground: &Ground) -> Outcome<String> {
    let program = std::env::current_exe()?;
    let socket = ground.daemon()?.socket();
    Ok(format!(
        "exec '{}' pipe '{}'",
        program.display(),
        socket.display()
    ))
}

async fn works(uri: &str) -> Outcome {
    let connection = good(Connection::open(uri).await)?;
    carries_all(&connection).await?;
    require(connection.is_encrypted() && connection.is_secure(), || {
        "a command is taken for an open network".to_owned()
    })?;
    good(connection.close().await)?;
    require(!connection.is_alive(), || "it lives after its end".to_owned())
}

/// Calls, events and streams get through.
async fn carries_all(connection: &Connection) -> Outcome {
    let domain = good(connection.domain("test").await)?;
    let mut events = good(connection.events(&[LIFE]).await)?;
    for _ in 0..10 {
        good(domain.suspend().await)?;
        good(domain.resume().await)?;
    }
    for number in 0..20 {
        let expected = if number % 2 == 0 {
            DomainEventType::Suspended
        } else {
            DomainEventType::Resumed
        };
        require_equal("event", change(&mut events).await?.1, expected.raw())?;
    }
    let mut shot = good(domain.screenshot(0).await)?;
    let mut picture = Vec::new();
    while let Some(item) = good(shot.data.next().await)? {
        if let Item::Data(piece) = item {
            picture.extend_from_slice(&piece);
        }
    }
    require(picture.starts_with(b"\x89PNG"), || {
        format!("{} bytes are no picture", picture.len())
    })
}

/// A daemon of its own that listens on the loopback.
async fn by_tcp(ground: &Ground) -> Outcome {
    let mut daemon = ground.another(&["--listen"])?;
    let settings = daemon.file("etc/libvirtd.conf");
    let mut text = std::fs::read_to_string(&settings).unwrap_or_default();
    text.push_str(&format!(
        "listen_tls = 0\nlisten_tcp = 1\ntcp_port = \"{TCP}\"\nlisten_addr = \"127.0.0.1\"\nauth_tcp = \"none\"\n"
    ));
    if let Some(folder) = settings.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&settings, text)?;
    daemon.launch()?;
    listening(TCP)?;
    let connection = good(Connection::open(&format!("test+tcp://127.0.0.1:{TCP}/default")).await)?;
    carries_all(&connection).await?;
    let domain = good(connection.domain("test").await)?;
    good(domain.suspend().await)?;
    require(!connection.is_encrypted() && !connection.is_secure(), || {
        "an open network is taken for a safe one".to_owned()
    })?;
    // The daemon goes: the connection says so, and is opened again when it is back.
    daemon.kill()?;
    require_equal("end", ended(&connection).await?, Closed::Eof)?;
    require(domain.resume().await.is_err(), || {
        "a call without a daemon".to_owned()
    })?;
    daemon.launch()?;
    listening(TCP)?;
    let losses = good(connection.reconnect().await)?;
    require_equal("reason", losses.reason, Some(Closed::Eof))?;
    good(domain.suspend().await)?;
    good(connection.close().await)
}

/// Waits for the port: a stock daemon answers on its socket before it listens there.
fn listening(port: u16) -> Outcome {
    wait::until_true("the daemon's port", LIMIT, || {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    })
}

/// A daemon of its own with certificates of its own.
async fn by_tls(ground: &Ground) -> Outcome {
    let mut daemon = ground.another(&["--listen"])?;
    let pki = Pki::new(ground.file("pki").into())?;
    let settings = daemon.file("etc/libvirtd.conf");
    let text = std::fs::read_to_string(&settings).unwrap_or_default() + &pki.settings(TLS);
    if let Some(folder) = settings.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&settings, text)?;
    daemon.launch()?;
    listening(TLS)?;
    let uri = |host: &str, folder: &Path, more: &str| {
        format!(
            "test+tls://{host}:{TLS}/default?pkipath={}{more}",
            folder.display()
        )
    };
    let without = pki.another_client("without", &Wish::default())?;
    std::fs::remove_file(without.join("clientkey.pem"))?;
    let error = refused(Connection::open(&uri("127.0.0.1", &without, "")).await)?;
    require_equal("code", error.raw_code(), ErrorNumber::Rpc.raw())?;
    require_text(&error.to_string(), "clientkey.pem' is not there")?;
    let foreign = Pki::new(ground.file("foreign").into())?;
    let error = refused(Connection::open(&uri("localhost", foreign.folder(), "")).await)?;
    require_equal("code", error.raw_code(), ErrorNumber::AuthFailed.raw())?;
    require_text(&error.to_string(), "not signed by a CA that is trusted here")?;
    // Any server will do, but the server still wants to know who comes.
    let careless = uri("localhost", foreign.folder(), "&no_verify=1");
    let error = refused(Connection::open(&careless).await)?;
    require_equal("code", error.raw_code(), ErrorNumber::Rpc.raw())?;
    let missing = refused(Connection::open(&uri("localhost", Path::new("/nosuch"), "")).await)?;
    require_equal("code", missing.raw_code(), ErrorNumber::SystemError.raw())?;
    require_text(&missing.to_string(), "'/nosuch/cacert.pem'")?;
    for priority in ["NORMAL", "NORMAL:-VERS-TLS1.3"] {
        let uri = uri("localhost", pki.folder(), &format!("&tls_priority={priority}"));
        let connection = good(Connection::open(&uri).await)?;
        carries_all(&connection).await?;
        require(connection.is_encrypted() && connection.is_secure(), || {
            "TLS is taken for an open network".to_owned()
        })?;
        good(connection.close().await)?;
    }
    let connection = good(Connection::open(&uri("localhost", pki.folder(), "")).await)?;
    daemon.kill()?;
    require_equal("end", ended(&connection).await?, Closed::Eof)?;
    daemon.launch()?;
    listening(TLS)?;
    good(connection.reconnect().await)?;
    good(connection.domain("test").await)?;
    good(connection.close().await)
}

async fn ended(connection: &Connection) -> Outcome<Closed> {
    tokio::time::timeout(LIMIT, connection.wait_closed())
        .await
        .map_err(|_| "nobody is told of the end".into())
}

/// What was lost is told, what was listened to is listened to again, and objects go on.
async fn opened_again(ground: &Ground) -> Outcome {
    let mut daemon = ground.another(&[])?;
    daemon.launch()?;
    let connection = good(Connection::open(&daemon.test_uri()).await)?;
    let domain = good(connection.domain("test").await)?;
    let mut events = good(connection.events(&[LIFE]).await)?;
    daemon.kill()?;
    require_equal("end", ended(&connection).await?, Closed::Eof)?;
    require(connection.reconnect().await.is_err(), || {
        "no daemon is there".to_owned()
    })?;
    daemon.launch()?;
    let losses = good(connection.reconnect().await)?;
    require_equal("reason", losses.reason, Some(Closed::Eof))?;
    require_equal("missed", losses.missed, vec![LIFE.into()])?;
    require(losses.refused.is_empty(), || format!("{:?}", losses.refused))?;
    good(domain.suspend().await)?;
    require_equal("domain", change(&mut events).await?.0.as_str(), "test")?;
    let again = good(connection.reconnect().await)?;
    require_equal("nothing is lost without an end", again, Losses::default())?;
    good(connection.close().await)
}

async fn opened_again_by_itself(ground: &Ground) -> Outcome {
    let mut daemon = ground.another(&[])?;
    daemon.launch()?;
    let options = OpenOptions {
        reconnect: Some(Reconnect::default()),
        ..OpenOptions::default()
    };
    let connection = good(Connection::open_with(&daemon.test_uri(), &options).await)?;
    let domain = good(connection.domain("test").await)?;
    let mut events = good(connection.events(&[LIFE]).await)?;
    daemon.kill()?;
    daemon.launch()?;
    match tokio::time::timeout(LIMIT, events.next()).await {
        Ok(Some(EventItem::Reconnected(losses))) => {
            require_equal("missed", &losses.missed, &vec![LIFE.into()])?;
        }
        other => return Err(format!("{other:?}").into()),
    }
    good(domain.suspend().await)?;
    require_equal("domain", change(&mut events).await?.0.as_str(), "test")?;
    good(connection.close().await)?;
    require_equal("end", ended(&connection).await?, Closed::Client)
}

async fn by_ext(ground: &Ground) -> Outcome {
    let program = script(ground, "ext", &pipe(ground)?)?;
    works(&format!("test+ext:///default?command={program}")).await
}

/// An `ssh` that is no ssh: it runs the last of its arguments as the far side's shell would.
async fn by_ssh(ground: &Ground) -> Outcome {
    let netcat = script(ground, "netcat", &pipe(ground)?)?;
    let ssh = script(ground, "ssh", "for last; do :; done; exec sh -c \"$last\"")?;
    let uri = format!("test+ssh://far.example/default?command={ssh}&netcat={netcat}&proxy=netcat&no_tty=1");
    works(&uri).await?;
    // The helper of newer daemons is asked for by name, and found on the far side's path.
    script(ground, "virt-ssh-helper", &pipe(ground)?)?;
    let folder = ground.file("");
    let ssh = script(
        ground,
        "ssh2",
        &format!("PATH='{folder}':$PATH; export PATH; for last; do :; done; exec sh -c \"$last\""),
    )?;
    works(&format!(
        "test+ssh://far.example/default?command={ssh}&proxy=native"
    ))
    .await
}

async fn an_ssh_that_fails_says_why(ground: &Ground) -> Outcome {
    let ssh = script(ground, "ssh3", "echo 'no route to host' >&2; exit 255")?;
    let opened = Connection::open(&format!("test+ssh://far.example/default?command={ssh}")).await;
    let error = refused(opened)?;
    require_text(&error.to_string(), "no route to host")
}

fn refused(opened: Result<Connection, Error>) -> Outcome<Error> {
    match opened {
        Ok(_) => Err("the connection was opened".into()),
        Err(error) => Ok(error),
    }
}

async fn read_only_socket(ground: &Ground) -> Outcome {
    let socket = ground.daemon()?.read_only_socket();
    let uri = format!("test+unix:///default?socket={}", socket.display());
    let connection = good(Connection::open_read_only(&uri).await)?;
    let domain = good(connection.domain("test").await)?;
    fails("suspend", domain.suspend().await, ErrorNumber::OperationDenied)
}

async fn a_socket_that_is_not_there(ground: &Ground) -> Outcome {
    let uri = format!("test+unix:///default?socket={}", ground.file("nosuch"));
    let error = refused(Connection::open(&uri).await)?;
    require_equal("code", error.raw_code(), ErrorNumber::SystemError.raw())?;
    require_text(&error.to_string(), "nosuch")
}

async fn many_calls_at_once(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let mut calls = Vec::new();
    for _ in 0..200 {
        let connection = connection.clone();
        calls.push(tokio::spawn(async move {
            let domain = connection.domain("test").await?;
            domain.xml(Default::default()).await
        }));
    }
    for call in calls {
        let xml = call.await.map_err(|error| error.to_string())?;
        require_text(&good(xml)?, "<name>test</name>")?;
    }
    let waiting = connection.clone();
    let end = tokio::spawn(async move { waiting.wait_closed().await });
    good(connection.close().await)?;
    let end = tokio::time::timeout(Duration::from_secs(10), end).await;
    let end = end
        .map_err(|_| "nobody is told of the end")?
        .map_err(|e| e.to_string())?;
    require_equal("end", end, Closed::Client)
}

async fn large_answers(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    for number in 0..200 {
        let xml = super::ground::guest(&format!("guest-{number}"));
        good(connection.define_domain(&xml, Default::default()).await)?;
    }
    let all = good(connection.domains(Default::default()).await)?;
    require_equal("domains", all.len(), 201)?;
    let stats = good(
        connection
            .domain_stats(&[], Default::default(), Default::default())
            .await,
    )?;
    require_equal("records", stats.len(), 201)
}
