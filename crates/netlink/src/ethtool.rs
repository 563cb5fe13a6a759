//! What an interface does in place of the processor, by the `ethtool` request of the kernel.
//!
//! Numbers: `include/uapi/linux/ethtool.h` and `include/linux/netdev_features.h` of the kernel.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

const SIOCETHTOOL: libc::c_ulong = 0x8946;
const GET_FLAGS: u32 = 0x25;
const GET_FEATURES: u32 = 0x3a;
/// The bit of segmentation of UDP tunnels among all features.
const TX_UDP_TUNNEL: u32 = 25;

/// Requests that answer with zero or one, and the names of what they ask for.
const SINGLE: &[(u32, &str)] = &[
    (0x14, "rx"),
    (0x16, "tx"),
    (0x18, "sg"),
    (0x1e, "tso"),
    (0x23, "gso"),
    (0x2b, "gro"),
];
/// Bits of the answer to [`GET_FLAGS`].
const FLAGS: &[(u32, &str)] = &[
    (1 << 15, "lro"),
    (1 << 8, "rxvlan"),
    (1 << 7, "txvlan"),
    (1 << 27, "ntuple"),
    (1 << 28, "rxhash"),
];

/// What is switched on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features {
    names: Vec<&'static str>,
}

#[repr(C)]
struct Value {
    command: u32,
    data: u32,
}

/// One block of 32 features: available, requested, active, never changed.
#[repr(C)]
struct Blocks {
    command: u32,
    size: u32,
    blocks: [[u32; 4]; 2],
}

impl Features {
    /// Asks the kernel about an interface of this network namespace. What a driver does not know counts as
    /// switched off.
    ///
    /// # Errors
    /// When the name is no interface's, or no socket can be had.
    pub fn of(interface: &str) -> io::Result<Self> {
        let socket = socket()?;
        let mut names = Vec::new();
        for (command, name) in SINGLE {
            if value(&socket, interface, *command)? != 0 {
                names.push(*name);
            }
        }
        let flags = value(&socket, interface, GET_FLAGS)?;
        names.extend(
            FLAGS
                .iter()
                .filter(|(bit, _)| flags & bit != 0)
                .map(|(_, name)| *name),
        );
        let mut blocks = Blocks {
            command: GET_FEATURES,
            size: 2,
            blocks: [[0; 4]; 2],
        };
        if request(&socket, interface, std::ptr::from_mut(&mut blocks).cast()).is_ok()
            && blocks.blocks[0][2] & (1 << TX_UDP_TUNNEL) != 0
        {
            names.push("txudptnl");
        }
        Ok(Self { names })
    }

    /// Their names as libvirt writes them.
    pub fn names(&self) -> Vec<&'static str> {
        self.names.clone()
    }
}

fn socket() -> io::Result<OwnedFd> {
    // SAFETY: takes three numbers and touches no memory of ours.
    let fd = unsafe { libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor was made a moment ago and has no other owner.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// The answer to a request for one number; zero when the driver does not know the request.
fn value(socket: &OwnedFd, interface: &str, command: u32) -> io::Result<u32> {
    let mut value = Value { command, data: 0 };
    match request(socket, interface, std::ptr::from_mut(&mut value).cast()) {
        Ok(()) => Ok(value.data),
        Err(error)
            if matches!(
                error.raw_os_error(),
                Some(libc::EOPNOTSUPP | libc::EINVAL | libc::EPERM)
            ) =>
        {
            Ok(0)
        }
        Err(error) => Err(error),
    }
}

/// Sends a request whose data is at `data`, which has to be a live [`Value`] or [`Blocks`].
fn request(socket: &OwnedFd, interface: &str, data: *mut libc::c_char) -> io::Result<()> {
    if interface.is_empty() || interface.len() >= libc::IFNAMSIZ {
        return Err(io::Error::from_raw_os_error(libc::ENODEV));
    }
    // SAFETY: all zeroes is a valid ifreq: arrays of bytes and a union of plain numbers.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(interface.bytes()) {
        *to = libc::c_char::from_ne_bytes([from]);
    }
    request.ifr_ifru.ifru_data = data;
    // SAFETY: the request and the data that it points to live during the call and are ours alone; the kernel
    // writes no more than the struct of the command, whose size it knows or was told.
    let rc = unsafe { libc::ioctl(socket.as_raw_fd(), SIOCETHTOOL, std::ptr::from_mut(&mut request)) };
    if rc < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loopback_segments() {
        let features = Features::of("lo").unwrap();
        assert!(features.names().contains(&"tso"), "{features:?}");
        assert!(Features::of("nonesuch0").is_err());
        assert!(Features::of("a-name-that-is-too-long").is_err());
    }
}
