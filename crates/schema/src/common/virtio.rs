//! Options that every virtio device has.

use ferrovirt_xml::{OnOff, Xml};

/// Attributes of `<driver>`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtioOptions {
    /// Whether the device goes through the guest's IOMMU. Default: chosen by the hypervisor. Since 3.5.
    #[xml(attr)]
    pub iommu: Option<OnOff>,
    /// Whether the device has address translation services. Default: chosen by the hypervisor. Since 3.5.
    #[xml(attr)]
    pub ats: Option<OnOff>,
    /// Whether queues are packed. Default: chosen by the hypervisor. Since 6.3.
    #[xml(attr)]
    pub packed: Option<OnOff>,
    /// Whether each queue's notifications have a page of their own. Default: chosen by the hypervisor.
    /// Since 7.9.
    #[xml(attr)]
    pub page_per_vq: Option<OnOff>,
}
