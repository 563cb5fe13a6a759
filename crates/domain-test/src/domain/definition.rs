//! Definitions of guests: read, completed with what the driver decides, printed.

use crate::domain::defaults;
use crate::error::{Result, TestError};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_types::Error;
use ferrovirt_types::consts::DomainXmlFlags;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::{FromXml, ToXml};

/// Reads a document of any kind; one that is to be validated has to be as its schema has it.
pub(crate) fn read_document<T: FromXml + ToXml>(text: &str, root: &'static str, validate: bool) -> Result<T> {
    if validate {
        ferrovirt_schema::check::accepted(root, text)?;
    }
    Ok(ferrovirt_xml::parse_document(text, root)?)
}

/// Reads the definition of a guest that does not run, and completes it.
pub(crate) fn parse(text: &str, validate: bool) -> Result<Domain> {
    complete(read_document(text, Domain::ROOT, validate)?)
}

/// Checks a definition and fills in what it leaves open.
pub(crate) fn complete(mut doc: Domain) -> Result<Domain> {
    check_name(&doc.name)?;
    if doc.vcpu.as_ref().is_some_and(|vcpu| vcpu.count == 0) {
        let why = "a guest needs a processor: <vcpu> is 0";
        return Err(TestError::of_guest(ErrorNumber::InternalError, why));
    }
    doc.check()?;
    doc.id = None;
    defaults::fill(&mut doc)?;
    Ok(doc)
}

fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        let missing = ErrorNumber::NoName;
        return Err(TestError::Api(Error::new(missing, ErrorDomain::Domain, "")));
    }
    if name.contains('/') {
        return Err(TestError::Document(format!("name {name} cannot contain '/'")));
    }
    Ok(())
}

/// The definition as a caller with these flags may see it.
pub(crate) fn view(doc: &Domain, flags: DomainXmlFlags) -> Domain {
    let mut doc = doc.clone();
    if flags.contains(DomainXmlFlags::INACTIVE) {
        doc.id = None;
    }
    if !flags.contains(DomainXmlFlags::SECURE) {
        for graphics in doc.devices.iter_mut().flat_map(|d| &mut d.graphics) {
            hide_password(graphics);
        }
    }
    doc
}

/// Prints it for such a caller.
pub(crate) fn print(doc: &Domain, flags: DomainXmlFlags) -> String {
    view(doc, flags).to_xml()
}

fn hide_password(graphics: &mut Graphics) {
    match graphics {
        Graphics::Vnc(vnc) => {
            vnc.password.passwd = None;
            vnc.password.valid_to = None;
            vnc.password.connected = None;
        }
        Graphics::Spice(spice) => {
            spice.password.passwd = None;
            spice.password.valid_to = None;
            spice.password.connected = None;
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUEST: &str =
        "<domain type='test'><name>a</name><memory>1000</memory><os><type>hvm</type></os>{}</domain>";

    fn code(text: &str, validate: bool) -> i32 {
        parse(text, validate)
            .map_err(|e| Error::from(e).raw_code())
            .err()
            .unwrap_or(0)
    }

    #[test]
    fn what_is_not_understood_only_matters_when_validating() {
        let text = GUEST.replace("{}", "<bogus/>");
        assert_eq!((code(&text, false), code(&text, true)), (0, 92));
        assert_eq!(code(&GUEST.replace("{}", ""), true), 0);
    }

    #[test]
    fn passwords_are_only_shown_to_those_who_may() {
        let text = GUEST.replace(
            "{}",
            "<devices><graphics type='vnc' port='-1' passwd='x'/></devices>",
        );
        let doc = parse(&text, false).unwrap();
        assert!(!print(&doc, DomainXmlFlags::empty()).contains("passwd"));
        assert!(print(&doc, DomainXmlFlags::SECURE).contains("passwd='x'"));
    }

    #[test]
    fn a_guest_has_a_name() {
        assert_eq!(
            code(
                "<domain type='test'><memory>1</memory><os><type>hvm</type></os></domain>",
                false
            ),
            21
        );
        assert_eq!(
            code(&GUEST.replace("<name>a<", "<name>a/b<").replace("{}", ""), false),
            27
        );
        assert_eq!(code("<network/>", false), 27);
        assert_eq!(code("", false), 35);
    }
}
