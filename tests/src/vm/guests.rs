//! Guests whose interfaces the cases use in the guests' place: QEMU is stopped before its processors ever ran,
//! and a copy of its descriptor is all that reads and writes what the interface carries.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};

use crate::harness::case::{Outcome, Problem};
use crate::harness::daemon::Daemon;
use crate::harness::processes::{Process, guests};
use crate::harness::wait;

const LIMIT: Duration = Duration::from_secs(60);
/// When a question without an answer is asked again.
const AGAIN: Duration = Duration::from_millis(300);
/// `struct virtio_net_hdr`, before each frame; all zeroes leave nothing to the other side.
const HEADER: usize = 10;
const FRAME_MAX: usize = 2048;
/// IEEE 802.1Q
const TAGGED: [u8; 2] = [0x81, 0x00];
/// RFC 826: Ethernet and IPv4.
const ARP: [u8; 8] = [0x08, 0x06, 0, 1, 0x08, 0, 6, 4];
const REQUEST: [u8; 2] = [0, 1];
const REPLY: [u8; 2] = [0, 2];

/// A guest with one interface, gone when this is dropped.
pub struct Stilled {
    virsh: crate::harness::virsh::Virsh,
    name: String,
    mac: [u8; 6],
    tap: File,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The VLAN that the answer was marked with.
    pub tag: Option<u16>,
    /// Who has the address.
    pub mac: [u8; 6],
}

impl Stilled {
    /// Starts a guest whose last byte of the MAC address is `number`; `interface` is what stands within `<interface>`.
    pub fn start(daemon: &Daemon, number: u8, kind: &str, interface: &str) -> Outcome<Self> {
        let (name, mac) = (format!("g{number}"), [0x52, 0x54, 0, 0, 0, number]);
        let document = crate::harness::domain::idle(&name).replace(
            "</devices>",
            &format!(
                "<interface type='{kind}'><mac address='52:54:00:00:00:{number:02x}'/>{interface}\
                 <model type='rtl8139'/></interface></devices>"
            ),
        );
        let file = daemon.scratch().write(&format!("{name}.xml"), document)?;
        let virsh = daemon.virsh();
        virsh.ok(&["create", "--paused", &file])?;
        let wanted = format!("guest={name},");
        let is_it = |p: &Process| p.arguments.iter().any(|a| a.starts_with(&wanted));
        let qemu = guests(&daemon.root()).into_iter().find(is_it);
        let qemu = qemu.ok_or("no QEMU of the guest")?;
        qemu.signal(Signal::SIGSTOP);
        wait::until_true("a stopped QEMU", LIMIT, || is_stopped(qemu.pid))?;
        Ok(Self {
            tap: tap_of(qemu.pid)?,
            virsh,
            name,
            mac,
        })
    }

    /// The document of the running guest.
    pub fn document(&self) -> Outcome<String> {
        self.virsh.ok(&["dumpxml", &self.name])
    }

    pub fn mac(&self) -> [u8; 6] {
        self.mac
    }

    /// Asks who has an address, within a VLAN or without a mark, until somebody answers.
    pub fn ask(
        &mut self,
        from: Ipv4Addr,
        who: Ipv4Addr,
        tag: Option<u16>,
        patience: Duration,
    ) -> Outcome<Option<Answer>> {
        let question = [
            &[0xff; 6][..],
            &self.mac,
            &mark(tag),
            &ARP,
            &REQUEST,
            &self.mac,
            &from.octets(),
            &[0; 6],
            &who.octets(),
        ]
        .concat();
        let begun = Instant::now();
        loop {
            self.send(&question)?;
            let asked = Instant::now();
            while asked.elapsed() < AGAIN.min(patience) {
                match self.receive()? {
                    Some(frame) => {
                        if let Some(answer) = answer_of(&frame, who) {
                            return Ok(Some(answer));
                        }
                    }
                    None => std::thread::sleep(Duration::from_millis(2)),
                }
            }
            if begun.elapsed() >= patience {
                return Ok(None);
            }
        }
    }

