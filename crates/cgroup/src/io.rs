//! Block devices: weights, limits, figures.

use crate::cpu::within;
use crate::error::{Error, Result};
use crate::group::Group;
use std::fmt;
use std::ops::RangeInclusive;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

/// Weights that `io.weight` takes; 100 is the default. `io.bfq.weight` takes 1 to 1000.
pub const IO_WEIGHT: RangeInclusive<u64> = 1..=10_000;

/// A block device by its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Device {
    /// Of its driver.
    pub major: u32,
    /// Among that driver's.
    pub minor: u32,
}

impl Device {
    /// The device of a file such as `/dev/sda`; none for what is no block device.
    pub fn of(path: &Path) -> Result<Option<Self>> {
        let found = std::fs::metadata(path).map_err(|source| Error::Read {
            file: path.to_owned(),
            source,
        })?;
        if !found.file_type().is_block_device() {
            return Ok(None);
        }
        let number = found.rdev();
        Ok(Some(Device {
            major: rustix::fs::major(number),
            minor: rustix::fs::minor(number),
        }))
    }

    fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once(':')?;
        Some(Device {
            major: major.parse().ok()?,
            minor: minor.parse().ok()?,
        })
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.major, self.minor)
    }
}

/// Limits on a device, each a second; none is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IoMax {
    /// Bytes read.
    pub read_bytes: Option<u64>,
    /// Bytes written.
    pub write_bytes: Option<u64>,
    /// Reads.
    pub read_operations: Option<u64>,
    /// Writes.
    pub write_operations: Option<u64>,
}

/// What went through a device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IoStat {
    /// Bytes read.
    pub read_bytes: u64,
    /// Bytes written.
    pub write_bytes: u64,
    /// Reads.
    pub read_operations: u64,
    /// Writes.
    pub write_operations: u64,
}

impl Group {
    /// The file of weights: that of the scheduler BFQ where it is loaded, or that of `iocost`. None where the kernel
    /// has neither.
    fn weights(&self) -> Option<&'static str> {
        ["io.bfq.weight", "io.weight"]
            .into_iter()
            .find(|file| self.has(file))
    }

    /// Whether the kernel can weigh groups against each other on block devices.
    pub fn has_io_weight(&self) -> bool {
        self.weights().is_some()
    }

    /// Its share on all devices, or on one; none where nothing is set for that device, or nothing can be.
    pub fn io_weight(&self, device: Option<Device>) -> Result<Option<u64>> {
        let Some(file) = self.weights() else {
            return Ok(None);
        };
        let text = self.read(file)?;
        let wanted = device.map_or_else(|| "default".to_owned(), |d| d.to_string());
        let line = text
            .lines()
            .find_map(|l| l.strip_prefix(&wanted)?.strip_prefix(' '));
        Ok(line.and_then(|n| n.trim().parse().ok()))
    }

    /// Sets its share on all devices, or on one; none takes one of a device away.
    pub fn set_io_weight(&self, device: Option<Device>, weight: Option<u64>) -> Result<()> {
        if let Some(weight) = weight {
            within("weight of input and output", weight, &IO_WEIGHT)?;
        }
        let file = self.weights().unwrap_or("io.weight");
        let weight = weight.map_or_else(|| "default".to_owned(), |w| w.to_string());
        match device {
            Some(device) => self.write(file, format!("{device} {weight}")),
            None if weight == "default" => self.write(file, "default 100"),
            None => self.write(file, format!("default {weight}")),
        }
    }

    /// Limits on a device (`io.max`).
    pub fn io_max(&self, device: Device) -> Result<IoMax> {
        let text = self.read("io.max")?;
        let mut max = IoMax::default();
        for (key, value) in fields(&text, device) {
            // What is "max" is no number.
            let value = value.parse().ok();
            match key {
                "rbps" => max.read_bytes = value,
                "wbps" => max.write_bytes = value,
                "riops" => max.read_operations = value,
                "wiops" => max.write_operations = value,
                _ => {}
            }
        }
        Ok(max)
    }

    /// Sets all limits on a device.
    pub fn set_io_max(&self, device: Device, max: IoMax) -> Result<()> {
        let text = |value: Option<u64>| value.map_or_else(|| "max".to_owned(), |v| v.to_string());
        self.write(
            "io.max",
            format!(
                "{device} rbps={} wbps={} riops={} wiops={}",
                text(max.read_bytes),
                text(max.write_bytes),
                text(max.read_operations),
                text(max.write_operations)
            ),
        )
    }

    /// What went through each device (`io.stat`).
    pub fn io_stat(&self) -> Result<Vec<(Device, IoStat)>> {
        let text = self.read("io.stat")?;
        let devices = text.lines().filter_map(|l| Device::parse(l.split(' ').next()?));
        Ok(devices
            .map(|device| {
                let mut stat = IoStat::default();
                for (key, value) in fields(&text, device) {
                    let value = value.parse().unwrap_or(0);
                    match key {
                        "rbytes" => stat.read_bytes = value,
                        "wbytes" => stat.write_bytes = value,
                        "rios" => stat.read_operations = value,
                        "wios" => stat.write_operations = value,
                        _ => {}
                    }
                }
                (device, stat)
            })
            .collect())
    }
}

