//! What images are read from: files, devices, servers. Each is the lowest node of a disk.

use super::Props;
use crate::disk_keys::{login, login_key};
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::source::{
    HostTransport, NetworkHost, NetworkProtocol, NetworkSource, StorageSource,
};
use ferrovirt_schema::domain::devices::disk::{Disk, DiskIo};

/// How much QEMU's Gluster client logs; warnings and errors.
const GLUSTER_DEBUG: u8 = 4;

/// The lowest node of an image, without its name.
pub(super) fn protocol(disk: &Disk, source: &StorageSource) -> Result<Option<Props>> {
    let driver = disk.driver.as_ref();
    let aio = match driver.and_then(|d| d.io) {
        Some(DiskIo::Native) => Some("native"),
        Some(DiskIo::Threads) => Some("threads"),
        Some(DiskIo::IoUring) => Some("io_uring"),
        _ => None,
    };
    Ok(match source {
        StorageSource::File(f) => f
            .file
            .as_deref()
            .map(|path| Props::device("file").str("filename", path).opt("aio", aio)),
        StorageSource::Block(b) => b
            .dev
            .as_deref()
            .map(|path| Props::device("host_device").str("filename", path).opt("aio", aio)),
        StorageSource::Dir(d) => d
            .dir
            .as_deref()
            .map(|path| Props::device("vvfat").str("dir", path)),
        // Somebody else serves it whole.
        StorageSource::VhostUser(_) => None,
        StorageSource::Network(n) => Some(network(disk, n)?),
        StorageSource::Volume(v) => {
            return Err(QemuError::ConfigUnsupported(format!(
                "volume '{}' of pool '{}' was not resolved",
                v.volume, v.pool
            )));
        }
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "disk '{}' has a source that is not supported: {other:?}",
                disk.target.dev
            )));
        }
    })
}

fn network(disk: &Disk, n: &NetworkSource) -> Result<Props> {
    let host = n.hosts.first();
    let server = |default_port: u32| -> Props {
        match host {
            Some(h) if h.transport == Some(HostTransport::Unix) => {
                Props::with("type", "unix").str("path", h.socket.as_deref().unwrap_or_default())
            }
            _ => Props::with("type", "inet")
                .str(
                    "host",
                    host.and_then(|h| h.name.as_deref()).unwrap_or("localhost"),
                )
                .str(
                    "port",
                    &host.and_then(|h| h.port).unwrap_or(default_port).to_string(),
                ),
        }
    };
    let name = n.name.as_deref();
    let key = login_key(n.common.index.unwrap_or(0));
    let login = login(disk, &n.common).map(|auth| (auth.username.as_str(), key.as_str()));
    let (user, key) = login.unzip();
    Ok(match n.protocol {
        NetworkProtocol::Nbd => Props::device("nbd")
            .object("server", server(10809))
            .opt("export", name),
        NetworkProtocol::Gluster => {
            let whole = name.unwrap_or_default();
            let (volume, path) = whole.split_once('/').ok_or_else(|| {
                QemuError::ConfigUnsupported(format!(
                    "the image of Gluster '{whole}' is not named VOLUME/PATH"
                ))
            })?;
            let server = |h: &NetworkHost| match h.transport {
                Some(HostTransport::Unix) => {
                    Props::with("type", "unix").str("path", h.socket.as_deref().unwrap_or_default())
                }
                _ => Props::with("type", "inet")
                    .str("host", h.name.as_deref().unwrap_or("localhost"))
                    .str("port", &h.port.unwrap_or(24007).to_string()),
            };
            Props::device("gluster")
                .str("volume", volume)
                .str("path", path)
                .list("server", n.hosts.iter().map(server))
                .num("debug", GLUSTER_DEBUG)
        }
        NetworkProtocol::Http | NetworkProtocol::Https | NetworkProtocol::Ftp | NetworkProtocol::Ftps => {
            let scheme = n.protocol.as_str();
            let address = host.and_then(|h| h.name.as_deref()).unwrap_or("localhost");
            let port = host
                .and_then(|h| h.port)
                .map(|p| format!(":{p}"))
                .unwrap_or_default();
            Props::device(scheme).str(
                "url",
                &format!("{scheme}://{address}{port}/{}", name.unwrap_or_default()),
            )
        }
        NetworkProtocol::Iscsi => {
            let address = host.and_then(|h| h.name.as_deref()).unwrap_or("localhost");
            let address = match address.contains(':') && !address.starts_with('[') {
                true => format!("[{address}]"),
                false => address.to_owned(),
            };
            let port = host.and_then(|h| h.port).unwrap_or(3260);
            let (target, lun) = name
                .unwrap_or_default()
                .split_once('/')
                .unwrap_or((name.unwrap_or_default(), "0"));
            Props::device("iscsi")
                .str("portal", &format!("{address}:{port}"))
                .str("target", target)
                .num("lun", lun.parse::<i64>().unwrap_or(0))
                .str("transport", "tcp")
                .opt("user", user)
                .opt("password-secret", key)
                .opt(
                    "initiator-name",
                    n.initiator.as_ref().and_then(|i| i.iqn.as_deref()),
                )
        }
        NetworkProtocol::Rbd => {
            let name = name.unwrap_or_default();
            let (pool, image) = name.split_once('/').ok_or_else(|| {
                QemuError::ConfigUnsupported(format!("the image of Ceph '{name}' is not named POOL/IMAGE"))
            })?;
            let (namespace, image) = match image.split_once('/') {
                Some((namespace, image)) => (Some(namespace), image),
                None => (None, image),
            };
            let mut props = Props::device("rbd")
                .str("pool", pool)
                .opt("namespace", namespace)
                .str("image", image)
                .opt("snapshot", n.snapshot.as_deref())
                .opt("conf", n.config.as_deref());
            if !n.hosts.is_empty() {
                let server = |h: &NetworkHost| {
                    Props::with("host", h.name.as_deref().unwrap_or("localhost"))
                        .str("port", &h.port.unwrap_or(6789).to_string())
                };
                props = props.list("server", n.hosts.iter().map(server));
            }
            props = props.opt("user", user);
            if key.is_some() {
                props = props.texts("auth-client-required", &["cephx", "none"]);
            }
            props.opt("key-secret", key)
        }
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "network disks of protocol '{}' are not supported",
                other.as_str()
            )));
        }
    })
}

/// The lowest node of firmware's variables, without its name; nothing where there is no source.
pub(super) fn flash_source(source: &StorageSource) -> Result<Option<Props>> {
    protocol(&Disk::default(), source)
}
