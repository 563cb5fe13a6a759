//! Snapshots and checkpoints.

use super::{Named, Rule};
use ferrovirt_types::Result;
use ferrovirt_types::consts::ErrorDomain;
use ferrovirt_types::object::{DomainCheckpointRef, DomainRef, DomainSnapshotRef};

const fn snapshot(function: &'static str) -> Rule {
    Rule {
        domain: ErrorDomain::DomainSnapshot,
        function,
    }
}

const fn checkpoint(function: &'static str) -> Rule {
    Rule {
        domain: ErrorDomain::DomainCheckpoint,
        function,
    }
}

pub(crate) fn domain_snapshot_create_xml(_dom: &DomainRef, _xml_desc: &str, flags: u32) -> Result<()> {
    const REDEFINE: Named = (1, "REDEFINE");
    const CURRENT: Named = (2, "CURRENT");
    const NO_METADATA: Named = (4, "NO_METADATA");
    const HALT: Named = (8, "HALT");
    let rule = snapshot("virDomainSnapshotCreateXML");
    rule.requires(flags, CURRENT, REDEFINE)?;
    rule.exclusive(flags, REDEFINE, NO_METADATA)?;
    rule.exclusive(flags, REDEFINE, HALT)
}

pub(crate) fn domain_revert_to_snapshot(_snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
    snapshot("virDomainRevertToSnapshot").exclusive(flags, (1, "RUNNING"), (2, "PAUSED"))
}

pub(crate) fn domain_snapshot_delete(_snap: &DomainSnapshotRef, flags: u32) -> Result<()> {
    snapshot("virDomainSnapshotDelete").exclusive(flags, (1, "CHILDREN"), (4, "CHILDREN_ONLY"))
}

pub(crate) fn domain_checkpoint_create_xml(_dom: &DomainRef, _xml_desc: &str, flags: u32) -> Result<()> {
    checkpoint("virDomainCheckpointCreateXML").exclusive(flags, (1, "REDEFINE"), (2, "QUIESCE"))
}

pub(crate) fn domain_checkpoint_delete(_checkpoint: &DomainCheckpointRef, flags: u32) -> Result<()> {
    checkpoint("virDomainCheckpointDelete").exclusive(flags, (1, "CHILDREN"), (4, "CHILDREN_ONLY"))
}
