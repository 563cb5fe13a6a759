//! Calls about the connection itself: authentication, opening, features.

use super::{ClientSession, Open};
use crate::dispatch::Arguments;
use crate::service::Origin;
use ferrovirt_protocol::procedure::Procedure;
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire as _;
use ferrovirt_protocol::{holes, lag};
use ferrovirt_types::consts::{ConnectFlags, ErrorDomain, ErrorNumber};
use ferrovirt_types::uri::ConnectUri;
use ferrovirt_types::{Error, Result, flags};
use ferrovirt_xdr::Encoder;
use std::sync::{Arc, PoisonError};

/// The version whose interface is served, as major * 1,000,000 + minor * 1,000 + release.
pub const LIB_VERSION: u64 = 9_000_000;

/// Features of the connection that a client may ask for (facts: `VIR_DRV_FEATURE_*`).
mod feature {
    pub const REMOTE: i32 = 2;
    pub const FD_PASSING: i32 = 8;
    pub const TYPED_PARAM_STRING: i32 = 9;
    pub const PROGRAM_KEEPALIVE: i32 = 10;
    pub const XML_MIGRATABLE: i32 = 11;
    pub const REMOTE_EVENT_CALLBACK: i32 = 14;
    pub const REMOTE_CLOSE_CALLBACK: i32 = 15;
    pub const NETWORK_UPDATE_HAS_CORRECT_ORDER: i32 = 16;
}

impl ClientSession {
    /// Serves a call about the connection. True when the connection is to be closed.
    pub(super) async fn session_call(
        &self,
        program: u32,
        procedure: &'static Procedure,
        body: &[u8],
        out: &mut Encoder,
    ) -> Result<bool> {
        let args = Arguments::new(body, Vec::new(), false, procedure.function);
        if program != remote::PROGRAM {
            self.subscribe(program, procedure, &args, out).await?;
            return Ok(false);
        }
        match procedure.number {
            // The socket's mode decides who comes in.
            proc::AUTH_LIST => remote::AuthListRet { types: vec![0] }.encode(out),
            proc::AUTH_SASL_INIT | proc::AUTH_SASL_START | proc::AUTH_SASL_STEP | proc::AUTH_POLKIT => {
                let text = "this socket asks for no authentication";
                return Err(Error::new(ErrorNumber::AuthFailed, ErrorDomain::Rpc, text));
            }
            proc::CONNECT_OPEN => self.connect_open(&args).await?,
            proc::CONNECT_CLOSE => {
                args.none()?;
                self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
                return Ok(true);
            }
            proc::CONNECT_GET_LIB_VERSION => {
                self.connected()?;
                remote::ConnectGetLibVersionRet { lib_ver: LIB_VERSION }.encode(out);
            }
            proc::CONNECT_GET_URI => {
                let uri = self.connected()?.connected.uri.clone();
                remote::ConnectGetUriRet { uri }.encode(out);
            }
            proc::CONNECT_IS_SECURE => {
                self.connected()?;
                // Nobody can listen to these.
                let secure = matches!(self.origin, Origin::Unix { .. } | Origin::Tls(_));
                remote::ConnectIsSecureRet { secure }.encode(out);
            }
            proc::CONNECT_SUPPORTS_FEATURE => {
                let a: remote::ConnectSupportsFeatureArgs = args.decode()?;
                let supported = self.supports(a.feature)?;
                remote::ConnectSupportsFeatureRet { supported }.encode(out);
            }
            proc::CONNECT_SET_IDENTITY => {
                if self.origin.is_read_only() {
                    return Err(crate::dispatch::denied(procedure.function));
                }
                args.decode::<remote::ConnectSetIdentityArgs>()?;
            }
            _ => self.subscribe(program, procedure, &args, out).await?,
        }
        Ok(false)
    }

    fn supports(&self, number: i32) -> Result<bool> {
        Ok(match number {
            feature::PROGRAM_KEEPALIVE => {
                self.client.enable_keepalive();
                true
            }
            feature::REMOTE_EVENT_CALLBACK | holes::FEATURE => true,
            lag::FEATURE => {
                self.client.announce_losses(crate::events::lag_notice);
                true
            }
            _ => {
                let own = &self.connected()?.connected.abilities.features;
                matches!(
                    number,
                    feature::REMOTE
                        | feature::FD_PASSING
                        | feature::TYPED_PARAM_STRING
                        | feature::XML_MIGRATABLE
                        | feature::REMOTE_CLOSE_CALLBACK
                        | feature::NETWORK_UPDATE_HAS_CORRECT_ORDER
                ) || own.contains(&number)
            }
        })
    }

    async fn connect_open(&self, args: &Arguments<'_>) -> Result<()> {
        if self.open().is_some() {
            let text = "connection already open";
            return Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Rpc, text));
        }
        let a: remote::ConnectOpenArgs = args.decode()?;
        let known = ConnectFlags::all().bits();
        flags::check(a.flags, known, "virConnectOpen", ErrorDomain::None)?;
        let read_only = self.origin.is_read_only() || a.flags & ConnectFlags::RO.bits() != 0;
        let uri = ConnectUri::parse(
            a.name
                .as_deref()
                .filter(|n| !n.is_empty())
                .unwrap_or("qemu:///system"),
        )?;
        let connected = self.server.host().open(&uri).await?;
        connected.events.attach(&self.sink());
        let mut slot = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        *slot = Some(Arc::new(Open { connected, read_only }));
        Ok(())
    }
}
