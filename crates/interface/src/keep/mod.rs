//! Definitions for the next boot, as files of the tool that configures this host's network. Only files of
//! ours, known by their names, are written or removed, each as a whole.

mod ifupdown;
mod networkd;
mod networkmanager;

use crate::error::{InterfaceError, Result};
use crate::plan::Plan;
use ferrovirt_host::files;
use ferrovirt_host::process::Command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

const RELOAD_LIMIT: Duration = Duration::from_secs(30);
/// A file of ours is a few lines.
const FILE_MAX: usize = 1 << 20;

/// What configures the host's network when it boots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Debian's `ifup` and `/etc/network/interfaces`.
    Ifupdown,
    /// systemd's.
    Networkd,
    /// The desktop's, and many servers'.
    NetworkManager,
    /// None is known: the daemon starts what is defined itself.
    Daemon,
}

impl Tool {
    /// The tool in charge of the host whose files are below `root`.
    pub fn detect(root: &Path) -> Self {
        let has = |path: &str| root.join(path).exists();
        if has("run/systemd/netif/links") {
            Tool::Networkd
        } else if has("run/NetworkManager") {
            Tool::NetworkManager
        } else if has("etc/network") && (has("usr/sbin/ifup") || has("sbin/ifup")) {
            Tool::Ifupdown
        } else {
            Tool::Daemon
        }
    }

    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Ifupdown => "ifupdown",
            Tool::Networkd => "systemd-networkd",
            Tool::NetworkManager => "NetworkManager",
            Tool::Daemon => "the daemon itself",
        }
    }

    /// Folder of its files, what ours begin with there, and who may read them.
    fn place(self) -> Option<(&'static str, &'static str, u32)> {
        match self {
            Tool::Ifupdown => Some((ifupdown::FOLDER, ifupdown::PREFIX, 0o644)),
            Tool::Networkd => Some((networkd::FOLDER, networkd::PREFIX, 0o644)),
            Tool::NetworkManager => Some((networkmanager::FOLDER, networkmanager::PREFIX, 0o600)),
            Tool::Daemon => None,
        }
    }

    /// The files that say what is defined: name and content. A pure function.
    pub fn files(self, plans: &[Plan]) -> BTreeMap<String, String> {
        match self {
            Tool::Ifupdown => ifupdown::files(plans),
            Tool::Networkd => networkd::files(plans),
            Tool::NetworkManager => networkmanager::files(plans),
            Tool::Daemon => BTreeMap::new(),
        }
    }

    /// What starts and stops an interface that asks a server for its address.
    pub(crate) fn client(self, name: &str, up: bool) -> Option<Command> {
        let words: &[&str] = match (self, up) {
            (Tool::Ifupdown, true) => &["ifup", "--force"],
            (Tool::Ifupdown, false) => &["ifdown", "--force"],
            (Tool::Networkd, true) => &["networkctl", "up"],
            (Tool::Networkd, false) => &["networkctl", "down"],
            (Tool::NetworkManager, true) => &["nmcli", "device", "connect"],
            (Tool::NetworkManager, false) => &["nmcli", "device", "disconnect"],
            (Tool::Daemon, _) => return None,
        };
        let command = Command::new(words[0]).args(&words[1..]).arg(name);
        Some(command.timeout(RELOAD_LIMIT))
    }
}

/// The tool of a host, and where its files are.
#[derive(Debug, Clone)]
pub(crate) struct Keeper {
    pub(crate) tool: Tool,
    root: PathBuf,
}

impl Keeper {
    /// For the host whose files are below `root`; `None` leaves the host's files alone.
    pub(crate) fn new(root: Option<&Path>) -> Self {
        Self {
            tool: root.map_or(Tool::Daemon, Tool::detect),
            root: root.unwrap_or(Path::new("/")).to_owned(),
        }
    }

    /// Makes our files say what is defined, no more and no less. Blocks.
    pub(crate) fn sync(&self, plans: &[Plan]) -> Result<()> {
        let Some((folder, prefix, mode)) = self.tool.place() else {
            return Ok(());
        };
        if self.tool == Tool::Ifupdown {
            self.require_sourced(folder)?;
        }
        let folder = self.root.join(folder);
        files::create_dirs(&folder, 0o755)?;
        let wanted = self.tool.files(plans);
        for (name, content) in &wanted {
            let path = folder.join(name);
            if files::read_text(&path, FILE_MAX).is_ok_and(|found| found == *content) {
                continue;
            }
            files::write_durable(&path, content.as_bytes(), mode)?;
        }
        let there = std::fs::read_dir(&folder).into_iter().flatten();
        for name in there.filter_map(|entry| entry.ok()?.file_name().into_string().ok()) {
            if name.starts_with(prefix) && !wanted.contains_key(&name) {
                files::remove_durable(&folder.join(name))?;
            }
        }
        Ok(())
    }

