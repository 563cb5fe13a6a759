//! Reading a host's rules with its own tools. Nothing is changed.

use super::iptables::{self, Saved};
use super::json::{self, Place};
use super::ruleset::Ruleset;
use crate::Nft;
use crate::error::{Error, Result};
use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::Command;
use std::collections::HashMap;
use std::time::Duration;

/// Listing thousands of rules takes a second or two.
const DEADLINE: Duration = Duration::from_secs(20);
/// Largest listing that is read, in bytes.
const LIMIT: usize = 64 << 20;

impl Ruleset {
    /// The rules of the namespace that the calling process is in. Needs root.
    pub async fn read(nft: &Nft) -> Result<Ruleset> {
        let listing = list(nft, "-j").await?;
        let value: serde_json::Value = serde_json::from_str(&listing).map_err(Error::Listing)?;
        let texts = texts(&list(nft, "-a").await?);
        let (mut v4, mut v6, mut gaps) = (None, None, Vec::new());
        // Extensions of iptables' are opaque to nft.
        if listing.contains("\"xt\"") {
            v4 = saved("iptables-save", false, &mut gaps).await;
            v6 = saved("ip6tables-save", true, &mut gaps).await;
        }
        let mut ruleset = json::ruleset(&value, &texts, &|family, table, chain, number| {
            let saved = if family == "ip6" { &v6 } else { &v4 };
            let rules = &saved.as_ref()?.rules;
            let rule = rules.get(&(table.to_owned(), chain.to_owned()))?.get(number)?;
            Some(rule.parts.clone())
        });
        for (names, program, family) in [
            ("/proc/net/ip_tables_names", "iptables-legacy-save", "ip"),
            ("/proc/net/ip6_tables_names", "ip6tables-legacy-save", "ip6"),
        ] {
            // The kernel lists the old tables there; asking for them by the tool would make them.
            if std::fs::read_to_string(names).is_ok_and(|names| !names.trim().is_empty())
                && let Some(saved) = saved(program, family == "ip6", &mut gaps).await
            {
                ruleset.chains.extend(saved.chains(family));
            }
        }
        ruleset.gaps = gaps;
        Ok(ruleset)
    }
}

async fn list(nft: &Nft, option: &str) -> Result<String> {
    let command = Command::new(nft.program())
        .args([option, "list", "ruleset"])
        .timeout(DEADLINE)
        .stdout_limit(LIMIT);
    match command.run().await {
        Ok(output) => Ok(output.text()),
        Err(HostError::ProgramMissing { .. }) => Err(Error::NftMissing),
        Err(e)
            if e.stderr()
                .is_some_and(|text| text.contains("Operation not permitted")) =>
        {
            Err(Error::NotPermitted(e))
        }
        Err(source) => Err(Error::List(source)),
    }
}

async fn saved(program: &str, v6: bool, gaps: &mut Vec<String>) -> Option<Saved> {
    match Command::new(program)
        .timeout(DEADLINE)
        .stdout_limit(LIMIT)
        .run()
        .await
    {
        Ok(output) => Some(iptables::read(&output.text(), v6)),
        Err(e) => {
            gaps.push(format!("rules of iptables cannot be read: {e}"));
            None
        }
    }
}

/// Rules as people write them, by their handles.
fn texts(listing: &str) -> HashMap<Place, String> {
    let mut texts = HashMap::new();
    let (mut family, mut table, mut chain) = (String::new(), String::new(), String::new());
    for line in listing.lines() {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match words.as_slice() {
            ["table", f, t, "{", ..] => (family, table) = ((*f).to_owned(), (*t).to_owned()),
            ["chain", c, "{", ..] => chain = (*c).to_owned(),
            [.., "#", "handle", handle] => {
                let text = line.rsplit_once(" # handle").map_or(line, |(text, _)| text);
                if let Ok(handle) = handle.parse() {
                    let place = (family.clone(), table.clone(), chain.clone(), handle);
                    texts.insert(place, text.trim().to_owned());
                }
            }
            _ => {}
        }
    }
    texts
}
