//! What a command takes, read from its synopsis:
//!
//! ```text
//! <domain>                   a word that must be there
//! [--config]                 a switch
//! [--file <string>]          a word that may be there; also <number>
//! [<domain>]...              any number of words
//! [[--cmd] <string>]...      the same, with a name
//! {[--cmd] <string>}...      at least one word
//! ```

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Switch,
    /// A word.
    Text,
    /// A number, checked where it is used.
    Number,
    /// All words that are left.
    List,
}

/// An option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opt {
    /// Name without dashes.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
}

/// As help shows it: what can be given by place has its name in brackets.
impl std::fmt::Display for Opt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, kind, required } = self;
        match kind {
            Kind::Switch => write!(f, "--{name}"),
            Kind::Number => write!(f, "--{name} <number>"),
            Kind::Text if *required => write!(f, "[--{name}] <string>"),
            Kind::Text => write!(f, "--{name} <string>"),
            Kind::List => write!(f, "[--{name}] <string>..."),
        }
    }
}

/// The options of a command, in the order in which words without a name fill them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synopsis(Vec<Opt>);

impl Synopsis {
    /// Reads a synopsis; `None` when it is malformed.
    pub fn parse(text: &'static str) -> Option<Self> {
        let mut options = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (option, tail) = one(rest)?;
            options.push(option);
            rest = tail.trim_start();
        }
        Some(Self(options))
    }

    /// The options.
    pub fn options(&self) -> &[Opt] {
        &self.0
    }

    /// The option with this name.
    pub fn find(&self, name: &str) -> Option<&Opt> {
        self.0.iter().find(|o| o.name == name)
    }
}

fn one(text: &'static str) -> Option<(Opt, &'static str)> {
    if let Some(rest) = text.strip_prefix('<') {
        let (name, rest) = rest.split_once('>')?;
        return Some((
            Opt {
                name,
                kind: Kind::Text,
                required: true,
            },
            rest,
        ));
    }
    if let Some(rest) = text.strip_prefix("{[--") {
        let (name, rest) = rest.split_once(']')?;
        return Some((
            Opt {
                name,
                kind: Kind::List,
                required: true,
            },
            rest.strip_prefix(" <string>}...")?,
        ));
    }
    if let Some(rest) = text.strip_prefix("[[--") {
        let (name, rest) = rest.split_once(']')?;
        return Some((
            Opt {
                name,
                kind: Kind::List,
                required: false,
            },
            rest.strip_prefix(" <string>]...")?,
        ));
    }
    if let Some(rest) = text.strip_prefix("[<") {
        let (name, rest) = rest.split_once('>')?;
        return Some((
            Opt {
                name,
                kind: Kind::List,
                required: false,
            },
            rest.strip_prefix("]...")?,
        ));
    }
    let (inner, rest) = text.strip_prefix("[--")?.split_once(']')?;
    let (name, kind) = match inner.split_once(' ') {
        None => (inner, Kind::Switch),
        Some((name, "<string>")) => (name, Kind::Text),
        Some((name, "<number>")) => (name, Kind::Number),
        Some(_) => return None,
    };
    Some((
        Opt {
            name,
            kind,
            required: false,
        },
        rest,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form() {
        let s = Synopsis::parse("<domain> [--live] [--file <string>] [--n <number>] {[--cmd] <string>}...")
            .unwrap();
        let kinds: Vec<_> = s.options().iter().map(|o| (o.name, o.kind, o.required)).collect();
        let expected = [
            ("domain", Kind::Text, true),
            ("live", Kind::Switch, false),
            ("file", Kind::Text, false),
            ("n", Kind::Number, false),
            ("cmd", Kind::List, true),
        ];
        assert_eq!(kinds, expected);
        assert!(Synopsis::parse("[[--x] <string>]... [<domain>]...").is_some());
        assert!(Synopsis::parse("").is_some());
        assert!(Synopsis::parse("nonsense").is_none());
    }
}
