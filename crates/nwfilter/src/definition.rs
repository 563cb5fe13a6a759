//! A filter's document: read and held against what filters may say.

use crate::NwFilterError;
use ferrovirt_schema::check;
use ferrovirt_schema::nwfilter::{Entry, NwFilter};
use ferrovirt_xml::{FromXml, ToXml};

/// What the names of chains begin with, beside `root`.
pub(crate) const PROTOCOLS: [&str; 7] = ["mac", "vlan", "stp", "arp", "rarp", "ipv4", "ipv6"];
/// Most bytes of a chain's name.
const LONGEST_CHAIN: usize = 12;

/// Reads and checks a document; one that is to be validated has to be as its schema has it.
pub(crate) fn parse(text: &str, validate: bool) -> Result<NwFilter, NwFilterError> {
    let mut document: NwFilter = read(text, NwFilter::ROOT, validate)?;
    if document.name.is_empty() {
        return Err(NwFilterError::Document("filter has no name".to_owned()));
    }
    check_chain(&document.chain)?;
    for entry in &mut document.entries {
        if let Entry::Rule(rule) = entry {
            // Of several protocols in one rule only the first ever counted.
            rule.matches.truncate(1);
        }
    }
    Ok(document)
}

/// Reads a document of either kind.
pub(crate) fn read<T: FromXml + ToXml>(
    text: &str,
    root: &'static str,
    validate: bool,
) -> Result<T, NwFilterError> {
    if validate {
        check::accepted(root, text).map_err(|e| NwFilterError::Grammar(e.message().to_owned()))?;
    }
    Ok(ferrovirt_xml::parse_document(text, root)?)
}

fn check_chain(chain: &str) -> Result<(), NwFilterError> {
    if chain.len() > LONGEST_CHAIN {
        return Err(NwFilterError::Argument(format!(
            "Name of chain is longer than {LONGEST_CHAIN} characters"
        )));
    }
    let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !chain.bytes().all(letters) {
        return Err(NwFilterError::Argument(
            "Chain name contains invalid characters".to_owned(),
        ));
    }
    if chain != "root" && !PROTOCOLS.iter().any(|protocol| chain.starts_with(protocol)) {
        return Err(NwFilterError::Argument(format!(
            "Invalid chain name '{chain}'. Please use a chain name called 'root' or any of the following \
             prefixes: {}",
            PROTOCOLS.join(", ")
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_and_names() {
        for (text, what) in [
            ("<filter name=''/>", "no name"),
            ("<filter name='q' chain='foo'/>", "prefixes: mac, vlan"),
            ("<filter name='q' chain='ipv4-$'/>", "invalid characters"),
            ("<filter name='q' chain='ipv4-abcdefghijk'/>", "longer than 12"),
        ] {
            let error = parse(text, false).unwrap_err();
            assert!(error.to_string().contains(what), "{text}: {error}");
        }
        assert!(parse("<filter name='q' chain='arp-x'/>", true).is_ok());
        assert!(parse("<filter name='q'><nonsense/></filter>", true).is_err());
    }

    #[test]
    fn only_the_first_protocol_counts() {
        let text = "<filter name='r'><rule action='drop' direction='in'><tcp/><udp/></rule></filter>";
        assert!(!parse(text, false).unwrap().to_xml().contains("udp"));
    }
}
