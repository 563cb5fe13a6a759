//! A program that is run to its end: with a deadline, bounded output and an error that carries the
//! arguments and the tail of standard error.

use crate::error::{Error, Result};
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::future::pending;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// How long a program may run when its caller does not say.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// Most bytes read from standard output when the caller does not say.
pub const DEFAULT_STDOUT_LIMIT: usize = 4 << 20;
/// Bytes of standard error that are kept, from its end.
pub const STDERR_TAIL: usize = 4096;
/// How long a program that was killed is waited for.
const KILLED: Duration = Duration::from_secs(5);

/// Who is told what a program prints, as it prints it.
type Watcher = Arc<Mutex<dyn FnMut(&[u8]) + Send>>;

/// A program to run. The locale is always `C`, so that what it prints can be read.
#[derive(Clone)]
pub struct Command {
    program: OsString,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    stdin: Option<Vec<u8>>,
    timeout: Duration,
    stdout_limit: usize,
    watcher: Option<Watcher>,
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Command").field(&self.argv()).finish()
    }
}

/// What a program left.
#[derive(Debug, Clone)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// All of its standard output.
    pub stdout: Vec<u8>,
    /// The end of its standard error, trimmed.
    pub stderr: String,
}

impl Output {
    /// Standard output as text; bytes that are no UTF-8 become replacement characters.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }
}

impl Command {
    /// The program, looked up in `PATH` unless it is a path.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        Command {
            program: program.as_ref().to_owned(),
            args: Vec::new(),
            env: vec![("LC_ALL".into(), "C".into())],
            stdin: None,
            timeout: DEFAULT_TIMEOUT,
            stdout_limit: DEFAULT_STDOUT_LIMIT,
            watcher: None,
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(|a| a.as_ref().to_owned()));
        self
    }

    /// Sets an environment variable; the rest is inherited.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// What the program reads from standard input; without it, it reads nothing.
    #[must_use]
    pub fn stdin(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(input.into());
        self
    }

    /// After this time the program is killed.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Most bytes of standard output; with more the program is killed.
    #[must_use]
    pub fn stdout_limit(mut self, limit: usize) -> Self {
        self.stdout_limit = limit;
        self
    }

    /// Tells `watcher` each piece of standard output as it comes. It must not block.
    #[must_use]
    pub fn watch_stdout(mut self, watcher: impl FnMut(&[u8]) + Send + 'static) -> Self {
        self.watcher = Some(Arc::new(Mutex::new(watcher)));
        self
    }

    /// Program and arguments as text.
    pub fn argv(&self) -> Vec<String> {
        argv(&self.program, &self.args)
    }

    /// Runs to the end; a failure status is an error.
    pub async fn run(self) -> Result<Output> {
        self.run_unless(pending()).await
    }

    /// Runs to the end, or until `cancelled` ends: the program is gone then. A failure status is an error.
    pub async fn run_unless(self, cancelled: impl Future<Output = ()>) -> Result<Output> {
        let argv = self.argv();
        let out = self.output_unless(cancelled).await?;
        if out.status.success() {
            Ok(out)
        } else {
            Err(Error::Failed {
                argv,
                status: out.status,
                stderr: out.stderr,
            })
        }
    }

    /// Runs to the end, whatever the status. Dropping the future kills the program.
    pub async fn output(self) -> Result<Output> {
        self.output_unless(pending()).await
    }

    /// Runs to the end, whatever the status, or until `cancelled` ends.
    pub async fn output_unless(self, cancelled: impl Future<Output = ()>) -> Result<Output> {
        let argv = self.argv();
        let mut command = tokio::process::Command::new(&self.program);
        end_with_us(&mut command);
        let mut child = command
            .args(&self.args)
            .envs(self.env.iter().map(|(k, v)| (k, v)))
            .stdin(if self.stdin.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .process_group(0)
            .spawn()
            .map_err(|source| spawn_error(&self.program, argv.clone(), source))?;
        let mut group = Group::led_by(&child);
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let mut out = Vec::new();
        let mut tail = Vec::new();
        let work = async {
            let feed = async {
                if let (Some(mut pipe), Some(input)) = (stdin, &self.stdin) {
                    // A program that does not read all of its input says so by its status.
                    let _ = pipe.write_all(input).await;
                }
                Ok(())
            };
            tokio::try_join!(
                feed,
                read_all(stdout, &mut out, self.stdout_limit, self.watcher.as_ref()),
                read_tail(stderr, &mut tail)
            )?;
            child.wait().await
        };
        let ended = tokio::select! {
            ended = timeout(self.timeout, work) => Some(ended),
            () = cancelled => None,
        };
        match ended {
            Some(Ok(Ok(_))) => group.ended(),
            _ => {
                group.kill();
                // Whoever undoes its work must not meet it at work still. One that the kernel keeps is left behind.
                let _ = timeout(KILLED, child.wait()).await;
                group.ended();
            }
        }
        let stderr = tail_text(&tail);
        let Some(ended) = ended else {
            return Err(Error::Cancelled { argv });
        };
        match ended {
            Ok(Ok(status)) => Ok(Output {
                status,
                stdout: out,
                stderr,
            }),
            Ok(Err(e)) if e.kind() == io::ErrorKind::FileTooLarge => Err(Error::OutputTooLarge {
                argv,
                limit: self.stdout_limit,
            }),
            Ok(Err(source)) => Err(Error::Spawn { argv, source }),
            Err(_) => Err(Error::TimedOut {
                argv,
                after: self.timeout,
                stderr,
            }),
        }
    }
}

