//! What libvirt's schemas say beyond names, counts and types: forms of values, orders, alternatives.
//!
//! The rules stand beside this file in a notation that [`rule`] reads. They go before what the types say: a value
//! that a rule has a form for is not held against its type. What is not known to libvirt 9.0 is for the types alone.

mod fits;
mod form;
mod rule;

use ferrovirt_xml::Node;
pub(in crate::check) use rule::Wanted;
use rule::{Name, Often, Rules, Say};
use std::sync::OnceLock;

const TABLES: &[&str] = &[
    include_str!("storage.rules"),
    include_str!("network.rules"),
    include_str!("filter.rules"),
    include_str!("host.rules"),
    include_str!("device.rules"),
    include_str!("domain.rules"),
    include_str!("state.rules"),
];

fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let mut rules = Rules::default();
        TABLES.iter().for_each(|table| drop(rules.read(table)));
        rules
    })
}

/// What the rules say of one element.
pub(super) struct Said {
    says: Vec<&'static Say>,
}

/// What is wrong with an element, apart from its values.
pub(super) struct Breach {
    /// The element within it that is wrong, by its place among all, if it is not the element itself.
    pub child: Option<usize>,
    /// The attribute that is wrong.
    pub attr: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Said {
    /// What is said of an element, given the elements around it and itself.
    pub fn of(path: &[Node<'_>]) -> Self {
        Said {
            says: rules().of(path),
        }
    }

    /// Whether an attribute has to be there, if the rules say.
    pub fn needs_attr(&self, name: &str) -> Option<bool> {
        self.often(Name::Attr(name)).map(|often| often.needed)
    }

    /// How often an element has to be there, if the rules say.
    pub fn needs_child(&self, name: &str) -> Option<Often> {
        self.often(Name::Child(name))
    }

    fn often(&self, name: Name<'_>) -> Option<Often> {
        let all = self.says.iter().filter_map(|say| match say {
            Say::There(there, often) if *there == name => Some(*often),
            _ => None,
        });
        all.reduce(|before, last| Often {
            needed: before.needed || last.needed,
            many: before.many || last.many,
        })
    }

    /// The attributes that have to be there.
    pub fn needed_attrs(&self) -> impl Iterator<Item = &'static str> {
        self.says.iter().filter_map(|say| match say {
            Say::There(Name::Attr(name), often) if often.needed => Some(*name),
            _ => None,
        })
    }

    /// The elements that have to be there.
    pub fn needed_children(&self) -> impl Iterator<Item = &'static str> {
        self.says.iter().filter_map(|say| match say {
            Say::There(Name::Child(name), often) if often.needed => Some(*name),
            _ => None,
        })
    }

    /// What the value of an attribute has to be, if the rules say.
    pub fn value(&self, name: &str) -> Option<&'static Wanted> {
        let value = |say: &&'static Say| match say {
            Say::Value(attr, wanted) if *attr == name => Some(wanted),
            _ => None,
        };
        self.says.iter().rev().find_map(value)
    }

    /// What the text has to be, and whether there may be none, if the rules say.
    pub fn text(&self) -> Option<(&'static Wanted, bool)> {
        let text = |say: &&'static Say| match say {
            Say::Text(wanted, bare) => Some((wanted, *bare)),
            _ => None,
        };
        self.says.iter().rev().find_map(text)
    }

    /// Whether the rules forbid a text.
    pub fn no_text(&self) -> bool {
        self.says.iter().any(|say| matches!(say, Say::NoText))
    }

    /// What is wrong with an element's attributes and elements taken together.
    pub fn breaches(&self, node: Node<'_>) -> Vec<Breach> {
        self.says.iter().flat_map(|say| breaches(say, node)).collect()
    }
}

