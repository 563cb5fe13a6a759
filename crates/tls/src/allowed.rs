//! Lists of names that may come in: `*` stands for any text, `?` for any character.

/// Patterns of names. An empty list lets nobody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedNames(Vec<Vec<char>>);

impl AllowedNames {
    /// A list of such patterns.
    pub fn new<T: AsRef<str>>(patterns: impl IntoIterator<Item = T>) -> Self {
        Self(
            patterns
                .into_iter()
                .map(|p| p.as_ref().chars().collect())
                .collect(),
        )
    }

    /// Whether one of them fits.
    pub fn contains(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        self.0.iter().any(|pattern| fits(pattern, &name))
    }
}

/// Goes back to the last `*` where the text after it does not fit, which is enough: what an earlier one could take
/// over, the last can take as well.
fn fits(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                last = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, taken)) = last else { return false };
                last = Some((star, taken + 1));
                p = star + 1;
                t = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let name = "C=GB,O=Example,CN=client7";
        for (pattern, fit) in [
            (name, true),
            ("C=GB,O=Example,CN=*", true),
            ("*,CN=client?", true),
            ("*O=*CN=*7", true),
            ("C=GB,O=Example,CN=client", false),
            ("O=Example,CN=*", false),
            ("*CN=client??", false),
            ("", false),
            ("*", true),
        ] {
            assert_eq!(AllowedNames::new([pattern]).contains(name), fit, "{pattern}");
        }
        assert!(!AllowedNames::new([""; 0]).contains(name), "nobody");
    }

    #[test]
    fn many_stars_take_no_time() {
        let name = "a".repeat(2000);
        let pattern = format!("{}b", "a*".repeat(500));
        assert!(!AllowedNames::new([pattern]).contains(&name));
    }
}
