//! Threads of a guest that do input and output. A definition gives their number, and, where they are
//! not simply counted from one, their numbers.

use crate::bitmap;
use crate::domain::Guest;
use crate::domain::tuning::{most, pins};
use crate::error::{Result, TestError};
use ferrovirt_protocol::remote;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::tune::IoThreadPin;
use ferrovirt_schema::domain::vcpu::IoThread;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};
use std::collections::BTreeSet;

/// Most threads that are made up from a number alone.
const MOST: u32 = 1024;

/// The threads, listed or made up.
pub(crate) fn threads(doc: &Domain) -> Vec<IoThread> {
    let mut threads = doc.iothread_ids.clone();
    let wanted = doc.iothreads.unwrap_or(0).min(MOST) as usize;
    let mut next = 1;
    while threads.len() < wanted {
        if !threads.iter().any(|t| t.id == next) {
            threads.push(IoThread {
                id: next,
                ..IoThread::default()
            });
        }
        next += 1;
    }
    threads
}

fn put(doc: &mut Domain, threads: Vec<IoThread>) {
    doc.iothreads = u32::try_from(threads.len()).ok().filter(|n| *n > 0);
    doc.iothread_ids = threads;
}

pub(super) fn add(doc: &mut Domain, id: u32) -> Result<()> {
    if id == 0 {
        return Err(TestError::InvalidArgument(
            "invalid value of 0 for iothread_id".into(),
        ));
    }
    let mut threads = threads(doc);
    if threads.iter().any(|t| t.id == id) {
        let why = format!("an IOThread is already using iothread_id '{id}'");
        return Err(TestError::of_guest(ErrorNumber::InvalidArg, why));
    }
    threads.push(IoThread {
        id,
        ..IoThread::default()
    });
    put(doc, threads);
    Ok(())
}

pub(super) fn remove(doc: &mut Domain, id: u32) -> Result<()> {
    let mut threads = threads(doc);
    if !threads.iter().any(|t| t.id == id) {
        let why = format!("cannot find IOThread '{id}' in iothreadids list");
        return Err(TestError::of_guest(ErrorNumber::InvalidArg, why));
    }
    let uses = |d: &ferrovirt_schema::domain::devices::disk::Disk| {
        d.driver.as_ref().and_then(|d| d.iothread) == Some(id)
    };
    if super::super::devices::disks(doc).iter().any(uses) {
        let why = format!("cannot remove IOThread {id}: a disk uses it");
        return Err(TestError::of_guest(ErrorNumber::InvalidArg, why));
    }
    threads.retain(|t| t.id != id);
    put(doc, threads);
    if let Some(tune) = &mut doc.cputune {
        tune.iothreadpin.retain(|p| p.iothread != id);
    }
    Ok(())
}

pub(super) fn pin(doc: &mut Domain, id: u32, cpumap: &[u8]) -> Result<()> {
    let threads = threads(doc);
    if !threads.iter().any(|t| t.id == id) {
        return Err(TestError::InvalidArgument(format!("iothreadid {id} not found")));
    }
    let cpuset = pins::map(cpumap)?;
    put(doc, threads);
    let tune = doc.cputune.get_or_insert_default();
    tune.iothreadpin.retain(|p| p.iothread != id);
    tune.iothreadpin.push(IoThreadPin { iothread: id, cpuset });
    tune.iothreadpin.sort_by_key(|p| p.iothread);
    Ok(())
}

/// How a running thread looks for work before it sleeps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Polling {
    /// For how long at most, in nanoseconds.
    pub(crate) max_ns: u64,
    /// Factor by which the time grows; 0: as the hypervisor does.
    pub(crate) grow: u32,
    /// Divisor by which it shrinks; 0: as the hypervisor does.
    pub(crate) shrink: u32,
}

impl Default for Polling {
    fn default() -> Self {
        Self {
            max_ns: 32_768,
            grow: 0,
            shrink: 0,
        }
    }
}

/// Names of the parameters of a thread.
mod param {
    pub const MAX_NS: &str = "poll_max_ns";
    pub const GROW: &str = "poll_grow";
    pub const SHRINK: &str = "poll_shrink";
}

/// Changes how a thread of a running guest polls.
pub(super) fn set_params(
    guest: &mut Guest,
    id: u32,
    given: &[TypedParam],
    flags: u32,
    full: bool,
) -> ApiResult<()> {
    if !threads(guest.read(flags)?).iter().any(|t| t.id == id) {
        let why = format!("cannot find IOThread '{id}' in iothreadids");
        return Err(TestError::InvalidArgument(why).into());
    }
    let known = [
        (param::MAX_NS, Want::ULLong),
        (param::GROW, Want::UInt),
        (param::SHRINK, Want::UInt),
    ];
    params::validate(given, &known)?;
    // libvirt's driver knows how those threads poll that it has added itself, and fails for others.
    if !full && !guest.extra.polling.contains_key(&id) {
        let why = "polling of I/O threads that the guest was started with cannot be changed here; use test:///default?full";
        return Err(TestError::Internal(why.into()).into());
    }
    let number = |name| params::number(given, name);
    let factor = |name| number(name).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let polling = guest.extra.polling.entry(id).or_default();
    polling.max_ns = number(param::MAX_NS).unwrap_or(polling.max_ns);
    polling.grow = factor(param::GROW).unwrap_or(polling.grow);
    polling.shrink = factor(param::SHRINK).unwrap_or(polling.shrink);
    Ok(())
}

pub(super) fn info(doc: &Domain) -> remote::DomainGetIothreadInfoRet {
    // Threads that are not pinned run where the guest does, or else on as many processors as it has.
    let all: BTreeSet<u32> = (0..most(doc).min(MOST)).collect();
    let len = all.len().div_ceil(8);
    let one = |thread: IoThread| {
        let pin = doc
            .cputune
            .iter()
            .flat_map(|t| &t.iothreadpin)
            .find(|p| p.iothread == thread.id);
        let common = doc.vcpu.as_ref().and_then(|vcpu| vcpu.cpuset.as_ref());
        let set = pin.map(|pin| &pin.cpuset).or(common);
        let set = set.filter(|set| !set.is_empty()).map(|set| set.to_set());
        let cpumap = bitmap::to_bytes(set.as_ref().unwrap_or(&all), len);
        remote::DomainIothreadInfo {
            iothread_id: thread.id,
            cpumap,
        }
    };
    let info: Vec<_> = threads(doc).into_iter().map(one).collect();
    remote::DomainGetIothreadInfoRet {
        ret: u32::try_from(info.len()).unwrap_or(u32::MAX),
        info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(doc: &Domain) -> Vec<u32> {
        doc.iothread_ids.iter().map(|t| t.id).collect()
    }

    #[test]
    fn a_number_becomes_a_list_when_it_no_longer_suffices() {
        let mut doc = Domain {
            iothreads: Some(1),
            ..Domain::default()
        };
        add(&mut doc, 5).unwrap();
        assert_eq!((doc.iothreads, ids(&doc)), (Some(2), vec![1, 5]));
        assert!(add(&mut doc, 5).is_err());
        remove(&mut doc, 1).unwrap();
        assert_eq!(ids(&doc), [5]);
        remove(&mut doc, 5).unwrap();
        assert_eq!((doc.iothreads, ids(&doc)), (None, vec![]));
        assert!(remove(&mut doc, 5).is_err());
    }

    #[test]
    fn a_giant_number_is_bounded() {
        let doc = Domain {
            iothreads: Some(u32::MAX),
            ..Domain::default()
        };
        assert_eq!(threads(&doc).len(), MOST as usize);
    }
}
