//! POWER processors: a model is a model.

use crate::document::Described;
use crate::{Choice, CpuError};

/// A model.
pub(crate) struct Model {
    pub(crate) name: &'static str,
    vendor: &'static str,
}

/// All models.
pub(crate) fn models() -> impl Iterator<Item = Model> {
    let lines = include_str!("../data/ppc64-models.txt")
        .lines()
        .filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once(' '))
        .map(|(name, vendor)| Model { name, vendor })
}

pub(crate) fn baseline(cpus: &[Described]) -> Result<Choice, CpuError> {
    let first = cpus.first().ok_or(CpuError::NothingToCompare)?;
    let model = models()
        .find(|m| m.name == first.model)
        .ok_or_else(|| CpuError::UnknownModel {
            name: first.model.clone(),
        })?;
    for cpu in cpus {
        if cpu.model != model.name {
            return Err(CpuError::Incompatible);
        }
        if let Some(said) = cpu.vendor.as_ref().filter(|v| *v != model.vendor) {
            let (model, real) = (model.name.to_owned(), model.vendor.to_owned());
            return Err(CpuError::VendorOfModel {
                said: said.clone(),
                model,
                real,
            });
        }
    }
    let named = cpus.iter().all(|c| c.vendor.is_some());
    let vendor = named.then(|| model.vendor.to_owned());
    Ok(Choice {
        model: model.name.to_owned(),
        vendor,
        features: Vec::new(),
    })
}
