//! What a command has to show: once for people, in virsh's shapes, and once for programs, as JSON.

use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The result of a command.
#[derive(Debug)]
pub enum Report {
    /// Nothing to show.
    Nothing,
    /// Shown already, as it came.
    Shown,
    /// That it went well; not shown when quiet.
    Done(String),
    /// Text, such as a document.
    Text(String),
    /// Text to the byte, for other programs.
    Exact(String),
    /// Text that the blank line behind each command ends, as virsh has it for some; with its own JSON.
    Bare(String, Value),
    /// One text to a line.
    Lines(Vec<String>),
    /// Labels with values.
    Fields(Fields),
    /// Rows under headings.
    Table(Table),
    /// Text with its own JSON.
    Both(String, Value),
    /// Text to the byte with its own JSON, of a command that did its work and found fault.
    Fault(String, Value),
}

/// Labels with values, aligned.
#[derive(Debug)]
pub struct Fields {
    width: usize,
    rows: Vec<(String, String)>,
}

impl Fields {
    /// Labels padded to 15, as most commands of virsh do.
    pub fn new() -> Self {
        Self::wide(15)
    }

    /// Labels padded to `width`.
    pub fn wide(width: usize) -> Self {
        Self {
            width,
            rows: Vec::new(),
        }
    }

    /// Adds a row. The label carries its colon.
    pub fn row(&mut self, label: impl Into<String>, value: impl ToString) -> &mut Self {
        self.rows.push((label.into(), value.to_string()));
        self
    }

    fn text(&self) -> String {
        self.rows.iter().fold(String::new(), |mut out, (label, value)| {
            let _ = writeln!(out, "{label:width$} {value}", width = self.width);
            out
        })
    }

    fn json(&self) -> Value {
        Value::Object(
            self.rows
                .iter()
                .map(|(l, v)| {
                    let key = key(l);
                    let value = typed(&key, v);
                    (key, value)
                })
                .collect(),
        )
    }
}

/// Rows under headings.
#[derive(Debug)]
pub struct Table {
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub fn new(headings: impl Into<Vec<&'static str>>) -> Self {
        Self {
            headings: headings.into(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl Into<Vec<String>>) {
        self.rows.push(cells.into());
    }

    fn text(&self, quiet: bool) -> String {
        let mut widths: Vec<usize> = if quiet {
            vec![0; self.headings.len()]
        } else {
            self.headings.iter().map(|h| h.chars().count()).collect()
        };
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut out = String::new();
        if !quiet {
            line(&mut out, self.headings.iter().copied(), &widths);
            let total: usize = widths.iter().map(|w| w + 3).sum();
            out.push_str(&"-".repeat(total));
            out.push('\n');
        }
        for row in &self.rows {
            line(&mut out, row.iter().map(String::as_str), &widths);
        }
        out
    }

    fn json(&self) -> Value {
        let row = |r: &Vec<String>| {
            let cell = |(h, c): (&&str, &String)| {
                let key = key(h);
                let value = typed(&key, c);
                (key, value)
            };
            Value::Object(self.headings.iter().zip(r).map(cell).collect::<Map<_, _>>())
        };
        self.rows.iter().map(row).collect()
    }
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>, widths: &[usize]) {
    let last = widths.len().saturating_sub(1);
    for (at, (cell, width)) in cells.zip(widths).enumerate() {
        let _ = if at == last {
            write!(out, " {cell}")
        } else {
            write!(out, " {cell:width$}  ")
        };
    }
    out.push('\n');
}

/// A label as the key of an object: `CPU time:` becomes `cpu_time`.
fn key(label: &str) -> String {
    let label = label.trim().trim_end_matches(':').replace("(s)", "s");
    label
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect()
}

/// Keys whose values are text even when they look like a number.
const TEXT: [&str; 9] = [
    "name", "title", "uuid", "mac", "source", "target", "path", "hostname", "usage",
];

fn typed(key: &str, value: &str) -> Value {
    if TEXT.contains(&key) && value != "-" {
        json!(value)
    } else {
        scalar(value)
    }
}

/// A value as a number where it is one, else as text; `-` is null.
fn scalar(value: &str) -> Value {
    if value == "-" {
        return Value::Null;
    }
    value.parse::<i64>().map_or_else(|_| json!(value), |n| json!(n))
}

impl Report {
    /// One number.
    pub fn number(n: impl Into<serde_json::Number>) -> Self {
        let n = n.into();
        Self::Both(n.to_string(), Value::Number(n))
    }

    /// A confirmation without a line end of its own.
    pub fn said(text: impl Into<String>) -> Self {
        let text = text.into();
        let value = json!({ "message": text });
        Self::Bare(text, value)
    }

    /// For people.
    pub fn text(&self, quiet: bool) -> String {
        match self {
            Report::Nothing | Report::Shown => String::new(),
            Report::Exact(text) | Report::Fault(text, _) => text.clone(),
            Report::Done(_) if quiet => String::new(),
            Report::Done(text) | Report::Text(text) | Report::Both(text, _) => {
                if text.is_empty() || text.ends_with('\n') {
                    text.clone()
                } else {
                    format!("{text}\n")
                }
            }
            Report::Bare(text, _) => {
                if quiet {
                    format!("{text}\n")
                } else {
                    text.clone()
                }
            }
            Report::Lines(lines) => lines.iter().fold(String::new(), |out, l| out + l + "\n"),
            Report::Fields(fields) => fields.text(),
            Report::Table(table) => table.text(quiet),
        }
    }

    /// For programs.
    pub fn json(&self) -> Value {
        match self {
            Report::Nothing | Report::Shown => Value::Null,
            Report::Done(text) => json!({ "message": text.trim_end() }),
            Report::Text(text) | Report::Exact(text) => json!(text.trim_end_matches('\n')),
            Report::Lines(lines) => json!(lines),
            Report::Fields(fields) => fields.json(),
            Report::Table(table) => table.json(),
            Report::Both(_, value) | Report::Bare(_, value) | Report::Fault(_, value) => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_virshs() {
        let mut t = Table::new(["Id", "Name", "State"]);
        t.row(["1".to_owned(), "test".to_owned(), "running".to_owned()]);
        t.row(["-".to_owned(), "d1".to_owned(), "shut off".to_owned()]);
        let report = Report::Table(t);
        let expected =
            " Id   Name   State\n-----------------------\n 1    test   running\n -    d1     shut off\n";
        assert_eq!(report.text(false), expected);
        assert_eq!(report.text(true), " 1   test   running\n -   d1     shut off\n");
        let json = json!([
            { "id": 1, "name": "test", "state": "running" },
            { "id": null, "name": "d1", "state": "shut off" }
        ]);
        assert_eq!(report.json(), json);
    }

    #[test]
    fn fields_align() {
        let mut f = Fields::new();
        f.row("Id:", 1).row("CPU(s):", 2);
        let report = Report::Fields(f);
        assert_eq!(report.text(false), "Id:             1\nCPU(s):         2\n");
        assert_eq!(report.json(), json!({ "id": 1, "cpus": 2 }));
    }
}
