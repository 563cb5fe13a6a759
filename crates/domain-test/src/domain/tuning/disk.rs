//! Limits of single disks, and what else is done to disks.

use crate::TestDriver;
use crate::affect::AFFECT;
use crate::domain::devices;
use crate::domain::tuning::TEXTS;
use crate::error::{Result, TestError, check_flags};
use crate::params::{self, Want};
use async_trait::async_trait;
use ferrovirt_driver::BlockJobs;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::disk::IoTune;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::DomainMemoryFlags;
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam};

/// Largest limit in bytes or operations a second.
const MOST: u64 = 1_000_000_000_000_000;
/// Name of the group of disks that share limits.
const GROUP: &str = "group_name";
/// Most bytes of memory that are shown at once.
const MOST_PEEK: usize = 1 << 20;

/// A limit, and where a definition keeps it.
type Field = (&'static str, fn(&mut IoTune) -> &mut Option<u64>);

/// Limits in the order in which they are told; the name of the group comes before the lengths.
const FIELDS: [Field; 19] = [
    ("total_bytes_sec", |t| &mut t.total_bytes_sec),
    ("read_bytes_sec", |t| &mut t.read_bytes_sec),
    ("write_bytes_sec", |t| &mut t.write_bytes_sec),
    ("total_iops_sec", |t| &mut t.total_iops_sec),
    ("read_iops_sec", |t| &mut t.read_iops_sec),
    ("write_iops_sec", |t| &mut t.write_iops_sec),
    ("total_bytes_sec_max", |t| &mut t.total_bytes_sec_max),
    ("read_bytes_sec_max", |t| &mut t.read_bytes_sec_max),
    ("write_bytes_sec_max", |t| &mut t.write_bytes_sec_max),
    ("total_iops_sec_max", |t| &mut t.total_iops_sec_max),
    ("read_iops_sec_max", |t| &mut t.read_iops_sec_max),
    ("write_iops_sec_max", |t| &mut t.write_iops_sec_max),
    ("size_iops_sec", |t| &mut t.size_iops_sec),
    ("total_bytes_sec_max_length", |t| {
        &mut t.total_bytes_sec_max_length
    }),
    ("read_bytes_sec_max_length", |t| &mut t.read_bytes_sec_max_length),
    ("write_bytes_sec_max_length", |t| {
        &mut t.write_bytes_sec_max_length
    }),
    ("total_iops_sec_max_length", |t| &mut t.total_iops_sec_max_length),
    ("read_iops_sec_max_length", |t| &mut t.read_iops_sec_max_length),
    ("write_iops_sec_max_length", |t| &mut t.write_iops_sec_max_length),
];

/// Limits before the name of the group.
const BEFORE_GROUP: usize = 13;

#[async_trait]
impl BlockJobs for TestDriver {
    async fn domain_set_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetBlockIoTune")?;
        let mut known = FIELDS.map(|(name, _)| (name, Want::ULLong)).to_vec();
        known.push((GROUP, Want::Text));
        params::validate(params, &known)?;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.edit(flags, |doc| set(doc, disk, params))?;
            let told = told(disk, params);
            news.push((me, DomainEvent::Tunable { params: told }));
            Ok(())
        })?)
    }

    async fn domain_get_block_io_tune(
        &self,
        dom: &DomainRef,
        disk: Option<&str>,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, AFFECT | TEXTS, "virDomainGetBlockIoTune")?;
        let found = self.world.guest(dom)?;
        let doc = found.state.read(flags)?;
        let Some(disk) = disk.filter(|disk| !disk.is_empty()) else {
            // Who names no disk only wants to know which limits there are.
            return Ok(params_of(&IoTune::default()));
        };
        Ok(get(doc, disk)?)
    }

    async fn domain_memory_peek(
        &self,
        dom: &DomainRef,
        offset: u64,
        size: u32,
        flags: u32,
    ) -> ApiResult<Vec<u8>> {
        let known = DomainMemoryFlags::VIRTUAL | DomainMemoryFlags::PHYSICAL;
        check_flags(flags, known.bits(), "virDomainMemoryPeek")?;
        self.world.guest(dom)?.state.running()?;
        // The memory counts its own bytes.
        let size = usize::try_from(size).unwrap_or(MOST_PEEK).min(MOST_PEEK);
        Ok((0..size).map(|n| (offset as u8).wrapping_add(n as u8)).collect())
    }
}

fn not_found(disk: &str) -> TestError {
    TestError::InvalidArgument(format!("disk '{disk}' was not found in the domain config"))
}

