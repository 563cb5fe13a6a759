//! Sending the host to sleep.

use crate::error::{QemuError, Result};
use ferrovirt_host::process::Command;
use ferrovirt_types::consts::NodeSuspendTarget as Target;
use std::time::Duration;

/// Shortest sleep, in seconds: the host must be down before it is to wake.
const SHORTEST: u64 = 60;
/// How long falling asleep may take.
const FALL_ASLEEP: Duration = Duration::from_secs(600);

/// The kernel's word for a target that it can do.
fn state(target: Target, states: &str) -> Option<&'static str> {
    let word = match target {
        Target::Mem => "mem",
        Target::Disk => "disk",
        Target::Hybrid => return None,
    };
    states.split_ascii_whitespace().any(|s| s == word).then_some(word)
}

/// Sends the host to sleep in a while, so that the caller hears of it; it wakes by its clock.
pub(super) fn sleep(target: u32, duration: u64) -> Result<()> {
    let unknown = || QemuError::InvalidArg(format!("unknown suspend target {target}"));
    let target = i32::try_from(target)
        .ok()
        .and_then(Target::from_raw)
        .ok_or_else(unknown)?;
    let states = std::fs::read_to_string("/sys/power/state").unwrap_or_default();
    let word = state(target, &states).ok_or_else(|| {
        let name = match target {
            Target::Mem => "Suspend-to-RAM",
            Target::Disk => "Suspend-to-Disk",
            Target::Hybrid => "Hybrid-Suspend",
        };
        QemuError::ArgumentUnsupported(name.to_owned())
    })?;
    if duration < SHORTEST {
        return Err(QemuError::InvalidArg(format!(
            "Suspend duration is too short, {SHORTEST} seconds are the least"
        )));
    }
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let command = Command::new("rtcwake").args(["-m", word, "-s", &duration.to_string()]);
        if let Err(error) = command.timeout(FALL_ASLEEP).run().await {
            tracing::error!(%error, "the host is not sent to sleep");
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kernel_can() {
        assert_eq!(state(Target::Mem, "freeze mem\n"), Some("mem"));
        assert_eq!(state(Target::Disk, "freeze mem\n"), None);
        assert_eq!(state(Target::Hybrid, "mem disk"), None);
    }
}
