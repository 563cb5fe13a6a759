//! The processes that belong to a daemon: those with its folder in their command line.

use std::path::Path;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::case::{Outcome, require};
use super::wait;

/// How long the kernel may take to end a process.
const GONE: Duration = Duration::from_secs(5);

/// A process and its arguments.
#[derive(Debug, Clone)]
pub struct Process {
    pub pid: i32,
    pub arguments: Vec<String>,
}

impl Process {
    /// The base name of its program.
    pub fn program(&self) -> &str {
        self.arguments
            .first()
            .map_or("", |path| path.rsplit('/').next().unwrap_or(path))
    }

    fn names(&self, folder: &Path) -> bool {
        let folder = folder.display().to_string();
        self.arguments.iter().any(|argument| argument.contains(&folder))
    }

    /// Whether a signal still finds it, as more than a zombie.
    pub fn is_alive(&self) -> bool {
        is_alive(self.pid)
    }

    pub fn signal(&self, signal: Signal) {
        // It may be gone already, which is what a signal is for.
        let _ = kill(Pid::from_raw(self.pid), signal);
    }
}

/// Whether a process runs.
pub fn is_alive(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        let state = stat.rsplit(')').next().unwrap_or_default().trim_start();
        !state.starts_with('Z') && !state.starts_with('X')
    })
}

/// All processes that name a folder among their arguments or write into it, except ourselves.
pub fn below(folder: &Path) -> Vec<Process> {
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| *pid != own && is_alive(*pid))
        .filter_map(|pid| {
            let process = Process {
                pid,
                arguments: arguments(pid)?,
            };
            (process.names(folder) || writes_into(pid, folder)).then_some(process)
        })
        .collect()
}

fn arguments(pid: i32) -> Option<Vec<String>> {
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let words = line
        .split(|byte| *byte == 0)
        .filter(|argument| !argument.is_empty());
    Some(
        words
            .map(|argument| String::from_utf8_lossy(argument).into_owned())
            .collect(),
    )
}

/// Whether standard output or error goes to a file below a folder: a guest's log does.
fn writes_into(pid: i32, folder: &Path) -> bool {
    [1, 2].iter().any(|descriptor| {
        std::fs::read_link(format!("/proc/{pid}/fd/{descriptor}"))
            .is_ok_and(|target| target.starts_with(folder))
    })
}

/// What must stay secret is not among the arguments of a daemon's guests, which everybody on the host can see.
pub fn require_unseen(root: &Path, secret: &str) -> Outcome {
    for guest in guests(root) {
        let shown = guest.arguments.iter().any(|argument| argument.contains(secret));
        require(!shown, || "the secret is among QEMU's arguments".to_owned())?;
    }
    Ok(())
}

/// The guests of a daemon.
pub fn guests(root: &Path) -> Vec<Process> {
    // A stock libvirtd knows its folders by their usual names.
    let folder = if super::environment::stock() {
        Path::new("/var/lib/libvirt")
    } else {
        root
    };
    below(folder)
        .into_iter()
        .filter(|process| process.program().starts_with("qemu-system"))
        .collect()
}

/// Ends all of them, guests included.
pub fn end_below(folder: &Path) {
    let all: Vec<Process> = below(folder).into_iter().chain(guests(folder)).collect();
    for process in &all {
        process.signal(Signal::SIGKILL);
    }
    // Their ports and files are free only once they are gone; what does not go is none of ours to wait for.
    let _ = wait::until_true("the end of processes", GONE, || {
        !all.iter().any(Process::is_alive)
    });
}
