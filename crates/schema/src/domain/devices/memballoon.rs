//! The device that takes memory back from the guest.

use ferrovirt_xml::{OnOff, Xml, words};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a balloon.
    pub enum BalloonModel {
        Virtio = "virtio",
        Xen = "xen",
        None = "none",
        Transitional = "virtio-transitional",
        NonTransitional = "virtio-non-transitional",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemBalloon {
    #[xml(attr)]
    pub model: BalloonModel,
    #[xml(attr)]
    pub autodeflate: Option<OnOff>,
    #[xml(attr = "freePageReporting")]
    pub free_page_reporting: Option<OnOff>,
    /// Seconds between statistics.
    #[xml(attr = "period", of = "stats")]
    pub stats_period: Option<i32>,
    #[xml(flatten)]
    pub info: DeviceInfo,
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
}
