//! Times reading and printing of a domain: `speed FILE`.
#![allow(clippy::print_stdout, reason = "printing is what this program does")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use ferrovirt_schema::domain::Domain;

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..2000)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("a file expected")?;
    let text = std::fs::read_to_string(file)?;
    let domain = Domain::parse(&text)?;
    println!("{} bytes", text.len());
    println!(
        "tree   {:?}",
        median(|| drop(black_box(ferrovirt_xml::parse(&text, Default::default()))))
    );
    println!("parse  {:?}", median(|| drop(black_box(Domain::parse(&text)))));
    println!("print  {:?}", median(|| drop(black_box(domain.to_xml()))));
    println!("clone  {:?}", median(|| drop(black_box(domain.clone()))));
    println!(
        "scan   {:?}",
        median(|| drop(black_box(ferrovirt_xml::scan_identity(&text))))
    );
    Ok(())
}
