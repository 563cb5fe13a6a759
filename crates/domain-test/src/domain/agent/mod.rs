//! The agent inside the guest, which is always there and obliging.

mod inside;

use crate::TestDriver;
use crate::bitmap;
use crate::domain::{Guest, News, Phase, devices, follow, tuning};
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use ferrovirt_driver::GuestAgent;
use ferrovirt_protocol::remote;
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::chardev::{ChannelState, ChannelTarget};
use ferrovirt_schema::domain::devices::disk::DiskDevice;
use ferrovirt_types::consts::{
    ConnectDomainEventAgentLifecycleReason, ConnectDomainEventAgentLifecycleState,
    DomainAuthorizedSshKeysSetFlags, DomainGuestInfoTypes, ErrorDomain, ErrorNumber,
};
use ferrovirt_types::event::DomainEvent;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::{Error, Result as ApiResult};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

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
        if !matches!(found.state.phase, Phase::Running(_)) {
            return Err(TestError::InvalidState("domain is not running".into()).into());
        }
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
        let now = i64::try_from(self.world.clock.now().as_secs()).unwrap_or(i64::MAX);
        let full = self.full;
        Ok(self.world.change_guest(dom, |guest, news, me| {
            guest.running()?;
            guest.clock = (seconds, nseconds);
            if full {
                let offset = seconds.saturating_sub(now);
                news.push((me, DomainEvent::RtcChange { offset }));
            }
            Ok(())
        })?)
    }

    async fn domain_get_fsinfo(&self, dom: &DomainRef, flags: u32) -> ApiResult<remote::DomainGetFsinfoRet> {
        check_flags(flags, 0, "virDomainGetFSInfo")?;
        let found = self.world.guest(dom)?;
        // The file systems are on the first hard disk, if there is one.
        let disks = devices::disks(found.state.running()?);
        let disk = disks.iter().find(|disk| disk.device == DiskDevice::Disk);
        let info = disk.map(|disk| {
            let dev = &disk.target.dev;
            let on = |(at, (mountpoint, _)): (usize, (&str, &str))| remote::DomainFsinfo {
                mountpoint: mountpoint.into(),
                name: format!("{dev}{}", at + 1),
                fstype: "ext4".into(),
                dev_aliases: vec![dev.clone()],
            };
            FILE_SYSTEMS.into_iter().enumerate().map(on).collect::<Vec<_>>()
        });
        let info = info.unwrap_or_default();
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

    async fn domain_get_guest_vcpus(&self, dom: &DomainRef, flags: u32) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, 0, "virDomainGetGuestVcpus")?;
        let found = self.world.guest(dom)?;
        let all = counted(found.state.running()?);
        let online: BTreeSet<u32> = all.difference(&found.state.extra.offline).copied().collect();
        let offlinable: BTreeSet<u32> = all.iter().copied().filter(|n| *n > 0).collect();
        Ok(vec![
            TypedParam::new("vcpus", bitmap::print(&all)),
            TypedParam::new("online", bitmap::print(&online)),
            TypedParam::new("offlinable", bitmap::print(&offlinable)),
        ])
    }

    async fn domain_set_guest_vcpus(
        &self,
        dom: &DomainRef,
        cpumap: &str,
        state: i32,
        flags: u32,
    ) -> ApiResult<()> {
        check_flags(flags, 0, "virDomainSetGuestVcpus")?;
        let wanted = bitmap::parse(cpumap)?;
        if !matches!(state, 0 | 1) {
            return Err(TestError::InvalidArgument("unsupported state value".into()).into());
        }
        Ok(self.world.change_guest(dom, |guest, _, _| {
            let all = counted(guest.running()?);
            for n in wanted {
                if !all.contains(&n) {
                    let why = format!("requested vcpu '{n}' is not present in the guest");
                    return Err(TestError::InvalidArgument(why));
                }
                if state == 1 {
                    guest.extra.offline.remove(&n);
                } else if n == 0 {
                    return Err(TestError::InvalidArgument(
                        "vcpu '0' cannot be put offline".into(),
                    ));
                } else {
                    guest.extra.offline.insert(n);
                }
            }
            Ok(())
        })?)
    }

    async fn domain_get_guest_info(
        &self,
        dom: &DomainRef,
        types: u32,
        flags: u32,
    ) -> ApiResult<Vec<TypedParam>> {
        check_flags(flags, 0, "virDomainGetGuestInfo")?;
        let found = self.world.guest(dom)?;
        let doc = found.state.running()?;
        let known = DomainGuestInfoTypes::all().bits();
        if types & !known != 0 {
            let why = format!("unsupported guest information types 0x{:x}", types & !known);
            return Err(TestError::ArgumentUnsupported(why).into());
        }
        let types = DomainGuestInfoTypes::from_bits_truncate(if types == 0 { known } else { types });
        let addresses = self.world.addresses(doc, found.state.id);
        let booted = self
            .world
            .clock
            .now()
            .saturating_sub(found.state.ran(self.world.clock.now()));
        Ok(inside::info(&found.name, doc, types, &addresses, booted))
    }

    async fn domain_agent_set_response_timeout(
        &self,
        dom: &DomainRef,
        timeout: i32,
        flags: u32,
    ) -> ApiResult<i32> {
        check_flags(flags, 0, "virDomainAgentSetResponseTimeout")?;
        self.world.guest(dom)?.state.running()?;
        if timeout < -2 {
            let why = format!("guest agent timeout '{timeout}' is less than the minimum '-2'");
            return Err(TestError::InvalidArgument(why).into());
        }
        // The agent answers at once, so there is nothing to wait for.
        Ok(0)
    }

    async fn domain_authorized_ssh_keys_get(
        &self,
        dom: &DomainRef,
        user: &str,
        flags: u32,
    ) -> ApiResult<Vec<String>> {
        check_flags(flags, 0, "virDomainAuthorizedSSHKeysGet")?;
        let found = self.world.guest(dom)?;
        found.state.running()?;
        Ok(found.state.extra.keys.get(user).cloned().unwrap_or_default())
    }

    async fn domain_authorized_ssh_keys_set(
        &self,
        dom: &DomainRef,
        user: &str,
        keys: &[String],
        flags: u32,
    ) -> ApiResult<()> {
        use DomainAuthorizedSshKeysSetFlags as Set;
        check_flags(flags, Set::all().bits(), "virDomainAuthorizedSSHKeysSet")?;
        let flags = Set::from_bits_truncate(flags);
        if flags.contains(Set::APPEND | Set::REMOVE) || flags.contains(Set::REMOVE) && keys.is_empty() {
            return Err(TestError::InvalidArgument("keys are added or removed, and named".into()).into());
        }
        Ok(self.world.change_guest(dom, |guest, _, _| {
            guest.running()?;
            let all = &mut guest.extra.keys;
            if !all.contains_key(user) && all.len() >= MOST_USERS {
                return Err(TestError::InvalidArgument(format!(
                    "{MOST_USERS} users have keys already"
                )));
            }
            let known = all.entry(user.to_owned()).or_default();
            if flags.contains(Set::REMOVE) {
                known.retain(|key| !keys.contains(key));
            } else {
                if !flags.contains(Set::APPEND) {
                    known.clear();
                }
                let more = keys
                    .iter()
                    .filter(|key| !known.contains(key))
                    .cloned()
                    .collect::<Vec<_>>();
                known.extend(more);
                known.truncate(MOST_KEYS);
            }
            Ok(())
        })?)
    }
}

