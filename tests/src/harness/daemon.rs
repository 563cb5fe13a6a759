//! Our daemon below a folder of its own: started, waited for, killed and started again.

use std::fs::File;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::sys::socket::getsockopt;
use nix::sys::socket::sockopt::PeerCredentials;
use nix::unistd::Pid;

use super::case::{Outcome, Problem};
use super::environment;
use super::rpc::Client;
use super::scratch::Scratch;
use super::stock;
use super::virsh::Virsh;
use super::wait;
use super::{groups, processes};

/// How long a daemon may take until it accepts a connection, on a loaded machine.
const READY_LIMIT: Duration = Duration::from_secs(10);
/// How long an orderly stop may take.
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// A daemon, ended by force when the case is over.
pub struct Daemon {
    scratch: Scratch,
    child: Option<Child>,
    extra: Vec<String>,
    stock: bool,
    /// Where the daemon looks for programs before all other places.
    programs: Option<PathBuf>,
}

impl Daemon {
    /// Starts one with nothing defined and waits until it accepts connections.
    pub fn start() -> Outcome<Self> {
        Self::start_with(&[])
    }

    /// The same with more arguments.
    pub fn start_with(extra: &[&str]) -> Outcome<Self> {
        let mut daemon = Self::prepare(extra)?;
        daemon.launch()?;
        Ok(daemon)
    }

    /// One whose folder can be furnished before `launch`.
    pub fn prepare(extra: &[&str]) -> Outcome<Self> {
        Self::prepare_one(environment::stock(), extra)
    }

    fn prepare_one(stock: bool, extra: &[&str]) -> Outcome<Self> {
        let daemon = Self {
            scratch: Scratch::new()?,
            child: None,
            extra: extra.iter().map(|argument| (*argument).to_owned()).collect(),
            stock,
            programs: None,
        };
        if stock {
            stock::furnish(&daemon.root())?;
        }
        Ok(daemon)
    }

    /// One that looks for programs in a folder of its own first, where cases put those that fail.
    pub fn start_before_programs() -> Outcome<Self> {
        let mut daemon = Self::prepare_before_programs(&[])?;
        daemon.launch()?;
        Ok(daemon)
    }

    /// The same with more arguments, not started yet.
    pub fn prepare_before_programs(extra: &[&str]) -> Outcome<Self> {
        let mut daemon = Self::prepare(extra)?;
        let folder = daemon.scratch.join("programs");
        std::fs::create_dir(&folder)?;
        daemon.programs = Some(folder);
        Ok(daemon)
    }

    /// A stock libvirtd instead of ours.
    pub fn prepare_stock() -> Outcome<Self> {
        Self::prepare_stock_with(&[])
    }

    /// The same with more arguments.
    pub fn prepare_stock_with(extra: &[&str]) -> Outcome<Self> {
        Self::prepare_one(true, extra)
    }

    /// Starts the process, for the first time or again.
    pub fn launch(&mut self) -> Outcome {
        let log = File::options().create(true).append(true).open(self.log_file())?;
        let mut command = self.command()?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
        self.child = Some(child);
        let socket = self.socket();
        let ready = wait::until("a connection to the daemon", READY_LIMIT, || {
            if self.has_ended() {
                Some(false)
            } else {
                let stream = UnixStream::connect(&socket).ok()?;
                (self.stock || self.listens(&stream)).then_some(true)
            }
        })
        .map_err(|problem| format!("{problem}\n{}", self.log_tail()))?;
        if ready {
            Ok(())
        } else {
            Err(format!("the daemon ended at once\n{}", self.log_tail()).into())
        }
    }

    /// Whether it is this daemon that answers: a child that one before it was just starting when it was
    /// killed keeps its socket open for a moment longer.
    fn listens(&self, stream: &UnixStream) -> bool {
        let listener = getsockopt(stream, PeerCredentials).map(|who| who.pid());
        let own = self
            .child
            .as_ref()
            .and_then(|child| i32::try_from(child.id()).ok());
        listener.is_ok_and(|pid| Some(pid) == own)
    }

