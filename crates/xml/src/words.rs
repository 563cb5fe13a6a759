//! Closed vocabularies.

/// Defines an enum whose variants are words of the format. The first is the default. The words come
/// with `as_str`, `from_word`, `ALL`, `Display` and [`crate::Value`]; `: unsupported` after the
/// name makes an unknown word an unsupported configuration instead of an XML error, `: switch` says that
/// the two words mean true and false.
///
/// ```
/// ferrovirt_xml::words! {
///     /// How a door stands.
///     pub enum Door {
///         Shut = "shut",
///         Open = "open" | "ajar",
///     }
/// }
/// assert_eq!(Door::from_word("ajar").map(Door::as_str), Some("open"));
/// assert_eq!(Door::default(), Door::Shut);
/// ```
#[macro_export]
macro_rules! words {
    (@refuse $why:expr, unsupported) => { $why.unsupported() };
    (@refuse $why:expr, $($mode:ident)?) => { $why };
    (@shape $words:expr, switch) => {
        $crate::ValueShape::Switch { on: $words[0], off: $words[1] }
    };
    (@shape $words:expr, $($mode:ident)?) => { $crate::ValueShape::Words($words) };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident $(: $mode:ident)? { $first:ident = $fword:literal $(| $falias:literal)* $(, $variant:ident = $word:literal $(| $alias:literal)*)* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name {
            #[doc = concat!("`", $fword, "`")]
            #[default]
            $first,
            $(#[doc = concat!("`", $word, "`")] $variant,)*
        }

        impl $name {
            /// Every word.
            pub const ALL: &'static [$name] = &[$name::$first $(, $name::$variant)*];

            /// Every word as it is printed.
            pub const WORDS: &'static [&'static str] = &[$fword $(, $word)*];

            /// The word as it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $name::$first => $fword,
                    $($name::$variant => $word,)*
                }
            }

            /// The variant of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $fword $(| $falias)* => Some($name::$first),
                    $($word $(| $alias)* => Some($name::$variant),)*
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::Value for $name {
            fn parse(text: &str) -> ::std::result::Result<Self, $crate::Invalid> {
                Self::from_word(text).ok_or_else(|| {
                    let why = $crate::Invalid::one_of(text, Self::ALL.iter().map(|w| w.as_str()));
                    $crate::words!(@refuse why, $($mode)?)
                })
            }
            fn print(&self, out: &mut $crate::Sink<'_>) {
                out.plain(self.as_str());
            }
            fn shape() -> $crate::ValueShape {
                $crate::words!(@shape Self::WORDS, $($mode)?)
            }
        }
    };
}

use crate::error::Invalid;

impl Invalid {
    /// The refusal of a word that is none of those allowed.
    pub fn one_of(found: &str, allowed: impl Iterator<Item = &'static str> + Clone) -> Self {
        let list: Vec<String> = allowed.clone().map(|w| format!("'{w}'")).collect();
        let mut why = Invalid::expected(format!("one of {}", list.join(", ")));
        why.nearest = nearest(found, allowed);
        why
    }
}

/// The word most like `found`, if one is near enough to have been meant.
pub fn nearest(found: &str, words: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    if found.len() > 64 {
        return None;
    }
    let lower = found.to_ascii_lowercase();
    words
        .map(|w| (distance(lower.as_bytes(), w.to_ascii_lowercase().as_bytes()), w))
        .filter(|(d, w)| *d <= (w.len().max(lower.len()) / 3).max(1))
        .min_by_key(|(d, _)| *d)
        .map(|(_, w)| w)
}

/// Edits (insert, remove, replace, swap neighbours) between two short texts.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut d = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                d = d.min(before[j - 1] + 1);
            }
            row.push(d);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_word() {
        let words = ["virtio", "scsi", "sata", "usb"];
        assert_eq!(nearest("vrtio", words.into_iter()), Some("virtio"));
        assert_eq!(nearest("sacsi", words.into_iter()), Some("scsi"));
        assert_eq!(nearest("ubs", words.into_iter()), Some("usb"));
        assert_eq!(nearest("nvme", words.into_iter()), None);
    }
}
