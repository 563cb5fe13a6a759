// Written by `cargo xtask codegen`; edit the tables in crates/*/spec instead.

#![allow(missing_docs, reason = "the fields are those of the interface, see spec/")]
#![allow(
    unused_imports,
    clippy::needless_pass_by_value,
    reason = "one header for all programs"
)]

use crate::params::TypedParams;
use crate::procedure::{Mode, Permission, Procedure, StreamKind};
use crate::wire::Wire;
use ferrovirt_types::object::*;
use ferrovirt_types::param::TypedParam;
use ferrovirt_xdr::{DecodeError, Decoder, Encoder};
use uuid::Uuid;

/// Number of the program.
pub const PROGRAM: u32 = 0x20008086;
/// Version of the program.
pub const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    pub code: i32,
    pub domain: i32,
    pub message: Option<String>,
    pub level: i32,
    pub dom: Option<DomainRef>,
    pub str1: Option<String>,
    pub str2: Option<String>,
    pub str3: Option<String>,
    pub int1: i32,
    pub int2: i32,
    pub net: Option<NetworkRef>,
}

impl Wire for Error {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.code);
        out.i32(self.domain);
        out.option(self.message.as_deref(), |out, v| out.string(v, 4194304));
        out.i32(self.level);
        out.option(self.dom.as_ref(), |out, v| v.encode(out));
        out.option(self.str1.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.str2.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.str3.as_deref(), |out, v| out.string(v, 4194304));
        out.i32(self.int1);
        out.i32(self.int2);
        out.option(self.net.as_ref(), |out, v| v.encode(out));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            code: input.i32()?,
            domain: input.i32()?,
            message: input.option(|i| i.string(4194304).map(str::to_owned))?,
            level: input.i32()?,
            dom: input.option(DomainRef::decode)?,
            str1: input.option(|i| i.string(4194304).map(str::to_owned))?,
            str2: input.option(|i| i.string(4194304).map(str::to_owned))?,
            str3: input.option(|i| i.string(4194304).map(str::to_owned))?,
            int1: input.i32()?,
            int2: input.i32()?,
            net: input.option(NetworkRef::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct VcpuInfo {
    pub number: u32,
    pub state: i32,
    pub cpu_time: u64,
    pub cpu: i32,
}

impl Wire for VcpuInfo {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.number);
        out.i32(self.state);
        out.u64(self.cpu_time);
        out.i32(self.cpu);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            number: input.u32()?,
            state: input.i32()?,
            cpu_time: input.u64()?,
            cpu: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetCpuStats {
    pub field: String,
    pub value: u64,
}

impl Wire for NodeGetCpuStats {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.field, 4194304);
        out.u64(self.value);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            field: input.string(4194304)?.to_owned(),
            value: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetMemoryStats {
    pub field: String,
    pub value: u64,
}

impl Wire for NodeGetMemoryStats {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.field, 4194304);
        out.u64(self.value);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            field: input.string(4194304)?.to_owned(),
            value: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDiskError {
    pub disk: String,
    pub error: i32,
}

impl Wire for DomainDiskError {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.disk, 4194304);
        out.i32(self.error);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            disk: input.string(4194304)?.to_owned(),
            error: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectOpenArgs {
    pub name: Option<String>,
    pub flags: u32,
}

impl Wire for ConnectOpenArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.name.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSupportsFeatureArgs {
    pub feature: i32,
}

impl Wire for ConnectSupportsFeatureArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.feature);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            feature: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSupportsFeatureRet {
    pub supported: bool,
}

impl Wire for ConnectSupportsFeatureRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.supported);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            supported: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetTypeRet {
    pub kind: String,
}

impl Wire for ConnectGetTypeRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.kind, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetVersionRet {
    pub hv_ver: u64,
}

impl Wire for ConnectGetVersionRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.hv_ver);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { hv_ver: input.u64()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetLibVersionRet {
    pub lib_ver: u64,
}

impl Wire for ConnectGetLibVersionRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.lib_ver);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            lib_ver: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetHostnameRet {
    pub hostname: String,
}

impl Wire for ConnectGetHostnameRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.hostname, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            hostname: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetSysinfoArgs {
    pub flags: u32,
}

impl Wire for ConnectGetSysinfoArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetSysinfoRet {
    pub sysinfo: String,
}

impl Wire for ConnectGetSysinfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.sysinfo, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            sysinfo: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetUriRet {
    pub uri: String,
}

impl Wire for ConnectGetUriRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.uri, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uri: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetMaxVcpusArgs {
    pub kind: Option<String>,
}

impl Wire for ConnectGetMaxVcpusArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.kind.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetMaxVcpusRet {
    pub max_vcpus: i32,
}

impl Wire for ConnectGetMaxVcpusRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.max_vcpus);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            max_vcpus: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetInfoRet {
    pub model: String,
    pub memory: u64,
    pub cpus: i32,
    pub mhz: i32,
    pub nodes: i32,
    pub sockets: i32,
    pub cores: i32,
    pub threads: i32,
}

impl Wire for NodeGetInfoRet {
    fn encode(&self, out: &mut Encoder) {
        crate::wire::encode_chars(out, &self.model, 32);
        out.u64(self.memory);
        out.i32(self.cpus);
        out.i32(self.mhz);
        out.i32(self.nodes);
        out.i32(self.sockets);
        out.i32(self.cores);
        out.i32(self.threads);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            model: crate::wire::decode_chars(input, 32)?,
            memory: input.u64()?,
            cpus: input.i32()?,
            mhz: input.i32()?,
            nodes: input.i32()?,
            sockets: input.i32()?,
            cores: input.i32()?,
            threads: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetCapabilitiesRet {
    pub capabilities: String,
}

impl Wire for ConnectGetCapabilitiesRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.capabilities, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            capabilities: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetDomainCapabilitiesArgs {
    pub emulatorbin: Option<String>,
    pub arch: Option<String>,
    pub machine: Option<String>,
    pub virttype: Option<String>,
    pub flags: u32,
}

impl Wire for ConnectGetDomainCapabilitiesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.emulatorbin.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.arch.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.machine.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.virttype.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            emulatorbin: input.option(|i| i.string(4194304).map(str::to_owned))?,
            arch: input.option(|i| i.string(4194304).map(str::to_owned))?,
            machine: input.option(|i| i.string(4194304).map(str::to_owned))?,
            virttype: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetDomainCapabilitiesRet {
    pub capabilities: String,
}

impl Wire for ConnectGetDomainCapabilitiesRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.capabilities, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            capabilities: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetCpuStatsArgs {
    pub cpu_num: i32,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for NodeGetCpuStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.cpu_num);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cpu_num: input.i32()?,
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetCpuStatsRet {
    pub params: Vec<NodeGetCpuStats>,
    pub nparams: i32,
}

impl Wire for NodeGetCpuStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, NodeGetCpuStats::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetMemoryStatsArgs {
    pub nparams: i32,
    pub cell_num: i32,
    pub flags: u32,
}

impl Wire for NodeGetMemoryStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.nparams);
        out.i32(self.cell_num);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nparams: input.i32()?,
            cell_num: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetMemoryStatsRet {
    pub params: Vec<NodeGetMemoryStats>,
    pub nparams: i32,
}

impl Wire for NodeGetMemoryStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, NodeGetMemoryStats::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetCellsFreeMemoryArgs {
    pub start_cell: i32,
    pub maxcells: i32,
}

impl Wire for NodeGetCellsFreeMemoryArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.start_cell);
        out.i32(self.maxcells);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            start_cell: input.i32()?,
            maxcells: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetCellsFreeMemoryRet {
    pub cells: Vec<u64>,
}

impl Wire for NodeGetCellsFreeMemoryRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.cells, 1024, |out, v| {
            out.u64(*v);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cells: input.list(1024, Decoder::u64)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetFreeMemoryRet {
    pub free_mem: u64,
}

impl Wire for NodeGetFreeMemoryRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.free_mem);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            free_mem: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSchedulerTypeArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetSchedulerTypeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSchedulerTypeRet {
    pub kind: String,
    pub nparams: i32,
}

impl Wire for DomainGetSchedulerTypeRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.kind, 4194304);
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.string(4194304)?.to_owned(),
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSchedulerParametersArgs {
    pub dom: DomainRef,
    pub nparams: i32,
}

impl Wire for DomainGetSchedulerParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSchedulerParametersRet {
    pub params: Vec<TypedParam>,
}

impl Wire for DomainGetSchedulerParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSchedulerParametersFlagsArgs {
    pub dom: DomainRef,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for DomainGetSchedulerParametersFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSchedulerParametersFlagsRet {
    pub params: Vec<TypedParam>,
}

impl Wire for DomainGetSchedulerParametersFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetSchedulerParametersArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
}

