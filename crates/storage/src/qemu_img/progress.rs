//! What `qemu-img -p` says: how much of its work is done, in hundredths, such as `    (12.34/100%)`.

use crate::job::Job;
use crate::tool::ToolCall;

/// Longest such text.
const LONGEST: usize = 64;

/// Has the program's progress told as that of the work of this task, which is `bytes`.
pub(super) fn told(command: ToolCall, bytes: u64) -> ToolCall {
    let Some(job) = Job::current() else {
        return command;
    };
    let mut tail = Vec::new();
    command.watch_stdout(move |text: &[u8]| {
        if let Some(share) = last_share(&mut tail, text) {
            // A share is at most one: the product is at most `bytes`.
            job.report((share * bytes as f64) as u64, bytes);
        }
    })
}

/// The last share of the work that was told, between 0 and 1. What follows it is kept for the next text.
fn last_share(tail: &mut Vec<u8>, text: &[u8]) -> Option<f64> {
    tail.extend_from_slice(text);
    let end = tail.windows(6).rposition(|found| found == b"/100%)");
    let share = end.and_then(|end| {
        let start = tail[..end].iter().rposition(|byte| *byte == b'(')?;
        let number = std::str::from_utf8(&tail[start + 1..end]).ok()?;
        let share = number.trim().parse::<f64>().ok()? / 100.0;
        (0.0..=1.0).contains(&share).then_some(share)
    });
    let behind = end
        .map_or(0, |end| end + 6)
        .max(tail.len().saturating_sub(LONGEST));
    tail.drain(..behind);
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_wherever_the_text_is_cut() {
        let text = b"    (0.00/100%)\r    (12.50/100%)\r    (100.00/100%)\r    (100.00/100%)\n";
        for cut in 0..text.len() {
            let mut tail = Vec::new();
            let first = last_share(&mut tail, &text[..cut]);
            let second = last_share(&mut tail, &text[cut..]);
            assert_eq!(second.or(first), Some(1.0), "{cut}");
        }
        let mut tail = Vec::new();
        assert_eq!(last_share(&mut tail, b"\r    (12.50/100%)\r   (1"), Some(0.125));
        for nonsense in [
            &b"(x/100%)"[..],
            b"(NaN/100%)",
            b"(-5/100%)",
            b"/100%)",
            &[b'('; 4096],
        ] {
            assert_eq!(last_share(&mut tail, nonsense), None);
        }
        assert!(tail.len() <= LONGEST);
    }
}
