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
pub const PROGRAM: u32 = 0x06900690;
/// Version of the program.
pub const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    pub name: String,
}

impl Wire for Server {
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
pub struct Client {
    pub srv: Server,
    pub id: u64,
    pub timestamp: i64,
    pub transport: u32,
}

impl Wire for Client {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.u64(self.id);
        out.i64(self.timestamp);
        out.u32(self.transport);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            id: input.u64()?,
            timestamp: input.i64()?,
            transport: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectOpenArgs {
    pub flags: u32,
}

impl Wire for ConnectOpenArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
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
pub struct ConnectListServersArgs {
    pub need_results: u32,
    pub flags: u32,
}

impl Wire for ConnectListServersArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            need_results: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectListServersRet {
    pub servers: Vec<Server>,
    pub ret: u32,
}

impl Wire for ConnectListServersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.servers, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            servers: input.list(16384, Server::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectLookupServerArgs {
    pub name: String,
    pub flags: u32,
}

impl Wire for ConnectLookupServerArgs {
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
pub struct ConnectLookupServerRet {
    pub srv: Server,
}

impl Wire for ConnectLookupServerRet {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerGetThreadpoolParametersArgs {
    pub srv: Server,
    pub flags: u32,
}

impl Wire for ServerGetThreadpoolParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerGetThreadpoolParametersRet {
    pub params: Vec<TypedParam>,
}

impl Wire for ServerGetThreadpoolParametersRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 32, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(32, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerSetThreadpoolParametersArgs {
    pub srv: Server,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for ServerSetThreadpoolParametersArgs {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.list(&self.params, 32, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            params: input.list(32, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerListClientsArgs {
    pub srv: Server,
    pub need_results: u32,
    pub flags: u32,
}

impl Wire for ServerListClientsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.u32(self.need_results);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            need_results: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerListClientsRet {
    pub clients: Vec<Client>,
    pub ret: u32,
}

impl Wire for ServerListClientsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.clients, 16384, |out, v| {
            v.encode(out);
        });
        out.u32(self.ret);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            clients: input.list(16384, Client::decode)?,
            ret: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerLookupClientArgs {
    pub srv: Server,
    pub id: u64,
    pub flags: u32,
}

impl Wire for ServerLookupClientArgs {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.u64(self.id);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            id: input.u64()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerLookupClientRet {
    pub clnt: Client,
}

impl Wire for ServerLookupClientRet {
    fn encode(&self, out: &mut Encoder) {
        self.clnt.encode(out);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            clnt: Client::decode(input)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ClientGetInfoArgs {
    pub clnt: Client,
    pub flags: u32,
}

impl Wire for ClientGetInfoArgs {
    fn encode(&self, out: &mut Encoder) {
        self.clnt.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            clnt: Client::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ClientGetInfoRet {
    pub params: Vec<TypedParam>,
}

impl Wire for ClientGetInfoRet {
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
pub struct ClientCloseArgs {
    pub clnt: Client,
    pub flags: u32,
}

impl Wire for ClientCloseArgs {
    fn encode(&self, out: &mut Encoder) {
        self.clnt.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            clnt: Client::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerGetClientLimitsArgs {
    pub srv: Server,
    pub flags: u32,
}

impl Wire for ServerGetClientLimitsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerGetClientLimitsRet {
    pub params: Vec<TypedParam>,
}

impl Wire for ServerGetClientLimitsRet {
    fn encode(&self, out: &mut Encoder) {
        out.list(&self.params, 32, |out, v| {
            v.encode(out);
        });
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            params: input.list(32, TypedParam::decode)?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerSetClientLimitsArgs {
    pub srv: Server,
    pub params: Vec<TypedParam>,
    pub flags: u32,
}

impl Wire for ServerSetClientLimitsArgs {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.list(&self.params, 32, |out, v| {
            v.encode(out);
        });
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            params: input.list(32, TypedParam::decode)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ServerUpdateTlsFilesArgs {
    pub srv: Server,
    pub flags: u32,
}

impl Wire for ServerUpdateTlsFilesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.srv.encode(out);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            srv: Server::decode(input)?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetLoggingOutputsArgs {
    pub flags: u32,
}

impl Wire for ConnectGetLoggingOutputsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetLoggingOutputsRet {
    pub outputs: String,
    pub noutputs: u32,
}

impl Wire for ConnectGetLoggingOutputsRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.outputs, 4194304);
        out.u32(self.noutputs);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            outputs: input.string(4194304)?.to_owned(),
            noutputs: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetLoggingFiltersArgs {
    pub flags: u32,
}

impl Wire for ConnectGetLoggingFiltersArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectGetLoggingFiltersRet {
    pub filters: Option<String>,
    pub nfilters: u32,
}

impl Wire for ConnectGetLoggingFiltersRet {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.filters.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.nfilters);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            filters: input.option(|i| i.string(4194304).map(str::to_owned))?,
            nfilters: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSetLoggingOutputsArgs {
    pub outputs: Option<String>,
    pub flags: u32,
}

impl Wire for ConnectSetLoggingOutputsArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.outputs.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            outputs: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSetLoggingFiltersArgs {
    pub filters: Option<String>,
    pub flags: u32,
}

impl Wire for ConnectSetLoggingFiltersArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.filters.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            filters: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectSetDaemonTimeoutArgs {
    pub timeout: u32,
    pub flags: u32,
}

impl Wire for ConnectSetDaemonTimeoutArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.timeout);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            timeout: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDaemonShutdownArgs {
    pub flags: u32,
}

impl Wire for ConnectDaemonShutdownArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { flags: input.u32()? })
    }
}

/// Numbers of the procedures.
pub mod proc {
    pub const CONNECT_OPEN: u32 = 1;
    pub const CONNECT_CLOSE: u32 = 2;
    pub const CONNECT_GET_LIB_VERSION: u32 = 3;
    pub const CONNECT_LIST_SERVERS: u32 = 4;
    pub const CONNECT_LOOKUP_SERVER: u32 = 5;
    pub const SERVER_GET_THREADPOOL_PARAMETERS: u32 = 6;
    pub const SERVER_SET_THREADPOOL_PARAMETERS: u32 = 7;
    pub const SERVER_LIST_CLIENTS: u32 = 8;
    pub const SERVER_LOOKUP_CLIENT: u32 = 9;
    pub const CLIENT_GET_INFO: u32 = 10;
    pub const CLIENT_CLOSE: u32 = 11;
    pub const SERVER_GET_CLIENT_LIMITS: u32 = 12;
    pub const SERVER_SET_CLIENT_LIMITS: u32 = 13;
    pub const CONNECT_GET_LOGGING_OUTPUTS: u32 = 14;
    pub const CONNECT_GET_LOGGING_FILTERS: u32 = 15;
    pub const CONNECT_SET_LOGGING_OUTPUTS: u32 = 16;
    pub const CONNECT_SET_LOGGING_FILTERS: u32 = 17;
    pub const SERVER_UPDATE_TLS_FILES: u32 = 18;
    pub const CONNECT_SET_DAEMON_TIMEOUT: u32 = 19;
    pub const CONNECT_DAEMON_SHUTDOWN: u32 = 20;
}

/// The procedures, by number.
pub static PROCEDURES: &[Procedure] = &[
    Procedure {
        number: 1,
        name: "connect_open",
        function: "virAdmConnectOpen",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 2,
        name: "connect_close",
        function: "virAdmConnectClose",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 3,
        name: "connect_get_lib_version",
        function: "virAdmConnectGetLibVersion",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 4,
        name: "connect_list_servers",
        function: "virAdmConnectListServers",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 5,
        name: "connect_lookup_server",
        function: "virAdmConnectLookupServer",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 6,
        name: "server_get_threadpool_parameters",
        function: "virAdmServerGetThreadpoolParameters",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 7,
        name: "server_set_threadpool_parameters",
        function: "virAdmServerSetThreadpoolParameters",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 8,
        name: "server_list_clients",
        function: "virAdmServerListClients",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 9,
        name: "server_lookup_client",
        function: "virAdmServerLookupClient",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 10,
        name: "client_get_info",
        function: "virAdmClientGetInfo",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 11,
        name: "client_close",
        function: "virAdmClientClose",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 12,
        name: "server_get_client_limits",
        function: "virAdmServerGetClientLimits",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 13,
        name: "server_set_client_limits",
        function: "virAdmServerSetClientLimits",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 14,
        name: "connect_get_logging_outputs",
        function: "virAdmConnectGetLoggingOutputs",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 15,
        name: "connect_get_logging_filters",
        function: "virAdmConnectGetLoggingFilters",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 16,
        name: "connect_set_logging_outputs",
        function: "virAdmConnectSetLoggingOutputs",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 17,
        name: "connect_set_logging_filters",
        function: "virAdmConnectSetLoggingFilters",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 18,
        name: "server_update_tls_files",
        function: "virAdmServerUpdateTlsFiles",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 19,
        name: "connect_set_daemon_timeout",
        function: "virAdmConnectSetDaemonTimeout",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 20,
        name: "connect_daemon_shutdown",
        function: "virAdmConnectDaemonShutdown",
        mode: Mode::Session,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
];
