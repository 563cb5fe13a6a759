//! What the guest says on its console: one line with `FERROVIRT-GUEST` for each fact.

use std::time::Duration;

use ferrovirt_api::{Console, Domain, State};
use tokio::time::{Instant, sleep, timeout};

use crate::failure::{Failure, Outcome};

/// Without KVM, on a machine that is busy with other things.
const BOOT_LIMIT: Duration = Duration::from_secs(120);
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(60);
const INTERVAL: Duration = Duration::from_millis(20);
const MARK: &str = "FERROVIRT-GUEST ";

/// What the guest told about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub lines: Vec<String>,
    pub address: Option<String>,
    pub disk: Option<String>,
}

impl Report {
    fn read(console: &str) -> Self {
        let lines: Vec<String> = console
            .lines()
            .filter_map(|line| line.split_once(MARK))
            .map(|(_, fact)| fact.trim_end().to_owned())
            .collect();
        let value = |key: &str| {
            lines
                .iter()
                .find_map(|line| line.split_whitespace().find_map(|word| word.strip_prefix(key)))
                .map(str::to_owned)
        };
        Self {
            address: value("address=").filter(|address| address != "none"),
            disk: value("check="),
            lines,
        }
    }
}

/// Reads the console until the guest is up.
pub async fn wait_booted(console: &mut Console) -> Outcome<Report> {
    let mut heard = String::new();
    let ready = console.read_until(|text| {
        heard.clear();
        heard.push_str(text);
        text.lines()
            .any(|line| line.contains("FERROVIRT-GUEST ready") && line.contains("uptime="))
    });
    let text = match timeout(BOOT_LIMIT, ready).await {
        Ok(text) => text?,
        Err(_) => {
            return Err(Failure::new(format!(
                "the guest was not up within {BOOT_LIMIT:?}; it said:\n{heard}"
            )));
        }
    };
    let report = Report::read(&text);
    match report.disk.as_deref() {
        Some("ok") => Ok(report),
        other => Err(Failure::new(format!(
            "the guest's disk check came out as {other:?}; it said:\n{text}"
        ))),
    }
}

/// Waits until the guest is off.
pub async fn wait_off(domain: &Domain) -> Outcome {
    let deadline = Instant::now() + SHUTDOWN_LIMIT;
    while Instant::now() < deadline {
        if matches!(domain.state().await?, State::Shutoff(_)) {
            return Ok(());
        }
        sleep(INTERVAL).await;
    }
    Err(Failure::new(format!(
        "the guest did not react to its power button within {SHUTDOWN_LIMIT:?}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_among_other_lines() {
        let report = Report::read(
            "[ 0.1] noise\r\nFERROVIRT-GUEST interface=eth0 address=10.0.0.7\r\n\
             FERROVIRT-GUEST disk=vda size=1 check=ok boots=1\r\n/ # ",
        );
        assert_eq!(report.address.as_deref(), Some("10.0.0.7"));
        assert_eq!(report.disk.as_deref(), Some("ok"));
        assert_eq!(report.lines.len(), 2);
    }
}
