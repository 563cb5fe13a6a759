//! What can go wrong with node devices, and the API's error for each.

use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_xml::XmlError;
use std::io;
use std::path::PathBuf;

/// A result of this crate.
pub type Result<T, E = NodeDevError> = std::result::Result<T, E>;

/// Failure of an operation on a device.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NodeDevError {
    /// No device has this name.
    #[error("no node device with matching name '{name}'")]
    NoDevice {
        /// The name.
        name: String,
    },
    /// No adapter has these names.
    #[error("no node device with matching wwnn '{wwnn}' wwpn '{wwpn}'")]
    NoWwn {
        /// Name of the node.
        wwnn: String,
        /// Name of the port.
        wwpn: String,
    },
    /// Only PCI devices can be taken from the host.
    #[error("device {name} is not a PCI device")]
    NotPci {
        /// The device.
        name: String,
    },
    /// Nobody knows this driver.
    #[error(
        "unsupported driver name '{driver}'; 'vfio' and names of VFIO drivers, such as 'vfio-pci', are known"
    )]
    BadDriver {
        /// What was asked for.
        driver: String,
    },
    /// A guest has the device.
    #[error("device {name} is in use by a guest: end the guest or detach the device from it first")]
    InUse {
        /// The device.
        name: String,
    },
    /// Another guest was given the device.
    #[error("PCI device {address} is in use by driver QEMU, domain {guest}")]
    Taken {
        /// The device.
        address: String,
        /// The guest.
        guest: String,
    },
    /// There is no IOMMU to keep a guest in its bounds.
    #[error(
        "device {name} is in no IOMMU group: switch the IOMMU on, in the firmware and on the kernel's command line"
    )]
    NoIommu {
        /// The device.
        name: String,
    },
    /// The device cannot be reset.
    #[error("device {name} cannot be reset: the kernel knows no way that leaves other devices alone")]
    NoReset {
        /// The device.
        name: String,
    },
    /// The kernel has no such driver, and it could not be loaded.
    #[error("the driver {driver} cannot be loaded: {reason}")]
    NoModule {
        /// The driver.
        driver: String,
        /// What modprobe said.
        reason: String,
    },
    /// The driver did not take the device.
    #[error(
        "the driver {driver} did not take device {name}, which is left as it was; the kernel's log may say why"
    )]
    NotBound {
        /// The device.
        name: String,
        /// The driver.
        driver: String,
    },
    /// The kernel refused a write.
    #[error("cannot write '{text}' to {}", path.display())]
    Write {
        /// What was written.
        text: String,
        /// Where.
        path: PathBuf,
        /// Its reason.
        #[source]
        source: io::Error,
    },
    /// The kernel took longer than it may.
    #[error("the kernel did not finish {action} device {name} in time; it may still do so")]
    Deadline {
        /// What was asked of it.
        action: &'static str,
        /// The device.
        name: String,
    },
    /// The document lacks something, or asks for what does not fit.
    #[error("{0}")]
    Document(String),
    /// The call does not fit the device's state.
    #[error("{0}")]
    State(String),
    /// This kind of device cannot be made, or changed.
    #[error("{0}")]
    Unsupported(String),
    /// The call is not for devices of this kind.
    #[error("{0}")]
    NotForKind(String),
    /// The document does not say what the device is to be.
    #[error("no device capabilities for 'new device': add a <capability>")]
    NoCapability,
    /// The parent has no address to tell the kernel.
    #[error(
        "Unable to find address for parent device '{parent}': PCI devices, subchannels and the AP matrix have one"
    )]
    NoAddress {
        /// The parent.
        parent: String,
    },
    /// The parent has no virtual ports.
    #[error("Parent device {parent} is not capable of vport operations")]
    NoPorts {
        /// The parent.
        parent: String,
    },
    /// The document cannot be read.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// A file of definitions.
    #[error(transparent)]
    Host(#[from] ferrovirt_host::Error),
    /// A bug: a task of the driver panicked.
    #[error("a task of the node device driver ended unexpectedly")]
    Task,
}

impl NodeDevError {
    fn number(&self) -> ErrorNumber {
        use NodeDevError as N;
        match self {
            N::NoDevice { .. } | N::NoWwn { .. } => ErrorNumber::NoNodeDevice,
            N::NoReset { .. }
            | N::NotBound { .. }
            | N::NoModule { .. }
            | N::NoCapability
            | N::NoPorts { .. }
            | N::Task => ErrorNumber::InternalError,
            N::NotPci { .. } | N::BadDriver { .. } => ErrorNumber::InvalidArg,
            N::NotForKind(_) => ErrorNumber::OperationUnsupported,
            N::NoAddress { .. } => ErrorNumber::ParseFailed,
            N::InUse { .. } | N::Taken { .. } | N::State(_) | N::Deadline { .. } => {
                ErrorNumber::OperationInvalid
            }
            N::NoIommu { .. } | N::Unsupported(_) => ErrorNumber::ConfigUnsupported,
            N::Document(_) => ErrorNumber::XmlError,
            N::Xml(e) => e.code(),
            N::Write { .. } | N::Host(_) => ErrorNumber::SystemError,
        }
    }
}

impl From<NodeDevError> for Error {
    fn from(e: NodeDevError) -> Self {
        let mut text = e.to_string();
        let mut source = match &e {
            NodeDevError::Write { source, .. } => Some(source as &dyn std::error::Error),
            NodeDevError::Host(host) => std::error::Error::source(host),
            _ => None,
        };
        while let Some(why) = source {
            text = format!("{text}: {why}");
            source = why.source();
        }
        Error::new(e.number(), ErrorDomain::Nodedev, text).with_source(e)
    }
}
