//! Programs of the host that fail: put before the real ones, where the daemon looks first
//! (`Daemon::start_before_programs`).

use super::case::Outcome;
use super::daemon::Daemon;
use super::virsh::Virsh;
use super::wait;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

/// A step of the daemon: a program, and a pattern of the shell for its arguments.
#[derive(Debug, Clone, Copy)]
pub struct Step(pub &'static str, pub &'static str);

/// A program, whatever its arguments.
pub const fn any(program: &'static str) -> Step {
    Step(program, "*")
}

/// How a step fails: the commands in its place. `$0` is the program's name and `real` runs the real one.
const WAYS: [(&str, &str); 4] = [
    ("exit 1", "echo made to fail >&2; exit 1"),
    ("killed", "kill -9 $$"),
    ("talks too much", "head -c 9000000 /dev/zero; exit 1"),
    ("done, then exit 1", "real \"$@\"; echo made to fail >&2; exit 1"),
];
/// The same for a whole program.
const NO_PROGRAM: &str = "#!/nonexistent/interpreter\n";
/// For the daemon to come to a step on a loaded machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Tries faults, and counts them.
pub struct Faults<'d> {
    daemon: &'d mut Daemon,
    /// All ways in which a step fails, or the first and the last of them.
    all: bool,
    tried: usize,
}

impl<'d> Faults<'d> {
    pub fn of(daemon: &'d mut Daemon) -> Self {
        Self {
            daemon,
            all: true,
            tried: 0,
        }
    }

    /// For machines that are translated in software: steps fail before they did their work, and after it; the daemon is
    /// killed after it only.
    pub fn few(daemon: &'d mut Daemon) -> Self {
        let mut faults = Self::of(daemon);
        faults.all = false;
        faults
    }

    /// Each of the steps fails in each way during a call, which has to be refused; `after` looks at what is left.
    pub fn each(&mut self, steps: &[Step], call: &[&str], after: impl Fn() -> Outcome) -> Outcome {
        for step in steps {
            self.ways(*step, &WAYS, call, &after)?;
            if step.1 == "*" && self.all {
                self.one("cannot be run", step.0, NO_PROGRAM, call, &after)?;
            }
        }
        Ok(())
    }

    /// The same for steps after which nothing is to be undone: where the work was done, the call may say so.
    pub fn each_but_done(&mut self, steps: &[Step], call: &[&str], after: impl Fn() -> Outcome) -> Outcome {
        for step in steps {
            self.ways(*step, &WAYS[..WAYS.len() - 1], call, &after)?;
        }
        Ok(())
    }

    fn ways(
        &mut self,
        step: Step,
        ways: &[(&str, &str)],
        call: &[&str],
        after: &impl Fn() -> Outcome,
    ) -> Outcome {
        tell(step, call);
        let (all, last) = (self.all, WAYS.len() - 1);
        let chosen = ways
            .iter()
            .enumerate()
            .filter(|(n, _)| all || *n == 0 || *n == last);
        for (_, (way, commands)) in chosen {
            self.one(way, step.0, &script(step, commands), call, after)?;
        }
        Ok(())
    }

    fn one(
        &mut self,
        way: &str,
        program: &str,
        script: &str,
        call: &[&str],
        after: &impl Fn() -> Outcome,
    ) -> Outcome {
        let path = put(self.daemon, program, script)?;
        let refused = self.daemon.virsh().refused(call);
        std::fs::remove_file(path)?;
        self.tried += 1;
        refused
            .and_then(|_| after())
            .map_err(|problem| format!("{program} {way}, {call:?}: {problem}").into())
    }

    /// The daemon is killed at each of the steps, before it and after it, and started again; then `heal` looks at
    /// what is left, and brings back what was before the call.
    pub fn killed(&mut self, steps: &[Step], call: &[&str], heal: impl Fn(&Virsh) -> Outcome) -> Outcome {
        for step in steps {
            tell(*step, call);
            let moments = [("before", ""), ("after", "real \"$@\"; ")];
            for (when, first) in moments.into_iter().skip(usize::from(!self.all)) {
                let mark = self.daemon.scratch().join("reached");
                let commands = format!("{first}: >{}; exec sleep 3600", mark.display());
                let path = put(self.daemon, step.0, &script(*step, &commands))?;
                let mut client = self.daemon.virsh().spawn(call)?;
                let reached = wait::until_true("the step", LIMIT, || mark.exists());
                self.daemon.kill()?;
                client.kill()?;
                client.wait()?;
                std::fs::remove_file(path)?;
                reached.map_err(|problem| format!("{step:?}, {call:?}: {problem}"))?;
                std::fs::remove_file(mark)?;
                self.daemon.launch()?;
                self.tried += 1;
                heal(&self.daemon.virsh())
                    .map_err(|problem| format!("killed {when} {step:?}, {call:?}: {problem}"))?;
            }
        }
        Ok(())
    }
}

/// Puts a program where the daemon looks first.
pub fn put(daemon: &Daemon, program: &str, script: &str) -> Outcome<PathBuf> {
    let path = daemon.scratch().join("programs").join(program);
    std::fs::write(&path, script)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
    Ok(path)
}

/// Faults take long in a machine that is translated in software: whoever watches sees that they go on.
fn tell(step: Step, call: &[&str]) {
    println!("    faults of {} during {}", step.0, call[0]);
}

impl Drop for Faults<'_> {
    fn drop(&mut self) {
        println!("    {} faults tried", self.tried);
    }
}

fn script(Step(program, when): Step, commands: &str) -> String {
    format!(
        "#!/bin/sh\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nreal() {{ {program} \"$@\"; }}\n\
         case \"$*\" in\n{when}) {commands};;\n*) exec {program} \"$@\";;\nesac\n"
    )
}

/// A step that does not end by itself: it has a helper, and both take no notice of being asked to end. It is as it was
/// again when this is dropped.
pub struct Hanging {
    program: PathBuf,
    mark: PathBuf,
    helper: PathBuf,
}

impl Hanging {
    pub fn at(daemon: &Daemon, step: Step) -> Outcome<Self> {
        let mark = daemon.scratch().join("hanging");
        let helper = daemon.scratch().join("helper");
        if !helper.exists() {
            std::os::unix::fs::symlink("/bin/sleep", &helper)?;
        }
        let commands = format!(
            "trap '' TERM INT HUP; : >{}; {} 5000; :",
            mark.display(),
            helper.display()
        );
        let program = put(daemon, step.0, &script(step, &commands))?;
        Ok(Self {
            program,
            mark,
            helper,
        })
    }

    /// Waits until the daemon is at it.
    pub fn reached(&self) -> Outcome {
        wait::until_true("the step", LIMIT, || self.mark.exists())
    }

    /// Waits until nothing of it is left.
    pub fn gone(&self) -> Outcome {
        let helper = self.helper.display().to_string();
        wait::until_true("the end of what hangs", LIMIT, || {
            let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
            let mut lines =
                processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
            !lines.any(|line| line.starts_with(helper.as_bytes()))
        })
    }
}

impl Drop for Hanging {
    fn drop(&mut self) {
        // What is gone already is as it is to be.
        let _ = std::fs::remove_file(&self.program);
        let _ = std::fs::remove_file(&self.mark);
    }
}
