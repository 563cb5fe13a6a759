//! One group: what it may pass on, who is in it, and its end.

use crate::error::{Error, Result};
use crate::files::Files;
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fmt::Display;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often it is looked whether a group is empty.
const LOOK: Duration = Duration::from_millis(5);

/// What limits one kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Controller {
    /// Processor time.
    Cpu,
    /// Processors and memory nodes.
    Cpuset,
    /// Block devices.
    Io,
    /// Memory and swap.
    Memory,
}

impl Controller {
    /// Every one that this crate knows.
    pub const ALL: [Controller; 4] = [
        Controller::Cpu,
        Controller::Cpuset,
        Controller::Io,
        Controller::Memory,
    ];

    /// Its word in `cgroup.controllers`.
    pub fn name(self) -> &'static str {
        match self {
            Controller::Cpu => "cpu",
            Controller::Cpuset => "cpuset",
            Controller::Io => "io",
            Controller::Memory => "memory",
        }
    }

    /// Whether it works on threads, not on whole processes only.
    pub fn is_threaded(self) -> bool {
        matches!(self, Controller::Cpu | Controller::Cpuset)
    }
}

/// A control group, there or to be made. Clones are the same group.
#[derive(Debug, Clone)]
pub struct Group {
    pub(crate) files: Arc<dyn Files>,
    path: PathBuf,
}

impl Group {
    /// The group at a path of the file system, which need not be there yet.
    pub fn at(files: Arc<dyn Files>, path: PathBuf) -> Self {
        Group { files, path }
    }

    /// Its directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The group of this name below. Nothing is made.
    #[must_use]
    pub fn child(&self, name: &str) -> Group {
        Group {
            files: Arc::clone(&self.files),
            path: self.path.join(name),
        }
    }

    /// Whether it is there.
    pub fn exists(&self) -> bool {
        self.files.exists(&self.path.join("cgroup.procs"))
    }

    /// Makes it; the group above has to be there. One that is there already is as good.
    pub fn make(&self) -> Result<()> {
        match self.files.make(&self.path) {
            Err(source) if source.kind() != io::ErrorKind::AlreadyExists => Err(Error::Make {
                group: self.path.clone(),
                source,
            }),
            _ => Ok(()),
        }
    }

    /// Names of the groups directly below.
    pub fn children(&self) -> Result<Vec<String>> {
        self.files.children(&self.path).map_err(|source| Error::Read {
            file: self.path.clone(),
            source,
        })
    }

    /// What the group above passed on to it (`cgroup.controllers`).
    pub fn controllers(&self) -> Result<Vec<Controller>> {
        let text = self.read("cgroup.controllers")?;
        let has = |c: &Controller| text.split_whitespace().any(|word| word == c.name());
        Ok(Controller::ALL.into_iter().filter(has).collect())
    }

    /// Passes controllers on to the groups below. What is passed on already stays so.
    pub fn pass_on(&self, controllers: &[Controller]) -> Result<()> {
        if controllers.is_empty() {
            return Ok(());
        }
        let words: Vec<String> = controllers.iter().map(|c| format!("+{}", c.name())).collect();
        self.write("cgroup.subtree_control", words.join(" "))
    }

    /// Makes it a group of threads of the processes that are in the group above, for good.
    pub fn make_threaded(&self) -> Result<()> {
        if self.read("cgroup.type")?.trim() == "threaded" {
            return Ok(());
        }
        self.write("cgroup.type", "threaded")
    }

    /// Moves a process with all its threads into it.
    pub fn add_process(&self, pid: i32) -> Result<()> {
        self.write("cgroup.procs", pid)
    }

    /// Moves one thread into it; it has to be threaded, and the thread's process in the group above or below that.
    pub fn add_thread(&self, tid: i32) -> Result<()> {
        self.write("cgroup.threads", tid)
    }

    /// The file that a process enters the group by, writing `0`: for a child between fork and exec.
    pub fn door(&self) -> Result<File> {
        let file = self.path.join("cgroup.procs");
        File::options()
            .write(true)
            .open(&file)
            .map_err(|source| Error::Write {
                file,
                value: "0".to_owned(),
                source,
            })
    }

    /// Processes in it; of a group that is gone, none.
    pub fn processes(&self) -> Result<Vec<i32>> {
        self.numbers("cgroup.procs")
    }

    /// Threads in it; of a group that is gone, none.
    pub fn threads(&self) -> Result<Vec<i32>> {
        self.numbers("cgroup.threads")
    }

    fn numbers(&self, file: &str) -> Result<Vec<i32>> {
        match self.read(file) {
            Ok(text) => Ok(text.split_whitespace().filter_map(|n| n.parse().ok()).collect()),
            Err(e) if e.is_not_found() => Ok(Vec::new()),
            Err(e) => Err(e),
        }
    }

