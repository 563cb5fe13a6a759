//! How many virtual processors a guest has.

use crate::affect::{Affect, CONFIG, LIVE};
use crate::domain::Guest;
use crate::error::{Result, TestError};
use crate::host::MAX_VCPUS;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::vcpu::VcpuCount;
use ferrovirt_types::consts::DomainVcpuFlags;
use std::collections::BTreeSet;

/// The most there can be.
pub(crate) fn most(doc: &Domain) -> u32 {
    doc.vcpu.as_ref().map_or(1, |v| v.count)
}

/// How many there are.
pub(crate) fn online(doc: &Domain) -> u32 {
    doc.vcpu.as_ref().map_or(1, |v| v.current.unwrap_or(v.count))
}

/// Puts single processors on or off line. Those that are online are the first ones, so only the next
/// ones can come and only the last ones can go.
pub(super) fn switch(doc: &mut Domain, which: &BTreeSet<u32>, on: bool) -> Result<()> {
    let (all, now) = (most(doc), online(doc));
    if let Some(unknown) = which.iter().find(|n| **n >= all) {
        return Err(TestError::InvalidArgument(format!(
            "vcpu {unknown} is not present in domain config"
        )));
    }
    let count = u32::try_from(which.len()).unwrap_or(u32::MAX);
    let after = if on {
        let fresh = which.iter().filter(|n| **n >= now).count();
        now + u32::try_from(fresh).unwrap_or(u32::MAX)
    } else {
        now.saturating_sub(count)
    };
    let expected = if on { now..after } else { after..now };
    let fits =
        expected.clone().all(|n| which.contains(&n)) && (on || which.iter().all(|n| expected.contains(n)));
    if !fits || after == 0 {
        return Err(TestError::InvalidArgument(format!(
            "vcpus 0 to {} are online: the next ones can be added, the last ones taken away",
            now.saturating_sub(1)
        )));
    }
    set(doc, all, after);
    Ok(())
}

/// A number asked for, that the host can have.
pub(super) struct Wanted {
    count: u32,
    maximum: bool,
}

impl Wanted {
    pub(super) fn check(count: u32, flags: u32) -> Result<Self> {
        let maximum = flags & DomainVcpuFlags::MAXIMUM.bits() != 0;
        if maximum && flags & CONFIG == 0 {
            return Err(TestError::InvalidArgument(
                "the maximum can only be changed in the persistent definition".into(),
            ));
        }
        if count == 0 {
            return Err(TestError::InvalidArgument("a guest needs a processor".into()));
        }
        if count > MAX_VCPUS {
            return Err(TestError::InvalidArgument(format!(
                "requested cpu amount exceeds maximum supported amount ({count} > {MAX_VCPUS})"
            )));
        }
        Ok(Wanted { count, maximum })
    }

    /// Puts it in force: the maximum is one of the definition, a running guest only gets as many.
    pub(super) fn apply(&self, guest: &mut Guest, flags: u32) -> Result<()> {
        let affect = Affect::of(flags, guest.is_active(), guest.is_persistent())?;
        if affect.live {
            guest.edit(LIVE, |doc| self.bring_online(doc))?;
        }
        if affect.config {
            guest.edit(CONFIG, |doc| match self.maximum {
                true => {
                    set(doc, self.count, online(doc).min(self.count));
                    Ok(())
                }
                false => self.bring_online(doc),
            })?;
        }
        Ok(())
    }

    fn bring_online(&self, doc: &mut Domain) -> Result<()> {
        let most = most(doc);
        if self.count > most {
            return Err(TestError::InvalidArgument(format!(
                "requested cpu amount exceeds maximum ({} > {most})",
                self.count
            )));
        }
        set(doc, most, self.count);
        Ok(())
    }
}

fn set(doc: &mut Domain, most: u32, online: u32) {
    let vcpu = doc.vcpu.get_or_insert_with(VcpuCount::default);
    vcpu.count = most;
    vcpu.current = (online < most).then_some(online);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_maximum_takes_processors_away() {
        let vcpu = VcpuCount {
            count: 4,
            current: Some(3),
            ..VcpuCount::default()
        };
        let mut guest = Guest::defined(Domain {
            vcpu: Some(vcpu),
            ..Domain::default()
        });
        assert!(Wanted::check(5, 0).unwrap().apply(&mut guest, 0).is_err());
        let two = Wanted::check(2, CONFIG | 4).unwrap();
        two.apply(&mut guest, CONFIG).unwrap();
        let doc = guest.next().unwrap();
        assert_eq!((most(doc), online(doc)), (2, 2));
        assert!(Wanted::check(2, 4).is_err());
        assert!(Wanted::check(33, 0).is_err());
    }
}
