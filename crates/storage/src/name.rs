//! Names of volumes: one component of a path, and nothing that could leave the pool.

use crate::StorageError;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// The name of a volume in its pool. Not empty, no `/`, not `.` or `..`, no control characters, at most
/// 255 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VolumeName(Arc<str>);

/// How the names of files begin that are being made; they are no volumes.
pub const TEMP_PREFIX: &str = ".ferrovirt-";

impl VolumeName {
    /// Checks a name.
    pub fn new(name: &str) -> Result<Self, StorageError> {
        let why = if name.is_empty() {
            "it is empty"
        } else if name.contains('/') {
            "it has a '/'"
        } else if name == "." || name == ".." {
            "it is that of a directory"
        } else if name.chars().any(char::is_control) {
            "it has a control character"
        } else if name.len() > 255 {
            "it has more than 255 bytes"
        } else if name.starts_with(TEMP_PREFIX) {
            "it begins as unfinished volumes do"
        } else {
            return Ok(VolumeName(name.into()));
        };
        let shown = name.chars().take(64).flat_map(char::escape_default).collect();
        Err(StorageError::BadVolumeName { name: shown, why })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VolumeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<Path> for VolumeName {
    fn as_ref(&self) -> &Path {
        Path::new(&*self.0)
    }
}

impl std::borrow::Borrow<str> for VolumeName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_leave_the_pool_is_refused() {
        for name in [
            "",
            ".",
            "..",
            "a/b",
            "/etc/passwd",
            "../x",
            "a\nb",
            "a\0",
            ".ferrovirt-1",
            &"x".repeat(256),
        ] {
            assert!(VolumeName::new(name).is_err(), "{name:?}");
        }
        for name in ["a", "...", ".hidden", "a b", "ü.qcow2", &"x".repeat(255)] {
            assert!(VolumeName::new(name).is_ok(), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn an_accepted_name_is_one_component(name in "\\PC{0,40}|[./a]{0,6}") {
            if let Ok(name) = VolumeName::new(&name) {
                let mut parts = Path::new(name.as_str()).components();
                prop_assert!(matches!(parts.next(), Some(std::path::Component::Normal(_))));
                prop_assert!(parts.next().is_none());
            }
        }
    }
}
