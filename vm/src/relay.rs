//! The machine's report: lines as the cases print them between `vm-begin` and `vm-end STATUS`.

use std::io::Write;
use std::time::Duration;

use ferrovirt::Console;
use tokio::io::AsyncReadExt;
use tokio::time::{Instant, timeout_at};

use crate::failure::{Failure, Outcome};

/// For the kernel, its devices and the first line, translated in software on a busy machine.
const UP_LIMIT: Duration = Duration::from_secs(240);
/// No case is silent for longer.
const SILENCE_LIMIT: Duration = Duration::from_secs(300);
/// A line is cut here.
const LINE_MAX: usize = 64 << 10;

/// Cuts what arrives into lines.
#[derive(Default)]
struct Lines {
    partial: Vec<u8>,
}

impl Lines {
    fn take(&mut self, bytes: &[u8], mut line: impl FnMut(&str)) {
        for byte in bytes {
            if *byte == b'\n' || self.partial.len() >= LINE_MAX {
                line(String::from_utf8_lossy(&self.partial).trim_end_matches('\r'));
                self.partial.clear();
            }
            if *byte != b'\n' {
                self.partial.push(*byte);
            }
        }
    }
}

/// Prints the lines of the cases until the end; answers the status of the program that ran them.
pub async fn relay(console: &mut Console, limit: Duration) -> Outcome<i32> {
    let start = Instant::now();
    let mut begun = false;
    let mut status = None;
    let mut lines = Lines::default();
    let mut chunk = [0; 4096];
    while status.is_none() {
        let (quiet, silent) = if begun {
            (SILENCE_LIMIT, Failure::Silent(SILENCE_LIMIT))
        } else {
            (UP_LIMIT, Failure::NotUp(UP_LIMIT))
        };
        let end = start + limit;
        let quiet = Instant::now() + quiet;
        let count = match timeout_at(quiet.min(end), console.output.read(&mut chunk)).await {
            Ok(Ok(0) | Err(_)) => return Err(Failure::Gone),
            Ok(Ok(count)) => count,
            Err(_) if end < quiet => return Err(Failure::NotOver(limit)),
            Err(_) => return Err(silent),
        };
        lines.take(&chunk[..count], |line| {
            if let Some(code) = line.strip_prefix("vm-end ") {
                status = Some(code.trim().parse().unwrap_or(-1));
            } else if line.starts_with("vm-begin") {
                begun = true;
                println!("{line}");
            } else {
                println!("{line}");
            }
        });
        // Whoever counts the lines sees them as they come; a closed reader is noticed at the next print.
        let _ = std::io::stdout().flush();
    }
    Ok(status.unwrap_or(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_however_they_arrive() {
        let mut lines = Lines::default();
        let mut seen = Vec::new();
        for piece in ["test a ... o", "k\r\nte", "st b ... FAILED\n", "rest"] {
            lines.take(piece.as_bytes(), |line| seen.push(line.to_owned()));
        }
        assert_eq!(seen, ["test a ... ok", "test b ... FAILED"]);
    }

    #[test]
    fn an_endless_line_is_cut() {
        let mut lines = Lines::default();
        let mut count = 0;
        lines.take(&vec![b'x'; 3 * LINE_MAX], |_| count += 1);
        assert_eq!(count, 2);
        assert!(lines.partial.len() <= LINE_MAX);
    }
}
