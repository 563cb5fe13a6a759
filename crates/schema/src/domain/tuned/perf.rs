//! Events of the host's processors that are counted for a guest.

use crate::domain::Domain;
use crate::domain::{PerfEvent, PerfEventName};
use ferrovirt_types::param::{ParamValue, TypedParam};
use ferrovirt_types::params::{self, Want};
use ferrovirt_xml::YesNo;

/// Refuses parameters that are not known here, whatever they say.
pub fn validate(params: &[TypedParam]) -> ferrovirt_types::Result<()> {
    let known = PerfEventName::WORDS.iter().map(|name| (*name, Want::Boolean));
    params::validate(params, &known.collect::<Vec<_>>())
}

/// All of them as parameters.
pub fn params(doc: &Domain) -> Vec<TypedParam> {
    let on = |name: PerfEventName| doc.perf.iter().any(|e| e.name == name && e.enabled == YesNo::Yes);
    let all = PerfEventName::ALL.iter();
    all.map(|name| TypedParam::new(name.as_str(), on(*name)))
        .collect()
}

/// Switches those that are given and known. What was switched once stays in the document.
pub fn set(doc: &mut Domain, params: &[TypedParam]) {
    for param in params {
        let enabled = YesNo::from(param.value == ParamValue::Boolean(true));
        let Some(name) = PerfEventName::from_word(&param.field) else {
            continue;
        };
        match doc.perf.iter_mut().find(|e| e.name == name) {
            Some(event) => event.enabled = enabled,
            None => doc.perf.push(PerfEvent { name, enabled }),
        }
    }
    doc.perf.sort_by_key(|event| event.name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_keep_their_order() {
        let mut doc = Domain::default();
        set(&mut doc, &[TypedParam::new("mbmt", true)]);
        set(
            &mut doc,
            &[TypedParam::new("cmt", true), TypedParam::new("mbmt", false)],
        );
        let names: Vec<_> = doc.perf.iter().map(|e| (e.name.as_str(), e.enabled)).collect();
        assert_eq!(names, [("cmt", YesNo::Yes), ("mbmt", YesNo::No)]);
    }
}
