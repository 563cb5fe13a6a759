//! Where certificates are, unless somebody says otherwise: libvirt's places.

use std::path::{Path, PathBuf};

/// How the files of one place lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// In folders below one such as `/etc/pki`: authorities in `CA`, the rest in `libvirt` and `libvirt/private`.
    Folders(PathBuf),
    /// All in one folder.
    Flat(PathBuf),
}

impl Layout {
    /// The machine's own.
    pub fn system() -> Self {
        Layout::Folders("/etc/pki".into())
    }

    /// A user's own, who has this home.
    pub fn user(home: &Path) -> Self {
        Layout::Flat(home.join(".pki/libvirt"))
    }

    fn authorities(&self) -> PathBuf {
        match self {
            Layout::Folders(base) => base.join("CA/cacert.pem"),
            Layout::Flat(folder) => folder.join("cacert.pem"),
        }
    }

    fn revocations(&self) -> PathBuf {
        match self {
            Layout::Folders(base) => base.join("CA/cacrl.pem"),
            Layout::Flat(folder) => folder.join("cacrl.pem"),
        }
    }

    /// Certificate and key of a `server` or `client`.
    fn identity(&self, who: &str) -> (PathBuf, PathBuf) {
        let (certificate, key) = (format!("{who}cert.pem"), format!("{who}key.pem"));
        match self {
            Layout::Folders(base) => (
                base.join("libvirt").join(certificate),
                base.join("libvirt/private").join(key),
            ),
            Layout::Flat(folder) => (folder.join(certificate), folder.join(key)),
        }
    }
}

/// Files of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerFiles {
    /// Authorities whose clients may come in.
    pub authorities: PathBuf,
    /// What those have revoked.
    pub revocations: Option<PathBuf>,
    /// Certificate, with what leads from it to the authority.
    pub certificate: PathBuf,
    /// Key of it.
    pub key: PathBuf,
}

impl ServerFiles {
    /// Those of a place. The list of what is revoked may be missing there.
    pub fn of(layout: &Layout) -> Self {
        let (certificate, key) = layout.identity("server");
        Self {
            authorities: layout.authorities(),
            revocations: Some(layout.revocations()).filter(|path| path.exists()),
            certificate,
            key,
        }
    }
}

/// Files of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientFiles {
    /// Authorities whose servers are trusted.
    pub authorities: PathBuf,
    /// What those have revoked.
    pub revocations: Option<PathBuf>,
    /// Certificate; a server may not want one.
    pub certificate: PathBuf,
    /// Key of it.
    pub key: PathBuf,
}

impl ClientFiles {
    /// Those of a place.
    pub fn of(layout: &Layout) -> Self {
        let (certificate, key) = layout.identity("client");
        Self {
            authorities: layout.authorities(),
            revocations: Some(layout.revocations()).filter(|path| path.exists()),
            certificate,
            key,
        }
    }

    /// Those of whoever runs this: the machine's for root; a user's own, and the machine's for what the user has
    /// not.
    pub fn of_caller(root: bool, home: Option<&Path>) -> Self {
        let machine = Self::of(&Layout::system());
        match home.filter(|_| !root) {
            Some(home) => Self::of(&Layout::user(home)).or(machine),
            None => machine,
        }
    }

    fn or(self, other: Self) -> Self {
        let own = self.certificate.exists() && self.key.exists();
        let (certificate, key) = match own {
            true => (self.certificate, self.key),
            false => (other.certificate, other.key),
        };
        let authorities = Some(self.authorities).filter(|path| path.exists());
        Self {
            authorities: authorities.unwrap_or(other.authorities),
            revocations: self.revocations.or(other.revocations),
            certificate,
            key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libvirts_places() {
        let files = ServerFiles::of(&Layout::Folders("/x/etc/pki".into()));
        assert_eq!(files.authorities, Path::new("/x/etc/pki/CA/cacert.pem"));
        assert_eq!(files.certificate, Path::new("/x/etc/pki/libvirt/servercert.pem"));
        assert_eq!(files.key, Path::new("/x/etc/pki/libvirt/private/serverkey.pem"));
        assert_eq!(files.revocations, None);
    }

    #[test]
    fn what_a_user_has_not_is_the_machines() {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join(".pki/libvirt");
        std::fs::create_dir_all(&own).unwrap();
        for name in ["cacert.pem", "cacrl.pem", "clientcert.pem"] {
            std::fs::write(own.join(name), "").unwrap();
        }
        let files = ClientFiles::of_caller(false, Some(home.path()));
        assert_eq!(files.authorities, own.join("cacert.pem"));
        assert_eq!(files.revocations, Some(own.join("cacrl.pem")));
        assert_eq!(
            files.certificate,
            Path::new("/etc/pki/libvirt/clientcert.pem"),
            "the key is missing"
        );
        std::fs::write(own.join("clientkey.pem"), "").unwrap();
        let files = ClientFiles::of_caller(false, Some(home.path()));
        assert_eq!(
            (files.certificate, files.key),
            (own.join("clientcert.pem"), own.join("clientkey.pem"))
        );
        let files = ClientFiles::of_caller(true, Some(home.path()));
        assert_eq!(files.authorities, Path::new("/etc/pki/CA/cacert.pem"));
    }
}
