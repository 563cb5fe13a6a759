//! Memory that is not needed any more, given back: that of the start, and that of many clients that left.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// Clients whose leaving makes it worth the while.
const MANY: usize = 64;
/// How long others may leave with them.
const TOGETHER: Duration = Duration::from_secs(1);

/// Counts clients that leave. What many of them had is free in the allocator's heaps, but those are long, and
/// something lives at the end of each: without being told to, it gives nothing back to the system.
#[derive(Debug, Default)]
pub struct Departures {
    left: AtomicUsize,
    due: AtomicBool,
}

impl Departures {
    /// None has left.
    pub const fn new() -> Self {
        Self {
            left: AtomicUsize::new(0),
            due: AtomicBool::new(false),
        }
    }

    /// A client left. To be called in a runtime, with counters that live as long as the process does.
    pub fn count(&'static self) {
        let many = self.left.fetch_add(1, Ordering::Relaxed) + 1 >= MANY;
        if !many || self.due.swap(true, Ordering::Relaxed) {
            return;
        }
        crate::server::background(async {
            tokio::time::sleep(TOGETHER).await;
            self.left.store(0, Ordering::Relaxed);
            self.due.store(false, Ordering::Relaxed);
            // Fails only when the daemon ends.
            let _ = tokio::task::spawn_blocking(trim).await;
        });
    }
}

fn trim() {
    // SAFETY: asks the allocator to return free memory; nothing that is allocated moves.
    unsafe { libc::malloc_trim(0) };
}

/// Gives back to the system what the allocator holds free, and the code of the start: pages of the program
/// that are mapped but not needed again stay in the page cache, and those that are come back at their first
/// use. To be called when the start is over.
pub fn give_back() {
    trim();
    let Ok(program) = std::fs::read_link("/proc/self/exe") else {
        return;
    };
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    for (start, length) in maps.lines().filter_map(|line| code(line, &program)) {
        // SAFETY: the range is a mapping of this program's file that is private, executable and not writable,
        // and never was: its pages are those of the file, which the kernel reads again when they are used.
        unsafe { libc::madvise(start as *mut libc::c_void, length, libc::MADV_DONTNEED) };
    }
}

/// Start and length of a mapping, when it is of the program's code.
fn code(line: &str, program: &Path) -> Option<(usize, usize)> {
    let mut words = line.split_whitespace();
    let (range, permissions) = (words.next()?, words.next()?);
    if permissions != "r-xp" || Path::new(words.nth(3)?) != program {
        return None;
    }
    let (start, end) = range.split_once('-')?;
    let start = usize::from_str_radix(start, 16).ok()?;
    let end = usize::from_str_radix(end, 16).ok()?;
    Some((start, end.checked_sub(start)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_code_is_taken() {
        let program = Path::new("/usr/sbin/ferrovirtd");
        let line =
            |permissions: &str, path: &str| format!("1000-3000 {permissions} 00001000 08:01 17 {path}");
        let taken = |permissions: &str, path: &str| code(&line(permissions, path), program);
        assert_eq!(taken("r-xp", "/usr/sbin/ferrovirtd"), Some((0x1000, 0x2000)));
        assert_eq!(taken("r--p", "/usr/sbin/ferrovirtd"), None);
        assert_eq!(taken("rw-p", "/usr/sbin/ferrovirtd"), None);
        assert_eq!(taken("r-xp", "/usr/lib/libc.so.6"), None);
        assert_eq!(code("1000-3000 r-xp 0 0 0", program), None);
    }

    #[test]
    fn the_program_goes_on() {
        give_back();
        assert_eq!(format!("{}", 6 * 7), "42");
    }
}
