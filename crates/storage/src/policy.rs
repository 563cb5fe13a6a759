//! What an administrator allows: settings of the storage driver, from `storage.conf`.
//!
//! The file has lines `name = "value"` as libvirt's own settings do. Backing files are the one thing to
//! decide: whoever makes a volume over another, or copies one, reads what lies below it with the rights
//! of the daemon.

use crate::StorageError;
use ferrovirt_host::files;
use std::path::Path;

/// Most bytes of the file.
const LARGEST: usize = 64 << 10;

/// Where the image below a volume may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BackingPolicy {
    /// In an active pool, or where the caller's own document says. What only a header says is not
    /// followed out of the pools.
    #[default]
    Named,
    /// In an active pool only.
    Pools,
    /// Anywhere.
    Anywhere,
}

/// The settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Policy {
    /// Where images below others may be.
    pub backing_files: BackingPolicy,
}

impl Policy {
    /// Reads the settings; a file that is not there says nothing.
    pub fn load(path: &Path) -> Result<Self, StorageError> {
        match files::read_text(path, LARGEST) {
            Ok(text) => Self::parse(&text),
            Err(e) if e.is_not_found() => Ok(Policy::default()),
            Err(e) => Err(e.into()),
        }
    }

    fn parse(text: &str) -> Result<Self, StorageError> {
        let mut policy = Policy::default();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refuse = |what: &str| StorageError::Document(format!("storage.conf line {}: {what}", n + 1));
            let (name, value) = line
                .split_once('=')
                .ok_or_else(|| refuse("expected: name = \"value\""))?;
            let value = value.trim().trim_matches('"');
            match name.trim() {
                "backing_files" => {
                    policy.backing_files = match value {
                        "named" => BackingPolicy::Named,
                        "pools" => BackingPolicy::Pools,
                        "anywhere" => BackingPolicy::Anywhere,
                        _ => return Err(refuse("backing_files is named, pools or anywhere")),
                    }
                }
                other => return Err(refuse(&format!("no setting is called '{other}'"))),
            }
        }
        Ok(policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_mistakes_named() {
        assert_eq!(Policy::parse("").unwrap(), Policy::default());
        let text = "# where\n\nbacking_files = \"pools\"\n";
        assert_eq!(Policy::parse(text).unwrap().backing_files, BackingPolicy::Pools);
        for (text, what) in [
            ("backing_files", "line 1"),
            ("\nbacking_files = \"x\"", "line 2"),
            ("colour = 1", "colour"),
        ] {
            let error = Policy::parse(text).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
