//! Memory, processors, limits, disks.

use super::{CONFIG, Named, domain};
use ferrovirt_types::Result;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;

pub(crate) fn domain_set_max_memory(_dom: &DomainRef, memory: u64) -> Result<()> {
    domain("virDomainSetMaxMemory").need(memory != 0, "memory must not be zero")
}

pub(crate) fn domain_set_memory_flags(_dom: &DomainRef, memory: u64, _flags: u32) -> Result<()> {
    domain("virDomainSetMemoryFlags").need(memory != 0, "memory must not be zero")
}

pub(crate) fn domain_set_memory_parameters(
    _dom: &DomainRef,
    params: &[TypedParam],
    _flags: u32,
) -> Result<()> {
    domain("virDomainSetMemoryParameters").params(params)
}

pub(crate) fn domain_get_memory_parameters(_dom: &DomainRef, flags: u32) -> Result<()> {
    domain("virDomainGetMemoryParameters").one_side(flags)
}

pub(crate) fn domain_set_numa_parameters(_dom: &DomainRef, params: &[TypedParam], _flags: u32) -> Result<()> {
    domain("virDomainSetNumaParameters").params(params)
}

pub(crate) fn domain_set_blkio_parameters(
    _dom: &DomainRef,
    params: &[TypedParam],
    _flags: u32,
) -> Result<()> {
    domain("virDomainSetBlkioParameters").params(params)
}

pub(crate) fn domain_get_blkio_parameters(_dom: &DomainRef, flags: u32) -> Result<()> {
    domain("virDomainGetBlkioParameters").one_side(flags)
}

pub(crate) fn domain_set_scheduler_parameters_flags(
    _dom: &DomainRef,
    params: &[TypedParam],
    _flags: u32,
) -> Result<()> {
    domain("virDomainSetSchedulerParametersFlags").params(params)
}

pub(crate) fn domain_get_scheduler_parameters(_dom: &DomainRef, nparams: i32) -> Result<()> {
    domain("virDomainGetSchedulerParameters").need(nparams > 0, "nparams must be greater than zero")
}

pub(crate) fn domain_get_scheduler_parameters_flags(
    _dom: &DomainRef,
    nparams: i32,
    flags: u32,
) -> Result<()> {
    let rule = domain("virDomainGetSchedulerParametersFlags");
    rule.need(nparams > 0, "nparams must be greater than zero")?;
    rule.one_side(flags)
}

pub(crate) fn domain_set_interface_parameters(
    _dom: &DomainRef,
    _device: &str,
    params: &[TypedParam],
    _flags: u32,
) -> Result<()> {
    domain("virDomainSetInterfaceParameters").params(params)
}

pub(crate) fn domain_set_vcpus_flags(_dom: &DomainRef, nvcpus: u32, flags: u32) -> Result<()> {
    const MAXIMUM: Named = (4, "MAXIMUM");
    const GUEST: Named = (8, "GUEST");
    let rule = domain("virDomainSetVcpusFlags");
    rule.requires(flags, MAXIMUM, CONFIG)?;
    rule.exclusive(flags, GUEST, CONFIG)?;
    rule.need(nvcpus > 0, "nvcpus must not be zero")
}

pub(crate) fn domain_get_vcpus_flags(_dom: &DomainRef, flags: u32) -> Result<()> {
    domain("virDomainGetVcpusFlags").one_side(flags)
}

pub(crate) fn domain_pin_vcpu_flags(_dom: &DomainRef, _vcpu: u32, cpumap: &[u8], _flags: u32) -> Result<()> {
    domain("virDomainPinVcpuFlags").need(!cpumap.is_empty(), "the map of processors is empty")
}

pub(crate) fn domain_get_vcpu_pin_info(
    _dom: &DomainRef,
    ncpumaps: i32,
    maplen: i32,
    flags: u32,
) -> Result<()> {
    let rule = domain("virDomainGetVcpuPinInfo");
    rule.need(ncpumaps > 0, "ncpumaps must be greater than zero")?;
    rule.need(maplen > 0, "maplen must be greater than zero")?;
    rule.one_side(flags)
}

pub(crate) fn domain_pin_emulator(_dom: &DomainRef, cpumap: &[u8], _flags: u32) -> Result<()> {
    domain("virDomainPinEmulator").need(!cpumap.is_empty(), "the map of processors is empty")
}

pub(crate) fn domain_get_emulator_pin_info(_dom: &DomainRef, maplen: i32, flags: u32) -> Result<()> {
    let rule = domain("virDomainGetEmulatorPinInfo");
    rule.need(maplen > 0, "maplen must be greater than zero")?;
    rule.one_side(flags)
}

pub(crate) fn domain_get_iothread_info(_dom: &DomainRef, flags: u32) -> Result<()> {
    domain("virDomainGetIOThreadInfo").one_side(flags)
}

pub(crate) fn domain_pin_iothread(
    _dom: &DomainRef,
    _iothreads_id: u32,
    cpumap: &[u8],
    _flags: u32,
) -> Result<()> {
    domain("virDomainPinIOThread").need(!cpumap.is_empty(), "the map of processors is empty")
}

pub(crate) fn domain_del_iothread(_dom: &DomainRef, iothread_id: u32, _flags: u32) -> Result<()> {
    domain("virDomainDelIOThread").need(iothread_id != 0, "iothread_id must not be zero")
}

pub(crate) fn domain_set_iothread_params(
    _dom: &DomainRef,
    _iothread_id: u32,
    params: &[TypedParam],
    _flags: u32,
) -> Result<()> {
    domain("virDomainSetIOThreadParams").params(params)
}

pub(crate) fn domain_set_block_io_tune(
    _dom: &DomainRef,
    _disk: &str,
    params: &[TypedParam],
    _flags: u32,
) -> Result<()> {
    domain("virDomainSetBlockIoTune").params(params)
}

/// Who names no disk asks how many limits there are.
pub(crate) fn domain_get_block_io_tune(_dom: &DomainRef, _disk: Option<&str>, flags: u32) -> Result<()> {
    domain("virDomainGetBlockIoTune").one_side(flags)
}

/// One of two kinds of memory, never both; none is for the driver to judge.
pub(crate) fn domain_memory_peek(_dom: &DomainRef, _offset: u64, _size: u32, flags: u32) -> Result<()> {
    let rule = domain("virDomainMemoryPeek");
    rule.exclusive(flags, (1, "VIRTUAL"), (2, "PHYSICAL"))
}
