//! The comparison: our daemon and a stock libvirtd, the same client on both, turn and turn about.
//!
//! One repetition of a scenario gives one figure. Repetitions alternate (ours, stock; stock, ours; …) and
//! the ratio is the median of the ratios of neighbours, so that a machine that is busy for a while is
//! busy for both.

use crate::harness::case::{Outcome, Problem};
use crate::harness::environment;

mod calls;
mod devices;
mod document;
mod events;
mod guests;
mod meter;
mod networks;
mod side;
mod startup;
mod storage;
mod streams;
mod xml;

use meter::median;
use side::Side;

/// A figure: what it counts, and how far ours may be from a stock libvirtd's.
struct Scenario {
    name: &'static str,
    unit: &'static str,
    goal: Goal,
    /// Repetitions, the first of which only warms up when there are more than two.
    repetitions: usize,
    run: fn(&mut Side) -> Outcome<f64>,
}

/// How far ours may be from theirs, or from nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    /// Ours divided by theirs is at most this.
    AtMost(f64),
    /// Ours divided by theirs is at least this.
    AtLeast(f64),
    /// Ours is at most this, whatever theirs is.
    Within(f64),
}

const fn within(
    name: &'static str,
    unit: &'static str,
    most: f64,
    repetitions: usize,
    run: fn(&mut Side) -> Outcome<f64>,
) -> Scenario {
    Scenario {
        name,
        unit,
        goal: Goal::Within(most),
        repetitions,
        run,
    }
}

const fn less(
    name: &'static str,
    unit: &'static str,
    goal: f64,
    repetitions: usize,
    run: fn(&mut Side) -> Outcome<f64>,
) -> Scenario {
    Scenario {
        name,
        unit,
        goal: Goal::AtMost(goal),
        repetitions,
        run,
    }
}

const fn more(
    name: &'static str,
    unit: &'static str,
    goal: f64,
    repetitions: usize,
    run: fn(&mut Side) -> Outcome<f64>,
) -> Scenario {
    Scenario {
        name,
        unit,
        goal: Goal::AtLeast(goal),
        repetitions,
        run,
    }
}

