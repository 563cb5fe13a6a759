//! Programs in `tests/python`, written against python3-libvirt as its users write them.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::harness::case::{Case, Outcome};
use crate::harness::command;
use crate::harness::daemon::Daemon;

pub const CASES: &[Case] = &[
    Case {
        name: "python_domains",
        run: || program("domains.py"),
    },
    Case {
        name: "python_events",
        run: || program("events.py"),
    },
    Case {
        name: "python_errors",
        run: || program("errors.py"),
    },
    Case {
        name: "python_storage",
        run: || program("storage.py"),
    },
    Case {
        name: "python_concurrency",
        run: || program("concurrency.py"),
    },
];

/// Debian's own interpreter, because the bindings are Debian's.
const PYTHON: &str = "/usr/bin/python3";

/// A call of one of the programs.
pub fn script(name: &str) -> Command {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(name);
    let mut python = Command::new(PYTHON);
    python.arg(script);
    python
}

fn program(name: &str) -> Outcome {
    let daemon = Daemon::start()?;
    let mut python = script(name);
    python
        .env("QEMU_URI", daemon.qemu_uri())
        .env("TEST_URI", daemon.test_uri())
        .env("SCRATCH", daemon.scratch().path());
    command::run_command(python, b"", Duration::from_secs(60))?
        .ok()
        .map(|_| ())
}
