//! What the administrator can choose.

use crate::process::UserChoice;
use ferrovirt_host::paths::Places;

/// Settings of the driver.
#[derive(Debug, Clone)]
pub struct QemuConfig {
    /// Where files live.
    pub places: Places,
    /// Who guests run as.
    pub user: UserChoice,
    /// Whether files are opened up for that user while a guest has them.
    pub dynamic_ownership: bool,
    /// Address that VNC servers listen on unless the document says.
    pub vnc_listen: String,
    /// First and last port for VNC servers without a port of their own.
    pub vnc_ports: (u16, u16),
    /// Whether QEMU's system calls are confined.
    pub sandbox: bool,
    /// Controllers of control groups that are used, by libvirt's names; none is all that there are, an empty list is
    /// no control groups.
    pub cgroup_controllers: Option<Vec<String>>,
    /// URI of the connection that drives it.
    pub uri: String,
}

impl QemuConfig {
    /// The defaults at these places.
    pub fn new(places: Places) -> Self {
        QemuConfig {
            places,
            user: UserChoice::default(),
            dynamic_ownership: true,
            vnc_listen: "127.0.0.1".to_owned(),
            vnc_ports: (5900, 65535),
            sandbox: true,
            cgroup_controllers: None,
            // As with libvirt, a daemon of an ordinary user is that user's session.
            uri: if nix::unistd::geteuid().is_root() {
                "qemu:///system".to_owned()
            } else {
                "qemu:///session".to_owned()
            },
        }
    }

    /// These settings where `newer` cannot take their place in a running driver, `newer`'s in all else.
    /// Names what would need a new start.
    pub(crate) fn renewed(&self, newer: QemuConfig) -> (Self, Vec<&'static str>) {
        let mut fixed = Vec::new();
        if self.user != newer.user {
            fixed.push("user and group");
        }
        if self.places != newer.places {
            fixed.push("places of files");
        }
        if self.cgroup_controllers != newer.cgroup_controllers {
            fixed.push("controllers of control groups");
        }
        let renewed = QemuConfig {
            places: self.places.clone(),
            user: self.user.clone(),
            uri: self.uri.clone(),
            cgroup_controllers: self.cgroup_controllers.clone(),
            ..newer
        };
        (renewed, fixed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn who_guests_run_as_stays_until_the_next_start() {
        let places = Places::under_root(Path::new("/r"));
        let old = QemuConfig::new(places.clone());
        let newer = QemuConfig {
            user: UserChoice::Same,
            vnc_listen: "0.0.0.0".to_owned(),
            ..QemuConfig::new(places)
        };
        let (renewed, fixed) = old.renewed(newer);
        assert_eq!(renewed.user, old.user);
        assert_eq!(renewed.vnc_listen, "0.0.0.0");
        assert_eq!(fixed, ["user and group"]);
    }
}
