//! Directories shared with the guest: by QEMU itself (9p), or by a program beside it (virtiofs).

use super::place::{alias, at, virtio_device, virtio_options};
use super::{Argv, Context, Props, Runtime, comma};
use crate::define::is_virtiofs;
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::filesystem::{
    AccessMode, Filesystem, FilesystemSource, MountSource, MultiDevs,
};
use ferrovirt_xml::Octal;
use serde_json::{Value, json};

/// Every shared directory.
pub(super) fn filesystems(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    for fs in doc.devices.iter().flat_map(|d| &d.filesystems) {
        let id = alias(&fs.info);
        out.from(format!(
            "devices/filesystem[target/@dir='{}']",
            fs.target.as_deref().unwrap_or_default()
        ));
        let FilesystemSource::Mount(source) = &fs.source else {
            return Err(QemuError::ConfigUnsupported(
                "only filesystems of type 'mount' are supported with QEMU".to_owned(),
            ));
        };
        if is_virtiofs(fs) {
            virtiofs(out, fs, source, doc, cx)?;
            continue;
        }
        let security = match fs.accessmode.unwrap_or_default() {
            AccessMode::Passthrough => "passthrough",
            AccessMode::Mapped => "mapped",
            AccessMode::Squash => "none",
        };
        let path = comma(source.dir.as_deref().unwrap_or_default());
        let multidevs = fs.multidevs.filter(|m| *m != MultiDevs::Default);
        let multidevs = multidevs.map(|m| format!(",multidevs={}", m.as_str()));
        let mode = |key: &str, mode: Option<Octal>| mode.map(|m| format!(",{key}={:04o}", m.0));
        let modes: String = [multidevs, mode("fmode", fs.fmode), mode("dmode", fs.dmode)]
            .into_iter()
            .flatten()
            .collect();
        let mut text = format!("local,security_model={security}{modes},id=fsdev-{id},path={path}");
        if fs.readonly {
            text.push_str(",readonly=on");
        }
        out.pair("-fsdev", text);
        let props = virtio_options(
            Props::device(&virtio_device("virtio-9p", fs.model)),
            fs.driver.as_ref().map(|d| &d.virtio),
        )
        .str("id", id)
        .str("fsdev", &format!("fsdev-{id}"))
        .opt("mount_tag", fs.target.as_deref());
        out.pair("-device", at(props, &fs.info, doc)?.finish());
    }
    out.origin = None;
    Ok(())
}

/// The id of the character device by which QEMU reaches the program that serves a directory.
pub fn chardev_id(alias: &str) -> String {
    format!("chr-vu-{alias}")
}

fn socket(source: &MountSource, alias: &str, runtime: &Runtime) -> String {
    match &source.socket {
        Some(socket) => socket.clone(),
        None => runtime.virtiofs_socket(alias),
    }
}

/// What `chardev-add` gets for the program that serves a directory; none if none does.
pub fn chardev_arguments(fs: &Filesystem, runtime: &Runtime) -> Option<Value> {
    let FilesystemSource::Mount(source) = &fs.source else {
        return None;
    };
    let id = alias(&fs.info);
    let address = json!({ "type": "unix", "data": { "path": socket(source, id, runtime) } });
    let backend = json!({ "type": "socket", "data": { "addr": address, "server": false } });
    is_virtiofs(fs).then(|| json!({ "id": chardev_id(id), "backend": backend }))
}

/// A directory that a program serves by its socket.
fn virtiofs(
    out: &mut Argv,
    fs: &Filesystem,
    source: &MountSource,
    doc: &Domain,
    cx: &Context<'_>,
) -> Result<()> {
    let id = alias(&fs.info);
    let (chardev, socket) = (chardev_id(id), socket(source, id, cx.runtime));
    out.pair("-chardev", format!("socket,id={chardev},path={}", comma(&socket)));
    let options = fs.driver.as_ref().map(|d| &d.virtio);
    let props = virtio_options(Props::device(&virtio_device("vhost-user-fs", fs.model)), options)
        .str("id", id)
        .str("chardev", &chardev)
        .num_opt("queue-size", fs.driver.as_ref().and_then(|d| d.queue))
        .opt("tag", fs.target.as_deref())
        .num_opt("bootindex", fs.info.boot.as_ref().map(|boot| boot.order));
    out.pair("-device", at(props, &fs.info, doc)?.finish());
    Ok(())
}
