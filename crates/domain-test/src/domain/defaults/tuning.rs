//! Schedulers and memory nodes.

use ferrovirt_schema::common::idset::IdSet;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::numa::{NumaMemory, NumaTune};
use ferrovirt_schema::domain::tune::{CpuTune, IoThreadSched, Scheduler, VcpuSched};
use ferrovirt_schema::domain::vcpu::Placement;

/// Most threads whose scheduler is written out one by one.
const MOST: usize = 4096;

pub(super) fn fill(doc: &mut Domain) {
    if let Some(tune) = &mut doc.cputune {
        schedulers(tune);
    }
    let placed = doc
        .vcpu
        .as_ref()
        .is_some_and(|v| v.placement == Some(Placement::Auto));
    if !placed {
        return;
    }
    let tune = doc.numatune.get_or_insert_with(NumaTune::default);
    if tune.memnodes.is_empty() {
        let memory = tune.memory.get_or_insert_with(NumaMemory::default);
        if memory.nodeset.is_none() {
            memory.placement.get_or_insert(Placement::Auto);
        }
    }
}

/// Writes out which scheduler each thread has.
fn schedulers(tune: &mut CpuTune) {
    let vcpus = std::mem::take(&mut tune.vcpusched);
    tune.vcpusched = each(vcpus.iter().map(|s| (&s.vcpus, (s.scheduler, s.priority))))
        .map(|(id, (scheduler, priority))| VcpuSched {
            vcpus: [id].into_iter().collect(),
            scheduler,
            priority,
        })
        .collect();
    let threads = std::mem::take(&mut tune.iothreadsched);
    tune.iothreadsched = each(threads.iter().map(|s| (&s.iothreads, (s.scheduler, s.priority))))
        .map(|(id, (scheduler, priority))| IoThreadSched {
            iothreads: [id].into_iter().collect(),
            scheduler,
            priority,
        })
        .collect();
}

type Policy = (Scheduler, Option<i32>);

fn each<'s>(sets: impl Iterator<Item = (&'s IdSet, Policy)>) -> impl Iterator<Item = (u32, Policy)> {
    let mut all: Vec<(u32, Policy)> = sets
        .flat_map(|(set, policy)| set.iter().map(move |id| (id, policy)))
        .take(MOST)
        .collect();
    all.sort_by_key(|(id, _)| *id);
    all.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_written_out() {
        let of = |vcpus: &str, scheduler| VcpuSched {
            vcpus: IdSet::from_text(vcpus).unwrap(),
            scheduler,
            priority: None,
        };
        let mut tune = CpuTune {
            vcpusched: vec![of("1-3,^1", Scheduler::Idle), of("0-1", Scheduler::Fifo)],
            ..CpuTune::default()
        };
        schedulers(&mut tune);
        let list: Vec<_> = tune
            .vcpusched
            .iter()
            .map(|s| (s.vcpus.iter().next().unwrap(), s.scheduler))
            .collect();
        assert_eq!(
            list,
            [
                (0, Scheduler::Fifo),
                (1, Scheduler::Fifo),
                (2, Scheduler::Idle),
                (3, Scheduler::Idle)
            ]
        );
    }
}
