//! The last result of each lane, kept in `target/lanes` as JSON for the matrix and for machines.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::outcome::{Skip, Tally};
use crate::{Outcome, workspace};

/// A lane's result.
pub struct Record {
    pub lane: String,
    pub seconds: f64,
    pub tally: Tally,
}

impl Record {
    pub fn write(&self) -> Outcome {
        let path = path(&self.lane);
        let skips: Vec<Value> = self
            .tally
            .skips
            .iter()
            .map(|skip| json!({"case": skip.case, "reason": skip.reason}))
            .collect();
        let document = json!({
            "lane": self.lane, "seconds": self.seconds, "passed": self.tally.passed,
            "failures": self.tally.failures, "unsteady": self.tally.unsteady, "skips": skips,
        });
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        }
        std::fs::write(&path, format!("{document:#}\n"))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    }
}

/// The last record of a lane; none when it never ran here.
pub fn read(lane: &str) -> Outcome<Option<Record>> {
    let path = path(lane);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    };
    let document: Value =
        serde_json::from_str(&text).map_err(|error| format!("{} is damaged: {error}", path.display()))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |name: &str| document[name].as_array().cloned().unwrap_or_default();
    let tally = Tally {
        passed: document["passed"].as_u64().unwrap_or_default(),
        failures: list("failures").iter().map(text).collect(),
        unsteady: list("unsteady").iter().map(text).collect(),
        skips: list("skips")
            .iter()
            .map(|skip| Skip {
                case: text(&skip["case"]),
                reason: text(&skip["reason"]),
            })
            .collect(),
    };
    Ok(Some(Record {
        lane: lane.to_owned(),
        seconds: document["seconds"].as_f64().unwrap_or_default(),
        tally,
    }))
}

fn path(lane: &str) -> PathBuf {
    workspace::target().join("lanes").join(format!("{lane}.json"))
}
