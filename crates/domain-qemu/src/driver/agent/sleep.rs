//! Sending a guest to sleep, or ending it, from inside.

use super::super::QemuDriver;
use crate::error::{QemuError, Result};
use ferrovirt_types::consts::{DomainState, ErrorNumber, NodeSuspendTarget};
use ferrovirt_types::object::DomainRef;
use std::time::Duration;

/// How long a guest may take to fall asleep.
const ASLEEP: Duration = Duration::from_secs(60);
/// How long a refusal of the last command is waited for.
const LAST: Duration = Duration::from_secs(1);
/// Pause between looks at its state, which costs no question.
const LOOK: Duration = Duration::from_millis(50);

impl QemuDriver {
    /// Has the agent end the guest. An agent that does it does not answer, so another question comes first.
    pub(in super::super) async fn end_by_agent(&self, dom: &DomainRef, mode: &str) -> Result<()> {
        self.ask_in_time(dom, "guest-ping", None).await?;
        let arguments = serde_json::json!({ "mode": mode });
        match self.ask_agent(dom, "guest-shutdown", Some(arguments), LAST).await {
            Err(QemuError::AgentUnresponsive(_)) => Ok(()),
            answer => answer.map(|_| ()),
        }
    }

    /// The agent does not answer when it worked; that the guest is not running any more is the answer.
    pub(in super::super) async fn send_to_sleep(
        &self,
        dom: &DomainRef,
        target: u32,
        duration: u64,
    ) -> Result<()> {
        if duration != 0 {
            return Err(QemuError::ArgumentUnsupported(
                "Duration not supported. Use 0 for now".to_owned(),
            ));
        }
        let target = i32::try_from(target).ok().and_then(NodeSuspendTarget::from_raw);
        let name = match target {
            Some(NodeSuspendTarget::Mem) => "guest-suspend-ram",
            Some(NodeSuspendTarget::Disk) => "guest-suspend-disk",
            Some(NodeSuspendTarget::Hybrid) => "guest-suspend-hybrid",
            None => {
                return Err(QemuError::ArgumentUnsupported(
                    "Unknown suspend target".to_owned(),
                ));
            }
        };
        let guest = self.core.guest(dom)?;
        guest.running()?;
        if guest.status().state != DomainState::Running {
            return Err(QemuError::NotRunning);
        }
        let asleep = async {
            while guest.status().state == DomainState::Running {
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::select! {
            () = asleep => Ok(()),
            refused = self.ask_agent(dom, name, None, ASLEEP) => match refused {
                Err(QemuError::AgentUnresponsive(_)) if guest.status().state != DomainState::Running => Ok(()),
                Err(e) => Err(e),
                Ok(_) => Err(QemuError::coded(
                    ErrorNumber::OperationFailed,
                    "the guest agent agreed and the guest did not fall asleep",
                )),
            },
        }
    }
}
