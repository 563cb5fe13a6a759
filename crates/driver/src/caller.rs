//! Whether whoever made a call still waits for it.
//!
//! A call from another process is carried to its end though its client is gone. What takes long and can be undone,
//! such as copying a volume, may look here and end early.

use tokio::sync::watch;

tokio::task_local! {
    static CALLER: Caller;
}

/// A client that is there until this is dropped, or said to have left.
#[derive(Debug)]
pub struct Presence(watch::Sender<bool>);

impl Presence {
    /// A client that is there.
    pub fn new() -> Self {
        Presence(watch::Sender::new(true))
    }

    /// The client as its calls see it.
    pub fn caller(&self) -> Caller {
        Caller(self.0.subscribe())
    }

    /// The client is gone.
    pub fn leave(&self) {
        self.0.send_replace(false);
    }
}

impl Default for Presence {
    fn default() -> Self {
        Self::new()
    }
}

/// Whoever made a call.
#[derive(Debug, Clone)]
pub struct Caller(watch::Receiver<bool>);

impl Caller {
    /// Serves a call of it.
    pub fn serve<F: Future>(self, call: F) -> impl Future<Output = F::Output> {
        CALLER.scope(self, call)
    }

    /// Waits until it is gone.
    pub async fn gone(mut self) {
        // An error says that the presence was dropped.
        let _ = self.0.wait_for(|there| !*there).await;
    }
}

/// Whoever made the call that is being served; none in process, where a call that nobody waits for is dropped.
pub fn current() -> Option<Caller> {
    CALLER.try_with(Clone::clone).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_learns_that_its_caller_left() {
        assert!(current().is_none());
        let presence = Presence::new();
        let call = presence.caller().serve(async { current().unwrap().gone().await });
        let leave = async { presence.leave() };
        tokio::join!(call, leave);
    }
}
