//! Limits of bandwidth, by the kernel's counters: what has passed is no more than the limit allows in the time
//! that has passed, however long that was.

use std::net::{Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant};

use super::place::{MAC, host_knows_guest};
use super::services::{document, nothing_left, started, with_address};
use crate::harness::case::{Case, Outcome, require, require_equal, require_text};
use crate::harness::command;

pub const CASES: &[Case] = &[Case {
    name: "floors_divide_what_the_network_has",
    run: floors,
}];

const LIMIT: Duration = Duration::from_secs(30);
const HOST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 1);
const GUEST: Ipv4Addr = Ipv4Addr::new(10, 71, 0, 2);
const PORT: u16 = 9000;
/// What the limits of these cases allow: KiB a second, and KiB at once.
const AVERAGE: u64 = 8;
const BURST: u64 = 16;
const PACKETS: usize = 120;
const PACKET: usize = 1400;
/// A packet and its headers may be on their way already.
const SLACK: u64 = 2048;

fn limited(mode: &str, bandwidth: &str) -> String {
    document(mode).replace(
        "<ip address='10.71.0.1'",
        &format!("<bandwidth>{bandwidth}</bandwidth><ip address='10.71.0.1'"),
    )
}

fn tc(arguments: &[&str]) -> Outcome<String> {
    command::run("tc", arguments, b"", LIMIT)?.ok()
}

/// A figure behind a word of what `tc -s` says, the first one.
fn figure(text: &str, word: &str) -> Outcome<u64> {
    let after = text.split(word).nth(1).unwrap_or_default().trim_start();
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    digits
        .parse()
        .map_err(|_| format!("no figure behind '{word}' in\n{text}").into())
}

/// Sends what exceeds the limit by far, without waiting.
fn flood(socket: &UdpSocket, to: Ipv4Addr) -> std::io::Result<()> {
    socket.set_nonblocking(true)?;
    for _ in 0..PACKETS {
        // A full queue refuses it, which is a limit as well.
        let _ = socket.send_to(&[7; PACKET], (to, PORT));
    }
    Ok(())
}

/// Bytes that the limit lets pass between a moment and now.
fn allowed(begun: Instant) -> u64 {
    let seconds = begun.elapsed().as_secs_f64();
    (seconds * 1024.0 * AVERAGE as f64).ceil() as u64 + BURST * 1024 + SLACK
}

/// Needs a kernel that polices, which not every host has.
pub(crate) fn both() -> Outcome {
    let rate = format!("average='{AVERAGE}' burst='{BURST}'");
    let daemon = started(&limited("open", &format!("<inbound {rate}/><outbound {rate}/>")))?;
    let space = with_address("fvp0")?;
    space.knows_host()?;
    host_knows_guest()?;

    let begun = Instant::now();
    flood(&UdpSocket::bind((HOST, 0))?, GUEST)?;
    let shown = tc(&["-s", "qdisc", "show", "dev", "fvn0", "root"])?;
    let (sent, most) = (figure(&shown, "Sent")?, allowed(begun));
    require(sent <= most, || {
        format!("{sent} of at most {most} bytes came in\n{shown}")
    })?;
    require(figure(&shown, "overlimits")? > 0, || {
        format!("nothing had to wait\n{shown}")
    })?;

    let receiver = UdpSocket::bind((HOST, PORT))?;
    receiver.set_read_timeout(Some(Duration::from_millis(300)))?;
    let begun = Instant::now();
    space.within(|| flood(&UdpSocket::bind((GUEST, 0))?, HOST))??;
    let mut received = 0;
    while let Ok(bytes) = receiver.recv(&mut [0; PACKET]) {
        received += bytes as u64;
    }
    let shown = tc(&["-s", "filter", "show", "dev", "fvn0", "parent", "ffff:"])?;
    let most = allowed(begun);
    require(received > 0 && received <= most, || {
        format!("{received} of at most {most} bytes went out\n{shown}")
    })?;
    require(figure(&shown, "dropped")? > 0, || {
        format!("nothing was dropped\n{shown}")
    })?;
    daemon.virsh().ok(&["net-destroy", "n"])?;
    nothing_left(&daemon)
}

fn port(mac: &str, floor: u32) -> String {
    format!(
        "<networkport><owner><name>g</name><uuid>7b1d2c1e-0001-4000-8000-000000000075</uuid></owner>\
         <mac address='{mac}'/><bandwidth><inbound average='{floor}' floor='{floor}'/></bandwidth></networkport>"
    )
}

fn floors() -> Outcome {
    let daemon = started(&limited("open", "<inbound average='100' peak='200' burst='50'/>"))?;
    let virsh = daemon.virsh();
    let _space = with_address("fvp0")?;
    let create = |mac: &str, floor: u32| -> Outcome<Result<String, String>> {
        let file = daemon.scratch().write("p.xml", port(mac, floor))?;
        let done = virsh.run(&["net-port-create", "n", &file])?;
        Ok(match done.code {
            Some(0) => Ok(done.stdout),
            _ => Err(done.stderr),
        })
    };
    create(MAC, 40)??;
    let refused = create("52:54:00:00:00:44", 61)?.err().unwrap_or_default();
    require_text(&refused, "overcommit 'average'")?;
    create("52:54:00:00:00:44", 60)??;
    let classes = tc(&["class", "show", "dev", "fvn0"])?;
    require_equal("classes", classes.lines().count(), 4)?;
    // What goes to the guest's address is counted in its class.
    host_knows_guest()?;
    flood(&UdpSocket::bind((HOST, 0))?, GUEST)?;
    let shown = tc(&["-s", "class", "show", "dev", "fvn0"])?;
    // 40 KiB a second, in the kernel's words.
    let own = shown.split("rate 327680bit").nth(1).unwrap_or_default();
    require(figure(own, "Sent")? > 0, || {
        format!("nothing in the class\n{shown}")
    })?;
    // A share that is given back is there for another.
    let list = virsh.ok(&["net-port-list", "n"])?;
    for uuid in list.split_whitespace().filter(|word| word.len() == 36) {
        virsh.ok(&["net-port-delete", "n", uuid])?;
    }
    let classes = tc(&["class", "show", "dev", "fvn0"])?;
    require(!classes.contains(" 1:3 ") && !classes.contains(" 1:4 "), || {
        format!("a class is left\n{classes}")
    })?;
    create("52:54:00:00:00:45", 100)??;
    virsh.ok(&["net-destroy", "n"])?;
    nothing_left(&daemon)
}
