//! The seam to the kernel's packet filter: the program `nft`, one transaction a call.

use crate::error::{Error, Result};
use crate::guest::GuestFilter;
use crate::rules::Rules;
use crate::together::{DEADLINE, Turns};
use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::Command;
use ferrovirt_types::ifname::IfName;
use std::net::Ipv4Addr;
use std::path::PathBuf;

/// Applies rules with the program `nft`. Clones take turns, and what they want at a time is one transaction.
#[derive(Debug, Clone)]
pub struct Nft {
    program: PathBuf,
    turns: Turns,
}

impl Default for Nft {
    fn default() -> Self {
        // Users' PATH often lacks the directory that the tool is in.
        let usual = PathBuf::from("/usr/sbin/nft");
        Nft::with_program(if usual.exists() {
            usual
        } else {
            PathBuf::from("nft")
        })
    }
}

impl Nft {
    /// Another program in the place of `nft`.
    pub fn with_program(program: PathBuf) -> Self {
        Nft {
            program,
            turns: Turns::default(),
        }
    }

    pub(crate) fn program(&self) -> &std::path::Path {
        &self.program
    }

    /// Puts the rules of a network in place. All or nothing; replaces what is there for the same bridge.
    pub async fn install(&self, rules: &Rules) -> Result<()> {
        let table = Rules::table(&rules.bridge);
        match self.apply("install", &table, rules.install_script()).await {
            Err(Error::Failed { source, .. })
                if source.stderr().is_some_and(|text| text.contains("File exists")) =>
            {
                self.apply("replace", &table, rules.replace_script()).await
            }
            done => done,
        }
    }

    /// Takes the rules of a network away; that there are none is no error.
    pub async fn remove(&self, bridge: &IfName) -> Result<()> {
        let table = Rules::table(bridge);
        self.apply("remove", &table, Rules::remove_script(bridge)).await
    }

    /// Puts the filter of a guest interface in the place of the one that is there or not. All or nothing.
    pub async fn install_filter(&self, filter: &GuestFilter) -> Result<()> {
        let table = GuestFilter::table(&filter.device);
        let mut done = self.apply("install", &table, filter.install_script(true)).await;
        if matches!(done, Err(Error::Failed { .. })) && filter.rejects() {
            done = self.apply("install", &table, filter.install_script(false)).await;
        }
        match done {
            Err(Error::Failed { source, .. }) if filter.asks_for_connections() => {
                Err(Error::NoConnections { table, source })
            }
            done => done,
        }
    }

    /// Takes the filter of a guest interface away; that there is none is no error.
    pub async fn remove_filter(&self, device: &IfName) -> Result<()> {
        let table = GuestFilter::table(device);
        self.apply("remove", &table, GuestFilter::remove_script(device))
            .await
    }

    /// The addresses that the kernel has learnt for a guest interface; none when there is no filter.
    pub async fn learned(&self, device: &IfName) -> Vec<Ipv4Addr> {
        let table = GuestFilter::table(device);
        let run = Command::new(&self.program)
            .args(["-j", "list", "set", "bridge", &table, "learned"])
            .timeout(DEADLINE)
            .run();
        let Ok(output) = run.await else {
            return Vec::new();
        };
        addresses(&output.stdout)
    }

    async fn apply(&self, action: &'static str, table: &str, script: String) -> Result<()> {
        match self.turns.apply(&self.program, script).await {
            Ok(()) => Ok(()),
            Err(HostError::ProgramMissing { .. }) => Err(Error::NftMissing),
            Err(e)
                if e.stderr()
                    .is_some_and(|text| text.contains("Operation not permitted")) =>
            {
                Err(Error::NotPermitted(e))
            }
            Err(source) => Err(Error::Failed {
                action,
                table: table.to_owned(),
                source,
            }),
        }
    }
}

/// The elements in a listing of the set; those with a timeout are objects.
fn addresses(listing: &[u8]) -> Vec<Ipv4Addr> {
    let value: serde_json::Value = serde_json::from_slice(listing).unwrap_or_default();
    let parts = value["nftables"].as_array().into_iter().flatten();
    let elements = parts.flat_map(|part| part["set"]["elem"].as_array().into_iter().flatten());
    let texts = elements.filter_map(|elem| elem.as_str().or_else(|| elem["elem"]["val"].as_str()));
    texts.filter_map(|text| text.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_with_and_without_a_timeout() {
        let listing = r#"{"nftables":[{"metainfo":{}},{"set":{"elem":["10.0.0.1",
            {"elem":{"val":"10.0.0.2","timeout":9,"expires":3}}]}}]}"#;
        let expected: Vec<Ipv4Addr> = vec![[10, 0, 0, 1].into(), [10, 0, 0, 2].into()];
        assert_eq!(addresses(listing.as_bytes()), expected);
        assert!(addresses(b"nonsense").is_empty());
    }

    #[tokio::test]
    async fn a_missing_tool_is_named_with_its_remedy() {
        let nft = Nft::with_program("/no/such/nft".into());
        let err = nft.remove(&"virbr0".parse().unwrap()).await.unwrap_err();
        assert!(
            err.to_string().contains("install the package 'nftables'"),
            "{err}"
        );
    }
}
