//! Where the copy of a disk, or what the guest overwrites meanwhile, is put.

use ferrovirt_xml::{
    Body, Content, Count, FromXml, Invalid, Node, Part, Role, Shape, Shaped, Tagged, ToXml, Variant, Writer,
    XmlError, XmlErrorKind,
};

use crate::common::source::{BlockSource, FileSource};

/// The attribute `type` with the element `<target>` or `<scratch>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupStore(pub Option<(BackupRole, BackupSource)>);

/// What is put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupRole {
    /// The copy.
    Target,
    /// What the guest overwrites while others read.
    Scratch,
}

/// A file or a block device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupSource {
    /// `type='file'`
    File(FileSource),
    /// `type='block'`
    Block(BlockSource),
}

impl BackupRole {
    fn element(self) -> &'static str {
        match self {
            BackupRole::Target => "target",
            BackupRole::Scratch => "scratch",
        }
    }
}

impl BackupSource {
    fn word(&self) -> &'static str {
        match self {
            BackupSource::File(_) => "file",
            BackupSource::Block(_) => "block",
        }
    }
}

impl FromXml for BackupStore {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        let found = [BackupRole::Target, BackupRole::Scratch]
            .into_iter()
            .find_map(|role| node.child(role.element()).map(|child| (role, child)));
        let kind = node.attr("type");
        let Some((role, child)) = found else {
            return Ok(BackupStore(None));
        };
        let source = match kind.unwrap_or("file") {
            "file" => BackupSource::File(child.read()?),
            "block" => BackupSource::Block(child.read()?),
            other => {
                let why = Invalid::one_of(other, ["file", "block"].into_iter());
                return Err(node.attr_error(
                    "type",
                    XmlErrorKind::Invalid {
                        found: other.to_owned(),
                        why,
                    },
                ));
            }
        };
        Ok(BackupStore(Some((role, source))))
    }
}

impl ToXml for BackupStore {
    fn write_attrs(&self, out: &mut Writer) {
        if let Some((_, source)) = &self.0 {
            out.attr_str("type", source.word());
        }
    }
    fn write_children(&self, out: &mut Writer) {
        match &self.0 {
            Some((role, BackupSource::File(file))) => out.element(role.element(), file),
            Some((role, BackupSource::Block(block))) => out.element(role.element(), block),
            None => {}
        }
    }
}

static FILE: Shape = Shape {
    name: "BackupFile",
    doc: "A file.",
    body: Body::Parts(&[
        Part::new(
            Role::Child,
            "target",
            Count::Optional,
            Content::element::<FileSource>(),
        )
        .doc("The copy."),
        Part::new(
            Role::Child,
            "scratch",
            Count::Optional,
            Content::element::<FileSource>(),
        )
        .doc("What the guest overwrites while others read."),
    ]),
};

static BLOCK: Shape = Shape {
    name: "BackupBlock",
    doc: "A block device.",
    body: Body::Parts(&[
        Part::new(
            Role::Child,
            "target",
            Count::Optional,
            Content::element::<BlockSource>(),
        )
        .doc("The copy."),
        Part::new(
            Role::Child,
            "scratch",
            Count::Optional,
            Content::element::<BlockSource>(),
        )
        .doc("What the guest overwrites while others read."),
    ]),
};

impl Shaped for BackupStore {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "BackupStore",
            doc: "Where data go.",
            body: Body::Tagged(Tagged {
                attr: "type",
                default: Some("file"),
                child: None,
                variants: &[
                    Variant {
                        word: "file",
                        doc: "A file.",
                        since: "",
                        shape: Some(|| &FILE),
                    },
                    Variant {
                        word: "block",
                        doc: "A block device.",
                        since: "",
                        shape: Some(|| &BLOCK),
                    },
                ],
            }),
        };
        &SHAPE
    }
}
