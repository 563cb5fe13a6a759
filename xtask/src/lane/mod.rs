//! Test lanes: what each is, and what came of it.
//!
//! A lane is a chore of cargo (unit, style), a program of `tests/` that runs in namespaces of its own
//! (wire, qemu, crash, hostile, net, storage, rbd) or in a machine of its own (vm, zfs), or the reference cases
//! beside the repository (conformance).

use std::time::Instant;

use crate::{Outcome, setup};

mod conformance;
mod outcome;
mod program;
mod record;
mod style;
mod unit;
mod vm;

pub use outcome::{Skip, Tally};
pub use program::{build_with, in_namespaces, in_namespaces_with};
pub use record::{Record, read as read_record};

/// One lane.
pub struct Lane {
    pub name: &'static str,
    pub proves: &'static str,
    run: fn(&Request) -> Outcome<Tally>,
}

/// What the caller asked of the lanes.
#[derive(Default)]
pub struct Request {
    /// Only cases whose name holds this text.
    pub filter: Option<String>,
}

/// Lanes that run when they are asked for by name: what they need is large, and no part of what a test machine has.
pub const ON_DEMAND: &[Lane] = &[
    Lane {
        name: "rbd",
        proves: "pools of a real Ceph of one machine",
        run: |request| {
            setup::ceph()?;
            program::run("rbd", request)
        },
    },
    Lane {
        name: "zfs",
        proves: "pools of a real ZFS, whose modules are built for the machine of lane vm",
        run: |request| {
            setup::modules()?;
            vm::run_zfs(request)
        },
    },
];

/// The lanes of every run, cheapest first.
pub const LANES: &[Lane] = &[
    Lane {
        name: "style",
        proves: "format, lints, docs, licences, floors, generated code",
        run: style::run,
    },
    Lane {
        name: "unit",
        proves: "each crate by itself: golden, property and doc tests",
        run: unit::run,
    },
    Lane {
        name: "wire",
        proves: "stock virsh and python3-libvirt against our daemon",
        run: |request| program::run("wire", request),
    },
    Lane {
        name: "qemu",
        proves: "the demo's path and its failures with real guests",
        run: |request| program::run("qemu", request),
    },
    Lane {
        name: "crash",
        proves: "kill -9 at any moment loses nothing acknowledged and leaves no orphan",
        run: |request| program::run("crash", request),
    },
    Lane {
        name: "hostile",
        proves: "malformed frames, floods and slow readers harm nobody else",
        run: |request| program::run("hostile", request),
    },
    Lane {
        name: "net",
        proves: "networks by real packets, faults, and what net-explain says of them",
        run: |request| program::run("net", request),
    },
    Lane {
        name: "storage",
        proves: "pools of real file systems, disks and servers, secrets, and steps that fail",
        run: |request| program::run("storage", request),
    },
    Lane {
        name: "vm",
        proves: "storage, networks and devices on a kernel of their own",
        run: vm::run,
    },
    Lane {
        name: "carriers",
        proves: "one suite in process, through our daemon, through our client on a stock libvirtd",
        run: |request| program::run_peers("carriers", request),
    },
    Lane {
        name: "differential",
        proves: "made-up calls get the answers and events of a stock libvirtd's test driver",
        run: |request| program::run_peers("differential", request),
    },
    Lane {
        name: "conformance",
        proves: "answers recorded from a stock libvirtd",
        run: conformance::run,
    },
];

/// Most failed cases of a lane that are run again; more of them are no accident.
const AGAIN: usize = 3;

impl Lane {
    /// Runs the lane and keeps its record for the matrix. A case that fails is run once more by itself, and
    /// named as unsteady when it passes then: one accident on a busy machine does not hide what the other
    /// cases say, and is not hidden either.
    pub fn run(&self, request: &Request) -> Outcome<Record> {
        println!("\n== lane {}: {}", self.name, self.proves);
        let start = Instant::now();
        let mut tally = (self.run)(request).unwrap_or_else(|message| {
            println!("lane {}: {message}", self.name);
            Tally::failure(message)
        });
        for case in tally.failed_cases(AGAIN).unwrap_or_default() {
            println!("\n== lane {}: {case} failed and is run again", self.name);
            let request = Request {
                filter: Some(case.clone()),
            };
            let second = (self.run)(&request).unwrap_or_else(Tally::failure);
            if second.failures.is_empty() && second.passed > 0 {
                tally.passed_alone(&case);
            }
        }
        let record = Record {
            lane: self.name.to_owned(),
            seconds: start.elapsed().as_secs_f64(),
            tally,
        };
        record.write()?;
        Ok(record)
    }
}
