//! Names.

use ferrovirt_xml::XmlError;

use super::Verdict;
use crate::domain::Domain;

pub(super) fn check(domain: &Domain) -> Verdict {
    let name = &domain.name;
    let broken = |why: String| Err(XmlError::rule("domain/name", why));
    if name.contains('/') {
        return broken(format!("name {name} cannot contain '/'"));
    }
    if name.contains('\n') {
        return broken(format!("name {name} cannot contain '\\n'"));
    }
    if name.chars().all(char::is_whitespace) {
        return broken("name must contain at least one non-whitespace character".to_owned());
    }
    if let Some(title) = &domain.title
        && title.contains('\n')
    {
        return Err(XmlError::rule("domain/title", "a title has one line"));
    }
    Ok(())
}
