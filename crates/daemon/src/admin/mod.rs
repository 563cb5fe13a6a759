//! The admin interface: what `virt-admin` and the library behind it ask of a daemon. It manages the daemon,
//! never guests.
//!
//! Who gets to the socket was checked when the connection was accepted: the daemon's own user, or root.

mod clients;
mod logs;
mod servers;

use crate::server::Server;
use ferrovirt_protocol::admin::{self, proc};
use ferrovirt_protocol::procedure::{self, Procedure};
use ferrovirt_protocol::wire::{Wire, decode_all};
use ferrovirt_rpc::server::{
    ClientHandle, Request, Response, Session, begin_reply, error_reply, finish_reply,
};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use ferrovirt_xdr::Encoder;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A client of the admin socket.
pub struct AdminSession {
    server: Arc<Server>,
    client: ClientHandle,
    open: AtomicBool,
}

/// One call on its way: its arguments not yet looked at.
struct Call<'a> {
    server: &'a Arc<Server>,
    procedure: &'static Procedure,
    body: &'a [u8],
}

impl AdminSession {
    /// A client that has opened nothing yet.
    pub fn new(server: Arc<Server>, client: ClientHandle) -> Self {
        Self {
            server,
            client,
            open: AtomicBool::new(false),
        }
    }

    /// True when the connection is to be closed.
    async fn serve(&self, request: &Request, out: &mut Encoder) -> Result<bool> {
        let header = request.header;
        let rpc = |text: String| Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text);
        if (header.program, header.version) != (admin::PROGRAM, admin::VERSION) {
            let (program, version) = (header.program, header.version);
            return Err(rpc(format!("cannot find program {program} version {version}")));
        }
        let procedure = procedure::find(admin::PROCEDURES, header.procedure)
            .ok_or_else(|| rpc(format!("unknown procedure: {}", header.procedure)))?;
        let call = Call {
            server: &self.server,
            procedure,
            body: &request.body,
        };
        if procedure.number == proc::CONNECT_OPEN {
            call.flags(call.arguments::<admin::ConnectOpenArgs>()?.flags)?;
            if self.open.swap(true, Ordering::Relaxed) {
                let text = "connection already open";
                return Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Admin, text));
            }
            return Ok(false);
        }
        if !self.open.load(Ordering::Relaxed) {
            let text = "connection not open: connect_open comes first";
            return Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Admin, text));
        }
        if procedure.number == proc::CONNECT_CLOSE {
            self.open.store(false, Ordering::Relaxed);
            return Ok(true);
        }
        let _worker = self.server.admin.worker().await;
        call.serve(out).await?;
        Ok(false)
    }
}

impl Call<'_> {
    async fn serve(&self, out: &mut Encoder) -> Result<()> {
        match self.procedure.number {
            proc::CONNECT_GET_LIB_VERSION => {
                let lib_ver = crate::session::LIB_VERSION;
                admin::ConnectGetLibVersionRet { lib_ver }.encode(out);
            }
            proc::CONNECT_LIST_SERVERS => self.list_servers()?.encode(out),
            proc::CONNECT_LOOKUP_SERVER => self.lookup_server()?.encode(out),
            proc::SERVER_GET_THREADPOOL_PARAMETERS => self.threadpool()?.encode(out),
            proc::SERVER_SET_THREADPOOL_PARAMETERS => self.set_threadpool()?,
            proc::SERVER_LIST_CLIENTS => self.list_clients()?.encode(out),
            proc::SERVER_LOOKUP_CLIENT => self.lookup_client()?.encode(out),
            proc::CLIENT_GET_INFO => self.client_info().await?.encode(out),
            proc::CLIENT_CLOSE => self.close_client()?,
            proc::SERVER_GET_CLIENT_LIMITS => self.client_limits()?.encode(out),
            proc::SERVER_SET_CLIENT_LIMITS => self.set_client_limits()?,
            proc::SERVER_UPDATE_TLS_FILES => self.update_tls().await?,
            proc::CONNECT_GET_LOGGING_OUTPUTS => self.outputs()?.encode(out),
            proc::CONNECT_GET_LOGGING_FILTERS => self.filters()?.encode(out),
            proc::CONNECT_SET_LOGGING_OUTPUTS => self.set_outputs().await?,
            proc::CONNECT_SET_LOGGING_FILTERS => self.set_filters()?,
            proc::CONNECT_SET_DAEMON_TIMEOUT => {
                let a: admin::ConnectSetDaemonTimeoutArgs = self.arguments()?;
                self.flags(a.flags)?;
                self.server.set_timeout(a.timeout.into());
            }
            proc::CONNECT_DAEMON_SHUTDOWN => {
                self.flags(self.arguments::<admin::ConnectDaemonShutdownArgs>()?.flags)?;
                self.server.stop();
            }
            _ => return Err(Error::unsupported(self.procedure.function)),
        }
        Ok(())
    }

    fn arguments<T: Wire>(&self) -> Result<T> {
        decode_all(self.body).map_err(|e| {
            let text = format!("the arguments of {} cannot be read: {e}", self.procedure.function);
            Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text)
        })
    }

    /// No call of this interface has a flag yet.
    fn flags(&self, flags: u32) -> Result<()> {
        ferrovirt_types::flags::check(flags, 0, self.procedure.function, ErrorDomain::Admin)
    }
}

/// An argument that cannot be.
fn invalid(text: impl Into<String>) -> Error {
    Error::new(ErrorNumber::InvalidArg, ErrorDomain::Admin, text)
}

impl Session for AdminSession {
    fn call(self: Arc<Self>, request: Request) -> BoxFuture<'static, Response> {
        async move {
            let header = request.header;
            let mut out = begin_reply(&header);
            match self.serve(&request, &mut out).await {
                Ok(close) => Response {
                    frame: finish_reply(&header, out),
                    close,
                    ..Response::default()
                },
                Err(e) => {
                    tracing::debug!(procedure = header.procedure, "admin call failed: {e}");
                    Response {
                        frame: error_reply(&header, &e),
                        ..Response::default()
                    }
                }
            }
        }
        .boxed()
    }

    fn closed(&self) {
        let lost = self.client.lost_events();
        if lost > 0 {
            tracing::debug!(lost, "an admin client left events unread");
        }
    }
}