impl Wire for DomainSetSchedulerParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(16, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetSchedulerParametersFlagsArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetSchedulerParametersFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetBlkioParametersArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetBlkioParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlkioParametersArgs {
    pub dom: DomainRef,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for DomainGetBlkioParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlkioParametersRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for DomainGetBlkioParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetMemoryParametersArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetMemoryParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMemoryParametersArgs {
    pub dom: DomainRef,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for DomainGetMemoryParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMemoryParametersRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for DomainGetMemoryParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockResizeArgs {
    pub dom: DomainRef,
    pub disk: String,
    pub size: u64,
    pub flags: u32,
}

impl Wire for DomainBlockResizeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.disk, 4194304);
        out.u64(self.size);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            disk: input.string(4194304)?.to_owned(),
            size: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetNumaParametersArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetNumaParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetNumaParametersArgs {
    pub dom: DomainRef,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for DomainGetNumaParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetNumaParametersRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for DomainGetNumaParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetPerfEventsArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetPerfEventsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(64, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetPerfEventsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetPerfEventsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetPerfEventsRet {
    pub params: Vec<TypedParam>,
}

impl Wire for DomainGetPerfEventsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockStatsArgs {
    pub dom: DomainRef,
    pub path: String,
}

impl Wire for DomainBlockStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockStatsRet {
    pub rd_req: i64,
    pub rd_bytes: i64,
    pub wr_req: i64,
    pub wr_bytes: i64,
    pub errs: i64,
}

impl Wire for DomainBlockStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i64(self.rd_req);
        out.i64(self.rd_bytes);
        out.i64(self.wr_req);
        out.i64(self.wr_bytes);
        out.i64(self.errs);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            rd_req: input.i64()?,
            rd_bytes: input.i64()?,
            wr_req: input.i64()?,
            wr_bytes: input.i64()?,
            errs: input.i64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockStatsFlagsArgs {
    pub dom: DomainRef,
    pub path: String,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for DomainBlockStatsFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockStatsFlagsRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for DomainBlockStatsFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainInterfaceStatsArgs {
    pub dom: DomainRef,
    pub device: String,
}

impl Wire for DomainInterfaceStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.device, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            device: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainInterfaceStatsRet {
    pub rx_bytes: i64,
    pub rx_packets: i64,
    pub rx_errs: i64,
    pub rx_drop: i64,
    pub tx_bytes: i64,
    pub tx_packets: i64,
    pub tx_errs: i64,
    pub tx_drop: i64,
}

impl Wire for DomainInterfaceStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i64(self.rx_bytes);
        out.i64(self.rx_packets);
        out.i64(self.rx_errs);
        out.i64(self.rx_drop);
        out.i64(self.tx_bytes);
        out.i64(self.tx_packets);
        out.i64(self.tx_errs);
        out.i64(self.tx_drop);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            rx_bytes: input.i64()?,
            rx_packets: input.i64()?,
            rx_errs: input.i64()?,
            rx_drop: input.i64()?,
            tx_bytes: input.i64()?,
            tx_packets: input.i64()?,
            tx_errs: input.i64()?,
            tx_drop: input.i64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetInterfaceParametersArgs {
    pub dom: DomainRef,
    pub device: String,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetInterfaceParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.device, 4194304);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            device: input.string(4194304)?.to_owned(),
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetInterfaceParametersArgs {
    pub dom: DomainRef,
    pub device: String,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for DomainGetInterfaceParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.device, 4194304);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            device: input.string(4194304)?.to_owned(),
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetInterfaceParametersRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for DomainGetInterfaceParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMemoryStatsArgs {
    pub dom: DomainRef,
    pub max_stats: u32,
    pub flags: u32,
}

impl Wire for DomainMemoryStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.max_stats);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            max_stats: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMemoryStat {
    pub tag: i32,
    pub val: u64,
}

impl Wire for DomainMemoryStat {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.tag);
        out.u64(self.val);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            tag: input.i32()?,
            val: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMemoryStatsRet {
    pub stats: Vec<DomainMemoryStat>,
}

impl Wire for DomainMemoryStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.stats, 1024, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            stats: input.list(1024, DomainMemoryStat::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockPeekArgs {
    pub dom: DomainRef,
    pub path: String,
    pub offset: u64,
    pub size: u32,
    pub flags: u32,
}

impl Wire for DomainBlockPeekArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.u64(self.offset);
        out.u32(self.size);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            offset: input.u64()?,
            size: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockPeekRet {
    pub buffer: Vec<u8>,
}

impl Wire for DomainBlockPeekRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.buffer, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            buffer: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMemoryPeekArgs {
    pub dom: DomainRef,
    pub offset: u64,
    pub size: u32,
    pub flags: u32,
}

impl Wire for DomainMemoryPeekArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.offset);
        out.u32(self.size);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            offset: input.u64()?,
            size: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMemoryPeekRet {
    pub buffer: Vec<u8>,
}

impl Wire for DomainMemoryPeekRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.buffer, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            buffer: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlockInfoArgs {
    pub dom: DomainRef,
    pub path: String,
    pub flags: u32,
}

impl Wire for DomainGetBlockInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlockInfoRet {
    pub allocation: u64,
    pub capacity: u64,
    pub physical: u64,
}

impl Wire for DomainGetBlockInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.allocation);
        out.u64(self.capacity);
        out.u64(self.physical);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            allocation: input.u64()?,
            capacity: input.u64()?,
            physical: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDomainsArgs {
    pub maxids: i32,
}

impl Wire for ConnectListDomainsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxids);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { maxids: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDomainsRet {
    pub ids: Vec<i32>,
}

impl Wire for ConnectListDomainsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.ids, 16384, |out, v| {
            out.i32(*v);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ids: input.list(16384, Decoder::i32)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfDomainsRet {
    pub num: i32,
}

impl Wire for ConnectNumOfDomainsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateXmlArgs {
    pub xml_desc: String,
    pub flags: u32,
}

impl Wire for DomainCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml_desc, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml_desc: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateXmlRet {
    pub dom: DomainRef,
}

impl Wire for DomainCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateXmlWithFilesArgs {
    pub xml_desc: String,
    pub flags: u32,
}

impl Wire for DomainCreateXmlWithFilesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml_desc, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml_desc: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateXmlWithFilesRet {
    pub dom: DomainRef,
}

impl Wire for DomainCreateXmlWithFilesRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainLookupByIdArgs {
    pub id: i32,
}

impl Wire for DomainLookupByIdArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { id: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainLookupByIdRet {
    pub dom: DomainRef,
}

impl Wire for DomainLookupByIdRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainLookupByUuidArgs {
    pub uuid: Uuid,
}

impl Wire for DomainLookupByUuidArgs {
    fn encode(&self, out: &mut Encoder) {
        out.fixed(self.uuid.as_bytes());
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uuid: crate::wire::decode_uuid(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainLookupByUuidRet {
    pub dom: DomainRef,
}

impl Wire for DomainLookupByUuidRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainLookupByNameArgs {
    pub name: String,
}

impl Wire for DomainLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainLookupByNameRet {
    pub dom: DomainRef,
}

impl Wire for DomainLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSuspendArgs {
    pub dom: DomainRef,
}

impl Wire for DomainSuspendArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainResumeArgs {
    pub dom: DomainRef,
}

impl Wire for DomainResumeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainPmSuspendForDurationArgs {
    pub dom: DomainRef,
    pub target: u32,
    pub duration: u64,
    pub flags: u32,
}

impl Wire for DomainPmSuspendForDurationArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.target);
        out.u64(self.duration);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            target: input.u32()?,
            duration: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainPmWakeupArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainPmWakeupArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainShutdownArgs {
    pub dom: DomainRef,
}

impl Wire for DomainShutdownArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainRebootArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainRebootArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainResetArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainResetArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDestroyArgs {
    pub dom: DomainRef,
}

impl Wire for DomainDestroyArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDestroyFlagsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainDestroyFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetOsTypeArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetOsTypeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetOsTypeRet {
    pub kind: String,
}

impl Wire for DomainGetOsTypeRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.kind, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMaxMemoryArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetMaxMemoryArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMaxMemoryRet {
    pub memory: u64,
}

impl Wire for DomainGetMaxMemoryRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.memory);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { memory: input.u64()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetMaxMemoryArgs {
    pub dom: DomainRef,
    pub memory: u64,
}

impl Wire for DomainSetMaxMemoryArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.memory);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            memory: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetMemoryArgs {
    pub dom: DomainRef,
    pub memory: u64,
}

impl Wire for DomainSetMemoryArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.memory);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            memory: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetMemoryFlagsArgs {
    pub dom: DomainRef,
    pub memory: u64,
    pub flags: u32,
}

impl Wire for DomainSetMemoryFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.memory);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            memory: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetMemoryStatsPeriodArgs {
    pub dom: DomainRef,
    pub period: i32,
    pub flags: u32,
}

impl Wire for DomainSetMemoryStatsPeriodArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.period);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            period: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetInfoArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetInfoRet {
    pub state: u8,
    pub max_mem: u64,
    pub memory: u64,
    pub nr_virt_cpu: u16,
    pub cpu_time: u64,
}

impl Wire for DomainGetInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.u32(u32::from(self.state));
        out.u64(self.max_mem);
        out.u64(self.memory);
        out.u32(u32::from(self.nr_virt_cpu));
        out.u64(self.cpu_time);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            state: crate::wire::narrow(input, "u8")?,
            max_mem: input.u64()?,
            memory: input.u64()?,
            nr_virt_cpu: crate::wire::narrow(input, "u16")?,
            cpu_time: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSaveArgs {
    pub dom: DomainRef,
    pub to: String,
}

impl Wire for DomainSaveArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.to, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            to: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSaveFlagsArgs {
    pub dom: DomainRef,
    pub to: String,
    pub dxml: Option<String>,
    pub flags: u32,
}

impl Wire for DomainSaveFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.to, 4194304);
        out.option(self.dxml.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            to: input.string(4194304)?.to_owned(),
            dxml: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSaveParamsArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSaveParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(64, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainRestoreArgs {
    pub from: String,
}

impl Wire for DomainRestoreArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.from, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            from: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainRestoreFlagsArgs {
    pub from: String,
    pub dxml: Option<String>,
    pub flags: u32,
}

impl Wire for DomainRestoreFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.from, 4194304);
        out.option(self.dxml.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            from: input.string(4194304)?.to_owned(),
            dxml: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainRestoreParamsArgs {
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainRestoreParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSaveImageGetXmlDescArgs {
    pub file: String,
    pub flags: u32,
}

impl Wire for DomainSaveImageGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.file, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            file: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSaveImageGetXmlDescRet {
    pub xml: String,
}

impl Wire for DomainSaveImageGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSaveImageDefineXmlArgs {
    pub file: String,
    pub dxml: String,
    pub flags: u32,
}

impl Wire for DomainSaveImageDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.file, 4194304);
        out.string(&self.dxml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            file: input.string(4194304)?.to_owned(),
            dxml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCoreDumpArgs {
    pub dom: DomainRef,
    pub to: String,
    pub flags: u32,
}

impl Wire for DomainCoreDumpArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.to, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            to: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCoreDumpWithFormatArgs {
    pub dom: DomainRef,
    pub to: String,
    pub dumpformat: u32,
    pub flags: u32,
}

impl Wire for DomainCoreDumpWithFormatArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.to, 4194304);
        out.u32(self.dumpformat);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            to: input.string(4194304)?.to_owned(),
            dumpformat: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainScreenshotArgs {
    pub dom: DomainRef,
    pub screen: u32,
    pub flags: u32,
}

impl Wire for DomainScreenshotArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.screen);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            screen: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainScreenshotRet {
    pub mime: Option<String>,
}

impl Wire for DomainScreenshotRet {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.mime.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            mime: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetXmlDescArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetXmlDescRet {
    pub xml: String,
}

impl Wire for DomainGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepareArgs {
    pub uri_in: Option<String>,
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
}

impl Wire for DomainMigratePrepareArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.uri_in.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uri_in: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepareRet {
    pub cookie: Vec<u8>,
    pub uri_out: Option<String>,
}

impl Wire for DomainMigratePrepareRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie, 4194304);
        out.option(self.uri_out.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie: input.bytes(4194304)?.to_vec(),
            uri_out: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePerformArgs {
    pub dom: DomainRef,
    pub cookie: Vec<u8>,
    pub uri: String,
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
}

impl Wire for DomainMigratePerformArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.bytes(&self.cookie, 4194304);
        out.string(&self.uri, 4194304);
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cookie: input.bytes(4194304)?.to_vec(),
            uri: input.string(4194304)?.to_owned(),
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinishArgs {
    pub dname: String,
    pub cookie: Vec<u8>,
    pub uri: String,
    pub flags: u64,
}

impl Wire for DomainMigrateFinishArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.dname, 4194304);
        out.bytes(&self.cookie, 4194304);
        out.string(&self.uri, 4194304);
        out.u64(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dname: input.string(4194304)?.to_owned(),
            cookie: input.bytes(4194304)?.to_vec(),
            uri: input.string(4194304)?.to_owned(),
            flags: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinishRet {
    pub ddom: DomainRef,
}

impl Wire for DomainMigrateFinishRet {
    fn encode(&self, out: &mut Encoder) {
        self.ddom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ddom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepare2Args {
    pub uri_in: Option<String>,
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
    pub dom_xml: String,
}

impl Wire for DomainMigratePrepare2Args {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.uri_in.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
        out.string(&self.dom_xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uri_in: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
            dom_xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepare2Ret {
    pub cookie: Vec<u8>,
    pub uri_out: Option<String>,
}

impl Wire for DomainMigratePrepare2Ret {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie, 4194304);
        out.option(self.uri_out.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie: input.bytes(4194304)?.to_vec(),
            uri_out: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinish2Args {
    pub dname: String,
    pub cookie: Vec<u8>,
    pub uri: String,
    pub flags: u64,
    pub retcode: i32,
}

impl Wire for DomainMigrateFinish2Args {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.dname, 4194304);
        out.bytes(&self.cookie, 4194304);
        out.string(&self.uri, 4194304);
        out.u64(self.flags);
        out.i32(self.retcode);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dname: input.string(4194304)?.to_owned(),
            cookie: input.bytes(4194304)?.to_vec(),
            uri: input.string(4194304)?.to_owned(),
            flags: input.u64()?,
            retcode: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinish2Ret {
    pub ddom: DomainRef,
}

impl Wire for DomainMigrateFinish2Ret {
    fn encode(&self, out: &mut Encoder) {
        self.ddom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ddom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedDomainsArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListDefinedDomainsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedDomainsRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListDefinedDomainsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfDefinedDomainsRet {
    pub num: i32,
}

impl Wire for ConnectNumOfDefinedDomainsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateArgs {
    pub dom: DomainRef,
}

impl Wire for DomainCreateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateWithFlagsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainCreateWithFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateWithFlagsRet {
    pub dom: DomainRef,
}

impl Wire for DomainCreateWithFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateWithFilesArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainCreateWithFilesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCreateWithFilesRet {
    pub dom: DomainRef,
}

impl Wire for DomainCreateWithFilesRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDefineXmlArgs {
    pub xml: String,
}

impl Wire for DomainDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDefineXmlRet {
    pub dom: DomainRef,
}

impl Wire for DomainDefineXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDefineXmlFlagsArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for DomainDefineXmlFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDefineXmlFlagsRet {
    pub dom: DomainRef,
}

impl Wire for DomainDefineXmlFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainUndefineArgs {
    pub dom: DomainRef,
}

impl Wire for DomainUndefineArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainUndefineFlagsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainUndefineFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainInjectNmiArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainInjectNmiArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSendKeyArgs {
    pub dom: DomainRef,
    pub codeset: u32,
    pub holdtime: u32,
    pub keycodes: Vec<u32>,
    pub flags: u32,
}

impl Wire for DomainSendKeyArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.codeset);
        out.u32(self.holdtime);
        out.list(&self.keycodes, 16, |out, v| {
            out.u32(*v);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            codeset: input.u32()?,
            holdtime: input.u32()?,
            keycodes: input.list(16, Decoder::u32)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSendProcessSignalArgs {
    pub dom: DomainRef,
    pub pid_value: i64,
    pub signum: u32,
    pub flags: u32,
}

impl Wire for DomainSendProcessSignalArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i64(self.pid_value);
        out.u32(self.signum);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            pid_value: input.i64()?,
            signum: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetVcpusArgs {
    pub dom: DomainRef,
    pub nvcpus: u32,
}

impl Wire for DomainSetVcpusArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.nvcpus);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nvcpus: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetVcpusFlagsArgs {
    pub dom: DomainRef,
    pub nvcpus: u32,
    pub flags: u32,
}

impl Wire for DomainSetVcpusFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.nvcpus);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nvcpus: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetVcpusFlagsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetVcpusFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetVcpusFlagsRet {
    pub num: i32,
}

impl Wire for DomainGetVcpusFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainPinVcpuArgs {
    pub dom: DomainRef,
    pub vcpu: u32,
    pub cpumap: Vec<u8>,
}

impl Wire for DomainPinVcpuArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.vcpu);
        out.bytes(&self.cpumap, 2048);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            vcpu: input.u32()?,
            cpumap: input.bytes(2048)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainPinVcpuFlagsArgs {
    pub dom: DomainRef,
    pub vcpu: u32,
    pub cpumap: Vec<u8>,
    pub flags: u32,
}

impl Wire for DomainPinVcpuFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.vcpu);
        out.bytes(&self.cpumap, 2048);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            vcpu: input.u32()?,
            cpumap: input.bytes(2048)?.to_vec(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetVcpuPinInfoArgs {
    pub dom: DomainRef,
    pub ncpumaps: i32,
    pub maplen: i32,
    pub flags: u32,
}

impl Wire for DomainGetVcpuPinInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.ncpumaps);
        out.i32(self.maplen);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            ncpumaps: input.i32()?,
            maplen: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetVcpuPinInfoRet {
    pub cpumaps: Vec<u8>,
    pub num: i32,
}

impl Wire for DomainGetVcpuPinInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cpumaps, 8388608);
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cpumaps: input.bytes(8388608)?.to_vec(),
            num: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainPinEmulatorArgs {
    pub dom: DomainRef,
    pub cpumap: Vec<u8>,
    pub flags: u32,
}

impl Wire for DomainPinEmulatorArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.bytes(&self.cpumap, 2048);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cpumap: input.bytes(2048)?.to_vec(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetEmulatorPinInfoArgs {
    pub dom: DomainRef,
    pub maplen: i32,
    pub flags: u32,
}

impl Wire for DomainGetEmulatorPinInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.maplen);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            maplen: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetEmulatorPinInfoRet {
    pub cpumaps: Vec<u8>,
    pub ret: i32,
}

impl Wire for DomainGetEmulatorPinInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cpumaps, 8388608);
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cpumaps: input.bytes(8388608)?.to_vec(),
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetVcpusArgs {
    pub dom: DomainRef,
    pub maxinfo: i32,
    pub maplen: i32,
}

impl Wire for DomainGetVcpusArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.maxinfo);
        out.i32(self.maplen);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            maxinfo: input.i32()?,
            maplen: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetVcpusRet {
    pub info: Vec<VcpuInfo>,
    pub cpumaps: Vec<u8>,
}

impl Wire for DomainGetVcpusRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.info, 16384, |out, v| {
            v.encode(out);
        });
        out.bytes(&self.cpumaps, 8388608);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            info: input.list(16384, VcpuInfo::decode)?,
            cpumaps: input.bytes(8388608)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMaxVcpusArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetMaxVcpusArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMaxVcpusRet {
    pub num: i32,
}

impl Wire for DomainGetMaxVcpusRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIothreadInfo {
    pub iothread_id: u32,
    pub cpumap: Vec<u8>,
}

impl Wire for DomainIothreadInfo {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.iothread_id);
        out.bytes(&self.cpumap, 2048);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iothread_id: input.u32()?,
            cpumap: input.bytes(2048)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetIothreadInfoArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetIothreadInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetIothreadInfoRet {
    pub info: Vec<DomainIothreadInfo>,
    pub ret: u32,
}

impl Wire for DomainGetIothreadInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.info, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            info: input.list(16384, DomainIothreadInfo::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainPinIothreadArgs {
    pub dom: DomainRef,
    pub iothreads_id: u32,
    pub cpumap: Vec<u8>,
    pub flags: u32,
}

impl Wire for DomainPinIothreadArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.iothreads_id);
        out.bytes(&self.cpumap, 2048);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            iothreads_id: input.u32()?,
            cpumap: input.bytes(2048)?.to_vec(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAddIothreadArgs {
    pub dom: DomainRef,
    pub iothread_id: u32,
    pub flags: u32,
}

impl Wire for DomainAddIothreadArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.iothread_id);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            iothread_id: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDelIothreadArgs {
    pub dom: DomainRef,
    pub iothread_id: u32,
    pub flags: u32,
}

impl Wire for DomainDelIothreadArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.iothread_id);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            iothread_id: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetIothreadParamsArgs {
    pub dom: DomainRef,
    pub iothread_id: u32,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetIothreadParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.iothread_id);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            iothread_id: input.u32()?,
            params: input.list(64, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSecurityLabelArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetSecurityLabelArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSecurityLabelRet {
    pub label: Vec<i8>,
    pub enforcing: i32,
}

impl Wire for DomainGetSecurityLabelRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.label, 4097, |out, v| {
            out.i32(i32::from(*v));
        });
        out.i32(self.enforcing);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            label: input.list(4097, |input| crate::wire::narrow(input, "i8"))?,
            enforcing: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSecurityLabelListArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetSecurityLabelListArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetSecurityLabelListRet {
    pub labels: Vec<DomainGetSecurityLabelRet>,
    pub ret: i32,
}

impl Wire for DomainGetSecurityLabelListRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.labels, 64, |out, v| {
            v.encode(out);
        });
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            labels: input.list(64, DomainGetSecurityLabelRet::decode)?,
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetSecurityModelRet {
    pub model: Vec<i8>,
    pub doi: Vec<i8>,
}

impl Wire for NodeGetSecurityModelRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.model, 257, |out, v| {
            out.i32(i32::from(*v));
        });
        out.list(&self.doi, 257, |out, v| {
            out.i32(i32::from(*v));
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            model: input.list(257, |input| crate::wire::narrow(input, "i8"))?,
            doi: input.list(257, |input| crate::wire::narrow(input, "i8"))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAttachDeviceArgs {
    pub dom: DomainRef,
    pub xml: String,
}

impl Wire for DomainAttachDeviceArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAttachDeviceFlagsArgs {
    pub dom: DomainRef,
    pub xml: String,
    pub flags: u32,
}

impl Wire for DomainAttachDeviceFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDetachDeviceArgs {
    pub dom: DomainRef,
    pub xml: String,
}

impl Wire for DomainDetachDeviceArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDetachDeviceFlagsArgs {
    pub dom: DomainRef,
    pub xml: String,
    pub flags: u32,
}

impl Wire for DomainDetachDeviceFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainUpdateDeviceFlagsArgs {
    pub dom: DomainRef,
    pub xml: String,
    pub flags: u32,
}

impl Wire for DomainUpdateDeviceFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDetachDeviceAliasArgs {
    pub dom: DomainRef,
    pub alias: String,
    pub flags: u32,
}

impl Wire for DomainDetachDeviceAliasArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.alias, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            alias: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetAutostartArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetAutostartRet {
    pub autostart: bool,
}

impl Wire for DomainGetAutostartRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetAutostartArgs {
    pub dom: DomainRef,
    pub autostart: bool,
}

impl Wire for DomainSetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetMetadataArgs {
    pub dom: DomainRef,
    pub kind: i32,
    pub metadata: Option<String>,
    pub key: Option<String>,
    pub uri: Option<String>,
    pub flags: u32,
}

impl Wire for DomainSetMetadataArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.kind);
        out.option(self.metadata.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.key.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.uri.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            kind: input.i32()?,
            metadata: input.option(|i| i.string(4194304).map(str::to_owned))?,
            key: input.option(|i| i.string(4194304).map(str::to_owned))?,
            uri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMetadataArgs {
    pub dom: DomainRef,
    pub kind: i32,
    pub uri: Option<String>,
    pub flags: u32,
}

impl Wire for DomainGetMetadataArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.kind);
        out.option(self.uri.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            kind: input.i32()?,
            uri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMetadataRet {
    pub metadata: String,
}

impl Wire for DomainGetMetadataRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.metadata, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            metadata: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockJobAbortArgs {
    pub dom: DomainRef,
    pub path: String,
    pub flags: u32,
}

impl Wire for DomainBlockJobAbortArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlockJobInfoArgs {
    pub dom: DomainRef,
    pub path: String,
    pub flags: u32,
}

impl Wire for DomainGetBlockJobInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlockJobInfoRet {
    pub found: i32,
    pub kind: i32,
    pub bandwidth: u64,
    pub cur: u64,
    pub end: u64,
}

impl Wire for DomainGetBlockJobInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.found);
        out.i32(self.kind);
        out.u64(self.bandwidth);
        out.u64(self.cur);
        out.u64(self.end);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            found: input.i32()?,
            kind: input.i32()?,
            bandwidth: input.u64()?,
            cur: input.u64()?,
            end: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockJobSetSpeedArgs {
    pub dom: DomainRef,
    pub path: String,
    pub bandwidth: u64,
    pub flags: u32,
}

impl Wire for DomainBlockJobSetSpeedArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.u64(self.bandwidth);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            bandwidth: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockPullArgs {
    pub dom: DomainRef,
    pub path: String,
    pub bandwidth: u64,
    pub flags: u32,
}

impl Wire for DomainBlockPullArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.u64(self.bandwidth);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            bandwidth: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockRebaseArgs {
    pub dom: DomainRef,
    pub path: String,
    pub base: Option<String>,
    pub bandwidth: u64,
    pub flags: u32,
}

impl Wire for DomainBlockRebaseArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.option(self.base.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.bandwidth);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            base: input.option(|i| i.string(4194304).map(str::to_owned))?,
            bandwidth: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockCopyArgs {
    pub dom: DomainRef,
    pub path: String,
    pub destxml: String,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainBlockCopyArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.string(&self.destxml, 4194304);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            destxml: input.string(4194304)?.to_owned(),
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBlockCommitArgs {
    pub dom: DomainRef,
    pub disk: String,
    pub base: Option<String>,
    pub top: Option<String>,
    pub bandwidth: u64,
    pub flags: u32,
}

impl Wire for DomainBlockCommitArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.disk, 4194304);
        out.option(self.base.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.top.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.bandwidth);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            disk: input.string(4194304)?.to_owned(),
            base: input.option(|i| i.string(4194304).map(str::to_owned))?,
            top: input.option(|i| i.string(4194304).map(str::to_owned))?,
            bandwidth: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetBlockIoTuneArgs {
    pub dom: DomainRef,
    pub disk: String,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetBlockIoTuneArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.disk, 4194304);
        out.list(&self.params, 32, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            disk: input.string(4194304)?.to_owned(),
            params: input.list(32, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlockIoTuneArgs {
    pub dom: DomainRef,
    pub disk: Option<String>,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for DomainGetBlockIoTuneArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.disk.as_deref(), |out, v| out.string(v, 4194304));
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            disk: input.option(|i| i.string(4194304).map(str::to_owned))?,
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetBlockIoTuneRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for DomainGetBlockIoTuneRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 32, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(32, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetCpuStatsArgs {
    pub dom: DomainRef,
    pub nparams: u32,
    pub start_cpu: i32,
    pub ncpus: u32,
    pub flags: u32,
}

impl Wire for DomainGetCpuStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.nparams);
        out.i32(self.start_cpu);
        out.u32(self.ncpus);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            nparams: input.u32()?,
            start_cpu: input.i32()?,
            ncpus: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetCpuStatsRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for DomainGetCpuStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 2048, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(2048, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetHostnameArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetHostnameArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetHostnameRet {
    pub hostname: String,
}

impl Wire for DomainGetHostnameRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.hostname, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            hostname: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfNetworksRet {
    pub num: i32,
}

impl Wire for ConnectNumOfNetworksRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListNetworksArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListNetworksArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListNetworksRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListNetworksRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfDefinedNetworksRet {
    pub num: i32,
}

impl Wire for ConnectNumOfDefinedNetworksRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedNetworksArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListDefinedNetworksArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedNetworksRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListDefinedNetworksRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkLookupByUuidArgs {
    pub uuid: Uuid,
}

impl Wire for NetworkLookupByUuidArgs {
    fn encode(&self, out: &mut Encoder) {
        out.fixed(self.uuid.as_bytes());
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uuid: crate::wire::decode_uuid(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkLookupByUuidRet {
    pub net: NetworkRef,
}

impl Wire for NetworkLookupByUuidRet {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkLookupByNameArgs {
    pub name: String,
}

impl Wire for NetworkLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkLookupByNameRet {
    pub net: NetworkRef,
}

impl Wire for NetworkLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkCreateXmlArgs {
    pub xml: String,
}

impl Wire for NetworkCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkCreateXmlRet {
    pub net: NetworkRef,
}

impl Wire for NetworkCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkCreateXmlFlagsArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for NetworkCreateXmlFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkCreateXmlFlagsRet {
    pub net: NetworkRef,
}

impl Wire for NetworkCreateXmlFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkDefineXmlArgs {
    pub xml: String,
}

impl Wire for NetworkDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkDefineXmlRet {
    pub net: NetworkRef,
}

impl Wire for NetworkDefineXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkDefineXmlFlagsArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for NetworkDefineXmlFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkDefineXmlFlagsRet {
    pub net: NetworkRef,
}

impl Wire for NetworkDefineXmlFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkUndefineArgs {
    pub net: NetworkRef,
}

impl Wire for NetworkUndefineArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkUpdateArgs {
    pub net: NetworkRef,
    pub command: u32,
    pub section: u32,
    pub parent_index: i32,
    pub xml: String,
    pub flags: u32,
}

impl Wire for NetworkUpdateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
        out.u32(self.command);
        out.u32(self.section);
        out.i32(self.parent_index);
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
            command: input.u32()?,
            section: input.u32()?,
            parent_index: input.i32()?,
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkCreateArgs {
    pub net: NetworkRef,
}

impl Wire for NetworkCreateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkDestroyArgs {
    pub net: NetworkRef,
}

impl Wire for NetworkDestroyArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetXmlDescArgs {
    pub net: NetworkRef,
    pub flags: u32,
}

impl Wire for NetworkGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetXmlDescRet {
    pub xml: String,
}

impl Wire for NetworkGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetBridgeNameArgs {
    pub net: NetworkRef,
}

impl Wire for NetworkGetBridgeNameArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetBridgeNameRet {
    pub name: String,
}

impl Wire for NetworkGetBridgeNameRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetAutostartArgs {
    pub net: NetworkRef,
}

impl Wire for NetworkGetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetAutostartRet {
    pub autostart: bool,
}

impl Wire for NetworkGetAutostartRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkSetAutostartArgs {
    pub net: NetworkRef,
    pub autostart: bool,
}

impl Wire for NetworkSetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfNwfiltersRet {
    pub num: i32,
}

impl Wire for ConnectNumOfNwfiltersRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListNwfiltersArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListNwfiltersArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListNwfiltersRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListNwfiltersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterLookupByUuidArgs {
    pub uuid: Uuid,
}

impl Wire for NwfilterLookupByUuidArgs {
    fn encode(&self, out: &mut Encoder) {
        out.fixed(self.uuid.as_bytes());
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uuid: crate::wire::decode_uuid(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterLookupByUuidRet {
    pub nwfilter: NwFilterRef,
}

impl Wire for NwfilterLookupByUuidRet {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterLookupByNameArgs {
    pub name: String,
}

impl Wire for NwfilterLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterLookupByNameRet {
    pub nwfilter: NwFilterRef,
}

impl Wire for NwfilterLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterDefineXmlArgs {
    pub xml: String,
}

impl Wire for NwfilterDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterDefineXmlRet {
    pub nwfilter: NwFilterRef,
}

impl Wire for NwfilterDefineXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterDefineXmlFlagsArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for NwfilterDefineXmlFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterDefineXmlFlagsRet {
    pub nwfilter: NwFilterRef,
}

impl Wire for NwfilterDefineXmlFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterUndefineArgs {
    pub nwfilter: NwFilterRef,
}

impl Wire for NwfilterUndefineArgs {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterGetXmlDescArgs {
    pub nwfilter: NwFilterRef,
    pub flags: u32,
}

impl Wire for NwfilterGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterGetXmlDescRet {
    pub xml: String,
}

impl Wire for NwfilterGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfInterfacesRet {
    pub num: i32,
}

impl Wire for ConnectNumOfInterfacesRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListInterfacesArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListInterfacesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListInterfacesRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListInterfacesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfDefinedInterfacesRet {
    pub num: i32,
}

impl Wire for ConnectNumOfDefinedInterfacesRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedInterfacesArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListDefinedInterfacesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedInterfacesRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListDefinedInterfacesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceLookupByNameArgs {
    pub name: String,
}

impl Wire for InterfaceLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceLookupByNameRet {
    pub iface: InterfaceRef,
}

impl Wire for InterfaceLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceLookupByMacStringArgs {
    pub mac: String,
}

impl Wire for InterfaceLookupByMacStringArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.mac, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            mac: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceLookupByMacStringRet {
    pub iface: InterfaceRef,
}

impl Wire for InterfaceLookupByMacStringRet {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceGetXmlDescArgs {
    pub iface: InterfaceRef,
    pub flags: u32,
}

impl Wire for InterfaceGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceGetXmlDescRet {
    pub xml: String,
}

impl Wire for InterfaceGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceDefineXmlArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for InterfaceDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceDefineXmlRet {
    pub iface: InterfaceRef,
}

impl Wire for InterfaceDefineXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceUndefineArgs {
    pub iface: InterfaceRef,
}

impl Wire for InterfaceUndefineArgs {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceCreateArgs {
    pub iface: InterfaceRef,
    pub flags: u32,
}

impl Wire for InterfaceCreateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceDestroyArgs {
    pub iface: InterfaceRef,
    pub flags: u32,
}

impl Wire for InterfaceDestroyArgs {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceChangeBeginArgs {
    pub flags: u32,
}

impl Wire for InterfaceChangeBeginArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceChangeCommitArgs {
    pub flags: u32,
}

impl Wire for InterfaceChangeCommitArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceChangeRollbackArgs {
    pub flags: u32,
}

impl Wire for InterfaceChangeRollbackArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthListRet {
    pub types: Vec<i32>,
}

impl Wire for AuthListRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.types, 20, |out, v| {
            out.i32(*v);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            types: input.list(20, Decoder::i32)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthSaslInitRet {
    pub mechlist: String,
}

impl Wire for AuthSaslInitRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.mechlist, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            mechlist: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthSaslStartArgs {
    pub mech: String,
    pub nil: i32,
    pub data: Vec<i8>,
}

impl Wire for AuthSaslStartArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.mech, 4194304);
        out.i32(self.nil);
        out.list(&self.data, 65536, |out, v| {
            out.i32(i32::from(*v));
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            mech: input.string(4194304)?.to_owned(),
            nil: input.i32()?,
            data: input.list(65536, |input| crate::wire::narrow(input, "i8"))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthSaslStartRet {
    pub complete: i32,
    pub nil: i32,
    pub data: Vec<i8>,
}

impl Wire for AuthSaslStartRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.complete);
        out.i32(self.nil);
        out.list(&self.data, 65536, |out, v| {
            out.i32(i32::from(*v));
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            complete: input.i32()?,
            nil: input.i32()?,
            data: input.list(65536, |input| crate::wire::narrow(input, "i8"))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthSaslStepArgs {
    pub nil: i32,
    pub data: Vec<i8>,
}

impl Wire for AuthSaslStepArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.nil);
        out.list(&self.data, 65536, |out, v| {
            out.i32(i32::from(*v));
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nil: input.i32()?,
            data: input.list(65536, |input| crate::wire::narrow(input, "i8"))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthSaslStepRet {
    pub complete: i32,
    pub nil: i32,
    pub data: Vec<i8>,
}

impl Wire for AuthSaslStepRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.complete);
        out.i32(self.nil);
        out.list(&self.data, 65536, |out, v| {
            out.i32(i32::from(*v));
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            complete: input.i32()?,
            nil: input.i32()?,
            data: input.list(65536, |input| crate::wire::narrow(input, "i8"))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuthPolkitRet {
    pub complete: i32,
}

impl Wire for AuthPolkitRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.complete);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            complete: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfStoragePoolsRet {
    pub num: i32,
}

impl Wire for ConnectNumOfStoragePoolsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListStoragePoolsArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListStoragePoolsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListStoragePoolsRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListStoragePoolsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfDefinedStoragePoolsRet {
    pub num: i32,
}

impl Wire for ConnectNumOfDefinedStoragePoolsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedStoragePoolsArgs {
    pub maxnames: i32,
}

impl Wire for ConnectListDefinedStoragePoolsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListDefinedStoragePoolsRet {
    pub names: Vec<String>,
}

impl Wire for ConnectListDefinedStoragePoolsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectFindStoragePoolSourcesArgs {
    pub kind: String,
    pub src_spec: Option<String>,
    pub flags: u32,
}

impl Wire for ConnectFindStoragePoolSourcesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.kind, 4194304);
        out.option(self.src_spec.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.string(4194304)?.to_owned(),
            src_spec: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectFindStoragePoolSourcesRet {
    pub xml: String,
}

impl Wire for ConnectFindStoragePoolSourcesRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByUuidArgs {
    pub uuid: Uuid,
}

impl Wire for StoragePoolLookupByUuidArgs {
    fn encode(&self, out: &mut Encoder) {
        out.fixed(self.uuid.as_bytes());
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uuid: crate::wire::decode_uuid(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByUuidRet {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolLookupByUuidRet {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByNameArgs {
    pub name: String,
}

impl Wire for StoragePoolLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByNameRet {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByVolumeArgs {
    pub vol: StorageVolRef,
}

impl Wire for StoragePoolLookupByVolumeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByVolumeRet {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolLookupByVolumeRet {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByTargetPathArgs {
    pub path: String,
}

impl Wire for StoragePoolLookupByTargetPathArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.path, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            path: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolLookupByTargetPathRet {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolLookupByTargetPathRet {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolCreateXmlArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for StoragePoolCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolCreateXmlRet {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolDefineXmlArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for StoragePoolDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolDefineXmlRet {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolDefineXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolBuildArgs {
    pub pool: StoragePoolRef,
    pub flags: u32,
}

impl Wire for StoragePoolBuildArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolUndefineArgs {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolUndefineArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolCreateArgs {
    pub pool: StoragePoolRef,
    pub flags: u32,
}

impl Wire for StoragePoolCreateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolDestroyArgs {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolDestroyArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolDeleteArgs {
    pub pool: StoragePoolRef,
    pub flags: u32,
}

impl Wire for StoragePoolDeleteArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolRefreshArgs {
    pub pool: StoragePoolRef,
    pub flags: u32,
}

impl Wire for StoragePoolRefreshArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolGetXmlDescArgs {
    pub pool: StoragePoolRef,
    pub flags: u32,
}

impl Wire for StoragePoolGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolGetXmlDescRet {
    pub xml: String,
}

impl Wire for StoragePoolGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolGetInfoArgs {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolGetInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolGetInfoRet {
    pub state: u8,
    pub capacity: u64,
    pub allocation: u64,
    pub available: u64,
}

impl Wire for StoragePoolGetInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.u32(u32::from(self.state));
        out.u64(self.capacity);
        out.u64(self.allocation);
        out.u64(self.available);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            state: crate::wire::narrow(input, "u8")?,
            capacity: input.u64()?,
            allocation: input.u64()?,
            available: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolGetAutostartArgs {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolGetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolGetAutostartRet {
    pub autostart: bool,
}

impl Wire for StoragePoolGetAutostartRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolSetAutostartArgs {
    pub pool: StoragePoolRef,
    pub autostart: bool,
}

impl Wire for StoragePoolSetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolNumOfVolumesArgs {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolNumOfVolumesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolNumOfVolumesRet {
    pub num: i32,
}

impl Wire for StoragePoolNumOfVolumesRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolListVolumesArgs {
    pub pool: StoragePoolRef,
    pub maxnames: i32,
}

impl Wire for StoragePoolListVolumesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolListVolumesRet {
    pub names: Vec<String>,
}

impl Wire for StoragePoolListVolumesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolLookupByNameArgs {
    pub pool: StoragePoolRef,
    pub name: String,
}

impl Wire for StorageVolLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolLookupByNameRet {
    pub vol: StorageVolRef,
}

impl Wire for StorageVolLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolLookupByKeyArgs {
    pub key: String,
}

impl Wire for StorageVolLookupByKeyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.key, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            key: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolLookupByKeyRet {
    pub vol: StorageVolRef,
}

impl Wire for StorageVolLookupByKeyRet {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolLookupByPathArgs {
    pub path: String,
}

impl Wire for StorageVolLookupByPathArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.path, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            path: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolLookupByPathRet {
    pub vol: StorageVolRef,
}

impl Wire for StorageVolLookupByPathRet {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolCreateXmlArgs {
    pub pool: StoragePoolRef,
    pub xml: String,
    pub flags: u32,
}

impl Wire for StorageVolCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolCreateXmlRet {
    pub vol: StorageVolRef,
}

impl Wire for StorageVolCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolCreateXmlFromArgs {
    pub pool: StoragePoolRef,
    pub xml: String,
    pub clonevol: StorageVolRef,
    pub flags: u32,
}

impl Wire for StorageVolCreateXmlFromArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.string(&self.xml, 4194304);
        self.clonevol.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
            clonevol: StorageVolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolCreateXmlFromRet {
    pub vol: StorageVolRef,
}

impl Wire for StorageVolCreateXmlFromRet {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolDeleteArgs {
    pub vol: StorageVolRef,
    pub flags: u32,
}

impl Wire for StorageVolDeleteArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolWipeArgs {
    pub vol: StorageVolRef,
    pub flags: u32,
}

impl Wire for StorageVolWipeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolWipePatternArgs {
    pub vol: StorageVolRef,
    pub algorithm: u32,
    pub flags: u32,
}

impl Wire for StorageVolWipePatternArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u32(self.algorithm);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            algorithm: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetXmlDescArgs {
    pub vol: StorageVolRef,
    pub flags: u32,
}

impl Wire for StorageVolGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetXmlDescRet {
    pub xml: String,
}

impl Wire for StorageVolGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetInfoArgs {
    pub vol: StorageVolRef,
}

impl Wire for StorageVolGetInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetInfoRet {
    pub kind: i8,
    pub capacity: u64,
    pub allocation: u64,
}

impl Wire for StorageVolGetInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(i32::from(self.kind));
        out.u64(self.capacity);
        out.u64(self.allocation);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: crate::wire::narrow(input, "i8")?,
            capacity: input.u64()?,
            allocation: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetInfoFlagsArgs {
    pub vol: StorageVolRef,
    pub flags: u32,
}

impl Wire for StorageVolGetInfoFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetInfoFlagsRet {
    pub kind: i8,
    pub capacity: u64,
    pub allocation: u64,
}

impl Wire for StorageVolGetInfoFlagsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(i32::from(self.kind));
        out.u64(self.capacity);
        out.u64(self.allocation);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: crate::wire::narrow(input, "i8")?,
            capacity: input.u64()?,
            allocation: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetPathArgs {
    pub vol: StorageVolRef,
}

impl Wire for StorageVolGetPathArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolGetPathRet {
    pub name: String,
}

impl Wire for StorageVolGetPathRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolResizeArgs {
    pub vol: StorageVolRef,
    pub capacity: u64,
    pub flags: u32,
}

impl Wire for StorageVolResizeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u64(self.capacity);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            capacity: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeNumOfDevicesArgs {
    pub cap: Option<String>,
    pub flags: u32,
}

impl Wire for NodeNumOfDevicesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.cap.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cap: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeNumOfDevicesRet {
    pub num: i32,
}

impl Wire for NodeNumOfDevicesRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeListDevicesArgs {
    pub cap: Option<String>,
    pub maxnames: i32,
    pub flags: u32,
}

impl Wire for NodeListDevicesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.cap.as_deref(), |out, v| out.string(v, 4194304));
        out.i32(self.maxnames);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cap: input.option(|i| i.string(4194304).map(str::to_owned))?,
            maxnames: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeListDevicesRet {
    pub names: Vec<String>,
}

impl Wire for NodeListDevicesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 65536, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(65536, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceLookupByNameArgs {
    pub name: String,
}

impl Wire for NodeDeviceLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceLookupByNameRet {
    pub dev: NodeDeviceRef,
}

impl Wire for NodeDeviceLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.dev.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dev: NodeDeviceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceLookupScsiHostByWwnArgs {
    pub wwnn: String,
    pub wwpn: String,
    pub flags: u32,
}

impl Wire for NodeDeviceLookupScsiHostByWwnArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.wwnn, 4194304);
        out.string(&self.wwpn, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            wwnn: input.string(4194304)?.to_owned(),
            wwpn: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceLookupScsiHostByWwnRet {
    pub dev: NodeDeviceRef,
}

impl Wire for NodeDeviceLookupScsiHostByWwnRet {
    fn encode(&self, out: &mut Encoder) {
        self.dev.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dev: NodeDeviceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceGetXmlDescArgs {
    pub name: String,
    pub flags: u32,
}

impl Wire for NodeDeviceGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceGetXmlDescRet {
    pub xml: String,
}

impl Wire for NodeDeviceGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceGetParentArgs {
    pub name: String,
}

impl Wire for NodeDeviceGetParentArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceGetParentRet {
    pub parent_name: Option<String>,
}

impl Wire for NodeDeviceGetParentRet {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.parent_name.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            parent_name: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceNumOfCapsArgs {
    pub name: String,
}

impl Wire for NodeDeviceNumOfCapsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceNumOfCapsRet {
    pub num: i32,
}

impl Wire for NodeDeviceNumOfCapsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceListCapsArgs {
    pub name: String,
    pub maxnames: i32,
}

impl Wire for NodeDeviceListCapsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.i32(self.maxnames);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            maxnames: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceListCapsRet {
    pub names: Vec<String>,
}

impl Wire for NodeDeviceListCapsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 65536, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(65536, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceDettachArgs {
    pub name: String,
}

impl Wire for NodeDeviceDettachArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceDetachFlagsArgs {
    pub name: String,
    pub driver_name: Option<String>,
    pub flags: u32,
}

impl Wire for NodeDeviceDetachFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.option(self.driver_name.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            driver_name: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceReAttachArgs {
    pub name: String,
}

impl Wire for NodeDeviceReAttachArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceResetArgs {
    pub name: String,
}

impl Wire for NodeDeviceResetArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceCreateXmlArgs {
    pub xml_desc: String,
    pub flags: u32,
}

impl Wire for NodeDeviceCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml_desc, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml_desc: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceCreateXmlRet {
    pub dev: NodeDeviceRef,
}

impl Wire for NodeDeviceCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.dev.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dev: NodeDeviceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceDestroyArgs {
    pub name: String,
}

impl Wire for NodeDeviceDestroyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceDefineXmlArgs {
    pub xml_desc: String,
    pub flags: u32,
}

impl Wire for NodeDeviceDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml_desc, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml_desc: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceDefineXmlRet {
    pub dev: NodeDeviceRef,
}

impl Wire for NodeDeviceDefineXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.dev.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dev: NodeDeviceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceUndefineArgs {
    pub name: String,
    pub flags: u32,
}

impl Wire for NodeDeviceUndefineArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceCreateArgs {
    pub name: String,
    pub flags: u32,
}

impl Wire for NodeDeviceCreateArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceGetAutostartArgs {
    pub name: String,
}

impl Wire for NodeDeviceGetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceGetAutostartRet {
    pub autostart: bool,
}

impl Wire for NodeDeviceGetAutostartRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceSetAutostartArgs {
    pub name: String,
    pub autostart: bool,
}

impl Wire for NodeDeviceSetAutostartArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceIsPersistentArgs {
    pub name: String,
}

impl Wire for NodeDeviceIsPersistentArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceIsPersistentRet {
    pub persistent: bool,
}

impl Wire for NodeDeviceIsPersistentRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.persistent);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            persistent: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceIsActiveArgs {
    pub name: String,
}

impl Wire for NodeDeviceIsActiveArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceIsActiveRet {
    pub active: bool,
}

impl Wire for NodeDeviceIsActiveRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.active);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            active: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainEventRegisterRet {
    pub cb_registered: i32,
}

impl Wire for ConnectDomainEventRegisterRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.cb_registered);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cb_registered: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainEventDeregisterRet {
    pub cb_registered: i32,
}

impl Wire for ConnectDomainEventDeregisterRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.cb_registered);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cb_registered: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventLifecycleMsg {
    pub dom: DomainRef,
    pub event: i32,
    pub detail: i32,
}

impl Wire for DomainEventLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.event);
        out.i32(self.detail);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            event: input.i32()?,
            detail: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackLifecycleMsg {
    pub callback_id: i32,
    pub msg: DomainEventLifecycleMsg,
}

impl Wire for DomainEventCallbackLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventLifecycleMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainXmlFromNativeArgs {
    pub native_format: String,
    pub native_config: String,
    pub flags: u32,
}

impl Wire for ConnectDomainXmlFromNativeArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.native_format, 4194304);
        out.string(&self.native_config, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            native_format: input.string(4194304)?.to_owned(),
            native_config: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainXmlFromNativeRet {
    pub domain_xml: String,
}

impl Wire for ConnectDomainXmlFromNativeRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.domain_xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            domain_xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainXmlToNativeArgs {
    pub native_format: String,
    pub domain_xml: String,
    pub flags: u32,
}

impl Wire for ConnectDomainXmlToNativeArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.native_format, 4194304);
        out.string(&self.domain_xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            native_format: input.string(4194304)?.to_owned(),
            domain_xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainXmlToNativeRet {
    pub native_config: String,
}

impl Wire for ConnectDomainXmlToNativeRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.native_config, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            native_config: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNumOfSecretsRet {
    pub num: i32,
}

impl Wire for ConnectNumOfSecretsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListSecretsArgs {
    pub maxuuids: i32,
}

impl Wire for ConnectListSecretsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.maxuuids);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            maxuuids: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListSecretsRet {
    pub uuids: Vec<String>,
}

impl Wire for ConnectListSecretsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.uuids, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uuids: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretLookupByUuidArgs {
    pub uuid: Uuid,
}

impl Wire for SecretLookupByUuidArgs {
    fn encode(&self, out: &mut Encoder) {
        out.fixed(self.uuid.as_bytes());
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            uuid: crate::wire::decode_uuid(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretLookupByUuidRet {
    pub secret: SecretRef,
}

impl Wire for SecretLookupByUuidRet {
    fn encode(&self, out: &mut Encoder) {
        self.secret.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secret: SecretRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretDefineXmlArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for SecretDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretDefineXmlRet {
    pub secret: SecretRef,
}

impl Wire for SecretDefineXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.secret.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secret: SecretRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretGetXmlDescArgs {
    pub secret: SecretRef,
    pub flags: u32,
}

impl Wire for SecretGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.secret.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secret: SecretRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretGetXmlDescRet {
    pub xml: String,
}

impl Wire for SecretGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretSetValueArgs {
    pub secret: SecretRef,
    pub value: Vec<u8>,
    pub flags: u32,
}

impl Wire for SecretSetValueArgs {
    fn encode(&self, out: &mut Encoder) {
        self.secret.encode(out);
        out.bytes(&self.value, 65536);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secret: SecretRef::decode(input)?,
            value: input.bytes(65536)?.to_vec(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretGetValueArgs {
    pub secret: SecretRef,
    pub flags: u32,
}

impl Wire for SecretGetValueArgs {
    fn encode(&self, out: &mut Encoder) {
        self.secret.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secret: SecretRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretGetValueRet {
    pub value: Vec<u8>,
}

impl Wire for SecretGetValueRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.value, 65536);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            value: input.bytes(65536)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretUndefineArgs {
    pub secret: SecretRef,
}

impl Wire for SecretUndefineArgs {
    fn encode(&self, out: &mut Encoder) {
        self.secret.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secret: SecretRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretLookupByUsageArgs {
    pub usage_type: i32,
    pub usage_id: String,
}

impl Wire for SecretLookupByUsageArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.usage_type);
        out.string(&self.usage_id, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            usage_type: input.i32()?,
            usage_id: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretLookupByUsageRet {
    pub secret: SecretRef,
}

impl Wire for SecretLookupByUsageRet {
    fn encode(&self, out: &mut Encoder) {
        self.secret.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secret: SecretRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepareTunnelArgs {
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
    pub dom_xml: String,
}

impl Wire for DomainMigratePrepareTunnelArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
        out.string(&self.dom_xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
            dom_xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectIsSecureRet {
    pub secure: bool,
}

impl Wire for ConnectIsSecureRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.secure);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secure: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIsActiveArgs {
    pub dom: DomainRef,
}

impl Wire for DomainIsActiveArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIsActiveRet {
    pub active: bool,
}

impl Wire for DomainIsActiveRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.active);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            active: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIsPersistentArgs {
    pub dom: DomainRef,
}

impl Wire for DomainIsPersistentArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIsPersistentRet {
    pub persistent: bool,
}

impl Wire for DomainIsPersistentRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.persistent);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            persistent: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIsUpdatedArgs {
    pub dom: DomainRef,
}

impl Wire for DomainIsUpdatedArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIsUpdatedRet {
    pub updated: bool,
}

impl Wire for DomainIsUpdatedRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.updated);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            updated: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkIsActiveArgs {
    pub net: NetworkRef,
}

impl Wire for NetworkIsActiveArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkIsActiveRet {
    pub active: bool,
}

impl Wire for NetworkIsActiveRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.active);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            active: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkIsPersistentArgs {
    pub net: NetworkRef,
}

impl Wire for NetworkIsPersistentArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkIsPersistentRet {
    pub persistent: bool,
}

impl Wire for NetworkIsPersistentRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.persistent);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            persistent: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolIsActiveArgs {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolIsActiveArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolIsActiveRet {
    pub active: bool,
}

impl Wire for StoragePoolIsActiveRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.active);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            active: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolIsPersistentArgs {
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolIsPersistentArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolIsPersistentRet {
    pub persistent: bool,
}

impl Wire for StoragePoolIsPersistentRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.persistent);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            persistent: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceIsActiveArgs {
    pub iface: InterfaceRef,
}

impl Wire for InterfaceIsActiveArgs {
    fn encode(&self, out: &mut Encoder) {
        self.iface.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: InterfaceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceIsActiveRet {
    pub active: bool,
}

impl Wire for InterfaceIsActiveRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.active);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            active: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectCompareCpuArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for ConnectCompareCpuArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectCompareCpuRet {
    pub result: i32,
}

impl Wire for ConnectCompareCpuRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.result);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { result: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectBaselineCpuArgs {
    pub xml_cpus: Vec<String>,
    pub flags: u32,
}

impl Wire for ConnectBaselineCpuArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.xml_cpus, 256, |out, v| {
            out.string(v, 4194304);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml_cpus: input.list(256, |input| input.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectBaselineCpuRet {
    pub cpu: String,
}

impl Wire for ConnectBaselineCpuRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.cpu, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cpu: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetJobInfoArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetJobInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetJobInfoRet {
    pub kind: i32,
    pub time_elapsed: u64,
    pub time_remaining: u64,
    pub data_total: u64,
    pub data_processed: u64,
    pub data_remaining: u64,
    pub mem_total: u64,
    pub mem_processed: u64,
    pub mem_remaining: u64,
    pub file_total: u64,
    pub file_processed: u64,
    pub file_remaining: u64,
}

impl Wire for DomainGetJobInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.kind);
        out.u64(self.time_elapsed);
        out.u64(self.time_remaining);
        out.u64(self.data_total);
        out.u64(self.data_processed);
        out.u64(self.data_remaining);
        out.u64(self.mem_total);
        out.u64(self.mem_processed);
        out.u64(self.mem_remaining);
        out.u64(self.file_total);
        out.u64(self.file_processed);
        out.u64(self.file_remaining);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.i32()?,
            time_elapsed: input.u64()?,
            time_remaining: input.u64()?,
            data_total: input.u64()?,
            data_processed: input.u64()?,
            data_remaining: input.u64()?,
            mem_total: input.u64()?,
            mem_processed: input.u64()?,
            mem_remaining: input.u64()?,
            file_total: input.u64()?,
            file_processed: input.u64()?,
            file_remaining: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetJobStatsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetJobStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetJobStatsRet {
    pub kind: i32,
    pub params: Vec<TypedParam>,
}

impl Wire for DomainGetJobStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.kind);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.i32()?,
            params: input.list(64, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAbortJobArgs {
    pub dom: DomainRef,
}

impl Wire for DomainAbortJobArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAbortJobFlagsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainAbortJobFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateGetMaxDowntimeArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainMigrateGetMaxDowntimeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateGetMaxDowntimeRet {
    pub downtime: u64,
}

impl Wire for DomainMigrateGetMaxDowntimeRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.downtime);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            downtime: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateSetMaxDowntimeArgs {
    pub dom: DomainRef,
    pub downtime: u64,
    pub flags: u32,
}

impl Wire for DomainMigrateSetMaxDowntimeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.downtime);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            downtime: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateGetCompressionCacheArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainMigrateGetCompressionCacheArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateGetCompressionCacheRet {
    pub cache_size: u64,
}

impl Wire for DomainMigrateGetCompressionCacheRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.cache_size);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cache_size: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateSetCompressionCacheArgs {
    pub dom: DomainRef,
    pub cache_size: u64,
    pub flags: u32,
}

impl Wire for DomainMigrateSetCompressionCacheArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.cache_size);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cache_size: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateSetMaxSpeedArgs {
    pub dom: DomainRef,
    pub bandwidth: u64,
    pub flags: u32,
}

impl Wire for DomainMigrateSetMaxSpeedArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.bandwidth);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            bandwidth: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateGetMaxSpeedArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainMigrateGetMaxSpeedArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateGetMaxSpeedRet {
    pub bandwidth: u64,
}

impl Wire for DomainMigrateGetMaxSpeedRet {
    fn encode(&self, out: &mut Encoder) {
        out.u64(self.bandwidth);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            bandwidth: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainEventRegisterAnyArgs {
    pub event_id: i32,
}

impl Wire for ConnectDomainEventRegisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.event_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            event_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainEventDeregisterAnyArgs {
    pub event_id: i32,
}

impl Wire for ConnectDomainEventDeregisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.event_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            event_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainEventCallbackRegisterAnyArgs {
    pub event_id: i32,
    pub dom: Option<DomainRef>,
}

impl Wire for ConnectDomainEventCallbackRegisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.event_id);
        out.option(self.dom.as_ref(), |out, v| v.encode(out));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            event_id: input.i32()?,
            dom: input.option(DomainRef::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainEventCallbackRegisterAnyRet {
    pub callback_id: i32,
}

impl Wire for ConnectDomainEventCallbackRegisterAnyRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainEventCallbackDeregisterAnyArgs {
    pub callback_id: i32,
}

impl Wire for ConnectDomainEventCallbackDeregisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventRebootMsg {
    pub dom: DomainRef,
}

impl Wire for DomainEventRebootMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackRebootMsg {
    pub callback_id: i32,
    pub msg: DomainEventRebootMsg,
}

impl Wire for DomainEventCallbackRebootMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventRebootMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventRtcChangeMsg {
    pub dom: DomainRef,
    pub offset: i64,
}

impl Wire for DomainEventRtcChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i64(self.offset);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            offset: input.i64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackRtcChangeMsg {
    pub callback_id: i32,
    pub msg: DomainEventRtcChangeMsg,
}

impl Wire for DomainEventCallbackRtcChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventRtcChangeMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventWatchdogMsg {
    pub dom: DomainRef,
    pub action: i32,
}

impl Wire for DomainEventWatchdogMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.action);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            action: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackWatchdogMsg {
    pub callback_id: i32,
    pub msg: DomainEventWatchdogMsg,
}

impl Wire for DomainEventCallbackWatchdogMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventWatchdogMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventIoErrorMsg {
    pub dom: DomainRef,
    pub src_path: String,
    pub dev_alias: String,
    pub action: i32,
}

impl Wire for DomainEventIoErrorMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.src_path, 4194304);
        out.string(&self.dev_alias, 4194304);
        out.i32(self.action);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            src_path: input.string(4194304)?.to_owned(),
            dev_alias: input.string(4194304)?.to_owned(),
            action: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackIoErrorMsg {
    pub callback_id: i32,
    pub msg: DomainEventIoErrorMsg,
}

impl Wire for DomainEventCallbackIoErrorMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventIoErrorMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventIoErrorReasonMsg {
    pub dom: DomainRef,
    pub src_path: String,
    pub dev_alias: String,
    pub action: i32,
    pub reason: String,
}

impl Wire for DomainEventIoErrorReasonMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.src_path, 4194304);
        out.string(&self.dev_alias, 4194304);
        out.i32(self.action);
        out.string(&self.reason, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            src_path: input.string(4194304)?.to_owned(),
            dev_alias: input.string(4194304)?.to_owned(),
            action: input.i32()?,
            reason: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackIoErrorReasonMsg {
    pub callback_id: i32,
    pub msg: DomainEventIoErrorReasonMsg,
}

impl Wire for DomainEventCallbackIoErrorReasonMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventIoErrorReasonMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventGraphicsAddress {
    pub family: i32,
    pub node: String,
    pub service: String,
}

impl Wire for DomainEventGraphicsAddress {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.family);
        out.string(&self.node, 4194304);
        out.string(&self.service, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            family: input.i32()?,
            node: input.string(4194304)?.to_owned(),
            service: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventGraphicsIdentity {
    pub kind: String,
    pub name: String,
}

impl Wire for DomainEventGraphicsIdentity {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.kind, 4194304);
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.string(4194304)?.to_owned(),
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventGraphicsMsg {
    pub dom: DomainRef,
    pub phase: i32,
    pub local: DomainEventGraphicsAddress,
    pub remote: DomainEventGraphicsAddress,
    pub auth_scheme: String,
    pub subject: Vec<DomainEventGraphicsIdentity>,
}

impl Wire for DomainEventGraphicsMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.phase);
        self.local.encode(out);
        self.remote.encode(out);
        out.string(&self.auth_scheme, 4194304);
        out.list(&self.subject, 20, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            phase: input.i32()?,
            local: DomainEventGraphicsAddress::decode(input)?,
            remote: DomainEventGraphicsAddress::decode(input)?,
            auth_scheme: input.string(4194304)?.to_owned(),
            subject: input.list(20, DomainEventGraphicsIdentity::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackGraphicsMsg {
    pub callback_id: i32,
    pub msg: DomainEventGraphicsMsg,
}

impl Wire for DomainEventCallbackGraphicsMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventGraphicsMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventBlockJobMsg {
    pub dom: DomainRef,
    pub path: String,
    pub kind: i32,
    pub status: i32,
}

impl Wire for DomainEventBlockJobMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.path, 4194304);
        out.i32(self.kind);
        out.i32(self.status);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            path: input.string(4194304)?.to_owned(),
            kind: input.i32()?,
            status: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackBlockJobMsg {
    pub callback_id: i32,
    pub msg: DomainEventBlockJobMsg,
}

impl Wire for DomainEventCallbackBlockJobMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventBlockJobMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventDiskChangeMsg {
    pub dom: DomainRef,
    pub old_src_path: Option<String>,
    pub new_src_path: Option<String>,
    pub dev_alias: String,
    pub reason: i32,
}

impl Wire for DomainEventDiskChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.old_src_path.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.new_src_path.as_deref(), |out, v| out.string(v, 4194304));
        out.string(&self.dev_alias, 4194304);
        out.i32(self.reason);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            old_src_path: input.option(|i| i.string(4194304).map(str::to_owned))?,
            new_src_path: input.option(|i| i.string(4194304).map(str::to_owned))?,
            dev_alias: input.string(4194304)?.to_owned(),
            reason: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackDiskChangeMsg {
    pub callback_id: i32,
    pub msg: DomainEventDiskChangeMsg,
}

impl Wire for DomainEventCallbackDiskChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventDiskChangeMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventTrayChangeMsg {
    pub dom: DomainRef,
    pub dev_alias: String,
    pub reason: i32,
}

impl Wire for DomainEventTrayChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.dev_alias, 4194304);
        out.i32(self.reason);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            dev_alias: input.string(4194304)?.to_owned(),
            reason: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackTrayChangeMsg {
    pub callback_id: i32,
    pub msg: DomainEventTrayChangeMsg,
}

impl Wire for DomainEventCallbackTrayChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventTrayChangeMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventPmwakeupMsg {
    pub dom: DomainRef,
}

impl Wire for DomainEventPmwakeupMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackPmwakeupMsg {
    pub callback_id: i32,
    pub reason: i32,
    pub msg: DomainEventPmwakeupMsg,
}

impl Wire for DomainEventCallbackPmwakeupMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        out.i32(self.reason);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            reason: input.i32()?,
            msg: DomainEventPmwakeupMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventPmsuspendMsg {
    pub dom: DomainRef,
}

impl Wire for DomainEventPmsuspendMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackPmsuspendMsg {
    pub callback_id: i32,
    pub reason: i32,
    pub msg: DomainEventPmsuspendMsg,
}

impl Wire for DomainEventCallbackPmsuspendMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        out.i32(self.reason);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            reason: input.i32()?,
            msg: DomainEventPmsuspendMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventBalloonChangeMsg {
    pub dom: DomainRef,
    pub actual: u64,
}

impl Wire for DomainEventBalloonChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u64(self.actual);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            actual: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackBalloonChangeMsg {
    pub callback_id: i32,
    pub msg: DomainEventBalloonChangeMsg,
}

impl Wire for DomainEventCallbackBalloonChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventBalloonChangeMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventPmsuspendDiskMsg {
    pub dom: DomainRef,
}

impl Wire for DomainEventPmsuspendDiskMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackPmsuspendDiskMsg {
    pub callback_id: i32,
    pub reason: i32,
    pub msg: DomainEventPmsuspendDiskMsg,
}

impl Wire for DomainEventCallbackPmsuspendDiskMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        out.i32(self.reason);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            reason: input.i32()?,
            msg: DomainEventPmsuspendDiskMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainManagedSaveArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainManagedSaveArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainHasManagedSaveImageArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainHasManagedSaveImageArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainHasManagedSaveImageRet {
    pub result: i32,
}

impl Wire for DomainHasManagedSaveImageRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.result);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { result: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainManagedSaveRemoveArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainManagedSaveRemoveArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainManagedSaveGetXmlDescArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainManagedSaveGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainManagedSaveGetXmlDescRet {
    pub xml: String,
}

impl Wire for DomainManagedSaveGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainManagedSaveDefineXmlArgs {
    pub dom: DomainRef,
    pub dxml: Option<String>,
    pub flags: u32,
}

impl Wire for DomainManagedSaveDefineXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.dxml.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            dxml: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotCreateXmlArgs {
    pub dom: DomainRef,
    pub xml_desc: String,
    pub flags: u32,
}

impl Wire for DomainSnapshotCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.xml_desc, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xml_desc: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotCreateXmlRet {
    pub snap: DomainSnapshotRef,
}

impl Wire for DomainSnapshotCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotGetXmlDescArgs {
    pub snap: DomainSnapshotRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotGetXmlDescRet {
    pub xml: String,
}

impl Wire for DomainSnapshotGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotNumArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotNumArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotNumRet {
    pub num: i32,
}

impl Wire for DomainSnapshotNumRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotListNamesArgs {
    pub dom: DomainRef,
    pub maxnames: i32,
    pub flags: u32,
}

impl Wire for DomainSnapshotListNamesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.maxnames);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            maxnames: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotListNamesRet {
    pub names: Vec<String>,
}

impl Wire for DomainSnapshotListNamesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainListAllSnapshotsArgs {
    pub dom: DomainRef,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for DomainListAllSnapshotsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainListAllSnapshotsRet {
    pub snapshots: Vec<DomainSnapshotRef>,
    pub ret: i32,
}

impl Wire for DomainListAllSnapshotsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.snapshots, 16384, |out, v| {
            v.encode(out);
        });
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snapshots: input.list(16384, DomainSnapshotRef::decode)?,
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotNumChildrenArgs {
    pub snap: DomainSnapshotRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotNumChildrenArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotNumChildrenRet {
    pub num: i32,
}

impl Wire for DomainSnapshotNumChildrenRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.num);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { num: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotListChildrenNamesArgs {
    pub snap: DomainSnapshotRef,
    pub maxnames: i32,
    pub flags: u32,
}

impl Wire for DomainSnapshotListChildrenNamesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.i32(self.maxnames);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            maxnames: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotListChildrenNamesRet {
    pub names: Vec<String>,
}

impl Wire for DomainSnapshotListChildrenNamesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.names, 16384, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            names: input.list(16384, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotListAllChildrenArgs {
    pub snapshot: DomainSnapshotRef,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for DomainSnapshotListAllChildrenArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snapshot.encode(out);
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snapshot: DomainSnapshotRef::decode(input)?,
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotListAllChildrenRet {
    pub snapshots: Vec<DomainSnapshotRef>,
    pub ret: i32,
}

impl Wire for DomainSnapshotListAllChildrenRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.snapshots, 16384, |out, v| {
            v.encode(out);
        });
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snapshots: input.list(16384, DomainSnapshotRef::decode)?,
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotLookupByNameArgs {
    pub dom: DomainRef,
    pub name: String,
    pub flags: u32,
}

impl Wire for DomainSnapshotLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.name, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            name: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotLookupByNameRet {
    pub snap: DomainSnapshotRef,
}

impl Wire for DomainSnapshotLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainHasCurrentSnapshotArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainHasCurrentSnapshotArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainHasCurrentSnapshotRet {
    pub result: i32,
}

impl Wire for DomainHasCurrentSnapshotRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.result);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { result: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotGetParentArgs {
    pub snap: DomainSnapshotRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotGetParentArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotGetParentRet {
    pub snap: DomainSnapshotRef,
}

impl Wire for DomainSnapshotGetParentRet {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotCurrentArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotCurrentArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotCurrentRet {
    pub snap: DomainSnapshotRef,
}

impl Wire for DomainSnapshotCurrentRet {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotIsCurrentArgs {
    pub snap: DomainSnapshotRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotIsCurrentArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotIsCurrentRet {
    pub current: i32,
}

impl Wire for DomainSnapshotIsCurrentRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.current);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            current: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotHasMetadataArgs {
    pub snap: DomainSnapshotRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotHasMetadataArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotHasMetadataRet {
    pub metadata: i32,
}

impl Wire for DomainSnapshotHasMetadataRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.metadata);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            metadata: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainRevertToSnapshotArgs {
    pub snap: DomainSnapshotRef,
    pub flags: u32,
}

impl Wire for DomainRevertToSnapshotArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSnapshotDeleteArgs {
    pub snap: DomainSnapshotRef,
    pub flags: u32,
}

impl Wire for DomainSnapshotDeleteArgs {
    fn encode(&self, out: &mut Encoder) {
        self.snap.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            snap: DomainSnapshotRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainOpenConsoleArgs {
    pub dom: DomainRef,
    pub dev_name: Option<String>,
    pub flags: u32,
}

impl Wire for DomainOpenConsoleArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.dev_name.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            dev_name: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainOpenChannelArgs {
    pub dom: DomainRef,
    pub name: Option<String>,
    pub flags: u32,
}

impl Wire for DomainOpenChannelArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.name.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            name: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolUploadArgs {
    pub vol: StorageVolRef,
    pub offset: u64,
    pub length: u64,
    pub flags: u32,
}

impl Wire for StorageVolUploadArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u64(self.offset);
        out.u64(self.length);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            offset: input.u64()?,
            length: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StorageVolDownloadArgs {
    pub vol: StorageVolRef,
    pub offset: u64,
    pub length: u64,
    pub flags: u32,
}

impl Wire for StorageVolDownloadArgs {
    fn encode(&self, out: &mut Encoder) {
        self.vol.encode(out);
        out.u64(self.offset);
        out.u64(self.length);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vol: StorageVolRef::decode(input)?,
            offset: input.u64()?,
            length: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetStateArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetStateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetStateRet {
    pub state: i32,
    pub reason: i32,
}

impl Wire for DomainGetStateRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.state);
        out.i32(self.reason);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            state: input.i32()?,
            reason: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateBegin3Args {
    pub dom: DomainRef,
    pub xmlin: Option<String>,
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
}

impl Wire for DomainMigrateBegin3Args {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.xmlin.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xmlin: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateBegin3Ret {
    pub cookie_out: Vec<u8>,
    pub xml: String,
}

impl Wire for DomainMigrateBegin3Ret {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepare3Args {
    pub cookie_in: Vec<u8>,
    pub uri_in: Option<String>,
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
    pub dom_xml: String,
}

impl Wire for DomainMigratePrepare3Args {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_in, 4194304);
        out.option(self.uri_in.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
        out.string(&self.dom_xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_in: input.bytes(4194304)?.to_vec(),
            uri_in: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
            dom_xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepare3Ret {
    pub cookie_out: Vec<u8>,
    pub uri_out: Option<String>,
}

impl Wire for DomainMigratePrepare3Ret {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
        out.option(self.uri_out.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
            uri_out: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepareTunnel3Args {
    pub cookie_in: Vec<u8>,
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
    pub dom_xml: String,
}

impl Wire for DomainMigratePrepareTunnel3Args {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_in, 4194304);
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
        out.string(&self.dom_xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_in: input.bytes(4194304)?.to_vec(),
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
            dom_xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepareTunnel3Ret {
    pub cookie_out: Vec<u8>,
}

impl Wire for DomainMigratePrepareTunnel3Ret {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePerform3Args {
    pub dom: DomainRef,
    pub xmlin: Option<String>,
    pub cookie_in: Vec<u8>,
    pub dconnuri: Option<String>,
    pub uri: Option<String>,
    pub flags: u64,
    pub dname: Option<String>,
    pub resource: u64,
}

impl Wire for DomainMigratePerform3Args {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.xmlin.as_deref(), |out, v| out.string(v, 4194304));
        out.bytes(&self.cookie_in, 4194304);
        out.option(self.dconnuri.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.uri.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.flags);
        out.option(self.dname.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.resource);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xmlin: input.option(|i| i.string(4194304).map(str::to_owned))?,
            cookie_in: input.bytes(4194304)?.to_vec(),
            dconnuri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            uri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u64()?,
            dname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            resource: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePerform3Ret {
    pub cookie_out: Vec<u8>,
}

impl Wire for DomainMigratePerform3Ret {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinish3Args {
    pub dname: String,
    pub cookie_in: Vec<u8>,
    pub dconnuri: Option<String>,
    pub uri: Option<String>,
    pub flags: u64,
    pub cancelled: i32,
}

impl Wire for DomainMigrateFinish3Args {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.dname, 4194304);
        out.bytes(&self.cookie_in, 4194304);
        out.option(self.dconnuri.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.uri.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.flags);
        out.i32(self.cancelled);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dname: input.string(4194304)?.to_owned(),
            cookie_in: input.bytes(4194304)?.to_vec(),
            dconnuri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            uri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u64()?,
            cancelled: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinish3Ret {
    pub dom: DomainRef,
    pub cookie_out: Vec<u8>,
}

impl Wire for DomainMigrateFinish3Ret {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.bytes(&self.cookie_out, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cookie_out: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateConfirm3Args {
    pub dom: DomainRef,
    pub cookie_in: Vec<u8>,
    pub flags: u64,
    pub cancelled: i32,
}

impl Wire for DomainMigrateConfirm3Args {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.bytes(&self.cookie_in, 4194304);
        out.u64(self.flags);
        out.i32(self.cancelled);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cookie_in: input.bytes(4194304)?.to_vec(),
            flags: input.u64()?,
            cancelled: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventControlErrorMsg {
    pub dom: DomainRef,
}

impl Wire for DomainEventControlErrorMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackControlErrorMsg {
    pub callback_id: i32,
    pub msg: DomainEventControlErrorMsg,
}

impl Wire for DomainEventCallbackControlErrorMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventControlErrorMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetControlInfoArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetControlInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetControlInfoRet {
    pub state: u32,
    pub details: u32,
    pub state_time: u64,
}

impl Wire for DomainGetControlInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.state);
        out.u32(self.details);
        out.u64(self.state_time);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            state: input.u32()?,
            details: input.u32()?,
            state_time: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainOpenGraphicsArgs {
    pub dom: DomainRef,
    pub idx: u32,
    pub flags: u32,
}

impl Wire for DomainOpenGraphicsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.idx);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            idx: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainOpenGraphicsFdArgs {
    pub dom: DomainRef,
    pub idx: u32,
    pub flags: u32,
}

impl Wire for DomainOpenGraphicsFdArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.idx);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            idx: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeSuspendForDurationArgs {
    pub target: u32,
    pub duration: u64,
    pub flags: u32,
}

impl Wire for NodeSuspendForDurationArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.target);
        out.u64(self.duration);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            target: input.u32()?,
            duration: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainShutdownFlagsArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainShutdownFlagsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetDiskErrorsArgs {
    pub dom: DomainRef,
    pub maxerrors: u32,
    pub flags: u32,
}

impl Wire for DomainGetDiskErrorsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.maxerrors);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            maxerrors: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetDiskErrorsRet {
    pub errors: Vec<DomainDiskError>,
    pub nerrors: i32,
}

impl Wire for DomainGetDiskErrorsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.errors, 256, |out, v| {
            v.encode(out);
        });
        out.i32(self.nerrors);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            errors: input.list(256, DomainDiskError::decode)?,
            nerrors: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllDomainsArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllDomainsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllDomainsRet {
    pub domains: Vec<DomainRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllDomainsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.domains, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            domains: input.list(16384, DomainRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllStoragePoolsArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllStoragePoolsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllStoragePoolsRet {
    pub pools: Vec<StoragePoolRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllStoragePoolsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.pools, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pools: input.list(16384, StoragePoolRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolListAllVolumesArgs {
    pub pool: StoragePoolRef,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for StoragePoolListAllVolumesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.pool.encode(out);
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pool: StoragePoolRef::decode(input)?,
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolListAllVolumesRet {
    pub vols: Vec<StorageVolRef>,
    pub ret: u32,
}

impl Wire for StoragePoolListAllVolumesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.vols, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            vols: input.list(16384, StorageVolRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNetworksArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllNetworksArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNetworksRet {
    pub nets: Vec<NetworkRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllNetworksRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.nets, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nets: input.list(16384, NetworkRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllInterfacesArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllInterfacesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllInterfacesRet {
    pub ifaces: Vec<InterfaceRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllInterfacesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.ifaces, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ifaces: input.list(16384, InterfaceRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNodeDevicesArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllNodeDevicesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNodeDevicesRet {
    pub devices: Vec<NodeDeviceRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllNodeDevicesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.devices, 65536, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            devices: input.list(65536, NodeDeviceRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNwfiltersArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllNwfiltersArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNwfiltersRet {
    pub filters: Vec<NwFilterRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllNwfiltersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.filters, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            filters: input.list(16384, NwFilterRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllSecretsArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllSecretsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllSecretsRet {
    pub secrets: Vec<SecretRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllSecretsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.secrets, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            secrets: input.list(16384, SecretRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeSetMemoryParametersArgs {
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for NodeSetMemoryParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetMemoryParametersArgs {
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for NodeGetMemoryParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetMemoryParametersRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for NodeGetMemoryParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetCpuMapArgs {
    pub need_map: i32,
    pub need_online: i32,
    pub flags: u32,
}

impl Wire for NodeGetCpuMapArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_map);
        out.i32(self.need_online);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_map: input.i32()?,
            need_online: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetCpuMapRet {
    pub cpumap: Vec<u8>,
    pub online: u32,
    pub ret: i32,
}

impl Wire for NodeGetCpuMapRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cpumap, 2048);
        out.u32(self.online);
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cpumap: input.bytes(2048)?.to_vec(),
            online: input.u32()?,
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainFstrimArgs {
    pub dom: DomainRef,
    pub mount_point: Option<String>,
    pub minimum: u64,
    pub flags: u32,
}

impl Wire for DomainFstrimArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.mount_point.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.minimum);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            mount_point: input.option(|i| i.string(4194304).map(str::to_owned))?,
            minimum: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetTimeArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetTimeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetTimeRet {
    pub seconds: i64,
    pub nseconds: u32,
}

impl Wire for DomainGetTimeRet {
    fn encode(&self, out: &mut Encoder) {
        out.i64(self.seconds);
        out.u32(self.nseconds);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            seconds: input.i64()?,
            nseconds: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetTimeArgs {
    pub dom: DomainRef,
    pub seconds: i64,
    pub nseconds: u32,
    pub flags: u32,
}

impl Wire for DomainSetTimeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i64(self.seconds);
        out.u32(self.nseconds);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            seconds: input.i64()?,
            nseconds: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateBegin3ParamsArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainMigrateBegin3ParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(64, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateBegin3ParamsRet {
    pub cookie_out: Vec<u8>,
    pub xml: String,
}

impl Wire for DomainMigrateBegin3ParamsRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepare3ParamsArgs {
    pub params: Vec<TypedParam>,
    pub cookie_in: Vec<u8>,
    pub flags: u32,
}

impl Wire for DomainMigratePrepare3ParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.bytes(&self.cookie_in, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
            cookie_in: input.bytes(4194304)?.to_vec(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepare3ParamsRet {
    pub cookie_out: Vec<u8>,
    pub uri_out: Option<String>,
}

impl Wire for DomainMigratePrepare3ParamsRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
        out.option(self.uri_out.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
            uri_out: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepareTunnel3ParamsArgs {
    pub params: Vec<TypedParam>,
    pub cookie_in: Vec<u8>,
    pub flags: u32,
}

impl Wire for DomainMigratePrepareTunnel3ParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.bytes(&self.cookie_in, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
            cookie_in: input.bytes(4194304)?.to_vec(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePrepareTunnel3ParamsRet {
    pub cookie_out: Vec<u8>,
}

impl Wire for DomainMigratePrepareTunnel3ParamsRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePerform3ParamsArgs {
    pub dom: DomainRef,
    pub dconnuri: Option<String>,
    pub params: Vec<TypedParam>,
    pub cookie_in: Vec<u8>,
    pub flags: u32,
}

impl Wire for DomainMigratePerform3ParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.dconnuri.as_deref(), |out, v| out.string(v, 4194304));
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.bytes(&self.cookie_in, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            dconnuri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            params: input.list(64, TypedParam::decode)?,
            cookie_in: input.bytes(4194304)?.to_vec(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigratePerform3ParamsRet {
    pub cookie_out: Vec<u8>,
}

impl Wire for DomainMigratePerform3ParamsRet {
    fn encode(&self, out: &mut Encoder) {
        out.bytes(&self.cookie_out, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cookie_out: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinish3ParamsArgs {
    pub params: Vec<TypedParam>,
    pub cookie_in: Vec<u8>,
    pub flags: u32,
    pub cancelled: i32,
}

impl Wire for DomainMigrateFinish3ParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.bytes(&self.cookie_in, 4194304);
        out.u32(self.flags);
        out.i32(self.cancelled);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
            cookie_in: input.bytes(4194304)?.to_vec(),
            flags: input.u32()?,
            cancelled: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateFinish3ParamsRet {
    pub dom: DomainRef,
    pub cookie_out: Vec<u8>,
}

impl Wire for DomainMigrateFinish3ParamsRet {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.bytes(&self.cookie_out, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cookie_out: input.bytes(4194304)?.to_vec(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateConfirm3ParamsArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub cookie_in: Vec<u8>,
    pub flags: u32,
    pub cancelled: i32,
}

impl Wire for DomainMigrateConfirm3ParamsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.bytes(&self.cookie_in, 4194304);
        out.u32(self.flags);
        out.i32(self.cancelled);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(64, TypedParam::decode)?,
            cookie_in: input.bytes(4194304)?.to_vec(),
            flags: input.u32()?,
            cancelled: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventDeviceRemovedMsg {
    pub dom: DomainRef,
    pub dev_alias: String,
}

impl Wire for DomainEventDeviceRemovedMsg {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.dev_alias, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            dev_alias: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackDeviceRemovedMsg {
    pub callback_id: i32,
    pub msg: DomainEventDeviceRemovedMsg,
}

impl Wire for DomainEventCallbackDeviceRemovedMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.msg.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            msg: DomainEventDeviceRemovedMsg::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventBlockJob2Msg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub dst: String,
    pub kind: i32,
    pub status: i32,
}

impl Wire for DomainEventBlockJob2Msg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.dst, 4194304);
        out.i32(self.kind);
        out.i32(self.status);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            dst: input.string(4194304)?.to_owned(),
            kind: input.i32()?,
            status: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventBlockThresholdMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub dev: String,
    pub path: Option<String>,
    pub threshold: u64,
    pub excess: u64,
}

impl Wire for DomainEventBlockThresholdMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.dev, 4194304);
        out.option(self.path.as_deref(), |out, v| out.string(v, 4194304));
        out.u64(self.threshold);
        out.u64(self.excess);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            dev: input.string(4194304)?.to_owned(),
            path: input.option(|i| i.string(4194304).map(str::to_owned))?,
            threshold: input.u64()?,
            excess: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackTunableMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
}

impl Wire for DomainEventCallbackTunableMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.list(&self.params, 2048, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            params: input.list(2048, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackDeviceAddedMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub dev_alias: String,
}

impl Wire for DomainEventCallbackDeviceAddedMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.dev_alias, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            dev_alias: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectEventConnectionClosedMsg {
    pub reason: i32,
}

impl Wire for ConnectEventConnectionClosedMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.reason);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { reason: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetCpuModelNamesArgs {
    pub arch: String,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectGetCpuModelNamesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.arch, 4194304);
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            arch: input.string(4194304)?.to_owned(),
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetCpuModelNamesRet {
    pub models: Vec<String>,
    pub ret: i32,
}

impl Wire for ConnectGetCpuModelNamesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.models, 8192, |out, v| {
            out.string(v, 4194304);
        });
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            models: input.list(8192, |input| input.string(4194304).map(str::to_owned))?,
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNetworkEventRegisterAnyArgs {
    pub event_id: i32,
    pub net: Option<NetworkRef>,
}

impl Wire for ConnectNetworkEventRegisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.event_id);
        out.option(self.net.as_ref(), |out, v| v.encode(out));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            event_id: input.i32()?,
            net: input.option(NetworkRef::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNetworkEventRegisterAnyRet {
    pub callback_id: i32,
}

impl Wire for ConnectNetworkEventRegisterAnyRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNetworkEventDeregisterAnyArgs {
    pub callback_id: i32,
}

impl Wire for ConnectNetworkEventDeregisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkEventLifecycleMsg {
    pub callback_id: i32,
    pub net: NetworkRef,
    pub event: i32,
    pub detail: i32,
}

impl Wire for NetworkEventLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.net.encode(out);
        out.i32(self.event);
        out.i32(self.detail);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            net: NetworkRef::decode(input)?,
            event: input.i32()?,
            detail: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectStoragePoolEventRegisterAnyArgs {
    pub event_id: i32,
    pub pool: Option<StoragePoolRef>,
}

impl Wire for ConnectStoragePoolEventRegisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.event_id);
        out.option(self.pool.as_ref(), |out, v| v.encode(out));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            event_id: input.i32()?,
            pool: input.option(StoragePoolRef::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectStoragePoolEventRegisterAnyRet {
    pub callback_id: i32,
}

impl Wire for ConnectStoragePoolEventRegisterAnyRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectStoragePoolEventDeregisterAnyArgs {
    pub callback_id: i32,
}

impl Wire for ConnectStoragePoolEventDeregisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolEventLifecycleMsg {
    pub callback_id: i32,
    pub pool: StoragePoolRef,
    pub event: i32,
    pub detail: i32,
}

impl Wire for StoragePoolEventLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.pool.encode(out);
        out.i32(self.event);
        out.i32(self.detail);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            pool: StoragePoolRef::decode(input)?,
            event: input.i32()?,
            detail: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoragePoolEventRefreshMsg {
    pub callback_id: i32,
    pub pool: StoragePoolRef,
}

impl Wire for StoragePoolEventRefreshMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.pool.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            pool: StoragePoolRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNodeDeviceEventRegisterAnyArgs {
    pub event_id: i32,
    pub dev: Option<NodeDeviceRef>,
}

impl Wire for ConnectNodeDeviceEventRegisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.event_id);
        out.option(self.dev.as_ref(), |out, v| v.encode(out));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            event_id: input.i32()?,
            dev: input.option(NodeDeviceRef::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNodeDeviceEventRegisterAnyRet {
    pub callback_id: i32,
}

impl Wire for ConnectNodeDeviceEventRegisterAnyRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectNodeDeviceEventDeregisterAnyArgs {
    pub callback_id: i32,
}

impl Wire for ConnectNodeDeviceEventDeregisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceEventLifecycleMsg {
    pub callback_id: i32,
    pub dev: NodeDeviceRef,
    pub event: i32,
    pub detail: i32,
}

impl Wire for NodeDeviceEventLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dev.encode(out);
        out.i32(self.event);
        out.i32(self.detail);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dev: NodeDeviceRef::decode(input)?,
            event: input.i32()?,
            detail: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceEventUpdateMsg {
    pub callback_id: i32,
    pub dev: NodeDeviceRef,
}

impl Wire for NodeDeviceEventUpdateMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dev.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dev: NodeDeviceRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainFsfreezeArgs {
    pub dom: DomainRef,
    pub mountpoints: Vec<String>,
    pub flags: u32,
}

impl Wire for DomainFsfreezeArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.mountpoints, 256, |out, v| {
            out.string(v, 4194304);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            mountpoints: input.list(256, |input| input.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainFsfreezeRet {
    pub filesystems: i32,
}

impl Wire for DomainFsfreezeRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.filesystems);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            filesystems: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainFsthawArgs {
    pub dom: DomainRef,
    pub mountpoints: Vec<String>,
    pub flags: u32,
}

impl Wire for DomainFsthawArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.mountpoints, 256, |out, v| {
            out.string(v, 4194304);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            mountpoints: input.list(256, |input| input.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainFsthawRet {
    pub filesystems: i32,
}

impl Wire for DomainFsthawRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.filesystems);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            filesystems: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetFreePagesArgs {
    pub pages: Vec<u32>,
    pub start_cell: i32,
    pub cell_count: u32,
    pub flags: u32,
}

impl Wire for NodeGetFreePagesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.pages, 1024, |out, v| {
            out.u32(*v);
        });
        out.i32(self.start_cell);
        out.u32(self.cell_count);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pages: input.list(1024, Decoder::u32)?,
            start_cell: input.i32()?,
            cell_count: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetFreePagesRet {
    pub counts: Vec<u64>,
}

impl Wire for NodeGetFreePagesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.counts, 1024, |out, v| {
            out.u64(*v);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            counts: input.list(1024, Decoder::u64)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeAllocPagesArgs {
    pub page_sizes: Vec<u32>,
    pub page_counts: Vec<u64>,
    pub start_cell: i32,
    pub cell_count: u32,
    pub flags: u32,
}

impl Wire for NodeAllocPagesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.page_sizes, 1024, |out, v| {
            out.u32(*v);
        });
        out.list(&self.page_counts, 1024, |out, v| {
            out.u64(*v);
        });
        out.i32(self.start_cell);
        out.u32(self.cell_count);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            page_sizes: input.list(1024, Decoder::u32)?,
            page_counts: input.list(1024, Decoder::u64)?,
            start_cell: input.i32()?,
            cell_count: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeAllocPagesRet {
    pub ret: i32,
}

impl Wire for NodeAllocPagesRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { ret: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkDhcpLease {
    pub iface: String,
    pub expirytime: i64,
    pub kind: i32,
    pub mac: Option<String>,
    pub iaid: Option<String>,
    pub ipaddr: String,
    pub prefix: u32,
    pub hostname: Option<String>,
    pub clientid: Option<String>,
}

impl Wire for NetworkDhcpLease {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.iface, 4194304);
        out.i64(self.expirytime);
        out.i32(self.kind);
        out.option(self.mac.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.iaid.as_deref(), |out, v| out.string(v, 4194304));
        out.string(&self.ipaddr, 4194304);
        out.u32(self.prefix);
        out.option(self.hostname.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.clientid.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            iface: input.string(4194304)?.to_owned(),
            expirytime: input.i64()?,
            kind: input.i32()?,
            mac: input.option(|i| i.string(4194304).map(str::to_owned))?,
            iaid: input.option(|i| i.string(4194304).map(str::to_owned))?,
            ipaddr: input.string(4194304)?.to_owned(),
            prefix: input.u32()?,
            hostname: input.option(|i| i.string(4194304).map(str::to_owned))?,
            clientid: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetDhcpLeasesArgs {
    pub net: NetworkRef,
    pub mac: Option<String>,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for NetworkGetDhcpLeasesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.net.encode(out);
        out.option(self.mac.as_deref(), |out, v| out.string(v, 4194304));
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            net: NetworkRef::decode(input)?,
            mac: input.option(|i| i.string(4194304).map(str::to_owned))?,
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetDhcpLeasesRet {
    pub leases: Vec<NetworkDhcpLease>,
    pub ret: u32,
}

impl Wire for NetworkGetDhcpLeasesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.leases, 65536, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            leases: input.list(65536, NetworkDhcpLease::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainStatsRecord {
    pub dom: DomainRef,
    pub params: TypedParams,
}

impl Wire for DomainStatsRecord {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        self.params.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: TypedParams::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetAllDomainStatsArgs {
    pub doms: Vec<DomainRef>,
    pub stats: u32,
    pub flags: u32,
}

impl Wire for ConnectGetAllDomainStatsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.doms, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.stats);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            doms: input.list(16384, DomainRef::decode)?,
            stats: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackAgentLifecycleMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub state: i32,
    pub reason: i32,
}

impl Wire for DomainEventCallbackAgentLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.i32(self.state);
        out.i32(self.reason);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            state: input.i32()?,
            reason: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetAllDomainStatsRet {
    pub ret_stats: Vec<DomainStatsRecord>,
}

impl Wire for ConnectGetAllDomainStatsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.ret_stats, 16384, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ret_stats: input.list(16384, DomainStatsRecord::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainFsinfo {
    pub mountpoint: String,
    pub name: String,
    pub fstype: String,
    pub dev_aliases: Vec<String>,
}

impl Wire for DomainFsinfo {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.mountpoint, 4194304);
        out.string(&self.name, 4194304);
        out.string(&self.fstype, 4194304);
        out.list(&self.dev_aliases, 256, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            mountpoint: input.string(4194304)?.to_owned(),
            name: input.string(4194304)?.to_owned(),
            fstype: input.string(4194304)?.to_owned(),
            dev_aliases: input.list(256, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetFsinfoArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetFsinfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetFsinfoRet {
    pub info: Vec<DomainFsinfo>,
    pub ret: u32,
}

impl Wire for DomainGetFsinfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.info, 256, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            info: input.list(256, DomainFsinfo::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainIpAddr {
    pub kind: i32,
    pub addr: String,
    pub prefix: u32,
}

impl Wire for DomainIpAddr {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.kind);
        out.string(&self.addr, 4194304);
        out.u32(self.prefix);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            kind: input.i32()?,
            addr: input.string(4194304)?.to_owned(),
            prefix: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainInterface {
    pub name: String,
    pub hwaddr: Option<String>,
    pub addrs: Vec<DomainIpAddr>,
}

impl Wire for DomainInterface {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.option(self.hwaddr.as_deref(), |out, v| out.string(v, 4194304));
        out.list(&self.addrs, 2048, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            hwaddr: input.option(|i| i.string(4194304).map(str::to_owned))?,
            addrs: input.list(2048, DomainIpAddr::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainInterfaceAddressesArgs {
    pub dom: DomainRef,
    pub source: u32,
    pub flags: u32,
}

impl Wire for DomainInterfaceAddressesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.source);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            source: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainInterfaceAddressesRet {
    pub ifaces: Vec<DomainInterface>,
}

impl Wire for DomainInterfaceAddressesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.ifaces, 2048, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ifaces: input.list(2048, DomainInterface::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetUserPasswordArgs {
    pub dom: DomainRef,
    pub user: Option<String>,
    pub password: Option<String>,
    pub flags: u32,
}

impl Wire for DomainSetUserPasswordArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.user.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.password.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            user: input.option(|i| i.string(4194304).map(str::to_owned))?,
            password: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainRenameArgs {
    pub dom: DomainRef,
    pub new_name: Option<String>,
    pub flags: u32,
}

impl Wire for DomainRenameArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.new_name.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            new_name: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainRenameRet {
    pub retcode: i32,
}

impl Wire for DomainRenameRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.retcode);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            retcode: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackMigrationIterationMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub iteration: i32,
}

impl Wire for DomainEventCallbackMigrationIterationMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.i32(self.iteration);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            iteration: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackJobCompletedMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
}

impl Wire for DomainEventCallbackJobCompletedMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            params: input.list(64, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMigrateStartPostCopyArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainMigrateStartPostCopyArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackDeviceRemovalFailedMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub dev_alias: String,
}

impl Wire for DomainEventCallbackDeviceRemovalFailedMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.dev_alias, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            dev_alias: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetGuestVcpusArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetGuestVcpusArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetGuestVcpusRet {
    pub params: Vec<TypedParam>,
}

impl Wire for DomainGetGuestVcpusRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetGuestVcpusArgs {
    pub dom: DomainRef,
    pub cpumap: String,
    pub state: i32,
    pub flags: u32,
}

impl Wire for DomainSetGuestVcpusArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.cpumap, 4194304);
        out.i32(self.state);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cpumap: input.string(4194304)?.to_owned(),
            state: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetVcpuArgs {
    pub dom: DomainRef,
    pub cpumap: String,
    pub state: i32,
    pub flags: u32,
}

impl Wire for DomainSetVcpuArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.cpumap, 4194304);
        out.i32(self.state);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cpumap: input.string(4194304)?.to_owned(),
            state: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackMetadataChangeMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub kind: i32,
    pub nsuri: Option<String>,
}

impl Wire for DomainEventCallbackMetadataChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.i32(self.kind);
        out.option(self.nsuri.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            kind: input.i32()?,
            nsuri: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventMemoryFailureMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub recipient: i32,
    pub action: i32,
    pub flags: u32,
}

impl Wire for DomainEventMemoryFailureMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.i32(self.recipient);
        out.i32(self.action);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            recipient: input.i32()?,
            action: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSecretEventRegisterAnyArgs {
    pub event_id: i32,
    pub secret: Option<SecretRef>,
}

impl Wire for ConnectSecretEventRegisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.event_id);
        out.option(self.secret.as_ref(), |out, v| v.encode(out));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            event_id: input.i32()?,
            secret: input.option(SecretRef::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSecretEventRegisterAnyRet {
    pub callback_id: i32,
}

impl Wire for ConnectSecretEventRegisterAnyRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSecretEventDeregisterAnyArgs {
    pub callback_id: i32,
}

impl Wire for ConnectSecretEventDeregisterAnyArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretEventLifecycleMsg {
    pub callback_id: i32,
    pub secret: SecretRef,
    pub event: i32,
    pub detail: i32,
}

impl Wire for SecretEventLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.secret.encode(out);
        out.i32(self.event);
        out.i32(self.detail);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            secret: SecretRef::decode(input)?,
            event: input.i32()?,
            detail: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct SecretEventValueChangedMsg {
    pub callback_id: i32,
    pub secret: SecretRef,
}

impl Wire for SecretEventValueChangedMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.secret.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            secret: SecretRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetBlockThresholdArgs {
    pub dom: DomainRef,
    pub dev: String,
    pub threshold: u64,
    pub flags: u32,
}

impl Wire for DomainSetBlockThresholdArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.dev, 4194304);
        out.u64(self.threshold);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            dev: input.string(4194304)?.to_owned(),
            threshold: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetLifecycleActionArgs {
    pub dom: DomainRef,
    pub kind: u32,
    pub action: u32,
    pub flags: u32,
}

impl Wire for DomainSetLifecycleActionArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.kind);
        out.u32(self.action);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            kind: input.u32()?,
            action: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectCompareHypervisorCpuArgs {
    pub emulator: Option<String>,
    pub arch: Option<String>,
    pub machine: Option<String>,
    pub virttype: Option<String>,
    pub xml_cpu: String,
    pub flags: u32,
}

impl Wire for ConnectCompareHypervisorCpuArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.emulator.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.arch.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.machine.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.virttype.as_deref(), |out, v| out.string(v, 4194304));
        out.string(&self.xml_cpu, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            emulator: input.option(|i| i.string(4194304).map(str::to_owned))?,
            arch: input.option(|i| i.string(4194304).map(str::to_owned))?,
            machine: input.option(|i| i.string(4194304).map(str::to_owned))?,
            virttype: input.option(|i| i.string(4194304).map(str::to_owned))?,
            xml_cpu: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectCompareHypervisorCpuRet {
    pub result: i32,
}

impl Wire for ConnectCompareHypervisorCpuRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.result);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { result: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectBaselineHypervisorCpuArgs {
    pub emulator: Option<String>,
    pub arch: Option<String>,
    pub machine: Option<String>,
    pub virttype: Option<String>,
    pub xml_cpus: Vec<String>,
    pub flags: u32,
}

impl Wire for ConnectBaselineHypervisorCpuArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.emulator.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.arch.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.machine.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.virttype.as_deref(), |out, v| out.string(v, 4194304));
        out.list(&self.xml_cpus, 256, |out, v| {
            out.string(v, 4194304);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            emulator: input.option(|i| i.string(4194304).map(str::to_owned))?,
            arch: input.option(|i| i.string(4194304).map(str::to_owned))?,
            machine: input.option(|i| i.string(4194304).map(str::to_owned))?,
            virttype: input.option(|i| i.string(4194304).map(str::to_owned))?,
            xml_cpus: input.list(256, |input| input.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectBaselineHypervisorCpuRet {
    pub cpu: String,
}

impl Wire for ConnectBaselineHypervisorCpuRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.cpu, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            cpu: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetSevInfoArgs {
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for NodeGetSevInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeGetSevInfoRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for NodeGetSevInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetLaunchSecurityInfoArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetLaunchSecurityInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetLaunchSecurityInfoRet {
    pub params: Vec<TypedParam>,
}

impl Wire for DomainGetLaunchSecurityInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(64, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetLaunchSecurityStateArgs {
    pub dom: DomainRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetLaunchSecurityStateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.list(&self.params, 64, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            params: input.list(64, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterBindingLookupByPortDevArgs {
    pub name: String,
}

impl Wire for NwfilterBindingLookupByPortDevArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterBindingLookupByPortDevRet {
    pub nwfilter: NwFilterBindingRef,
}

impl Wire for NwfilterBindingLookupByPortDevRet {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterBindingRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterBindingCreateXmlArgs {
    pub xml: String,
    pub flags: u32,
}

impl Wire for NwfilterBindingCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterBindingCreateXmlRet {
    pub nwfilter: NwFilterBindingRef,
}

impl Wire for NwfilterBindingCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterBindingRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterBindingDeleteArgs {
    pub nwfilter: NwFilterBindingRef,
}

impl Wire for NwfilterBindingDeleteArgs {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterBindingRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterBindingGetXmlDescArgs {
    pub nwfilter: NwFilterBindingRef,
    pub flags: u32,
}

impl Wire for NwfilterBindingGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.nwfilter.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nwfilter: NwFilterBindingRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NwfilterBindingGetXmlDescRet {
    pub xml: String,
}

impl Wire for NwfilterBindingGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNwfilterBindingsArgs {
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for ConnectListAllNwfilterBindingsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListAllNwfilterBindingsRet {
    pub bindings: Vec<NwFilterBindingRef>,
    pub ret: u32,
}

impl Wire for ConnectListAllNwfilterBindingsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.bindings, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            bindings: input.list(16384, NwFilterBindingRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetStoragePoolCapabilitiesArgs {
    pub flags: u32,
}

impl Wire for ConnectGetStoragePoolCapabilitiesArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetStoragePoolCapabilitiesRet {
    pub capabilities: String,
}

impl Wire for ConnectGetStoragePoolCapabilitiesRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.capabilities, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            capabilities: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkListAllPortsArgs {
    pub network: NetworkRef,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for NetworkListAllPortsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.network.encode(out);
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            network: NetworkRef::decode(input)?,
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkListAllPortsRet {
    pub ports: Vec<NetworkPortRef>,
    pub ret: u32,
}

impl Wire for NetworkListAllPortsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.ports, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ports: input.list(16384, NetworkPortRef::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortLookupByUuidArgs {
    pub network: NetworkRef,
    pub uuid: Uuid,
}

impl Wire for NetworkPortLookupByUuidArgs {
    fn encode(&self, out: &mut Encoder) {
        self.network.encode(out);
        out.fixed(self.uuid.as_bytes());
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            network: NetworkRef::decode(input)?,
            uuid: crate::wire::decode_uuid(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortLookupByUuidRet {
    pub port: NetworkPortRef,
}

impl Wire for NetworkPortLookupByUuidRet {
    fn encode(&self, out: &mut Encoder) {
        self.port.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            port: NetworkPortRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortCreateXmlArgs {
    pub network: NetworkRef,
    pub xml: String,
    pub flags: u32,
}

impl Wire for NetworkPortCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        self.network.encode(out);
        out.string(&self.xml, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            network: NetworkRef::decode(input)?,
            xml: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortCreateXmlRet {
    pub port: NetworkPortRef,
}

impl Wire for NetworkPortCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.port.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            port: NetworkPortRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortSetParametersArgs {
    pub port: NetworkPortRef,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for NetworkPortSetParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.port.encode(out);
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            port: NetworkPortRef::decode(input)?,
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortGetParametersArgs {
    pub port: NetworkPortRef,
    pub nparams: i32,
    pub flags: u32,
}

impl Wire for NetworkPortGetParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.port.encode(out);
        out.i32(self.nparams);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            port: NetworkPortRef::decode(input)?,
            nparams: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortGetParametersRet {
    pub params: Vec<TypedParam>,
    pub nparams: i32,
}

impl Wire for NetworkPortGetParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.i32(self.nparams);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(16, TypedParam::decode)?,
            nparams: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortGetXmlDescArgs {
    pub port: NetworkPortRef,
    pub flags: u32,
}

impl Wire for NetworkPortGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.port.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            port: NetworkPortRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortGetXmlDescRet {
    pub xml: String,
}

impl Wire for NetworkPortGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPortDeleteArgs {
    pub port: NetworkPortRef,
    pub flags: u32,
}

impl Wire for NetworkPortDeleteArgs {
    fn encode(&self, out: &mut Encoder) {
        self.port.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            port: NetworkPortRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointCreateXmlArgs {
    pub dom: DomainRef,
    pub xml_desc: String,
    pub flags: u32,
}

impl Wire for DomainCheckpointCreateXmlArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.xml_desc, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            xml_desc: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointCreateXmlRet {
    pub checkpoint: DomainCheckpointRef,
}

impl Wire for DomainCheckpointCreateXmlRet {
    fn encode(&self, out: &mut Encoder) {
        self.checkpoint.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoint: DomainCheckpointRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointGetXmlDescArgs {
    pub checkpoint: DomainCheckpointRef,
    pub flags: u32,
}

impl Wire for DomainCheckpointGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.checkpoint.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoint: DomainCheckpointRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointGetXmlDescRet {
    pub xml: String,
}

impl Wire for DomainCheckpointGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainListAllCheckpointsArgs {
    pub dom: DomainRef,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for DomainListAllCheckpointsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainListAllCheckpointsRet {
    pub checkpoints: Vec<DomainCheckpointRef>,
    pub ret: i32,
}

impl Wire for DomainListAllCheckpointsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.checkpoints, 16384, |out, v| {
            v.encode(out);
        });
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoints: input.list(16384, DomainCheckpointRef::decode)?,
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointListAllChildrenArgs {
    pub checkpoint: DomainCheckpointRef,
    pub need_results: i32,
    pub flags: u32,
}

impl Wire for DomainCheckpointListAllChildrenArgs {
    fn encode(&self, out: &mut Encoder) {
        self.checkpoint.encode(out);
        out.i32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoint: DomainCheckpointRef::decode(input)?,
            need_results: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointListAllChildrenRet {
    pub checkpoints: Vec<DomainCheckpointRef>,
    pub ret: i32,
}

impl Wire for DomainCheckpointListAllChildrenRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.checkpoints, 16384, |out, v| {
            v.encode(out);
        });
        out.i32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoints: input.list(16384, DomainCheckpointRef::decode)?,
            ret: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointLookupByNameArgs {
    pub dom: DomainRef,
    pub name: String,
    pub flags: u32,
}

impl Wire for DomainCheckpointLookupByNameArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.name, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            name: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointLookupByNameRet {
    pub checkpoint: DomainCheckpointRef,
}

impl Wire for DomainCheckpointLookupByNameRet {
    fn encode(&self, out: &mut Encoder) {
        self.checkpoint.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoint: DomainCheckpointRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointGetParentArgs {
    pub checkpoint: DomainCheckpointRef,
    pub flags: u32,
}

impl Wire for DomainCheckpointGetParentArgs {
    fn encode(&self, out: &mut Encoder) {
        self.checkpoint.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoint: DomainCheckpointRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointGetParentRet {
    pub parent: DomainCheckpointRef,
}

impl Wire for DomainCheckpointGetParentRet {
    fn encode(&self, out: &mut Encoder) {
        self.parent.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            parent: DomainCheckpointRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainCheckpointDeleteArgs {
    pub checkpoint: DomainCheckpointRef,
    pub flags: u32,
}

impl Wire for DomainCheckpointDeleteArgs {
    fn encode(&self, out: &mut Encoder) {
        self.checkpoint.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            checkpoint: DomainCheckpointRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetGuestInfoArgs {
    pub dom: DomainRef,
    pub types: u32,
    pub flags: u32,
}

impl Wire for DomainGetGuestInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.types);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            types: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetGuestInfoRet {
    pub params: Vec<TypedParam>,
}

impl Wire for DomainGetGuestInfoRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 2048, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(2048, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSetIdentityArgs {
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for ConnectSetIdentityArgs {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 20, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(20, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAgentSetResponseTimeoutArgs {
    pub dom: DomainRef,
    pub timeout: i32,
    pub flags: u32,
}

impl Wire for DomainAgentSetResponseTimeoutArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.timeout);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            timeout: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAgentSetResponseTimeoutRet {
    pub result: i32,
}

impl Wire for DomainAgentSetResponseTimeoutRet {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.result);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { result: input.i32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBackupBeginArgs {
    pub dom: DomainRef,
    pub backup_xml: String,
    pub checkpoint_xml: Option<String>,
    pub flags: u32,
}

impl Wire for DomainBackupBeginArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.backup_xml, 4194304);
        out.option(self.checkpoint_xml.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            backup_xml: input.string(4194304)?.to_owned(),
            checkpoint_xml: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBackupGetXmlDescArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainBackupGetXmlDescArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainBackupGetXmlDescRet {
    pub xml: String,
}

impl Wire for DomainBackupGetXmlDescRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.xml, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            xml: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAuthorizedSshKeysGetArgs {
    pub dom: DomainRef,
    pub user: String,
    pub flags: u32,
}

impl Wire for DomainAuthorizedSshKeysGetArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.user, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            user: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAuthorizedSshKeysGetRet {
    pub keys: Vec<String>,
}

impl Wire for DomainAuthorizedSshKeysGetRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.keys, 2048, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            keys: input.list(2048, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAuthorizedSshKeysSetArgs {
    pub dom: DomainRef,
    pub user: String,
    pub keys: Vec<String>,
    pub flags: u32,
}

impl Wire for DomainAuthorizedSshKeysSetArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.user, 4194304);
        out.list(&self.keys, 2048, |out, v| {
            out.string(v, 4194304);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            user: input.string(4194304)?.to_owned(),
            keys: input.list(2048, |input| input.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMessagesArgs {
    pub dom: DomainRef,
    pub flags: u32,
}

impl Wire for DomainGetMessagesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetMessagesRet {
    pub msgs: Vec<String>,
}

impl Wire for DomainGetMessagesRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.msgs, 2048, |out, v| {
            out.string(v, 4194304);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            msgs: input.list(2048, |input| input.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainStartDirtyRateCalcArgs {
    pub dom: DomainRef,
    pub seconds: i32,
    pub flags: u32,
}

impl Wire for DomainStartDirtyRateCalcArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.i32(self.seconds);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            seconds: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventMemoryDeviceSizeChangeMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub alias: String,
    pub size: u64,
}

impl Wire for DomainEventMemoryDeviceSizeChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.alias, 4194304);
        out.u64(self.size);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            alias: input.string(4194304)?.to_owned(),
            size: input.u64()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainFdAssociateArgs {
    pub dom: DomainRef,
    pub name: String,
    pub flags: u32,
}

impl Wire for DomainFdAssociateArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.name, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            name: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkSetMetadataArgs {
    pub network: NetworkRef,
    pub kind: i32,
    pub metadata: Option<String>,
    pub key: Option<String>,
    pub uri: Option<String>,
    pub flags: u32,
}

impl Wire for NetworkSetMetadataArgs {
    fn encode(&self, out: &mut Encoder) {
        self.network.encode(out);
        out.i32(self.kind);
        out.option(self.metadata.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.key.as_deref(), |out, v| out.string(v, 4194304));
        out.option(self.uri.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            network: NetworkRef::decode(input)?,
            kind: input.i32()?,
            metadata: input.option(|i| i.string(4194304).map(str::to_owned))?,
            key: input.option(|i| i.string(4194304).map(str::to_owned))?,
            uri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetMetadataArgs {
    pub network: NetworkRef,
    pub kind: i32,
    pub uri: Option<String>,
    pub flags: u32,
}

impl Wire for NetworkGetMetadataArgs {
    fn encode(&self, out: &mut Encoder) {
        self.network.encode(out);
        out.i32(self.kind);
        out.option(self.uri.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            network: NetworkRef::decode(input)?,
            kind: input.i32()?,
            uri: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkGetMetadataRet {
    pub metadata: String,
}

impl Wire for NetworkGetMetadataRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.metadata, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            metadata: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NetworkEventCallbackMetadataChangeMsg {
    pub callback_id: i32,
    pub net: NetworkRef,
    pub kind: i32,
    pub nsuri: Option<String>,
}

impl Wire for NetworkEventCallbackMetadataChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.net.encode(out);
        out.i32(self.kind);
        out.option(self.nsuri.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            net: NetworkRef::decode(input)?,
            kind: input.i32()?,
            nsuri: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct NodeDeviceUpdateArgs {
    pub name: String,
    pub xml_desc: String,
    pub flags: u32,
}

impl Wire for NodeDeviceUpdateArgs {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.name, 4194304);
        out.string(&self.xml_desc, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            name: input.string(4194304)?.to_owned(),
            xml_desc: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGraphicsReloadArgs {
    pub dom: DomainRef,
    pub kind: u32,
    pub flags: u32,
}

impl Wire for DomainGraphicsReloadArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.u32(self.kind);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            kind: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetAutostartOnceArgs {
    pub dom: DomainRef,
}

impl Wire for DomainGetAutostartOnceArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainGetAutostartOnceRet {
    pub autostart: bool,
}

impl Wire for DomainGetAutostartOnceRet {
    fn encode(&self, out: &mut Encoder) {
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetAutostartOnceArgs {
    pub dom: DomainRef,
    pub autostart: bool,
}

impl Wire for DomainSetAutostartOnceArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.bool(self.autostart);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            autostart: input.i32()? != 0,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainSetThrottleGroupArgs {
    pub dom: DomainRef,
    pub group: String,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainSetThrottleGroupArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.group, 4194304);
        out.list(&self.params, 32, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            group: input.string(4194304)?.to_owned(),
            params: input.list(32, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainDelThrottleGroupArgs {
    pub dom: DomainRef,
    pub group: Option<String>,
    pub flags: u32,
}

impl Wire for DomainDelThrottleGroupArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.group.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            group: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventNicMacChangeMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub alias: String,
    pub old_mac: String,
    pub new_mac: String,
}

impl Wire for DomainEventNicMacChangeMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.alias, 4194304);
        out.string(&self.old_mac, 4194304);
        out.string(&self.new_mac, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            alias: input.string(4194304)?.to_owned(),
            old_mac: input.string(4194304)?.to_owned(),
            new_mac: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventVcpuRemovedMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub vcpuid: u32,
}

impl Wire for DomainEventVcpuRemovedMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.u32(self.vcpuid);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            vcpuid: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainEventCallbackChannelLifecycleMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub channel_name: String,
    pub state: i32,
    pub reason: i32,
}

impl Wire for DomainEventCallbackChannelLifecycleMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.channel_name, 4194304);
        out.i32(self.state);
        out.i32(self.reason);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            channel_name: input.string(4194304)?.to_owned(),
            state: input.i32()?,
            reason: input.i32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAnnounceInterfaceArgs {
    pub dom: DomainRef,
    pub device: Option<String>,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for DomainAnnounceInterfaceArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.option(self.device.as_deref(), |out, v| out.string(v, 4194304));
        out.list(&self.params, 16, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            device: input.option(|i| i.string(4194304).map(str::to_owned))?,
            params: input.list(16, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

/// Numbers of the procedures.
pub mod proc {
    pub const CONNECT_OPEN: u32 = 1;
    pub const CONNECT_CLOSE: u32 = 2;
    pub const CONNECT_GET_TYPE: u32 = 3;
    pub const CONNECT_GET_VERSION: u32 = 4;
    pub const CONNECT_GET_MAX_VCPUS: u32 = 5;
    pub const NODE_GET_INFO: u32 = 6;
    pub const CONNECT_GET_CAPABILITIES: u32 = 7;
    pub const DOMAIN_ATTACH_DEVICE: u32 = 8;
    pub const DOMAIN_CREATE: u32 = 9;
    pub const DOMAIN_CREATE_XML: u32 = 10;
    pub const DOMAIN_DEFINE_XML: u32 = 11;
    pub const DOMAIN_DESTROY: u32 = 12;
    pub const DOMAIN_DETACH_DEVICE: u32 = 13;
    pub const DOMAIN_GET_XML_DESC: u32 = 14;
    pub const DOMAIN_GET_AUTOSTART: u32 = 15;
    pub const DOMAIN_GET_INFO: u32 = 16;
    pub const DOMAIN_GET_MAX_MEMORY: u32 = 17;
    pub const DOMAIN_GET_MAX_VCPUS: u32 = 18;
    pub const DOMAIN_GET_OS_TYPE: u32 = 19;
    pub const DOMAIN_GET_VCPUS: u32 = 20;
    pub const CONNECT_LIST_DEFINED_DOMAINS: u32 = 21;
    pub const DOMAIN_LOOKUP_BY_ID: u32 = 22;
    pub const DOMAIN_LOOKUP_BY_NAME: u32 = 23;
    pub const DOMAIN_LOOKUP_BY_UUID: u32 = 24;
    pub const CONNECT_NUM_OF_DEFINED_DOMAINS: u32 = 25;
    pub const DOMAIN_PIN_VCPU: u32 = 26;
    pub const DOMAIN_REBOOT: u32 = 27;
    pub const DOMAIN_RESUME: u32 = 28;
    pub const DOMAIN_SET_AUTOSTART: u32 = 29;
    pub const DOMAIN_SET_MAX_MEMORY: u32 = 30;
    pub const DOMAIN_SET_MEMORY: u32 = 31;
    pub const DOMAIN_SET_VCPUS: u32 = 32;
    pub const DOMAIN_SHUTDOWN: u32 = 33;
    pub const DOMAIN_SUSPEND: u32 = 34;
    pub const DOMAIN_UNDEFINE: u32 = 35;
    pub const CONNECT_LIST_DEFINED_NETWORKS: u32 = 36;
    pub const CONNECT_LIST_DOMAINS: u32 = 37;
    pub const CONNECT_LIST_NETWORKS: u32 = 38;
    pub const NETWORK_CREATE: u32 = 39;
    pub const NETWORK_CREATE_XML: u32 = 40;
    pub const NETWORK_DEFINE_XML: u32 = 41;
    pub const NETWORK_DESTROY: u32 = 42;
    pub const NETWORK_GET_XML_DESC: u32 = 43;
    pub const NETWORK_GET_AUTOSTART: u32 = 44;
    pub const NETWORK_GET_BRIDGE_NAME: u32 = 45;
    pub const NETWORK_LOOKUP_BY_NAME: u32 = 46;
    pub const NETWORK_LOOKUP_BY_UUID: u32 = 47;
    pub const NETWORK_SET_AUTOSTART: u32 = 48;
    pub const NETWORK_UNDEFINE: u32 = 49;
    pub const CONNECT_NUM_OF_DEFINED_NETWORKS: u32 = 50;
    pub const CONNECT_NUM_OF_DOMAINS: u32 = 51;
    pub const CONNECT_NUM_OF_NETWORKS: u32 = 52;
    pub const DOMAIN_CORE_DUMP: u32 = 53;
    pub const DOMAIN_RESTORE: u32 = 54;
    pub const DOMAIN_SAVE: u32 = 55;
    pub const DOMAIN_GET_SCHEDULER_TYPE: u32 = 56;
    pub const DOMAIN_GET_SCHEDULER_PARAMETERS: u32 = 57;
    pub const DOMAIN_SET_SCHEDULER_PARAMETERS: u32 = 58;
    pub const CONNECT_GET_HOSTNAME: u32 = 59;
    pub const CONNECT_SUPPORTS_FEATURE: u32 = 60;
    pub const DOMAIN_MIGRATE_PREPARE: u32 = 61;
    pub const DOMAIN_MIGRATE_PERFORM: u32 = 62;
    pub const DOMAIN_MIGRATE_FINISH: u32 = 63;
    pub const DOMAIN_BLOCK_STATS: u32 = 64;
    pub const DOMAIN_INTERFACE_STATS: u32 = 65;
    pub const AUTH_LIST: u32 = 66;
    pub const AUTH_SASL_INIT: u32 = 67;
    pub const AUTH_SASL_START: u32 = 68;
    pub const AUTH_SASL_STEP: u32 = 69;
    pub const AUTH_POLKIT: u32 = 70;
    pub const CONNECT_NUM_OF_STORAGE_POOLS: u32 = 71;
    pub const CONNECT_LIST_STORAGE_POOLS: u32 = 72;
    pub const CONNECT_NUM_OF_DEFINED_STORAGE_POOLS: u32 = 73;
    pub const CONNECT_LIST_DEFINED_STORAGE_POOLS: u32 = 74;
    pub const CONNECT_FIND_STORAGE_POOL_SOURCES: u32 = 75;
    pub const STORAGE_POOL_CREATE_XML: u32 = 76;
    pub const STORAGE_POOL_DEFINE_XML: u32 = 77;
    pub const STORAGE_POOL_CREATE: u32 = 78;
    pub const STORAGE_POOL_BUILD: u32 = 79;
    pub const STORAGE_POOL_DESTROY: u32 = 80;
    pub const STORAGE_POOL_DELETE: u32 = 81;
    pub const STORAGE_POOL_UNDEFINE: u32 = 82;
    pub const STORAGE_POOL_REFRESH: u32 = 83;
    pub const STORAGE_POOL_LOOKUP_BY_NAME: u32 = 84;
    pub const STORAGE_POOL_LOOKUP_BY_UUID: u32 = 85;
    pub const STORAGE_POOL_LOOKUP_BY_VOLUME: u32 = 86;
    pub const STORAGE_POOL_GET_INFO: u32 = 87;
    pub const STORAGE_POOL_GET_XML_DESC: u32 = 88;
    pub const STORAGE_POOL_GET_AUTOSTART: u32 = 89;
    pub const STORAGE_POOL_SET_AUTOSTART: u32 = 90;
    pub const STORAGE_POOL_NUM_OF_VOLUMES: u32 = 91;
    pub const STORAGE_POOL_LIST_VOLUMES: u32 = 92;
    pub const STORAGE_VOL_CREATE_XML: u32 = 93;
    pub const STORAGE_VOL_DELETE: u32 = 94;
    pub const STORAGE_VOL_LOOKUP_BY_NAME: u32 = 95;
    pub const STORAGE_VOL_LOOKUP_BY_KEY: u32 = 96;
    pub const STORAGE_VOL_LOOKUP_BY_PATH: u32 = 97;
    pub const STORAGE_VOL_GET_INFO: u32 = 98;
    pub const STORAGE_VOL_GET_XML_DESC: u32 = 99;
    pub const STORAGE_VOL_GET_PATH: u32 = 100;
    pub const NODE_GET_CELLS_FREE_MEMORY: u32 = 101;
    pub const NODE_GET_FREE_MEMORY: u32 = 102;
    pub const DOMAIN_BLOCK_PEEK: u32 = 103;
    pub const DOMAIN_MEMORY_PEEK: u32 = 104;
    pub const CONNECT_DOMAIN_EVENT_REGISTER: u32 = 105;
    pub const CONNECT_DOMAIN_EVENT_DEREGISTER: u32 = 106;
    pub const DOMAIN_EVENT_LIFECYCLE: u32 = 107;
    pub const DOMAIN_MIGRATE_PREPARE2: u32 = 108;
    pub const DOMAIN_MIGRATE_FINISH2: u32 = 109;
    pub const CONNECT_GET_URI: u32 = 110;
    pub const NODE_NUM_OF_DEVICES: u32 = 111;
    pub const NODE_LIST_DEVICES: u32 = 112;
    pub const NODE_DEVICE_LOOKUP_BY_NAME: u32 = 113;
    pub const NODE_DEVICE_GET_XML_DESC: u32 = 114;
    pub const NODE_DEVICE_GET_PARENT: u32 = 115;
    pub const NODE_DEVICE_NUM_OF_CAPS: u32 = 116;
    pub const NODE_DEVICE_LIST_CAPS: u32 = 117;
    pub const NODE_DEVICE_DETTACH: u32 = 118;
    pub const NODE_DEVICE_RE_ATTACH: u32 = 119;
    pub const NODE_DEVICE_RESET: u32 = 120;
    pub const DOMAIN_GET_SECURITY_LABEL: u32 = 121;
    pub const NODE_GET_SECURITY_MODEL: u32 = 122;
    pub const NODE_DEVICE_CREATE_XML: u32 = 123;
    pub const NODE_DEVICE_DESTROY: u32 = 124;
    pub const STORAGE_VOL_CREATE_XML_FROM: u32 = 125;
    pub const CONNECT_NUM_OF_INTERFACES: u32 = 126;
    pub const CONNECT_LIST_INTERFACES: u32 = 127;
    pub const INTERFACE_LOOKUP_BY_NAME: u32 = 128;
    pub const INTERFACE_LOOKUP_BY_MAC_STRING: u32 = 129;
    pub const INTERFACE_GET_XML_DESC: u32 = 130;
    pub const INTERFACE_DEFINE_XML: u32 = 131;
    pub const INTERFACE_UNDEFINE: u32 = 132;
    pub const INTERFACE_CREATE: u32 = 133;
    pub const INTERFACE_DESTROY: u32 = 134;
    pub const CONNECT_DOMAIN_XML_FROM_NATIVE: u32 = 135;
    pub const CONNECT_DOMAIN_XML_TO_NATIVE: u32 = 136;
    pub const CONNECT_NUM_OF_DEFINED_INTERFACES: u32 = 137;
    pub const CONNECT_LIST_DEFINED_INTERFACES: u32 = 138;
    pub const CONNECT_NUM_OF_SECRETS: u32 = 139;
    pub const CONNECT_LIST_SECRETS: u32 = 140;
    pub const SECRET_LOOKUP_BY_UUID: u32 = 141;
    pub const SECRET_DEFINE_XML: u32 = 142;
    pub const SECRET_GET_XML_DESC: u32 = 143;
    pub const SECRET_SET_VALUE: u32 = 144;
    pub const SECRET_GET_VALUE: u32 = 145;
    pub const SECRET_UNDEFINE: u32 = 146;
    pub const SECRET_LOOKUP_BY_USAGE: u32 = 147;
    pub const DOMAIN_MIGRATE_PREPARE_TUNNEL: u32 = 148;
    pub const CONNECT_IS_SECURE: u32 = 149;
    pub const DOMAIN_IS_ACTIVE: u32 = 150;
    pub const DOMAIN_IS_PERSISTENT: u32 = 151;
    pub const NETWORK_IS_ACTIVE: u32 = 152;
    pub const NETWORK_IS_PERSISTENT: u32 = 153;
    pub const STORAGE_POOL_IS_ACTIVE: u32 = 154;
    pub const STORAGE_POOL_IS_PERSISTENT: u32 = 155;
    pub const INTERFACE_IS_ACTIVE: u32 = 156;
    pub const CONNECT_GET_LIB_VERSION: u32 = 157;
    pub const CONNECT_COMPARE_CPU: u32 = 158;
    pub const DOMAIN_MEMORY_STATS: u32 = 159;
    pub const DOMAIN_ATTACH_DEVICE_FLAGS: u32 = 160;
    pub const DOMAIN_DETACH_DEVICE_FLAGS: u32 = 161;
    pub const CONNECT_BASELINE_CPU: u32 = 162;
    pub const DOMAIN_GET_JOB_INFO: u32 = 163;
    pub const DOMAIN_ABORT_JOB: u32 = 164;
    pub const STORAGE_VOL_WIPE: u32 = 165;
    pub const DOMAIN_MIGRATE_SET_MAX_DOWNTIME: u32 = 166;
    pub const CONNECT_DOMAIN_EVENT_REGISTER_ANY: u32 = 167;
    pub const CONNECT_DOMAIN_EVENT_DEREGISTER_ANY: u32 = 168;
    pub const DOMAIN_EVENT_REBOOT: u32 = 169;
    pub const DOMAIN_EVENT_RTC_CHANGE: u32 = 170;
    pub const DOMAIN_EVENT_WATCHDOG: u32 = 171;
    pub const DOMAIN_EVENT_IO_ERROR: u32 = 172;
    pub const DOMAIN_EVENT_GRAPHICS: u32 = 173;
    pub const DOMAIN_UPDATE_DEVICE_FLAGS: u32 = 174;
    pub const NWFILTER_LOOKUP_BY_NAME: u32 = 175;
    pub const NWFILTER_LOOKUP_BY_UUID: u32 = 176;
    pub const NWFILTER_GET_XML_DESC: u32 = 177;
    pub const CONNECT_NUM_OF_NWFILTERS: u32 = 178;
    pub const CONNECT_LIST_NWFILTERS: u32 = 179;
    pub const NWFILTER_DEFINE_XML: u32 = 180;
    pub const NWFILTER_UNDEFINE: u32 = 181;
    pub const DOMAIN_MANAGED_SAVE: u32 = 182;
    pub const DOMAIN_HAS_MANAGED_SAVE_IMAGE: u32 = 183;
    pub const DOMAIN_MANAGED_SAVE_REMOVE: u32 = 184;
    pub const DOMAIN_SNAPSHOT_CREATE_XML: u32 = 185;
    pub const DOMAIN_SNAPSHOT_GET_XML_DESC: u32 = 186;
    pub const DOMAIN_SNAPSHOT_NUM: u32 = 187;
    pub const DOMAIN_SNAPSHOT_LIST_NAMES: u32 = 188;
    pub const DOMAIN_SNAPSHOT_LOOKUP_BY_NAME: u32 = 189;
    pub const DOMAIN_HAS_CURRENT_SNAPSHOT: u32 = 190;
    pub const DOMAIN_SNAPSHOT_CURRENT: u32 = 191;
    pub const DOMAIN_REVERT_TO_SNAPSHOT: u32 = 192;
    pub const DOMAIN_SNAPSHOT_DELETE: u32 = 193;
    pub const DOMAIN_GET_BLOCK_INFO: u32 = 194;
    pub const DOMAIN_EVENT_IO_ERROR_REASON: u32 = 195;
    pub const DOMAIN_CREATE_WITH_FLAGS: u32 = 196;
    pub const DOMAIN_SET_MEMORY_PARAMETERS: u32 = 197;
    pub const DOMAIN_GET_MEMORY_PARAMETERS: u32 = 198;
    pub const DOMAIN_SET_VCPUS_FLAGS: u32 = 199;
    pub const DOMAIN_GET_VCPUS_FLAGS: u32 = 200;
    pub const DOMAIN_OPEN_CONSOLE: u32 = 201;
    pub const DOMAIN_IS_UPDATED: u32 = 202;
    pub const CONNECT_GET_SYSINFO: u32 = 203;
    pub const DOMAIN_SET_MEMORY_FLAGS: u32 = 204;
    pub const DOMAIN_SET_BLKIO_PARAMETERS: u32 = 205;
    pub const DOMAIN_GET_BLKIO_PARAMETERS: u32 = 206;
    pub const DOMAIN_MIGRATE_SET_MAX_SPEED: u32 = 207;
    pub const STORAGE_VOL_UPLOAD: u32 = 208;
    pub const STORAGE_VOL_DOWNLOAD: u32 = 209;
    pub const DOMAIN_INJECT_NMI: u32 = 210;
    pub const DOMAIN_SCREENSHOT: u32 = 211;
    pub const DOMAIN_GET_STATE: u32 = 212;
    pub const DOMAIN_MIGRATE_BEGIN3: u32 = 213;
    pub const DOMAIN_MIGRATE_PREPARE3: u32 = 214;
    pub const DOMAIN_MIGRATE_PREPARE_TUNNEL3: u32 = 215;
    pub const DOMAIN_MIGRATE_PERFORM3: u32 = 216;
    pub const DOMAIN_MIGRATE_FINISH3: u32 = 217;
    pub const DOMAIN_MIGRATE_CONFIRM3: u32 = 218;
    pub const DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS: u32 = 219;
    pub const INTERFACE_CHANGE_BEGIN: u32 = 220;
    pub const INTERFACE_CHANGE_COMMIT: u32 = 221;
    pub const INTERFACE_CHANGE_ROLLBACK: u32 = 222;
    pub const DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS: u32 = 223;
    pub const DOMAIN_EVENT_CONTROL_ERROR: u32 = 224;
    pub const DOMAIN_PIN_VCPU_FLAGS: u32 = 225;
    pub const DOMAIN_SEND_KEY: u32 = 226;
    pub const NODE_GET_CPU_STATS: u32 = 227;
    pub const NODE_GET_MEMORY_STATS: u32 = 228;
    pub const DOMAIN_GET_CONTROL_INFO: u32 = 229;
    pub const DOMAIN_GET_VCPU_PIN_INFO: u32 = 230;
    pub const DOMAIN_UNDEFINE_FLAGS: u32 = 231;
    pub const DOMAIN_SAVE_FLAGS: u32 = 232;
    pub const DOMAIN_RESTORE_FLAGS: u32 = 233;
    pub const DOMAIN_DESTROY_FLAGS: u32 = 234;
    pub const DOMAIN_SAVE_IMAGE_GET_XML_DESC: u32 = 235;
    pub const DOMAIN_SAVE_IMAGE_DEFINE_XML: u32 = 236;
    pub const DOMAIN_BLOCK_JOB_ABORT: u32 = 237;
    pub const DOMAIN_GET_BLOCK_JOB_INFO: u32 = 238;
    pub const DOMAIN_BLOCK_JOB_SET_SPEED: u32 = 239;
    pub const DOMAIN_BLOCK_PULL: u32 = 240;
    pub const DOMAIN_EVENT_BLOCK_JOB: u32 = 241;
    pub const DOMAIN_MIGRATE_GET_MAX_SPEED: u32 = 242;
    pub const DOMAIN_BLOCK_STATS_FLAGS: u32 = 243;
    pub const DOMAIN_SNAPSHOT_GET_PARENT: u32 = 244;
    pub const DOMAIN_RESET: u32 = 245;
    pub const DOMAIN_SNAPSHOT_NUM_CHILDREN: u32 = 246;
    pub const DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES: u32 = 247;
    pub const DOMAIN_EVENT_DISK_CHANGE: u32 = 248;
    pub const DOMAIN_OPEN_GRAPHICS: u32 = 249;
    pub const NODE_SUSPEND_FOR_DURATION: u32 = 250;
    pub const DOMAIN_BLOCK_RESIZE: u32 = 251;
    pub const DOMAIN_SET_BLOCK_IO_TUNE: u32 = 252;
    pub const DOMAIN_GET_BLOCK_IO_TUNE: u32 = 253;
    pub const DOMAIN_SET_NUMA_PARAMETERS: u32 = 254;
    pub const DOMAIN_GET_NUMA_PARAMETERS: u32 = 255;
    pub const DOMAIN_SET_INTERFACE_PARAMETERS: u32 = 256;
    pub const DOMAIN_GET_INTERFACE_PARAMETERS: u32 = 257;
    pub const DOMAIN_SHUTDOWN_FLAGS: u32 = 258;
    pub const STORAGE_VOL_WIPE_PATTERN: u32 = 259;
    pub const STORAGE_VOL_RESIZE: u32 = 260;
    pub const DOMAIN_PM_SUSPEND_FOR_DURATION: u32 = 261;
    pub const DOMAIN_GET_CPU_STATS: u32 = 262;
    pub const DOMAIN_GET_DISK_ERRORS: u32 = 263;
    pub const DOMAIN_SET_METADATA: u32 = 264;
    pub const DOMAIN_GET_METADATA: u32 = 265;
    pub const DOMAIN_BLOCK_REBASE: u32 = 266;
    pub const DOMAIN_PM_WAKEUP: u32 = 267;
    pub const DOMAIN_EVENT_TRAY_CHANGE: u32 = 268;
    pub const DOMAIN_EVENT_PMWAKEUP: u32 = 269;
    pub const DOMAIN_EVENT_PMSUSPEND: u32 = 270;
    pub const DOMAIN_SNAPSHOT_IS_CURRENT: u32 = 271;
    pub const DOMAIN_SNAPSHOT_HAS_METADATA: u32 = 272;
    pub const CONNECT_LIST_ALL_DOMAINS: u32 = 273;
    pub const DOMAIN_LIST_ALL_SNAPSHOTS: u32 = 274;
    pub const DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: u32 = 275;
    pub const DOMAIN_EVENT_BALLOON_CHANGE: u32 = 276;
    pub const DOMAIN_GET_HOSTNAME: u32 = 277;
    pub const DOMAIN_GET_SECURITY_LABEL_LIST: u32 = 278;
    pub const DOMAIN_PIN_EMULATOR: u32 = 279;
    pub const DOMAIN_GET_EMULATOR_PIN_INFO: u32 = 280;
    pub const CONNECT_LIST_ALL_STORAGE_POOLS: u32 = 281;
    pub const STORAGE_POOL_LIST_ALL_VOLUMES: u32 = 282;
    pub const CONNECT_LIST_ALL_NETWORKS: u32 = 283;
    pub const CONNECT_LIST_ALL_INTERFACES: u32 = 284;
    pub const CONNECT_LIST_ALL_NODE_DEVICES: u32 = 285;
    pub const CONNECT_LIST_ALL_NWFILTERS: u32 = 286;
    pub const CONNECT_LIST_ALL_SECRETS: u32 = 287;
    pub const NODE_SET_MEMORY_PARAMETERS: u32 = 288;
    pub const NODE_GET_MEMORY_PARAMETERS: u32 = 289;
    pub const DOMAIN_BLOCK_COMMIT: u32 = 290;
    pub const NETWORK_UPDATE: u32 = 291;
    pub const DOMAIN_EVENT_PMSUSPEND_DISK: u32 = 292;
    pub const NODE_GET_CPU_MAP: u32 = 293;
    pub const DOMAIN_FSTRIM: u32 = 294;
    pub const DOMAIN_SEND_PROCESS_SIGNAL: u32 = 295;
    pub const DOMAIN_OPEN_CHANNEL: u32 = 296;
    pub const NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN: u32 = 297;
    pub const DOMAIN_GET_JOB_STATS: u32 = 298;
    pub const DOMAIN_MIGRATE_GET_COMPRESSION_CACHE: u32 = 299;
    pub const DOMAIN_MIGRATE_SET_COMPRESSION_CACHE: u32 = 300;
    pub const NODE_DEVICE_DETACH_FLAGS: u32 = 301;
    pub const DOMAIN_MIGRATE_BEGIN3_PARAMS: u32 = 302;
    pub const DOMAIN_MIGRATE_PREPARE3_PARAMS: u32 = 303;
    pub const DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS: u32 = 304;
    pub const DOMAIN_MIGRATE_PERFORM3_PARAMS: u32 = 305;
    pub const DOMAIN_MIGRATE_FINISH3_PARAMS: u32 = 306;
    pub const DOMAIN_MIGRATE_CONFIRM3_PARAMS: u32 = 307;
    pub const DOMAIN_SET_MEMORY_STATS_PERIOD: u32 = 308;
    pub const DOMAIN_CREATE_XML_WITH_FILES: u32 = 309;
    pub const DOMAIN_CREATE_WITH_FILES: u32 = 310;
    pub const DOMAIN_EVENT_DEVICE_REMOVED: u32 = 311;
    pub const CONNECT_GET_CPU_MODEL_NAMES: u32 = 312;
    pub const CONNECT_NETWORK_EVENT_REGISTER_ANY: u32 = 313;
    pub const CONNECT_NETWORK_EVENT_DEREGISTER_ANY: u32 = 314;
    pub const NETWORK_EVENT_LIFECYCLE: u32 = 315;
    pub const CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: u32 = 316;
    pub const CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: u32 = 317;
    pub const DOMAIN_EVENT_CALLBACK_LIFECYCLE: u32 = 318;
    pub const DOMAIN_EVENT_CALLBACK_REBOOT: u32 = 319;
    pub const DOMAIN_EVENT_CALLBACK_RTC_CHANGE: u32 = 320;
    pub const DOMAIN_EVENT_CALLBACK_WATCHDOG: u32 = 321;
    pub const DOMAIN_EVENT_CALLBACK_IO_ERROR: u32 = 322;
    pub const DOMAIN_EVENT_CALLBACK_GRAPHICS: u32 = 323;
    pub const DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON: u32 = 324;
    pub const DOMAIN_EVENT_CALLBACK_CONTROL_ERROR: u32 = 325;
    pub const DOMAIN_EVENT_CALLBACK_BLOCK_JOB: u32 = 326;
    pub const DOMAIN_EVENT_CALLBACK_DISK_CHANGE: u32 = 327;
    pub const DOMAIN_EVENT_CALLBACK_TRAY_CHANGE: u32 = 328;
    pub const DOMAIN_EVENT_CALLBACK_PMWAKEUP: u32 = 329;
    pub const DOMAIN_EVENT_CALLBACK_PMSUSPEND: u32 = 330;
    pub const DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE: u32 = 331;
    pub const DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK: u32 = 332;
    pub const DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED: u32 = 333;
    pub const DOMAIN_CORE_DUMP_WITH_FORMAT: u32 = 334;
    pub const DOMAIN_FSFREEZE: u32 = 335;
    pub const DOMAIN_FSTHAW: u32 = 336;
    pub const DOMAIN_GET_TIME: u32 = 337;
    pub const DOMAIN_SET_TIME: u32 = 338;
    pub const DOMAIN_EVENT_BLOCK_JOB_2: u32 = 339;
    pub const NODE_GET_FREE_PAGES: u32 = 340;
    pub const NETWORK_GET_DHCP_LEASES: u32 = 341;
    pub const CONNECT_GET_DOMAIN_CAPABILITIES: u32 = 342;
    pub const DOMAIN_OPEN_GRAPHICS_FD: u32 = 343;
    pub const CONNECT_GET_ALL_DOMAIN_STATS: u32 = 344;
    pub const DOMAIN_BLOCK_COPY: u32 = 345;
    pub const DOMAIN_EVENT_CALLBACK_TUNABLE: u32 = 346;
    pub const NODE_ALLOC_PAGES: u32 = 347;
    pub const DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE: u32 = 348;
    pub const DOMAIN_GET_FSINFO: u32 = 349;
    pub const DOMAIN_DEFINE_XML_FLAGS: u32 = 350;
    pub const DOMAIN_GET_IOTHREAD_INFO: u32 = 351;
    pub const DOMAIN_PIN_IOTHREAD: u32 = 352;
    pub const DOMAIN_INTERFACE_ADDRESSES: u32 = 353;
    pub const DOMAIN_EVENT_CALLBACK_DEVICE_ADDED: u32 = 354;
    pub const DOMAIN_ADD_IOTHREAD: u32 = 355;
    pub const DOMAIN_DEL_IOTHREAD: u32 = 356;
    pub const DOMAIN_SET_USER_PASSWORD: u32 = 357;
    pub const DOMAIN_RENAME: u32 = 358;
    pub const DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION: u32 = 359;
    pub const CONNECT_REGISTER_CLOSE_CALLBACK: u32 = 360;
    pub const CONNECT_UNREGISTER_CLOSE_CALLBACK: u32 = 361;
    pub const CONNECT_EVENT_CONNECTION_CLOSED: u32 = 362;
    pub const DOMAIN_EVENT_CALLBACK_JOB_COMPLETED: u32 = 363;
    pub const DOMAIN_MIGRATE_START_POST_COPY: u32 = 364;
    pub const DOMAIN_GET_PERF_EVENTS: u32 = 365;
    pub const DOMAIN_SET_PERF_EVENTS: u32 = 366;
    pub const DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED: u32 = 367;
    pub const CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY: u32 = 368;
    pub const CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY: u32 = 369;
    pub const STORAGE_POOL_EVENT_LIFECYCLE: u32 = 370;
    pub const DOMAIN_GET_GUEST_VCPUS: u32 = 371;
    pub const DOMAIN_SET_GUEST_VCPUS: u32 = 372;
    pub const STORAGE_POOL_EVENT_REFRESH: u32 = 373;
    pub const CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY: u32 = 374;
    pub const CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY: u32 = 375;
    pub const NODE_DEVICE_EVENT_LIFECYCLE: u32 = 376;
    pub const NODE_DEVICE_EVENT_UPDATE: u32 = 377;
    pub const STORAGE_VOL_GET_INFO_FLAGS: u32 = 378;
    pub const DOMAIN_EVENT_CALLBACK_METADATA_CHANGE: u32 = 379;
    pub const CONNECT_SECRET_EVENT_REGISTER_ANY: u32 = 380;
    pub const CONNECT_SECRET_EVENT_DEREGISTER_ANY: u32 = 381;
    pub const SECRET_EVENT_LIFECYCLE: u32 = 382;
    pub const SECRET_EVENT_VALUE_CHANGED: u32 = 383;
    pub const DOMAIN_SET_VCPU: u32 = 384;
    pub const DOMAIN_EVENT_BLOCK_THRESHOLD: u32 = 385;
    pub const DOMAIN_SET_BLOCK_THRESHOLD: u32 = 386;
    pub const DOMAIN_MIGRATE_GET_MAX_DOWNTIME: u32 = 387;
    pub const DOMAIN_MANAGED_SAVE_GET_XML_DESC: u32 = 388;
    pub const DOMAIN_MANAGED_SAVE_DEFINE_XML: u32 = 389;
    pub const DOMAIN_SET_LIFECYCLE_ACTION: u32 = 390;
    pub const STORAGE_POOL_LOOKUP_BY_TARGET_PATH: u32 = 391;
    pub const DOMAIN_DETACH_DEVICE_ALIAS: u32 = 392;
    pub const CONNECT_COMPARE_HYPERVISOR_CPU: u32 = 393;
    pub const CONNECT_BASELINE_HYPERVISOR_CPU: u32 = 394;
    pub const NODE_GET_SEV_INFO: u32 = 395;
    pub const DOMAIN_GET_LAUNCH_SECURITY_INFO: u32 = 396;
    pub const NWFILTER_BINDING_LOOKUP_BY_PORT_DEV: u32 = 397;
    pub const NWFILTER_BINDING_GET_XML_DESC: u32 = 398;
    pub const NWFILTER_BINDING_CREATE_XML: u32 = 399;
    pub const NWFILTER_BINDING_DELETE: u32 = 400;
    pub const CONNECT_LIST_ALL_NWFILTER_BINDINGS: u32 = 401;
    pub const DOMAIN_SET_IOTHREAD_PARAMS: u32 = 402;
    pub const CONNECT_GET_STORAGE_POOL_CAPABILITIES: u32 = 403;
    pub const NETWORK_LIST_ALL_PORTS: u32 = 404;
    pub const NETWORK_PORT_LOOKUP_BY_UUID: u32 = 405;
    pub const NETWORK_PORT_CREATE_XML: u32 = 406;
    pub const NETWORK_PORT_GET_PARAMETERS: u32 = 407;
    pub const NETWORK_PORT_SET_PARAMETERS: u32 = 408;
    pub const NETWORK_PORT_GET_XML_DESC: u32 = 409;
    pub const NETWORK_PORT_DELETE: u32 = 410;
    pub const DOMAIN_CHECKPOINT_CREATE_XML: u32 = 411;
    pub const DOMAIN_CHECKPOINT_GET_XML_DESC: u32 = 412;
    pub const DOMAIN_LIST_ALL_CHECKPOINTS: u32 = 413;
    pub const DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN: u32 = 414;
    pub const DOMAIN_CHECKPOINT_LOOKUP_BY_NAME: u32 = 415;
    pub const DOMAIN_CHECKPOINT_GET_PARENT: u32 = 416;
    pub const DOMAIN_CHECKPOINT_DELETE: u32 = 417;
    pub const DOMAIN_GET_GUEST_INFO: u32 = 418;
    pub const CONNECT_SET_IDENTITY: u32 = 419;
    pub const DOMAIN_AGENT_SET_RESPONSE_TIMEOUT: u32 = 420;
    pub const DOMAIN_BACKUP_BEGIN: u32 = 421;
    pub const DOMAIN_BACKUP_GET_XML_DESC: u32 = 422;
    pub const DOMAIN_EVENT_MEMORY_FAILURE: u32 = 423;
    pub const DOMAIN_AUTHORIZED_SSH_KEYS_GET: u32 = 424;
    pub const DOMAIN_AUTHORIZED_SSH_KEYS_SET: u32 = 425;
    pub const DOMAIN_GET_MESSAGES: u32 = 426;
    pub const DOMAIN_START_DIRTY_RATE_CALC: u32 = 427;
    pub const NODE_DEVICE_DEFINE_XML: u32 = 428;
    pub const NODE_DEVICE_UNDEFINE: u32 = 429;
    pub const NODE_DEVICE_CREATE: u32 = 430;
    pub const NWFILTER_DEFINE_XML_FLAGS: u32 = 431;
    pub const NETWORK_DEFINE_XML_FLAGS: u32 = 432;
    pub const NODE_DEVICE_GET_AUTOSTART: u32 = 433;
    pub const NODE_DEVICE_SET_AUTOSTART: u32 = 434;
    pub const NODE_DEVICE_IS_PERSISTENT: u32 = 435;
    pub const NODE_DEVICE_IS_ACTIVE: u32 = 436;
    pub const NETWORK_CREATE_XML_FLAGS: u32 = 437;
    pub const DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE: u32 = 438;
    pub const DOMAIN_SET_LAUNCH_SECURITY_STATE: u32 = 439;
    pub const DOMAIN_SAVE_PARAMS: u32 = 440;
    pub const DOMAIN_RESTORE_PARAMS: u32 = 441;
    pub const DOMAIN_ABORT_JOB_FLAGS: u32 = 442;
    pub const DOMAIN_FD_ASSOCIATE: u32 = 443;
    pub const NETWORK_SET_METADATA: u32 = 444;
    pub const NETWORK_GET_METADATA: u32 = 445;
    pub const NETWORK_EVENT_CALLBACK_METADATA_CHANGE: u32 = 446;
    pub const NODE_DEVICE_UPDATE: u32 = 447;
    pub const DOMAIN_GRAPHICS_RELOAD: u32 = 448;
    pub const DOMAIN_GET_AUTOSTART_ONCE: u32 = 449;
    pub const DOMAIN_SET_AUTOSTART_ONCE: u32 = 450;
    pub const DOMAIN_SET_THROTTLE_GROUP: u32 = 451;
    pub const DOMAIN_DEL_THROTTLE_GROUP: u32 = 452;
    pub const DOMAIN_EVENT_NIC_MAC_CHANGE: u32 = 453;
    pub const DOMAIN_EVENT_VCPU_REMOVED: u32 = 454;
    pub const DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE: u32 = 455;
    pub const DOMAIN_ANNOUNCE_INTERFACE: u32 = 456;
}

/// The procedures, by number.
pub static PROCEDURES: &[Procedure] = &[
    Procedure {
        number: 1,
        name: "connect_open",
        function: "virConnectOpen",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 2,
        name: "connect_close",
        function: "virConnectClose",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 3,
        name: "connect_get_type",
        function: "virConnectGetType",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 4,
        name: "connect_get_version",
        function: "virConnectGetVersion",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 5,
        name: "connect_get_max_vcpus",
        function: "virConnectGetMaxVcpus",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 6,
        name: "node_get_info",
        function: "virNodeGetInfo",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 7,
        name: "connect_get_capabilities",
        function: "virConnectGetCapabilities",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 8,
        name: "domain_attach_device",
        function: "virDomainAttachDevice",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 9,
        name: "domain_create",
        function: "virDomainCreate",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "start",
            conditional: false,
        }],
    },
    Procedure {
        number: 10,
        name: "domain_create_xml",
        function: "virDomainCreateXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 11,
        name: "domain_define_xml",
        function: "virDomainDefineXML",
        mode: Mode::Alias,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 12,
        name: "domain_destroy",
        function: "virDomainDestroy",
        mode: Mode::Alias,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "stop",
            conditional: false,
        }],
    },
    Procedure {
        number: 13,
        name: "domain_detach_device",
        function: "virDomainDetachDevice",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 14,
        name: "domain_get_xml_desc",
        function: "virDomainGetXMLDesc",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "read",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "read_secure",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "read_secure",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 15,
        name: "domain_get_autostart",
        function: "virDomainGetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 16,
        name: "domain_get_info",
        function: "virDomainGetInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 17,
        name: "domain_get_max_memory",
        function: "virDomainGetMaxMemory",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 18,
        name: "domain_get_max_vcpus",
        function: "virDomainGetMaxVcpus",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 19,
        name: "domain_get_os_type",
        function: "virDomainGetOSType",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 20,
        name: "domain_get_vcpus",
        function: "virDomainGetVcpus",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 21,
        name: "connect_list_defined_domains",
        function: "virConnectListDefinedDomains",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 22,
        name: "domain_lookup_by_id",
        function: "virDomainLookupByID",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 23,
        name: "domain_lookup_by_name",
        function: "virDomainLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 24,
        name: "domain_lookup_by_uuid",
        function: "virDomainLookupByUUID",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 25,
        name: "connect_num_of_defined_domains",
        function: "virConnectNumOfDefinedDomains",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 26,
        name: "domain_pin_vcpu",
        function: "virDomainPinVcpu",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 27,
        name: "domain_reboot",
        function: "virDomainReboot",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "init_control",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 28,
        name: "domain_resume",
        function: "virDomainResume",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "suspend",
            conditional: false,
        }],
    },
    Procedure {
        number: 29,
        name: "domain_set_autostart",
        function: "virDomainSetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 30,
        name: "domain_set_max_memory",
        function: "virDomainSetMaxMemory",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 31,
        name: "domain_set_memory",
        function: "virDomainSetMemory",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 32,
        name: "domain_set_vcpus",
        function: "virDomainSetVcpus",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 33,
        name: "domain_shutdown",
        function: "virDomainShutdown",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "init_control",
            conditional: false,
        }],
    },
    Procedure {
        number: 34,
        name: "domain_suspend",
        function: "virDomainSuspend",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "suspend",
            conditional: false,
        }],
    },
    Procedure {
        number: 35,
        name: "domain_undefine",
        function: "virDomainUndefine",
        mode: Mode::Alias,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 36,
        name: "connect_list_defined_networks",
        function: "virConnectListDefinedNetworks",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_networks",
            conditional: false,
        }],
    },
    Procedure {
        number: 37,
        name: "connect_list_domains",
        function: "virConnectListDomains",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 38,
        name: "connect_list_networks",
        function: "virConnectListNetworks",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_networks",
            conditional: false,
        }],
    },
    Procedure {
        number: 39,
        name: "network_create",
        function: "virNetworkCreate",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "start",
            conditional: false,
        }],
    },
    Procedure {
        number: 40,
        name: "network_create_xml",
        function: "virNetworkCreateXML",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "network",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "network",
                name: "start",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 41,
        name: "network_define_xml",
        function: "virNetworkDefineXML",
        mode: Mode::Alias,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "network",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "network",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 42,
        name: "network_destroy",
        function: "virNetworkDestroy",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "stop",
            conditional: false,
        }],
    },
    Procedure {
        number: 43,
        name: "network_get_xml_desc",
        function: "virNetworkGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 44,
        name: "network_get_autostart",
        function: "virNetworkGetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 45,
        name: "network_get_bridge_name",
        function: "virNetworkGetBridgeName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 46,
        name: "network_lookup_by_name",
        function: "virNetworkLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 47,
        name: "network_lookup_by_uuid",
        function: "virNetworkLookupByUUID",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 48,
        name: "network_set_autostart",
        function: "virNetworkSetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 49,
        name: "network_undefine",
        function: "virNetworkUndefine",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 50,
        name: "connect_num_of_defined_networks",
        function: "virConnectNumOfDefinedNetworks",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_networks",
            conditional: false,
        }],
    },
    Procedure {
        number: 51,
        name: "connect_num_of_domains",
        function: "virConnectNumOfDomains",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 52,
        name: "connect_num_of_networks",
        function: "virConnectNumOfNetworks",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_networks",
            conditional: false,
        }],
    },
    Procedure {
        number: 53,
        name: "domain_core_dump",
        function: "virDomainCoreDump",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "core_dump",
            conditional: false,
        }],
    },
    Procedure {
        number: 54,
        name: "domain_restore",
        function: "virDomainRestore",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 55,
        name: "domain_save",
        function: "virDomainSave",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "hibernate",
            conditional: false,
        }],
    },
    Procedure {
        number: 56,
        name: "domain_get_scheduler_type",
        function: "virDomainGetSchedulerType",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 57,
        name: "domain_get_scheduler_parameters",
        function: "virDomainGetSchedulerParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 58,
        name: "domain_set_scheduler_parameters",
        function: "virDomainSetSchedulerParameters",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 59,
        name: "connect_get_hostname",
        function: "virConnectGetHostname",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 60,
        name: "connect_supports_feature",
        function: "virConnectSupportsFeature",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 61,
        name: "domain_migrate_prepare",
        function: "virDomainMigratePrepare",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "migrate",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 62,
        name: "domain_migrate_perform",
        function: "virDomainMigratePerform",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 63,
        name: "domain_migrate_finish",
        function: "virDomainMigrateFinish",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 64,
        name: "domain_block_stats",
        function: "virDomainBlockStats",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 65,
        name: "domain_interface_stats",
        function: "virDomainInterfaceStats",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 66,
        name: "auth_list",
        function: "virAuthList",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 67,
        name: "auth_sasl_init",
        function: "virAuthSaslInit",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 68,
        name: "auth_sasl_start",
        function: "virAuthSaslStart",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 69,
        name: "auth_sasl_step",
        function: "virAuthSaslStep",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 70,
        name: "auth_polkit",
        function: "virAuthPolkit",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 71,
        name: "connect_num_of_storage_pools",
        function: "virConnectNumOfStoragePools",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_storage_pools",
            conditional: false,
        }],
    },
    Procedure {
        number: 72,
        name: "connect_list_storage_pools",
        function: "virConnectListStoragePools",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_storage_pools",
            conditional: false,
        }],
    },
    Procedure {
        number: 73,
        name: "connect_num_of_defined_storage_pools",
        function: "virConnectNumOfDefinedStoragePools",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_storage_pools",
            conditional: false,
        }],
    },
    Procedure {
        number: 74,
        name: "connect_list_defined_storage_pools",
        function: "virConnectListDefinedStoragePools",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_storage_pools",
            conditional: false,
        }],
    },
    Procedure {
        number: 75,
        name: "connect_find_storage_pool_sources",
        function: "virConnectFindStoragePoolSources",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "detect_storage_pools",
            conditional: false,
        }],
    },
    Procedure {
        number: 76,
        name: "storage_pool_create_xml",
        function: "virStoragePoolCreateXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "storage_pool",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "storage_pool",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 77,
        name: "storage_pool_define_xml",
        function: "virStoragePoolDefineXML",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "storage_pool",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "storage_pool",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 78,
        name: "storage_pool_create",
        function: "virStoragePoolCreate",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "start",
            conditional: false,
        }],
    },
    Procedure {
        number: 79,
        name: "storage_pool_build",
        function: "virStoragePoolBuild",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "format",
            conditional: false,
        }],
    },
    Procedure {
        number: 80,
        name: "storage_pool_destroy",
        function: "virStoragePoolDestroy",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "stop",
            conditional: false,
        }],
    },
    Procedure {
        number: 81,
        name: "storage_pool_delete",
        function: "virStoragePoolDelete",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "format",
            conditional: false,
        }],
    },
    Procedure {
        number: 82,
        name: "storage_pool_undefine",
        function: "virStoragePoolUndefine",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 83,
        name: "storage_pool_refresh",
        function: "virStoragePoolRefresh",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "refresh",
            conditional: false,
        }],
    },
    Procedure {
        number: 84,
        name: "storage_pool_lookup_by_name",
        function: "virStoragePoolLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 85,
        name: "storage_pool_lookup_by_uuid",
        function: "virStoragePoolLookupByUUID",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 86,
        name: "storage_pool_lookup_by_volume",
        function: "virStoragePoolLookupByVolume",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 87,
        name: "storage_pool_get_info",
        function: "virStoragePoolGetInfo",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 88,
        name: "storage_pool_get_xml_desc",
        function: "virStoragePoolGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 89,
        name: "storage_pool_get_autostart",
        function: "virStoragePoolGetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 90,
        name: "storage_pool_set_autostart",
        function: "virStoragePoolSetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 91,
        name: "storage_pool_num_of_volumes",
        function: "virStoragePoolNumOfVolumes",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "search_storage_vols",
            conditional: false,
        }],
    },
    Procedure {
        number: 92,
        name: "storage_pool_list_volumes",
        function: "virStoragePoolListVolumes",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "search_storage_vols",
            conditional: false,
        }],
    },
    Procedure {
        number: 93,
        name: "storage_vol_create_xml",
        function: "virStorageVolCreateXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "create",
            conditional: false,
        }],
    },
    Procedure {
        number: 94,
        name: "storage_vol_delete",
        function: "virStorageVolDelete",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 95,
        name: "storage_vol_lookup_by_name",
        function: "virStorageVolLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 96,
        name: "storage_vol_lookup_by_key",
        function: "virStorageVolLookupByKey",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 97,
        name: "storage_vol_lookup_by_path",
        function: "virStorageVolLookupByPath",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 98,
        name: "storage_vol_get_info",
        function: "virStorageVolGetInfo",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 99,
        name: "storage_vol_get_xml_desc",
        function: "virStorageVolGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 100,
        name: "storage_vol_get_path",
        function: "virStorageVolGetPath",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 101,
        name: "node_get_cells_free_memory",
        function: "virNodeGetCellsFreeMemory",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 102,
        name: "node_get_free_memory",
        function: "virNodeGetFreeMemory",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 103,
        name: "domain_block_peek",
        function: "virDomainBlockPeek",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "block_read",
            conditional: false,
        }],
    },
    Procedure {
        number: 104,
        name: "domain_memory_peek",
        function: "virDomainMemoryPeek",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "mem_read",
            conditional: false,
        }],
    },
    Procedure {
        number: 105,
        name: "connect_domain_event_register",
        function: "virConnectDomainEventRegister",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 106,
        name: "connect_domain_event_deregister",
        function: "virConnectDomainEventDeregister",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 107,
        name: "domain_event_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 108,
        name: "domain_migrate_prepare2",
        function: "virDomainMigratePrepare2",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "migrate",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 109,
        name: "domain_migrate_finish2",
        function: "virDomainMigrateFinish2",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 110,
        name: "connect_get_uri",
        function: "virConnectGetURI",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 111,
        name: "node_num_of_devices",
        function: "virNodeNumOfDevices",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_node_devices",
            conditional: false,
        }],
    },
    Procedure {
        number: 112,
        name: "node_list_devices",
        function: "virNodeListDevices",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_node_devices",
            conditional: false,
        }],
    },
    Procedure {
        number: 113,
        name: "node_device_lookup_by_name",
        function: "virNodeDeviceLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 114,
        name: "node_device_get_xml_desc",
        function: "virNodeDeviceGetXMLDesc",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 115,
        name: "node_device_get_parent",
        function: "virNodeDeviceGetParent",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 116,
        name: "node_device_num_of_caps",
        function: "virNodeDeviceNumOfCaps",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 117,
        name: "node_device_list_caps",
        function: "virNodeDeviceListCaps",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 118,
        name: "node_device_dettach",
        function: "virNodeDeviceDettach",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "detach",
            conditional: false,
        }],
    },
    Procedure {
        number: 119,
        name: "node_device_re_attach",
        function: "virNodeDeviceReAttach",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "detach",
            conditional: false,
        }],
    },
    Procedure {
        number: 120,
        name: "node_device_reset",
        function: "virNodeDeviceReset",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "detach",
            conditional: false,
        }],
    },
    Procedure {
        number: 121,
        name: "domain_get_security_label",
        function: "virDomainGetSecurityLabel",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 122,
        name: "node_get_security_model",
        function: "virNodeGetSecurityModel",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 123,
        name: "node_device_create_xml",
        function: "virNodeDeviceCreateXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "node_device",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "node_device",
                name: "start",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 124,
        name: "node_device_destroy",
        function: "virNodeDeviceDestroy",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "stop",
            conditional: false,
        }],
    },
    Procedure {
        number: 125,
        name: "storage_vol_create_xml_from",
        function: "virStorageVolCreateXMLFrom",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "create",
            conditional: false,
        }],
    },
    Procedure {
        number: 126,
        name: "connect_num_of_interfaces",
        function: "virConnectNumOfInterfaces",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_interfaces",
            conditional: false,
        }],
    },
    Procedure {
        number: 127,
        name: "connect_list_interfaces",
        function: "virConnectListInterfaces",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_interfaces",
            conditional: false,
        }],
    },
    Procedure {
        number: 128,
        name: "interface_lookup_by_name",
        function: "virInterfaceLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "interface",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 129,
        name: "interface_lookup_by_mac_string",
        function: "virInterfaceLookupByMACString",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "interface",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 130,
        name: "interface_get_xml_desc",
        function: "virInterfaceGetXMLDesc",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "interface",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 131,
        name: "interface_define_xml",
        function: "virInterfaceDefineXML",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "interface",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "interface",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 132,
        name: "interface_undefine",
        function: "virInterfaceUndefine",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "interface",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 133,
        name: "interface_create",
        function: "virInterfaceCreate",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "interface",
            name: "start",
            conditional: false,
        }],
    },
    Procedure {
        number: 134,
        name: "interface_destroy",
        function: "virInterfaceDestroy",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "interface",
            name: "stop",
            conditional: false,
        }],
    },
    Procedure {
        number: 135,
        name: "connect_domain_xml_from_native",
        function: "virConnectDomainXMLFromNative",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 136,
        name: "connect_domain_xml_to_native",
        function: "virConnectDomainXMLToNative",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 137,
        name: "connect_num_of_defined_interfaces",
        function: "virConnectNumOfDefinedInterfaces",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_interfaces",
            conditional: false,
        }],
    },
    Procedure {
        number: 138,
        name: "connect_list_defined_interfaces",
        function: "virConnectListDefinedInterfaces",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_interfaces",
            conditional: false,
        }],
    },
    Procedure {
        number: 139,
        name: "connect_num_of_secrets",
        function: "virConnectNumOfSecrets",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_secrets",
            conditional: false,
        }],
    },
    Procedure {
        number: 140,
        name: "connect_list_secrets",
        function: "virConnectListSecrets",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_secrets",
            conditional: false,
        }],
    },
    Procedure {
        number: 141,
        name: "secret_lookup_by_uuid",
        function: "virSecretLookupByUUID",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "secret",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 142,
        name: "secret_define_xml",
        function: "virSecretDefineXML",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "secret",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "secret",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 143,
        name: "secret_get_xml_desc",
        function: "virSecretGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "secret",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 144,
        name: "secret_set_value",
        function: "virSecretSetValue",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "secret",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 145,
        name: "secret_get_value",
        function: "virSecretGetValue",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "secret",
            name: "read_secure",
            conditional: false,
        }],
    },
    Procedure {
        number: 146,
        name: "secret_undefine",
        function: "virSecretUndefine",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "secret",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 147,
        name: "secret_lookup_by_usage",
        function: "virSecretLookupByUsage",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "secret",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 148,
        name: "domain_migrate_prepare_tunnel",
        function: "virDomainMigratePrepareTunnel",
        mode: Mode::Driver,
        high_priority: false,
        stream: Some(StreamKind::Write),
        permissions: &[
            Permission {
                class: "domain",
                name: "migrate",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 149,
        name: "connect_is_secure",
        function: "virConnectIsSecure",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 150,
        name: "domain_is_active",
        function: "virDomainIsActive",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 151,
        name: "domain_is_persistent",
        function: "virDomainIsPersistent",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 152,
        name: "network_is_active",
        function: "virNetworkIsActive",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 153,
        name: "network_is_persistent",
        function: "virNetworkIsPersistent",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 154,
        name: "storage_pool_is_active",
        function: "virStoragePoolIsActive",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 155,
        name: "storage_pool_is_persistent",
        function: "virStoragePoolIsPersistent",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 156,
        name: "interface_is_active",
        function: "virInterfaceIsActive",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "interface",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 157,
        name: "connect_get_lib_version",
        function: "virConnectGetLibVersion",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 158,
        name: "connect_compare_cpu",
        function: "virConnectCompareCPU",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 159,
        name: "domain_memory_stats",
        function: "virDomainMemoryStats",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 160,
        name: "domain_attach_device_flags",
        function: "virDomainAttachDeviceFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 161,
        name: "domain_detach_device_flags",
        function: "virDomainDetachDeviceFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 162,
        name: "connect_baseline_cpu",
        function: "virConnectBaselineCPU",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 163,
        name: "domain_get_job_info",
        function: "virDomainGetJobInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 164,
        name: "domain_abort_job",
        function: "virDomainAbortJob",
        mode: Mode::Alias,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 165,
        name: "storage_vol_wipe",
        function: "virStorageVolWipe",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "format",
            conditional: false,
        }],
    },
    Procedure {
        number: 166,
        name: "domain_migrate_set_max_downtime",
        function: "virDomainMigrateSetMaxDowntime",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 167,
        name: "connect_domain_event_register_any",
        function: "virConnectDomainEventRegisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 168,
        name: "connect_domain_event_deregister_any",
        function: "virConnectDomainEventDeregisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 169,
        name: "domain_event_reboot",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 170,
        name: "domain_event_rtc_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 171,
        name: "domain_event_watchdog",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 172,
        name: "domain_event_io_error",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 173,
        name: "domain_event_graphics",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 174,
        name: "domain_update_device_flags",
        function: "virDomainUpdateDeviceFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 175,
        name: "nwfilter_lookup_by_name",
        function: "virNWFilterLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 176,
        name: "nwfilter_lookup_by_uuid",
        function: "virNWFilterLookupByUUID",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 177,
        name: "nwfilter_get_xml_desc",
        function: "virNWFilterGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 178,
        name: "connect_num_of_nwfilters",
        function: "virConnectNumOfNWFilters",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_nwfilters",
            conditional: false,
        }],
    },
    Procedure {
        number: 179,
        name: "connect_list_nwfilters",
        function: "virConnectListNWFilters",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_nwfilters",
            conditional: false,
        }],
    },
    Procedure {
        number: 180,
        name: "nwfilter_define_xml",
        function: "virNWFilterDefineXML",
        mode: Mode::Alias,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "nwfilter",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "nwfilter",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 181,
        name: "nwfilter_undefine",
        function: "virNWFilterUndefine",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 182,
        name: "domain_managed_save",
        function: "virDomainManagedSave",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "hibernate",
            conditional: false,
        }],
    },
    Procedure {
        number: 183,
        name: "domain_has_managed_save_image",
        function: "virDomainHasManagedSaveImage",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 184,
        name: "domain_managed_save_remove",
        function: "virDomainManagedSaveRemove",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "hibernate",
            conditional: false,
        }],
    },
    Procedure {
        number: 185,
        name: "domain_snapshot_create_xml",
        function: "virDomainSnapshotCreateXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "snapshot",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "fs_freeze",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 186,
        name: "domain_snapshot_get_xml_desc",
        function: "virDomainSnapshotGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "read",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "read_secure",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 187,
        name: "domain_snapshot_num",
        function: "virDomainSnapshotNum",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 188,
        name: "domain_snapshot_list_names",
        function: "virDomainSnapshotListNames",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 189,
        name: "domain_snapshot_lookup_by_name",
        function: "virDomainSnapshotLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 190,
        name: "domain_has_current_snapshot",
        function: "virDomainHasCurrentSnapshot",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 191,
        name: "domain_snapshot_current",
        function: "virDomainSnapshotCurrent",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 192,
        name: "domain_revert_to_snapshot",
        function: "virDomainRevertToSnapshot",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "snapshot",
            conditional: false,
        }],
    },
    Procedure {
        number: 193,
        name: "domain_snapshot_delete",
        function: "virDomainSnapshotDelete",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "snapshot",
            conditional: false,
        }],
    },
    Procedure {
        number: 194,
        name: "domain_get_block_info",
        function: "virDomainGetBlockInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 195,
        name: "domain_event_io_error_reason",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 196,
        name: "domain_create_with_flags",
        function: "virDomainCreateWithFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "start",
            conditional: false,
        }],
    },
    Procedure {
        number: 197,
        name: "domain_set_memory_parameters",
        function: "virDomainSetMemoryParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 198,
        name: "domain_get_memory_parameters",
        function: "virDomainGetMemoryParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 199,
        name: "domain_set_vcpus_flags",
        function: "virDomainSetVcpusFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 200,
        name: "domain_get_vcpus_flags",
        function: "virDomainGetVcpusFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "read",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 201,
        name: "domain_open_console",
        function: "virDomainOpenConsole",
        mode: Mode::Driver,
        high_priority: false,
        stream: Some(StreamKind::Read),
        permissions: &[Permission {
            class: "domain",
            name: "open_device",
            conditional: false,
        }],
    },
    Procedure {
        number: 202,
        name: "domain_is_updated",
        function: "virDomainIsUpdated",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 203,
        name: "connect_get_sysinfo",
        function: "virConnectGetSysinfo",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 204,
        name: "domain_set_memory_flags",
        function: "virDomainSetMemoryFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 205,
        name: "domain_set_blkio_parameters",
        function: "virDomainSetBlkioParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 206,
        name: "domain_get_blkio_parameters",
        function: "virDomainGetBlkioParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 207,
        name: "domain_migrate_set_max_speed",
        function: "virDomainMigrateSetMaxSpeed",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 208,
        name: "storage_vol_upload",
        function: "virStorageVolUpload",
        mode: Mode::Driver,
        high_priority: false,
        stream: Some(StreamKind::Write),
        permissions: &[Permission {
            class: "storage_vol",
            name: "data_write",
            conditional: false,
        }],
    },
    Procedure {
        number: 209,
        name: "storage_vol_download",
        function: "virStorageVolDownload",
        mode: Mode::Driver,
        high_priority: false,
        stream: Some(StreamKind::Read),
        permissions: &[Permission {
            class: "storage_vol",
            name: "data_read",
            conditional: false,
        }],
    },
    Procedure {
        number: 210,
        name: "domain_inject_nmi",
        function: "virDomainInjectNMI",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "inject_nmi",
            conditional: false,
        }],
    },
    Procedure {
        number: 211,
        name: "domain_screenshot",
        function: "virDomainScreenshot",
        mode: Mode::Driver,
        high_priority: false,
        stream: Some(StreamKind::Read),
        permissions: &[Permission {
            class: "domain",
            name: "screenshot",
            conditional: false,
        }],
    },
    Procedure {
        number: 212,
        name: "domain_get_state",
        function: "virDomainGetState",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 213,
        name: "domain_migrate_begin3",
        function: "virDomainMigrateBegin3",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 214,
        name: "domain_migrate_prepare3",
        function: "virDomainMigratePrepare3",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "migrate",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 215,
        name: "domain_migrate_prepare_tunnel3",
        function: "virDomainMigratePrepareTunnel3",
        mode: Mode::Driver,
        high_priority: false,
        stream: Some(StreamKind::Write),
        permissions: &[
            Permission {
                class: "domain",
                name: "migrate",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 216,
        name: "domain_migrate_perform3",
        function: "virDomainMigratePerform3",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 217,
        name: "domain_migrate_finish3",
        function: "virDomainMigrateFinish3",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 218,
        name: "domain_migrate_confirm3",
        function: "virDomainMigrateConfirm3",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 219,
        name: "domain_set_scheduler_parameters_flags",
        function: "virDomainSetSchedulerParametersFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 220,
        name: "interface_change_begin",
        function: "virInterfaceChangeBegin",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "interface_transaction",
            conditional: false,
        }],
    },
    Procedure {
        number: 221,
        name: "interface_change_commit",
        function: "virInterfaceChangeCommit",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "interface_transaction",
            conditional: false,
        }],
    },
    Procedure {
        number: 222,
        name: "interface_change_rollback",
        function: "virInterfaceChangeRollback",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "interface_transaction",
            conditional: false,
        }],
    },
    Procedure {
        number: 223,
        name: "domain_get_scheduler_parameters_flags",
        function: "virDomainGetSchedulerParametersFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 224,
        name: "domain_event_control_error",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 225,
        name: "domain_pin_vcpu_flags",
        function: "virDomainPinVcpuFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 226,
        name: "domain_send_key",
        function: "virDomainSendKey",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "send_input",
            conditional: false,
        }],
    },
    Procedure {
        number: 227,
        name: "node_get_cpu_stats",
        function: "virNodeGetCPUStats",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 228,
        name: "node_get_memory_stats",
        function: "virNodeGetMemoryStats",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 229,
        name: "domain_get_control_info",
        function: "virDomainGetControlInfo",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 230,
        name: "domain_get_vcpu_pin_info",
        function: "virDomainGetVcpuPinInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 231,
        name: "domain_undefine_flags",
        function: "virDomainUndefineFlags",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 232,
        name: "domain_save_flags",
        function: "virDomainSaveFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "hibernate",
            conditional: false,
        }],
    },
    Procedure {
        number: 233,
        name: "domain_restore_flags",
        function: "virDomainRestoreFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 234,
        name: "domain_destroy_flags",
        function: "virDomainDestroyFlags",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "stop",
            conditional: false,
        }],
    },
    Procedure {
        number: 235,
        name: "domain_save_image_get_xml_desc",
        function: "virDomainSaveImageGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 236,
        name: "domain_save_image_define_xml",
        function: "virDomainSaveImageDefineXML",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "hibernate",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 237,
        name: "domain_block_job_abort",
        function: "virDomainBlockJobAbort",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 238,
        name: "domain_get_block_job_info",
        function: "virDomainGetBlockJobInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 239,
        name: "domain_block_job_set_speed",
        function: "virDomainBlockJobSetSpeed",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 240,
        name: "domain_block_pull",
        function: "virDomainBlockPull",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "block_write",
            conditional: false,
        }],
    },
    Procedure {
        number: 241,
        name: "domain_event_block_job",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 242,
        name: "domain_migrate_get_max_speed",
        function: "virDomainMigrateGetMaxSpeed",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 243,
        name: "domain_block_stats_flags",
        function: "virDomainBlockStatsFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 244,
        name: "domain_snapshot_get_parent",
        function: "virDomainSnapshotGetParent",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 245,
        name: "domain_reset",
        function: "virDomainReset",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "reset",
            conditional: false,
        }],
    },
    Procedure {
        number: 246,
        name: "domain_snapshot_num_children",
        function: "virDomainSnapshotNumChildren",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 247,
        name: "domain_snapshot_list_children_names",
        function: "virDomainSnapshotListChildrenNames",
        mode: Mode::Derived,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 248,
        name: "domain_event_disk_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 249,
        name: "domain_open_graphics",
        function: "virDomainOpenGraphics",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "open_graphics",
            conditional: false,
        }],
    },
    Procedure {
        number: 250,
        name: "node_suspend_for_duration",
        function: "virNodeSuspendForDuration",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "pm_control",
            conditional: false,
        }],
    },
    Procedure {
        number: 251,
        name: "domain_block_resize",
        function: "virDomainBlockResize",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "block_write",
            conditional: false,
        }],
    },
    Procedure {
        number: 252,
        name: "domain_set_block_io_tune",
        function: "virDomainSetBlockIoTune",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 253,
        name: "domain_get_block_io_tune",
        function: "virDomainGetBlockIoTune",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 254,
        name: "domain_set_numa_parameters",
        function: "virDomainSetNumaParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 255,
        name: "domain_get_numa_parameters",
        function: "virDomainGetNumaParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 256,
        name: "domain_set_interface_parameters",
        function: "virDomainSetInterfaceParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 257,
        name: "domain_get_interface_parameters",
        function: "virDomainGetInterfaceParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 258,
        name: "domain_shutdown_flags",
        function: "virDomainShutdownFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "init_control",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 259,
        name: "storage_vol_wipe_pattern",
        function: "virStorageVolWipePattern",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "format",
            conditional: false,
        }],
    },
    Procedure {
        number: 260,
        name: "storage_vol_resize",
        function: "virStorageVolResize",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "resize",
            conditional: false,
        }],
    },
    Procedure {
        number: 261,
        name: "domain_pm_suspend_for_duration",
        function: "virDomainPMSuspendForDuration",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "pm_control",
            conditional: false,
        }],
    },
    Procedure {
        number: 262,
        name: "domain_get_cpu_stats",
        function: "virDomainGetCPUStats",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 263,
        name: "domain_get_disk_errors",
        function: "virDomainGetDiskErrors",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 264,
        name: "domain_set_metadata",
        function: "virDomainSetMetadata",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 265,
        name: "domain_get_metadata",
        function: "virDomainGetMetadata",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 266,
        name: "domain_block_rebase",
        function: "virDomainBlockRebase",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "block_write",
            conditional: false,
        }],
    },
    Procedure {
        number: 267,
        name: "domain_pm_wakeup",
        function: "virDomainPMWakeup",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "pm_control",
            conditional: false,
        }],
    },
    Procedure {
        number: 268,
        name: "domain_event_tray_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 269,
        name: "domain_event_pmwakeup",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 270,
        name: "domain_event_pmsuspend",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 271,
        name: "domain_snapshot_is_current",
        function: "virDomainSnapshotIsCurrent",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 272,
        name: "domain_snapshot_has_metadata",
        function: "virDomainSnapshotHasMetadata",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 273,
        name: "connect_list_all_domains",
        function: "virConnectListAllDomains",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 274,
        name: "domain_list_all_snapshots",
        function: "virDomainListAllSnapshots",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 275,
        name: "domain_snapshot_list_all_children",
        function: "virDomainSnapshotListAllChildren",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 276,
        name: "domain_event_balloon_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 277,
        name: "domain_get_hostname",
        function: "virDomainGetHostname",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 278,
        name: "domain_get_security_label_list",
        function: "virDomainGetSecurityLabelList",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 279,
        name: "domain_pin_emulator",
        function: "virDomainPinEmulator",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 280,
        name: "domain_get_emulator_pin_info",
        function: "virDomainGetEmulatorPinInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 281,
        name: "connect_list_all_storage_pools",
        function: "virConnectListAllStoragePools",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_storage_pools",
            conditional: false,
        }],
    },
    Procedure {
        number: 282,
        name: "storage_pool_list_all_volumes",
        function: "virStoragePoolListAllVolumes",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "search_storage_vols",
            conditional: false,
        }],
    },
    Procedure {
        number: 283,
        name: "connect_list_all_networks",
        function: "virConnectListAllNetworks",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_networks",
            conditional: false,
        }],
    },
    Procedure {
        number: 284,
        name: "connect_list_all_interfaces",
        function: "virConnectListAllInterfaces",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_interfaces",
            conditional: false,
        }],
    },
    Procedure {
        number: 285,
        name: "connect_list_all_node_devices",
        function: "virConnectListAllNodeDevices",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_node_devices",
            conditional: false,
        }],
    },
    Procedure {
        number: 286,
        name: "connect_list_all_nwfilters",
        function: "virConnectListAllNWFilters",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_nwfilters",
            conditional: false,
        }],
    },
    Procedure {
        number: 287,
        name: "connect_list_all_secrets",
        function: "virConnectListAllSecrets",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_secrets",
            conditional: false,
        }],
    },
    Procedure {
        number: 288,
        name: "node_set_memory_parameters",
        function: "virNodeSetMemoryParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 289,
        name: "node_get_memory_parameters",
        function: "virNodeGetMemoryParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 290,
        name: "domain_block_commit",
        function: "virDomainBlockCommit",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "block_write",
            conditional: false,
        }],
    },
    Procedure {
        number: 291,
        name: "network_update",
        function: "virNetworkUpdate",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "network",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "network",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "network",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 292,
        name: "domain_event_pmsuspend_disk",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 293,
        name: "node_get_cpu_map",
        function: "virNodeGetCPUMap",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 294,
        name: "domain_fstrim",
        function: "virDomainFSTrim",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "fs_trim",
            conditional: false,
        }],
    },
    Procedure {
        number: 295,
        name: "domain_send_process_signal",
        function: "virDomainSendProcessSignal",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "send_signal",
            conditional: false,
        }],
    },
    Procedure {
        number: 296,
        name: "domain_open_channel",
        function: "virDomainOpenChannel",
        mode: Mode::Driver,
        high_priority: false,
        stream: Some(StreamKind::Read),
        permissions: &[Permission {
            class: "domain",
            name: "open_device",
            conditional: false,
        }],
    },
    Procedure {
        number: 297,
        name: "node_device_lookup_scsi_host_by_wwn",
        function: "virNodeDeviceLookupSCSIHostByWWN",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 298,
        name: "domain_get_job_stats",
        function: "virDomainGetJobStats",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 299,
        name: "domain_migrate_get_compression_cache",
        function: "virDomainMigrateGetCompressionCache",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 300,
        name: "domain_migrate_set_compression_cache",
        function: "virDomainMigrateSetCompressionCache",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 301,
        name: "node_device_detach_flags",
        function: "virNodeDeviceDetachFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "detach",
            conditional: false,
        }],
    },
    Procedure {
        number: 302,
        name: "domain_migrate_begin3_params",
        function: "virDomainMigrateBegin3Params",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 303,
        name: "domain_migrate_prepare3_params",
        function: "virDomainMigratePrepare3Params",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "migrate",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 304,
        name: "domain_migrate_prepare_tunnel3_params",
        function: "virDomainMigratePrepareTunnel3Params",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "migrate",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 305,
        name: "domain_migrate_perform3_params",
        function: "virDomainMigratePerform3Params",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 306,
        name: "domain_migrate_finish3_params",
        function: "virDomainMigrateFinish3Params",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 307,
        name: "domain_migrate_confirm3_params",
        function: "virDomainMigrateConfirm3Params",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 308,
        name: "domain_set_memory_stats_period",
        function: "virDomainSetMemoryStatsPeriod",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 309,
        name: "domain_create_xml_with_files",
        function: "virDomainCreateXMLWithFiles",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 310,
        name: "domain_create_with_files",
        function: "virDomainCreateWithFiles",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "start",
            conditional: false,
        }],
    },
    Procedure {
        number: 311,
        name: "domain_event_device_removed",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 312,
        name: "connect_get_cpu_model_names",
        function: "virConnectGetCPUModelNames",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 313,
        name: "connect_network_event_register_any",
        function: "virConnectNetworkEventRegisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_networks",
            conditional: false,
        }],
    },
    Procedure {
        number: 314,
        name: "connect_network_event_deregister_any",
        function: "virConnectNetworkEventDeregisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 315,
        name: "network_event_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 316,
        name: "connect_domain_event_callback_register_any",
        function: "virConnectDomainEventCallbackRegisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 317,
        name: "connect_domain_event_callback_deregister_any",
        function: "virConnectDomainEventCallbackDeregisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 318,
        name: "domain_event_callback_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 319,
        name: "domain_event_callback_reboot",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 320,
        name: "domain_event_callback_rtc_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 321,
        name: "domain_event_callback_watchdog",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 322,
        name: "domain_event_callback_io_error",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 323,
        name: "domain_event_callback_graphics",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 324,
        name: "domain_event_callback_io_error_reason",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 325,
        name: "domain_event_callback_control_error",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 326,
        name: "domain_event_callback_block_job",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 327,
        name: "domain_event_callback_disk_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 328,
        name: "domain_event_callback_tray_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 329,
        name: "domain_event_callback_pmwakeup",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 330,
        name: "domain_event_callback_pmsuspend",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 331,
        name: "domain_event_callback_balloon_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 332,
        name: "domain_event_callback_pmsuspend_disk",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 333,
        name: "domain_event_callback_device_removed",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 334,
        name: "domain_core_dump_with_format",
        function: "virDomainCoreDumpWithFormat",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "core_dump",
            conditional: false,
        }],
    },
    Procedure {
        number: 335,
        name: "domain_fsfreeze",
        function: "virDomainFSFreeze",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "fs_freeze",
            conditional: false,
        }],
    },
    Procedure {
        number: 336,
        name: "domain_fsthaw",
        function: "virDomainFSThaw",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "fs_freeze",
            conditional: false,
        }],
    },
    Procedure {
        number: 337,
        name: "domain_get_time",
        function: "virDomainGetTime",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 338,
        name: "domain_set_time",
        function: "virDomainSetTime",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "set_time",
            conditional: false,
        }],
    },
    Procedure {
        number: 339,
        name: "domain_event_block_job_2",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 340,
        name: "node_get_free_pages",
        function: "virNodeGetFreePages",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 341,
        name: "network_get_dhcp_leases",
        function: "virNetworkGetDHCPLeases",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 342,
        name: "connect_get_domain_capabilities",
        function: "virConnectGetDomainCapabilities",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 343,
        name: "domain_open_graphics_fd",
        function: "virDomainOpenGraphicsFD",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "open_graphics",
            conditional: false,
        }],
    },
    Procedure {
        number: 344,
        name: "connect_get_all_domain_stats",
        function: "virConnectGetAllDomainStats",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_domains",
            conditional: false,
        }],
    },
    Procedure {
        number: 345,
        name: "domain_block_copy",
        function: "virDomainBlockCopy",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "block_write",
            conditional: false,
        }],
    },
    Procedure {
        number: 346,
        name: "domain_event_callback_tunable",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 347,
        name: "node_alloc_pages",
        function: "virNodeAllocPages",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 348,
        name: "domain_event_callback_agent_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 349,
        name: "domain_get_fsinfo",
        function: "virDomainGetFSInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "fs_freeze",
            conditional: false,
        }],
    },
    Procedure {
        number: 350,
        name: "domain_define_xml_flags",
        function: "virDomainDefineXMLFlags",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 351,
        name: "domain_get_iothread_info",
        function: "virDomainGetIOThreadInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 352,
        name: "domain_pin_iothread",
        function: "virDomainPinIOThread",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 353,
        name: "domain_interface_addresses",
        function: "virDomainInterfaceAddresses",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "read",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 354,
        name: "domain_event_callback_device_added",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 355,
        name: "domain_add_iothread",
        function: "virDomainAddIOThread",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 356,
        name: "domain_del_iothread",
        function: "virDomainDelIOThread",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 357,
        name: "domain_set_user_password",
        function: "virDomainSetUserPassword",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "set_password",
            conditional: false,
        }],
    },
    Procedure {
        number: 358,
        name: "domain_rename",
        function: "virDomainRename",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 359,
        name: "domain_event_callback_migration_iteration",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 360,
        name: "connect_register_close_callback",
        function: "virConnectRegisterCloseCallback",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 361,
        name: "connect_unregister_close_callback",
        function: "virConnectUnregisterCloseCallback",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 362,
        name: "connect_event_connection_closed",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 363,
        name: "domain_event_callback_job_completed",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 364,
        name: "domain_migrate_start_post_copy",
        function: "virDomainMigrateStartPostCopy",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 365,
        name: "domain_get_perf_events",
        function: "virDomainGetPerfEvents",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 366,
        name: "domain_set_perf_events",
        function: "virDomainSetPerfEvents",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 367,
        name: "domain_event_callback_device_removal_failed",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 368,
        name: "connect_storage_pool_event_register_any",
        function: "virConnectStoragePoolEventRegisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_storage_pools",
            conditional: false,
        }],
    },
    Procedure {
        number: 369,
        name: "connect_storage_pool_event_deregister_any",
        function: "virConnectStoragePoolEventDeregisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 370,
        name: "storage_pool_event_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 371,
        name: "domain_get_guest_vcpus",
        function: "virDomainGetGuestVcpus",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 372,
        name: "domain_set_guest_vcpus",
        function: "virDomainSetGuestVcpus",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 373,
        name: "storage_pool_event_refresh",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 374,
        name: "connect_node_device_event_register_any",
        function: "virConnectNodeDeviceEventRegisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_node_devices",
            conditional: false,
        }],
    },
    Procedure {
        number: 375,
        name: "connect_node_device_event_deregister_any",
        function: "virConnectNodeDeviceEventDeregisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 376,
        name: "node_device_event_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 377,
        name: "node_device_event_update",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 378,
        name: "storage_vol_get_info_flags",
        function: "virStorageVolGetInfoFlags",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_vol",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 379,
        name: "domain_event_callback_metadata_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 380,
        name: "connect_secret_event_register_any",
        function: "virConnectSecretEventRegisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_secrets",
            conditional: false,
        }],
    },
    Procedure {
        number: 381,
        name: "connect_secret_event_deregister_any",
        function: "virConnectSecretEventDeregisterAny",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 382,
        name: "secret_event_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 383,
        name: "secret_event_value_changed",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 384,
        name: "domain_set_vcpu",
        function: "virDomainSetVcpu",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 385,
        name: "domain_event_block_threshold",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 386,
        name: "domain_set_block_threshold",
        function: "virDomainSetBlockThreshold",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 387,
        name: "domain_migrate_get_max_downtime",
        function: "virDomainMigrateGetMaxDowntime",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "migrate",
            conditional: false,
        }],
    },
    Procedure {
        number: 388,
        name: "domain_managed_save_get_xml_desc",
        function: "virDomainManagedSaveGetXMLDesc",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "read",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "read_secure",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 389,
        name: "domain_managed_save_define_xml",
        function: "virDomainManagedSaveDefineXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "hibernate",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 390,
        name: "domain_set_lifecycle_action",
        function: "virDomainSetLifecycleAction",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 391,
        name: "storage_pool_lookup_by_target_path",
        function: "virStoragePoolLookupByTargetPath",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "storage_pool",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 392,
        name: "domain_detach_device_alias",
        function: "virDomainDetachDeviceAlias",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 393,
        name: "connect_compare_hypervisor_cpu",
        function: "virConnectCompareHypervisorCPU",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 394,
        name: "connect_baseline_hypervisor_cpu",
        function: "virConnectBaselineHypervisorCPU",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 395,
        name: "node_get_sev_info",
        function: "virNodeGetSEVInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 396,
        name: "domain_get_launch_security_info",
        function: "virDomainGetLaunchSecurityInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 397,
        name: "nwfilter_binding_lookup_by_port_dev",
        function: "virNWFilterBindingLookupByPortDev",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter_binding",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 398,
        name: "nwfilter_binding_get_xml_desc",
        function: "virNWFilterBindingGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter_binding",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 399,
        name: "nwfilter_binding_create_xml",
        function: "virNWFilterBindingCreateXML",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter_binding",
            name: "create",
            conditional: false,
        }],
    },
    Procedure {
        number: 400,
        name: "nwfilter_binding_delete",
        function: "virNWFilterBindingDelete",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "nwfilter_binding",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 401,
        name: "connect_list_all_nwfilter_bindings",
        function: "virConnectListAllNWFilterBindings",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "search_nwfilter_bindings",
            conditional: false,
        }],
    },
    Procedure {
        number: 402,
        name: "domain_set_iothread_params",
        function: "virDomainSetIOThreadParams",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "domain",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 403,
        name: "connect_get_storage_pool_capabilities",
        function: "virConnectGetStoragePoolCapabilities",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 404,
        name: "network_list_all_ports",
        function: "virNetworkListAllPorts",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "search_ports",
            conditional: false,
        }],
    },
    Procedure {
        number: 405,
        name: "network_port_lookup_by_uuid",
        function: "virNetworkPortLookupByUUID",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "network_port",
            name: "getattr",
            conditional: false,
        }],
    },
    Procedure {
        number: 406,
        name: "network_port_create_xml",
        function: "virNetworkPortCreateXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network_port",
            name: "create",
            conditional: false,
        }],
    },
    Procedure {
        number: 407,
        name: "network_port_get_parameters",
        function: "virNetworkPortGetParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network_port",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 408,
        name: "network_port_set_parameters",
        function: "virNetworkPortSetParameters",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network_port",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 409,
        name: "network_port_get_xml_desc",
        function: "virNetworkPortGetXMLDesc",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network_port",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 410,
        name: "network_port_delete",
        function: "virNetworkPortDelete",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network_port",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 411,
        name: "domain_checkpoint_create_xml",
        function: "virDomainCheckpointCreateXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "checkpoint",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "fs_freeze",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 412,
        name: "domain_checkpoint_get_xml_desc",
        function: "virDomainCheckpointGetXMLDesc",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "read",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "read_secure",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 413,
        name: "domain_list_all_checkpoints",
        function: "virDomainListAllCheckpoints",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 414,
        name: "domain_checkpoint_list_all_children",
        function: "virDomainCheckpointListAllChildren",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 415,
        name: "domain_checkpoint_lookup_by_name",
        function: "virDomainCheckpointLookupByName",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 416,
        name: "domain_checkpoint_get_parent",
        function: "virDomainCheckpointGetParent",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 417,
        name: "domain_checkpoint_delete",
        function: "virDomainCheckpointDelete",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "checkpoint",
            conditional: false,
        }],
    },
    Procedure {
        number: 418,
        name: "domain_get_guest_info",
        function: "virDomainGetGuestInfo",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 419,
        name: "connect_set_identity",
        function: "virConnectSetIdentity",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 420,
        name: "domain_agent_set_response_timeout",
        function: "virDomainAgentSetResponseTimeout",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 421,
        name: "domain_backup_begin",
        function: "virDomainBackupBegin",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "checkpoint",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "block_write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 422,
        name: "domain_backup_get_xml_desc",
        function: "virDomainBackupGetXMLDesc",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 423,
        name: "domain_event_memory_failure",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 424,
        name: "domain_authorized_ssh_keys_get",
        function: "virDomainAuthorizedSSHKeysGet",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 425,
        name: "domain_authorized_ssh_keys_set",
        function: "virDomainAuthorizedSSHKeysSet",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 426,
        name: "domain_get_messages",
        function: "virDomainGetMessages",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 427,
        name: "domain_start_dirty_rate_calc",
        function: "virDomainStartDirtyRateCalc",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 428,
        name: "node_device_define_xml",
        function: "virNodeDeviceDefineXML",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 429,
        name: "node_device_undefine",
        function: "virNodeDeviceUndefine",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "delete",
            conditional: false,
        }],
    },
    Procedure {
        number: 430,
        name: "node_device_create",
        function: "virNodeDeviceCreate",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "start",
            conditional: false,
        }],
    },
    Procedure {
        number: 431,
        name: "nwfilter_define_xml_flags",
        function: "virNWFilterDefineXMLFlags",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "nwfilter",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "nwfilter",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 432,
        name: "network_define_xml_flags",
        function: "virNetworkDefineXMLFlags",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "network",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "network",
                name: "save",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 433,
        name: "node_device_get_autostart",
        function: "virNodeDeviceGetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 434,
        name: "node_device_set_autostart",
        function: "virNodeDeviceSetAutostart",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 435,
        name: "node_device_is_persistent",
        function: "virNodeDeviceIsPersistent",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 436,
        name: "node_device_is_active",
        function: "virNodeDeviceIsActive",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 437,
        name: "network_create_xml_flags",
        function: "virNetworkCreateXMLFlags",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "network",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "network",
                name: "start",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 438,
        name: "domain_event_memory_device_size_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 439,
        name: "domain_set_launch_security_state",
        function: "virDomainSetLaunchSecurityState",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 440,
        name: "domain_save_params",
        function: "virDomainSaveParams",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "hibernate",
            conditional: false,
        }],
    },
    Procedure {
        number: 441,
        name: "domain_restore_params",
        function: "virDomainRestoreParams",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "domain",
                name: "start",
                conditional: false,
            },
            Permission {
                class: "domain",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 442,
        name: "domain_abort_job_flags",
        function: "virDomainAbortJobFlags",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 443,
        name: "domain_fd_associate",
        function: "virDomainFDAssociate",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 444,
        name: "network_set_metadata",
        function: "virNetworkSetMetadata",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[
            Permission {
                class: "network",
                name: "write",
                conditional: false,
            },
            Permission {
                class: "network",
                name: "save",
                conditional: true,
            },
            Permission {
                class: "network",
                name: "save",
                conditional: true,
            },
        ],
    },
    Procedure {
        number: 445,
        name: "network_get_metadata",
        function: "virNetworkGetMetadata",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "network",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 446,
        name: "network_event_callback_metadata_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 447,
        name: "node_device_update",
        function: "virNodeDeviceUpdate",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "node_device",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 448,
        name: "domain_graphics_reload",
        function: "virDomainGraphicsReload",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 449,
        name: "domain_get_autostart_once",
        function: "virDomainGetAutostartOnce",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "read",
            conditional: false,
        }],
    },
    Procedure {
        number: 450,
        name: "domain_set_autostart_once",
        function: "virDomainSetAutostartOnce",
        mode: Mode::Driver,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 451,
        name: "domain_set_throttle_group",
        function: "virDomainSetThrottleGroup",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 452,
        name: "domain_del_throttle_group",
        function: "virDomainDelThrottleGroup",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 453,
        name: "domain_event_nic_mac_change",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 454,
        name: "domain_event_vcpu_removed",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 455,
        name: "domain_event_callback_channel_lifecycle",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 456,
        name: "domain_announce_interface",
        function: "virDomainAnnounceInterface",
        mode: Mode::Driver,
        high_priority: false,
        stream: None,
        permissions: &[Permission {
            class: "domain",
            name: "write",
            conditional: false,
        }],
    },
];
