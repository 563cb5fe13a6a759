//! Metadata of guests and networks: a title, a description, and elements of others, one for each of
//! their namespaces.

use crate::error::{Result, TestError};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{DomainMetadataType, ErrorDomain, ErrorNumber};
use ferrovirt_xml::{FromXml, Limits, RawElement, RawNode};

/// A change of metadata.
pub(crate) enum Metadata {
    Description(Option<String>),
    Title(Option<String>),
    Element {
        namespace: String,
        element: Option<RawElement>,
    },
}

impl Metadata {
    /// Reads what a caller asks for.
    pub(crate) fn of(kind: i32, text: Option<&str>, key: Option<&str>, uri: Option<&str>) -> Result<Self> {
        let given = text.filter(|t| !t.is_empty()).map(str::to_owned);
        match DomainMetadataType::from_raw(kind) {
            Some(DomainMetadataType::Description) => Ok(Metadata::Description(given)),
            Some(DomainMetadataType::Title) if given.as_ref().is_some_and(|t| t.contains('\n')) => Err(
                TestError::InvalidArgument("metadata title can't contain newlines".into()),
            ),
            Some(DomainMetadataType::Title) => Ok(Metadata::Title(given)),
            Some(DomainMetadataType::Element) => {
                let namespace = uri.ok_or_else(|| needed("uri"))?.to_owned();
                let element = match text.map(str::to_owned) {
                    Some(text) => Some(namespaced(&text, key.ok_or_else(|| needed("key"))?, &namespace)?),
                    None => None,
                };
                Ok(Metadata::Element { namespace, element })
            }
            _ => Err(unknown_metadata(kind)),
        }
    }

    /// Makes the change.
    pub(crate) fn apply(&self, of: Described<'_>) {
        match self {
            Metadata::Description(text) => of.description.clone_from(text),
            Metadata::Title(text) => of.title.clone_from(text),
            Metadata::Element { namespace, element } => {
                let mut metadata = of.metadata.take().unwrap_or_else(|| RawElement {
                    name: "metadata".into(),
                    ..RawElement::default()
                });
                metadata.children.retain(
                    |child| !matches!(child, RawNode::Element(e) if namespace_of(e) == Some(namespace.as_str())),
                );
                metadata.children.extend(element.clone().map(RawNode::Element));
                let any = metadata
                    .children
                    .iter()
                    .any(|child| matches!(child, RawNode::Element(_)));
                *of.metadata = any.then_some(metadata);
            }
        }
    }
}

/// Where a document keeps metadata.
pub(crate) struct Described<'d> {
    pub(crate) title: &'d mut Option<String>,
    pub(crate) description: &'d mut Option<String>,
    pub(crate) metadata: &'d mut Option<RawElement>,
}

/// What a caller asks for, if it is set: title, description, or the element of a namespace.
pub(crate) fn read(
    kind: i32,
    uri: Option<&str>,
    title: Option<&String>,
    description: Option<&String>,
    metadata: Option<&RawElement>,
) -> Result<Option<String>> {
    match DomainMetadataType::from_raw(kind) {
        Some(DomainMetadataType::Description) => Ok(description.cloned()),
        Some(DomainMetadataType::Title) => Ok(title.cloned()),
        Some(DomainMetadataType::Element) => {
            Ok(element_of(metadata, uri.unwrap_or_default()).map(print_element))
        }
        _ => Err(unknown_metadata(kind)),
    }
}

fn needed(what: &str) -> TestError {
    TestError::InvalidArgument(format!("metadata of an element needs a {what}"))
}

/// Refuses a kind of metadata that there is not.
pub(crate) fn known(kind: i32) -> Result<()> {
    match DomainMetadataType::from_raw(kind) {
        Some(_) => Ok(()),
        None => Err(unknown_metadata(kind)),
    }
}

fn unknown_metadata(kind: i32) -> TestError {
    TestError::InvalidArgument(format!("unknown metadata type '{kind}'"))
}

/// An element put into a namespace under a prefix, with all in it that has none.
fn namespaced(text: &str, key: &str, namespace: &str) -> Result<RawElement> {
    let tree = ferrovirt_xml::parse(text, Limits::default())
        .map_err(|e| TestError::of_guest(e.code(), e.to_string()))?;
    if key.is_empty() {
        let why = "the prefix of a namespace must not be empty";
        return Err(TestError::Api(Error::new(
            ErrorNumber::InternalError,
            ErrorDomain::Xml,
            why,
        )));
    }
    let mut element = RawElement::from_xml(tree.root())?;
    prefix(&mut element, key);
    let declaration = format!("xmlns:{key}");
    element.attrs.retain(|(name, _)| *name != declaration);
    element.attrs.insert(0, (declaration, namespace.to_owned()));
    Ok(element)
}

fn prefix(element: &mut RawElement, key: &str) {
    if !element.name.contains(':') {
        element.name = format!("{key}:{}", element.name);
    }
    for child in &mut element.children {
        if let RawNode::Element(child) = child {
            prefix(child, key);
        }
    }
}

fn without_prefix(element: &mut RawElement, key: &str) {
    if let Some(local) = element
        .name
        .strip_prefix(key)
        .and_then(|rest| rest.strip_prefix(':'))
    {
        element.name = local.to_owned();
    }
    for child in &mut element.children {
        if let RawNode::Element(child) = child {
            without_prefix(child, key);
        }
    }
}

/// The namespace that an element of `<metadata>` declares for itself.
fn namespace_of(element: &RawElement) -> Option<&str> {
    let declaration = match element.name.split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    element
        .attrs
        .iter()
        .find(|(name, _)| *name == declaration)
        .map(|(_, value)| value.as_str())
}

fn element_of<'d>(metadata: Option<&'d RawElement>, namespace: &str) -> Option<&'d RawElement> {
    metadata?.children.iter().find_map(|child| match child {
        RawNode::Element(e) if namespace_of(e) == Some(namespace) => Some(e),
        _ => None,
    })
}

/// The element as it was given: without the prefix that it was filed under.
fn print_element(element: &RawElement) -> String {
    let mut copy = element.clone();
    if let Some((key, _)) = element.name.split_once(':') {
        let declaration = format!("xmlns:{key}");
        copy.attrs.retain(|(name, _)| *name != declaration);
        without_prefix(&mut copy, key);
    }
    copy.to_xml()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(change: &Metadata, metadata: &mut Option<RawElement>) {
        change.apply(Described {
            title: &mut None,
            description: &mut None,
            metadata,
        });
    }

    #[test]
    fn an_element_comes_back_as_it_was_given() {
        let given = "<a b=\"1\"><b/>t</a>";
        let mut metadata = None;
        let set = |text| Metadata::of(2, text, Some("k"), Some("http://e/x"));
        apply(&set(Some(given)).unwrap(), &mut metadata);
        let xml = metadata.as_ref().unwrap().to_xml();
        assert!(
            xml.contains("<k:a xmlns:k=\"http://e/x\" b=\"1\"><k:b/>t</k:a>"),
            "{xml}"
        );
        assert_eq!(
            print_element(element_of(metadata.as_ref(), "http://e/x").unwrap()),
            given
        );
        apply(&set(None).unwrap(), &mut metadata);
        assert_eq!(metadata, None);
    }

    #[test]
    fn a_title_has_one_line() {
        assert!(Metadata::of(1, Some("a\nb"), None, None).is_err());
        assert!(Metadata::of(5, Some("a"), None, None).is_err());
    }
}
