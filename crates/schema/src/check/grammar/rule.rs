//! Rules in a small notation: what an element at a place has to hold.
//!
//! A line `[domain network]` says which documents the rules after it are for, by their outermost elements; `[]` is
//! all. A rule is a line `places: sayings`; lines that begin with blanks go on with the one before, `#` begins a
//! remark. A place is a path from the end, `disk/source`, with `^` before the outermost element, names with `|`
//! between, `,` between several places, and conditions: `disk{type=file|-&!mode}` is a disk whose type is `file` or
//! not there, without a mode; `{.type=hvm}` looks at the
//! text of a child, `{.format@type=nfs}` at its attribute. What one rule needs is needed; for the
//! rest, later rules go before earlier ones.
//!
//! | saying | what it says |
//! |---|---|
//! | `@a` `@a!` `@a=form` | attribute that may, has to be there; form of its value |
//! | `a` `a!` `a*` `a+` `a=form` | element: at most one, one, any number, at least one; form of its text |
//! | `=form` `=form?` | form of the text; with `?` there need be none |
//! | `-@a` `-a` `notext` | must not be there |
//! | `(@a,b\|c)` `(…)!` `(…)+` | of these alternatives at most one, exactly one, at least one |
//! | `[@a,b]` | all or none |
//! | `<a,b>` `<*,a>` `<a,*>` | order of elements: these; last; first |
//! | `each(a/@b)` | no two elements with the same attribute |
//! | `exactly(a/@b=x\|y)` | elements whose attributes are these, in this order |
//! | `closed` | nothing but what the rule names; what no rule names is for the types |
//!
//! A form is a name of [`super::form`], or `:` and words with `|` between.

use super::form::{Form, named};
use ferrovirt_xml::Node;
use std::collections::{HashMap, HashSet};

