//! The kernel's word that something changed: about devices, or about the neighbours of the host.
//!
//! Only that something came is used: what changed is found by looking again, so that a lost message, of
//! which the kernel tells, and one that anybody made up do no harm.

use nix::errno::Errno;
use nix::sys::socket::{
    AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, bind, recv, socket,
};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use tokio::io::unix::AsyncFd;

/// Messages of the kernel, and those that udev sends when its rules are done.
const DEVICES: u32 = 1 | 2;
/// `RTMGRP_NEIGH`: who was found to have which address, or no longer has it.
const NEIGHBOURS: u32 = 4;
const MESSAGE_MAX: usize = 16 << 10;
/// Most messages that are taken at a time.
const BATCH: usize = 4096;

/// Listens in the network namespace of its maker.
pub struct Notices {
    socket: AsyncFd<OwnedFd>,
}

impl Notices {
    /// About devices: they came, changed or went. Has to be called inside a tokio runtime.
    ///
    /// # Errors
    /// When the socket cannot be had.
    pub fn of_devices() -> io::Result<Self> {
        Self::listen(SockProtocol::NetlinkKObjectUEvent, DEVICES)
    }

    /// About neighbours: what `ARP` and its like found out. Has to be called inside a tokio runtime.
    ///
    /// # Errors
    /// When the socket cannot be had.
    pub fn of_neighbours() -> io::Result<Self> {
        Self::listen(SockProtocol::NetlinkRoute, NEIGHBOURS)
    }

    fn listen(protocol: SockProtocol, groups: u32) -> io::Result<Self> {
        let socket = socket(
            AddressFamily::Netlink,
            SockType::Raw,
            SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK,
            protocol,
        )?;
        bind(socket.as_raw_fd(), &NetlinkAddr::new(0, groups))?;
        // SAFETY: an `OwnedFd` names the same descriptor until it is dropped, and nobody else has this one.
        let socket = unsafe { AsyncFd::register(socket) }.map_err(io::Error::from)?;
        Ok(Self { socket })
    }

    /// Waits until there was at least one message, and takes all that are there.
    ///
    /// # Errors
    /// When the socket fails.
    pub async fn any(&self) -> io::Result<()> {
        loop {
            let mut ready = self.socket.readable().await?;
            // An error of its own kind says that nothing was there after all.
            if let Ok(result) = ready.try_io(|fd| drain(fd.get_ref())) {
                return result;
            }
        }
    }

    /// Forgets messages that came by now.
    pub fn skip(&self) {
        // Nothing to take is as good.
        let _ = drain(self.socket.get_ref());
    }
}

fn drain(socket: &OwnedFd) -> io::Result<()> {
    let mut buffer = [0; MESSAGE_MAX];
    let mut some = false;
    for _ in 0..BATCH {
        match recv(socket.as_raw_fd(), &mut buffer, MsgFlags::MSG_DONTWAIT) {
            // More came than could be kept: the same as a message.
            Ok(_) | Err(Errno::ENOBUFS) => some = true,
            Err(Errno::EINTR) => {}
            Err(Errno::EAGAIN) if some => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
