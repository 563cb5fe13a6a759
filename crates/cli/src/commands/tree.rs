//! Trees of names, drawn as virsh draws them.

use crate::report::Report;
use serde_json::{Value, json};

/// Names with their parents as a tree. A parent that is not among the names is none.
pub fn report(rows: &[(String, Option<String>)]) -> Report {
    let mut text = String::new();
    let roots: Vec<&str> = rows
        .iter()
        .filter(|(_, parent)| {
            !parent
                .as_ref()
                .is_some_and(|parent| rows.iter().any(|(name, _)| name == parent))
        })
        .map(|(name, _)| name.as_str())
        .collect();
    for root in roots {
        let branch = Branch {
            rows,
            depth: rows.len(),
        };
        branch.draw(&mut text, root, "", true, true);
    }
    let value: Vec<Value> = rows
        .iter()
        .map(|(name, parent)| json!({ "name": name, "parent": parent }))
        .collect();
    Report::Both(text, Value::Array(value))
}

/// What is left to draw: at most `depth` below, because a peer's list may hold a ring.
#[derive(Clone, Copy)]
struct Branch<'r> {
    rows: &'r [(String, Option<String>)],
    depth: usize,
}

impl Branch<'_> {
    fn draw(self, text: &mut String, name: &str, indent: &str, root: bool, last: bool) {
        let (mark, more) = match (root, last) {
            (true, _) => ("", ""),
            (false, true) => ("+- ", "  "),
            (false, false) => ("+- ", "| "),
        };
        text.push_str(&format!("{indent}{mark}{name}\n"));
        let Some(depth) = self.depth.checked_sub(1) else {
            return;
        };
        let indent = format!("{indent}{more}");
        let children: Vec<&str> = self
            .rows
            .iter()
            .filter(|(_, parent)| parent.as_deref() == Some(name))
            .map(|(child, _)| child.as_str())
            .collect();
        if children.is_empty() {
            if last {
                text.push_str(&format!("{indent}\n"));
            }
            return;
        }
        text.push_str(&format!("{indent}  |\n"));
        let below = format!("{indent}  ");
        for (at, child) in children.iter().enumerate() {
            Branch { depth, ..self }.draw(text, child, &below, false, at + 1 == children.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(rows: &[(&str, Option<&str>)]) -> String {
        let rows: Vec<_> = rows
            .iter()
            .map(|(name, parent)| ((*name).to_owned(), parent.map(str::to_owned)))
            .collect();
        report(&rows).text(false)
    }

    #[test]
    fn drawn() {
        let rows = [("a", None), ("b", Some("a")), ("c", Some("b")), ("d", Some("b"))];
        assert_eq!(
            tree(&rows),
            "a\n  |\n  +- b\n      |\n      +- c\n      +- d\n        \n"
        );
        assert_eq!(tree(&[("x", Some("y")), ("y", Some("x"))]), "");
    }
}