const SCENARIOS: &[Scenario] = &[
    less("call, raw, daemon CPU", "us", 0.2, 7, calls::ping_cpu),
    less("call, raw, latency", "us", 0.6, 7, calls::ping_latency),
    less(
        "call, libvirt.so, latency p50",
        "us",
        0.6,
        5,
        calls::library_latency,
    ),
    less("connect and close, daemon CPU", "us", 0.3, 7, calls::connect_cpu),
    less(
        "calls, 64 in flight, daemon CPU",
        "us",
        0.2,
        7,
        calls::pipelined_cpu,
    ),
    less("list of 1,000, raw", "us", 0.1, 7, calls::list),
    less("list of 1,000, daemon CPU", "us", 0.1, 7, calls::list_cpu),
    less(
        "statistics of 1,000 inactive, raw",
        "us",
        0.05,
        5,
        calls::statistics,
    ),
    less(
        "statistics of 1,000 inactive, daemon CPU",
        "us",
        0.05,
        5,
        calls::statistics_cpu,
    ),
    less(
        "statistics of 10,000 inactive, raw",
        "ms",
        0.05,
        2,
        startup::statistics_of_many,
    ),
    less("define and undefine of 8 KiB", "us", 0.2, 5, calls::define),
    less("dumpxml of 8 KiB, daemon CPU", "us", 0.15, 7, calls::dumpxml_cpu),
    more("events to 50 clients", "1/s", 8.0, 5, events::burst),
    less("guest create", "ms", 0.3, 7, guests::create),
    less("guest destroy", "ms", 0.06, 7, guests::destroy),
    less("NAT network start", "ms", 0.4, 7, guests::network_start),
    less("NAT network destroy", "ms", 0.15, 7, guests::network_destroy),
    less("100 NAT networks at start", "ms", 0.2, 2, networks::autostart),
    less("net-update of a DHCP host", "ms", 0.3, 5, networks::update),
    less("leases of 1,000 guests", "ms", 1.0, 5, networks::leases),
    less("list of node devices", "us", 0.3, 5, devices::list),
    less("node device by name", "us", 0.3, 5, devices::lookup),
    less(
        "first call after start, nothing defined",
        "ms",
        0.3,
        7,
        startup::empty,
    ),
    less(
        "first call after start, 10,000 defined",
        "ms",
        0.03,
        2,
        startup::many,
    ),
    less("memory, idle", "MiB", 0.4, 3, startup::memory_idle),
    less("memory, 10,000 defined", "MiB", 0.4, 2, startup::memory_many),
    more("upload of 256 MiB", "MB/s", 1.5, 5, streams::upload),
    less("upload of 256 MiB, daemon CPU", "ms", 0.5, 5, streams::upload_cpu),
    more("download of 256 MiB", "MB/s", 1.5, 5, streams::download),
    less(
        "download of 256 MiB, daemon CPU",
        "ms",
        0.5,
        5,
        streams::download_cpu,
    ),
    more("upload of 256 MiB by TLS", "MB/s", 1.0, 5, streams::secure_upload),
    less(
        "upload of 256 MiB by TLS, daemon CPU",
        "ms",
        1.0,
        5,
        streams::secure_upload_cpu,
    ),
    more(
        "download of 256 MiB by TLS",
        "MB/s",
        1.0,
        5,
        streams::secure_download,
    ),
    less(
        "download of 256 MiB by TLS, daemon CPU",
        "ms",
        1.0,
        5,
        streams::secure_download_cpu,
    ),
    less("refresh of 10,000 volumes", "ms", 0.2, 3, storage::refresh),
    less("list of 10,000 volumes", "ms", 0.2, 3, storage::list),
    less("volume by path among 10,000", "us", 0.5, 3, storage::lookup),
    less("raw volume made and removed", "ms", 1.0, 3, storage::raw),
    less("qcow2 volume made and removed", "ms", 0.7, 3, storage::qcow2),
    less("upload of 64 MiB in 16 GiB", "s", 0.1, 3, storage::sparse_upload),
    less(
        "upload of 64 MiB in 16 GiB, daemon CPU",
        "ms",
        0.5,
        3,
        storage::sparse_upload_cpu,
    ),
    less(
        "upload of 64 MiB in 4 GiB, own commands",
        "s",
        0.1,
        1,
        storage::own_upload,
    ),
    within(
        "list while 2 GiB are cloned, longest",
        "ms",
        10.0,
        1,
        storage::list_during_clone,
    ),
];

/// What was asked on the command line.
#[derive(Default)]
struct Request {
    quick: bool,
    only: Option<String>,
    json: Option<String>,
}

/// Runs the comparison and prints its table.
pub fn run(arguments: &[String]) -> Outcome {
    let request = parse(arguments)?;
    if request.only.as_deref().is_none_or(|only| only == "xml") {
        xml::run()?;
    }
    if request.only.as_deref() == Some("xml") {
        return Ok(());
    }
    let stock = std::path::Path::new("/usr/sbin/libvirtd").exists();
    if !stock {
        println!("bench: no stock libvirtd is installed: only our figures are measured");
    }
    println!("bench: programs of {}", environment::programs().display());
    println!(
        "{:<42} {:>6} {:>12} {:>12} {:>8} {:>8}  result",
        "scenario", "unit", "ours", "stock", "ratio", "goal"
    );
    let mut ours = Side::ours();
    let mut theirs = stock.then(Side::stock);
    let mut rows = Vec::new();
    for scenario in SCENARIOS {
        if request
            .only
            .as_ref()
            .is_some_and(|text| !scenario.name.contains(text.as_str()))
        {
            continue;
        }
        let row = measure(scenario, request.quick, &mut ours, theirs.as_mut());
        println!("{}", row.line());
        rows.push(row.json());
    }
    if let Some(path) = &request.json {
        std::fs::write(path, format!("{:#}\n", serde_json::Value::Array(rows)))?;
    }
    Ok(())
}

fn parse(arguments: &[String]) -> Outcome<Request> {
    let mut request = Request::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || {
            rest.next()
                .cloned()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--quick" => request.quick = true,
            "--only" => request.only = Some(value()?),
            "--json" => request.json = Some(value()?),
            other => return Err(format!("unknown argument {other:?}").into()),
        }
    }
    Ok(request)
}

