//! Distribution of events: a driver publishes, every open connection has a sink.
//!
//! Publishing never waits: a sink takes or drops at once. Who reads slowly is bounded by its own
//! queue and told that it lagged; nobody else notices.

use ferrovirt_types::event::Event;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::mpsc;

/// Takes events. Called on the publisher's thread, so it must not wait.
pub trait EventSink: Send + Sync {
    /// Takes one event.
    fn deliver(&self, event: &Arc<Event>);
}

/// Where the drivers of one connection publish. Cheap to clone.
#[derive(Clone, Default)]
pub struct EventBus {
    sinks: Arc<Mutex<Vec<Weak<dyn EventSink>>>>,
}

impl EventBus {
    /// A bus without listeners.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a sink; it stays for as long as the caller keeps the `Arc`.
    pub fn attach(&self, sink: &Arc<dyn EventSink>) {
        let mut sinks = self.sinks.lock().unwrap_or_else(PoisonError::into_inner);
        sinks.retain(|s| s.strong_count() > 0);
        sinks.push(Arc::downgrade(sink));
    }

    /// Hands an event to every sink.
    pub fn publish(&self, event: Event) {
        let sinks: Vec<_> = {
            let mut sinks = self.sinks.lock().unwrap_or_else(PoisonError::into_inner);
            sinks.retain(|s| s.strong_count() > 0);
            if sinks.is_empty() {
                return;
            }
            sinks.iter().filter_map(Weak::upgrade).collect()
        };
        let event = Arc::new(event);
        for sink in sinks {
            sink.deliver(&event);
        }
    }

    /// Events as a queue of at most `capacity`.
    pub fn subscribe(&self, capacity: usize) -> EventReceiver {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        let sink = Arc::new(QueueSink {
            sender,
            lost: Mutex::new(0),
        });
        let dynamic: Arc<dyn EventSink> = sink.clone();
        self.attach(&dynamic);
        EventReceiver { receiver, sink }
    }
}

struct QueueSink {
    sender: mpsc::Sender<Arc<Event>>,
    lost: Mutex<u64>,
}

impl EventSink for QueueSink {
    fn deliver(&self, event: &Arc<Event>) {
        if self.sender.try_send(event.clone()).is_err() {
            *self.lost.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        }
    }
}

/// What comes out of a subscription.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// An event.
    Event(Arc<Event>),
    /// So many events were dropped since the last one, because the queue was full.
    Lagged(u64),
}

/// A subscription; ends when dropped.
pub struct EventReceiver {
    receiver: mpsc::Receiver<Arc<Event>>,
    sink: Arc<QueueSink>,
}

impl EventReceiver {
    /// The next event, or notice of a gap before it. The bus holds the sink weakly, so this waits
    /// for as long as the receiver lives.
    pub async fn next(&mut self) -> Option<Received> {
        let lost = std::mem::take(&mut *self.sink.lost.lock().unwrap_or_else(PoisonError::into_inner));
        if lost > 0 && self.receiver.is_empty() {
            return Some(Received::Lagged(lost));
        }
        if lost > 0 {
            *self.sink.lost.lock().unwrap_or_else(PoisonError::into_inner) += lost;
        }
        self.receiver.recv().await.map(Received::Event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_types::event::NetworkEvent;
    use ferrovirt_types::object::NetworkRef;

    fn event(n: i32) -> Event {
        let net = NetworkRef {
            name: "n".into(),
            uuid: uuid::Uuid::nil(),
        };
        Event::Network(net, NetworkEvent::Lifecycle { event: n })
    }

    #[tokio::test]
    async fn a_full_queue_tells_how_many_were_lost() {
        let bus = EventBus::new();
        let mut rx = bus.subscribe(2);
        for n in 0..5 {
            bus.publish(event(n));
        }
        assert_eq!(rx.next().await, Some(Received::Event(Arc::new(event(0)))));
        assert_eq!(rx.next().await, Some(Received::Event(Arc::new(event(1)))));
        assert_eq!(rx.next().await, Some(Received::Lagged(3)));
        bus.publish(event(7));
        assert_eq!(rx.next().await, Some(Received::Event(Arc::new(event(7)))));
    }

    #[test]
    fn a_dropped_subscription_is_forgotten() {
        let bus = EventBus::new();
        drop(bus.subscribe(1));
        bus.publish(event(1));
        assert!(bus.sinks.lock().unwrap().is_empty());
    }
}
