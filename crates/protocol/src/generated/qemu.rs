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
pub const PROGRAM: u32 = 0x20008087;
/// Version of the program.
pub const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMonitorCommandArgs {
    pub dom: DomainRef,
    pub cmd: String,
    pub flags: u32,
}

impl Wire for DomainMonitorCommandArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.cmd, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cmd: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMonitorCommandRet {
    pub result: String,
}

impl Wire for DomainMonitorCommandRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.result, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            result: input.string(4194304)?.to_owned(),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAttachArgs {
    pub pid_value: u32,
    pub flags: u32,
}

impl Wire for DomainAttachArgs {
    fn encode(&self, out: &mut Encoder) {
        out.u32(self.pid_value);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            pid_value: input.u32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAttachRet {
    pub dom: DomainRef,
}

impl Wire for DomainAttachRet {
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
pub struct DomainAgentCommandArgs {
    pub dom: DomainRef,
    pub cmd: String,
    pub timeout: i32,
    pub flags: u32,
}

impl Wire for DomainAgentCommandArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.cmd, 4194304);
        out.i32(self.timeout);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cmd: input.string(4194304)?.to_owned(),
            timeout: input.i32()?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainAgentCommandRet {
    pub result: Option<String>,
}

impl Wire for DomainAgentCommandRet {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.result.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            result: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainMonitorEventRegisterArgs {
    pub dom: Option<DomainRef>,
    pub event: Option<String>,
    pub flags: u32,
}

impl Wire for ConnectDomainMonitorEventRegisterArgs {
    fn encode(&self, out: &mut Encoder) {
        out.option(self.dom.as_ref(), |out, v| v.encode(out));
        out.option(self.event.as_deref(), |out, v| out.string(v, 4194304));
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: input.option(DomainRef::decode)?,
            event: input.option(|i| i.string(4194304).map(str::to_owned))?,
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConnectDomainMonitorEventRegisterRet {
    pub callback_id: i32,
}

impl Wire for ConnectDomainMonitorEventRegisterRet {
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
pub struct ConnectDomainMonitorEventDeregisterArgs {
    pub callback_id: i32,
}

impl Wire for ConnectDomainMonitorEventDeregisterArgs {
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
pub struct DomainMonitorEventMsg {
    pub callback_id: i32,
    pub dom: DomainRef,
    pub event: String,
    pub seconds: i64,
    pub micros: u32,
    pub details: Option<String>,
}

impl Wire for DomainMonitorEventMsg {
    fn encode(&self, out: &mut Encoder) {
        out.i32(self.callback_id);
        self.dom.encode(out);
        out.string(&self.event, 4194304);
        out.i64(self.seconds);
        out.u32(self.micros);
        out.option(self.details.as_deref(), |out, v| out.string(v, 4194304));
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            callback_id: input.i32()?,
            dom: DomainRef::decode(input)?,
            event: input.string(4194304)?.to_owned(),
            seconds: input.i64()?,
            micros: input.u32()?,
            details: input.option(|i| i.string(4194304).map(str::to_owned))?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMonitorCommandWithFilesArgs {
    pub dom: DomainRef,
    pub cmd: String,
    pub flags: u32,
}

impl Wire for DomainMonitorCommandWithFilesArgs {
    fn encode(&self, out: &mut Encoder) {
        self.dom.encode(out);
        out.string(&self.cmd, 4194304);
        out.u32(self.flags);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dom: DomainRef::decode(input)?,
            cmd: input.string(4194304)?.to_owned(),
            flags: input.u32()?,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainMonitorCommandWithFilesRet {
    pub result: String,
}

impl Wire for DomainMonitorCommandWithFilesRet {
    fn encode(&self, out: &mut Encoder) {
        out.string(&self.result, 4194304);
    }

    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            result: input.string(4194304)?.to_owned(),
        })
    }
}

/// Numbers of the procedures.
pub mod proc {
    pub const DOMAIN_MONITOR_COMMAND: u32 = 1;
    pub const DOMAIN_ATTACH: u32 = 2;
    pub const DOMAIN_AGENT_COMMAND: u32 = 3;
    pub const CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: u32 = 4;
    pub const CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: u32 = 5;
    pub const DOMAIN_MONITOR_EVENT: u32 = 6;
    pub const DOMAIN_MONITOR_COMMAND_WITH_FILES: u32 = 7;
}

/// The procedures, by number.
pub static PROCEDURES: &[Procedure] = &[
    Procedure {
        number: 1,
        name: "domain_monitor_command",
        function: "virDomainQemuMonitorCommand",
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
        number: 2,
        name: "domain_attach",
        function: "virDomainQemuAttach",
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
        number: 3,
        name: "domain_agent_command",
        function: "virDomainQemuAgentCommand",
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
        number: 4,
        name: "connect_domain_monitor_event_register",
        function: "virDomainQemuConnectMonitorEventRegister",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[
            Permission {
                class: "connect",
                name: "search_domains",
                conditional: false,
            },
            Permission {
                class: "connect",
                name: "write",
                conditional: false,
            },
        ],
    },
    Procedure {
        number: 5,
        name: "connect_domain_monitor_event_deregister",
        function: "virDomainQemuConnectMonitorEventDeregister",
        mode: Mode::Session,
        high_priority: true,
        stream: None,
        permissions: &[Permission {
            class: "connect",
            name: "write",
            conditional: false,
        }],
    },
    Procedure {
        number: 6,
        name: "domain_monitor_event",
        function: "",
        mode: Mode::Event,
        high_priority: false,
        stream: None,
        permissions: &[],
    },
    Procedure {
        number: 7,
        name: "domain_monitor_command_with_files",
        function: "virDomainQemuMonitorCommandWithFiles",
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
