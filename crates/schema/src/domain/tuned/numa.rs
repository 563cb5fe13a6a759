//! Which memory nodes of the host a guest's memory comes from.

use crate::common::idset::IdSet;
use crate::domain::Domain;
use crate::domain::numa::{NumaMemory, NumaMode};
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};

/// Modes by their number.
const MODES: [NumaMode; 4] = [
    NumaMode::Strict,
    NumaMode::Preferred,
    NumaMode::Interleave,
    NumaMode::Restrictive,
];

/// A document cannot say how nodes are kept to without saying which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nodeset for NUMA memory tuning must be set if 'placement' is 'static'")]
pub struct NoNodes;

/// What a document says of all memory.
pub fn memory(doc: &Domain) -> NumaMemory {
    let tune = doc.numatune.as_ref();
    tune.and_then(|t| t.memory.clone()).unwrap_or_default()
}

/// Both parameters; without nodes the text is empty.
pub fn params(doc: &Domain) -> Vec<TypedParam> {
    let memory = memory(doc);
    let mode = MODES.iter().position(|m| *m == memory.mode).unwrap_or(0);
    vec![
        TypedParam::new("numa_mode", i32::try_from(mode).unwrap_or(0)),
        TypedParam::new(
            "numa_nodeset",
            memory.nodeset.map(|set| set.to_string()).unwrap_or_default(),
        ),
    ]
}

/// Refuses parameters that are not known here, whatever they say.
pub fn validate(params: &[TypedParam]) -> ferrovirt_types::Result<()> {
    params::validate(params, &[("numa_mode", Want::Int), ("numa_nodeset", Want::Text)])
}

/// The mode of a number.
pub fn mode(number: i32) -> Option<NumaMode> {
    MODES.get(usize::try_from(number).ok()?).copied()
}

/// Sets what is given.
pub fn set(doc: &mut Domain, mode: Option<NumaMode>, nodeset: Option<IdSet>) -> Result<(), NoNodes> {
    let mut memory = memory(doc);
    memory.mode = mode.unwrap_or(memory.mode);
    memory.nodeset = nodeset.or(memory.nodeset);
    if memory.nodeset.is_none() && memory.placement.is_none() {
        return Err(NoNodes);
    }
    doc.numatune.get_or_insert_default().memory = Some(memory);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_needed() {
        let mut doc = Domain::default();
        assert_eq!(set(&mut doc, mode(2), None), Err(NoNodes));
        set(&mut doc, mode(2), IdSet::from_text("0-1")).unwrap();
        set(&mut doc, mode(1), None).unwrap();
        assert_eq!(params(&doc)[0], TypedParam::new("numa_mode", 1));
        assert_eq!(params(&doc)[1], TypedParam::new("numa_nodeset", "0-1"));
        assert_eq!(mode(9), None);
    }
}