/// What came of one scenario.
struct Row {
    scenario: &'static str,
    unit: &'static str,
    goal: Goal,
    ours: Result<f64, String>,
    stock: Option<Result<f64, String>>,
    ratio: Option<f64>,
}

fn measure(scenario: &Scenario, quick: bool, ours: &mut Side, mut stock: Option<&mut Side>) -> Row {
    let repetitions = if quick {
        scenario.repetitions.min(2)
    } else {
        scenario.repetitions
    };
    let mut figures: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
    let mut failures: [Option<String>; 2] = [None, None];
    for turn in 0..repetitions {
        let order = if turn % 2 == 0 { [0, 1] } else { [1, 0] };
        for which in order {
            let side = match (which, stock.as_deref_mut()) {
                (0, _) => &mut *ours,
                (_, Some(stock)) => stock,
                (_, None) => continue,
            };
            if failures[which].is_some() {
                continue;
            }
            match (scenario.run)(side) {
                Ok(figure) => figures[which].push(figure),
                Err(problem) => {
                    failures[which] = Some(describe(&problem));
                    side.forget();
                }
            }
        }
    }
    let warm_up = usize::from(repetitions > 2);
    let kept = |which: usize| figures[which].get(warm_up..).unwrap_or_default();
    let ratios: Vec<f64> = kept(0)
        .iter()
        .zip(kept(1))
        .map(|(ours, stock)| ours / stock)
        .collect();
    let result = |which: usize| match &failures[which] {
        Some(failure) => Err(failure.clone()),
        None => median(kept(which)).ok_or_else(|| "no figure".to_owned()),
    };
    Row {
        scenario: scenario.name,
        unit: scenario.unit,
        goal: scenario.goal,
        ours: result(0),
        stock: stock.is_some().then(|| result(1)),
        ratio: median(&ratios),
    }
}

fn describe(problem: &Problem) -> String {
    problem.to_string().lines().next().unwrap_or_default().to_owned()
}

impl Row {
    fn reached(&self) -> Option<bool> {
        match self.goal {
            Goal::AtMost(most) => self.ratio.map(|ratio| ratio <= most),
            Goal::AtLeast(least) => self.ratio.map(|ratio| ratio >= least),
            Goal::Within(most) => self.ours.as_ref().ok().map(|ours| *ours <= most),
        }
    }

    fn line(&self) -> String {
        let figure = |value: &Result<f64, String>| {
            value
                .as_ref()
                .map_or("-".to_owned(), |value| format!("{value:.1}"))
        };
        let stock = self.stock.as_ref().map_or("-".to_owned(), figure);
        let ratio = self.ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.3}"));
        let (sign, goal) = match self.goal {
            Goal::AtMost(goal) => ("<=", goal.to_string()),
            Goal::AtLeast(goal) => (">=", goal.to_string()),
            Goal::Within(goal) => ("<=", format!("{goal} {}", self.unit)),
        };
        let failure = [Some(&self.ours), self.stock.as_ref()]
            .into_iter()
            .flatten()
            .find_map(|value| value.as_ref().err());
        let verdict = match (failure, self.reached()) {
            (Some(failure), _) => failure.as_str(),
            (None, Some(true)) => "reached",
            (None, Some(false)) => "MISSED",
            (None, None) => "",
        };
        format!(
            "{:<42} {:>6} {:>12} {stock:>12} {ratio:>8} {sign}{:>6}  {verdict}",
            self.scenario,
            self.unit,
            figure(&self.ours),
            goal
        )
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "scenario": self.scenario, "unit": self.unit, "goal": format!("{:?}", self.goal), "ours": self.ours.as_ref().ok(),
            "stock": self.stock.as_ref().and_then(|value| value.as_ref().ok()),
            "ratio": self.ratio, "reached": self.reached(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read() {
        let request = parse(&["--quick", "--only", "guest"].map(str::to_owned)).expect("known arguments");
        assert!(request.quick);
        assert_eq!(request.only.as_deref(), Some("guest"));
        assert!(parse(&["--nonesuch".to_owned()]).is_err());
    }
}
