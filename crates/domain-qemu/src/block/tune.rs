//! Limits of disks: as parameters of the interface, in the document and for QEMU.

use crate::error::{QemuError, Result};
use ferrovirt_qmp::RawCommand;
use ferrovirt_schema::domain::devices::disk::{Disk, DiskBus, IoTune};
use ferrovirt_types::param::{ParamValue, TypedParam};

macro_rules! limits {
    ($($field:ident => $qemu:literal),+ $(,)?) => {
        const NAMES: &[&str] = &[$(stringify!($field)),+];

        fn slot<'t>(tune: &'t mut IoTune, name: &str) -> Option<&'t mut Option<u64>> {
            match name {
                $(stringify!($field) => Some(&mut tune.$field),)+
                _ => None,
            }
        }

        fn value(tune: &IoTune, name: &str) -> u64 {
            match name {
                $(stringify!($field) => tune.$field.unwrap_or(0),)+
                _ => 0,
            }
        }

        fn qemu_name(name: &str) -> &'static str {
            match name {
                $(stringify!($field) => $qemu,)+
                _ => "",
            }
        }
    };
}

limits! {
    total_bytes_sec => "bps",
    read_bytes_sec => "bps_rd",
    write_bytes_sec => "bps_wr",
    total_iops_sec => "iops",
    read_iops_sec => "iops_rd",
    write_iops_sec => "iops_wr",
    total_bytes_sec_max => "bps_max",
    read_bytes_sec_max => "bps_rd_max",
    write_bytes_sec_max => "bps_wr_max",
    total_iops_sec_max => "iops_max",
    read_iops_sec_max => "iops_rd_max",
    write_iops_sec_max => "iops_wr_max",
    size_iops_sec => "iops_size",
    total_bytes_sec_max_length => "bps_max_length",
    read_bytes_sec_max_length => "bps_rd_max_length",
    write_bytes_sec_max_length => "bps_wr_max_length",
    total_iops_sec_max_length => "iops_max_length",
    read_iops_sec_max_length => "iops_rd_max_length",
    write_iops_sec_max_length => "iops_wr_max_length",
}

/// The limits with what the parameters change.
pub fn from_params(old: Option<&IoTune>, params: &[TypedParam]) -> Result<IoTune> {
    let mut tune = old.cloned().unwrap_or_default();
    for param in params {
        if param.field == "group_name" {
            tune.group_name = match &param.value {
                ParamValue::String(s) if !s.is_empty() => Some(s.clone()),
                _ => None,
            };
            continue;
        }
        let value = match &param.value {
            ParamValue::ULLong(n) => *n,
            ParamValue::UInt(n) => u64::from(*n),
            _ => {
                return Err(QemuError::InvalidArg(format!(
                    "parameter '{}' has to be a number",
                    param.field
                )));
            }
        };
        if i64::try_from(value).is_err() {
            return Err(QemuError::ArgumentUnsupported(format!(
                "block I/O throttle limit must be no more than {} using QEMU",
                i64::MAX
            )));
        }
        let slot = slot(&mut tune, &param.field)
            .ok_or_else(|| QemuError::InvalidArg(format!("parameter '{}' not supported", param.field)))?;
        *slot = Some(value).filter(|n| *n > 0);
    }
    for (total, parts) in [
        ("total_bytes_sec", ["read_bytes_sec", "write_bytes_sec"]),
        ("total_iops_sec", ["read_iops_sec", "write_iops_sec"]),
        (
            "total_bytes_sec_max",
            ["read_bytes_sec_max", "write_bytes_sec_max"],
        ),
        ("total_iops_sec_max", ["read_iops_sec_max", "write_iops_sec_max"]),
    ] {
        let given = |name: &str| params.iter().any(|p| p.field == name);
        let has_parts = parts.iter().any(|p| value(&tune, p) > 0);
        if value(&tune, total) == 0 || !has_parts {
            continue;
        }
        if given(total) && parts.iter().any(|p| given(p)) {
            let what = total.trim_start_matches("total_");
            return Err(QemuError::InvalidArg(format!(
                "total and read/write of {what} cannot be set at the same time"
            )));
        }
        // What was set later counts.
        if given(total) {
            for part in parts {
                if let Some(slot) = slot(&mut tune, part) {
                    *slot = None;
                }
            }
        } else if let Some(slot) = slot(&mut tune, total) {
            *slot = None;
        }
    }
    check_bursts(&tune)?;
    Ok(tune)
}

