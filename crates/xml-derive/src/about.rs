//! What the documentation of a field says: a text for people, and sentences of a fixed form.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, Lit, Meta};

#[derive(Debug, Default, PartialEq, Eq)]
pub struct About {
    pub doc: String,
    unit: String,
    default: String,
    pub since: String,
    live: bool,
    live_within: bool,
    recreate: bool,
}

impl About {
    pub fn read(attrs: &[Attribute]) -> Self {
        let mut text = String::new();
        for attr in attrs {
            if let Meta::NameValue(pair) = &attr.meta
                && pair.path.is_ident("doc")
                && let Expr::Lit(literal) = &pair.value
                && let Lit::Str(line) = &literal.lit
            {
                text.push_str(line.value().trim());
                text.push(' ');
            }
        }
        Self::parse(&text)
    }

    fn parse(text: &str) -> Self {
        let mut this = About::default();
        let mut doc = Vec::new();
        for sentence in sentences(text.trim()) {
            let bare = sentence.trim_end_matches('.');
            if let Some(unit) = bare.strip_prefix("Unit: ") {
                this.unit = plain(unit);
            } else if let Some(default) = bare.strip_prefix("Default: ") {
                this.default = plain(default);
            } else if let Some(since) = bare.strip_prefix("Since ").filter(|s| is_version(s)) {
                this.since = since.to_owned();
            } else if bare == "Live" {
                this.live = true;
            } else if bare == "Live with all in it" {
                (this.live, this.live_within) = (true, true);
            } else if bare == "Recreate" {
                this.recreate = true;
            } else {
                doc.push(plain(sentence));
            }
        }
        this.doc = doc.join(" ");
        this
    }

    pub fn tokens(&self) -> TokenStream {
        let About {
            doc,
            unit,
            default,
            since,
            live,
            live_within,
            recreate,
        } = self;
        quote!(::ferrovirt_xml::About {
            doc: #doc,
            unit: #unit,
            default: #default,
            since: #since,
            live: #live,
            live_within: #live_within,
            recreate: #recreate,
        })
    }
}

/// Sentences end with a point before a blank.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(". ") {
        found.push(rest[..=at].trim());
        rest = &rest[at + 2..];
    }
    found.push(rest.trim());
    found.retain(|s| !s.is_empty());
    found
}

fn is_version(text: &str) -> bool {
    text.contains('.') && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Without the marks of documentation.
fn plain(text: &str) -> String {
    text.replace(['`', '[', ']'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_a_fixed_form() {
        let about = About::parse("How long, e.g. `5`. Unit: seconds. Default: 10.5. Since 9.10. Live.");
        assert_eq!(about.doc, "How long, e.g. 5.");
        assert_eq!((about.unit.as_str(), about.default.as_str()), ("seconds", "10.5"));
        assert_eq!(
            (about.since.as_str(), about.live, about.recreate),
            ("9.10", true, false)
        );
        assert!(About::parse("Its name. Recreate.").recreate);
    }
}
