//! What only the agent in the guest knows and does. A guest without a channel for it is told so at once.

mod accounts;
mod ask;
mod inside;
mod sleep;
mod vcpus;

use super::{QemuDriver, checked};
use crate::error::QemuError;
use async_trait::async_trait;
use ferrovirt_driver::GuestAgent;
use ferrovirt_protocol::remote;
use ferrovirt_types::consts::{DomainAuthorizedSshKeysSetFlags, DomainGetHostnameFlags as NameOf};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;

type Api<T> = ferrovirt_types::Result<T>;

#[async_trait]
impl GuestAgent for QemuDriver {
    async fn domain_get_hostname(&self, dom: &DomainRef, flags: u32) -> Api<String> {
        checked(flags, NameOf::all().bits(), "virDomainGetHostname")?;
        if NameOf::from_bits_truncate(flags).contains(NameOf::LEASE) {
            return self.leased_name(dom).await;
        }
        Ok(self.host_name(dom).await?)
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
        self.ask_in_time(dom, "guest-set-time", arguments).await?;
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
        let arguments = serde_json::json!({ "minimum": minimum });
        self.ask_in_time(dom, "guest-fstrim", Some(arguments)).await?;
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
        let info = self.mounted(dom).await?;
        Ok(remote::DomainGetFsinfoRet {
            ret: u32::try_from(info.len()).unwrap_or(u32::MAX),
            info,
        })
    }

    async fn domain_get_guest_info(&self, dom: &DomainRef, types: u32, flags: u32) -> Api<Vec<TypedParam>> {
        checked(flags, 0, "virDomainGetGuestInfo")?;
        Ok(self.inside(dom, types).await?)
    }

    async fn domain_get_guest_vcpus(&self, dom: &DomainRef, flags: u32) -> Api<Vec<TypedParam>> {
        checked(flags, 0, "virDomainGetGuestVcpus")?;
        Ok(self.guest_vcpus(dom).await?)
    }

    async fn domain_set_guest_vcpus(&self, dom: &DomainRef, cpumap: &str, state: i32, flags: u32) -> Api<()> {
        checked(flags, 0, "virDomainSetGuestVcpus")?;
        Ok(self.set_guest_vcpus(dom, cpumap, state).await?)
    }

    async fn domain_set_user_password(
        &self,
        dom: &DomainRef,
        user: Option<&str>,
        password: Option<&str>,
        flags: u32,
    ) -> Api<()> {
        const ENCRYPTED: u32 = 1;
        checked(flags, ENCRYPTED, "virDomainSetUserPassword")?;
        let (Some(user), Some(password)) = (user, password) else {
            return Err(QemuError::InvalidArg("a user and a password are needed".to_owned()).into());
        };
        Ok(self
            .set_password(dom, user, password, flags & ENCRYPTED != 0)
            .await?)
    }

    async fn domain_agent_set_response_timeout(&self, dom: &DomainRef, timeout: i32, flags: u32) -> Api<i32> {
        checked(flags, 0, "virDomainAgentSetResponseTimeout")?;
        self.core.guest(dom)?.set_agent_timeout(timeout)?;
        Ok(0)
    }

    async fn domain_authorized_ssh_keys_get(
        &self,
        dom: &DomainRef,
        user: &str,
        flags: u32,
    ) -> Api<Vec<String>> {
        checked(flags, 0, "virDomainAuthorizedSSHKeysGet")?;
        Ok(self.keys(dom, user).await?)
    }

    async fn domain_authorized_ssh_keys_set(
        &self,
        dom: &DomainRef,
        user: &str,
        keys: &[String],
        flags: u32,
    ) -> Api<()> {
        let known = DomainAuthorizedSshKeysSetFlags::all().bits();
        checked(flags, known, "virDomainAuthorizedSSHKeysSet")?;
        Ok(self.set_keys(dom, user, keys, flags).await?)
    }
}