/// A program with the helpers that it started, as `mount` starts one for each kind of file system: they are a group of
/// processes of their own, and end together.
struct Group(Option<Pid>);

impl Group {
    fn led_by(child: &tokio::process::Child) -> Self {
        let leader = child.id().and_then(|id| i32::try_from(id).ok());
        Group(leader.map(Pid::from_raw))
    }

    /// To be called before the leader was waited for: its number is nobody else's until then.
    fn kill(&self) {
        if let Some(leader) = self.0 {
            // A group that is gone is what is wanted.
            let _ = killpg(leader, Signal::SIGKILL);
        }
    }

    fn ended(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Has the kernel kill the program when we end, however that happens: what a killed daemon had begun is
/// over before the next one looks at what is there. A program that makes itself a daemon is set free by
/// that, for its children do not inherit the wish.
fn end_with_us(command: &mut tokio::process::Command) {
    let parent = nix::unistd::getpid();
    // SAFETY: between fork and exec the closure makes two system calls; it allocates nothing and takes
    // no lock, and its errors are plain numbers.
    unsafe {
        command.pre_exec(move || {
            set_pdeathsig(Signal::SIGKILL)?;
            // We may have ended before the wish was known.
            if nix::unistd::getppid() != parent {
                return Err(io::Error::from_raw_os_error(libc::ESRCH));
            }
            Ok(())
        });
    }
}

pub(crate) fn argv(program: &OsStr, args: &[OsString]) -> Vec<String> {
    std::iter::once(program)
        .chain(args.iter().map(OsString::as_os_str))
        .map(|a| a.to_string_lossy().into_owned())
        .collect()
}

/// A missing program is told apart from one that cannot be started.
pub(crate) fn spawn_error(program: &OsStr, argv: Vec<String>, source: io::Error) -> Error {
    if source.kind() == io::ErrorKind::NotFound && !Path::new(program).exists() {
        Error::ProgramMissing {
            program: program.to_string_lossy().into_owned(),
        }
    } else {
        Error::Spawn { argv, source }
    }
}

async fn read_all(
    pipe: Option<impl AsyncRead + Unpin>,
    out: &mut Vec<u8>,
    limit: usize,
    watcher: Option<&Watcher>,
) -> io::Result<()> {
    let Some(pipe) = pipe else { return Ok(()) };
    let mut pipe = pipe.take(limit as u64 + 1);
    loop {
        let before = out.len();
        if pipe.read_buf(out).await? == 0 {
            break;
        }
        if let Some(watcher) = watcher {
            let mut tell = watcher.lock().unwrap_or_else(PoisonError::into_inner);
            tell(&out[before..]);
        }
    }
    if out.len() > limit {
        Err(io::ErrorKind::FileTooLarge.into())
    } else {
        Ok(())
    }
}

/// Reads to the end, keeping the last [`STDERR_TAIL`] bytes.
async fn read_tail(pipe: Option<impl AsyncRead + Unpin>, tail: &mut Vec<u8>) -> io::Result<()> {
    let Some(mut pipe) = pipe else { return Ok(()) };
    let mut chunk = [0u8; 2048];
    loop {
        let n = pipe.read(&mut chunk).await?;
        if n == 0 {
            return Ok(());
        }
        tail.extend_from_slice(&chunk[..n]);
        let excess = tail.len().saturating_sub(STDERR_TAIL);
        tail.drain(..excess);
    }
}

fn tail_text(tail: &[u8]) -> String {
    String::from_utf8_lossy(tail).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn runs_feeds_and_reads() {
        let out = Command::new("cat").stdin("hello").run().await.unwrap();
        assert_eq!(out.text(), "hello");
    }

    #[tokio::test]
    async fn what_is_printed_is_told_as_it_comes() {
        let (sender, receiver) = std::sync::mpsc::channel();
        let command = Command::new("sh").args(["-c", "echo one; echo two"]);
        let watched = command.watch_stdout(move |text| sender.send(text.to_vec()).unwrap());
        let out = watched.run().await.unwrap();
        let told: Vec<u8> = receiver.try_iter().flatten().collect();
        assert_eq!(
            (out.text().as_str(), told.as_slice()),
            ("one\ntwo\n", &b"one\ntwo\n"[..])
        );
    }

    #[tokio::test]
    async fn failure_carries_argv_status_and_stderr() {
        let err = Command::new("sh")
            .args(["-c", "echo oops >&2; exit 3"])
            .run()
            .await
            .unwrap_err();
        assert_eq!(err.stderr(), Some("oops"));
        assert!(err.to_string().contains("exit status: 3"), "{err}");
    }

    #[tokio::test]
    async fn a_missing_program_is_named() {
        let err = Command::new("ferrovirt-no-such-program").run().await.unwrap_err();
        assert!(
            matches!(err, Error::ProgramMissing { ref program } if program == "ferrovirt-no-such-program")
        );
    }

    #[tokio::test]
    async fn a_deadline_ends_it() {
        let err = Command::new("sleep")
            .arg("60")
            .timeout(Duration::from_millis(30))
            .run()
            .await
            .unwrap_err();
        assert!(matches!(err, Error::TimedOut { .. }), "{err}");
    }

    #[tokio::test]
    async fn what_nobody_wants_any_more_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        let script = format!("sleep 60; touch {}", mark.display());
        let command = Command::new("sh").args(["-c", &script]);
        let err = command.run_unless(std::future::ready(())).await.unwrap_err();
        assert!(matches!(err, Error::Cancelled { .. }), "{err}");
        assert!(!mark.exists());
    }

    #[tokio::test]
    async fn helpers_end_with_their_program() {
        let folder = tempfile::tempdir().unwrap();
        let begun = folder.path().join("begun");
        let script = format!(
            "sleep 60 & echo $! >{0}.new; mv {0}.new {0}; wait",
            begun.display()
        );
        let cancelled = async {
            while !begun.exists() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let command = Command::new("sh").args(["-c", &script]);
        let err = command.run_unless(cancelled).await.unwrap_err();
        assert!(matches!(err, Error::Cancelled { .. }), "{err}");
        let helper = std::fs::read_to_string(&begun).unwrap();
        let command_line = format!("/proc/{}/cmdline", helper.trim());
        // It is gone, or ended and not waited for by whoever has it now.
        while std::fs::read(&command_line).is_ok_and(|text| text.starts_with(b"sleep")) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn output_is_bounded_and_stderr_keeps_its_end() {
        let err = Command::new("sh")
            .args(["-c", "head -c 5000 /dev/zero"])
            .stdout_limit(100)
            .run()
            .await
            .unwrap_err();
        assert!(matches!(err, Error::OutputTooLarge { limit: 100, .. }), "{err}");
        let out = Command::new("sh")
            .args(["-c", "head -c 9000 /dev/zero | tr '\\0' x >&2; echo end >&2"])
            .run()
            .await
            .unwrap();
        assert!(out.stderr.ends_with("xend") && out.stderr.len() <= STDERR_TAIL);
    }
}
