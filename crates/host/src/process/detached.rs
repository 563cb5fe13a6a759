//! A process that outlives us: own session, own log, own user, exactly the descriptors it is given.
//!
//! It stays our child for as long as we live (so that [`PidFd::wait`] learns how it ended) and goes on
//! under init when we are gone; its [`ProcessIdentity`], kept in a file, is how a later instance finds
//! it again.

use crate::error::{Error, Result};
use crate::process::command::{argv, spawn_error};
use crate::process::{PidFd, ProcessIdentity};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::unistd::{Gid, Uid, setgid, setgroups, setsid, setuid};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process;

/// Where standard output and error of a detached process go.
#[derive(Debug)]
pub enum Stdio {
    /// Nowhere.
    Null,
    /// An open file, pipe or socket.
    File(File),
}

impl Stdio {
    fn into_std(self) -> process::Stdio {
        match self {
            Stdio::Null => process::Stdio::null(),
            Stdio::File(file) => file.into(),
        }
    }
}

/// A process to set free.
#[derive(Debug)]
pub struct DetachedCommand {
    program: OsString,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    clear_env: bool,
    dir: PathBuf,
    stdout: Stdio,
    stderr: Stdio,
    fds: Vec<OwnedFd>,
    user: Option<(u32, u32, Vec<u32>)>,
    umask: Option<u32>,
    locked_memory: Option<u64>,
    door: Option<File>,
}

/// A process that was set free.
#[derive(Debug, Clone)]
pub struct Detached {
    /// The handle on it.
    pub process: PidFd,
}

impl Detached {
    /// What to record so that a later instance finds it again.
    pub fn identity(&self) -> ProcessIdentity {
        self.process.identity()
    }
}

