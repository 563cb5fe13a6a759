//! Commands typed at a prompt, or read from standard input.

use crate::commands;
use crate::shell::Shell;
use rustyline::error::ReadlineError;
use rustyline::{DefaultEditor, Editor};
use std::io::IsTerminal as _;
use tokio::io::{AsyncBufReadExt, BufReader};

const WELCOME: &str = "Welcome to ferrovirt, the virtualization interactive terminal.\n\n\
                       Type:  'help' for help with commands\n       'quit' to quit\n\n";

/// Reads and runs commands until the end of input or `quit`. True when the last one went well.
pub async fn run(shell: &mut Shell) -> bool {
    if !std::io::stdin().is_terminal() {
        return batch(shell).await;
    }
    if !shell.options.quiet && shell.print(WELCOME).is_err() {
        return false;
    }
    let Ok(mut editor) = DefaultEditor::new() else {
        return batch(shell).await;
    };
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
    ok
}

fn remember(editor: &mut Editor<(), rustyline::history::DefaultHistory>, line: &str) {
    let first = line.split_whitespace().next().unwrap_or_default();
    // A line with a secret value is not kept.
    if commands::find(first).is_some() && !first.starts_with("secret-set") {
        // A history that cannot grow is no reason to stop.
        let _ = editor.add_history_entry(line);
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
