//! The documents that tell clients what host and emulators can do.

mod domain;
mod host;

pub use domain::domain_capabilities;
pub use host::{HostFacts, host_capabilities};

use ferrovirt_xml::Writer;

/// An element with attributes and whatever `content` writes into it.
fn element(w: &mut Writer, name: &str, attrs: &[(&str, &str)], content: impl FnOnce(&mut Writer)) {
    w.start(name);
    for (key, value) in attrs {
        w.attr_str(key, value);
    }
    content(w);
    w.end(name);
}

/// `<name attrs…>text</name>`
fn text(w: &mut Writer, name: &str, attrs: &[(&str, &str)], value: &str) {
    element(w, name, attrs, |w| w.text(&value.to_owned()));
}

/// An element with attributes only.
fn empty(w: &mut Writer, name: &str, attrs: &[(&str, &str)]) {
    element(w, name, attrs, |_| {});
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
