//! Limits and weights that the kernel's control groups enforce.
//!
//! Guests are not put into control groups of their own: what is set is written into definitions, and a
//! running guest is answered for as by a host without these controllers, which is what clients know.

use super::super::QemuDriver;
use super::super::reads::impact;
use crate::error::{QemuError, Result};
use ferrovirt_schema::common::idset::parse_idset;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::tuned::{NotTunable, blkio, memory, numa, scheduler};
use ferrovirt_types::consts::{DomainModificationImpact as Impact, ErrorNumber};
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

/// The set as definitions write it.
fn nodes(text: &str) -> Result<String> {
    let set = parse_idset(text);
    let set = set.ok_or_else(|| QemuError::InvalidArg(format!("Failed to parse bitmap '{text}'")))?;
    Ok(super::cpumap::to_text(&set))
}

impl QemuDriver {
    /// Changes the definition; a running guest needs the controller.
    async fn tune(
        &self,
        dom: &DomainRef,
        flags: u32,
        by: Controller,
        change: impl Fn(&mut Domain) -> Result<()>,
    ) -> Result<()> {
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        if live {
            return Err(by.missing());
        }
        self.modify(&guest, Impact::CONFIG.bits(), change).await
    }

    /// The definition, unless a running guest is meant, which needs the controller.
    async fn tuned(&self, dom: &DomainRef, flags: u32, by: Controller) -> Result<Arc<Domain>> {
        let guest = self.core.guest(dom)?;
        if impact(&guest, flags)?.0 {
            return Err(by.missing());
        }
        self.core.definition(&guest).await
    }

    pub(super) async fn set_memory_limits(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        memory::validate(params)?;
        let change = |doc: &mut Domain| memory::set(doc, params).map_err(refused);
        self.tune(dom, flags, Controller::Memory, change).await
    }

    pub(super) async fn memory_limits(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Ok(memory::params(
            &*self.tuned(dom, flags, Controller::Memory).await?,
        ))
    }

    pub(super) async fn set_blkio(&self, dom: &DomainRef, params: &[TypedParam], flags: u32) -> Result<()> {
        blkio::validate(params)?;
        self.core.guest(dom)?;
        let apply = |doc: &mut Domain| {
            blkio::Change::parse(params).map_err(refused)?.apply(doc);
            Ok(())
        };
        self.tune(dom, flags, Controller::Blkio, apply).await
    }

    pub(super) async fn blkio(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        Ok(blkio::params(&*self.tuned(dom, flags, Controller::Blkio).await?))
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
            numa::set(doc, mode, set.as_deref()).map_err(|e| QemuError::ConfigUnsupported(e.to_string()))
        };
        self.tune(dom, flags, Controller::Cpuset, change).await
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
        match self.core.guest(dom)?.live() {
            Some(_) => Err(Controller::Cpu.missing()),
            None => Ok(()),
        }
    }

    pub(super) async fn set_schedule(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        scheduler::validate(params)?;
        let change = |doc: &mut Domain| scheduler::set(doc, params).map_err(refused);
        self.tune(dom, flags, Controller::Cpu, change).await
    }

    pub(super) async fn schedule(&self, dom: &DomainRef, most: i32, flags: u32) -> Result<Vec<TypedParam>> {
        let mut list = scheduler::params(&*self.tuned(dom, flags, Controller::Cpu).await?);
        list.truncate(usize::try_from(most).unwrap_or(0));
        Ok(list)
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
    fn sets_of_nodes() {
        assert_eq!(nodes("0,1,2,4").unwrap(), "0-2,4");
        assert_eq!(
            nodes("foo").unwrap_err().to_string(),
            "Failed to parse bitmap 'foo'"
        );
    }
}
