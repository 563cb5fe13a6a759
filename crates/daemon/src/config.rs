//! Settings of the daemon, in the form and with the names of `libvirtd.conf`.

use crate::conf::{self, ConfError, Value};
use ferrovirt_host::paths::Places;
use ferrovirt_registry::{QemuConfig, UserChoice};
use std::path::{Path, PathBuf};

/// Settings. Those of `libvirtd.conf` that are not here are accepted and ignored with a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Directory of the sockets; by default the run directory.
    pub unix_sock_dir: Option<PathBuf>,
    /// Group of the writable socket.
    pub unix_sock_group: Option<String>,
    /// Mode of the writable socket.
    pub unix_sock_rw_perms: u32,
    /// Mode of the read-only socket.
    pub unix_sock_ro_perms: u32,
    /// Connections at once.
    pub max_clients: usize,
    /// Calls of one connection at once.
    pub max_client_requests: usize,
    /// Seconds of silence before a client is asked whether it lives; 0 or less: never.
    pub keepalive_interval: i64,
    /// Questions without answer before it counts as gone.
    pub keepalive_count: u32,
    /// Threads that serve connections; 0: as many as processors, at most 4.
    pub io_threads: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            unix_sock_dir: None,
            unix_sock_group: None,
            unix_sock_rw_perms: 0o770,
            unix_sock_ro_perms: 0o777,
            max_clients: 5000,
            max_client_requests: 64,
            keepalive_interval: 5,
            keepalive_count: 5,
            io_threads: 0,
        }
    }
}

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or a known setting has a value that it cannot have.
    pub fn read(path: &Path) -> Result<Self, ConfError> {
        let mut config = Self::default();
        conf::read(path, |name, value| config.set(name, value))?;
        Ok(config)
    }

    fn set(&mut self, name: &str, value: Value) -> Result<(), &'static str> {
        match name {
            "unix_sock_dir" => self.unix_sock_dir = Some(value.text()?.into()),
            "unix_sock_group" => self.unix_sock_group = Some(value.text()?),
            "unix_sock_rw_perms" => self.unix_sock_rw_perms = value.mode()?,
            "unix_sock_ro_perms" => self.unix_sock_ro_perms = value.mode()?,
            "max_clients" => self.max_clients = value.count()?,
            "max_client_requests" => self.max_client_requests = value.count()?,
            "keepalive_interval" => self.keepalive_interval = value.number()?,
            "keepalive_count" => {
                self.keepalive_count = u32::try_from(value.number()?).map_err(|_| "0 or more")?
            }
            "io_threads" => self.io_threads = usize::try_from(value.number()?).map_err(|_| "0 or more")?,
            _ => tracing::warn!("setting {name} is not known here and has no effect"),
        }
        Ok(())
    }
}

/// Settings of the QEMU driver, from `qemu.conf` in the configuration directory where there is one.
///
/// # Errors
/// As [`Config::read`].
pub fn qemu(places: Places) -> Result<QemuConfig, ConfError> {
    let path = places.etc.join("qemu.conf");
    let mut config = QemuConfig::new(places);
    if path.exists() {
        conf::read(&path, |name, value| set_qemu(&mut config, name, value))?;
    }
    Ok(config)
}

fn set_qemu(config: &mut QemuConfig, name: &str, value: Value) -> Result<(), &'static str> {
    match name {
        "user" => {
            config.user = UserChoice::Named {
                user: value.text()?,
                group: group_of(&config.user),
            }
        }
        "group" => {
            let user = match &config.user {
                UserChoice::Named { user, .. } => user.clone(),
                UserChoice::Auto | UserChoice::Same => return Err("behind the setting `user`"),
            };
            config.user = UserChoice::Named {
                user,
                group: Some(value.text()?),
            };
        }
        "vnc_listen" => config.vnc_listen = value.text()?,
        "remote_display_port_min" => config.vnc_ports.0 = port(&value)?,
        "remote_display_port_max" => config.vnc_ports.1 = port(&value)?,
        "seccomp_sandbox" => config.sandbox = value.number()? != 0,
        _ => tracing::warn!("setting {name} of qemu.conf is not known here and has no effect"),
    }
    Ok(())
}

fn group_of(choice: &UserChoice) -> Option<String> {
    match choice {
        UserChoice::Named { group, .. } => group.clone(),
        UserChoice::Auto | UserChoice::Same => None,
    }
}

fn port(value: &Value) -> Result<u16, &'static str> {
    let expected = "a port from 5900 to 65535";
    u16::try_from(value.number().map_err(|_| expected)?)
        .ok()
        .filter(|p| *p >= 5900)
        .ok_or(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_libvirtd_conf() {
        let text = "# comment\nmax_clients = 7\nunix_sock_rw_perms = \"0700\" # mine\nkeepalive_interval = -1\n\
                    sasl_allowed_username_list = [\n \"a\",\n]\nunix_sock_dir=\"/tmp/x\"\n";
        let mut c = Config::default();
        conf::parse(text, Path::new("f"), |n, v| c.set(n, v)).unwrap();
        assert_eq!(
            (c.max_clients, c.unix_sock_rw_perms, c.keepalive_interval),
            (7, 0o700, -1)
        );
        assert_eq!(c.unix_sock_dir.as_deref(), Some(Path::new("/tmp/x")));
    }

    #[test]
    fn bad_values_name_line_and_remedy() {
        for (text, part) in [
            ("max_clients = 0", "f:1: max_clients must be a number from 1"),
            (
                "\nunix_sock_ro_perms = \"9\"",
                "f:2: unix_sock_ro_perms must be an octal mode",
            ),
            ("word", "f:1: expected"),
        ] {
            let mut c = Config::default();
            let e = conf::parse(text, Path::new("f"), |n, v| c.set(n, v))
                .unwrap_err()
                .to_string();
            assert!(e.contains(part), "{e}");
        }
    }
}
