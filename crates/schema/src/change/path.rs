//! Where a change is: `domain/devices/disk[target/@dev='vda']/driver/@cache`.

use std::fmt;

/// A way from the document's element down to an element, an attribute (`@name`) or a text (`$text`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Name of the element with the usual prefix, `@name`, `$text`, or `*` for a member of a list of
    /// elements of several names.
    pub name: String,
    /// Which of several.
    pub pick: Pick,
}

/// Which of several elements of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pick {
    /// There is one.
    Only,
    /// The one at this place, from zero (written from one).
    Index(usize),
    /// The one with this value at this path within it.
    Key {
        /// The path.
        by: String,
        /// The value.
        value: String,
    },
}

impl Path {
    /// The path of a document's element.
    pub fn root(name: &str) -> Self {
        Path(vec![Step {
            name: name.to_owned(),
            pick: Pick::Only,
        }])
    }

    /// The steps, the document's element first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// A path one step further.
    #[must_use]
    pub fn join(&self, name: impl Into<String>, pick: Pick) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step {
            name: name.into(),
            pick,
        });
        Path(steps)
    }

    /// Whether `other` is this place or within it.
    pub fn holds(&self, other: &Path) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Reads a path; `None` when it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut rest = text;
        loop {
            let end = rest.find(['/', '[']).unwrap_or(rest.len());
            let (name, mut tail) = rest.split_at(end);
            let mut pick = Pick::Only;
            if let Some(inner) = tail.strip_prefix('[') {
                (pick, tail) = pick_of(inner)?;
            }
            if name.is_empty() {
                return None;
            }
            steps.push(Step {
                name: name.to_owned(),
                pick,
            });
            if tail.is_empty() {
                return Some(Path(steps));
            }
            rest = tail.strip_prefix('/')?;
        }
    }
}

fn pick_of(text: &str) -> Option<(Pick, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(rest) = text[digits..].strip_prefix(']').filter(|_| digits > 0) {
        let number: usize = text[..digits].parse().ok()?;
        return Some((Pick::Index(number.checked_sub(1)?), rest));
    }
    let (by, rest) = text.split_once("='")?;
    let (value, rest) = rest.split_once("']")?;
    let value = value.replace("&apos;", "'").replace("&amp;", "&");
    let by = by.to_owned();
    Some((Pick::Key { by, value }, rest))
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("/")?;
            }
            f.write_str(&step.name)?;
            match &step.pick {
                Pick::Only => {}
                Pick::Index(n) => write!(f, "[{}]", n + 1)?,
                Pick::Key { by, value } => {
                    let value = value.replace('&', "&amp;").replace('\'', "&apos;");
                    write!(f, "[{by}='{value}']")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_printed() {
        for text in [
            "domain/name/$text",
            "domain/devices/disk[target/@dev='vda']/driver/@cache",
            "filter/*[3]/@action",
            "a/b[@c='x/y]&apos;&amp;']",
        ] {
            assert_eq!(Path::parse(text).map(|p| p.to_string()).as_deref(), Some(text));
        }
        for bad in ["", "a//b", "a[0]", "a[", "a[b='c'", "a[1]b"] {
            assert_eq!(Path::parse(bad), None, "{bad}");
        }
    }
}
