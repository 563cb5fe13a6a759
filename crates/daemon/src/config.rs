//! Settings of the daemon, in the form and with the names of `libvirtd.conf`.

use crate::conf::{self, ConfError, Value};
use crate::logging::{LogError, Priority, Rules};
use crate::tls::TlsConfig;
use ferrovirt_host::paths::Places;
use ferrovirt_registry::{QemuConfig, UserChoice};
use std::path::{Path, PathBuf};

/// Settings. Those of `libvirtd.conf` that are not here are accepted and ignored with a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Directory of the sockets; by default the run directory.
    pub unix_sock_dir: Option<PathBuf>,
    /// Group of the writable and the read-only socket.
    pub unix_sock_group: Option<String>,
    /// Mode of the writable socket.
    pub unix_sock_rw_perms: u32,
    /// Mode of the read-only socket.
    pub unix_sock_ro_perms: u32,
    /// Mode of the admin socket.
    pub unix_sock_admin_perms: u32,
    /// Whether to listen on TCP when the command line says `--listen`.
    pub listen_tcp: bool,
    /// Port for TCP.
    pub tcp_port: u16,
    /// Address for TCP and TLS; all of them by default.
    pub listen_addr: Option<String>,
    /// Who may come in over TCP.
    pub auth_tcp: Auth,
    /// TLS.
    pub tls: TlsConfig,
    /// Limits of the server that manages guests.
    pub main: ServiceConfig,
    /// Limits of the admin server.
    pub admin: ServiceConfig,
    /// Least level of messages without a filter, from 1 (debug) to 4 (error).
    pub log_level: Option<i64>,
    /// Filters of messages, with spaces between them.
    pub log_filters: String,
    /// Where messages go, with spaces between them.
    pub log_outputs: String,
    /// Threads that serve connections; 0: as many as processors, at most 4.
    pub io_threads: usize,
}

/// Limits of one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceConfig {
    /// Connections at once.
    pub max_clients: u32,
    /// Connections at once that have not said who they are.
    pub max_anonymous_clients: u32,
    /// Calls of one connection at once.
    pub max_client_requests: usize,
    /// Seconds of silence before a client is asked whether it lives; 0 or less: never.
    pub keepalive_interval: i64,
    /// Questions without answer before it counts as gone.
    pub keepalive_count: u32,
    /// Shape of the pool of workers.
    pub workers: Pool,
}

/// Shape of libvirt's pool of workers. Calls are no threads here: only the most that may be at work means something,
/// the rest is kept and shown for tools that set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// Threads that are kept.
    pub min: u32,
    /// Calls that may be at work at the same time; nobody said: as many as come.
    pub max: Option<u32>,
    /// Threads for calls that never wait, which need none here.
    pub priority: u32,
}

impl Pool {
    /// The most that is shown where nobody set it: libvirt's own figure.
    pub const SHOWN: u32 = 20;
}

/// How a client shows who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Auth {
    /// Not at all: reaching the socket is enough.
    None,
    /// Nothing was chosen.
    #[default]
    Unset,
}

/// Port for TCP that clients try.
const TCP_PORT: u16 = 16509;

