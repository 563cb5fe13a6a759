//! Reads a document from standard input and prints it back: `roundtrip --kind domain [--lossless]`.
#![allow(clippy::print_stdout, reason = "printing is what this program does")]

use std::io::Read;
use std::process::ExitCode;

use ferrovirt_schema::domain::Domain;
use ferrovirt_xml::XmlError;

/// Reads and prints a document, canonically or losslessly.
macro_rules! through {
    ($type:ty, $text:expr, $lossless:expr) => {
        match $lossless {
            true => <$type>::parse_lossless($text).and_then(|d| d.to_xml_lossless()),
            false => <$type>::parse($text).map(|d| d.to_xml()),
        }
    };
}

fn roundtrip(kind: &str, text: &str, lossless: bool) -> Result<String, String> {
    let result: Result<String, XmlError> = match kind {
        "domain" => through!(Domain, text, lossless),
        _ => return Err(format!("no documents of kind '{kind}'")),
    };
    result.map_err(|e| e.to_string())
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let kind = args
        .iter()
        .position(|a| a == "--kind")
        .and_then(|i| args.get(i + 1))
        .cloned()
        .unwrap_or_default();
    let lossless = args.iter().any(|a| a == "--lossless");
    let mut text = String::new();
    if let Err(e) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("cannot read: {e}");
        return ExitCode::FAILURE;
    }
    match roundtrip(&kind, &text, lossless) {
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
