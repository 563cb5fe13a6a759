//! Where programs are.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Where programs for administrators are, which a daemon's `PATH` may not name.
const ADMIN_DIRECTORIES: [&str; 3] = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

/// Where a program is, if it is installed: in the absolute directories of `PATH`, or where programs for
/// administrators are.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = std::env::split_paths(&path).filter(|dir| dir.is_absolute());
    let all = usual.chain(ADMIN_DIRECTORIES.into_iter().map(PathBuf::from));
    all.map(|dir| dir.join(name)).find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_files_that_can_be_run() {
        assert!(find_program("sh").is_some_and(|path| path.is_absolute()));
        assert_eq!(find_program("no-such-program"), None);
        assert!(!is_program(Path::new("/etc/passwd")) && !is_program(Path::new("/etc")));
    }
}
