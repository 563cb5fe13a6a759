//! The group of one guest, and those of its threads.

use super::failed;
use crate::error::Result;
use ferrovirt_cgroup::{Controller, Group};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// How long who is left in a group may take to end.
pub const EMPTY: Duration = Duration::from_secs(5);
/// How often threads are moved that began while others were.
const ROUNDS: usize = 32;

/// Threads that share a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// One virtual processor.
    Vcpu(u32),
    /// One I/O thread.
    IoThread(u32),
    /// All other threads.
    Emulator,
}

impl Part {
    /// Name of its group.
    pub fn name(self) -> String {
        match self {
            Part::Vcpu(n) => format!("vcpu{n}"),
            Part::IoThread(n) => format!("iothread{n}"),
            Part::Emulator => "emulator".to_owned(),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let number = |prefix| name.strip_prefix(prefix)?.parse().ok();
        match name {
            "emulator" => Some(Part::Emulator),
            _ => number("vcpu")
                .map(Part::Vcpu)
                .or_else(|| number("iothread").map(Part::IoThread)),
        }
    }
}

/// The group of a guest. Clones are the same.
#[derive(Debug, Clone)]
pub struct GuestGroup {
    group: Group,
    controllers: Vec<Controller>,
}

impl PartialEq for GuestGroup {
    fn eq(&self, other: &Self) -> bool {
        self.path() == other.path()
    }
}

impl Eq for GuestGroup {}

impl GuestGroup {
    pub(super) fn new(group: Group, controllers: Vec<Controller>) -> Self {
        GuestGroup { group, controllers }
    }

    /// The group as a whole.
    pub fn group(&self) -> &Group {
        &self.group
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.group.path()
    }

    /// What it is limited by.
    pub fn controllers(&self) -> &[Controller] {
        &self.controllers
    }

    /// Whether it is limited by this.
    pub fn has(&self, controller: Controller) -> bool {
        self.controllers.contains(&controller)
    }

    /// The group of some of its threads.
    pub fn part(&self, part: Part) -> Group {
        self.group.child(&part.name())
    }

    /// The parts that there are, in their order. None where processor time is not limited.
    pub fn parts(&self) -> Result<Vec<Part>> {
        let names = self.group.children().map_err(failed)?;
        let mut parts: Vec<Part> = names.iter().filter_map(|name| Part::parse(name)).collect();
        parts.sort_unstable();
        Ok(parts)
    }

    /// Makes the groups of the threads and moves them there; those that are in no group of a part go to the
    /// emulator's. Parts that there are no threads of any more are removed. Tells which parts are new. Blocks.
    pub fn place(&self, vcpus: &[(u32, i32)], iothreads: &[(u32, i32)]) -> Result<Vec<Part>> {
        if !self.has(Controller::Cpu) {
            return Ok(Vec::new());
        }
        let before: BTreeSet<Part> = self.parts()?.into_iter().collect();
        let vcpus = vcpus.iter().map(|(n, tid)| (Part::Vcpu(*n), *tid));
        let iothreads = iothreads.iter().map(|(n, tid)| (Part::IoThread(*n), *tid));
        let threads: Vec<(Part, i32)> = vcpus.chain(iothreads).collect();
        let wanted: BTreeSet<Part> = threads
            .iter()
            .map(|(part, _)| *part)
            .chain([Part::Emulator])
            .collect();
        // Quotas below are of the parts' own.
        for part in wanted.difference(&before) {
            let group = self.part(*part);
            group.make().map_err(failed)?;
            group.make_threaded().map_err(failed)?;
        }
        self.group.pass_on(&[Controller::Cpu]).map_err(failed)?;
        for (part, tid) in threads {
            self.enter(part, tid)?;
        }
        for _ in 0..ROUNDS {
            let rest = self.group.threads().map_err(failed)?;
            if rest.is_empty() {
                break;
            }
            for tid in rest {
                self.enter(Part::Emulator, tid)?;
            }
        }
        for part in before.difference(&wanted) {
            // Its last thread may still be ending; it is removed with the guest's group then.
            if let Err(error) = self.part(*part).remove() {
                tracing::debug!(%error, "the group of a thread that ended is left for later");
            }
        }
        Ok(wanted.difference(&before).copied().collect())
    }

    fn enter(&self, part: Part, tid: i32) -> Result<()> {
        match self.part(part).add_thread(tid) {
            // It ended meanwhile.
            Err(e) if e.is_not_found() => Ok(()),
            done => done.map_err(failed),
        }
    }

    /// Removes it with all that is below, and ends who is left in it.
    pub(super) fn end(&self) -> ferrovirt_cgroup::Result<()> {
        self.group.end(EMPTY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_names() {
        for part in [Part::Emulator, Part::Vcpu(12), Part::IoThread(1)] {
            assert_eq!(Part::parse(&part.name()), Some(part));
        }
        assert_eq!(Part::parse("vcpux"), None);
    }
}