/// Users of a guest that have keys, and keys of each.
const MOST_USERS: usize = 1000;
const MOST_KEYS: usize = 2048;

/// Processors that the guest sees.
fn counted(doc: &Domain) -> BTreeSet<u32> {
    (0..tuning::online(doc).min(tuning::MOST_COUNTED)).collect()
}

/// The agent of a guest that starts comes, where there is a channel for it.
pub(super) fn comes(guest: &mut Guest, news: &mut News, me: &DomainRef) {
    let Some(live) = guest.live.as_mut() else { return };
    let Some(devices) = Arc::make_mut(live).devices.as_mut() else {
        return;
    };
    for channel in &mut devices.channels {
        if let Some(ChannelTarget::Virtio(target)) = &mut channel.target {
            target.state = Some(ChannelState::Connected);
            let name = target.name.clone().unwrap_or_default();
            if name == AGENT {
                let event = DomainEvent::AgentLifecycle {
                    state: ConnectDomainEventAgentLifecycleState::Connected.raw(),
                    reason: ConnectDomainEventAgentLifecycleReason::DomainStarted.raw(),
                };
                news.push((me.clone(), event));
            }
            let event = DomainEvent::ChannelLifecycle {
                channel: name,
                state: ConnectDomainEventAgentLifecycleState::Connected.raw(),
                reason: ConnectDomainEventAgentLifecycleReason::DomainStarted.raw(),
            };
            news.push((me.clone(), event));
        }
    }
}

