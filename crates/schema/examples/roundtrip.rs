//! Reads a document from standard input and prints it back: `roundtrip --kind domain [--lossless]`.
#![allow(clippy::print_stdout, reason = "printing is what this program does")]

use std::io::Read;
use std::process::ExitCode;

use ferrovirt_schema::Kind;

fn roundtrip(args: &[String]) -> Result<String, String> {
    let name = args
        .iter()
        .position(|a| a == "--kind")
        .and_then(|i| args.get(i + 1))
        .ok_or("--kind is missing")?;
    let kind = Kind::find(name).ok_or_else(|| format!("no documents of kind '{name}'"))?;
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|e| format!("cannot read: {e}"))?;
    let printed = match args.iter().any(|a| a == "--lossless") {
        true => kind.lossless(&text),
        false => kind.canonical(&text),
    };
    printed.map_err(|e| e.to_string())
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    match roundtrip(&args) {
        Ok(xml) => {
            print!("{xml}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
