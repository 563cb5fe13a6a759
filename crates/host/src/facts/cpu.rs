//! Processors: how many, what they are, how they share, what they spent their time on.

use super::parse::{list, number, text};
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::path::Path;

/// All processors of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CpuFacts {
    /// Numbers of the processors that run.
    pub online: Vec<u32>,
    /// Numbers of the processors that are plugged in, running or not.
    pub present: Vec<u32>,
    /// Clock in MHz as the kernel tells it now; 0 when it does not.
    pub mhz: u32,
    /// Brand, such as `AMD EPYC`; empty when the kernel does not tell.
    pub model: String,
    /// Maker, such as `AuthenticAMD`; empty when the kernel does not tell.
    pub vendor: String,
    /// Family, model and stepping numbers, where the architecture has them.
    pub signature: Option<(u32, u32, u32)>,
    /// Microcode revision as text, where the kernel tells.
    pub microcode: Option<String>,
    /// Bits of physical addresses, where the kernel tells.
    pub physical_bits: Option<u32>,
    /// Feature flags in the kernel's spelling.
    pub flags: Vec<String>,
    /// NUMA cells.
    pub nodes: u32,
    /// Sockets in a cell.
    pub sockets: u32,
    /// Cores in a socket.
    pub cores: u32,
    /// Threads in a core.
    pub threads: u32,
}

/// One processor and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cpu {
    /// Number of the processor.
    pub id: u32,
    /// Socket.
    pub socket: u32,
    /// Die in the socket.
    pub die: u32,
    /// Core.
    pub core: u32,
    /// Processors that share the core, itself among them.
    pub siblings: Vec<u32>,
}

/// What processors spent their time on since boot, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CpuTimes {
    /// The kernel, interrupts among it.
    pub kernel_ns: u64,
    /// Programs, also those of low priority.
    pub user_ns: u64,
    /// Nothing.
    pub idle_ns: u64,
    /// Waiting for disks.
    pub iowait_ns: u64,
}

const CPUS: &str = "sys/devices/system/cpu";

pub(super) fn read(root: &Path) -> Result<CpuFacts> {
    let info = text(&root.join("proc/cpuinfo"))?;
    let cpus = online(root)?;
    let online: Vec<u32> = cpus.iter().map(|c| c.id).collect();
    let present = list(&root.join(CPUS).join("present")).unwrap_or_else(|_| online.clone());
    let nodes = list(&root.join("sys/devices/system/node/online")).map_or(1, |n| n.len().max(1));
    let (nodes, sockets, cores, threads) = topology(&cpus, nodes);
    let field = |name| field(&info, name).unwrap_or_default().to_owned();
    let number = |name| self::field(&info, name).and_then(|v| v.parse::<u32>().ok());
    let signature = match (number("cpu family"), number("model"), number("stepping")) {
        (Some(family), Some(model), Some(stepping)) => Some((family, model, stepping)),
        _ => None,
    };
    Ok(CpuFacts {
        online,
        present,
        mhz: mhz(&info),
        model: field("model name"),
        vendor: field("vendor_id"),
        signature,
        microcode: self::field(&info, "microcode").map(str::to_owned),
        // `48 bits physical, 48 bits virtual`
        physical_bits: self::field(&info, "address sizes")
            .and_then(|text| text.split_once(" bits physical")?.0.parse().ok()),
        flags: self::field(&info, "flags")
            .or_else(|| self::field(&info, "Features"))
            .unwrap_or_default()
            .split_ascii_whitespace()
            .map(str::to_owned)
            .collect(),
        nodes,
        sockets,
        cores,
        threads,
    })
}

/// The processors that run, in order of their numbers.
pub(super) fn online(root: &Path) -> Result<Vec<Cpu>> {
    let dir = root.join(CPUS);
    let ids = list(&dir.join("online"))?;
    if ids.is_empty() {
        return Err(Error::Malformed {
            path: dir.join("online"),
            expected: "a processor",
        });
    }
    let cpu = |id: u32| {
        let place = dir.join(format!("cpu{id}/topology"));
        // Absent files and -1 mean that the platform does not tell; then everything is in one place.
        let get = |name: &str| number(&place.join(name)).ok().and_then(|n| u32::try_from(n).ok());
        Cpu {
            id,
            socket: get("physical_package_id").unwrap_or(0),
            die: get("die_id").unwrap_or(0),
            core: get("core_id").unwrap_or(id),
            siblings: list(&place.join("thread_siblings_list")).unwrap_or_else(|_| vec![id]),
        }
    };
    Ok(ids.into_iter().map(cpu).collect())
}

