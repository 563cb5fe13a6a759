//! The dnsmasq process of a network: started, found again after a restart, stopped.
//!
//! dnsmasq makes itself a daemon once it has read its files and has its sockets, and its first process
//! ends then: that is how its readiness is known, without waiting longer than needed. The process is
//! known by its pid file and proven by its arguments, which name our configuration file.

use crate::dnsmasq::{Service, prune_leases};
use crate::error::{Error, Result};
use ferrovirt_host::Error as HostError;
use ferrovirt_host::files;
use ferrovirt_host::process::{Command, PidFd};
use ferrovirt_types::ifname::IfName;
use ipnet::IpNet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long dnsmasq may take to be ready; it needs some 20 ms.
const READY: Duration = Duration::from_secs(15);
/// How often it is started at most, and when again, where it stumbled over an interface that went away.
const TRIES: u32 = 10;
const AGAIN: Duration = Duration::from_millis(20);
/// How long it may take to end by itself, and then by force.
const GRACE: Duration = Duration::from_secs(2);
const FORCE: Duration = Duration::from_secs(5);
/// Largest lease file that is read.
const LEASES_LIMIT: usize = 64 << 20;
/// Largest configuration that is compared.
const CONFIG_LIMIT: usize = 64 << 20;
const PID_FILE_LIMIT: usize = 64;
/// How often strays are looked for.
const STRAY_LOOKS: usize = 5;

/// Where the files of all networks are, below `lib` and below `run`.
pub(crate) const FOLDER: &str = "dnsmasq";

/// Where the files of one network are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// What it is to do.
    pub config: PathBuf,
    /// Leases; dnsmasq writes it.
    pub leases: PathBuf,
    /// Process number; dnsmasq writes it.
    pub pid: PathBuf,
}

impl Files {
    /// Below `lib` what survives a reboot, below `run` what does not.
    pub fn new(lib: &Path, run: &Path, bridge: &IfName) -> Self {
        let at = |dir: &Path, suffix: &str| dir.join(FOLDER).join(format!("{bridge}.{suffix}"));
        Files {
            config: at(lib, "conf"),
            leases: at(lib, "leases"),
            pid: at(run, "pid"),
        }
    }
}

/// The tool.
#[derive(Debug, Clone)]
pub struct Dnsmasq {
    program: PathBuf,
}

impl Default for Dnsmasq {
    fn default() -> Self {
        // Users' PATH often lacks the directory that the tool is in.
        let usual = PathBuf::from("/usr/sbin/dnsmasq");
        Dnsmasq {
            program: if usual.exists() {
                usual
            } else {
                PathBuf::from("dnsmasq")
            },
        }
    }
}

impl Dnsmasq {
    /// Another program in the place of `dnsmasq`.
    pub fn with_program(program: PathBuf) -> Self {
        Dnsmasq { program }
    }

    /// Writes the files and starts the process; returns when it serves.
    pub async fn start(&self, network: &str, service: &Service, files: &Files) -> Result<PidFd> {
        write_files(service.clone(), files.clone()).await?;
        let failed = |source| Error::Dnsmasq {
            network: network.to_owned(),
            source,
        };
        for tries in 1.. {
            let command = Command::new(&self.program)
                .args(arguments(service, files))
                .timeout(READY);
            match command.run().await {
                Ok(_) => break,
                Err(e) if tries < TRIES && is_passing(&e) => tokio::time::sleep(AGAIN).await,
                Err(HostError::ProgramMissing { .. }) => {
                    return Err(Error::DnsmasqMissing {
                        network: network.to_owned(),
                    });
                }
                Err(source) => return Err(failed(source)),
            }
        }
        let gone = || {
            let expected = "the number of a running dnsmasq";
            failed(HostError::Malformed {
                path: files.pid.clone(),
                expected,
            })
        };
        find(files)?.ok_or_else(gone)
    }

