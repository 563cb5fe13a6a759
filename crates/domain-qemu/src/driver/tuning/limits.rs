//! Limits and weights that the kernel's control groups enforce.
//!
//! A running guest that has no control group, or none with the controller, is answered for as by a stock host
//! without it, which is what clients know; definitions can be changed all the same.

use super::super::QemuDriver;
use super::super::reads::impact;
use super::live;
use crate::cgroups::{self, GuestGroup};
use crate::error::{QemuError, Result};
use crate::guest::{Guest, Live};
use ferrovirt_protocol::remote::DomainGetCpuStatsRet;
use ferrovirt_schema::common::idset::IdSet;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::numa::NumaMode;
use ferrovirt_schema::domain::tuned::{NotTunable, blkio, memory, numa, scheduler};
use ferrovirt_types::consts::{DomainModificationImpact as Impact, ErrorNumber};
use ferrovirt_types::event::{DomainEvent, Event};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam, find};
use ferrovirt_types::params;
use std::sync::Arc;

/// A controller that would enforce it, and what is said when it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Controller {
    Memory,
    Cpuset,
    Blkio,
    Cpu,
}

impl Controller {
    fn of_kernel(self) -> ferrovirt_cgroup::Controller {
        match self {
            Controller::Memory => ferrovirt_cgroup::Controller::Memory,
            Controller::Cpuset => ferrovirt_cgroup::Controller::Cpuset,
            Controller::Blkio => ferrovirt_cgroup::Controller::Io,
            Controller::Cpu => ferrovirt_cgroup::Controller::Cpu,
        }
    }

    fn missing(self) -> QemuError {
        let text = match self {
            Controller::Memory => "cgroup memory controller is not mounted",
            Controller::Cpuset => "cgroup cpuset controller is not mounted",
            Controller::Blkio => "blkio cgroup isn't mounted",
            Controller::Cpu => "cgroup CPU controller is not mounted",
        };
        QemuError::OperationInvalid(text.to_owned())
    }
}

pub(super) fn refused(error: NotTunable) -> QemuError {
    QemuError::InvalidArg(error.0)
}

/// Whether the memory of a running guest may be put on other nodes: it is kept to them by its group alone, which
/// cannot prefer or interleave.
fn may_move(now: NumaMode, wanted: Option<NumaMode>, moves: bool) -> Result<()> {
    if wanted.is_some_and(|mode| mode != now) {
        let text = "can't change numatune mode for running domain";
        return Err(QemuError::OperationInvalid(text.to_owned()));
    }
    let kept_to = match wanted {
        Some(mode) => matches!(mode, NumaMode::Strict | NumaMode::Restrictive),
        None => now == NumaMode::Restrictive,
    };
    if moves && !kept_to {
        let text = "change of nodeset for running domain requires restrictive numa mode";
        return Err(QemuError::OperationInvalid(text.to_owned()));
    }
    Ok(())
}

fn nodes(text: &str) -> Result<IdSet> {
    IdSet::from_text(text)
        .filter(|set| !set.is_empty())
        .ok_or_else(|| QemuError::InvalidArg(format!("Failed to parse bitmap '{text}'")))
}

/// The running guest with its group, if it is meant, and whether the definition is.
type Meant = (Option<(Arc<Live>, GuestGroup)>, bool);

impl QemuDriver {
    /// The running guest and its group, if it is the running guest that is meant; it needs the controller.
    fn grouped(guest: &Guest, flags: u32, by: Controller) -> Result<Meant> {
        let (is_live, config) = impact(guest, flags)?;
        if !is_live {
            return Ok((None, config));
        }
        let live = guest.running()?;
        let group = live.group.clone().filter(|group| group.has(by.of_kernel()));
        let group = group.ok_or_else(|| by.missing())?;
        Ok((Some((live, group)), config))
    }

