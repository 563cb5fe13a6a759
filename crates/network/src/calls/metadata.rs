//! Title, description and what applications keep in a network's document.

use crate::error::{Error, Result};
use ferrovirt_schema::network::Network;
use ferrovirt_types::consts::DomainMetadataType as Kind;
use ferrovirt_xml::{FromXml, Limits, RawElement, RawNode};

/// The kind that a number of the interface means.
pub(super) fn kind_of(kind: i32) -> Result<Kind> {
    Kind::from_raw(kind).ok_or_else(|| Error::Argument {
        what: format!("unknown metadata type {kind}"),
    })
}

fn space_of(uri: Option<&str>) -> Result<&str> {
    uri.ok_or_else(|| Error::Argument {
        what: "a namespace is needed for metadata elements".to_owned(),
    })
}

/// Puts metadata in place of what was there; an empty text removes it.
pub(super) fn set(
    document: &mut Network,
    kind: Kind,
    text: Option<&str>,
    key: Option<&str>,
    uri: Option<&str>,
) -> Result<()> {
    let text = text.filter(|text| !text.is_empty());
    match kind {
        Kind::Title if text.is_some_and(|t| t.contains('\n')) => {
            return Err(Error::Argument {
                what: "metadata title can't contain newlines".to_owned(),
            });
        }
        Kind::Title => document.title = text.map(str::to_owned),
        Kind::Description => document.description = text.map(str::to_owned),
        Kind::Element => {
            let uri = space_of(uri)?;
            let metadata = document.metadata.get_or_insert_with(|| RawElement {
                name: "metadata".to_owned(),
                ..RawElement::default()
            });
            metadata.children.retain(|node| !is_of_space(node, uri));
            if let Some(text) = text {
                metadata.children.push(RawNode::Element(element(text, key, uri)?));
            }
            if metadata.elements().next().is_none() {
                document.metadata = None;
            }
        }
    }
    Ok(())
}

/// Metadata as it was set.
pub(super) fn get(document: &Network, kind: Kind, uri: Option<&str>) -> Result<String> {
    let missing = |what| Error::NoMetadata {
        network: document.name.clone(),
        what,
    };
    match kind {
        Kind::Title => document.title.clone().ok_or_else(|| missing("title")),
        Kind::Description => document.description.clone().ok_or_else(|| missing("description")),
        Kind::Element => {
            let uri = space_of(uri)?;
            let mut nodes = document.metadata.iter().flat_map(|m| &m.children);
            match nodes.find(|node| is_of_space(node, uri)) {
                Some(RawNode::Element(found)) => Ok(without_space(found, uri)),
                _ => Err(missing("metadata element of that namespace")),
            }
        }
    }
}

fn is_of_space(node: &RawNode, uri: &str) -> bool {
    matches!(node, RawNode::Element(e) if e.attrs.iter().any(|(k, v)| (k == "xmlns" || k.starts_with("xmlns:")) && v == uri))
}

/// The element, with the namespace declared under the caller's prefix.
fn element(text: &str, key: Option<&str>, uri: &str) -> Result<RawElement> {
    let tree = ferrovirt_xml::parse(text, Limits::default()).map_err(Error::Xml)?;
    let mut element = RawElement::from_xml(tree.root()).map_err(Error::Xml)?;
    if let Some(key) = key {
        let local = element.name.rsplit(':').next().unwrap_or_default().to_owned();
        element.name = format!("{key}:{local}");
        let declaration = format!("xmlns:{key}");
        if !element.attrs.iter().any(|(k, _)| *k == declaration) {
            element.attrs.insert(0, (declaration, uri.to_owned()));
        }
    }
    Ok(element)
}

/// The element as its owner wrote it: without prefix and declaration.
fn without_space(element: &RawElement, uri: &str) -> String {
    let mut element = element.clone();
    if let Some((prefix, local)) = element.name.clone().split_once(':') {
        element.name = local.to_owned();
        let declaration = format!("xmlns:{prefix}");
        element.attrs.retain(|(k, v)| !(*k == declaration && v == uri));
    }
    element.to_xml()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_set_read_and_removed() {
        let mut network = Network::parse("<network><name>n</name></network>").unwrap();
        set(&mut network, Kind::Title, Some("t"), None, None).unwrap();
        assert_eq!(get(&network, Kind::Title, None).unwrap(), "t");
        assert!(set(&mut network, Kind::Title, Some("a\nb"), None, None).is_err());
        let uri = Some("http://example.org/a");
        set(&mut network, Kind::Element, Some("<x y='1'/>"), Some("k"), uri).unwrap();
        assert!(
            network
                .to_xml()
                .contains("<k:x xmlns:k=\"http://example.org/a\" y=\"1\"/>"),
            "{}",
            network.to_xml()
        );
        assert_eq!(get(&network, Kind::Element, uri).unwrap(), "<x y=\"1\"/>");
        set(&mut network, Kind::Element, None, None, uri).unwrap();
        assert!(matches!(
            get(&network, Kind::Element, uri),
            Err(Error::NoMetadata { .. })
        ));
        assert!(network.metadata.is_none());
    }
}
