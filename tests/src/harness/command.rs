//! Running a client program with a deadline.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::case::{Outcome, Problem};

/// How a program ended and what it said.
#[derive(Debug, Clone)]
pub struct Finished {
    pub line: String,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub elapsed: Duration,
}

impl Finished {
    /// Its standard output, when it succeeded.
    pub fn ok(self) -> Outcome<String> {
        if self.code == Some(0) {
            Ok(self.stdout)
        } else {
            Err(Problem::Failed(self.describe()))
        }
    }

    /// Its standard error, when it failed as it should; a hang or a crash is not a failure.
    pub fn refused(self) -> Outcome<String> {
        match self.code {
            Some(0) => Err(Problem::Failed(format!(
                "should have been refused: {}",
                self.describe()
            ))),
            None => Err(Problem::Failed(self.describe())),
            Some(_) => Ok(self.stderr),
        }
    }

    fn describe(&self) -> String {
        let code = self.code.map_or("a signal or the deadline".to_owned(), |code| {
            format!("status {code}")
        });
        format!(
            "`{}` ended with {code}\n{}\n{}",
            self.line,
            self.stdout.trim_end(),
            self.stderr.trim_end()
        )
    }
}

/// Runs a program; one that takes longer than the limit is killed and has no status.
pub fn run<S: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    arguments: impl IntoIterator<Item = S>,
    input: &[u8],
    limit: Duration,
) -> Outcome<Finished> {
    let mut command = Command::new(program);
    command.args(arguments).env("LC_ALL", "C");
    run_command(command, input, limit)
}

/// The same for a command that was prepared otherwise.
pub fn run_command(mut command: Command, input: &[u8], limit: Duration) -> Outcome<Finished> {
    let line = line(&command);
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot run `{line}`: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input has closed it: that is no fault.
        let _ = stdin.write_all(input);
    }
    let stdout = collect(child.stdout.take());
    let stderr = collect(child.stderr.take());
    let code = wait(&mut child, start, limit)?;
    Ok(Finished {
        line,
        code,
        stdout: text(stdout),
        stderr: text(stderr),
        elapsed: start.elapsed(),
    })
}

fn wait(child: &mut Child, start: Instant, limit: Duration) -> Outcome<Option<i32>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code());
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn collect(stream: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            // What could be read before an error is what can be shown.
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn text(reader: JoinHandle<Vec<u8>>) -> String {
    String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
}

fn line(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
