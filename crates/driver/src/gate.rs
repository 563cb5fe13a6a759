//! A gate before drivers: every call passes it first. It lets calls through, refuses them, or has them
//! wait; the driver behind it knows nothing of that. [`Drivers::gated`](crate::Drivers::gated) puts it there.

use ferrovirt_types::object::DomainRef;
use ferrovirt_types::{Error, Result};
use std::future::Future;
use std::pin::Pin;

/// A call that arrives.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// Public C function, such as `virDomainSuspend`, in its newest form.
    pub function: &'static str,
    /// The guest that it is about.
    pub domain: Option<&'a DomainRef>,
}

/// What becomes of a call.
pub enum Verdict {
    /// It goes on.
    Pass,
    /// It fails.
    Refuse(Error),
    /// It waits, and then goes on or fails. Dropping the future must leave nothing half done.
    Wait(Pin<Box<dyn Future<Output = Result<()>> + Send>>),
}

/// Decides on calls. Asked for each, so it is quick and never blocks.
pub trait Gate: Send + Sync {
    /// What becomes of this call.
    fn verdict(&self, call: Passage<'_>) -> Verdict;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Drivers;
    use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
    use std::sync::Arc;

    struct Closed(&'static str);

    impl Gate for Closed {
        fn verdict(&self, call: Passage<'_>) -> Verdict {
            if call.function != self.0 {
                return Verdict::Pass;
            }
            let shut = Error::new(ErrorNumber::OperationDenied, ErrorDomain::Test, "shut");
            Verdict::Wait(Box::pin(async move { Err(shut) }))
        }
    }

    #[tokio::test]
    async fn a_closed_gate_hides_the_driver() {
        let drivers = Drivers::none().gated(Arc::new(Closed("virNodeGetInfo")));
        let code = drivers.host.node_get_info().await.map_err(|e| e.raw_code());
        assert_eq!(code.unwrap_err(), ErrorNumber::OperationDenied.raw());
        let code = drivers.host.connect_get_type().await.map_err(|e| e.raw_code());
        assert_eq!(code.unwrap_err(), ErrorNumber::NoSupport.raw());
    }
}
