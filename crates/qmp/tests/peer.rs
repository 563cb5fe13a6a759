//! The client against a scripted peer, and against a real QEMU where one is installed.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use ferrovirt_qmp::commands::{Cont, GetFd, QueryMachines, QueryStatus, Quit};
use ferrovirt_qmp::{Agent, EventKind, Monitor, Options, QmpError, RawCommand};
use proptest::prelude::*;
use std::io::{Seek, Write};
use std::os::fd::OwnedFd;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;

const GREETING: &[u8] =
    b"{\"QMP\":{\"version\":{\"qemu\":{\"micro\":0,\"minor\":2,\"major\":7},\"package\":\"\"},\"capabilities\":[]}}\r\n";
const SECOND: Duration = Duration::from_secs(1);

fn id_of(line: &str) -> u64 {
    let v: serde_json::Value = serde_json::from_str(line).unwrap();
    v["id"].as_u64().unwrap()
}

/// Greets, accepts the negotiation and leaves the rest to the test.
async fn greeted() -> (Monitor, ferrovirt_qmp::EventStream, BufReader<UnixStream>) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let peer = tokio::spawn(async move {
        let mut theirs = BufReader::new(theirs);
        theirs.write_all(GREETING).await.unwrap();
        let mut line = String::new();
        theirs.read_line(&mut line).await.unwrap();
        theirs
            .write_all(format!("{{\"return\":{{}},\"id\":{}}}\n", id_of(&line)).as_bytes())
            .await
            .unwrap();
        theirs
    });
    let (monitor, events) = Monitor::start(ours, Options::default()).await.unwrap();
    (monitor, events, peer.await.unwrap())
}

#[tokio::test]
async fn pipelines_and_matches_answers_out_of_order() {
    let (monitor, _events, mut peer) = greeted().await;
    let a = monitor.submit(&QueryStatus {}).unwrap();
    let b = monitor.submit(&Cont {}).unwrap();
    let mut lines = [String::new(), String::new()];
    for line in &mut lines {
        peer.read_line(line).await.unwrap();
    }
    let answer = format!(
        "{{\"return\":{{}},\"id\":{}}}\n{{\"return\":{{\"running\":true,\"status\":\"running\"}},\"id\":{}}}\n",
        id_of(&lines[1]),
        id_of(&lines[0])
    );
    peer.write_all(answer.as_bytes()).await.unwrap();
    let status: ferrovirt_qmp::commands::RunStatus = a.wait_as(SECOND).await.unwrap();
    assert!(status.running);
    b.wait(SECOND).await.unwrap();
}

#[tokio::test]
async fn a_late_answer_disturbs_nobody() {
    let (monitor, _events, mut peer) = greeted().await;
    let late = monitor
        .execute_within(&QueryStatus {}, Duration::from_millis(5))
        .await;
    assert!(matches!(late, Err(QmpError::Timeout { .. })));
    let second = monitor.submit(&Cont {}).unwrap();
    let mut first = String::new();
    peer.read_line(&mut first).await.unwrap();
    let mut next = String::new();
    peer.read_line(&mut next).await.unwrap();
    let both = format!(
        "{{\"return\":1,\"id\":{}}}\n{{\"return\":{{}},\"id\":{}}}\n",
        id_of(&first),
        id_of(&next)
    );
    peer.write_all(both.as_bytes()).await.unwrap();
    second.wait(SECOND).await.unwrap();
}

#[tokio::test]
async fn refusal_event_and_end() {
    let (monitor, mut events, mut peer) = greeted().await;
    let call = monitor.submit(&Cont {}).unwrap();
    let mut line = String::new();
    peer.read_line(&mut line).await.unwrap();
    let text = format!(
        "{{\"event\":\"STOP\",\"timestamp\":{{\"seconds\":1,\"microseconds\":2}}}}\n\
         {{\"error\":{{\"class\":\"GenericError\",\"desc\":\"no way\"}},\"id\":{}}}\n",
        id_of(&line)
    );
    peer.write_all(text.as_bytes()).await.unwrap();
    let refused = call.wait(SECOND).await.unwrap_err();
    assert_eq!(refused.desc(), Some("no way"));
    assert_eq!(events.next().await.unwrap().kind(), EventKind::Stop);
    drop(peer);
    assert!(events.next().await.unwrap_err().is_closed());
    assert!(monitor.execute(&Cont {}).await.unwrap_err().is_closed());
}

