//! The surroundings: a guest and the world beyond the host, each a namespace that a sleeping process holds.
//!
//! ```text
//! guest eth0 (.2) ── bridge of the network (.1) ── host ── up0 198.51.100.1 ── world 198.51.100.2, 192.0.2.1
//! ```

use std::fs::File;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sched::{CloneFlags, setns};

use crate::harness::case::{Outcome, Problem};
use crate::harness::{command, wait};

/// The guest's hardware address.
pub const MAC: &str = "52:54:00:00:00:02";
const LIMIT: Duration = Duration::from_secs(30);
/// `BR_STATE_FORWARDING` of `linux/if_bridge.h`.
const FORWARDING: &str = "3";

/// A network namespace, gone when this is dropped.
pub struct Space {
    holder: Child,
}

impl Space {
    pub fn new() -> Outcome<Self> {
        let holder = Command::new("unshare")
            .args(["--net", "sleep", "1000"])
            .stdin(Stdio::null())
            .spawn()?;
        let space = Self { holder };
        // It is in a namespace of its own once unshare has become sleep.
        wait::until_true("a namespace", LIMIT, || {
            std::fs::read_to_string(format!("/proc/{}/comm", space.pid())).is_ok_and(|c| c.trim() == "sleep")
        })?;
        space.ip(&["link", "set", "lo", "up"])?;
        Ok(space)
    }

    pub fn pid(&self) -> u32 {
        self.holder.id()
    }

    /// Runs a program inside.
    pub fn run(&self, arguments: &[&str]) -> Outcome<command::Finished> {
        let pid = self.pid().to_string();
        let all = ["-t", &pid, "-n"].into_iter().chain(arguments.iter().copied());
        command::run("nsenter", all, b"", Duration::from_secs(30))
    }

    pub fn ip(&self, arguments: &[&str]) -> Outcome {
        let all: Vec<&str> = ["ip"].into_iter().chain(arguments.iter().copied()).collect();
        self.run(&all)?.ok().map(|_| ())
    }

    /// Tells the guest where the host of network `n` is, so that ARP decides nothing.
    pub fn knows_host(&self) -> Outcome {
        let bridge = std::fs::read_to_string("/sys/class/net/fvn0/address")?;
        self.ip(&neighbour("10.71.0.1", bridge.trim(), "eth0"))
    }

    /// Waits until an interface has its carrier.
    fn wait_up(&self, interface: &str) -> Outcome {
        wait::until_true("an interface with carrier", LIMIT, || {
            self.run(&["ip", "-o", "link", "show", "dev", interface])
                .and_then(command::Finished::ok)
                .is_ok_and(|line| line.contains("state UP"))
        })
    }

    /// Does something in a thread that is inside.
    pub fn within<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
        let file = File::open(format!("/proc/{}/ns/net", self.pid()))?;
        let thread = std::thread::spawn(move || {
            setns(&file, CloneFlags::CLONE_NEWNET).map_err(|e| Problem::from(format!("setns: {e}")))?;
            Ok(work())
        });
        thread.join().map_err(|_| Problem::from("a thread panicked"))?
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        // Both fail only when it is already gone.
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// `ip` on the host's side.
pub fn ip(arguments: &[&str]) -> Outcome<String> {
    command::run("ip", arguments, b"", LIMIT)?.ok()
}

/// Tells the host where the guest in network `n` is, so that nothing waits for ARP.
pub fn host_knows_guest() -> Outcome {
    ip(&neighbour("10.71.0.2", MAC, "fvn0")).map(|_| ())
}

fn neighbour<'a>(address: &'a str, mac: &'a str, device: &'a str) -> [&'a str; 7] {
    ["neigh", "replace", address, "lladdr", mac, "dev", device]
}

/// `nft -f -` on the host's side.
pub fn nft(script: &str) -> Outcome {
    command::run("nft", ["-f", "-"], script.as_bytes(), LIMIT)?
        .ok()
        .map(|_| ())
}

/// A guest on a bridge, without an address.
pub fn guest(bridge: &str, port: &str, mac: &str) -> Outcome<Space> {
    let space = Space::new()?;
    let pid = space.pid().to_string();
    ip(&[
        "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", &pid,
    ])?;
    ip(&["link", "set", port, "master", bridge])?;
    ip(&["link", "set", port, "up"])?;
    space.ip(&["link", "set", "eth0", "address", mac])?;
    space.ip(&["link", "set", "eth0", "up"])?;
    // The kernel notices both ends a moment later, and loses packets until then.
    let state = format!("/sys/class/net/{port}/brport/state");
    wait::until_true("a port that forwards", LIMIT, || {
        std::fs::read_to_string(&state).is_ok_and(|state| state.trim() == FORWARDING)
    })?;
    space.wait_up("eth0")?;
    Ok(space)
}

/// The world, behind the host's default route.
pub fn world() -> Outcome<Space> {
    let space = Space::new()?;
    let pid = space.pid().to_string();
    ip(&[
        "link", "add", "up0", "type", "veth", "peer", "name", "w0", "netns", &pid,
    ])?;
    ip(&["addr", "add", "198.51.100.1/24", "dev", "up0"])?;
    ip(&["link", "set", "up0", "up"])?;
    space.ip(&["addr", "add", "198.51.100.2/24", "dev", "w0"])?;
    space.ip(&["addr", "add", "192.0.2.1/32", "dev", "lo"])?;
    space.ip(&["link", "set", "w0", "up"])?;
    space.ip(&[
        "route",
        "add",
        "default",
        "via",
        "198.51.100.1",
        "src",
        "192.0.2.1",
    ])?;
    ip(&["route", "replace", "default", "via", "198.51.100.2"])?;
    space.wait_up("w0")?;
    wait::until_true("the way to the world", LIMIT, || {
        std::fs::read_to_string("/sys/class/net/up0/operstate").is_ok_and(|state| state.trim() == "up")
    })?;
    Ok(space)
}

/// Takes away what a case before this one left on the host's side: its daemon has ended, its networks go on.
pub fn clean() -> Outcome {
    for link in ["fvn0", "up0", "fvp0", "fvother"] {
        // Most are not there.
        let _ = ip(&["link", "delete", link]);
    }
    nft("flush ruleset")
}
