//! The switches below `/proc/sys/net` that a network needs. They belong to the namespace of the thread
//! that writes them.

use crate::error::{Error, Result};
use crate::plan::Plan;
use ferrovirt_types::ifname::IfName;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const NET: &str = "/proc/sys/net";

/// Sets what concerns the bridge alone: no IPv6 unless the network has it, and then no addresses or
/// routes from whoever announces some.
pub(super) async fn prepare_bridge(network: &str, bridge: &IfName, ipv6: bool) -> Result<()> {
    let conf = PathBuf::from(NET).join("ipv6/conf").join(bridge.as_str());
    let switches = if ipv6 {
        vec![
            (conf.join("disable_ipv6"), "0"),
            (conf.join("accept_ra"), "0"),
            (conf.join("autoconf"), "0"),
        ]
    } else {
        vec![(conf.join("disable_ipv6"), "1")]
    };
    set(network, switches).await
}

/// Lets the host forward packets of the families that the network needs forwarded. It is left on when
/// the network stops: others may need it by then.
pub(super) async fn enable_forwarding(plan: &Plan) -> Result<()> {
    let mut switches = Vec::new();
    if plan.forwards(false) {
        switches.push((PathBuf::from(NET).join("ipv4/ip_forward"), "1"));
    }
    if plan.forwards(true) {
        let all = PathBuf::from(NET).join("ipv6/conf/all/forwarding");
        switches.extend(keep_announced_routes(&all).into_iter().map(|path| (path, "2")));
        switches.push((all, "1"));
    }
    set(&plan.name, switches).await
}

/// A host that begins to forward IPv6 ignores routers' announcements from then on, and with them loses
/// its own default route, unless an interface is told to heed them all the same. Gives the switches of
/// those that heed them now.
fn keep_announced_routes(all: &Path) -> Vec<PathBuf> {
    let is = |path: &Path, value: &str| fs::read_to_string(path).is_ok_and(|text| text.trim() == value);
    if !is(all, "0") {
        return Vec::new();
    }
    let interfaces = fs::read_dir(PathBuf::from(NET).join("ipv6/conf"));
    let switches = interfaces
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("accept_ra"));
    switches.filter(|path| is(path, "1")).collect()
}

async fn set(network: &str, switches: Vec<(PathBuf, &'static str)>) -> Result<()> {
    let network = network.to_owned();
    let write = move || {
        for (path, value) in switches {
            match write_changed(&path, value) {
                Ok(()) => {}
                // A kernel without IPv6 has nothing to switch off.
                Err(e) if e.kind() == io::ErrorKind::NotFound && value != "1" => {}
                Err(e) if e.kind() == io::ErrorKind::NotFound && path.ends_with("disable_ipv6") => {}
                Err(source) => {
                    tracing::debug!(network, path = %path.display(), "cannot set a switch of the kernel");
                    return Err(ferrovirt_host::Error::File {
                        action: "write",
                        path,
                        source,
                    }
                    .into());
                }
            }
        }
        Ok(())
    };
    tokio::task::spawn_blocking(write)
        .await
        .map_err(|_| Error::Stopping)?
}

/// Writes only a change: where `/proc/sys` is read-only (in a container) the value may be right.
fn write_changed(path: &Path, value: &str) -> io::Result<()> {
    if fs::read_to_string(path)?.trim() == value {
        return Ok(());
    }
    fs::write(path, value)
}
