//! One suite, written once against the API, over three carriers. Where a stock daemon answers otherwise
//! on purpose, the case says so and why (`by_carrier`), and what the stock one answers is checked too.

mod cases;
mod ground;
mod pipe;
mod transport;

pub use pipe::run as pipe;

use ferrovirt_tests::harness::case::{Outcome, Problem};
use ground::Ground;
use std::time::{Duration, Instant};

/// How long a case may take on a loaded machine.
const LIMIT: Duration = Duration::from_secs(60);

/// What lies between the API and the test driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Nothing.
    InProcess,
    /// Our daemon.
    Ours,
    /// A stock libvirtd 9.0.
    Stock,
}

impl Carrier {
    fn name(self) -> &'static str {
        match self {
            Self::InProcess => "in_process",
            Self::Ours => "our_daemon",
            Self::Stock => "stock_libvirtd",
        }
    }
}

type Running<'a> = std::pin::Pin<Box<dyn Future<Output = Outcome> + 'a>>;

/// A case of the suite.
pub struct Check {
    name: &'static str,
    run: for<'a> fn(&'a Ground) -> Running<'a>,
}

/// Lists cases: the functions of a module, each with its own name.
macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        pub const CHECKS: &[$crate::carrier::Check] = &[$(
            $crate::carrier::Check {
                name: stringify!($name),
                run: |ground| Box::pin($name(ground)),
            },
        )*];
    };
}
pub(crate) use checks;

/// Runs the cases whose name holds the filter over all carriers; false when one failed.
///
/// # Errors
/// When the runtime or a daemon cannot be started.
pub fn run(filter: Option<&str>) -> Outcome<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let mut good = true;
    for carrier in [Carrier::InProcess, Carrier::Ours, Carrier::Stock] {
        let mut ground = Ground::new(carrier)?;
        let families: Vec<&[Check]> = if carrier == Carrier::InProcess {
            cases::ALL.to_vec()
        } else {
            [cases::ALL, &[transport::CHECKS]].concat()
        };
        for check in families.into_iter().flatten() {
            let name = format!("carriers::{}::{}", carrier.name(), check.name);
            if filter.is_some_and(|filter| !name.contains(filter)) {
                continue;
            }
            let start = Instant::now();
            let outcome = runtime.block_on(async {
                let outcome = tokio::time::timeout(LIMIT, (check.run)(&ground)).await;
                ground.end().await;
                outcome.unwrap_or_else(|_| Err(Problem::from(format!("not done within {LIMIT:?}"))))
            });
            good &= tell(&name, start, outcome);
            ground.tidy()?;
        }
    }
    Ok(good)
}

fn tell(name: &str, start: Instant, outcome: Outcome) -> bool {
    match outcome {
        Ok(()) => println!("test {name} ... ok ({} ms)", start.elapsed().as_millis()),
        Err(Problem::Skipped(reason)) => println!("test {name} ... skipped: {reason}"),
        Err(Problem::Failed(message) | Problem::Refused(message)) => {
            println!("test {name} ... FAILED ({} ms)", start.elapsed().as_millis());
            for line in message.lines() {
                println!("    {line}");
            }
            return false;
        }
    }
    true
}
