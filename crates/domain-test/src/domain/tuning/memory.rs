//! How much memory a guest has.

use crate::affect::Affect;
use crate::domain::Guest;
use crate::error::{Result, TestError};
use ferrovirt_schema::common::size::Kib;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::memory::Memory;

/// The most the guest can have, in KiB.
pub(crate) fn total(doc: &Domain) -> u64 {
    doc.memory.as_ref().map_or(0, |m| m.size.0)
}

/// What the guest has, in KiB.
pub(crate) fn current(doc: &Domain) -> u64 {
    doc.current_memory.map_or_else(|| total(doc), |m| m.0)
}

/// Sets one of them, in KiB.
pub(super) fn set(guest: &mut Guest, memory: u64, maximum: bool, flags: u32) -> Result<()> {
    if memory == 0 {
        return Err(TestError::InvalidArgument("a guest needs memory".into()));
    }
    let affect = Affect::one(flags, guest.is_active(), guest.is_persistent())?;
    if maximum && affect.live {
        return Err(TestError::InvalidState(
            "cannot resize the maximum memory on an active domain".into(),
        ));
    }
    guest.edit(flags, |doc| {
        let numa = doc.cpu.as_ref().and_then(|cpu| cpu.numa.as_ref());
        if maximum && numa.is_some_and(|numa| !numa.cells.is_empty()) {
            return Err(TestError::InvalidState(
                "initial memory size of a domain with NUMA nodes cannot be modified with this API".into(),
            ));
        }
        if maximum {
            let current = current(doc).min(memory);
            doc.memory = Some(Memory {
                size: Kib(memory),
                ..doc.memory.clone().unwrap_or_default()
            });
            doc.current_memory = Some(Kib(current));
        } else if memory > total(doc) {
            return Err(TestError::InvalidArgument(
                "cannot set memory higher than max memory".into(),
            ));
        } else {
            doc.current_memory = Some(Kib(memory));
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn guest(running: bool) -> Guest {
        let doc = Domain {
            memory: Some(Memory {
                size: Kib(2000),
                ..Memory::default()
            }),
            current_memory: Some(Kib(1000)),
            ..Domain::default()
        };
        let mut guest = Guest::defined(doc);
        if running {
            guest.live = guest.config.as_ref().map(Arc::clone);
        }
        guest
    }

    #[test]
    fn the_maximum_is_for_the_next_start() {
        let mut guest = guest(true);
        assert!(set(&mut guest, 3000, true, 0).is_err());
        set(&mut guest, 500, true, 2).unwrap();
        let config = guest.config.as_ref().unwrap();
        assert_eq!((total(config), current(config)), (500, 500));
        assert_eq!(total(guest.live.as_ref().unwrap()), 2000);
    }

    #[test]
    fn a_guest_has_no_more_than_the_maximum() {
        let mut guest = guest(false);
        assert!(set(&mut guest, 2001, false, 0).is_err());
        assert!(set(&mut guest, 0, false, 0).is_err());
        set(&mut guest, 1500, false, 0).unwrap();
        assert_eq!(current(guest.config.as_ref().unwrap()), 1500);
    }
}
