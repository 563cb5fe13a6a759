//! What can fail with networks, and how it is told to clients.

use crate::plan::Claim;
use ferrovirt_types::Error as ApiError;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::mac::MacAddr;
use ipnet::IpNet;
use std::error::Error as StdError;
use uuid::Uuid;

/// Result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed operation on a network. The cause is the source, never part of the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No network has this name.
    #[error("no network with matching name '{name}'")]
    NoSuchName {
        /// The name.
        name: String,
    },
    /// No network has this UUID.
    #[error("no network with matching uuid '{uuid}'")]
    NoSuchUuid {
        /// The UUID.
        uuid: Uuid,
    },
    /// The network is not running.
    #[error("network '{network}' is not active")]
    NotActive {
        /// The network.
        network: String,
    },
    /// The network is running.
    #[error("network '{network}' is already active")]
    AlreadyActive {
        /// The network.
        network: String,
    },
    /// The network has no definition.
    #[error("network '{network}' is transient: {why}")]
    Transient {
        /// The network.
        network: String,
        /// What cannot be done with one that is.
        why: &'static str,
    },
    /// Name or UUID belongs to another network.
    #[error("network '{name}' already exists with uuid {uuid}")]
    Exists {
        /// Name of the other one.
        name: String,
        /// UUID of the other one.
        uuid: Uuid,
    },
    /// A document contradicts itself or asks for what cannot be.
    #[error("network '{network}': {what}")]
    Invalid {
        /// The network.
        network: String,
        /// What is wrong, where, and what would be right.
        what: String,
    },
    /// A document asks for what this driver does not do.
    #[error("network '{network}': {what}")]
    Unsupported {
        /// The network.
        network: String,
        /// What it asks for.
        what: String,
    },
    /// A document cannot be read.
    #[error("{0}")]
    Xml(ferrovirt_xml::XmlError),
    /// Another network has the bridge in its definition.
    #[error(
        "bridge name '{bridge}' already in use by network '{by}'; leave the name out and a free one is chosen"
    )]
    BridgeOfNetwork {
        /// The bridge.
        bridge: String,
        /// The other network.
        by: String,
    },
    /// The host has an interface of the bridge's name.
    #[error(
        "cannot start network '{network}': the host has an interface '{bridge}' already ({what}); choose another \
         bridge name, or remove it with 'ip link delete {bridge}' if nothing needs it"
    )]
    BridgeOfHost {
        /// The network.
        network: String,
        /// The bridge.
        bridge: String,
        /// What the interface is.
        what: String,
    },
    /// Somebody on this host has the subnet.
    #[error("cannot start network '{network}': {claim}; {}", free_text(free))]
    SubnetTaken {
        /// The network.
        network: String,
        /// Who has it.
        claim: Claim,
        /// One that nobody has, with the host's address in it.
        free: Option<IpNet>,
    },
    /// The program for limits is not installed.
    #[error("the <bandwidth> of network '{network}' needs the program 'tc': install the package 'iproute2'")]
    TcMissing {
        /// The network.
        network: String,
    },
    /// The kernel refused limits.
    #[error("cannot limit the traffic of '{device}' for network '{network}'")]
    Limit {
        /// The network.
        network: String,
        /// The device.
        device: String,
        /// Why.
        #[source]
        source: ferrovirt_host::Error,
    },
    /// A network of handed-over devices has none.
    #[error(
        "network '{network}': no virtual functions of '{physical}' are there; make some with 'echo N > \
         /sys/class/net/{physical}/device/sriov_numvfs'"
    )]
    NoFunctions {
        /// The network.
        network: String,
        /// The interface of the physical function.
        physical: String,
    },
    /// A share is to be guaranteed of what the network has no limit for.
    #[error(
        "invalid use of 'floor' on interface with MAC address {mac} - network '{network}' has no inbound QoS set"
    )]
    NoQos {
        /// The network.
        network: String,
        /// The interface.
        mac: MacAddr,
    },
    /// More would be guaranteed than there is.
    #[error("{what}")]
    Floor {
        /// Whose floor, and what is promised already.
        what: String,
    },
    /// A bridge does not keep VLANs apart, so that tags would mean nothing.
    #[error(
        "network '{network}': a <vlan> is asked for, but bridge '{bridge}' does not filter VLANs; switch that on with \
         'ip link set {bridge} type bridge vlan_filtering 1'"
    )]
    NoVlans {
        /// The network.
        network: String,
        /// The bridge.
        bridge: String,
    },
    /// A macvtap network has no device that is free.
    #[error("network '{network}' requires exclusive access to interfaces, but none are available: {why}")]
    NoDevice {
        /// The network.
        network: String,
        /// What is with its devices.
        why: String,
    },
    /// Port of that UUID is there.
    #[error("network '{network}' already has a port {uuid}")]
    PortExists {
        /// The network.
        network: String,
        /// The port.
        uuid: Uuid,
    },
    /// Nothing of the metadata asked for is there.
    #[error("network '{network}' has no {what}")]
    NoMetadata {
        /// The network.
        network: String,
        /// What was asked for.
        what: &'static str,
    },
    /// The kernel's network refused.
    #[error("network '{network}'")]
    Netlink {
        /// The network.
        network: String,
        /// Why.
        #[source]
        source: ferrovirt_netlink::Error,
    },
    /// The packet filter refused.
    #[error("network '{network}'")]
    Firewall {
        /// The network.
        network: String,
        /// Why.
        #[source]
        source: Box<ferrovirt_firewall::Error>,
    },
    /// dnsmasq is not installed.
    #[error("network '{network}' needs the program 'dnsmasq': install the package 'dnsmasq-base'")]
    DnsmasqMissing {
        /// The network.
        network: String,
    },
    /// dnsmasq failed.
    #[error("DHCP and DNS of network '{network}'")]
    Dnsmasq {
        /// The network.
        network: String,
        /// Why.
        #[source]
        source: ferrovirt_host::Error,
    },
    /// A start failed, and what it had made could not all be taken back.
    #[error("{cause}; beyond that, undoing what was begun failed: {}", undo.join("; "))]
    Undo {
        /// Why the start failed.
        #[source]
        cause: Box<Error>,
        /// What could not be undone, and why.
        undo: Vec<String>,
    },
    /// A network was stopped, but not all of it is gone.
    #[error("network '{network}' is stopped, but not all of it could be removed: {}", left.join("; "))]
    Left {
        /// The network.
        network: String,
        /// What is left, and why.
        left: Vec<String>,
    },
    /// A part of a document cannot be changed as asked.
    #[error(transparent)]
    Update(#[from] ferrovirt_schema::network::UpdateError),
    /// A network without a bridge was asked for its name.
    #[error("network '{network}' does not have a bridge name")]
    NoBridge {
        /// The network.
        network: String,
    },
    /// A file or process of the host.
    #[error(transparent)]
    Host(#[from] ferrovirt_host::Error),
    /// The store refused.
    #[error(transparent)]
    Store(ferrovirt_store::StoreError),
    /// A guest asks for a port that is not there.
    #[error("network '{network}' has no port {uuid}")]
    NoSuchPort {
        /// The network.
        network: String,
        /// The port.
        uuid: Uuid,
    },
    /// No free name for a device.
    #[error("no free name like '{pattern}' for a network interface")]
    NoFreeName {
        /// What the names look like.
        pattern: &'static str,
    },
    /// An argument of a call.
    #[error("{what}")]
    Argument {
        /// What is wrong with it.
        what: String,
    },
    /// The process is stopping.
    #[error("the daemon is stopping")]
    Stopping,
}

impl Error {
    /// An error of the kernel's network on behalf of a network.
    pub(crate) fn netlink(network: &str) -> impl Fn(ferrovirt_netlink::Error) -> Error + '_ {
        |source| Error::Netlink {
            network: network.to_owned(),
            source,
        }
    }

    fn number(&self) -> ErrorNumber {
        use ErrorNumber as N;
        match self {
            Error::NoSuchName { .. } | Error::NoSuchUuid { .. } => N::NoNetwork,
            Error::NotActive { .. } | Error::AlreadyActive { .. } | Error::Transient { .. } => {
                N::OperationInvalid
            }
            Error::NoQos { .. } => N::OperationUnsupported,
            Error::Floor { .. } => N::OperationInvalid,
            Error::Exists { .. } => N::OperationFailed,
            Error::Invalid { .. } => N::XmlError,
            Error::Unsupported { .. } | Error::NoVlans { .. } => N::ConfigUnsupported,
            Error::Xml(e) => e.code(),
            Error::Netlink { .. } | Error::Host(_) | Error::Store(_) => N::SystemError,
            Error::NoSuchPort { .. } => N::NoNetworkPort,
            Error::PortExists { .. } => N::NetworkPortExist,
            Error::NoMetadata { .. } => N::NoNetworkMetadata,
            Error::NoDevice { .. } | Error::NoFunctions { .. } => N::InternalError,
            Error::Argument { .. } => N::InvalidArg,
            Error::Undo { cause, .. } => cause.number(),
            Error::BridgeOfNetwork { .. }
            | Error::BridgeOfHost { .. }
            | Error::SubnetTaken { .. }
            | Error::Firewall { .. }
            | Error::DnsmasqMissing { .. }
            | Error::Dnsmasq { .. }
            | Error::TcMissing { .. }
            | Error::Limit { .. }
            | Error::NoFreeName { .. }
            | Error::Left { .. }
            | Error::NoBridge { .. }
            | Error::Update(_)
            | Error::Stopping => N::InternalError,
        }
    }
}