/// What is allowed as a value.
#[derive(Debug, Clone)]
pub(in crate::check) enum Wanted {
    /// A form.
    Form(&'static Form),
    /// One of some words, with blanks around or not.
    Words(Vec<&'static str>),
}

/// How often something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) struct Often {
    pub needed: bool,
    pub many: bool,
}

/// An attribute, or an element, of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Name<'t> {
    Attr(&'t str),
    Child(&'t str),
}

/// One thing that a rule says.
#[derive(Debug, Clone)]
pub(super) enum Say {
    There(Name<'static>, Often),
    Value(&'static str, Wanted),
    Text(Wanted, bool),
    NoText,
    Not(Name<'static>),
    Of {
        options: Vec<Vec<Name<'static>>>,
        needed: bool,
        several: bool,
    },
    Together(Vec<Name<'static>>),
    Order(Vec<&'static str>),
    Unique(&'static str, &'static str),
    Exactly(&'static str, &'static str, Vec<&'static str>),
    Closed(Vec<Name<'static>>),
}

#[derive(Debug, Clone)]
enum Condition {
    Attr(&'static str, Vec<&'static str>),
    Child(&'static str, Vec<&'static str>),
    AttrOf(&'static str, &'static str, Vec<&'static str>),
    Has(Name<'static>, bool),
}

#[derive(Debug, Clone)]
struct Step {
    names: Vec<&'static str>,
    conditions: Vec<Condition>,
}

#[derive(Debug)]
struct Rule {
    /// The steps of its place, the innermost first.
    steps: Vec<Step>,
    anchored: bool,
    /// Outermost elements of the documents it is for; all when there is none.
    roots: Vec<&'static str>,
    says: Vec<Say>,
}

/// Rules by the name of the element that they are of.
#[derive(Debug, Default)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    by_name: HashMap<&'static str, Vec<usize>>,
    /// All that some rule names.
    named: HashSet<Name<'static>>,
    /// What the rules that are read are for.
    roots: Vec<&'static str>,
}

impl Rules {
    /// Reads rules. Lines that are none are given back.
    pub fn read(&mut self, text: &'static str) -> Vec<String> {
        self.roots.clear();
        let mut wrong = Vec::new();
        let mut places: Option<&'static str> = None;
        let mut words: Vec<&'static str> = Vec::new();
        let lines = text
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default().trim_end());
        for line in lines.chain(["^end:"]).filter(|line| !line.is_empty()) {
            if line.starts_with(' ') {
                words.extend(line.split_whitespace());
                continue;
            }
            if let Some(places) = places.take() {
                for place in places.split(',') {
                    if self.add(place.trim(), &words).is_none() {
                        wrong.push(format!("{place}: {}", words.join(" ")));
                    }
                }
            }
            words.clear();
            if let Some(roots) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                self.roots = roots.split_whitespace().collect();
                continue;
            }
            let Some((place, rest)) = line
                .split_once(": ")
                .or_else(|| line.strip_suffix(':').map(|l| (l, "")))
            else {
                wrong.push(line.to_owned());
                continue;
            };
            places = Some(place);
            words.extend(rest.split_whitespace());
        }
        wrong
    }

    fn add(&mut self, place: &'static str, words: &[&'static str]) -> Option<()> {
        let (anchored, path) = place
            .strip_prefix('^')
            .map_or((false, place), |path| (true, path));
        let mut steps = path.split('/').map(step).collect::<Option<Vec<Step>>>()?;
        steps.reverse();
        let mut says = Vec::new();
        for word in words {
            let (say, text) = saying(word)?;
            says.extend(say);
            if let Some((child, wanted)) = text {
                let mut inner = vec![Step {
                    names: vec![child],
                    conditions: Vec::new(),
                }];
                inner.extend(steps.iter().cloned());
                self.put(inner, anchored, vec![wanted]);
            }
        }
        if let Some(at) = says.iter().position(|say| matches!(say, Say::Closed(_))) {
            let names = says.iter().flat_map(mentioned).collect();
            says[at] = Say::Closed(names);
        }
        self.put(steps, anchored, says);
        Some(())
    }

    fn put(&mut self, steps: Vec<Step>, anchored: bool, says: Vec<Say>) {
        for name in steps
            .first()
            .map(|step| step.names.as_slice())
            .unwrap_or_default()
        {
            self.by_name.entry(name).or_default().push(self.rules.len());
        }
        self.named.extend(says.iter().flat_map(mentioned));
        self.rules.push(Rule {
            steps,
            anchored,
            roots: self.roots.clone(),
            says,
        });
    }

    /// Whether some rule names it: libvirt 9.0 has it.
    pub fn names(&self, name: Name<'_>) -> bool {
        self.named.contains(&name)
    }

    /// All that is said of an element, given the elements around it, the outermost first, and itself.
    pub fn of(&self, path: &[Node<'_>]) -> Vec<&Say> {
        let name = path.last().map(|node| node.local()).unwrap_or_default();
        let rules = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        rules
            .iter()
            .filter_map(|at| self.rules.get(*at))
            .filter(|rule| rule.is_of(path))
            .flat_map(|rule| &rule.says)
            .collect()
    }
}

impl Rule {
    fn is_of(&self, path: &[Node<'_>]) -> bool {
        let fits = |(step, node): (&Step, &Node<'_>)| {
            step.names.contains(&node.local()) && step.conditions.iter().all(|c| c.holds(*node))
        };
        let depth = self.steps.len();
        let root = path.first().map(|node| node.local()).unwrap_or_default();
        (self.roots.is_empty() || self.roots.contains(&root))
            && (path.len() == depth || path.len() > depth && !self.anchored)
            && self.steps.iter().zip(path.iter().rev()).all(fits)
    }
}

impl Condition {
    fn holds(&self, node: Node<'_>) -> bool {
        let among = |words: &[&str], word: Option<&str>| words.contains(&word.map_or("-", str::trim));
        match self {
            Condition::Attr(name, words) => among(words, node.peek(name)),
            Condition::Child(name, words) => {
                let child = node.children().find(|c| c.local() == *name);
                among(words, child.map(|c| c.text()).as_deref())
            }
            Condition::AttrOf(name, attr, words) => {
                let child = node.children().find(|c| c.local() == *name);
                among(words, child.and_then(|c| c.peek(attr)))
            }
            Condition::Has(name, wanted) => name.is_in(node) == *wanted,
        }
    }
}

impl Name<'static> {
    fn read(word: &'static str) -> Self {
        match word.strip_prefix('@') {
            Some(name) => Name::Attr(name),
            None => Name::Child(word),
        }
    }
}

impl Name<'_> {
    /// Whether an element has it.
    pub fn is_in(self, node: Node<'_>) -> bool {
        match self {
            Name::Attr(name) => node.peek(name).is_some(),
            Name::Child(name) => node.children().any(|c| c.local() == name),
        }
    }
}

impl std::fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Name::Attr(name) => write!(f, "attribute '{name}'"),
            Name::Child(name) => write!(f, "<{name}>"),
        }
    }
}

impl Wanted {
    fn read(word: &'static str) -> Option<Self> {
        match word.strip_prefix(':') {
            Some(words) => Some(Wanted::Words(words.split('|').collect())),
            None => named(word).map(Wanted::Form),
        }
    }

    /// Whether a text is what is wanted.
    pub fn takes(&self, text: &str) -> bool {
        match self {
            Wanted::Form(form) => (form.is)(text),
            Wanted::Words(words) => words.contains(&text.trim()),
        }
    }

    /// What is wanted, as a fragment of a message.
    pub fn expected(&self) -> String {
        match self {
            Wanted::Form(form) => form.expected.to_owned(),
            Wanted::Words(words) => format!("one of '{}'", words.join("', '")),
        }
    }
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

fn mentioned(say: &Say) -> Vec<Name<'static>> {
    match say {
        Say::There(name, _) => vec![*name],
        Say::Of { options, .. } => options.concat(),
        Say::Together(names) => names.clone(),
        _ => Vec::new(),
    }
}

fn step(text: &'static str) -> Option<Step> {
    let (names, conditions) = match text.split_once('{') {
        Some((names, rest)) => (names, Some(rest.strip_suffix('}')?)),
        None => (text, None),
    };
    let conditions = conditions.into_iter().flat_map(|all| all.split('&'));
    Some(Step {
        names: names.split('|').collect(),
        conditions: conditions.map(condition).collect(),
    })
}

fn condition(text: &'static str) -> Condition {
    let words = |words: &'static str| words.split('|').collect();
    match (text.split_once('='), text.strip_prefix('!')) {
        (Some((name, all)), _) => match name.strip_prefix('.') {
            Some(child) => match child.split_once('@') {
                Some((child, attr)) => Condition::AttrOf(child, attr, words(all)),
                None => Condition::Child(child, words(all)),
            },
            None => Condition::Attr(name, words(all)),
        },
        (None, Some(name)) => Condition::Has(within(name), false),
        (None, None) => Condition::Has(within(text), true),
    }
}

/// In a condition, a child has a dot before its name.
fn within(name: &'static str) -> Name<'static> {
    name.strip_prefix('.').map_or(Name::Attr(name), Name::Child)
}

type Said = (Vec<Say>, Option<(&'static str, Say)>);

fn saying(word: &'static str) -> Option<Said> {
    let only = |say| Some((vec![say], None));
    let list = |text: &'static str| text.split(',').map(Name::read).collect::<Vec<Name<'static>>>();
    if word == "closed" {
        return only(Say::Closed(Vec::new()));
    }
    if word == "notext" {
        return only(Say::NoText);
    }
    if let Some(rest) = word.strip_prefix('-') {
        return only(Say::Not(Name::read(rest)));
    }
    if let Some(rest) = word.strip_prefix('=') {
        let (form, bare) = rest.strip_suffix('?').map_or((rest, false), |form| (form, true));
        return only(Say::Text(Wanted::read(form)?, bare));
    }
    if let Some(rest) = word.strip_prefix('(') {
        let (inner, mark) = rest.split_once(')')?;
        let options = inner.split('|').map(list).collect();
        let (needed, several) = match mark {
            "" => (false, false),
            "!" => (true, false),
            "+" => (true, true),
            _ => return None,
        };
        return only(Say::Of {
            options,
            needed,
            several,
        });
    }
    if let Some(rest) = word.strip_prefix('[') {
        return only(Say::Together(list(rest.strip_suffix(']')?)));
    }
    if let Some(rest) = word.strip_prefix('<') {
        return only(Say::Order(rest.strip_suffix('>')?.split(',').collect()));
    }
    if let Some(rest) = word.strip_prefix("each(") {
        let (child, attr) = rest.strip_suffix(')')?.split_once("/@")?;
        return only(Say::Unique(child, attr));
    }
    if let Some(rest) = word.strip_prefix("exactly(") {
        let (place, words) = rest.strip_suffix(')')?.split_once('=')?;
        let (child, attr) = place.split_once("/@")?;
        return only(Say::Exactly(child, attr, words.split('|').collect()));
    }
    let (name, form) = match word.split_once('=') {
        Some((name, form)) => (name, Some(Wanted::read(form)?)),
        None => (word, None),
    };
    let (name, often) = match name.split_at_checked(name.len().checked_sub(1)?)? {
        (name, "!") => (name, (true, false)),
        (name, "*") => (name, (false, true)),
        (name, "+") => (name, (true, true)),
        _ => (name, (false, false)),
    };
    let often = Often {
        needed: often.0,
        many: often.1,
    };
    let there = Say::There(Name::read(name), often);
    Some(match (Name::read(name), form) {
        (Name::Attr(attr), Some(form)) => (vec![there, Say::Value(attr, form)], None),
        (Name::Child(child), Some(form)) => {
            let empty = form.takes("");
            (vec![there], Some((child, Say::Text(form, empty))))
        }
        (_, None) => (vec![there], None),
    })
}
