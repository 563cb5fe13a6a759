//! What a rule asks of one protocol.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_xml::{
    Body, Content, Count, Node, Part, Role, Shape, ToXml, ValueContent, Variant, Writer, XmlError,
    XmlErrorKind, YesNo,
};
use std::sync::LazyLock;

use crate::nwfilter::value::variable;
use crate::nwfilter::{Field, Kind, ProtocolKind, table};

/// `<tcp dstportstart='22'/>`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtocolMatch {
    /// The protocol.
    pub kind: ProtocolKind,
    /// Whether packets match that do not have these values.
    pub negated: bool,
    /// The fields in the order of their table with values in canonical form. A value that begins with
    /// `$` is a variable.
    pub values: Vec<(&'static Field, String)>,
}

impl ProtocolMatch {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(field, _)| field.name == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn read(kind: ProtocolKind, node: Node<'_>) -> Result<Self, XmlError> {
        node.see();
        let mut values = Vec::new();
        for field in kind.fields() {
            let Some(text) = node.attr(field.name) else {
                continue;
            };
            let value = match text.starts_with('$') {
                true => variable(text),
                false => field.kind.canonical(text),
            };
            let Some(value) = value else {
                let message = format!("{} has illegal value {text}", field.name);
                return Err(node.attr_error(
                    field.name,
                    XmlErrorKind::Coded {
                        code: ErrorNumber::InternalError,
                        message,
                    },
                ));
            };
            values.push((field, value));
        }
        let negated = node.value::<YesNo>("match")? == Some(YesNo::No);
        Ok(ProtocolMatch {
            kind,
            negated,
            values,
        })
    }
}

impl ToXml for ProtocolMatch {
    fn write_attrs(&self, out: &mut Writer) {
        if self.negated {
            out.attr_str("match", "no");
        }
        for (field, value) in &self.values {
            out.attr_str(field.name, value);
        }
    }
    fn write_children(&self, _: &mut Writer) {}
}

/// The elements of all protocols, for the shape of a rule. A function that makes a shape takes no
/// argument, hence one for each protocol.
pub(super) fn variants() -> Vec<Variant> {
    macro_rules! shapes {
        ($($kind:ident)*) => {
            vec![$(Variant {
                word: ProtocolKind::$kind.as_str(),
                doc: "What the rule asks of packets of this protocol.",
                since: match ProtocolKind::$kind {
                    ProtocolKind::Vlan | ProtocolKind::Stp => "0.9.8",
                    _ => "",
                },
                shape: Some(|| {
                    static SHAPE: LazyLock<Shape> = LazyLock::new(|| shape(ProtocolKind::$kind));
                    &SHAPE
                }),
            }),*]
        };
    }
    shapes!(Mac Vlan Stp Arp Rarp Ip Ipv6 Tcp Udp UdpLite Esp Ah Sctp Icmp Igmp All TcpIpv6 UdpIpv6 UdpLiteIpv6
        EspIpv6 AhIpv6 SctpIpv6 Icmpv6 AllIpv6)
}

fn shape(kind: ProtocolKind) -> Shape {
    let text = Content::value::<String>();
    let mut parts = vec![
        Part::new(Role::Attr, "match", Count::Optional, Content::value::<YesNo>())
            .doc("no: packets match that do not have these values.")
            .default("yes"),
    ];
    parts.extend(kind.fields().map(|field| {
        let content = match field.kind {
            Kind::Mac => Content::value::<MacAddr>(),
            _ => text,
        };
        // A variable such as `$MAC` is as good as a value.
        let content = match content {
            Content::Value(value) => Content::Value(ValueContent {
                check: ValueContent::of::<String>().check,
                ..value
            }),
            other => other,
        };
        let (doc, unit, since) = table::about(kind, field.name);
        let part = Part::new(Role::Attr, field.name, Count::Optional, content);
        part.doc(doc).unit(unit).since(since).default("any")
    }));
    Shape {
        name: kind.as_str(),
        doc: "What a rule asks of packets of one protocol.",
        body: Body::Parts(parts.leak()),
    }
}
