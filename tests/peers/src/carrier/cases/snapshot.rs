//! Snapshots and checkpoints.

use crate::carrier::checks;
use crate::carrier::ground::{Ground, defined, fails, good, running};
use ferrovirt_api::{Domain, DomainSnapshot};
use ferrovirt_tests::harness::case::{Outcome, require, require_equal, require_text};
use ferrovirt_types::consts::{
    DomainSnapshotCreateFlags, DomainSnapshotDeleteFlags, DomainSnapshotListFlags, DomainSnapshotRevertFlags,
    ErrorNumber,
};

checks![tree, reverted, deleted, refused];

async fn take(domain: &Domain, name: &str) -> Outcome<DomainSnapshot> {
    let xml = format!("<domainsnapshot><name>{name}</name></domainsnapshot>");
    good(domain.create_snapshot(&xml, Default::default()).await)
}

async fn tree(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = running(&connection, "one").await?;
    require(good(one.current_snapshot().await)?.is_none(), || {
        "a current one at first".to_owned()
    })?;
    let first = take(&one, "s1").await?;
    let second = take(&one, "s2").await?;
    let current = good(one.current_snapshot().await)?;
    require_equal("current", current.as_ref().map(DomainSnapshot::name), Some("s2"))?;
    let parent = good(second.parent().await)?;
    require_equal("parent", parent.as_ref().map(DomainSnapshot::name), Some("s1"))?;
    require(good(first.parent().await)?.is_none(), || {
        "the root has a parent".to_owned()
    })?;
    let children = good(first.children(Default::default()).await)?;
    require_equal("children", children.len(), 1)?;
    let roots = good(one.snapshots(DomainSnapshotListFlags::ROOTS).await)?;
    require_equal("roots", roots.len(), 1)?;
    require_text(
        &good(second.xml(Default::default()).await)?,
        "<state>running</state>",
    )
}

async fn reverted(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let off = take(&one, "off").await?;
    let one = good(one.start(Default::default()).await)?;
    take(&one, "on").await?;
    good(off.revert(Default::default()).await)?;
    require(!good(one.is_active().await)?, || {
        "active after the revert".to_owned()
    })?;
    good(off.revert(DomainSnapshotRevertFlags::RUNNING).await)?;
    require_equal(
        "a stock test driver leaves a domain off that is off in the snapshot as well; the flag asks for more",
        good(one.is_active().await)?,
        ground.by_carrier(true, false),
    )?;
    let both = DomainSnapshotRevertFlags::RUNNING | DomainSnapshotRevertFlags::PAUSED;
    fails("both", off.revert(both).await, ErrorNumber::InvalidArg)
}

async fn deleted(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let first = take(&one, "s1").await?;
    take(&one, "s2").await?;
    take(&one, "s3").await?;
    good(good(one.snapshot("s2").await)?.delete(Default::default()).await)?;
    let third = good(one.snapshot("s3").await)?;
    let parent = good(third.parent().await)?;
    require_equal(
        "new parent",
        parent.as_ref().map(DomainSnapshot::name),
        Some("s1"),
    )?;
    good(first.delete(DomainSnapshotDeleteFlags::CHILDREN).await)?;
    require_equal("left", good(one.snapshots(Default::default()).await)?.len(), 0)?;
    fails("gone", one.snapshot("s1").await, ErrorNumber::NoDomainSnapshot)
}

async fn refused(ground: &Ground) -> Outcome {
    let connection = ground.open().await?;
    let one = defined(&connection, "one").await?;
    let flags = DomainSnapshotCreateFlags::REDEFINE | DomainSnapshotCreateFlags::HALT;
    let xml = "<domainsnapshot><name>s</name></domainsnapshot>";
    fails(
        "both",
        one.create_snapshot(xml, flags).await,
        ErrorNumber::InvalidArg,
    )?;
    take(&one, "s1").await?;
    fails(
        "undefine",
        one.undefine(Default::default()).await,
        ErrorNumber::OperationInvalid,
    )
}
