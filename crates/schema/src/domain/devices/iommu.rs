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

/// An IOMMU.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Iommu {
    /// Model.
    #[xml(attr)]
    pub model: IommuModel,
    /// Options.
    #[xml(child, sparse)]
    pub driver: Option<IommuDriver>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

/// Options of an IOMMU.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct IommuDriver {
    /// Whether interrupts are remapped. Default: chosen by the hypervisor. Since 3.4.
    #[xml(attr)]
    pub intremap: Option<OnOff>,
    /// Whether the guest is told to flush after every change. Default: chosen by the hypervisor. Since 3.4.
    #[xml(attr)]
    pub caching_mode: Option<OnOff>,
    /// Whether interrupts can reach more than 255 processors. Default: on for more than 255 processors, else
    /// chosen by the hypervisor. Since 3.4.
    #[xml(attr)]
    pub eim: Option<OnOff>,
    /// Whether translations are cached in devices. Default: chosen by the hypervisor. Since 3.5.
    #[xml(attr)]
    pub iotlb: Option<OnOff>,
    /// Width of addresses. Unit: bits. Default: chosen by the hypervisor. Since 6.5.
    #[xml(attr)]
    pub aw_bits: Option<u32>,
    /// Whether addresses of DMA are translated. Default: chosen by the hypervisor. Since 10.7.
    #[xml(attr)]
    pub dma_translation: Option<OnOff>,
    /// Whether x2APIC is supported, AMD. Default: chosen by the hypervisor. Since 11.5.
    #[xml(attr)]
    pub xtsup: Option<OnOff>,
    /// Whether devices bypass it, AMD. Default: chosen by the hypervisor. Since 11.5.
    #[xml(attr)]
    pub passthrough: Option<OnOff>,
    /// Page size of translations. Default: chosen by the hypervisor. Since 12.1.
    #[xml(attr)]
    pub granule: Option<String>,
}
