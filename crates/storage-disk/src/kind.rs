//! Types of partitions: the words of the interface, and what stands in tables.

/// A type, with its numbers in both kinds of tables.
struct Kind {
    word: &'static str,
    dos: &'static [&'static str],
    gpt: &'static [&'static str],
}

/// The first number of each is what is written. From the lists of `sfdisk --list-types`.
const KINDS: [Kind; 7] = [
    Kind {
        word: "linux",
        dos: &["83"],
        gpt: &["0FC63DAF-8483-4772-8E79-3D69D8477DE4"],
    },
    Kind {
        word: "fat16",
        dos: &["6", "e", "4"],
        gpt: &["EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"],
    },
    Kind {
        word: "fat32",
        dos: &["c", "b"],
        gpt: &["EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"],
    },
    Kind {
        word: "linux-swap",
        dos: &["82"],
        gpt: &["0657FD6D-A4AB-43C4-84E5-0933C84B4F4F"],
    },
    Kind {
        word: "linux-lvm",
        dos: &["8e"],
        gpt: &["E6D6D379-F507-44C2-A23C-238F2A3DF928"],
    },
    Kind {
        word: "linux-raid",
        dos: &["fd"],
        gpt: &["A19D880F-05FC-4D3B-A006-743F0F84911E"],
    },
    Kind {
        word: "extended",
        dos: &["5", "f", "85"],
        gpt: &[],
    },
];

/// The word for a type in a table; `none` for one that has none.
pub(crate) fn word(number: &str) -> &'static str {
    let is = |known: &&str| known.eq_ignore_ascii_case(number.trim_start_matches("0x"));
    let known = KINDS.iter().find(|kind| kind.dos.iter().chain(kind.gpt).any(is));
    known.map_or("none", |kind| kind.word)
}

/// What to write for a word; the plain type of Linux where nothing is said.
pub(crate) fn number(word: &str, gpt: bool) -> Option<&'static str> {
    let word = match word {
        "none" | "raw" | "unknown" => "linux",
        word => word,
    };
    let kind = KINDS.iter().find(|kind| kind.word == word)?;
    let numbers = if gpt { kind.gpt } else { kind.dos };
    numbers.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_agree() {
        for kind in &KINDS {
            assert_eq!(word(number(kind.word, false).unwrap()), kind.word);
        }
        assert_eq!(word("0x83"), "linux");
        assert_eq!(word("a5"), "none");
        assert_eq!(number("extended", true), None);
        assert_eq!(number("sorcery", false), None);
    }
}