#[tokio::test]
async fn a_flood_without_line_end_is_cut_off() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let flood = tokio::spawn(async move { while theirs.write_all(&[b'x'; 4096]).await.is_ok() {} });
    let options = Options {
        max_message: 64 * 1024,
        ..Options::default()
    };
    assert!(matches!(
        Monitor::start(ours, options).await,
        Err(QmpError::Greeting { .. })
    ));
    flood.await.unwrap();
}

#[tokio::test]
async fn the_agent_skips_stale_answers() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let peer = tokio::spawn(async move {
        let mut peer = BufReader::new(theirs);
        let mut sync = Vec::new();
        peer.read_until(b'\n', &mut sync).await.unwrap();
        assert_eq!(sync[0], 0xff);
        peer.write_all(b"{\"return\":\"stale\"}\ngarb\xff{\"return\": 1}\n")
            .await
            .unwrap();
        let mut line = String::new();
        peer.read_line(&mut line).await.unwrap();
        peer.write_all(b"{\"return\": \"fresh\"}\n").await.unwrap();
    });
    let mut agent = Agent::new(ours);
    let got = agent.run("guest-ping", None, SECOND).await.unwrap();
    assert_eq!(got.get(), "\"fresh\"");
    peer.await.unwrap();
    assert!(agent.run("guest-ping", None, SECOND).await.is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn hostile_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), greet: bool) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (ours, mut theirs) = UnixStream::pair().unwrap();
            if greet {
                theirs.write_all(GREETING).await.unwrap();
            }
            theirs.write_all(&bytes).await.unwrap();
            theirs.shutdown().await.unwrap();
            assert!(Monitor::start(ours, Options::default()).await.is_err());
        });
    }
}

#[tokio::test]
async fn a_real_qemu() {
    let path = std::path::Path::new("/usr/bin/qemu-system-x86_64");
    if !path.exists() {
        eprintln!("SKIPPED: {} is not installed", path.display());
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("qmp");
    let listener = tokio::net::UnixListener::bind(&socket).unwrap();
    let mut child = tokio::process::Command::new(path)
        .args([
            "-M",
            "none",
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
            "-accel",
            "tcg",
        ])
        .args([
            "-chardev",
            &format!("socket,id=m,path={}", socket.display()),
            "-mon",
            "chardev=m,mode=control",
        ])
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let (stream, _) = tokio::time::timeout(Duration::from_secs(20), listener.accept())
        .await
        .unwrap()
        .unwrap();
    let (monitor, mut events) = Monitor::start(stream, Options::default()).await.unwrap();
    assert!(monitor.greeting().version.major >= 7);
    assert!(
        monitor
            .execute(&QueryMachines {})
            .await
            .unwrap()
            .iter()
            .any(|m| m.is_default)
    );
    let unknown = monitor
        .run(RawCommand::new("no-such-command"), SECOND)
        .await
        .unwrap_err();
    assert!(unknown.is_unknown_command());

    // Descriptors: several at once, each with its own command.
    let file = |text: &str| {
        let mut f = tempfile::tempfile().unwrap();
        f.write_all(text.as_bytes()).unwrap();
        f.rewind().unwrap();
        OwnedFd::from(f)
    };
    let mut pending = Vec::new();
    for n in 0..4 {
        let args = serde_json::to_value(GetFd {
            fdname: format!("fd{n}"),
        })
        .unwrap();
        pending.push(
            monitor
                .submit_raw(RawCommand::new("getfd").json(&args).with_fd(file("x")))
                .unwrap(),
        );
    }
    for p in pending {
        p.wait(SECOND * 10).await.unwrap();
    }
    let args = serde_json::to_value(GetFd {
        fdname: "none".into(),
    })
    .unwrap();
    assert!(
        monitor
            .run(RawCommand::new("getfd").json(&args), SECOND * 10)
            .await
            .is_err()
    );

    monitor.execute(&Quit {}).await.unwrap();
    assert!(matches!(
        events.next().await.unwrap().kind(),
        EventKind::Shutdown { guest: false, .. }
    ));
    child.wait().await.unwrap();
}
