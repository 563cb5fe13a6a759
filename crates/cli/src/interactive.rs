//! Commands typed at a prompt, or read from standard input.

use crate::commands::{self, FAMILIES};
use crate::grammar::Synopsis;
use crate::shell::Shell;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::{DefaultHistory, History as _, SearchDirection};
use rustyline::validate::Validator;
use rustyline::{Context, Editor, Helper};
use std::io::IsTerminal as _;
use std::path::PathBuf;
use tokio::io::{AsyncBufReadExt, BufReader};

const WELCOME: &str = "Welcome to ferrovirt, the virtualization interactive terminal.\n\n\
                       Type:  'help' for help with commands\n       'quit' to quit\n\n";

/// Most lines that are kept from one session to the next.
const KEPT: usize = 500;

/// Reads and runs commands until the end of input or `quit`. True when the last one went well.
pub async fn run(shell: &mut Shell) -> bool {
    if !std::io::stdin().is_terminal() {
        return batch(shell).await;
    }
    if !shell.options.quiet && shell.print(WELCOME).is_err() {
        return false;
    }
    let Ok(mut editor) = Editor::<Words, DefaultHistory>::new() else {
        return batch(shell).await;
    };
    editor.set_helper(Some(Words));
    recall(&mut editor);
    let mut ok = true;
    while !shell.leave {
        let prompt = if shell.options.read_only {
            "ferrovirt > "
        } else {
            "ferrovirt # "
        };
        // The editor blocks, so it goes to a thread of its own and comes back.
        let read = tokio::task::spawn_blocking(move || {
            let line = editor.readline(prompt);
            (editor, line)
        });
        let Ok((back, line)) = read.await else {
            return false;
        };
        editor = back;
        match line {
            Ok(line) => {
                remember(&mut editor, &line);
                ok = shell.run_line(&line).await;
            }
            Err(ReadlineError::Interrupted) => {}
            Err(_) => break,
        }
    }
    keep(&editor);
    ok
}

fn remember(editor: &mut Editor<Words, DefaultHistory>, line: &str) {
    let first = line.split_whitespace().next().unwrap_or_default();
    // A line with a secret value is not kept.
    let secret = ["secret-set-value", "set-user-password"].contains(&first);
    if commands::find(first).is_some() && !secret {
        // A history that cannot grow is no reason to stop.
        let _ = editor.add_history_entry(line);
    }
}

fn history_file() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let cache = set("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(set("HOME")?).join(".cache")))?;
    Some(cache.join("ferrovirt/history"))
}

/// Lines of earlier sessions, where they can be read.
fn recall(editor: &mut Editor<Words, DefaultHistory>) {
    let text = history_file().and_then(|file| std::fs::read_to_string(file).ok());
    for line in text.unwrap_or_default().lines() {
        // As in `remember`.
        let _ = editor.add_history_entry(line);
    }
}

/// Keeps the last lines for the next session, where they can be written.
fn keep(editor: &Editor<Words, DefaultHistory>) {
    let Some(file) = history_file() else { return };
    let history = editor.history();
    let first = history.len().saturating_sub(KEPT);
    let lines: String = (first..history.len())
        .filter_map(|at| history.get(at, SearchDirection::Forward).ok().flatten())
        .map(|found| format!("{}\n", found.entry))
        .collect();
    // A history that cannot be kept is no reason to complain.
    let _ = file.parent().map(std::fs::create_dir_all);
    let _ = std::fs::write(file, lines);
}

/// Completes names of commands and of their options.
struct Words;

impl Helper for Words {}
impl Highlighter for Words {}
impl Validator for Words {}
impl Hinter for Words {
    type Hint = String;
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = candidates(line.get(..at).unwrap_or_default());
        let pairs = words.into_iter().map(|word| Pair {
            display: word.clone(),
            replacement: word,
        });
        Ok((start, pairs.collect()))
    }
}

/// Where the word begins that is typed, and what it may become.
fn candidates(typed: &str) -> (usize, Vec<String>) {
    let start = typed.rfind([' ', ';']).map_or(0, |at| at + 1);
    let word = &typed[start..];
    let command = typed[..start].rsplit(';').next().unwrap_or_default();
    let mut out: Vec<String> = match command.split_whitespace().next() {
        None | Some("help") => FAMILIES
            .iter()
            .flat_map(|(_, commands)| commands.iter())
            .filter(|command| command.name.starts_with(word))
            .map(|command| command.name.to_owned())
            .collect(),
        Some(name) => {
            let synopsis = commands::find(name).map_or_else(Synopsis::default, commands::Command::synopsis);
            let options = synopsis
                .options()
                .iter()
                .map(|option| format!("--{}", option.name));
            let used: Vec<&str> = command.split_whitespace().collect();
            options
                .filter(|option| option.starts_with(word) && !used.contains(&option.as_str()))
                .collect()
        }
    };
    out.sort();
    (start, out)
}

async fn batch(shell: &mut Shell) -> bool {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut ok = true;
    while let Ok(Some(line)) = lines.next_line().await {
        ok = shell.run_line(&line).await;
        if shell.leave {
            break;
        }
    }
    ok
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completion() {
        let words = |typed| candidates(typed).1;
        assert_eq!(words("domuu"), ["domuuid"]);
        assert_eq!(candidates("list; domuu"), (6, vec!["domuuid".to_owned()]));
        assert_eq!(words("autostart test --d"), ["--disable", "--domain"]);
        assert_eq!(words("autostart --disable --d"), ["--domain"]);
        assert_eq!(words("help domuu"), ["domuuid"]);
        assert!(words("nosuch --x").is_empty());
    }
}
