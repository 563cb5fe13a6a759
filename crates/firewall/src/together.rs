//! Scripts that come while `nft` runs go together in its next run: starting the program, and the grace period
//! that the kernel waits for in each transaction, cost more than the rules of a network.
//!
//! A run is one transaction. When several scripts fail together, each is tried alone, so that everybody hears of
//! their own mistake only.

use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::Command;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// The kernel may wait for a grace period of its own; it takes milliseconds.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);
/// Most scripts in one run.
const MOST: usize = 32;

type Done = Result<(), HostError>;

/// The scripts that wait for a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    waiting: Vec<Waiting>,
    /// A task runs scripts and takes those that wait when it is done.
    runs: bool,
}

#[derive(Debug)]
struct Waiting {
    script: String,
    tell: oneshot::Sender<Done>,
}

impl Turns {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Applies a script, in a transaction of its own or with others. One that was begun is brought to its end,
    /// whether or not the caller still waits.
    pub(crate) async fn apply(&self, program: &Path, script: String) -> Done {
        let (tell, told) = oneshot::channel();
        let waiting = Waiting {
            script: script.clone(),
            tell,
        };
        let first = {
            let mut state = self.lock();
            state.waiting.push(waiting);
            !std::mem::replace(&mut state.runs, true)
        };
        if first {
            tokio::spawn(self.clone().work(program.to_owned()));
        }
        match told.await {
            Ok(done) => done,
            // The runtime of the task has ended.
            Err(_) => run(program, script).await,
        }
    }

    async fn work(self, program: PathBuf) {
        loop {
            let batch: Vec<Waiting> = {
                let mut state = self.lock();
                let count = state.waiting.len().min(MOST);
                if count == 0 {
                    state.runs = false;
                    return;
                }
                state.waiting.drain(..count).collect()
            };
            let together = match batch.as_slice() {
                [_] => false,
                many => {
                    let scripts: String = many.iter().map(|one| one.script.as_str()).collect();
                    run(&program, scripts).await.is_ok()
                }
            };
            for one in batch {
                let done = if together {
                    Ok(())
                } else {
                    run(&program, one.script).await
                };
                // Who does not wait any more does not want to know.
                let _ = one.tell.send(done);
            }
        }
    }
}

async fn run(program: &Path, script: String) -> Done {
    let command = Command::new(program)
        .args(["-f", "-"])
        .stdin(script)
        .timeout(DEADLINE);
    command.run().await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    /// A program that notes what it is given and refuses the word `bad`.
    fn program(dir: &Path) -> PathBuf {
        let path = dir.join("nft");
        let log = dir.join("log");
        let text = format!(
            "#!/bin/sh\ninput=$(cat)\necho \"$input\" | tr '\\n' ' ' >>{0}\necho >>{0}\ncase \"$input\" in *bad*) exit 1;; esac\n",
            log.display()
        );
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[tokio::test]
    async fn what_comes_together_goes_together_and_fails_alone() {
        let dir = tempfile::tempdir().unwrap();
        let program = program(dir.path());
        let turns = Turns::default();
        let apply = |word: &str| turns.apply(&program, format!("{word}\n"));
        // All are queued before the task that runs them has its first turn.
        let (a, b) = tokio::join!(apply("one"), apply("two"));
        a.unwrap();
        b.unwrap();
        let (c, d, e) = tokio::join!(apply("three"), apply("bad"), apply("five"));
        c.unwrap();
        assert!(matches!(d.unwrap_err(), HostError::Failed { .. }));
        e.unwrap();
        let log = std::fs::read_to_string(dir.path().join("log")).unwrap();
        let runs: Vec<_> = log.lines().map(str::trim).collect();
        assert_eq!(runs, ["one two", "three bad five", "three", "bad", "five"]);
    }
}
