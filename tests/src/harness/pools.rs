//! Pools as `virsh` shows them.

use std::time::Duration;

use super::case::{Outcome, require_text};
use super::virsh::Virsh;
use super::wait;

/// For a pool to come up, on a loaded machine or within one that is emulated.
const LIMIT: Duration = Duration::from_secs(120);

/// The pool is there and off.
pub fn is_inactive(virsh: &Virsh, pool: &str) -> Outcome {
    require_text(&virsh.ok(&["pool-info", pool])?, "State:          inactive")
}

/// The pool is up, or comes up: a new daemon goes on while a pool takes long.
pub fn is_running(virsh: &Virsh, pool: &str) -> Outcome {
    wait::until_true("the pool", LIMIT, || {
        virsh
            .ok(&["pool-info", pool])
            .is_ok_and(|info| info.contains("State:          running"))
    })
}

/// Defines and builds a pool `name` on a folder that this machine's own file server has.
pub fn on_file_server(virsh: &Virsh, name: &str, export: &str, target: &str) -> Outcome {
    let define = ["pool-define-as", name, "netfs", "--source-host", "127.0.0.1"];
    let source = ["--source-path", export, "--source-format", "nfs"];
    virsh.ok(&[&define[..], &source, &["--target", target]].concat())?;
    virsh.ok(&["pool-build", name]).map(|_| ())
}
