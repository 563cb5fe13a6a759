//! Unix sockets in directories whose path is longer than a socket's name may be.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::UnixStream;

/// Bytes of a name that every system takes, unix(7).
const LONGEST: usize = 107;

/// Listens at `path`, replacing a socket that was left there.
pub fn listen(path: &Path) -> io::Result<UnixListener> {
    if let Err(e) = std::fs::remove_file(path)
        && e.kind() != io::ErrorKind::NotFound
    {
        return Err(e);
    }
    let (short, _dir) = shorten(path)?;
    UnixListener::bind(short)
}

/// Connects to the socket at `path`.
pub async fn connect(path: &Path, deadline: Duration) -> io::Result<UnixStream> {
    let (short, _dir) = shorten(path)?;
    tokio::time::timeout(deadline, UnixStream::connect(short))
        .await
        .unwrap_or(Err(io::ErrorKind::TimedOut.into()))
}

/// A path that fits, by way of the open directory, which has to live as long as the path is used.
fn shorten(path: &Path) -> io::Result<(PathBuf, Option<File>)> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    if path.as_os_str().len() <= LONGEST {
        return Ok((path.to_owned(), None));
    }
    let dir = File::open(dir)?;
    let short = Path::new("/proc/self/fd")
        .join(dir.as_raw_fd().to_string())
        .join(name);
    Ok((short, Some(dir)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn long_paths_work() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("x".repeat(120));
        std::fs::create_dir(&deep).unwrap();
        let path = deep.join("sock");
        let _listener = listen(&path).unwrap();
        connect(&path, Duration::from_secs(1)).await.unwrap();
        drop(listen(&path).unwrap());
    }
}
