//! Weights and limits of input and output, of all and of single devices of the host.

use super::{NotTunable, Result};
use crate::domain::Domain;
use crate::domain::memory::{BlkioDevice, BlkioTune};
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};

/// What can be set for a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Weight,
    ReadIops,
    WriteIops,
    ReadBytes,
    WriteBytes,
}

const LIMITS: [(&str, Limit); 5] = [
    ("device_weight", Limit::Weight),
    ("device_read_iops_sec", Limit::ReadIops),
    ("device_write_iops_sec", Limit::WriteIops),
    ("device_read_bytes_sec", Limit::ReadBytes),
    ("device_write_bytes_sec", Limit::WriteBytes),
];

impl Limit {
    fn of(self, device: &BlkioDevice) -> Option<u64> {
        match self {
            Limit::Weight => device.weight.map(u64::from),
            Limit::ReadIops => device.read_iops_sec.map(u64::from),
            Limit::WriteIops => device.write_iops_sec.map(u64::from),
            Limit::ReadBytes => device.read_bytes_sec,
            Limit::WriteBytes => device.write_bytes_sec,
        }
    }

    /// Zero takes the limit away.
    fn set(self, device: &mut BlkioDevice, value: u64) {
        let long = (value > 0).then_some(value);
        let short = long.map(|v| u32::try_from(v).unwrap_or(u32::MAX));
        match self {
            Limit::Weight => device.weight = short,
            Limit::ReadIops => device.read_iops_sec = short,
            Limit::WriteIops => device.write_iops_sec = short,
            Limit::ReadBytes => device.read_bytes_sec = long,
            Limit::WriteBytes => device.write_bytes_sec = long,
        }
    }

    fn most(self) -> u64 {
        match self {
            Limit::ReadBytes | Limit::WriteBytes => u64::MAX,
            _ => u64::from(u32::MAX),
        }
    }
}

/// Refuses parameters that are not known here, whatever they say.
pub fn validate(params: &[TypedParam]) -> ferrovirt_types::Result<()> {
    let mut known = vec![("weight", Want::UInt)];
    known.extend(LIMITS.map(|(name, _)| (name, Want::Text)));
    params::validate(params, &known)
}

/// What a call changes.
#[derive(Debug, Clone)]
pub struct Change {
    weight: Option<u32>,
    devices: Vec<(Limit, String, u64)>,
}

impl Change {
    /// Reads parameters that [`validate`] let pass.
    pub fn parse(params: &[TypedParam]) -> Result<Self> {
        let mut devices = Vec::new();
        for (name, limit) in LIMITS {
            if let Some(text) = params::text(params, name) {
                devices.extend(
                    read(name, limit, text)?
                        .into_iter()
                        .map(|(path, value)| (limit, path, value)),
                );
            }
        }
        let weight = params::number(params, "weight").and_then(|w| u32::try_from(w).ok());
        Ok(Change { weight, devices })
    }

    /// Changes a document. A device without any limit is forgotten.
    pub fn apply(&self, doc: &mut Domain) {
        let mut tune = doc.blkiotune.take().unwrap_or_default();
        if self.weight.is_some() {
            tune.weight = self.weight.filter(|w| *w > 0);
        }
        for (limit, path, value) in &self.devices {
            let at = tune
                .devices
                .iter()
                .position(|d| d.path == *path)
                .unwrap_or_else(|| {
                    tune.devices.push(BlkioDevice {
                        path: path.clone(),
                        ..BlkioDevice::default()
                    });
                    tune.devices.len() - 1
                });
            limit.set(&mut tune.devices[at], *value);
        }
        tune.devices
            .retain(|d| LIMITS.iter().any(|(_, limit)| limit.of(d).is_some()));
        doc.blkiotune = (tune != BlkioTune::default()).then_some(tune);
    }
}

/// Reads `/dev/sda,300,/dev/sdb,400`.
fn read(name: &str, limit: Limit, text: &str) -> Result<Vec<(String, u64)>> {
    let mut parts = text.split(',');
    let mut found: Vec<(String, u64)> = Vec::new();
    while let Some(path) = parts.next().filter(|p| !p.is_empty()) {
        let value = parts
            .next()
            .ok_or_else(|| NotTunable(format!("unable to parse blkio device '{name}' '{text}'")))?;
        let number = value.parse().ok().filter(|n| *n <= limit.most()).ok_or_else(|| {
            NotTunable(format!(
                "invalid value '{value}' for parameter '{name}' of device '{path}'"
            ))
        })?;
        found.push((path.to_owned(), number));
    }
    Ok(found)
}

/// All of them as parameters.
pub fn params(doc: &Domain) -> Vec<TypedParam> {
    let tune = doc.blkiotune.clone().unwrap_or_default();
    let list = |limit: Limit| {
        let set = tune
            .devices
            .iter()
            .filter_map(|d| Some(format!("{},{}", d.path, limit.of(d)?)));
        set.collect::<Vec<_>>().join(",")
    };
    let weight = TypedParam::new("weight", tune.weight.unwrap_or(0));
    std::iter::once(weight)
        .chain(LIMITS.map(|(name, limit)| TypedParam::new(name, list(limit))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_merged_and_forgotten_without_limits() {
        let mut doc = Domain::default();
        let change = |name: &'static str, text: &str| Change::parse(&[TypedParam::new(name, text)]).unwrap();
        change("device_weight", "/dev/sda,300,/dev/sdb,400").apply(&mut doc);
        change("device_read_bytes_sec", "/dev/sda,7").apply(&mut doc);
        change("device_weight", "/dev/sdb,0").apply(&mut doc);
        let devices = &doc.blkiotune.as_ref().unwrap().devices;
        assert_eq!(devices.len(), 1);
        assert_eq!(
            (devices[0].weight, devices[0].read_bytes_sec),
            (Some(300), Some(7))
        );
        assert_eq!(params(&doc)[1], TypedParam::new("device_weight", "/dev/sda,300"));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for text in ["junk", "/dev/sda,x", "/dev/sda,-1", "/dev/sda,99999999999"] {
            assert!(
                Change::parse(&[TypedParam::new("device_weight", text)]).is_err(),
                "{text}"
            );
        }
    }
}
