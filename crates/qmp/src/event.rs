//! Events that QEMU reports, typed where a manager acts on them.

use crate::error::QmpError;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{mpsc, oneshot};

/// One event.
#[derive(Debug, Clone)]
pub struct Event {
    /// QEMU's name of it, for instance `SHUTDOWN`.
    pub name: String,
    /// Seconds and microseconds since the epoch, by QEMU's clock.
    pub time: (i64, i64),
    /// The data object as it came.
    pub data: Option<Box<RawValue>>,
}

/// The events that have a typed reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// The virtual machine shut down.
    Shutdown {
        /// By the guest rather than by a command or signal.
        guest: bool,
        /// QEMU's cause, for instance `guest-shutdown` or `host-signal`.
        reason: String,
    },
    /// The power button was pressed.
    Powerdown,
    /// The machine was reset.
    Reset {
        /// By the guest itself.
        guest: bool,
    },
    /// Processors stopped.
    Stop,
    /// Processors run.
    Resume,
    /// The guest went to sleep (S3).
    Suspend,
    /// The guest went to sleep on disk (S4).
    SuspendDisk,
    /// The guest woke up.
    Wakeup,
    /// A device has been removed.
    DeviceDeleted {
        /// Its id, unless it had none.
        device: Option<String>,
        /// Its place in the object tree.
        path: String,
    },
    /// The guest refused to let a device go.
    DeviceUnplugGuestError {
        /// Its id, unless it had none.
        device: Option<String>,
    },
    /// The real-time clock moved, in seconds from the start value.
    RtcChange {
        /// Offset in seconds.
        offset: i64,
    },
    /// The watchdog fired.
    Watchdog {
        /// What QEMU does about it.
        action: String,
    },
    /// The guest's kernel panicked.
    GuestPanicked {
        /// What QEMU does about it.
        action: String,
    },
    /// The balloon reached a size.
    BalloonChange {
        /// Memory of the guest in bytes.
        actual: u64,
    },
    /// A disk reported an error.
    BlockIoError {
        /// Device id or node name.
        device: String,
        /// `read` or `write`.
        operation: String,
        /// `report`, `ignore` or `stop`.
        action: String,
        /// Whether for want of space.
        nospace: bool,
    },
    /// A removable medium's tray moved.
    DeviceTrayMoved {
        /// Id of the device.
        id: String,
        /// Whether it is open now.
        open: bool,
    },
    /// The guest opened or closed a port.
    VserportChange {
        /// Id of the port.
        id: String,
        /// Whether it is open now.
        open: bool,
    },
    /// A job changed its state.
    JobStatusChange {
        /// Id of the job.
        id: String,
        /// New state.
        status: String,
    },
    /// A block job is ready, done, cancelled or failed; the name of the event says which.
    BlockJob {
        /// Id of the job.
        device: String,
        /// Length in bytes.
        len: u64,
        /// Progress in bytes.
        offset: u64,
        /// What failed, if anything.
        error: Option<String>,
    },
    /// The guest wrote beyond the offset that was asked for.
    BlockWriteThreshold {
        /// The node.
        node: String,
        /// The offset that was asked for, in bytes.
        threshold: u64,
        /// How far beyond it the guest wrote, in bytes.
        excess: u64,
    },
    /// Migration changed its state.
    Migration {
        /// New state.
        status: String,
    },
    /// Anything else.
    Other,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Fields {
    guest: bool,
    reason: String,
    device: Option<String>,
    path: String,
    offset: i64,
    action: String,
    actual: u64,
    operation: String,
    nospace: bool,
    id: String,
    #[serde(rename = "tray-open")]
    tray_open: bool,
    open: bool,
    status: String,
    len: u64,
    error: Option<String>,
    #[serde(rename = "node-name")]
    node_name: String,
    #[serde(rename = "write-threshold")]
    write_threshold: u64,
    #[serde(rename = "amount-exceeded")]
    amount_exceeded: u64,
}

impl Event {
    pub(crate) fn new(name: String, time: (i64, i64), data: Option<Box<RawValue>>) -> Self {
        Event { name, time, data }
    }

    /// The data object's text; an empty object when the event has none.
    pub fn data_text(&self) -> &str {
        self.data.as_ref().map_or("{}", |d| d.get())
    }

