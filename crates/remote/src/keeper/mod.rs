//! The task that keeps a connection: it asks the daemon for events, each kind once for all who listen, and
//! opens the connection again after it has ended.
//!
//! ```text
//!            ended                       opened again: losses told, events asked for again
//!   open ────────────► away ─────────────────────────────────────────────────────────► open
//!                       │  at a caller's wish, or by itself if the options say so
//!                       └──► given up: the time is over, or this side has closed it
//! ```
//!
//! It does one thing after another and alone changes which link is used, so that nobody asks twice.

mod registrations;

use crate::error::RemoteError;
use crate::events::{Active, notices};
use crate::link::Link;
use crate::open::Target;
use arc_swap::ArcSwap;
use ferrovirt_driver::events::EventBus;
use ferrovirt_driver::session::{Closed, Interest, Losses};
use ferrovirt_types::Result;
use registrations::Registrations;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// The longest pause between attempts to open a connection again.
const PAUSE: Duration = Duration::from_secs(30);

enum Request {
    Listen(Interest, oneshot::Sender<Result<()>>),
    Unlisten(Interest),
    Watch,
    Reconnect(oneshot::Sender<Result<Losses>>),
    Leave,
}

/// What the driver has of the task. Dropping it ends the task.
pub(crate) struct Keeper {
    requests: mpsc::UnboundedSender<Request>,
    ended: watch::Receiver<Option<Closed>>,
    watching: AtomicBool,
    task: JoinHandle<()>,
}

impl Keeper {
    /// Starts the task. It keeps the link, but does not keep it alive.
    pub fn start(link: &Arc<ArcSwap<Link>>, bus: EventBus, active: Arc<Active>, target: Arc<Target>) -> Self {
        let (requests, receiver) = mpsc::unbounded_channel();
        let (given_up, ended) = watch::channel(None);
        let kept = Kept {
            link: Arc::downgrade(link),
            bus,
            registrations: Registrations::new(active),
            target,
            given_up,
            left: false,
        };
        Self {
            requests,
            ended,
            watching: AtomicBool::new(false),
            task: tokio::spawn(kept.run(receiver)),
        }
    }

    /// The task ends only with the driver.
    fn send(&self, request: Request) {
        if self.requests.send(request).is_err() {
            tracing::debug!("the connection is not kept any more");
        }
    }

    pub async fn listen(&self, interest: Interest) -> Result<()> {
        let (sender, answer) = oneshot::channel();
        self.send(Request::Listen(interest, sender));
        answer.await.unwrap_or_else(|_| Err(RemoteError::Closed.into()))
    }

    pub fn unlisten(&self, interest: Interest) {
        self.send(Request::Unlisten(interest));
    }

    /// From now on the daemon is to tell when its own connection ends.
    pub fn watch(&self) {
        if !self.watching.swap(true, Ordering::Relaxed) {
            self.send(Request::Watch);
        }
    }

    pub async fn reconnect(&self) -> Result<Losses> {
        let (sender, answer) = oneshot::channel();
        self.send(Request::Reconnect(sender));
        answer.await.unwrap_or_else(|_| Err(RemoteError::Closed.into()))
    }

    /// This side closes the connection: it is not opened again by itself.
    pub fn leave(&self) {
        self.send(Request::Leave);
    }

    /// Waits until a connection that is opened again by itself is given up.
    pub async fn given_up(&self) -> Closed {
        let mut ended = self.ended.clone();
        let reason = ended
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|reason| *reason);
        reason.unwrap_or(Closed::Client)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Attempts to open a connection again.
struct Attempts {
    next: Instant,
    pause: Duration,
    until: Instant,
}

struct Kept {
    link: Weak<ArcSwap<Link>>,
    bus: EventBus,
    registrations: Registrations,
    target: Arc<Target>,
    given_up: watch::Sender<Option<Closed>>,
    /// This side has closed the connection.
    left: bool,
}

impl Kept {
    fn link(&self) -> Option<Arc<Link>> {
        self.link.upgrade().map(|slot| slot.load_full())
    }

    async fn run(mut self, mut requests: mpsc::UnboundedReceiver<Request>) {
        let mut attempts: Option<Attempts> = None;
        loop {
            let Some(link) = self.link() else { return };
            let alone = self.target.options.reconnect.filter(|_| !self.left);
            // A future of the link that keeps only what its tasks share.
            let shared = link.shared().clone();
            drop(link);
            let change = async {
                match (&attempts, alone) {
                    (Some(attempts), _) => tokio::time::sleep_until(attempts.next).await,
                    (None, Some(_)) => drop(shared.wait_down().await),
                    (None, None) => std::future::pending().await,
                }
            };
            tokio::select! {
                request = requests.recv() => match request {
                    Some(request) => self.serve(request).await,
                    None => return,
                },
                () = change => match (attempts.take(), alone) {
                    (Some(last), _) => attempts = self.attempt(last).await,
                    (None, Some(settings)) => {
                        let now = Instant::now();
                        attempts = Some(Attempts {
                            next: now + settings.first,
                            pause: settings.first,
                            until: now + settings.limit,
                        });
                    }
                    (None, None) => {}
                },
            }
            if self.left {
                attempts = None;
                self.given_up.send_replace(Some(Closed::Client));
            }
        }
    }

    /// One attempt; gives when the next one is due.
    async fn attempt(&mut self, last: Attempts) -> Option<Attempts> {
        match self.reopen().await {
            Ok(losses) => {
                self.bus.reconnected(losses);
                None
            }
            Err(error) if Instant::now() < last.until => {
                tracing::debug!(%error, "the connection is not open yet");
                let pause = (last.pause * 2).min(PAUSE);
                Some(Attempts {
                    next: Instant::now() + pause,
                    pause,
                    ..last
                })
            }
            Err(error) => {
                tracing::warn!(%error, "the connection is given up");
                let down = self.link().and_then(|link| link.down().map(|down| down.reason));
                self.given_up.send_replace(Some(down.unwrap_or(Closed::Error)));
                self.left = true;
                None
            }
        }
    }

    async fn serve(&mut self, request: Request) {
        // Who asked may have gone; nobody misses the answer then.
        match request {
            Request::Listen(interest, answer) => {
                let result = match self.link() {
                    Some(link) => self.registrations.listen(&link, interest).await,
                    None => Err(RemoteError::Closed.into()),
                };
                let _ = answer.send(result);
            }
            Request::Unlisten(interest) => {
                if let Some(link) = self.link() {
                    self.registrations.unlisten(&link, &interest).await;
                }
            }
            Request::Watch => {
                if let Some(link) = self.link() {
                    self.registrations.watch_far_end(&link).await;
                }
            }
            Request::Reconnect(answer) => {
                let _ = answer.send(self.reopen().await);
            }
            Request::Leave => self.left = true,
        }
    }

    /// Opens the connection again, unless it is open.
    async fn reopen(&mut self) -> Result<Losses> {
        let (Some(slot), Some(before)) = (self.link.upgrade(), self.link()) else {
            return Err(RemoteError::Closed.into());
        };
        let Some(down) = before.down().cloned() else {
            return Ok(Losses::default());
        };
        self.registrations.active().clear();
        let notices = notices(self.bus.clone(), self.registrations.active().clone());
        let link = Arc::new(self.target.open(notices).await?);
        let (missed, refused) = self.registrations.restore(&link).await;
        slot.store(link);
        self.left = false;
        self.given_up.send_replace(None);
        Ok(Losses {
            reason: Some(down.reason),
            calls: down.calls,
            streams: down.streams,
            missed,
            refused,
        })
    }
}
