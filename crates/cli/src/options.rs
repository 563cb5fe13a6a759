//! Options before the command.

use crate::error::CliError;

/// How the program was started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// URI to open.
    pub uri: Option<String>,
    /// Only read.
    pub read_only: bool,
    /// No headings, no confirmations.
    pub quiet: bool,
    /// Show how long each command takes.
    pub timing: bool,
    /// Show answers as JSON.
    pub json: bool,
    /// Character that ends a console, with Ctrl.
    pub escape: Option<char>,
    /// The command, or a line of commands in one word.
    pub words: Vec<String>,
}

/// What to do.
pub enum Action {
    /// Run commands.
    Run(Options),
    /// Only say this.
    Say(String),
}

const USAGE: &str = "\
ferrovirt [options]... [<command_string>]
ferrovirt [options]... <command> [args...]

  options:
    -c | --connect=URI      hypervisor connection URI
    -e | --escape <char>    set escape sequence for console
    -h | --help             this help
    -o | --output=FORMAT    text or json
    -q | --quiet            quiet mode
    -r | --readonly         connect readonly
    -t | --timing           print timing information
    -v                      short version

  'ferrovirt help' lists the commands, 'ferrovirt help COMMAND' explains one.
  In process: test:///default, qemu:///embed?root=DIR. Through a daemon: qemu:///system,
  qemu+unix:///system?socket=PATH, qemu+ssh://HOST/system, qemu+tcp://HOST/system.";

impl Options {
    /// Reads the arguments of the program.
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Action, CliError> {
        let mut options = Self::default();
        let mut arguments = arguments.peekable();
        while let Some(word) = arguments.next_if(|w| w.starts_with('-') && w.len() > 1) {
            if word == "--" {
                break;
            }
            for (name, inline) in expand(&word) {
                let mut value = |what: &str| {
                    inline
                        .clone()
                        .or_else(|| arguments.next())
                        .ok_or_else(|| CliError::text(format!("option '{word}' requires {what}")))
                };
                match name.as_str() {
                    "c" | "connect" => options.uri = Some(value("a URI")?),
                    "e" | "escape" => {
                        options.escape = value("a character")?.trim_start_matches('^').chars().next()
                    }
                    "o" | "output" => match value("a format")?.as_str() {
                        "json" => options.json = true,
                        "text" => options.json = false,
                        other => return Err(unknown_format(other)),
                    },
                    "q" | "quiet" => options.quiet = true,
                    "r" | "readonly" => options.read_only = true,
                    "t" | "timing" => options.timing = true,
                    "h" | "help" => return Ok(Action::Say(USAGE.to_owned())),
                    "v" | "V" | "version" => return Ok(Action::Say(env!("CARGO_PKG_VERSION").to_owned())),
                    // Taken as virsh takes them, and without effect here.
                    "d" | "debug" | "l" | "log" | "k" | "keepalive-interval" | "K" | "keepalive-count" => {
                        value("a value")?;
                    }
                    _ => {
                        return Err(CliError::text(format!(
                            "unsupported option '{word}'. See --help."
                        )));
                    }
                }
            }
        }
        options.words = arguments.collect();
        options.format_of_xml()?;
        Ok(Action::Run(options))
    }

    /// `xml` has no connection and options of its own; `-o json` may stand behind it, too.
    fn format_of_xml(&mut self) -> Result<(), CliError> {
        if self.words.first().is_none_or(|word| word != "xml") {
            return Ok(());
        }
        let mut words = std::mem::take(&mut self.words).into_iter();
        while let Some(word) = words.next() {
            let format = match word.as_str() {
                "-o" | "--output" => words.next(),
                word => word
                    .strip_prefix("--output=")
                    .or_else(|| word.strip_prefix("-o"))
                    .map(str::to_owned),
            };
            match format.as_deref() {
                Some("json") => self.json = true,
                Some("text") => self.json = false,
                Some(other) => return Err(unknown_format(other)),
                None if word == "-o" || word == "--output" => {
                    return Err(CliError::text(format!("option '{word}' requires a format")));
                }
                None => self.words.push(word),
            }
        }
        Ok(())
    }
}

fn unknown_format(word: &str) -> CliError {
    CliError::text(format!("unknown output format '{word}'; use text or json"))
}

/// `--name=value`, `-x`, `-xyz` and `-cURI`: each option with the value that sticks to it.
fn expand(word: &str) -> Vec<(String, Option<String>)> {
    if let Some(long) = word.strip_prefix("--") {
        return match long.split_once('=') {
            Some((name, value)) => vec![(name.to_owned(), Some(value.to_owned()))],
            None => vec![(long.to_owned(), None)],
        };
    }
    let mut out = Vec::new();
    let mut rest = word[1..].chars();
    while let Some(c) = rest.next() {
        let tail = rest.as_str();
        if "ceodlkK".contains(c) {
            out.push((c.to_string(), (!tail.is_empty()).then(|| tail.to_owned())));
            break;
        }
        out.push((c.to_string(), None));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Options {
        match Options::parse(line.split_whitespace().map(str::to_owned)).unwrap() {
            Action::Run(options) => options,
            Action::Say(text) => panic!("{text}"),
        }
    }

    #[test]
    fn before_the_command() {
        let o = parse("-rq -c test:///default --output=json list --all");
        assert!(o.read_only && o.quiet && o.json && !o.timing);
        assert_eq!((o.uri.as_deref(), o.words.len()), (Some("test:///default"), 2));
        assert_eq!(parse("-ctest:///x uri").uri.as_deref(), Some("test:///x"));
        assert_eq!(parse("--connect=u").uri.as_deref(), Some("u"));
        let o = parse("xml check a -o json -");
        assert_eq!(
            (o.json, o.words),
            (
                true,
                vec!["xml".to_owned(), "check".into(), "a".into(), "-".into()]
            )
        );
    }
}
