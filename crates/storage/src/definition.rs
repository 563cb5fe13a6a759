//! A pool's definition: its document, checked and with what every kind of pool defaults to.

use crate::backend::Usage;
use crate::{StorageError, source};
use ferrovirt_schema::pool::{Pool as Document, PoolType, Source, Target};
use ferrovirt_schema::storage::{Bytes, Permissions};
use ferrovirt_xml::YesNo;
use std::path::Path;
use std::sync::LazyLock;
use uuid::Uuid;

/// A checked definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    name: String,
    uuid: Uuid,
    document: Document,
    uuid_is_new: bool,
}

impl Definition {
    /// Reads and checks a document. A UUID is made where it has none.
    pub fn parse(text: &str) -> Result<Self, StorageError> {
        let mut document = Document::parse(text)?;
        let name = document
            .effective_name()
            .filter(|name| !name.is_empty())
            .map(str::to_owned);
        let name = name.ok_or_else(|| missing("storage pool name"))?;
        if name.contains('/') {
            return Err(StorageError::Document(format!(
                "name of storage pool '{name}' cannot contain '/'"
            )));
        }
        let uuid_is_new = document.uuid.is_none();
        let uuid = document.uuid.unwrap_or_else(Uuid::new_v4);
        source::check(document.kind, document.source.as_ref(), &name)?;
        fill_source(&mut document, &name);
        fill_target(&mut document)?;
        document.name = Some(name.clone());
        document.uuid = Some(uuid);
        Ok(Definition {
            name,
            uuid,
            document,
            uuid_is_new,
        })
    }

    /// Unique name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Unique identity.
    pub fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// Whether the document had no UUID.
    pub fn uuid_is_new(&self) -> bool {
        self.uuid_is_new
    }

    /// What the pool is made of.
    pub fn kind(&self) -> PoolType {
        self.document.kind
    }

    /// Where volumes appear; empty for pools that have no place on the host.
    pub fn target(&self) -> &Path {
        Path::new(self.target_str())
    }

    /// The same as text.
    pub fn target_str(&self) -> &str {
        self.document.target_path().unwrap_or_default()
    }

    /// Where the space comes from.
    pub fn source(&self) -> &Source {
        static NONE: LazyLock<Source> = LazyLock::new(Source::default);
        self.document.source.as_ref().unwrap_or(&NONE)
    }

    /// The whole document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Whether files of the pool are copied when they are written, as is usual where a file system does
    /// that.
    pub fn copies_on_write(&self) -> bool {
        let features = self.document.features.as_ref();
        let cow = features.and_then(|features| features.cow.as_ref());
        cow.and_then(|cow| cow.state) != Some(YesNo::No)
    }

    /// Permissions asked for the target.
    pub fn permissions(&self) -> Option<&Permissions> {
        self.document.target.as_ref()?.permissions.as_ref()
    }

    /// The same definition with the permissions that the target has.
    #[must_use]
    pub fn with_permissions(&self, permissions: Permissions) -> Self {
        let mut changed = self.clone();
        changed.document.target.get_or_insert_default().permissions = Some(permissions);
        changed
    }

    /// The document as text, with what is in use.
    pub fn to_xml(&self, usage: Usage) -> String {
        let mut document = self.document.clone();
        document.capacity = Some(Bytes(usage.capacity));
        document.allocation = Some(Bytes(usage.allocation));
        document.available = Some(Bytes(usage.available));
        document.to_xml()
    }
}

fn missing(what: &str) -> StorageError {
    StorageError::Document(format!("missing {what}"))
}

fn fill_source(document: &mut Document, name: &str) {
    let kind = document.kind;
    let source = document.source.get_or_insert_default();
    let format = match kind {
        PoolType::Fs | PoolType::Netfs => Some("auto"),
        PoolType::Logical => Some("lvm2"),
        PoolType::Disk => Some("unknown"),
        _ => None,
    };
    if source.format.is_none() {
        source.format = format.map(str::to_owned);
    }
    if let Some(adapter) = &mut source.adapter
        && adapter.kind.is_none()
    {
        // The only kind that can be told by its name.
        adapter.kind = Some("scsi_host".to_owned());
    }
    if source.name.is_none() && matches!(kind, PoolType::Logical | PoolType::Zfs) {
        source.name = Some(name.to_owned());
    }
}

fn fill_target(document: &mut Document) -> Result<(), StorageError> {
    use PoolType as P;
    let source_name = document
        .source
        .as_ref()
        .and_then(|s| s.name.as_deref())
        .unwrap_or_default();
    let fixed = match document.kind {
        P::Rbd | P::Sheepdog | P::Gluster | P::IscsiDirect => {
            document.target = None;
            return Ok(());
        }
        P::Logical => Some(format!("/dev/{source_name}")),
        P::Zfs => Some(format!("/dev/zvol/{source_name}")),
        _ => None,
    };
    let target: &mut Target = document.target.get_or_insert_default();
    let path = fixed.or_else(|| target.path.take()).filter(|p| !p.is_empty());
    let path = path.ok_or_else(|| missing("storage pool target path"))?;
    if !path.starts_with('/') {
        return Err(StorageError::Document(format!(
            "target path '{path}' of the storage pool is not absolute"
        )));
    }
    if path.chars().any(char::is_control) || path.split('/').any(|part| part == "..") {
        return Err(StorageError::Document(format!(
            "target path '{}' of the storage pool has '..' or a control character",
            path.escape_default()
        )));
    }
    target.path = Some(plain_path(&path));
    Ok(())
}

/// A path without repeated and trailing slashes.
pub(crate) fn plain_path(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    for part in path.split('/').filter(|part| !part.is_empty()) {
        plain.push('/');
        plain.push_str(part);
    }
    if plain.is_empty() { "/".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Definition::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(refused("<pool type='dir'/>").contains("missing storage pool name"));
        assert!(
            refused("<pool type='dir'><name>x</name></pool>").contains("missing storage pool target path")
        );
        let text = "<pool type='netfs'><name>x</name><target><path>/x</path></target></pool>";
        assert!(refused(text).contains("missing storage pool source host name"));
        let text = "<pool type='dir'><name>a/b</name><target><path>/x</path></target></pool>";
        assert!(refused(text).contains("cannot contain '/'"));
        let text = "<pool type='dir'><name>a</name><target><path>/x/../y</path></target></pool>";
        assert!(refused(text).contains(".."));
        let text = "<pool type='dir'><name>a</name><target><path>x</path></target></pool>";
        assert!(refused(text).contains("not absolute"));
    }

    #[test]
    fn defaults_are_filled() {
        let text = "<pool type='logical'><name>vg</name></pool>";
        let definition = Definition::parse(text).unwrap();
        assert_eq!(definition.target(), Path::new("/dev/vg"));
        let text = "<pool type='dir'><name>a</name><target><path>//x///y/</path></target></pool>";
        let definition = Definition::parse(text).unwrap();
        assert_eq!(definition.target(), Path::new("/x/y"));
        let again = Definition::parse(&definition.to_xml(Usage::default())).unwrap();
        assert_eq!(
            (again.name(), again.uuid()),
            (definition.name(), definition.uuid())
        );
        assert_eq!(
            again.to_xml(Usage::default()),
            definition.to_xml(Usage::default())
        );
    }
}
