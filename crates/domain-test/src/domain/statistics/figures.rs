//! Figures that move: what a guest has used follows from how long it ran, and from who it is, so that
//! two guests do not have the same figures and one never has less than before.

use crate::domain::{Guest, devices, tuning};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::param::TypedParam;
use ferrovirt_xml::YesNo;
use std::time::Duration;
use uuid::Uuid;

/// Groups of figures, as bits of a request.
const STATE: u32 = 1;
const CPU_TOTAL: u32 = 2;
const BALLOON: u32 = 4;
const VCPU: u32 = 8;
const INTERFACE: u32 = 16;
const BLOCK: u32 = 32;
const PERF: u32 = 64;
const IOTHREAD: u32 = 128;
const MEMORY: u32 = 256;
const DIRTYRATE: u32 = 512;
const VM: u32 = 1024;

/// All groups that there are.
pub(super) const ALL: u32 =
    STATE | CPU_TOTAL | BALLOON | VCPU | INTERFACE | BLOCK | PERF | IOTHREAD | MEMORY | DIRTYRATE | VM;

/// A number from `low` to `high` that belongs to something for good.
fn own(uuid: Uuid, what: &str, low: u64, high: u64) -> u64 {
    // FNV-1a: spread, not secrecy, is what matters.
    let bytes = uuid.as_bytes().iter().chain(what.as_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    });
    low + hash % (high - low + 1)
}

/// So many a second, since the guest began to run.
fn grown(guest: &Guest, now: Duration, a_second: u64) -> u64 {
    let ran = guest.ran(now).as_micros();
    u64::try_from(ran.saturating_mul(u128::from(a_second)) / 1_000_000).unwrap_or(u64::MAX)
}

/// Nanoseconds of processor time of one virtual processor.
pub(crate) fn vcpu_time(guest: &Guest, uuid: Uuid, vcpu: u32, now: Duration) -> u64 {
    let load = own(uuid, &format!("vcpu{vcpu}"), 20_000_000, 400_000_000);
    grown(guest, now, load)
}

/// Nanoseconds of processor time of all.
pub(crate) fn cpu_time(guest: &Guest, uuid: Uuid, now: Duration) -> u64 {
    let online = guest
        .current()
        .map_or(1, |doc| tuning::online(doc))
        .min(tuning::MOST_COUNTED);
    (0..online)
        .map(|vcpu| vcpu_time(guest, uuid, vcpu, now))
        .fold(0, u64::saturating_add)
}

/// Requests, bytes and nanoseconds of a disk.
pub(crate) struct DiskFigures {
    pub(crate) reads: u64,
    pub(crate) read: u64,
    pub(crate) read_time: u64,
    pub(crate) writes: u64,
    pub(crate) written: u64,
    pub(crate) write_time: u64,
    pub(crate) flushes: u64,
}

/// Figures of a disk.
pub(crate) fn disk(guest: &Guest, uuid: Uuid, dev: &str, now: Duration) -> DiskFigures {
    let reads = grown(guest, now, own(uuid, &format!("{dev} reads"), 5, 80));
    let writes = grown(guest, now, own(uuid, &format!("{dev} writes"), 5, 40));
    DiskFigures {
        reads,
        read: reads.saturating_mul(32_768),
        read_time: reads.saturating_mul(150_000),
        writes,
        written: written(guest, uuid, dev, now),
        write_time: writes.saturating_mul(400_000),
        flushes: writes / 8,
    }
}

/// Bytes written to a disk.
pub(crate) fn written(guest: &Guest, uuid: Uuid, dev: &str, now: Duration) -> u64 {
    grown(guest, now, own(uuid, &format!("{dev} writes"), 5, 40)).saturating_mul(16_384)
}

/// When so much will have been written to a disk.
pub(crate) fn written_at(
    guest: &Guest,
    uuid: Uuid,
    dev: &str,
    bytes: u64,
    now: Duration,
) -> Option<Duration> {
    guest.extra.runs_since?;
    let a_second = own(uuid, &format!("{dev} writes"), 5, 40) * 16_384;
    let left = bytes.saturating_sub(written(guest, uuid, dev, now));
    Some(now.saturating_add(Duration::from_secs(left.div_ceil(a_second).saturating_add(1))))
}

