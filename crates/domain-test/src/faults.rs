//! Scripted faults: what is to go wrong, at which call, on which guest, how often.
//!
//! Written `FUNCTION:WHAT[:OPTION...]`, several separated by commas. FUNCTION is a function of the
//! interface, also in an old form and without `vir`, or `*`. WHAT is `error=CODE` (a number of the
//! interface), `hang`, `slow=MILLISECONDS` (of the host's clock) or `crash` (the guest crashes just
//! before the call). Options: `on=GUEST`, `after=N` (the first N calls go well), `times=N` (so many calls
//! fail, then none).

use crate::error::{Result, TestError};
use ferrovirt_driver::gate::Passage;
use ferrovirt_types::consts::ErrorNumber;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Faults that a host or a connection may have.
const MOST: usize = 1000;

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// It fails with this code.
    Error(ErrorNumber),
    /// It does not come back.
    Hang,
    /// It takes so much longer.
    Slow(Duration),
    /// The guest crashes before it.
    Crash,
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    function: String,
    what: What,
    guest: Option<String>,
    /// Calls that still go well.
    after: u64,
    /// Calls that it still happens to.
    times: u64,
}

/// The way to take faults back is not blocked by one for everything.
const CONTROL: &str = "virDomainQemuMonitorCommand";

/// Endings that the newest form of a function has beyond its old ones.
const NEWER: [&str; 6] = [
    "Flags",
    "WithFlags",
    "XMLFlags",
    "WithFormat",
    "Params",
    "3Params",
];

impl Fault {
    fn parse(text: &str) -> Result<Self> {
        let bad = |why: &str| {
            TestError::InvalidArgument(format!(
                "fault '{text}': {why}; it is FUNCTION:error=CODE|hang|slow=MS|crash[:on=GUEST][:after=N][:times=N]"
            ))
        };
        let mut parts = text.split(':');
        let function = parts.next().unwrap_or_default().trim();
        if function.is_empty() {
            return Err(bad("it names no function"));
        }
        let number = |text: &str| text.parse::<u64>().map_err(|_| bad("that is no number"));
        let what = match parts.next().unwrap_or_default().split_once('=') {
            None if text.contains(":hang") => What::Hang,
            None if text.contains(":crash") => What::Crash,
            Some(("slow", ms)) => What::Slow(Duration::from_millis(number(ms)?)),
            Some(("error", code)) => {
                let code = i32::try_from(number(code)?).ok().and_then(ErrorNumber::from_raw);
                let code = code.filter(|c| *c != ErrorNumber::Ok);
                What::Error(code.ok_or_else(|| bad("no error has that number"))?)
            }
            _ => return Err(bad("it does not say what happens")),
        };
        let mut fault = Fault {
            function: function.strip_prefix("vir").unwrap_or(function).to_owned(),
            what,
            guest: None,
            after: 0,
            times: u64::MAX,
        };
        for option in parts {
            match option.split_once('=') {
                Some(("on", guest)) => fault.guest = Some(guest.to_owned()),
                Some(("after", n)) => fault.after = number(n)?,
                Some(("times", n)) => fault.times = number(n)?,
                _ => return Err(bad("it has an option that is not known")),
            }
        }
        Ok(fault)
    }

    fn is_meant(&self, call: Passage<'_>) -> bool {
        if self.function == "*" && call.function == CONTROL {
            return false;
        }
        let guest = match (&self.guest, call.domain) {
            (None, _) => true,
            (Some(name), Some(dom)) => *name == dom.name,
            (Some(_), None) => false,
        };
        let called = call.function.strip_prefix("vir").unwrap_or(call.function);
        let function = self.function == "*"
            || called
                .get(..self.function.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(&self.function))
                && called
                    .get(self.function.len()..)
                    .is_some_and(|rest| rest.is_empty() || NEWER.contains(&rest));
        guest && function && self.times > 0
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.function)?;
        match self.what {
            What::Error(code) => write!(f, "error={}", code.raw())?,
            What::Hang => f.write_str("hang")?,
            What::Slow(time) => write!(f, "slow={}", time.as_millis())?,
            What::Crash => f.write_str("crash")?,
        }
        if let Some(guest) = &self.guest {
            write!(f, ":on={guest}")?;
        }
        if self.after > 0 {
            write!(f, ":after={}", self.after)?;
        }
        if self.times < u64::MAX {
            write!(f, ":times={}", self.times)?;
        }
        Ok(())
    }
}

/// Faults that are due.
#[derive(Default)]
pub(crate) struct Faults {
    list: Mutex<Vec<Fault>>,
    /// Whether there are any, to be seen without the lock.
    any: AtomicBool,
}

impl Faults {
    /// Adds those that a text has; all or none.
    pub(crate) fn add(&self, text: &str) -> Result<()> {
        let more = text
            .split(',')
            .filter(|t| !t.trim().is_empty())
            .map(Fault::parse)
            .collect::<Result<Vec<_>>>()?;
        let mut faults = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.len() + more.len() > MOST {
            return Err(TestError::InvalidArgument(format!(
                "there can be {MOST} faults, clear some"
            )));
        }
        faults.extend(more);
        self.any.store(!faults.is_empty(), Ordering::Release);
        Ok(())
    }

    pub(crate) fn clear(&self) {
        self.any.store(false, Ordering::Release);
        self.list.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Those that are there, as they are written.
    pub(crate) fn list(&self) -> Vec<String> {
        let faults = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        faults.iter().map(ToString::to_string).collect()
    }

    /// What happens to a call; counts it.
    pub(crate) fn strike(&self, call: Passage<'_>) -> Option<What> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut faults = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let mut happens = None;
        for fault in faults.iter_mut().filter(|f| f.is_meant(call)) {
            if fault.after > 0 {
                fault.after -= 1;
            } else if happens.is_none() {
                fault.times = fault.times.saturating_sub(1);
                happens = Some(fault.what);
            }
        }
        faults.retain(|f| f.times > 0);
        happens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(function: &'static str) -> Passage<'static> {
        Passage {
            function,
            domain: None,
        }
    }

    #[test]
    fn an_old_name_means_the_newest_form() {
        let faults = Faults::default();
        faults.add("virDomainCreate:error=38,NodeGetInfo:hang").unwrap();
        let refused = Some(What::Error(ErrorNumber::SystemError));
        assert_eq!(faults.strike(call("virDomainCreateWithFlags")), refused);
        assert_eq!(faults.strike(call("virDomainCreateXML")), None);
        assert_eq!(faults.strike(call("virNodeGetInfo")), Some(What::Hang));
    }

    #[test]
    fn calls_are_counted() {
        let faults = Faults::default();
        faults.add("*:slow=5:after=1:times=2").unwrap();
        let struck: Vec<bool> = (0..4)
            .map(|_| faults.strike(call("virNodeGetInfo")).is_some())
            .collect();
        assert_eq!(struck, [false, true, true, false]);
        assert!(faults.list().is_empty());
    }

    #[test]
    fn a_fault_can_be_for_one_guest() {
        let faults = Faults::default();
        faults.add("*:crash:on=a").unwrap();
        assert_eq!(faults.list(), ["*:crash:on=a"]);
        assert_eq!(faults.strike(call("virNodeGetInfo")), None);
    }

    #[test]
    fn what_is_no_fault_is_refused() {
        for bad in [
            "x",
            ":hang",
            "x:error=0",
            "x:error=9999",
            "x:slow=y",
            "x:hang:often",
            "x:explode",
        ] {
            assert!(Faults::default().add(bad).is_err(), "{bad}");
        }
    }
}
