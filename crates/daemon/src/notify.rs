//! Talking to systemd: readiness, and the sockets that it opened.

use std::os::fd::{FromRawFd as _, OwnedFd, RawFd};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// First descriptor that is passed (`SD_LISTEN_FDS_START`).
const FIRST: RawFd = 3;

/// Sends `state`, such as `READY=1`, to the service manager, if there is one.
pub fn tell(state: &str) {
    let Ok(path) = std::env::var("NOTIFY_SOCKET") else {
        return;
    };
    let address = match path.strip_prefix('@') {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(&path),
    };
    let sent = address.and_then(|a| UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &a));
    if let Err(e) = sent {
        tracing::warn!("cannot tell the service manager {state}: {e}");
    }
}

/// Tells the service manager that settings are being read anew; `READY=1` ends it. It wants to know since when,
/// to tell this reload from an older one.
pub fn reloading() {
    let now = nix::time::clock_gettime(nix::time::ClockId::CLOCK_MONOTONIC);
    let since = now.map_or(0, |t| t.tv_sec() * 1_000_000 + t.tv_nsec() / 1000);
    tell(&format!("RELOADING=1\nMONOTONIC_USEC={since}"));
}

/// Sockets passed by socket activation, with their names. To be called once, before any other
/// descriptor is opened by this process.
pub fn passed_sockets() -> Vec<(OwnedFd, String)> {
    let own = std::env::var("LISTEN_PID")
        .ok()
        .and_then(|p| p.parse::<u32>().ok())
        == Some(std::process::id());
    if !own {
        return Vec::new();
    }
    let count: RawFd = std::env::var("LISTEN_FDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
    let mut names = names.split(':').map(str::to_owned);
    (FIRST..FIRST + count.clamp(0, 64))
        .filter_map(|fd| {
            let name = names.next().unwrap_or_default();
            // SAFETY: fcntl on any number is safe; it fails for one that is not open.
            if unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) } < 0 {
                return None;
            }
            // SAFETY: the manager passed this open descriptor to us, nobody else owns it.
            Some((unsafe { OwnedFd::from_raw_fd(fd) }, name))
        })
        .collect()
}
