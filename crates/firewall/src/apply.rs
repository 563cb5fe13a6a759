//! The seam to the kernel's packet filter: the program `nft`, one transaction a call.

use crate::error::{Error, Result};
use crate::rules::Rules;
use ferrovirt_host::Error as HostError;
use ferrovirt_host::process::Command;
use ferrovirt_types::ifname::IfName;
use std::path::PathBuf;
use std::time::Duration;

/// The kernel may wait for a grace period of its own; it takes milliseconds.
const DEADLINE: Duration = Duration::from_secs(20);

/// Applies rules with the program `nft`.
#[derive(Debug, Clone)]
pub struct Nft {
    program: PathBuf,
}

impl Default for Nft {
    fn default() -> Self {
        // Users' PATH often lacks the directory that the tool is in.
        let usual = PathBuf::from("/usr/sbin/nft");
        Nft {
            program: if usual.exists() {
                usual
            } else {
                PathBuf::from("nft")
            },
        }
    }
}

impl Nft {
    /// Another program in the place of `nft`.
    pub fn with_program(program: PathBuf) -> Self {
        Nft { program }
    }

    pub(crate) fn program(&self) -> &std::path::Path {
        &self.program
    }

    /// Puts the rules of a network in place. All or nothing; replaces what is there for the same bridge.
    pub async fn install(&self, rules: &Rules) -> Result<()> {
        match self.apply("install", &rules.bridge, rules.install_script()).await {
            Err(Error::Failed { source, .. })
                if source.stderr().is_some_and(|text| text.contains("File exists")) =>
            {
                self.apply("replace", &rules.bridge, rules.replace_script()).await
            }
            done => done,
        }
    }

    /// Takes the rules of a network away; that there are none is no error.
    pub async fn remove(&self, bridge: &IfName) -> Result<()> {
        self.apply("remove", bridge, Rules::remove_script(bridge)).await
    }

    async fn apply(&self, action: &'static str, bridge: &IfName, script: String) -> Result<()> {
        let run = Command::new(&self.program)
            .args(["-f", "-"])
            .stdin(script)
            .timeout(DEADLINE)
            .run();
        match run.await {
            Ok(_) => Ok(()),
            Err(HostError::ProgramMissing { .. }) => Err(Error::NftMissing),
            Err(e)
                if e.stderr()
                    .is_some_and(|text| text.contains("Operation not permitted")) =>
            {
                Err(Error::NotPermitted(e))
            }
            Err(source) => Err(Error::Failed {
                action,
                table: Rules::table(bridge),
                source,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
