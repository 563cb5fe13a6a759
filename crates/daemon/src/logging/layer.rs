//! Between the messages of all crates and the outputs.

use super::output::Line;
use super::rules::{self, LogError, Priority, Rules};
use arc_swap::ArcSwap;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime as _, SystemTime};
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// The rules in force. Clones are the same.
#[derive(Debug, Clone)]
pub struct Logging {
    rules: Arc<ArcSwap<Rules>>,
    /// Those of the settings, to go back to.
    configured: Arc<ArcSwap<Rules>>,
}

impl Logging {
    /// Logs by these rules from now on. Once in a process.
    pub fn start(rules: Rules) -> Self {
        let logging = Self {
            rules: Arc::new(ArcSwap::from_pointee(rules.clone())),
            configured: Arc::new(ArcSwap::from_pointee(rules)),
        };
        tracing_subscriber::registry().with(logging.clone()).init();
        logging
    }

    /// Rules that nothing is logged by.
    #[cfg(test)]
    pub fn detached() -> Self {
        Self {
            rules: Arc::new(ArcSwap::from_pointee(Rules::default())),
            configured: Arc::new(ArcSwap::from_pointee(Rules::default())),
        }
    }

    /// Logs by the rules of settings that were read.
    pub fn configure(&self, rules: Rules) {
        self.configured.store(Arc::new(rules.clone()));
        self.put(rules);
    }

    fn put(&self, rules: Rules) {
        self.rules.store(Arc::new(rules));
        // What a message's place was told before is asked anew.
        tracing::callsite::rebuild_interest_cache();
    }

    /// Filters in force, with spaces between them, and how many.
    pub fn filters(&self) -> (String, usize) {
        let rules = self.rules.load();
        (rules::join(&rules.filters), rules.filters.len())
    }

    /// Outputs in force, with spaces between them, and how many.
    pub fn outputs(&self) -> (String, usize) {
        let rules = self.rules.load();
        (rules::join(&rules.outputs), rules.outputs.len())
    }

    /// Puts other filters in force; an empty text those of the settings.
    ///
    /// # Errors
    /// When the text cannot be understood; nothing has changed then.
    pub fn set_filters(&self, text: &str) -> Result<(), LogError> {
        let filters = match text.trim() {
            "" => self.configured.load().filters.clone(),
            text => Rules::parse_filters(text)?,
        };
        self.put(Rules {
            filters,
            ..Rules::clone(&self.rules.load())
        });
        Ok(())
    }

    /// Puts other outputs in force; an empty text those of the settings.
    ///
    /// # Errors
    /// When the text cannot be understood or an output cannot be opened; nothing has changed then.
    pub fn set_outputs(&self, text: &str) -> Result<(), LogError> {
        let outputs = match text.trim() {
            "" => self.configured.load().outputs.clone(),
            text => Rules::parse_outputs(text)?,
        };
        self.put(Rules {
            outputs,
            ..Rules::clone(&self.rules.load())
        });
        Ok(())
    }

    fn admits(&self, metadata: &Metadata<'_>) -> bool {
        self.rules.load().admits(*metadata.level(), metadata.target())
    }
}

impl<S: Subscriber> Layer<S> for Logging {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.is_event() && self.admits(metadata) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.is_event() && self.admits(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::DEBUG)
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let priority = Priority::of(*event.metadata().level());
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut time = String::new();
        // Writing to a String cannot fail.
        let _ = SystemTime.format_time(&mut Writer::new(&mut time));
        let line = Line {
            priority,
            source: event.metadata().target(),
            time: &time,
            text: &(fields.message + &fields.others),
        };
        for output in self.rules.load().outputs.iter().filter(|o| o.takes(priority)) {
            output.write(&line);
        }
    }
}

/// The message, and the other fields behind it as ` name=value`.
#[derive(Default)]
struct Fields {
    message: String,
    others: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a String cannot fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.others, " {name}={value:?}"),
        };
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let _ = write!(self.others, " {}={value}", field.name());
        let mut cause = value.source();
        while let Some(error) = cause {
            let _ = write!(self.others, ": {error}");
            cause = error.source();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_hold_and_go_back() {
        let path = std::env::temp_dir().join(format!("fv-logging-{}", std::process::id()));
        let logging = Logging::detached();
        assert_eq!(logging.outputs(), ("1:stderr".to_owned(), 1));
        assert_eq!(logging.filters(), (String::new(), 0));
        logging.set_filters("1:qemu 3:rpc").unwrap();
        assert_eq!(logging.filters(), ("1:*qemu* 3:*rpc*".to_owned(), 2));
        assert!(logging.set_filters("1:a nonsense").is_err());
        assert_eq!(logging.filters().1, 2, "a bad text changes nothing");
        let word = format!("2:file:{}", path.display());
        logging.set_outputs(&word).unwrap();
        let subscriber = tracing_subscriber::registry().with(logging.clone());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(number = 7, "it happened");
            tracing::debug!("nobody wants this");
        });
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.contains("it happened number=7\n") && !text.contains("nobody"),
            "{text}"
        );
        logging.set_outputs("").unwrap();
        logging.set_filters("").unwrap();
        assert_eq!(logging.outputs().0, "1:stderr");
        std::fs::remove_file(&path).unwrap();
    }
}
