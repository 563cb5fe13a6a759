//! `cargo xtask tidy`: the rules of the house that no compiler checks.

use crate::{Outcome, workspace};

mod files;
mod floors;
mod manifests;

pub fn run() -> Outcome {
    let packages = workspace::packages()?;
    let sources = files::read()?;
    let mut problems = floors::check(&packages);
    problems.extend(manifests::check(&packages)?);
    problems.extend(files::check(&sources));
    for problem in &problems {
        println!("tidy: {problem}");
    }
    match problems.len() {
        0 => {
            println!(
                "tidy: {} packages and {} files are in order",
                packages.len(),
                sources.len()
            );
            Ok(())
        }
        count => Err(format!("{count} breaches of the rules of the house")),
    }
}
