//! Following the job of a disk until it has ended, or goes on in step with the guest.

use crate::error::{CliError, Context};
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_api::event::{DomainEvent, Event, EventKind, EventObject, Interest};
use ferrovirt_api::{Domain, EventItem, EventStream};
use ferrovirt_types::consts::{ConnectDomainEventBlockJobStatus as Status, DomainBlockJobAbortFlags};
use serde_json::json;
use std::future::pending;
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};

/// How often a job is looked at, beside what is told of it.
const LOOK: Duration = Duration::from_millis(500);

/// The event about jobs of disks, by source and by target.
const KINDS: [EventKind; 2] = [EventKind::Domain(8), EventKind::Domain(16)];

/// Where a job is when there is nothing more to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reached {
    /// It has ended and did what it should.
    Done,
    /// Source and destination are in step, and stay so until it is ended.
    InStep,
    /// It failed.
    Failed,
    /// The user or the time limit ended it.
    Aborted,
}

/// A job that is waited for. It is made before the job begins, so that no event of it is missed.
pub(super) struct Followed<'a> {
    domain: &'a Domain,
    path: &'a str,
    label: &'static str,
    events: Option<EventStream>,
    until: Option<Instant>,
    verbose: bool,
    at_once: bool,
}

impl<'a> Followed<'a> {
    /// Whether one of the options that imply waiting is there.
    pub(super) fn is_asked(args: &Args, implying: &[&str]) -> bool {
        ["wait", "verbose", "timeout"]
            .iter()
            .chain(implying)
            .any(|option| args.has(option))
    }

    /// Listens for what becomes of a job of a disk that is called `label`.
    pub(super) async fn new(
        domain: &'a Domain,
        path: &'a str,
        label: &'static str,
        args: &Args,
    ) -> Result<Self, CliError> {
        let limit: Option<u64> = args.number("timeout")?;
        let of = EventObject::Domain(domain.identity().clone());
        let interests = KINDS.map(|kind| Interest {
            kind,
            of: Some(of.clone()),
        });
        Ok(Self {
            domain,
            path,
            label,
            // A daemon without such events is asked for the job itself.
            events: domain.connection().events_for(&interests).await.ok(),
            until: limit.map(|seconds| Instant::now() + Duration::from_secs(seconds)),
            verbose: args.flag("verbose"),
            at_once: args.flag("async"),
        })
    }

    /// Waits.
    pub(super) async fn wait(mut self, shell: &mut Shell) -> Result<Reached, CliError> {
        loop {
            let status = tokio::select! {
                status = told(self.events.as_mut(), self.path) => Some(status),
                () = sleep(LOOK) => None,
                () = time_is_up(self.until) => return self.abort().await,
                _ = tokio::signal::ctrl_c() => return self.abort().await,
            };
            let reached = match status {
                Some(Status::Completed) => Some(Reached::Done),
                Some(Status::Failed) => Some(Reached::Failed),
                Some(Status::Canceled) => Some(Reached::Aborted),
                Some(Status::Ready) => Some(Reached::InStep),
                None => self.look(shell).await?,
            };
            if let Some(reached) = reached {
                if self.verbose && matches!(reached, Reached::Done | Reached::InStep) {
                    self.progress(shell, 10_000)?;
                }
                return Ok(reached);
            }
        }
    }

    /// Asks for the job: what it has reached, if it need not be waited for any more.
    async fn look(&self, shell: &mut Shell) -> Result<Option<Reached>, CliError> {
        let job = self.domain.block_job(self.path).await;
        let job = job.context(|| format!("failed to query job for disk {}", self.path))?;
        let Some(job) = job else {
            return Ok(Some(Reached::Done));
        };
        if self.verbose {
            self.progress(shell, share(job.current, job.end))?;
        }
        // Without events, being at the end is all there is to see of being in step.
        let at_end = self.events.is_none() && job.end > 0 && job.current == job.end;
        Ok(at_end.then_some(Reached::InStep))
    }

    fn progress(&self, shell: &mut Shell, share: u128) -> Result<(), CliError> {
        shell.say(&format!("\r{}", percent(self.label, share)))
    }

    async fn abort(self) -> Result<Reached, CliError> {
        let flags = if self.at_once {
            DomainBlockJobAbortFlags::ASYNC
        } else {
            DomainBlockJobAbortFlags::empty()
        };
        let aborted = self.domain.abort_block_job(self.path, flags).await;
        aborted.context(|| format!("failed to abort job for disk {}", self.path))?;
        Ok(Reached::Aborted)
    }
}

/// A job that did not do what it should, told as virsh tells it.
pub(super) fn in_vain(what: &str) -> Report {
    Report::Fault(format!("\n{what}\n"), json!({ "message": what }))
}

/// How far a job is, in hundredths of a percent; all of it only when all is done.
pub(super) fn share(current: u64, end: u64) -> u128 {
    let share = u128::from(current) * 10_000 / u128::from(end.max(1));
    if end == 0 { 0 } else { share.min(10_000) }
}

/// A share as it is shown.
pub(super) fn percent(label: &str, share: u128) -> String {
    if share >= 10_000 {
        return format!("{label}: [100 %]");
    }
    format!("{label}: [{:>3}.{:02} %]", share / 100, share % 100)
}

/// The next thing that is told of the job.
async fn told(events: Option<&mut EventStream>, disk: &str) -> Status {
    let Some(events) = events else {
        return pending().await;
    };
    loop {
        match events.next().await {
            None => return pending().await,
            Some(EventItem::Event(event)) => {
                if let Event::Domain(
                    _,
                    DomainEvent::BlockJob {
                        path, dev, status, ..
                    },
                ) = event.as_ref()
                    && (path == disk || dev == disk)
                    && let Some(status) = Status::from_raw(*status)
                {
                    return status;
                }
            }
            Some(EventItem::Lagged(_) | EventItem::Reconnected(_)) => {}
        }
    }
}

async fn time_is_up(until: Option<Instant>) {
    match until {
        Some(at) => sleep_until(at).await,
        None => pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares() {
        assert_eq!([share(1, 3), share(5, 5), share(0, 0)], [3333, 10_000, 0]);
        assert_eq!(percent("Block Pull", 3333), "Block Pull: [ 33.33 %]");
        assert_eq!(percent("Block Pull", 10_000), "Block Pull: [100 %]");
    }
}
