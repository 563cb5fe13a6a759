//! Threads of the guest: where they run, how they are scheduled, which I/O threads there are.

use std::collections::BTreeSet;

use ferrovirt_xml::XmlError;

use super::{Verdict, broken, internal, unsupported};
use crate::common::idset::IdSet;
use crate::domain::Domain;
use crate::domain::tune::{CpuTune, Scheduler};

pub(super) fn check(domain: &Domain) -> Verdict {
    iothreads(domain)?;
    let Some(tune) = &domain.cputune else {
        return Ok(());
    };
    limits(tune)?;
    pins(domain, tune)?;
    schedulers(domain, tune)
}

/// Not more processors at first than there can be.
pub(super) fn counts(domain: &Domain) -> Verdict {
    match &domain.vcpu {
        Some(vcpu) if vcpu.current.is_some_and(|current| current > vcpu.count) => unsupported(
            "domain/vcpu/@current",
            "maximum vCPU count must not be less than current vCPU count",
        ),
        _ => Ok(()),
    }
}

/// Limits that the kernel's scheduler takes. Zero is none.
fn limits(tune: &CpuTune) -> Verdict {
    const PERIOD: (u64, u64) = (1000, 1_000_000);
    const QUOTA: (u64, u64) = (1000, 18_446_744_073_709_551);
    let quota = |quota: Option<i64>| quota.and_then(|n| u64::try_from(n).ok());
    let table = [
        ("shares", tune.shares, (2, 262_144)),
        ("period", tune.period, PERIOD),
        ("quota", quota(tune.quota), QUOTA),
        ("global_period", tune.global_period, PERIOD),
        ("global_quota", quota(tune.global_quota), QUOTA),
        ("emulator_period", tune.emulator_period, PERIOD),
        ("emulator_quota", quota(tune.emulator_quota), QUOTA),
        ("iothread_period", tune.iothread_period, PERIOD),
        ("iothread_quota", quota(tune.iothread_quota), QUOTA),
    ];
    for (name, value, (least, most)) in table {
        if value.is_some_and(|n| n != 0 && !(least..=most).contains(&n)) {
            let why = format!("value of cputune '{name}' must be in range [{least}, {most}]");
            return unsupported(format!("domain/cputune/{name}"), why);
        }
    }
    Ok(())
}

fn iothreads(domain: &Domain) -> Verdict {
    let mut ids = BTreeSet::new();
    for (i, thread) in domain.iothread_ids.iter().enumerate() {
        let path = || format!("domain/iothreadids/iothread[{}]", i + 1);
        if !ids.insert(thread.id) {
            let why = format!("duplicate iothread id '{}' found", thread.id);
            return Err(XmlError::rule(path(), why));
        }
        pool(thread.thread_pool_min, thread.thread_pool_max, path)?;
    }
    match &domain.default_iothread {
        Some(own) => pool(own.thread_pool_min, own.thread_pool_max, || {
            "domain/defaultiothread".to_owned()
        }),
        None => Ok(()),
    }
}

fn pool(min: Option<u32>, max: Option<u32>, path: impl Fn() -> String) -> Verdict {
    match min.is_some_and(|min| max.is_none_or(|max| min > max)) {
        true => unsupported(
            path(),
            "thread_pool_min must be smaller or equal to thread_pool_max",
        ),
        false => Ok(()),
    }
}

impl Domain {
    /// Whether there is an I/O thread of that number. Those that only `<iothreads>` counts take the first
    /// free numbers.
    pub fn has_iothread(&self, id: u32) -> bool {
        let named = &self.iothread_ids;
        let unnamed = u64::from(self.iothreads.unwrap_or(0)).saturating_sub(named.len() as u64);
        let before = named.iter().filter(|t| t.id < id).count() as u64;
        named.iter().any(|t| t.id == id) || (id > 0 && u64::from(id) - before <= unnamed)
    }
}

fn needs_iothread(domain: &Domain, id: u32, part: &str) -> Verdict {
    match domain.has_iothread(id) {
        true => Ok(()),
        false => unsupported(
            format!("domain/cputune/{part}"),
            format!("cannot find 'iothread' : {id}"),
        ),
    }
}

fn pins(domain: &Domain, tune: &CpuTune) -> Verdict {
    let mut vcpus = BTreeSet::new();
    for pin in &tune.vcpupin {
        if !vcpus.insert(pin.vcpu) {
            let why = format!("duplicate vcpupin for vcpu '{}'", pin.vcpu);
            return internal("domain/cputune/vcpupin", why);
        }
    }
    let mut threads = BTreeSet::new();
    for pin in &tune.iothreadpin {
        needs_iothread(domain, pin.iothread, "iothreadpin")?;
        if !threads.insert(pin.iothread) {
            let why = format!("duplicate iothreadpin for same iothread '{}'", pin.iothread);
            return internal("domain/cputune/iothreadpin", why);
        }
    }
    Ok(())
}

fn schedulers(domain: &Domain, tune: &CpuTune) -> Verdict {
    if let Some(own) = &tune.emulatorsched {
        priority("emulatorsched", own.scheduler, own.priority)?;
    }
    let vcpus = tune.vcpusched.iter().map(|s| (&s.vcpus, s.scheduler, s.priority));
    sets("vcpusched", "vcpus", vcpus)?;
    let threads = tune
        .iothreadsched
        .iter()
        .map(|s| (&s.iothreads, s.scheduler, s.priority));
    for id in sets("iothreadsched", "iothreads", threads)? {
        needs_iothread(domain, id, "iothreadsched")?;
    }
    Ok(())
}

/// Threads have one scheduler. Answers all that have one.
fn sets<'a>(
    part: &str,
    name: &str,
    list: impl Iterator<Item = (&'a IdSet, Scheduler, Option<i32>)>,
) -> Result<BTreeSet<u32>, XmlError> {
    let mut taken = BTreeSet::new();
    for (set, scheduler, given) in list {
        priority(part, scheduler, given)?;
        for id in set.iter() {
            if !taken.insert(id) {
                let why = format!("'{part}' attributes '{name}' must not overlap");
                broken(format!("domain/cputune/{part}/@{name}"), why)?;
            }
        }
    }
    Ok(taken)
}

fn priority(part: &str, scheduler: Scheduler, priority: Option<i32>) -> Verdict {
    let real_time = matches!(scheduler, Scheduler::Fifo | Scheduler::Rr);
    match real_time && priority.is_none() {
        true => Err(XmlError::rule(
            format!("domain/cputune/{part}"),
            format!("missing attribute 'priority', which scheduler '{scheduler}' needs"),
        )),
        false => Ok(()),
    }
}
