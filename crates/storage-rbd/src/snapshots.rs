//! Snapshots of images. A clone shares the data of a snapshot, which is kept for it: one is made where the image has
//! none that is like it. What was made for clones goes with the image, when its clones are gone; what others made
//! goes only when that is asked for.

use crate::answers::{Snapshot, children, info, is_same, snapshots};
use crate::cluster::{Cluster, ended_with};
use ferrovirt_storage::{StorageError, VolumeName, undoing};
use uuid::Uuid;

/// How the names of snapshots begin that are made here.
const OURS: &str = "ferrovirt-";

/// Makes `target` (as `pool/image`) with the content of image `source` (likewise), and says whether it could: an image
/// without layers can only be copied whole. A failure leaves nothing behind.
pub(crate) async fn clone(cluster: &Cluster, source: &str, target: &str) -> Result<bool, StorageError> {
    let seen = info(&cluster.rbd(&["--format", "json", "info", source]).await?)?;
    if !seen.features.iter().any(|feature| feature == "layering") {
        return Ok(false);
    }
    let newest = of(cluster, source).await?.pop();
    let like = match newest {
        Some(newest) if newest.size == seen.size && is_like(cluster, source, &newest).await? => Some(newest),
        _ => None,
    };
    let is_new = like.is_none();
    let is_protected = like.as_ref().is_some_and(Snapshot::is_protected);
    let name = like.map_or_else(|| format!("{OURS}{}", Uuid::new_v4().simple()), |like| like.name);
    let snapshot = format!("{source}@{name}");
    let cloned = async {
        if is_new {
            cluster
                .rbd(&["snap", "create", "--no-progress", &snapshot])
                .await?;
        }
        if !is_protected {
            cluster.rbd(&["snap", "protect", &snapshot]).await?;
        }
        cluster.rbd(&["clone", &snapshot, target]).await
    };
    let cloned = cloned.await;
    if let Err(e) = &cloned
        && is_new
    {
        // The clone may have been made in spite of that, unless others made one by its name.
        if !ended_with(e, nix::libc::EEXIST) {
            drop(undoing(cluster.rbd(&["rm", "--no-progress", target])).await);
        }
        drop(undoing(cluster.rbd(&["snap", "unprotect", &snapshot])).await);
        drop(undoing(cluster.rbd(&["snap", "rm", "--no-progress", &snapshot])).await);
    }
    cloned.map(|_| true)
}

/// The snapshots of an image, oldest first.
async fn of(cluster: &Cluster, image: &str) -> Result<Vec<Snapshot>, StorageError> {
    snapshots(&cluster.rbd(&["--format", "json", "snap", "ls", image]).await?)
}

/// Whether an image is as it was when a snapshot was made.
async fn is_like(cluster: &Cluster, image: &str, snapshot: &Snapshot) -> Result<bool, StorageError> {
    let args = [
        "--format",
        "json",
        "diff",
        "--whole-object",
        "--from-snap",
        &snapshot.name,
        image,
    ];
    is_same(&cluster.rbd(&args).await?)
}

/// Removes the snapshots of an image that is to be removed: those made here, or `all`. Nothing is removed when one has
/// to stay.
pub(crate) async fn remove(cluster: &Cluster, name: &VolumeName, all: bool) -> Result<(), StorageError> {
    let image = cluster.image(name.as_str());
    let found = of(cluster, &image).await?;
    if found.is_empty() {
        return Ok(());
    }
    let busy = |by: String| {
        Err(StorageError::VolumeBusy {
            name: name.to_string(),
            by,
        })
    };
    let theirs: Vec<&str> = found
        .iter()
        .map(|s| s.name.as_str())
        .filter(|name| !name.starts_with(OURS))
        .collect();
    if !all && !theirs.is_empty() {
        return busy(format!(
            "it has snapshots ({}), which are removed with it only if that is asked for",
            theirs.join(", ")
        ));
    }
    let clones = children(&cluster.rbd(&["--format", "json", "children", &image]).await?)?;
    if !clones.is_empty() {
        return busy(format!(
            "it has clones that share its data ({}): remove them, or give them data of their own with `rbd flatten`",
            clones.join(", ")
        ));
    }
    for snapshot in found.iter().filter(|snapshot| snapshot.is_protected()) {
        cluster
            .rbd(&["snap", "unprotect", &format!("{image}@{}", snapshot.name)])
            .await?;
    }
    cluster
        .rbd(&["snap", "purge", "--no-progress", &image])
        .await
        .map(drop)
}
