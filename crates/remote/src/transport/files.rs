//! File descriptors over a unix socket, as libvirt sends them: one byte of data for each, with the
//! descriptor beside it, after the message that they belong to.

use bytes::BytesMut;
use ferrovirt_protocol::frame::FDS_MAX;
use nix::sys::socket::{ControlMessage, ControlMessageOwned, MsgFlags, recvmsg, sendmsg};
use std::collections::VecDeque;
use std::io::{self, IoSlice, IoSliceMut};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use tokio::io::Interest;
use tokio::net::UnixStream;

/// Sends one descriptor.
pub(crate) async fn send_file(socket: &UnixStream, file: &OwnedFd) -> io::Result<()> {
    socket
        .async_io(Interest::WRITABLE, || {
            let fds = [file.as_raw_fd()];
            let rights = [ControlMessage::ScmRights(&fds)];
            sendmsg::<()>(
                socket.as_raw_fd(),
                &[IoSlice::new(&[0])],
                &rights,
                MsgFlags::MSG_NOSIGNAL,
                None,
            )
            .map(drop)
            .map_err(io::Error::from)
        })
        .await
}

/// Reads up to `room` bytes to the end of `buf`, and the descriptors that come with them.
pub(crate) async fn receive(
    socket: &UnixStream,
    buf: &mut BytesMut,
    room: usize,
    files: &mut VecDeque<OwnedFd>,
) -> io::Result<usize> {
    let held = buf.len();
    let mut control = nix::cmsg_space!([RawFd; FDS_MAX as usize]);
    let result = socket
        .async_io(Interest::READABLE, || {
            buf.resize(held + room, 0);
            let mut data = [IoSliceMut::new(&mut buf[held..])];
            let message = recvmsg::<()>(
                socket.as_raw_fd(),
                &mut data,
                Some(&mut control),
                MsgFlags::MSG_CMSG_CLOEXEC | MsgFlags::MSG_DONTWAIT,
            )?;
            for control in message.cmsgs()? {
                if let ControlMessageOwned::ScmRights(fds) = control {
                    files.extend(fds.into_iter().map(adopt));
                }
            }
            Ok(message.bytes)
        })
        .await;
    buf.truncate(held + result.as_ref().copied().unwrap_or(0));
    result
}

#[expect(unsafe_code, reason = "the kernel hands descriptors over as numbers")]
fn adopt(fd: RawFd) -> OwnedFd {
    // SAFETY: the kernel has just put this descriptor into our table for us; nobody else knows it.
    unsafe { OwnedFd::from_raw_fd(fd) }
}