/// Packets and bytes of an interface: received, sent.
pub(crate) fn traffic(guest: &Guest, uuid: Uuid, dev: &str, now: Duration) -> [(u64, u64); 2] {
    let packets = |way: &str| grown(guest, now, own(uuid, &format!("{dev} {way}"), 10, 200));
    let (rx, tx) = (packets("rx"), packets("tx"));
    [(rx, rx.saturating_mul(900)), (tx, tx.saturating_mul(300))]
}

/// The groups that are asked for.
pub(super) fn groups(guest: &Guest, uuid: Uuid, groups: u32, now: Duration) -> Vec<TypedParam> {
    let mut params = Vec::new();
    let Ok(doc) = guest.current() else { return params };
    let mut add = |name: String, value: u64| params.push(TypedParam::new(name, value));
    let runs = guest.is_active();
    if groups & CPU_TOTAL != 0 && runs {
        let time = cpu_time(guest, uuid, now);
        add("cpu.time".into(), time);
        add("cpu.user".into(), time / 10);
        add("cpu.system".into(), time / 5);
    }
    if groups & BALLOON != 0 {
        let memory = tuning::current(doc);
        add("balloon.current".into(), memory);
        add("balloon.maximum".into(), tuning::total(doc));
        if runs {
            let unused = memory / 4 + own(uuid, "unused", 0, memory / 4);
            add("balloon.swap_in".into(), 0);
            add("balloon.swap_out".into(), 0);
            add("balloon.major_fault".into(), grown(guest, now, 1) / 10);
            add("balloon.minor_fault".into(), grown(guest, now, 900));
            add("balloon.unused".into(), unused);
            add("balloon.available".into(), memory);
            add("balloon.usable".into(), unused);
            add("balloon.last-update".into(), now.as_secs());
            add("balloon.rss".into(), memory - unused);
        }
    }
    if groups & VCPU != 0 {
        vcpus(guest, uuid, doc, now, &mut params);
    }
    if groups & INTERFACE != 0 && runs {
        let nics = devices::interfaces(doc);
        params.push(TypedParam::new("net.count", count(nics.len())));
        for (n, nic) in nics.iter().enumerate() {
            let name = devices::target_of(nic).map_or_else(|| format!("net{n}"), str::to_owned);
            let [rx, tx] = traffic(guest, uuid, &name, now);
            params.push(TypedParam::new(format!("net.{n}.name"), name));
            for (way, (packets, bytes)) in [("rx", rx), ("tx", tx)] {
                params.push(TypedParam::new(format!("net.{n}.{way}.bytes"), bytes));
                params.push(TypedParam::new(format!("net.{n}.{way}.pkts"), packets));
                params.push(TypedParam::new(format!("net.{n}.{way}.errs"), 0_u64));
                params.push(TypedParam::new(format!("net.{n}.{way}.drop"), packets / 10_000));
            }
        }
    }
    if groups & BLOCK != 0 {
        blocks(guest, uuid, doc, now, &mut params);
    }
    if groups & PERF != 0 && runs {
        for event in doc.perf.iter().filter(|e| e.enabled == YesNo::Yes) {
            let value = grown(guest, now, own(uuid, event.name.as_str(), 1000, 1_000_000));
            params.push(TypedParam::new(format!("perf.{}", event.name), value));
        }
    }
    if groups & IOTHREAD != 0 && runs {
        params.extend(threads(guest, doc));
    }
    if groups & DIRTYRATE != 0
        && let Some(measured) = guest.extra.dirty_rate
    {
        let over = measured
            .began
            .saturating_add(Duration::from_secs(measured.takes.into()))
            <= now;
        let start = i64::try_from(measured.began.as_secs()).unwrap_or(i64::MAX);
        params.push(TypedParam::new(
            "dirtyrate.calc_status",
            if over { 2_i32 } else { 1 },
        ));
        params.push(TypedParam::new("dirtyrate.calc_start_time", start));
        let period = i32::try_from(measured.takes).unwrap_or(i32::MAX);
        params.push(TypedParam::new("dirtyrate.calc_period", period));
        if over {
            let rate = i64::try_from(own(uuid, "dirty", 1, 200)).unwrap_or(0);
            params.push(TypedParam::new("dirtyrate.megabytes_per_second", rate));
        }
        params.push(TypedParam::new("dirtyrate.calc_mode", "page-sampling"));
    }
    if groups & VM != 0 && runs {
        params.push(TypedParam::new("vm.halt_poll_success.sum", grown(guest, now, 30)));
        params.push(TypedParam::new("vm.halt_poll_fail.sum", grown(guest, now, 3)));
    }
    params
}

