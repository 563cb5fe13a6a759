//! Commands typed at a prompt, or read from standard input.

use crate::commands;
use crate::complete;
use crate::grammar;
use crate::shell::Shell;
use ferrovirt_api::Connection;
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
use tokio::runtime::Handle;

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
    editor.set_helper(Some(Words {
        runtime: Handle::current(),
        connection: None,
    }));
    recall(&mut editor);
    let mut ok = true;
    while !shell.leave {
        let prompt = if shell.options.read_only {
            "ferrovirt > "
        } else {
            "ferrovirt # "
        };
        if let Some(words) = editor.helper_mut() {
            words.connection = shell.connected();
        }
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

/// Completes what is typed.
struct Words {
    runtime: Handle,
    /// Asked for the names of what is there.
    connection: Option<Connection>,
}

impl Helper for Words {}
impl Highlighter for Words {}
impl Validator for Words {}
impl Hinter for Words {
    type Hint = String;
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words, typed) = typed(line.get(..at).unwrap_or_default());
        // The editor has a thread of its own, which may wait.
        let found = complete::candidates(&words, &typed, self.connection.as_ref());
        let pairs = self.runtime.block_on(found).into_iter().map(|word| Pair {
            replacement: quoted(&word),
            display: word,
        });
        Ok((start, pairs.collect()))
    }
}

/// Where the word begins that is typed, the words of its command before it, and what it says so far.
fn typed(line: &str) -> (usize, Vec<String>, String) {
    let (mut command, mut start, mut quote) = (0, 0, None);
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (None | Some('"'), '\\') => escaped = true,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ';') => (command, start) = (at + 1, at + 1),
            (None, c) if c.is_whitespace() => start = at + c.len_utf8(),
            _ => {}
        }
    }
    let words = grammar::split(&line[command..start]).unwrap_or_default();
    let mut word = line[start..].to_owned();
    word.extend(quote);
    let word = grammar::split(&word)
        .unwrap_or_default()
        .into_iter()
        .flatten()
        .next();
    let words = words.into_iter().next().unwrap_or_default();
    (start, words, word.unwrap_or_default())
}

/// A word as it is typed.
fn quoted(word: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !";'\"\\#".contains(c);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")),
    }
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
    fn the_word_that_is_typed() {
        let of = |line| {
            let (start, words, word) = typed(line);
            (start, words.join("|"), word)
        };
        assert_eq!(of("domuu"), (0, String::new(), "domuu".to_owned()));
        assert_eq!(
            of("list; dominfo te"),
            (14, "dominfo".to_owned(), "te".to_owned())
        );
        assert_eq!(
            of("desc 'my guest' --"),
            (16, "desc|my guest".to_owned(), "--".to_owned())
        );
        assert_eq!(of("desc 'my gu"), (5, "desc".to_owned(), "my gu".to_owned()));
        assert_eq!(of("desc my\\ g"), (5, "desc".to_owned(), "my g".to_owned()));
        assert_eq!(of("desc "), (5, "desc".to_owned(), String::new()));
    }

    #[test]
    fn what_is_typed_is_read_back() {
        for word in ["test", "my guest", "a'b", "a\"b\\c", "x;y"] {
            let read = grammar::split(&quoted(word)).unwrap();
            assert_eq!(read, [[word.to_owned()]]);
        }
    }
}