    /// Stops the process, if it runs, and removes the files that are worth nothing without it.
    pub async fn stop(&self, files: &Files) -> Result<()> {
        if let Some(process) = find(files)? {
            process.terminate(GRACE, FORCE).await?;
        }
        for path in [&files.config, &files.pid] {
            files::remove(path)?;
        }
        Ok(())
    }
}

/// Whether dnsmasq gave up because an interface of the host went away while it looked at them all, which happens
/// wherever guests or containers come and go.
fn is_passing(error: &HostError) -> bool {
    matches!(error, HostError::Failed { stderr, .. } if stderr.contains("failed to find list of interfaces"))
}

/// Ends processes of these files that no pid file tells of: a daemon that was killed while it started
/// one leaves it so, for it goes on starting by itself.
pub(crate) async fn end_strays(files: &Files) -> Result<()> {
    let argument = config_argument(files);
    // A process that was about to make itself a daemon has a child by the next look.
    for _ in 0..STRAY_LOOKS {
        let wanted = argument.clone();
        let found = tokio::task::spawn_blocking(move || PidFd::with_argument(&wanted)).await;
        let found = found.map_err(|_| Error::Stopping)??;
        if found.is_empty() {
            return Ok(());
        }
        for process in found {
            process.kill(FORCE).await?;
        }
    }
    Ok(())
}

/// The running process of these files: the one in the pid file, if its arguments name our
/// configuration.
pub(crate) fn find(files: &Files) -> Result<Option<PidFd>> {
    let text = match files::read_text(&files.pid, PID_FILE_LIMIT) {
        Ok(text) => text,
        Err(e) if e.is_not_found() => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    let Some(pid) = text.trim().parse().ok().filter(|pid: &i32| *pid > 0) else {
        return Ok(None);
    };
    let ours = config_argument(files);
    Ok(PidFd::open(pid)?.filter(|process| process.identity().argv().contains(&ours)))
}

/// Whether the process that runs was started for this service: the file that it read says the same.
pub(crate) fn has_read(files: &Files, service: &Service) -> bool {
    files::read_text(&files.config, CONFIG_LIMIT).is_ok_and(|text| text == service.config())
}

fn config_argument(files: &Files) -> String {
    format!("--conf-file={}", files.config.to_string_lossy())
}

fn arguments(service: &Service, files: &Files) -> Vec<String> {
    let path = |option: &str, path: &Path| format!("--{option}={}", path.to_string_lossy());
    let mut arguments = vec![config_argument(files), path("pid-file", &files.pid)];
    if service.has_dhcp() {
        arguments.push(path("dhcp-leasefile", &files.leases));
    }
    arguments
}

async fn write_files(service: Service, files: Files) -> Result<()> {
    let write = move || -> Result<()> {
        for path in [&files.config, &files.pid] {
            if let Some(dir) = path.parent() {
                files::create_dirs(dir, 0o755)?;
            }
        }
        files::write_atomic(&files.config, service.config().as_bytes(), 0o644)?;
        let subnets: Vec<IpNet> = service.subnets.iter().map(|s| s.address).collect();
        match files::read_text(&files.leases, LEASES_LIMIT) {
            Ok(old) => {
                let kept = prune_leases(&old, &subnets);
                if kept != old && find(&files)?.is_none() {
                    files::write_atomic(&files.leases, kept.as_bytes(), 0o644)?;
                }
            }
            Err(e) if e.is_not_found() => {}
            Err(e) => return Err(e.into()),
        }
        Ok(())
    };
    tokio::task::spawn_blocking(write)
        .await
        .map_err(|_| Error::Stopping)?
}

/// The text of the lease file; empty when there is none.
pub(crate) async fn read_leases(files: &Files) -> Result<String> {
    let path = files.leases.clone();
    let read = move || match files::read_text(&path, LEASES_LIMIT) {
        Ok(text) => Ok(text),
        Err(e) if e.is_not_found() => Ok(String::new()),
        Err(e) => Err(e.into()),
    };
    tokio::task::spawn_blocking(read)
        .await
        .map_err(|_| Error::Stopping)?
}
