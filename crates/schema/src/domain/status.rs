//! `<domstatus>`: what a daemon notes of a running guest, to take it up again.

use ferrovirt_xml::{RawElement, Xml, words};

use crate::domain::Domain;

words! {
    /// State of a guest.
    pub enum DomainState {
        NoState = "no state",
        Running = "running",
        Blocked = "blocked",
        Paused = "paused",
        Shutdown = "shutdown",
        Shutoff = "shutoff",
        Crashed = "crashed",
        PmSuspended = "pmsuspended",
    }
}

/// A running guest. Drivers note things of their own around the definition; those stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Xml)]
pub struct DomainStatus {
    /// State of the guest.
    #[xml(attr)]
    pub state: DomainState,
    /// Why it is in that state: booted, migrated. Default: reported.
    #[xml(attr)]
    pub reason: Option<String>,
    /// Process that runs it. Unit: none. Default: reported.
    #[xml(attr)]
    pub pid: Option<u32>,
    /// What makes its troubles hard to judge: host-cpu, custom-argv.
    #[xml(attr = "flag", of = "taint")]
    pub taints: Vec<String>,
    /// Remarks on deprecated parts that it uses.
    #[xml(leaf = "deprecation")]
    pub deprecations: Vec<String>,
    /// The emulator's monitor.
    #[xml(child)]
    pub monitor: Option<StatusMonitor>,
    /// Namespaces of Linux that the emulator has to itself.
    #[xml(raw)]
    pub namespaces: Option<RawElement>,
    /// Threads of the processors.
    #[xml(raw)]
    pub vcpus: Option<RawElement>,
    /// What the emulator can do.
    #[xml(raw = "qemuCaps")]
    pub capabilities: Option<RawElement>,
    /// The job that is under way.
    #[xml(raw)]
    pub job: Option<RawElement>,
    /// Aliases of the devices.
    #[xml(raw)]
    pub devices: Option<RawElement>,
    /// The definition.
    #[xml(child)]
    pub domain: Option<Domain>,
}

crate::document!(DomainStatus, "domstatus");

/// `<monitor>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct StatusMonitor {
    /// Path of the socket. Default: reported.
    #[xml(attr)]
    pub path: Option<String>,
    /// Kind of the connection: unix, pty. Default: reported.
    #[xml(attr = "type")]
    pub monitor_type: Option<String>,
}
