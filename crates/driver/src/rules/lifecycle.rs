//! Starting, stopping, saving; definitions and what is kept with them.

use super::{Named, Rule, domain};
use ferrovirt_types::Result;
use ferrovirt_types::consts::DomainMetadataType;
use ferrovirt_types::object::DomainRef;

const RUNNING: Named = (2, "RUNNING");
const PAUSED: Named = (4, "PAUSED");

fn one_state(rule: Rule, flags: u32) -> Result<()> {
    rule.exclusive(flags, RUNNING, PAUSED)
}

pub(crate) fn domain_lookup_by_id(id: i32) -> Result<()> {
    domain("virDomainLookupByID").need(id >= 0, "id must not be negative")
}

pub(crate) fn domain_managed_save(_dom: &DomainRef, flags: u32) -> Result<()> {
    one_state(domain("virDomainManagedSave"), flags)
}

pub(crate) fn domain_save_flags(_dom: &DomainRef, _to: &str, _dxml: Option<&str>, flags: u32) -> Result<()> {
    one_state(domain("virDomainSaveFlags"), flags)
}

pub(crate) fn domain_restore_flags(_from: &str, _dxml: Option<&str>, flags: u32) -> Result<()> {
    one_state(domain("virDomainRestoreFlags"), flags)
}

pub(crate) fn domain_save_image_define_xml(_file: &str, _dxml: &str, flags: u32) -> Result<()> {
    one_state(domain("virDomainSaveImageDefineXML"), flags)
}

pub(crate) fn domain_managed_save_define_xml(
    _dom: &DomainRef,
    _dxml: Option<&str>,
    flags: u32,
) -> Result<()> {
    one_state(domain("virDomainManagedSaveDefineXML"), flags)
}

pub(crate) fn domain_core_dump_with_format(
    _dom: &DomainRef,
    _to: &str,
    dumpformat: u32,
    flags: u32,
) -> Result<()> {
    const FORMATS: u32 = 5;
    const CRASH: Named = (1, "CRASH");
    const LIVE: Named = (2, "LIVE");
    const RESET: Named = (8, "RESET");
    let rule = domain("virDomainCoreDumpWithFormat");
    rule.need(dumpformat < FORMATS, "there is no such format")?;
    rule.exclusive(flags, CRASH, LIVE)?;
    rule.exclusive(flags, CRASH, RESET)?;
    rule.exclusive(flags, LIVE, RESET)
}

pub(crate) fn domain_send_key(
    _dom: &DomainRef,
    _codeset: u32,
    _holdtime: u32,
    keycodes: &[u32],
    _flags: u32,
) -> Result<()> {
    const MOST: usize = 16;
    let rule = domain("virDomainSendKey");
    rule.need(!keycodes.is_empty(), "no key is given")?;
    rule.need(keycodes.len() <= MOST, "there are more than 16 keys")
}

pub(crate) fn domain_send_process_signal(
    _dom: &DomainRef,
    pid_value: i64,
    _signum: u32,
    _flags: u32,
) -> Result<()> {
    domain("virDomainSendProcessSignal").need(pid_value != 0, "pid_value must not be zero")
}

pub(crate) fn domain_set_lifecycle_action(
    _dom: &DomainRef,
    kind: u32,
    action: u32,
    _flags: u32,
) -> Result<()> {
    const KINDS: u32 = 3;
    const ACTIONS: u32 = 6;
    let rule = domain("virDomainSetLifecycleAction");
    rule.need(kind < KINDS, "there is no such lifecycle type")?;
    rule.need(action < ACTIONS, "there is no such lifecycle action")
}

pub(crate) fn domain_rename(_dom: &DomainRef, new_name: Option<&str>, _flags: u32) -> Result<()> {
    let rule = domain("virDomainRename");
    rule.need(
        new_name.is_some_and(|name| !name.is_empty()),
        "the new name is empty",
    )
}

pub(crate) fn domain_set_metadata(
    _dom: &DomainRef,
    kind: i32,
    metadata: Option<&str>,
    key: Option<&str>,
    uri: Option<&str>,
    _flags: u32,
) -> Result<()> {
    metadata_set(domain("virDomainSetMetadata"), kind, metadata, key, uri)
}

/// Title and description have no URI and no key, and a title is one line; an element needs its URI, and
/// a key if it is set.
pub(super) fn metadata_set(
    rule: Rule,
    kind: i32,
    metadata: Option<&str>,
    key: Option<&str>,
    uri: Option<&str>,
) -> Result<()> {
    match DomainMetadataType::from_raw(kind) {
        Some(DomainMetadataType::Title | DomainMetadataType::Description) => {
            let line = kind != DomainMetadataType::Title.raw() || !metadata.is_some_and(|m| m.contains('\n'));
            rule.need(line, "a title is one line")?;
            rule.need(uri.is_none(), "this kind of metadata has no URI")?;
            rule.need(key.is_none(), "this kind of metadata has no key")
        }
        Some(DomainMetadataType::Element) => {
            rule.need(uri.is_some(), "an element needs a URI")?;
            rule.need(metadata.is_none() || key.is_some(), "an element needs a key")
        }
        None => Ok(()),
    }
}

pub(crate) fn domain_get_metadata(_dom: &DomainRef, kind: i32, uri: Option<&str>, flags: u32) -> Result<()> {
    let rule = domain("virDomainGetMetadata");
    rule.one_side(flags)?;
    metadata_get(rule, kind, uri)
}

pub(super) fn metadata_get(rule: Rule, kind: i32, uri: Option<&str>) -> Result<()> {
    match DomainMetadataType::from_raw(kind) {
        Some(DomainMetadataType::Title | DomainMetadataType::Description) => {
            rule.need(uri.is_none(), "this kind of metadata has no URI")
        }
        Some(DomainMetadataType::Element) => rule.need(uri.is_some(), "an element needs a URI"),
        None => Ok(()),
    }
}
