//! What a process has used, and what is typical of some figures.

use std::time::{Duration, Instant};

use crate::harness::case::Outcome;

/// The processor time of all threads of a process, in nanoseconds.
///
/// From the scheduler's own count, which is exact where `/proc/PID/stat` has ticks of 10 ms. Threads that
/// ended are no longer in it.
pub fn cpu_nanoseconds(pid: u32) -> Outcome<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(format!("/proc/{pid}/task"))? {
        // A thread may end while we look.
        let text = std::fs::read_to_string(entry?.path().join("schedstat")).unwrap_or_default();
        sum += text
            .split_whitespace()
            .next()
            .and_then(|word| word.parse::<u64>().ok())
            .unwrap_or(0);
    }
    Ok(sum)
}

/// Microseconds of a process's time for each of some operations.
pub fn cpu_each(pid: u32, count: u32, mut operation: impl FnMut() -> Outcome) -> Outcome<f64> {
    let before = cpu_nanoseconds(pid)?;
    for _ in 0..count {
        operation()?;
    }
    let spent = Duration::from_nanos(cpu_nanoseconds(pid)?.saturating_sub(before));
    Ok(spent.as_secs_f64() * 1e6 / f64::from(count))
}

/// Microseconds of the clock for each of some operations.
pub fn time_each(count: u32, mut operation: impl FnMut() -> Outcome) -> Outcome<f64> {
    let start = Instant::now();
    for _ in 0..count {
        operation()?;
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(count))
}

/// The middle one of some figures.
pub fn median(figures: &[f64]) -> Option<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        count if count % 2 == 1 => sorted.get(middle).copied(),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_of_odd_even_and_none() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn our_own_time_passes() {
        let pid = std::process::id();
        let before = cpu_nanoseconds(pid).expect("our own counters");
        let sum: u64 = (0..5_000_000_u64)
            .map(|value| value.wrapping_mul(value) & 7)
            .sum();
        assert!(sum > 0 && cpu_nanoseconds(pid).expect("our own counters") > before);
    }
}
