//! The connection as such: version, events, end.

use crate::link::arguments;
use crate::{RemoteDriver, RemoteError};
use async_trait::async_trait;
use ferrovirt_driver::session::{Closed, Interest, Losses, Session};
use ferrovirt_protocol::holes;
use ferrovirt_protocol::remote::{self, proc};
use ferrovirt_protocol::wire::Wire;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::{Error, Result};
use ferrovirt_xdr::Encoder;
use std::time::Duration;
use tokio::time::timeout;

/// How long a daemon may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(5);

#[async_trait]
impl Session for RemoteDriver {
    fn uri(&self) -> String {
        self.target.uri.to_string()
    }

    async fn library_version(&self) -> Result<u64> {
        let r: remote::ConnectGetLibVersionRet = self
            .call(remote::PROGRAM, proc::CONNECT_GET_LIB_VERSION, arguments())
            .await?;
        Ok(r.lib_ver)
    }

    async fn makes_zeros_of_holes(&self) -> bool {
        let args = encoded(remote::ConnectSupportsFeatureArgs {
            feature: holes::FEATURE,
        });
        let asked = self.call(remote::PROGRAM, proc::CONNECT_SUPPORTS_FEATURE, args);
        // One that does not even answer is not known to do it.
        let answer: Result<remote::ConnectSupportsFeatureRet> = asked.await;
        answer.is_ok_and(|answer| answer.supported)
    }

    fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    fn is_secure(&self) -> bool {
        self.secure
    }

    fn closed(&self) -> Option<Closed> {
        self.link().down().map(|d| d.reason)
    }

    async fn wait_closed(&self) -> Closed {
        self.keeper.watch();
        if self.target.options.reconnect.is_some() {
            return self.keeper.given_up().await;
        }
        self.link().wait_down().await.reason
    }

    async fn listen(&self, interest: &Interest) -> Result<()> {
        self.keeper.listen(interest.clone()).await
    }

    fn unlisten(&self, interest: &Interest) {
        self.keeper.unlisten(interest.clone());
    }

    async fn reconnect(&self) -> Result<Losses> {
        self.keeper.reconnect().await
    }

    async fn close(&self) -> Result<()> {
        self.keeper.leave();
        let link = self.link();
        if link.down().is_some() {
            return Ok(());
        }
        link.leave();
        let goodbye = self.call::<()>(remote::PROGRAM, proc::CONNECT_CLOSE, arguments());
        let result = timeout(GOODBYE, goodbye).await;
        link.close();
        match result {
            Ok(Err(e)) if !e.is(ErrorNumber::SystemError) && !is_end(&e) => Err(e),
            // A daemon that does not answer any more, or is gone already, is closed as well.
            _ => Ok(()),
        }
    }
}

fn encoded(args: impl Wire) -> Encoder {
    let mut out = arguments();
    args.encode(&mut out);
    out
}

/// Whether an error only says that this side has closed the link.
fn is_end(e: &Error) -> bool {
    std::error::Error::source(e)
        .and_then(|source| source.downcast_ref::<RemoteError>())
        .is_some_and(|source| matches!(source, RemoteError::Closed))
}