/// Name of the channel of an agent.
const AGENT: &str = "org.qemu.guest_agent.0";

impl TestDriver {
    /// What the agent answers to a command.
    pub(crate) fn ask_agent(&self, dom: &DomainRef, name: &str, arguments: &Value) -> Result<Value> {
        let found = self.world.guest(dom)?;
        let doc = found.state.running()?;
        let now = self.world.clock.now();
        Ok(match name {
            "guest-ping" => json!({}),
            "guest-sync" | "guest-sync-delimited" => arguments["id"].clone(),
            "guest-info" => {
                let command =
                    |name: &&str| json!({ "name": name, "enabled": true, "success-response": true });
                let commands: Vec<Value> = COMMANDS.iter().map(command).collect();
                json!({ "version": "7.2.0", "supported_commands": commands })
            }
            "guest-get-time" => json!(u64::try_from(now.as_nanos()).unwrap_or(u64::MAX)),
            "guest-get-host-name" => json!({ "host-name": inside::hostname(&found.name) }),
            "guest-get-osinfo" => inside::os().into_iter().collect::<serde_json::Map<_, _>>().into(),
            "guest-get-vcpus" => {
                let offline = &found.state.extra.offline;
                let one = |n: u32| json!({ "logical-id": n, "online": !offline.contains(&n), "can-offline": n > 0 });
                counted(doc).into_iter().map(one).collect()
            }
            "guest-network-get-interfaces" => {
                let one = |i: &remote::DomainInterface| {
                    let address = |a: &remote::DomainIpAddr| {
                        let kind = if a.kind == 0 { "ipv4" } else { "ipv6" };
                        json!({ "ip-address": a.addr, "ip-address-type": kind, "prefix": a.prefix })
                    };
                    let addresses: Vec<Value> = i.addrs.iter().map(address).collect();
                    json!({ "name": i.name, "hardware-address": i.hwaddr, "ip-addresses": addresses })
                };
                self.world
                    .addresses(doc, found.state.id)
                    .iter()
                    .map(one)
                    .collect()
            }
            "guest-shutdown" => {
                let reboot = arguments["mode"].as_str() == Some("reboot");
                self.world.change_guest(dom, |guest, news, me| {
                    if reboot {
                        news.push((me.clone(), DomainEvent::Reboot));
                        follow::reboot(guest, news, me);
                    } else {
                        follow::poweroff(guest, news, me);
                    }
                    Ok(())
                })?;
                json!({})
            }
            _ => {
                return Err(TestError::Api(Error::new(
                    ErrorNumber::AgentCommandFailed,
                    ErrorDomain::Test,
                    format!("the command {name} has not been found"),
                )));
            }
        })
    }
}

/// Commands of the agent.
const COMMANDS: [&str; 10] = [
    "guest-ping",
    "guest-sync",
    "guest-sync-delimited",
    "guest-info",
    "guest-get-time",
    "guest-get-host-name",
    "guest-get-osinfo",
    "guest-get-vcpus",
    "guest-network-get-interfaces",
    "guest-shutdown",
];

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
