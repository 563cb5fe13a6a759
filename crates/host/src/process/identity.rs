//! Who a process is beyond its number, which the kernel gives again to others.

use crate::error::{Error, Result};
use crate::files::read_bounded;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A process for as long as the machine runs: its number and when it started. A daemon that comes back
/// takes up only a process whose both are as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProcessIdentity {
    /// Process number.
    pub pid: i32,
    /// When it started, in clock ticks since boot.
    pub start_ticks: u64,
}

impl ProcessIdentity {
    /// The identity of a process that exists now; `None` when there is none of that number.
    pub fn of(pid: i32) -> Result<Option<Self>> {
        // A zombie runs nothing any more; only its parent still has to collect it.
        Ok(read_stat(pid)?.and_then(|(state, who)| (state != 'Z' && state != 'X').then_some(who)))
    }

    /// The same for a process that may have ended, as long as it was not collected.
    pub(crate) fn of_living_or_dead(pid: i32) -> Result<Option<Self>> {
        Ok(read_stat(pid)?.map(|(_, who)| who))
    }

    /// Whether this very process is still there.
    pub fn is_alive(&self) -> bool {
        matches!(Self::of(self.pid), Ok(Some(now)) if now == *self)
    }

    /// The arguments it runs with; empty when it is gone.
    pub fn argv(&self) -> Vec<String> {
        let argv = raw_argv(self.pid);
        if self.is_alive() { argv } else { Vec::new() }
    }
}

/// The arguments of the process that has this number now.
pub(crate) fn raw_argv(pid: i32) -> Vec<String> {
    const LIMIT: usize = 1 << 20;
    let path = format!("/proc/{pid}/cmdline");
    let Ok(raw) = read_bounded(Path::new(&path), LIMIT) else {
        return Vec::new();
    };
    raw.split(|b| *b == 0)
        .filter(|a| !a.is_empty())
        .map(|a| String::from_utf8_lossy(a).into_owned())
        .collect()
}

/// `PID START`, as kept in state files.
impl fmt::Display for ProcessIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.pid, self.start_ticks)
    }
}

/// The text is no `PID START`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a process number and a start time")]
pub struct ParseIdentityError(String);

impl FromStr for ProcessIdentity {
    type Err = ParseIdentityError;

    fn from_str(text: &str) -> Result<Self, ParseIdentityError> {
        let parsed = text.trim().split_once(' ').and_then(|(pid, start)| {
            let pid: i32 = pid.parse().ok().filter(|pid| *pid > 0)?;
            Some(ProcessIdentity {
                pid,
                start_ticks: start.trim().parse().ok()?,
            })
        });
        parsed.ok_or_else(|| ParseIdentityError(text.to_owned()))
    }
}

fn read_stat(pid: i32) -> Result<Option<(char, ProcessIdentity)>> {
    let path = PathBuf::from(format!("/proc/{pid}/stat"));
    let stat = match read_bounded(&path, 4096) {
        Ok(stat) => stat,
        Err(e) if gone(&e) => return Ok(None),
        Err(e) => return Err(e),
    };
    let (state, start_ticks) = parse_stat(&String::from_utf8_lossy(&stat)).ok_or(Error::Malformed {
        path,
        expected: "a start time",
    })?;
    Ok(Some((state, ProcessIdentity { pid, start_ticks })))
}

fn gone(e: &Error) -> bool {
    e.is_not_found() || matches!(e, Error::File { source, .. } if source.raw_os_error() == Some(libc::ESRCH))
}

/// State and field 22 (starttime) of `/proc/PID/stat`, proc(5). The name in field 2 may hold anything,
/// also spaces and parentheses, so fields are counted from the last one.
fn parse_stat(stat: &str) -> Option<(char, u64)> {
    let mut fields = stat[stat.rfind(')')? + 1..].split_ascii_whitespace();
    let state = fields.next()?.chars().next()?;
    Some((state, fields.nth(18)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_identity_round_trips() {
        let pid = i32::try_from(std::process::id()).unwrap();
        let me = ProcessIdentity::of(pid).unwrap().unwrap();
        assert!(me.is_alive());
        assert_eq!(me.to_string().parse::<ProcessIdentity>().unwrap(), me);
        assert!(!me.argv().is_empty());
        let other = ProcessIdentity {
            start_ticks: me.start_ticks + 1,
            ..me
        };
        assert!(!other.is_alive() && other.argv().is_empty());
    }

    #[test]
    fn names_with_parentheses_do_not_confuse() {
        let stat = format!(
            "7 (a) b (c) S {} 4242 9",
            (4..=21).map(|n| n.to_string()).collect::<Vec<_>>().join(" ")
        );
        assert_eq!(parse_stat(&stat), Some(('S', 4242)));
        assert_eq!(parse_stat("7 (a"), None);
    }

    #[test]
    fn bad_text_is_refused() {
        for text in ["", "1", "x 2", "-1 5", "0 5", "1 y"] {
            assert!(text.parse::<ProcessIdentity>().is_err(), "{text:?}");
        }
    }
}
