//! The host's files, below a root that tests choose.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Attributes are a page at most.
const ATTRIBUTE_MAX: u64 = 4096;

/// Where a host's `/sys`, `/dev`, `/run/udev` and tables of names are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRoot {
    root: PathBuf,
}

impl HostRoot {
    /// The machine that this process runs on.
    pub fn system() -> Self {
        Self::at(Path::new("/"))
    }

    /// A host whose files are below a folder.
    pub fn at(root: &Path) -> Self {
        // Links are resolved below, so the root must have none.
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        Self { root }
    }

    /// Whether this is the machine itself, so that the kernel may be asked beyond its files.
    pub fn is_system(&self) -> bool {
        self.root == Path::new("/")
    }

    /// Where a path of the host, such as `/sys/devices`, is for us.
    pub fn real(&self, path: &Path) -> PathBuf {
        match path.strip_prefix("/") {
            Ok(relative) => self.root.join(relative),
            Err(_) => self.root.join(path),
        }
    }

    /// Resolves all links; `None` when there is nothing or it lies outside of the root.
    pub fn resolve(&self, path: &Path) -> Option<PathBuf> {
        let real = fs::canonicalize(self.real(path)).ok()?;
        Some(Path::new("/").join(real.strip_prefix(&self.root).ok()?))
    }

    /// The last component of a link's target: the driver, the subsystem.
    pub fn link_name(&self, path: &Path) -> Option<String> {
        let target = fs::read_link(self.real(path)).ok()?;
        Some(target.file_name()?.to_str()?.to_owned())
    }

    /// A file's bytes, at most `limit` of them; none when it cannot be read.
    pub fn bytes(&self, path: &Path, limit: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = File::open(self.real(path)).ok()?;
        file.take(limit).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// An attribute without the white space at its end; none when it is not there or cannot be read.
    pub fn text(&self, path: &Path) -> Option<String> {
        let bytes = self.bytes(path, ATTRIBUTE_MAX)?;
        Some(
            String::from_utf8_lossy(&bytes)
                .trim_end_matches(['\n', ' ', '\0'])
                .to_owned(),
        )
    }

    /// An attribute that is a decimal number.
    pub fn number<T: std::str::FromStr>(&self, path: &Path) -> Option<T> {
        self.text(path)?.trim().parse().ok()
    }

    /// An attribute that is a hexadecimal number, with or without `0x`.
    pub fn hex(&self, path: &Path) -> Option<u32> {
        let text = self.text(path)?;
        let digits = text.trim().trim_start_matches("0x");
        u32::from_str_radix(digits, 16).ok()
    }

    /// The variables of a file of lines `NAME=value`.
    pub fn variables(&self, path: &Path) -> HashMap<String, String> {
        let bytes = self.bytes(path, 16 * ATTRIBUTE_MAX).unwrap_or_default();
        String::from_utf8_lossy(&bytes)
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// Names in a folder, in the order the kernel gives them.
    pub fn names(&self, path: &Path) -> Vec<String> {
        fs::read_dir(self.real(path))
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect()
    }

    /// Whether there is such a file.
    pub fn exists(&self, path: &Path) -> bool {
        self.real(path).exists()
    }

    /// Writes an attribute in one go. Blocks for as long as the kernel works on it.
    ///
    /// # Errors
    /// What the kernel says.
    pub fn write(&self, path: &Path, text: &str) -> io::Result<()> {
        let mut file = File::options().write(true).open(self.real(path))?;
        file.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_of_the_root_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let root = HostRoot::at(dir.path());
        std::os::unix::fs::symlink("/etc", dir.path().join("out")).unwrap();
        assert_eq!(root.resolve(Path::new("/out")), None);
        fs::create_dir(dir.path().join("in")).unwrap();
        assert_eq!(root.resolve(Path::new("/in")), Some(PathBuf::from("/in")));
        assert!(!root.is_system());
    }

    #[test]
    fn attributes_are_trimmed_and_bounded() {
        let dir = tempfile::tempdir().unwrap();
        let root = HostRoot::at(dir.path());
        fs::write(dir.path().join("a"), "0x1af4 \n").unwrap();
        assert_eq!(root.text(Path::new("/a")).as_deref(), Some("0x1af4"));
        assert_eq!(root.hex(Path::new("/a")), Some(0x1af4));
        assert_eq!(root.number::<u32>(Path::new("/a")), None);
        fs::write(dir.path().join("b"), vec![b'x'; 100_000]).unwrap();
        assert_eq!(root.text(Path::new("/b")).map(|t| t.len()), Some(4096));
    }
}
