//! Runs commands, one after the other, over one connection.

use crate::commands::{self, Command};
use crate::error::{CliError, Context};
use crate::grammar::{self, Args};
use crate::options::Options;
use crate::report::Report;
use ferrovirt_api::{Closed, Connection};
use ferrovirt_registry::OpenOptions;
use std::io::Write as _;
use std::time::Instant;

/// What outlives a command.
pub struct Shell {
    /// How the program was started.
    pub options: Options,
    /// Set when the program is to end.
    pub leave: bool,
    connection: Option<Connection>,
    unreachable: bool,
}

impl Shell {
    /// Nothing is connected before the first command needs it.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            leave: false,
            connection: None,
            unreachable: false,
        }
    }

    /// The connection, where there is one.
    pub fn connected(&self) -> Option<Connection> {
        self.connection.clone().filter(Connection::is_alive)
    }

    /// Connects before the first command, where the user said what to connect to. False when that cannot be had.
    pub async fn begin(&mut self) -> bool {
        if self.options.uri.is_none() {
            return true;
        }
        let opened = self.connection().await;
        opened.inspect_err(|e| self.complain(e)).is_ok()
    }

    /// The connection, opened now if need be.
    pub async fn connection(&mut self) -> Result<Connection, CliError> {
        if let Some(connection) = self.connection.as_ref().filter(|c| c.is_alive()) {
            return Ok(connection.clone());
        }
        let uri = self.uri();
        if let Some(lost) = self.connection.take() {
            return self.again(lost).await;
        }
        let options = OpenOptions {
            read_only: self.options.read_only,
            ..OpenOptions::default()
        };
        let opened = Connection::open_with(&uri, &options).await;
        self.unreachable = opened.is_err();
        let connection = opened.context(|| "failed to connect to the hypervisor".to_owned())?;
        Ok(self.connection.insert(connection).clone())
    }

    /// A connection that ended between two commands is opened again, and the user told so.
    async fn again(&mut self, lost: Connection) -> Result<Connection, CliError> {
        let opened = lost.reconnect().await;
        self.unreachable = opened.is_err();
        let losses = opened.context(|| "Failed to reconnect to the hypervisor".to_owned())?;
        let why = match losses.reason {
            Some(Closed::Eof) => "end of file",
            Some(Closed::Keepalive) => "keepalive timeout",
            Some(Closed::Client) => "client request",
            Some(Closed::Error) | None => "I/O error",
        };
        self.complain(&CliError::text(format!(
            "Disconnected from {} due to {why}",
            lost.uri()
        )));
        self.complain(&CliError::text("Reconnected to the hypervisor".to_owned()));
        Ok(self.connection.insert(lost).clone())
    }

    fn uri(&self) -> String {
        let variable = |name| std::env::var(name).ok().filter(|v: &String| !v.is_empty());
        self.options
            .uri
            .clone()
            .filter(|u| !u.is_empty())
            .or_else(|| variable("VIRSH_DEFAULT_CONNECT_URI"))
            .or_else(|| variable("LIBVIRT_DEFAULT_URI"))
            .unwrap_or_else(|| {
                let root = nix::unistd::geteuid().is_root();
                if root { "qemu:///system" } else { "qemu:///session" }.to_owned()
            })
    }

    /// Ends the connection in order.
    pub async fn disconnect(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Nothing is left to be done about a failure.
            let _ = connection.close().await;
        }
    }

    /// Runs the commands of a line. True when the last one went well. A line with a command that is not
    /// understood is not begun.
    pub async fn run_line(&mut self, line: &str) -> bool {
        let commands = grammar::split(line).and_then(|l| l.iter().map(|words| understand(words)).collect());
        let commands: Vec<_> = match commands {
            Ok(commands) => commands,
            Err(e) => {
                self.complain(&e);
                return false;
            }
        };
        let mut ok = true;
        for (command, args) in commands {
            ok = self.run(command, &args).await;
            if self.leave || std::mem::take(&mut self.unreachable) {
                break;
            }
        }
        ok
    }

    /// Runs one command. True when it went well.
    pub async fn run_command(&mut self, words: &[String]) -> bool {
        match understand(words) {
            Ok((command, args)) => self.run(command, &args).await,
            Err(e) => {
                self.complain(&e);
                false
            }
        }
    }

    async fn run(&mut self, command: &Command, args: &Args) -> bool {
        let begun = Instant::now();
        let (mut exact, mut fault) = (false, false);
        let result = match (command.run)(self, args).await {
            Ok(report) => {
                fault = matches!(report, Report::Fault(..));
                exact = fault || matches!(report, Report::Exact(_));
                self.show(&report)
            }
            Err(e) => Err(e),
        };
        if let Err(e) = &result {
            self.complain(e);
        }
        if !self.options.json && !self.leave && !exact {
            let time = format!("(Time: {:.3} ms)\n", begun.elapsed().as_secs_f64() * 1000.0);
            let after = if self.options.timing { time.as_str() } else { "" };
            let blank = if self.options.quiet { "" } else { "\n" };
            // Nothing is left to be done about a standard output that is gone.
            let _ = self.print(&format!("{after}{blank}"));
        }
        result.is_ok() && !fault
    }

    fn show(&mut self, report: &Report) -> Result<(), CliError> {
        if self.options.json {
            return match report {
                Report::Shown => Ok(()),
                Report::Nothing if self.leave => Ok(()),
                report => self.print(&format!("{:#}\n", report.json())),
            };
        }
        self.print(&report.text(self.options.quiet))
    }

    /// Writes to standard output at once.
    pub fn print(&mut self, text: &str) -> Result<(), CliError> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// Tells people how it goes; programs only want the outcome.
    pub fn say(&mut self, text: &str) -> Result<(), CliError> {
        if self.options.json {
            Ok(())
        } else {
            self.print(text)
        }
    }

    fn complain(&self, e: &CliError) {
        let mut err = std::io::stderr().lock();
        // Nobody is left to be told.
        let _ = if self.options.json {
            // What stands on two lines for people is one text here.
            let text = e.to_string().replace("\nerror: ", ": ");
            writeln!(err, "{}", serde_json::json!({ "error": text, "code": e.code() }))
        } else {
            writeln!(err, "error: {e}")
        };
    }
}

/// The command that words mean, and its options.
fn understand(words: &[String]) -> Result<(&'static Command, Args), CliError> {
    let (name, words) = words.split_first().map_or(("", words), |(n, w)| (n.as_str(), w));
    // `net explain` is `net-explain`.
    if let Some((second, rest)) = words.split_first()
        && commands::find(name).is_none()
        && let Some(command) = commands::find(&format!("{name}-{second}"))
    {
        return Ok((command, grammar::bind(command.name, &command.synopsis(), rest)?));
    }
    let command = commands::find(name).ok_or_else(|| CliError::text(format!("unknown command: '{name}'")))?;
    Ok((command, grammar::bind(name, &command.synopsis(), words)?))
}
