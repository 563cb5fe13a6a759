//! Memory that only the start needed, given back.

use std::path::Path;

/// Gives back to the system what the allocator holds free, and the code of the start: pages of the program
/// that are mapped but not needed again stay in the page cache, and those that are come back at their first
/// use. To be called when the start is over.
pub fn give_back() {
    // SAFETY: asks the allocator to return free memory; nothing that is allocated moves.
    unsafe { libc::malloc_trim(0) };
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
