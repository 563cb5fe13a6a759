//! Macvtaps of guests. One stays when nobody holds it any more, so each is recorded before it is made:
//! what a killed daemon left, and no guest holds, is removed by the next.

use super::Host;
use crate::error::{Error, Result};
use ferrovirt_driver::attach::DirectMode;
use ferrovirt_host::files;
use ferrovirt_netlink::MacvtapMode;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// Names that are tried before giving up.
const TRIES: u32 = 10_000;

/// A macvtap that is wanted.
#[derive(Debug, Clone)]
pub struct MacvtapRequest {
    /// On behalf of this network or device, for errors.
    pub network: String,
    /// Wanted name; otherwise the next free `macvtapN`.
    pub name: Option<IfName>,
    /// MAC address of the guest.
    pub mac: MacAddr,
    /// Device of the host.
    pub lower: IfName,
    /// How those on the device speak to each other.
    pub mode: DirectMode,
    /// Descriptors, one a queue.
    pub queues: u16,
    /// Largest packet in bytes; that of the device otherwise.
    pub mtu: Option<u32>,
}

impl Host {
    /// Makes a macvtap and switches it on. When it fails nothing is left.
    pub async fn make_macvtap(&self, request: &MacvtapRequest) -> Result<(IfName, Vec<OwnedFd>)> {
        let name = match &request.name {
            Some(name) => {
                self.create_macvtap(request, name).await?;
                name.clone()
            }
            None => self.create_unnamed_macvtap(request).await?,
        };
        match self.ready_macvtap(request, &name).await {
            Ok(queues) => Ok((name, queues)),
            Err(e) => {
                if let Err(undo) = self.remove_macvtap(&request.network, &name).await {
                    tracing::warn!(device = %name, error = crate::error::chain(&undo), "a macvtap is left");
                }
                Err(e)
            }
        }
    }

    async fn create_unnamed_macvtap(&self, request: &MacvtapRequest) -> Result<IfName> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        for _ in 0..TRIES {
            let Ok(name) = format!("macvtap{}", NEXT.fetch_add(1, Ordering::Relaxed)).parse::<IfName>()
            else {
                break;
            };
            match self.create_macvtap(request, &name).await {
                Err(Error::Netlink { source, .. }) if source.is_exists() && !source.is_busy() => {}
                Err(e) => return Err(e),
                Ok(()) => return Ok(name),
            }
        }
        Err(Error::NoFreeName { pattern: "macvtapN" })
    }

    async fn create_macvtap(&self, request: &MacvtapRequest, name: &IfName) -> Result<()> {
        let record = self.macvtap_record(name);
        let at = record.clone();
        let lower = request.lower.to_string();
        in_background(move || {
            if let Some(dir) = at.parent() {
                files::create_dirs(dir, 0o755)?;
            }
            files::write_atomic(&at, lower.as_bytes(), 0o644)
        })
        .await?;
        let mode = match request.mode {
            DirectMode::Vepa => MacvtapMode::Vepa,
            DirectMode::Private => MacvtapMode::Private,
            DirectMode::Bridge => MacvtapMode::Bridge,
            DirectMode::Passthrough => MacvtapMode::Passthrough,
        };
        let made = self
            .netlink
            .create_macvtap(name, &request.lower, mode, request.mac)
            .await;
        if let Err(e) = made {
            in_background(move || files::remove(&record)).await?;
            return Err(Error::netlink(&request.network)(e));
        }
        Ok(())
    }

    async fn ready_macvtap(&self, request: &MacvtapRequest, name: &IfName) -> Result<Vec<OwnedFd>> {
        let named = Error::netlink(&request.network);
        if request.mode == DirectMode::Passthrough {
            // There it begins with the device's address, and the device takes the guest's.
            self.netlink.set_mac(name, request.mac).await.map_err(&named)?;
        }
        if let Some(mtu) = request.mtu {
            self.netlink.set_mtu(name, mtu).await.map_err(&named)?;
        }
        let queues = self
            .netlink
            .macvtap_queues(name, request.queues)
            .await
            .map_err(&named)?;
        // Without its device a macvtap carries nothing.
        self.netlink.set_up(&request.lower).await.map_err(&named)?;
        self.netlink.set_up(name).await.map_err(&named)?;
        Ok(queues)
    }

    /// Removes a macvtap; that it is gone is no error.
    pub async fn remove_macvtap(&self, network: &str, name: &IfName) -> Result<()> {
        self.netlink
            .delete_link(name)
            .await
            .map_err(Error::netlink(network))?;
        let record = self.macvtap_record(name);
        in_background(move || files::remove(&record)).await?;
        Ok(())
    }

    /// Removes the recorded macvtaps that no process holds.
    pub(crate) async fn sweep_macvtaps(&self) -> Result<()> {
        let dir = self.macvtap_dir();
        let names = tokio::task::spawn_blocking(move || {
            let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
            let names = entries.filter_map(|e| e.file_name().to_str()?.parse::<IfName>().ok());
            names.collect::<Vec<_>>()
        });
        let names = names.await.map_err(|_| Error::Stopping)?;
        if names.is_empty() {
            return Ok(());
        }
        let held = tokio::task::spawn_blocking(held_taps)
            .await
            .map_err(|_| Error::Stopping)?;
        for name in names {
            let link = self.netlink.link(&name).await.map_err(Error::netlink("(any)"))?;
            if link.is_some_and(|link| held.contains(&link.index)) {
                continue;
            }
            tracing::warn!(device = %name, "removed a macvtap that no guest holds");
            self.remove_macvtap("(any)", &name).await?;
        }
        Ok(())
    }

    /// The device of the host that a macvtap of ours is on.
    pub(crate) async fn macvtap_of(&self, name: &IfName) -> Option<String> {
        const LIMIT: usize = 64;
        let record = self.macvtap_record(name);
        in_background(move || files::read_text(&record, LIMIT)).await.ok()
    }

    fn macvtap_dir(&self) -> PathBuf {
        self.places.run.join("macvtap")
    }

    fn macvtap_record(&self, name: &IfName) -> PathBuf {
        self.macvtap_dir().join(name.as_str())
    }
}

/// Numbers of the interfaces whose `/dev/tapN` some process has open.
fn held_taps() -> Vec<u32> {
    let mut held = Vec::new();
    for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let files = std::fs::read_dir(process.path().join("fd")).into_iter().flatten();
        for file in files.flatten() {
            let target = std::fs::read_link(file.path()).unwrap_or_default();
            let index = target.to_str().and_then(|t| t.strip_prefix("/dev/tap"));
            held.extend(index.and_then(|n| n.parse::<u32>().ok()));
        }
    }
    held
}

async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ferrovirt_host::Error> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::Stopping)?;
    Ok(done?)
}
