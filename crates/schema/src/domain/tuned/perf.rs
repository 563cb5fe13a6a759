//! Events of the host's processors that are counted for a guest.

use crate::domain::Domain;
use crate::domain::PerfEvent;
use ferrovirt_types::param::{ParamValue, TypedParam};
use ferrovirt_types::params::{self, Want};
use ferrovirt_xml::YesNo;

/// Events of processors that can be counted.
pub const EVENTS: [&str; 22] = [
    "cmt",
    "mbmt",
    "mbml",
    "cpu_cycles",
    "instructions",
    "cache_references",
    "cache_misses",
    "branch_instructions",
    "branch_misses",
    "bus_cycles",
    "stalled_cycles_frontend",
    "stalled_cycles_backend",
    "ref_cpu_cycles",
    "cpu_clock",
    "task_clock",
    "page_faults",
    "context_switches",
    "cpu_migrations",
    "page_faults_min",
    "page_faults_maj",
    "alignment_faults",
    "emulation_faults",
];

/// Refuses parameters that are not known here, whatever they say.
pub fn validate(params: &[TypedParam]) -> ferrovirt_types::Result<()> {
    params::validate(params, &EVENTS.map(|name| (name, Want::Boolean)))
}

/// All of them as parameters.
pub fn params(doc: &Domain) -> Vec<TypedParam> {
    let on = |name: &str| doc.perf.iter().any(|e| e.name == name && e.enabled == YesNo::Yes);
    EVENTS.map(|name| TypedParam::new(name, on(name))).to_vec()
}

/// Switches those that are given. What was switched once stays in the document.
pub fn set(doc: &mut Domain, params: &[TypedParam]) {
    for param in params {
        let enabled = YesNo::from(param.value == ParamValue::Boolean(true));
        match doc.perf.iter_mut().find(|e| e.name == param.field) {
            Some(event) => event.enabled = enabled,
            None => doc.perf.push(PerfEvent {
                name: param.field.to_string(),
                enabled,
            }),
        }
    }
    doc.perf
        .sort_by_key(|event| EVENTS.iter().position(|name| *name == event.name));
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