    /// Answers the questions for an address, for as long as `until` does not say that it is enough.
    pub fn answer(&mut self, own: Ipv4Addr, mut until: impl FnMut() -> bool) -> Outcome {
        wait::until_true("an end of questions", LIMIT, || {
            while let Ok(Some(frame)) = self.receive() {
                if let Some(reply) = reply_to(&frame, own, self.mac) {
                    // One that does not get through is asked for again.
                    let _ = self.send(&reply);
                }
            }
            until()
        })
    }

    fn send(&mut self, frame: &[u8]) -> Outcome {
        let whole = [&[0; HEADER][..], frame].concat();
        self.tap.write_all(&whole).map_err(Problem::from)
    }

    fn receive(&mut self) -> Outcome<Option<Vec<u8>>> {
        let mut frame = vec![0; FRAME_MAX];
        match self.tap.read(&mut frame) {
            Ok(bytes) => Ok(frame.get(HEADER..bytes).map(<[u8]>::to_vec)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Ends the guest.
    pub fn end(self) -> Outcome {
        self.virsh.ok(&["destroy", &self.name]).map(|_| ())
    }
}

fn mark(tag: Option<u16>) -> Vec<u8> {
    tag.map_or_else(Vec::new, |tag| [TAGGED, tag.to_be_bytes()].concat())
}

/// The mark of a frame, and what follows it.
fn unmarked(frame: &[u8]) -> Option<(Option<u16>, &[u8])> {
    match frame.get(12..)? {
        [0x81, 0x00, high, low, rest @ ..] => Some((Some(u16::from_be_bytes([*high, *low]) & 0xfff), rest)),
        rest => Some((None, rest)),
    }
}

/// The answer that a frame is to a question for an address.
fn answer_of(frame: &[u8], who: Ipv4Addr) -> Option<Answer> {
    let (tag, rest) = unmarked(frame)?;
    let fields = rest.strip_prefix(&ARP)?.strip_prefix(&REPLY)?;
    let (mac, fields) = fields.split_at_checked(6)?;
    fields.starts_with(&who.octets()).then_some(())?;
    Some(Answer {
        tag,
        mac: mac.try_into().ok()?,
    })
}

/// The reply to a frame that asks for an address.
fn reply_to(frame: &[u8], own: Ipv4Addr, mac: [u8; 6]) -> Option<Vec<u8>> {
    let (tag, rest) = unmarked(frame)?;
    let fields = rest.strip_prefix(&ARP)?.strip_prefix(&REQUEST)?;
    let (asker, target) = (fields.get(..10)?, fields.get(16..20)?);
    (target == own.octets()).then_some(())?;
    let parts: [&[u8]; 8] = [
        &asker[..6],
        &mac,
        &mark(tag),
        &ARP,
        &REPLY,
        &mac,
        &own.octets(),
        asker,
    ];
    Some(parts.concat())
}

fn is_stopped(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        stat.rsplit(')')
            .next()
            .unwrap_or_default()
            .trim_start()
            .starts_with('T')
    })
}

/// A copy of the descriptor of a process's only tap.
fn tap_of(pid: i32) -> Outcome<File> {
    let is_tap = |entry: &std::fs::DirEntry| {
        std::fs::read_link(entry.path()).is_ok_and(|target| {
            let target = target.to_string_lossy();
            target == "/dev/net/tun" || target.starts_with("/dev/tap")
        })
    };
    let mut files = std::fs::read_dir(format!("/proc/{pid}/fd"))?.flatten();
    let tap = files.find(is_tap).ok_or("QEMU has no tap")?;
    let number = tap
        .file_name()
        .to_string_lossy()
        .parse()
        .map_err(|_| "no number of a descriptor")?;
    let process = Pid::from_raw(pid).ok_or("no number of a process")?;
    let process = pidfd_open(process, PidfdFlags::empty()).map_err(std::io::Error::from)?;
    let copy = pidfd_getfd(&process, number, PidfdGetfdFlags::empty()).map_err(std::io::Error::from)?;
    Ok(File::from(copy))
}
