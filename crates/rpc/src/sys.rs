//! The two system calls that carry file descriptors, and the peer's credentials.

use std::io::{self, IoSlice};
use std::mem::{MaybeUninit, size_of, zeroed};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::ptr;

/// Most descriptors taken with one read; the kernel's own limit is 253.
const FDS: usize = 32;
// Aligned room for one control message with FDS descriptors.
const CONTROL_WORDS: usize = (FDS * size_of::<libc::c_int>() + 64) / size_of::<u64>();

/// Reads into `buffer` and collects descriptors that come along. Returns the bytes read.
pub(crate) fn receive(
    socket: BorrowedFd<'_>,
    buffer: &mut [MaybeUninit<u8>],
    files: &mut Vec<OwnedFd>,
) -> io::Result<usize> {
    let mut control = [0_u64; CONTROL_WORDS];
    let mut part = libc::iovec {
        iov_base: buffer.as_mut_ptr().cast(),
        iov_len: buffer.len(),
    };
    // SAFETY: an all-zero msghdr is valid: null pointers with zero lengths.
    let mut message: libc::msghdr = unsafe { zeroed() };
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    message.msg_controllen = size_of::<[u64; CONTROL_WORDS]>();
    // SAFETY: `message` points to `part` and `control`, which live until the call returns, and `part` to
    // `buffer` with its true length.
    let n = unsafe {
        libc::recvmsg(
            socket.as_raw_fd(),
            &raw mut message,
            libc::MSG_CMSG_CLOEXEC | libc::MSG_DONTWAIT,
        )
    };
    let Ok(n) = usize::try_from(n) else {
        return Err(io::Error::last_os_error());
    };
    // SAFETY: the kernel filled `message` and `control` consistently; the CMSG functions walk them.
    unsafe {
        let mut header = libc::CMSG_FIRSTHDR(&raw const message);
        while !header.is_null() {
            if (*header).cmsg_level == libc::SOL_SOCKET && (*header).cmsg_type == libc::SCM_RIGHTS {
                let data = libc::CMSG_DATA(header);
                let len = (*header).cmsg_len - (data as usize - header as usize);
                for i in 0..len / size_of::<libc::c_int>() {
                    let fd = ptr::read_unaligned(data.cast::<libc::c_int>().add(i));
                    files.push(OwnedFd::from_raw_fd(fd));
                }
            }
            header = libc::CMSG_NXTHDR(&raw const message, header);
        }
    }
    Ok(n)
}

/// Writes several buffers at once. Returns the bytes written.
pub(crate) fn send(socket: BorrowedFd<'_>, parts: &[IoSlice<'_>]) -> io::Result<usize> {
    // SAFETY: an all-zero msghdr is valid.
    let mut message: libc::msghdr = unsafe { zeroed() };
    message.msg_iov = parts.as_ptr().cast::<libc::iovec>().cast_mut();
    message.msg_iovlen = parts.len().min(64);
    // SAFETY: IoSlice is ABI compatible with iovec (documented by std) and the slices outlive the call; the
    // kernel does not write to them.
    let n = unsafe {
        libc::sendmsg(
            socket.as_raw_fd(),
            &raw const message,
            libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT,
        )
    };
    usize::try_from(n).map_err(|_| io::Error::last_os_error())
}

/// Sends one descriptor with one byte of data, as the protocol wants it.
pub(crate) fn send_file(socket: BorrowedFd<'_>, file: BorrowedFd<'_>) -> io::Result<()> {
    let mut control = [0_u64; 4];
    let mut byte = 0_u8;
    let mut part = libc::iovec {
        iov_base: (&raw mut byte).cast(),
        iov_len: 1,
    };
    // SAFETY: an all-zero msghdr is valid.
    let mut message: libc::msghdr = unsafe { zeroed() };
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.as_mut_ptr().cast();
    // SAFETY: CMSG_SPACE and CMSG_LEN only compute.
    let (space, len) = unsafe { (libc::CMSG_SPACE(4), libc::CMSG_LEN(4)) };
    message.msg_controllen = space as usize;
    // SAFETY: `control` has room for one control message with one descriptor (CMSG_SPACE(4) is 24 bytes).
    unsafe {
        let header = libc::CMSG_FIRSTHDR(&raw const message);
        (*header).cmsg_level = libc::SOL_SOCKET;
        (*header).cmsg_type = libc::SCM_RIGHTS;
        (*header).cmsg_len = len as usize;
        ptr::write_unaligned(libc::CMSG_DATA(header).cast::<libc::c_int>(), file.as_raw_fd());
    }
    // SAFETY: `message` points to live buffers of the stated lengths.
    let n = unsafe {
        libc::sendmsg(
            socket.as_raw_fd(),
            &raw const message,
            libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT,
        )
    };
    if n == 1 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}
