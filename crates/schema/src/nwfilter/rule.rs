//! Rules.

use std::sync::LazyLock;

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{
    Body, Content, Count, FromXml, Invalid, Node, Part, Role, Shape, Shaped, Sink, ToXml, Value, ValueShape,
    Variant, Writer, XmlError, XmlErrorKind, words,
};

use crate::nwfilter::{ProtocolKind, ProtocolMatch, protocol};

words! {
    /// What becomes of a packet.
    pub enum RuleAction {
        Drop = "drop",
        Accept = "accept",
        Reject = "reject",
        Return = "return",
        Continue = "continue",
    }
}

words! {
    /// Which packets, seen from the guest.
    pub enum Direction {
        In = "in",
        Out = "out",
        InOut = "inout",
    }
}

/// What becomes of packets that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What becomes of the packet.
    pub action: RuleAction,
    /// Which packets, seen from the guest.
    pub direction: Direction,
    /// From -1000, which comes first, to 1000. Default: 500.
    pub priority: i32,
    /// Whether only packets of known connections match. Default: yes.
    pub state_match: bool,
    /// Without one, every packet matches.
    pub matches: Vec<ProtocolMatch>,
}

impl Default for Rule {
    fn default() -> Self {
        Rule {
            action: RuleAction::default(),
            direction: Direction::default(),
            priority: 500,
            state_match: true,
            matches: Vec::new(),
        }
    }
}

impl FromXml for Rule {
    fn from_xml(node: Node<'_>) -> Result<Self, XmlError> {
        // One that is none or out of range never counted.
        let priority = match node.value("priority") {
            Err(e) if node.is_lenient() => return Err(e),
            read => read.ok().flatten().filter(|p| (-1000..=1000).contains(p)),
        };
        let off = node
            .attr("statematch")
            .is_some_and(|s| s == "0" || s.eq_ignore_ascii_case("false"));
        let matches = node
            .children()
            .filter_map(|child| {
                ProtocolKind::from_word(child.name()).map(|kind| ProtocolMatch::read(kind, child))
            })
            .collect::<Result<_, _>>()?;
        Ok(Rule {
            action: required(node, "action")?,
            direction: required(node, "direction")?,
            priority: priority.unwrap_or(500),
            state_match: !off,
            matches,
        })
    }
}

fn required<T: Value>(node: Node<'_>, name: &'static str) -> Result<T, XmlError> {
    let missing = || {
        node.error(XmlErrorKind::Coded {
            code: ErrorNumber::InternalError,
            message: format!("rule node requires {name} attribute"),
        })
    };
    let unknown = |_| {
        let message = format!(
            "unknown rule {name} attribute value '{}'",
            node.attr(name).unwrap_or_default()
        );
        let code = ErrorNumber::ConfigUnsupported;
        node.attr_error(name, XmlErrorKind::Coded { code, message })
    };
    node.value(name).map_err(unknown)?.ok_or_else(missing)
}

impl ToXml for Rule {
    fn write_attrs(&self, out: &mut Writer) {
        out.attr("action", &self.action);
        out.attr("direction", &self.direction);
        out.attr("priority", &self.priority);
        if !self.state_match {
            out.attr_str("statematch", "false");
        }
    }
    fn write_children(&self, out: &mut Writer) {
        for one in &self.matches {
            out.element(one.kind.as_str(), one);
        }
    }
}

/// The shape of a priority.
pub(super) struct Priority;

impl Value for Priority {
    fn parse(text: &str) -> Result<Self, Invalid> {
        match i32::parse(text) {
            Ok(-1000..=1000) => Ok(Priority),
            _ => Err(Invalid::expected("a number from -1000 to 1000")),
        }
    }
    fn print(&self, _: &mut Sink<'_>) {}
    fn shape() -> ValueShape {
        ValueShape::Integer {
            least: -1000,
            most: 1000,
        }
    }
}

impl Shaped for Rule {
    /// Made once from the table of protocols.
    fn shape() -> &'static Shape {
        static PROTOCOLS: LazyLock<Vec<Variant>> = LazyLock::new(protocol::variants);
        static CHOICE: LazyLock<Shape> = LazyLock::new(|| Shape {
            name: "ProtocolMatch",
            doc: "What a rule asks of one protocol.",
            body: Body::Choice(&PROTOCOLS),
        });
        static SHAPE: Shape = Shape {
            name: "Rule",
            doc: "What becomes of packets that match.",
            body: Body::Parts(&[
                Part::new(
                    Role::Attr,
                    "action",
                    Count::Required,
                    Content::value::<RuleAction>(),
                )
                .doc("What becomes of the packet."),
                Part::new(
                    Role::Attr,
                    "direction",
                    Count::Required,
                    Content::value::<Direction>(),
                )
                .doc("Which packets, seen from the guest."),
                Part::new(
                    Role::Attr,
                    "priority",
                    Count::Optional,
                    Content::value::<Priority>(),
                )
                .doc("Place among rules, from -1000, which comes first, to 1000.")
                .default("500")
                .unit("none"),
                Part::new(
                    Role::Attr,
                    "statematch",
                    Count::Optional,
                    Content::value::<String>(),
                )
                .doc("0 or false: packets match whatever connection they belong to.")
                .default("true")
                .since("0.8.5"),
                Part::new(Role::Choice, "matches", Count::Many, Content::Element(|| &CHOICE))
                    .doc("What is asked of the packet."),
            ]),
        };
        &SHAPE
    }
}
