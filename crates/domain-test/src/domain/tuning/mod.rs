//! Memory, processors and limits of guests, one file for each kind.

mod disk;
pub(crate) mod iothreads;
mod memory;
mod numa;
mod pins;
mod throttle;
mod vcpus;

use crate::TestDriver;
use crate::affect::{AFFECT, Affect, LIVE};
use crate::bitmap;
use crate::domain::devices;
use crate::error::{TestError, check_flags};
use crate::host::SECURITY_LABEL;
use async_trait::async_trait;
use ferrovirt_driver::Tuning;
use ferrovirt_protocol::remote;
use ferrovirt_schema::domain::tuned::{self, NotTunable, blkio, traffic};
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{DomainMemoryModFlags, DomainVcpuFlags, ErrorNumber};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::params::{self, Want};

pub(super) use iothreads::threads;
pub(super) use memory::{current, total};
pub(super) use pins::{allowed, map_len};
pub(super) use vcpus::{most, online};

/// Virtual processors that are counted one by one; a definition may say any number.
pub(super) const MOST_COUNTED: u32 = 1024;

/// The caller takes parameters that are texts. Those that are are always given.
pub(super) const TEXTS: u32 = 4;

/// What the scheduler of the host is told; it keeps its own counsel.
const WEIGHT: u32 = 50;

#[async_trait]
impl Tuning for TestDriver {
    async fn domain_get_max_memory(&self, dom: &DomainRef) -> ApiResult<u64> {
        Ok(total(self.world.guest(dom)?.state.current()?))
    }

    async fn domain_set_max_memory(&self, dom: &DomainRef, memory: u64) -> ApiResult<()> {
        self.domain_set_memory_flags(dom, memory, DomainMemoryModFlags::MAXIMUM.bits())
            .await
    }