/// Threads for input and output, where there are any: for how long each looks for work before it sleeps.
pub(super) fn threads(guest: &Guest, doc: &Domain) -> Vec<TypedParam> {
    let threads = tuning::threads(doc);
    if threads.is_empty() {
        return Vec::new();
    }
    let mut params = vec![TypedParam::new("iothread.count", count(threads.len()))];
    for id in threads.iter().map(|thread| thread.id) {
        let polling = guest.extra.polling.get(&id).copied().unwrap_or_default();
        let name = |what| format!("iothread.{id}.poll-{what}");
        params.push(TypedParam::new(name("max-ns"), polling.max_ns));
        params.push(TypedParam::new(name("grow"), polling.grow));
        params.push(TypedParam::new(name("shrink"), polling.shrink));
    }
    params
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn vcpus(guest: &Guest, uuid: Uuid, doc: &Domain, now: Duration, params: &mut Vec<TypedParam>) {
    let online = tuning::online(doc);
    params.push(TypedParam::new("vcpu.current", online));
    params.push(TypedParam::new("vcpu.maximum", tuning::most(doc)));
    if !guest.is_active() {
        return;
    }
    for vcpu in 0..online.min(tuning::MOST_COUNTED) {
        params.push(TypedParam::new(format!("vcpu.{vcpu}.state"), 1_i32));
        let time = vcpu_time(guest, uuid, vcpu, now);
        params.push(TypedParam::new(format!("vcpu.{vcpu}.time"), time));
        params.push(TypedParam::new(format!("vcpu.{vcpu}.wait"), time / 50));
        params.push(TypedParam::new(format!("vcpu.{vcpu}.delay"), time / 80));
    }
}

fn blocks(guest: &Guest, uuid: Uuid, doc: &Domain, now: Duration, params: &mut Vec<TypedParam>) {
    let disks = devices::disks(doc);
    params.push(TypedParam::new("block.count", count(disks.len())));
    for (n, of) in disks.iter().enumerate() {
        let mut add =
            |name: &str, value: u64| params.push(TypedParam::new(format!("block.{n}.{name}"), value));
        let dev = &of.target.dev;
        if guest.is_active() {
            let figures = disk(guest, uuid, dev, now);
            add("rd.reqs", figures.reads);
            add("rd.bytes", figures.read);
            add("rd.times", figures.read_time);
            add("wr.reqs", figures.writes);
            add("wr.bytes", figures.written);
            add("wr.times", figures.write_time);
            add("fl.reqs", figures.flushes);
            add("fl.times", figures.flushes.saturating_mul(900_000));
        }
        let size = guest.disk_size(dev);
        add("allocation", size / 2);
        add("capacity", size);
        add("physical", size / 2);
        if let Some(threshold) = guest.extra.thresholds.get(dev) {
            add("threshold", *threshold);
        }
        params.push(TypedParam::new(format!("block.{n}.name"), dev.as_str()));
        if let Some(path) = of.source.path() {
            params.push(TypedParam::new(format!("block.{n}.path"), path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_types::consts::DomainRunningReason;

    #[test]
    fn figures_grow_while_the_guest_runs() {
        let at = Duration::from_secs;
        let mut guest = Guest::defined(Domain::default());
        let uuid = Uuid::from_u128(7);
        guest.start(1, DomainRunningReason::Booted).unwrap();
        guest.count_time(at(100));
        let (then, later) = (cpu_time(&guest, uuid, at(110)), cpu_time(&guest, uuid, at(130)));
        assert!(then > 0 && later == then * 3, "{then} {later}");
        assert_ne!(then, cpu_time(&guest, Uuid::from_u128(8), at(110)));
        assert!(written(&guest, uuid, "vda", at(101)) > 0);
        let all = groups(&guest, uuid, ALL, at(120));
        assert!(all.iter().any(|p| p.field == "vcpu.0.time"));
    }
}
