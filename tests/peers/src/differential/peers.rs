//! Both daemons, started when first needed and again when one has ended.

use super::difference::{Verdict, compare};
use super::script::Script;
use super::session::{Record, Session};
use ferrovirt_tests::harness::case::{Outcome, Problem};
use ferrovirt_tests::harness::daemon::Daemon;

pub struct Peers {
    ours: Peer,
    stock: Peer,
}

struct Peer {
    stock: bool,
    daemon: Option<Daemon>,
}

impl Peers {
    pub fn new() -> Self {
        Self {
            ours: Peer {
                stock: false,
                daemon: None,
            },
            stock: Peer {
                stock: true,
                daemon: None,
            },
        }
    }

    /// Runs a script on both and compares what came back.
    ///
    /// # Errors
    /// When a daemon cannot be started or opened; ours ending in the middle of a script is a difference.
    pub async fn compare(&mut self, script: &Script) -> Outcome<Verdict> {
        let (ours, stock) = tokio::join!(self.ours.record(script), self.stock.record(script));
        Ok(compare(script, &ours?, &stock?))
    }

    /// The end of our daemon's log.
    pub fn log_tail(&self) -> String {
        self.ours
            .daemon
            .as_ref()
            .map(Daemon::log_tail)
            .unwrap_or_default()
    }
}

impl Default for Peers {
    fn default() -> Self {
        Self::new()
    }
}

/// How often a stock daemon is started anew before a script: now and then one crashes as the client before leaves.
const TRIES: usize = 3;

impl Peer {
    async fn record(&mut self, script: &Script) -> Outcome<Record> {
        let mut tries = if self.stock { TRIES } else { 1 };
        loop {
            tries -= 1;
            match self.open().await {
                Ok(session) => return Ok(session.run(script).await),
                Err(_) if tries > 0 => self.daemon = None,
                Err(problem) => return Err(problem),
            }
        }
    }

    async fn open(&mut self) -> Outcome<Session> {
        if self
            .daemon
            .as_mut()
            .is_none_or(|daemon| daemon.require_alive().is_err())
        {
            let mut daemon = if self.stock {
                Daemon::prepare_stock()?
            } else {
                Daemon::prepare(&[])?
            };
            daemon.launch()?;
            self.daemon = Some(daemon);
        }
        let Some(daemon) = &self.daemon else {
            return Err(Problem::from("no daemon"));
        };
        let folder = daemon.scratch().join("files");
        // What an earlier script saved is not there any more.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let session = Session::open(&daemon.test_uri(), &folder.display().to_string()).await;
        session.map_err(|error| {
            let which = if self.stock {
                "the stock daemon"
            } else {
                "our daemon"
            };
            Problem::from(format!("{which}: {error}\n{}", daemon.log_tail()))
        })
    }
}
