//! Consoles: with a terminal, a session; without, or with `--until`, reading.

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_api::{Console, Domain};
use ferrovirt_types::consts::DomainConsoleFlags;
use nix::sys::termios::{self, SetArg, Termios};
use serde_json::json;
use std::io::IsTerminal as _;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

commands! {
    "console", "connect to the guest console", "<domain> [--devname <string>] [--force] [--safe] [--until <string>] [--send <string>] [--timeout <number>]" => console;
}

/// Seconds that `--until` waits when `--timeout` does not say.
const PATIENCE: u64 = 300;

async fn console(shell: &mut Shell, args: &Args) -> Outcome {
    let flags = args.bit("force", DomainConsoleFlags::FORCE) | args.bit("safe", DomainConsoleFlags::SAFE);
    let domain = find::domain(shell, args).await?;
    let device = args.text("devname");
    let Some(until) = args.text("until") else {
        return attach(shell, &domain, device, flags).await;
    };
    let mut console = open(&domain, device, flags).await?;
    if let Some(text) = args.text("send") {
        console.send(&format!("{text}\n")).await?;
    }
    let seconds = args.number("timeout")?.unwrap_or(PATIENCE);
    let mut seen = String::new();
    let read = console.read_until(|text| {
        seen.replace_range(.., text);
        text.contains(until)
    });
    let read = tokio::time::timeout(Duration::from_secs(seconds), read).await;
    match read {
        Ok(text) => {
            let text = text?;
            if text.contains(until) {
                return Ok(Report::Both(
                    text.clone(),
                    json!({ "text": text, "found": until }),
                ));
            }
            shell.print(&text)?;
            Err(CliError::text(format!(
                "the console ended before '{until}' appeared"
            )))
        }
        Err(_) => {
            shell.print(&seen)?;
            Err(CliError::text(format!(
                "'{until}' did not appear within {seconds} s"
            )))
        }
    }
}

async fn open(domain: &Domain, device: Option<&str>, flags: DomainConsoleFlags) -> Result<Console, CliError> {
    if !domain.is_active().await? {
        return Err(CliError::text("The domain is not running"));
    }
    domain
        .open_console(device, flags)
        .await
        .context(|| "unable to open console".to_owned())
}

/// Puts the terminal through to a console until the escape character, or the end of either side.
pub async fn attach(
    shell: &mut Shell,
    domain: &Domain,
    device: Option<&str>,
    flags: DomainConsoleFlags,
) -> Outcome {
    let escape = shell.options.escape.unwrap_or(']').to_ascii_uppercase();
    let console = open(domain, device, flags).await?;
    shell.say(&format!("Connected to domain '{}'\n", domain.name()))?;
    shell.say(&format!("Escape character is ^{escape} (Ctrl + {escape})\n"))?;
    let raw = Raw::enter()?;
    // Ctrl turns a letter into its number.
    let code = u8::try_from(escape).map_or(0x1d, |c| c & 0x1f);
    let result = transport(console, code).await;
    drop(raw);
    result?;
    shell.say("\n")?;
    Ok(Report::Shown)
}

async fn transport(console: Console, escape: u8) -> Result<(), CliError> {
    let Console {
        mut output,
        mut input,
    } = console;
    let shown = async {
        let mut stdout = tokio::io::stdout();
        let mut chunk = [0; 4096];
        loop {
            let n = output.read(&mut chunk).await?;
            if n == 0 {
                return Ok::<(), CliError>(());
            }
            stdout.write_all(&chunk[..n]).await?;
            stdout.flush().await?;
        }
    };
    let typed = async {
        let mut stdin = tokio::io::stdin();
        let mut chunk = [0; 1024];
        loop {
            let n = stdin.read(&mut chunk).await?;
            if n == 0 {
                // Without a terminal, what the guest still says is of interest.
                return std::future::pending::<Result<(), CliError>>().await;
            }
            let end = chunk[..n].iter().position(|b| *b == escape);
            input.write_all(&chunk[..end.unwrap_or(n)]).await?;
            input.flush().await?;
            if end.is_some() {
                return Ok(());
            }
        }
    };
    tokio::select! {
        result = shown => result,
        result = typed => result,
    }
}

/// A terminal that hands every key on; put back when dropped.
struct Raw(Option<Termios>);

impl Raw {
    fn enter() -> Result<Self, CliError> {
        let stdin = std::io::stdin();
        if !stdin.is_terminal() {
            return Ok(Self(None));
        }
        let before = termios::tcgetattr(&stdin).map_err(std::io::Error::from)?;
        let mut raw = before.clone();
        termios::cfmakeraw(&mut raw);
        termios::tcsetattr(&stdin, SetArg::TCSAFLUSH, &raw).map_err(std::io::Error::from)?;
        Ok(Self(Some(before)))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // The terminal may be gone, and then there is nothing to put back.
            let _ = termios::tcsetattr(std::io::stdin(), SetArg::TCSAFLUSH, before);
        }
    }
}