/// The `key=value` of a device's line.
fn fields(text: &str, device: Device) -> impl Iterator<Item = (&str, &str)> {
    let line = text.lines().find(|line| {
        let first = line.split(' ').next();
        first.and_then(Device::parse) == Some(device)
    });
    line.into_iter()
        .flat_map(|line| line.split(' ').skip(1))
        .filter_map(|word| word.split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::fake::Fake;
    use crate::group::Controller;
    use std::sync::Arc;

    const SDA: Device = Device { major: 8, minor: 0 };

    #[test]
    fn limits_of_a_device() {
        let fake = Arc::new(Fake::new("/cg"));
        let root = Group::at(fake.clone(), "/cg".into());
        root.pass_on(&[Controller::Io]).unwrap();
        let group = root.child("a");
        group.make().unwrap();
        assert_eq!(group.io_max(SDA).unwrap(), IoMax::default());
        let max = IoMax {
            read_bytes: Some(7),
            write_operations: Some(9),
            ..IoMax::default()
        };
        group.set_io_max(SDA, max).unwrap();
        assert_eq!(
            group.read("io.max").unwrap().trim(),
            "8:0 rbps=7 wbps=max riops=max wiops=9"
        );
        assert_eq!(group.io_max(SDA).unwrap(), max);
        assert_eq!(
            group.io_max(Device { major: 8, minor: 16 }).unwrap(),
            IoMax::default()
        );
        fake.put("/cg/a/io.stat", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0\n");
        let [(device, stat)] = group.io_stat().unwrap()[..] else {
            panic!("one device");
        };
        assert_eq!(device, SDA);
        assert_eq!((stat.read_bytes, stat.write_operations), (1, 4));
    }

    #[test]
    fn weights_of_all_and_of_one() {
        let fake = Arc::new(Fake::new("/cg"));
        let root = Group::at(fake.clone(), "/cg".into());
        root.pass_on(&[Controller::Io]).unwrap();
        let group = root.child("a");
        group.make().unwrap();
        assert_eq!(group.io_weight(None).unwrap(), Some(100));
        group.set_io_weight(Some(SDA), Some(300)).unwrap();
        assert_eq!(group.io_weight(Some(SDA)).unwrap(), Some(300));
        group.set_io_weight(None, Some(200)).unwrap();
        assert_eq!(group.io_weight(None).unwrap(), Some(200));
        assert!(group.set_io_weight(None, Some(0)).is_err());
        fake.put("/cg/a/io.bfq.weight", "default 50\n");
        assert_eq!(group.io_weight(None).unwrap(), Some(50));
    }

    #[test]
    fn what_is_no_block_device() {
        assert_eq!(Device::of(Path::new("/dev/null")).unwrap(), None);
        assert!(Device::of(Path::new("/nonexistent")).is_err());
    }
}
