//! What a guest holds outside its process, from the first step of its start to the last of its end.
//!
//! A failed start and an ordinary end release it in the same way. Releasing goes on past errors.

use crate::cgroups::{Groups, GuestGroup};
use crate::process::{Grant, Images};
use ferrovirt_driver::attach::{GuestNetworks, Limits, PlugPlace};
use ferrovirt_host::process::{ParseIdentityError, PidFd, ProcessIdentity};
use nix::sys::signal::Signal;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How long a program that serves a guest may take to end.
const GRACE: Duration = Duration::from_secs(5);

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
    /// The file that QEMU has open of a function that the guest got.
    pub group: Option<PathBuf>,
}

/// A program that serves a guest a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// The process.
    pub process: ProcessIdentity,
    /// Alias of the device, where that may go before the guest does.
    pub device: Option<String>,
}

impl fmt::Display for Helper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.process)?;
        self.device.iter().try_for_each(|device| write!(f, " {device}"))
    }
}

impl FromStr for Helper {
    type Err = ParseIdentityError;

    /// Reads process number, start and, where there is one, alias, with spaces between them.
    fn from_str(text: &str) -> Result<Self, ParseIdentityError> {
        let mut words = text.splitn(3, ' ');
        let process = [words.next(), words.next()]
            .map(Option::unwrap_or_default)
            .join(" ");
        Ok(Helper {
            process: process.parse()?,
            device: words.next().map(str::to_owned),
        })
    }
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
    /// Programs that serve the guest a device, and end with it.
    pub helpers: Vec<Helper>,
    /// Its control group.
    pub group: Option<GuestGroup>,
}

impl Resources {
    /// Undoes everything; what cannot be undone is logged.
    pub async fn release(
        &mut self,
        name: &str,
        networks: Option<&dyn GuestNetworks>,
        images: &Images,
        groups: &Arc<Groups>,
    ) {
        // The file of a function's group is gone once the host has the function again.
        images.give_back(&std::mem::take(&mut self.grants));
        for plug in std::mem::take(&mut self.plugs) {
            let Some(networks) = networks else { continue };
            if let Err(error) = networks.unplug(&plug.place, &plug.target, plug.port).await {
                tracing::warn!(guest = name, device = plug.target, %error, "an interface is not removed");
            }
        }
        for helper in std::mem::take(&mut self.helpers) {
            if let Err(error) = end(helper.process).await {
                tracing::warn!(guest = name, pid = helper.process.pid, %error, "a program that served the guest goes on");
            }
        }
        let (files, dirs) = (std::mem::take(&mut self.files), std::mem::take(&mut self.dirs));
        let (group, groups) = (self.group.take(), Arc::clone(groups));
        let guest = name.to_owned();
        let remove = move || {
            if let Some(group) = group
                && let Err(error) = groups.end(&group)
            {
                let error = crate::cgroups::failed(error);
                tracing::warn!(guest, %error, "the control group of the guest is left");
            }
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

/// Ends a program that is still there.
async fn end(helper: ProcessIdentity) -> ferrovirt_host::Result<()> {
    if !helper.is_alive() {
        return Ok(());
    }
    let Some(process) = PidFd::adopt(helper)? else {
        return Ok(());
    };
    process.signal(Signal::SIGTERM)?;
    if process.wait_for(GRACE).await.is_err() {
        process.signal(Signal::SIGKILL)?;
        process.wait_for(GRACE).await?;
    }
    Ok(())
}

fn report(what: &str, path: &std::path::Path, result: std::io::Result<()>) {
    if let Err(error) = result
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(what, path = %path.display(), %error, "cannot be removed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helpers_are_read_as_they_are_written() {
        for text in ["12 3456", "12 3456 fs0", "12 3456 ua-a b"] {
            let helper: Helper = text.parse().unwrap();
            assert_eq!((helper.process.pid, helper.process.start_ticks), (12, 3456));
            assert_eq!(helper.to_string(), text);
        }
        for text in ["", "12", "x 1", "12 y fs0"] {
            assert!(text.parse::<Helper>().is_err(), "{text}");
        }
    }
}
