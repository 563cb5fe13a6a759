//! What is logged: levels and filters, and their form in settings and on the wire.

use super::output::Output;
use std::fmt;
use thiserror::Error;
use tracing::Level;

/// A filter or an output that cannot be understood, or an output that cannot be opened.
#[derive(Debug, Error)]
pub enum LogError {
    /// A filter that is not `LEVEL:TEXT`.
    #[error("filter '{0}' is not of the form LEVEL:TEXT, such as 1:qemu")]
    Filter(String),
    /// An output that is none.
    #[error(
        "output '{0}' is not of the form LEVEL:stderr, LEVEL:journald, LEVEL:syslog:NAME or LEVEL:file:PATH"
    )]
    Output(String),
    /// A level that there is not.
    #[error("'{0}' has no level: it is a number from 1 (debug) to 4 (error)")]
    Level(String),
    /// The output cannot be opened.
    #[error("cannot log to {what}")]
    Open {
        /// The output.
        what: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Least level of what is logged, with libvirt's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// 1: everything.
    Debug = 1,
    /// 2: what happens.
    Info = 2,
    /// 3: what may be wrong.
    Warning = 3,
    /// 4: what failed.
    Error = 4,
}

impl Priority {
    /// The level of a number.
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::Debug),
            2 => Some(Self::Info),
            3 => Some(Self::Warning),
            4 => Some(Self::Error),
            _ => None,
        }
    }

    /// The level of a message.
    pub fn of(level: Level) -> Self {
        match level {
            Level::ERROR => Self::Error,
            Level::WARN => Self::Warning,
            Level::INFO => Self::Info,
            Level::DEBUG | Level::TRACE => Self::Debug,
        }
    }

    /// Its name in a line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A level for sources that have a text in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    priority: Priority,
    /// As it is shown: with a `*` at both ends, and no other meaning.
    text: String,
    /// The pieces between its stars, with `::` between modules where settings have a dot.
    pieces: Vec<String>,
}

impl Filter {
    /// Reads `LEVEL:TEXT`. A `+` before the text, which asks libvirt for stack traces, has no effect.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse(word: &str) -> Result<Self, LogError> {
        let (priority, text) = leveled(word).ok_or_else(|| LogError::Filter(word.to_owned()))?;
        let text = text.strip_prefix('+').unwrap_or(text);
        if text.trim_matches('*').is_empty() {
            return Err(LogError::Filter(word.to_owned()));
        }
        Ok(Self {
            priority: priority.ok_or_else(|| LogError::Level(word.to_owned()))?,
            text: format!("*{}*", text.trim_matches('*')),
            pieces: text.split('*').map(|piece| piece.replace('.', "::")).collect(),
        })
    }

    /// Whether it decides for a source: the pieces occur in it, in their order.
    fn fits(&self, source: &str) -> bool {
        let mut rest = Some(source);
        for piece in &self.pieces {
            rest = rest
                .and_then(|r| r.split_once(piece.as_str()))
                .map(|(_, behind)| behind);
        }
        rest.is_some()
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.priority as u8, self.text)
    }
}

/// `LEVEL:REST`; the level is none where it is no number from 1 to 4.
pub(super) fn leveled(word: &str) -> Option<(Option<Priority>, &str)> {
    let (level, rest) = word.split_once(':')?;
    Some((level.parse().ok().and_then(Priority::from_number), rest))
}

/// All that decides what is logged, and where.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Least level of sources without a filter.
    pub priority: Priority,
    /// Filters, the first of which that fits decides.
    pub filters: Vec<Filter>,
    /// Where messages go.
    pub outputs: Vec<Output>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            priority: Priority::Info,
            filters: Vec::new(),
            outputs: vec![Output::stderr(Priority::Debug)],
        }
    }
}

impl Rules {
    /// Filters from a text with spaces between them; of several for one text the last holds.
    ///
    /// # Errors
    /// When one of them cannot be understood.
    pub fn parse_filters(text: &str) -> Result<Vec<Filter>, LogError> {
        let mut filters: Vec<Filter> = Vec::new();
        for word in text.split_whitespace() {
            let filter = Filter::parse(word)?;
            filters.retain(|known| known.text != filter.text);
            filters.push(filter);
        }
        Ok(filters)
    }

    /// Outputs from a text with spaces between them.
    ///
    /// # Errors
    /// When one of them cannot be understood or opened.
    pub fn parse_outputs(text: &str) -> Result<Vec<Output>, LogError> {
        text.split_whitespace().map(Output::open).collect()
    }

    /// Whether a message of this level from this source is logged anywhere.
    pub fn admits(&self, level: Level, source: &str) -> bool {
        let least = self
            .filters
            .iter()
            .find(|filter| filter.fits(source))
            .map_or(self.priority, |filter| filter.priority);
        let priority = Priority::of(level);
        // Libraries trace what nobody reads.
        level != Level::TRACE && priority >= least && self.outputs.iter().any(|o| o.takes(priority))
    }
}

/// Words with spaces between them, as filters and outputs are written.
pub fn join<T: fmt::Display>(list: &[T]) -> String {
    let words: Vec<String> = list.iter().map(T::to_string).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_filter_that_fits_decides() {
        let rules = Rules {
            filters: Rules::parse_filters("1:domain_*mu.start  4:domain_qemu 3:rpc").unwrap(),
            ..Rules::default()
        };
        assert!(rules.admits(Level::DEBUG, "ferrovirt_domain_qemu::start::boot"));
        assert!(!rules.admits(Level::WARN, "ferrovirt_domain_qemu::driver"));
        assert!(rules.admits(Level::WARN, "ferrovirt_rpc::server"));
        assert!(!rules.admits(Level::INFO, "ferrovirt_rpc::server"));
        assert!(rules.admits(Level::INFO, "ferrovirtd"));
        assert!(!rules.admits(Level::DEBUG, "ferrovirtd"));
    }

    #[test]
    fn filters_are_given_back_as_they_were_set() {
        let filters = Rules::parse_filters("1:qemu 2:util.object 3:qemu").unwrap();
        assert_eq!(join(&filters), "2:*util.object* 3:*qemu*");
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in ["qemu", "5:qemu", "0:qemu", "x:qemu", "1:", "1:+", "1:*"] {
            assert!(Rules::parse_filters(text).is_err(), "{text}");
        }
        for text in [
            "stderr",
            "9:stderr",
            "1:",
            "1:syslog",
            "1:file",
            "1:file:relative",
            "1:paper",
        ] {
            assert!(Rules::parse_outputs(text).is_err(), "{text}");
        }
    }
}
