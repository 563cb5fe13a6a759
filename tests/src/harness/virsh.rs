//! Stock `virsh` against a daemon.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::case::Outcome;
use super::command::{self, Finished};

const LIMIT: Duration = Duration::from_secs(60);

/// virsh with a URI.
#[derive(Clone)]
pub struct Virsh {
    uri: String,
    program: String,
}

impl Virsh {
    pub fn new(uri: String) -> Self {
        Self {
            uri,
            program: "virsh".to_owned(),
        }
    }

    /// The same grammar, another program: our own command.
    pub fn with_program(uri: String, program: String) -> Self {
        Self { uri, program }
    }

    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Runs and answers however it ended.
    pub fn run(&self, arguments: &[&str]) -> Outcome<Finished> {
        self.run_with_input(arguments, b"")
    }

    /// The same with something to read.
    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Outcome<Finished> {
        let all = ["-c", &self.uri, "-q"]
            .into_iter()
            .chain(arguments.iter().copied());
        command::run(&self.program, all, input, LIMIT)
    }

    /// Its standard output; a failure fails the case.
    pub fn ok(&self, arguments: &[&str]) -> Outcome<String> {
        self.run(arguments)?.ok()
    }

    /// Its standard error; a success fails the case.
    pub fn refused(&self, arguments: &[&str]) -> Outcome<String> {
        self.run(arguments)?.refused()
    }

    /// Starts it in the background with its output kept.
    pub fn spawn(&self, arguments: &[&str]) -> Outcome<Child> {
        Ok(Command::new(&self.program)
            .args(["-c", &self.uri, "-q"])
            .args(arguments)
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?)
    }
}