    fn command(&self) -> Outcome<Command> {
        if self.stock {
            return stock::command(&self.root(), &self.extra);
        }
        let mut command = Command::new(environment::programs().join("ferrovirtd"));
        command.arg("--root").arg(self.root()).args(&self.extra);
        if let Some(folder) = &self.programs {
            let usual = std::env::var("PATH").unwrap_or_default();
            command.env("PATH", format!("{}:{usual}", folder.display()));
        }
        Ok(command)
    }

    /// Everything the daemon keeps is below this.
    pub fn root(&self) -> PathBuf {
        self.scratch.join("root")
    }

    /// Where the case may put its own files.
    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    pub fn socket(&self) -> PathBuf {
        self.root().join("run/libvirt-sock")
    }

    pub fn read_only_socket(&self) -> PathBuf {
        self.root().join("run/libvirt-sock-ro")
    }

    /// The URI of the QEMU driver.
    pub fn qemu_uri(&self) -> String {
        format!("qemu+unix:///system?socket={}", self.socket().display())
    }

    /// The URI of the test driver's default host.
    pub fn test_uri(&self) -> String {
        format!("test+unix:///default?socket={}", self.socket().display())
    }

    pub fn virsh(&self) -> Virsh {
        Virsh::new(self.qemu_uri())
    }

    pub fn test_virsh(&self) -> Virsh {
        Virsh::new(self.test_uri())
    }

    /// A connection with frames of our own, opened at a driver.
    pub fn client(&self, driver: &str) -> Outcome<Client> {
        let mut client = Client::connect(&self.socket())?;
        client.open(driver, 0)?;
        Ok(client)
    }

    pub fn pid(&self) -> Outcome<u32> {
        self.child
            .as_ref()
            .map(Child::id)
            .ok_or_else(|| Problem::from("the daemon does not run"))
    }

    /// Ends the process as a power cut would.
    pub fn kill(&mut self) -> Outcome {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Asks the process to stop and waits for it.
    pub fn stop(&mut self) -> Outcome {
        self.signal(Signal::SIGTERM)?;
        let mut child = self.child.take().ok_or("no daemon to stop")?;
        let status = wait::until("the daemon's orderly stop", STOP_LIMIT, || {
            child.try_wait().ok().flatten()
        });
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("the daemon stopped with {status}\n{}", self.log_tail()).into()),
            Err(problem) => {
                child.kill()?;
                child.wait()?;
                Err(problem)
            }
        }
    }

    /// Removes what a boot of the machine would have removed, while the daemon is stopped.
    pub fn pretend_boot(&self) -> Outcome {
        for folder in ["run", "run-libvirt"].map(|name| self.file(name)) {
            if folder.exists() {
                std::fs::remove_dir_all(folder)?;
            }
        }
        Ok(())
    }

    pub fn signal(&self, signal: Signal) -> Outcome {
        let pid = i32::try_from(self.pid()?).map_err(|_| "the daemon's process id is out of range")?;
        kill(Pid::from_raw(pid), signal).map_err(|error| format!("cannot signal the daemon: {error}").into())
    }

    /// Resident memory in KiB.
    pub fn resident_kib(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()?))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap_or_default();
        Ok(line.trim().trim_end_matches(" kB").parse().unwrap_or_default())
    }

    /// Fails when the process is gone, with the end of its log.
    pub fn require_alive(&mut self) -> Outcome {
        if self.has_ended() {
            return Err(format!("the daemon is gone\n{}", self.log_tail()).into());
        }
        Ok(())
    }

    /// The last lines of its log.
    pub fn log_tail(&self) -> String {
        let text = std::fs::read_to_string(self.log_file()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    fn log_file(&self) -> PathBuf {
        self.scratch.join("daemon.log")
    }

    fn has_ended(&mut self) -> bool {
        match self.child.as_mut() {
            Some(child) => !matches!(child.try_wait(), Ok(None)),
            None => true,
        }
    }

    /// Where a file below the root is.
    pub fn file(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root().join(name)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Both fail only when the process is already gone.
            let _ = child.kill();
            let _ = child.wait();
        }
        processes::end_below(&self.root());
        groups::remove_recorded(&self.root());
    }
}
