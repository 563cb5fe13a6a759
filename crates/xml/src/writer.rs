//! Prints XML as libvirt does: single quotes, two spaces a level, one element a line.

use std::fmt;

use crate::escape::{Place, escape};
use crate::traits::ToXml;
use crate::value::Value;

/// Prints elements into a string.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    depth: usize,
    /// The start tag is not closed yet.
    open: bool,
    /// The element has text, so its end tag follows on the line.
    text: bool,
}

const BLANKS: &str = "                                                                ";

impl Writer {
    /// A writer with room for a usual document.
    pub fn new() -> Self {
        Writer {
            out: String::with_capacity(4096),
            ..Default::default()
        }
    }

    /// What was printed.
    pub fn finish(self) -> String {
        self.out
    }

    fn indent(&mut self) {
        let mut blanks = self.depth * 2;
        while blanks > BLANKS.len() {
            self.out.push_str(BLANKS);
            blanks -= BLANKS.len();
        }
        self.out.push_str(&BLANKS[..blanks]);
    }

    fn close_tag(&mut self) {
        if self.open {
            self.out.push_str(">\n");
            self.open = false;
        }
    }

    /// Begins an element; attributes may follow.
    pub fn start(&mut self, name: &str) {
        self.close_tag();
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        self.open = true;
        self.text = false;
        self.depth += 1;
    }

    /// Begins the content of the element begun last, so that it ends with a tag of its own even when
    /// nothing follows.
    pub fn body(&mut self) {
        self.close_tag();
    }

    /// Ends the element begun last.
    pub fn end(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.open {
            self.out.push_str("/>\n");
            self.open = false;
            return;
        }
        if self.text {
            self.text = false;
        } else {
            self.indent();
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// An attribute of the element begun last.
    pub fn attr<T: Value>(&mut self, name: &str, value: &T) {
        self.attr_name(name);
        value.print(&mut Sink {
            out: &mut self.out,
            place: Place::Attribute,
        });
        self.out.push('\'');
    }

    fn attr_name(&mut self, name: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("='");
    }

    /// The same with a text.
    pub fn attr_str(&mut self, name: &str, value: &str) {
        self.attr_name(name);
        escape(&mut self.out, value, Place::Attribute);
        self.out.push('\'');
    }

    /// The text of the element begun last.
    pub fn text<T: Value>(&mut self, value: &T) {
        if self.open {
            self.out.push('>');
            self.open = false;
        }
        self.text = true;
        value.print(&mut Sink {
            out: &mut self.out,
            place: Place::Text,
        });
    }

    /// `<name>value</name>`
    pub fn leaf<T: Value>(&mut self, name: &str, value: &T) {
        self.start(name);
        self.text(value);
        self.end(name);
    }

    /// `<name/>`
    pub fn flag(&mut self, name: &str) {
        self.start(name);
        self.end(name);
    }

    /// An element with its content.
    pub fn element<T: ToXml + ?Sized>(&mut self, name: &str, content: &T) {
        self.start(name);
        content.write_attrs(self);
        content.write_children(self);
        self.end(name);
    }

    /// The same, with an end tag of its own even if it is empty.
    pub fn open_element<T: ToXml + ?Sized>(&mut self, name: &str, content: &T) {
        self.start(name);
        content.write_attrs(self);
        self.body();
        content.write_children(self);
        self.end(name);
    }

    /// An element that is left out if it would be empty.
    pub fn sparse<T: ToXml + ?Sized>(&mut self, name: &str, content: &T) {
        let (length, open, text) = (self.out.len(), self.open, self.text);
        self.start(name);
        let begun = self.out.len();
        content.write_attrs(self);
        content.write_children(self);
        if self.out.len() == begun {
            self.out.truncate(length);
            self.depth -= 1;
            (self.open, self.text) = (open, text);
        } else {
            self.end(name);
        }
    }

    /// Lines that are XML already, each to be indented by the caller through `depth`.
    pub(crate) fn raw(&mut self, print: impl FnOnce(&mut String, usize)) {
        self.close_tag();
        self.text = false;
        print(&mut self.out, self.depth);
    }
}

/// Where a [`Value`] prints itself.
#[derive(Debug)]
pub struct Sink<'w> {
    out: &'w mut String,
    place: Place,
}

impl Sink<'_> {
    /// Any text; it is escaped.
    pub fn text(&mut self, text: &str) {
        escape(self.out, text, self.place);
    }

    /// A text known to hold nothing that needs escaping.
    pub fn plain(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A number or the like.
    pub fn display(&mut self, value: impl fmt::Display) {
        // Writing to a string does not fail.
        let _ = fmt::Write::write_fmt(self.out, format_args!("{value}"));
    }
}
