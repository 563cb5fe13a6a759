//! What an agent in the guest does.

use super::Domain;
use ferrovirt_types::Result;
use ferrovirt_types::consts::DomainGuestInfoTypes;
use ferrovirt_types::param::TypedParam;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file system that the guest has mounted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesystemInfo {
    /// Where it is mounted.
    pub mountpoint: String,
    /// Name of the device in the guest.
    pub name: String,
    /// Kind, such as `ext4`.
    pub fstype: String,
    /// Target names of the disks that it lies on.
    pub disks: Vec<String>,
}

impl Domain {
    /// Sends a command to the guest's agent as JSON, with a deadline: seconds, or -1 for the default.
    pub async fn agent_command(&self, command: &str, timeout: i32) -> Result<Option<String>> {
        self.connection
            .drivers()
            .qemu
            .domain_agent_command(&self.dom, command, timeout, 0)
            .await
    }

    /// Name of the guest.
    pub async fn hostname(&self) -> Result<String> {
        self.connection
            .drivers()
            .guest_agent
            .domain_get_hostname(&self.dom, 0)
            .await
    }

    /// Time in the guest.
    pub async fn time(&self) -> Result<SystemTime> {
        let r = self
            .connection
            .drivers()
            .guest_agent
            .domain_get_time(&self.dom, 0)
            .await?;
        let seconds = Duration::new(u64::try_from(r.seconds).unwrap_or(0), r.nseconds);
        Ok(UNIX_EPOCH + seconds)
    }

    /// Sets the time in the guest.
    pub async fn set_time(&self, time: SystemTime) -> Result<()> {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        self.connection
            .drivers()
            .guest_agent
            .domain_set_time(&self.dom, seconds, since.subsec_nanos(), 0)
            .await
    }

    /// File systems that the guest has mounted.
    pub async fn filesystems(&self) -> Result<Vec<FilesystemInfo>> {
        let r = self
            .connection
            .drivers()
            .guest_agent
            .domain_get_fsinfo(&self.dom, 0)
            .await?;
        let one = |f: ferrovirt_protocol::remote::DomainFsinfo| FilesystemInfo {
            mountpoint: f.mountpoint,
            name: f.name,
            fstype: f.fstype,
            disks: f.dev_aliases,
        };
        Ok(r.info.into_iter().map(one).collect())
    }

    /// Freezes file systems, all or those mounted there; gives how many.
    pub async fn freeze(&self, mountpoints: &[String]) -> Result<u32> {
        let n = self
            .connection
            .drivers()
            .guest_agent
            .domain_fsfreeze(&self.dom, mountpoints, 0)
            .await?;
        Ok(u32::try_from(n).unwrap_or(0))
    }

    /// Thaws file systems, all or those mounted there; gives how many.
    pub async fn thaw(&self, mountpoints: &[String]) -> Result<u32> {
        let n = self
            .connection
            .drivers()
            .guest_agent
            .domain_fsthaw(&self.dom, mountpoints, 0)
            .await?;
        Ok(u32::try_from(n).unwrap_or(0))
    }

    /// Gives unused blocks of file systems back; pieces smaller than `minimum` bytes are left.
    pub async fn trim(&self, mountpoint: Option<&str>, minimum: u64) -> Result<()> {
        self.connection
            .drivers()
            .guest_agent
            .domain_fstrim(&self.dom, mountpoint, minimum, 0)
            .await
    }

    /// Sets the password of a user in the guest; `encrypted` when it is already.
    pub async fn set_user_password(&self, user: &str, password: &str, encrypted: bool) -> Result<()> {
        let agent = &self.connection.drivers().guest_agent;
        agent
            .domain_set_user_password(&self.dom, Some(user), Some(password), u32::from(encrypted))
            .await
    }

    /// What the agent tells about the guest; an empty set asks for all.
    pub async fn guest_info(&self, kinds: DomainGuestInfoTypes) -> Result<Vec<TypedParam>> {
        self.connection
            .drivers()
            .guest_agent
            .domain_get_guest_info(&self.dom, kinds.bits(), 0)
            .await
    }
}
