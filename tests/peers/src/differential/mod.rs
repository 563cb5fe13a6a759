//! Differential testing: sequences of calls that a seed makes up, run on our test driver through our
//! daemon and on a stock libvirtd's, both through our client. Results, error codes, error domains,
//! documents and events are compared; a difference is shrunk to a short script.

mod call;
mod calls;
mod difference;
mod document;
mod normal;
mod peers;
mod random;
mod resolve;
mod script;
mod session;
mod shrink;
mod value;

use difference::{Difference, Verdict};
use ferrovirt_tests::harness::case::Outcome;
use peers::Peers;
use random::Chance;
use script::Script;
use std::collections::BTreeMap;
use std::time::Instant;

/// The daemon to compare with.
const STOCK: &str = "/usr/sbin/libvirtd";
/// Calls of one script.
const LENGTH: usize = 40;
/// What is asked of a run.
pub struct Options {
    pub seed: u64,
    pub calls: u64,
    /// Different differences after which the run ends.
    pub enough: usize,
    /// A file with a script to run instead.
    pub replay: Option<String>,
}

impl Options {
    /// Reads `--seed N --calls N --enough N --replay FILE`.
    ///
    /// # Errors
    /// Names the argument that is not understood.
    pub fn read(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self {
            seed: 1,
            calls: 10_000,
            enough: 60,
            replay: None,
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest.next().ok_or_else(|| format!("{name} needs a value"))?;
            let number = || {
                value
                    .parse::<u64>()
                    .map_err(|_| format!("{name}: {value} is no number"))
            };
            match name.as_str() {
                "--seed" => options.seed = number()?,
                "--calls" => options.calls = number()?,
                "--enough" => options.enough = usize::try_from(number()?).unwrap_or(usize::MAX),
                "--replay" => options.replay = Some(value.clone()),
                other => return Err(format!("unknown argument {other}")),
            }
        }
        Ok(options)
    }
}

/// What a run has seen.
#[derive(Default)]
struct Tally {
    scripts: u64,
    calls: u64,
    meant: BTreeMap<&'static str, u64>,
    different: BTreeMap<String, u64>,
}

/// Runs what is asked for; false when there was a difference that nobody has explained.
///
/// # Errors
/// When a daemon cannot be run.
pub fn run(options: &Options) -> Outcome<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let mut peers = Peers::new();
    if let Some(file) = &options.replay {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        return runtime.block_on(replay(&mut peers, &Script::read(&text)?));
    }
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut chance = Chance::new(options.seed);
    while tally.calls < options.calls && tally.different.len() < options.enough {
        let script = Script::made_up(&mut chance, LENGTH);
        runtime.block_on(one(&mut peers, script, &mut tally))?;
    }
    println!(
        "seed {}: {} calls in {} scripts, {:.1} s",
        options.seed,
        tally.calls,
        tally.scripts,
        start.elapsed().as_secs_f64()
    );
    for (reason, count) in &tally.meant {
        println!("  meant, {count} times: {reason}");
    }
    for (signature, count) in &tally.different {
        println!("  NOT EXPLAINED, {count} times: {signature}");
    }
    Ok(tally.different.is_empty())
}

/// The lane: scripts of a few seeds, always the same ones; false when one shows a difference.
///
/// # Errors
/// When a daemon cannot be run.
pub fn lane(filter: Option<&str>) -> Outcome<bool> {
    const SEEDS: [u64; 3] = [1, 2, 3];
    const CALLS: u64 = 5000;
    if !std::path::Path::new(STOCK).exists() {
        println!("test differential ... skipped: there is no {STOCK} to compare with");
        return Ok(true);
    }
    let mut good = true;
    for seed in SEEDS {
        let name = format!("differential::seed_{seed}");
        if filter.is_some_and(|filter| !name.contains(filter)) {
            continue;
        }
        let same = run(&Options {
            seed,
            calls: CALLS,
            enough: 10,
            replay: None,
        })?;
        println!("test {name} ... {}", if same { "ok" } else { "FAILED" });
        good &= same;
    }
    Ok(good)
}

async fn one(peers: &mut Peers, script: Script, tally: &mut Tally) -> Outcome {
    tally.scripts += 1;
    tally.calls += u64::try_from(script.steps.len()).unwrap_or(0);
    match peers.compare(&script).await? {
        Verdict::Same => {}
        Verdict::Meant(reason) => *tally.meant.entry(reason).or_default() += 1,
        Verdict::Different(found) => {
            // A stock daemon may still have the connection of the script before when the next one comes, and with it
            // the objects: what is another way is so again.
            match peers.compare(&script).await? {
                Verdict::Different(again) if again.signature == found.signature => {}
                _ => return Ok(()),
            }
            let count = tally.different.entry(found.signature.clone()).or_default();
            *count += 1;
            if *count == 1 {
                let (script, found) = shrink::shrink(peers, script, found).await?;
                show(peers, &script, &found);
            }
        }
    }
    Ok(())
}

fn show(peers: &Peers, script: &Script, found: &Difference) {
    println!("-- {}", found.signature);
    print!("{}", script.text());
    println!("{found}");
    if found.ours.starts_with("the connection ended") {
        println!("{}", peers.log_tail());
    }
}

async fn replay(peers: &mut Peers, script: &Script) -> Outcome<bool> {
    match peers.compare(script).await? {
        Verdict::Same => println!("no difference"),
        Verdict::Meant(reason) => println!("meant: {reason}"),
        Verdict::Different(found) => {
            show(peers, script, &found);
            return Ok(false);
        }
    }
    Ok(true)
}
