//! Pools of Ceph from definition to removal, with the secret that opens them.

use super::cluster::{Cluster, POOL, SIZE, define_secret, document, set_secret};
use crate::harness::case::{Case, Outcome, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::pools::is_inactive;

pub const CASES: &[Case] = &[Case {
    name: "pool_with_a_secret",
    run: pool,
}];

/// A key of nobody.
const WRONG: &str = "AQBdIQNr3SSMJxAAUfX0kU/yOccInQKPpvmryA==";

fn pool() -> Outcome {
    let cluster = Cluster::start()?;
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let capabilities = virsh.ok(&["pool-capabilities"])?;
    require_text(&capabilities, "<pool type='rbd' supported='yes'>")?;
    let refused = virsh.refused(&["find-storage-pool-sources-as", "rbd", "127.0.0.1"])?;
    require_text(&refused, "pool type 'rbd' does not support source discovery")?;
    let file = daemon.scratch().write("r.xml", document(POOL))?;
    virsh.ok(&["pool-define", &file])?;
    require_text(
        &virsh.refused(&["pool-start", "r"])?,
        "no secret with matching uuid",
    )?;
    define_secret(&daemon)?;
    require_text(&virsh.refused(&["pool-start", "r"])?, "does not have a value")?;
    set_secret(&daemon, WRONG)?;
    let refused = virsh.refused(&["pool-start", "r"])?;
    require_text(
        &refused,
        "cannot connect to the RADOS monitor on '127.0.0.1:6789'",
    )?;
    require_text(&refused, "refuses the user and the secret")?;
    is_inactive(&virsh, "r")?;
    set_secret(&daemon, &cluster.admin_key()?)?;
    virsh.ok(&["pool-build", "r"])?;
    virsh.ok(&["pool-start", "r"])?;
    let xml = virsh.ok(&["pool-dumpxml", "r"])?;
    require_text(&xml, &format!("<capacity unit='bytes'>{SIZE}</capacity>"))?;
    require_text(&xml, "<auth type='ceph' username='admin'>")?;
    let conflict = document(POOL).replace("<name>r<", "<name>other<");
    let conflict = daemon.scratch().write("other.xml", conflict)?;
    require_text(
        &virsh.refused(&["pool-define", &conflict])?,
        "conflict with pool: 'r'",
    )?;
    let none = document("none").replace("<name>r<", "<name>none<");
    let none = daemon.scratch().write("none.xml", none)?;
    require_text(
        &virsh.refused(&["pool-create", &none])?,
        "error opening pool 'none'",
    )?;
    cluster.rbd(&["create", "--size", "3M", &format!("{POOL}/theirs")])?;
    // One that others made is found by its name, and listed after a refresh.
    require_text(&virsh.ok(&["vol-info", "theirs", "r"])?, "3.00 MiB")?;
    virsh.ok(&["pool-refresh", "r"])?;
    require_text(&virsh.ok(&["vol-list", "r"])?, &format!("{POOL}/theirs"))?;
    require_text(&virsh.refused(&["pool-delete", "r"])?, "still active")?;
    virsh.ok(&["pool-destroy", "r"])?;
    require_text(&virsh.refused(&["pool-delete", "r"])?, "cannot be deleted")?;
    virsh.ok(&["pool-undefine", "r"]).map(drop)
}
