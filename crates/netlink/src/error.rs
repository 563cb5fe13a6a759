//! What can fail between us and the kernel's network.

use ipnet::IpNet;
use std::io;
use std::time::Duration;

/// Result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed operation on the host's network. The cause is the source, never part of the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No netlink socket could be had.
    #[error("cannot open a netlink socket")]
    Open(#[source] io::Error),
    /// The kernel refused a change of a link.
    #[error("cannot {action} network interface '{name}'")]
    Link {
        /// What was tried, such as `create bridge`.
        action: &'static str,
        /// The interface.
        name: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The kernel refused an address or a route.
    #[error("cannot {action} {net} on network interface '{name}'")]
    Net {
        /// What was tried, such as `add address`.
        action: &'static str,
        /// The address with its prefix, or the destination.
        net: IpNet,
        /// The interface.
        name: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The kernel refused to list something.
    #[error("cannot list {what}")]
    List {
        /// What was to be listed.
        what: &'static str,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The interface does not exist.
    #[error("there is no network interface '{name}'")]
    NoLink {
        /// The interface.
        name: String,
    },
    /// The kernel did not answer.
    #[error("the kernel did not answer a netlink request within {} ms", after.as_millis())]
    Deadline {
        /// How long it was waited for.
        after: Duration,
    },
    /// The device behind a tap cannot be opened.
    #[error("cannot open '{device}' (is the kernel module 'tun' or 'macvtap' loaded, and /dev a devtmpfs?)")]
    NoTun {
        /// The device.
        device: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Error {
    /// Number of the system's error behind this one.
    pub fn errno(&self) -> Option<i32> {
        match self {
            Error::Open(source)
            | Error::Link { source, .. }
            | Error::Net { source, .. }
            | Error::List { source, .. }
            | Error::NoTun { source, .. } => source.raw_os_error(),
            Error::NoLink { .. } => Some(libc::ENODEV),
            Error::Deadline { .. } => None,
        }
    }

    /// Whether we have no right to do it.
    pub fn is_denied(&self) -> bool {
        matches!(self.errno(), Some(libc::EPERM | libc::EACCES))
    }

    /// Whether something of that name or address is there already.
    pub fn is_exists(&self) -> bool {
        matches!(self.errno(), Some(libc::EEXIST | libc::EBUSY))
    }

    /// Whether what the request needs is in use by another.
    pub fn is_busy(&self) -> bool {
        self.errno() == Some(libc::EBUSY)
    }

    /// Whether what the request is about is not there (any more).
    pub fn is_gone(&self) -> bool {
        matches!(
            self.errno(),
            Some(libc::ENODEV | libc::ENOENT | libc::ESRCH | libc::EADDRNOTAVAIL)
        )
    }
}

/// The system's error inside an error of the library.
pub(crate) fn io_error(e: rtnetlink::Error) -> io::Error {
    match e {
        rtnetlink::Error::NetlinkError(message) => message.to_io(),
        other => io::Error::other(other.to_string()),
    }
}
