//! `cargo xtask test`: runs lanes and says what came of each.

use crate::lane::{LANES, Lane, ON_DEMAND, Record, Request, Skip};
use crate::{Outcome, setup, table};

pub fn run(arguments: &[String]) -> Outcome {
    let (lanes, request) = parse(arguments)?;
    setup::ensure(setup::Purpose::Test)?;
    run_lanes(&lanes, &request)
}

/// Runs lanes one after the other; fails when a case failed, or was left out under `CI=true`.
pub fn run_lanes(lanes: &[&Lane], request: &Request) -> Outcome {
    let records = lanes
        .iter()
        .map(|lane| lane.run(request))
        .collect::<Outcome<Vec<Record>>>()?;
    let skips_allowed = std::env::var_os("CI").is_none_or(|value| value != "true");
    print!("\n{}", render(&records));
    print_totals(&records);
    let bad: Vec<&str> = records
        .iter()
        .filter(|record| !record.tally.is_good(skips_allowed))
        .map(|record| record.lane.as_str())
        .collect();
    if bad.is_empty() {
        Ok(())
    } else {
        Err(format!("lanes that did not pass: {}", bad.join(", ")))
    }
}

/// The table of lanes, followed by what failed and what was left out, with reasons.
pub fn render(records: &[Record]) -> String {
    let rows: Vec<Vec<String>> = records.iter().map(row).collect();
    let mut text = table::render(
        &["lane", "result", "passed", "failed", "skipped", "seconds"],
        &rows,
    );
    for record in records {
        for failure in &record.tally.failures {
            text.push_str(&format!("FAILED  {}: {failure}\n", record.lane));
        }
        for case in &record.tally.unsteady {
            text.push_str(&format!(
                "UNSTEADY {}: {case}: failed among the others and passed alone\n",
                record.lane
            ));
        }
        for Skip { case, reason } in &record.tally.skips {
            text.push_str(&format!("SKIPPED {}: {case}: {reason}\n", record.lane));
        }
    }
    text
}

fn row(record: &Record) -> Vec<String> {
    let tally = &record.tally;
    let result = if !tally.failures.is_empty() {
        "FAILED"
    } else if tally.passed == 0 {
        "SKIPPED"
    } else {
        "ok"
    };
    vec![
        record.lane.clone(),
        result.to_owned(),
        tally.passed.to_string(),
        tally.failures.len().to_string(),
        tally.skips.len().to_string(),
        format!("{:.1}", record.seconds),
    ]
}

fn print_totals(records: &[Record]) {
    let passed: u64 = records.iter().map(|record| record.tally.passed).sum();
    let failed: usize = records.iter().map(|record| record.tally.failures.len()).sum();
    let skipped: usize = records.iter().map(|record| record.tally.skips.len()).sum();
    println!("{passed} passed, {failed} failed, {skipped} skipped");
}

fn parse(arguments: &[String]) -> Outcome<(Vec<&'static Lane>, Request)> {
    let mut lanes = Vec::new();
    let mut request = Request::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest
            .next()
            .ok_or_else(|| format!("{argument} needs a value (see cargo xtask help)"))?;
        match argument.as_str() {
            "--lane" => lanes.push(lane(value)?),
            "--filter" => request.filter = Some(value.clone()),
            other => return Err(format!("unknown argument {other:?} (see cargo xtask help)")),
        }
    }
    if lanes.is_empty() {
        lanes.extend(LANES);
    }
    Ok((lanes, request))
}

fn lane(name: &str) -> Outcome<&'static Lane> {
    let all = || LANES.iter().chain(ON_DEMAND);
    all().find(|lane| lane.name == name).ok_or_else(|| {
        let known: Vec<&str> = all().map(|lane| lane.name).collect();
        format!("there is no lane {name:?}; there are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lane::Tally;

    #[test]
    fn lanes_are_chosen_by_name() {
        let arguments = ["--lane", "wire", "--lane", "unit", "--filter", "net"].map(str::to_owned);
        let (lanes, request) = parse(&arguments).expect("known lanes");
        assert_eq!(
            lanes.iter().map(|lane| lane.name).collect::<Vec<_>>(),
            ["wire", "unit"]
        );
        assert_eq!(request.filter.as_deref(), Some("net"));
        assert!(parse(&["--lane".to_owned(), "nonesuch".to_owned()]).is_err());
        // One on demand is not among those of every run.
        let (asked, _) = parse(&["--lane".to_owned(), "rbd".to_owned()]).expect("a lane on demand");
        let (usual, _) = parse(&[]).expect("the usual lanes");
        assert_eq!(asked.len(), 1);
        assert!(usual.iter().all(|lane| lane.name != "rbd"));
    }

    #[test]
    fn reasons_are_shown() {
        let record = Record {
            lane: "qemu".to_owned(),
            seconds: 1.0,
            tally: Tally::skip("all", "not root"),
        };
        let text = render(&[record]);
        assert!(text.contains("SKIPPED qemu: all: not root"), "{text}");
    }
}