impl Default for Config {
    fn default() -> Self {
        Self {
            unix_sock_dir: None,
            unix_sock_group: None,
            unix_sock_rw_perms: 0o770,
            unix_sock_ro_perms: 0o777,
            unix_sock_admin_perms: 0o700,
            listen_tcp: false,
            tcp_port: TCP_PORT,
            listen_addr: None,
            auth_tcp: Auth::Unset,
            tls: TlsConfig::default(),
            main: ServiceConfig {
                max_clients: 5000,
                max_anonymous_clients: 20,
                max_client_requests: 64,
                keepalive_interval: 5,
                keepalive_count: 5,
                workers: Pool {
                    min: 5,
                    max: None,
                    priority: 5,
                },
            },
            admin: ServiceConfig {
                max_clients: 5000,
                max_anonymous_clients: 0,
                max_client_requests: 5,
                keepalive_interval: 5,
                keepalive_count: 5,
                workers: Pool {
                    min: 5,
                    max: None,
                    priority: 0,
                },
            },
            log_level: None,
            log_filters: String::new(),
            log_outputs: String::new(),
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

    /// These settings where a running daemon cannot take `newer`'s, and `newer`'s in all else. Names what
    /// differs and needs a new start.
    pub fn renewed(&self, newer: Config) -> (Self, Vec<&'static str>) {
        let mut fixed = Vec::new();
        let mut note = |differs: bool, name| fixed.extend(differs.then_some(name));
        note(self.unix_sock_dir != newer.unix_sock_dir, "unix_sock_dir");
        note(self.unix_sock_group != newer.unix_sock_group, "unix_sock_group");
        let modes = |c: &Config| {
            (
                c.unix_sock_rw_perms,
                c.unix_sock_ro_perms,
                c.unix_sock_admin_perms,
            )
        };
        note(modes(self) != modes(&newer), "unix_sock_*_perms");
        let tcp = |c: &Config| (c.listen_tcp, c.tcp_port, c.listen_addr.clone(), c.auth_tcp);
        note(tcp(self) != tcp(&newer), "listening on TCP");
        let tls = |c: &Config| (c.tls.listen, c.tls.port, c.listen_addr.clone());
        note(tls(self) != tls(&newer), "listening with TLS");
        note(self.io_threads != newer.io_threads, "io_threads");
        let renewed = Config {
            main: newer.main,
            admin: newer.admin,
            log_level: newer.log_level,
            log_filters: newer.log_filters,
            log_outputs: newer.log_outputs,
            ..self.clone()
        };
        (renewed, fixed)
    }

    /// What is logged, and where; `verbose` is the command line's wish for more.
    ///
    /// # Errors
    /// When a filter or an output cannot be understood, or an output cannot be opened.
    pub fn log_rules(&self, verbose: bool) -> Result<Rules, LogError> {
        let mut rules = Rules::default();
        if let Some(priority) = self.log_level.and_then(Priority::from_number) {
            rules.priority = priority;
        }
        if verbose {
            rules.priority = Priority::Debug;
        }
        rules.filters = Rules::parse_filters(&self.log_filters)?;
        if !self.log_outputs.trim().is_empty() {
            rules.outputs = Rules::parse_outputs(&self.log_outputs)?;
        }
        Ok(rules)
    }

    fn set(&mut self, name: &str, value: Value) -> Result<(), &'static str> {
        if let Some(rest) = name.strip_prefix("admin_") {
            return match rest {
                "min_workers"
                | "max_workers"
                | "max_clients"
                | "max_queued_clients"
                | "max_client_requests"
                | "keepalive_interval"
                | "keepalive_count" => self.admin.set(rest, &value),
                _ => unknown(name),
            };
        }
        match name {
            "unix_sock_dir" => self.unix_sock_dir = Some(value.text()?.into()),
            "unix_sock_group" => self.unix_sock_group = Some(value.text()?),
            "unix_sock_rw_perms" => self.unix_sock_rw_perms = value.mode()?,
            "unix_sock_ro_perms" => self.unix_sock_ro_perms = value.mode()?,
            "unix_sock_admin_perms" => self.unix_sock_admin_perms = value.mode()?,
            "listen_tcp" => self.listen_tcp = value.number()? != 0,
            "tcp_port" => {
                let expected = "a port as a \"text\", such as \"16509\"";
                self.tcp_port = value.text()?.parse().map_err(|_| expected)?;
            }
            "listen_addr" => self.listen_addr = Some(value.text()?),
            "auth_unix_ro" | "auth_unix_rw" => {
                if value.text()? != "none" {
                    return Err("\"none\": who comes in is decided by the mode and group of the socket");
                }
            }
            "auth_tcp" => {
                if value.text()? != "none" {
                    return Err("\"none\": no other way to show who one is is served over TCP");
                }
                self.auth_tcp = Auth::None;
            }
            "log_level" => {
                let number = value.number()?;
                Priority::from_number(number).ok_or("from 1 (debug) to 4 (error)")?;
                self.log_level = Some(number);
            }
            "log_filters" => {
                self.log_filters = value.text()?;
                Rules::parse_filters(&self.log_filters)
                    .map_err(|_| "words of the form LEVEL:TEXT with a level from 1 to 4")?;
            }
            "log_outputs" => self.log_outputs = value.text()?,
            "io_threads" => self.io_threads = usize::try_from(value.number()?).map_err(|_| "0 or more")?,
            _ => {
                let tls = self.tls.set(name, &value);
                return tls.unwrap_or_else(|| self.main.set(name, &value));
            }
        }
        Ok(())
    }
}

impl ServiceConfig {
    fn set(&mut self, name: &str, value: &Value) -> Result<(), &'static str> {
        let count = || u32::try_from(value.count()?).map_err(|_| "a number that 32 bits hold");
        match name {
            "max_clients" => self.max_clients = count()?,
            "max_anonymous_clients" => {
                let count = u32::try_from(value.number()?);
                self.max_anonymous_clients = count.map_err(|_| "a number, 0 for no limit")?;
            }
            // Clients wait nowhere: they are served or refused.
            "max_queued_clients" => {
                value.number()?;
            }
            "max_client_requests" => self.max_client_requests = value.count()?,
            "min_workers" => self.workers.min = count()?,
            "max_workers" => self.workers.max = Some(count()?),
            "prio_workers" => self.workers.priority = count()?,
            "keepalive_interval" => self.keepalive_interval = value.number()?,
            "keepalive_count" => {
                self.keepalive_count = u32::try_from(value.number()?).map_err(|_| "0 or more")?
            }
            _ => return unknown(name),
        }
        Ok(())
    }
}

