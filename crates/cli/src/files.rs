//! Open files that the program was started with, handed on by their numbers.

use crate::error::CliError;
use std::os::fd::{BorrowedFd, OwnedFd, RawFd};

/// Copies of the open files with these numbers, `N,M`; none when there is no list.
pub fn handed_on(list: Option<&str>) -> Result<Vec<OwnedFd>, CliError> {
    let numbers = list.unwrap_or_default().split(',').filter(|n| !n.is_empty());
    let copy = |number: &str| {
        let fd: RawFd = number
            .parse()
            .ok()
            .filter(|fd| *fd >= 0)
            .ok_or_else(|| CliError::text(format!("Unable to parse FD number '{number}'")))?;
        copy(fd).map_err(|e| CliError::text(format!("file descriptor {fd} cannot be handed on: {e}")))
    };
    numbers.map(copy).collect()
}

#[expect(
    unsafe_code,
    reason = "a number is all there is of a file that came with the program"
)]
fn copy(number: RawFd) -> std::io::Result<OwnedFd> {
    // SAFETY: the number is not -1, and is looked at for no longer than it takes to copy it, which fails for one that is
    // not open. The copy belongs to whoever gets it.
    unsafe { BorrowedFd::borrow_raw(number) }.try_clone_to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsRawFd as _;

    #[test]
    fn numbers_become_files() {
        let file = std::fs::File::open("/dev/null").unwrap();
        let list = format!("{},{}", file.as_raw_fd(), file.as_raw_fd());
        assert_eq!(handed_on(Some(&list)).unwrap().len(), 2);
        assert!(handed_on(None).unwrap().is_empty());
        for bad in ["x", "-1", "1000000"] {
            assert!(handed_on(Some(bad)).is_err(), "{bad}");
        }
    }
}
