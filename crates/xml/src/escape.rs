//! Character references on the way in, escapes on the way out.

use std::borrow::Cow;

/// The character behind `&name;`, without `&` and `;`. Only the five of XML and numbers exist: a
/// document type cannot add any.
pub(crate) fn reference(name: &str) -> Option<char> {
    let code = match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => match name.strip_prefix("#x") {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => name.strip_prefix('#')?.parse().ok()?,
        },
    };
    char::from_u32(code).filter(|c| *c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
}

/// The value of an attribute from its raw text; the error is the reference that does not exist.
pub(crate) fn attribute_value(raw: &str) -> Result<Cow<'_, str>, String> {
    if !raw.bytes().any(|b| matches!(b, b'&' | b'\t' | b'\n' | b'\r')) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        out.push_str(&rest[..at]);
        let special = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        if special == b'&' {
            // No reference is longer than `&#1114111;`, so a missing `;` is not searched for twice.
            let end = rest
                .bytes()
                .take(12)
                .position(|b| b == b';')
                .ok_or_else(|| "&".to_owned())?;
            let name = &rest[..end];
            out.push(reference(name).ok_or_else(|| format!("&{name};"))?);
            rest = &rest[end + 1..];
        } else {
            if special == b'\r' && rest.starts_with('\n') {
                rest = &rest[1..];
            }
            out.push(' ');
        }
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// Line ends as XML wants them: `\r\n` and `\r` become `\n`.
pub(crate) fn line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('\r') {
        return text;
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Where the text is going to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Between tags; all five characters are escaped.
    Text,
    /// In single quotes; all five, and white space that reading would change.
    Attribute,
    /// Between tags of a foreign element, as a plain serializer prints it.
    RawText,
    /// In double quotes of a foreign element.
    RawAttribute,
}

/// Appends `text` escaped for its place. Control characters that XML cannot hold are dropped.
pub(crate) fn escape(out: &mut String, text: &str, place: Place) {
    let mut clean = 0;
    for (at, byte) in text.bytes().enumerate() {
        let with = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'\'' if matches!(place, Place::Text | Place::Attribute) => "&apos;",
            b'"' if place != Place::RawText => "&quot;",
            b'\t' if matches!(place, Place::Attribute | Place::RawAttribute) => "&#9;",
            b'\n' if matches!(place, Place::Attribute | Place::RawAttribute) => "&#10;",
            b'\r' => "&#13;",
            b'\t' | b'\n' => continue,
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[clean..at]);
        out.push_str(with);
        clean = at + 1;
    }
    out.push_str(&text[clean..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(
            attribute_value("a&lt;&#65;&#x42;\n"),
            Ok(Cow::Owned("a<AB ".to_owned()))
        );
        assert_eq!(attribute_value("&bomb;"), Err("&bomb;".to_owned()));
        assert_eq!(attribute_value("&amp"), Err("&".to_owned()));
        assert_eq!(attribute_value("&#0;"), Err("&#0;".to_owned()));
        assert!(attribute_value("&ééééééééé").is_err());
    }

    #[test]
    fn escapes() {
        let mut out = String::new();
        escape(&mut out, "<a b='c' d=\"e\">&\u{1}é\n", Place::Text);
        assert_eq!(out, "&lt;a b=&apos;c&apos; d=&quot;e&quot;&gt;&amp;é\n");
    }
}
