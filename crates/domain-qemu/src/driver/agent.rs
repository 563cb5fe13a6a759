//! What only the agent in the guest knows. A guest without a channel for it is told so at once.

use super::{QemuDriver, checked};
use crate::error::{QemuError, Result};
use crate::guest::AGENT;
use async_trait::async_trait;
use ferrovirt_driver::GuestAgent;
use ferrovirt_protocol::remote;
use ferrovirt_qmp::{Agent, QmpError, RawValue};
use ferrovirt_schema::common::chardev::CharSource;
use ferrovirt_schema::domain::devices::chardev::ChannelTarget;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use serde::de::DeserializeOwned;
use std::path::Path;
use std::time::Duration;

type Api<T> = ferrovirt_types::Result<T>;

/// Name of the agent's channel.
/// How long the agent may take when the caller does not say.
const ANSWER: Duration = Duration::from_secs(10);
/// How long a refusal of the last command is waited for.
const LAST: Duration = Duration::from_secs(1);

impl QemuDriver {
    /// Runs a command of the guest's agent and gives its answer as JSON text.
    pub(super) async fn ask_agent(
        &self,
        dom: &DomainRef,
        name: &str,
        arguments: Option<serde_json::Value>,
        deadline: Duration,
    ) -> Result<Box<RawValue>> {
        let guest = self.core.guest(dom)?;
        let live = guest.running()?;
        let mut channels = live.doc.devices.iter().flat_map(|d| &d.channels);
        let channel = channels.find(
            |c| matches!(&c.target, Some(ChannelTarget::Virtio(t)) if t.name.as_deref() == Some(AGENT)),
        );
        let path = channel.and_then(|c| match &c.source {
            CharSource::Unix(u) => u.source.as_ref().and_then(|s| s.path.clone()),
            _ => None,
        });
        let path = path
            .ok_or_else(|| QemuError::ArgumentUnsupported("QEMU guest agent is not configured".to_owned()))?;
        let failed = |e: QmpError| match e {
            QmpError::Refused { desc, .. } => {
                QemuError::Failed(format!("the guest agent refused '{name}': {desc}"))
            }
            e => QemuError::AgentUnresponsive(format!("Guest agent is not responding: {e}")),
        };
        let mut agent = Agent::connect(Path::new(&path), deadline).await.map_err(failed)?;
        let arguments = arguments.map(|a| serde_json::value::to_raw_value(&a)).transpose();
        let arguments = arguments.map_err(|e| QemuError::InvalidArg(e.to_string()))?;
        agent
            .run(name, arguments.as_deref(), deadline)
            .await
            .map_err(failed)
    }

    /// Has the agent end the guest. An agent that does it does not answer, so another question comes first.
    pub(super) async fn end_by_agent(&self, dom: &DomainRef, mode: &str) -> Result<()> {
        self.ask_agent(dom, "guest-ping", None, ANSWER).await?;
        let arguments = serde_json::json!({ "mode": mode });
        match self.ask_agent(dom, "guest-shutdown", Some(arguments), LAST).await {
            Err(QemuError::AgentUnresponsive(_)) => Ok(()),
            answer => answer.map(|_| ()),
        }
    }

    async fn agent<T: DeserializeOwned>(
        &self,
        dom: &DomainRef,
        name: &str,
        arguments: Option<serde_json::Value>,
    ) -> Result<T> {
        let answer = self.ask_agent(dom, name, arguments, ANSWER).await?;
        serde_json::from_str(answer.get())
            .map_err(|e| QemuError::Failed(format!("the guest agent's answer to '{name}': {e}")))
    }
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct HostName {
    host_name: String,
}

#[async_trait]
impl GuestAgent for QemuDriver {
    async fn domain_get_hostname(&self, dom: &DomainRef, flags: u32) -> Api<String> {
        checked(flags, 3, "virDomainGetHostname")?;
        let name: HostName = self.agent(dom, "guest-get-host-name", None).await?;
        Ok(name.host_name)
    }

    async fn domain_get_time(&self, dom: &DomainRef, flags: u32) -> Api<remote::DomainGetTimeRet> {
        checked(flags, 0, "virDomainGetTime")?;
        let ns: i64 = self.agent(dom, "guest-get-time", None).await?;
        let nseconds = u32::try_from(ns.rem_euclid(1_000_000_000)).unwrap_or(0);
        Ok(remote::DomainGetTimeRet {
            seconds: ns.div_euclid(1_000_000_000),
            nseconds,
        })
    }

    async fn domain_set_time(&self, dom: &DomainRef, seconds: i64, nseconds: u32, flags: u32) -> Api<()> {
        checked(flags, 1, "virDomainSetTime")?;
        let from_rtc = flags & 1 != 0;
        let ns = seconds
            .saturating_mul(1_000_000_000)
            .saturating_add(i64::from(nseconds));
        let arguments = (!from_rtc).then(|| serde_json::json!({ "time": ns }));
        self.ask_agent(dom, "guest-set-time", arguments, ANSWER).await?;
        Ok(())
    }

    async fn domain_fstrim(
        &self,
        dom: &DomainRef,
        mount_point: Option<&str>,
        minimum: u64,
        flags: u32,
    ) -> Api<()> {
        checked(flags, 0, "virDomainFSTrim")?;
        if mount_point.is_some() {
            let text = "Specifying mount point is not supported for now".to_owned();
            return Err(QemuError::ArgumentUnsupported(text).into());
        }
        self.ask_agent(
            dom,
            "guest-fstrim",
            Some(serde_json::json!({ "minimum": minimum })),
            ANSWER,
        )
        .await?;
        Ok(())
    }

    async fn domain_fsfreeze(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainFSFreeze")?;
        let (name, arguments) = match mountpoints {
            [] => ("guest-fsfreeze-freeze", None),
            list => (
                "guest-fsfreeze-freeze-list",
                Some(serde_json::json!({ "mountpoints": list })),
            ),
        };
        Ok(self.agent(dom, name, arguments).await?)
    }

    async fn domain_fsthaw(&self, dom: &DomainRef, _mountpoints: &[String], flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainFSThaw")?;
        Ok(self.agent(dom, "guest-fsfreeze-thaw", None).await?)
    }

    async fn domain_get_fsinfo(&self, dom: &DomainRef, flags: u32) -> Api<remote::DomainGetFsinfoRet> {
        checked(flags, 0, "virDomainGetFSInfo")?;
        let list: Vec<serde_json::Value> = self.agent(dom, "guest-get-fsinfo", None).await?;
        let text = |v: &serde_json::Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
        let info: Vec<remote::DomainFsinfo> = list
            .iter()
            .map(|v| remote::DomainFsinfo {
                mountpoint: text(v, "mountpoint"),
                name: text(v, "name"),
                fstype: text(v, "type"),
                dev_aliases: Vec::new(),
            })
            .collect();
        Ok(remote::DomainGetFsinfoRet {
            ret: u32::try_from(info.len()).unwrap_or(u32::MAX),
            info,
        })
    }

    async fn domain_get_guest_info(&self, dom: &DomainRef, _types: u32, flags: u32) -> Api<Vec<TypedParam>> {
        checked(flags, 0, "virDomainGetGuestInfo")?;
        let name: HostName = self.agent(dom, "guest-get-host-name", None).await?;
        Ok(vec![TypedParam::new("hostname", name.host_name)])
    }
}
