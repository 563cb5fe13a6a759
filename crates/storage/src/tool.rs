//! Programs of the host that do the work of a backend.

use crate::StorageError;
use crate::job::{Step, undoing};
use ferrovirt_host::process::{Command, Output, find_program};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Duration;

/// Time for a program when its caller does not say.
const TIME: Duration = Duration::from_secs(120);

/// A program, and what brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// Its name.
    pub program: &'static str,
    /// The package that it is in, by Debian's name.
    pub package: &'static str,
}

impl Tool {
    /// Where it is, if it is installed.
    pub fn path(&self) -> Option<PathBuf> {
        find_program(self.program)
    }

    /// Whether it is installed.
    pub fn is_there(&self) -> bool {
        self.path().is_some()
    }

    /// A call of it.
    pub fn command(&self) -> Result<ToolCall, StorageError> {
        match self.path() {
            Some(path) => Ok(ToolCall(Command::new(path).timeout(TIME))),
            None => Err(StorageError::ToolMissing {
                program: self.program,
                package: self.package,
            }),
        }
    }

    /// Runs it to its end.
    pub async fn run<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S> + Send,
    ) -> Result<Output, StorageError> {
        self.command()?.args(args).run().await
    }

    /// Runs it to undo something: what fails is logged.
    pub async fn undo<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S> + Send) {
        if let Err(error) = undoing(self.run(args)).await {
            tracing::warn!(program = self.program, %error, "cannot undo what was done");
        }
    }
}

/// A program with what it is called with. While it runs, whoever asks sees that the work waits for it; it ends when the
/// work is cancelled, and after its time.
#[derive(Debug, Clone)]
pub struct ToolCall(Command);

impl ToolCall {
    /// Adds an argument.
    #[must_use]
    pub fn arg(self, arg: impl AsRef<OsStr>) -> Self {
        ToolCall(self.0.arg(arg))
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(self, args: impl IntoIterator<Item = S>) -> Self {
        ToolCall(self.0.args(args))
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(self, name: &str, value: impl AsRef<OsStr>) -> Self {
        ToolCall(self.0.env(name, value))
    }

    /// What it reads from standard input.
    #[must_use]
    pub fn stdin(self, input: impl Into<Vec<u8>>) -> Self {
        ToolCall(self.0.stdin(input))
    }

    /// Gives it another time.
    #[must_use]
    pub fn timeout(self, time: Duration) -> Self {
        ToolCall(self.0.timeout(time))
    }

    /// Tells `watcher` each piece of standard output as it comes. It must not block.
    #[must_use]
    pub(crate) fn watch_stdout(self, watcher: impl FnMut(&[u8]) + Send + 'static) -> Self {
        ToolCall(self.0.watch_stdout(watcher))
    }

    /// Runs to the end; a failure status is an error.
    pub async fn run(self) -> Result<Output, StorageError> {
        let step = self.step();
        Ok(self.0.run_unless(step.interrupted()).await?)
    }

    /// Runs to the end, whatever the status.
    pub async fn output(self) -> Result<Output, StorageError> {
        let step = self.step();
        Ok(self.0.output_unless(step.interrupted()).await?)
    }

    fn step(&self) -> Step {
        Step::waiting_for(|| shown(&self.0.argv()).into())
    }
}

/// A program's name with what it is called with, as far as that is short.
fn shown(argv: &[String]) -> String {
    const LONGEST: usize = 200;
    let name = argv.first().and_then(|path| path.rsplit('/').next());
    let words = name.into_iter().chain(argv.iter().skip(1).map(String::as_str));
    let text = words.collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} ...", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_missing_program_is_named_with_what_brings_it() {
        let shell = Tool {
            program: "sh",
            package: "dash",
        };
        assert!(shell.is_there());
        assert_eq!(shell.run(["-c", "echo x"]).await.unwrap().text(), "x\n");
        let none = Tool {
            program: "no-such-program",
            package: "imaginary",
        };
        let error = none.run(["x"]).await.unwrap_err().to_string();
        assert!(
            error.contains("no-such-program") && error.contains("imaginary"),
            "{error}"
        );
    }
}
