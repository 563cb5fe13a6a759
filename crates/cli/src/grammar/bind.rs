//! Words to options: named ones first come first served, the others fill what is left, in order.

use super::args::Args;
use super::synopsis::{Kind, Opt, Synopsis};
use crate::error::CliError;

/// Binds the words after the name of `command` to its options.
pub fn bind(command: &str, synopsis: &Synopsis, words: &[String]) -> Result<Args, CliError> {
    let mut args = Args::default();
    let mut words = words.iter();
    let mut only_words = false;
    while let Some(word) = words.next() {
        let named = word
            .strip_prefix("--")
            .filter(|n| !only_words && n.starts_with(|c: char| c.is_alphanumeric()));
        if word == "--" && !only_words {
            only_words = true;
            continue;
        }
        let Some(named) = named else {
            place(&mut args, synopsis, word)?;
            continue;
        };
        let (name, inline) = named.split_once('=').map_or((named, None), |(n, v)| (n, Some(v)));
        let option = synopsis
            .find(name)
            .ok_or_else(|| CliError::text(format!("command '{command}' doesn't support option --{name}")))?;
        if option.kind != Kind::List && args.has(name) {
            return Err(CliError::text(format!("option --{name} already seen")));
        }
        let value = match (option.kind, inline) {
            (Kind::Switch, None) => String::new(),
            (Kind::Switch, Some(_)) => {
                return Err(CliError::text(format!("invalid '=' after option --{name}")));
            }
            (_, Some(value)) => value.to_owned(),
            (kind, None) => words.next().cloned().ok_or_else(|| {
                let what = if kind == Kind::Number { "number" } else { "string" };
                CliError::text(format!("expected syntax: --{name} <{what}>"))
            })?,
        };
        args.push(option.name, value);
    }
    for option in synopsis.options().iter().filter(|o| o.required) {
        if !args.has(option.name) {
            let name = if option.kind == Kind::List {
                format!("--{}", option.name)
            } else {
                format!("<{}>", option.name)
            };
            return Err(CliError::text(format!(
                "command '{command}' requires {name} option"
            )));
        }
    }
    Ok(args)
}

/// Gives a word without a name to the first option that takes one and has none.
fn place(args: &mut Args, synopsis: &Synopsis, word: &str) -> Result<(), CliError> {
    match free(args, synopsis) {
        Some(option) => {
            args.push(option.name, word.to_owned());
            Ok(())
        }
        None => Err(CliError::text(format!("unexpected data '{word}'"))),
    }
}

/// The option that the next word without a name is for.
fn free<'s>(args: &Args, synopsis: &'s Synopsis) -> Option<&'s Opt> {
    // Before a list, what may be left out is only given by name; else it would take the list's words.
    let list = synopsis.options().iter().find(|o| o.kind == Kind::List);
    let by_name = |o: &Opt| match list {
        Some(list) if !o.required && o.kind != Kind::List => list.required || o.kind == Kind::Number,
        _ => false,
    };
    let free =
        |o: &&Opt| o.kind != Kind::Switch && !by_name(o) && (o.kind == Kind::List || !args.has(o.name));
    synopsis.options().iter().find(free)
}

/// Words that are still being typed, as far as they are understood.
#[derive(Debug, Default)]
pub struct Partial<'s> {
    /// What was given so far.
    pub args: Args,
    /// The option whose value the next word is; one by place, unless the last word named another.
    pub next: Option<&'s Opt>,
    /// Whether the next word may name an option.
    pub may_name: bool,
}

/// Binds the words after the name of a command that come before the one that is typed. What cannot be understood is
/// passed over.
pub fn begin<'s>(synopsis: &'s Synopsis, words: &[String]) -> Partial<'s> {
    let mut args = Args::default();
    let mut words = words.iter();
    let mut may_name = true;
    while let Some(word) = words.next() {
        let named = word.strip_prefix("--").filter(|_| may_name);
        match named.map(|named| named.split_once('=').map_or((named, None), |(n, v)| (n, Some(v)))) {
            None => {
                if let Some(option) = free(&args, synopsis) {
                    args.push(option.name, word.to_owned());
                }
            }
            Some(("", None)) => may_name = false,
            Some((name, inline)) => {
                let Some(option) = synopsis.find(name) else {
                    continue;
                };
                let value = match (option.kind, inline) {
                    (Kind::Switch, _) => Some(""),
                    (_, Some(value)) => Some(value),
                    (_, None) => words.next().map(String::as_str),
                };
                let Some(value) = value else {
                    return Partial {
                        args,
                        next: Some(option),
                        may_name: false,
                    };
                };
                args.push(option.name, value.to_owned());
            }
        }
    }
    let next = free(&args, synopsis);
    Partial { args, next, may_name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(synopsis: &'static str, line: &str) -> Result<Args, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        bind("c", &Synopsis::parse(synopsis).unwrap(), &words).map_err(|e| e.to_string())
    }

    #[test]
    fn by_name_and_by_place() {
        let a = run("<vol> [--pool <string>] [--bytes]", "--pool p --bytes v").unwrap();
        assert_eq!(
            (a.text("vol"), a.text("pool"), a.flag("bytes")),
            (Some("v"), Some("p"), true)
        );
        let a = run("<vol> [--pool <string>]", "v p").unwrap();
        assert_eq!((a.text("vol"), a.text("pool")), (Some("v"), Some("p")));
        let a = run("<domain> {[--cmd] <string>}...", "d info --cmd x -- --y").unwrap();
        assert_eq!(a.list("cmd"), ["info", "x", "--y"]);
        let a = run("<domain> [--set <string>] {[--key] <string>}...", "d a b --set x").unwrap();
        assert_eq!((a.list("key"), a.text("set")), (vec!["a", "b"], Some("x")));
        assert_eq!(run("[--n <number>]", "--n=3").unwrap().text("n"), Some("3"));
    }

    #[test]
    fn refused_as_virsh_does() {
        let refused = |s, l| run(s, l).unwrap_err();
        assert_eq!(refused("<domain>", ""), "command 'c' requires <domain> option");
        assert_eq!(refused("<domain>", "a b"), "unexpected data 'b'");
        assert_eq!(
            refused("<domain>", "a --x"),
            "command 'c' doesn't support option --x"
        );
        assert_eq!(refused("[--x]", "--x=1"), "invalid '=' after option --x");
        assert_eq!(refused("[--x <string>]", "--x"), "expected syntax: --x <string>");
        assert_eq!(refused("[--x]", "--x --x"), "option --x already seen");
        assert_eq!(
            refused("{[--cmd] <string>}...", ""),
            "command 'c' requires --cmd option"
        );
    }
}
