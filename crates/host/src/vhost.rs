//! The kernel's side of sockets between host and guests: which guest has which number.

use crate::error::{Error, Result};
use std::fs::OpenOptions;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::Path;

/// The kernel's file; each time it is opened there is a new device.
const DEVICE: &str = "/dev/vhost-vsock";
/// Lower numbers have a meaning: any, hypervisor, local, host.
const FIRST: u32 = 3;
/// Numbers that are tried before the host counts as full.
const TRIED: u32 = 4096;

mod call {
    // `VHOST_VSOCK_SET_GUEST_CID` of linux/vhost.h.
    nix::ioctl_write_ptr!(set_guest_cid, 0xAF, 0x60, u64);
}

/// Opens a device for a guest and gives it a number: this one, or the lowest that no guest has.
/// Fails with `AddrInUse` as the cause when the number is another guest's.
pub fn open_vsock(cid: Option<u32>) -> Result<(OwnedFd, u32)> {
    let failed = |action| {
        move |source: io::Error| Error::File {
            action,
            path: Path::new(DEVICE).to_owned(),
            source,
        }
    };
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(DEVICE)
        .map_err(failed("open"))?;
    let device = OwnedFd::from(file);
    let (first, last) = match cid {
        Some(cid) => (cid, cid),
        None => (FIRST, FIRST + TRIED),
    };
    for cid in first..=last {
        let number = u64::from(cid);
        // SAFETY: the descriptor is open for the time of the call, and the kernel reads the number that the
        // pointer names, which outlives the call.
        match unsafe { call::set_guest_cid(device.as_raw_fd(), &raw const number) } {
            Ok(_) => return Ok((device, cid)),
            Err(nix::Error::EADDRINUSE) if cid < last => {}
            Err(errno) => return Err(failed("take a guest's number from")(errno.into())),
        }
    }
    Err(failed("take a guest's number from")(
        io::ErrorKind::AddrInUse.into(),
    ))
}