/// A burst needs a limit, which it may not be below.
fn check_bursts(tune: &IoTune) -> Result<()> {
    for name in NAMES {
        let burst = format!("{name}_max");
        let (limit, most) = (value(tune, name), value(tune, &burst));
        let text = match (limit, most) {
            (_, 0) => continue,
            (0, _) => format!("value '{burst}' cannot be set if '{name}' is not set"),
            (limit, most) if most < limit => {
                format!("value '{burst}' cannot be smaller than '{name}'")
            }
            _ => continue,
        };
        return Err(QemuError::ConfigUnsupported(text));
    }
    Ok(())
}

/// The limits as parameters.
pub fn to_params(disk: &Disk) -> Vec<TypedParam> {
    let none = IoTune::default();
    let tune = disk.iotune.as_deref().unwrap_or(&none);
    let mut list: Vec<TypedParam> = Vec::with_capacity(NAMES.len() + 1);
    for name in NAMES {
        if *name == "total_bytes_sec_max_length" {
            // QEMU names the group of a disk that shares its limits with none for the disk.
            let own = || {
                disk.info
                    .alias
                    .as_ref()
                    .filter(|_| *tune != none)
                    .map(|_| throttled(disk))
            };
            let group = tune.group_name.clone().or_else(own).unwrap_or_default();
            list.push(TypedParam::new("group_name", group));
        }
        list.push(TypedParam::new(*name, value(tune, name)));
    }
    list
}

/// What QEMU limits: the device, or the part of a virtio device that has the data.
fn throttled(disk: &Disk) -> String {
    let alias = disk.info.alias.clone().unwrap_or_default();
    match disk.target.bus {
        Some(DiskBus::Virtio) => format!("/machine/peripheral/{alias}/virtio-backend"),
        _ => alias,
    }
}

/// The command that gives a disk the limits of its document; none if it has none.
pub fn throttle(disk: &Disk) -> Option<RawCommand> {
    let tune = disk.iotune.as_deref()?;
    Some(RawCommand::new("block_set_io_throttle").json(&set_throttle(disk, tune)))
}

/// Arguments of QEMU's command.
pub fn set_throttle(disk: &Disk, tune: &IoTune) -> serde_json::Value {
    let mut arguments = serde_json::json!({ "id": throttled(disk) });
    for name in NAMES {
        let n = value(tune, name);
        // The first six are always needed; the rest counts when it is there.
        let needed = matches!(
            *name,
            "total_bytes_sec"
                | "read_bytes_sec"
                | "write_bytes_sec"
                | "total_iops_sec"
                | "read_iops_sec"
                | "write_iops_sec"
        );
        if needed || n > 0 {
            arguments[qemu_name(name)] = n.into();
        }
    }
    if let Some(group) = &tune.group_name {
        arguments["group"] = group.as_str().into();
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_parts_exclude_each_other() {
        let total = [TypedParam::new("total_bytes_sec", 1000u64)];
        let tune = from_params(None, &total).unwrap();
        assert_eq!(tune.total_bytes_sec, Some(1000));
        let parts = [TypedParam::new("read_bytes_sec", 10u64)];
        let tune = from_params(Some(&tune), &parts).unwrap();
        assert_eq!((tune.total_bytes_sec, tune.read_bytes_sec), (None, Some(10)));
        let both = [
            TypedParam::new("total_iops_sec", 1u64),
            TypedParam::new("read_iops_sec", 1u64),
        ];
        assert!(from_params(None, &both).is_err());
        assert!(from_params(None, &[TypedParam::new("nosuch", 1u64)]).is_err());
    }

    #[test]
    fn bursts_are_above_limits() {
        let limit = IoTune {
            total_iops_sec: Some(100),
            ..IoTune::default()
        };
        let burst = |n: u64| [TypedParam::new("total_iops_sec_max", n)];
        assert!(from_params(Some(&limit), &burst(10)).is_err());
        assert!(from_params(None, &burst(10)).is_err());
        assert!(from_params(Some(&limit), &burst(200)).is_ok());
    }

    #[test]
    fn nothing_set_is_no_limit() {
        let disk = Disk::default();
        let arguments = set_throttle(&disk, &IoTune::default());
        assert_eq!(arguments["bps"], 0);
        assert!(arguments.get("bps_max").is_none());
        assert_eq!(to_params(&disk).len(), NAMES.len() + 1);
    }
}
