//! Sessions with targets, and the SCSI host that each is.

use ferrovirt_storage::StorageError;
use std::fs;
use std::path::Path;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) id: u32,
    pub(crate) iqn: String,
}

/// `tcp: [1] 10.0.0.1:3260,1 iqn.2001-04.com.example:disk (non-flash)`, one a line.
pub(crate) fn parse_sessions(text: &str) -> Vec<Session> {
    let session = |line: &str| {
        let mut words = line.split_whitespace().skip(1);
        let id = words.next()?.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
        let iqn = words.nth(1)?.to_owned();
        Some(Session { id, iqn })
    };
    text.lines().filter_map(session).collect()
}

impl Session {
    /// The number of its SCSI host.
    pub(crate) fn host(&self) -> Result<u32, StorageError> {
        self.host_in(Path::new("/sys/class/iscsi_session"))
    }

    fn host_in(&self, sessions: &Path) -> Result<u32, StorageError> {
        let link = sessions.join(format!("session{}", self.id));
        let path = fs::canonicalize(&link).map_err(|e| StorageError::io("look at session", &link, e))?;
        let mut parts = path.components().filter_map(|part| part.as_os_str().to_str());
        let host = parts.find_map(|part| part.strip_prefix("host")?.parse().ok());
        host.ok_or_else(|| StorageError::NotThere {
            what: format!("the SCSI host of iSCSI session {}", self.id),
            seconds: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_read() {
        let text =
            "tcp: [1] 10.0.0.1:3260,1 iqn.x:a (non-flash)\ntcp: [12] [fe80::1]:3260,1 iqn.x:b\n\nnonsense\n";
        let found = parse_sessions(text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[1].id, found[1].iqn.as_str()), (12, "iqn.x:b"));
    }

    #[test]
    fn the_host_is_above_the_session() {
        let dir = tempfile::tempdir().unwrap();
        let device = dir
            .path()
            .join("devices/platform/host7/session1/iscsi_session/session1");
        fs::create_dir_all(&device).unwrap();
        let class = dir.path().join("class");
        fs::create_dir(&class).unwrap();
        std::os::unix::fs::symlink(&device, class.join("session1")).unwrap();
        let session = Session {
            id: 1,
            iqn: "x".into(),
        };
        assert_eq!(session.host_in(&class).unwrap(), 7);
    }
}
