//! Options that every virtio device has.

use ferrovirt_xml::{OnOff, Xml};

/// Attributes of `<driver>`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct VirtioOptions {
    #[xml(attr)]
    pub iommu: Option<OnOff>,
    #[xml(attr)]
    pub ats: Option<OnOff>,
    #[xml(attr)]
    pub packed: Option<OnOff>,
    #[xml(attr)]
    pub page_per_vq: Option<OnOff>,
}
