//! Lane crash: `kill -9` at random moments while clients change definitions, guests, networks and
//! volumes. Nothing that was acknowledged may be lost, nothing may be left that nobody knows of.
//!
//! Each worker changes objects of its own, one call at a time, and writes down what was acknowledged.
//! The call that was under way at the kill may or may not have happened; every other is certain.

use std::time::Duration;

use crate::harness::case::{Case, Outcome, Problem};
use crate::harness::daemon::Daemon;
use crate::harness::random::Random;

mod definitions;
mod guests;
mod networks;
mod volumes;

/// Every case of the lane; the rounds together are more than 200.
pub fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "definitions",
            run: || rounds::<definitions::Definitions>("definitions", 150),
        },
        Case {
            name: "volumes",
            run: || rounds::<volumes::Volumes>("volumes", 50),
        },
        Case {
            name: "networks",
            run: || rounds::<networks::Networks>("networks", 25),
        },
        Case {
            name: "guests",
            run: || rounds::<guests::Guests>("guests", 25),
        },
    ]
}

/// How many workers change things at once.
const WORKERS: u64 = 4;

/// One kind of objects, as one worker sees its own.
trait Subject: Sized + Send + 'static {
    /// A worker's objects at the beginning.
    fn new(worker: u64) -> Self;

    /// The longest the daemon may run before it is killed.
    const LONGEST_LIFE: Duration;

    /// Changes one object and notes what was acknowledged; an error is the daemon's death.
    fn change(&mut self, daemon: &Access, random: &mut Random) -> Outcome;

    /// Compares what is there with what was acknowledged, and accepts what is open as found.
    fn verify(&mut self, daemon: &Access) -> Outcome;

    /// Looks for what belongs to no object at all.
    fn verify_nothing_left(daemon: &Access, subjects: &[Self]) -> Outcome;
}

/// What a worker needs of the daemon.
#[derive(Clone)]
struct Access {
    socket: std::path::PathBuf,
    root: std::path::PathBuf,
    scratch: std::path::PathBuf,
}

impl Access {
    fn client(&self) -> Outcome<crate::harness::rpc::Client> {
        let mut client = crate::harness::rpc::Client::connect(&self.socket)?;
        client.open("qemu:///system", 0)?;
        Ok(client)
    }
}

fn rounds<S: Subject>(name: &str, count: u32) -> Outcome {
    let mut random = Random::seeded(name);
    let mut daemon = Daemon::start()?;
    let access = Access {
        socket: daemon.socket(),
        root: daemon.root(),
        scratch: daemon.scratch().path().to_owned(),
    };
    let mut subjects: Vec<S> = (0..WORKERS).map(S::new).collect();
    for round in 0..count {
        let failed = |problem: Problem| Problem::Failed(format!("round {round} of {count}: {problem}"));
        subjects = life(&mut daemon, &access, subjects, &mut random).map_err(failed)?;
        daemon.launch().map_err(failed)?;
        for subject in &mut subjects {
            subject
                .verify(&access)
                .map_err(|problem| failed(format!("{problem}\n{}", daemon.log_tail()).into()))?;
        }
        S::verify_nothing_left(&access, &subjects)
            .map_err(|problem| failed(format!("{problem}\n{}", daemon.log_tail()).into()))?;
    }
    Ok(())
}

/// Lets the workers loose on a daemon and kills it after a random while.
fn life<S: Subject>(
    daemon: &mut Daemon,
    access: &Access,
    subjects: Vec<S>,
    random: &mut Random,
) -> Outcome<Vec<S>> {
    let workers: Vec<_> = subjects
        .into_iter()
        .map(|mut subject| {
            let access = access.clone();
            let mut random = random.fork();
            std::thread::spawn(move || {
                loop {
                    if let Err(problem) = subject.change(&access, &mut random) {
                        return (subject, problem);
                    }
                }
            })
        })
        .collect();
    let longest = u64::try_from(S::LONGEST_LIFE.as_millis()).unwrap_or(u64::MAX);
    std::thread::sleep(Duration::from_millis(5 + random.below(longest)));
    daemon.require_alive()?;
    daemon.kill()?;
    let mut subjects = Vec::new();
    for worker in workers {
        let (subject, problem) = worker.join().map_err(|_| Problem::from("a worker panicked"))?;
        // The kill is why a worker ends; an answer that refuses is not.
        if matches!(problem, Problem::Refused(_)) {
            return Err(problem);
        }
        subjects.push(subject);
    }
    Ok(subjects)
}
