//! A pool's definition: its document, checked and with what every kind of pool defaults to.

use crate::StorageError;
use crate::backend::Usage;
use ferrovirt_schema::pool::{Pool as Document, PoolType, Source};
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
        document.settle()?;
        check_target(&mut document)?;
        let name = document.name.clone().unwrap_or_default();
        let uuid_is_new = document.uuid.is_none();
        let uuid = document.uuid.unwrap_or_else(Uuid::new_v4);
        document.uuid = Some(uuid);
        document.work = None;
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
        self.with_usage(usage).to_xml()
    }

    /// The document with what is in use.
    pub(crate) fn with_usage(&self, usage: Usage) -> Document {
        let mut document = self.document.clone();
        document.capacity = Some(Bytes(usage.capacity));
        document.allocation = Some(Bytes(usage.allocation));
        document.available = Some(Bytes(usage.available));
        document
    }
}

/// Places where this driver works are absolute and plain.
fn check_target(document: &mut Document) -> Result<(), StorageError> {
    let Some(path) = document.target.as_mut().and_then(|target| target.path.as_mut()) else {
        return Ok(());
    };
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
    *path = plain_path(path);
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
