//! What a word that is being typed may become: commands, options, and the names of what is there.

mod objects;
mod what;

use crate::commands::{self, Command, FAMILIES};
use crate::grammar::{self, Synopsis};
use ferrovirt_api::Connection;
use std::time::Duration;

/// How long a user who presses a key waits for names at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a word may become when `words` come before it; without a connection, no names of objects.
pub async fn candidates(words: &[String], typed: &str, connection: Option<&Connection>) -> Vec<String> {
    let mut found = match words.split_first() {
        None => commands(),
        Some((name, words)) => match commands::find(name) {
            Some(command) => of_command(command, words, typed, connection).await,
            None => Vec::new(),
        },
    };
    found.retain(|word| word.starts_with(typed));
    found.sort();
    found.dedup();
    found
}

fn commands() -> Vec<String> {
    let all = FAMILIES.iter().flat_map(|(_, commands)| commands.iter());
    let shown = all.filter(|command| !command.is_hidden());
    shown.map(|command| command.name.to_owned()).collect()
}

async fn of_command(
    command: &Command,
    words: &[String],
    typed: &str,
    connection: Option<&Connection>,
) -> Vec<String> {
    let synopsis = command.synopsis();
    let given = grammar::begin(&synopsis, words);
    // `--name=value` in one word.
    if let Some((name, value)) = typed.strip_prefix("--").and_then(|typed| typed.split_once('='))
        && given.may_name
    {
        let of = synopsis.find(name).map(|option| option.name);
        let values = values(command, of, &given.args, value, connection).await;
        return values
            .into_iter()
            .map(|value| format!("--{name}={value}"))
            .collect();
    }
    if typed.starts_with('-') && given.may_name {
        return options(&synopsis, &given);
    }
    let of = given.next.map(|option| option.name);
    let values = values(command, of, &given.args, typed, connection).await;
    match values.is_empty() && given.may_name {
        true => options(&synopsis, &given),
        false => values,
    }
}

fn options(synopsis: &Synopsis, given: &grammar::Partial<'_>) -> Vec<String> {
    let free = synopsis
        .options()
        .iter()
        .filter(|option| !given.args.has(option.name));
    free.map(|option| format!("--{}", option.name)).collect()
}

async fn values(
    command: &Command,
    option: Option<&str>,
    args: &grammar::Args,
    typed: &str,
    connection: Option<&Connection>,
) -> Vec<String> {
    let Some(what) = option.and_then(|option| what::of(command.name, option)) else {
        return Vec::new();
    };
    match (what, connection) {
        (what::What::Command, _) => commands(),
        (what::What::File, _) => objects::files(typed).await,
        (what::What::Words(words), _) => words.iter().map(|word| (*word).to_owned()).collect(),
        (what, Some(connection)) => {
            let names = objects::names(connection, what, args);
            // What fails or takes too long completes nothing.
            let names = tokio::time::timeout(PATIENCE, names).await;
            names.ok().and_then(Result::ok).unwrap_or_default()
        }
        (_, None) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn complete(connection: Option<&Connection>, line: &str) -> Vec<String> {
        let (before, typed) = line.rsplit_once(' ').unwrap_or(("", line));
        let words: Vec<String> = before.split_whitespace().map(str::to_owned).collect();
        candidates(&words, typed, connection).await
    }

    #[tokio::test]
    async fn commands_and_options() {
        let words = async |line| complete(None, line).await;
        assert_eq!(words("domuu").await, ["domuuid"]);
        assert_eq!(words("help domuu").await, ["domuuid"]);
        assert_eq!(words("autostart test --d").await, ["--disable"]);
        assert_eq!(words("autostart --disable --d").await, ["--domain"]);
        assert_eq!(words("shutdown test --mode a").await, ["acpi", "agent"]);
        assert_eq!(words("shutdown test --mode=ag").await, ["--mode=agent"]);
        assert!(words("nosuch --x").await.is_empty());
        assert!(
            words("compl").await.is_empty(),
            "what is for shells only is not shown"
        );
    }

    #[tokio::test]
    async fn names_of_what_is_there() {
        let connection = Connection::open("test:///default").await.unwrap();
        let words = async |line| complete(Some(&connection), line).await;
        assert_eq!(words("dominfo t").await, ["test"]);
        assert_eq!(words("domuuid --domain ").await, ["test"]);
        assert_eq!(words("domblkstat test v").await, ["vda"]);
        assert_eq!(words("net-info ").await, ["default"]);
        assert_eq!(words("vol-list ").await, ["default-pool"]);
        assert_eq!(words("iface-mac ").await, ["eth1"]);
        assert_eq!(words("domif-getlink test ").await, ["aa:bb:cc:dd:ee:ff"]);
        // What runs is not started: only options are left.
        assert!(words("start te").await.is_empty());
        assert_eq!(words("destroy te").await, ["test"]);
        assert!(words("start nosuch --domain-").await.is_empty());
    }
}
