//! Formats of images.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, Node, XmlError, XmlErrorKind, words};

words! {
    /// Format of an image of storage.
    pub enum StorageFormat {
        Raw = "raw" | "aio",
        Dir = "dir",
        Bochs = "bochs",
        Cloop = "cloop",
        Dmg = "dmg",
        Iso = "iso",
        Vpc = "vpc",
        Vdi = "vdi",
        Fat = "fat",
        Vhd = "vhd",
        Ploop = "ploop",
        Cow = "cow",
        Luks = "luks",
        Qcow = "qcow",
        Qcow2 = "qcow2",
        Qed = "qed",
        Vmdk = "vmdk",
    }
}

impl StorageFormat {
    /// The format of an attribute for which the old word `aio`, which only drivers of disks have, is none.
    pub(crate) fn by_name(node: Node<'_>, name: &str) -> Result<Option<StorageFormat>, XmlError> {
        match node.attr(name) {
            Some(found @ "aio") if !node.is_lenient() => {
                let why = Invalid::one_of(found, StorageFormat::WORDS.iter().copied());
                let found = found.to_owned();
                Err(node.attr_error(name, XmlErrorKind::Invalid { found, why }))
            }
            _ => node.value(name),
        }
    }

    /// The same where an unknown format is an unsupported configuration.
    pub(crate) fn supported(node: Node<'_>, name: &str) -> Result<Option<StorageFormat>, XmlError> {
        Self::by_name(node, name).map_err(|e| e.for_invalid(ErrorNumber::ConfigUnsupported))
    }
}
