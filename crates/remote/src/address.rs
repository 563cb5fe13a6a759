//! From a connection URI to where the daemon listens, and to the URI that it is asked to open.

use ferrovirt_types::uri::ConnectUri;
use std::path::PathBuf;

/// Port of the unencrypted transport.
pub(crate) const TCP_PORT: u16 = 16509;

/// Port of the transport with TLS.
pub(crate) const TLS_PORT: u16 = 16514;

/// Parameters that are for this side.
const OURS: [&str; 14] = [
    "name",
    "socket",
    "command",
    "auth",
    "netcat",
    "keyfile",
    "no_sanity",
    "no_verify",
    "no_tty",
    "pkipath",
    "mode",
    "proxy",
    "known_hosts",
    "tls_priority",
];

/// The URI that the daemon is asked to open: without transport, host and our own parameters.
pub(crate) fn peer_uri(uri: &ConnectUri) -> String {
    if let Some(name) = uri.param("name") {
        return name.to_owned();
    }
    if uri.driver == "remote" {
        return String::new();
    }
    let query = uri
        .query
        .iter()
        .filter(|(n, _)| !OURS.contains(&n.as_str()))
        .cloned()
        .collect();
    ConnectUri {
        transport: None,
        user: None,
        host: None,
        port: None,
        query,
        ..uri.clone()
    }
    .to_string()
}

/// Sockets to try, in order.
pub(crate) fn sockets(
    uri: &ConnectUri,
    read_only: bool,
    root: bool,
    runtime: Option<PathBuf>,
) -> Vec<PathBuf> {
    if let Some(path) = uri.param("socket") {
        return vec![path.into()];
    }
    let session = uri.path == "/session" || (!root && uri.path != "/system" && uri.driver != "test");
    if session && let Some(runtime) = runtime {
        return vec![
            runtime.join("ferrovirt/libvirt-sock"),
            runtime.join("libvirt/libvirt-sock"),
        ];
    }
    let suffix = if read_only { "-ro" } else { "" };
    let mut paths: Vec<PathBuf> = ["/run/ferrovirt/libvirt-sock", "/run/libvirt/libvirt-sock"]
        .iter()
        .map(|p| format!("{p}{suffix}").into())
        .collect();
    paths.push(format!("/run/libvirt/virt{}d-sock{suffix}", uri.driver).into());
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_daemon_opens() {
        let peer = |u: &str| peer_uri(&ConnectUri::parse(u).unwrap());
        assert_eq!(peer("qemu+unix:///system?socket=/x"), "qemu:///system");
        assert_eq!(peer("test+tcp://h:1/default"), "test:///default");
        assert_eq!(peer("qemu+ssh://u@h/system?name=lxc:///"), "lxc:///");
        assert_eq!(
            peer("qemu+unix:///system?socket=/x&extra=1"),
            "qemu:///system?extra=1"
        );
        assert_eq!(peer("remote+unix://"), "");
    }

    #[test]
    fn where_it_listens() {
        let at = |u: &str, ro| {
            sockets(
                &ConnectUri::parse(u).unwrap(),
                ro,
                true,
                Some("/run/user/0".into()),
            )
        };
        assert_eq!(at("qemu+unix:///system?socket=/x", true), [PathBuf::from("/x")]);
        assert_eq!(
            at("qemu:///system", true),
            [
                "/run/ferrovirt/libvirt-sock-ro",
                "/run/libvirt/libvirt-sock-ro",
                "/run/libvirt/virtqemud-sock-ro"
            ]
            .map(PathBuf::from)
        );
        assert_eq!(
            at("qemu:///session", false)[0],
            PathBuf::from("/run/user/0/ferrovirt/libvirt-sock")
        );
    }
}
