//! Which memory nodes of the host a guest's memory comes from.

use crate::affect::Affect;
use crate::bitmap;
use crate::domain::Guest;
use crate::error::{Result, TestError};
use crate::params::{self, Want};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::numa::{NumaMemory, NumaMode};
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::param::TypedParam;

const MODES: [NumaMode; 4] = [
    NumaMode::Strict,
    NumaMode::Preferred,
    NumaMode::Interleave,
    NumaMode::Restrictive,
];

fn memory(doc: &Domain) -> NumaMemory {
    doc.numatune
        .as_ref()
        .and_then(|t| t.memory.clone())
        .unwrap_or_default()
}

pub(super) fn params(doc: &Domain) -> Vec<TypedParam> {
    let memory = memory(doc);
    let mode = MODES.iter().position(|m| *m == memory.mode).unwrap_or(0);
    vec![
        TypedParam::new("numa_mode", i32::try_from(mode).unwrap_or(0)),
        TypedParam::new("numa_nodeset", memory.nodeset.unwrap_or_default()),
    ]
}

/// Refuses parameters that are not known here, whatever they say.
pub(super) fn validate(params: &[TypedParam]) -> Result<()> {
    params::validate(params, &[("numa_mode", Want::Int), ("numa_nodeset", Want::Text)])
}

/// What a call changes.
pub(super) struct Change {
    mode: Option<NumaMode>,
    nodeset: Option<String>,
}

impl Change {
    pub(super) fn parse(params: &[TypedParam]) -> Result<Self> {
        validate(params)?;
        let nodeset = || {
            params::text(params, "numa_nodeset")
                .map(bitmap::parse)
                .transpose()
        };
        // They are looked at in the order in which they are given.
        if params.first().is_some_and(|param| param.field == "numa_nodeset") {
            nodeset()?;
        }
        let mode = match ferrovirt_types::param::find(params, "numa_mode") {
            Some(value) => {
                let mode = value
                    .as_u64()
                    .and_then(|n| MODES.get(usize::try_from(n).ok()?).copied());
                Some(mode.ok_or_else(|| TestError::InvalidArgument("unsupported numatune mode".into()))?)
            }
            None => None,
        };
        Ok(Change {
            mode,
            nodeset: nodeset()?.map(|set| bitmap::print(&set)),
        })
    }

    pub(super) fn apply(&self, guest: &mut Guest, flags: u32) -> Result<()> {
        let affect = Affect::one(flags, guest.is_active(), guest.is_persistent())?;
        if affect.live {
            let live = guest.running()?;
            let set = live.numatune.as_ref().is_some_and(|t| t.memory.is_some());
            if set && self.mode.is_some_and(|mode| mode != memory(live).mode) {
                return Err(TestError::InvalidState(
                    "can't change numatune mode for running domain".into(),
                ));
            }
        }
        guest.edit(flags, |doc| {
            let mut memory = memory(doc);
            memory.mode = self.mode.unwrap_or(memory.mode);
            memory.nodeset = self.nodeset.clone().or(memory.nodeset);
            if memory.nodeset.is_none() && memory.placement.is_none() {
                return Err(TestError::of_guest(
                    ErrorNumber::ConfigUnsupported,
                    "nodeset for NUMA memory tuning must be set if 'placement' is 'static'",
                ));
            }
            doc.numatune.get_or_insert_default().memory = Some(memory);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_guest_keeps_its_mode() {
        let mut guest = Guest::defined(Domain::default());
        guest.live.clone_from(&guest.config);
        let change = |mode: i32| {
            Change::parse(&[
                TypedParam::new("numa_mode", mode),
                TypedParam::new("numa_nodeset", "0-1"),
            ])
        };
        change(0).unwrap().apply(&mut guest, 0).unwrap();
        assert!(change(2).unwrap().apply(&mut guest, 0).is_err());
        change(2).unwrap().apply(&mut guest, 2).unwrap();
        assert!(change(9).is_err());
        assert!(Change::parse(&[TypedParam::new("numa_nodeset", "x")]).is_err());
    }

    #[test]
    fn nodes_are_needed() {
        let mut guest = Guest::defined(Domain::default());
        assert!(
            Change::parse(&[TypedParam::new("numa_mode", 0)])
                .unwrap()
                .apply(&mut guest, 0)
                .is_err()
        );
    }
}