    /// Changes the definition, the running guest or both. `carry_out` gets the document before and after. The live
    /// change may differ from that of the definition.
    async fn tune(
        &self,
        dom: &DomainRef,
        flags: u32,
        by: Controller,
        change: impl Fn(&mut Domain) -> Result<()>,
        carry_out: impl FnOnce(&GuestGroup, &Domain, &Domain) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, config) = Self::grouped(&guest, flags, by)?;
        if config {
            // Whether it can be is known before the running guest is touched.
            change(&mut Domain::clone(&*self.core.definition(&guest).await?))?;
        }
        if let Some((live, group)) = live {
            let before = Arc::clone(&live.doc);
            let mut after = Domain::clone(&before);
            change(&mut after)?;
            cgroups::blocking(move || carry_out(&group, &before, &after)).await?;
        }
        self.modify(&guest, flags, change).await
    }

    pub(super) async fn set_memory_limits(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        memory::validate(params)?;
        let change = |doc: &mut Domain| memory::set(doc, params).map_err(refused);
        let given = params.to_vec();
        let carry_out =
            move |group: &GuestGroup, _: &Domain, _: &Domain| live::set_memory_limits(group, &given);
        self.tune(dom, flags, Controller::Memory, change, carry_out).await
    }

    pub(super) async fn memory_limits(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let guest = self.core.guest(dom)?;
        match Self::grouped(&guest, flags, Controller::Memory)?.0 {
            Some((_, group)) => cgroups::blocking(move || live::memory(&group)).await,
            None => Ok(memory::params(&*self.core.definition(&guest).await?)),
        }
    }

    pub(super) async fn set_blkio(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        blkio::validate(params)?;
        self.core.guest(dom)?;
        let apply = |doc: &mut Domain| {
            blkio::Change::parse(params).map_err(refused)?.apply(doc);
            Ok(())
        };
        self.tune(dom, flags, Controller::Blkio, apply, live::set_devices)
            .await
    }

    pub(super) async fn blkio(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let guest = self.core.guest(dom)?;
        let Some((live, group)) = Self::grouped(&guest, flags, Controller::Blkio)?.0 else {
            return Ok(blkio::params(&*self.core.definition(&guest).await?));
        };
        // Devices are named as they were given; the kernel knows their numbers only.
        let weight = cgroups::blocking(move || live::io_weight(&group)).await?;
        let mut list = blkio::params(&live.doc);
        for param in list.iter_mut().filter(|p| p.field == "weight") {
            param.value = ParamValue::UInt(weight);
        }
        Ok(list)
    }

    pub(super) async fn set_numa(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        numa::validate(params)?;
        let mode = match find(params, "numa_mode") {
            Some(ParamValue::Int(number)) => Some(
                numa::mode(*number)
                    .ok_or_else(|| QemuError::InvalidArg(format!("unsupported numatune mode: '{number}'")))?,
            ),
            _ => None,
        };
        let set = params::text(params, "numa_nodeset").map(nodes).transpose()?;
        let change = |doc: &mut Domain| {
            numa::set(doc, mode, set.clone()).map_err(|e| QemuError::ConfigUnsupported(e.to_string()))
        };
        let (moves, given) = (set.clone(), mode);
        let carry_out = move |group: &GuestGroup, before: &Domain, _: &Domain| {
            may_move(numa::memory(before).mode, given, moves.is_some())?;
            match &moves {
                Some(set) => group
                    .group()
                    .set_memory_nodes(&set.to_string())
                    .map_err(cgroups::failed),
                None => Ok(()),
            }
        };
        self.tune(dom, flags, Controller::Cpuset, change, carry_out).await
    }

    /// What the document says holds for the running guest too: it is started with it.
    pub(super) async fn numa(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let guest = self.core.guest(dom)?;
        if impact(&guest, flags)?.0 {
            return Ok(numa::params(&guest.running()?.doc));
        }
        Ok(numa::params(&*self.core.definition(&guest).await?))
    }

    /// Whether the guest's processor time could be limited now.
    pub(super) fn schedulable(&self, dom: &DomainRef) -> Result<()> {
        let guest = self.core.guest(dom)?;
        Self::grouped(&guest, 0, Controller::Cpu).map(|_| ())
    }

    pub(super) async fn set_schedule(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        scheduler::validate(params)?;
        let guest = self.core.guest(dom)?;
        let (running, config) = Self::grouped(&guest, flags, Controller::Cpu)?;
        let change = |doc: &mut Domain| scheduler::set(doc, params).map_err(refused);
        if config {
            change(&mut Domain::clone(&*self.core.definition(&guest).await?))?;
        }
        if let Some((live, group)) = running {
            let set = live::effective(params)?;
            let change = |doc: &mut Domain| scheduler::set(doc, &set).map_err(refused);
            change(&mut Domain::clone(&live.doc))?;
            let given = set.clone();
            cgroups::blocking(move || live::set_schedule(&group, &given)).await?;
            self.modify(&guest, Impact::LIVE.bits(), change).await?;
            self.tell_tuned(&guest, live::told(&set));
        }
        if config {
            self.modify(&guest, Impact::CONFIG.bits(), change).await?;
        }
        Ok(())
    }

    /// Tells listeners what was changed of a running guest.
    pub(super) fn tell_tuned(&self, guest: &Guest, params: Vec<TypedParam>) {
        if !params.is_empty() {
            let event = Event::Domain(guest.reference(), DomainEvent::Tunable { params });
            self.core.events.publish(event);
        }
    }

    pub(super) async fn schedule(&self, dom: &DomainRef, most: i32, flags: u32) -> Result<Vec<TypedParam>> {
        let guest = self.core.guest(dom)?;
        let mut list = match Self::grouped(&guest, flags, Controller::Cpu)?.0 {
            Some((_, group)) => cgroups::blocking(move || live::schedule(&group)).await?,
            None => scheduler::params(&*self.core.definition(&guest).await?),
        };
        list.truncate(usize::try_from(most).unwrap_or(0));
        Ok(list)
    }

    /// Time that the processors of a running guest ran, all together; of one there are no figures in version 2 of
    /// control groups. `count` is how many processors are asked for, 0 for how many there are.
    pub(in crate::driver) async fn processor_time(
        &self,
        dom: &DomainRef,
        most: u32,
        start: i32,
        count: u32,
    ) -> Result<DomainGetCpuStatsRet> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let group = live
            .group
            .clone()
            .filter(|group| group.has(Controller::Cpu.of_kernel()));
        let group = group.ok_or_else(|| {
            QemuError::OperationInvalid("cgroup CPUACCT controller is not mounted".to_owned())
        })?;
        let only = |nparams| DomainGetCpuStatsRet {
            params: Vec::new(),
            nparams,
        };
        match (start, count, most) {
            (0.., 0, 0) => {
                let cpus = self.core.host.cpus()?.present.len();
                return Ok(only(i32::try_from(cpus).unwrap_or(i32::MAX)));
            }
            (0.., _, 0) => return Ok(only(1)),
            (0.., _, _) => {
                return Err(QemuError::coded(
                    ErrorNumber::OperationUnsupported,
                    "operation 'getCpuacctPercpuUsage' not supported for backend 'cgroup V2'",
                ));
            }
            (_, _, 0) => return Ok(only(3)),
            _ => {}
        }
        let stat = cgroups::blocking(move || group.group().cpu_stat().map_err(cgroups::failed)).await?;
        let mut params = vec![
            TypedParam::new("cpu_time", stat.usage),
            TypedParam::new("user_time", stat.user),
            TypedParam::new("system_time", stat.system),
        ];
        params.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(DomainGetCpuStatsRet {
            nparams: i32::try_from(params.len()).unwrap_or(0),
            params,
        })
    }

    /// Only guests whose memory is encrypted take one; this driver starts none.
    pub(super) fn no_launch_secret(&self, dom: &DomainRef) -> Result<()> {
        let guest = self.core.guest(dom)?;
        guest.running()?;
        Err(QemuError::coded(
            ErrorNumber::OperationUnsupported,
            "setting a launch secret is only supported in SEV-enabled domains",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_moves_where_the_group_alone_keeps_it() {
        assert!(may_move(NumaMode::Strict, None, true).is_err());
        assert!(may_move(NumaMode::Strict, Some(NumaMode::Preferred), false).is_err());
        may_move(NumaMode::Strict, Some(NumaMode::Strict), true).unwrap();
        may_move(NumaMode::Restrictive, None, true).unwrap();
        assert!(may_move(NumaMode::Interleave, Some(NumaMode::Interleave), true).is_err());
    }

    #[test]
    fn sets_of_nodes() {
        assert_eq!(nodes("0,1,2,4").unwrap().to_string(), "0-2,4");
        assert_eq!(
            nodes("foo").unwrap_err().to_string(),
            "Failed to parse bitmap 'foo'"
        );
    }
}
