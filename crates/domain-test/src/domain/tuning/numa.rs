//! Which memory nodes of the host a guest's memory comes from.

use crate::affect::Affect;
use crate::bitmap;
use crate::domain::Guest;
use crate::error::{Result, TestError};
use ferrovirt_schema::common::idset::IdSet;
use ferrovirt_schema::domain::numa::NumaMode;
use ferrovirt_schema::domain::tuned::numa;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params;

/// What a call changes.
pub(super) struct Change {
    mode: Option<NumaMode>,
    nodeset: Option<IdSet>,
}

impl Change {
    pub(super) fn parse(params: &[TypedParam]) -> Result<Self> {
        numa::validate(params)?;
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
                let number = value.as_u64().and_then(|n| i32::try_from(n).ok());
                let mode = number.and_then(numa::mode);
                Some(mode.ok_or_else(|| TestError::InvalidArgument("unsupported numatune mode".into()))?)
            }
            None => None,
        };
        Ok(Change {
            mode,
            nodeset: nodeset()?.map(|set| (&set).into()),
        })
    }

    pub(super) fn apply(&self, guest: &mut Guest, flags: u32) -> Result<()> {
        let affect = Affect::one(flags, guest.is_active(), guest.is_persistent())?;
        if affect.live {
            let live = guest.running()?;
            let set = live.numatune.as_ref().is_some_and(|t| t.memory.is_some());
            if set && self.mode.is_some_and(|mode| mode != numa::memory(live).mode) {
                return Err(TestError::InvalidState(
                    "can't change numatune mode for running domain".into(),
                ));
            }
        }
        guest.edit(flags, |doc| {
            let refused =
                |e: numa::NoNodes| TestError::of_guest(ErrorNumber::ConfigUnsupported, e.to_string());
            numa::set(doc, self.mode, self.nodeset.clone()).map_err(refused)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::domain::Domain;

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
}
