//! Commands of the shell itself.

use super::{FAMILIES, Outcome, commands, find};
use crate::error::CliError;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;

commands! {
    "help", "print help", "[--command <string>]" => help;
    "echo", "echo arguments", "[--shell] [--xml] [--split] [--err] [<string>]..." => echo;
    "pwd", "print the current directory", "" => pwd;
    "cd", "change the current directory", "[--dir <string>]" => cd;
    "complete", "", "[<string>]..." => complete;
    "connect", "(re)connect to hypervisor", "[--name <string>] [--readonly]" => connect;
    "quit", "quit this interactive terminal", "" => quit;
    "exit", "quit this interactive terminal", "" => quit;
}

async fn help(_: &mut Shell, args: &Args) -> Outcome {
    if let Some(name) = args.text("command") {
        let command = find(name)
            .ok_or_else(|| CliError::text(format!("command or command group '{name}' doesn't exist")))?;
        let mut text = format!("  NAME\n    {name} - {}\n\n  SYNOPSIS\n    {name}", command.about);
        if !command.takes.is_empty() {
            let _ = write!(text, " {}", command.takes);
        }
        text.push('\n');
        let options = command.synopsis();
        if !options.options().is_empty() {
            text.push_str("\n  OPTIONS\n");
        }
        for option in options.options() {
            let _ = writeln!(text, "    {option}");
        }
        let value = json!({ "name": name, "about": command.about, "synopsis": command.takes });
        return Ok(Report::Both(text, value));
    }
    let mut text = String::from("Grouped commands:\n\n");
    let mut rows = Vec::new();
    for (title, commands) in FAMILIES {
        let _ = writeln!(text, " {title}:");
        for command in commands.iter().filter(|command| !command.is_hidden()) {
            let _ = writeln!(text, "    {:<30} {}", command.name, command.about);
            rows.push(json!({ "group": title, "name": command.name, "about": command.about }));
        }
        text.push('\n');
    }
    Ok(Report::Both(text, Value::Array(rows)))
}

/// The parts of a word between commas; two commas stand for one.
fn parts(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        match parts.last_mut() {
            Some(last) if c != ',' || rest.next_if_eq(&',').is_some() => last.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts
}

async fn echo(_: &mut Shell, args: &Args) -> Outcome {
    let quoted = |word: &str| {
        if args.flag("xml") {
            let escaped = word
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            return escaped.replace('\'', "&apos;").replace('"', "&quot;");
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&b);
        if args.flag("shell") && !word.bytes().all(plain) {
            return format!("'{}'", word.replace('\'', "'\\''"));
        }
        word.to_owned()
    };
    let shown = |word: &str| match args.flag("split") {
        true => parts(word).iter().map(|part| quoted(part) + "\n").collect(),
        false => quoted(word),
    };
    let words: Vec<String> = args.list("string").into_iter().map(shown).collect();
    let text = words.join(" ");
    if args.flag("err") {
        // As an error is told, by a command that went well.
        writeln!(std::io::stderr(), "error: {text}")?;
        return Ok(Report::Nothing);
    }
    Ok(Report::Bare(text.clone(), text.into()))
}

async fn pwd(_: &mut Shell, _: &Args) -> Outcome {
    Ok(Report::Text(std::env::current_dir()?.display().to_string()))
}

async fn cd(_: &mut Shell, args: &Args) -> Outcome {
    let home = std::env::var("HOME").unwrap_or_else(|_| "/".to_owned());
    let dir = args.text("dir").unwrap_or(&home);
    std::env::set_current_dir(dir).map_err(|e| CliError::text(format!("cd: {dir}: {e}")))?;
    Ok(Report::Nothing)
}

async fn connect(shell: &mut Shell, args: &Args) -> Outcome {
    shell.disconnect().await;
    shell.options.read_only = args.flag("readonly");
    if let Some(name) = args.text("name") {
        shell.options.uri = Some(name.to_owned());
    }
    shell.connection().await?;
    Ok(Report::Nothing)
}

/// What the last word may become behind the others, a line each, for a shell.
async fn complete(shell: &mut Shell, args: &Args) -> Outcome {
    let words: Vec<String> = args.list("string").into_iter().map(str::to_owned).collect();
    let (typed, words) = words
        .split_last()
        .map_or(("", &[][..]), |(typed, words)| (typed.as_str(), words));
    // Without a connection, commands, options and files are left.
    let connection = shell.connection().await.ok();
    let found = crate::complete::candidates(words, typed, connection.as_ref()).await;
    let lines: String = found.iter().map(|word| format!("{word}\n")).collect();
    Ok(Report::Both(lines, found.into()))
}

async fn quit(shell: &mut Shell, _: &Args) -> Outcome {
    shell.leave = true;
    Ok(Report::Nothing)
}
