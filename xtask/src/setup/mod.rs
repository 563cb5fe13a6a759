//! `cargo xtask setup`: everything a fresh Debian machine with Rust and git lacks, installed once.
//!
//! The demo needs the least, the tests more, the comparison with a stock libvirtd most. A second run
//! finds everything in place and says so at once.

use crate::{Outcome, flags, guest, process};

mod packages;
mod tools;
mod unpacked;

/// What the machine is to be made ready for; each includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Boot a guest as an ordinary user, without networks of our own.
    UserDemo,
    /// Boot a guest on a network of its own and show it to stock `virsh`.
    Demo,
    /// Every test lane.
    Test,
    /// Tests, and a stock libvirtd to compare with.
    Bench,
}

pub fn run(arguments: &[String]) -> Outcome {
    let [demo, bench, vm] = flags(arguments, ["--demo", "--bench", "--vm"])?;
    let purpose = match (demo, bench) {
        (_, true) => Purpose::Bench,
        (true, false) if process::is_root() => Purpose::Demo,
        (true, false) => Purpose::UserDemo,
        (false, false) => Purpose::Test,
    };
    ensure(purpose)?;
    if vm {
        guest::system::ensure(guest::system::Machine::General)?;
    }
    println!("setup: everything is in place");
    Ok(())
}

/// Installs what is missing for a purpose, or names it with the command that would.
pub fn ensure(purpose: Purpose) -> Outcome {
    packages::ensure(purpose)?;
    if purpose >= Purpose::Test {
        unpacked::ensure()?;
        tools::ensure()?;
    }
    guest::ensure()?;
    Ok(())
}

/// Installs what a Ceph of one machine needs, where it is missing.
pub fn ceph() -> Outcome {
    packages::ensure_needs(packages::CEPH)
}

/// Installs what builds kernel modules, where it is missing.
pub fn modules() -> Outcome {
    packages::ensure_needs(packages::MODULES)
}

pub use tools::deny as cargo_deny;
pub use unpacked::search_path;