    /// Whether a process is in it or below it. Ended ones that nobody collected do not count.
    pub fn is_populated(&self) -> Result<bool> {
        match self.read("cgroup.events") {
            Ok(text) => Ok(text.lines().any(|line| line.trim() == "populated 1")),
            Err(e) if e.is_not_found() => Ok(false),
            Err(e) => Err(e),
        }
    }

    /// Sends SIGKILL to every process in it and below it (`cgroup.kill`, or one by one before Linux 5.14).
    pub fn kill(&self) -> Result<()> {
        match self.write("cgroup.kill", 1) {
            Err(e) if e.is_not_found() => {}
            done => return done,
        }
        for pid in self.processes()? {
            match kill(Pid::from_raw(pid), Signal::SIGKILL) {
                Ok(()) | Err(Errno::ESRCH) => {}
                Err(errno) => {
                    return Err(Error::Write {
                        file: self.path.join("cgroup.procs"),
                        value: format!("SIGKILL for {pid}"),
                        source: errno.into(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Ends who is left in it, waits until it is empty and removes it with all groups below. One that is gone
    /// already is as good.
    pub fn end(&self, limit: Duration) -> Result<()> {
        let begun = Instant::now();
        let mut killed = false;
        while self.is_populated()? {
            if !killed {
                self.kill()?;
                killed = true;
            }
            if begun.elapsed() > limit {
                return Err(Error::Populated {
                    group: self.path.clone(),
                    processes: self.processes()?,
                    after: limit,
                });
            }
            std::thread::sleep(LOOK);
        }
        self.remove()
    }

    /// Removes it if no group and no process is in it.
    pub fn remove_if_empty(&self) -> Result<()> {
        if self.children()?.is_empty() && !self.is_populated()? {
            return self.remove();
        }
        Ok(())
    }

    /// Removes it with all groups below; nobody may be in them.
    pub fn remove(&self) -> Result<()> {
        if !self.exists() {
            return Ok(());
        }
        for name in self.children()? {
            self.child(&name).remove()?;
        }
        match self.files.remove(&self.path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(Error::Remove {
                group: self.path.clone(),
                source,
            }),
            _ => Ok(()),
        }
    }

    /// The text of one of its files.
    pub fn read(&self, file: &str) -> Result<String> {
        let file = self.path.join(file);
        self.files
            .read(&file)
            .map_err(|source| Error::Read { file, source })
    }

    /// Writes one of its files.
    pub fn write(&self, file: &str, value: impl Display) -> Result<()> {
        let file = self.path.join(file);
        let value = value.to_string();
        self.files
            .write(&file, &value)
            .map_err(|source| Error::Write { file, value, source })
    }

    /// Whether it has such a file, which says whether the kernel has the function.
    pub fn has(&self, file: &str) -> bool {
        self.files.exists(&self.path.join(file))
    }

    pub(crate) fn malformed(&self, file: &str, expected: &'static str, text: &str) -> Error {
        Error::Malformed {
            file: self.path.join(file),
            expected,
            text: text.chars().take(200).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::fake::Fake;

    fn root() -> Group {
        Group::at(Arc::new(Fake::new("/cg")), "/cg".into())
    }

    #[test]
    fn a_group_has_what_was_passed_on() {
        let root = root();
        root.pass_on(&[Controller::Cpu, Controller::Memory]).unwrap();
        let group = root.child("a");
        assert!(!group.exists());
        group.make().unwrap();
        group.make().unwrap();
        assert_eq!(
            group.controllers().unwrap(),
            [Controller::Cpu, Controller::Memory]
        );
        group.add_process(7).unwrap();
        assert_eq!(group.processes().unwrap(), [7]);
        let below = group.child("b");
        below.make().unwrap();
        below.make_threaded().unwrap();
        below.make_threaded().unwrap();
        assert_eq!(group.children().unwrap(), ["b"]);
        group.end(Duration::from_secs(1)).unwrap();
        assert!(!group.exists() && !below.exists());
        group.end(Duration::from_secs(1)).unwrap();
        assert!(group.processes().unwrap().is_empty());
    }

    #[test]
    fn an_error_names_file_value_and_remedy() {
        let group = root().child("a");
        group.make().unwrap();
        let error = group.write("io.max", "8:0 rbps=1").unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("cannot write '8:0 rbps=1' to '/cg/a/io.max': "),
            "{text}"
        );
        assert!(text.contains("cgroup.subtree_control"), "{text}");
        assert!(error.is_not_found());
    }
}
