//! What the kernel tells of QEMU's process and threads, proc(5).

use ferrovirt_types::mac::MacAddr;
use std::net::Ipv4Addr;
use std::path::PathBuf;

/// Length of a tick of user and system times.
const NS_PER_TICK: u64 = 1_000_000_000 / 100;

/// Times of a process or thread in nanoseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// In user mode.
    pub user: u64,
    /// In the kernel.
    pub system: u64,
    /// The processor it ran on last.
    pub cpu: i32,
    /// Whether it runs or is ready to.
    pub running: bool,
}

/// Times of a process, all its threads together.
pub fn process_times(pid: i32) -> Times {
    read_times(&format!("/proc/{pid}/stat"))
}

/// Times of one thread.
pub fn thread_times(pid: i32, tid: i32) -> Times {
    read_times(&format!("/proc/{pid}/task/{tid}/stat"))
}

fn read_times(path: &str) -> Times {
    std::fs::read_to_string(path)
        .ok()
        .and_then(|text| parse_times(&text))
        .unwrap_or_default()
}

/// Fields 3 (state), 14 (utime), 15 (stime) and 39 (processor), counted from the end of the name.
fn parse_times(text: &str) -> Option<Times> {
    let fields: Vec<&str> = text[text.rfind(')')? + 1..].split_ascii_whitespace().collect();
    let ticks = |n: usize| fields.get(n)?.parse::<u64>().ok();
    Some(Times {
        user: ticks(11)?.saturating_mul(NS_PER_TICK),
        system: ticks(12)?.saturating_mul(NS_PER_TICK),
        cpu: fields.get(36)?.parse().ok()?,
        running: fields.first() == Some(&"R"),
    })
}

/// Nanoseconds that a thread ran and that it waited for a processor.
pub fn schedule(pid: i32, tid: i32) -> (u64, u64) {
    let text = std::fs::read_to_string(format!("/proc/{pid}/task/{tid}/schedstat")).unwrap_or_default();
    let mut numbers = text.split_ascii_whitespace().map(|n| n.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

/// Nanoseconds that KVM polled for a guest's processors before they slept: in vain last. 0 for a guest that
/// is translated.
pub fn halt_polling(pid: i32) -> [u64; 2] {
    let mut sums = [0u64; 2];
    let mine = format!("{pid}-");
    let guests = std::fs::read_dir("/sys/kernel/debug/kvm")
        .into_iter()
        .flatten()
        .flatten();
    for guest in guests.filter(|g| g.file_name().to_string_lossy().starts_with(&mine)) {
        for (sum, name) in sums.iter_mut().zip(["halt_poll_success_ns", "halt_poll_fail_ns"]) {
            let text = std::fs::read_to_string(guest.path().join(name)).unwrap_or_default();
            *sum = sum.saturating_add(text.trim().parse().unwrap_or(0));
        }
    }
    sums
}

/// Memory that the process has in RAM, in KiB.
pub fn resident_kib(pid: i32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    line.and_then(|l| l.split_ascii_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Counters of a network device: bytes, packets, errors, drops; received, then sent.
pub fn device_counters(device: &str) -> Option<[u64; 8]> {
    // A name is not a path.
    if device.is_empty() || device.contains('/') || device.starts_with('.') {
        return None;
    }
    of_sysfs(device).or_else(|| {
        // What is mounted at /sys may show the devices of another network namespace than ours.
        let text = std::fs::read_to_string("/proc/net/dev").ok()?;
        of_table(&text, device)
    })
}

/// The line of a device in `/proc/net/dev`: name, eight figures of what was received, eight of what was sent.
fn of_table(text: &str, device: &str) -> Option<[u64; 8]> {
    let figures = text.lines().find_map(|line| {
        let (name, figures) = line.split_once(':')?;
        (name.trim() == device).then_some(figures)
    })?;
    let mut figures = figures.split_ascii_whitespace().map(str::parse);
    let mut list = [0; 16];
    for place in &mut list {
        *place = figures.next()?.ok()?;
    }
    let [a, b, c, d, _, _, _, _, e, f, g, h, ..] = list;
    Some([a, b, c, d, e, f, g, h])
}

fn of_sysfs(device: &str) -> Option<[u64; 8]> {
    let dir = PathBuf::from("/sys/class/net").join(device).join("statistics");
    let read = |name: &str| std::fs::read_to_string(dir.join(name)).ok()?.trim().parse().ok();
    Some([
        read("rx_bytes")?,
        read("rx_packets")?,
        read("rx_errors")?,
        read("rx_dropped")?,
        read("tx_bytes")?,
        read("tx_packets")?,
        read("tx_errors")?,
        read("tx_dropped")?,
    ])
}

/// An IPv4 address that the host talks to over a link, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its address.
    pub address: Ipv4Addr,
    /// Its hardware address.
    pub mac: MacAddr,
}

/// The kernel's table of neighbours (`/proc/net/arp`); those that did not answer are left out.
pub fn neighbours() -> Vec<Neighbour> {
    read_neighbours(&std::fs::read_to_string("/proc/net/arp").unwrap_or_default())
}

fn read_neighbours(text: &str) -> Vec<Neighbour> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let address = words.next()?.parse().ok()?;
        let flags = u32::from_str_radix(words.nth(1)?.strip_prefix("0x")?, 16).ok()?;
        let mac = words.next()?.parse().ok()?;
        // ATF_COM: the hardware address is known.
        (flags & 2 != 0).then_some(Neighbour { address, mac })
    };
    text.lines().skip(1).filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_answered() {
        let text = "IP address       HW type     Flags       HW address            Mask     Device\n\
                    10.0.0.7         0x1         0x2         52:54:00:aa:bb:cc     *        br0\n\
                    10.0.0.8         0x1         0x0         00:00:00:00:00:00     *        br0\nnonsense\n";
        let [one] = &read_neighbours(text)[..] else {
            panic!("one neighbour");
        };
        assert_eq!(
            (one.address.to_string().as_str(), one.mac.to_string().as_str()),
            ("10.0.0.7", "52:54:00:aa:bb:cc")
        );
    }

    #[test]
    fn own_figures() {
        let me = nix::unistd::getpid().as_raw();
        assert!(resident_kib(me) > 0);
        assert!(process_times(me).cpu >= 0);
        assert_eq!(process_times(-5), Times::default());
        assert!(device_counters("../lo").is_none());
    }

    #[test]
    fn the_table_of_devices() {
        let text =
            "Inter-| Receive | Transmit\n face |bytes packets\n  vnet0: 1 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\n";
        assert_eq!(of_table(text, "vnet0"), Some([1, 2, 3, 4, 5, 6, 7, 8]));
        assert_eq!(of_table(text, "vnet"), None);
        assert_eq!(of_table("vnet0: 1 2", "vnet0"), None);
    }
}
