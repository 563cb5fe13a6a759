//! Running other programs: every child process of xtask is started here, so that each failure names
//! the program, its arguments and how it ended.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::Outcome;

/// A program about to be run, with its arguments.
#[must_use]
pub struct Program {
    command: Command,
}

/// What a program printed, when its output was asked for.
pub struct Output {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

impl Program {
    pub fn new(name: impl AsRef<OsStr>) -> Self {
        Self {
            command: Command::new(name),
        }
    }

    /// The cargo that runs us, from the workspace's root.
    pub fn cargo() -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self::new(cargo).directory(&crate::workspace::root())
    }

    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn directory(mut self, path: &Path) -> Self {
        self.command.current_dir(path);
        self
    }

    /// Runs with our own terminal; a failure is an error.
    pub fn run(mut self) -> Outcome {
        let line = self.line();
        let status = self.status()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("`{line}` failed ({status})"))
        }
    }

    /// Runs with our own terminal and answers how it ended.
    pub fn status(&mut self) -> Outcome<ExitStatus> {
        flush();
        let line = self.line();
        self.command
            .status()
            .map_err(|error| format!("cannot run `{line}`: {error}"))
    }

    /// Runs silently and keeps what it printed.
    pub fn capture(mut self) -> Outcome<Output> {
        let line = self.line();
        let output = self
            .command
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("cannot run `{line}`: {error}"))?;
        Ok(Output {
            success: output.status.success(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Runs silently and answers its standard output; a failure carries its standard error.
    pub fn read(self) -> Outcome<String> {
        let line = self.line();
        let output = self.capture()?;
        if output.success {
            Ok(output.stdout)
        } else {
            Err(format!("`{line}` failed: {}", output.stderr.trim()))
        }
    }

    /// Runs with our terminal and with `sink` receiving a copy of standard output line by line.
    pub fn tee(mut self, mut sink: impl FnMut(&str)) -> Outcome<ExitStatus> {
        use std::io::BufRead;

        flush();
        let line = self.line();
        let failed = |error: std::io::Error| format!("cannot run `{line}`: {error}");
        // Both of its outputs: nextest tells of its cases on the second.
        let (reader, writer) = std::io::pipe().map_err(failed)?;
        self.command
            .stdout(writer.try_clone().map_err(failed)?)
            .stderr(writer);
        let mut child = self.command.spawn().map_err(failed)?;
        // The command holds the ends for writing; reading ends when the child has closed its own.
        drop(self.command);
        for text in std::io::BufReader::new(reader).split(b'\n') {
            let text = text.map_err(failed)?;
            let text = String::from_utf8_lossy(&text);
            println!("{text}");
            sink(&text);
        }
        child.wait().map_err(failed)
    }

    fn line(&self) -> String {
        let mut line = self.command.get_program().to_string_lossy().into_owned();
        for argument in self.command.get_args() {
            line.push(' ');
            line.push_str(&argument.to_string_lossy());
        }
        line
    }
}

fn flush() {
    // Our own lines come before the child's; a closed terminal is noticed by the child itself.
    let _ = std::io::stdout().flush();
}

/// Where a program is, looking also where Debian keeps those of the administrator.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin", "/usr/bin", "/bin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Whether we are the superuser.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;

    std::fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_carries_command_and_standard_error() {
        let error = Program::new("sh")
            .args(["-c", "echo broken >&2; exit 3"])
            .read()
            .unwrap_err();
        assert!(error.contains("sh -c") && error.contains("broken"), "{error}");
    }

    #[test]
    fn missing_program_is_named() {
        let error = Program::new("/nonexistent/tool").run().unwrap_err();
        assert!(error.contains("/nonexistent/tool"), "{error}");
    }
}
