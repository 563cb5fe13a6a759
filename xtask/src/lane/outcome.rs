//! What came of the cases of a lane.

/// A case that did not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    pub case: String,
    pub reason: String,
}

impl Skip {
    /// Skips that CI accepts say so in their reason: what they need is not part of a test machine.
    pub fn is_optional(&self) -> bool {
        self.reason.starts_with("optional:")
    }
}

/// Counts of a lane, with the names of what failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failures: Vec<String>,
    /// Cases that failed among the others and passed alone: a defect of the case, or a rare one of ours.
    pub unsteady: Vec<String>,
    pub skips: Vec<Skip>,
}

impl Tally {
    /// A lane that could not do its work at all.
    pub fn failure(message: String) -> Self {
        Self {
            failures: vec![message],
            ..Self::default()
        }
    }

    /// A lane that was not run.
    pub fn skip(case: &str, reason: impl Into<String>) -> Self {
        Self {
            skips: vec![Skip {
                case: case.to_owned(),
                reason: reason.into(),
            }],
            ..Self::default()
        }
    }

    /// Counts one case.
    pub fn case(&mut self, name: &str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(message) => self.failures.push(format!("{name}: {message}")),
        }
    }

    /// Names of the cases that failed, where all failures are cases and there are few of them.
    pub fn failed_cases(&self, most: usize) -> Option<Vec<String>> {
        // nextest puts the package before the case.
        let name = |failure: &String| {
            let word = failure.rsplit(' ').next()?;
            word.contains("::").then(|| word.to_owned())
        };
        (self.failures.len() <= most)
            .then(|| self.failures.iter().map(name).collect())
            .flatten()
    }

    /// A failed case passed when it was run again.
    pub fn passed_alone(&mut self, case: &str) {
        self.failures.retain(|failure| !failure.ends_with(case));
        self.unsteady.push(case.to_owned());
        self.passed += 1;
    }

    /// Whether nothing failed and, where skips are not allowed, nothing was left out.
    pub fn is_good(&self, skips_allowed: bool) -> bool {
        self.failures.is_empty() && (skips_allowed || self.skips.iter().all(Skip::is_optional))
    }
}

/// Reads the lines by which test programs tell about their cases.
///
/// Our lane programs and libtest print `test NAME ... ok`; nextest prints `PASS [time] NAME`.
#[derive(Default)]
pub struct Reader {
    pub tally: Tally,
}

impl Reader {
    pub fn line(&mut self, line: &str) {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test ")
            && let Some((name, outcome)) = rest.split_once(" ... ")
        {
            self.libtest(name, outcome);
        } else if let Some(rest) = line.strip_prefix("PASS [") {
            self.tally.passed += u64::from(rest.contains("s] "));
        } else if let Some((word, rest)) = line.split_once(" [")
            && matches!(
                word,
                "FAIL" | "SIGABRT" | "SIGSEGV" | "SIGILL" | "TIMEOUT" | "ABORT" | "LEAK-FAIL"
            )
            && let Some((_, name)) = rest.split_once("s] ")
        {
            // nextest lists failures once as they happen and once at the end.
            let name = name.trim_start_matches(|c: char| {
                c == '(' || c == ')' || c == '/' || c == ' ' || c.is_ascii_digit()
            });
            if !self.tally.failures.iter().any(|known| known == name) {
                self.tally.failures.push(name.to_owned());
            }
        }
    }

    fn libtest(&mut self, name: &str, outcome: &str) {
        if outcome.starts_with("ok") {
            self.tally.passed += 1;
        } else if let Some(reason) = outcome.strip_prefix("skipped: ") {
            self.tally.skips.push(Skip {
                case: name.to_owned(),
                reason: reason.to_owned(),
            });
        } else if outcome.starts_with("ignored") {
            self.tally.skips.push(Skip {
                case: name.to_owned(),
                reason: outcome.to_owned(),
            });
        } else if outcome.starts_with("FAILED") {
            self.tally.failures.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_and_our_own_lines_are_counted() {
        let mut reader = Reader::default();
        for line in [
            "test a::b ... ok",
            "test wire::define ... ok (12 ms)",
            "test c ... FAILED",
            "test d ... skipped: optional: no /dev/kvm",
            "running 4 tests",
        ] {
            reader.line(line);
        }
        assert_eq!(reader.tally.passed, 2);
        assert_eq!(reader.tally.failures, ["c"]);
        assert!(reader.tally.skips[0].is_optional());
    }

    #[test]
    fn nextest_lines_are_counted_once() {
        let mut reader = Reader::default();
        for line in [
            "        PASS [   0.004s] (1/3) ferrovirt-types uri::tests::parses",
            "        FAIL [   0.010s] (2/3) ferrovirt-types uri::tests::fails",
            "        FAIL [   0.010s] (2/3) ferrovirt-types uri::tests::fails",
            "     Summary [   0.110s] 2 tests run: 1 passed, 1 failed, 0 skipped",
        ] {
            reader.line(line);
        }
        assert_eq!(reader.tally.passed, 1);
        assert_eq!(reader.tally.failures, ["ferrovirt-types uri::tests::fails"]);
    }

    #[test]
    fn only_few_failed_cases_are_run_again() {
        let mut reader = Reader::default();
        for line in [
            "test net::dies ... FAILED (116 ms)",
            "        FAIL [   0.010s] (2/3) ferrovirt-types uri::tests::fails",
        ] {
            reader.line(line);
        }
        let mut tally = reader.tally;
        let cases = tally.failed_cases(2);
        assert_eq!(
            cases.as_deref(),
            Some(["net::dies", "uri::tests::fails"].map(str::to_owned).as_slice())
        );
        assert_eq!(tally.failed_cases(1), None);
        tally.passed_alone("uri::tests::fails");
        assert_eq!((tally.passed, tally.failures.len()), (1, 1));
        assert_eq!(tally.unsteady, ["uri::tests::fails"]);
        let ended = Tally::failure("the lane's program ended by itself".to_owned());
        assert_eq!(ended.failed_cases(2), None);
    }

    #[test]
    fn skips_fail_where_none_are_allowed() {
        let skipped = Tally::skip("all", "not root");
        assert!(skipped.is_good(true) && !skipped.is_good(false));
        assert!(Tally::skip("all", "optional: nothing to compare with").is_good(false));
    }
}
