//! Real packets, and whether they come through.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::place::Space;
use crate::harness::case::{Outcome, Problem};

/// When a question without an answer is asked again: a packet may be lost on its way.
const AGAIN: Duration = Duration::from_millis(300);

/// Accepts connections at a port of a namespace and says a word on each, until dropped.
pub struct Server {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(space: &Space, port: u16) -> Outcome<Self> {
        let listener = space.within(move || TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)))??;
        listener.set_nonblocking(true)?;
        let stop = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            while !ends.load(Ordering::Acquire) {
                match listener.accept() {
                    // A client that is gone already has its answer.
                    Ok((mut stream, from)) => {
                        let _ = stream.write_all(format!("{}\n", from.ip()).as_bytes());
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(2)),
                }
            }
        });
        Ok(Self {
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Connects from a namespace; gives who the server saw, or nothing.
pub fn connect(from: &Space, to: Ipv4Addr, port: u16, patience: Duration) -> Outcome<Option<String>> {
    from.within(move || {
        let address = SocketAddr::from((to, port));
        let mut stream = TcpStream::connect_timeout(&address, patience).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        let mut word = String::new();
        stream.read_to_string(&mut word).ok()?;
        Some(word.trim().to_owned()).filter(|word| !word.is_empty())
    })
}

/// Asks a DNS server for an address; whether it answers at all.
pub fn resolve(from: &Space, server: Ipv4Addr, name: &'static str, patience: Duration) -> Outcome<bool> {
    let answered = from.within(move || -> std::io::Result<bool> {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
        socket.set_read_timeout(Some(AGAIN.min(patience)))?;
        // RFC 1035: id, recursion desired, one question of type A and class IN.
        let mut query = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        for label in name.split('.') {
            query.push(u8::try_from(label.len()).unwrap_or(0));
            query.extend_from_slice(label.as_bytes());
        }
        query.extend_from_slice(&[0, 0, 1, 0, 1]);
        let begun = Instant::now();
        loop {
            // A filter may refuse the packet at once.
            if socket.send_to(&query, (server, 53)).is_err() {
                return Ok(false);
            }
            if socket.recv_from(&mut [0; 512]).is_ok() {
                return Ok(true);
            }
            if begun.elapsed() >= patience {
                return Ok(false);
            }
        }
    })?;
    answered.map_err(Problem::from)
}

/// Asks for an address by DHCP and does not take it.
pub fn discover(from: &Space, tries: u32) -> Outcome<Option<String>> {
    let tries = tries.to_string();
    let done = from.run(&[
        "udhcpc",
        "-i",
        "eth0",
        "-n",
        "-q",
        "-f",
        "-t",
        &tries,
        "-T",
        "1",
        "-s",
        "/bin/true",
    ])?;
    let said = format!("{}{}", done.stdout, done.stderr);
    let lease = said.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().position(|w| *w == "lease")?;
        (words.get(at + 1) == Some(&"of"))
            .then(|| words.get(at + 2).map(|a| a.trim_end_matches(',').to_owned()))?
    });
    Ok(lease.filter(|_| done.code == Some(0)))
}
