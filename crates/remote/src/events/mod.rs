//! Events: what the daemon says, and that each reaches the bus once.

mod active;
mod notice;

pub(crate) use active::Active;

use crate::link::Notices;
use ferrovirt_driver::events::EventBus;
use notice::Notice;
use std::sync::Arc;

/// What is to be done with messages of the daemon: events go to the bus.
pub(crate) fn notices(bus: EventBus, active: Arc<Active>) -> Notices {
    Box::new(move |program, procedure, body| {
        match notice::decode(program, procedure, body) {
            Ok(Some(Notice::Event(id, event))) if id.is_none_or(|id| active.is_first(id, &event)) => {
                bus.publish(event);
            }
            // Another registration is told the same.
            Ok(Some(Notice::Event(..))) => {}
            Ok(Some(Notice::Lost(count))) => bus.lost(count),
            Ok(Some(Notice::Closed(reason))) => return Some(reason),
            Ok(None) => tracing::debug!(program, procedure, "unknown message from the daemon"),
            Err(error) => tracing::warn!(program, procedure, %error, "malformed event from the daemon"),
        }
        None
    })
}
