//! The name and UUID of a definition without reading the rest.

use quick_xml::Reader;
use quick_xml::events::Event;
use uuid::Uuid;

use crate::escape::reference;
use crate::value::Value;

/// What identifies a definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// Name of the document's element: `domain`, `network`.
    pub kind: String,
    /// Text of `<name>`.
    pub name: Option<String>,
    /// Value of `<uuid>`, when it is one.
    pub uuid: Option<Uuid>,
}

/// Finds `<name>` and `<uuid>` directly within the document's element, and stops when it has both.
/// `None` when the text does not begin as XML; what follows the two is not looked at.
pub fn scan_identity(text: &str) -> Option<Identity> {
    let mut reader = Reader::from_str(text);
    let mut found = Identity::default();
    let mut uuid = None;
    let mut depth = 0u32;
    let mut leaf: Option<(bool, String)> = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                depth += 1;
                let name = tag.name();
                match (depth, name.0) {
                    (1, kind) => kind.clone_into(&mut found.kind),
                    (2, "name") if found.name.is_none() => leaf = Some((true, String::new())),
                    (2, "uuid") if uuid.is_none() => leaf = Some((false, String::new())),
                    _ => {}
                }
            }
            Event::Empty(tag) if depth == 0 => tag.name().0.clone_into(&mut found.kind),
            Event::Text(text) if depth == 2 => {
                if let Some((_, leaf)) = &mut leaf {
                    leaf.push_str(&text);
                }
            }
            Event::CData(text) if depth == 2 => {
                if let Some((_, leaf)) = &mut leaf {
                    leaf.push_str(&text);
                }
            }
            Event::GeneralRef(name) if depth == 2 => {
                if let Some((_, leaf)) = &mut leaf {
                    leaf.push(reference(&name)?);
                }
            }
            Event::End(_) => {
                depth = depth.checked_sub(1)?;
                match leaf.take() {
                    Some((true, text)) if depth == 1 => found.name = Some(text),
                    Some((false, text)) if depth == 1 => uuid = Some(text),
                    other => leaf = other,
                }
                if found.name.is_some() && uuid.is_some() {
                    break;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found.uuid = uuid.and_then(|text| Uuid::parse(&text).ok());
    (!found.kind.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_both() {
        let text = "<!-- made by hand -->\n<domain type='x'><metadata><name>no</name></metadata>\
            <name>a&amp;b</name><uuid>5be00000-0001-4000-8000-000000000001</uuid><broken";
        let found = scan_identity(text).expect("a definition");
        assert_eq!(
            (found.kind.as_str(), found.name.as_deref()),
            ("domain", Some("a&b"))
        );
        assert_eq!(
            found.uuid.map(|u| u.to_string()).as_deref(),
            Some("5be00000-0001-4000-8000-000000000001")
        );
        assert_eq!(scan_identity("no"), None);
        assert_eq!(
            scan_identity("<network/>").map(|i| i.kind).as_deref(),
            Some("network")
        );
    }
}
