//! The way to the agent in a guest: the socket of its channel, which the guest has to have open.

use super::super::QemuDriver;
use crate::block::monitor::COMMAND;
use crate::error::{QemuError, Result};
use crate::guest::{AGENT, AgentTimeout, Guest, Live};
use ferrovirt_qmp::commands::QueryChardev;
use ferrovirt_qmp::{Agent, QmpError, RawValue};
use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::object::DomainRef;
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use std::time::Duration;

/// How long the agent may take when nobody says.
const ANSWER: Duration = Duration::from_secs(10);
/// How long an agent may take that is waited for without an end; a guest can stop it at any time.
const LONGEST: Duration = Duration::from_secs(3600);

/// Socket and character device of the agent's channel.
fn channel(live: &Live) -> Result<(PathBuf, String)> {
    let mut channels = live.doc.devices.iter().flat_map(|d| &d.channels);
    let channel = channels
        .find(|c| matches!(&c.target, Some(ChannelTarget::Virtio(t)) if t.name.as_deref() == Some(AGENT)));
    let found = channel.and_then(|c| match &c.source {
        CharSource::Unix(u) => {
            let path = u.source.as_ref().and_then(|s| s.path.clone())?;
            Some((path.into(), format!("char{}", c.info.alias.as_deref()?)))
        }
        _ => None,
    });
    found.ok_or_else(|| QemuError::ArgumentUnsupported("QEMU guest agent is not configured".to_owned()))
}

/// Whether the agent in the guest has its end of the channel open.
async fn is_connected(guest: &Guest, live: &Live, id: &str) -> Result<bool> {
    let monitor = live.monitor(&guest.name)?;
    let devices = monitor.execute_within(&QueryChardev {}, COMMAND).await;
    let devices = devices.map_err(QemuError::monitor(&guest.name))?;
    Ok(devices.iter().any(|d| d.label == id && d.frontend_open))
}

fn failed(name: &str, error: QmpError) -> QemuError {
    match error {
        QmpError::Refused { desc, .. } => QemuError::coded(
            ErrorNumber::InternalError,
            format!("unable to execute QEMU agent command '{name}': {desc}"),
        ),
        e => QemuError::AgentUnresponsive(e.to_string()),
    }
}

impl QemuDriver {
    /// Runs a command of the guest's agent and gives its answer as JSON text.
    pub(in super::super) async fn ask_agent(
        &self,
        dom: &DomainRef,
        name: &str,
        arguments: Option<serde_json::Value>,
        deadline: Duration,
    ) -> Result<Box<RawValue>> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let (path, id) = channel(&live)?;
        if !is_connected(&guest, &live, &id).await? {
            return Err(QemuError::AgentUnresponsive(
                "QEMU guest agent is not connected".to_owned(),
            ));
        }
        let failed = |e| failed(name, e);
        let mut agent = Agent::connect(&path, deadline).await.map_err(failed)?;
        let arguments = arguments.map(|a| serde_json::value::to_raw_value(&a)).transpose();
        let arguments = arguments.map_err(|e| QemuError::InvalidArg(e.to_string()))?;
        agent
            .run(name, arguments.as_deref(), deadline)
            .await
            .map_err(failed)
    }

    /// The same within the time that this guest's agent is given.
    pub(super) async fn ask_in_time(
        &self,
        dom: &DomainRef,
        name: &str,
        arguments: Option<serde_json::Value>,
    ) -> Result<Box<RawValue>> {
        let deadline = match self.core.guest(dom)?.agent_timeout() {
            AgentTimeout::Block => LONGEST,
            AgentTimeout::Usual => ANSWER,
            AgentTimeout::Seconds(seconds) => Duration::from_secs(u64::from(seconds).max(1)),
        };
        self.ask_agent(dom, name, arguments, deadline).await
    }

    /// The same, with the answer read.
    pub(super) async fn agent<T: DeserializeOwned>(
        &self,
        dom: &DomainRef,
        name: &str,
        arguments: Option<serde_json::Value>,
    ) -> Result<T> {
        let answer = self.ask_in_time(dom, name, arguments).await?;
        serde_json::from_str(answer.get())
            .map_err(|e| QemuError::Failed(format!("the guest agent's answer to '{name}': {e}")))
    }
}
