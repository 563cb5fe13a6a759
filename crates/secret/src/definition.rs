//! A secret's definition: its document, checked, with what is missing filled in.

use crate::SecretError;
use ferrovirt_schema::secret::{Secret as Document, Usage};
use ferrovirt_types::consts::SecretUsageType;
use ferrovirt_types::object::SecretRef;
use ferrovirt_xml::YesNo;
use uuid::Uuid;

/// A checked definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    uuid: Uuid,
    document: Document,
}

impl Definition {
    /// Reads and checks a document. A UUID is made where it has none.
    pub(crate) fn parse(text: &str) -> Result<Self, SecretError> {
        let mut document = Document::parse(text)?;
        if let Some(usage) = &document.usage {
            check_usage(usage)?;
        }
        document.ephemeral = Some(document.ephemeral.unwrap_or(YesNo::No));
        document.private = Some(document.private.unwrap_or(YesNo::No));
        let uuid = *document.uuid.get_or_insert_with(Uuid::new_v4);
        Ok(Definition { uuid, document })
    }

    /// A secret that is for nothing.
    pub(crate) fn bare(uuid: Uuid) -> Self {
        let document = Document {
            ephemeral: Some(YesNo::No),
            private: Some(YesNo::Yes),
            uuid: Some(uuid),
            ..Document::default()
        };
        Definition { uuid, document }
    }

    pub(crate) fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// What it is for, as a number of the interface.
    pub(crate) fn usage_kind(&self) -> SecretUsageType {
        match &self.document.usage {
            None | Some(Usage::None) => SecretUsageType::None,
            Some(Usage::Volume(_)) => SecretUsageType::Volume,
            Some(Usage::Ceph(_)) => SecretUsageType::Ceph,
            Some(Usage::Iscsi(_)) => SecretUsageType::Iscsi,
            Some(Usage::Tls(_)) => SecretUsageType::Tls,
            Some(Usage::Vtpm(_)) => SecretUsageType::Vtpm,
        }
    }

    /// Which object of that kind; empty for none.
    pub(crate) fn usage_id(&self) -> &str {
        self.document.usage.as_ref().map_or("", Usage::id)
    }

    /// Whether it is kept in memory only.
    pub(crate) fn ephemeral(&self) -> bool {
        self.document.ephemeral == Some(YesNo::Yes)
    }

    /// Whether its value is kept from clients.
    pub(crate) fn private(&self) -> bool {
        self.document.private == Some(YesNo::Yes)
    }

    pub(crate) fn reference(&self) -> SecretRef {
        SecretRef {
            uuid: self.uuid,
            usage_type: self.usage_kind().raw(),
            usage_id: self.usage_id().to_owned(),
        }
    }

    pub(crate) fn to_xml(&self) -> String {
        self.document.to_xml()
    }
}

/// The word of a kind of use.
pub(crate) fn kind_word(kind: SecretUsageType) -> &'static str {
    match kind {
        SecretUsageType::None => "none",
        SecretUsageType::Volume => "volume",
        SecretUsageType::Ceph => "ceph",
        SecretUsageType::Iscsi => "iscsi",
        SecretUsageType::Tls => "tls",
        SecretUsageType::Vtpm => "vtpm",
    }
}

fn check_usage(usage: &Usage) -> Result<(), SecretError> {
    let what = match usage {
        Usage::None => return Ok(()),
        Usage::Volume(_) => "volume usage specified, but volume path is missing",
        Usage::Ceph(_) => "Ceph usage specified, but name is missing",
        Usage::Iscsi(_) => "iSCSI usage specified, but target is missing",
        Usage::Tls(_) => "TLS usage specified, but name is missing",
        Usage::Vtpm(_) => "vTPM usage specified, but name is missing",
    };
    match usage.id().is_empty() {
        true => Err(SecretError::Document(what.to_owned())),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_filled() {
        let definition = Definition::parse("<secret/>").unwrap();
        assert!(!definition.ephemeral() && !definition.private());
        assert_eq!(
            (definition.usage_kind(), definition.usage_id()),
            (SecretUsageType::None, "")
        );
        let again = Definition::parse(&definition.to_xml()).unwrap();
        assert_eq!(again, definition);
    }

    #[test]
    fn what_is_missing_is_named() {
        for (usage, what) in [
            ("<usage type='volume'/>", "volume"),
            ("<usage type='iscsi'/>", "target"),
            ("<usage type='tls'><name></name></usage>", "name"),
            ("<usage type='sorcery'/>", "sorcery"),
            ("<usage/>", "type"),
        ] {
            let error = Definition::parse(&format!("<secret>{usage}</secret>")).unwrap_err();
            assert!(error.to_string().contains(what), "{usage}: {error}");
        }
    }
}
