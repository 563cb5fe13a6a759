//! Whether this machine's own firewall lets a guest ask for an address.
//!
//! The demo changes nobody else's rules: where they drop what it needs, it goes on without a network of its own.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command;

const LIMIT: Duration = Duration::from_secs(30);
/// How `net-explain` calls what is looked for.
const DHCP: &str = "dhcp";

/// The rule that drops a guest's question for an address on `network`, where there is one. What cannot be found out is
/// tried.
pub async fn rule_against_dhcp(command: &Path, uri: &str, network: &str) -> Option<String> {
    let mut command = Command::new(command);
    command.args(["-c", uri, "-o", "json", "net-explain", network]);
    command.kill_on_drop(true);
    let output = tokio::time::timeout(LIMIT, command.output()).await.ok()?.ok()?;
    rule_in(&serde_json::from_slice(&output.stdout).ok()?)
}

fn rule_in(explained: &Value) -> Option<String> {
    let mut answers = explained.get("answers")?.as_array()?.iter();
    let dropped = answers.find(|answer| answer["packets"] == DHCP && answer["verdict"] == "dropped")?;
    Some(
        dropped["rules"][0]
            .as_str()
            .unwrap_or("a rule of its own")
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_question_is_found() {
        let answer = |verdict: &str| {
            serde_json::json!({ "answers": [
                { "packets": "dns", "verdict": "dropped", "rules": ["x"] },
                { "packets": DHCP, "verdict": verdict, "rules": ["chain INPUT has the policy drop"] },
            ]})
        };
        let rule = rule_in(&answer("dropped"));
        assert_eq!(rule.as_deref(), Some("chain INPUT has the policy drop"));
        assert_eq!(rule_in(&answer("passes")), None);
        assert_eq!(rule_in(&Value::Null), None);
    }
}
