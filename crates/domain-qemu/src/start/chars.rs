//! The host's side of character devices: sockets that we listen on and files that we open for QEMU, whose
//! user may not get to them.

use crate::define;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use crate::process::listen;
use ferrovirt_schema::common::chardev::{CharSource, SourceMode, UnixEnd};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
use std::collections::HashMap;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

/// What was opened for a character device.
#[derive(Debug)]
pub struct HostEnd {
    /// A listening socket, or a file.
    pub fd: OwnedFd,
    /// The socket, where it is not in the directory of the activation.
    pub outside: Option<PathBuf>,
    /// Whether it is a file.
    pub is_file: bool,
}

/// Names of channels by their aliases: sockets without a path are called so.
pub fn names(doc: &Domain) -> HashMap<String, String> {
    let channels = doc.devices.iter().flat_map(|d| &d.channels);
    let named = channels.filter_map(|channel| match &channel.target {
        Some(ChannelTarget::Virtio(t)) => Some((channel.info.alias.clone()?, t.name.clone()?)),
        _ => None,
    });
    named.collect()
}

/// Opens what a source needs; a socket without a path gets one in `dir`.
pub fn open(
    core: &Core,
    source: &mut CharSource,
    alias: &str,
    name: Option<&String>,
    dir: &Path,
) -> Result<Option<HostEnd>> {
    let ours = define::is_auto_socket(source);
    if ours {
        let file = name.map_or(alias, String::as_str).replace('/', "_");
        set_socket(source, &dir.join(file));
    }
    if let Some(path) = bound_path(source) {
        let failed = |source| ferrovirt_host::Error::File {
            action: "listen at",
            path: path.clone(),
            source,
        };
        let socket = listen(&path).map_err(failed)?;
        return Ok(Some(HostEnd {
            fd: OwnedFd::from(socket),
            outside: (!ours).then_some(path),
            is_file: false,
        }));
    }
    if let CharSource::File(file) = source
        && let Some(file) = &file.source
        && let Some(path) = file.path.as_deref()
    {
        let append = file.append.is_some_and(|a| a.is_on());
        let opened = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .append(append)
            .truncate(!append)
            .open(path);
        let opened = opened.map_err(|source| QemuError::Image {
            path: path.into(),
            who: core.run_as.ids(),
            source,
        })?;
        return Ok(Some(HostEnd {
            fd: OwnedFd::from(opened),
            outside: None,
            is_file: true,
        }));
    }
    Ok(None)
}

fn bound_path(source: &CharSource) -> Option<PathBuf> {
    let CharSource::Unix(socket) = source else {
        return None;
    };
    let end = socket.source.as_ref()?;
    (end.mode != Some(SourceMode::Connect)).then(|| end.path.as_deref().map(PathBuf::from))?
}

fn set_socket(source: &mut CharSource, path: &Path) {
    if let CharSource::Unix(socket) = source {
        let end = socket.source.get_or_insert_with(UnixEnd::default);
        end.mode = Some(SourceMode::Bind);
        end.path = Some(path.display().to_string());
    }
}
