//! `cargo xtask matrix`: the last result of every lane.

use crate::lane::{LANES, ON_DEMAND, Record, read_record};
use crate::{Outcome, flags, test};

pub fn run(arguments: &[String]) -> Outcome {
    let [] = flags(arguments, [])?;
    let mut records: Vec<Record> = Vec::new();
    let mut never = Vec::new();
    for lane in LANES.iter().chain(ON_DEMAND) {
        match read_record(lane.name)? {
            Some(record) => records.push(record),
            None => never.push(lane.name),
        }
    }
    print!("{}", test::render(&records));
    for name in never {
        println!("NEVER RUN {name}: run `cargo xtask test --lane {name}`");
    }
    Ok(())
}
