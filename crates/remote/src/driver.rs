//! The driver: what the generated methods of all traits call.

use crate::error::RemoteError;
use crate::keeper::Keeper;
use crate::link::Link;
use crate::open::Target;
use crate::stream;
use arc_swap::ArcSwap;
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::stream::DriverStream;
use ferrovirt_driver::{Drivers, GuardedDrivers};
use ferrovirt_protocol::wire::Wire;
use ferrovirt_types::Result;
use ferrovirt_xdr::Encoder;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// Which way the data of a stream goes, seen from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the daemon.
    Read,
    /// To the daemon.
    Write,
}

/// A connection to a daemon, as a driver. Get one with [`RemoteDriver::open`].
pub struct RemoteDriver {
    /// Another one once the connection was opened again.
    pub(crate) link: Arc<ArcSwap<Link>>,
    pub(crate) bus: EventBus,
    pub(crate) target: Arc<Target>,
    pub(crate) encrypted: bool,
    pub(crate) secure: bool,
    pub(crate) keeper: Keeper,
}

impl RemoteDriver {
    /// Where the events of the daemon appear, once
    /// [`Session::listen`](ferrovirt_driver::session::Session::listen) asked for them.
    pub fn events(&self) -> &EventBus {
        &self.bus
    }

    /// This driver in every capability.
    pub fn drivers(self: &Arc<Self>) -> GuardedDrivers {
        Drivers::from_one(self.clone()).unguarded()
    }

    pub(crate) fn link(&self) -> Arc<Link> {
        self.link.load_full()
    }

    /// Calls a procedure and reads its result.
    pub(crate) async fn call<R: Wire>(&self, program: u32, procedure: u32, args: Encoder) -> Result<R> {
        let answer = self.link().call(program, procedure, args, Vec::new()).await?;
        answer.decode()
    }

    /// Calls a procedure that opens a stream.
    pub(crate) async fn call_stream<R: Wire>(
        &self,
        program: u32,
        procedure: u32,
        args: Encoder,
        direction: Direction,
    ) -> Result<(R, DriverStream)> {
        let link = self.link();
        let (answer, serial, inbox) = link.open_stream(program, procedure, args).await?;
        match answer.decode() {
            Ok(result) => Ok((
                result,
                stream::open(&link, program, procedure, serial, inbox, direction),
            )),
            Err(e) => {
                link.forget_stream(serial);
                Err(e)
            }
        }
    }

    /// Calls a procedure that takes or gives file descriptors.
    pub(crate) async fn call_files<R: Wire>(
        &self,
        program: u32,
        procedure: u32,
        args: Encoder,
        files: Vec<OwnedFd>,
    ) -> Result<(R, Vec<OwnedFd>)> {
        let answer = self.link().call(program, procedure, args, files).await?;
        let result = answer.decode()?;
        Ok((result, answer.files))
    }

    /// Why the connection is down, as an error; none while it is up.
    pub fn failure(&self) -> Option<RemoteError> {
        self.link().down().map(|d| d.error.clone())
    }
}

impl std::fmt::Debug for RemoteDriver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RemoteDriver")
            .field("uri", &self.target.uri)
            .finish_non_exhaustive()
    }
}