/// (cells, sockets a cell, cores a socket, threads a core). Where the parts differ, so that the product
/// is not the number of processors, everything is told as cores of one socket: a client that multiplies
/// gets the right number.
fn topology(cpus: &[Cpu], nodes: usize) -> (u32, u32, u32, u32) {
    let sockets: BTreeSet<u32> = cpus.iter().map(|c| c.socket).collect();
    let cores: BTreeSet<(u32, u32, u32)> = cpus.iter().map(|c| (c.socket, c.die, c.core)).collect();
    let threads = cores
        .iter()
        .map(|core| cpus.iter().filter(|c| (c.socket, c.die, c.core) == *core).count())
        .max()
        .unwrap_or(1);
    let per_socket = cores.len() / sockets.len().max(1);
    let (nodes, sockets) = if nodes <= sockets.len() && sockets.len().is_multiple_of(nodes) {
        (nodes, sockets.len() / nodes)
    } else {
        (1, sockets.len())
    };
    let all = cpus.len();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    if nodes * sockets * per_socket * threads == all {
        (count(nodes), count(sockets), count(per_socket), count(threads))
    } else {
        (1, 1, count(all), 1)
    }
}

/// Clock of the first processor that tells one, rounded down.
fn mhz(info: &str) -> u32 {
    let text = field(info, "cpu MHz").or_else(|| field(info, "clock"));
    text.and_then(|t| t.split('.').next()?.parse().ok()).unwrap_or(0)
}

/// First `NAME : VALUE` of `/proc/cpuinfo`.
fn field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim_end() == name).then(|| value.trim())
    })
}

pub(super) fn times(root: &Path, cpu: Option<u32>) -> Result<Option<CpuTimes>> {
    let path = root.join("proc/stat");
    let stat = text(&path)?;
    let name = cpu.map_or_else(|| "cpu".to_owned(), |n| format!("cpu{n}"));
    let Some(line) = stat.lines().find(|l| l.split(' ').next() == Some(&name)) else {
        return Ok(None);
    };
    // proc(5): user nice system idle iowait irq softirq, in ticks of 1/100 s.
    let ticks: Vec<u64> = line
        .split_ascii_whitespace()
        .skip(1)
        .map_while(|t| t.parse().ok())
        .collect();
    let [user, nice, system, idle, iowait, irq, softirq, ..] = ticks[..] else {
        return Err(Error::Malformed {
            path,
            expected: "seven times of a processor",
        });
    };
    const NS_PER_TICK: u64 = 10_000_000;
    let ns = |ticks: u64| ticks.saturating_mul(NS_PER_TICK);
    Ok(Some(CpuTimes {
        kernel_ns: ns(system.saturating_add(irq).saturating_add(softirq)),
        user_ns: ns(user.saturating_add(nice)),
        idle_ns: ns(idle),
        iowait_ns: ns(iowait),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cpus(places: &[(u32, u32)]) -> Vec<Cpu> {
        let cpu = |(id, (socket, core)): (usize, &(u32, u32))| Cpu {
            id: u32::try_from(id).unwrap(),
            socket: *socket,
            die: 0,
            core: *core,
            siblings: vec![],
        };
        places.iter().enumerate().map(cpu).collect()
    }

    #[test]
    fn topologies() {
        assert_eq!(topology(&cpus(&[(0, 0), (0, 1)]), 1), (1, 1, 2, 1));
        assert_eq!(
            topology(&cpus(&[(0, 0), (0, 0), (1, 0), (1, 0)]), 2),
            (2, 1, 1, 2)
        );
        assert_eq!(
            topology(&cpus(&[(0, 0), (0, 0), (0, 1)]), 1),
            (1, 1, 3, 1),
            "uneven"
        );
        assert_eq!(
            topology(&cpus(&[(0, 0), (0, 1)]), 2),
            (1, 1, 2, 1),
            "more cells than sockets"
        );
    }
}
