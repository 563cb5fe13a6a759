//! Whether a running QEMU has an image.
//!
//! QEMU locks bytes of an image (`file-posix` in its manual): a lock on byte 200 + n says that it does
//! not share permission n with others, and permission 1 is to write. The locks are of the kind that is
//! bound to the open file, so they can be seen from any process.

use crate::{StorageError, VolumeName};
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;
use std::fs::File;

const NOT_SHARED: i64 = 200;
const WRITE: i64 = 1;

/// An error if somebody does not want the image to be written. Where locks cannot be asked for, nobody
/// is known to.
pub fn check_unlocked(file: &File, name: &VolumeName) -> Result<(), StorageError> {
    let mut lock = libc::flock {
        l_type: libc::F_WRLCK as i16,
        l_whence: libc::SEEK_SET as i16,
        l_start: NOT_SHARED + WRITE,
        l_len: 1,
        l_pid: 0,
    };
    match fcntl(file, FcntlArg::F_OFD_GETLK(&mut lock)) {
        Ok(_) if i32::from(lock.l_type) != libc::F_UNLCK => Err(StorageError::VolumeBusy {
            name: name.to_string(),
            by: "a running guest or image tool has it open".to_owned(),
        }),
        _ => Ok(()),
    }
}