    /// ifupdown reads further files only when its main one says so.
    fn require_sourced(&self, folder: &str) -> Result<()> {
        let main = self.root.join("etc/network/interfaces");
        let text = files::read_text(&main, FILE_MAX).unwrap_or_default();
        let sourced = text.lines().map(str::trim).any(|line| {
            (line.starts_with("source ") || line.starts_with("source-directory "))
                && line.contains("interfaces.d")
        });
        if sourced {
            return Ok(());
        }
        Err(InterfaceError::Unsupported(format!(
            "{} does not read the folder /{folder}: add the line `source /{folder}/*` to it",
            main.display()
        )))
    }

    /// Has the tool read its files again.
    pub(crate) async fn reload(&self) -> Result<()> {
        let words: &[&str] = match self.tool {
            Tool::Networkd => &["networkctl", "reload"],
            Tool::NetworkManager => &["nmcli", "connection", "reload"],
            Tool::Ifupdown | Tool::Daemon => return Ok(()),
        };
        let command = Command::new(words[0]).args(&words[1..]);
        command.timeout(RELOAD_LIMIT).run().await?;
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sample() -> Vec<Plan> {
        [
            "<interface type='ethernet' name='eth9'><start mode='onboot'/><protocol family='ipv4'><dhcp/></protocol>\
             </interface>",
            "<interface type='bridge' name='br0'><start mode='onboot'/><mtu size='1400'/><protocol family='ipv4'>\
             <ip address='192.0.2.1' prefix='24'/><route gateway='192.0.2.254'/></protocol><protocol family='ipv6'>\
             <ip address='2001:db8::1' prefix='64'/></protocol><bridge stp='on' delay='2'>\
             <interface type='ethernet' name='eth0'/></bridge></interface>",
            "<interface type='bond' name='bond0'><bond mode='active-backup'><miimon freq='100' updelay='200'/>\
             <interface type='ethernet' name='eth1'/><interface type='ethernet' name='eth2'/></bond></interface>",
            "<interface type='vlan' name='eth9.5'><protocol family='ipv6'><autoconf/></protocol><vlan tag='5'>\
             <interface name='eth9'/></vlan></interface>",
        ]
        .iter()
        .map(|xml| Plan::parse(xml).unwrap())
        .collect()
    }

    #[test]
    fn only_our_files_are_touched() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        std::fs::create_dir_all(root.join("etc/network/interfaces.d")).unwrap();
        std::fs::create_dir_all(root.join("usr/sbin")).unwrap();
        std::fs::write(root.join("usr/sbin/ifup"), "").unwrap();
        let theirs = root.join("etc/network/interfaces.d/mine");
        std::fs::write(&theirs, "# mine\n").unwrap();
        let keeper = Keeper::new(Some(root));
        assert_eq!(keeper.tool, Tool::Ifupdown);
        let error = keeper.sync(&sample()).unwrap_err();
        assert!(error.to_string().contains("add the line"), "{error}");
        std::fs::write(
            root.join("etc/network/interfaces"),
            "source /etc/network/interfaces.d/*\n",
        )
        .unwrap();
        keeper.sync(&sample()).unwrap();
        let ours = root.join("etc/network/interfaces.d/ferrovirt-eth9_5");
        assert!(ours.exists());
        keeper.sync(&[]).unwrap();
        assert!(!ours.exists() && theirs.exists());
    }

    #[test]
    fn the_tool_in_charge_is_found() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Tool::detect(dir.path()), Tool::Daemon);
        std::fs::create_dir_all(dir.path().join("run/NetworkManager")).unwrap();
        assert_eq!(Tool::detect(dir.path()), Tool::NetworkManager);
        std::fs::create_dir_all(dir.path().join("run/systemd/netif/links")).unwrap();
        assert_eq!(Tool::detect(dir.path()), Tool::Networkd);
    }
}
