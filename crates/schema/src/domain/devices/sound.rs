//! Sound cards.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Xml, YesNo, words};

use crate::common::virtio::VirtioOptions;
use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a sound card.
    pub enum SoundModel {
        Sb16 = "sb16",
        Es1370 = "es1370",
        Pcspk = "pcspk",
        Ac97 = "ac97",
        Ich6 = "ich6",
        Ich9 = "ich9",
        Usb = "usb",
        Ich7 = "ich7",
        Virtio = "virtio",
    }
}

/// A sound card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sound {
    /// Model.
    #[xml(attr)]
    pub model: SoundModel,
    /// Whether there are more than two channels, USB. Default: chosen by the hypervisor. Since 9.4.
    #[xml(attr)]
    pub multichannel: Option<YesNo>,
    /// Streams, virtio. Unit: streams. Default: chosen by the hypervisor. Since 10.4.
    #[xml(attr)]
    pub streams: Option<u32>,
    /// Codecs of an HD audio card. Default: one that plays and records. Since 0.9.13.
    #[xml(attr = "type", of = "codec", missing = ErrorNumber::ConfigUnsupported)]
    pub codecs: Vec<CodecType>,
    /// Audio backend by its number. Unit: none. Default: the default backend. Since 6.7.
    #[xml(attr = "id", of = "audio")]
    pub audio: Option<u32>,
    /// Options of virtio. Since 10.4.
    #[xml(child, sparse)]
    pub driver: Option<VirtioOptions>,
    /// Alias and address.
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// Codec of an HD audio card.
    pub enum CodecType: unsupported {
        Duplex = "duplex",
        Micro = "micro",
        Output = "output",
    }
}
