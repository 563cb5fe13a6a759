//! Where the stream of a migration goes: a socket by its URI.

use crate::error::{QemuError, Result};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

/// How long making the connection may take.
const CONNECT: Duration = Duration::from_secs(30);
/// Ports for migrations whose caller names none.
const PORTS: std::ops::RangeInclusive<u16> = 49152..=49215;

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A socket of this host.
    Unix(PathBuf),
    /// Host and port; no port where the destination is to choose.
    Tcp(String, Option<u16>),
}

/// What waits there.
#[derive(Debug)]
pub(super) enum Listener {
    Unix(UnixListener, PathBuf),
    Tcp(TcpListener),
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Listener::Unix(_, path) = self
            && let Err(error) = std::fs::remove_file(&*path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(path = %path.display(), %error, "the socket of a migration is left");
        }
    }
}

fn failed(what: &str, at: &str, e: &std::io::Error) -> QemuError {
    QemuError::Failed(format!("unable to {what} '{at}' for the migration: {e}"))
}

impl Place {
    pub fn parse(uri: &str) -> Result<Self> {
        let bad = |why: &str| QemuError::InvalidArg(format!("unable to parse migration URI '{uri}': {why}"));
        if let Some(path) = uri.strip_prefix("unix:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.starts_with('/') {
                return Err(bad("the path has to be absolute"));
            }
            return Ok(Place::Unix(PathBuf::from(path)));
        }
        let Some(rest) = uri.strip_prefix("tcp:") else {
            return Err(QemuError::ArgumentUnsupported(format!(
                "unsupported scheme in migration URI '{uri}'; use tcp: or unix:"
            )));
        };
        let rest = rest.strip_prefix("//").unwrap_or(rest).trim_end_matches('/');
        let (host, port) = match rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            Some((host, after)) => (host, after.strip_prefix(':')),
            None => match rest.rsplit_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (rest, None),
            },
        };
        if host.is_empty() {
            return Err(bad("there is no host"));
        }
        let port = port
            .map(|p| p.parse().map_err(|_| bad("the port is no number")))
            .transpose()?;
        Ok(Place::Tcp(host.to_owned(), port))
    }

    pub fn uri(&self) -> String {
        match self {
            Place::Unix(path) => format!("unix://{}", path.display()),
            Place::Tcp(host, port) => {
                let host = if host.contains(':') {
                    format!("[{host}]")
                } else {
                    host.clone()
                };
                match port {
                    Some(port) => format!("tcp:{host}:{port}"),
                    None => format!("tcp:{host}"),
                }
            }
        }
    }

    /// Waits for the source there; `on` is the address to listen on. A port that was open is chosen.
    pub async fn listen(&mut self, on: &str) -> Result<Listener> {
        match self {
            Place::Unix(path) => {
                let socket =
                    listen_unix(path).map_err(|e| failed("listen at", &path.display().to_string(), &e))?;
                Ok(Listener::Unix(socket, path.clone()))
            }
            Place::Tcp(_, Some(port)) => {
                let socket = TcpListener::bind((on, *port)).await;
                socket
                    .map(Listener::Tcp)
                    .map_err(|e| failed("listen at", &format!("{on}:{port}"), &e))
            }
            Place::Tcp(_, chosen) => {
                for port in PORTS {
                    if let Ok(socket) = TcpListener::bind((on, port)).await {
                        *chosen = Some(port);
                        return Ok(Listener::Tcp(socket));
                    }
                }
                Err(QemuError::Failed(format!(
                    "Unable to find an unused port in range 'migration' ({}-{})",
                    PORTS.start(),
                    PORTS.end()
                )))
            }
        }
    }

    /// Connects to a destination.
    pub async fn connect(&self) -> Result<OwnedFd> {
        let at = self.uri();
        let connect = async {
            match self {
                Place::Unix(path) => UnixStream::connect(path)
                    .await
                    .and_then(|s| s.into_std())
                    .map(OwnedFd::from),
                Place::Tcp(host, port) => TcpStream::connect((host.as_str(), port.unwrap_or(*PORTS.start())))
                    .await
                    .and_then(|s| s.into_std())
                    .map(OwnedFd::from),
            }
        };
        match tokio::time::timeout(CONNECT, connect).await {
            Ok(connected) => connected.map_err(|e| failed("connect to", &at, &e)),
            Err(_) => Err(QemuError::Failed(format!(
                "the destination of the migration did not answer at '{at}' within {CONNECT:?}"
            ))),
        }
    }
}

/// A socket that a daemon before us left is in nobody's way.
fn listen_unix(path: &Path) -> std::io::Result<UnixListener> {
    match UnixListener::bind(path) {
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => {
            if std::os::unix::net::UnixStream::connect(path).is_ok() {
                return Err(e);
            }
            std::fs::remove_file(path)?;
            UnixListener::bind(path)
        }
        other => other,
    }
}

impl Listener {
    /// The source's connection.
    pub async fn accept(&self) -> Result<OwnedFd> {
        let lost = |e: std::io::Error| failed("accept a connection at", "its socket", &e);
        match self {
            Listener::Unix(socket, _) => {
                let (stream, _) = socket.accept().await.map_err(lost)?;
                stream.into_std().map(OwnedFd::from).map_err(lost)
            }
            Listener::Tcp(socket) => {
                let (stream, _) = socket.accept().await.map_err(lost)?;
                stream.into_std().map(OwnedFd::from).map_err(lost)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris() {
        for (uri, place, back) in [
            ("unix:///a/b", Place::Unix("/a/b".into()), "unix:///a/b"),
            ("unix:/a/b", Place::Unix("/a/b".into()), "unix:///a/b"),
            (
                "tcp:host:4000",
                Place::Tcp("host".into(), Some(4000)),
                "tcp:host:4000",
            ),
            (
                "tcp://host:4000",
                Place::Tcp("host".into(), Some(4000)),
                "tcp:host:4000",
            ),
            (
                "tcp://[::1]:4000",
                Place::Tcp("::1".into(), Some(4000)),
                "tcp:[::1]:4000",
            ),
            ("tcp:host", Place::Tcp("host".into(), None), "tcp:host"),
        ] {
            assert_eq!(Place::parse(uri).unwrap(), place, "{uri}");
            assert_eq!(place.uri(), back);
        }
        for bad in ["", "unix:rel", "tcp:", "tcp:h:x", "rdma://h", "exec:rm"] {
            assert!(Place::parse(bad).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_socket_that_nobody_serves_is_taken_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let mut place = Place::Unix(path.clone());
        let listener = place.listen("").await.unwrap();
        let (accepted, connected) = tokio::join!(listener.accept(), place.connect());
        accepted.unwrap();
        connected.unwrap();
        drop(listener);
        assert!(!path.exists());
    }
}
