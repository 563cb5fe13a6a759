//! Limits of traffic, by the kernel's traffic control and its program `tc`.
//!
//! What a device of ours sends is what a guest receives: token bucket classes (HTB) hold that. What it
//! receives is what a guest sends: a policer drops what exceeds the limit.
//!
//! ```text
//! 1:1 average and peak of the device ─┬─ 1:2 what nobody claims: the average less all floors
//!                                     ├─ 1:3 the floor of one guest, by its hardware address
//!                                     └─ ...
//! ```

use super::Host;
use crate::error::{Error, Result};
use ferrovirt_driver::attach::{Limits, Rate};
use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::Command;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use std::fmt::Write;
use std::time::Duration;

/// The kernel answers at once.
const DEADLINE: Duration = Duration::from_secs(10);
/// Highest rate and burst in KiB: what the kernel counts in bytes a second has to fit.
const MOST: u64 = 1 << 40;
/// What may pass at once when nobody says, in KiB: enough for a timer's tick at moderate rates.
const BURST: u64 = 64;
/// Number of the first class that is one guest's.
const FIRST_FLOOR: usize = 3;
const FLOOR_PRIORITY: u32 = 2;

/// Stands for limits that nobody knows: all that limits leave on a device is removed.
pub const ANY: Limits = Limits {
    inbound: Some(SOME),
    outbound: Some(SOME),
};
const SOME: Rate = Rate {
    average: 1,
    peak: None,
    burst: None,
    floor: None,
};

impl Host {
    /// Puts limits on a device that has none, or in place of those `before`.
    pub async fn limit(&self, network: &str, device: &IfName, before: Limits, limits: Limits) -> Result<()> {
        if before == limits {
            return Ok(());
        }
        check(network, &limits)?;
        let removal = removal(device, &before);
        if !removal.is_empty() {
            // What somebody took away by hand is gone, which is as good.
            let _ = run(network, device, &["-force"], removal).await;
        }
        let script = script(device, &limits);
        if script.is_empty() {
            return Ok(());
        }
        run(network, device, &[], script).await
    }

    /// Divides what a network's guests receive from the host among those that have a share guaranteed: in
    /// place of the shares before. `inbound` is the limit that the bridge has.
    pub async fn divide(
        &self,
        network: &str,
        bridge: &IfName,
        inbound: Rate,
        floors: &[Floor],
    ) -> Result<()> {
        // There may be none yet.
        let _ = run(network, bridge, &["-force"], undivided(bridge, floors.len())).await;
        run(network, bridge, &[], divided(bridge, &inbound, floors)).await
    }
}

/// What a guest receives in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floor {
    /// Hardware address of the guest's interface.
    pub mac: MacAddr,
    /// KiB a second.
    pub rate: u64,
}

async fn run(network: &str, device: &IfName, options: &[&str], script: String) -> Result<()> {
    let command = Command::new("tc")
        .args(options)
        .args(["-batch", "-"])
        .stdin(script)
        .timeout(DEADLINE);
    match command.run().await {
        Ok(_) => Ok(()),
        Err(HostError::ProgramMissing { .. }) => Err(Error::TcMissing {
            network: network.to_owned(),
        }),
        Err(source) => Err(Error::Limit {
            network: network.to_owned(),
            device: device.to_string(),
            source,
        }),
    }
}

/// Refuses what the kernel could not count.
pub(crate) fn check(network: &str, limits: &Limits) -> Result<()> {
    let invalid = |what: String| {
        Err(Error::Invalid {
            network: network.to_owned(),
            what,
        })
    };
    for (direction, rate) in [("inbound", limits.inbound), ("outbound", limits.outbound)] {
        let Some(rate) = rate else { continue };
        if rate.average == 0 && rate.floor.is_none() {
            return invalid(format!("<{direction}> of <bandwidth> needs an average above 0"));
        }
        let all = [Some(rate.average), rate.peak, rate.burst, rate.floor];
        if let Some(much) = all.into_iter().flatten().find(|n| *n > MOST) {
            return invalid(format!(
                "{much} KiB in <{direction}> of <bandwidth> is more than {MOST}"
            ));
        }
    }
    Ok(())
}

fn removal(device: &IfName, before: &Limits) -> String {
    let mut s = String::new();
    // Writing to a string does not fail.
    if before.inbound.is_some_and(|rate| rate.average > 0) {
        let _ = writeln!(s, "qdisc del dev {device} root");
    }
    if before.outbound.is_some() {
        let _ = writeln!(s, "qdisc del dev {device} ingress");
    }
    s
}

fn script(device: &IfName, limits: &Limits) -> String {
    let mut s = String::new();
    // Without an average there is only a floor, which the network's bridge sees to.
    if let Some(rate) = limits.inbound.as_ref().filter(|rate| rate.average > 0) {
        let shape = shape(rate.average, rate);
        let _ = writeln!(s, "qdisc add dev {device} root handle 1: htb default 2");
        for class in ["parent 1: classid 1:1", "parent 1:1 classid 1:2"] {
            let _ = writeln!(s, "class add dev {device} {class} htb {shape}");
        }
    }
    if let Some(rate) = &limits.outbound {
        let (average, burst) = (rate.average * 1024, burst(rate));
        let _ = writeln!(s, "qdisc add dev {device} handle ffff: ingress");
        // Segments that the guest leaves to the host to cut are up to 64 KiB.
        let _ = writeln!(
            s,
            "filter add dev {device} parent ffff: protocol all prio 1 u32 match u32 0 0 police rate {average}bps \
             burst {burst}b mtu 64kb drop flowid :1"
        );
    }
    s
}

