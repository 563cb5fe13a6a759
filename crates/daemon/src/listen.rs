//! The sockets that clients connect to.

use crate::config::{Auth, Config};
use nix::unistd::{Gid, Group, chown};
use std::fs;
use std::io;
use std::net::{IpAddr, Ipv6Addr, TcpListener};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
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
    /// TCP was asked for without saying that anybody may come in.
    #[error(
        "listen_tcp: whoever reaches the port could do everything; if that is meant, say auth_tcp = \"none\", \
         otherwise connect through ssh"
    )]
    OpenToAll,
    /// An address that is none.
    #[error("listen_addr: `{0}` is no IP address")]
    Address(String),
    /// The port cannot be had.
    #[error("cannot listen on port {port} of {address}")]
    Port {
        /// Address.
        address: IpAddr,
        /// Port.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// The system refused.
    #[error("cannot listen on {path}")]
    System {
        /// The socket.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What the clients of a socket may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everything.
    Full,
    /// Read only.
    ReadOnly,
    /// Manage the daemon.
    Admin,
}

/// A listening socket.
#[derive(Debug)]
pub struct Listener {
    /// The socket.
    pub socket: ListenSocket,
    /// Its path, when this process made it and has to remove it.
    pub path: Option<PathBuf>,
    /// What its clients may do.
    pub door: Door,
}

/// A listening socket of one kind.
#[derive(Debug)]
pub enum ListenSocket {
    /// Local.
    Unix(UnixListener),
    /// On the network.
    Tcp(TcpListener),
    /// On the network, with TLS.
    Tls(TcpListener),
}

impl AsFd for ListenSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            ListenSocket::Unix(s) => s.as_fd(),
            ListenSocket::Tcp(s) | ListenSocket::Tls(s) => s.as_fd(),
        }
    }
}

impl ListenSocket {
    /// Makes accepting never wait.
    ///
    /// # Errors
    /// Those of the system call.
    pub fn set_nonblocking(&self) -> io::Result<()> {
        match self {
            ListenSocket::Unix(s) => s.set_nonblocking(true),
            ListenSocket::Tcp(s) | ListenSocket::Tls(s) => s.set_nonblocking(true),
        }
    }
}

const FULL: &str = "libvirt-sock";
const READ_ONLY: &str = "libvirt-sock-ro";
const ADMIN: &str = "libvirt-admin-sock";

/// Refuses a directory whose sockets would have names that are too long, before anything is made there.
///
/// # Errors
/// [`ListenError::TooLong`]
pub fn check_length(dir: &Path) -> Result<(), ListenError> {
    const MAX: usize = 107;
    let mut paths = [FULL, READ_ONLY, ADMIN].map(|name| dir.join(name)).into_iter();
    match paths.find(|path| path.as_os_str().len() > MAX) {
        Some(path) => Err(ListenError::TooLong(path)),
        None => Ok(()),
    }
}

/// Opens the sockets in `dir`: for everything, for reading only, and for the daemon's administrator.
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
    check_length(dir)?;
    let wanted = [
        (FULL, config.unix_sock_rw_perms, group, Door::Full),
        (READ_ONLY, config.unix_sock_ro_perms, group, Door::ReadOnly),
        (ADMIN, config.unix_sock_admin_perms, None, Door::Admin),
    ];
    let mut listeners: Vec<Listener> = Vec::new();
    for (name, mode, group, door) in wanted {
        let path = dir.join(name);
        match bind(&path, mode, group) {
            Ok(socket) => listeners.push(Listener {
                socket: ListenSocket::Unix(socket),
                path: Some(path),
                door,
            }),
            Err(e) => {
                for path in listeners.iter().filter_map(|l| l.path.as_ref()) {
                    let _ = fs::remove_file(path);
                }
                return Err(e);
            }
        }
    }
    Ok(listeners)
}

/// Listens on TCP as the settings say.
///
/// # Errors
/// When the settings do not say that anybody may come in, or the port cannot be had.
pub fn open_tcp(config: &Config) -> Result<Listener, ListenError> {
    if config.auth_tcp != Auth::None {
        return Err(ListenError::OpenToAll);
    }
    let socket = bind_port(config, config.tcp_port)?;
    Ok(network(ListenSocket::Tcp(socket)))
}

/// Listens with TLS as the settings say.
///
/// # Errors
/// When the port cannot be had.
pub fn open_tls(config: &Config) -> Result<Listener, ListenError> {
    let socket = bind_port(config, config.tls.port)?;
    Ok(network(ListenSocket::Tls(socket)))
}

fn bind_port(config: &Config, port: u16) -> Result<TcpListener, ListenError> {
    let address: IpAddr = match &config.listen_addr {
        // Takes IPv4 as well.
        None => Ipv6Addr::UNSPECIFIED.into(),
        Some(text) => text.parse().map_err(|_| ListenError::Address(text.clone()))?,
    };
    TcpListener::bind((address, port)).map_err(|source| ListenError::Port {
        address,
        port,
        source,
    })
}

fn network(socket: ListenSocket) -> Listener {
    Listener {
        socket,
        path: None,
        door: Door::Full,
    }
}

/// Takes the sockets that the service manager opened. What one is for is told by its name
/// (`FileDescriptorName=`) or its path.
pub fn adopt(sockets: Vec<(OwnedFd, String)>) -> Vec<Listener> {
    sockets
        .into_iter()
        .map(|(fd, name)| adopt_one(fd, &name))
        .collect()
}

fn adopt_one(fd: OwnedFd, name: &str) -> Listener {
    use nix::sys::socket::{AddressFamily, SockaddrLike as _, SockaddrStorage, getsockname};
    use std::os::fd::AsRawFd as _;
    let family = getsockname::<SockaddrStorage>(fd.as_raw_fd())
        .ok()
        .and_then(|a| a.family());
    if matches!(family, Some(AddressFamily::Inet | AddressFamily::Inet6)) {
        let socket = TcpListener::from(fd);
        return network(match name.contains("tls") {
            true => ListenSocket::Tls(socket),
            false => ListenSocket::Tcp(socket),
        });
    }
    let socket = UnixListener::from(fd);
    let path = socket
        .local_addr()
        .ok()
        .and_then(|a| a.as_pathname().map(|p| p.to_string_lossy().into_owned()))
        .unwrap_or_default();
    Listener {
        socket: ListenSocket::Unix(socket),
        path: None,
        door: door_of(name, &path),
    }
}

/// What a passed socket is for.
fn door_of(name: &str, path: &str) -> Door {
    if name.contains("admin") || path.ends_with("-admin-sock") {
        Door::Admin
    } else if name.contains("-ro") || path.ends_with("-ro") {
        Door::ReadOnly
    } else {
        Door::Full
    }
}

fn bind(path: &Path, mode: u32, group: Option<Gid>) -> Result<UnixListener, ListenError> {
    let system = |source| ListenError::System {
        path: path.to_owned(),
        source,
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_sockets_are_told_apart() {
        assert_eq!(
            door_of("ferrovirtd.socket", "/run/libvirt/libvirt-sock"),
            Door::Full
        );
        assert_eq!(door_of("x", "/run/libvirt/libvirt-sock-ro"), Door::ReadOnly);
        assert_eq!(door_of("ferrovirtd-ro.socket", ""), Door::ReadOnly);
        assert_eq!(door_of("x", "/run/libvirt/libvirt-admin-sock"), Door::Admin);
    }

    #[test]
    fn tcp_is_not_open_to_all_by_mistake() {
        let config = Config::default();
        assert!(matches!(open_tcp(&config), Err(ListenError::OpenToAll)));
    }
}
