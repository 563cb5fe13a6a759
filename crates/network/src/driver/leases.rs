//! Word that leases changed: the kernel tells when a dnsmasq writes its file.

use super::Shared;
use crate::dnsmasq::FOLDER;
use crate::error::chain;
use ferrovirt_host::files;
use ferrovirt_host::paths::Places;
use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use std::ffi::OsString;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::path::Path;
use std::sync::{Arc, Weak};
use tokio::io::unix::AsyncFd;
use tokio::sync::watch;

/// The kernel's watch as a descriptor that can be waited for.
struct Words(Inotify);

impl AsRawFd for Words {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}

/// Follows the files of all networks for as long as the driver is there. Without it, listeners are told
/// nothing; who asks is still answered from the files.
pub(super) fn follow(shared: &Arc<Shared>, places: &Places) {
    let folder = places.lib.join(FOLDER);
    match listen(&folder) {
        Ok(words) => {
            let changes = shared.lease_changes.subscribe();
            tokio::spawn(tell(words, Arc::downgrade(shared), changes));
        }
        Err(error) => tracing::warn!(
            folder = %folder.display(),
            error,
            "leases are not followed: guests' addresses are known when asked for only"
        ),
    }
}

#[expect(
    deprecated,
    reason = "its successor is unsafe; the descriptor's owner is what is registered"
)]
fn listen(folder: &Path) -> Result<AsyncFd<Words>, String> {
    let text = |e: Errno| e.desc().to_owned();
    files::create_dirs(folder, 0o755).map_err(|e| chain(&e))?;
    let inotify = Inotify::init(InitFlags::IN_CLOEXEC | InitFlags::IN_NONBLOCK).map_err(text)?;
    // dnsmasq has its file open for as long as it runs; a file put in another's place is moved there.
    let flags = AddWatchFlags::IN_MODIFY | AddWatchFlags::IN_MOVED_TO | AddWatchFlags::IN_ONLYDIR;
    inotify.add_watch(folder, flags).map_err(text)?;
    AsyncFd::new(Words(inotify)).map_err(|e| e.to_string())
}

async fn tell(words: AsyncFd<Words>, shared: Weak<Shared>, mut changes: watch::Receiver<()>) {
    loop {
        let mut ready = tokio::select! {
            // The sender goes with the driver.
            over = changes.changed() => match over {
                Ok(()) => continue,
                Err(_) => return,
            },
            ready = words.readable() => match ready {
                Ok(ready) => ready,
                Err(_) => return,
            },
        };
        // An error of its own kind says that nothing was there.
        let Ok(said) = ready.try_io(|words| drain(&words.get_ref().0)) else {
            continue;
        };
        match (said, shared.upgrade()) {
            (Ok(true), Some(shared)) => shared.lease_changes.send_modify(|()| {}),
            (Ok(_), Some(_)) => {}
            (Err(error), _) => {
                tracing::warn!(%error, "leases are followed no more");
                return;
            }
            (_, None) => return,
        }
    }
}

/// Takes a batch of what the kernel said; whether it was of leases.
fn drain(inotify: &Inotify) -> std::io::Result<bool> {
    let is_lease = |name: &OsString| name.to_string_lossy().ends_with(".leases");
    match inotify.read_events() {
        // Words without a name are of the folder, or that some were lost.
        Ok(events) => Ok(events.iter().any(|e| e.name.as_ref().is_none_or(is_lease))),
        Err(Errno::EINTR) => Ok(false),
        Err(e) => Err(e.into()),
    }
}