    async fn domain_set_memory_flags(&self, dom: &DomainRef, memory: u64, flags: u32) -> ApiResult<()> {
        let maximum = DomainMemoryModFlags::MAXIMUM.bits();
        check_flags(flags, AFFECT | maximum, "virDomainSetMemoryFlags")?;
        let full = self.full;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            let before = guest.live.as_ref().map(|doc| current(doc));
            memory::set(guest, memory, flags & maximum != 0, flags)?;
            let now = guest.live.as_ref().map(|doc| current(doc));
            if let Some(actual) = now.filter(|_| full && now != before) {
                news.push((me, DomainEvent::BalloonChange { actual }));
            }
            Ok(())
        })?)
    }

    async fn domain_set_memory_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetMemoryParameters")?;
        tuned::memory::validate(params)?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            let refused = |e: NotTunable| TestError::InvalidArgument(e.0);
            guest.edit_one(flags, |doc| tuned::memory::set(doc, params).map_err(refused))
        })?)
    }

    async fn domain_get_memory_parameters(&self, dom: &DomainRef, flags: u32) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, AFFECT | TEXTS, "virDomainGetMemoryParameters")?;
        Ok(tuned::memory::params(self.world.guest(dom)?.state.read(flags)?))
    }

    async fn domain_get_max_vcpus(&self, dom: &DomainRef) -> ApiResult<i32> {
        self.domain_get_vcpus_flags(dom, LIVE | DomainVcpuFlags::MAXIMUM.bits())
            .await
    }

    async fn domain_set_vcpus_flags(&self, dom: &DomainRef, nvcpus: u32, flags: u32) -> ApiResult<()> {
        let maximum = DomainVcpuFlags::MAXIMUM.bits();
        check_flags(flags, AFFECT | maximum, "virDomainSetVcpusFlags")?;
        let wanted = vcpus::Wanted::check(nvcpus, flags)?;
        let full = self.full;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            let before = guest.live.as_ref().map_or(0, |doc| online(doc));
            wanted.apply(guest, flags)?;
            let now = guest.live.as_ref().map_or(0, |doc| online(doc));
            if full {
                let gone = (now..before.min(MOST_COUNTED)).rev();
                news.extend(gone.map(|vcpuid| (me.clone(), DomainEvent::VcpuRemoved { vcpuid })));
            }
            Ok(())
        })?)
    }

    async fn domain_get_vcpus_flags(&self, dom: &DomainRef, flags: u32) -> ApiResult<i32> {
        let maximum = DomainVcpuFlags::MAXIMUM.bits();
        check_flags(flags, AFFECT | maximum, "virDomainGetVcpusFlags")?;
        let found = self.world.guest(dom)?;
        let doc = found.state.read(flags)?;
        let count = if flags & maximum != 0 {
            most(doc)
        } else {
            online(doc)
        };
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    async fn domain_get_scheduler_type(
        &self,
        dom: &DomainRef,
    ) -> ApiResult<remote::DomainGetSchedulerTypeRet> {
        self.known(dom)?;
        Ok(remote::DomainGetSchedulerTypeRet {
            kind: "fair".into(),
            nparams: 1,
        })
    }

    async fn domain_get_scheduler_parameters(
        &self,
        dom: &DomainRef,
        nparams: i32,
    ) -> ApiResult<Vec<TypedParam>> {
        self.domain_get_scheduler_parameters_flags(dom, nparams, 0).await
    }

    async fn domain_get_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        _nparams: i32,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, 0, "virDomainGetSchedulerParametersFlags")?;
        self.world.guest(dom)?;
        Ok(vec![TypedParam::new("weight", WEIGHT)])
    }

    async fn domain_set_scheduler_parameters_flags(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainSetSchedulerParametersFlags")?;
        params::validate(params, &[("weight", Want::UInt)])?;
        self.world.guest(dom)?;
        Ok(())
    }

    async fn domain_get_security_label(
        &self,
        dom: &DomainRef,
    ) -> ApiResult<remote::DomainGetSecurityLabelRet> {
        let active = self.world.guest(dom)?.state.is_active();
        let label = if active { SECURITY_LABEL } else { "" };
        Ok(remote::DomainGetSecurityLabelRet {
            label: label.bytes().chain([0]).map(|b| b as i8).collect(),
            enforcing: i32::from(active),
        })
    }

    async fn domain_set_blkio_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetBlkioParameters")?;
        blkio::validate(params)?;
        self.world.guest(dom)?;
        let refused = |e: NotTunable| TestError::of_guest(ErrorNumber::InvalidArg, e.0);
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| {
                blkio::Change::parse(params).map_err(refused)?.apply(doc);
                Ok(())
            })
        })?)
    }

    async fn domain_get_blkio_parameters(&self, dom: &DomainRef, flags: u32) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, AFFECT | TEXTS, "virDomainGetBlkioParameters")?;
        Ok(blkio::params(self.world.guest(dom)?.state.read(flags)?))
    }

    async fn domain_pin_vcpu_flags(
        &self,
        dom: &DomainRef,
        vcpu: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> ApiResult<()> {
        // There is nothing but the running guest to pin.
        check_flags(flags, LIVE, "virDomainPinVcpuFlags")?;
        Ok(self
            .world
            .change_guest(dom, |guest, _, _| pins::pin_vcpu(guest, vcpu, cpumap))?)
    }

    async fn domain_get_vcpu_pin_info(
        &self,
        dom: &DomainRef,
        ncpumaps: i32,
        maplen: i32,
        flags: u32,
    ) -> ApiResult<remote::DomainGetVcpuPinInfoRet> {
        let found = self.world.guest(dom)?;
        Ok(pins::vcpu_pins(found.state.read(flags)?, ncpumaps, maplen))
    }

    async fn domain_pin_emulator(&self, dom: &DomainRef, cpumap: &[u8], flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainPinEmulator")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| pins::pin_emulator(doc, cpumap))
        })?)
    }

    async fn domain_get_emulator_pin_info(
        &self,
        dom: &DomainRef,
        maplen: i32,
        flags: u32,
    ) -> ApiResult<remote::DomainGetEmulatorPinInfoRet> {
        check_flags(flags, AFFECT, "virDomainGetEmulatorPinInfo")?;
        let found = self.world.guest(dom)?;
        Ok(pins::emulator_pin(found.state.read(flags)?, maplen))
    }

    async fn domain_set_numa_parameters(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetNumaParameters")?;
        tuned::numa::validate(params)?;
        let state = self.world.guest(dom)?.state;
        Affect::one(flags, state.is_active(), state.is_persistent())?;
        let change = numa::Change::parse(params)?;
        Ok(self
            .world
            .change_guest(dom, |guest, _, _| change.apply(guest, flags))?)
    }

    async fn domain_get_numa_parameters(&self, dom: &DomainRef, flags: u32) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, AFFECT | TEXTS, "virDomainGetNumaParameters")?;
        Ok(tuned::numa::params(self.world.guest(dom)?.state.read(flags)?))
    }

    async fn domain_set_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainSetInterfaceParameters")?;
        params::validate(params, &traffic::NAMES.map(|name| (name, Want::UInt)))?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| {
                let interface = devices::interface_mut(doc, device)?;
                traffic::set(interface.bandwidth.get_or_insert_default(), params);
                Ok(())
            })
        })?)
    }

    async fn domain_get_interface_parameters(
        &self,
        dom: &DomainRef,
        device: &str,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, AFFECT | TEXTS, "virDomainGetInterfaceParameters")?;
        let found = self.world.guest(dom)?;
        let interface = devices::interface(found.state.read(flags)?, device)?;
        Ok(traffic::params(interface.bandwidth.as_ref()))
    }

    async fn domain_get_iothread_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> ApiResult<remote::DomainGetIothreadInfoRet> {
        check_flags(flags, AFFECT, "virDomainGetIOThreadInfo")?;
        let found = self.world.guest(dom)?;
        Ok(iothreads::info(found.state.read(flags)?))
    }

    async fn domain_pin_iothread(
        &self,
        dom: &DomainRef,
        iothreads_id: u32,
        cpumap: &[u8],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainPinIOThread")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| iothreads::pin(doc, iothreads_id, cpumap))
        })?)
    }

    async fn domain_add_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainAddIOThread")?;
        if iothread_id == 0 {
            return Err(TestError::InvalidArgument("invalid value of 0 for iothread_id".into()).into());
        }
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| iothreads::add(doc, iothread_id))?;
            guest
                .extra
                .polling
                .insert(iothread_id, iothreads::Polling::default());
            Ok(())
        })?)
    }

    async fn domain_del_iothread(&self, dom: &DomainRef, iothread_id: u32, flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT, "virDomainDelIOThread")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.edit_one(flags, |doc| iothreads::remove(doc, iothread_id))?;
            guest.extra.polling.remove(&iothread_id);
            Ok(())
        })?)
    }

    async fn domain_set_iothread_params(
        &self,
        dom: &DomainRef,
        iothread_id: u32,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, LIVE, "virDomainSetIOThreadParams")?;
        if iothread_id == 0 {
            return Err(TestError::InvalidArgument("invalid value of 0 for iothread_id".into()).into());
        }
        let full = self.full;
        let changed = self.world.change_guest(dom, |guest, _, _| {
            Ok(iothreads::set_params(guest, iothread_id, params, flags, full)?)
        });
        Ok(changed?)
    }

    async fn domain_get_launch_security_info(
        &self,
        dom: &DomainRef,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, 0, "virDomainGetLaunchSecurityInfo")?;
        self.world.guest(dom)?;
        Ok(Vec::new())
    }

    async fn domain_get_security_label_list(
        &self,
        dom: &DomainRef,
    ) -> ApiResult<remote::DomainGetSecurityLabelListRet> {
        let label = self.domain_get_security_label(dom).await?;
        Ok(remote::DomainGetSecurityLabelListRet {
            labels: vec![label],
            ret: 1,
        })
    }

    async fn domain_set_vcpu(&self, dom: &DomainRef, cpumap: &str, state: i32, flags: u32) -> ApiResult<()> {
        check_flags(flags, AFFECT | 4, "virDomainSetVcpu")?;
        let wanted = bitmap::parse(cpumap)?;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            let before = guest.live.as_ref().map(|doc| online(doc));
            guest.edit(flags & AFFECT, |doc| vcpus::switch(doc, &wanted, state != 0))?;
            let now = guest.live.as_ref().map(|doc| online(doc));
            if before > now {
                let gone = wanted
                    .iter()
                    .map(|vcpuid| (me.clone(), DomainEvent::VcpuRemoved { vcpuid: *vcpuid }));
                news.extend(gone);
            }
            Ok(())
        })?)
    }

    async fn domain_set_launch_security_state(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainSetLaunchSecurityState")?;
        let known = [
            ("sev-secret-header", Want::Text),
            ("sev-secret", Want::Text),
            ("sev-secret-set-address", Want::ULLong),
        ];
        params::validate(params, &known)?;
        let found = self.world.guest(dom)?;
        if found.state.running()?.launch_security.is_none() {
            let why = "setting a launch secret is only supported in SEV-enabled domains";
            return Err(TestError::OperationUnsupported(why.into()).into());
        }
        Ok(())
    }
}
