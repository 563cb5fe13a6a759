//! Noticing a peer that is gone without a word.

use super::{Shared, frame};
use crate::error::RemoteError;
use crate::open::Keepalive;
use ferrovirt_driver::session::Closed;
use ferrovirt_protocol::frame::{Header, MessageType, Status};
use ferrovirt_protocol::keepalive::{PING, PROGRAM, VERSION};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Asks the peer for a sign of life whenever nothing was heard for an interval; takes the link down when
/// `count` questions in a row stay without an answer.
pub(crate) async fn run(shared: Arc<Shared>, settings: Keepalive) {
    let mut unanswered = 0;
    while shared.down.get().is_none() {
        tokio::time::sleep(settings.interval).await;
        if shared.heard.swap(false, Ordering::Relaxed) {
            unanswered = 0;
            continue;
        }
        if unanswered >= settings.count {
            let error = RemoteError::Keepalive {
                count: settings.count,
                seconds: settings.interval.as_secs(),
            };
            shared.fail(Closed::Keepalive, error);
            return;
        }
        unanswered += 1;
        let ping = Header {
            program: PROGRAM,
            version: VERSION,
            procedure: PING,
            kind: MessageType::Message,
            serial: 0,
            status: Status::Ok,
        };
        shared.outbox.push(frame::packet(&ping, &[]), Vec::new());
    }
}
