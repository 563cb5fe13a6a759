//! Distribution of events: a driver publishes, every open connection has a sink.
//!
//! Publishing never waits: a sink takes or drops at once. Who reads slowly is bounded by its own
//! queue and told that it lagged; nobody else notices.

use crate::session::Losses;
use ferrovirt_types::event::Event;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::mpsc;

/// Takes events. Called on the publisher's thread, so it must not wait.
pub trait EventSink: Send + Sync {
    /// Takes one event.
    fn deliver(&self, event: &Arc<Event>);
    /// So many events were lost on their way to the bus: they would have been here.
    fn lost(&self, _count: u64) {}
    /// The connection to the events' source ended and was opened again.
    fn reconnected(&self, _losses: &Arc<Losses>) {}
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
        let sinks = self.sinks();
        if sinks.is_empty() {
            return;
        }
        let event = Arc::new(event);
        for sink in sinks {
            sink.deliver(&event);
        }
    }

    /// Tells every sink that so many events did not reach the bus, such as those that a daemon dropped.
    pub fn lost(&self, count: u64) {
        for sink in self.sinks() {
            sink.lost(count);
        }
    }

    /// Tells every sink what was lost when the connection to the events' source was opened again.
    pub fn reconnected(&self, losses: Losses) {
        let losses = Arc::new(losses);
        for sink in self.sinks() {
            sink.reconnected(&losses);
        }
    }

    fn sinks(&self) -> Vec<Arc<dyn EventSink>> {
        let mut sinks = self.sinks.lock().unwrap_or_else(PoisonError::into_inner);
        sinks.retain(|s| s.strong_count() > 0);
        sinks.iter().filter_map(Weak::upgrade).collect()
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
    sender: mpsc::Sender<Received>,
    lost: Mutex<u64>,
}

impl QueueSink {
    /// Queues, or counts what finds no room.
    fn put(&self, received: Received, count: u64) {
        if self.sender.try_send(received).is_err() {
            *self.lost.lock().unwrap_or_else(PoisonError::into_inner) += count;
        }
    }
}

impl EventSink for QueueSink {
    fn deliver(&self, event: &Arc<Event>) {
        self.put(Received::Event(event.clone()), 1);
    }

    fn lost(&self, count: u64) {
        self.put(Received::Lagged(count), count);
    }

    fn reconnected(&self, losses: &Arc<Losses>) {
        self.put(Received::Reconnected(losses.clone()), 1);
    }
}

/// What comes out of a subscription.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// An event.
    Event(Arc<Event>),
    /// So many events were dropped since the last one, because the queue was full.
    Lagged(u64),
    /// The connection to the events' source ended and was opened again: events in between are missing.
    Reconnected(Arc<Losses>),
}

/// A subscription; ends when dropped.
pub struct EventReceiver {
    receiver: mpsc::Receiver<Received>,
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
        self.receiver.recv().await
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

    #[tokio::test]
    async fn a_gap_before_the_bus_stands_in_order() {
        let bus = EventBus::new();
        let mut rx = bus.subscribe(4);
        bus.publish(event(1));
        bus.lost(5);
        bus.publish(event(2));
        assert_eq!(rx.next().await, Some(Received::Event(Arc::new(event(1)))));
        assert_eq!(rx.next().await, Some(Received::Lagged(5)));
        assert_eq!(rx.next().await, Some(Received::Event(Arc::new(event(2)))));
    }

    #[test]
    fn a_dropped_subscription_is_forgotten() {
        let bus = EventBus::new();
        drop(bus.subscribe(1));
        bus.publish(event(1));
        assert!(bus.sinks.lock().unwrap().is_empty());
    }
}
