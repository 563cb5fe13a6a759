//! Peers of the TLS port that never finish their handshake, or never begin one.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::harness::case::{Case, Outcome, require};
use crate::harness::daemon::Daemon;
use crate::harness::pki::Pki;
use crate::harness::random::Random;
use crate::harness::rpc::{REMOTE_PROGRAM, TYPE_CALL, frame, procedure};
use crate::harness::virsh::Virsh;

pub const CASES: &[Case] = &[
    Case {
        name: "peers_of_the_tls_port_that_speak_no_tls",
        run: nonsense,
    },
    Case {
        name: "handshakes_that_never_end",
        run: unfinished,
    },
];

/// The lane has a network of its own.
const PORT: u16 = 26_515;
/// Longer than a handshake may take.
const LIMIT: Duration = Duration::from_secs(60);

fn started(more: &str) -> Outcome<(Daemon, Virsh)> {
    let mut daemon = Daemon::prepare(&["--listen"])?;
    let pki = Pki::new(daemon.scratch().join("pki"))?;
    std::fs::create_dir_all(daemon.file("etc"))?;
    std::fs::write(
        daemon.file("etc/libvirtd.conf"),
        format!("{}{more}", pki.settings(PORT)),
    )?;
    daemon.launch()?;
    let virsh = Virsh::new(format!(
        "test+tls://127.0.0.1:{PORT}/default?pkipath={}",
        pki.folder().display()
    ));
    Ok((daemon, virsh))
}

fn connect() -> Outcome<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", PORT))?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.set_write_timeout(Some(LIMIT))?;
    Ok(stream)
}

/// The connection ends; what came before is only what a handshake may answer, and little.
fn ends(mut stream: TcpStream) -> Outcome {
    let mut answer = Vec::new();
    match (&mut stream).take(64 << 10).read_to_end(&mut answer) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {}
        Err(error) => return Err(format!("the connection does not end: {error}").into()),
    }
    require(answer.len() < 64 << 10, || {
        "a peer without TLS is answered at length".to_owned()
    })
}

/// The beginning of a first message of TLS: a record that announces more than comes.
fn beginning() -> Vec<u8> {
    let mut bytes = vec![0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3];
    bytes.extend([7; 40]);
    bytes
}

fn nonsense() -> Outcome {
    let (mut daemon, virsh) = started("")?;
    let mut random = Random::from_seed(16_514);
    let mut all = vec![
        frame(REMOTE_PROGRAM, procedure::AUTH_LIST, TYPE_CALL, 1, &[]),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        vec![0; 70_000],
        // An alert, data before any handshake, and a record that is longer than records may be.
        vec![0x15, 3, 3, 0, 2, 2, 40],
        vec![0x17, 3, 3, 0, 4, 1, 2, 3, 4],
        vec![0x16, 3, 1, 0xff, 0xff],
    ];
    for length in [1, 5, 6, 600, 20_000] {
        all.push(random.bytes(length));
    }
    for bytes in all {
        let mut stream = connect()?;
        // It may have been turned away by then.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        ends(stream)?;
        daemon.require_alive()?;
    }
    virsh.ok(&["list"]).map(|_| ())
}

fn unfinished() -> Outcome {
    const MANY: usize = 60;
    // Far more than may be at it at once.
    let (mut daemon, virsh) = started("max_anonymous_clients = 20\n")?;
    let mut idle = Vec::new();
    for number in 0..MANY {
        let mut stream = connect()?;
        if number % 2 == 0 {
            stream.write_all(&beginning())?;
        }
        idle.push(stream);
    }
    // Local clients notice nothing; who comes behind them with TLS gets in, when those before had their time.
    daemon.test_virsh().ok(&["list"])?;
    virsh.ok(&["list"])?;
    for stream in idle {
        ends(stream)?;
    }
    virsh.ok(&["list"])?;
    daemon.require_alive()
}
