//! Where files live: one value handed to every driver instead of constants spread over the code.

use std::path::{Path, PathBuf};

/// The directories of one instance. Nothing here touches the disk; who writes creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Definitions and configuration; survives everything.
    pub etc: PathBuf,
    /// Images, saved state, snapshots; survives a reboot.
    pub lib: PathBuf,
    /// Sockets, pid files and the state of what runs; worthless after a reboot.
    pub run: PathBuf,
    /// Logs, one file a guest.
    pub log: PathBuf,
    /// Results of probes, which can be had again.
    pub cache: PathBuf,
}

impl Places {
    /// The places of the machine's own daemon.
    pub fn system() -> Self {
        Places {
            etc: "/etc/ferrovirt".into(),
            lib: "/var/lib/ferrovirt".into(),
            run: "/run/ferrovirt".into(),
            log: "/var/log/ferrovirt".into(),
            cache: "/var/cache/ferrovirt".into(),
        }
    }

    /// Everything below one directory: for tests, demos and unprivileged use.
    pub fn under_root(root: &Path) -> Self {
        Places {
            etc: root.join("etc"),
            lib: root.join("var/lib"),
            run: root.join("run"),
            log: root.join("var/log"),
            cache: root.join("var/cache"),
        }
    }

    /// The places of an unprivileged user, by the XDG rules.
    pub fn user() -> Self {
        Self::for_user(
            |name| std::env::var_os(name).map(PathBuf::from),
            nix::unistd::getuid().as_raw(),
        )
    }

    fn for_user(env: impl Fn(&str) -> Option<PathBuf>, uid: u32) -> Self {
        // The XDG rules say that a relative path is to be ignored.
        let get = |name: &str| env(name).filter(|p| p.is_absolute());
        let home = get("HOME").unwrap_or_else(|| PathBuf::from("/"));
        let cache = get("XDG_CACHE_HOME")
            .unwrap_or_else(|| home.join(".cache"))
            .join("ferrovirt");
        let run = get("XDG_RUNTIME_DIR").map_or_else(
            || std::env::temp_dir().join(format!("ferrovirt-{uid}")),
            |dir| dir.join("ferrovirt"),
        );
        Places {
            etc: get("XDG_CONFIG_HOME")
                .unwrap_or_else(|| home.join(".config"))
                .join("ferrovirt"),
            lib: get("XDG_DATA_HOME")
                .unwrap_or_else(|| home.join(".local/share"))
                .join("ferrovirt"),
            run,
            log: cache.join("log"),
            cache,
        }
    }

    /// The places that fit who is asking: the system's for root, the user's for others.
    pub fn for_caller() -> Self {
        if nix::unistd::geteuid().is_root() {
            Self::system()
        } else {
            Self::user()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_below_the_root() {
        let p = Places::under_root(Path::new("/tmp/x"));
        for dir in [&p.etc, &p.lib, &p.run, &p.log, &p.cache] {
            assert!(dir.starts_with("/tmp/x"), "{dir:?}");
        }
        assert_eq!(p.lib, Path::new("/tmp/x/var/lib"));
    }

    #[test]
    fn user_places_follow_xdg() {
        let p = Places::for_user(
            |name| match name {
                "HOME" => Some("/home/a".into()),
                "XDG_RUNTIME_DIR" => Some("/run/user/7".into()),
                "XDG_CONFIG_HOME" => Some("relative".into()),
                _ => None,
            },
            7,
        );
        assert_eq!(p.etc, Path::new("/home/a/.config/ferrovirt"));
        assert_eq!(p.run, Path::new("/run/user/7/ferrovirt"));
        assert_eq!(p.log, Path::new("/home/a/.cache/ferrovirt/log"));
    }
}
