//! Lane zfs: pools of a real ZFS, as root in the machine of lane vm, which has ZFS's modules and programs beside all
//! else.

use crate::harness::case::{Case, Outcome, require_equal};
use crate::harness::virsh::Virsh;
use crate::vm::machine::tool;

mod faults;
mod guests;
mod pools;
mod volumes;

/// Every case of the lane.
pub fn cases() -> Vec<Case> {
    [pools::CASES, volumes::CASES, guests::CASES, faults::CASES].concat()
}

/// The pool of ZFS that cases make on [`DEVICE`].
const TANK: &str = "fvtank";
const DEVICE: &str = "/dev/sda";

/// Defines pool `z` of [`TANK`], which nobody has made yet. The disk may hold what an earlier case made.
fn define(virsh: &Virsh) -> Outcome {
    tool("modprobe", &["zfs"])?;
    // What a case that failed left. Each looks at its end for what it leaves itself.
    let _ = tool("zpool", &["destroy", "-f", TANK]);
    nothing_is_left()?;
    let define = ["pool-define-as", "z", "zfs", "--source-name", TANK];
    virsh
        .ok(&[&define[..], &["--source-dev", DEVICE]].concat())
        .map(|_| ())
}

/// The same, made and running.
fn running_pool(virsh: &Virsh) -> Outcome {
    define(virsh)?;
    virsh.ok(&["pool-build", "z", "--overwrite"])?;
    virsh.ok(&["pool-start", "z"]).map(|_| ())
}

/// Removes pool `z` with all that is in it.
fn remove_pool(virsh: &Virsh) -> Outcome {
    virsh.ok(&["pool-destroy", "z"])?;
    virsh.ok(&["pool-delete", "z"])?;
    virsh.ok(&["pool-undefine", "z"])?;
    nothing_is_left()
}

fn nothing_is_left() -> Outcome {
    require_equal("pools of ZFS", imported()?.as_str(), "")
}

/// Names of the pools of ZFS that the machine has.
fn imported() -> Outcome<String> {
    Ok(tool("zpool", &["list", "-H", "-o", "name"])?.trim().to_owned())
}

/// A property of a volume or dataset, in plain numbers.
fn property(name: &str, of: &str) -> Outcome<String> {
    let value = tool("zfs", &["get", "-H", "-p", "-o", "value", name, of])?;
    Ok(value.trim().to_owned())
}
