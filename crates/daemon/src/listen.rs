//! The sockets that clients connect to.

use crate::config::Config;
use nix::unistd::{Gid, Group, chown};
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A socket cannot be opened.
#[derive(Debug, Error)]
pub enum ListenError {
    /// Another daemon answers there.
    #[error("another daemon already listens on {0}: stop it, or choose another directory with --root")]
    Busy(PathBuf),
    /// The path is too long for a socket address.
    #[error("{0} is too long for a socket path (at most 107 bytes): choose a shorter directory with --root")]
    TooLong(PathBuf),
    /// The group does not exist.
    #[error("unix_sock_group: there is no group `{0}`")]
    NoGroup(String),
    /// The system refused.
    #[error("cannot listen on {path}")]
    System {
        /// The socket.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// A listening socket.
#[derive(Debug)]
pub struct Listener {
    /// The socket.
    pub socket: UnixListener,
    /// Its path, when this process made it and has to remove it.
    pub path: Option<PathBuf>,
    /// Whether its clients may only read.
    pub read_only: bool,
}

/// Opens the writable and the read-only socket in `dir`.
///
/// # Errors
/// When one cannot be opened; none stays behind then.
pub fn open(dir: &Path, config: &Config) -> Result<Vec<Listener>, ListenError> {
    let group = match &config.unix_sock_group {
        None => None,
        Some(name) => match Group::from_name(name) {
            Ok(Some(g)) => Some(g.gid),
            _ => return Err(ListenError::NoGroup(name.clone())),
        },
    };
    let main = bind(&dir.join("libvirt-sock"), config.unix_sock_rw_perms, group)?;
    let path = dir.join("libvirt-sock");
    let read_only = match bind(&dir.join("libvirt-sock-ro"), config.unix_sock_ro_perms, group) {
        Ok(s) => s,
        Err(e) => {
            let _ = fs::remove_file(&path);
            return Err(e);
        }
    };
    Ok(vec![
        Listener {
            socket: main,
            path: Some(path),
            read_only: false,
        },
        Listener {
            socket: read_only,
            path: Some(dir.join("libvirt-sock-ro")),
            read_only: true,
        },
    ])
}

/// Takes the sockets that the service manager opened.
pub fn adopt(sockets: Vec<(std::os::fd::OwnedFd, String)>) -> Vec<Listener> {
    sockets
        .into_iter()
        .filter(|(_, name)| !name.contains("admin"))
        .map(|(fd, name)| {
            let socket = UnixListener::from(fd);
            let path = socket
                .local_addr()
                .ok()
                .and_then(|a| a.as_pathname().map(Path::to_path_buf));
            let read_only = name.contains("-ro")
                || path.is_some_and(|p| p.as_os_str().to_string_lossy().ends_with("-ro"));
            Listener {
                socket,
                path: None,
                read_only,
            }
        })
        .collect()
}

fn bind(path: &Path, mode: u32, group: Option<Gid>) -> Result<UnixListener, ListenError> {
    let system = |source| ListenError::System {
        path: path.to_owned(),
        source,
    };
    if path.as_os_str().len() > 107 {
        return Err(ListenError::TooLong(path.to_owned()));
    }
    match UnixStream::connect(path) {
        Ok(_) => return Err(ListenError::Busy(path.to_owned())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        // Left behind by a daemon that was killed.
        Err(e) if e.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path).map_err(system)?,
        Err(e) => return Err(system(e)),
    }
    let socket = UnixListener::bind(path).map_err(system)?;
    let result = fs::set_permissions(path, fs::Permissions::from_mode(mode)).and_then(|()| match group {
        Some(gid) => chown(path, None, Some(gid)).map_err(io::Error::from),
        None => Ok(()),
    });
    if let Err(e) = result {
        let _ = fs::remove_file(path);
        return Err(system(e));
    }
    socket.set_nonblocking(true).map_err(system)?;
    Ok(socket)
}
