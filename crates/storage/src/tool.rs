//! Programs of the host that do the work of a backend.

use crate::StorageError;
use ferrovirt_host::process::{Command, Output};
use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where programs for administrators are, which a daemon's `PATH` may not name.
const ADMIN_DIRECTORIES: [&str; 3] = ["/usr/sbin", "/sbin", "/usr/local/sbin"];
/// Time for a program when its caller does not say.
const TIME: Duration = Duration::from_secs(120);

/// A program, and what brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// Its name.
    pub program: &'static str,
    /// The package that it is in, by Debian's name.
    pub package: &'static str,
}

impl Tool {
    /// Where it is, if it is installed.
    pub fn path(&self) -> Option<PathBuf> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let usual = std::env::split_paths(&path).filter(|dir| dir.is_absolute());
        let all = usual.chain(ADMIN_DIRECTORIES.into_iter().map(PathBuf::from));
        all.map(|dir| dir.join(self.program))
            .find(|path| is_program(path))
    }

    /// Whether it is installed.
    pub fn is_there(&self) -> bool {
        self.path().is_some()
    }

    /// A command of it.
    pub fn command(&self) -> Result<Command, StorageError> {
        match self.path() {
            Some(path) => Ok(Command::new(path).timeout(TIME)),
            None => Err(StorageError::ToolMissing {
                program: self.program,
                package: self.package,
            }),
        }
    }

    /// Runs it to its end.
    pub async fn run<S: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = S> + Send,
    ) -> Result<Output, StorageError> {
        Ok(self.command()?.args(args).run().await?)
    }

    /// Runs it to undo something: what fails is logged.
    pub async fn undo<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S> + Send) {
        if let Err(error) = self.run(args).await {
            tracing::warn!(program = self.program, %error, "cannot undo what was done");
        }
    }
}

fn is_program(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_missing_program_is_named_with_what_brings_it() {
        let shell = Tool {
            program: "sh",
            package: "dash",
        };
        assert!(shell.is_there());
        assert_eq!(shell.run(["-c", "echo x"]).await.unwrap().text(), "x\n");
        let none = Tool {
            program: "no-such-program",
            package: "imaginary",
        };
        let error = none.run(["x"]).await.unwrap_err().to_string();
        assert!(
            error.contains("no-such-program") && error.contains("imaginary"),
            "{error}"
        );
    }
}
