//! Rules.

use ferrovirt_xml::{FromXml, Node, ToXml, Writer, XmlError, XmlErrorKind, words};

use crate::nwfilter::{ProtocolKind, ProtocolMatch};

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
    pub action: RuleAction,
    pub direction: Direction,
    /// From -1000, which comes first, to 1000; 500 unless said.
    pub priority: i32,
    /// Whether only packets of known connections match.
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
        let priority = node.value("priority")?.unwrap_or(500);
        if !(-1000..=1000).contains(&priority) {
            let rule = format!("priority '{priority}' is not from -1000 to 1000");
            return Err(node.attr_error("priority", XmlErrorKind::Rule(rule)));
        }
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
            action: node.required("action")?,
            direction: node.required("direction")?,
            priority,
            state_match: !off,
            matches,
        })
    }
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
