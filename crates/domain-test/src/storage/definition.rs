//! Documents of pools and volumes: checked, and completed with what they leave open.

use crate::error::{Result, TestError};
use ferrovirt_schema::pool::{Adapter, PARTITION_FORMATS, Pool, PoolType, Source};
use ferrovirt_schema::vol::{Volume, VolumeType};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};

fn refuse(code: ErrorNumber, why: impl Into<String>) -> TestError {
    TestError::Api(Error::new(code, ErrorDomain::Storage, why))
}

fn missing(what: &str) -> TestError {
    refuse(ErrorNumber::XmlError, format!("missing {what}"))
}

/// Reads the document of a pool.
pub(super) fn parse(text: &str, validate: bool) -> Result<Pool> {
    let mut doc: Pool = crate::domain::read_document(text, "pool", validate)?;
    doc.settle()?;
    // Options for a client that is never run.
    doc.config_options.clear();
    (doc.capacity, doc.allocation, doc.available) = (None, None, None);
    Ok(doc)
}

/// A virtual port and a pool of the adapter that it is on.
fn share_adapter(a: &Source, b: &Source) -> bool {
    let (Some(a), Some(b)) = (&a.adapter, &b.adapter) else {
        return false;
    };
    let on = |port: &Adapter, host: &Adapter| port.parent.is_some() && port.parent == host.name;
    on(a, b) || on(b, a)
}

/// Whether two pools are made of the same thing.
pub(super) fn same_source(a: &Pool, b: &Pool) -> bool {
    if a.kind != b.kind {
        return false;
    }
    let none = Source::default();
    let (x, y) = (
        a.source.as_ref().unwrap_or(&none),
        b.source.as_ref().unwrap_or(&none),
    );
    let hosts = x.hosts == y.hosts;
    let share = |s: &Source, t: &Source| {
        s.devices
            .iter()
            .any(|d| t.devices.iter().any(|e| d.path == e.path))
    };
    match a.kind {
        PoolType::Dir | PoolType::Vstorage => a.target_path() == b.target_path(),
        PoolType::Netfs => hosts && x.dir == y.dir,
        PoolType::Gluster => hosts && x.dir == y.dir && x.name == y.name,
        PoolType::Scsi => x.adapter == y.adapter || share_adapter(x, y),
        PoolType::Iscsi | PoolType::IscsiDirect => hosts && share(x, y) && x.initiator == y.initiator,
        PoolType::Fs | PoolType::Logical | PoolType::Disk | PoolType::Zfs => share(x, y),
        PoolType::Rbd | PoolType::Sheepdog => hosts && x.name == y.name,
        PoolType::Mpath => true,
    }
}

/// Formats of files.
const FILE_FORMATS: &[&str] = &[
    "raw", "none", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow",
    "qcow2", "qed", "vmdk", "luks",
];

/// Formats that volumes of a pool can have, the usual one first; none where a volume is a device without more.
fn formats(pool: PoolType) -> &'static [&'static str] {
    match pool {
        PoolType::Dir | PoolType::Fs | PoolType::Netfs | PoolType::Gluster | PoolType::Vstorage => {
            FILE_FORMATS
        }
        PoolType::Rbd | PoolType::Sheepdog => FILE_FORMATS,
        PoolType::Disk => PARTITION_FORMATS,
        PoolType::Logical
        | PoolType::Scsi
        | PoolType::Iscsi
        | PoolType::IscsiDirect
        | PoolType::Mpath
        | PoolType::Zfs => &[],
    }
}

/// Reads the document of a volume that is to be in such a pool.
pub(crate) fn parse_volume(text: &str, pool: PoolType, validate: bool) -> Result<Volume> {
    let mut doc: Volume = crate::domain::read_document(text, "volume", validate)?;
    if doc.name.as_deref().unwrap_or_default().is_empty() {
        return Err(missing("volume name element"));
    }
    if validate && doc.target.is_none() {
        return Err(TestError::Grammar("a volume needs a <target>".into()));
    }
    let Some(capacity) = doc.capacity else {
        return Err(missing("capacity element"));
    };
    doc.allocation.get_or_insert(capacity);
    doc.kind = Some(VolumeType::File);
    doc.physical = None;
    let target = doc.target.get_or_insert_default();
    target.timestamps = None;
    let known = formats(pool);
    complete_format(&mut target.format, known);
    if target.features.is_some() {
        target.compat.get_or_insert_with(|| "1.1".into());
    }
    if let Some(below) = &mut doc.backing_store {
        complete_format(&mut below.format, known);
    }
    let formats = [&doc.target, &doc.backing_store].map(|t| t.as_ref().and_then(|t| t.format.clone()));
    match formats
        .into_iter()
        .flatten()
        .find(|format| !known.contains(&format.as_str()))
    {
        Some(format) if validate => Err(TestError::Grammar(format!(
            "no format of volumes is called {format}"
        ))),
        Some(format) => Err(refuse(
            ErrorNumber::ConfigUnsupported,
            format!("unknown volume format type {format}"),
        )),
        None => Ok(doc),
    }
}

/// Gives the usual format to a volume that says none; where there are none, what it says is passed over.
fn complete_format(format: &mut Option<String>, known: &[&str]) {
    match known.first() {
        Some(usual) => {
            format.get_or_insert_with(|| (*usual).to_owned());
        }
        None => *format = None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes() {
        let code = |text: &str| {
            parse_volume(text, PoolType::Dir, false)
                .map_err(|e| Error::from(e).raw_code())
                .err()
                .unwrap_or(0)
        };
        assert_eq!(code("<volume><capacity>1</capacity></volume>"), 27);
        assert_eq!(code("<volume><name>a</name></volume>"), 27);
        let format =
            "<volume><name>a</name><capacity>1</capacity><target><format type='x'/></target></volume>";
        assert_eq!(code(format), 67);
    }
}
