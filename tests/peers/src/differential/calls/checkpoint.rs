//! Checkpoints.

use super::super::call::calls;
use super::super::document;

const NAMES: &[&str] = &["c1", "c2", "c3", "nosuch", ""];

calls! {
    8 plain checkpoints.domain_checkpoint_create_xml(Dom, Document(document::checkpoint), Flags(7));
    3 text checkpoints.domain_checkpoint_get_xml_desc(Check, Flags(7));
    1 plain checkpoints.domain_checkpoint_lookup_by_name(Dom, Word(NAMES), Flags(0));
    2 plain checkpoints.domain_checkpoint_get_parent(Check, Flags(0));
    4 plain checkpoints.domain_checkpoint_delete(Check, Flags(7));
    3 sorted checkpoints.domain_list_all_checkpoints(Dom, Flags(0x3f));
    2 sorted checkpoints.domain_checkpoint_list_all_children(Check, Flags(0x3f));
}
