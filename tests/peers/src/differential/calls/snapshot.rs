//! Snapshots.

use super::super::call::calls;
use super::super::document;

const NAMES: &[&str] = &["s1", "s2", "s3", "nosuch", ""];

calls! {
    8 plain snapshots.domain_snapshot_create_xml(Dom, Document(document::snapshot), Flags(0x3ff));
    3 text snapshots.domain_snapshot_get_xml_desc(Snap, Flags(1));
    1 plain snapshots.domain_snapshot_lookup_by_name(Dom, Word(NAMES), Flags(0));
    2 plain snapshots.domain_has_current_snapshot(Dom, Flags(0));
    2 plain snapshots.domain_snapshot_current(Dom, Flags(0));
    5 plain snapshots.domain_revert_to_snapshot(Snap, Flags(0xf));
    4 plain snapshots.domain_snapshot_delete(Snap, Flags(7));
    2 plain snapshots.domain_snapshot_get_parent(Snap, Flags(0));
    2 plain snapshots.domain_snapshot_is_current(Snap, Flags(0));
    1 plain snapshots.domain_snapshot_has_metadata(Snap, Flags(0));
    3 sorted snapshots.domain_list_all_snapshots(Dom, Flags(0x7ff));
    2 sorted snapshots.domain_snapshot_list_all_children(Snap, Flags(0x7ff));
}
