//! The guest's definition as it was at the moment.

use ferrovirt_xml::{
    Body, Content, Count, FromXml, Node, Part, Role, Shape, Shaped, ToXml, Writer, XmlError,
};
use uuid::Uuid;

use crate::domain::Domain;

/// The whole definition, or only whose it is.
#[derive(Debug, Clone, PartialEq)]
pub enum SavedDomain {
    /// The definition.
    Full(Box<Domain>),
    /// The guest's UUID.
    Uuid(Uuid),
}

impl FromXml for SavedDomain {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        if node.attr("type").is_some() {
            return Domain::from_xml(node).map(|domain| SavedDomain::Full(Box::new(domain)));
        }
        let uuid = node.required_child("uuid")?;
        uuid.text_value().map(SavedDomain::Uuid)
    }
}

impl ToXml for SavedDomain {
    fn write_attrs(&self, out: &mut Writer) {
        if let SavedDomain::Full(domain) = self {
            domain.write_attrs(out);
        }
    }
    fn write_children(&self, out: &mut Writer) {
        match self {
            SavedDomain::Full(domain) => domain.write_children(out),
            SavedDomain::Uuid(uuid) => out.leaf("uuid", uuid),
        }
    }
}

impl Shaped for SavedDomain {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "SavedDomain",
            doc: "The whole definition, or only whose it is.",
            body: Body::Parts(&[
                // The definition is there when its type is.
                Part {
                    field: "definition",
                    ..Part::new(
                        Role::Flatten,
                        "type",
                        Count::Optional,
                        Content::element::<Domain>(),
                    )
                },
                Part::new(Role::Leaf, "uuid", Count::Required, Content::value::<Uuid>())
                    .doc("Identity of the guest."),
            ]),
        };
        &SHAPE
    }
}