fn get(doc: &Domain, disk: &str) -> Result<Vec<TypedParam>> {
    let disk = devices::disk(doc, disk).ok_or_else(|| not_found(disk))?;
    Ok(params_of(disk.iotune.as_deref().unwrap_or(&IoTune::default())))
}

fn params_of(tune: &IoTune) -> Vec<TypedParam> {
    let mut tune = tune.clone();
    let mut params: Vec<TypedParam> = FIELDS
        .iter()
        .map(|(name, field)| TypedParam::new(*name, field(&mut tune).unwrap_or(0)))
        .collect();
    params.insert(
        BEFORE_GROUP,
        TypedParam::new(GROUP, tune.group_name.unwrap_or_default()),
    );
    params
}

fn set(doc: &mut Domain, disk: &str, params: &[TypedParam]) -> Result<()> {
    let disk = devices::disk_mut(doc, disk).ok_or_else(|| not_found(disk))?;
    let mut tune = disk.iotune.as_deref().cloned().unwrap_or_default();
    for (name, field) in &FIELDS {
        if let Some(value) = params::number(params, name) {
            if value > MOST {
                return Err(TestError::ArgumentUnsupported(format!(
                    "block I/O throttle limit value must be no more than {MOST}"
                )));
            }
            *field(&mut tune) = (value > 0).then_some(value);
        }
    }
    if let Some(group) = params::text(params, GROUP) {
        tune.group_name = Some(group.to_owned());
    }
    check(&mut tune, params)?;
    disk.iotune = (tune != IoTune::default()).then(|| Box::new(tune));
    Ok(())
}

/// A limit of all excludes those of reading and writing, and none is above its peak.
fn check(tune: &mut IoTune, params: &[TypedParam]) -> Result<()> {
    let given = |name: String| params::number(params, &name).is_some_and(|v| v > 0);
    for what in ["bytes_sec", "iops_sec", "bytes_sec_max", "iops_sec_max"] {
        if given(format!("total_{what}")) && (given(format!("read_{what}")) || given(format!("write_{what}")))
        {
            return Err(TestError::InvalidArgument(format!(
                "total and read/write of {what} cannot be set at the same time"
            )));
        }
    }
    for ((name, limit), (_, peak)) in FIELDS[..6].iter().zip(&FIELDS[6..12]) {
        let value = limit(tune).unwrap_or(0);
        if value > peak(tune).unwrap_or(0) {
            return Err(TestError::InvalidArgument(format!(
                "{name} cannot be set higher than {name}_max"
            )));
        }
    }
    Ok(())
}

/// What listeners are told of a change.
fn told(disk: &str, params: &[TypedParam]) -> Vec<TypedParam> {
    let named = |p: &TypedParam| TypedParam {
        field: format!("blkdeviotune.{}", p.field).into(),
        value: p.value.clone(),
    };
    let disk = TypedParam {
        field: "blkdeviotune.disk".into(),
        value: ParamValue::String(disk.to_owned()),
    };
    std::iter::once(disk).chain(params.iter().map(named)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_schema::domain::devices::Devices;
    use ferrovirt_schema::domain::devices::disk::{Disk, DiskTarget};

    fn guest() -> Domain {
        let target = DiskTarget {
            dev: "vda".into(),
            ..DiskTarget::default()
        };
        let disk = Disk {
            target,
            ..Disk::default()
        };
        Domain {
            devices: Some(Devices {
                disks: vec![disk],
                ..Devices::default()
            }),
            ..Domain::default()
        }
    }

    fn p(name: &'static str, value: u64) -> TypedParam {
        TypedParam::new(name, value)
    }

    #[test]
    fn limits_stay_below_peaks() {
        let mut doc = guest();
        assert!(set(&mut doc, "vda", &[p("total_bytes_sec", 1000)]).is_err());
        set(
            &mut doc,
            "vda",
            &[p("total_bytes_sec", 1000), p("total_bytes_sec_max", 2000)],
        )
        .unwrap();
        set(&mut doc, "vda", &[p("total_bytes_sec", 500)]).unwrap();
        assert_eq!(get(&doc, "vda").unwrap()[0], p("total_bytes_sec", 500));
        assert!(set(&mut doc, "vdb", &[]).is_err());
    }

    #[test]
    fn all_excludes_reading_and_writing() {
        let mut doc = guest();
        assert!(set(&mut doc, "vda", &[p("total_iops_sec", 1), p("read_iops_sec", 1)]).is_err());
        assert!(set(&mut doc, "vda", &[p("total_iops_sec_max", MOST + 1)]).is_err());
    }

    #[test]
    fn the_group_stands_before_the_lengths() {
        let params = get(&guest(), "vda").unwrap();
        assert_eq!((params.len(), params[13].field.as_ref()), (20, GROUP));
    }
}
