//! Sockets between host and guest.

use ferrovirt_xml::{Xml, YesNo};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::disk::VirtioModel;
use crate::domain::devices::info::DeviceInfo;

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Vsock {
    #[xml(attr)]
    pub model: Option<VirtioModel>,
    #[xml(child)]
    pub cid: Option<Cid>,
    #[xml(flatten)]
    pub info: DeviceInfo,
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Cid {
    #[xml(attr)]
    pub auto: Option<YesNo>,
    #[xml(attr)]
    pub address: Option<u32>,
}