fn unknown(name: &str) -> Result<(), &'static str> {
    tracing::warn!("setting {name} is not known here and has no effect");
    Ok(())
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
        "dynamic_ownership" => config.dynamic_ownership = value.number()? != 0,
        "vnc_listen" => config.vnc_listen = value.text()?,
        "remote_display_port_min" => config.vnc_ports.0 = port(&value)?,
        "remote_display_port_max" => config.vnc_ports.1 = port(&value)?,
        "cgroup_controllers" => config.cgroup_controllers = Some(value.texts()?),
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
            (
                c.main.max_clients,
                c.unix_sock_rw_perms,
                c.main.keepalive_interval
            ),
            (7, 0o700, -1)
        );
        assert_eq!(c.unix_sock_dir.as_deref(), Some(Path::new("/tmp/x")));
    }

    #[test]
    fn lists_may_go_over_lines() {
        let read = |text: &str| {
            let mut lists = Vec::new();
            let set = |_: &str, value: Value| {
                lists.push(value.texts()?);
                Ok(())
            };
            conf::parse(text, Path::new("f"), set).map(|()| lists)
        };
        let text =
            "a = [] # none\nb = [\"C=GB,O=[x],CN=*\", \"2\"]\nc = [ # begins\n\"1\",\n# no\n \"#2\" ,\n]\n";
        let lists = read(text).unwrap();
        assert_eq!(lists, [vec![], vec!["C=GB,O=[x],CN=*", "2"], vec!["1", "#2"]]);
        for bad in [
            "a = [1]",
            "a = [\"1\" \"2\"]",
            "a = [,]",
            "a = [\"1\"",
            "a = [\"1]",
            "a = [] x",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_a_running_daemon_cannot_change_is_named() {
        let old = Config::default();
        let mut newer = Config {
            listen_tcp: true,
            ..Config::default()
        };
        newer.main.max_clients = 9;
        let (renewed, fixed) = old.renewed(newer);
        assert_eq!(fixed, ["listening on TCP"]);
        assert_eq!((renewed.main.max_clients, renewed.listen_tcp), (9, false));
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
            ("auth_tcp = \"sasl\"", "f:1: auth_tcp must be \"none\""),
            ("log_filters = \"qemu\"", "f:1: log_filters must be words"),
            ("log_level = 7", "f:1: log_level must be from 1"),
        ] {
            let mut c = Config::default();
            let e = conf::parse(text, Path::new("f"), |n, v| c.set(n, v))
                .unwrap_err()
                .to_string();
            assert!(e.contains(part), "{e}");
        }
    }
}
