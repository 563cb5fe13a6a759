//! Tap devices: a network interface whose other end is a descriptor, which a guest's process holds.
//!
//! Unsafe code is one ioctl, which makes the tap.

use crate::error::{Error, Result};
use crate::link::link_error;
use ferrovirt_types::ifname::IfName;
use std::fs::OpenOptions;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;

/// A tap device. It exists for as long as a copy of its descriptor is open anywhere.
#[derive(Debug)]
pub struct Tap {
    /// Name of the interface on the host.
    pub name: IfName,
    /// The other ends, one a queue.
    pub queues: Vec<OwnedFd>,
}

/// How a tap is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TapOptions {
    /// Number of queues, 1 to 256; more than one makes a multi-queue device.
    pub queues: u16,
    /// Whether packets carry the header that lets virtio leave checksums and segmentation to the host.
    pub vnet_hdr: bool,
}

impl Default for TapOptions {
    fn default() -> Self {
        TapOptions {
            queues: 1,
            vnet_hdr: true,
        }
    }
}

const DEVICE: &str = "/dev/net/tun";
/// Most queues of a tap, the kernel's limit.
const MAX_QUEUES: u16 = 256;

impl Tap {
    /// Creates a tap of that name; one that exists is left alone and is an error. It is switched off
    /// and attached to nothing. Blocks for a moment on the kernel's lock.
    pub fn create(name: &IfName, options: TapOptions) -> Result<Tap> {
        let count = options.queues.clamp(1, MAX_QUEUES);
        let mut flags = libc::IFF_TAP | libc::IFF_NO_PI;
        if options.vnet_hdr {
            flags |= libc::IFF_VNET_HDR;
        }
        if count > 1 {
            flags |= libc::IFF_MULTI_QUEUE;
        }
        let mut queues = Vec::with_capacity(count.into());
        for queue in 0..count {
            // Only the first queue makes the device; the others join it.
            let exclusive = if queue == 0 { libc::IFF_TUN_EXCL } else { 0 };
            queues.push(open_queue(DEVICE, name, flags | exclusive)?);
        }
        Ok(Tap {
            name: name.clone(),
            queues,
        })
    }
}

/// Opens the device of a macvtap, once for each queue. Blocks for a moment.
pub(crate) fn open_macvtap(device: &str, name: &IfName, queues: u16) -> Result<Vec<OwnedFd>> {
    let count = queues.clamp(1, MAX_QUEUES);
    let mut flags = libc::IFF_TAP | libc::IFF_NO_PI | libc::IFF_VNET_HDR;
    if count > 1 {
        flags |= libc::IFF_MULTI_QUEUE;
    }
    (0..count).map(|_| open_queue(device, name, flags)).collect()
}

fn open_queue(device: &str, name: &IfName, flags: libc::c_int) -> Result<OwnedFd> {
    let fd: OwnedFd = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(libc::O_CLOEXEC | libc::O_NONBLOCK)
        .open(device)
        .map_err(|source| Error::NoTun {
            device: device.to_owned(),
            source,
        })?
        .into();
    // SAFETY: all zeroes is a valid ifreq: arrays of bytes and a union of plain numbers.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    // The name is ASCII and shorter than the buffer, which stays terminated by a zero.
    for (to, from) in request.ifr_name.iter_mut().zip(name.as_str().bytes()) {
        *to = libc::c_char::from_ne_bytes([from]);
    }
    request.ifr_ifru.ifru_flags = flags as libc::c_short;
    // SAFETY: TUNSETIFF reads and writes one ifreq, which lives and is exclusively ours during the call.
    let rc = unsafe { libc::ioctl(fd.as_raw_fd(), libc::TUNSETIFF, std::ptr::from_mut(&mut request)) };
    if rc < 0 {
        return Err(link_error("create tap", name, io::Error::last_os_error()));
    }
    Ok(fd)
}
