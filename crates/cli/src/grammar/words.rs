//! Splitting a line into commands and words, as virsh does: `;` ends a command, quotes hold words
//! together, a backslash takes the next character as it is, `#` at the start of a word begins a comment.

use crate::error::CliError;

/// The commands of a line, each as its words.
pub fn split(line: &str) -> Result<Vec<Vec<String>>, CliError> {
    let mut commands = Vec::new();
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace() && *c != '\n').is_some() {}
        match chars.peek() {
            None => break,
            Some(';' | '\n') => {
                chars.next();
                end(&mut commands, &mut words);
            }
            Some('#') => while chars.next_if(|c| *c != '\n').is_some() {},
            Some(_) => words.push(word(&mut chars)?),
        }
    }
    end(&mut commands, &mut words);
    Ok(commands)
}

fn end(commands: &mut Vec<Vec<String>>, words: &mut Vec<String>) {
    if !words.is_empty() {
        commands.push(std::mem::take(words));
    }
}

fn word(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<String, CliError> {
    let mut word = String::new();
    let mut quote = None;
    while let Some(&c) = chars.peek() {
        match (quote, c) {
            (None, ';') => break,
            (None, c) if c.is_whitespace() => break,
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            (None | Some('"'), '\\') => {
                chars.next();
                match chars.peek() {
                    Some(&c) => word.push(c),
                    None => return Err(CliError::text("dangling \\")),
                }
            }
            (_, c) => word.push(c),
        }
        chars.next();
    }
    if quote.is_some() {
        return Err(CliError::text("missing \""));
    }
    Ok(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_words() {
        let line = "list --all; desc 'my guest' \"a \\\"b\\\"\" c\\ d ;; # nothing\nuri";
        let expected: [&[&str]; 3] = [
            &["list", "--all"],
            &["desc", "my guest", "a \"b\"", "c d"],
            &["uri"],
        ];
        assert_eq!(split(line).unwrap(), expected);
        assert_eq!(split("echo 'a\\b'").unwrap()[0][1], "a\\b");
    }

    #[test]
    fn unfinished() {
        assert_eq!(split("echo \"x").unwrap_err().to_string(), "missing \"");
        assert_eq!(split("echo x\\").unwrap_err().to_string(), "dangling \\");
    }
}
