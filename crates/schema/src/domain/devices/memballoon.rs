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

/// The balloon that takes memory back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct MemBalloon {
    /// Model.
    #[xml(attr)]
    pub model: BalloonModel,
    /// Whether it gives memory back before the guest runs out. Default: off. Since 1.3.1.
    #[xml(attr)]
    pub autodeflate: Option<OnOff>,
    /// Whether free pages are given to the host at once. Default: off. Since 6.9.
    #[xml(attr = "freePageReporting")]
    pub free_page_reporting: Option<OnOff>,
    /// Pause between statistics. Unit: seconds. Default: no statistics. Since 1.1.1. Live.
    #[xml(attr = "period", of = "stats")]
    pub stats_period: Option<i32>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
    /// Options of virtio. Since 3.5.
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
}
