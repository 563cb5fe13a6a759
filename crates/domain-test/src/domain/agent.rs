//! The agent inside the guest, which is always there and obliging.

use crate::TestDriver;
use crate::domain::Guest;
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::GuestAgent;
use ferrovirt_protocol::remote;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::object::DomainRef;

/// Mount point and device of the file systems of every guest; all are on its first disk.
const FILE_SYSTEMS: [(&str, &str); 2] = [("/", "vda1"), ("/boot", "vda2")];

#[async_trait]
impl GuestAgent for TestDriver {
    async fn domain_get_hostname(&self, dom: &DomainRef, flags: u32) -> ApiResult<String> {
        check_flags(flags, 0, "virDomainGetHostname")?;
        let found = self.world.guest(dom)?;
        found.state.running()?;
        Ok(format!("{}host", found.name))
    }

    async fn domain_fstrim(
        &self,
        dom: &DomainRef,
        mount_point: Option<&str>,
        _minimum: u64,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainFSTrim")?;
        self.world.guest(dom)?.state.running()?;
        if let Some(path) = mount_point {
            mounted(path)?;
        }
        Ok(())
    }

    async fn domain_fsfreeze(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainFSFreeze")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            let wanted = wanted(guest, mountpoints)?;
            Ok(wanted
                .into_iter()
                .filter(|path| guest.frozen.insert(path))
                .count() as i32)
        })?)
    }

    async fn domain_fsthaw(&self, dom: &DomainRef, mountpoints: &[String], flags: u32) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainFSThaw")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            let wanted = wanted(guest, mountpoints)?;
            Ok(wanted
                .into_iter()
                .filter(|path| guest.frozen.remove(path))
                .count() as i32)
        })?)
    }

    async fn domain_get_time(&self, dom: &DomainRef, flags: u32) -> ApiResult<remote::DomainGetTimeRet> {
        check_flags(flags, 0, "virDomainGetTime")?;
        let found = self.world.guest(dom)?;
        found.state.running()?;
        let (seconds, nseconds) = found.state.clock;
        Ok(remote::DomainGetTimeRet { seconds, nseconds })
    }

    async fn domain_set_time(
        &self,
        dom: &DomainRef,
        seconds: i64,
        nseconds: u32,
        flags: u32,
    ) -> ApiResult<()> {
        // Whether to take the time from the guest's own hardware clock makes no difference here.
        check_flags(flags, 1, "virDomainSetTime")?;
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.running()?;
            guest.clock = (seconds, nseconds);
            Ok(())
        })?)
    }

    async fn domain_get_fsinfo(&self, dom: &DomainRef, flags: u32) -> ApiResult<remote::DomainGetFsinfoRet> {
        check_flags(flags, 0, "virDomainGetFSInfo")?;
        self.world.guest(dom)?.state.running()?;
        let info = |(mountpoint, name): (&str, &str)| remote::DomainFsinfo {
            mountpoint: mountpoint.into(),
            name: name.into(),
            fstype: "ext4".into(),
            dev_aliases: vec!["vda".into()],
        };
        let info: Vec<_> = FILE_SYSTEMS.into_iter().map(info).collect();
        Ok(remote::DomainGetFsinfoRet {
            ret: info.len() as u32,
            info,
        })
    }

    async fn domain_set_user_password(
        &self,
        dom: &DomainRef,
        user: Option<&str>,
        password: Option<&str>,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 1, "virDomainSetUserPassword")?;
        self.world.guest(dom)?.state.running()?;
        if user.is_none() || password.is_none() {
            return Err(TestError::InvalidArgument("a user and a password are needed".into()).into());
        }
        Ok(())
    }
}

fn mounted(path: &str) -> Result<&'static str> {
    let found = FILE_SYSTEMS
        .iter()
        .find(|(mountpoint, _)| *mountpoint == path)
        .map(|(mountpoint, _)| *mountpoint);
    found.ok_or_else(|| TestError::InvalidState(format!("mount point not found: {path}")))
}

/// The mount points that a caller means: all, when it names none.
fn wanted(guest: &Guest, mountpoints: &[String]) -> Result<Vec<&'static str>> {
    guest.running()?;
    if mountpoints.is_empty() {
        return Ok(FILE_SYSTEMS.map(|(mountpoint, _)| mountpoint).to_vec());
    }
    mountpoints.iter().map(|path| mounted(path)).collect()
}
