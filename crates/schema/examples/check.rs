//! Reads domains and says which rule each breaks: `check FILE…`, a line of code and message for each.
#![allow(clippy::print_stdout, reason = "printing is what this program does")]

use ferrovirt_schema::domain::Domain;

fn main() -> std::io::Result<()> {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file)?;
        match Domain::parse(&text).and_then(|domain| domain.check()) {
            Ok(()) => println!("0 {file}"),
            Err(e) => println!("{} {file} {e}", e.code().raw()),
        }
    }
    Ok(())
}