/// Takes all shares away, and the class of one that is not there any more.
fn undivided(bridge: &IfName, left: usize) -> String {
    format!(
        "filter del dev {bridge} parent 1: prio {FLOOR_PRIORITY}\nclass del dev {bridge} classid 1:{:x}\n",
        FIRST_FLOOR + left
    )
}

fn divided(bridge: &IfName, inbound: &Rate, floors: &[Floor]) -> String {
    let mut s = String::new();
    let claimed: u64 = floors.iter().map(|floor| floor.rate).sum();
    let rest = shape(inbound.average.saturating_sub(claimed).max(1), inbound);
    let _ = writeln!(s, "class replace dev {bridge} parent 1:1 classid 1:2 htb {rest}");
    for (n, floor) in floors.iter().enumerate() {
        let (class, own) = (FIRST_FLOOR + n, shape(floor.rate, inbound));
        let _ = writeln!(
            s,
            "class replace dev {bridge} parent 1:1 classid 1:{class:x} htb {own}"
        );
        // The header of a frame lies before what tc counts from, and begins with where it goes.
        let [a, b, rest @ ..] = floor.mac.0;
        let (high, low) = (u16::from_be_bytes([a, b]), u32::from_be_bytes(rest));
        let _ = writeln!(
            s,
            "filter add dev {bridge} parent 1: protocol all prio {FLOOR_PRIORITY} u32 match u16 {high:#06x} 0xffff \
             at -14 match u32 {low:#010x} 0xffffffff at -12 flowid 1:{class:x}"
        );
    }
    s
}

/// The figures of a class that has so many KiB a second, and may borrow up to the limit's peak.
fn shape(average: u64, limit: &Rate) -> String {
    let peak = limit.peak.unwrap_or(limit.average).max(limit.average) * 1024;
    format!(
        "rate {}bps ceil {peak}bps burst {}b",
        average * 1024,
        burst(limit)
    )
}

/// Bytes.
fn burst(rate: &Rate) -> u64 {
    rate.burst.unwrap_or(BURST).clamp(4, u64::from(u32::MAX) / 1024) * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(average: u64, peak: Option<u64>, burst: Option<u64>) -> Option<Rate> {
        Some(Rate {
            average,
            peak,
            burst,
            floor: None,
        })
    }

    #[test]
    fn both_directions() {
        let device = "vnet0".parse().unwrap();
        let limits = Limits {
            inbound: rate(100, Some(200), Some(10)),
            outbound: rate(50, None, None),
        };
        assert_eq!(
            script(&device, &limits),
            "qdisc add dev vnet0 root handle 1: htb default 2\n\
             class add dev vnet0 parent 1: classid 1:1 htb rate 102400bps ceil 204800bps burst 10240b\n\
             class add dev vnet0 parent 1:1 classid 1:2 htb rate 102400bps ceil 204800bps burst 10240b\n\
             qdisc add dev vnet0 handle ffff: ingress\n\
             filter add dev vnet0 parent ffff: protocol all prio 1 u32 match u32 0 0 police rate 51200bps burst \
             65536b mtu 64kb drop flowid :1\n"
        );
        assert_eq!(removal(&device, &limits).lines().count(), 2);
    }

    #[test]
    fn floors_are_classes_of_their_own() {
        let device = "virbr0".parse().unwrap();
        let floor = Floor {
            mac: "52:54:00:00:00:07".parse().unwrap(),
            rate: 30,
        };
        assert_eq!(
            divided(&device, &rate(100, Some(200), Some(10)).unwrap(), &[floor]),
            "class replace dev virbr0 parent 1:1 classid 1:2 htb rate 71680bps ceil 204800bps burst 10240b\n\
             class replace dev virbr0 parent 1:1 classid 1:3 htb rate 30720bps ceil 204800bps burst 10240b\n\
             filter add dev virbr0 parent 1: protocol all prio 2 u32 match u16 0x5254 0xffff at -14 match u32 \
             0x00000007 0xffffffff at -12 flowid 1:3\n"
        );
        assert!(undivided(&device, 1).ends_with("classid 1:4\n"));
        let only_floor = Limits {
            inbound: Some(Rate {
                floor: Some(30),
                ..Rate::default()
            }),
            outbound: None,
        };
        assert_eq!(script(&device, &only_floor), "");
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        let much = Limits {
            inbound: rate(u64::MAX, None, None),
            outbound: None,
        };
        assert!(check("n", &much).unwrap_err().to_string().contains("inbound"));
        let none = Limits {
            inbound: rate(0, None, None),
            outbound: None,
        };
        assert!(check("n", &none).is_err());
    }
}
