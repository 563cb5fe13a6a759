//! Frames of an event, each encoded once however many clients get it.
//!
//! A publisher hands one event to sink after sink on one thread, so the frames of the last event are kept
//! for each thread: one for each way of asking for it, without the number of the registration.

use super::registrations::{Class, Wanted};
use ferrovirt_types::event::Event;
use std::cell::RefCell;
use std::sync::Arc;

#[derive(Default)]
struct Last {
    event: Option<Arc<Event>>,
    frames: Vec<(Key, Option<Vec<u8>>)>,
}

/// Class, number in the class, and whether it was asked for in the old way.
type Key = (Class, i32, bool);

thread_local! {
    static LAST: RefCell<Last> = RefCell::default();
}

/// Gives the frame of `event` to `take`, if it is what `wanted` asks for. The number of the registration in
/// it is for the caller to fill in.
pub fn with(event: &Arc<Event>, wanted: &Wanted, take: impl FnOnce(&[u8])) {
    let key = (wanted.class, wanted.event, wanted.legacy);
    LAST.with_borrow_mut(|last| {
        if !last.event.as_ref().is_some_and(|known| Arc::ptr_eq(known, event)) {
            last.event = Some(Arc::clone(event));
            last.frames.clear();
        }
        let index = last.frames.iter().position(|(known, _)| *known == key);
        let index = index.unwrap_or_else(|| {
            last.frames.push((key, encode(event, wanted)));
            last.frames.len() - 1
        });
        if let Some((_, Some(frame))) = last.frames.get(index) {
            take(frame);
        }
    });
}

fn encode(event: &Event, wanted: &Wanted) -> Option<Vec<u8>> {
    match event {
        Event::Domain(dom, e) if wanted.class == Class::Domain => {
            super::domain::frame(dom, e, wanted.event, (!wanted.legacy).then_some(0))
        }
        other => super::other::frame(other, wanted.class, wanted.event),
    }
}
