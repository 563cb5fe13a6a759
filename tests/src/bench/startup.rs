//! From exec to the first answer, and what a daemon keeps in memory.

use std::time::{Duration, Instant};

use super::calls::all_statistics;
use super::document;
use super::meter::time_each;
use super::side::{Side, client};
use crate::harness::case::{Outcome, require_equal};
use crate::harness::daemon::Daemon;
use crate::harness::wait;

const MANY: u32 = 10_000;
const LIMIT: Duration = Duration::from_secs(120);

pub fn empty(side: &mut Side) -> Outcome<f64> {
    start(side.fresh()?, 0).map(|(_, elapsed)| elapsed)
}

pub fn many(side: &mut Side) -> Outcome<f64> {
    start(furnished(side)?, MANY).map(|(_, elapsed)| elapsed)
}

pub fn memory_idle(side: &mut Side) -> Outcome<f64> {
    let (daemon, _) = start(side.fresh()?, 0)?;
    mebibytes(&daemon)
}

pub fn memory_many(side: &mut Side) -> Outcome<f64> {
    let (daemon, _) = start(furnished(side)?, MANY)?;
    mebibytes(&daemon)
}

/// All statistics of ten thousand domains that do not run, once their definitions were read for the first answer.
pub fn statistics_of_many(side: &mut Side) -> Outcome<f64> {
    let (daemon, _) = start(furnished(side)?, MANY)?;
    let mut client = client(&daemon)?;
    client.stream.set_read_timeout(Some(LIMIT))?;
    all_statistics(&mut client, MANY)?;
    let microseconds = time_each(5, || all_statistics(&mut client, MANY))?;
    Ok(microseconds / 1e3)
}

/// Starts a daemon and asks for its domains until it answers with all of them.
fn start(mut daemon: Daemon, count: u32) -> Outcome<(Daemon, f64)> {
    let begin = Instant::now();
    daemon.launch()?;
    let domains = wait::until("the first answer", LIMIT, || client(&daemon).ok()?.list(0).ok())?;
    let elapsed = begin.elapsed().as_secs_f64() * 1e3;
    require_equal(
        "how many domains there are",
        domains.len(),
        usize::try_from(count).unwrap_or_default(),
    )?;
    Ok((daemon, elapsed))
}

/// One whose folder already has many definitions, in the form that it prints itself.
fn furnished(side: &Side) -> Outcome<Daemon> {
    let mut daemon = side.fresh()?;
    daemon.launch()?;
    let pattern = "bench-pattern";
    let printed = {
        let mut client = client(&daemon)?;
        let domain = client.define(&document::realistic(pattern))?;
        let printed = client.domain_xml(&domain, 2)?;
        client.undefine(&domain)?;
        printed
    };
    daemon.stop()?;
    let folder = daemon.file("etc/qemu");
    for number in 0..MANY {
        let name = document::name(number);
        let text = document::renamed(&printed, pattern, &name, number);
        std::fs::write(folder.join(format!("{name}.xml")), text)?;
    }
    Ok(daemon)
}

/// After a moment in which what start-up needed is given back.
fn mebibytes(daemon: &Daemon) -> Outcome<f64> {
    std::thread::sleep(Duration::from_millis(1500));
    Ok(daemon.resident_kib()? as f64 / 1024.0)
}
