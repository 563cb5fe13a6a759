//! The document itself.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{
    Body, Choice, Content, Count, FromXml, Node, Part, Role, Shape, Shaped, ToXml, Writer, Xml, XmlError,
    XmlErrorKind,
};
use uuid::Uuid;

use crate::nwfilter::Rule;
use crate::nwfilter::rule::Priority;

/// Rules for the packets of a guest; libvirt has such documents since 0.8.1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NwFilter {
    /// Unique name.
    pub name: String,
    /// `root`, or a name that begins with a protocol's. Default: root.
    pub chain: String,
    /// From -1000, which comes first, to 1000. Default: that of the protocol that the chain is named after.
    /// Since 0.9.8.
    pub priority: i32,
    /// Unique identity. Default: made up.
    pub uuid: Option<Uuid>,
    /// Rules and included filters, in order.
    pub entries: Vec<Entry>,
}

crate::document!(NwFilter, "filter");

/// A rule, or a filter whose rules stand here.
#[derive(Debug, Clone, PartialEq, Eq, Xml)]
#[xml(choice)]
pub enum Entry {
    /// `rule`
    Rule(Rule),
    /// `filterref`
    #[xml("filterref")]
    Include(FilterInclude),
}

/// Another filter whose rules stand here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct FilterInclude {
    /// Name of the filter.
    #[xml(attr, missing = ErrorNumber::InternalError)]
    pub filter: String,
    /// Values of its variables.
    #[xml(child = "parameter")]
    pub parameters: Vec<Parameter>,
}

/// The value of a variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Xml)]
pub struct Parameter {
    /// Variable. Default: needed.
    #[xml(attr, default, required)]
    pub name: String,
    /// Value. Default: needed.
    #[xml(attr, default, required)]
    pub value: String,
}

impl Parameter {
    /// Letters, digits and underscores; in values also what addresses have. What is not so was never said.
    fn is_valid(&self) -> bool {
        let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let of_value = |b: u8| letter(b) || matches!(b, b'.' | b':');
        !self.value.is_empty() && self.name.bytes().all(letter) && self.value.bytes().all(of_value)
    }
}

/// The priority of a chain for which none is given; it goes by the protocol that the name begins with.
pub fn default_priority(chain: &str) -> i32 {
    const CHAINS: &[(&str, i32)] = &[
        ("mac", -800),
        ("vlan", -750),
        ("ipv4", -700),
        ("ipv6", -600),
        ("arp", -500),
        ("rarp", -400),
    ];
    CHAINS
        .iter()
        .find(|(name, _)| chain.starts_with(name))
        .map_or(0, |(_, priority)| *priority)
}

impl FromXml for NwFilter {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        let chain = node.attr("chain").filter(|chain| !chain.is_empty());
        let chain = chain.unwrap_or("root").to_owned();
        let priority = node
            .value("priority")?
            .unwrap_or_else(|| default_priority(&chain));
        if !(-1000..=1000).contains(&priority) {
            let kind = XmlErrorKind::Coded {
                code: ErrorNumber::InvalidArg,
                message: format!("Priority '{priority}' is outside valid range of [-1000,1000]"),
            };
            return Err(node.attr_error("priority", kind));
        }
        let mut entries = node
            .children()
            .filter_map(Choice::from_element)
            .collect::<Result<Vec<Entry>, XmlError>>()?;
        for entry in &mut entries {
            if let Entry::Include(include) = entry {
                include.parameters.retain(|p| node.is_lenient() || p.is_valid());
                // The order of values of one name counts, that of names does not.
                include.parameters.sort_by(|a, b| a.name.cmp(&b.name));
            }
        }
        Ok(NwFilter {
            name: node.value("name")?.ok_or_else(|| {
                node.error(XmlErrorKind::Coded {
                    code: ErrorNumber::InternalError,
                    message: "filter has no name".to_owned(),
                })
            })?,
            chain,
            priority,
            uuid: match node.child("uuid").filter(|uuid| !uuid.text().is_empty()) {
                Some(uuid) => Some(uuid.text_value()?),
                None => None,
            },
            entries,
        })
    }
}

impl ToXml for NwFilter {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr("name", &self.name);
        out.attr("chain", &self.chain);
        if self.priority != 0 || default_priority(&self.chain) != 0 {
            out.attr("priority", &self.priority);
        }
    }
    fn write_children(&self, out: &mut Writer) {
        if let Some(uuid) = &self.uuid {
            out.leaf("uuid", uuid);
        }
        for entry in &self.entries {
            Choice::write_element(entry, out);
        }
    }
}

impl Shaped for NwFilter {
    fn shape() -> &'static Shape {
        static SHAPE: Shape = Shape {
            name: "NwFilter",
            doc: "Rules for the packets of a guest.",
            body: Body::Parts(&[
                Part::new(Role::Attr, "name", Count::Required, Content::value::<String>())
                    .doc("Name of the filter."),
                Part::new(Role::Attr, "chain", Count::Optional, Content::value::<String>())
                    .doc("root, or a name that begins with a protocol's.")
                    .default("root"),
                Part::new(
                    Role::Attr,
                    "priority",
                    Count::Optional,
                    Content::value::<Priority>(),
                )
                .doc("Place among chains, from -1000, which comes first, to 1000.")
                .default("that of the protocol that the chain is named after")
                .unit("none")
                .since("0.9.8"),
                Part::new(Role::Leaf, "uuid", Count::Optional, Content::value::<Uuid>())
                    .doc("Identifier of the filter.")
                    .default("made up"),
                Part::new(Role::Choice, "entries", Count::Many, Content::element::<Entry>())
                    .doc("Rules and included filters, in order."),
            ]),
        };
        &SHAPE
    }
}
