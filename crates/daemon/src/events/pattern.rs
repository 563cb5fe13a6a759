//! Names that somebody asks for: one name, in any case, or all that a regular expression finds.

use ferrovirt_types::consts::{
    ConnectDomainQemuMonitorEventRegisterFlags as Flags, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::{Error, Result};
use regex_automata::meta::Regex;
use regex_automata::util::syntax;

/// Most memory of a regular expression that a caller gives, in bytes.
const LIMIT: usize = 256 << 10;

/// Names that are asked for.
#[derive(Debug, Clone)]
pub struct Pattern(How);

#[derive(Debug, Clone)]
enum How {
    Is(String),
    InAnyCase(String),
    Like(Box<Regex>),
}

impl Pattern {
    /// This name alone.
    pub fn name(name: String) -> Self {
        Self(How::Is(name))
    }

    /// As callers of `virConnectDomainQemuMonitorEventRegister` say it: a name, or with `REGEX` an expression that is
    /// found anywhere in a name, with `NOCASE` in any case.
    ///
    /// # Errors
    /// When the expression cannot be read, or is too large.
    pub fn new(text: &str, flags: Flags) -> Result<Self> {
        let any_case = flags.contains(Flags::NOCASE);
        if !flags.contains(Flags::REGEX) {
            let text = text.to_owned();
            return Ok(Self(if any_case {
                How::InAnyCase(text)
            } else {
                How::Is(text)
            }));
        }
        let limits = Regex::config()
            .nfa_size_limit(Some(LIMIT))
            .onepass_size_limit(Some(LIMIT))
            .hybrid_cache_capacity(LIMIT);
        // Names are ASCII.
        let syntax = syntax::Config::new()
            .unicode(false)
            .utf8(false)
            .case_insensitive(any_case);
        let regex = Regex::builder().configure(limits).syntax(syntax).build(text);
        let regex = regex.map_err(|e| {
            let why = e
                .syntax_error()
                .map_or_else(|| e.to_string(), ToString::to_string);
            let why = format!("regular expression '{text}' cannot be used: {why}");
            Error::new(ErrorNumber::InvalidArg, ErrorDomain::Qemu, why)
        })?;
        Ok(Self(How::Like(Box::new(regex))))
    }

    /// Whether a name is asked for.
    pub fn is_match(&self, name: &str) -> bool {
        match &self.0 {
            How::Is(wanted) => wanted == name,
            How::InAnyCase(wanted) => wanted.eq_ignore_ascii_case(name),
            How::Like(regex) => regex.is_match(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        let finds = |text: &str, flags| Pattern::new(text, flags).unwrap().is_match("BLOCK_JOB_READY");
        assert!(finds("BLOCK_JOB_READY", Flags::empty()) && !finds("BLOCK", Flags::empty()));
        assert!(finds("block_job_ready", Flags::NOCASE) && !finds("block_job_ready", Flags::empty()));
        assert!(finds("JOB.*READY$", Flags::REGEX) && !finds("^JOB", Flags::REGEX));
        assert!(finds("^block", Flags::REGEX | Flags::NOCASE));
    }

    #[test]
    fn expressions_are_bounded() {
        assert!(Pattern::new("(", Flags::REGEX).is_err());
        assert!(Pattern::new("(((a{100}){100}){100}){100}", Flags::REGEX).is_err());
    }
}
