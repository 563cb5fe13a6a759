//! What stands before the driver of a connection: how much of the interface it shows, and scripted
//! faults.

use crate::error::TestError;
use crate::faults::{Faults, What};
use crate::surface::is_beyond;
use crate::world::World;
use ferrovirt_driver::gate::{Gate, Passage, Verdict};
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use std::sync::Arc;
use std::time::Duration;

/// A call that hangs is given up after this: nobody waits for ever.
const HANGS: Duration = Duration::from_secs(3600);

/// The door of one connection.
pub(crate) struct Door {
    pub(crate) world: Arc<World>,
    /// Everything is shown.
    pub(crate) full: bool,
    /// Faults of this connection alone.
    pub(crate) faults: Faults,
}

impl Gate for Door {
    fn verdict(&self, call: Passage<'_>) -> Verdict {
        if !self.full && is_beyond(call.function) {
            return Verdict::Refuse(Error::unsupported(call.function));
        }
        self.world.settle();
        match self
            .faults
            .strike(call)
            .or_else(|| self.world.faults.strike(call))
        {
            None => Verdict::Pass,
            Some(what) => self.happen(what, call),
        }
    }
}

impl Door {
    fn happen(&self, what: What, call: Passage<'_>) -> Verdict {
        match what {
            What::Error(code) => {
                let text = format!("{} fails as the script of faults says", call.function);
                Verdict::Refuse(Error::new(code, ErrorDomain::Test, text))
            }
            What::Hang => {
                let function = call.function;
                Verdict::Wait(Box::pin(async move {
                    tokio::time::sleep(HANGS).await;
                    let text = format!("{function} hung as the script of faults says");
                    Err(Error::new(ErrorNumber::OperationTimeout, ErrorDomain::Test, text))
                }))
            }
            What::Slow(time) => {
                let clock = self.world.clock.clone();
                let end = clock.now().saturating_add(time);
                Verdict::Wait(Box::pin(async move {
                    clock.wait_for(end).await;
                    Ok(())
                }))
            }
            What::Crash => match call.domain.map(|dom| self.world.crash(dom)) {
                // What does not run cannot crash.
                None | Some(Ok(()) | Err(TestError::NotRunning)) => Verdict::Pass,
                Some(Err(e)) => Verdict::Refuse(e.into()),
            },
        }
    }
}