/// The one place where errors of networks become errors of the API.
impl From<Error> for ApiError {
    fn from(e: Error) -> Self {
        if let Error::Update(e) = e {
            return ApiError::from(e).in_domain(ErrorDomain::Network);
        }
        let mut text = chain(&e);
        if matches!(&e, Error::Netlink { source, .. } if source.is_denied()) {
            text.push_str("; changing the host's network needs root (CAP_NET_ADMIN)");
        }
        ApiError::new(e.number(), ErrorDomain::Network, text).with_source(e)
    }
}

impl From<ferrovirt_store::StoreError> for Error {
    fn from(e: ferrovirt_store::StoreError) -> Self {
        use ferrovirt_store::StoreError as S;
        match e {
            S::NameTaken { name, uuid } | S::UuidTaken { name, uuid } => Error::Exists { name, uuid },
            e => Error::Store(e),
        }
    }
}

fn free_text(free: &Option<IpNet>) -> String {
    match free {
        Some(net) => format!("choose another subnet: {} is free", net.trunc()),
        None => "choose another subnet".to_owned(),
    }
}

/// The error with all its causes.
pub(crate) fn chain(e: &dyn StdError) -> String {
    let mut text = e.to_string();
    let mut next = e.source();
    while let Some(cause) = next {
        // Where a text has its cause in it, the cause adds nothing.
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn a_denied_change_names_the_remedy_and_every_cause_once() {
        let source = ferrovirt_netlink::Error::Link {
            action: "create bridge",
            name: "virbr0".into(),
            source: io::Error::from_raw_os_error(1),
        };
        let error = ApiError::from(Error::Netlink {
            network: "n".into(),
            source,
        });
        let text = error.message();
        assert!(
            text.starts_with("network 'n': cannot create bridge network interface 'virbr0': Operation not"),
            "{text}"
        );
        assert!(text.ends_with("needs root (CAP_NET_ADMIN)"), "{text}");
        assert_eq!(text.matches("not permitted").count(), 1);
    }
}
