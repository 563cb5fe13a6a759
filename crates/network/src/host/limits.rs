//! Limits of traffic, by the kernel's traffic control and its program `tc`.
//!
//! What a device of ours sends is what a guest receives: a token bucket class (HTB) holds that. What it
//! receives is what a guest sends: a policer drops what exceeds the limit.

use super::Host;
use crate::error::{Error, Result};
use ferrovirt_driver::attach::{Limits, Rate};
use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::Command;
use ferrovirt_types::ifname::IfName;
use std::fmt::Write;
use std::time::Duration;

/// The kernel answers at once.
const DEADLINE: Duration = Duration::from_secs(10);
/// Highest rate and burst in KiB: what the kernel counts in bytes a second has to fit.
const MOST: u64 = 1 << 40;
/// What may pass at once when nobody says, in KiB: enough for a timer's tick at moderate rates.
const BURST: u64 = 64;

impl Host {
    /// Puts limits on a device that has none, or in place of those `before`.
    pub async fn limit(&self, network: &str, device: &IfName, before: Limits, limits: Limits) -> Result<()> {
        if before == limits {
            return Ok(());
        }
        check(network, &limits)?;
        if [limits.inbound, limits.outbound]
            .into_iter()
            .flatten()
            .any(|rate| rate.floor.is_some())
        {
            return Err(Error::Unsupported {
                network: network.to_owned(),
                what: "floor in <bandwidth> is not supported; limit the other ports instead".to_owned(),
            });
        }
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
    if before.inbound.is_some() {
        let _ = writeln!(s, "qdisc del dev {device} root");
    }
    if before.outbound.is_some() {
        let _ = writeln!(s, "qdisc del dev {device} ingress");
    }
    s
}

fn script(device: &IfName, limits: &Limits) -> String {
    let mut s = String::new();
    if let Some(rate) = &limits.inbound {
        let (average, burst) = (rate.average * 1024, burst(rate));
        let peak = rate.peak.unwrap_or(rate.average).max(rate.average) * 1024;
        let _ = writeln!(s, "qdisc add dev {device} root handle 1: htb default 1");
        let _ = writeln!(
            s,
            "class add dev {device} parent 1: classid 1:1 htb rate {average}bps ceil {peak}bps burst {burst}b"
        );
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
            "qdisc add dev vnet0 root handle 1: htb default 1\n\
             class add dev vnet0 parent 1: classid 1:1 htb rate 102400bps ceil 204800bps burst 10240b\n\
             qdisc add dev vnet0 handle ffff: ingress\n\
             filter add dev vnet0 parent ffff: protocol all prio 1 u32 match u32 0 0 police rate 51200bps burst \
             65536b mtu 64kb drop flowid :1\n"
        );
        assert_eq!(removal(&device, &limits).lines().count(), 2);
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