    /// The typed reading. Data of the wrong shape reads as [`EventKind::Other`].
    pub fn kind(&self) -> EventKind {
        let Ok(f) = serde_json::from_str::<Fields>(self.data_text()) else {
            return EventKind::Other;
        };
        match self.name.as_str() {
            "SHUTDOWN" => EventKind::Shutdown {
                guest: f.guest,
                reason: f.reason,
            },
            "POWERDOWN" => EventKind::Powerdown,
            "RESET" => EventKind::Reset { guest: f.guest },
            "STOP" => EventKind::Stop,
            "RESUME" => EventKind::Resume,
            "SUSPEND" => EventKind::Suspend,
            "SUSPEND_DISK" => EventKind::SuspendDisk,
            "WAKEUP" => EventKind::Wakeup,
            "DEVICE_DELETED" => EventKind::DeviceDeleted {
                device: f.device,
                path: f.path,
            },
            "DEVICE_UNPLUG_GUEST_ERROR" => EventKind::DeviceUnplugGuestError { device: f.device },
            "RTC_CHANGE" => EventKind::RtcChange { offset: f.offset },
            "WATCHDOG" => EventKind::Watchdog { action: f.action },
            "GUEST_PANICKED" => EventKind::GuestPanicked { action: f.action },
            "BALLOON_CHANGE" => EventKind::BalloonChange { actual: f.actual },
            "BLOCK_IO_ERROR" => EventKind::BlockIoError {
                device: f.device.unwrap_or_default(),
                operation: f.operation,
                action: f.action,
                nospace: f.nospace,
            },
            "DEVICE_TRAY_MOVED" => EventKind::DeviceTrayMoved {
                id: f.id,
                open: f.tray_open,
            },
            "VSERPORT_CHANGE" => EventKind::VserportChange {
                id: f.id,
                open: f.open,
            },
            "JOB_STATUS_CHANGE" => EventKind::JobStatusChange {
                id: f.id,
                status: f.status,
            },
            "BLOCK_JOB_READY" | "BLOCK_JOB_COMPLETED" | "BLOCK_JOB_CANCELLED" | "BLOCK_JOB_ERROR" => {
                EventKind::BlockJob {
                    device: f.device.unwrap_or_default(),
                    len: f.len,
                    offset: f.offset.max(0).unsigned_abs(),
                    error: f.error,
                }
            }
            "BLOCK_WRITE_THRESHOLD" => EventKind::BlockWriteThreshold {
                node: f.node_name,
                threshold: f.write_threshold,
                excess: f.amount_exceeded,
            },
            "MIGRATION" => EventKind::Migration { status: f.status },
            _ => EventKind::Other,
        }
    }
}

/// The events of one monitor, in order. Ends when the connection does.
///
/// The queue is bounded: a receiver that falls behind loses the newest and can tell by
/// [`EventStream::lost`].
#[derive(Debug)]
pub struct EventStream {
    queue: mpsc::Receiver<Event>,
    lost: Arc<AtomicU64>,
    end: Option<oneshot::Receiver<QmpError>>,
}

/// The sending half, in the monitor's task.
#[derive(Debug)]
pub(crate) struct EventSink {
    queue: mpsc::Sender<Event>,
    lost: Arc<AtomicU64>,
    end: oneshot::Sender<QmpError>,
}

/// Both halves of a queue of `depth` events.
pub(crate) fn channel(depth: usize) -> (EventSink, EventStream) {
    let (tx, rx) = mpsc::channel(depth.max(1));
    let (end_tx, end_rx) = oneshot::channel();
    let lost = Arc::new(AtomicU64::new(0));
    (
        EventSink {
            queue: tx,
            lost: Arc::clone(&lost),
            end: end_tx,
        },
        EventStream {
            queue: rx,
            lost,
            end: Some(end_rx),
        },
    )
}

impl EventSink {
    pub fn push(&self, event: Event) {
        if let Err(mpsc::error::TrySendError::Full(event)) = self.queue.try_send(event) {
            self.lost.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(event = event.name, "event queue is full, an event is lost");
        }
    }

    pub fn finish(self, why: QmpError) {
        // Nobody listening any more is fine.
        let _ = self.end.send(why);
    }
}

impl EventStream {
    /// The next event, or why the connection ended. Cancel-safe.
    pub async fn next(&mut self) -> Result<Event, QmpError> {
        if let Some(event) = self.queue.recv().await {
            return Ok(event);
        }
        let why = match self.end.take() {
            Some(end) => end.await.ok(),
            None => None,
        };
        Err(why.unwrap_or(QmpError::Closed { reason: None }))
    }

    /// How many events were lost because the queue was full.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str) -> Event {
        Event::new(
            name.into(),
            (0, 0),
            Some(RawValue::from_string(data.into()).unwrap()),
        )
    }

    #[test]
    fn typed_reading() {
        let e = event("SHUTDOWN", r#"{"guest":true,"reason":"guest-shutdown"}"#);
        assert_eq!(
            e.kind(),
            EventKind::Shutdown {
                guest: true,
                reason: "guest-shutdown".into()
            }
        );
        assert_eq!(event("SHUTDOWN", r#"{"guest":7}"#).kind(), EventKind::Other);
        assert_eq!(event("NEW_THING", "[1]").kind(), EventKind::Other);
    }
}
