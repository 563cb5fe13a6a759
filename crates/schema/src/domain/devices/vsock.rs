//! Sockets between host and guest.

use ferrovirt_xml::{Xml, YesNo};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

/// A socket between guest and host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vsock {
    /// Variant of the device. Default: virtio.
    #[xml(attr)]
    pub model: Option<VirtioModel>,
    /// Number of the guest.
    #[xml(child)]
    pub cid: Option<Cid>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
    /// Options of virtio. Since 7.1.
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
}

/// The number of a guest on its vsock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cid {
    /// Whether the host chooses it. Default: no.
    #[xml(attr)]
    pub auto: Option<YesNo>,
    /// The number, from 3. Unit: none. Default: needed, unless the host chooses it.
    #[xml(attr, nonzero)]
    pub address: Option<u32>,
}
