//! One client: what it opened, what it may do, and how its calls find their way.
//!
//! Order of every call: known program and procedure, an open connection where one is needed, the
//! permission, and only then the arguments.

mod opening;
mod subscribe;

pub use opening::LIB_VERSION;

use crate::dispatch::{self, Arguments, Outcome, denied};
use crate::events::Registrations;
use crate::server::Server;
use crate::service::Origin;
use crate::{derived, stream};
use ferrovirt_driver::caller::Presence;
use ferrovirt_driver::events::EventSink;
use ferrovirt_protocol::frame::Header;
use ferrovirt_protocol::procedure::{self, Mode, Procedure};
use ferrovirt_protocol::{lxc, qemu, remote};
use ferrovirt_registry::Connected;
use ferrovirt_rpc::server::{
    ClientHandle, Request, Response, Session, begin_reply, begin_reply_with_files, error_reply, finish_reply,
};
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};
use ferrovirt_xdr::Encoder;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};

/// A call with a larger body is served away from the connection's thread, since reading it takes time.
const LARGE: usize = 32 * 1024;

/// A client.
pub struct ClientSession {
    server: Arc<Server>,
    client: ClientHandle,
    origin: Origin,
    open: Mutex<Option<Arc<Open>>>,
    registrations: Arc<Registrations>,
    presence: Presence,
}

/// What the client opened.
struct Open {
    connected: Connected,
    read_only: bool,
}

impl ClientSession {
    /// A client that has opened nothing yet.
    pub fn new(server: Arc<Server>, client: ClientHandle, origin: Origin) -> Self {
        let registrations = Arc::new(Registrations::new(client.clone()));
        Self {
            server,
            client,
            origin,
            open: Mutex::new(None),
            registrations,
            presence: Presence::new(),
        }
    }

    fn open(&self) -> Option<Arc<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn connected(&self) -> Result<Arc<Open>> {
        self.open().ok_or_else(|| {
            Error::new(
                ErrorNumber::InternalError,
                ErrorDomain::Rpc,
                "connection not open: connect_open comes first",
            )
        })
    }

    fn sink(&self) -> Arc<dyn EventSink> {
        self.registrations.clone()
    }

    async fn serve(&self, request: Request) -> Result<Response> {
        let header = request.header;
        let procedure = find(header.program, header.version, header.procedure)?;
        if procedure.mode == Mode::Session {
            let mut out = begin_reply(&header);
            let close = self
                .session_call(header.program, procedure, &request.body, &mut out)
                .await?;
            return Ok(Response {
                frame: finish_reply(&header, out),
                close,
                ..Response::default()
            });
        }
        let open = self.connected()?;
        if open.read_only && !procedure.is_read_only() {
            return Err(denied(procedure.function));
        }
        // Calls that never wait for others pass the limit on those at work.
        let _worker = match procedure.high_priority {
            true => None,
            false => Some(self.server.main.worker().await),
        };
        let drivers = &open.connected.drivers;
        let mut args = Arguments::new(&request.body, request.files, open.read_only, procedure.function);
        let mut out = begin_reply(&header);
        let outcome = if procedure.mode == Mode::Derived {
            derived::serve(header.procedure, drivers, &args, &mut out)
                .await?
                .then_some(Outcome::Plain)
        } else {
            match header.program {
                remote::PROGRAM => dispatch::remote(header.procedure, drivers, &mut args, &mut out).await?,
                qemu::PROGRAM => dispatch::qemu(header.procedure, drivers, &mut args, &mut out).await?,
                _ => dispatch::lxc(header.procedure, drivers, &mut args, &mut out).await?,
            }
        };
        match outcome {
            Some(Outcome::Plain) => Ok(Response {
                frame: finish_reply(&header, out),
                ..Response::default()
            }),
            Some(Outcome::Stream(s)) => Ok(Response {
                frame: finish_reply(&header, out),
                stream: Some(stream::adapt(s)),
                ..Response::default()
            }),
            Some(Outcome::Files(files)) => Ok(with_files(&header, out, files)),
            None => Err(Error::unsupported(procedure.function)),
        }
    }
}

/// A reply with descriptors has their number between header and result.
fn with_files(header: &Header, plain: Encoder, files: Vec<OwnedFd>) -> Response {
    let mut out = begin_reply_with_files(header, files.len());
    let head = begin_reply(header).len();
    if let Ok(bytes) = plain.finish() {
        out.fixed(bytes.get(head..).unwrap_or_default());
    }
    Response {
        frame: finish_reply(header, out),
        files,
        ..Response::default()
    }
}

impl Session for ClientSession {
    fn call(self: Arc<Self>, request: Request) -> BoxFuture<'static, Response> {
        let header = request.header;
        let large = request.body.len() > LARGE;
        let caller = self.presence.caller();
        let serve = caller.serve(async move {
            let session = self;
            match session.serve(request).await {
                Ok(response) => response,
                Err(e) => {
                    tracing::debug!(
                        code = e.raw_code(),
                        procedure = header.procedure,
                        "call failed: {e}"
                    );
                    Response {
                        frame: error_reply(&header, &e),
                        ..Response::default()
                    }
                }
            }
        });
        if !large {
            return serve.boxed();
        }
        let task = crate::server::background(serve);
        async move {
            task.await.unwrap_or_else(|_| {
                let e = Error::new(
                    ErrorNumber::InternalError,
                    ErrorDomain::Rpc,
                    "the call ended in a panic",
                );
                Response {
                    frame: error_reply(&header, &e),
                    ..Response::default()
                }
            })
        }
        .boxed()
    }

    fn closed(&self) {
        self.presence.leave();
        self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn find(program: u32, version: u32, number: u32) -> Result<&'static Procedure> {
    let rpc = |text: String| Error::new(ErrorNumber::Rpc, ErrorDomain::Rpc, text);
    let table = match (program, version) {
        (remote::PROGRAM, remote::VERSION) => remote::PROCEDURES,
        (qemu::PROGRAM, qemu::VERSION) => qemu::PROCEDURES,
        (lxc::PROGRAM, lxc::VERSION) => lxc::PROCEDURES,
        _ => return Err(rpc(format!("cannot find program {program} version {version}"))),
    };
    procedure::find(table, number)
        .filter(|p| p.mode != Mode::Event)
        // Clients look for the first two words, to fall back to older calls.
        .ok_or_else(|| rpc(format!("unknown procedure: {number}")))
}
