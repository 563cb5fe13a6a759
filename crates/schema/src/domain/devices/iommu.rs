//! IOMMUs.

use ferrovirt_xml::{OnOff, Xml, words};

use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of an IOMMU.
    pub enum IommuModel {
        Intel = "intel",
        Smmuv3 = "smmuv3",
        Virtio = "virtio",
        Amd = "amd",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Iommu {
    #[xml(attr)]
    pub model: IommuModel,
    #[xml(child, sparse)]
    pub driver: Option<IommuDriver>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IommuDriver {
    #[xml(attr)]
    pub intremap: Option<OnOff>,
    #[xml(attr)]
    pub caching_mode: Option<OnOff>,
    #[xml(attr)]
    pub eim: Option<OnOff>,
    #[xml(attr)]
    pub iotlb: Option<OnOff>,
    #[xml(attr)]
    pub aw_bits: Option<u32>,
    #[xml(attr)]
    pub dma_translation: Option<OnOff>,
    #[xml(attr)]
    pub xtsup: Option<OnOff>,
    #[xml(attr)]
    pub passthrough: Option<OnOff>,
    #[xml(attr)]
    pub granule: Option<String>,
}
