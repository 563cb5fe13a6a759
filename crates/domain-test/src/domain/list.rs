//! Which guests a list has.

use crate::domain::{Guest, Phase};
use crate::error::{Result, check_flags};
use crate::world::World;
use ferrovirt_types::consts::ConnectListAllDomainsFlags as Flags;
use ferrovirt_types::object::DomainRef;

/// What a caller asks for. Bits of one group mean either, groups mean all.
struct Filter(Flags);

impl Filter {
    /// Whether a group lets an object through that `has` its first bit's property.
    fn pair(&self, yes: Flags, no: Flags, has: bool) -> bool {
        let group = self.0 & (yes | no);
        group.is_empty() || group.contains(if has { yes } else { no })
    }

    fn lets(&self, guest: &Guest) -> bool {
        let state = match guest.phase {
            Phase::Running(_) => Flags::RUNNING,
            Phase::Paused(_) => Flags::PAUSED,
            Phase::Shutoff(_) => Flags::SHUTOFF,
            Phase::Asleep | Phase::Crashed => Flags::OTHER,
        };
        let states = self.0 & (Flags::RUNNING | Flags::PAUSED | Flags::SHUTOFF | Flags::OTHER);
        self.pair(Flags::ACTIVE, Flags::INACTIVE, guest.is_active())
            && self.pair(Flags::PERSISTENT, Flags::TRANSIENT, guest.is_persistent())
            && (states.is_empty() || states.intersects(state))
            && self.pair(Flags::MANAGEDSAVE, Flags::NO_MANAGEDSAVE, guest.managed_save)
            && self.pair(Flags::AUTOSTART, Flags::NO_AUTOSTART, guest.autostart)
            && self.pair(
                Flags::HAS_SNAPSHOT,
                Flags::NO_SNAPSHOT,
                !guest.snapshots.is_empty(),
            )
            && self.pair(
                Flags::HAS_CHECKPOINT,
                Flags::NO_CHECKPOINT,
                !guest.checkpoints.is_empty(),
            )
    }
}

/// Guests that pass the filter, by name.
pub(super) fn list(world: &World, flags: u32) -> Result<Vec<DomainRef>> {
    check_flags(flags, Flags::all().bits(), "virConnectListAllDomains")?;
    let filter = Filter(Flags::from_bits_truncate(flags));
    let snapshot = world.domains.snapshot();
    let mut list: Vec<DomainRef> = snapshot
        .iter()
        .filter_map(|entry| {
            let guest = entry.object.state();
            filter
                .lets(&guest)
                .then(|| guest.reference(&entry.name, entry.uuid))
        })
        .collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(list)
}
