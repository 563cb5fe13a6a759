//! What a process has used, and what is typical of some figures.

use std::time::{Duration, Instant};

use nix::time::{clock_getcpuclockid, clock_gettime};
use nix::unistd::Pid;

use crate::harness::case::Outcome;

/// The processor time of all threads of a process, those that ended included, in nanoseconds.
///
/// From the process's own clock, which is exact where `/proc/PID/stat` has ticks of 10 ms.
pub fn cpu_nanoseconds(pid: u32) -> Outcome<u64> {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap_or(i32::MAX));
    let spent = clock_getcpuclockid(pid).and_then(clock_gettime);
    let spent = Duration::from(spent.map_err(std::io::Error::from)?);
    Ok(u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX))
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
