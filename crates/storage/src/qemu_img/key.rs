//! Passphrases for a child process: in a file that is in no directory and on no disk.

use crate::StorageError;
use ferrovirt_driver::secret::SecretValue;
use nix::sys::memfd::{MFdFlags, memfd_create};
use std::fs::File;
use std::io::Write;
use std::os::fd::AsRawFd;

/// A passphrase that a child process of the same user can read while this lives.
#[derive(Debug)]
pub struct Key {
    id: &'static str,
    file: File,
}

impl Key {
    /// Puts a passphrase in a memory file. `id` tells it from others of the same command.
    pub fn new(id: &'static str, passphrase: &SecretValue) -> Result<Self, StorageError> {
        let fail = |e| StorageError::io("keep a passphrase in", "memory", e);
        let fd = memfd_create("secret", MFdFlags::MFD_CLOEXEC).map_err(|e| fail(e.into()))?;
        let mut file = File::from(fd);
        file.write_all(passphrase.bytes()).map_err(fail)?;
        Ok(Key { id, file })
    }

    /// The same for programs that read a key as the base64 digits of its bytes.
    pub fn encoded(id: &'static str, key: &SecretValue) -> Result<Self, StorageError> {
        Self::new(id, &key.digits())
    }

    /// Its name among the objects of the command.
    pub(super) fn id(&self) -> &'static str {
        self.id
    }

    /// Where a child finds it: the descriptor of this process, not one that the child inherits.
    pub fn path(&self) -> String {
        format!("/proc/{}/fd/{}", std::process::id(), self.file.as_raw_fd())
    }

    /// The arguments that make it known to a program of QEMU's.
    pub(super) fn object(&self) -> [String; 2] {
        [
            "--object".to_owned(),
            format!("secret,id={},file={}", self.id, self.path()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_can_read_it_and_arguments_do_not_show_it() {
        let key = Key::new("k", &SecretValue::new(b"open sesame".to_vec())).unwrap();
        assert!(!key.object().concat().contains("sesame"));
        let read = std::process::Command::new("cat")
            .arg(key.path())
            .output()
            .unwrap();
        assert_eq!(read.stdout, b"open sesame");
    }
}