impl DetachedCommand {
    /// The program, looked up in `PATH` unless it is a path. Output goes nowhere, the working directory
    /// is `/`.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        DetachedCommand {
            program: program.as_ref().to_owned(),
            args: Vec::new(),
            env: Vec::new(),
            clear_env: false,
            dir: PathBuf::from("/"),
            stdout: Stdio::Null,
            stderr: Stdio::Null,
            fds: Vec::new(),
            user: None,
            umask: None,
            locked_memory: None,
            door: None,
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(|a| a.as_ref().to_owned()));
        self
    }

    /// Sets an environment variable.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Starts from an empty environment instead of ours.
    #[must_use]
    pub fn clear_env(mut self) -> Self {
        self.clear_env = true;
        self
    }

    /// The working directory.
    #[must_use]
    pub fn dir(mut self, dir: &Path) -> Self {
        dir.clone_into(&mut self.dir);
        self
    }

    /// Where standard output goes.
    #[must_use]
    pub fn stdout(mut self, to: Stdio) -> Self {
        self.stdout = to;
        self
    }

    /// Where standard error goes.
    #[must_use]
    pub fn stderr(mut self, to: Stdio) -> Self {
        self.stderr = to;
        self
    }

    /// Hands a descriptor to the process, which has it under the number that is returned (the one it
    /// has here, so that none can collide). All others stay behind.
    pub fn inherit(&mut self, fd: OwnedFd) -> RawFd {
        let number = fd.as_raw_fd();
        self.fds.push(fd);
        number
    }

    /// Runs as this user, group and supplementary groups. Needs root.
    #[must_use]
    pub fn user(mut self, uid: u32, gid: u32, groups: Vec<u32>) -> Self {
        self.user = Some((uid, gid, groups));
        self
    }

    /// The mask for files that it creates.
    #[must_use]
    pub fn umask(mut self, umask: u32) -> Self {
        self.umask = Some(umask);
        self
    }

    /// How many bytes of memory it may keep in place, where that is more than it may anyway. Needs root.
    #[must_use]
    pub fn locked_memory(mut self, bytes: u64) -> Self {
        self.locked_memory = Some(bytes);
        self
    }

    /// Has it enter the control group whose `cgroup.procs` this is, open for writing, before the program is loaded.
    #[must_use]
    pub fn enter(mut self, door: File) -> Self {
        self.door = Some(door);
        self
    }

    /// Program and arguments as text.
    pub fn argv(&self) -> Vec<String> {
        argv(&self.program, &self.args)
    }

    /// Starts it. Returns when the program is loaded; what it does then is for the caller to watch.
    /// Blocks for the time of a fork and exec.
    pub fn spawn(self) -> Result<Detached> {
        let argv = self.argv();
        let mut command = process::Command::new(&self.program);
        command
            .args(&self.args)
            .current_dir(&self.dir)
            .stdin(process::Stdio::null())
            .stdout(self.stdout.into_std())
            .stderr(self.stderr.into_std());
        if self.clear_env {
            command.env_clear();
        }
        command.envs(self.env.iter().map(|(k, v)| (k, v)));
        let numbers: Vec<RawFd> = self.fds.iter().map(AsRawFd::as_raw_fd).collect();
        let user = self.user.map(|(uid, gid, groups)| {
            (
                Uid::from_raw(uid),
                Gid::from_raw(gid),
                groups.into_iter().map(Gid::from_raw).collect::<Vec<_>>(),
            )
        });
        let umask = self.umask;
        let now = getrlimit(Resource::RLIMIT_MEMLOCK).map_or(u64::MAX, |(soft, _)| soft);
        let locked = self.locked_memory.filter(|bytes| *bytes > now);
        let door = self.door;
        // SAFETY: between fork and exec the closure makes system calls only; everything it reads was
        // allocated before, it allocates nothing, takes no lock and its errors are plain numbers.
        unsafe {
            command.pre_exec(move || {
                setsid()?;
                // 0 is who writes. As the user we were: the one it will run as may not.
                if let Some(door) = &door {
                    (&mut &*door).write_all(b"0")?;
                }
                for fd in &numbers {
                    if libc::fcntl(*fd, libc::F_SETFD, 0) < 0 {
                        return Err(io::Error::last_os_error());
                    }
                }
                if let Some(umask) = umask {
                    libc::umask(umask);
                }
                if let Some(bytes) = locked {
                    setrlimit(Resource::RLIMIT_MEMLOCK, bytes, bytes)?;
                }
                if let Some((uid, gid, groups)) = &user {
                    setgroups(groups)?;
                    setgid(*gid)?;
                    setuid(*uid)?;
                }
                Ok(())
            });
        }
        let child = command
            .spawn()
            .map_err(|source| spawn_error(&self.program, argv.clone(), source))?;
        let pid = child.id().cast_signed();
        // The child is not collected yet, so its number cannot mean another process.
        match PidFd::open_child(pid)? {
            Some(process) => Ok(Detached { process }),
            None => Err(Error::Spawn {
                argv,
                source: io::ErrorKind::NotFound.into(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::pidfd::Ended;
    use std::io::{Read, Seek, Write};
    use std::time::Duration;

    const SOON: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn own_session_log_and_descriptors() {
        let mut log = tempfile::tempfile().unwrap();
        let mut given = tempfile::tempfile().unwrap();
        given.write_all(b"handed over").unwrap();
        given.rewind().unwrap();
        let mut command = DetachedCommand::new("sh")
            .stdout(Stdio::File(log.try_clone().unwrap()))
            .env("WHO", "me")
            .umask(0o027);
        let number = command.inherit(given.into());
        let script = format!(
            "cat /proc/self/fd/{number}; echo \" $WHO $(umask) $(pwd)\"; cut -d' ' -f6 /proc/$$/stat; echo $$; read x; sleep 0.05"
        );
        let detached = command.args(["-c", &script]).spawn().unwrap();
        assert_eq!(detached.process.wait_for(SOON).await.unwrap(), Ended::Exited(0));
        let mut text = String::new();
        log.rewind().unwrap();
        log.read_to_string(&mut text).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "handed over me 0027 /");
        assert_eq!(lines[1], lines[2], "leads its own session");
    }

    #[test]
    fn a_missing_program_is_named() {
        let err = DetachedCommand::new("/no/such/program").spawn().unwrap_err();
        assert!(matches!(err, Error::ProgramMissing { .. }), "{err}");
    }
}