fn breaches(say: &Say, node: Node<'_>) -> Vec<Breach> {
    let of_node = |message| {
        vec![Breach {
            child: None,
            attr: None,
            message,
        }]
    };
    let listed = |names: &[Name]| {
        names
            .iter()
            .map(Name::to_string)
            .collect::<Vec<_>>()
            .join(" and ")
    };
    match say {
        Say::Not(name) => refused(node, |n| n == *name),
        Say::Closed(names) => refused(node, |n| !names.contains(&n) && rules().names(n)),
        Say::Together(names) => {
            let there = names.iter().filter(|name| name.is_in(node)).count();
            match there == 0 || there == names.len() {
                true => Vec::new(),
                false => of_node(format!("{} go together", listed(names))),
            }
        }
        Say::Of {
            options,
            needed,
            several,
        } => {
            let there = options.iter().filter(|names| names.iter().any(|n| n.is_in(node)));
            let all = || {
                options
                    .iter()
                    .map(|names| listed(names))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            match there.count() {
                0 if *needed => of_node(format!("missing one of {}", all())),
                0 | 1 => Vec::new(),
                _ if *several => Vec::new(),
                _ => of_node(format!("only one is allowed of {}", all())),
            }
        }
        Say::Order(names) => out_of_order(node, names),
        Say::Unique(child, attr) => {
            let mut seen: Vec<Option<&str>> = Vec::new();
            let mut found = Vec::new();
            for (n, one) in node.children().enumerate().filter(|(_, c)| c.local() == *child) {
                let value = one.peek(attr).map(str::trim);
                if seen.contains(&value) {
                    let message = format!("another <{child}> has the same '{attr}'");
                    found.push(Breach {
                        child: Some(n),
                        attr: None,
                        message,
                    });
                }
                seen.push(value);
            }
            found
        }
        Say::Exactly(child, attr, words) => {
            let all = node.children().filter(|c| c.local() == *child);
            match all
                .map(|c| c.peek(attr).unwrap_or_default().trim())
                .eq(words.iter().copied())
            {
                true => Vec::new(),
                false => of_node(format!(
                    "expected <{child}> with {attr} {}, in this order",
                    words.join(", ")
                )),
            }
        }
        Say::There(..) | Say::Value(..) | Say::Text(..) | Say::NoText => Vec::new(),
    }
}

/// Attributes and elements that must not be there.
fn refused(node: Node<'_>, wrong: impl Fn(Name<'_>) -> bool) -> Vec<Breach> {
    let attrs = node
        .attrs()
        .filter(|a| !a.is_declaration() && a.namespace.is_empty());
    let attrs = attrs
        .filter(|attr| wrong(Name::Attr(attr.name)))
        .map(|attr| Breach {
            child: None,
            attr: Some(attr.name.to_owned()),
            message: format!(
                "attribute '{}' is not allowed beside what else there is",
                attr.name
            ),
        });
    let children = node.children().enumerate();
    let children = children.filter(|(_, child)| wrong(Name::Child(child.local())));
    let children = children.map(|(n, child)| Breach {
        child: Some(n),
        attr: None,
        message: format!("<{}> is not allowed beside what else there is", child.name()),
    });
    attrs.chain(children).collect()
}

/// The first element that stands before one that it has to follow.
fn out_of_order(node: Node<'_>, names: &[&str]) -> Vec<Breach> {
    let rest = names.iter().position(|name| *name == "*");
    let mut last: Option<(usize, &str)> = None;
    for (n, child) in node.children().enumerate() {
        let own = names.iter().position(|name| *name == child.local());
        let Some(at) = own.or(rest) else { continue };
        match last {
            Some((before, name)) if at < before => {
                return vec![Breach {
                    child: Some(n),
                    attr: None,
                    message: format!("<{}> has to stand before <{name}>", child.name()),
                }];
            }
            _ => last = Some((at, child.name())),
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_rule() {
        let mut rules = Rules::default();
        for table in TABLES {
            assert_eq!(rules.read(table), Vec::<String>::new());
        }
    }
}
