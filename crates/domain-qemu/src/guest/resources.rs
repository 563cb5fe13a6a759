//! What a guest holds outside its process, from the first step of its start to the last of its end.
//!
//! A failed start and an ordinary end release it in the same way. Releasing goes on past errors.

use crate::process::{Grant, Images};
use ferrovirt_driver::attach::{GuestNetworks, Limits, PlugPlace};
use std::path::PathBuf;
use uuid::Uuid;

/// An interface that is plugged into a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plugged {
    /// Where.
    pub place: PlugPlace,
    /// Device of the host.
    pub target: String,
    /// Port of the network.
    pub port: Option<Uuid>,
    /// MAC address of the guest's side.
    pub mac: String,
    /// Limits of its traffic.
    pub limits: Limits,
}

/// Everything to be undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resources {
    /// Interfaces.
    pub plugs: Vec<Plugged>,
    /// Files opened up for QEMU's user.
    pub grants: Vec<Grant>,
    /// Directories made for this activation.
    pub dirs: Vec<PathBuf>,
    /// Sockets made outside of those.
    pub files: Vec<PathBuf>,
}

impl Resources {
    /// Undoes everything; what cannot be undone is logged.
    pub async fn release(&mut self, name: &str, networks: Option<&dyn GuestNetworks>, images: &Images) {
        for plug in std::mem::take(&mut self.plugs) {
            let Some(networks) = networks else { continue };
            if let Err(error) = networks.unplug(&plug.place, &plug.target, plug.port).await {
                tracing::warn!(guest = name, device = plug.target, %error, "an interface is not removed");
            }
        }
        images.give_back(&std::mem::take(&mut self.grants));
        let (files, dirs) = (std::mem::take(&mut self.files), std::mem::take(&mut self.dirs));
        let remove = move || {
            for file in files {
                report("file", &file, std::fs::remove_file(&file));
            }
            for dir in dirs {
                report("directory", &dir, std::fs::remove_dir_all(&dir));
            }
        };
        if tokio::task::spawn_blocking(remove).await.is_err() {
            tracing::warn!(guest = name, "files of the guest are not removed");
        }
    }
}

fn report(what: &str, path: &std::path::Path, result: std::io::Result<()>) {
    if let Err(error) = result
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(what, path = %path.display(), %error, "cannot be removed");
    }
}
