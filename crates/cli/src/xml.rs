//! Looking into documents.

use crate::error::CliError;
use crate::grammar::Args;
use crate::report::Report;
use ferrovirt_xml::{FromXml as _, Limits, Node, RawElement, XmlError, parse};

/// Gives the outermost element of a document to `look`.
pub fn with_root<T>(text: &str, look: impl FnOnce(Node<'_>) -> T) -> Result<T, CliError> {
    let tree = parse(text, Limits::default()).map_err(|e| CliError::text(e.to_string()))?;
    Ok(look(tree.root()))
}

/// An error in the text of a file, in the form that editors know.
pub fn fault(file: &str, e: &XmlError) -> CliError {
    let place = match e.line() {
        0 => file.to_owned(),
        line => format!("{file}:{line}:{}", e.column()),
    };
    CliError::text(match e.path() {
        "" => format!("{place}: {}", e.kind()),
        path => format!("{place}: {path}: {}", e.kind()),
    })
}

/// An element as a document of its own.
pub fn fragment(node: Node<'_>) -> String {
    // A tree that was read can be printed; an empty text is refused by whoever gets it.
    RawElement::from_xml(node).map(|e| e.to_xml()).unwrap_or_default()
}

/// The document, or the elements of it that `--xpath` picks.
///
/// Of XPath, this takes the paths that are of use with these documents: `/domain/devices/disk`,
/// `//disk`, `@attribute` and `text()` at the end, and `[@name='value']`, `[3]` behind a step.
pub fn select(text: String, args: &Args) -> Result<Report, CliError> {
    let Some(path) = args.text("xpath") else {
        return Ok(Report::Text(text));
    };
    let found = with_root(&text, |root| pick(root, path))?.ok_or_else(|| {
        CliError::text(format!(
            "XPath expression '{path}' is not of the form that is understood"
        ))
    })?;
    if found.is_empty() {
        return Err(CliError::text(format!("XPath '{path}' matched nothing")));
    }
    if args.flag("wrap") {
        let inner: String = found
            .iter()
            .map(|f| format!("  {}\n", f.trim_end().replace('\n', "\n  ")))
            .collect();
        return Ok(Report::Text(format!("<nodes>\n{inner}</nodes>")));
    }
    Ok(Report::Lines(
        found.into_iter().map(|f| f.trim_end().to_owned()).collect(),
    ))
}

/// One step of a path.
struct Step<'p> {
    deep: bool,
    name: &'p str,
    filter: Option<&'p str>,
}

fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut out = Vec::new();
    let mut rest = path.strip_prefix('/')?;
    let mut deep = false;
    loop {
        if let Some(tail) = rest.strip_prefix('/') {
            (deep, rest) = (true, tail);
        }
        let end = rest.find(['/', '[']).unwrap_or(rest.len());
        let (name, mut tail) = rest.split_at(end);
        let mut filter = None;
        if let Some(inner) = tail.strip_prefix('[') {
            let (f, t) = inner.split_once(']')?;
            (filter, tail) = (Some(f), t);
        }
        if name.is_empty() {
            return None;
        }
        out.push(Step { deep, name, filter });
        deep = false;
        if tail.is_empty() {
            return Some(out);
        }
        rest = tail.strip_prefix('/')?;
    }
}

fn pick(root: Node<'_>, path: &str) -> Option<Vec<String>> {
    let steps = steps(path)?;
    let mut nodes = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let last = at + 1 == steps.len();
        if let (true, Some(attribute)) = (last, step.name.strip_prefix('@')) {
            // An attribute carries the blank before it.
            let value = |n: &Node<'_>| n.attr(attribute).map(|v| format!(" {attribute}=\"{v}\""));
            return Some(nodes.iter().filter_map(value).collect());
        }
        if last && step.name == "text()" {
            return Some(nodes.iter().map(|n: &Node<'_>| n.text().into_owned()).collect());
        }
        let candidates: Vec<Node<'_>> = match (at, step.deep) {
            (0, false) => vec![root],
            (0, true) => everything(root),
            (_, false) => nodes.iter().flat_map(|n| n.children()).collect(),
            (_, true) => nodes
                .iter()
                .flat_map(|n| n.children().flat_map(everything))
                .collect(),
        };
        let named = candidates
            .into_iter()
            .filter(|n| step.name == "*" || n.is(step.name));
        nodes = match step.filter {
            None => named.collect(),
            Some(f) => match (f.parse::<usize>(), f.strip_prefix('@')) {
                (Ok(n), _) => named.skip(n.checked_sub(1)?).take(1).collect(),
                (_, Some(test)) => {
                    let (attribute, value) = test.split_once('=').map_or((test, None), |(a, v)| (a, Some(v)));
                    let value = value.map(|v| v.trim_matches(['\'', '"']));
                    named
                        .filter(|n| n.attr(attribute).is_some_and(|a| value.is_none_or(|v| v == a)))
                        .collect()
                }
                _ => return None,
            },
        };
    }
    Some(nodes.into_iter().map(fragment).collect())
}

/// An element and all below it.
fn everything(node: Node<'_>) -> Vec<Node<'_>> {
    let mut out = vec![node];
    let mut at = 0;
    while let Some(node) = out.get(at).copied() {
        out.extend(node.children());
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let text = "<d><devices><disk type='a'><t>x</t></disk><disk type='b'/></devices></d>";
        let get = |p: &str| with_root(text, |r| pick(r, p)).unwrap();
        assert_eq!(
            get("/d/devices/disk/@type"),
            Some(vec![" type=\"a\"".to_owned(), " type=\"b\"".to_owned()])
        );
        assert_eq!(get("//disk[@type='a']/t/text()"), Some(vec!["x".to_owned()]));
        assert_eq!(get("//disk[2]"), Some(vec!["<disk type=\"b\"/>".to_owned()]));
        assert_eq!(get("/d/none"), Some(vec![]));
        assert_eq!(get("count(/d)"), None);
    }
}
