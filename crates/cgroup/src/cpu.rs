//! Processor time: weights, quotas, figures.

use crate::error::{Error, Result};
use crate::group::Group;
use std::ops::RangeInclusive;

/// Weights that the kernel takes; 100 is the default.
pub const WEIGHT: RangeInclusive<u64> = 1..=10_000;
/// Periods that the kernel takes, in microseconds; 100,000 is the default.
pub const PERIOD: RangeInclusive<u64> = 1_000..=1_000_000;

/// Time that a group may run in each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Microseconds of all processors together; none is no limit.
    pub limit: Option<u64>,
    /// Length of a period, in microseconds.
    pub period: u64,
}

impl Default for Quota {
    fn default() -> Self {
        Quota {
            limit: None,
            period: 100_000,
        }
    }
}

/// Time that a group has run, in nanoseconds; the kernel counts microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CpuStat {
    /// In all.
    pub usage: u64,
    /// In user mode.
    pub user: u64,
    /// In the kernel.
    pub system: u64,
}

impl Group {
    /// Its share among the groups beside it (`cpu.weight`).
    pub fn cpu_weight(&self) -> Result<u64> {
        let text = self.read("cpu.weight")?;
        let weight = text.trim().parse();
        weight.map_err(|_| self.malformed("cpu.weight", "a weight", &text))
    }

    /// Sets its share, within [`WEIGHT`].
    pub fn set_cpu_weight(&self, weight: u64) -> Result<()> {
        within("weight of processor time", weight, &WEIGHT)?;
        self.write("cpu.weight", weight)
    }

    /// What it may run (`cpu.max`).
    pub fn cpu_quota(&self) -> Result<Quota> {
        let text = self.read("cpu.max")?;
        parse_quota(&text).ok_or_else(|| self.malformed("cpu.max", "a quota and a period", &text))
    }

    /// Sets what it may run; the period is within [`PERIOD`], a quota is at least 1000.
    pub fn set_cpu_quota(&self, quota: Quota) -> Result<()> {
        within("period in microseconds", quota.period, &PERIOD)?;
        match quota.limit {
            Some(limit) => self.write("cpu.max", format!("{limit} {}", quota.period)),
            None => self.write("cpu.max", format!("max {}", quota.period)),
        }
    }

    /// What it ran (`cpu.stat`), which is there without the controller too.
    pub fn cpu_stat(&self) -> Result<CpuStat> {
        let text = self.read("cpu.stat")?;
        let field = |name: &str| {
            let line = text
                .lines()
                .find_map(|l| l.strip_prefix(name)?.strip_prefix(' '))?;
            Some(line.trim().parse::<u64>().ok()?.saturating_mul(1000))
        };
        let all = (field("usage_usec"), field("user_usec"), field("system_usec"));
        let (Some(usage), Some(user), Some(system)) = all else {
            return Err(self.malformed("cpu.stat", "usage_usec, user_usec and system_usec", &text));
        };
        Ok(CpuStat { usage, user, system })
    }
}

fn parse_quota(text: &str) -> Option<Quota> {
    let mut words = text.split_whitespace();
    let limit = match words.next()? {
        "max" => None,
        number => Some(number.parse().ok()?),
    };
    let period = words.next()?.parse().ok()?;
    Some(Quota { limit, period })
}

pub fn within(what: &'static str, value: u64, range: &RangeInclusive<u64>) -> Result<()> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(Error::OutOfRange {
        what,
        value,
        least: *range.start(),
        most: *range.end(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Files;
    use crate::files::fake::Fake;
    use crate::group::Controller;
    use std::path::Path;
    use std::sync::Arc;

    #[test]
    fn weights_and_quotas() {
        let fake = Arc::new(Fake::new("/cg"));
        let root = Group::at(fake.clone(), "/cg".into());
        root.pass_on(&[Controller::Cpu]).unwrap();
        let group = root.child("a");
        group.make().unwrap();
        assert_eq!(group.cpu_weight().unwrap(), 100);
        group.set_cpu_weight(300).unwrap();
        assert_eq!(group.cpu_weight().unwrap(), 300);
        let error = group.set_cpu_weight(10_001).unwrap_err();
        assert_eq!(
            error.to_string(),
            "weight of processor time 10001 is out of range: the kernel takes 1 to 10000"
        );
        assert_eq!(group.cpu_quota().unwrap(), Quota::default());
        let half = Quota {
            limit: Some(25_000),
            period: 50_000,
        };
        group.set_cpu_quota(half).unwrap();
        assert_eq!(
            fake.read(Path::new("/cg/a/cpu.max")).unwrap().trim(),
            "25000 50000"
        );
        assert_eq!(group.cpu_quota().unwrap(), half);
        assert!(group.set_cpu_quota(Quota { period: 9, ..half }).is_err());
        fake.put("/cg/a/cpu.max", "nonsense");
        assert!(group.cpu_quota().unwrap_err().to_string().contains("nonsense"));
    }

    #[test]
    fn figures() {
        let fake = Arc::new(Fake::new("/cg"));
        fake.put("/cg/cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\n");
        let stat = Group::at(fake, "/cg".into()).cpu_stat().unwrap();
        assert_eq!((stat.usage, stat.user, stat.system), (5000, 3000, 2000));
    }
}
